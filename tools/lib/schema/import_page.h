#ifndef SCHEMA_IMPORT_PAGE_H
#define SCHEMA_IMPORT_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/lang.h"
#include "base/map.h"
#include "base/str.h"
#include "schema/schema.h"
#include "text/old_code.h"

/* A page of schema/import/NAME.md: how the columns of somebody's workbook are
 * fields of records, see schema(5). All lives in the schema's arena. */

/* Where the value of a cell goes: to a field of the record, in a list to that
 * of its n-th entry; or, with of, to that field of the record which a ref leads
 * to, by which it is found. */
struct import_place {
	struct path path;
	size_t entry;          /* from 0; where path goes through no list: 0 */
	struct path of;        /* n 0: none */
	const struct type *to; /* of which type of's record is */
	struct str dotted;     /* as the page has it */
	const struct node *at; /* in the page */
};

/* In which order a day is written with figures. */
enum import_days { IMPORT_DMY, IMPORT_MDY, IMPORT_YMD, IMPORT_DAYS };

/* What becomes of a cell that can be read in more than one way, or in one way
 * that nobody said: it is left out, taken as proposed, or holds back its
 * row. */
enum import_doubts { IMPORT_LEAVE, IMPORT_TAKE, IMPORT_HOLD };

/* A value that goes with another one. */
struct import_with {
	struct import_place place;
	struct str value;
};

struct import_column {
	struct str *headings; /* any of which it is known by */
	struct str *keys;     /* of each: see heading_key.h; not bare */
	size_t n_headings;
	struct import_place *places; /* none: it is skipped */
	size_t n_places;
	bool agrees; /* the cell is no value, but must say the same */
	bool stage;  /* what it must say is the stage */
	bool required;
	bool dropped;      /* its cells are not kept with the row either */
	struct map values; /* spelling key of a cell → struct str; n 0: empty */
	struct str *begins; /* pairs: a beginning, and what such a cell is */
	size_t n_begins;
	int digits; /* a number that lost its first zeros has so many; 0 */
	enum import_doubts doubts;
	enum import_days days;
	struct import_with *with;
	size_t n_with;
	struct import_place given, missing; /* only where it is, is not there */
	const struct node *at;
};

/* How a record is made that a ref leads to and nobody wrote yet. */
struct import_make {
	struct import_place place; /* the ref */
	const struct type *type;
	struct import_with *with;
	size_t n_with;
};

struct import_page {
	struct str name;
	const char *path;
	struct label label;
	const struct type *type;
	struct str *key; /* fields by which a row is known again */
	size_t n_key;
	bool has_code;
	enum old_code code; /* what the text was written in */
	int century;        /* two-digit years are of 100 from here on; 0 */
	struct map empty;   /* spelling keys of cells that say nothing */
	struct str *words;  /* pairs: an abbreviation, and what it stands for */
	size_t n_words;
	struct import_column *columns;
	size_t n_columns;
	struct import_with *with; /* in every record */
	size_t n_with;
	struct import_make *makes;
	size_t n_makes;
};

struct import_pages {
	struct import_page *all; /* sorted by name */
	size_t n;
};

/* Reads every page of the schema's imports. False, with everything wrong said,
 * when one cannot be used. */
bool import_pages_read(struct import_pages *, struct schema *,
    struct findings *);

void import_pages_release(struct import_pages *); /* what is in no arena */

const struct import_page *import_page_find(const struct import_pages *,
    struct str name);

/* The key by which cells and headings are compared: small letters, tones where
 * they belong, blanks as one. */
struct str import_page_key(struct str, struct arena *);

/* The field itself that a place leads to. */
const struct field *import_page_field(const struct import_place *);

#endif
