#ifndef RECORD_INSIDE_H
#define RECORD_INSIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "record/record.h"
#include "record/voice.h"
#include "text/letters.h"

/* What the files of record know of each other. */

/* One reading of a record. */
struct typing {
	struct record *r;
	struct arena *arena;
	struct findings *to;
	size_t *searched; /* how often what was perhaps meant was looked for */
};

/* No more of a value than this is quoted in a message. */
enum { QUOTED = 40 };

/* May a message show no value of it, not even what to write instead? */
static inline bool
is_quiet(const struct typing *t, const struct field *f)
{
	return field_private(f) && !t->r->type->open;
}

/* As a message names it. */
static inline const char *
shown(const struct typing *t, const struct field *f)
{
	if (t->to->unheard)
		return "";
	return voice_shown(voice_of_record(t->r), f, t->arena);
}

/* Where a value stands; of an empty one, its key. */
static inline struct place
value_place(const struct typing *t, const struct node *n)
{
	if (!n || t->to->unheard)
		return (struct place){ t->r->path, 1, 1 };
	return front_place(&t->r->front, t->r->path,
	    n->off == n->end && n->key_end > n->key_off ? n->key_off : n->off);
}

/* Says which letters of a value are not what they look like, and which old font
 * it was typed for. An id that is all in letters of another script may be
 * meant, as text may. Is nothing wrong? */
bool record_letters(const struct typing *, const struct field *,
    const struct node *);

/* How what was found is mended: by another value or key, which is written as
 * the old one was; by the letters that look like those. NULL: it was not asked
 * for, or nothing is written there. */
const struct fix *value_fix(const struct typing *, const struct node *,
    struct str instead);
const struct fix *value_fix_key(const struct typing *, const struct node *,
    struct str instead);
const struct fix *value_fix_letters(const struct typing *, const struct node *,
    enum letters_in);

#endif
