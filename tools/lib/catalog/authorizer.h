#ifndef CATALOG_AUTHORIZER_H
#define CATALOG_AUTHORIZER_H

#include "catalog/inside.h"
#include "parse/sql_tree.h"

/* The gate: what SQL from pages and command lines may do, what it may cost, and
 * what of its result may be shown. */

/* The most a statement may ask for. */
enum {
	AUTHORIZER_SQL_MOST = 256 << 10,    /* its own bytes */
	AUTHORIZER_VALUE_MOST = 16 << 20,   /* bytes of one value */
	AUTHORIZER_ROWS_MOST = 20000000,    /* rows of its result */
	AUTHORIZER_MEMORY_MOST = 512 << 20, /* beside the records */
	AUTHORIZER_PATTERN_MOST = 256,      /* bytes of a LIKE pattern */
	/* the clock only stops what steps do not measure */
	AUTHORIZER_SECONDS_MOST = 60,
};

/* What is left to a running statement. */
struct room {
	unsigned long long steps; /* in hundreds */
	size_t work;              /* of functions, less than a step */
	double seconds, began;
};

/* Which columns a statement reads. */
struct columns_read {
	bool **columns; /* by table; NULL: none */
	bool *tables;   /* it is read, if only counted */
	size_t n;
	size_t selects; /* how many SELECTs there are */
	unsigned calls;
	struct arena arena;
};

/* What a statement names, and where it says * for columns. */
struct names_read {
	bool known; /* mask_name was asked */
	/* not to be found out: nothing counts as named */
	bool failed;
	bool stars, within;          /* within: below the outermost */
	bool bracketed;              /* perhaps a join in brackets */
	size_t items;                /* of the outermost list */
	size_t listed, first, last;  /* which of them are stars */
	struct columns_read reading; /* stars: what is named */
};

/* A statement that is asked for, and what is known of it. */
struct statement {
	struct catalog *catalog;
	struct str written;
	struct sql_words words; /* of written; they lie in reading's arena */
	struct place at;        /* of written */
	bool whole_place;       /* at is all that is known */
	struct findings *to;
	struct columns_read reading;
	struct names_read named;
	struct sql_tree tree;      /* in reading's arena */
	struct sqlite3_stmt *plan; /* prepared in plan */
	bool compound;
};

/* Closes a database: from now on it only does what the gate lets through,
 * within the limits. */
void authorizer_close(struct catalog *, struct sqlite3 *);

/* Finds its words, and whether they may be a statement's. False, as below,
 * after saying why not. */
bool authorizer_scan(struct statement *);
/* Prepares it in plan, where the tables are that it names, and finds out what
 * it reads. */
bool authorizer_prepare(struct statement *);
void authorizer_release(struct statement *);

/* The same statement with its rows in an order that is always the same, added
 * to b; by the columns that are not hidden. */
void authorizer_order(const struct statement *, const bool *hidden,
    struct buf *b);

/* What is prepared from now on notes here what it reads. */
void authorizer_reading(struct catalog *, struct columns_read *);

/* plan.c: is it a statement that may run? False after saying why not. Makes the
 * tables it names and finds out what it reads. Release it in both cases. */
bool plan_ask(struct statement *);
/* Gives a table the columns of what a statement gives that passed. False after
 * saying which cannot be called so. */
bool plan_columns(struct statement *, size_t table);

/* reads.c: adds what a statement reads that passed. */
void reads_statement(struct reads *, struct arena *, const struct statement *);

/* mask.c. */

/* Finds out what a statement that passed names: only then do private columns
 * that it names show, and never by a star. */
void mask_name(struct statement *);

/* The column of a table that a result column shows unchanged; NULL: none. */
const struct column *mask_origin(const struct statement *, size_t column);

/* Is a column of a table named, and not only brought by a star? */
bool mask_names(const struct statement *, size_t table, size_t column);

/* Must a result column be hidden? */
bool mask_hides(const struct statement *, size_t column);

/* Is a private column read that may not be seen? */
bool mask_reads_hidden(const struct statement *);

/* May a value that is private be in what SQLite says when it fails? Also one
 * that only a view reads. */
bool mask_hushes(const struct statement *);

/* literals.c: false after saying which column is compared with what it
 * can never hold. */
bool literals_check(const struct statement *);

/* days.c: false after saying where a day is taken for a number or
 * compared with what is none. */
bool days_check(const struct statement *);

/* subset.c: says where a statement that passed leaves the SQL that PostgreSQL
 * runs as SQLite does. */
void subset_say(const struct statement *);
/* False after saying so as trouble: a server would answer otherwise. */
bool subset_holds(const struct statement *);

/* wrong.c. */

/* Where what s points at in a statement is in the page it was written in. */
struct place wrong_place_of(const struct statement *, const char *s);

/* Does the statement name a table? A string may stand for one. */
bool wrong_names_table(const struct statement *, size_t table);

/* said.c: adds what SQLite complained of, in our words. */
void said_add(struct buf *, const char *why);

/* Says what SQLite complained of. Always false. */
bool wrong_failed(const struct statement *, struct sqlite3 *);
/* While it ran. hush: SQLite's words may hold a value that must not be seen. */
bool wrong_stopped(const struct room *, struct sqlite3 *, struct place,
    bool hush, struct findings *);

/* Gives a statement that begins now its room, and counts only while it is in
 * the machine. */
void authorizer_begin(struct catalog *, struct room *);
void authorizer_enter(struct catalog *, struct room *);
void authorizer_leave(struct catalog *);
/* A function of ours looks at so many bytes: is there so much left? (A meter's
 * question about a catalog.) */
bool authorizer_spend(void *catalog, size_t work);

#endif
