#ifndef AUDIT_AHEAD_H
#define AUDIT_AHEAD_H

#include "audit/audit_inside.h"

/* What commits did to records, found out before they are replayed, by several
 * threads that read each version once; but no record outlasts that, so what is
 * asked of it is asked there. */

/* Of these commits, in the order in which they will be replayed, those that
 * need no record when they are. NULL: not worth it. */
struct ahead *ahead_new(struct replay *, const struct oid *const *, size_t n);
void ahead_free(struct ahead *);

/* Is it the next of them? */
bool ahead_has(const struct ahead *, const struct oid *);

/* What it did, with the courses of its records for the replay. It lasts until
 * the next is told, and as long as what the replay has of the commit. NULL as
 * in history_tell. */
const struct history_told *ahead_tell(struct ahead *, struct replay *,
    struct findings *);

#endif
