#ifndef AUDIT_CORRECTION_UNUSED_H
#define AUDIT_CORRECTION_UNUSED_H

#include "history/history.h"
#include "text/found.h"

/* Says of each correction in a message why it allows nothing of what the commit
 * changed, where it does not: another record, another field, or a field by its
 * label. */
void correction_unused_say(struct str message, const struct history_told *,
    const struct schema *, struct place, struct findings *);

#endif
