#ifndef GIT_REVWALK_H
#define GIT_REVWALK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "git/entry.h"
#include "text/found.h"
#include "git/fsck.h"
#include "git/oid.h"
#include "git/stamp.h"
#include "git/tree.h"
#include "base/str.h"

/* The commits of a repository and what their trees hold, for those who walk
 * through its history: read as git keeps them, and only what is asked for.
 * Knows nothing of records. Not for several threads. */

struct revwalk;

/* Texts are UTF-8, whatever the commit says or does not say of itself. */
struct revwalk_commit {
	struct oid id, tree;
	const struct oid *parents;
	size_t n_parents;
	struct stamp made; /* by the committer's line */
	/* by the author's; both without name and address */
	struct stamp written;
	struct str author, email, committer, subject, message;
	struct fsck_wrong wrong; /* what: git would not write it so */
};

/* The history of a commit, "HEAD" when at is NULL (at and zone as in source.h).
 * NULL after saying why: no repository, a shallow clone. Where nothing was ever
 * committed there is a past without commits. */
struct revwalk *revwalk_open(const char *dir, const char *at, const char *zone,
    struct findings *);
void revwalk_close(struct revwalk *);

bool revwalk_is_empty(const struct revwalk *);
const struct oid *revwalk_tip(const struct revwalk *);
bool revwalk_is_head(const struct revwalk *); /* is its tip HEAD? */
const char *revwalk_folder(
    const struct revwalk *); /* git's own, of all work trees */

/* Every commit that leads to the tip, parents before their children, the first
 * parent's side first, but none that is known (its forebears then are, too).
 * Never by time. They live as long as the past. False after saying what is
 * missing. */
struct revwalk_known {
	bool (*known)(const struct oid *, void *);
	void *to;
};
bool revwalk_commits(struct revwalk *, const struct revwalk_known *,
    const struct revwalk_commit ***list, size_t *n, struct findings *);

/* The same of what leads to any of several commits. The list is in the arena;
 * NULL: in the past's own. */
bool revwalk_commits_of(struct revwalk *, const struct oid *tips, size_t n_tips,
    const struct revwalk_known *, struct arena *,
    const struct revwalk_commit ***list, size_t *n, struct findings *);

/* Any commit. NULL after saying why not. */
const struct revwalk_commit *revwalk_commit(struct revwalk *,
    const struct oid *, struct findings *);

/* A commit that is not made yet, as if it were: of this tree, on these. It has
 * an id of its own that no other has, and says nothing of who makes it and
 * when. */
const struct revwalk_commit *revwalk_coming(struct revwalk *,
    const struct oid *tree, const struct oid *parents, size_t n);

/* What a commit is signed with, and what was signed, each added to its buf;
 * nothing: it is not signed. False after saying why that cannot be told. */
bool revwalk_signature(struct revwalk *, const struct oid *,
    struct buf *signature, struct buf *payload, struct findings *);

/* Where the last of these commits and what the others come to together began to
 * differ: the bases of a merge, best first, *bases yours to free; n 0: none.
 * False after saying why that cannot be told. */
bool revwalk_bases(struct revwalk *, const struct oid *commits, size_t count,
    struct oid **bases, size_t *n, struct findings *);

/* What stands at a path (from the data's root) in a commit's tree: none when
 * there is nothing; then a folder has folder true. False after saying what is
 * missing. */
bool revwalk_find(struct revwalk *, const struct oid *tree, const char *path,
    struct oid *, bool *folder, struct findings *);

/* Does a commit change anything in the data folder that is read, against any of
 * its parents? Where that is the whole repository every commit does. False
 * after saying what is missing. */
bool revwalk_touches(struct revwalk *, const struct revwalk_commit *,
    bool *does, struct findings *);

/* The bytes of a file, added to b. False after saying why; *large: only since
 * it is larger than most, which is not said. */
bool revwalk_read(struct revwalk *, const struct oid *, const char *path,
    size_t most, bool *large, struct buf *b, struct findings *);

/* Who reads the trees of its repository; and the data's root in the tree of a
 * commit, none where there is none. False after saying what is missing. */
struct tree_reader *revwalk_reader(struct revwalk *);
bool revwalk_root(struct revwalk *, const struct oid *tree, struct oid *root,
    struct findings *);

/* Is it there, and a file's? False after saying that it is not. Or a commit?
 * Then it is false when it is not there. */
bool revwalk_is_file(struct revwalk *, const struct oid *, const char *path,
    struct findings *);

bool revwalk_is_commit(struct revwalk *, const struct oid *, bool *is,
    struct findings *);

/* The bytes of a tag, added to b; *is false: it is something else. False after
 * saying that it is not there. */
bool revwalk_tag(struct revwalk *, const struct oid *, struct buf *b, bool *is,
    struct findings *);

/* The root of the data in the repository: "" or "x/y/". */
const char *revwalk_base(const struct revwalk *);

/* Every file below a folder of a tree, by path from that folder. */
bool revwalk_files(struct revwalk *, const struct oid *tree,
    void (*seen)(struct str path, const struct oid *, void *), void *,
    struct findings *);

/* Is there nothing below a folder of a tree but folders and files, no link and
 * no submodule? */
bool revwalk_is_plain(struct revwalk *, const struct oid *tree, bool *plain,
    struct findings *);

/* The trees that a commit's own is compared with. all: its own, those of its
 * parents in order, then those of the bases: of parent i (from 1) with what
 * came of those before it they are all[base[i]] to all[base[i + 1] - 1]. */
struct revwalk_trees {
	const struct oid *all; /* none: no tree */
	size_t n, n_parents;
	/* n_parents + 1 of them. NULL for up to one parent; else there are no
	 * bases, and what any parent has is expected */
	const size_t *base;
};

/* Tells of each file at which the commit holds something else than its parents
 * merged file by file would, or where that cannot be told of whole files. In
 * ids is what stands there in each of the trees. Only folders that below (NULL:
 * any) says could matter are entered, and of those only such as differ. */
struct revwalk_seen {
	bool (*below)(struct str folder, void *);
	void (*seen)(struct str path, const struct oid *ids, void *);
	void *to;
};
bool revwalk_compare(struct revwalk *, const struct revwalk_trees *,
    const struct revwalk_seen *, struct findings *);

#endif
