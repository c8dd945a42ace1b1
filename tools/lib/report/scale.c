/* scale: from where to where a chart goes. */
#include "report/scale.h"

#include <math.h>

enum { LINES = 5 }; /* about so many are drawn */

bool
scale_takes(const struct cell *c)
{
	return c->kind == CELL_INT || (c->kind == CELL_REAL && isfinite(c->d));
}

/* 1, 2 or 5 with noughts, so that about LINES of them make the whole. */
static double
round_step(double whole)
{
	double rough = whole / LINES, ten = pow(10, floor(log10(rough)));

	return rough <= ten  ? ten :
	    rough <= 2 * ten ? 2 * ten :
	    rough <= 5 * ten ? 5 * ten :
			       10 * ten;
}

static bool
is_whole(const struct report_result *t)
{
	for (size_t k = 0; k < t->rows; k++)
		for (size_t i = 1; i < t->n_printed; i++)
			if (result_cell(t, k, i)->kind == CELL_REAL)
				return false;
	return true;
}

struct scale
scale_of(const struct report_result *t, bool bars)
{
	struct scale s = { 0 };
	bool any = false;

	for (size_t k = 0; k < t->rows; k++)
		for (size_t i = 1; i < t->n_printed; i++) {
			const struct cell *c = result_cell(t, k, i);
			double v = result_number(c);

			if (!scale_takes(c))
				continue;
			s.lo = !any || v < s.lo ? v : s.lo;
			s.hi = !any || v > s.hi ? v : s.hi;
			any = true;
		}
	/* An axis of counts begins at 0. */
	if (bars || is_whole(t) || s.lo < s.hi / 2 || s.lo == s.hi) {
		s.lo = s.lo < 0 ? s.lo : 0;
		s.hi = s.hi > 0 ? s.hi : 0;
	}
	if (!(s.hi - s.lo > 0) || !isfinite(s.hi - s.lo))
		return (struct scale){ 0, 1, 1 };
	if (bars)
		return s;
	s.step = round_step(s.hi - s.lo);
	if (s.step < 1 && is_whole(t))
		s.step = 1;
	s.lo = floor(s.lo / s.step) * s.step;
	s.hi = ceil(s.hi / s.step) * s.step;
	return s;
}

double
scale_at(const struct scale *s, double v)
{
	double at = (v - s->lo) / (s->hi - s->lo);

	return at < 0 ? 0 : at > 1 ? 1 : at;
}
