#ifndef MERGE_COMMENTS_H
#define MERGE_COMMENTS_H

#include <stdbool.h>

#include "merge/front.h"

/* The comments of front matter in a merge. One belongs to the lines it stands
 * with and is merged with them. But a comment that one side moved stands with
 * other lines there, so that only counting tells what became of it. */

/* Is every comment as often in the result as both sides together say, wherever
 * it stands? A side that changed how often it is there is right against one
 * that did not; what both put in, or both took out, may have been one or two.
 * The front matter of BASE may be NULL: none. */
bool comments_stand(const struct front *const sides[SIDES],
    const struct front *result);

#endif
