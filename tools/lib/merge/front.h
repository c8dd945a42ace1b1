#ifndef MERGE_FRONT_H
#define MERGE_FRONT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "parse/edit.h"
#include "text/found.h"
#include "git/lines.h"
#include "record/record.h"

/* Merges the front matter of three versions of a record by field and by key of
 * list entries, as changes to the bytes of ours. */

enum { BASE, OURS, THEIRS, SIDES };

struct merge_front {
	/* Given. */
	const struct record *side[SIDES]; /* BASE may be NULL: none */
	struct marking marking;
	/* of others: what does not go together is noted there, not marked */
	bool ancestor;
	struct arena *arena;
	struct findings *to; /* conflicts, with their reasons */

	/* Found: changes of ours that are sure, and, where they are not, what
	 * marks the conflict. Yours to release. */
	struct edit sure, marks;
	size_t said; /* conflicts */
};

/* False, after saying why, where not even the place of a conflict can be
 * marked: then nothing that was found holds. */
bool merge_front(struct merge_front *);
void merge_front_release(struct merge_front *);

#endif
