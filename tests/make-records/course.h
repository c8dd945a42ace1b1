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

/* The first day on which nothing more is written of somebody; the second one,
 * nothing more of what comes before the ceremony. */
int followed_until(const struct person *);
int followed_as_candidate(const struct person *);

bool is_open(const struct person *); /* on the way to the Party */
bool is_paused(const struct person *);

/* What was done with them so far. */
bool has_contact(const struct person *);
bool has_task(const struct person *);
bool has_next_step(const struct person *);

/* Since when somebody is remarked on: the certificate, or else the first
 * helper; and the day of the remark for the quarter that ends on a day. Either
 * may be DAY_NONE. */
int remarked_since(const struct person *);
int remark_day(const struct person *, int quarter);

/* The day of the self-review before a vote on official membership: after the
 * twelfth month, where the vote is. */
int self_review_day(const struct person *);

/* Somebody as seen on an earlier day: what came later is not there yet. */
struct person person_on(const struct person *, int day);

#endif
