#ifndef HISTORY_WORKERS_H
#define HISTORY_WORKERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "text/kept.h"
#include "history/history.h"

/* What many commits changed, found out by several threads and given out in the
 * order in which they were asked for. */

/* Changes of a commit, those of a record together. */
struct some_changes {
	const struct history_change *all;
	size_t n;
};

/* A commit, and what is told of it: see history.h. */
struct commit_changes {
	struct oid id; /* given */
	int day;       /* given: the committer's */
	struct some_changes *some;
	size_t n;
	struct str *gaps; /* paths */
	size_t n_gaps;
	bool failed; /* and why was said */
	struct kept said;
	struct arena arena; /* what the changes view */
};

struct history_workers;

/* dir, at, fixed and from as for revwalk_open and history_new. The commits must
 * outlive it. */
struct history_workers *history_workers_new(const char *dir, const char *at,
    const struct schema *fixed, const char *from,
    struct commit_changes *commits, size_t n);

/* The next one, good until the next call; NULL after the last. */
struct commit_changes *history_workers_next(struct history_workers *);
void history_workers_free(struct history_workers *);

#endif
