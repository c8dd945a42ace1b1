#ifndef UNITS_H
#define UNITS_H

#include <stdio.h>

#include "district.h"

struct page;

/* Writes the organisations: the district and what is above it, and from the
 * given commune on the communes with all that is in them. */
void units_write_top(const char *dir, bool real);
void units_write(const struct district *, const char *dir, size_t from_commune,
    size_t from_person);

/* A record that is begun and ended the same for every organisation. */
FILE *unit_open(struct page *, const char *id, const char *name,
    const char *kind, const char *up);
void unit_save(struct page *, const char *dir, const char *id);

/* The line with the places that a cell looks after. */
void put_areas(FILE *, const struct district *, size_t cell);

#endif
