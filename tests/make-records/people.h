#ifndef PEOPLE_H
#define PEOPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Somebody who is followed: the days of the course, and what each paper of the
 * dossier says. A day that is not there is DAY_NONE. */

/* What happens to people, in order. */
enum step {
	INTRODUCED,
	LISTED,
	SENT,
	CERTIFIED,
	HELPED,
	APPLIED,
	VERIFIED,
	ASKED,
	VOTED,
	SECTION,
	COMMITTEE,
	SENT_UP,
	DECIDED,
	CEREMONY,
	NEW_CLASS,
	VOTED_AGAIN,
	OFFICIAL,
	STEPS
};

struct vote {
	int day, all, exempt, present, votes;
	bool passed;
	int number; /* of the resolution; 0: none */
};

/* A letter that asks a committee to verify. */
struct letter {
	char to[96];
	int sent, answered;
	const char *carried; /* as qua says */
};

struct introducer {
	size_t member;
	int day, together, parts; /* parts of the day they began */
};

/* Leaving the Party, of somebody who comes again. */
struct left_party {
	int day;
	const char *why; /* NULL: never was a member */
	const char *crime;
	int cleared;
};

/* A consent of a higher level. */
struct consent {
	const char *to; /* NULL: none */
	int day;
};

/* A finding that the record accepts. */
struct acceptance {
	const char *rule; /* NULL: none */
	const char *reason;
};

enum { LETTERS = 2, INTRODUCERS = 2, VOTES = 3 };

struct facts {
	int mass;                      /* who introduced them */
	int first_contact, first_task; /* planned: see has_contact */
	int cv, stamped, commented, attested;
	struct letter letters[LETTERS];
	size_t n_letters;
	struct introducer introducers[INTRODUCERS];
	size_t n_introducers;
	int youth_union, union_, residence; /* days of opinions */
	struct vote votes[VOTES], again[VOTES];
	size_t n_votes, n_again;
	int committee_all, committee_for;
	bool may_decide; /* the base committee decided */
	const char *decided_by;
	int received, refused;
	int member_cv, handed_in; /* handed_in: transfer papers */
	int official;             /* since */
	bool not_at_fault;        /* recognised late, not for that */
	int issue;                /* of the certificate; 0: the first */
	const char *schooling, *degree;
	bool fisher, elder;
	const char *children; /* as dan_so says, or NULL */
	struct left_party left;
	struct consent consent;
	struct acceptance accepted;
	bool same_number; /* as the one before */
};

struct plan;

struct person {
	const struct plan *plan;
	char id[64];
	uint64_t seed;
	size_t cell, before;   /* before: the cell until HELPED */
	size_t index;          /* among all people */
	size_t helper, second; /* members */
	size_t job;
	int today;              /* the last day that is written of */
	int born, birth_parts;  /* 3: year, month and day are known */
	bool woman, youth, two; /* two: two members introduce */
	bool has[STEPS];
	int day[STEPS], number[STEPS]; /* number: of the paper */
	int out;                       /* the day of leaving */
	struct facts facts;
};

#endif
