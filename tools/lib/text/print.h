#ifndef TEXT_PRINT_H
#define TEXT_PRINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/buf.h"
#include "text/cell.h"
#include "base/str.h"

/* Rows of cells, written for a person or a machine, in one of five formats.
 *
 * tsv: a line a row after a line of names. Tab, line ends and backslash in a
 * text are \t, \n, \r and \\.
 *
 * csv: RFC 4180 with its CRLF. An empty text is "", NULL is nothing. A text
 * that a spreadsheet would take for a formula gets a leading apostrophe.
 *
 * json: one object a line, whose keys are the names.
 *
 * table: columns by display width, with a line of labels and a rule, numbers to
 * the right. Texts and labels are cut, with …, where width asks for it; numbers
 * never are, nor columns of single words: ids, days, codes.
 *
 * md: a pipe table that says what was in the cells, whatever Markdown would
 * make of them.
 *
 * A real number is the shortest text that reads back as the same number. It
 * always has a point or an exponent: 3.0, 0.1, 1e+20. Infinity is 9e999, which
 * readers of JSON take for it; what is no number is NULL. A masked cell is •••.
 * Control bytes and bidirectional controls are made harmless in table and md,
 * and in tsv and csv when they go to a terminal; JSON escapes them. */
enum print_format { PRINT_TSV, PRINT_CSV, PRINT_JSON, PRINT_TABLE, PRINT_MD };

bool print_format_named(struct str, enum print_format *);
/* Is it read as it is, so that labels stand in it? */
bool print_is_for_people(enum print_format);

/* The columns of the terminal that a stream writes to; 0: it is none. */
int print_width(FILE *);

struct print;

/* names: what machines see (tsv, csv, json); labels: what people see (table,
 * md), NULL, or NULL in it, for the name. Both must outlive the print. width:
 * the widest line of a table, 0 for no limit. */
struct print *print_new(enum print_format, FILE *, const char *const *names,
    const char *const *labels, size_t n, int width);

/* Texts of this column are numbers as people write them ("1.234", "67,14%"): to
 * the right and never cut. Before the first row. */
void print_numbers(struct print *, size_t column);

void print_row(struct print *, const struct cell *); /* n cells */

/* Writes a table, which waits for its last row; frees. Whether the stream took
 * everything is for out_end to say. */
void print_free(struct print *);

/* Adds what Markdown makes of a text: it, and no mark-up. */
void print_add_md(struct buf *, struct str);

/* Adds what JSON makes of a text, with its quotes, or of a cell. */
void print_add_json(struct buf *, struct str);
void print_add_json_cell(struct buf *, const struct cell *);
/* The same as a member of an object, behind a comma unless it is the first. The
 * name alone: what follows is its value; NULL: an entry of a list. */
void print_json_name(struct buf *, const char *name);
void print_json_text(struct buf *, const char *name, struct str);
void print_json_cell(struct buf *, const char *name, const struct cell *);

/* How a real number is written everywhere. */
enum { REAL_TEXT = 32 };
char *print_real(double, char out[REAL_TEXT]); /* returns out */

#endif
