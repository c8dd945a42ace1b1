#ifndef GIT_SNAPSHOT_H
#define GIT_SNAPSHOT_H

#include <stdbool.h>

#include "base/buf.h"
#include "git/entry.h"
#include "text/found.h"

/* What git keeps: the files of its index, or of a commit. We read with libgit2
 * (libgit.h), and ask git itself where that one knows better. */
struct snapshot;

/* dir: any folder of the repository, or a bare one. NULL after saying why, with
 * the command that helps. What at and zone are, source.h tells. */
struct snapshot *snapshot_index(const char *dir, struct findings *);
struct snapshot *snapshot_commit(const char *dir, const char *at,
    const char *zone, struct findings *);
void snapshot_close(struct snapshot *);

const char *snapshot_id(const struct snapshot *); /* NULL: not a commit */
/* When it was committed; false: not a commit, or it cannot be told. */
bool snapshot_time(const struct snapshot *, long long *);
/* The root in the work tree; NULL in a bare repository. */
const char *snapshot_top(const struct snapshot *);
/* git's own folder. */
const char *snapshot_git_folder(const struct snapshot *);
const char *snapshot_base(
    const struct snapshot *); /* in the repository: "x/y/", "" */

/* These are what source_list, source_mode, source_has and source_read say.
 * Threads take turns. */
bool snapshot_list(struct snapshot *, struct entries *, struct findings *);
unsigned snapshot_mode(struct snapshot *, const char *path);
bool snapshot_has(struct snapshot *, const char *path, bool only_folder);
bool snapshot_read(struct snapshot *, const char *path, size_t most,
    struct buf *, struct findings *);

/* The id of the file that a path leads to, in hex; false, and empty: none. */
bool snapshot_blob(struct snapshot *, const char *path, char out[ENTRY_ID]);

#endif
