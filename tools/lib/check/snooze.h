#ifndef CHECK_SNOOZE_H
#define CHECK_SNOOZE_H

#include <stdbool.h>

#include "catalog/catalog.h"
#include "schema/rule.h"

struct judged;
struct query;
struct snoozes;

/* Asks what records put off of a rule, as of today; opened, it is read. NULL,
 * or false, after saying why not. */
struct snoozes *snooze_new(const struct rule *, struct catalog *,
    struct findings *);
bool snooze_open(struct snoozes *);
/* Has at hand what it asks of: see query_ready. */
bool snooze_ready(struct snoozes *);
/* The statement by which it asks; NULL: there is nothing to ask. */
const struct query *snooze_query(const struct snoozes *);
void snooze_free(struct snoozes *);

/* The last day on which the record puts it off, else DAY_NONE. An error is
 * never put off: it would be hidden from who must accept it. */
int snooze_until(const struct snoozes *, const struct judged *);

#endif
