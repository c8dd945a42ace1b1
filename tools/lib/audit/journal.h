#ifndef AUDIT_JOURNAL_H
#define AUDIT_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "git/oid.h"
#include "text/found.h"

/* What an audit found of each commit, in git's folder for the next one.
 *
 * That is a function of the commit, so of all that leads to it, and of what the
 * journal is kept by: its key. Where it is of something else, too, that stands
 * in its entry, and who reads it asks whether it is still so. One walk is kept:
 * what no longer leads to HEAD leaves nothing behind. */

enum { JOURNAL_COUNTS = 9 };

/* What one commit came to. */
struct journal_entry {
	struct oid id;
	int day;     /* its own; DAY_NONE: not told */
	int latest;  /* without one: that of what leads to it, see clock.h */
	bool future; /* its day was yet to come */
	/* a signature was found to be none: another ssh-keygen may take it */
	bool unsure;
	bool root, merge;
	size_t counts[JOURNAL_COUNTS]; /* that it adds */
	/* texts (see below): findings; corrections; records that were deleted;
	 * commits of which a merge said something */
	struct str found, corrections, deleted, said;
};

struct journal;

/* NULL: nothing is kept here. key: what all of it depends on, beside zones.
 * keep: this walk is to be kept. to: who is told what stands in its place. */
struct journal *journal_open(const char *folder, const char *name,
    struct str key, bool keep, struct findings *to);

/* The walk that was kept, its commits in order; they live as long as it. */
size_t journal_count(const struct journal *);
const struct journal_entry *journal_at(const struct journal *, size_t);
const struct journal_entry *journal_find(const struct journal *,
    const struct oid *); /* NULL: not there */

/* The walk that is to be kept, commit by commit. */
void journal_note(struct journal *, const struct journal_entry *);

/* A zone in which days were told: with other data of it nothing holds. */
void journal_note_zone(struct journal *, const char *zone);

/* Texts about the end of a walk, kept under a key of their own; s NULL: there
 * are none. */
struct str journal_end(const struct journal *, struct str key);
void journal_note_end(struct journal *, struct str key, struct str texts);

/* This walk is not to be kept. */
void journal_spoil(struct journal *);

/* whole: all was walked, so that it may be kept. */
void journal_close(struct journal *, bool whole, struct findings *to);

/* Texts, one after the other. Each is followed by a NUL. */
void journal_add(struct buf *, struct str);
bool journal_next(struct str *rest, struct str *); /* false: no more */
void journal_add_number(struct buf *, long long);
bool journal_next_number(struct str *rest, long long *);

/* Findings as texts. */
void journal_add_finding(struct buf *, const struct finding *);
void journal_pass(struct str texts, struct findings *to);

#endif
