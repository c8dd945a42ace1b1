#ifndef AUDIT_RECORD_COUNTS_H
#define AUDIT_RECORD_COUNTS_H

#include <stdbool.h>
#include <stddef.h>

#include "text/found.h"
#include "base/str.h"

/* How many records of each type a commit holds: files that are of the type, not
 * opened. at: as in source.h. Without a schema: none. False after saying why
 * the answer is not whole. */
bool record_counts(const char *dir, const char *at,
    void (*each)(struct str type, size_t n, void *), void *, struct findings *);

#endif
