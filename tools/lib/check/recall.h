#ifndef CHECK_RECALL_H
#define CHECK_RECALL_H

#include <stdbool.h>

#include "check/check.h"
#include "text/kept.h"

/* The last check of the same files by the same pages, for the same day: what it
 * found and counted is kept with the rows of the records. */

/* From now on it is noted what a check looks at beside the records. */
void recall_begin(const struct check *);

/* What was found then, into empty kepts, and what was counted. False: that is
 * not known. */
bool recall_read(struct check *, struct catalog *, struct kept *found,
    struct kept *unjudged);
void recall_keep(const struct check *, struct catalog *,
    const struct kept *found, const struct kept *unjudged);

#endif
