/* How much of the year's work is late, loose or not done? */
#include "year.h"

#include <string.h>

#include "days.h"
#include "targets.h"

enum { MONTHS = 6 };

/* Of papers of a kind, how many tasks are overdue, and how many loose. */
static int
count_tasks(const struct year *y, enum paper_kind kind, int today, bool late)
{
	int n = 0;

	for (size_t i = 0; i < y->n_papers; i++)
		for (size_t k = 0; k < y->papers[i].n_tasks; k++) {
			const struct task *t = &y->papers[i].tasks[k];

			if (y->papers[i].kind == kind)
				n += late ? task_late(t, today) : task_loose(t);
		}
	return n;
}

static const struct paper *
paper_of(const struct year *y, enum paper_kind kind, const char *unit,
    int month)
{
	for (size_t i = 0; i < y->n_papers; i++)
		if (y->papers[i].kind == kind && y->papers[i].month == month &&
		    strcmp(y->papers[i].unit, unit) == 0)
			return &y->papers[i];
	return NULL;
}

static int
communes_without(const struct year *y, const struct district *d,
    enum paper_kind kind, int month)
{
	int n = 0;

	for (size_t i = 0; i < d->n_communes; i++)
		n += !d->communes[i].district &&
		    !paper_of(y, kind, d->communes[i].slug, month);
	return n;
}

static int
masses_without(const struct year *y, const struct district *d)
{
	int n = 0;

	for (size_t i = 0; i < d->n_communes; i++)
		for (size_t m = 0; m < MASSES && !d->communes[i].district;
		     m++) {
			char id[96];

			snprintf(id, sizeof id, "%s/%s", d->communes[i].slug,
			    masses[m].slug);
			n += !paper_of(y, WORK_PLAN, id, 0);
		}
	return n;
}

/* Plans of communes that ask less of their cells than is asked of them. */
static int
short_plans(const struct year *y, const struct district *d)
{
	int n = 0;

	for (size_t i = 0; i < d->n_communes; i++) {
		const struct paper *p =
		    paper_of(y, WORK_PLAN, d->communes[i].slug, 0);
		int sum = 0;

		if (!p || d->communes[i].district)
			continue;
		for (size_t k = 0; k < p->n_answers; k++)
			sum += p->answers[k].number;
		n += sum < target_of(d, i);
	}
	return n;
}

/* Units that were to report, or to do what a directive says, and did not. */
static int
unanswered(const struct year *y, enum paper_kind kind, int today)
{
	int n = 0;

	for (size_t i = 0; i < y->n_papers; i++) {
		const struct paper *p = &y->papers[i];

		if (p->kind != kind || (p->due != DAY_NONE && p->due >= today))
			continue;
		for (size_t k = 0; k < p->n_answers; k++)
			n += p->answers[k].day == DAY_NONE;
	}
	return n;
}

static int
unvisited(const struct year *y, const struct district *d)
{
	int since = day_make(year_of(d->today), 4, 1), n = 0;

	for (size_t c = 0; c < d->n_cells; c++) {
		bool seen = false;

		for (size_t i = 0; i < y->n_papers; i++)
			seen |= y->papers[i].kind == VISIT &&
			    y->papers[i].day >= since &&
			    strcmp(y->papers[i].unit, d->cells[c].id) == 0;
		n += !seen;
	}
	return n;
}

static int
obstacles(const struct year *y, bool unreported)
{
	int n = 0;

	for (size_t i = 0; i < y->n_obstacles; i++) {
		const struct obstacle *o = &y->obstacles[i];

		n += o->solved == DAY_NONE &&
		    (!unreported ||
			(o->reported == DAY_NONE &&
			    strcmp(o->at, o->unit) != 0));
	}
	return n;
}

void
year_shortcomings(const struct district *d, FILE *f)
{
	struct year y;
	int skipped = 0, today = d->today;

	year_draw(&y, d);
	for (int month = 1; month <= MONTHS; month++)
		skipped += communes_without(&y, d, BRIEFING, month);
	fprintf(f, "S0\tdirectives overdue, by unit\t%d\n",
	    unanswered(&y, DIRECTIVE, today));
	fprintf(f, "S1\tcommunes without a plan\t%d\n",
	    communes_without(&y, d, WORK_PLAN, 0));
	fprintf(f, "S1\tlines of plans without an owner or a day\t%d\n",
	    count_tasks(&y, WORK_PLAN, today, false));
	fprintf(f, "S1\tlines of plans overdue\t%d\n",
	    count_tasks(&y, WORK_PLAN, today, true));
	fprintf(f, "M2\tplans that ask less of cells than of the commune\t%d\n",
	    short_plans(&y, d));
	fprintf(f, "M6\tmass organisations without a plan\t%d\n",
	    masses_without(&y, d));
	fprintf(f, "M11\tfindings of inspections overdue\t%d\n",
	    count_tasks(&y, INSPECTION, today, true));
	fprintf(f, "M12\tmonths of communes without a briefing\t%d\n", skipped);
	fprintf(f, "M13\treports to briefings that did not come\t%d\n",
	    unanswered(&y, BRIEFING, today));
	fprintf(f, "M14\tconclusions without an owner or a day\t%d\n",
	    count_tasks(&y, BRIEFING, today, false));
	fprintf(f, "M14\tconclusions overdue\t%d\n",
	    count_tasks(&y, BRIEFING, today, true));
	fprintf(f, "M16\tcells that nobody visited this quarter\t%d\n",
	    unvisited(&y, d));
	fprintf(f, "M16\tvisits: what was asked for and is overdue\t%d\n",
	    count_tasks(&y, VISIT, today, true));
	fprintf(f, "M17\tobstacles not solved\t%d\n", obstacles(&y, false));
	fprintf(f, "M18\tobstacles never reported up\t%d\n",
	    obstacles(&y, true));
	year_release(&y);
}
