#ifndef CHECK_SCHEMA_STAMP_H
#define CHECK_SCHEMA_STAMP_H

#include <stdbool.h>

#include "schema/schema.h"
#include "git/source.h"

/* Remembers in git's folder which schema was tried as a whole with nothing
 * wrong in it, so that it need not be tried again until one of its pages
 * changes. What cannot be remembered (no git, no work tree, nothing may be
 * written) is tried each time. */

bool schema_stamp_holds(const struct schema *, const struct source *);
void schema_stamp_keep(const struct schema *, const struct source *);

#endif
