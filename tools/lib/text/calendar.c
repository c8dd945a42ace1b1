/* calendar: which days are worked, and how many lie between two days.
 *
 * Working days up to a day are counted by arithmetic over weekdays and by the
 * rank of the day among the exceptions, so no answer walks day by day. */
#include "text/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "text/day.h"
#include "base/mem.h"

enum { FIRST_DAY = -719162, LAST_DAY = 2932896 }; /* years 1 to 9999 */

static bool
is_weekend(int day)
{
	return day_of_week(day) > 5;
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
			*MEM_PUSH(c->off, c->n_off, c->cap_off) = day;
}

void
calendar_add_on(struct calendar *c, int day)
{
	if (day >= FIRST_DAY && day <= LAST_DAY)
		*MEM_PUSH(c->on, c->n_on, c->cap_on) = day;
}

void
calendar_add_year(struct calendar *c, int year)
{
	*MEM_PUSH(c->years, c->n_years, c->cap_years) = year;
}

static int
by_value(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;

	return (x > y) - (x < y);
}

static void
sort_once(int *v, size_t *n)
{
	size_t kept = 0;

	if (*n)
		qsort(v, *n, sizeof *v, by_value);
	for (size_t i = 0; i < *n; i++)
		if (!kept || v[i] != v[kept - 1])
			v[kept++] = v[i];
	*n = kept;
}

/* How many of the sorted values are x or less. */
static size_t
rank(const int *v, size_t n, int x)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (v[mid] <= x)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static bool
has(const int *v, size_t n, int x)
{
	size_t r = rank(v, n, x);

	return r && v[r - 1] == x;
}

/* A weekday named as worked is not off, whatever range it lies in; after that
 * off holds weekdays only and on weekend days only. */
void
calendar_ready(struct calendar *c)
{
	size_t kept = 0;

	sort_once(c->off, &c->n_off);
	sort_once(c->on, &c->n_on);
	sort_once(c->years, &c->n_years);
	for (size_t i = 0; i < c->n_off; i++)
		if (!has(c->on, c->n_on, c->off[i]))
			c->off[kept++] = c->off[i];
	c->n_off = kept;
	kept = 0;
	for (size_t i = 0; i < c->n_on; i++)
		if (is_weekend(c->on[i]))
			c->on[kept++] = c->on[i];
	c->n_on = kept;
}

void
calendar_release(struct calendar *c)
{
	free(c->off);
	free(c->on);
	free(c->years);
	*c = (struct calendar){ 0 };
}

bool
calendar_works(const struct calendar *c, int day)
{
	return is_weekend(day) ? has(c->on, c->n_on, day) :
				 !has(c->off, c->n_off, day);
}

/* Working days from FIRST_DAY, a Monday, up to day. */
static int
worked_to(const struct calendar *c, int day)
{
	int days = day - FIRST_DAY + 1;
	int rest = days % 7;

	return days / 7 * 5 + (rest < 5 ? rest : 5) +
	    (int)rank(c->on, c->n_on, day) - (int)rank(c->off, c->n_off, day);
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
	return rank(c->years, c->n_years, to) -
	    rank(c->years, c->n_years, from - 1) ==
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
