/* What do the papers of somebody say, when all is as it should be? */
#include "facts.h"

#include <stdio.h>
#include <string.h>

#include "chance.h"
#include "days.h"
#include "merger.h"
#include "plans.h"
#include "words.h"

struct vote
vote_draw(const struct district *d, struct person *p, int day, bool passed)
{
	const struct cell *c = &d->cells[p->cell];
	struct vote v = { .day = day, .all = c->official, .passed = passed };
	int needed = (2 * v.all + 2) / 3;

	v.present = between(&p->seed, needed, v.all);
	v.votes = passed ? between(&p->seed, needed, v.present) : needed - 1;
	return v;
}

static const char *
draw_degree(struct person *p, const struct job *j)
{
	static const char *const degrees[] = { "so-cap", "trung-cap",
		"cao-dang", "dai-hoc", "thac-si" };
	size_t least = 0;

	if (!j->degree)
		return one_in(&p->seed, 3) ? PICK(&p->seed, degrees) : NULL;
	while (strcmp(degrees[least], j->degree) != 0)
		least++;
	if (one_in(&p->seed, 5) && least + 1 < COUNT(degrees))
		least++;
	return degrees[least];
}

/* A degree comes after upper secondary school only. */
static void
lay_schooling(struct person *p)
{
	const struct job *j = &jobs[p->job];
	const char *degree = draw_degree(p, j);

	if (p->plan->slack & UNSCHOOLED) {
		p->facts.schooling = "tieu-hoc";
	} else if (strcmp(j->school, "thpt") == 0 || !one_in(&p->seed, 3)) {
		p->facts.schooling = "thpt";
		p->facts.degree = strcmp(j->group, "sinh-vien") ? degree : NULL;
	} else {
		p->facts.schooling = "thcs";
	}
}

/* Papers are verified at home, and often elsewhere too. */
static void
lay_letters(const struct district *d, struct person *p)
{
	static const char *const elsewhere[] = {
		"Đảng ủy phường An Mỹ, thành phố Tam Kỳ",
		"Đảng ủy xã Tiên Thọ, huyện Tiên Phước",
		"Đảng ủy xã Tam Dân, huyện Phú Ninh",
		"Đảng ủy xã Bình Trị, huyện Bình Sơn, Quảng Ngãi",
		"Đảng ủy phường Hòa Khánh Bắc, thành phố Đà Nẵng",
	};
	const struct commune *k = &d->communes[d->cells[p->cell].commune];
	struct facts *f = &p->facts;

	f->n_letters = (size_t)between(&p->seed, 1, LETTERS);
	for (size_t i = 0; i < f->n_letters; i++) {
		struct letter *l = &f->letters[i];
		const char *place = PICK(&p->seed, elsewhere);

		*l = (struct letter){ .answered = DAY_NONE,
			.carried = i ? "can-bo" : "van-thu",
			.sent = work_day_after(p->day[VERIFIED] + (int)i) };
		if (i == 0)
			snprintf(l->to, sizeof l->to, "Đảng ủy %s %s", k->kind,
			    k->name);
		else
			snprintf(l->to, sizeof l->to, "%s", place);
		if (p->has[ASKED])
			l->answered = work_day(p->day[ASKED] - 9 - (int)i);
	}
}

static void
lay_introducers(struct person *p)
{
	struct facts *f = &p->facts;

	f->n_introducers = p->two ? 2 : 1;
	for (size_t i = 0; i < f->n_introducers; i++) {
		struct introducer *by = &f->introducers[i];

		by->member = i ? p->second : p->helper;
		by->day = work_day(p->day[ASKED] - 5);
		by->together =
		    p->day[INTRODUCED] - between(&p->seed, 500, 2400);
		by->parts = one_in(&p->seed, 3) ? 1 : 3;
	}
}

static void
lay_opinions(const struct district *d, struct person *p)
{
	int day = work_day(p->day[ASKED] - 4);

	lay_introducers(p);
	if (p->youth)
		p->facts.youth_union = day;
	else if (d->cells[p->cell].kind == FIRM)
		p->facts.union_ = day;
	p->facts.residence = work_day(p->day[ASKED] - 2);
}

static void
lay_votes(const struct district *d, struct person *p)
{
	struct facts *f = &p->facts;

	if (p->plan->story == TWO_VOTES)
		f->votes[f->n_votes++] =
		    vote_draw(d, p, work_day(p->day[ASKED] + 7), false);
	f->votes[f->n_votes++] =
	    vote_draw(d, p, p->day[VOTED], p->plan->story != FAILED);
	if (p->has[COMMITTEE]) {
		f->committee_all = 15;
		f->committee_for = between(&p->seed, 12, 14);
	}
	if (p->has[DECIDED])
		f->received = work_day_after(p->day[DECIDED] + 3);
	if (p->plan->story == REFUSED)
		f->refused = work_day(p->day[SENT_UP] + 35);
}

static void
lay_probation(const struct district *d, struct person *p)
{
	struct facts *f = &p->facts;
	int cv = work_day(p->day[CEREMONY] + 20);

	if (cv < p->today && (p->out == DAY_NONE || cv < p->out))
		f->member_cv = cv;
	if (p->has[VOTED_AGAIN])
		f->again[f->n_again++] =
		    vote_draw(d, p, p->day[VOTED_AGAIN], true);
	if (p->has[OFFICIAL])
		f->official = day_add_months(p->day[CEREMONY], 12);
}

/* Mass organisations that have introduced nobody since the autumn of 2020. */
static const struct {
	const char *commune;
	enum mass mass;
} silent[] = {
	{ "tam-thanh", YOUTH },
	{ "tam-tra", YOUTH },
	{ "tam-son", WOMEN },
	{ "tam-giang", YOUTH },
	{ "tam-my-tay", FARMERS },
};

static enum mass
draw_mass(struct person *p)
{
	const char *group = jobs[p->job].group;
	int among = between(&p->seed, 1, 100);

	if (p->youth && among <= 58)
		return YOUTH;
	if (strcmp(group, "vien-chuc") == 0 || strncmp(group, "dn-", 3) == 0 ||
	    strcmp(group, "can-bo-xa") == 0)
		return UNION;
	if (among > 92)
		return FRONT;
	if (strcmp(group, "nong-lam-ngu") == 0)
		return FARMERS;
	return p->woman ? WOMEN : among > 80 ? VETERANS : FARMERS;
}

static enum mass
introduced_by(const struct district *d, struct person *p)
{
	const char *commune = d->communes[d->cells[p->cell].commune].slug;
	enum mass m = draw_mass(p);

	for (size_t i = 0; i < COUNT(silent); i++)
		if (silent[i].mass == m &&
		    strcmp(silent[i].commune, commune) == 0 &&
		    p->day[INTRODUCED] >= day_make(2020, 10, 1))
			return FRONT;
	return m;
}

void
facts_lay(const struct district *d, struct person *p)
{
	struct facts *f = &p->facts;

	*f = (struct facts){ .cv = DAY_NONE,
		.stamped = DAY_NONE,
		.commented = DAY_NONE,
		.attested = DAY_NONE,
		.youth_union = DAY_NONE,
		.union_ = DAY_NONE,
		.residence = DAY_NONE,
		.received = DAY_NONE,
		.refused = DAY_NONE,
		.member_cv = DAY_NONE,
		.handed_in = DAY_NONE,
		.official = DAY_NONE,
		.decided_by = "nui-thanh" };
	if (p->out != DAY_NONE)
		f->handed_in = work_day(p->out + 15);
	if (p->has[DECIDED] && p->day[DECIDED] >= merger_day())
		f->decided_by = d->communes[d->cells[p->cell].commune].now;
	f->mass = (int)introduced_by(d, p);
	f->first_contact =
	    work_day_after(p->day[LISTED] + between(&p->seed, 5, 20));
	f->first_task = p->day[p->has[HELPED] ? HELPED : CERTIFIED] +
	    between(&p->seed, 5, 25);
	lay_schooling(p);
	if (p->has[APPLIED])
		f->cv = work_day(p->day[APPLIED] + 4);
	if (p->has[VERIFIED]) {
		f->stamped = work_day(p->day[VERIFIED] - 2);
		lay_letters(d, p);
	}
	if (p->has[ASKED]) {
		f->commented = work_day(p->day[ASKED] - 7);
		lay_opinions(d, p);
	}
	if (p->has[COMMITTEE])
		f->attested = p->day[COMMITTEE];
	if (p->has[VOTED])
		lay_votes(d, p);
	if (p->has[CEREMONY])
		lay_probation(d, p);
}
