#ifndef CHECK_CAPPED_H
#define CHECK_CAPPED_H

#include <stddef.h>

#include "base/arena.h"
#include "text/found.h"

/* So many findings of one id and level are shown for one file: a fault that a
 * file has a thousand times is one to a reader. */
enum { SHOWN_MOST = 100 };

/* Findings on their way to who shows them. All-zero but for say and to. */
struct capped {
	void (*say)(const struct finding *, void *);
	void *to;                  /* handed to say */
	struct arena arena;        /* what follows, of one file */
	const char *path;          /* NULL: of none yet */
	struct capped_kind *first; /* in the order in which they came */
};

/* say: passes a finding on, unless it is of a kind that was shown often enough.
 * When another file begins, one finding says how many more there were: see
 * more in struct finding. What is of no file is always passed on. */
void capped_say(const struct finding *, void *capped);

/* Says what is left to say, and gives back what was kept. */
void capped_end(struct capped *);

#endif
