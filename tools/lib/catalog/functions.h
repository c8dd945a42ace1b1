#ifndef CATALOG_FUNCTIONS_H
#define CATALOG_FUNCTIONS_H

#include <stdbool.h>

#include "catalog/meter.h"
#include "catalog/today.h"
#include "text/workday_certainty.h"

struct calendar;
struct sqlite3;

/* The functions that SQL of pages and command lines may call besides SQLite's
 * own (schema(5)). All are deterministic and innocuous, so that they may stand
 * in generated columns. NULL in, or a text that is no date, gives NULL. */
struct catalog_functions {
	struct meter meter;
	int today;
	struct today_watch watch;
	const struct calendar *calendar;
	struct workday_certainty counted; /* working days; yours to release */
};

/* Adds all functions and the collations "vi" and "nocase" to a database; what
 * they are given must outlive it. False: SQLite refused. */
bool catalog_functions_add(struct sqlite3 *, struct catalog_functions *);

/* For the gate's list, suggestions and knsql --tables. */
struct catalog_function {
	const char *name;
	const char *call;  /* "month_add(d, n)" */
	const char *gives; /* one line, untranslated */
};
extern const struct catalog_function
    catalog_functions_list[]; /* name NULL ends it */

/* Functions of SQLite that may be called; NULL ends it. */
extern const char *const catalog_functions_pure[];

#endif
