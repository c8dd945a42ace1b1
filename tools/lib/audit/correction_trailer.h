#ifndef AUDIT_CORRECTION_TRAILER_H
#define AUDIT_CORRECTION_TRAILER_H

#include <stdbool.h>

#include "text/found.h"
#include "schema/schema.h"
#include "git/source.h"
#include "base/str.h"

/* A line "Correction: ID FIELD: REASON" of a commit message allows a change of
 * a field that else never changes (knaudit(1)). */
struct correction {
	struct str id, field, reason; /* views of the line */
};

/* The first one in a message of that field of that record, with a reason.
 * False: there is none. */
bool correction_trailer_find(struct correction *, struct str message,
    struct str id, struct str field);

/* Where the records are that are corrected. */
struct correction_in {
	const struct schema *schema;
	struct source *source;
};

/* Says what is wrong with the corrections that a message asks for, as it was
 * left in the editor: comments of git's, and what stands below its scissors, do
 * not count. path is the message's. False: something is. */
bool correction_trailer_check(struct str message, const char *path,
    const struct correction_in *, size_t n, struct findings *);

#endif
