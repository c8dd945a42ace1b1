#ifndef SCHEMA_REPORT_H
#define SCHEMA_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "text/found.h"
#include "base/lang.h"
#include "text/numeral.h"
#include "schema/schema.h"
#include "base/str.h"

/* Reports of the repository: schema/reports/NAME.md, see schema(5). A page in
 * Vietnamese, its English text beside it in NAME.en.md, and blocks of SQL. */

struct parameter {
	struct name name;
	enum field_kind kind;
	const struct type *to; /* of a ref */
	struct str *values;    /* of an enum */
	size_t n_values;
	bool has_default, sql_default;
	struct str fallback; /* its default */
	int line;
};

/* What the page says of a column that its SQL gives. */
struct report_column {
	struct name name;
	/* "quan_chung.stage": its values are that column's; empty: not said */
	struct str of;
	enum numeral format;
	bool total;
	struct str *share;   /* two columns: their totals' share; NULL: none */
	struct name *values; /* how codes in it are shown */
	size_t n_values;
	int line;
};

enum block_kind {
	BLOCK_VALUES,
	BLOCK_TABLE,
	BLOCK_FIELDS,
	BLOCK_BAR,
	BLOCK_LINE,
	BLOCK_FUNNEL,
	BLOCK_SPARK, /* tiles: a label, a figure and its course */
	BLOCK_MAP,   /* tiles: a unit and its state */
	BLOCK_WITH   /* common tables of later blocks */
};
extern const char
    *const report_block_names[]; /* by kind: "values", "table", "bar" */

/* Where a part of a statement stands in the page. */
struct report_piece {
	int from;      /* its first line in the statement */
	int line, col; /* and where that is in the page */
};

struct report_block {
	enum block_kind kind;
	struct str written; /* as it is in the page */
	struct str sql;     /* with the common tables it uses */
	struct str run;     /* the same, without those that are kept */
	/* a common table that is kept, under this name; NULL: not so */
	const char *keep;
	/* a common table: its name, without quotes, and all of it, after
	 * nothing that it uses */
	struct str name, alone;
	bool used;                         /* a common table: by a block */
	int line;                          /* on which the SQL begins */
	const struct report_piece *pieces; /* of sql; none: it is as written */
	size_t n_pieces;
};

/* Where something is in the page, of which at says where it would be if what is
 * asked were written there. */
struct place report_place(const struct report_block *, struct place at);

/* The head and the foot of a paper of the Party. Each text may hold {{name}};
 * one that is not given is empty. */
struct report_signer {
	struct str capacity, position, name; /* T/M …, what they are, who */
};
struct report_paper {
	const char *page; /* where it is asked for */
	int line;
	struct str above, issuer; /* the committees */
	struct str number;        /* "-BC/BTC", or with the number */
	struct str place;
	struct str kind; /* "BÁO CÁO" */
	struct report_signer *signers;
	size_t n_signers;
	struct str *recipients;
	size_t n_recipients;
};

/* The prose of a page in one language. */
struct report_text {
	const char *page;                 /* NULL: there is no such page */
	const struct report_paper *paper; /* NULL: it is none */
	struct str title;
	struct str body;
	int body_line;
};

/* What a site (report/site.h) makes of a report. */
enum report_site_kind {
	REPORT_PAGE,  /* one page, if it needs no parameter */
	REPORT_INDEX, /* the first page */
	REPORT_EACH,  /* a page for each value of a parameter */
	REPORT_NONE   /* no page */
};

struct report_site {
	enum report_site_kind kind;
	const struct parameter *each;
	struct str from; /* SQL that gives the values, and how each is called */
	int line;
};

struct report {
	struct str name;
	bool like; /* all but its name, title and defaults is another's */
	struct report_text text[2]; /* by enum lang */
	struct parameter *parameters;
	size_t n_parameters;
	bool wide;  /* its sheets are A3, across */
	bool dense; /* on paper it is set small */
	struct report_site site;
	/* By all rules: records of this type (NULL: none), or only the one
	 * that a parameter names. */
	const struct type *judged;
	const struct parameter *judged_one;
	struct report_column *columns;
	size_t n_columns;
	struct str *safe; /* shown though they come of something private */
	size_t n_safe;
	struct report_block *written; /* all those of SQL, in order */
	size_t n_written;
	struct report_block *blocks; /* those of them that are run */
	size_t n_blocks;
	/* each common table, as a block of its own, after those that it uses */
	struct report_block *common;
	size_t n_common;
};

struct reports {
	struct report *all; /* sorted by name */
	size_t n;
};

/* Reads every page of the schema's reports. False, with everything wrong said,
 * when one cannot be used. What they hold lives in the schema's arena. */
bool reports_read(struct reports *, struct schema *, struct findings *);

/* Only the one of that name: false also after saying that there is none. */
bool report_read(struct report *, struct schema *, struct str name,
    struct findings *);

/* The text in that language, else the one there is; and its paper. */
const struct report_text *report_text(const struct report *, enum lang);
const struct report_paper *report_paper(const struct report *, enum lang);

const struct report_column *report_column(const struct report *,
    struct str name); /* NULL: the page says nothing of it */

/* Do the words after ``` make a fence a block of SQL, and of which kind? */
bool report_is_block(struct str info, enum block_kind *);

#endif
