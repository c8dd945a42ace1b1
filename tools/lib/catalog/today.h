#ifndef CATALOG_TODAY_H
#define CATALOG_TODAY_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "record/steady.h"

struct catalog_functions;
struct sqlite3;

/* On which days a statement would have answered the same: where it is watched
 * what today() decides, each answer narrows the days between which it is so.
 * By itself today() is another day tomorrow; in the forms that today_sql knows
 * it is told for how long. */
struct today_watch {
	bool on;
	struct steady steady;
};

/* Adds what today_sql writes. False: SQLite refused. */
bool today_add(struct sqlite3 *, struct catalog_functions *);

/* A statement that passed, so that what it asks of today is told exactly where
 * that can be; in the arena. It gives the same as the one it is made from.
 * awaits: today for a day narrows nothing, since who asks knows what comes of
 * it. */
struct str today_sql(struct arena *, struct str sql, bool awaits);

#endif
