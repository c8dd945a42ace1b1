#ifndef SCHEMA_TYPE_H
#define SCHEMA_TYPE_H

#include <regex.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "text/finding.h"
#include "schema/page_keys.h"
#include "text/names.h"
#include "base/str.h"

/* What a record of one type may hold: schema/types/NAME.md, see schema(5). */

enum kind {
	KIND_LINE,
	KIND_TEXT,
	KIND_NAME,
	KIND_ID,
	KIND_SLUG,
	KIND_INT,
	KIND_DECIMAL,
	KIND_FLAG,
	KIND_ENUM,
	KIND_DATE,
	KIND_PERIOD,
	KIND_DOCNO,
	KIND_REF,
	KIND_MAP,
	KIND_LIST,
	KINDS
};
const char *kind_name(enum kind);

enum { FIELD_NONE = NAME_NONE };

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
	double min, max;     /* of a number, a day, or how many entries */
	int late;            /* days; 0: not said */
	struct str pattern;  /* as written; empty: none */
	regex_t regex;       /* of pattern, matching the whole value */
	struct name *values; /* of an enum */
	size_t n_values;
	struct spellings by_value;
	struct str to; /* of a ref: the type it names */
	/* of a list of maps: fields of an entry, or FIELD_NONE */
	int key, span;
	struct fields fields; /* of a map, or of an entry of a list of maps */
	struct field *of;     /* of a list of scalars: what each is */
	struct field *up; /* the map or list it stands in; NULL at the top */
	size_t index;     /* among its siblings */
};

/* The way from a record's top to a field: "xet[].ngay". */
enum { PATH_MOST = 8 };
struct path {
	const struct field *at[PATH_MOST]; /* outermost first */
	size_t n;
	/* which of them is the (only) list walked into, or FIELD_NONE */
	int list;
};
bool fields_path(const struct fields *, struct str dotted, struct path *);
void field_dotted(const struct field *, struct buf *); /* "nhan_xet.ky" */
bool field_private(const struct field *); /* it or what it stands in */

/* What `when` asks of the map or entry an event stands in. */
struct condition {
	const struct field *field;
	struct str *values; /* canonical */
	size_t n;
};

/* A stage, or an exit. */
struct stage {
	struct name name;
	struct path since; /* the dates of its events; n 0: none */
	struct condition *when;
	size_t n_when;
	struct path *needs;
	size_t n_needs;
	bool optional;
	bool start, final; /* of a typed stage */
	bool exit;
	const struct field *until; /* of an exit: beside its since */
	size_t *next;              /* of a typed stage; of an exit: reopen */
	size_t n_next;
};

/* A computed column. */
struct computed {
	struct name name;
	struct str sql;
	enum kind kind;
	int line; /* in the type's page */
};

struct type {
	struct name name;
	const char *page;           /* its path */
	struct str *files, *except; /* patterns */
	size_t n_files, n_except;
	size_t files_off; /* of "files" in the page; 0: not said */
	int id;           /* field, or FIELD_NONE: the path is the id */
	bool basename_id;
	struct str new_path;
	enum level unknown; /* of a field no one declared */
	enum level links;   /* of a link that leads nowhere */
	bool links_said;
	bool unknown_said; /* on the page, not by default */
	bool unknown_allowed;
	struct fields fields;
	struct stage *stages; /* in order, exits after them */
	size_t n_stages, n_exits;
	struct spellings by_stage; /* stages and exits */
	int stage_field;           /* typed stage, or FIELD_NONE */
	int override;              /* field dieu_chinh, or FIELD_NONE */
	struct computed *columns;
	size_t n_columns;
	struct str *headings; /* level 2, that must be there */
	size_t n_headings;
	bool body_said, body_private; /* said: whether the body is */
	size_t index;
};

/* May a message show what a body says? Where the page does not tell, a body
 * tells of persons if fields do that are private. */
bool type_hides_body(const struct type *);

/* Reads a type's page into *t. Everything it says lives in the form's arena.
 * Problems are said through the form. */
void type_read(struct type *, struct page_keys *, const struct node *root);

/* What only all types together can tell: refs lead to types that exist. */
void type_check_refs(const struct type *, const struct type *types, size_t n,
    struct page_keys *);

/* The field that "nhan_xet.ky" names in any of its spellings; NULL: none. */
const struct field *type_field(const struct type *, struct str dotted);
void type_release(struct type *); /* what is not in an arena */

#endif
