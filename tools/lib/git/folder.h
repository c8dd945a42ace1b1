#ifndef FOLDER_H
#define FOLDER_H

#include <stdbool.h>

#include "base/buf.h"
#include "git/entry.h"
#include "text/finding.h"
#include "git/worktree.h"

/* Files below a folder of the file system, read without leaving it. Nothing
 * changes in a struct folder once it is open: threads may share one. */
struct folder;

struct folder *folder_open(const char *path, struct findings *);
void folder_close(struct folder *);
const char *folder_path(const struct folder *); /* absolute, without links */

/* These are what source_list, source_mode, source_has and source_read say.
 * git: what it holds or would take (worktree.h); NULL: everything counts. */
bool folder_list(const struct folder *, const struct worktree *git,
    struct entries *, struct findings *);
unsigned folder_mode(const struct folder *, const struct worktree *git,
    const char *path);
bool folder_has(const struct folder *, const char *path, bool only_folder);
bool folder_read(const struct folder *, const char *path, size_t most,
    struct buf *, struct findings *);

#endif
