#ifndef CHECK_FIXTURES_H
#define CHECK_FIXTURES_H

#include <stdbool.h>
#include <stddef.h>

#include "text/found.h"
#include "base/lang.h"
#include "schema/rule.h"
#include "schema/schema.h"
#include "base/str.h"

/* The sample records of a schema: whole records in blocks that open with
 * "record", in the pages of the types. Together they make a small repository
 * in which nothing is wrong, from the last day on that one of them names with
 * "today=YYYY-MM-DD"; kninit puts them into a new one. */
struct fixture {
	const struct type *type;
	int since; /* that day; DAY_NONE: any */
	struct str text;
	int line;         /* of the type's page, where it begins */
	const char *path; /* where it lies in a repository */
};

struct fixtures {
	struct fixture *all; /* by type, then as they stand */
	size_t n;
};

/* Reads the samples of every type into the schema's arena. False after saying
 * which of them could not be put anywhere. */
bool fixtures_read(struct fixtures *, struct schema *, struct findings *);

/* Checks them as kncheck would check the repository that they make, today or
 * when they begin to be right, and says what it would say, at its place in the
 * pages. False when there is anything. */
bool fixtures_check(const struct fixtures *, const struct schema *,
    const struct rules *, int today, enum lang, struct findings *);

#endif
