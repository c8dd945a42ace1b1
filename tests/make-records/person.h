#ifndef PERSON_H
#define PERSON_H

#include <stdio.h>

#include "district.h"

/* Writes a record of about so many bytes. */
void person_write(const struct district *, const char *dir, const char *folder,
    struct person *, size_t bytes, bool make);

/* The lines from the dossier on. */
void put_dossier(FILE *, const struct district *, const struct person *);
void put_decision(FILE *, const struct district *, const struct person *);
void put_ways_out(FILE *, const struct district *, const struct person *);

void put_member(FILE *, const char *before, const struct district *,
    size_t member);

#endif
