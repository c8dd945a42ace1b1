#ifndef SIGNATURE_H
#define SIGNATURE_H

#include <stdbool.h>

#include "authority.h"
#include "buf.h"
#include "finding.h"
#include "str.h"

/* SSH signatures, as git makes and checks them: by ssh-keygen itself. Whether a
 * key is a person's, and since when, is not for this module. */

struct signatures;
struct signatures *signatures_new(void);
void signatures_free(struct signatures *);

/* Is this (empty: none) a signature of payload? The bytes of the key that made
 * it are added to key. False after saying that it could not be found out. */
bool signature_check(struct signatures *, struct str signature,
    struct str payload, enum proof *, struct buf *key, struct findings *);

/* The key that a signature says it is of, its bytes added to key. False: this is
 * no SSH signature. */
bool signature_key(struct str signature, struct buf *key);

#endif
