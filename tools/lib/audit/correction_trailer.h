#ifndef AUDIT_CORRECTION_TRAILER_H
#define AUDIT_CORRECTION_TRAILER_H

#include <stdbool.h>

#include "text/found.h"
#include "schema/schema.h"
#include "git/source.h"
#include "base/str.h"

/* A line "Correction: ID FIELD: REASON" of a commit message allows a change of
 * a field that else never changes, "Duplicate: ID OTHER-ID: REASON" to delete a
 * record that is there twice (knaudit(1)); each has a word in Vietnamese. */
struct correction {
	struct str word;
	bool duplicate; /* field: the id of the record that stays */
	struct str id, field, reason; /* views of the line */
};

/* The next one in what is left of a message; what of it is missing is empty.
 * False: there is none. */
bool correction_trailer_next(struct correction *, struct str *rest);

/* The first one in a message of that field of that record, with a reason.
 * False: there is none. */
bool correction_trailer_find(struct correction *, struct str message,
    struct str id, struct str field);

/* The same of a line that says which record the deleted one was again. */
bool correction_trailer_duplicate(struct correction *, struct str message,
    struct str id);

/* Is there a line that is one, or that looks as if it were meant to be? */
bool correction_trailer_may_be(struct str message);

/* Where the records are that are corrected. */
struct correction_in {
	const struct schema *schema;
	struct source *source;
};

/* Says what is wrong with the corrections that a message asks for, as it was
 * left in the editor, and of lines that look like one: comments of git's, and
 * what stands below its scissors, do not count. path is the message's. False:
 * something is. */
bool correction_trailer_check(struct str message, const char *path,
    const struct correction_in *, size_t n, struct findings *);

#endif
