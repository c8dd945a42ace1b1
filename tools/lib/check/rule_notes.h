#ifndef CHECK_RULE_NOTES_H
#define CHECK_RULE_NOTES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/pack.h"
#include "catalog/changes.h"
#include "catalog/notes.h"
#include "catalog/reads.h"
#include "check/rule_eval.h"

/* Rules as they were noted (notes.h) when they were asked: in which way, what
 * they read, and for how long they say the same. From what changed since then
 * follows which of them are asked again, and of which records; the others would
 * say what they said, which whoever asks has noted. */

/* The kinds of notes; those of whoever asks come behind. */
enum rule_notes_kind {
	NOTES_RULES,  /* how rules are asked */
	NOTES_RULE,   /* by rule: what it said */
	NOTES_STEADY, /* by rule: for how long it says the same */
	RULE_NOTES_KINDS
};

/* How a rule is asked when something changed: not at all, of the records that
 * changed where it is local, or of all. */
enum rule_notes_way { WAY_NONE, WAY_LOCAL, WAY_WHOLE };

struct rule_noted {
	enum rule_notes_way way;
	struct reads reads;
	struct steady steady;
	bool again; /* it is asked */
	bool some;  /* of the records that changed alone */
};

struct rule_notes {
	/* the caller's, by rule; NULL: it is not asked */
	struct rule_eval **evals;
	struct notes *pad; /* the caller's; NULL: nothing is noted */
	const struct rules *rules;
	struct catalog *catalog;
	int today;
	struct arena arena;
	struct rule_noted *all;       /* by rule */
	struct changed_file *changed; /* by type and path */
	size_t n_changed;
	struct map ids; /* of those, as they were and are */
};

/* All begin as rules that were never asked, once the caller said which. */
void rule_notes_start(struct rule_notes *);
void rule_notes_release(struct rule_notes *);

/* Is it known what changed, and all of it by an id? */
bool rule_notes_changes(struct rule_notes *);
/* Takes what was noted of the rules; behind it there may be more of the
 * caller's. */
bool rule_notes_take(struct rule_notes *, struct unpack *);

/* Asks the rules anew that do not say what they said; moved, when given, tells
 * of others that are to be asked too. False after saying what is wrong. */
bool rule_notes_ask(struct rule_notes *, const struct schema *,
    bool (*moved)(size_t rule, void *), void *, struct findings *);
/* Calls run for each of them, while the catalog shows the records that it is
 * asked of; afterwards it may still show some alone. False: run said so, or
 * after saying why it cannot be. */
bool rule_notes_run(struct rule_notes *, bool (*run)(size_t rule, void *),
    void *, struct findings *);

/* A rule ran: notes its way and for how long it says the same. False: it is not
 * as local as was noted. */
bool rule_notes_ran(struct rule_notes *, size_t rule);
/* What is noted of all, when each was asked, for rule_notes_take. */
void rule_notes_pack(const struct rule_notes *, struct buf *);

#endif
