#ifndef MERGER_H
#define MERGER_H

#include "district.h"

/* Writes the organisations that took the place of the district's and its
 * communes' on 2025-07-01, each with whose place it took. */
void merger_write(const struct district *, const char *dir);

int merger_day(void); /* 2025-07-01 */

#endif
