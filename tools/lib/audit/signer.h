#ifndef AUDIT_SIGNER_H
#define AUDIT_SIGNER_H

#include <stdbool.h>

#include "schema/authority.h"
#include "text/found.h"
#include "base/str.h"

/* Whose key signed a commit, for those who show it: its author's name is only
 * what it says of itself. */

struct signers;

/* Of the repository around dir, by a page, which must outlive it. keep: what is
 * found out, for the next time. NULL after saying why not. */
struct signers *signers_new(const char *dir, const struct authority *,
    bool keep, struct findings *);
void signers_free(struct signers *);

/* The owner of the key that signed a commit (its id in hex); NULL: it is not
 * signed, or not so that it proves anything, or by nobody that the page knows.
 * False after saying that it could not be found out. */
bool signers_find(struct signers *, struct str commit,
    const struct person **who, struct findings *);

#endif
