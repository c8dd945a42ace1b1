#ifndef SCHEMA_PAGE_FORM_H
#define SCHEMA_PAGE_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* Which keys the pages of a schema have and what they mean: one table, by which
 * pages are read and by which an editor tells what may stand there. */

enum page_key_kind { KEY_TEXT, KEY_MAP, KEY_LIST, KEY_ANY };

/* What a value, or each of a list, names. */
enum page_value {
	PAGE_ANYTHING, /* nothing that could be told */
	PAGE_FLAG,
	PAGE_DAY,
	PAGE_KIND,       /* of what a field holds */
	PAGE_TYPE,       /* a type */
	PAGE_FIELD,      /* a field of the type: a.b, list[].b */
	PAGE_DATE,       /* the same, a date */
	PAGE_TOP,        /* a field at the top of the type */
	PAGE_BESIDE,     /* a date or period beside the one that is declared */
	PAGE_NUMBER,     /* a number beside it */
	PAGE_WITHIN,     /* a field of an entry of the list that is declared */
	PAGE_STAGE,      /* a stage of the type */
	PAGE_GENERATION, /* of the regulations */
	PAGE_ROLE,       /* of people, in authority.md */
	PAGE_FINDING,    /* a finding of the tools, or a rule */
	PAGE_VIEW,
	PAGE_REPORT,
	PAGE_RECORD, /* the id of some record */
};

/* Words of which one must stand there, in the order in which they count. */
struct page_words {
	const char *const *all;
	size_t n;
};

struct page_form;

struct page_key {
	const char *name;
	enum page_key_kind kind;
	bool required;
	const char *help; /* untranslated; NULL: none */
	enum page_value value;
	const struct page_words *words; /* NULL: any */
	const struct page_form *in;     /* what a map there holds, or each of a
					 * list; NULL: nothing that is known */
};

/* What a map of a page may hold: keys, or names of which each has the same. */
struct page_form {
	const struct page_key *keys;
	size_t n;
	bool open; /* other keys may stand there, too */
	const struct page_key *each;
	enum page_value names;         /* what the keys of such a map name */
	const struct page_form *other; /* which the page may have instead */
};

/* NULL: it has no such key. */
const struct page_key *page_form_key(const struct page_form *, struct str name);
/* The form of a page by its path below the schema's folder; NULL: it is read as
 * no page. */
const struct page_form *page_form_of(struct str path);

extern const struct page_form page_form_repository, page_form_history,
    page_form_accept, page_form_override, page_form_applies, page_form_snooze,
    page_form_label, page_form_type, page_form_field, page_form_choice,
    page_form_stage, page_form_exit, page_form_column, page_form_body,
    page_form_life, page_form_rule, page_form_in_force, page_form_cadence,
    page_form_view, page_form_report, page_form_like, page_form_english,
    page_form_parameter, page_form_default, page_form_result, page_form_paper,
    page_form_signer, page_form_site, page_form_regulations,
    page_form_generation, page_form_calendar, page_form_holiday,
    page_form_authority, page_form_role, page_form_person, page_form_grant,
    page_form_unit, page_form_import, page_form_import_column, page_form_make;

extern const struct page_words page_form_levels, page_form_confidences,
    page_form_unknowns, page_form_link_levels, page_form_spellings,
    page_form_checks, page_form_depends, page_form_sheets, page_form_formats,
    page_form_parameter_kinds, page_form_days, page_form_doubts;

#endif
