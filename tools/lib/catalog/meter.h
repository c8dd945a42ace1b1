#ifndef CATALOG_METER_H
#define CATALOG_METER_H

#include <stdbool.h>
#include <stddef.h>

struct sqlite3_context;

/* What a function of ours costs beside the steps that SQLite counts. The first
 * member of what a function is registered with. */
struct meter {
	/* Has a statement so much left, in bytes or characters looked at?
	 * NULL: it may take all there is. */
	bool (*spend)(void *to, size_t work);
	void *to;
};

/* False after ending the statement: it took all it may. */
bool meter_spend(struct sqlite3_context *, size_t work);

#endif
