#ifndef GIT_H
#define GIT_H

#include <stdbool.h>

#include "base/buf.h"
#include "git/entry.h"
#include "text/finding.h"

/* What git keeps: the files of its index, or of a commit. We read with libgit2,
 * which only git.c knows (git_ is its prefix), and ask git itself where that
 * one knows better. In a hook git's environment counts (another index file,
 * objects in quarantine), but only for the repository it was set for. */
struct snap;

/* dir: any folder of the repository, or a bare one. NULL after saying why, with
 * the command that helps. What at and zone are, source.h tells. */
struct snap *snap_index(const char *dir, struct findings *);
struct snap *snap_commit(const char *dir, const char *at, const char *zone,
    struct findings *);
void snap_close(struct snap *);

const char *snap_id(const struct snap *); /* NULL: not a commit */
/* When it was committed; false: not a commit, or it cannot be told. */
bool snap_time(const struct snap *, long long *);
/* The root in the work tree; NULL in a bare repository. */
const char *snap_top(const struct snap *);
const char *snap_base(const struct snap *); /* in the repository: "x/y/", "" */

/* These are what source_list, source_mode, source_has and source_read say.
 * Threads take turns. */
bool snap_list(struct snap *, struct entries *, struct findings *);
unsigned snap_mode(struct snap *, const char *path);
bool snap_has(struct snap *, const char *path, bool only_folder);
bool snap_read(struct snap *, const char *path, size_t most, struct buf *,
    struct findings *);

/* The id of the file that a path leads to, in hex; false, and empty: none. */
bool snap_blob(struct snap *, const char *path, char out[ENTRY_ID]);

/* The id that git gives to a file of these bytes. */
void blob_id(struct str bytes, char out[ENTRY_ID]);

#endif
