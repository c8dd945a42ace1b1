#ifndef SCHEMA_H
#define SCHEMA_H

#include <regex.h>
#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "calendar.h"
#include "finding.h"
#include "front.h"
#include "lang.h"
#include "map.h"
#include "str.h"

struct source;

/* What a repository's schema/ says: repository.md, the types, the generations
 * of the regulations and the calendar. Rules, views and reports have modules of
 * their own. Everything lives in the schema's arena and is constant once read. */

/* A name in data, what people call it, and other spellings of it. */
struct name {
	struct str name;
	struct label label, help;
	struct str *also;
	size_t n_also;
};

/* What people see: the label, else the name. NUL-terminated. */
const char *name_shown(const struct name *, enum lang);

/* Finds a name by any of its spellings (formats 1, Spellings). */
struct spellings {
	struct map exact, spelled;		/* name or spelling key → index + 1 */
};

enum kind {
	KIND_LINE, KIND_TEXT, KIND_NAME, KIND_ID, KIND_SLUG, KIND_INT,
	KIND_DECIMAL, KIND_FLAG, KIND_ENUM, KIND_DATE, KIND_PERIOD, KIND_DOCNO,
	KIND_REF, KIND_MAP, KIND_LIST, KINDS
};
const char *kind_name(enum kind);

enum { FIELD_NONE = -1 };

struct fields {
	struct field *all;
	size_t n;
	struct spellings by;
};

struct field {
	struct name name;
	enum kind kind;
	bool required, private, partial, immutable, unique, event, plan;
	bool has_min, has_max;
	double min, max;	/* of a number, a day, or how many entries */
	int late;		/* days; 0: not said */
	struct str pattern;	/* as written; empty: none */
	regex_t regex;		/* of pattern, matching the whole value */
	struct name *values;	/* of an enum */
	size_t n_values;
	struct spellings by_value;
	struct str to;		/* of a ref: the type it names */
	int key, span;		/* of a list of maps: fields of an entry, or
				 * FIELD_NONE */
	struct fields fields;	/* of a map, or of an entry of a list of maps */
	struct field *of;	/* of a list of scalars: what each is */
	struct field *up;	/* the map or list it stands in; NULL at the top */
	size_t index;		/* among its siblings */
};

/* Index of what is spelled key, or FIELD_NONE. */
int spellings_find(const struct spellings *, struct str key);

/* The nearest name among n, for "did you mean"; NULL: none is near. The step
 * is the size of an element, the name its first member. */
const struct name *name_near(const void *names, size_t n, size_t step,
    struct str typed);

/* The way from a record's top to a field: "xet[].ngay". */
enum { PATH_MOST = 8 };
struct path {
	const struct field *at[PATH_MOST];	/* outermost first */
	size_t n;
	int list;				/* which of them is the (only) list walked
						 * into, or FIELD_NONE */
};
bool fields_path(const struct fields *, struct str dotted, struct path *);
void field_dotted(const struct field *, struct buf *);	/* "nhan_xet.ky" */
bool field_private(const struct field *);		/* it or what it stands in */

/* What `when` asks of the map or entry an event stands in. */
struct condition {
	const struct field *field;
	struct str *values;			/* canonical */
	size_t n;
};

/* A stage, or an exit. */
struct stage {
	struct name name;
	struct path since;			/* the dates of its events; n 0: none */
	struct condition *when;
	size_t n_when;
	struct path *needs;
	size_t n_needs;
	bool optional;
	bool start, final;			/* of a typed stage */
	bool exit;
	const struct field *until;		/* of an exit: beside its since */
	size_t *next;				/* of a typed stage; of an exit: reopen */
	size_t n_next;
};

/* A computed column. */
struct computed {
	struct name name;
	struct str sql;
	enum kind kind;
	int line;				/* in the type's page */
};

struct type {
	struct name name;
	const char *page;			/* its path */
	struct str *files, *except;		/* patterns */
	size_t n_files, n_except;
	int id;					/* field, or FIELD_NONE: the path is the id */
	bool basename_id;
	struct str new_path;
	enum level unknown;			/* of a field no one declared */
	bool unknown_allowed;
	struct fields fields;
	struct stage *stages;			/* in order, exits after them */
	size_t n_stages, n_exits;
	int stage_field;			/* typed stage, or FIELD_NONE */
	int override;				/* field dieu_chinh, or FIELD_NONE */
	struct computed *columns;
	size_t n_columns;
	struct str *headings;			/* level 2, that must be there */
	size_t n_headings;
	size_t index;
};

struct generation {
	struct str gen;				/* "G2" */
	int since, until;			/* days; until is the next one's since,
						 * DAY_NONE for the last */
	char confidence;			/* 'A', 'B' or 'C' */
};

struct schema {
	struct arena arena;
	struct type *types;			/* by name */
	size_t n_types;
	struct generation *generations;		/* in order */
	size_t n_generations;
	struct calendar calendar;
	const struct type *default_type;	/* NULL: none said */
	struct str zone;
	bool label_spelling;			/* spelling: label */
	struct str accept;			/* name of the acceptance field */
	char id[17];				/* over all pages: for footers and caches */
};

enum { SCHEMA_FORMAT = 1 };			/* what we read: this and older */

/* Reads schema/ of a source (of its root, or of the folder "." when schema_dir
 * names the schema's own folder). False, with everything wrong in it said, when
 * it cannot be used. */
bool schema_read(struct schema *, struct source *, const char *folder,
    struct findings *);
void schema_release(struct schema *);

const struct type *schema_type(const struct schema *, struct str name);
const struct type *schema_type_near(const struct schema *, struct str name);

/* The type whose files a path is among; NULL: none. *two is the second one
 * when two claim it. */
const struct type *schema_type_of(const struct schema *, const char *path,
    const struct type **two);

const struct generation *schema_generation(const struct schema *, struct str gen);

#endif
