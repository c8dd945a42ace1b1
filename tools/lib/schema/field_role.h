#ifndef SCHEMA_FIELD_ROLE_H
#define SCHEMA_FIELD_ROLE_H

#include <stddef.h>

#include "base/str.h"

struct field;
struct node;
struct page_keys;
struct type;

/* Fields that the tools themselves read, by what they are for. repository.md
 * names them and the parts of their entries; see schema(5). */
enum field_role {
	FIELD_ACCEPT,   /* a finding that someone accepts */
	FIELD_OVERRIDE, /* a stage that is set by hand */
	FIELD_APPLIES,  /* the generation of a rule that counts */
	FIELD_SNOOZE,   /* a rule that is not to remind for now */
	FIELD_ROLES
};

/* What an entry of one says. No role has all. */
enum field_part {
	PART_RULE,
	PART_ENTRY, /* the key of an entry that a rule judged */
	PART_REASON,
	PART_BY,
	PART_DAY,
	PART_UNTIL,
	PART_STAGE,
	PART_GENERATION,
	FIELD_PARTS
};

/* The names that the repository has for them. */
struct role_names {
	struct str field; /* empty: none, only of FIELD_ACCEPT */
	struct str part[FIELD_PARTS];
};

/* The field of a type that has a role. */
struct role_field {
	const struct field *field; /* NULL: none; it may be no list */
	const struct field *part[FIELD_PARTS]; /* NULL: not there */
};

/* Reads the names, FIELD_ROLES of them, and finds the fields of the types. page
 * is repository.md, pages[i] that of types[i]; through them it says what is
 * wrong. all: are these all types? Else a field may be in another one. */
void field_role_read(struct role_names *, struct page_keys *page,
    struct type *types, struct page_keys *pages, size_t n, bool all);

#endif
