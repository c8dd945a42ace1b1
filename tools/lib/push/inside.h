#ifndef PUSH_INSIDE_H
#define PUSH_INSIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "text/found.h"
#include "base/lang.h"
#include "base/map.h"
#include "git/revwalk.h"
#include "push/reach.h"
#include "push/refs.h"

/* What the files that judge a push know of each other. */

/* A line of it. */
struct update {
	const char *old, *new, *ref; /* old NULL: a new ref */
	const char *commit;          /* that new leads to; NULL: none */
	struct oid tip, was;         /* the same, and what old leads to */
	struct ref_move move;        /* the same, for refs_may */
	struct reach_news news;
	bool lawful; /* it may lead there */
};

struct push {
	struct findings *to;
	enum lang lang;
	struct arena arena;
	struct update *all;
	size_t n, cap;
	struct refs refs; /* of the server, as they are */
	struct oid judge; /* none: there is none */
	struct map moves; /* struct ref_move, by ref */
	struct buf lines; /* "ID REF" of all, "-" for no id */
	bool noting;      /* the ledger is needed */
	struct ledger *ledger;
	struct oid root; /* the one that is pushed into it */
	struct reach *reach;
};

/* A data folder, and what is pushed that changes it or may. */
struct push_folder {
	const char *path; /* from the top; "": that itself */
	struct update **all;
	size_t n, cap;
	struct revwalk *past;
};

/* records.c: the records of all new commits. */
bool push_records(struct push *, const struct push_folder *);

/* history.c: the history as knaudit judges it, by the schema and authority
 * of each ref as it is, and by those of the judge. Which of the updates concern
 * the folder stays in it. */
bool push_history_concerns(struct push *, struct push_folder *);
bool push_history(struct push *, const struct push_folder *);

/* Today in the zone of a tip's schema; what is wrong with that is said
 * elsewhere. */
bool push_history_today(const char *tip, int *today, struct findings *);

#endif
