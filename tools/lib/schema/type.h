#ifndef SCHEMA_TYPE_H
#define SCHEMA_TYPE_H

#include <stdbool.h>
#include <stddef.h>

#include "text/level.h"
#include "schema/field.h"
#include "schema/field_role.h"
#include "schema/id_pattern.h"
#include "base/str.h"

/* What a record of one type may hold: schema/types/NAME.md, see schema(5). */

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
	enum field_kind kind;
	int line; /* in the type's page */
};

struct type {
	struct name name;
	const char *page;           /* its path */
	struct str *files, *except; /* patterns */
	struct str *begins;         /* by files: glob_begins */
	size_t n_files, n_except;
	size_t files_off; /* of "files" in the page; 0: not said */
	int id;           /* field, or FIELD_NONE: the path is the id */
	bool basename_id;
	struct str new_path;
	struct id_pattern new_id;
	enum level unknown; /* of a field no one declared */
	enum level links;   /* of a link that leads nowhere */
	bool links_said;
	bool unknown_said; /* on the page, not by default */
	bool unknown_allowed;
	struct fields fields;
	const struct field **numbered; /* all of them, however deep */
	size_t n_numbered;
	struct stage *stages; /* in order, exits after them */
	size_t n_stages, n_exits;
	struct spellings by_stage;            /* stages and exits */
	int stage_field;                      /* typed stage, or FIELD_NONE */
	struct role_field roles[FIELD_ROLES]; /* known once all types are */
	const struct field *born;             /* NULL: it has no life */
	int life_min, life_max;    /* years: at an event, to the last day */
	const struct field **same; /* that tell who is one person */
	size_t n_same;
	struct computed *columns;
	size_t n_columns;
	struct str *headings; /* level 2, that must be there */
	size_t n_headings;
	bool body_said, body_private; /* said: whether the body is */
	size_t index;
	/* messages may show what to write for a private value */
	bool open;
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
/* The stage or exit of that very name; NULL: none. */
const struct stage *type_stage(const struct type *, struct str name);
/* The field that says what people call a record: the first name, else the first
 * line that is required; NULL: there is none. */
const struct field *type_called(const struct type *);
void type_release(struct type *); /* what is not in an arena */

#endif
