#ifndef RECORD_RECORD_EDIT_H
#define RECORD_RECORD_EDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "record/record.h"
#include "record/voice.h"
#include "text/found.h"
#include "text/kept.h"

/* Changes what a record says, and no other byte of it:
 *
 *	struct record_edit e = { .schema = …, .type = …, .path = …, .to = … };
 *
 *	done = record_edit_begin(&e, bytes) &&
 *	    record_edit_set(&e, STR("nhan_xet[2021-Q2].ky"), STR("Q3 2021")) &&
 *	    record_edit_end(&e);
 *	… what e.text holds is the new record …
 *	record_edit_release(&e);
 *
 * Each change is made in the text that the one before it left, read again and
 * held to what was meant: that very value at that very place, nothing else
 * moved. What the values owe the schema is asked once, in the end, so that
 * several changes may together make a record right.
 *
 * A way names what is changed: fields by name, label or another spelling,
 * parted by '.'; an entry of a list by its key in brackets, of which fields at
 * the end may be left out where one entry fits: "giup_do[dv-a-0017].den"; an
 * entry of a list of single values by the value itself.
 *
 * A value is given as people write it: of an enum any spelling, a day as
 * 8/3/1999, a period as "quý II/2021". It is written as the record speaks: by
 * labels where its other keys and values are labels, else by names; where the
 * record does not tell, as the repository's spelling says.
 *
 * Every function says what is wrong through the findings and is then false,
 * with the text as it was. */

struct record_edit {
	/* Given. */
	const struct schema *schema;
	const struct type *type;
	const char *path; /* what messages call it */
	int latest;       /* no day but a plan may be later; DAY_NONE */
	struct findings *to;
	/* The id that a value of a ref means, such as a name, in the arena;
	 * s NULL, after saying why, when it means none. NULL: values are ids.
	 */
	struct str (*refer)(void *, const struct field *, struct str value,
	    struct arena *);
	/* Is that what the record with an id is called? Finds entries by the
	 * name of whom they refer to. NULL: nobody has a name. */
	bool (*is_called)(void *, const struct field *, struct str id,
	    struct str name);
	void *refer_to; /* handed to both */

	/* Found. */
	struct arena arena;
	struct str was, text; /* before, and now; both in the arena */
	struct record record; /* of text */
	/* what the last change was about, also where nothing changed */
	const struct field *field;

	/* What was said of the record as it was; private. */
	struct kept said;
	struct voice voice; /* how the record speaks */
};

/* False also when the record cannot be read or holds a conflict's marks. */
bool record_edit_begin(struct record_edit *, struct str text);

/* Sets a single value. What is said already, however it is spelled, changes no
 * byte. A map or field that was not there comes behind those that the type
 * declares before it; entries of lists are not made. */
bool record_edit_set(struct record_edit *, struct str way, struct str value);

/* Takes a field or an entry out, and the map or list that has nothing else in
 * it. True when it was not there. */
bool record_edit_remove(struct record_edit *, struct str way);

/* One "field = value" of an entry. */
struct record_pair {
	struct str way, value;
};

/* Adds an entry to a list, which is made where it is not there: of maps with
 * these fields, of single values (n 1, way empty) that value. It is written
 * as the entries that are there; where the key is a day or period and the list
 * is in its order, it comes in its place, else last. False when there is one of
 * that key. */
bool record_edit_add(struct record_edit *, struct str way,
    const struct record_pair *, size_t n);

/* Does a way lead to a list of single values? False: to no list at all. */
bool record_edit_values(struct record_edit *, struct str way, bool *values);

/* Puts another text, in the record's arena, in the place of this one. False,
 * after saying so, where it does not read. */
bool record_edit_put(struct record_edit *, struct str text);

/* Says all that the schema has against the record and had not before; false
 * when there is an error among that. */
bool record_edit_end(struct record_edit *);

/* For messages: a field, and a value as it is compared, in the record's words:
 * where it speaks labels, by these alone, without any code. In the arena. */
const char *record_edit_shown(struct record_edit *, const struct field *);
struct str record_edit_said(struct record_edit *, const struct field *,
    struct str canonical);

void record_edit_release(struct record_edit *);

/* Cuts "way=value" at the first '=' that stands in no brackets. False: there is
 * none. */
bool record_edit_pair(struct str word, struct record_pair *);

#endif
