/* in_force: which row of a rule holds on a day. */
#include "schema/in_force.h"

#include "text/day.h"

static const struct in_force *
find_in_force(const struct rule *r, int day, bool standing)
{
	for (size_t i = 0; i < r->n_in_force; i++) {
		const struct in_force *f = &r->in_force[i];

		if (f->standing == standing && f->since <= day &&
		    (f->until == DAY_NONE || day < f->until))
			return f;
	}
	return NULL;
}

const struct in_force *
in_force_on(const struct rule *r, int day)
{
	const struct in_force *f = find_in_force(r, day, false);

	return f ? f : find_in_force(r, day, true);
}

const struct in_force *
in_force_before(const struct rule *r, int day)
{
	const struct in_force *last = NULL;

	for (size_t i = 0; i < r->n_in_force; i++) {
		const struct in_force *f = &r->in_force[i];

		if (!f->standing && f->until != DAY_NONE && f->until <= day &&
		    (!last || last->until < f->until))
			last = f;
	}
	return last;
}

const struct in_force *
in_force_of(const struct rule *r, const struct generation *g, int day)
{
	const struct in_force *best = NULL;

	if (day < g->since)
		day = g->since;
	for (size_t i = 0; i < r->n_in_force; i++) {
		const struct in_force *f = &r->in_force[i];

		if (str_eq(f->gen, g->gen) && f->since <= day &&
		    (f->until == g->until || f->until == DAY_NONE ||
			day < f->until) &&
		    (!best || best->since < f->since))
			best = f;
	}
	return best ? best : find_in_force(r, day, true);
}
