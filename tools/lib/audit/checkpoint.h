#ifndef AUDIT_CHECKPOINT_H
#define AUDIT_CHECKPOINT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "text/found.h"
#include "schema/schema.h"

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
	size_t count[LEVELS]; /* what was found on that day */

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
bool checkpoint_look(const char *dir, const char *expected, size_t *n,
    struct findings *);

/* Does the tag of that id count as a checkpoint, by authority.md in the commit
 * judge and, if there is one, in the commit it tags? It must be signed by
 * someone who then had, and if it arrives now still has, role 'refs' or
 * 'schema'. Where judge has no such page nobody can say. *why: why not, in the
 * arena. False after saying that it could not be found out. */
enum checkpoint_word { CHECKPOINT_UNTOLD, CHECKPOINT_COUNTS, CHECKPOINT_NOT };
bool checkpoint_counts(const char *dir, const char *id, const char *judge,
    bool arrives, struct arena *, enum checkpoint_word *, const char **why,
    struct findings *);

#endif
