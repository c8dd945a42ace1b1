#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "text/date.h"
#include "parse/front.h"
#include "schema/schema.h"

/* A value of a field: what was written, typed by the schema. All-zero is an
 * absent one. */
struct value {
	const struct node *node; /* NULL: absent */
	bool bad;                /* there, but not of its type */
	uint32_t n;              /* entries of a list */
	/* of a map by field index, of a list by entry; NULL: none */
	struct value *parts;
	/* canonical: ISO dates, plain digits, enum names */
	struct str text;
	union {
		int64_t i;        /* int, flag (0/1), enum (index) */
		double d;         /* decimal */
		struct date date; /* date, period */
	};
};

/* Where a record was in its course. */
struct stage_interval {
	int round;        /* from 1 */
	size_t stage;     /* index in the type's stages */
	int since, until; /* days; until DAY_NONE: still */
};

struct record {
	const char *path;
	const struct type *type;
	struct front front;
	/* the path's where the type has no id; empty: none, or bad */
	struct str id;
	struct value *values; /* by field index; type->fields.n */
	struct stage_interval
	    *intervals; /* set by stage_derive; the last is now */
	size_t n_intervals;
	bool stage_unknown; /* a date of a stage is partial or bad */
};

/* Reads and types a record, saying all that is wrong with it by itself. False
 * when it does not parse: then nothing else in it is set. It lives in the
 * arena and views text, which must outlive it. */
bool record_read(struct record *, const struct type *, const char *path,
    struct str text, struct arena *, struct findings *);

/* The same of some fields of the top level, which stand in text from a line on
 * to the end: it has no id and no body. */
bool record_read_part(struct record *, const struct type *, const char *path,
    struct str text, size_t from, struct arena *, struct findings *);

/* The value a path leads to; of a list, in entry n. NULL: absent. */
const struct value *record_value(const struct record *, const struct path *,
    size_t n);

/* What an entry of a list says under a field of it. NULL: nothing, or there is
 * no such field. */
const struct value *record_part(const struct value *entry,
    const struct field *);

#endif
