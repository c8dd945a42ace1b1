#ifndef AUDIT_RULES_H
#define AUDIT_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "text/found.h"
#include "base/lang.h"
#include "schema/schema.h"

struct journal;

/* The rules of the repository, run on the records of a commit. Findings are
 * about "commit:path". */

struct audit_rules {
	/* Given. */
	struct schema *fixed; /* instead of the commit's; NULL: none */
	/* one that was read with its rules, and need not be read again where it
	 * is the commit's; NULL: none */
	struct schema *likely;
	const char *zone; /* of a date that names a commit */
	int today;        /* DAY_NONE: the committer's day */
	enum lang lang;
	bool progress;
	bool no_cache; /* as in catalog_options */
	/* of the walk to the commit that is asked about; NULL: none */
	struct journal *journal;

	/* Found, in all commits together. */
	size_t commits, rules, records; /* without rules: none */
	size_t unread, accepted;
};

/* at: as in source.h. must: it is a mistake when the commit has no schema.
 * False after saying why the answer is not whole. */
bool audit_rules(struct audit_rules *, const char *at, bool must,
    struct findings *);

#endif
