#ifndef AUDIT_AUTHZ_INSIDE_H
#define AUDIT_AUTHZ_INSIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/map.h"
#include "audit/signature.h"
#include "audit/unit_tree.h"
#include "audit/authz.h"

/* What the files of authz know of each other, from the ground up: authz_spelled
 * and authz_say; authz; authz_sides; authz_merge and authz_moved. */

/* A record that a commit changes. */
struct changed {
	const struct history_record *told;
	struct str from; /* its path before */
	bool derived;    /* its stage follows from fields: nobody writes it */
	/* fields in which something changed that is no value; empty: outside of
	 * all fields */
	struct str spelled[2];
	size_t n_spelled;
};

/* What is said of an operation, once however often it is the reason. */
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
	struct map said; /* commits of which a merge said something */

	/* The commit that was told. */
	struct arena now;
	const struct history_told *told;
	struct changed *changed; /* by record that was told */
	const struct revwalk_commit *commit;
	struct operation operation;
	size_t cap_acts;
	struct map by_act; /* index + 1 in operation.acts */
	struct reason *reasons;
	size_t n_reasons, cap_reasons;
	struct map by_text; /* index + 1 in reasons */
};

/* A record before or after, for those who may change it. */
struct standing {
	bool there;
	bool staged;
	struct str stage;
	const struct str *units;
	size_t n_units;
	struct str type, accept;
};

/* authz_spelled.c: finds what changed of a record that is no value. */
void authz_spelled(struct authz *, struct changed *);

/* authz.c: a record as a commit has it; what it keeps lasts until the next
 * commit is asked about. */
bool authz_standing(struct authz *, const struct revwalk_commit *,
    struct str path, struct standing *, struct findings *);

/* The acts that a change of a record as it stands there is, or making it
 * unreadable, are added to those of the operation, which are forgotten
 * first. */
void authz_no_acts(struct authz *);
void authz_add_changed(struct authz *, const struct changed *,
    const struct standing *);
void authz_add_gap(struct authz *, struct str path, const struct standing *);

/* A commit is told anew, and what it did. NULL as in authz_operation. */
const struct operation *authz_tell(struct authz *,
    const struct revwalk_commit *, struct findings *);

/* By which a commit, or one that was made on it, is judged; NULL: there is
 * none. */
bool authz_authority(struct authz *, const struct oid *commit,
    const struct authority **, struct findings *);

/* authz_sides.c: two parents of a merge, the earlier one first. */
struct sides {
	struct authz *w;
	const struct revwalk_commit *merge;
	const struct oid *one, *two;
	const struct oid *base; /* where they parted; NULL: nowhere */
	const struct revwalk_known *judged;
	struct findings *out;
};

/* Judges every two parents of a merge. False when that is false. */
bool authz_sides(struct authz *, const struct revwalk_commit *merge,
    bool (*judge)(const struct sides *), const struct revwalk_known *judged,
    struct findings *out);

/* Asks about a commit, unless something was said of it before: by a merge, or
 * since own (NULL: none), by which it is judged, does not allow what it did. */
typedef bool authz_question(const struct revwalk_commit *,
    const struct authority *own, const struct operation *, void *);
bool authz_ask(const struct sides *, const struct revwalk_commit *,
    authz_question *, void *);
/* The same about each one that leads to side alone, not to other. */
bool authz_ask_each(const struct sides *, const struct oid *side,
    const struct oid *other, authz_question *, void *);

/* authz_say.c: why an authority does not allow an operation, in w->reasons. */
void authz_find_reasons(struct authz *, const struct operation *,
    const struct authority *, int arrival);
const char *authz_text(struct authz *, const struct reason *); /* for people */

#endif
