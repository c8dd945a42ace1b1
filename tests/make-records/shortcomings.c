/* How often is each shortcoming of the district's work there? */
#include "shortcomings.h"

#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "course.h"
#include "days.h"
#include "base/mem.h"
#include "plans.h"
#include "words.h"
#include "year.h"

/* Not each of them looks at the district. */
#define PERSON                                                                 \
	const struct district *d __attribute__((unused)), const struct person *p
#define CELL const struct district *d, size_t cell

/* On the list of a cell, and not yet voted on. */
static bool
source(const struct person *p)
{
	return is_open(p) && !is_paused(p) && p->has[LISTED] && !p->has[VOTED];
}

static bool
slack(const struct person *p, unsigned what)
{
	return is_open(p) && !is_paused(p) && p->plan->slack & what;
}

static bool
never_met(PERSON)
{
	return source(p) && !has_contact(p);
}

static bool
no_remark(PERSON)
{
	return source(p) && p->has[CERTIFIED] && p->plan->story != CAME_BACK &&
	    remark_day(p, quarter_end(d->today)) == DAY_NONE;
}

static bool
no_task(PERSON)
{
	return source(p) && p->has[HELPED] && !has_task(p);
}

static bool
no_helper(PERSON)
{
	return source(p) && p->has[CERTIFIED] &&
	    (!p->has[HELPED] || p->plan->story == LOST_HELPER ||
		p->plan->story == CAME_BACK);
}

/* Has a certificate, has not applied, and so many months have gone. */
static bool
waits(const struct district *d, const struct person *p, int least, int most)
{
	int months;

	if (!source(p) || !p->has[CERTIFIED] || p->has[APPLIED])
		return false;
	months = day_months_between(p->day[CERTIFIED], d->today);
	return least <= months && months < most;
}

#define WAITS(name, least, most)                                               \
	static bool name(PERSON)                                               \
	{                                                                      \
		return waits(d, p, least, most);                               \
	}

WAITS(waits_0, 0, 6)
WAITS(waits_6, 6, 12)
WAITS(waits_12, 12, 24)
WAITS(waits_24, 24, 48)
WAITS(waits_48, 48, 60)
WAITS(waits_60, 60, 1200)
WAITS(runs_out, 54, 60)

static bool
away(PERSON)
{
	return slack(p, AWAY);
}

static bool
at_firm(PERSON)
{
	return source(p) && !p->has[HELPED] &&
	    strncmp(jobs[p->job].group, "dn-", 3) == 0 &&
	    d->cells[p->cell].kind != FIRM && !(p->plan->slack & AWAY);
}

static bool
busy(PERSON)
{
	return slack(p, BUSY);
}

static bool
too_old(PERSON)
{
	return slack(p, TOO_OLD);
}

static bool
unschooled(PERSON)
{
	return slack(p, UNSCHOOLED);
}

static bool
political(PERSON)
{
	return slack(p, POLITICAL);
}

static bool
no_next_step(PERSON)
{
	return source(p) && !has_next_step(p);
}

static bool
late_step(PERSON)
{
	return source(p) && slack(p, LATE_STEP);
}

static bool
unanswered(PERSON)
{
	return is_open(p) && !p->has[LISTED] &&
	    p->day[INTRODUCED] + 30 < d->today;
}

static bool
unplanned(PERSON)
{
	return slack(p, POST) && !(p->plan->slack & PLANNED);
}

static bool
is_village(const struct cell *c)
{
	return c->kind == VILLAGE || c->kind == STREET;
}

static bool
no_source(CELL)
{
	if (!is_village(&d->cells[cell]))
		return false;
	for (size_t i = 0; i < d->n_people; i++) {
		const struct person *p = &d->people[i];

		if (p->cell == cell && source(p))
			return false;
	}
	return true;
}

/* Full years since the last ceremony, or since the cell is there. */
static int
years_without(const struct district *d, size_t cell)
{
	int last = d->cells[cell].since;

	for (size_t i = 0; i < d->n_people; i++) {
		const struct person *p = &d->people[i];

		if (p->cell == cell && p->has[CEREMONY] &&
		    p->day[CEREMONY] > last)
			last = p->day[CEREMONY];
	}
	return last == DAY_NONE ? 0 : day_months_between(last, d->today) / 12;
}

#define WITHOUT(name, years)                                                   \
	static bool name(CELL)                                                 \
	{                                                                      \
		return is_village(&d->cells[cell]) &&                          \
		    years_without(d, cell) >= (years);                         \
	}

WITHOUT(without_2, 2)
WITHOUT(without_3, 3)
WITHOUT(without_5, 5)
WITHOUT(without_8, 8)

static bool
no_responsible(CELL)
{
	const struct trouble *t = d->cells[cell].trouble;

	return t && t->nobody;
}

static bool
unreviewed(CELL)
{
	const struct trouble *t = d->cells[cell].trouble;

	return t && t->unreviewed;
}

static bool
measured(CELL)
{
	const struct trouble *t = d->cells[cell].trouble;

	return t && t->measure;
}

static const struct {
	const char *sign, *what;
	bool (*person)(PERSON);
	bool (*cell)(CELL);
} signs[] = {
	{ "S2", "village cells that follow nobody", NULL, no_source },
	{ "S3", "sources whom nobody met", never_met, NULL },
	{ "S4", "village cells, none admitted for 2 years", NULL, without_2 },
	{ "S4", "village cells, none admitted for 3 years", NULL, without_3 },
	{ "S4", "village cells, none admitted for 5 years", NULL, without_5 },
	{ "S4", "village cells, none admitted for 8 years", NULL, without_8 },
	{ "S6", "class finished, no remark for this quarter", no_remark, NULL },
	{ "S6", "certificate, no application, 0-5 months", waits_0, NULL },
	{ "S6", "certificate, no application, 6-11 months", waits_6, NULL },
	{ "S6", "certificate, no application, 12-23 months", waits_12, NULL },
	{ "S6", "certificate, no application, 24-47 months", waits_24, NULL },
	{ "S6", "certificate, no application, 48-59 months", waits_48, NULL },
	{ "S6", "certificate, no application, 60 months or more", waits_60,
	    NULL },
	{ "S6", "certificate that runs out in 6 months", runs_out, NULL },
	{ "S7", "helped, without a task", no_task, NULL },
	{ "S8", "certificate and no helper", no_helper, NULL },
	{ "S9", "living away", away, NULL },
	{ "S9", "at a firm without a cell, and no helper", at_firm, NULL },
	{ "S10", "busy earning", busy, NULL },
	{ "S11", "standards not met: age", too_old, NULL },
	{ "S11", "standards not met: schooling", unschooled, NULL },
	{ "S11", "standards not met: political", political, NULL },
	{ "M1", "cells for which nobody above answers", NULL, no_responsible },
	{ "M3", "cells that missed a monthly review", NULL, unreviewed },
	{ "M5", "sources without a next step", no_next_step, NULL },
	{ "M5", "sources whose next step is overdue", late_step, NULL },
	{ "M7", "introductions unanswered for 30 days", unanswered, NULL },
	{ "M8", "village officials not in cadre planning", unplanned, NULL },
	{ "M15", "cells with a measure taken", NULL, measured },
};

/* Mass organisations that introduced nobody in this half-year. */
static int
silent_masses(const struct district *d)
{
	int since = day_make(year_of(d->today), 1, 1), n = 0;

	for (size_t k = 0; k < d->n_communes; k++)
		for (int m = 0; m < MASSES && !d->communes[k].district; m++) {
			bool silent = true;

			for (size_t i = 0; i < d->n_people; i++) {
				const struct person *p = &d->people[i];

				if (d->cells[p->cell].commune == k &&
				    p->facts.mass == m &&
				    p->day[INTRODUCED] >= since)
					silent = false;
			}
			n += silent;
		}
	return n;
}

/* The district as seen on a day; its people are yours to free. */
static struct district
district_on(const struct district *d, int today)
{
	struct district q = *d;

	q.today = today;
	q.people = mem_alloc(d->n_people * sizeof *q.people);
	for (size_t i = 0; i < d->n_people; i++)
		q.people[i] = person_on(&d->people[i], today);
	return q;
}

void
shortcomings_write(const struct district *all, int today, FILE *f)
{
	struct district d = district_on(all, today);

	for (size_t s = 0; s < COUNT(signs); s++) {
		int n = 0;

		for (size_t i = 0; i < d.n_people && signs[s].person; i++)
			n += signs[s].person(&d, &d.people[i]);
		for (size_t i = 0; i < d.n_cells && signs[s].cell; i++)
			n += signs[s].cell(&d, i);
		fprintf(f, "%s\t%s\t%d\n", signs[s].sign, signs[s].what, n);
	}
	fprintf(f,
	    "S5\tmass organisations, no introduction in 2 quarters\t%d\n",
	    silent_masses(&d));
	year_shortcomings(&d, f);
	free(d.people);
}
