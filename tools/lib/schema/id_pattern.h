#ifndef SCHEMA_ID_PATTERN_H
#define SCHEMA_ID_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "schema/field.h"

/* How the ids of new records are made, as "new_id" of a type's page says:
 * qc-{chi_bo[].don_vi:top}-{year}-{number:4}, see schema(5). */

enum id_part_kind {
	ID_TEXT,   /* stands as it is */
	ID_FIELD,  /* what the record holds */
	ID_YEAR,   /* of today */
	ID_NUMBER, /* the next that is free */
};

/* What of a field's value is taken. */
enum id_part_form {
	ID_WHOLE, /* all of it */
	ID_TOP,   /* what is before the first '/' */
	ID_BASE,  /* what is after the last '/' */
	ID_FLAT,  /* all of it, '-' for '/' */
	ID_FORM_YEAR,
	ID_FORM_MONTH, /* of a day or period */
};

struct id_part {
	enum id_part_kind kind;
	struct str text;  /* of ID_TEXT */
	struct path path; /* of ID_FIELD; in a list the last entry counts */
	enum id_part_form form;
	int digits; /* of ID_NUMBER, at least */
};

struct id_pattern {
	struct id_part *all; /* n 0: nothing is said */
	size_t n;
	bool has_number;
};

/* Reads one, saying through the page what is wrong with it: then n is 0. */
void id_pattern_read(struct id_pattern *, struct page_keys *,
    const struct node *at, const struct fields *);

#endif
