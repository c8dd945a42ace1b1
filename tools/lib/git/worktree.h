#ifndef GIT_WORKTREE_H
#define GIT_WORKTREE_H

#include "text/found.h"
#include "base/str.h"

/* Which files of a work tree git holds or would take: those in its index, and
 * those that it neither holds nor ignores. git itself is asked, once, since
 * only it knows all that makes a file ignored. Nothing changes in a struct
 * worktree once it is there: threads may share one. */
struct worktree;

/* Of the files below root (absolute, without links). NULL: no git repository
 * holds this folder, or git would not say (told as a warning then), and so
 * nothing is ignored. */
struct worktree *worktree_ask(const char *root, struct findings *);
/* The same, but only of these, by their paths below the top of the work tree,
 * and of what lies below them. */
struct worktree *worktree_ask_of(const char *root, const struct str *paths,
    size_t n, struct findings *);
void worktree_free(struct worktree *);

/* By a path below root: MODE_FILE for a file or link, MODE_MODULE for another
 * repository, MODE_FOLDER where something of these lies below; 0: ignored, or
 * not there. */
unsigned worktree_mode(const struct worktree *, struct str path);

/* The i-th file, by its path below root, that git holds and was told to leave
 * out of the work tree (a sparse checkout, --skip-worktree), though it may be
 * there; empty: there is none. */
struct str worktree_left_out(const struct worktree *, size_t i);

/* The top of the work tree around root; NULL: there is none. Yours to free. */
char *worktree_top(const char *root);
/* Where root lies below the top of the work tree around it: "x/y/"; "": it is
 * the top; NULL: there is no work tree. Yours to free. */
char *worktree_base(const char *root);

#endif
