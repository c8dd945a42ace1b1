#ifndef IMPORT_INSIDE_H
#define IMPORT_INSIDE_H

/* What the files of an import know of each other. */

#include "base/map.h"
#include "import/meaning.h"
#include "import/draft.h"
#include "import/headings.h"
#include "import/import.h"
#include "import/directory.h"
#include "import/origin.h"

/* A record that is made since a ref leads to it and nobody wrote it yet. */
struct made {
	const struct import_make *make;
	struct draft draft;
	struct str id;
	const char *path, *wrong; /* why it cannot be written; NULL: it can */
	size_t used;              /* by rows that are written */
	struct made *next;
};

/* A row on its way to a record. */
struct row {
	const struct sheet *sheet;
	const struct sheet_row *cells;
	struct headings *headings;
	struct draft draft;
	enum origin_taken *taken; /* by heading */
	struct origin origin;
	struct str key; /* by which it is known again; s NULL: it has none */
	struct made **made;
	size_t n_made, cap_made;
	struct str *leads; /* ids of other rows */
	size_t n_leads, cap_leads;
	bool held;                   /* not written: why was said */
	bool nobody;                 /* no record is meant by it */
	struct directory_record *is; /* the record it came to before; NULL */
	struct origin before;        /* what it was then; page.n 0: not known */
	struct str id;
	const char *path;
	struct row *same; /* another one of that name */
	size_t file;      /* + 1; 0: none */
};

struct importing {
	struct import *import;
	struct directory *directory;
	struct known_ids_many *ids;
	struct meaning_reader reader;
	struct arena *arena;
	struct row *rows;
	size_t n_rows, cap_rows;
	struct made *made, **last_made;
	int hints;         /* that were looked for */
	struct map paths;  /* of new files: two cannot have one */
	struct map coming; /* ids that rows have → the row, once it is known */
	bool quiet;        /* what was imported before is read again */
	bool bad;          /* what stops it was said */
};

/* row.c: the cells of a row as values. */
void row_read(struct importing *, struct row *, const bool *swapped);
const struct sheet_heading *row_heading(const struct row *, size_t column);
const char *row_where(struct importing *, const struct row *); /* for people */

/* doubt.c: adds a doubt, unless all is quiet. What is not taken is left out. */
void doubt_say(struct importing *, const struct row *, enum find,
    const struct sheet_heading *, const struct field *, struct str raw,
    struct str becomes, const char *why, bool taken);
/* Says that a cell is in no column. */
void doubt_bare(struct importing *, const struct row *, size_t column);
/* Says why it is held back. */
void doubt_hold(struct importing *, struct row *, enum find, const char *why);

/* ids.c: the id of a record that is new, as "new_id" of its type says. Empty:
 * *why there is none, or NULL after saying that not all could be asked. */
struct str ids_next(struct importing *, const struct draft *, const char **why);

/* refer.c: the records that the cells of a row name. */
struct wish {
	const struct import_place *place;
	struct str text;
	const struct sheet_heading *heading;
	enum import_doubts doubts;
};
void refer_all(struct importing *, struct row *, const struct wish *, size_t n);

/* known.c: who is there already, in the workbook and in the records. */
bool known_find(struct importing *);

/* update.c: what a newer row changes in its record. */
bool update_row(struct importing *, struct row *);

/* claim.c: where the page asks, whether a row that was worked out says the
 * stage that its days come to. */
void claim_check(struct importing *, struct row *);

/* fit.c: rows whose records would bring an error are held back. */
bool fit_check(struct importing *);

#endif
