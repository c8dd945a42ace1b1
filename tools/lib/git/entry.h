#ifndef GIT_ENTRY_H
#define GIT_ENTRY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "text/glob.h"
#include "base/str.h"

enum { ENTRY_ID = 41 }; /* a SHA-1 in hex and its NUL */

enum {
	MODE_FILE = 0100644,
	MODE_LINK = 0120000,
	MODE_FOLDER = 0040000,
	MODE_MODULE = 0160000,
	MODE_KIND = 0170000
};

/* A file, a symbolic link or another repository that is there. */
struct entry {
	const char *path;
	/* as git has it; in the work tree any file is 0100644 */
	unsigned mode;
	const char *id; /* blob id in hex; empty in the work tree */
};

enum { FOLDERS_DEEP = 64 }; /* folders that nest deeper are not read */

/* Entries being gathered: which ones, and where their paths are kept. */
struct entries {
	const struct globs *which;
	struct arena *arena;
	struct entry *all;
	size_t n, cap;
};

struct entry *entries_add(struct entries *, struct str path, unsigned mode);

/* In the arena, sorted by path as bytes, each path once; leaves it empty. */
struct entry *entries_take(struct entries *, size_t *n);

/* Is it a path below a root: no empty part, ".", ".." or ".git" in it? */
bool entry_is_inside(struct str path);

/* Goes on from a path by one part, which may be ".", ".." or empty. False: it
 * climbs out of the root. */
bool entry_step(struct buf *path, struct str part);

#endif
