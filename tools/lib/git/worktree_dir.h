#ifndef GIT_WORKTREE_DIR_H
#define GIT_WORKTREE_DIR_H

#include <stdbool.h>

#include "base/buf.h"
#include "git/entry.h"
#include "git/file_stat.h"
#include "git/folder_names.h"
#include "text/found.h"
#include "git/worktree.h"

/* Files below a folder of the file system, read without leaving it. Nothing
 * changes in a struct worktree_dir once it is open: threads may share one. */
struct worktree_dir;

struct worktree_dir *worktree_dir_open(const char *path, struct findings *);
void worktree_dir_close(struct worktree_dir *);
const char *worktree_dir_path(
    const struct worktree_dir *); /* absolute, without links */

/* These are what source_list, source_mode, source_has and source_read say.
 * git: what it holds or would take (worktree.h); NULL: everything counts.
 * names: folders that were read are not read again (NULL: they are). */
bool worktree_dir_list(const struct worktree_dir *, const struct worktree *git,
    struct folder_names *names, struct entries *, struct findings *);
unsigned worktree_dir_mode(const struct worktree_dir *,
    const struct worktree *git, const char *path);
bool worktree_dir_has(const struct worktree_dir *, const char *path,
    bool only_folder);
bool worktree_dir_stat(const struct worktree_dir *, const char *path,
    struct file_stat *);
bool worktree_dir_read(const struct worktree_dir *, const char *path,
    size_t most, struct buf *, struct findings *);

#endif
