#ifndef IMPORT_SHEET_H
#define IMPORT_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

/* The sheets of a workbook, cell by cell, as they were read: a file of CSV is
 * a workbook of one sheet without a name. All lives in the arena. */

enum sheet_kind {
	SHEET_EMPTY,
	SHEET_TEXT,
	SHEET_NUMBER,
	SHEET_DAY,  /* text is YYYY-MM-DD, and perhaps a time */
	SHEET_FLAG, /* text is 1 or 0 */
	SHEET_ERROR /* text is #REF! or another one */
};

struct sheet_cell {
	enum sheet_kind kind;
	bool formula; /* what it shows was calculated; empty: by nobody yet */
	bool merged;  /* part of a merged cell, whose value it shows */
	struct str text;
};

struct sheet_row {
	int n; /* as a spreadsheet counts rows */
	struct sheet_cell *cells;
	size_t n_cells; /* from column A on */
};

struct sheet {
	struct str name; /* empty: the file is the sheet */
	bool hidden;
	struct sheet_row *rows; /* in order; those with nothing are left out */
	size_t n_rows, cap_rows;
};

struct workbook {
	const char *name; /* of the file, without folders */
	struct sheet *sheets;
	size_t n_sheets, cap_sheets;
	bool macros;
	struct arena arena;
};

/* More of these in a file is no register of people. */
enum {
	SHEET_ROWS = 200000,
	SHEET_COLUMNS = 1000,
	SHEET_SHEETS = 200,
};

struct sheet *sheet_add(struct workbook *, struct str name);
/* The row of that number, which is none before the last one. */
struct sheet_row *sheet_row_add(struct sheet *, int n);
void sheet_cell_add(struct sheet_row *, size_t column, struct sheet_cell,
    struct arena *);

/* What is there; an empty cell where nothing is. */
const struct sheet_cell *sheet_cell_at(const struct sheet_row *, size_t column);

/* "AB": what a spreadsheet calls a column (from 0). */
enum { SHEET_LETTERS = 8 };
char *sheet_letters(size_t column, char out[SHEET_LETTERS]);
/* "AB14" */
const char *sheet_a1(size_t column, int row, struct arena *);

void sheets_release(struct workbook *);

#endif
