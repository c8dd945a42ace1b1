/* calendar: which days are worked, and how many lie between two days.
 *
 * Working days up to a day are counted by arithmetic over weekdays and by the
 * rank of the day among the exceptions, so no answer walks day by day. */
#include "text/calendar.h"

#include <stdlib.h>

#include "text/day.h"
#include "base/mem.h"

enum { FIRST_DAY = -719162, LAST_DAY = 2932896 }; /* years 1 to 9999 */

static bool
is_weekend(int day)
{
	return day_of_week(day) > 5;
}

static void
push(struct calendar_numbers *v, int x)
{
	*MEM_PUSH(v->all, v->n, v->cap) = x;
}

void
calendar_add_off(struct calendar *c, int from, int to)
{
	if (from < FIRST_DAY)
		from = FIRST_DAY;
	if (to > LAST_DAY)
		to = LAST_DAY;
	for (int day = from; day <= to; day++)
		if (!is_weekend(day))
			push(&c->off, day);
}

void
calendar_add_on(struct calendar *c, int day)
{
	if (day >= FIRST_DAY && day <= LAST_DAY)
		push(&c->on, day);
}

void
calendar_add_year(struct calendar *c, int year)
{
	push(&c->years, year);
}

static int
by_value(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;

	return (x > y) - (x < y);
}

static void
sort_once(struct calendar_numbers *v)
{
	size_t kept = 0;

	if (v->n)
		qsort(v->all, v->n, sizeof *v->all, by_value);
	for (size_t i = 0; i < v->n; i++)
		if (!kept || v->all[i] != v->all[kept - 1])
			v->all[kept++] = v->all[i];
	v->n = kept;
}

/* How many of the sorted values are x or less. */
static size_t
rank(const struct calendar_numbers *v, int x)
{
	size_t lo = 0, hi = v->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (v->all[mid] <= x)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static bool
has(const struct calendar_numbers *v, int x)
{
	size_t r = rank(v, x);

	return r && v->all[r - 1] == x;
}

/* A weekday named as worked is not off, whatever range it lies in; after that
 * off holds weekdays only and on weekend days only. */
void
calendar_ready(struct calendar *c)
{
	size_t off = 0, on = 0;

	sort_once(&c->off);
	sort_once(&c->on);
	sort_once(&c->years);
	for (size_t i = 0; i < c->off.n; i++)
		if (!has(&c->on, c->off.all[i]))
			c->off.all[off++] = c->off.all[i];
	c->off.n = off;
	for (size_t i = 0; i < c->on.n; i++)
		if (is_weekend(c->on.all[i]))
			c->on.all[on++] = c->on.all[i];
	c->on.n = on;
}

void
calendar_release(struct calendar *c)
{
	free(c->off.all);
	free(c->on.all);
	free(c->years.all);
	*c = (struct calendar){ 0 };
}

bool
calendar_works(const struct calendar *c, int day)
{
	return is_weekend(day) ? has(&c->on, day) : !has(&c->off, day);
}

/* Working days from FIRST_DAY, a Monday, up to day. */
static int
worked_to(const struct calendar *c, int day)
{
	int days = day - FIRST_DAY + 1;
	int rest = days % 7;

	return days / 7 * 5 + (rest < 5 ? rest : 5) + (int)rank(&c->on, day) -
	    (int)rank(&c->off, day);
}

static bool
in_range(int day)
{
	return day >= FIRST_DAY && day <= LAST_DAY;
}

/* Is every year of the days after a up to b known? */
static bool
knows(const struct calendar *c, int a, int b)
{
	int from, to, m, d;

	day_split(a + 1, &from, &m, &d);
	day_split(b, &to, &m, &d);
	return rank(&c->years, to) - rank(&c->years, from - 1) ==
	    (size_t)(to - from + 1);
}

int
calendar_add_workdays(const struct calendar *c, int day, int n, bool *approx)
{
	int lo, hi, want;

	if (n < 0 || !in_range(day))
		return DAY_NONE;
	if (n == 0)
		return day;
	if (n > worked_to(c, LAST_DAY) - worked_to(c, day))
		return DAY_NONE;
	want = worked_to(c, day) + n;
	lo = hi = day + n; /* it cannot be sooner */
	for (int step = 8; worked_to(c, hi) < want; step *= 2)
		hi = hi < LAST_DAY - step ? hi + step : LAST_DAY;
	while (lo < hi) {
		int mid = lo + (hi - lo) / 2;

		if (worked_to(c, mid) >= want)
			hi = mid;
		else
			lo = mid + 1;
	}
	if (!knows(c, day, lo))
		*approx = true;
	return lo;
}

int
calendar_workdays(const struct calendar *c, int a, int b, bool *approx)
{
	if (!in_range(a) || !in_range(b))
		return 0;
	if (a != b && !(a < b ? knows(c, a, b) : knows(c, b, a)))
		*approx = true;
	return worked_to(c, b) - worked_to(c, a);
}
