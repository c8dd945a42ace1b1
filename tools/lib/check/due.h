#ifndef CHECK_DUE_H
#define CHECK_DUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/lang.h"
#include "base/map.h"
#include "schema/rule.h"
#include "text/found.h"

struct source;

/* What falls due, by the rules of the repository: a line for each step that is
 * due by a day, is not done, and that nobody put off or accepts as it is. */

/* Who a line is for. */
enum due_by { DUE_BY_OWNER, DUE_BY_HELPER, DUE_BY_CELL, DUE_BY_UNIT, DUE_BYS };

struct due_line {
	const struct rule *rule;
	const char *title; /* the rule in words */
	const char *text;  /* what a finding says, or will say */
	const char *next;  /* what to do */
	struct str id, name;
	const char *path;
	struct place at;
	struct str list, key; /* key: of the entry; empty: none, or private */
	long n;               /* the entry, or -1 */
	int due;
	bool overdue; /* by more than the rule's grace */
	/* ids of records, and what these are called; empty: nobody is known */
	struct str who[DUE_BYS], called[DUE_BYS];
	struct str uid; /* the same for the same step, whatever the day */

	size_t more; /* so many are folded into it */
};

struct due {
	/* Given. */
	const struct schema *schema;
	struct source *source;
	const struct rules *rules;
	int today, within; /* days */
	enum lang lang;
	bool private, progress;
	const char *dir; /* as in catalog_options */
	bool fixed, no_cache;

	/* Found: by day, then by record and rule. */
	struct due_line *lines;
	size_t n;
	size_t records, unreadable;

	struct map ids; /* of records, and what is known of each */
	struct arena arena;
};

/* False after saying, as trouble, why the answer is not whole. */
bool due_read(struct due *, struct findings *);
void due_release(struct due *);

/* Is that the id of a record that work can be of? */
bool due_knows(const struct due *, struct str id);
/* Who answers for a record, a unit say; empty: nobody is known. */
struct str due_answers(const struct due *, struct str id);

/* What is shown of the lines: pointers to them, by whom they are for, nobody's
 * last, then by day. */
struct due_view {
	struct due_line **all;
	size_t n;
	/* of each one that lines are for, in order: how many are shown, and
	 * how many steps there are beside those */
	struct due_share {
		struct str who, called;
		size_t shown, beyond;
		size_t steps; /* in all */
	} * shares;
	size_t n_shares;
};

/* by: lines are grouped by that, else only by day. only: none but those of this
 * one (empty: all). fold: of a record one line a week, with how many more there
 * are, for each owner if it is no person; what is overdue is of this week.
 * most: for one owner, or one of a group, so many (0: all). */
struct due_wish {
	bool grouped;
	enum due_by by;
	struct str only;
	bool fold;
	size_t most;
};
void due_show(struct due *, const struct due_wish *, struct due_view *);
void due_view_release(struct due_view *);

#endif
