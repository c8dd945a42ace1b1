#ifndef AUDIT_AUTHZ_INSIDE_H
#define AUDIT_AUTHZ_INSIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/map.h"
#include "audit/signature.h"
#include "audit/unit_tree.h"
#include "audit/authz.h"

/* What the files of warrant know of each other. */

/* A change as it was told. */
struct line {
	enum history_op op;
	struct str type, id, path, field;
	struct str from; /* its path before; s NULL: the same */
};

/* What is said of a operation, once however often it is the reason. */
struct reason {
	enum find find;
	struct str path; /* empty: of the commit */
	const char *text;
	size_t records;
};

struct authz {
	struct revwalk *past;
	struct history *history;
	struct unit_tree *units;
	struct signatures *signatures;
	struct map told; /* commits found in authz_merge */

	/* The commit that is told. */
	bool asked;
	int day;
	struct arena now;
	struct line *lines;
	size_t n_lines, cap_lines;
	struct str *gaps;
	size_t n_gaps, cap_gaps;
	const struct revwalk_commit *commit;
	struct operation operation;
	size_t cap_acts;
	struct map by_act; /* index + 1 in operation.acts */
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

/* authz.c: a record as a commit has it; what it keeps lasts until the next
 * commit is told. The acts of one line, or of a record made unreadable, are
 * added to those of the operation, which are forgotten first. */
bool authz_side(struct authz *, const struct revwalk_commit *, struct str path,
    struct side *, struct findings *);
void authz_no_acts(struct authz *);
void authz_add_line(struct authz *, const struct line *, const struct side *);
void authz_add_gap(struct authz *, struct str path, const struct side *);

/* merge.c: a commit is told anew, and what it did. NULL after saying
 * why that could not be found out. */
const struct operation *authz_tell(struct authz *,
    const struct revwalk_commit *, struct findings *);
const struct authority *authz_authority(struct authz *,
    const struct oid *commit, struct findings *);
/* Each commit that leads to side alone, not to other, and is asked about. */
bool authz_each(struct authz *, const struct oid *side, const struct oid *other,
    const struct revwalk_known *judged,
    bool (*each)(const struct revwalk_commit *, void *), void *,
    struct findings *);

/* moved.c: says which commits of one side change a record that the
 * other one had moved, since they parted at base, to where they may not. */
bool authz_moved(struct authz *, const struct revwalk_commit *merge,
    const struct oid *side, const struct oid *other, const struct oid *base,
    const struct revwalk_known *judged, struct findings *out);

/* say.c: why an authority does not allow a operation, in w->reasons. */
void authz_find_reasons(struct authz *, const struct operation *,
    const struct authority *, int arrival);
/* One of them for people, and the place of a commit and perhaps a path in
 * it. */
const char *authz_text(struct authz *, const struct reason *);
struct place authz_place(struct authz *, const struct revwalk_commit *,
    struct str path);

#endif
