#ifndef TEXT_XLSX_H
#define TEXT_XLSX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "text/cell.h"
#include "text/found.h"

/* A workbook of Excel (XLSX) whose rows go to a file one by one, so that memory
 * does not grow with them. Nothing in it is a formula. Every bool is false
 * after saying what stands in the way. */
struct xlsx;
struct xlsx_sheet;

enum xlsx_as {
	XLSX_PLAIN,
	XLSX_DAY,   /* text of a whole day: a real day, where Excel has it */
	XLSX_WHOLE, /* 1.234 */
	XLSX_SHARE  /* 67.142 is 67,14% */
};

struct xlsx_column {
	const char *label;
	enum xlsx_as as;
};

/* path is a file that is there and is overwritten; scratch a folder for files
 * without a name. day: when it was made, as it says, so that the same rows are
 * the same bytes. All must outlive it. NULL after saying why not. */
struct xlsx *xlsx_new(const char *path, const char *scratch, const char *title,
    int day, struct findings *);

/* A sheet of that name, or as near as Excel allows and no other one has. It
 * goes with the workbook. */
struct xlsx_sheet *xlsx_add(struct xlsx *, struct str name);
const char *xlsx_name(const struct xlsx_sheet *); /* as it came to be */

/* A line of text across the columns, above the table or below it. */
bool xlsx_line(struct xlsx_sheet *, struct str, bool strong);

/* The one table of a sheet: its heading stays in sight and filters. The columns
 * must outlive the workbook. Rows that no sheet has room for go on in another
 * one, below the same heading. */
bool xlsx_table(struct xlsx_sheet *, const struct xlsx_column *, size_t n);
/* strong: a total, which is no row that is filtered. */
bool xlsx_row(struct xlsx_sheet *, const struct cell *, bool strong);

/* A sheet takes so many rows and no more: for tests. */
void xlsx_set_most(struct xlsx *, unsigned rows);

bool xlsx_finish(struct xlsx *); /* all is written */
void xlsx_free(struct xlsx *);

/* xlsx_whole.c: is each part of the workbook there to its end? Its library
 * does not tell when a disk is full. */
bool xlsx_whole(const char *path);

#endif
