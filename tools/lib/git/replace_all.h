#ifndef GIT_REPLACE_ALL_H
#define GIT_REPLACE_ALL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "text/found.h"

/* Changes several files of a work tree together: all of them or none. Each is
 * written beside its place, flushed to the disk and then changes places with
 * the old one, whose bytes are looked at once more: had somebody else written
 * meanwhile, all is put back. Whoever is killed leaves each file old or new. */

struct replacement {
	const char *path; /* relative to the root, no link on the way */
	struct str was;   /* s NULL: there is no such file yet */
	struct str now;   /* s NULL: it is taken away */
};

/* False after saying why, with every file as it was (or, where even that
 * failed, after saying which one is not). Whoever calls holds the lock. */
bool replace_all(const char *root, const struct replacement *, size_t n,
    struct findings *);

/* While one tool holds it, another that writes records waits: a file
 * descriptor, to be closed. -1 after saying why there is none. */
int replace_lock(const char *root, struct findings *);

/* Waits for the lock of an open file, half a minute at most. False: errno tells
 * why there is none; EWOULDBLOCK: somebody holds it all the time. */
bool replace_wait(int fd);

#endif
