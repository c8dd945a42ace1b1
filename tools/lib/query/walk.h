#ifndef QUERY_WALK_H
#define QUERY_WALK_H

#include "query/answer.h"

/* What people name a column by. A way leads from a record to others: through a
 * reference to the record it names, and through a list with a span to the entry
 * that holds today, as chi_bo.cap_tren.ten. Such a list alone stands for the
 * one reference in its entries. */

/* The column of a table with this name, label or other spelling, or what a way
 * leads to, as a column in the arena. NULL after saying what is wrong. */
const struct column *walk_column(const struct answer *, const struct table *,
    struct str typed, struct arena *);

/* Adds an SQL expression over a table with its ways made SQL. What stands in a
 * SELECT of its own stays as it is. False after saying what is wrong. */
bool walk_expression(const struct answer *, const struct table *,
    struct str sql, struct buf *);

#endif
