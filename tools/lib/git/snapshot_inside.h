#ifndef GIT_SNAPSHOT_INSIDE_H
#define GIT_SNAPSHOT_INSIDE_H

#include <pthread.h>

#include "base/arena.h"
#include "base/map.h"
#include "git/repository.h"
#include "git/revision.h"
#include "git/snapshot.h"
#include "git/tree.h"

/* What revwalk knows of a snapshot. */
struct snapshot {
	pthread_mutex_t lock;
	struct repository *repository;
	struct tree_reader *trees;
	git_index *index;       /* NULL: a tree */
	struct revision commit; /* whose tree it is; id none: of none */
	char id[ENTRY_ID];
	struct oid root;
	char *base;         /* the root in the repository: "" or "x/y/" */
	char *top;          /* the root in the work tree, or NULL */
	struct arena arena; /* keys of folders */
	struct map folders; /* struct folder, by full path */
};

/* The repository around dir, with nothing taken from it yet. NULL after saying
 * why, with the command that helps. */
struct snapshot *snapshot_open(const char *dir, struct findings *);

/* Takes a tree or that of a commit, and finds the data's root in it. False
 * after saying why not. */
bool snapshot_take_tree(struct snapshot *, const char *dir, const struct oid *,
    struct findings *);
bool snapshot_take_commit(struct snapshot *, const char *dir, const char *at,
    const char *zone, struct findings *);

#endif
