#ifndef CHECK_CHECK_INSIDE_H
#define CHECK_CHECK_INSIDE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "catalog/catalog.h"
#include "check/acceptances.h"
#include "check/check.h"
#include "check/check_notes.h"
#include "check/rule_eval.h"
#include "record/links.h"
#include "record/references.h"
#include "record/ties.h"
#include "schema/rule.h"
#include "text/kept.h"

/* What the files of check know of each other. */

struct check_begun {
	struct check *check;
	struct catalog *catalog;
	struct kept kept;     /* findings, before they are sorted */
	struct kept tied;     /* those that rest on several records */
	struct kept unjudged; /* judgements for which something is missing */
	struct findings to, to_tied; /* into kept and tied */
	struct findings *out;
	struct references refer;
	int latest; /* day that has been */
	struct arena arena;
	struct acceptances accepted;
	struct map asked;        /* paths whose findings are said */
	const struct rule *rule; /* the one that runs */
	struct arena judged;     /* of what it says now */
	struct tally *tally;
	struct arena file_arena; /* the record that findings are about */
	struct buf file_bytes;
	struct record file;
	bool file_parsed;
	struct rule_eval **evals; /* by rule; NULL: it is not asked */
	bool broken;              /* the answer is not whole */
	struct check_notes notes;
};

/* check_record.c: what can be told of a record without any other. */
struct check_looked {
	struct ties ties;
	struct acceptance *accepted;
	size_t n_accepted;
};

/* Says what is wrong with a record by itself, and tells what the others need to
 * know of it. Any thread may ask: what it gives lies in the arena. */
struct check_looked *check_record_look(const struct check_begun *,
    const struct record *, struct arena *, struct findings *);

/* check_accepted.c: what was found before its acceptance was read becomes a
 * note, or nothing; then which acceptances accept nothing. */
void check_accepted_texts(struct check_begun *);
void check_accepted_unused(struct check_begun *);
const char *check_accepted_text(struct check_begun *, const struct acceptance *,
    const char *text);

/* check_judged.c: asks rules what they say. */

/* All that a rule says is passed on, of the records that are seen. */
bool check_judged_run(struct check_begun *, size_t rule);
void check_judged_all(struct check_begun *);

/* check_apart.c: asks rules in processes of their own, where that is faster
 * than one after the other, but for those that are done, and marks them so. */
void check_apart_run(struct check_begun *, bool *done);

/* check_tied.c: what records owe each other. */
void check_tied_end(struct check_begun *);
/* The same from what was noted. False: it is not whole. */
bool check_tied_again(struct check_begun *);
/* What was said of it before, if nothing of it rests on files that changed,
 * but for ties that stayed the same. */
bool check_tied_same(struct check_begun *, const struct map *changed);
/* The files of a record, in the arena; 0: there is none. */
size_t check_tied_paths(struct check_begun *, const struct type *,
    struct str id, struct arena *, const char ***);

/* check_strays.c: says what lies where records lie and is none. */
void check_strays(struct check_begun *);

/* check.c: says what is wrong with paths that were asked for, and with files
 * that no type claims. */
void check_places(struct check_begun *);

/* check_again.c: asks only what changed. False: nothing was said, and all must
 * be checked. */
bool check_again_run(struct check_begun *);

#endif
