#ifndef CLERK_H
#define CLERK_H

#include "district.h"

/* Gives people their ids and papers their numbers, for people from the given
 * one on: each office counts its papers anew every year, by their days. */
void clerk_number(struct district *, size_t from_person);

#endif
