#ifndef SHORTCOMINGS_H
#define SHORTCOMINGS_H

#include <stdio.h>

#include "district.h"

/* Prints how often each shortcoming of domain 7.2 and 7.3 is in the district
 * on a day:
 * its sign, what it is and the number, with tabs between. */
void shortcomings_write(const struct district *, int today, FILE *);

#endif
