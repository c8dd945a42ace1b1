#ifndef QUERY_TABULATE_H
#define QUERY_TABULATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "query/answer.h"
#include "query/select.h"

/* Counts and cross-tabulates: knsum's question. Every figure, totals included,
 * is asked of the records themselves and never added up from other figures. */

/* A figure of a group, such as count(*) or avg(tuoi) AS tuoi. */
struct tabulate_value {
	struct str sql;
	const char *name; /* after AS, else as written */
	bool count;       /* of nothing it is 0 */
	bool additive;    /* parts make the whole: it has shares */
};

struct tabulation {
	const struct selection *selection;
	const struct column **by;
	size_t n_by; /* 0: everything is one group */
	const struct column
	    *pivot; /* a column for each of its values; NULL: none */
	const struct tabulate_value *values;
	size_t n_values;
	bool total; /* a last row, and with pivot a last column */
	/* after each additive figure its share of the total of its column */
	bool percent;
	enum print_format format;
	FILE *out;
};

enum {
	TABULATE_PIVOTS_MOST = 200,      /* more is no table */
	TABULATE_FIGURES_MOST = 4 << 20, /* what is kept in memory at once */
};

/* Reads "count(*), avg(x) AS y" of a table into an array in the arena; NULL
 * after saying what is wrong. */
struct tabulate_value *tabulate_values(const struct answer *,
    const struct table *, struct str list, struct arena *, size_t *n);

/* Prints the table; counts records in n. False after saying why not. */
bool tabulate_print(const struct answer *, const struct tabulation *,
    struct answer_counts *n);

/* 100 × part ÷ whole in hundredths, half-up (away from zero), or NULL. */
struct cell tabulate_percent(struct cell part, struct cell whole);

#endif
