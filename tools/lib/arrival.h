#ifndef ARRIVAL_H
#define ARRIVAL_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "finding.h"
#include "map.h"

/* What knaudit would say of commits, asked before they are taken. */
struct arrival {
	const char *tip;		/* what a ref is to lead to */
	const char *const *there;	/* commits by whose schemas and authorities
					 * they are judged, too */
	size_t n_there;
	const char *const *range;	/* what the ref would gain */
	size_t n;
	const char *const *new;		/* of it, what is nowhere here yet */
	size_t n_new;
	struct map *said;		/* kept for the next: nothing is said twice */
	struct arena *arena;		/* of its keys */
};

/* Says errors only. False: there are some, or it could not be found out. */
bool arrival_judge(const struct arrival *, struct findings *);

#endif
