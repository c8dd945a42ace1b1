#ifndef AUDIT_COURSE_H
#define AUDIT_COURSE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/pack.h"
#include "text/found.h"
#include "record/record.h"

/* What became of a record's course through its stages, which are derived from
 * its dates as of a day, from one version to another of the same type. */

/* What is to be said of it, as bytes; before[0] is what it is compared with, if
 * n is not 0. */
void course_add(struct buf *, const struct record *now,
    const struct record *const *before, size_t n, int day);

/* And back, of a type. */
struct course {
	const struct stage *lost, *in; /* as course_lost finds them */
	struct unpack news;
};
void course_take(struct course *, struct str bytes, const struct type *);
/* The next that is news, and whether it is a stage-order. False: no more. */
bool course_next(struct course *, bool *order, struct str *text);

/* Says every stage-order and stage-needs that is so now and was in none of the
 * n versions before (NULL: not there). */
void course_news(const struct record *now, const struct record *const *before,
    size_t n, int day, struct findings *);

/* Was it before in a stage that it now never was in, and is it not further
 * either? *in: the stage it is in, NULL: none. NULL: no, or not to be told. */
const struct stage *course_lost(const struct record *now,
    const struct record *before, int day, const struct stage **in);

/* Does the stage follow from this field (as in "xet.ngay")? */
bool course_is_of(const struct type *, struct str dotted);
bool course_is_date(const struct stage *, const struct field *); /* its own */

#endif
