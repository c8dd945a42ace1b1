#ifndef MERGE_COMMENT_H
#define MERGE_COMMENT_H

#include <stdbool.h>

#include "parse/front.h"
#include "base/str.h"

/* The comments of front matter in a merge. One belongs to the lines it stands
 * with, and is merged with them; but a comment that one side moved stands with
 * others there, so that no look at these alone tells what became of it. */

/* Of three versions, the first NULL: none. Is every comment as often in the
 * result as both sides together say, wherever it stands? A side that changed
 * how often it is there is right against one that did not; what both put in, or
 * both took out, may have been one or two. */
bool comments_stand(const struct front *base, const struct front *ours,
    const struct front *theirs, const struct front *result);

#endif
