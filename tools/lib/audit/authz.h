#ifndef AUDIT_AUTHZ_H
#define AUDIT_AUTHZ_H

#include <stdbool.h>
#include <stddef.h>

#include "base/map.h"
#include "schema/authority.h"
#include "text/found.h"
#include "history/history.h"
#include "git/revwalk.h"

/* Whether those who made commits could: what a commit does is gathered from
 * what the history tells of it, and put before an authority (authority.h). */

struct authz;
/* keep: signatures that were found right, for the next time. */
struct authz *authz_new(struct revwalk *, struct history *, bool keep);
void authz_free(struct authz *);

/* Commits of which a merge said something, in order, as keys; and one that did
 * so in an earlier replay. How many signatures were found to be none by now. */
const struct map *authz_said(const struct authz *);
void authz_note_said(struct authz *, struct str id);
size_t authz_doubts(const struct authz *);

/* What the commit that was told did, with versions of its records, and who says
 * so. day: the commit's. It lasts until it is asked about the next one. NULL
 * after saying why that could not be found out. */
const struct operation *authz_operation(struct authz *,
    const struct revwalk_commit *, int day, const struct history_told *,
    struct findings *);

/* Says what of it an authority (NULL: none) does not allow, by roles in force
 * on the commit's day and, unless it is DAY_NONE, on the day it arrives. */
void authz_judge(struct authz *, const struct revwalk_commit *,
    const struct operation *, const struct authority *, int arrival,
    struct findings *out);

/* Says that it changes the schema, if it does. */
void authz_schema(struct authz *, const struct revwalk_commit *,
    const struct operation *, struct findings *out);

/* Where a merge's parents changed who may do what, says which commits of one
 * side the other one does not allow, or no more by the day of the merge.
 * judged: which commits are asked about. What was told of the merge is over
 * then. False as above. */
bool authz_merge(struct authz *, const struct revwalk_commit *,
    const struct revwalk_known *judged, struct findings *out);

/* Where one side of a merge gave a record to another unit or stage, says which
 * commits of the other side change it as they may not there. */
bool authz_moves(struct authz *, const struct revwalk_commit *,
    const struct revwalk_known *judged, struct findings *out);

#endif
