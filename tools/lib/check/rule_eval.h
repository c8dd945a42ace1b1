#ifndef CHECK_RULE_EVAL_H
#define CHECK_RULE_EVAL_H

#include <stdbool.h>

#include "catalog/catalog.h"
#include "schema/rule.h"

/* What a rule says of one record, or of one entry of a list in it. */
struct judged {
	const struct rule *rule;
	struct str id;
	bool hidden_id;  /* it was made of something private */
	struct str list; /* whose entry; empty: not said */
	long n;          /* the entry, or -1 */
	long n2;         /* that of a list in it, or -1 */
	int ok;          /* 1, 0, or -1: not enough evidence */
	enum level level;
	const char *text; /* what a finding says; NULL for ok */
	int due;          /* day, or DAY_NONE */
	bool overdue;
	/* the record puts it off until that day, on which it is not overdue;
	 * else DAY_NONE */
	int put_off;
	/* who is to do it, an id; empty: not said. What, for people; NULL: not
	 * said, or hidden. Only where it is due. */
	struct str owner;
	const char *next;
	bool no_text;              /* unknown: no text is known for that day */
	const struct in_force *in; /* what it rests on; NULL: not known */
};

/* Asks what a rule asks, and notes what it will read, so that the next
 * catalog_load fills it. NULL after saying what is wrong with its SQL. The
 * others must outlive it. */
struct reads;
struct rule_eval;
struct rule_eval *rule_eval_new(const struct rule *, struct catalog *,
    const struct schema *, struct findings *);
void rule_eval_free(struct rule_eval *);

/* What its verdicts rest on, beside the schema. today: also for what is
 * pending, and for which text is in force where no day is measured. */
const struct reads *rule_eval_reads(const struct rule_eval *);
/* Is what it says of a record told by the records of its type and that id
 * alone, and by those that have no id? False where that is not seen, or where
 * the page says otherwise (depends: all). All but one thing: see below. */
bool rule_eval_local(const struct rule_eval *);
/* Did it, in its last run, count working days of a year that the calendar does
 * not know? Then which judgements are said to be approximate is told by all
 * that was counted in that run. */
bool rule_eval_guessed(const struct rule_eval *);

/* The days between which all that it said in its last run would have been the
 * same, whichever of them is today; today alone where the catalog does not
 * watch. */
struct steady rule_eval_steady(const struct rule_eval *);

/* Has all at hand that it asks of, for processes that are forked off. False
 * after saying why not. */
bool rule_eval_ready(struct rule_eval *);

/* Judges every record, or those that catalog_restrict leaves. What say is given
 * lasts until it returns. False after saying why it could not be done, to the
 * findings of before. */
bool rule_eval_run(struct rule_eval *, int today, enum lang,
    void (*say)(const struct judged *, void *), void *to);

#endif
