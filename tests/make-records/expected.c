/* What is kncheck to say of the district? */
#include "expected.h"

#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "course.h"
#include "days.h"
#include "base/mem.h"
#include "merger.h"
#include "plans.h"
#include "spoil.h"
#include "year.h"

struct line {
	const char *level, *rule, *id;
	int cases; /* 0: it is of a record */
	const char *what;
	const char *folder; /* NULL: of people or units */
};

struct lines {
	struct line *line;
	size_t n, cap;
	struct year year; /* whose ids lines bear */
};

static void
line_add(struct lines *l, const char *level, const char *rule, const char *id,
    const char *what)
{
	*MEM_PUSH(l->line, l->n, l->cap) =
	    (struct line){ level, rule, id, 0, what, NULL };
}

static void
cases_add(struct lines *l, const char *rule, int cases)
{
	*MEM_PUSH(l->line, l->n, l->cap) =
	    (struct line){ "untold", rule, rule, cases, NULL, NULL };
}

/* The days by which rules take people. */
enum measured {
	CV,
	CV_SENT,
	LETTER,
	INTRODUCER,
	VOTE,
	VOTE_PASSED,
	AUTHORISED,
	ANSWER,
	DECISION,
	CEREMONY_HELD,
	MEMBER_CV,
	AGAIN_VOTE,
	AGAIN_PASSED,
	RECOGNITION,
	RECOGNISED,
	OVER_AGE,
	HARD_AREA,
	ELDER,
	ISSUED_AGAIN,
	TRANSFER,
	REMARKED,
	CERTIFICATE,
	POSTED,
	PROPOSED,
	REVIEWED,
};

enum { GENERATIONS = 7 };

static const char *const generations[GENERATIONS + 1] = { "0001-01-01",
	"2016-07-25", "2021-07-30", "2025-01-20", "2025-07-01", "2026-04-08",
	"2026-07-26", "9999-12-31" };

/* Since when a text is known in each generation, as the rules' pages say and
 * why: NO, of none; ALL, from its first day. */
#define NO NULL
#define ALL ""

static const struct known {
	const char *rule;
	enum measured by;
	const char *since[GENERATIONS];
} known[] = {
	/* G0, G1, G2, G3, G4, G5, G6; what stands in the statutes, in none. */
	{ "qua-tuoi-dong-y", OVER_AGE,
	    { NO, NO, "2021-09-28", NO, ALL, "2026-05-19", ALL } },
	{ "hoc-van", VOTE, { NO, ALL, ALL, ALL, ALL, NO, ALL } },
	{ "hoc-van-vung-kho", HARD_AREA,
	    { NO, NO, "2021-09-28", NO, ALL, NO, NO } },
	{ "hoc-van-uy-tin", ELDER, { NO, NO, "2021-09-28", NO, ALL, NO, NO } },
	{ "co-chung-nhan", VOTE_PASSED,
	    { NO, "2017-06-05", "2021-09-28", ALL, ALL, "2026-05-19", ALL } },
	{ "han-chung-nhan", VOTE,
	    { NO, "2019-06-10", "2021-09-28", ALL, ALL, "2026-05-19", ALL } },
	{ "chung-nhan-het-han", CERTIFICATE,
	    { NO, NO, "2021-09-28", ALL, ALL, "2026-05-19", ALL } },
	{ "chung-nhan-mot-lan", ISSUED_AGAIN,
	    { NO, "2020-10-09", ALL, NO, ALL, NO, NO } },
	{ "cung-cong-tac", INTRODUCER, { NO, ALL, ALL, ALL, ALL, NO, ALL } },
	{ "don-truoc-ly-lich", CV, { NO, NO, NO, NO, ALL, NO, NO } },
	{ "thu-tu-ly-lich", CV_SENT,
	    { NO, "2017-06-05", "2022-01-18", ALL, ALL, NO, NO } },
	{ "nguoi-mang-tham-tra", LETTER,
	    { NO, "2017-06-05", "2022-01-18", ALL, ALL, ALL, ALL } },
	{ "han-tham-tra", POSTED, { NO, NO, NO, NO, ALL, NO, NO } },
	{ "ho-so-12-thang", VOTE_PASSED,
	    { NO, NO, "2021-09-28", NO, ALL, NO, NO } },
	{ "y-kien-12-thang", VOTE_PASSED, { NO, NO, NO, NO, ALL, NO, NO } },
	{ "du-ho-so", VOTE_PASSED,
	    { NO, "2016-09-20", "2021-09-28", ALL, ALL, NO, NO } },
	{ "han-quyet-dinh", ANSWER, { NO, ALL, ALL, ALL, ALL, NO, NO } },
	{ "tham-quyen-quyet-dinh", DECISION,
	    { NO, ALL, ALL, ALL, ALL, NO, ALL } },
	{ "dang-uy-de-nghi", PROPOSED, { NO, NO, NO, NO, ALL, NO, ALL } },
	{ "dang-uy-quyet-dinh", AUTHORISED, { NO, NO, NO, NO, ALL, NO, NO } },
	{ "han-le-ket-nap", CEREMONY_HELD,
	    { NO, ALL, ALL, ALL, ALL, NO, ALL } },
	{ "khai-ly-lich", MEMBER_CV,
	    { NO, NO, "2022-01-18", ALL, ALL, ALL, ALL } },
	{ "han-xet-chinh-thuc", AGAIN_VOTE,
	    { ALL, ALL, ALL, ALL, ALL, ALL, ALL } },
	{ "tu-kiem-diem", REVIEWED, { NO, NO, NO, NO, ALL, NO, NO } },
	{ "lop-dang-vien-moi", AGAIN_PASSED,
	    { NO, "2017-06-05", ALL, ALL, ALL, NO, ALL } },
	{ "han-cong-nhan", RECOGNITION, { NO, ALL, ALL, ALL, ALL, NO, NO } },
	{ "han-chuyen-sinh-hoat", TRANSFER, { NO, NO, NO, NO, ALL, NO, ALL } },
	{ "bo-sinh-hoat-ba-thang", TRANSFER,
	    { NO, NO, NO, NO, "2025-09-29", ALL, ALL } },
	{ "nhan-xet-dinh-ky", REMARKED, { NO, ALL, ALL, NO, NO, NO, NO } },
};

static int
generation_of(int day)
{
	int g = GENERATIONS - 1;

	while (g > 0 && day < day_of(generations[g]))
		g--;
	return g;
}

static bool
is_known(const struct known *k, int day)
{
	const char *since = k->since[generation_of(day)];

	return since && (!*since || day_of(since) <= day);
}

/* The days of somebody that one kind of measure takes. */
enum { MOST_DAYS = 3 };

static int
count_if(int *days, int n, bool there, int day)
{
	if (there && day != DAY_NONE)
		days[n++] = day;
	return n;
}

static bool
passed(const struct vote *votes, size_t n)
{
	return n && votes[n - 1].passed;
}

/* Is somebody remarked on each quarter, and has one passed? */
static bool
is_remarked(const struct person *p)
{
	return is_open(p) && !is_paused(p) && p->plan->story != CAME_BACK &&
	    remarked_since(p) != DAY_NONE &&
	    remarked_since(p) <= day_add_months(quarter_end(p->today) + 1, -3);
}

/* Does somebody have a certificate, and was not voted on since? */
static bool
is_certified(const struct person *p)
{
	return is_open(p) && !is_paused(p) && p->has[CERTIFIED] &&
	    p->facts.n_votes == 0;
}

/* What is awaited is measured by today. */
static int
days_of(const struct district *d, const struct person *p, enum measured by,
    int days[MOST_DAYS])
{
	const struct commune *k = &d->communes[d->cells[p->cell].commune];
	bool stays = p->out == DAY_NONE, low;
	const struct facts *x = &p->facts;
	bool passed_only = by == VOTE_PASSED || by == AGAIN_PASSED;
	int n = 0;

	low = strcmp(x->schooling, "tieu-hoc") == 0 ||
	    strcmp(x->schooling, "biet-chu") == 0;
	switch (by) {
	case ISSUED_AGAIN:
		return count_if(days, n, x->issue > 1, p->day[CERTIFIED]);
	case TRANSFER:
		return count_if(days, n,
		    p->has[CEREMONY] && p->out != DAY_NONE &&
			strcmp(p->plan->why, "chuyen-sinh-hoat") == 0,
		    p->out);
	case REMARKED:
		return count_if(days, n, is_remarked(p), p->today);
	case CV:
	case CV_SENT:
		return count_if(days, n, by == CV || x->n_letters, x->cv);
	case POSTED:
		for (size_t i = 0; i < x->n_letters; i++)
			n = count_if(days, n,
			    !x->letters[i].carried ||
				strcmp(x->letters[i].carried, "van-thu") == 0,
			    x->letters[i].sent);
		return n;
	case CERTIFICATE:
		return count_if(days, n, is_certified(p), p->today);
	case PROPOSED:
		return count_if(days, n, p->has[COMMITTEE] && !x->may_decide,
		    p->day[COMMITTEE]);
	case REVIEWED:
		return count_if(days, n, p->has[VOTED_AGAIN],
		    self_review_day(p));
	case LETTER:
		for (size_t i = 0; i < x->n_letters; i++)
			n = count_if(days, n, true, x->letters[i].sent);
		return n;
	case INTRODUCER:
		for (size_t i = 0; i < x->n_introducers; i++)
			n = count_if(days, n, true, x->introducers[i].day);
		return n;
	case VOTE:
	case VOTE_PASSED:
		for (size_t i = 0; i < x->n_votes; i++)
			n = count_if(days, n,
			    !passed_only || x->votes[i].passed,
			    x->votes[i].day);
		return n;
	case AUTHORISED:
		return count_if(days, n, x->may_decide, p->day[COMMITTEE]);
	case ANSWER:
		n = count_if(days, n, p->has[DECIDED], p->day[DECIDED]);
		n = count_if(days, n, true, x->refused);
		return count_if(days, n,
		    n == 0 && stays && passed(x->votes, x->n_votes), p->today);
	case DECISION:
		return count_if(days, n, p->has[DECIDED], p->day[DECIDED]);
	case CEREMONY_HELD:
		n = count_if(days, n, p->has[CEREMONY], p->day[CEREMONY]);
		return count_if(days, n, n == 0 && stays && p->has[DECIDED],
		    p->today);
	case MEMBER_CV:
		return count_if(days, n,
		    p->has[CEREMONY] &&
			(p->out == DAY_NONE || x->member_cv != DAY_NONE),
		    p->day[CEREMONY]);
	case AGAIN_VOTE:
	case AGAIN_PASSED:
		for (size_t i = 0; i < x->n_again; i++)
			n = count_if(days, n,
			    !passed_only || x->again[i].passed,
			    x->again[i].day);
		return count_if(days, n,
		    by == AGAIN_VOTE && n == 0 && stays && p->has[CEREMONY],
		    p->today);
	case RECOGNITION:
		n = count_if(days, n, p->has[OFFICIAL], p->day[OFFICIAL]);
		return count_if(days, n,
		    n == 0 && stays && passed(x->again, x->n_again), p->today);
	case RECOGNISED:
		return count_if(days, n, p->has[OFFICIAL], p->day[OFFICIAL]);
	case OVER_AGE:
		return count_if(days, n,
		    p->has[DECIDED] &&
			p->born < day_add_months(p->day[VOTED], -12 * 60 - 1),
		    p->day[DECIDED]);
	case HARD_AREA:
		return count_if(days, n,
		    k->area && low && !x->elder && p->has[VOTED],
		    p->day[VOTED]);
	case ELDER:
		return count_if(days, n,
		    k->area && low && x->elder && p->has[VOTED], p->day[VOTED]);
	}
	return n;
}

/* What is awaited, until when. */
struct wait {
	bool waits;
	int last;
	const char *rule, *what;
};

enum { WAITS = 4 };

static void
waits_of(const struct person *p, struct wait waits[WAITS])
{
	const struct facts *x = &p->facts;
	bool stays = p->out == DAY_NONE;
	bool by_issue = p->has[DECIDED] &&
	    generation_of(p->day[DECIDED]) == GENERATIONS - 1;
	const struct {
		bool waits;
		int since, days;
		const char *rule, *what;
	} awaited[WAITS] = {
		{ passed(x->votes, x->n_votes) && !p->has[DECIDED] &&
			x->refused == DAY_NONE,
		    p->day[VOTED], 60, "han-quyet-dinh",
		    "no answer 60 working days after the vote" },
		{ p->has[DECIDED] && !p->has[CEREMONY],
		    by_issue ? p->day[DECIDED] : x->received, 30,
		    "han-le-ket-nap", "no ceremony after 30 working days" },
		{ p->has[CEREMONY] && !x->n_again,
		    p->has[CEREMONY] ? day_add_months(p->day[CEREMONY], 12) : 0,
		    30, "han-xet-chinh-thuc",
		    "on probation for more than 12 months and 30 working "
		    "days" },
		{ passed(x->again, x->n_again) && !p->has[OFFICIAL],
		    p->day[VOTED_AGAIN], 30, "han-cong-nhan",
		    "not recognised 30 working days after the vote" },
	};

	for (size_t i = 0; i < WAITS; i++) {
		bool now = stays && awaited[i].waits;

		waits[i] = (struct wait){ now,
			now ?
			    work_days_later(awaited[i].since, awaited[i].days) :
			    DAY_NONE,
			awaited[i].rule, awaited[i].what };
	}
}

/* Until when the last text held that was known before today. */
static int
text_until(const struct known *k, int today)
{
	for (int g = generation_of(today); g > 0; g--)
		if (k->since[g - 1])
			return day_of(generations[g]);
	return 0;
}

/* Was the time over, by a text of today or while the last one before held? */
static bool
is_late(const struct known *k, const struct wait *w, int today)
{
	return w->waits && strcmp(k->rule, w->rule) == 0 && w->last < today &&
	    (is_known(k, today) || w->last < text_until(k, today));
}

static bool
is_told(const struct known *k, const struct person *p, int day)
{
	struct wait waits[WAITS];
	bool told = is_known(k, day);

	waits_of(p, waits);
	for (size_t i = 0; i < WAITS; i++)
		told |= day == p->today && is_late(k, &waits[i], day);
	return told;
}

/* How many cases there are of each rule for whose day no text is known. */
static void
expect_untold(struct lines *l, const struct district *d, int today)
{
	for (size_t i = 0; i < COUNT(known); i++) {
		int cases = 0;

		for (size_t k = 0; k < d->n_people; k++) {
			struct person p = person_on(&d->people[k], today);
			int days[MOST_DAYS];
			int n = days_of(d, &p, known[i].by, days);

			while (n--)
				cases += !is_told(&known[i], &p, days[n]);
		}
		if (cases)
			cases_add(l, known[i].rule, cases);
	}
}

static void
expect_awaited(struct lines *l, const struct person *p, const char *id)
{
	struct wait waits[WAITS];

	waits_of(p, waits);
	for (size_t i = 0; i < WAITS; i++)
		for (size_t k = 0; k < COUNT(known); k++)
			if (is_late(&known[k], &waits[i], p->today))
				line_add(l, "warning", waits[i].rule, id,
				    waits[i].what);
}

/* A certificate runs out after 60 months. */
static void
expect_certificate(struct lines *l, const struct person *p, const char *id)
{
	if (is_certified(p) && generation_of(p->today) > 1 &&
	    day_add_months(p->day[CERTIFIED], 60) < p->today)
		line_add(l, "warning", "chung-nhan-het-han", id,
		    "a certificate of more than 60 months, and no vote");
}

/* The remarks that must be there by now; those of this quarter have time. */
static void
expect_remarks(struct lines *l, const struct person *p, const char *id)
{
	bool missing = false;

	for (int i = 1; i <= 3; i++) {
		int quarter =
		    day_add_months(quarter_end(p->today) + 1, -3 * i) - 1;

		missing |=
		    remarked_since(p) <= day_add_months(quarter + 1, -3) &&
		    remark_day(p, quarter) == DAY_NONE;
	}
	if (is_remarked(p) && missing && generation_of(p->today) <= 2)
		line_add(l, "warning", "nhan-xet-dinh-ky", id,
		    "no remark for a quarter that is over");
}

/* Until the merger the cells keep a record of their reviews; of those that took
 * their place nobody has written one. */
static void
expect_reviews(struct lines *l, const struct district *d, int today)
{
	for (size_t i = 0; i < d->n_cells; i++) {
		const struct trouble *t = d->cells[i].trouble;
		bool first = true;

		for (size_t k = 0; k < i; k++)
			first &= strcmp(d->cells[k].now, d->cells[i].now) != 0;
		if (today < merger_day() ? t && t->unreviewed > 1 : first)
			line_add(l, "warning", "ra-soat-thang",
			    today < merger_day() ? d->cells[i].id :
						   d->cells[i].now,
			    "months without a review of sources");
	}
}

static void
year_add(void *to, const char *rule, const char *folder, const char *id)
{
	struct lines *l = to;

	*MEM_PUSH(l->line, l->n, l->cap) =
	    (struct line){ "warning", rule, id, 0, NULL, folder };
}

static void
expect_person(struct lines *l, const struct person *p, const char *id)
{
	static const char *const levels[] = {
		[ERROR] = "error",
		[WARNING] = "warning",
		[NOTE] = "note",
		[ACCEPTED_NOTE] = "accepted",
	};

	/* What was spoilt of a later course is not to be seen before. */
	for (const struct meant *m = spoil_meant(p); m->rule; m++)
		if (!p->plan->vote || p->today == day_of(LATER_TODAY))
			line_add(l, levels[m->said], m->rule, id, m->what);
	/* A vote that failed has no resolution to be told apart by. */
	for (size_t i = 0; i < p->facts.n_votes; i++)
		if (!p->facts.votes[i].passed)
			line_add(l, "note", "xet-tung-nguoi", id,
			    "a vote that failed has no resolution");
}

static int
in_order(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	int by = strcmp(x->level, y->level);

	if (by == 0)
		by = strcmp(x->rule, y->rule);
	if (by == 0)
		by = strcmp(x->id, y->id);
	return by ? by : (x->cases > y->cases) - (x->cases < y->cases);
}

static struct lines
expect(const struct district *d, int today)
{
	struct lines l = { 0 };

	expect_untold(&l, d, today);
	expect_reviews(&l, d, today);
	year_draw(&l.year, d);
	year_expect(&l.year, today, year_add, &l);
	for (size_t i = 0; i < d->n_people; i++) {
		struct person p = person_on(&d->people[i], today);

		expect_awaited(&l, &p, d->people[i].id);
		expect_remarks(&l, &p, d->people[i].id);
		expect_certificate(&l, &p, d->people[i].id);
		expect_person(&l, &p, d->people[i].id);
	}
	qsort(l.line, l.n, sizeof *l.line, in_order);
	return l;
}

static void
lines_release(struct lines *l)
{
	free(l->line);
	year_release(&l->year);
}

void
expected_write(const struct district *d, int today, FILE *f)
{
	struct lines l = expect(d, today);

	for (size_t i = 0; i < l.n; i++) {
		const struct line *k = &l.line[i];

		fprintf(f, "%s\t%s\t%s%s%s%s", k->level, k->rule,
		    k->folder ? "records/" : "", k->folder ? k->folder : "",
		    k->folder ? "/" : "", k->id);
		if (k->cases)
			fprintf(f, "\t%d", k->cases);
		fputc('\n', f);
	}
	lines_release(&l);
}

void
wrong_write(const struct district *d, int today, FILE *f)
{
	struct lines l = expect(d, today);

	fputs("| record | what is wrong | rule | level |\n"
	      "|---|---|---|---|\n",
	    f);
	for (size_t i = 0; i < l.n; i++) {
		const struct line *k = &l.line[i];

		if (k->what)
			fprintf(f, "| `%s` | %s | `%s` | %s |\n", k->id,
			    k->what, k->rule, k->level);
	}
	lines_release(&l);
}
