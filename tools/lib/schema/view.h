#ifndef SCHEMA_VIEW_H
#define SCHEMA_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "schema/schema.h"
#include "text/found.h"

/* What several rules and reports share, as named SQL: the pages of
 * schema/views, see schema(5). */

struct view {
	struct str name;
	const char *page;
	struct str sql; /* as the page has it */
	int line;       /* on which it begins */
};

struct views {
	struct view *all; /* by path */
	size_t n;
};

/* Where the pages of views are, in the arena. False after saying that they
 * cannot be listed. */
bool view_pages(const struct schema *, struct arena *, struct entry **,
    size_t *n, struct findings *);

/* Reads one into the arena; false after saying what is wrong with it. */
bool view_read(struct view *, const struct schema *, const char *path,
    struct arena *, struct findings *);

/* Reads all; false after saying what is wrong. */
bool view_read_all(struct views *, const struct schema *, struct arena *,
    struct findings *);

#endif
