#ifndef PLANS_H
#define PLANS_H

#include "district.h"

/* So many days, drawn between two bounds. */
struct gap {
	int least, most;
};

/* What is out of the ordinary in somebody's course. */
enum story {
	PLAIN,
	BACK,
	MOVED,
	NEW_HELPER,
	SECTIONAL,
	PARTIAL,
	TWO_VOTES,
	CAME_BACK,
	LEFT,
	FAILED,
	REFUSED,
	PAUSED,
	NOT_TAKEN,
	CLASS_FAILED,

	/* What a rule finds, or cannot tell: see spoil.c. */
	LOST_HELPER,
	TOO_YOUNG,
	OPEN_AGE,
	OVER_60,
	LOW_SCHOOL,
	PRIMARY_ONLY,
	READS_ONLY,
	NO_PAPER,
	OLD_PAPER,
	SECOND_ISSUE,
	ONE_INTRODUCER,
	TURNED_31,
	PROBATIONER,
	SHORT_TOGETHER,
	OPEN_TOGETHER,
	WRONG_ORDER,
	CARRIED,
	NO_CV,
	FEW_VOTES,
	ACCEPTED,
	EXEMPT,
	ONE_RESOLUTION,
	TINY_CELL,
	WRONG_DECIDER,
	LATE_DECISION,
	NO_DECISION,
	LATE_CEREMONY,
	LAST_DAY,
	LATE_AGREED,
	NO_CEREMONY,
	EARLY_OFFICIAL,
	EARLY_VOTE,
	LATE_VOTE,
	NO_VOTE,
	WRONG_DAY,
	THREE_FAILED,
	NO_CLASS,
	LATE_RECOGNITION,
	NO_RECOGNITION,
	AGAIN,
	AGAIN_SOON,
	AGAIN_CLEARED,
	AGAIN_CHILD,
	AGAIN_UNASKED,
	AGAIN_NEVER,
	AGAIN_OPEN,

	/* The same, of a later generation of the regulations. */
	OVER_60_UNASKED,
	READS_NO_ELDER,
	READS_UNASKED,
	CV_FIRST,
	OLD_DOSSIER,
	LATE_MEMBER_CV,
	FEW_COMMITTEE,
	ENDED_DECIDER,
	LATE_TRANSFER,
	STORIES
};

/* What was not done, or is in the way, of somebody who is followed. */
enum {
	NEVER_MET = 1 << 0, /* no contact */
	NO_TASK = 1 << 1,
	NO_HELPER = 1 << 2,
	NO_REMARK = 1 << 3,  /* none for this quarter */
	NO_REMARKS = 1 << 4, /* none for this and the last one */
	NO_NEXT_STEP = 1 << 5,
	LATE_STEP = 1 << 6, /* the next step is overdue */
	AWAY = 1 << 7,
	AT_FIRM = 1 << 8, /* works where there is no cell */
	BUSY = 1 << 9,
	FAMILY = 1 << 10,
	STUDIES = 1 << 11,
	TOO_OLD = 1 << 12, /* standards not met */
	UNSCHOOLED = 1 << 13,
	POLITICAL = 1 << 14,
	POST = 1 << 15,       /* holds a post in the village */
	PLANNED = 1 << 16,    /* in cadre planning */
	UNANSWERED = 1 << 17, /* introduced, no answer yet */
};

/* Which cells somebody may belong to. */
enum pool {
	SOURCES,   /* villages that follow people */
	ADMITTING, /* villages that admitted lately */
	ADMITTED,  /* the same, for the years before */
	ANY_STAFF,
	SCHOOLS,
	OFFICES,
	GUARDS,
	FIRMS,
	NONE_2,
	NONE_3,
	NONE_5, /* none admitted for years */
	ISLAND,
	HIGHLAND,
	LOST,
	NOVICE,
	TWINS,
	TINY,
	POOLS
};

/* People whose last step was so many days ago. */
struct plan {
	enum step last;
	struct gap ago;
	enum story story;
	unsigned slack;
	enum pool pool;
	int many;
	const char *why;  /* of LEFT and CAME_BACK */
	const char *vote; /* a day; the steps after it follow */
};

/* Somebody with a day of the vote is listed in the spring of 2021, and what is
 * written of them goes on until this day. */
#define LATER_TODAY "2026-10-01"

extern const struct plan demo_plans[];
extern const size_t n_demo_plans;

/* Somebody for a district to measure with; most are early in their course. */
const struct plan *bench_plan(uint64_t *seed);

#endif
