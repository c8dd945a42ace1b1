#ifndef SCHEMA_SCHEMA_H
#define SCHEMA_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/sha256.h"
#include "schema/authority.h"
#include "text/calendar.h"
#include "text/found.h"
#include "base/str.h"
#include "git/entry.h"
#include "schema/type.h"

struct entry;
struct rules;
struct source;
struct views;

/* What a repository's schema/ says: repository.md, the types, the generations
 * of the regulations, the calendar and who may commit what. Rules, views and
 * reports have modules of their own. Everything lives in the schema's arena and
 * is constant once read. */

struct generation {
	struct str gen;      /* "G2" */
	struct str document; /* the first of them; empty: none is named */
	/* days; until is the next one's since, DAY_NONE for the last */
	int since, until;
	char confidence; /* 'A', 'B' or 'C' */
};

/* A level that repository.md sets for what is no finding of the tools. */
struct rule_level {
	struct str id;
	enum level level; /* LEVEL_OFF: off */
	struct place at;
};

/* A page that a schema was read from. */
struct schema_page {
	const char *path;  /* with the folder's */
	char id[ENTRY_ID]; /* of its bytes, as git has it */
};

struct schema {
	struct arena arena;
	struct source *source; /* where its pages come from */
	const char *folder;    /* and under which folder */
	struct type *types;    /* by name */
	size_t n_types;
	struct generation *generations; /* in order */
	size_t n_generations;
	struct generation *standing; /* in order; they hold beside those */
	size_t n_standing;
	struct calendar calendar;
	const struct type *default_type; /* NULL: none said */
	struct str zone;
	/* the commit whose schema those before the first one are read with, 40
	 * digits; NULL: none */
	const char *schema_from;
	bool label_spelling; /* spelling: label */
	struct role_names roles[FIELD_ROLES];
	/* the view that says whose work a record is; empty: none does */
	struct str whose;
	struct place whose_at;
	const struct authority
	    *authority; /* NULL: everybody may do everything */
	/* of findings, as repository.md sets them */
	struct found_levels levels;
	struct rule_level *rule_levels; /* ids that may be those of rules */
	size_t n_rule_levels;
	char id[17]; /* over all pages: for footers */
	/* where they were kept (schema_kept.h), already; NULL: they are read
	 * when they are asked for */
	const struct rules *rules;
	const struct views *views;
	char *kept; /* in these bytes, which it owns */
	/* all of its pages, by path; NULL: nobody noted them */
	struct schema_page *pages;
	size_t n_pages;
	bool summed; /* see schema_sum */
	unsigned char sum[SHA256_BYTES], record_sum[SHA256_BYTES];
};

enum { SCHEMA_FORMAT = 1 }; /* what we read: this and older */

/* Reads schema/ of a source (of its root, or of the folder "." when schema_dir
 * names the schema's own folder). False, with everything wrong in it said, when
 * it cannot be used. */
bool schema_read(struct schema *, struct source *, const char *folder,
    struct findings *);
void schema_release(struct schema *);

/* Finds sum, that of the names and bytes of all pages, by which nobody can make
 * one schema pass for another; and record_sum, that of all but the pages of
 * reports and imports, on which nothing rests that is told of records. Only its
 * source and folder need be there. */
void schema_sum(struct schema *);
void schema_record_sum(const struct schema *, unsigned char out[SHA256_BYTES]);

/* The pages of the schema's folder that a pattern matches, but for README.md,
 * sorted by path. False after saying why they cannot be listed. */
bool schema_pages(const struct schema *, const char *glob, struct arena *,
    struct entry **, size_t *n, struct findings *);

/* Has a commit, as a source, the same pages in that folder? Only of a schema
 * whose pages were noted. */
bool schema_is_of(const struct schema *, struct source *commit,
    const char *folder);

/* Can this machine tell the days of its zone? False after saying why not, also
 * of a schema that does not read. */
bool schema_zone(const struct schema *, struct findings *);

/* Today: as --today says (NULL: it does not), else KN_TODAY, else the clock in
 * that zone. False after saying what is wrong, the zone too. */
bool schema_today(const struct schema *, const char *option, int *today,
    struct findings *);

/* The later one of today and the day of the clock: no day after it has been. */
int schema_latest(const struct schema *, int today);

const struct type *schema_type(const struct schema *, struct str name);
/* The name that was perhaps meant; empty: none is near. */
struct str schema_type_near(const struct schema *, struct str name);

/* The type that a key of a page names. NULL after saying through the page that
 * there is none, or when nothing stands there. */
const struct type *schema_type_asked(const struct schema *, struct page_keys *,
    const struct node *map, const char *key);

/* The type whose files a path is among; NULL: none. *two is the second one
 * when two claim it. */
const struct type *schema_type_of(const struct schema *, const char *path,
    const struct type **two);

const struct generation *schema_generation(const struct schema *,
    struct str gen);
bool schema_is_standing(const struct schema *, const struct generation *);

/* Could a file below a folder be of a type? (NULL: there is no type.) */
bool schema_below(const struct schema *, struct str folder);

#endif
