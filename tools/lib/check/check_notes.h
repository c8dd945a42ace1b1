#ifndef CHECK_CHECK_NOTES_H
#define CHECK_CHECK_NOTES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/map.h"
#include "catalog/catalog.h"
#include "check/acceptances.h"
#include "check/rule_notes.h"
#include "record/ties.h"

/* What a check finds is noted record by record and rule by rule, so that the
 * next one (check_again.c) asks only what changed. */

struct check_begun;
struct notes;

/* The kinds of notes beside those of rules. All but TIED, RULES and LATEST are
 * there only where they say something; RULES begins with what was said before
 * any record was read. */
enum check_notes_kind {
	NOTES_TIES = RULE_NOTES_KINDS, /* by file: see ties.h */
	NOTES_OWN,     /* by file: findings about the record by itself */
	NOTES_ACCEPTS, /* by file: acceptances */
	NOTES_LINKS,   /* by file: ties, for the links of the body */
	NOTES_TIED,    /* findings that rest on several records */
	NOTES_JUDGED,  /* by rule and id: what it said, where it is local */
	NOTES_FUTURE,  /* by file: it has a day yet to come */
	NOTES_LATEST,  /* the last days, of the clock and of records */
	NOTES_STRAYS,  /* files that are no records, and by what it is known */
};

struct check_notes {
	struct notes *pad; /* NULL: nothing is noted */
	size_t own;        /* the first finding about the record by itself */
	/* of the judgement that is said now, where it began */
	size_t kept, unjudged, accepted, put_off, no_text;
	struct buf used; /* the acceptances that it used */
	size_t n_used;
	size_t findings;    /* of all judgements of the rule */
	struct map said;    /* by id, of the rule that runs: struct buf */
	struct arena arena; /* of those */
	struct rule_notes rules;
	struct buf prepared; /* what was said before any record was read */
	int past;            /* the last day of all records that has been */
};

void check_notes_begin(struct check_begun *); /* of all, anew */
void check_notes_prepared(struct check_begun *);
void check_notes_release(struct check_notes *);

/* A record by itself was checked; its acceptances and ties. */
void check_notes_record(struct check_begun *, const struct ties *,
    const struct record *, const struct acceptance *, size_t n);
void check_notes_unread(struct check_begun *, const struct record *);

/* A rule runs; each of its judgements is said; it ran. False: it is not as
 * local as was noted. */
void check_notes_rule(struct check_begun *);
void check_notes_judging(struct check_begun *);
void check_notes_used(struct check_begun *, const struct acceptance *);
void check_notes_judged(struct check_begun *, struct str id);
bool check_notes_rule_end(struct check_begun *, size_t rule);

/* What was noted of days that are yet to come. False: other days are than then,
 * and it is not known of which records. */
bool check_notes_latest(struct check_begun *, bool *same);

/* All was said. */
void check_notes_end(struct check_begun *);

/* As the notes are called: the file of a type, an id of a rule. */
struct str check_notes_file(struct arena *, const struct type *,
    const char *path);
struct str check_notes_id(struct arena *, const struct rule *, struct str id);

/* And back: the path, in the arena; NULL: it is no such name. */
const char *check_notes_path(const struct check_begun *, struct str file,
    const struct type **, struct arena *);

/* Is something that was noted of a rule at one of these paths? */
bool check_notes_speaks_of(struct str said, const struct map *paths);
/* Says again what was noted of a rule. */
bool check_notes_say(struct check_begun *, size_t rule, struct str said);

#endif
