#ifndef LSP_ROSTER_H
#define LSP_ROSTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/map.h"
#include "lsp/position.h"
#include "record/record.h"
#include "schema/schema.h"

struct source;

/* What an editor asks of all records, kept in memory: which ids there are, how
 * people call them, and who refers to whom. Follows each change of a record by
 * itself. */

/* An id that a record has, or that one refers to. */
struct roster_id {
	const struct type *type;
	struct str id;
	struct roster_record *record; /* the last that has it; NULL: none */
	size_t referred;              /* how often */
};

struct roster_ref {
	struct roster_id *to;
	struct position_any from, end;
};

struct roster_record {
	const char *path;
	const struct type *type;
	struct roster_id *id; /* NULL: it has none */
	bool gone;            /* no such file any more */
	bool unread;          /* it did not parse; what was last known stays */
	/* its id in the file; of one without: both 0 */
	struct position_any from, end;
	struct str called; /* by people; empty: not said */
	struct str folded; /* that and the id, for searching */
	struct roster_ref *refs;
	size_t n_refs;
	void *memory; /* of all that */
};

struct roster {
	const struct schema *schema;
	struct arena arena;
	struct roster_record **all; /* in the order in which they came */
	size_t n, cap;
	struct map by_path;
	struct map *ids; /* by type → struct roster_id */
};

/* Reads every record of a source; those that do not parse are there, too. */
void roster_load(struct roster *, const struct schema *, struct source *,
    int today);
void roster_release(struct roster *);

/* A record as it is now. parsed false: only its path, type and id count. */
struct roster_record *roster_note(struct roster *, const struct record *,
    bool parsed);
void roster_drop(struct roster *, const char *path);

struct roster_record *roster_at(const struct roster *, const char *path);
/* NULL: no record has that id, and none refers to it. */
struct roster_id *roster_find(const struct roster *, const struct type *,
    struct str id);

#endif
