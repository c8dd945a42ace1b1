#ifndef CATALOG_AGGREGATES_H
#define CATALOG_AGGREGATES_H

#include <stdbool.h>

struct meter;
struct sqlite3;

/* What many rows come to, the same in whatever order they came: SQLite's sum,
 * avg and total, exact until they are rounded once at the end; group_concat,
 * json_group_array and json_group_object, ordered by their values, and
 * group_concat(x, separator, by) ordered by the last; and ids. A day that would
 * be added up is an error. False: SQLite refused. */
bool catalog_aggregates_add(struct sqlite3 *, struct meter *);

#endif
