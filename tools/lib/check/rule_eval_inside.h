#ifndef CHECK_RULE_EVAL_INSIDE_H
#define CHECK_RULE_EVAL_INSIDE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "catalog/query.h"
#include "catalog/reads.h"
#include "check/rule_eval.h"
#include "check/snooze.h"
#include "schema/in_force.h"

/* What the files of rule_eval know of each other. */

/* A row of table rule, as we know it. */
struct rule_row {
	struct str id;
	long long n;               /* -1: not of a list */
	const struct in_force *in; /* NULL: the rule has no text then */
	bool lapsed;               /* it no longer holds, and no other does */
	const struct generation *gen; /* of that day; NULL: before all */
};

struct rule_eval {
	const struct rule *rule;
	struct catalog *catalog;
	const struct schema *schema;
	int today;
	enum lang lang;
	void (*say)(const struct judged *, void *);
	void *to;
	struct findings *findings;
	struct arena arena, row_arena; /* that: of one run */
	struct rule_row *rows;         /* sorted by id, then n */
	size_t n, cap;
	struct map applied; /* id → generation that it says applies */
	struct snoozes *snoozes;
	/* of the days that are measured, of what applies, and the rule's own;
	 * NULL: it has none */
	struct query *days, *applying, *judging;
	struct reads reads; /* of all that it asks */
	bool local, guessed;
	bool day_seen;        /* its SQL may see the day of table rule */
	struct steady steady; /* what it said in its last run */
};

/* rule_eval.c */

/* Is no text of the rule known for the day of that row? */
bool rule_eval_lacks_text(const struct rule_eval *, const struct rule_row *,
    const struct judged *);
bool rule_eval_unconfirmed(const struct rule_row *);
/* Does the answer rest on a year that the calendar does not know? */
bool rule_eval_approx(const struct rule_eval *, const struct query *);

/* rule_eval_words.c: what a judgement says to people. */

/* Is every {name} of a message, or of what is to be done, one that the rule
 * gives? */
bool rule_eval_words_check(const struct rule_eval *, const struct query *,
    const struct label *);
void rule_eval_words_text(const struct rule_eval *, const struct query *,
    const struct rule_row *, const struct judged *, struct buf *);
/* What is to be done: as column next says (-1: there is none), else as the page
 * does. Empty: nothing is said. */
void rule_eval_words_next(const struct rule_eval *, const struct query *,
    int next, const struct rule_row *, const struct judged *, struct buf *);

#endif
