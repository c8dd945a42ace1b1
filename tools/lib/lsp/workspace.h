#ifndef LSP_WORKSPACE_H
#define LSP_WORKSPACE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/lang.h"
#include "check/check.h"
#include "lsp/document.h"
#include "lsp/roster.h"
#include "schema/rule.h"
#include "schema/schema.h"

struct catalog;

/* A repository that an open file lies in: its schema, rules and records, read
 * once and kept. */
struct workspace {
	char *root;            /* in the file system, without links */
	struct source *source; /* covered by what is open */
	bool ready;            /* its schema reads; else nothing of it is set */
	struct schema schema;
	struct rules rules;
	struct roster roster;
	struct catalog *catalog; /* for its tables; NULL: not needed yet */
	bool catalog_checked;

	/* all that asks for no record yet, to be finished by a fork; NULL: not
	 * needed yet, or not to be had */
	struct check check;
	struct findings said;
	struct check_begun *begun;
	const char *only_path; /* what check.paths leads to */
	int today;             /* DAY_NONE: that cannot be told */
	const char *today_text;
	enum lang lang;

	/* a question about all of it is open, or is to be asked then (in ms) */
	bool asked;
	long long due, took;
	bool anew;      /* a page of the schema is not as it was read */
	bool open_page; /* one of them is open */
};

/* The repository that holds a file: the nearest folder above it with
 * schema/repository.md. Reads it. NULL: there is none. today: --today, or
 * NULL. */
struct workspace *workspace_open(const char *file, const char *today,
    enum lang);
void workspace_free(struct workspace *);

/* The path of a file in it, yours to free; NULL: it lies outside. */
char *workspace_rel(const struct workspace *, const char *file);
/* Adds the URI of a path in it. */
void workspace_add_uri(const struct workspace *, const char *rel, struct buf *);

/* Reads schema and records again, with what is open in it. False: the schema
 * does not read, and what was known before stays. */
bool workspace_load(struct workspace *, struct document *const *, size_t n);

/* Is a path a page of its schema? */
bool workspace_is_page(const char *rel);

/* The type that a path is of; NULL: none, or two. */
const struct type *workspace_type(const struct workspace *, const char *rel);

/* Asks all that a check asks, if that was not done. */
bool workspace_begin(struct workspace *);

/* Its tables, with the columns of views when all is set; NULL: they cannot be
 * had. */
struct catalog *workspace_catalog(struct workspace *, bool all);

/* The day on which things are judged: it may be another one by now. */
int workspace_today(struct workspace *);

/* A record as it is now, of bytes that are open or lie there. */
void workspace_note(struct workspace *, const char *rel, struct str text);
/* The same of a file that changed, or is there no more. */
void workspace_changed(struct workspace *, const char *rel);

#endif
