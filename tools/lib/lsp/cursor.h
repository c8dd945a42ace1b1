#ifndef LSP_CURSOR_H
#define LSP_CURSOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "schema/type.h"

/* Where in front matter somebody is writing, also while it does not parse: what
 * stands there is taken for what it will be. */

enum cursor_zone {
	CURSOR_OUTSIDE, /* not in front matter, or in a comment */
	CURSOR_KEY,     /* in a key of a map */
	CURSOR_VALUE,   /* in the value of a key, or an entry of a list */
	/* in what begins an entry of a list: a key of its map, or a value */
	CURSOR_ENTRY,
};

enum { CURSOR_DEEP = 16 };

struct cursor {
	enum cursor_zone zone;
	/* keys as written, from the top; of a value, its own is the last */
	struct str keys[CURSOR_DEEP];
	size_t n;
	size_t from, to; /* bytes of the word, key or value that is there */
	bool flow;       /* between brackets */
	bool colon;      /* a key that has its ':' already */
	bool entry;      /* right behind, or below, the '-' of an entry */
	size_t col;      /* where its line's key or entry begins, in bytes */
	/* keys that stand in the same map, as written */
	struct str *siblings;
	struct str *values; /* of each, where it is one on the same line */
	size_t n_siblings;
};

/* The byte off of a whole record, or of a page. All lives in the arena or
 * views text. */
struct cursor cursor_find(struct str text, size_t off, struct arena *);

/* What stands there, as far as it was written before off. */
struct str cursor_typed(const struct cursor *, struct str text, size_t off);

/* The field that its keys lead to: of a value its own, of a key that which the
 * map belongs to. NULL: none; of a key that may be the top. */
const struct field *cursor_field(const struct cursor *, const struct type *);
/* The fields that a key may name there; NULL: none. */
const struct fields *cursor_fields(const struct cursor *, const struct type *);

/* Does the record write labels, and in which language? */
bool cursor_labels(struct str text, const struct type *, bool otherwise,
    enum lang *);

#endif
