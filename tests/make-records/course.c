/* What happens to somebody, and when? */
#include "course.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "classes.h"
#include "days.h"
#include "facts.h"
#include "base/mem.h"
#include "members.h"
#include "spoil.h"
#include "words.h"

/* The cells that people of a pool are given to, in turn. */
struct pools {
	size_t *cells[POOLS];
	size_t n[POOLS], next[POOLS];
};

static bool
is_village(const struct cell *c)
{
	return c->kind == VILLAGE || c->kind == STREET;
}

static bool
has_trouble(const struct cell *c, int years)
{
	return c->trouble && c->trouble->years == years;
}

/* A member of it left, so that people were without a helper. */
static bool
lost_someone(const struct district *d, const struct cell *c)
{
	for (size_t i = 0; i < c->members; i++)
		if (d->members[c->member + i].left != DAY_NONE)
			return true;
	return false;
}

static bool
in_pool(const struct district *d, const struct cell *c, enum pool pool)
{
	const struct commune *k = &d->communes[c->commune];

	switch (pool) {
	case SOURCES:
		return is_village(c) && (!c->trouble || !c->trouble->no_source);
	case ADMITTING:
	case ADMITTED:
		return is_village(c) && (!c->trouble || !c->trouble->years);
	case ANY_STAFF:
		return (c->kind == OFFICE || c->kind == SCHOOL ||
			   c->kind == HEALTH) &&
		    !c->exhausted;
	case SCHOOLS:
		return c->kind == SCHOOL && !c->exhausted;
	case OFFICES:
		return c->kind == OFFICE && !c->exhausted;
	case GUARDS:
		return (c->kind == POLICE || c->kind == ARMY) &&
		    c->official >= OFFICIAL_FEW;
	case FIRMS:
		return c->kind == FIRM;
	case NONE_2:
		return has_trouble(c, 2);
	case NONE_3:
		return has_trouble(c, 3);
	case NONE_5:
		return has_trouble(c, 5) && c->since == DAY_NONE;
	case ISLAND:
		return is_village(c) && k->area && strstr(k->area, "hai-dao");
	case HIGHLAND:
		return is_village(c) && k->area && strstr(k->area, "mien-nui");
	case LOST:
		return lost_someone(d, c);
	case NOVICE:
		return strcmp(c->id, "tam-hoa/tan-dong") == 0;
	case TWINS:
		return strcmp(c->id, "tam-xuan-2/my-phuoc") == 0;
	case TINY:
		return c->official < OFFICIAL_FEW;
	case POOLS:
		break;
	}
	return false;
}

struct pools *
pools_new(const struct district *d, size_t from_cell)
{
	struct pools *p = mem_alloc(sizeof *p);

	for (enum pool k = 0; k < POOLS; k++) {
		size_t cap = 0;
		uint64_t seed = seed_of(31, k);

		for (size_t i = from_cell; i < d->n_cells; i++)
			if (in_pool(d, &d->cells[i], k))
				*MEM_PUSH(p->cells[k], p->n[k], cap) = i;
		for (size_t i = p->n[k]; i > 1; i--) {
			size_t j = (size_t)between(&seed, 0, (int)i - 1);
			size_t other = p->cells[k][j];

			p->cells[k][j] = p->cells[k][i - 1];
			p->cells[k][i - 1] = other;
		}
	}
	return p;
}

void
pools_free(struct pools *p)
{
	for (enum pool k = 0; k < POOLS; k++)
		free(p->cells[k]);
	free(p);
}

static size_t
cell_draw(struct pools *p, enum pool k)
{
	return p->cells[k][p->next[k]++ % p->n[k]];
}

/* Each step so many days after what was before. */
static const struct gap gaps[STEPS] = {
	[LISTED] = { 14, 45 },
	[SENT] = { 20, 90 },
	[CERTIFIED] = { 12, 40 },
	[HELPED] = { 7, 40 },
	[APPLIED] = { 60, 240 },
	[VERIFIED] = { 14, 28 },
	[ASKED] = { 25, 60 },
	[VOTED] = { 5, 14 },
	[SECTION] = { 5, 9 },
	[COMMITTEE] = { 7, 14 },
	[SENT_UP] = { 2, 5 },
	[DECIDED] = { 14, 28 },
	[CEREMONY] = { 7, 18 },
	[NEW_CLASS] = { 60, 160 },
	[VOTED_AGAIN] = { 3, 20 },
	[OFFICIAL] = { 10, 24 },
};

static bool
happens(const struct person *p, enum step s)
{
	if (s > p->plan->last || s == NEW_CLASS)
		return false;
	return s != SECTION || p->plan->story == SECTIONAL;
}

/* Steps that came so many working days after what was before. A decision is
 * received three days after it was signed. */
static const struct {
	enum story story;
	enum step step;
	int days;
} stretches[] = {
	{ TWO_VOTES, VOTED, 30 },
	{ OLD_PAPER, HELPED, 1310 },
	{ LATE_DECISION, DECIDED, 61 },
	{ LATE_CEREMONY, CEREMONY, 34 },
	{ LAST_DAY, CEREMONY, 33 },
	{ LATE_AGREED, CEREMONY, 45 },
	{ LATE_RECOGNITION, OFFICIAL, 34 },
	{ LATE_VOTE, VOTED_AGAIN, 33 },
	{ WRONG_DAY, VOTED_AGAIN, 36 },
	{ OLD_DOSSIER, VOTED, 270 },
};

/* The day of what was before s, when s was on that day. */
static int
before(struct person *p, enum step s, int day)
{
	int gap = between(&p->seed, gaps[s].least, gaps[s].most);
	int then = day - gap;

	for (size_t i = 0; i < COUNT(stretches); i++)
		if (stretches[i].story == p->plan->story &&
		    stretches[i].step == s)
			then = work_days_before(day, stretches[i].days);
	day = then;
	return work_day(s == VOTED_AGAIN ? day_add_months(day, -12) : day);
}

/* Lays one step on or before a day: classes and meetings have days of their
 * own. */
static int
lay_step(struct person *p, enum step s, int day)
{
	switch (s) {
	case CERTIFIED:
		return class_before(day).certified;
	case SENT:
		if (p->has[CERTIFIED])
			day = class_before(p->day[CERTIFIED]).first;
		else
			day = class_open(day).first;
		return work_day(day - between(&p->seed, 3, 12));
	case LISTED:
		return meeting_before(day, p->cell);
	default:
		return day;
	}
}

/* Lays the last step on or before a day, and backward what comes before it. */
static void
lay_back(struct person *p, enum step last, int day)
{
	for (enum step s = last;; s--) {
		if (happens(p, s)) {
			p->has[s] = true;
			p->day[s] = lay_step(p, s, day);
			day = before(p, s, p->day[s]);
		}
		if (s == INTRODUCED)
			break;
	}
}

/* Lays what comes after the vote. */
static void
lay_on(struct person *p)
{
	int day = p->day[VOTED];

	for (enum step s = VOTED + 1; s <= p->plan->last; s++) {
		if (!happens(p, s))
			continue;
		if (s == VOTED_AGAIN)
			day = day_add_months(day, 12);
		day = work_day_after(
		    day + between(&p->seed, gaps[s].least, gaps[s].most));
		p->has[s] = true;
		p->day[s] = day;
	}
}

/* Somebody whose course goes on after 2021 was listed in its spring. */
static void
lay_listed(struct person *p)
{
	int listed =
	    meeting_day(day_make(2021, between(&p->seed, 2, 5), 1), p->cell);

	if (p->day[LISTED] <= listed)
		return;
	p->day[LISTED] = listed;
	p->day[INTRODUCED] = before(p, LISTED, listed);
}

static void
lay_days(struct person *p)
{
	const struct plan *plan = p->plan;

	if (plan->vote) {
		lay_back(p, VOTED, day_of(plan->vote));
		lay_listed(p);
		lay_on(p);
	} else {
		lay_back(p, plan->last,
		    work_day(p->today -
			between(&p->seed, plan->ago.least, plan->ago.most)));
	}
	if (p->has[CEREMONY]) {
		p->day[NEW_CLASS] =
		    class_after(p->day[CEREMONY] + 10).certified;
		p->has[NEW_CLASS] = p->day[NEW_CLASS] <= p->today;
	}
}

static void
lay_out(struct person *p)
{
	int last = p->day[p->plan->last];

	p->out = DAY_NONE;
	if (!p->plan->why)
		return;
	p->out = work_day(last + between(&p->seed, 20, 60));
	if (strcmp(p->plan->why, "dua-ra") == 0)
		p->out = meeting_day(day_add_months(last, 2), p->cell);
	if (p->has[NEW_CLASS] && p->day[NEW_CLASS] >= p->out)
		p->has[NEW_CLASS] = false;
}

/* May somebody of this plan and cell have the job? */
static bool
fits(const struct district *d, const struct person *p, const struct job *j)
{
	static const char letters[CELL_KINDS] = {
		[VILLAGE] = 'v',
		[STREET] = 'v',
		[OFFICE] = 'o',
		[SCHOOL] = 's',
		[HEALTH] = 'h',
		[POLICE] = 'p',
		[ARMY] = 'a',
		[FIRM] = 'f',
	};
	const struct cell *c = &d->cells[p->cell];
	unsigned slack = p->plan->slack;
	enum story story = p->plan->story;
	bool student = strcmp(j->group, "sinh-vien") == 0;
	bool firm = strncmp(j->group, "dn-", 3) == 0;
	bool old = story == OVER_60 || story == OVER_60_UNASKED ||
	    (story >= AGAIN && story <= AGAIN_OPEN);
	bool simple = story == LOW_SCHOOL || story == PRIMARY_ONLY ||
	    story == READS_ONLY || story == READS_NO_ELDER ||
	    story == READS_UNASKED;
	bool post = strcmp(j->group, "khong-chuyen-trach-thon") == 0;

	if (!strchr(j->for_cells, letters[c->kind]) ||
	    (strchr(j->for_cells, 'c') && !d->communes[c->commune].coast))
		return false;
	if (j->sex && (j->sex == 'w') != p->woman)
		return false;
	if (!!(slack & STUDIES) != student || (slack & AT_FIRM && !firm) ||
	    (slack & POST && !post))
		return false;
	if (slack & UNSCHOOLED)
		return strcmp(j->school, "thcs") == 0;
	if (p->plan->vote && firm)
		return false;
	if (slack & (BUSY | TOO_OLD) || old || simple)
		return strcmp(j->at, "tai-nha") == 0 && j->most_age > 45;
	return true;
}

static void
draw_job(const struct district *d, struct person *p)
{
	enum cell_kind kind = d->cells[p->cell].kind;

	p->woman =
	    kind != POLICE && kind != ARMY && between(&p->seed, 1, 100) <= 57;
	do
		p->job = (size_t)between(&p->seed, 0, (int)n_jobs - 1);
	while (!fits(d, p, &jobs[p->job]));
}

/* Full years and the days past them, on the day that counts. */
static int
born_before(int on, int years, int days)
{
	return day_add_months(on, -12 * years) - days;
}

static void
lay_birth(struct person *p)
{
	const struct job *j = &jobs[p->job];
	int on = p->has[VOTED] ? p->day[VOTED] : p->today;
	int adult =
	    born_before(p->day[INTRODUCED], 18, between(&p->seed, 1, 200));
	int most = j->most_age, years;

	if (between(&p->seed, 0, 3) && j->least_age < 28 && most > 29)
		most = 29; /* most are young */
	years = between(&p->seed, j->least_age, most);
	p->birth_parts = 3;
	p->born = born_before(on, years, between(&p->seed, 1, 360));
	if (p->born > adult)
		p->born = adult;
	switch (p->plan->story) {
	case PARTIAL:
		p->birth_parts = between(&p->seed, 1, 2);
		break;
	case TOO_YOUNG: /* 17 years and 11 months */
		p->born = born_before(on, 18, -19);
		break;
	case OPEN_AGE:
		p->born = born_before(on, 18, 0);
		p->birth_parts = 2;
		break;
	case OVER_60:
	case OVER_60_UNASKED:
		p->born = born_before(on, 61, 40);
		break;
	case TURNED_31:
		p->born = born_before(on, 31, 1);
		break;
	case AGAIN:
	case AGAIN_SOON:
	case AGAIN_CLEARED:
	case AGAIN_CHILD:
	case AGAIN_UNASKED:
	case AGAIN_NEVER:
	case AGAIN_OPEN:
		p->born = born_before(on, between(&p->seed, 38, 48), 90);
		break;
	default:
		break;
	}
	if (p->plan->slack & TOO_OLD)
		p->born = born_before(p->today, 60, between(&p->seed, 90, 270));
	if (p->plan->why && strcmp(p->plan->why, "qua-tuoi") == 0)
		p->born = born_before(p->today, 60, 120);
	p->youth =
	    p->born > born_before(on, 31, 0) || p->plan->story == TURNED_31;
}

static void
choose_helpers(const struct district *d, struct person *p)
{
	const struct cell *c = &d->cells[p->cell];
	int since = p->has[HELPED] ? p->day[HELPED] : DAY_NONE;

	p->two = !p->youth && c->kind != FIRM;
	p->helper = member_helping(d, c, p->index, DAY_NONE);
	p->second = member_helping(d, c, p->helper - c->member + 1, DAY_NONE);
	if (p->plan->story != LOST_HELPER)
		return;
	for (size_t i = 0; i < c->members; i++)
		if (d->members[c->member + i].left > since)
			p->helper = c->member + i;
}

void
person_add(struct district *d, struct pools *pools, const struct plan *plan,
    uint64_t seed)
{
	struct person *p = MEM_PUSH(d->people, d->n_people, d->cap_people);
	const struct commune *k;

	*p = (struct person){ .plan = plan,
		.seed = seed,
		.index = d->n_people - 1,
		.today = plan->vote ? day_of(LATER_TODAY) : d->today };
	p->cell = p->before = cell_draw(pools, plan->pool);
	k = &d->communes[d->cells[p->cell].commune];
	if (plan->story == MOVED)
		p->before = p->cell == k->cell ? p->cell + 1 : p->cell - 1;
	lay_days(p);
	lay_out(p);
	draw_job(d, p);
	lay_birth(p);
	choose_helpers(d, p);
	facts_lay(d, p);
	spoil(d, p);
}

int
followed_until(const struct person *p)
{
	int end = p->has[OFFICIAL] ? p->day[OFFICIAL] : p->today + 1;

	return p->out != DAY_NONE && p->out < end ? p->out : end;
}

int
followed_as_candidate(const struct person *p)
{
	return p->has[CEREMONY] ? p->day[CEREMONY] : followed_until(p);
}

bool
is_open(const struct person *p)
{
	return !p->has[CEREMONY] && p->plan->story != FAILED &&
	    p->plan->story != REFUSED && p->plan->story != NOT_TAKEN &&
	    (p->out == DAY_NONE || p->plan->story == CAME_BACK);
}

bool
is_paused(const struct person *p)
{
	return p->plan->story == PAUSED;
}

bool
has_contact(const struct person *p)
{
	return p->has[LISTED] && !(p->plan->slack & NEVER_MET) &&
	    p->facts.first_contact < followed_as_candidate(p);
}

bool
has_task(const struct person *p)
{
	return (p->has[HELPED] || p->has[CERTIFIED]) &&
	    !(p->plan->slack & NO_TASK) &&
	    p->facts.first_task < followed_as_candidate(p);
}

bool
has_next_step(const struct person *p)
{
	return is_open(p) && p->has[LISTED] && !(p->plan->slack & NO_NEXT_STEP);
}

int
remarked_since(const struct person *p)
{
	return p->has[CERTIFIED] ? p->day[CERTIFIED] :
	    p->has[HELPED]       ? p->day[HELPED] :
				   DAY_NONE;
}

/* The remark for a quarter comes some days before its end. Only those of the
 * last two years are written. */
int
remark_day(const struct person *p, int quarter)
{
	enum { QUARTERS = 8 };
	int on = work_day(quarter - 6), end = followed_until(p);
	bool old = on < day_add_months(end, -3 * QUARTERS);
	int missing = p->plan->slack & NO_REMARKS ? 2 :
	    p->plan->slack & NO_REMARK            ? 1 :
						    0;

	if (missing)
		end = day_add_months(p->today, -3 * missing);
	return remarked_since(p) != DAY_NONE && remarked_since(p) < on &&
		on < end && !old ?
	    on :
	    DAY_NONE;
}

struct person
person_on(const struct person *p, int day)
{
	struct person q = *p;
	struct facts *f = &q.facts;

	q.today = day;
	for (enum step s = INTRODUCED; s < STEPS; s++)
		q.has[s] = q.has[s] && q.day[s] <= day;
	if (q.out > day)
		q.out = DAY_NONE;
	if (f->cv > day)
		f->cv = DAY_NONE;
	while (f->n_letters && f->letters[f->n_letters - 1].sent > day)
		f->n_letters--;
	if (f->n_introducers && f->introducers[0].day > day)
		f->n_introducers = 0;
	while (f->n_votes && f->votes[f->n_votes - 1].day > day)
		f->n_votes--;
	while (f->n_again && f->again[f->n_again - 1].day > day)
		f->n_again--;
	return q;
}

int
self_review_day(const struct person *p)
{
	int day = work_day(p->day[VOTED_AGAIN] - 9);
	int over = work_day_after(day_add_months(p->day[CEREMONY], 12));

	return day < over && over <= p->day[VOTED_AGAIN] ? over : day;
}
