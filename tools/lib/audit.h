#ifndef AUDIT_H
#define AUDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "finding.h"
#include "past.h"
#include "schema.h"

/* Replays the history of records against what their types declare: what a
 * commit changes is judged by the schema of its first parent (that of a first
 * commit: its own). Findings are about "COMMIT:path", with the commit's whole
 * id. Values never show. */

/* Such a place as people see it, with the first 12 digits. */
const char *audit_place(const char *path, struct arena *);

struct audit {
	/* Given. */
	struct past *past;
	const struct schema *fixed;	/* instead of every commit's; NULL: none */
	struct past *known;		/* what leads to its tip is not judged */

	/* Found. */
	size_t commits, changes;	/* that were judged */
	size_t corrected;		/* changes that a commit's message allows */
	size_t unread;			/* versions that could not be read */
};

/* False, having said why as trouble, when the answer is not whole. */
bool audit_run(struct audit *, struct findings *);

#endif
