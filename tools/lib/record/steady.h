#ifndef RECORD_STEADY_H
#define RECORD_STEADY_H

#include "record/record.h"

/* The days, both included, between which something is the same, whichever of
 * them is today. DAY_NONE: as long ago, or for as long, as one likes. */
struct steady {
	int from, until;
};

/* Always; and today alone. */
extern const struct steady steady_ever;
struct steady steady_on(int today);

bool steady_holds(const struct steady *, int today);
/* As long as both. */
struct steady steady_both(struct steady, struct steady);
/* From that day on something may be otherwise than on the day before. */
void steady_part(struct steady *, int today, int day);

/* The days between which a record says the same of itself: of its stages, and
 * of what it accepts. */
struct steady steady_around(const struct record *, int today);

/* The first day in a record that is later than a day, and the last that is not;
 * DAY_NONE: there is none. Of a partial date its first day counts. */
struct steady_dates {
	int past, future;
};
struct steady_dates steady_dates(const struct record *, int day);

#endif
