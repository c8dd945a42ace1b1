#ifndef CATALOG_CHANGES_H
#define CATALOG_CHANGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "catalog/reads.h"

struct catalog;
struct type;

/* What changed in the rows that are kept, file by file, since a state of them:
 * whoever kept something that rests on the rows learns what of it may be
 * otherwise now. */

/* The rows of a file, as they are before it changes; NULL: nobody will ask. */
struct changes_image;
struct changes_image *changes_image(struct catalog *, const struct type *,
    int64_t rec);
/* Notes what is otherwise now, and frees the image. rec 0: no rows are there
 * any more. */
bool changes_note(struct catalog *, const struct type *, const char *path,
    struct changes_image *, int64_t rec);

/* Before the rows are kept: the oldest of the log is forgotten, or all of it
 * where too much changed. */
bool changes_end(struct catalog *);

/* A file that changed. */
struct changed_file {
	const struct type *type;
	const char *path;
	bool there;            /* it still is */
	struct str id, id_now; /* of its record; empty: it has none */
	bool nameless;         /* a record that has none it was, or is */
	/* the columns that differ; of a table with more or fewer rows all */
	struct reads what;
};

/* All since a state, in the arena, sorted by type and path. False: that is not
 * known, or there are too many of them. */
bool changes_since(struct catalog *, int64_t state, struct arena *,
    struct changed_file **, size_t *n);
/* Does any of them change something that is read? */
bool changes_meet(const struct changed_file *, size_t n, const struct reads *,
    const struct catalog *);

#endif
