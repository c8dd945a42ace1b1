#ifndef TARGETS_H
#define TARGETS_H

#include "district.h"

/* Writes what each commune was asked for in the year: admissions, which add up
 * to the district's plan, and introductions. */
void targets_write(const struct district *, const char *dir);

/* The admissions that a commune was asked for. */
int target_of(const struct district *, size_t commune);

#endif
