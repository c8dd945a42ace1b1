#ifndef SHORTCOMINGS_H
#define SHORTCOMINGS_H

#include <stdio.h>

#include "district.h"

/* Prints how often each shortcoming of tests/spec/shortcomings.md is in the
 * district on a day: its sign, what it is and the number, with tabs between. */
void shortcomings_write(const struct district *, int today, FILE *);

#endif
