#ifndef EXPORT_EXPORT_H
#define EXPORT_EXPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "query/answer.h"
#include "schema/schema.h"

struct connection;
struct pseudonyms;
struct rules;
struct source;

/* Tables of the catalog, written for other programs. Each form is a row of the
 * table in format.c and a file of its own. */

struct export_options {
	const struct answer *answer;
	const struct schema *schema;
	struct source *source;
	const char *format;      /* a word of export_format_words */
	const char *to;          /* a file or a folder; NULL: standard output */
	const struct type *type; /* its tables alone; NULL: of all types */
	const char *const *words; /* these tables alone; n_words 0: all */
	size_t n_words;
	bool private;     /* nothing is masked */
	bool bodies;      /* the text of records, too */
	bool spreadsheet; /* CSV as spreadsheets take it, with labels */
	char separator;   /* of CSV */
	const struct pseudonyms *pseudonyms; /* of persons' ids; NULL: none */
	int today;
	struct connection *server; /* to load it into; NULL: none */
	const struct rules *rules; /* for a server; NULL: none */
};

/* The words for -o, NULL after the last. */
const char *const *export_format_words(size_t *n);
/* Has it a form for spreadsheets beside the plain one (--spreadsheet)? */
bool export_format_has_spreadsheet(const char *format);
/* Must there be a file or folder to write to? */
bool export_format_needs_place(const char *format);

/* Writes everything or, after saying why not, nothing. unreadable: records that
 * are left out. */
struct export_counts {
	unsigned long long rows;
	size_t unreadable;
	/* of a load into a server: files that there are, whose rows were
	 * written, and that are gone */
	size_t files, changed, gone;
};
bool export_run(const struct export_options *, struct export_counts *);

/* JSON Schema of the type, or of all, each in a file TYPE.json of a folder. */
bool export_json_schema(const struct export_options *, bool written);

#endif
