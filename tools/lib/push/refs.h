#ifndef PUSH_REFS_H
#define PUSH_REFS_H

#include <stdbool.h>

#include "base/arena.h"
#include "text/found.h"
#include "base/map.h"
#include "base/str.h"

struct ledger;

/* The branches and tags of a server, and what a push may do to them by
 * themselves: what they lead to is judged elsewhere. */

/* One line of a push. */
struct ref_move {
	const char *old, *new; /* ids; NULL: not there */
	const char *ref;       /* its whole name */
};

struct refs {
	struct map ids; /* by name, as they are now */
	/* their names, and those of refs to come: see ref_name_alike */
	struct map alike;
	const char *head; /* the branch that HEAD names; NULL: none */
	/* the commit by whose page pushes are judged; NULL: there is none
	 * yet */
	const char *judge;
	struct arena arena;
};

/* Those of the repository of the current folder. The judge is HEAD's commit;
 * where HEAD names no branch that is there, that in which the newest
 * authority.md was made, or where none ever was, what the first ref leads to.
 * False after saying why they cannot be told. */
bool refs_read(struct refs *, struct findings *);
void refs_release(struct refs *);

/* Tells of a ref that comes. */
void refs_expect(struct refs *, const char *ref);

/* Is a move lawful? Says why not. together: all that arrive with it, by the
 * name of their ref. ledger: what was taken away before; it notes what is
 * now. */
bool refs_may(const struct refs *, struct ledger *, const struct map *together,
    const struct ref_move *, struct findings *);

/* Must the ledger be known for it? */
bool refs_need_ledger(const struct ref_move *);

#endif
