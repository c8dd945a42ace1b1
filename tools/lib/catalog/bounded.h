#ifndef CATALOG_BOUNDED_H
#define CATALOG_BOUNDED_H

#include <stdbool.h>

struct meter;
struct sqlite3;

/* SQLite's instr, replace, trim, ltrim, rtrim, like, glob, printf and format
 * take time in the product of two lengths, or in a width of their own, and no
 * limit of a statement looks into a call. These give the same answers, the
 * first two in linear time, the next with an error where the product is too
 * large, and say what they cost. LIKE knows the cases of all letters, and none
 * of them a difference of normal form. (ESCAPE '%' and ESCAPE '_' are refused.)
 * False: SQLite refused. */
bool catalog_bounded_add(struct sqlite3 *, struct meter *);

#endif
