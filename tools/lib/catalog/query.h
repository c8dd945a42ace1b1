#ifndef CATALOG_QUERY_H
#define CATALOG_QUERY_H

#include <stdbool.h>
#include <stddef.h>

#include "catalog/catalog.h"

/* A statement that passed the gate. */
struct query;

struct reads;
struct query_options {
	/* where it is written, for findings; path NULL: the command line */
	struct place at;
	const struct str *safe; /* result columns shown though masked */
	size_t n_safe;
	bool masked; /* as in reports, whatever the catalog says */
	/* a statement of our own, which says nothing of its answer to anyone:
	 * nothing is masked */
	bool inside;
	long long most_rows; /* 0: the gate's own limit */
	/* rows need no fixed order: else those that the statement leaves
	 * unordered come by column id, then by all columns that are shown */
	bool any_order;
	/* says where it leaves the SQL that PostgreSQL runs, too, as
	 * catalog_options.subset does of all that pages say */
	bool subset;
	/* asked of the records in place of the statement: the same, but for
	 * what was kept; empty: it */
	struct str run;
	/* stepping gives no row: what there is is kept, as a table of this
	 * name, for what is run later */
	const char *keep;
	/* do not read records now: what is read is only noted for the next
	 * catalog_load, and the query can be stepped only after query_open */
	bool later;
	/* is what it says of an id, in column id, told by the records of this
	 * type and that id alone, and those without any? See query_local */
	const struct type *own;
	/* with later: until query_lent_end what it gives stands as a table of
	 * this name in what is tried; empty: it does not */
	struct str lend;
	/* that it gives today for a day narrows nothing that is watched: who
	 * asks knows what comes of it */
	bool awaits;
	/* which result columns, by name, are read by query_evidence; NULL:
	 * none, so that no masked value comes from a server */
	bool (*evidence)(const char *name);
};

/* NULL after saying what is wrong with it and what was perhaps meant; findings
 * are trouble: sql-*. All records of the types it reads are read now. */
struct query *query_new(struct catalog *, struct str sql,
    const struct query_options *, struct findings *);
void query_free(struct query *);
/* Reads what was not read yet for a query that was asked for later. False after
 * saying why it cannot run. */
bool query_open(struct query *, struct findings *);
/* The same but for the statement itself: all that it needs is at hand, and a
 * process that is forked off now finds it so. */
bool query_ready(struct query *, struct findings *);
/* Takes back what query_options.lend named. */
void query_lent_end(struct catalog *);
/* Is a table kept under this name? */
bool query_keeps(const struct catalog *, const char *name);
/* Takes away what was kept: all, or one. */
void query_forget(struct catalog *);
void query_forget_one(struct catalog *, const char *name);

/* Yes; false also where that is not seen, or was not asked. */
bool query_local(const struct query *);

/* What its answer rests on. */
const struct reads *query_reads(const struct query *);

size_t query_columns(const struct query *);
const char *query_name(const struct query *, size_t column);
/* The column of a table that a result column shows unchanged; NULL: none. */
const struct column *query_origin(const struct query *, size_t column);
bool query_masked(const struct query *, size_t column);

/* Binds ":name". False: the statement has no such parameter. */
bool query_bind(struct query *, struct str name, const struct cell *);
size_t query_parameters(const struct query *);
const char *query_parameter(const struct query *, size_t i); /* without ':' */

/* The next row: 1, none left: 0, stopped after saying why: -1. */
int query_step(struct query *, struct findings *);
struct cell query_cell(const struct query *,
    size_t column); /* until next step */
/* Also what is masked: only to be counted, never to be shown. */
struct cell query_evidence(const struct query *, size_t column);
void query_reset(struct query *);

#endif
