#ifndef AUDIT_CLOCK_H
#define AUDIT_CLOCK_H

#include <stdbool.h>

#include "text/found.h"
#include "history/history.h"
#include "git/revwalk.h"

/* When commits were made is only what they say. Can it be told, and can it be
 * true? */

struct audit_clock;
struct audit_clock *audit_clock_new(struct revwalk *, struct history *);
void audit_clock_free(struct audit_clock *);

/* Remembers a commit and its day. Each is told after those it goes on from.
 * False after saying why that could not be found out. */
bool audit_clock_note(struct audit_clock *, const struct revwalk_commit *,
    int day, struct findings *out);

/* The same of one of which it was found out before: latest is what was noted of
 * it, by audit_clock_latest. */
void audit_clock_known(struct audit_clock *, const struct oid *, int latest);
int audit_clock_latest(const struct audit_clock *, const struct oid *);

/* Says of a commit that was noted when its times cannot be told. */
void audit_clock_told(struct audit_clock *, const struct revwalk_commit *,
    struct findings *out);

/* Says of it when it is after today (DAY_NONE: not known). */
void audit_clock_today(struct audit_clock *, const struct revwalk_commit *,
    int day, int today, struct findings *out);

/* Says of it when it is before what it goes on from, or that this cannot be
 * told. roles: some hold by the day, so that it is an error. False as above. */
bool audit_clock_order(struct audit_clock *, const struct revwalk_commit *,
    int day, bool roles, struct findings *out);

#endif
