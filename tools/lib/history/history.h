#ifndef HISTORY_HISTORY_H
#define HISTORY_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "text/found.h"
#include "git/revwalk.h"
#include "record/record.h"
#include "schema/schema.h"
#include "base/str.h"

/* What each commit changed in which record, field by field (ketnap(7), CHANGES
 * OF RECORDS).
 *
 * The records of a commit are read with the schema of that commit, or, where
 * that cannot be read, with the last one along first parents that could. What
 * is told of a commit depends on it and its forebears alone. */

enum history_op {
	HISTORY_CREATE,
	HISTORY_SET,
	HISTORY_ADD,
	HISTORY_REMOVE,
	HISTORY_MOVE,
	HISTORY_DELETE,
	HISTORY_OPS
};
const char *history_op_name(enum history_op); /* "create" */

/* Whose change a merge does not have. */
enum history_side {
	HISTORY_NO_SIDE,
	HISTORY_OURS,
	HISTORY_THEIRS,
	HISTORY_BOTH
};

/* s NULL: none. */
struct history_change {
	enum history_op op;
	struct str type, id, path; /* path: where it is now, or was */
	struct str field, entry;
	struct str old, new;
	bool private; /* old and new */
	bool entry_private;
	/* by a merge; ours is that of its first parent */
	enum history_side dropped;
	bool torn; /* and it could not have had both */
};

/* What became of one record. */
struct history_record {
	struct str type, id, path;
	size_t from, n; /* its changes, among all of the commit */
	/* What it is, and was in each parent (NULL: not there), and a NULL
	 * behind, all read with the schema of the first parent, if it has one.
	 * now NULL: it is not there, or was moved alone, or nobody asked. */
	const struct record *now, *const *before;
};

/* What a commit changed. */
struct history_told {
	const struct history_change *changes; /* those of a record together */
	size_t n;
	const struct history_record *records; /* in the order of changes */
	size_t n_records;
	/* Paths of versions of records, or the schema, that could not be read.
	 * What was changed in them shows in the next version that can. */
	const struct str *gaps;
	size_t n_gaps;
};

/* Adds what became of a record as bytes: these are its changes, as of a day. */
typedef void history_pack(struct buf *, const struct history_record *,
    const struct history_change *, int day);

struct history;

/* The schemas of a repository, each read once for several threads. likely: one
 * that was read, and is that of some commits, too, which need not read it
 * then; NULL: none. It must outlive them. */
struct schema_versions;
struct schema_versions *schema_versions_new(const struct schema *likely);
void schema_versions_free(struct schema_versions *);

/* fixed: this schema for every commit; NULL: each its own. from: the commit
 * whose schema, but not its authority, those are read with that lead to it and
 * have none yet (schema(5), history); NULL: they have no records. schemas:
 * those of the repository; NULL: it reads them for itself. All must outlive
 * it. */
struct history *history_new(struct revwalk *, const struct schema *fixed,
    const char *from, struct schema_versions *);
void history_free(struct history *);

/* Tells what a commit changed, with stages as of a day (the committer's, see
 * history_day): nothing for a merge that does what its parents merged field by
 * field come to. versions: what records are and were, too. It lasts until the
 * next is told. NULL after saying why that could not be found out. */
const struct history_told *history_tell(struct history *,
    const struct revwalk_commit *, int day, bool versions, struct findings *);

/* What it told and read lately goes, where nothing more is told. */
void history_forget(struct history *);

/* The committer's day in the zone of the commit's schema, UTC without one;
 * DAY_NONE: the commit does not say. False after saying why it could not be
 * found out. Not while other threads look at the environment: see day_span. */
bool history_day(struct history *, const struct revwalk_commit *, int *day,
    struct findings *);

/* The schema that a commit's records are read with; NULL: there was none yet.
 * *carried (may be NULL): it was carried back to it from a later commit. It
 * lives as long as the history. False after saying why it could not be found
 * out. */
bool history_schema(struct history *, const struct revwalk_commit *,
    const struct schema **, bool *carried, struct findings *);

/* Can the commit named by from be used? False after saying why not. */
bool history_from(struct history *, struct findings *);

/* A record as it is at a path of a commit, and its stage; where it does not
 * read, as it last did. *r NULL: there is none. It lasts until history_tell is
 * called again. False after saying why it could not be found out. */
bool history_version(struct history *, const struct revwalk_commit *,
    struct str path, const struct record **r, struct str *stage,
    struct findings *);

/* The trees that a commit's own is compared with, and whose they are, in an
 * arena. False after saying why that cannot be told. */
bool history_trees(struct revwalk *, const struct revwalk_commit *,
    struct arena *, struct revwalk_trees *,
    const struct revwalk_commit ***commits, struct findings *);

/* A commit that creates so many records is an import, and so is one that
 * creates any and whose message has a line "Import: …" (knimport(1)). */
enum { HISTORY_IMPORT = 50 };
bool history_is_import(struct str message, size_t created);

#endif
