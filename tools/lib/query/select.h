#ifndef QUERY_SELECT_H
#define QUERY_SELECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "query/answer.h"

/* Which records of a type: knquery's question, and the first half of
 * knsum's. */
struct selection {
	const struct table *table;
	struct str where; /* an SQL expression; empty: all */
	/* which a record's text must have, as phrase_found says */
	struct str words;
	/* files or folders, NULL at the end; NULL: everywhere */
	const char *const *paths;
};

/* Adds the condition as one expression in brackets: true, false, or NULL where
 * a record gives no answer. False after saying what is wrong with it. */
bool select_condition(const struct answer *, const struct selection *,
    struct buf *sql);

/* How knquery shows them. */
struct select_order {
	const struct column *column;
	bool descends;
};
struct select_output {
	FILE *out;
	/* one path a line, NUL after each with nul; columns count not */
	bool paths;
	bool nul;
	enum print_format format;
	const struct column **columns;
	size_t n_columns;
	const struct select_order *order; /* before id and path */
	size_t n_order;
	size_t most; /* so many are printed */
};

/* Prints the records that match; counts all of them, printed or not, in
 * n->matched and n->unknown. False after saying why it stopped. */
bool select_print(const struct answer *, const struct selection *,
    const struct select_output *, struct answer_counts *n);

/* Columns from "a,b,c" into an array in the arena; NULL after saying which is
 * none. select_orders takes -COL too. */
const struct column **select_columns(const struct answer *,
    const struct table *, struct str list, struct arena *, size_t *n);
struct select_order *select_orders(const struct answer *, const struct table *,
    struct str list, struct arena *, size_t *n);

#endif
