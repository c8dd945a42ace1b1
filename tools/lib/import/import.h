#ifndef IMPORT_IMPORT_H
#define IMPORT_IMPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/lang.h"
#include "import/sheet.h"
#include "schema/import_page.h"
#include "schema/schema.h"
#include "text/finding.h"
#include "text/found.h"

struct source;

/* What a workbook would do to the records, by a mapping page: worked out
 * whole, and nothing written. */

/* What is said of a cell, a row or a column. */
struct import_doubt {
	enum find find;
	const struct sheet *sheet;
	int row;       /* 0: of the whole sheet or column */
	size_t column; /* or IMPORT_NO_COLUMN: of the row */
	struct str heading;
	const struct field *field; /* NULL: of none */
	struct str raw, becomes;   /* becomes empty: nothing, it is left out */
	const char *why;
	bool taken; /* the page says that what it would become is taken */
};

enum { IMPORT_NO_COLUMN = -1 };

/* A file to be written. */
struct import_file {
	const char *path;
	struct str text, was; /* was.s NULL: it is new */
};

/* A past day or an id that a newer workbook says otherwise: the message of the
 * commit tells why (knaudit). */
struct import_correction {
	struct str id, field;
};

struct import {
	/* Given. */
	struct schema *schema;
	struct source *source; /* of the records */
	const struct import_page *page;
	const char *only; /* this sheet, hidden or not; NULL: all that show */
	int today, latest;
	enum lang lang;
	struct findings *to;

	/* Found. */
	struct import_doubt *doubts; /* by sheet, row and column */
	size_t n_doubts, cap_doubts;
	struct import_file *files;
	size_t n_files, cap_files;
	struct import_correction *corrections;
	size_t n_corrections, cap_corrections;
	size_t rows, created, changed, same, held, made;
	size_t gone;  /* records of former rows that are in no row now */
	bool blocked; /* by a column: nothing may be written */
	struct arena arena;
};

/* False after saying what stops it. */
bool import_plan(struct import *, const struct workbook *);
void import_release(struct import *);

/* Which pages know the headings of a workbook best: the index, or (size_t)-1
 * where none knows half of those of a sheet. */
size_t import_choose(const struct import_pages *, const struct workbook *);

#endif
