#ifndef CATALOG_BOUNDED_H
#define CATALOG_BOUNDED_H

#include <stdbool.h>

struct sqlite3;

/* SQLite's instr, replace, trim, ltrim, rtrim, like and glob take time in the
 * product of two lengths, and no limit of a statement looks into a call: with
 * values of megabytes one call takes hours. These give the same answers, the
 * first two in linear time, the others with an error where the product is too
 * large. (ESCAPE '%' and ESCAPE '_' are refused.) False: SQLite refused. */
bool catalog_bounded_add(struct sqlite3 *);

#endif
