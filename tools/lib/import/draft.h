#ifndef IMPORT_DRAFT_H
#define IMPORT_DRAFT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "schema/import_page.h"
#include "schema/schema.h"

/* A record that is put together value by value. All lives in the arena that it
 * is given. */

struct draft_value {
	const struct path *path;
	size_t entry; /* of the list on it */
	struct str text;
	size_t column; /* of the sheet, or DRAFT_NO_COLUMN */
};

enum { DRAFT_NO_COLUMN = -1 };

struct draft {
	const struct type *type;
	struct arena *arena;
	struct draft_value *all;
	size_t n, cap;
};

/* NULL: it says nothing there. */
struct draft_value *draft_get(const struct draft *, const struct path *,
    size_t entry);
void draft_set(struct draft *, const struct path *, size_t entry, struct str,
    size_t column);
void draft_remove(struct draft *, struct draft_value *);

/* Is it the same field, whatever entry? */
bool draft_same_path(const struct path *, const struct path *);

/* The front matter with its fences. label: keys as people say them. */
void draft_write(const struct draft *, bool label, struct buf *);

#endif
