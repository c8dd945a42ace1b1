#ifndef CHECKPOINT_H
#define CHECKPOINT_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "finding.h"
#include "schema.h"

/* A checkpoint notes what every ref pointed at on a day, how many commits led
 * there and how many records HEAD held. It is an annotated tag ketnap/DAY, made
 * and signed by git itself, which clones bring along:
 *
 *	ketnap checkpoint DAY
 *
 *	format 1
 *	head COMMIT
 *	found errors N warnings N notes N
 *	records TYPE N
 *	ref OBJECT N REF		N: commits of a branch, else -
 */

struct checkpoint {
	/* Given. */
	const char *dir;
	int day;
	size_t count[LEVELS];			/* what was found on that day */

	/* Made: both in the arena. */
	const char *name, *id;
	bool is_signed;
	struct arena arena;
};

/* Makes one. It is signed when git knows with which key. False after saying why
 * not. */
bool checkpoint_make(struct checkpoint *, struct findings *);
void checkpoint_release(struct checkpoint *);

/* Compares what all of them say with what there is now, and says what was
 * rewritten. expected: the id (or its start) of one that must be there; NULL:
 * none. *n: how many there are. False after saying why the answer is not
 * whole. */
bool checkpoints_look(const char *dir, const char *expected, size_t *n,
    struct findings *);

#endif
