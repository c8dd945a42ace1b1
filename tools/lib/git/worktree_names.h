#ifndef GIT_WORKTREE_NAMES_H
#define GIT_WORKTREE_NAMES_H

#include <stdbool.h>
#include <stdint.h>

#include "git/entry.h"
#include "git/worktree.h"
#include "git/worktree_dir.h"
#include "text/found.h"

/* The names in the folders of a work tree, and what git says of each. A folder
 * is read when it is first asked for, and never again. One thread at a time. */
struct worktree_names;

/* git: what it holds or would take, yours no more; NULL: everything counts.
 * The folder must outlive the names. */
struct worktree_names *worktree_names_new(const struct worktree_dir *,
    struct worktree *git);
void worktree_names_free(struct worktree_names *);

/* What source_list says. */
bool worktree_names_list(struct worktree_names *, struct entries *,
    struct findings *);
/* What tells the names in and below a folder ("": the root) from others that
 * might be listed there, also in other runs. False: they are not kept, or not
 * all of them is known. */
bool worktree_names_id(struct worktree_names *, const char *folder,
    uint64_t *id);
/* What source_mode says. */
unsigned worktree_names_mode(struct worktree_names *, const char *path);

/* Did git tell of every file, and was it told to leave none out? */
bool worktree_names_whole(const struct worktree_names *);
/* What git itself said; NULL: it was not asked. */
const struct worktree *worktree_names_git(const struct worktree_names *);

#endif
