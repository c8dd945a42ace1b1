#ifndef RECORD_VOICE_H
#define RECORD_VOICE_H

#include <stdbool.h>

#include "base/arena.h"
#include "parse/front.h"
#include "schema/type.h"

struct record;

/* How a record spells its keys, so that it is written and spoken of in the same
 * way: whoever writes labels only is shown no name of a field or value. */
struct voice {
	bool labels;    /* else by names */
	enum lang lang; /* of the labels */
};

/* By what most of its keys are, in whatever depth; where they do not tell:
 * otherwise, in Vietnamese. */
struct voice voice_of(const struct fields *, const struct node *root,
    bool otherwise);
/* The same of the keys of one map alone. */
struct voice voice_of_map(const struct fields *, const struct node *map,
    struct voice otherwise);
/* The same of one value or key, NULL: none. Another spelling is like a
 * label. */
struct voice voice_of_word(const struct name *, const struct str *spelled,
    struct voice otherwise);
/* Of a record that was read; names where it does not tell. */
struct voice voice_of_record(const struct record *);

struct str voice_spell(struct voice, const struct name *);

/* A field with what it stands in: nhan_xet.ky, or Nhận xét: Kỳ. */
const char *voice_named(struct voice, const struct field *, struct arena *);

/* The same as a message names it: 'Remarks: Period' (nhan_xet.ky), and where a
 * record speaks labels 'Nhận xét: Kỳ' in its own language. */
const char *voice_shown(struct voice, const struct field *, struct arena *);

#endif
