#ifndef RECORD_STRAYS_H
#define RECORD_STRAYS_H

#include <stdbool.h>

#include "text/found.h"
#include "base/map.h"
#include "schema/schema.h"

struct source;

/* What lies where records lie and is none: files that no type claims or that
 * two do, links and other repositories; and patterns of a type that match
 * nothing. Without it such files would be passed over in silence. */

/* Says all of that. named: paths that someone asked to be checked (to anything
 * that is not NULL); of those it is an error to be claimed by no type. */
void strays_find(const struct schema *, struct source *,
    const struct map *named, struct findings *);

/* Is a file of that path one of those: in a folder of records, claimed by no
 * type, and not left out by any 'except'? */
bool strays_is(const struct schema *, const char *path);

/* Could a record lie in or below this folder, by the patterns of any type? */
bool strays_may(const struct schema *, const char *folder);

#endif
