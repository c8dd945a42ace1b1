#ifndef MERGE_MERGE_H
#define MERGE_MERGE_H

#include <stdbool.h>

#include "base/buf.h"
#include "text/found.h"
#include "git/lines.h"
#include "merge/front.h"
#include "base/str.h"
#include "schema/type.h"

/* Merges three versions of a file: of a record by field and by key of list
 * entries, its body by lines; of any other file by lines. What is not sure is
 * left to a person, between git's marks. */
struct merge {
	const char *path;        /* what messages call it */
	const struct type *type; /* NULL: it is no record */
	int today;
	const struct found_levels *levels; /* of findings; NULL: none set */
	struct marking marking;
	/* git merges what two sides come from: no one will see the result */
	bool ancestor;
	/* BASE is empty where both added the file */
	struct str text[SIDES];
};

/* Adds the merged file to out. False, after saying why as errors, when it holds
 * a conflict (or, of a file that is no text, ours). */
bool merge_file(const struct merge *, struct buf *out, struct findings *);

/* The same, all of it one conflict: for when it is not known what it is. The
 * reason has been said. */
void merge_mark(const struct merge *, struct buf *out);

#endif
