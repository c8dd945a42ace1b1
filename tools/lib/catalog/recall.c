/* recall: what was worked out from all records, kept with their rows. */
#include "catalog/inside.h"
#include "catalog/row_cache.h"
#include "catalog/sync.h"

bool
catalog_recall(struct catalog *c, struct str question, struct buf *answer)
{
	struct findings silent = { 0 };

	/* Else all records were read for nothing, if it is not there. */
	return row_cache_has(c) && !row_cache_is_cold(c) &&
	    sync_all(c, &silent) && row_cache_has(c) &&
	    row_cache_answer(c, question, answer);
}

void
catalog_recall_keep(struct catalog *c, struct str question, struct str answer)
{
	/* What commits say is no function of the records. */
	if (row_cache_has(c) && c->synced && !c->history)
		row_cache_keep_answer(c, question, answer);
}
