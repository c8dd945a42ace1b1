#ifndef REPORT_SCALE_H
#define REPORT_SCALE_H

#include <stdbool.h>
#include <stddef.h>

#include "report/inside.h"

/* From where to where a chart goes, and where its lines are. */
struct scale {
	double lo, hi, step;
};

/* Around the figures of a result, all but its first column. Bars, whose length
 * is what is seen, begin at nothing and are as long as there is room. Lines
 * stand between round numbers, and begin at nothing where their figures come
 * near it. */
struct scale scale_of(const struct report_result *, bool bars);

double scale_at(const struct scale *, double); /* 0 at lo, 1 at hi */

/* Is it a number that a chart can show? */
bool scale_takes(const struct cell *);

#endif
