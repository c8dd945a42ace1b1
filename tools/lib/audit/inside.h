#ifndef WARRANT_INSIDE_H
#define WARRANT_INSIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/map.h"
#include "audit/signature.h"
#include "audit/units.h"
#include "audit/warrant.h"

/* What the files of warrant know of each other. */

/* A change as it was told. */
struct line {
	enum history_op op;
	struct str type, id, path, field;
	struct str from; /* its path before; s NULL: the same */
};

/* What is said of a deed, once however often it is the reason. */
struct reason {
	enum find find;
	struct str path; /* empty: of the commit */
	const char *text;
	size_t records;
};

struct warrant {
	struct revwalk *past;
	struct history *history;
	struct units *units;
	struct signatures *signatures;
	struct map told; /* commits found in warrant_merge */

	/* The commit that is told. */
	bool asked;
	int day;
	struct arena now;
	struct line *lines;
	size_t n_lines, cap_lines;
	struct str *gaps;
	size_t n_gaps, cap_gaps;
	const struct revwalk_commit *commit;
	struct deed deed;
	size_t cap_acts;
	struct map by_act; /* index + 1 in deed.acts */
	struct reason *reasons;
	size_t n_reasons, cap_reasons;
	struct map by_text; /* index + 1 in reasons */
};

/* A record before or after, for those who may change it. */
struct side {
	bool there;
	bool staged;
	struct str stage;
	const struct str *units;
	size_t n_units;
	struct str type, accept;
};

/* warrant.c: a record as a commit has it; what it keeps lasts until the next
 * commit is told. The acts of one line, or of a record made unreadable, are
 * added to those of the deed, which are forgotten first. */
bool warrant_side(struct warrant *, const struct revwalk_commit *,
    struct str path, struct side *, struct findings *);
void warrant_no_acts(struct warrant *);
void warrant_add_line(struct warrant *, const struct line *,
    const struct side *);
void warrant_add_gap(struct warrant *, struct str path, const struct side *);

/* merge.c: a commit is told anew, and what it did. NULL after saying
 * why that could not be found out. */
const struct deed *warrant_tell(struct warrant *, const struct revwalk_commit *,
    struct findings *);
const struct authority *warrant_authority(struct warrant *,
    const struct oid *commit, struct findings *);
/* Each commit that leads to side alone, not to other, and is asked about. */
bool warrant_each(struct warrant *, const struct oid *side,
    const struct oid *other, const struct revwalk_known *judged,
    bool (*each)(const struct revwalk_commit *, void *), void *,
    struct findings *);

/* moved.c: says which commits of one side change a record that the
 * other one had moved, since they parted at base, to where they may not. */
bool warrant_moved(struct warrant *, const struct revwalk_commit *merge,
    const struct oid *side, const struct oid *other, const struct oid *base,
    const struct revwalk_known *judged, struct findings *out);

/* say.c: why an authority does not allow a deed, in w->reasons. */
void warrant_find_reasons(struct warrant *, const struct deed *,
    const struct authority *, int arrival);
/* One of them for people, and the place of a commit and perhaps a path in
 * it. */
const char *warrant_text(struct warrant *, const struct reason *);
struct place warrant_place(struct warrant *, const struct revwalk_commit *,
    struct str path);

#endif
