#ifndef PLACES_H
#define PLACES_H

#include "district.h"

/* Fills in the communes, cells and places of the demonstration: its 17
 * communes are real, what lies in them is invented. */
void places_real(struct district *);

/* One commune of a district that is only to be measured with. */
void places_bench(struct district *, long number);

/* What the kind of a cell is called in its record. */
extern const char *const cell_kinds[CELL_KINDS];

/* The communes of 2025-07-01. */
extern const struct new_commune {
	const char *slug, *name;
} new_communes[];
extern const size_t n_new_communes;

#endif
