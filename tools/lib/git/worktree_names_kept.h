#ifndef GIT_WORKTREE_NAMES_KEPT_H
#define GIT_WORKTREE_NAMES_KEPT_H

#include "git/worktree_dir.h"
#include "git/worktree_names.h"
#include "text/found.h"

/* The names in a work tree and what git says of them, kept in git's folder. It
 * rests on git's index and settings, on the files that tell what is ignored,
 * and on the names in all folders: each is looked at, and where one of the
 * first is another, git is asked of everything again; where names are new, of
 * these. Where nothing can be kept, all is as without it. */
struct worktree_names *worktree_names_kept(const struct worktree_dir *,
    struct findings *);

#endif
