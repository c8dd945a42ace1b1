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

/* s NULL: none. All of it lasts until the next is told. */
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

/* gap: a version of a record, or the schema, that could not be read. What was
 * changed in it shows in the next version that can. */
struct history_hook {
	void (*change)(const struct history_change *, void *);
	void (*gap)(struct str path, void *);
	void *to;
	/* May be NULL. After its changes: what a record is now, and was in each
	 * parent (NULL: not there), all read with the schema of the first
	 * parent, if it has one. */
	void (*record)(const struct record *now,
	    const struct record *const *before, size_t n, void *to);
};

struct history;

/* fixed: this schema for every commit; NULL: each its own. from: the commit
 * whose schema, but not its authority, those are read with that lead to it and
 * have none yet (schema(5), history); NULL: they have no records. All must
 * outlive it. */
struct history *history_new(struct revwalk *, const struct schema *fixed,
    const char *from);
void history_free(struct history *);

/* Tells what a commit changed, with stages as of a day (the committer's, see
 * history_day): nothing for a merge that does what its parents
 * merged field by field come to. False after saying why that could not be
 * found out. */
bool history_tell(struct history *, const struct revwalk_commit *, int day,
    const struct history_hook *, struct findings *);

/* The committer's day in the zone of the commit's schema, UTC without one;
 * DAY_NONE: the commit does not say. False after saying why it could not be
 * found out. Not while other threads look at the environment: see day_span. */
bool history_day(struct history *, const struct revwalk_commit *, int *day,
    struct findings *);

/* The schema that a commit's records are read with; NULL: there was none yet,
 * or why it could not be found out was said. It lives as long as the
 * history. */
const struct schema *history_schema(struct history *,
    const struct revwalk_commit *, struct findings *);

/* Is that what was carried back to it from a later commit? */
bool history_is_carried(struct history *, const struct revwalk_commit *,
    struct findings *);

/* Can the commit named by from be used? False after saying why not. */
bool history_from(struct history *, struct findings *);

/* A record as it is at a path of a commit, while what a commit changed is told
 * or right after it; where it does not read, as it last did. NULL: there is
 * none, or why it could not be found out was said. It lasts until history_tell
 * is called again. */
struct record;
const struct record *history_record(struct history *,
    const struct revwalk_commit *, struct str path, struct str *stage,
    struct findings *);

/* A commit that creates so many records is an import. */
enum { HISTORY_IMPORT = 50 };

#endif
