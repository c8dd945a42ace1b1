#ifndef GIT_INSIDE_H
#define GIT_INSIDE_H

#include <pthread.h>

#include <git2.h>

#include "base/arena.h"
#include "git/snapshot.h"
#include "base/map.h"

/* What the files that know libgit2 know of each other. */

struct snapshot {
	pthread_mutex_t lock;
	git_repository *repo;
	git_odb *odb;
	git_index *index; /* NULL: a commit */
	git_commit *commit;
	char id[ENTRY_ID];
	char *base;         /* the root in the repository: "" or "x/y/" */
	char *top;          /* the root in the work tree, or NULL */
	struct arena arena; /* keys of trees */
	struct map trees;   /* git_tree of a folder, by full path */
};

/* The repository around dir, with nothing taken from it yet. NULL after saying
 * why, with the command that helps. */
struct snapshot *snapshot_open(const char *dir, struct findings *);

/* Takes a tree or that of a commit, and finds the data's root in it. */
bool snapshot_take_tree(struct snapshot *, const char *dir, const git_oid *,
    struct findings *);
bool snapshot_take_commit(struct snapshot *, const char *dir, const char *at,
    const char *zone, struct findings *);

/* data_folders.c: the data folder that is used, from the top; NULL: none is. Of
 * a tree the only one there is, yours to free; NULL: there are none, or
 * several. */
const char *data_folders_snapshot(void);
char *data_folders_only(struct snapshot *, const git_oid *tree);

/* name.c: does a revision begin with the name of more than one thing? */
bool name_is_ambiguous(struct snapshot *, const char *at);

bool snapshot_is_shallow(const struct snapshot *);

/* Says that an object that must be there could not be had; rc is what libgit2
 * said. Always false. */
bool snapshot_lacks(const struct snapshot *, const char *path, const git_oid *,
    int rc, struct findings *);
const char *snapshot_reason(void); /* libgit2's words */

#endif
