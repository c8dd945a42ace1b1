#ifndef RECORD_TIES_H
#define RECORD_TIES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/pack.h"
#include "record/links.h"
#include "record/record.h"

/* What ties a record to others, told without its file: its id, whom it refers
 * to, what must be unique in it, by what it tells a person, and where the links
 * of its body lead. All of it is a function of the bytes of the file and the
 * schema, and can be packed. */

struct tie {
	const struct field *field;
	struct str text;
	uint32_t off; /* where it stands in the file */
	int line, col;
};

/* What a type tells a person by, in the order of its page. */
struct tie_person {
	struct str *text;  /* as it is compared */
	struct str *plain; /* the same without marks; not of a date */
	struct date *day;  /* of a date: when it may have been */
	struct tie first;  /* where the first of them stands */
};

struct ties {
	const struct type *type;
	struct str id; /* empty: none */
	uint32_t id_off;
	struct tie *all; /* as the fields stand in the type */
	size_t n, cap;
	struct tie_person *person; /* NULL: it tells of none */
	struct body_link *links;
	size_t n_links;
	/* by which places are found; NULL: each tie knows its own */
	const struct front *front;
};

/* In the arena, and as long as the record. */
void ties_read(struct ties *, const struct record *, struct arena *);
void ties_release(struct ties *);

/* Where a tie stands, in a file of this path. */
struct place ties_place(const struct ties *, const struct tie *,
    const char *path);

void ties_pack(const struct ties *, struct buf *);
/* As long as the bytes and the arena; to be released, too. False: these are
 * other bytes. */
bool ties_unpack(struct ties *, const struct type *, struct unpack *,
    struct arena *);

#endif
