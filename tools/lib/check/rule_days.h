#ifndef CHECK_RULE_DAYS_H
#define CHECK_RULE_DAYS_H

#include <stdbool.h>

#include "catalog/catalog.h"
#include "schema/rule.h"

struct buf;

/* Adds SELECT id, n, day, and perhaps awaited, of each record or entry that a
 * rule with table rule measures, in order. False after saying why it has no
 * such day. */
bool rule_days_sql(const struct rule *, const struct catalog *, struct buf *sql,
    struct findings *);

/* May its own SQL see the day in table rule? */
bool rule_days_seen(const struct rule *);

#endif
