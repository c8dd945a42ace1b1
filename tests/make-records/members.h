#ifndef MEMBERS_H
#define MEMBERS_H

#include "district.h"

/* The members whom the work with people needs: three in each cell, and in
 * that of the office the committee, its cadre and the heads of the mass
 * organisations. For cells from the given one on. */
void members_fill(struct district *, size_t from_cell);

void members_write(const struct district *, const char *dir, size_t from);

/* A member of the commune's committee who answers for a unit. */
size_t member_above(const struct district *, size_t commune, size_t which);

/* One of the district's committee. */
size_t member_of_district(const struct district *, size_t which);

/* The first of the cell's members that hold, in turn, and has not left by
 * the day. */
size_t member_helping(const struct district *, const struct cell *,
    size_t which, int day);

#endif
