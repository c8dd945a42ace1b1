#ifndef GIT_WORKTREE_DIR_H
#define GIT_WORKTREE_DIR_H

#include <stdbool.h>

#include "base/buf.h"
#include "git/entry.h"
#include "git/file_stat.h"
#include "text/found.h"

/* Files below a folder of the file system, read without leaving it. Nothing
 * changes in a struct worktree_dir once it is open: threads may share one. */
struct worktree_dir;

struct worktree_dir *worktree_dir_open(const char *path, struct findings *);
void worktree_dir_close(struct worktree_dir *);
const char *worktree_dir_path(
    const struct worktree_dir *); /* absolute, without links */

/* These are what source_has, source_stat, source_stat_all and
 * source_read say. */
bool worktree_dir_has(const struct worktree_dir *, const char *path,
    bool only_folder);
bool worktree_dir_stat(const struct worktree_dir *, const char *path,
    struct file_stat *);
void worktree_dir_stat_all(const struct worktree_dir *, const struct entry *,
    size_t n, struct file_stat *);
bool worktree_dir_read(const struct worktree_dir *, const char *path,
    size_t most, struct buf *, struct findings *);

/* What lies there itself, no link followed and whatever git says of it: a MODE_
 * of entry.h; 0: nothing that counts. */
unsigned worktree_dir_mode(const struct worktree_dir *, const char *path);

/* The same of a folder ("": the root) as worktree_dir_stat of a file. */
bool worktree_dir_folder_stat(const struct worktree_dir *, const char *path,
    struct file_stat *);

/* Opens a folder ("": the root) to be listed, through no link; -1 with errno:
 * it cannot be. */
int worktree_dir_enter(const struct worktree_dir *, const char *path);

/* What is no file, by its mode as in struct stat: "a socket" (translated). */
const char *worktree_dir_kind(unsigned mode);

#endif
