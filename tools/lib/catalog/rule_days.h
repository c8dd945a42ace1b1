#ifndef CATALOG_RULE_DAYS_H
#define CATALOG_RULE_DAYS_H

#include <stdbool.h>

#include "catalog/catalog.h"
#include "schema/rule.h"

struct buf;

/* Has the SQL of a rule table rule? */
bool rule_days_has_table(const struct rule *);
/* What the values of a parameter are, in all generations; CELL_NULL: it has
 * none. */
enum cell_kind rule_days_kind(const struct rule *, size_t parameter);

/* Adds SELECT id, generation of the records that say which one applies to them;
 * nothing where none can. False after saying what the type lacks. */
bool rule_days_applied_sql(const struct rule *, const struct schema *,
    const struct catalog *, struct buf *sql, struct findings *);

/* Has rule_days_sql a column awaited? */
bool rule_days_awaited(const struct rule *);
/* Adds SELECT id, n, day, and perhaps awaited, of each record or entry that a
 * rule with table rule measures, in order. False after saying why it has no
 * such day. */
bool rule_days_sql(const struct rule *, const struct catalog *, struct buf *sql,
    struct findings *);

/* May its own SQL see the day in table rule? */
bool rule_days_seen(const struct rule *);

#endif
