#ifndef IMPORT_DIRECTORY_H
#define IMPORT_DIRECTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "import/draft.h"
#include "record/record.h"
#include "schema/import_page.h"
#include "text/found.h"

/* The records that there are, found by what a cell calls them. */

struct source;
struct directory;

struct directory_record {
	const struct type *type;
	struct str id;
	const char *path;
	struct str text;               /* its file; empty: it is being made */
	struct record record;          /* of text */
	const struct draft *draft;     /* else */
	struct directory_record *same; /* another one of that name */
};

struct directory *directory_new(const struct schema *, struct source *,
    const struct import_page *, struct arena *, struct findings *);
void directory_free(struct directory *);

/* Every record of a type, in order of paths, those made after them. False after
 * saying that not all could be read. */
bool directory_all(struct directory *, const struct type *,
    struct directory_record ***, size_t *n);

/* What the record must say under a field. */
struct directory_wish {
	const struct path *path;
	struct str value; /* of a ref: what a cell calls the record */
};

enum directory_found {
	DIRECTORY_NONE,
	DIRECTORY_ONE,
	DIRECTORY_NEAR,
	DIRECTORY_SEVERAL
};

/* The record of a type that is called so (empty: however) and grants all
 * wishes; ids, or nearly the same name without marks (DIRECTORY_NEAR), do too.
 * *which is one of them, *ids the first ones, for people. */
enum directory_found directory_find(struct directory *, const struct type *,
    struct str called, const struct directory_wish *, size_t n,
    const struct directory_record **which, const char **ids);

/* The only record whose name ends with these words, marks and case aside; NULL:
 * there is none, or several. */
const struct directory_record *directory_ending(struct directory *,
    const struct type *, struct str words);

const struct directory_record *directory_id(struct directory *,
    const struct type *, struct str id);

/* A record that is called so, marks and case aside, and by same the others. */
const struct directory_record *directory_named(struct directory *,
    const struct type *, struct str name);

/* Takes note of a record that is being made. */
void directory_add(struct directory *, const struct type *, struct str id,
    const struct draft *);

/* What a record says under a path; empty: nothing, or in several entries. */
struct str directory_value(const struct directory_record *,
    const struct path *);

#endif
