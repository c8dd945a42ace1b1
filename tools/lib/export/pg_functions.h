#ifndef EXPORT_PG_FUNCTIONS_H
#define EXPORT_PG_FUNCTIONS_H

#include "base/buf.h"
#include "text/calendar.h"

/* Adds the functions that the SQL of pages calls, of the schema "ketnap", which
 * is there: pg_functions.sql, with the days off of the calendar, the letters,
 * and the day that counts as today. */
void pg_functions_add(struct buf *, const struct calendar *, int today);

#endif
