#ifndef CHECK_RECALL_H
#define CHECK_RECALL_H

#include <stdbool.h>

#include "base/buf.h"
#include "check/check.h"
#include "text/kept.h"

struct notes;

/* The last check of the same files by the same pages, for the same day: what it
 * found and counted is kept with the rows of the records. */

/* Who listens is told more than is kept; a file of no type is none of which the
 * catalog knows that it changed, nor does it know of files that git was told to
 * leave out. */
bool recall_may(const struct check *);

/* All that an answer depends on, beside the files, the pages of the schema and
 * the build, which the catalog knows; but for the day, and for the paths that
 * are asked for. */
void recall_add_question(const struct check *, struct buf *);

/* From now on it is noted what a check looks at beside the records. */
void recall_begin(const struct check *);

/* What was found then, into empty kepts, and what was counted. False: that is
 * not known. */
bool recall_read(struct check *, struct catalog *, struct kept *found,
    struct kept *unjudged);
/* With what was noted (NULL: nothing). */
void recall_keep(const struct check *, struct catalog *,
    const struct kept *found, const struct kept *unjudged,
    const struct notes *);

#endif
