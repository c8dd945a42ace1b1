#ifndef SCHEMA_REPORT_WITH_H
#define SCHEMA_REPORT_WITH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "text/found.h"
#include "schema/report.h"
#include "base/str.h"

/* The common tables that the blocks of a page share. */

/* One of them: NAME [(COLUMN, …)] AS [[NOT] MATERIALIZED] (SELECT …). */
struct with_table {
	struct str name;  /* as written */
	struct str plain; /* without its quotes */
	struct str text;  /* all of it */
	struct str body;  /* what stands in its brackets */
	struct place at;
	bool once; /* NOT MATERIALIZED */
	bool used; /* by a block, if only through another table */
	bool keep;
};

/* What a block, or the body of a table, names. */
struct with_uses {
	struct str text;
	struct str *names; /* as plain ones */
	size_t n;
};

struct with {
	struct with_table *all;
	size_t n, cap;
	struct with_uses *uses; /* of texts that were looked at already */
	size_t n_uses, cap_uses;
	struct arena arena;
};
void report_with_release(struct with *);

/* Takes in those of a block, which it points into. False after saying what in
 * it is no common table, or is there twice. */
bool report_with_read(struct with *, struct str text, struct place,
    struct findings *);

/* Makes of a block as it is written the statement that is asked: before it come
 * the tables that it uses, and those that they use, and no others. False after
 * saying that it defines one of them itself. */
bool report_with_join(struct with *, struct report_block *, const char *page,
    struct arena *, struct findings *);

/* Says which tables are worth keeping when the report is run: those that more
 * than one block or table uses; where it is run again with other parameters
 * (often), also those that name none. Then makes of each block, and of a block
 * for each table that selects all of it, what is run. */
void report_with_keep(struct with *, struct report_block *, size_t n,
    bool often, const char *page, struct arena *);
struct report_block *report_with_tables(struct with *, struct arena *);

#endif
