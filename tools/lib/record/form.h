#ifndef RECORD_FORM_H
#define RECORD_FORM_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/lang.h"
#include "record/record.h"

/* A new record as a form to be filled in: what it says already, and each field
 * that it does not, as a comment with what may stand there. Taking the "# "
 * away leaves the key with nothing behind it. */

struct form {
	/* labels: keys and values are called so, in that language */
	bool labels;
	enum lang lang;
	/* Tells whom a ref of that type may name, added as words; NULL. */
	void (*refer)(void *, struct str type, struct buf *);
	void *to;
};

/* Adds the text of the form. record: one that lies in block style, a field of
 * the top on lines of its own. */
void form_add(const struct form *, const struct record *, struct buf *);

/* The text without those lines of comment that the form put in: who filled it
 * in left them as they were. */
void form_strip(struct str text, struct str form, struct buf *);

#endif
