#ifndef PUSH_PARCEL_H
#define PUSH_PARCEL_H

#include <stdbool.h>

#include "text/found.h"
#include "base/str.h"

/* A push as it arrives, before anything is read out of it: how much it holds,
 * and whether git itself would write such objects. */

/* updates: lines "old new ref" as git gives them, the objects being in
 * quarantine. False after saying what is wrong, or what is too much. */
bool parcel_judge(struct str updates, struct findings *);

#endif
