#ifndef SCHEMA_FIELD_H
#define SCHEMA_FIELD_H

#include <regex.h>
#include <stdbool.h>
#include <stddef.h>

#include "text/spelling.h"
#include "schema/page_keys.h"
#include "base/str.h"

struct buf;

/* What one field of a record may hold, see schema(5). All lives in the arena of
 * the page, but for what field_release gives back. */

enum field_kind {
	KIND_LINE,
	KIND_TEXT,
	KIND_NAME,
	KIND_ID,
	KIND_SLUG,
	KIND_INT,
	KIND_DECIMAL,
	KIND_FLAG,
	KIND_ENUM,
	KIND_DATE,
	KIND_PERIOD,
	KIND_DOCNO,
	KIND_REF,
	KIND_MAP,
	KIND_LIST,
	KINDS
};
const char *field_kind_name(enum field_kind);
/* The kinds that a keyword of a field goes with, in words; NULL: all. */
const char *field_keyword_kinds(struct str key);
/* Does it go with a kind by that name? Also true of one that nobody knows. */
bool field_keyword_fits(struct str key, struct str kind);

enum { FIELD_NONE = NAME_NONE };

struct fields {
	struct field *all;
	size_t n;
	struct spellings by;
};

/* What a value owes another one. */
enum bond_kind { BOND_AFTER, BOND_NOT_BEFORE, BOND_AT_MOST, BONDS };

struct bond {
	const struct field *than; /* beside it, or in no list */
	enum bond_kind kind;
};

struct field {
	struct name name; /* first: see field_spelling */
	/* from the top, as "nhan_xet.ky"; what a list of scalars holds is
	 * called as the list is */
	struct str dotted;
	enum field_kind kind;
	bool required, private, partial, immutable, unique, event, plan;
	bool no_circle; /* of a ref */
	/* it, or what is in it, is a ref or shared by no other record */
	bool ties;
	bool has_min, has_max;
	double min,
	    max;  /* of a number, a day, or how many entries or characters */
	int late; /* days; 0: not said */
	struct str pattern;  /* as written; empty: none */
	regex_t regex;       /* of pattern, matching the whole value */
	struct name *values; /* of an enum */
	size_t n_values;
	struct spellings by_value;
	struct str to; /* of a ref: the type it names */
	int *key;      /* of a list of maps: the fields that tell an entry */
	size_t n_key;
	int span; /* of a list of maps: a field of an entry, or FIELD_NONE */
	struct bond *bonds;
	size_t n_bonds;
	struct fields fields; /* of a map, or of an entry of a list of maps */
	struct field *of;     /* of a list of scalars: what each is */
	struct field *up; /* the map or list it stands in; NULL at the top */
	size_t index;     /* among its siblings */
	size_t number;    /* among all of its type, as its page lists them */
};

/* The way from a record's top to a field: "xet[].ngay". */
enum { PATH_MOST = 8 };
struct path {
	const struct field *at[PATH_MOST]; /* outermost first */
	size_t n;
	/* which of them is the (only) list walked into, or FIELD_NONE */
	int list;
};
bool field_path(const struct fields *, struct str dotted, struct path *);
/* As a message names it: 'Remarks: Period' (nhan_xet.ky). */
const char *field_shown(const struct field *, struct arena *);
/* The same with another way to it, such as nhan_xet[2021-Q2].ky. */
const char *field_shown_at(const struct field *, struct str way,
    struct arena *);
bool field_private(const struct field *);      /* it or what it stands in */
bool field_any_private(const struct fields *); /* one of them, however deep */
bool field_has_parts(const struct field *);    /* a map or a list */
/* Does a value match its pattern, if it has one? */
bool field_matches(const struct field *, struct str);

/* What follows reads fields, saying through the page what is wrong. */

/* The fields under a node, which stand in up; none when it is no map. */
void field_read_all(struct page_keys *, const struct node *map, struct fields *,
    struct field *up);
void field_release(struct fields *);

/* Makes the regex of each pattern anew, of fields that were read before and
 * kept. False: not all can be. */
bool field_patterns(struct fields *);

/* A word that names a kind; else *field keeps the one that it has. */
void field_kind_read(struct page_keys *, const struct node *at, struct str word,
    struct field *);

/* Adds the spellings of the index-th of all, whose elements of that size begin
 * with a struct name, saying which other one has one of them. */
void field_spelling(struct page_keys *, const struct node *at,
    struct spellings *, const void *all, size_t size, size_t index);

/* Says that a path such as "list[].b" leads to no field. */
void field_path_wrong(struct page_keys *, const struct node *at,
    struct str dotted);

#endif
