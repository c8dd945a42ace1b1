#ifndef RECORD_FIELDS_H
#define RECORD_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "record/record.h"

/* What a record says, item by item, however it is spelled: the ground on which
 * two versions of it are compared, and three are merged. Pure functions over
 * typed records; items and all they point at live in an arena and view the text
 * of their record.
 *
 * An item is one value at one place. An entry of a list with a key is known by
 * its key, and has an item for each of its fields; any other entry is known by
 * its content and is one item. The order of entries says nothing. A map that no
 * one declared has an item for each value in it; a list in it is one. Each
 * section of the body (from a heading of level 1 or 2 to the next) is an item
 * of the field "body", known by its heading, which is not in its value. */

/* Which entry of a list. */
struct item_row {
	struct str key;            /* no two rows of a record share it */
	const struct item_row *up; /* the entry around it; NULL: none */
};

struct item {
	struct str key;  /* no two items of a record share it */
	struct str path; /* canonical: "nhan_xet.xep_loai" */
	/* "2021-Q2"; in a list within a list "2021-Q2 / 1"; s NULL: in no
	 * list */
	struct str entry;
	/* as typed; what is no value of its type, and undeclared, as written */
	struct str value;
	const struct field *field;  /* NULL: of the body, or undeclared */
	const struct item_row *row; /* NULL: in no list */
	const struct node *node;    /* NULL: of the body */
	uint32_t off, end;          /* bytes of the file */
	bool bad;                   /* not of its type */
	bool private;               /* value */
	bool entry_private;         /* entry is, or holds, a private value */
};

/* In the order of declaration, then as written; sections last. */
struct items {
	struct item *all;
	size_t n;
};

/* The items of a record that was read. Without its body when body is false: for
 * comparing with a record that has the same bytes there. */
struct items fields_items(const struct record *, bool body, struct arena *);

/* Of two records of one type: only such items as are not written the same in
 * both, which is where they can differ. Two versions share most of their
 * bytes. */
void fields_items_apart(const struct record *a, const struct record *b,
    bool body, struct arena *, struct items *of_a, struct items *of_b);

/* The value for people: a flag in the file's word. */
struct str fields_said(const struct item *);

/* Do two items say the same? NULL: it is not there. */
bool fields_same(const struct item *, const struct item *);

/* One item of two versions: before and after are never both NULL. */
struct change {
	const struct item *before, *after; /* NULL: not there */
	/* its entry was not there before, or is not there after */
	bool row;
};

/* How a turns into b: those of a in its order, then what only b has. */
struct change *fields_compare(const struct items *a, const struct items *b,
    struct arena *, size_t *n);

/* What became of an item in a merge. */
enum verdict {
	MERGE_KEPT, /* as in base */
	MERGE_OURS,
	MERGE_THEIRS, /* changed there only */
	MERGE_BOTH,   /* the same change in both */
	MERGE_TEXT,   /* two changes that go together */
	MERGE_CONFLICT,
};

struct merged {
	const struct item *base, *ours, *theirs; /* NULL: not there */
	/* after the merge; NULL: not there, or a conflict */
	const struct item *now;
	enum verdict verdict;
};

/* The item on the first of base, ours and theirs that has it. */
const struct item *fields_any(const struct merged *);

/* Merges two changes of a text of many lines (a section, a field of type
 * text). False: they do not go together. */
struct text_merge {
	bool (*merge)(struct str base, struct str ours, struct str theirs,
	    struct buf *out, void *);
	void *to;
};

/* Merges item by item: base's in its order, then what only ours has, then
 * theirs. An entry that one side took away and the other changed is a conflict
 * in each of its items. text NULL: every two changes are a conflict. */
struct merged *fields_merge(const struct items *base, const struct items *ours,
    const struct items *theirs, const struct text_merge *text, struct arena *,
    size_t *n);

#endif
