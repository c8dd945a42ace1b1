#ifndef REPORT_INSIDE_H
#define REPORT_INSIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "text/cell.h"
#include "report/compose.h"
#include "base/map.h"
#include "base/pack.h"
#include "parse/page.h"

struct paper;
struct parts;

/* What the files of compose know of each other: parameters.c and
 * run.c ask, shown.c says how what was asked is shown, and the
 * others write it, each in its own form. */

/* A column of a result. */
struct result_column {
	const char *name, *label;
	enum numeral format;
	bool total;
	const struct column *origin;
	const struct report_column
	    *page;                       /* NULL: the page says nothing of it */
	bool is_ids, is_link, is_hidden; /* evidence; a page; masked */
	bool is_beside; /* it tells of another column, and is no figure */
	bool is_share;  /* its total is that of part in whole */
	size_t part, whole;
	size_t ids;  /* the column of its evidence, or its own */
	size_t link; /* of the page it leads to, or its own */
	size_t open; /* of what stands for it where it is masked */
};

/* What a block of SQL gave, whole. */
struct report_result {
	const struct report_block *block;
	struct result_column *columns;
	size_t n;
	size_t *printed, n_printed; /* columns that tell of no other one */
	struct cell *cells;         /* rows × n */
	size_t rows, n_cells, cap;
};

/* One run of a report. */
struct report_run {
	const struct compose *c;
	const struct answer *a;
	const struct report *report;
	const struct report_text *text;
	struct arena arena;
	struct cell *parameters; /* by index */
	bool *given;
	struct report_result *results; /* by block */
	struct query *elements;        /* of a JSON array :x */
	struct map evidence;           /* ids that stand behind figures */
	struct answer_counts counts;
	struct str title;    /* with its values */
	struct paper *paper; /* NULL: it is none */
	const char *filling; /* the page that values are put in */
	struct parts *parts; /* NULL: none are kept */
	bool judged;         /* table rule is filled */
	bool bad;
};

/* run.c */

struct place run_line(const struct report_run *, int line); /* of the page */
enum numeral run_format(enum field_kind); /* how its values are written */
void run_put(struct report_run *, struct buf *); /* writes and empties it */
/* The same of a line: without the blanks at its end. */
void run_put_line(struct report_run *, struct buf *);
/* The lines of the footer: the facts of the caller, then what the run itself
 * tells. Each has its value. */
const struct compose_fact *run_facts(struct report_run *, size_t *n);

/* parameters.c */

/* Reads those that were given, then works out the others. False after saying
 * which one has no value of its type. */
bool parameters_take(struct report_run *);
/* Binds what a block names, of the first n there are. False after saying that
 * it names one that is not there. */
bool parameters_bind(struct report_run *, struct query *, size_t n,
    const struct report_block *);
void parameters_add_json(const struct report_run *,
    struct buf *); /* as one object */

/* verdicts.c: table rule of a report that has a record judged. False after
 * saying why not. Its columns; what comes out the same as it was kept need not
 * be there until it is asked. */
bool verdicts_table(struct report_run *);
bool verdicts_take(struct report_run *);
bool verdicts_make(struct report_run *);

/* parts.c: what a report is made of, and which parts come out as they did. They
 * are taken in the order of their numbers. Without compose.kept nothing is
 * known. */
size_t parts_verdicts(const struct report_run *); /* parameters stand before */
size_t parts_common(const struct report_run *, size_t common);
size_t parts_block(const struct report_run *, size_t block);

void parts_open(struct report_run *);
void parts_keep(struct report_run *); /* all were taken */

/* Does it come out the same? Then as value, which parts_end was given. b: its
 * statement, or NULL. */
bool parts_same(struct report_run *, size_t part, const struct report_block *b,
    struct str *value);
/* Does its statement name a part from number *i on? Then *i is that. */
bool parts_named(const struct report_run *, size_t part,
    const struct report_block *, size_t *i);
/* It is made from here on; it came out as value (empty: that cannot be kept),
 * or as something of which more bytes are not kept than most, but a sum. */
void parts_begin(struct report_run *);
void parts_end(struct report_run *, size_t part, struct str value);
void parts_end_sum(struct report_run *, size_t part, struct str value,
    size_t most);
/* It comes out the same: the value of which a sum would have been kept. */
bool parts_whole(struct report_run *, size_t part, struct str *value);

void parts_pack_cell(struct buf *, const struct cell *);
struct cell parts_take_cell(struct unpack *);
/* A column that one of a result shows; NULL: none. False: it cannot be. */
bool parts_pack_column(const struct report_run *, struct buf *,
    const struct column *);
const struct column *parts_take_column(struct report_run *, struct unpack *);

/* block.c: false after saying why not. */

/* Tries the columns that the page says its own are of. */
bool block_check_columns(struct report_run *);
bool block_check(struct report_run *, const struct report_block *);
/* The same without the common tables that it uses, which were tried before it:
 * each stands for a table until query_lent_end. */
bool block_check_alone(struct report_run *, const struct report_block *);
/* Runs a common table that is kept, unless it comes out the same. */
bool block_keep(struct report_run *, size_t common);
bool block_run(struct report_run *, size_t block);
/* Of what all blocks gave together: no value twice, no name in the page that
 * no block gives. */
bool block_check_names(struct report_run *);

/* evidence.c */

/* As many ids stand behind each figure as it says. False after saying where
 * not. */
bool evidence_check(struct report_run *);
/* Calls each for the texts of a JSON array. False: it is none. */
bool evidence_each(struct report_run *, struct str array,
    void (*each)(struct str id, void *), void *to, size_t *n);
/* Is there evidence behind this cell, and is there anything in it? */
bool evidence_is_behind(const struct report_result *, size_t cell);

/* result.c: columns are counted among those that are printed, where nothing
 * else is said. */

const struct result_column *result_column(const struct report_result *,
    size_t column);
const struct cell *result_cell(const struct report_result *, size_t row,
    size_t column);
/* A cell as people see it: of a result, added to a text, or by itself. */
struct str result_shown(struct report_run *, const struct report_result *,
    size_t row, size_t column);
void result_add(const struct report_run *, struct buf *,
    const struct result_column *, struct cell);
struct str result_text(struct report_run *, const struct result_column *,
    struct cell);
/* The widest of a column as people see it. */
size_t result_width(struct report_run *, const struct report_result *,
    size_t column);
double result_number(const struct cell *); /* 0: it is none */
/* Says, where something private is not shown, how to show it; else NULL. */
const char *result_hidden(const struct report_run *);

/* The column of a block of values, and its cell. NULL: no block gives it. */
const struct result_column *result_value(const struct report_run *,
    struct str name, struct cell *);
bool result_is_number(const struct report_result *, size_t column);
bool result_has_total(const struct report_result *);
/* The sum of a column of all: whole numbers stay whole. */
struct cell result_total(const struct report_result *, size_t of_all);
/* In a row that is written as its fields: has this column something to show
 * that was not said already? The text of a partial date tells its first and
 * last day, and other forms of a field have its label. */
bool result_has_field(const struct report_result *, size_t row, size_t column);

/* spark.c: the course of a figure, numbers parted by blanks. */

enum { SPARK_MOST = 120 }; /* numbers */
/* How many there are; false: it is none, or there are too many. */
bool spark_read(struct str, double[SPARK_MOST], size_t *n);
void spark_add_text(struct buf *, struct str); /* as blocks of text */
void spark_add_svg(struct buf *, struct str, const char *id, struct str name);

/* Is this the column of the courses? */
bool result_is_course(const struct report_result *, size_t column);
/* The page of a site that a cell leads to; NULL: none. */
const char *result_link(const struct report_run *, const struct report_result *,
    size_t row, size_t column);

/* html_cell.c */

/* What stands in a cell, with what it is in data. */
void html_cell_add_value(struct report_run *, struct buf *,
    const struct result_column *, struct cell);
/* The same of a result, as a link where there is a page of it. */
void html_cell_add(struct report_run *, struct buf *,
    const struct report_result *, size_t row, size_t column);

/* tiles.c */
void tiles_add(struct report_run *, struct buf *, const struct report_result *);

/* The forms. */
void text_put(struct report_run *, const struct page *); /* and Markdown */
void chart_put(struct report_run *, const struct report_result *); /* as text */
void json_put(struct report_run *);
void html_put(struct report_run *, const struct page *);
/* Of whole files; false after saying why not. */
bool docx_put(struct report_run *, const struct page *);
bool xlsx_put(struct report_run *, const struct page *);
void svg_add(struct report_run *, const struct report_result *,
    struct buf *); /* a chart */

#endif
