#ifndef SCHEMA_IN_FORCE_H
#define SCHEMA_IN_FORCE_H

#include "schema/rule.h"

/* What of a rule is in force on a day: a row of it, or NULL where no text is
 * known. A generation's own row goes before one that stands beside all. */
const struct in_force *in_force_on(const struct rule *, int day);

/* The last row of a generation that there was before that day and is no
 * more. */
const struct in_force *in_force_before(const struct rule *, int day);

/* The row for a generation that a record names, whatever the day: what of its
 * texts was there on that day, and before its time, the first of them. */
const struct in_force *in_force_of(const struct rule *,
    const struct generation *, int day);

#endif
