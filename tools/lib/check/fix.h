#ifndef CHECK_FIX_H
#define CHECK_FIX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "schema/schema.h"
#include "text/fix.h"
#include "text/kept.h"

/* Mends a record where there is one right answer.
 *
 * Who only wants to offer that, as an editor does, reads the record with
 * findings whose fixes is true: each that can be mended then has one
 * (text/fix.h), of the very bytes that were read. */

/* The text with a fix made, added to out. */
struct buf;
void fix_apply(const struct fix *, struct str text, struct buf *out);

struct fixing {
	/* Given. */
	const struct type *type;
	const char *path;
	/* Is it to be mended? NULL: everything that can be. */
	bool (*wanted)(const struct finding *, void *);
	void *to; /* handed to it */

	/* Found. */
	struct str text;  /* as it should be; in the arena */
	struct kept done; /* what was mended, as it was found */
	struct arena arena;
};

/* Makes one change after the other, reads again after each, and compares: the
 * fields say what they said, but for what was mended, and the finding is gone;
 * else that change is not made. The text stays as it is where the front matter
 * does not parse. Yours to release. */
void fix_record(struct fixing *, struct str text);
void fix_release(struct fixing *);

#endif
