#ifndef GIT_LINES_H
#define GIT_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"

/* Merging lines as git does, and marking what does not merge. */

struct marking {
	size_t size; /* of "<<<<<<<"; 0: git's own */
	bool base;   /* show base too, as diff3 does */
};

/* Merges three texts, line by line, into out. False: some lines are in conflict
 * and are marked there. */
bool lines_merge(const struct marking *, struct str base, struct str ours,
    struct str theirs, struct buf *out);

/* The same, but nothing is added where some are. The last is not looked at. */
bool lines_merge_clean(struct str base, struct str ours, struct str theirs,
    struct buf *out, void *);

/* Adds a conflict between these lines. */
void lines_mark(const struct marking *, struct str base, struct str ours,
    struct str theirs, struct buf *out);

#endif
