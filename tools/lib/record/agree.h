#ifndef RECORD_AGREE_H
#define RECORD_AGREE_H

#include "base/buf.h"
#include "record/record.h"

/* What the values of one record owe each other and the calendar: which day
 * comes after which (schema(5): after, not_before, at_most, life), and that no
 * day but a plan is later than latest (DAY_NONE: any may be). Where a date is
 * partial, only what no possible day mends is said. */
void agree_check(const struct record *, int latest, struct findings *);

/* The value of a field that stands in no list. NULL: absent. */
const struct value *agree_value(const struct record *, const struct field *);

/* Adds the names of the fields by which two records cannot be of one person
 * (schema(5), same_person); where one has no value they may. */
void agree_apart(const struct record *, const struct record *, struct buf *);

#endif
