#ifndef REPORT_INSIDE_H
#define REPORT_INSIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "text/cell.h"
#include "report/compose.h"
#include "base/map.h"
#include "parse/page.h"

struct paper;

/* What the files of compose know of each other: parameters.c and
 * run.c ask, shown.c says how what was asked is shown, and the
 * others write it, each in its own form. */

/* A column of a result. */
struct shown {
	const char *name, *label;
	enum numeral format;
	bool total;
	const struct column *origin;
	const struct report_column
	    *page;              /* NULL: the page says nothing of it */
	bool is_ids, is_hidden; /* evidence; masked */
	size_t ids;             /* the column of its evidence, or its own */
};

/* What a block of SQL gave, whole. */
struct result {
	const struct report_block *block;
	struct shown *columns;
	size_t n;
	struct cell *cells; /* rows × n */
	size_t rows, n_cells, cap;
};

/* One run of a report. */
struct run {
	const struct compose *c;
	const struct answer *a;
	const struct report *report;
	const struct report_text *text;
	struct arena arena;
	struct cell *parameters; /* by index */
	bool *given;
	struct result *results; /* by block */
	struct query *elements; /* of a JSON array :x */
	struct map evidence;    /* ids that stand behind figures */
	struct answer_counts counts;
	struct str title;    /* with its values */
	struct paper *paper; /* NULL: it is none */
	const char *filling; /* the page that values are put in */
	bool bad;
};

/* Says what stops the run, which no line of a page is to blame for. Always
 * false. */
bool run_wrong(struct run *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
struct place run_line(const struct run *, int line); /* of the page */
struct cell run_keep(struct run *, struct cell);

/* parameters.c */

/* Reads those that were given, then works out the others. False after saying
 * which one has no value of its type. */
bool parameters_take(struct run *);
/* Binds what a block names, of the first n there are. False after saying that
 * it names one that is not there. */
bool parameters_bind(struct run *, struct query *, size_t n,
    const struct report_block *);
void parameters_add_json(const struct run *, struct buf *); /* as one object */

/* run.c: false after saying why not. */

/* The first cell of the only row; what: who asks for it. */
bool run_first(struct run *, struct query *, struct cell *, const char *what);
/* Tries the columns that the page says its own are of. */
bool run_check_columns(struct run *);
bool block_try(struct run *, const struct report_block *);
bool block_keep(struct run *, const struct report_block *); /* a common table */
bool block_run(struct run *, size_t block);
/* What all blocks gave together: no value twice, no name in the page that no
 * block gives, as many ids behind each figure as it says. */
bool run_check(struct run *);
/* Calls each for the texts of a JSON array. False: it is none. */
bool result_each_id(struct run *, struct str array,
    void (*each)(struct run *, struct str id, void *), void *to, size_t *n);

/* shown.c */

/* The column of a block of values, and its cell. NULL: no block gives it. */
const struct shown *run_value(const struct run *, struct str name,
    struct cell *);
/* A cell as people see it, added to a text or by itself. */
void shown_add(const struct run *, struct buf *, const struct shown *,
    struct cell);
struct str shown_text(struct run *, const struct shown *, struct cell);
double cell_number(const struct cell *); /* 0: it is none */

/* The columns that are printed, which are all but evidence: how many, and
 * which. */
size_t result_visible(const struct result *, size_t *columns);
bool result_is_number(const struct result *, size_t column);
bool result_has_total(const struct result *);
/* The sum of a column: whole numbers stay whole. */
struct cell result_total(const struct result *, size_t column);
/* In a row that is written as its fields: has the i-th of these columns
 * something to show that was not said already? The text of a partial date tells
 * its first and last day, and other forms of a field have its label. */
bool result_has_field(const struct result *, const struct cell *row,
    const size_t *columns, size_t i);
/* Is there evidence behind this cell, and is there anything in it? */
bool result_has_ids(const struct result *, size_t cell);

/* The lines of the footer: the facts of the caller, then what the run itself
 * tells. */
void run_each_fact(struct run *,
    void (*put)(struct run *, const char *key, const char *value, void *),
    void *to);

/* The forms. */
void text_put(struct run *, const struct page *);    /* and Markdown */
void chart_put(struct run *, const struct result *); /* as text */
void json_put(struct run *);
void html_put(struct run *, const struct page *);
void svg_add(struct run *, const struct result *, struct buf *); /* a chart */

#endif
