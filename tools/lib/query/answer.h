#ifndef QUERY_ANSWER_H
#define QUERY_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "catalog/catalog.h"
#include "catalog/query.h"
#include "text/cell.h"
#include "text/found.h"
#include "base/lang.h"
#include "text/print.h"
#include "base/str.h"

/* What all who ask the catalog share: columns as people call them, the order of
 * values, names shown as labels, and how much an answer rests on. */
struct answer {
	struct catalog *catalog;
	enum lang lang;
	struct findings *to; /* what is wrong with the question */
};

/* What was asked of records, counted. */
struct answer_counts {
	size_t read, matched, unknown; /* unknown: not evaluable */
	size_t unreadable;
};

/* Adds a column as SQL has it: its name, or what it was walked to by. */
void answer_add_column(struct buf *, const struct column *);

/* Adds how rows are put in order by a column, as "x" COLLATE vi: stages and
 * enum values as they are declared, names of people by given name, periods by
 * their days, other text as Vietnamese has it; what is absent comes last either
 * way. */
void answer_add_order(const struct answer *, struct buf *,
    const struct column *, bool descends);

/* Makes of a stage's or an enum value's name what people see, of a flag yes or
 * no. c may be NULL. */
void answer_show(const struct answer *, const struct column *c, struct cell *);

/* A column's label, or its name. */
const char *answer_label(const struct answer *, const struct column *);

/* A statement made of what people typed, put in more than once perhaps: as
 * query_new, but what is wrong is said once. Its rows are in the order that it
 * says, with no other. */
struct query *answer_ask(const struct answer *, struct str sql);

/* Notes what a statement reads, so that the first one that is asked reads it
 * too and records are gone through once. What is wrong with it is said when it
 * is asked itself. */
void answer_note(const struct answer *, struct str sql);

/* A statement over one table that counts its rows. False after saying why. */
bool answer_count(const struct answer *, const struct table *, size_t *);

/* Begins to print rows of columns that come from those of tables (NULL: from
 * none), under the names of these or under others. */
struct print *answer_start(const struct answer *, const struct column **from,
    const char **names, size_t n, enum print_format, FILE *, struct arena *);

/* Prints every row of a query. False after saying why not all. */
bool answer_print(const struct answer *, struct query *, enum print_format,
    FILE *, size_t *rows);

/* One line when versions of records in the history that was asked could not be
 * read. */
void answer_say_gaps(const struct answer *);

/* Says what the answer rests on: how many records were read, matched and so on
 * (when there is something that was not evaluable or not readable, or counts),
 * gaps in the history, working days that are approximate. matched and unknown
 * are given. The status of the tool: with strict 2 where something could not
 * be read. */
int answer_end(const struct answer *, struct answer_counts *, bool counts,
    bool strict);

/* Says that working days were counted in a year that the calendar does not
 * know, if they were. */
void answer_say_approx(const struct answer *);

#endif
