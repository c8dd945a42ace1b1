#ifndef WARRANT_INSIDE_H
#define WARRANT_INSIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "map.h"
#include "signature.h"
#include "units.h"
#include "warrant.h"

/* What the files of warrant know of each other. */

/* A change as it was told. */
struct line {
	enum history_op op;
	struct str type, id, path, field;
	struct str from;			/* its path before; s NULL: the same */
};

/* What is said of a deed, once however often it is the reason. */
struct reason {
	enum find find;
	struct str path;			/* empty: of the commit */
	const char *text;
	size_t records;
};

struct warrant {
	struct past *past;
	struct history *history;
	struct units *units;
	struct signatures *signatures;
	struct map told;			/* commits found in warrant_merge */

	/* The commit that is told. */
	bool asked;
	struct arena now;
	struct line *lines;
	size_t n_lines, cap_lines;
	struct str *gaps;
	size_t n_gaps, cap_gaps;
	const struct past_commit *commit;
	struct deed deed;
	size_t cap_acts;
	struct map by_act;			/* index + 1 in deed.acts */
	struct reason *reasons;
	size_t n_reasons, cap_reasons;
	struct map by_text;			/* index + 1 in reasons */
};

/* warrant_say.c: why an authority does not allow a deed, in w->reasons. */
void warrant_find_reasons(struct warrant *, const struct deed *,
    const struct authority *, int arrival);
/* One of them for people, and the place of a commit and perhaps a path in it. */
const char *warrant_text(struct warrant *, const struct reason *);
struct place warrant_place(struct warrant *, const struct past_commit *,
    struct str path);

#endif
