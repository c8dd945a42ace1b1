#ifndef REPORT_COMPOSE_H
#define REPORT_COMPOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "query/answer.h"
#include "schema/report.h"
#include "schema/rule.h"

/* What a rule says of a record. */
struct ruling {
	const struct rule *rule;
	struct str id;    /* of the record */
	long n;           /* the entry of a list; -1: of none */
	int ok;           /* 1, 0, or -1: not judged */
	const char *text; /* of a finding; NULL: nothing is wrong */
	enum level level;
	int due;      /* until when nothing is asked; DAY_NONE: it is */
	bool no_text; /* no text is known for its day */
	const struct in_force *in; /* what it rests on; NULL: not known */
};

/*
 * Runs a report and writes it. Nothing is written unless all of it holds: every
 * block runs, a block of values gives one row, and each figure X is as many as
 * the ids in X__ids, its evidence.
 *
 * text and md are the page with its tables and charts in their places, then one
 * fenced block "knreport" of lines "key: value", which says what the report was
 * made from. Where the page asks for a paper of the Party, its head stands
 * before and its foot behind it. json is one object on one line, figures and
 * dates as data has them:
 *
 * 	{"report": NAME, "title": …, "params": {NAME: VALUE, …},
 * 	 "values": {COLUMN: VALUE, …},
 * 	 "blocks": [{"kind": "table"|"bar"|"line"|"funnel"|"spark"|"map",
 * 	   "columns": [{"name": …, "label": …, "format": …}, …],
 * 	   "rows": [{COLUMN: VALUE, …}, …], "total": {COLUMN: VALUE, …}}, …],
 * 	 "footer": {KEY: VALUE, …}}
 *
 * html is one file that fetches nothing, runs no script but its own and is
 * whole without it: tables with "total" in tfoot, charts as drawings with their
 * figures behind them, the evidence to be opened, and the lines of the footer
 * in <pre id="knreport">. In its tables a number is <data value=VALUE>, a day
 * <time>.
 *
 * xlsx is a workbook: a sheet of what the report says, one for each table,
 * with numbers and days as such, and "knreport" with the lines of the footer.
 * docx is made by pandoc (docx.h) of the Markdown; charts are tables there.
 *
 * "total" is there where the page asks for totals; "X__ids": [ID, …] stands in
 * values and rows where ids is asked for.
 * */
enum compose_format {
	COMPOSE_TEXT,
	COMPOSE_MD,
	COMPOSE_JSON,
	COMPOSE_HTML,
	COMPOSE_XLSX,
	COMPOSE_DOCX
};

/* One line of the footer. value NULL: what ask gives, once all was read. */
struct compose_fact {
	const char *key, *value;
	const char *(*ask)(void *);
	void *to; /* handed to ask */
};

/* A site that the page of HTML is one of. */
struct compose_site {
	/* The file of the page "NAME" or "NAME/VALUE"; NULL: there is none. */
	const char *(*file)(struct str page, void *);
	void (*before)(struct buf *, void *); /* adds what stands above it */
	void (*after)(struct buf *, void *);  /* and below, within it */
	void *to;                             /* handed to each */
};

struct compose {
	const struct answer *answer;
	const struct report *report;
	const char *const *words; /* p=v, n of them */
	size_t n_words;
	enum compose_format format;
	bool ids;     /* show the evidence */
	bool private; /* mask nothing */
	int width;    /* of lines of text */
	int today;    /* the day of a paper */
	/* Hands what each rule says of a record to say. False after saying why
	 * it cannot be told. */
	bool (*judge)(const struct type *, struct str id,
	    void (*say)(const struct ruling *, void *), void *say_to, void *to);
	void *judge_to;                   /* handed to judge */
	const struct compose_fact *facts; /* of the footer, before the counts */
	size_t n_facts;
	FILE *out;
	/* Where its parts are kept, by all that they depend on beside records:
	 * question; parts is to be kept when it was written. NULL: nowhere. */
	struct compose_kept {
		struct str question;
		struct buf parts;
	} * kept;
	const struct compose_site *site; /* NULL: it stands alone */
	/* What it reads was noted already (compose_note). */
	bool noted;
	/* The same report comes next, or came before, with other parameters:
	 * what names none of them is kept on. */
	bool more, again;
	/* Where defaults of parameters that are the same SQL everywhere are
	 * kept, by their SQL, for the next report; NULL: nowhere. */
	struct compose_defaults {
		struct map by_sql; /* → struct cell */
		struct arena arena;
	} * defaults;
};

/* Notes what a report reads, so that the first one that is run of several reads
 * records for all. */
void compose_note(const struct compose *);

/* Figures are of records read, those that stand behind figures (matched), those
 * with a value that is not of its type (unknown), and those unreadable. False
 * after saying why nothing was written. */
bool compose(const struct compose *, struct answer_counts *);

/* Tries every view, and every statement of reports, without reading records:
 * for kncheck. */
bool compose_check(const struct answer *, const struct reports *);

#endif
