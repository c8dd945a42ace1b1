#ifndef CATALOG_HOLDS_H
#define CATALOG_HOLDS_H

#include "catalog/authorizer.h"

/* What the values of a statement hold, as far as that can be seen in it. */

enum { HOLDS_TIMES = HOLDS_DAY | HOLDS_PERIOD | HOLDS_TIME };

struct held {
	unsigned holds; /* 0: nothing, as NULL, or still being found out */
	const struct column *column; /* it is, unchanged; NULL: none */
};

struct held holds_node(const struct catalog *, struct sql_node *);

/* What a result column holds, of a statement that passed the gate. */
unsigned holds_result(const struct statement *, size_t column);

/* Does a cast give a number, by SQLite's rule? */
bool holds_casts_number(const struct sql_node *cast);

/* What a function takes: d a day, r also a part of one, p a period, n a number,
 * each; for all others the last; a blank: anything. Empty: not known. */
const char *holds_takes(const struct sql_node *call);

/* Names, as SQLite finds them. */

/* Do both say the same, in quotes or not? An empty one says nothing. */
bool holds_same(struct str written, struct str other);

/* What WITH defines, as a SELECT sees it; NULL: nothing of that name. */
struct sql_common *holds_common(struct sql_select *, struct str name);

/* Has a source a column of that name? */
enum there { NOT_THERE, PERHAPS, THERE };
enum there holds_there(const struct catalog *, struct sql_select *in,
    const struct sql_source *, struct str name);

#endif
