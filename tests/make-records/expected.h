#ifndef EXPECTED_H
#define EXPECTED_H

#include <stdio.h>

#include "district.h"

/* Prints what kncheck is to say of the district: a line for each finding,
 * level, rule and id with tabs between, sorted. A finding that the record
 * accepts has the level "accepted". What no text is known for is a note of the
 * rule's page, once for a generation; the number of cases comes last. */
void expected_write(const struct district *, FILE *);

/* The same for people to read: a Markdown table of what is wrong with which
 * record. */
void wrong_write(const struct district *, FILE *);

#endif
