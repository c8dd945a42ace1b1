#ifndef RECORD_SALVAGE_H
#define RECORD_SALVAGE_H

#include "base/arena.h"
#include "base/str.h"
#include "schema/type.h"

/* The id of a record that cannot be read, where its file still tells it: in the
 * first line that gives a value to the field of the id, or by its path where
 * the type has no such field. Empty: it does not. text may be empty, too, and
 * hold any bytes; the id is kept in the arena, or part of path. */
struct str salvage_id(const struct type *, const char *path, struct str text,
    struct arena *);

#endif
