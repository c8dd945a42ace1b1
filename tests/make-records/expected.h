#ifndef EXPECTED_H
#define EXPECTED_H

#include <stdio.h>

#include "district.h"

/* Prints what kncheck is to say of the district on a day: a line for each finding,
 * level, rule and id with tabs between, sorted. A finding that the record
 * accepts has the level "accepted". Cases that are not judged, since no text is
 * known for their day, have the level "untold", a line a rule with their number. */
void expected_write(const struct district *, int today, FILE *);

/* The same for people to read: a Markdown table of what is wrong with which
 * record. */
void wrong_write(const struct district *, int today, FILE *);

#endif
