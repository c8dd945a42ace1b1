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
	struct str name; /* as written */
	struct str text; /* all of it */
	struct str body; /* what stands in its brackets */
	struct place at;
	bool once; /* NOT MATERIALIZED */
	bool keep;
};

struct with {
	struct with_table *all;
	size_t n, cap;
};
void report_with_release(struct with *);

/* Takes in those of a block, which it points into. False after saying what in
 * it is no common table, or is there twice. */
bool report_with_read(struct with *, struct str text, struct place,
    struct findings *);

/* Makes of a block as it is written the statement that is asked: before it come
 * the tables that it uses, and those that they use, and no others. False after
 * saying that it defines one of them itself. */
bool report_with_join(const struct with *, struct report_block *,
    const char *page, struct arena *, struct findings *);

/* Says which tables are worth keeping when the report is run: those that more
 * than one block or table uses; where it is run again with other parameters
 * (often), also those that name none. Then makes of each block, and of a block
 * for each table that selects all of it, what is run. */
void report_with_keep(struct with *, struct report_block *, size_t n,
    bool often, const char *page, struct arena *);
struct report_block *report_with_tables(const struct with *, struct arena *);

#endif
