#ifndef PUSH_DROPPED_H
#define PUSH_DROPPED_H

#include <stdbool.h>

#include "text/found.h"
#include "base/str.h"

/* What a merge that is about to be committed does not have of its sides. It is
 * compared with what they come to when they are merged field by field, as the
 * history will tell of it once it is there. */

/* Is a merge about to be concluded in the repository of the current folder? */
bool dropped_may_be(void);

/* Says what of a side the index lacks: errors, unless a line of the message
 * corrects the field; a warning where it could not have both. False: there are
 * errors, or why it could not be found out was said. */
bool dropped_check(struct str message, struct findings *);

#endif
