#ifndef HISTORY_WORKERS_H
#define HISTORY_WORKERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "text/kept.h"
#include "history/history.h"

/* What many commits changed, found out by several threads and given out in the
 * order in which they were asked for. */

/* What a commit did to a record, as bytes, with n changes. */
struct record_changes {
	struct str type, id, path, packed;
	size_t n;
};

/* A commit, and what is told of it: see history.h. */
struct commit_changes {
	struct oid id; /* given */
	int day;       /* given: the committer's */
	struct record_changes *records;
	size_t n;
	struct str *gaps; /* paths */
	size_t n_gaps;
	bool failed; /* and why was said */
	struct kept said;
	struct arena arena; /* of all that */
};

struct history_workers;

/* As for revwalk_open and history_new. */
struct history_workers_job {
	const char *dir, *at;
	const struct schema *fixed;
	const char *from;
	struct schema_versions *schemas;
	/* Adds what became of a record, with its changes, as bytes; by several
	 * threads. It is told only if there are any. */
	history_pack *pack;
	bool versions; /* it is given what the record is and was */
};

/* The commits must outlive it. */
struct history_workers *history_workers_new(const struct history_workers_job *,
    struct commit_changes *commits, size_t n);

/* The next one, good until the next call; NULL after the last. Between calls no
 * thread is at work. */
struct commit_changes *history_workers_next(struct history_workers *);
void history_workers_free(struct history_workers *);

#endif
