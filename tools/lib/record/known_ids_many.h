#ifndef RECORD_KNOWN_IDS_MANY_H
#define RECORD_KNOWN_IDS_MANY_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "record/new_id.h"
#include "schema/schema.h"
#include "text/found.h"

struct source;

/* Ids for many new records: what a clone knows (known_ids.h) is asked once for
 * each type, and an id that was given is not given again. */

struct known_ids_many;

/* Yours to free. */
struct known_ids_many *known_ids_many_new(const struct schema *,
    struct source *worktree, struct findings *);
void known_ids_many_free(struct known_ids_many *);

/* The next of these, in the arena; s NULL: it is taken (*where is what has it),
 * or, after saying so, not all could be asked (*where is NULL). */
struct str known_ids_many_next(struct known_ids_many *, const struct type *,
    const struct new_id *, struct arena *, const char **where);

/* An id that somebody has who is not there yet. */
void known_ids_many_take(struct known_ids_many *, const struct type *,
    struct str id);

#endif
