#ifndef RECORD_LOOKUP_H
#define RECORD_LOOKUP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "git/source.h"
#include "schema/schema.h"

/* Finds records by what people call them: an id, or a name. */

/* A record that was found; all lies in the arena. */
struct lookup {
	const struct type *type;
	const char *path;
	struct str id;
	/* the unit it belongs to by today: the id that the latest entry of its
	 * list with a span refers to, else its first ref; empty: none */
	struct str unit;
};

/* Records with this id, of one type or (NULL) of any. */
struct lookup *lookup_id(struct source *, const struct schema *,
    const struct type *, struct str id, struct arena *, size_t *n);

/* Those of a type whose name (type_called) this is; where there is none, but
 * for marks that were left out; else those whose name ends in these words.
 * Sorted by id. */
struct lookup *lookup_name(struct source *, const struct type *, struct str,
    int today, struct arena *, size_t *n);

/* Is that the name, or its last words, of the record with an id? */
bool lookup_is_called(struct source *, const struct schema *,
    const struct type *, struct str id, struct str name);

/* The id of that type that was perhaps meant; empty: none is near. */
struct str lookup_near(struct source *, const struct type *, struct str id,
    struct arena *);

#endif
