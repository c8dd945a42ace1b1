#ifndef COURSE_H
#define COURSE_H

#include "district.h"
#include "plans.h"

/* Draws somebody for a plan: a cell of its pool, and the days of a course,
 * laid backward from the last event. */
struct pools;

struct pools *pools_new(const struct district *, size_t from_cell);
void pools_free(struct pools *);

void person_add(struct district *, struct pools *, const struct plan *,
    uint64_t seed);

/* Days that follow from those of the steps. */
int followed_until(const struct district *, const struct person *);
bool is_open(const struct person *);		/* on the way to the Party */

#endif
