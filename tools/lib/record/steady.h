#ifndef RECORD_STEADY_H
#define RECORD_STEADY_H

#include "record/record.h"

/* The days, both included, between which a record says the same of itself,
 * whichever of them is today: what it says depends on which of its own days
 * have been. DAY_NONE: as long ago, or for as long, as one likes. */
struct steady {
	int from, until;
};

struct steady steady_around(const struct record *, int today);

#endif
