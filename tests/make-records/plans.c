/* Who is in the demonstration, and how far has each come? */
#include "plans.h"

#include "chance.h"

const struct plan demo_plans[] = {
	/* Introduced; the cell has not answered, or did not take them. */
	{ INTRODUCED, { 3, 28 }, PLAIN, 0, SOURCES, 16, NULL },
	{ INTRODUCED, { 35, 120 }, PLAIN, UNANSWERED, SOURCES, 7, NULL },
	{ INTRODUCED, { 60, 150 }, NOT_TAKEN, 0, SOURCES, 3, NULL },

	/* Listed. */
	{ LISTED, { 4, 120 }, PLAIN, 0, SOURCES, 14, NULL },
	{ LISTED, { 60, 300 }, PLAIN, NEVER_MET, SOURCES, 6, NULL },
	{ LISTED, { 60, 400 }, PLAIN, NEVER_MET | NO_NEXT_STEP, SOURCES, 5,
	    NULL },
	{ LISTED, { 120, 500 }, PLAIN, AWAY, SOURCES, 11, NULL },
	{ LISTED, { 90, 400 }, PLAIN, AT_FIRM, SOURCES, 9, NULL },
	{ LISTED, { 90, 500 }, PLAIN, BUSY, SOURCES, 10, NULL },
	{ LISTED, { 90, 400 }, PLAIN, FAMILY | LATE_STEP, SOURCES, 4, NULL },
	{ LISTED, { 30, 300 }, PLAIN, STUDIES, SOURCES, 4, NULL },
	{ LISTED, { 90, 300 }, PLAIN, UNSCHOOLED, SOURCES, 4, NULL },
	{ LISTED, { 90, 300 }, PLAIN, TOO_OLD, SOURCES, 2, NULL },
	{ LISTED, { 90, 300 }, PLAIN, POLITICAL, SOURCES, 2, NULL },
	{ LISTED, { 30, 200 }, PLAIN, POST | PLANNED, SOURCES, 4, NULL },
	{ LISTED, { 30, 200 }, PLAIN, POST, SOURCES, 5, NULL },
	{ LISTED, { 20, 200 }, PLAIN, 0, ANY_STAFF, 5, NULL },
	{ LISTED, { 30, 200 }, PLAIN, 0, FIRMS, 2, NULL },

	/* Sent to the class that has just ended. */
	{ SENT, { 4, 30 }, PLAIN, 0, SOURCES, 18, NULL },
	{ SENT, { 4, 30 }, PLAIN, 0, ANY_STAFF, 3, NULL },

	/* Certificate and no helper; months since: 0-6 ... over 60. */
	{ CERTIFIED, { 10, 130 }, PLAIN, 0, SOURCES, 14, NULL },
	{ CERTIFIED, { 190, 340 }, PLAIN, NO_TASK, SOURCES, 8, NULL },
	{ CERTIFIED, { 380, 700 }, PLAIN, NO_TASK | NO_NEXT_STEP, SOURCES, 8,
	    NULL },
	{ CERTIFIED, { 380, 700 }, PLAIN, AWAY | NO_TASK, SOURCES, 4, NULL },
	{ CERTIFIED, { 380, 1000 }, PLAIN, AT_FIRM, SOURCES, 5, NULL },
	{ CERTIFIED, { 760, 1400 }, PLAIN, BUSY, SOURCES, 6, NULL },
	{ CERTIFIED, { 1490, 1700 }, PLAIN, BUSY | LATE_STEP, SOURCES, 4,
	    NULL },
	{ CERTIFIED, { 1700, 1800 }, PLAIN, AWAY, SOURCES, 3, NULL },
	{ CERTIFIED, { 1860, 1990 }, PLAIN, AWAY | NO_NEXT_STEP, SOURCES, 3,
	    NULL },
	{ CERTIFIED, { 60, 300 }, PLAIN, POST, SOURCES, 3, NULL },

	/* Helped, no application yet. */
	{ HELPED, { 10, 150 }, PLAIN, 0, SOURCES, 14, NULL },
	{ HELPED, { 60, 200 }, PLAIN, NO_REMARK, SOURCES, 6, NULL },
	{ HELPED, { 150, 300 }, PLAIN, NO_REMARKS, SOURCES, 3, NULL },
	{ HELPED, { 100, 300 }, PLAIN, NO_TASK, SOURCES, 5, NULL },
	{ HELPED, { 90, 300 }, PLAIN, BUSY | LATE_STEP, SOURCES, 4, NULL },
	{ HELPED, { 90, 300 }, PLAIN, FAMILY, SOURCES, 3, NULL },
	{ HELPED, { 30, 200 }, PLAIN, POST | PLANNED, SOURCES, 3, NULL },
	{ HELPED, { 200, 220 }, BACK, 0, SOURCES, 1, NULL },
	{ HELPED, { 60, 100 }, NEW_HELPER, 0, SOURCES, 2, NULL },
	{ HELPED, { 20, 100 }, PLAIN, 0, SCHOOLS, 2, NULL },
	{ HELPED, { 20, 100 }, PLAIN, 0, FIRMS, 1, NULL },
	{ HELPED, { 200, 240 }, LOST_HELPER, 0, LOST, 3, NULL },

	/* On the way to the cell's vote, and to the ceremony. */
	{ APPLIED, { 4, 30 }, PLAIN, 0, SOURCES, 9, NULL },
	{ APPLIED, { 4, 20 }, PARTIAL, 0, SOURCES, 1, NULL },
	{ VERIFIED, { 4, 30 }, PLAIN, 0, SOURCES, 8, NULL },
	{ VERIFIED, { 4, 30 }, NEW_HELPER, 0, SOURCES, 1, NULL },
	{ VERIFIED, { 4, 25 }, PLAIN, 0, OFFICES, 1, NULL },
	{ ASKED, { 3, 10 }, PLAIN, 0, SOURCES, 5, NULL },
	{ ASKED, { 3, 10 }, PARTIAL, 0, SOURCES, 1, NULL },
	{ VOTED, { 3, 9 }, PLAIN, 0, SOURCES, 3, NULL },
	{ VOTED, { 10, 14 }, TWO_VOTES, 0, SOURCES, 1, NULL },
	{ SECTION, { 3, 6 }, SECTIONAL, 0, SOURCES, 1, NULL },
	{ COMMITTEE, { 2, 4 }, PLAIN, 0, SOURCES, 3, NULL },
	{ SENT_UP, { 3, 14 }, PLAIN, 0, SOURCES, 6, NULL },
	{ SENT_UP, { 3, 14 }, PLAIN, 0, SCHOOLS, 1, NULL },
	{ DECIDED, { 3, 12 }, PLAIN, 0, SOURCES, 4, NULL },

	/* The ceremonies of the first half of 2021: 53, with those below. */
	{ CEREMONY, { 3, 170 }, PLAIN, 0, ADMITTING, 26, NULL },
	{ CEREMONY, { 10, 170 }, PLAIN, 0, SCHOOLS, 3, NULL },
	{ CEREMONY, { 10, 170 }, PLAIN, 0, GUARDS, 3, NULL },
	{ CEREMONY, { 10, 170 }, PLAIN, 0, OFFICES, 3, NULL },
	{ CEREMONY, { 20, 90 }, MOVED, 0, ADMITTING, 2, NULL },
	{ CEREMONY, { 30, 90 }, TWO_VOTES, 0, ADMITTING, 1, NULL },
	{ CEREMONY, { 30, 90 }, SECTIONAL, 0, ADMITTING, 1, NULL },
	{ CEREMONY, { 60, 100 }, LEFT, 0, ADMITTING, 1, "chuyen-sinh-hoat" },
	{ CEREMONY, { 130, 150 }, LEFT, 0, ADMITTING, 1, "tu-tran" },

	/* The second half of 2020. */
	{ CEREMONY, { 185, 355 }, PLAIN, 0, ADMITTING, 24, NULL },
	{ CEREMONY, { 185, 355 }, PLAIN, 0, ANY_STAFF, 4, NULL },
	{ CEREMONY, { 190, 300 }, PLAIN, 0, FIRMS, 1, NULL },
	{ CEREMONY, { 210, 300 }, LEFT, 0, ADMITTING, 2, "xoa-ten-du-bi" },
	{ CEREMONY, { 210, 300 }, LEFT, 0, ADMITTING, 1, "xin-ra" },
	{ CEREMONY, { 190, 220 }, LEFT, 0, ADMITTING, 1, "chuyen-sinh-hoat" },

	/* The first half of 2020, most of them official by now. */
	{ VOTED_AGAIN, { 3, 12 }, PLAIN, 0, ADMITTING, 4, NULL },
	{ OFFICIAL, { 6, 100 }, PLAIN, 0, ADMITTING, 27, NULL },
	{ OFFICIAL, { 10, 100 }, PLAIN, 0, ANY_STAFF, 4, NULL },

	/* The years before: only a part of them is here. */
	{ OFFICIAL, { 180, 365 }, PLAIN, 0, ADMITTING, 16, NULL },
	{ OFFICIAL, { 370, 1400 }, PLAIN, 0, ADMITTING, 18, NULL },
	{ OFFICIAL, { 500, 670 }, PLAIN, 0, NONE_2, 6, NULL },
	{ OFFICIAL, { 800, 1050 }, PLAIN, 0, NONE_3, 4, NULL },
	{ OFFICIAL, { 1500, 1520 }, PLAIN, 0, NONE_5, 1, NULL },
	{ OFFICIAL, { 170, 220 }, LEFT, 0, ADMITTING, 1, "xoa-ten" },
	{ OFFICIAL, { 170, 220 }, LEFT, 0, ADMITTING, 1, "khai-tru" },
	{ OFFICIAL, { 300, 400 }, LEFT, 0, ADMITTING, 1, "xin-ra" },

	/* Out before admission. */
	{ CERTIFIED, { 100, 250 }, LEFT, 0, SOURCES, 3, "rut" },
	{ CERTIFIED, { 180, 260 }, CAME_BACK, 0, SOURCES, 1, "rut" },
	{ LISTED, { 100, 300 }, LEFT, 0, SOURCES, 5, "dua-ra" },
	{ VOTED, { 15, 40 }, FAILED, 0, SOURCES, 2, NULL },
	{ SENT_UP, { 60, 70 }, REFUSED, 0, SOURCES, 1, NULL },
	{ VERIFIED, { 100, 200 }, LEFT, 0, SOURCES, 2,
	    "tieu-chuan-chinh-tri" },
	{ CERTIFIED, { 100, 200 }, LEFT, 0, SOURCES, 1, "qua-tuoi" },
	{ HELPED, { 100, 200 }, LEFT, 0, SOURCES, 3, "chuyen-di" },
	{ HELPED, { 100, 200 }, PAUSED, 0, SOURCES, 3, NULL },
	{ APPLIED, { 100, 200 }, LEFT, 0, SOURCES, 1, "tu-tran" },

	/* What a rule finds, or cannot tell. Ceremonies come first: 12 of the
	 * 53. */
	{ CEREMONY, { 30, 60 }, OVER_60, 0, ADMITTING, 1, NULL },
	{ CEREMONY, { 60, 90 }, PRIMARY_ONLY, 0, ISLAND, 1, NULL },
	{ CEREMONY, { 30, 40 }, OLD_PAPER, 0, ADMITTING, 1, NULL },
	{ CEREMONY, { 40, 80 }, PROBATIONER, 0, NOVICE, 1, NULL },
	{ CEREMONY, { 50, 120 }, SHORT_TOGETHER, 0, ADMITTING, 1, NULL },
	{ CEREMONY, { 40, 60 }, ACCEPTED, 0, ADMITTING, 1, NULL },
	{ CEREMONY, { 50, 90 }, TINY_CELL, 0, TINY, 1, NULL },
	{ CEREMONY, { 10, 60 }, LATE_CEREMONY, 0, ADMITTING, 1, NULL },
	{ CEREMONY, { 10, 60 }, LAST_DAY, 0, ADMITTING, 1, NULL },
	{ CEREMONY, { 10, 60 }, LATE_AGREED, 0, ADMITTING, 1, NULL },
	{ CEREMONY, { 40, 90 }, AGAIN, 0, ADMITTING, 1, NULL },
	{ CEREMONY, { 40, 90 }, AGAIN_UNASKED, 0, ADMITTING, 1, NULL },
	{ SENT_UP, { 5, 10 }, TOO_YOUNG, 0, SOURCES, 1, NULL },
	{ COMMITTEE, { 2, 4 }, OPEN_AGE, 0, SOURCES, 1, NULL },
	{ COMMITTEE, { 2, 6 }, LOW_SCHOOL, 0, SOURCES, 1, NULL },
	{ SENT_UP, { 4, 20 }, READS_ONLY, 0, HIGHLAND, 1, NULL },
	{ VOTED, { 4, 12 }, NO_PAPER, 0, SOURCES, 1, NULL },
	{ HELPED, { 20, 60 }, SECOND_ISSUE, 0, SOURCES, 1, NULL },
	{ DECIDED, { 3, 12 }, ONE_INTRODUCER, 0, SOURCES, 1, NULL },
	{ SENT_UP, { 4, 20 }, TURNED_31, 0, SOURCES, 1, NULL },
	{ SENT_UP, { 4, 20 }, OPEN_TOGETHER, 0, SOURCES, 1, NULL },
	{ ASKED, { 3, 10 }, WRONG_ORDER, 0, SOURCES, 1, NULL },
	{ VERIFIED, { 4, 25 }, CARRIED, 0, SOURCES, 1, NULL },
	{ SENT_UP, { 4, 20 }, NO_CV, 0, SOURCES, 1, NULL },
	{ COMMITTEE, { 2, 6 }, FEW_VOTES, 0, SOURCES, 1, NULL },
	{ SENT_UP, { 4, 20 }, EXEMPT, 0, SOURCES, 1, NULL },
	{ VOTED, { 12, 12 }, ONE_RESOLUTION, 0, TWINS, 2, NULL },
	{ DECIDED, { 5, 12 }, WRONG_DECIDER, 0, SOURCES, 1, NULL },
	{ DECIDED, { 5, 12 }, LATE_DECISION, 0, SOURCES, 1, NULL },
	{ SENT_UP, { 100, 110 }, NO_DECISION, 0, SOURCES, 1, NULL },
	{ DECIDED, { 60, 70 }, NO_CEREMONY, 0, SOURCES, 1, NULL },
	{ OFFICIAL, { 20, 60 }, EARLY_OFFICIAL, 0, ADMITTING, 1, NULL },
	{ VOTED_AGAIN, { 5, 20 }, EARLY_VOTE, 0, ADMITTING, 1, NULL },
	{ OFFICIAL, { 60, 90 }, LATE_VOTE, 0, ADMITTING, 1, NULL },
	{ OFFICIAL, { 60, 90 }, WRONG_DAY, 0, ADMITTING, 1, NULL },
	{ CEREMONY, { 430, 460 }, NO_VOTE, 0, ADMITTING, 2, NULL },
	{ CEREMONY, { 480, 500 }, THREE_FAILED, 0, ADMITTING, 1, NULL },
	{ VOTED_AGAIN, { 5, 20 }, NO_CLASS, 0, ADMITTING, 1, NULL },
	{ OFFICIAL, { 60, 90 }, LATE_RECOGNITION, 0, ADMITTING, 1, NULL },
	{ VOTED_AGAIN, { 52, 60 }, NO_RECOGNITION, 0, ADMITTING, 1, NULL },
	{ APPLIED, { 10, 40 }, AGAIN_SOON, 0, SOURCES, 1, NULL },
	{ APPLIED, { 10, 40 }, AGAIN_CLEARED, 0, SOURCES, 1, NULL },
	{ SENT_UP, { 5, 20 }, AGAIN_CHILD, 0, SOURCES, 1, NULL },
	{ APPLIED, { 10, 40 }, AGAIN_NEVER, 0, SOURCES, 1, NULL },
	{ APPLIED, { 10, 40 }, AGAIN_OPEN, 0, SOURCES, 1, NULL },
};
const size_t n_demo_plans = COUNT(demo_plans);

static const struct plan bench_plans[] = {
	{ INTRODUCED, { 4, 300 }, PLAIN, 0, SOURCES, 12, NULL },
	{ LISTED, { 4, 300 }, PLAIN, 0, SOURCES, 14, NULL },
	{ LISTED, { 4, 300 }, PLAIN, NEVER_MET, SOURCES, 5, NULL },
	{ LISTED, { 4, 300 }, PLAIN, AWAY, SOURCES, 5, NULL },
	{ SENT, { 4, 120 }, PLAIN, 0, SOURCES, 10, NULL },
	{ CERTIFIED, { 10, 300 }, PLAIN, 0, SOURCES, 10, NULL },
	{ CERTIFIED, { 200, 1900 }, PLAIN, BUSY, SOURCES, 8, NULL },
	{ HELPED, { 10, 300 }, PLAIN, 0, SOURCES, 8, NULL },
	{ HELPED, { 100, 300 }, PLAIN, NO_REMARKS, SOURCES, 2, NULL },
	{ APPLIED, { 4, 90 }, PLAIN, 0, SOURCES, 5, NULL },
	{ APPLIED, { 4, 90 }, PARTIAL, 0, SOURCES, 1, NULL },
	{ VERIFIED, { 4, 60 }, PLAIN, 0, SOURCES, 2, NULL },
	{ ASKED, { 3, 10 }, PLAIN, 0, SOURCES, 1, NULL },
	{ VOTED, { 3, 20 }, PLAIN, 0, SOURCES, 2, NULL },
	{ VOTED, { 15, 60 }, FAILED, 0, SOURCES, 1, NULL },
	{ SENT_UP, { 3, 20 }, PLAIN, 0, SOURCES, 1, NULL },
	{ DECIDED, { 3, 20 }, PLAIN, 0, SOURCES, 1, NULL },
	{ CEREMONY, { 6, 300 }, PLAIN, 0, ADMITTING, 4, NULL },
	{ CEREMONY, { 60, 250 }, MOVED, 0, ADMITTING, 1, NULL },
	{ OFFICIAL, { 10, 1200 }, PLAIN, 0, ADMITTING, 4, NULL },
	{ CERTIFIED, { 100, 300 }, LEFT, 0, SOURCES, 3, "rut" },
	{ LISTED, { 100, 300 }, LEFT, 0, SOURCES, 3, "dua-ra" },
};

const struct plan *
bench_plan(uint64_t *seed)
{
	const struct plan *p = bench_plans;
	int at = 0;

	for (size_t i = 0; i < COUNT(bench_plans); i++)
		at += bench_plans[i].many;
	at = between(seed, 0, at - 1);
	while (at >= p->many)
		at -= p++->many;
	return p;
}
