#ifndef AUDIT_SIGNATURE_H
#define AUDIT_SIGNATURE_H

#include <stdbool.h>

#include "schema/authority.h"
#include "base/buf.h"
#include "text/found.h"
#include "git/revwalk.h"
#include "base/str.h"

/* SSH signatures, as git makes and checks them: by ssh-keygen itself. Whether a
 * key is a person's, and since when, is not for this module. */

/* In folder (git's; NULL: nowhere) is kept which commits were found to be
 * signed as they say: that never changes, and ssh-keygen takes its time. */
struct signatures;
struct signatures *signatures_new(const char *folder);
void signatures_free(struct signatures *);

/* How often ssh-keygen did not take one. */
size_t signatures_doubts(const struct signatures *);

/* Is this (empty: none) a signature of payload, which is the commit of that id?
 * The bytes of the key that made it are added to key. False after saying that
 * it could not be found out. */
bool signature_check(struct signatures *, struct str id, struct str signature,
    struct str payload, enum proof *, struct buf *key, struct findings *);

/* The same of a commit of a repository, by what it is signed with itself. */
bool signature_check_commit(struct signatures *, struct revwalk *,
    const struct oid *, enum proof *, struct buf *key, struct findings *);

/* The key that a signature says it is of, its bytes added to key. False: this
 * is no SSH signature. */
bool signature_key(struct str signature, struct buf *key);

#endif
