#ifndef IMPORT_HEADINGS_H
#define IMPORT_HEADINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "import/sheet.h"
#include "schema/import_page.h"

/* Which row of a sheet has the headings of its columns, and what each column
 * is by a page. Headings may stand in two rows, a group above its parts; one
 * is then "group / part", and known by either where that is clear. */

struct sheet_heading {
	size_t column;                   /* of the sheet */
	struct str text;                 /* as people see it */
	const struct import_column **is; /* lines of the page; n 0: none */
	size_t n;
};

struct headings {
	size_t at, rows; /* index of the first of 1 or 2 rows; rows 0: none */
	size_t first;    /* index of the first row below them */
	struct sheet_heading
	    *all; /* in order of columns; those without are left out */
	size_t n, known;
};

/* page NULL: the row with the most texts is taken for that of headings. */
void headings_find(struct headings *, const struct sheet *,
    const struct import_page *, struct arena *);

/* The lines of the page for one heading ("a / b"). */
void headings_match(struct sheet_heading *, const struct import_page *,
    struct arena *);

#endif
