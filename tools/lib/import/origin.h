#ifndef IMPORT_ORIGIN_H
#define IMPORT_ORIGIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

/* The row that a record came from, as it was: kept in the record's body below
 * a heading of its own, so that nothing is lost, and so that the next workbook
 * can be held against it. */

enum origin_taken {
	ORIGIN_TAKEN, /* the cell is in the record */
	ORIGIN_LEFT,  /* a doubt, left out */
	ORIGIN_SKIPPED
};

struct origin_cell {
	size_t column; /* of the sheet, from 0 */
	enum origin_taken taken;
	struct str heading, text;
};

struct origin {
	struct str page; /* the mapping page's name */
	struct str file, sheet;
	int row;
	struct origin_cell *cells;
	size_t n;
	size_t off, end; /* where it stands in the file that it was read from */
};

/* Adds the section, heading and all. */
void origin_write(const struct origin *, struct buf *);

/* The one of that page in a record's text, from body on; false: there is none.
 * It views the text and lives in the arena. */
bool origin_read(struct origin *, struct str text, size_t body, struct str page,
    struct arena *);

#endif
