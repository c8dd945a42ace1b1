#ifndef MERGE_LAYER_H
#define MERGE_LAYER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "parse/edit.h"
#include "text/finding.h"
#include "base/map.h"
#include "record/record.h"

/* The entries of a map or list on one side of a merge: what each is known by,
 * and its lines. */

struct part {
	struct str id; /* what it is known by */
	const struct node *node, *before;
	const struct value *value; /* NULL: not typed */
	const struct field *field; /* NULL: undeclared, or an entry */
	struct extent x;
	/* [off, end), from column 0 where it has lines of its own */
	struct str lines;
	struct str gap; /* the same of [gap, off) */
	size_t nth;
	bool torn; /* a note in the gap says so */
};

/* Before an entry of which two versions did not go together, where what two
 * sides come from was merged first: it is like no other then. */
#define LAYER_TORN "# >>> knmerge <<<"
bool layer_is_torn(struct str lines); /* such a note is in it */

struct layer {
	const struct node *node;  /* NULL: it is not there */
	const struct field *list; /* whose entries they are; NULL: a map */
	struct part *all;
	size_t n;
	struct map by;
};

/* What a layer is typed by: the fields of a map (NULL: undeclared), or a list
 * that has a key. */
struct layer_type {
	const struct fields *in;
	const struct field *list;
};

/* Reads the entries of a node (NULL, or a value that is absent: none), typed by
 * values (parts of the map or list; NULL: not typed). False where they cannot
 * be told apart: *why. */
bool layer_read(struct layer *, const struct layer_type *, const struct front *,
    const struct node *, const struct value *values, struct arena *,
    enum find *why);
void layer_release(struct layer *);

struct part *layer_find(const struct layer *, const struct part *like);

/* Do two parts say the same, however they are written? */
bool layer_same(const struct layer *, const struct part *, const struct part *);

/* Could one be the other under another key? Entries of a list that have
 * anything else in common (of a key of several fields one of them), or nothing
 * else; of a map what no one declared and
 * says the same. */
bool layer_alike(const struct layer *, const struct part *,
    const struct part *);

/* Lines moved to another column; as they are when they cannot be. */
struct str layer_shift(struct arena *, struct str lines, size_t from,
    size_t to);

#endif
