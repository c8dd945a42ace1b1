#ifndef TEXT_KEPT_H
#define TEXT_KEPT_H

#include "base/arena.h"
#include "text/found.h"

/* Findings that are sorted or passed on later. All-zero holds none. */
struct kept {
	struct arena arena;
	struct finding *all;
	size_t n, cap;
};

void kept_say(const struct finding *, void *kept); /* say: keeps it */

/* By path, place, level, id, text; what was said twice stays once. */
void kept_sort(struct kept *);
void kept_pass(const struct kept *, struct findings *);
void kept_release(struct kept *);

#endif
