#ifndef EXPORT_PG_LETTERS_H
#define EXPORT_PG_LETTERS_H

#include "base/buf.h"

/* Adds, as functions of SQL, what pg_functions.sql knows of letters: each gives
 * a text, made of the tables by which the tools themselves fold and order. */
void pg_letters_add(struct buf *);

#endif
