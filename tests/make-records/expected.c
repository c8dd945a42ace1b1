/* What is kncheck to say of the district? */
#include "expected.h"

#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "days.h"
#include "mem.h"
#include "plans.h"
#include "spoil.h"

struct line {
	const char *level, *rule, *id;
	int cases;				/* 0: it is of a record */
	const char *what;
};

struct lines {
	struct line *line;
	size_t n, cap;
};

static void
line_add(struct lines *l, const char *level, const char *rule, const char *id,
    const char *what)
{
	*MEM_PUSH(l->line, l->n, l->cap) = (struct line){ level, rule, id, 0,
	    what };
}

static void
cases_add(struct lines *l, const char *rule, int cases)
{
	*MEM_PUSH(l->line, l->n, l->cap) = (struct line){ "note", rule, rule,
	    cases, NULL };
}

/* The days by which rules take people. */
enum measured {
	CERTIFICATE, CV, CV_SENT, LETTER, INTRODUCER, VOTE, VOTE_PASSED,
	AUTHORISED, ANSWER, DECISION, CEREMONY_HELD, MEMBER_CV, AGAIN_VOTE,
	AGAIN_PASSED, RECOGNITION
};

/* Times for which no text is known: the rules' pages say which and why. */
enum gen { G0, G1, GENERATIONS };

static const struct {
	const char *since, *until;
} generations[GENERATIONS] = {
	[G0] = { "0001-01-01", "2016-07-24" },
	[G1] = { "2016-07-25", "2021-07-29" },
};

static const struct untold {
	const char *rule;
	enum measured by;
	enum gen gen;
	const char *until;			/* NULL: to the end of its time */
} untold[] = {
	{ "chung-nhan-mot-lan", CERTIFICATE, G0, NULL },
	{ "chung-nhan-mot-lan", CERTIFICATE, G1, "2020-10-08" },
	{ "don-truoc-ly-lich", CV, G0, NULL },
	{ "don-truoc-ly-lich", CV, G1, NULL },
	{ "thu-tu-ly-lich", CV_SENT, G0, NULL },
	{ "thu-tu-ly-lich", CV_SENT, G1, "2017-06-04" },
	{ "nguoi-mang-tham-tra", LETTER, G0, NULL },
	{ "nguoi-mang-tham-tra", LETTER, G1, "2017-06-04" },
	{ "nguoi-gioi-thieu-chinh-thuc", INTRODUCER, G0, NULL },
	{ "cung-cong-tac", INTRODUCER, G0, NULL },
	{ "tuoi-ket-nap", VOTE, G0, NULL },
	{ "hoc-van", VOTE, G0, NULL },
	{ "co-chung-nhan", VOTE_PASSED, G0, NULL },
	{ "co-chung-nhan", VOTE_PASSED, G1, "2017-06-04" },
	{ "han-chung-nhan", VOTE, G0, NULL },
	{ "han-chung-nhan", VOTE, G1, "2019-06-09" },
	{ "so-nguoi-gioi-thieu", VOTE_PASSED, G0, NULL },
	{ "ho-so-12-thang", VOTE_PASSED, G0, NULL },
	{ "ho-so-12-thang", VOTE_PASSED, G1, NULL },
	{ "du-ho-so", VOTE_PASSED, G0, NULL },
	{ "du-ho-so", VOTE_PASSED, G1, "2016-09-19" },
	{ "phieu-chi-bo", VOTE_PASSED, G0, NULL },
	{ "xet-tung-nguoi", VOTE, G0, NULL },
	{ "chi-bo-ba-dang-vien", VOTE, G0, NULL },
	{ "han-quyet-dinh", ANSWER, G0, NULL },
	{ "tham-quyen-quyet-dinh", DECISION, G0, NULL },
	{ "dang-uy-quyet-dinh", AUTHORISED, G1, NULL },
	{ "han-le-ket-nap", CEREMONY_HELD, G0, NULL },
	{ "khai-ly-lich", MEMBER_CV, G0, NULL },
	{ "khai-ly-lich", MEMBER_CV, G1, NULL },
	{ "han-xet-chinh-thuc", AGAIN_VOTE, G0, NULL },
	{ "lop-dang-vien-moi", AGAIN_PASSED, G0, NULL },
	{ "lop-dang-vien-moi", AGAIN_PASSED, G1, "2017-06-04" },
	{ "han-cong-nhan", RECOGNITION, G0, NULL },
	{ "thoi-gian-du-bi", RECOGNITION, G0, NULL },
};

/* The days of somebody that one kind of measure takes. */
enum { MOST_DAYS = 3 };

static int
count_if(int *days, int n, bool there, int day)
{
	if (there && day != DAY_NONE)
		days[n++] = day;
	return n;
}

static int
days_of(const struct person *p, enum measured by, int days[MOST_DAYS])
{
	const struct facts *x = &p->facts;
	bool passed_only = by == VOTE_PASSED || by == AGAIN_PASSED;
	int n = 0;

	switch (by) {
	case CERTIFICATE:
		return count_if(days, n, p->has[CERTIFIED], p->day[CERTIFIED]);
	case CV:
	case CV_SENT:
		return count_if(days, n, by == CV || x->n_letters, x->cv);
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
			n = count_if(days, n, !passed_only ||
			    x->votes[i].passed, x->votes[i].day);
		return n;
	case AUTHORISED:
		return count_if(days, n, x->may_decide, p->day[COMMITTEE]);
	case ANSWER:
		n = count_if(days, n, p->has[DECIDED], p->day[DECIDED]);
		return count_if(days, n, true, x->refused);
	case DECISION:
		return count_if(days, n, p->has[DECIDED], p->day[DECIDED]);
	case CEREMONY_HELD:
		return count_if(days, n, p->has[CEREMONY], p->day[CEREMONY]);
	case MEMBER_CV:
		return count_if(days, n, p->has[CEREMONY] &&
		    (p->out == DAY_NONE || x->member_cv != DAY_NONE),
		    p->day[CEREMONY]);
	case AGAIN_VOTE:
	case AGAIN_PASSED:
		for (size_t i = 0; i < x->n_again; i++)
			n = count_if(days, n, !passed_only ||
			    x->again[i].passed, x->again[i].day);
		return n;
	case RECOGNITION:
		return count_if(days, n, p->has[OFFICIAL], p->day[OFFICIAL]);
	}
	return n;
}

static int
day_of(const char *text)
{
	int day = DAY_NONE;

	day_parse((struct str){ text, 10 }, &day);
	return day;
}

/* What was broken with one more case that no text is known for. */
static int
meant_untold(const struct district *d, const char *rule)
{
	int n = 0;

	for (size_t i = 0; i < d->n_people; i++)
		for (const struct meant *m = spoil_meant(&d->people[i]);
		    m->rule; m++)
			n += m->said == NO_TEXT && strcmp(m->rule, rule) == 0;
	return n;
}

static void
expect_untold(struct lines *l, const struct district *d)
{
	static const char *const rare[] = {	/* nobody else is concerned */
		"qua-tuoi-dong-y", "hoc-van-vung-kho", "hoc-van-uy-tin",
	};

	for (size_t i = 0; i < COUNT(untold); i++) {
		const struct untold *u = &untold[i];
		int since = day_of(generations[u->gen].since), cases = 0;
		int until = day_of(u->until ? u->until :
		    generations[u->gen].until);

		for (size_t k = 0; k < d->n_people; k++) {
			int days[MOST_DAYS];
			int n = days_of(&d->people[k], u->by, days);

			while (n--)
				cases += since <= days[n] && days[n] <= until;
		}
		if (cases)
			cases_add(l, u->rule, cases);
	}
	for (size_t i = 0; i < COUNT(rare); i++)
		if (meant_untold(d, rare[i]))
			cases_add(l, rare[i], meant_untold(d, rare[i]));
}

static void
expect_person(struct lines *l, const struct person *p)
{
	static const char *const levels[] = {
		[ERROR] = "error", [WARNING] = "warning", [NOTE] = "note",
		[ACCEPTED_NOTE] = "accepted",
	};

	for (const struct meant *m = spoil_meant(p); m->rule; m++)
		if (m->said != NO_TEXT)
			line_add(l, levels[m->said], m->rule, p->id, m->what);
	/* A vote that failed has no resolution to be told apart by. */
	for (size_t i = 0; i < p->facts.n_votes; i++)
		if (!p->facts.votes[i].passed)
			line_add(l, "note", "xet-tung-nguoi", p->id,
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
expect(const struct district *d)
{
	struct lines l = {0};

	expect_untold(&l, d);
	for (size_t i = 0; i < d->n_people; i++)
		expect_person(&l, &d->people[i]);
	qsort(l.line, l.n, sizeof *l.line, in_order);
	return l;
}

void
expected_write(const struct district *d, FILE *f)
{
	struct lines l = expect(d);

	for (size_t i = 0; i < l.n; i++) {
		const struct line *k = &l.line[i];

		fprintf(f, "%s\t%s\t%s", k->level, k->rule, k->id);
		if (k->cases)
			fprintf(f, "\t%d", k->cases);
		fputc('\n', f);
	}
	free(l.line);
}

void
wrong_write(const struct district *d, FILE *f)
{
	struct lines l = expect(d);

	fputs("| record | what is wrong | rule | level |\n"
	    "|---|---|---|---|\n", f);
	for (size_t i = 0; i < l.n; i++) {
		const struct line *k = &l.line[i];

		if (k->what)
			fprintf(f, "| `%s` | %s | `%s` | %s |\n", k->id,
			    k->what, k->rule, k->level);
	}
	free(l.line);
}
