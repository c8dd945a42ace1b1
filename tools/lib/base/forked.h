#ifndef BASE_FORKED_H
#define BASE_FORKED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* Jobs done side by side by processes that are forked off this one, for what
 * threads cannot share. Each is done once, by whoever is free, this process
 * among them. No other thread may run, and what a job writes to files or
 * streams is written by whatever process does it. */
struct forked_jobs {
	size_t n;
	size_t most; /* processes; this one, too */
	/* Does a job, in any process. */
	void (*work)(size_t job, void *to);
	/* In another process, after work: what came of it, as bytes; and in
	 * this one what such bytes mean. False: they mean nothing. */
	void (*give)(size_t job, struct buf *, void *to);
	bool (*take)(size_t job, struct str, void *to);
	void *to;
};

/* Returns when all are done, those of other processes taken in order. What a
 * process did that came to no good end is done again here. */
void forked_run(const struct forked_jobs *);

#endif
