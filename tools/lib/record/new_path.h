#ifndef RECORD_NEW_PATH_H
#define RECORD_NEW_PATH_H

#include "base/arena.h"
#include "record/record.h"

/* Where a new record is put: as its type's "new" says, {field} standing for
 * what the record holds under it; else, or where the record lacks such a field,
 * under the first of the type's patterns, with the id's last part for its last
 * star and what is before it for any folders. It lies in the arena. What the
 * record holds may make it no path of the repository: entry_is_inside tells. */
const char *new_path(const struct record *, struct arena *);

#endif
