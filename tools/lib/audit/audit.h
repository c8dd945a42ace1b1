#ifndef AUDIT_AUDIT_H
#define AUDIT_AUDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "text/found.h"
#include "git/revwalk.h"
#include "schema/schema.h"

/* Replays the history of records against what their types declare: what a
 * commit changes is judged by the schema of its first parent (that of a first
 * commit: its own), and so is whether its author may. Findings are about
 * "COMMIT:path", with the commit's whole id. Values never show. */

/* A change that a commit's message allows, and why it says. */
struct audit_correction {
	struct str commit; /* the whole id */
	int day;           /* of the commit; DAY_NONE: not told */
	struct str id, field, reason;
};

struct journal;

struct audit {
	/* Given. */
	struct revwalk *past;
	const struct schema *fixed;  /* instead of every commit's; NULL: none */
	const char *from;            /* see history_new */
	const struct schema *likely; /* see schema_versions_new */
	struct revwalk *known;       /* what leads to its tip is not judged */
	int today;     /* no commit is later; DAY_NONE: not known */
	bool no_cache; /* signatures are checked anew */
	/* what was found before, and is now; NULL: none. Not for a push, nor
	 * with fixed or missing. */
	struct journal *journal;
	const struct audit_push *push; /* NULL: none */
	/* NULL, or the commits are not made yet, nor signed, and a line that a
	 * message would have needed is added to it */
	struct buf *missing;

	/* Found. */
	size_t commits, changes; /* that were judged */
	size_t corrected;        /* changes that a commit's message allows */
	size_t before;           /* commits without a schema to judge by */
	size_t carried;          /* commits read with that of from */
	size_t undated;          /* commits whose day cannot be told */
	size_t unread;           /* versions that could not be read */
	size_t open;             /* commits where everybody may do everything */
	size_t claimed;          /* commits that carry no signature */
	struct audit_correction *corrections; /* each once, in order */
	size_t n_corrections, cap_corrections;
	int first, last;    /* days of commits; DAY_NONE: none */
	struct arena arena; /* of corrections */
};

/* What arrives in a push is judged by what is there, too. */
struct audit_push {
	const struct oid *tips; /* what leads to them arrives */
	size_t n_tips;
	/* commits whose schemas and authorities are asked as well */
	const struct oid *there;
	size_t n_there;
	struct revwalk_known outside; /* commits that are not asked about */
	/* commits that were judged, and are now asked about by that authority
	 * alone */
	struct revwalk_known settled;
};

void audit_release(struct audit *); /* what was found */

/* False, having said why as trouble, when the answer is not whole. */
bool audit_run(struct audit *, struct findings *);

#endif
