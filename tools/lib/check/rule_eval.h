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
struct rule_eval;
struct rule_eval *rule_eval_new(const struct rule *, struct catalog *,
    const struct schema *, struct findings *);
void rule_eval_free(struct rule_eval *);

/* Judges every record, once. What say is given lasts until it returns. False
 * after saying why it could not be done, to the findings of before. */
bool rule_eval_run(struct rule_eval *, int today, enum lang,
    void (*say)(const struct judged *, void *), void *to);

#endif
