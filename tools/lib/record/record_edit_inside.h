#ifndef RECORD_RECORD_EDIT_INSIDE_H
#define RECORD_RECORD_EDIT_INSIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "record/record_edit.h"

/* What the files of record_edit know of each other. */

/* A map or list around a place, and the entry of it that leads there. */
struct record_edit_around {
	const struct node *in, *before, *entry;
};

/* Where a way leads. */
struct record_edit_place {
	const struct field *field; /* of its last part */
	bool row;                  /* an entry of that list, not the list */
	/* what is there, its typed value too; NULL: nothing */
	const struct node *node;
	const struct value *value;
	/* what there is around it, outermost first; where node is NULL or
	 * absent the innermost lacks an entry, or has one with no value */
	struct record_edit_around around[2 * PATH_MOST];
	size_t n;
	/* from there on: what is to be made; the last one is field. Without a
	 * node at least one */
	const struct field *missing[PATH_MOST];
	size_t n_missing;
};

/* False after saying why the way leads nowhere. */
bool record_edit_find(struct record_edit *, struct str way,
    struct record_edit_place *);

/* The field that a part of a way names: the longest beginning of *way that does
 * and ends there, at '.' or at '['. NULL after saying that there is none. in:
 * the fields of up, or of the record. */
const struct field *record_edit_field(struct record_edit *,
    const struct fields *in, const struct field *up, struct str *way);

/* Says that what is asked for cannot be done: always false. */
bool record_edit_wrong(struct record_edit *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* A field as somebody may write it in a way. */
const char *record_edit_name(struct record_edit *, const struct field *);

/* Values as people write them. */

/* What a value is compared as: a name of an enum, an ISO date and so on; what
 * the type does not take, as it is. s NULL: a ref that means nothing, said. */
struct str record_edit_canonical(struct record_edit *, const struct field *,
    struct str value);

/* The same as it is to stand in the record; now: what stands there. */
struct str record_edit_spelled(struct record_edit *, const struct field *,
    const struct node *now, struct str canonical);

/* How a new key is spelled in a map (NULL: a new one). */
struct str record_edit_key(struct record_edit *, const struct fields *,
    const struct node *map, const struct field *);

/* How the record speaks: sets voice. */
void record_edit_listen(struct record_edit *);

/* What is to be there. */

/* A value, map or list that is written anew. */
struct meant {
	enum node_kind kind;
	bool flow;        /* a map or list in brackets */
	struct str key;   /* in a map: as it is to be written */
	struct str value; /* of a scalar */
	struct meant *first, *next;
};

enum record_edit_op { OP_SET, OP_REMOVE, OP_INSERT };

/* One change of the tree. */
struct record_edit_change {
	enum record_edit_op op;
	/* entry: set or taken out; of an insertion that behind which it comes,
	 * NULL: it comes first */
	struct record_edit_around at;
	struct meant *meant; /* not of a removal */
};

/* Does the second tree say just what the first one does with that change? */
bool record_edit_is_meant(const struct node *was, const struct node *now,
    const struct record_edit_change *);

#endif
