#ifndef IMPORT_MEANING_H
#define IMPORT_MEANING_H

#include <stdbool.h>

#include "base/arena.h"
#include "import/sheet.h"
#include "schema/import_page.h"
#include "text/finding.h"

/* One cell as the value of a field: what it says for sure, what it perhaps
 * says, or that nobody can tell. */

enum meaning_says {
	MEANING_NOTHING, /* it is empty, or as good as that */
	MEANING_SURE,
	MEANING_DOUBT /* text is what it may mean; empty: nobody can tell */
};

struct meaning {
	enum meaning_says says;
	struct str text; /* as a record has it */
	enum find find;  /* of a doubt */
	const char *why; /* in the reader's language */
};

struct meaning_reader {
	const struct import_page *page;
	struct arena *arena;
	int latest; /* no day but a plan is later */
};

/* swapped: the days of the column were perhaps taken for months when they were
 * typed. A ref is only cleaned: who it is, directory.h tells. */
struct meaning meaning_read(const struct meaning_reader *,
    const struct import_column *, const struct field *,
    const struct sheet_cell *, bool swapped);

/* The stage or exit that a cell names. */
struct meaning meaning_stage(const struct meaning_reader *,
    const struct import_column *, const struct sheet_cell *);

/* What a cell says as text, on one line, composed, with plain blanks. */
struct str meaning_text(const struct meaning_reader *,
    const struct sheet_cell *);

/* Its abbreviations written out, as the page has them. */
struct str meaning_words(const struct import_page *, struct str,
    struct arena *);

/* Does the text of a cell tell a day, day first or month first, whose day is
 * past 12, so that the two cannot be taken for each other? */
bool meaning_day_is_plain(const struct sheet_cell *);

#endif
