#ifndef AUDIT_AUDIT_INSIDE_H
#define AUDIT_AUDIT_INSIDE_H

#include "audit/audit.h"
#include "audit/authz.h"
#include "audit/clock.h"
#include "audit/sound.h"
#include "base/map.h"
#include "history/history.h"
#include "text/kept.h"

/* What the files of a replay know of each other: audit judges a commit, and
 * audit_run goes from one to the next. */

/* A field by its name, as it was found. */
struct field_at {
	const struct type *type; /* NULL: none was */
	const struct field *field;
};

/* One replay. */
struct replay {
	struct audit *audit;
	struct schema_versions *schemas;
	struct history *history;
	struct authz *authz;
	struct audit_clock *clock;
	struct ahead *ahead; /* NULL: nothing is told ahead */
	struct sound sound;
	struct findings *out;
	struct arena arena; /* as long as the replay */
	struct map known;   /* commits that are not judged */
	struct map deleted; /* records, by type and id */
	size_t roots;
	struct field_at fields[256]; /* by where their names lie */

	/* The commit that is replayed. */
	const struct revwalk_commit *commit;
	const struct schema *own;    /* its own; NULL: none */
	bool carried;                /* to it from a later one */
	const struct schema *schema; /* that judges it; NULL: none */
	const struct schema **there; /* those of where it is pushed to */
	size_t n_there;
	int day;
	bool judged, settled, import;
	size_t late;                         /* in an import */
	size_t duplicates;                   /* looked for */
	struct kept unknown;                 /* what its day would decide */
	const struct history_told *told;     /* until a merge is judged */
	const struct history_record *record; /* whose changes are judged */
	const struct str *courses; /* of records without versions, or NULL */
	struct arena now;
};

/* Replays one, after those that it goes on from. False, having said why as
 * trouble, when that is not whole. */
bool audit_commit(struct replay *, const struct revwalk_commit *,
    struct findings *to);

/* A commit that was judged is of this day. */
void audit_note_day(struct audit *, int day);

/* Where a type of a schema that counts here has its records, or the schema its
 * pages. to: the replay. */
bool audit_is_of_records(struct str path, void *to);

#endif
