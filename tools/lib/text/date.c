/* date: days that are known whole, to the month or to the year. */
#include "text/date.h"

#include "base/lang.h"

/* The days of so many months from the first of month on. */
static bool
span(int year, int month, int months, struct date *date)
{
	date->lo = day_make(year, month, 1);
	if (date->lo == DAY_NONE)
		return false;
	date->hi = day_month_end(year, month + months - 1);
	return true;
}

bool
date_parse(struct str v, struct date *date)
{
	int y, m;

	if (v.n == 10) {
		if (!day_parse(v, &date->lo))
			return false;
		date->hi = date->lo;
		return true;
	}
	if (!str_digits(v, 0, 4, &y))
		return false;
	if (v.n == 4)
		return span(y, 1, 12, date);
	return v.n == 7 && v.s[4] == '-' && str_digits(v, 5, 2, &m) &&
	    span(y, m, 1, date);
}

bool
date_whole(struct date date)
{
	return date.lo == date.hi;
}

static bool
has_age(int born, int months, int on)
{
	int day = day_add_months(born, months);

	return day == DAY_NONE ? months < 0 : day <= on;
}

int
date_age_reached(struct date born, int months, int on)
{
	bool eldest = has_age(born.lo, months, on);
	bool youngest = has_age(born.hi, months, on);

	return eldest == youngest ? eldest : -1;
}

/* One or two digits. */
static bool
small(struct str v, int *value)
{
	return (v.n == 1 || v.n == 2) && str_digits(v, 0, v.n, value);
}

/* How people write a date, other than it is written here: what stands before
 * its numbers and between them. */
struct way {
	const char *before, *first, *second; /* second NULL: two numbers only */
};

static const struct way ways[] = {
	{ "", "/", "/" },
	{ "", ".", "." },
	{ "", "-", "-" },
	{ "", "\u2013", "\u2013" }, /* made of '-' by word processors */
	{ "ngày ", "/", "/" },
	{ "ngày ", " tháng ", " năm " },
	{ "Ngày ", " tháng ", " năm " },
	{ "", " tháng ", " năm " },
	{ "tháng ", " năm ", NULL },
	{ "tháng ", "/", NULL },
};

static struct str
take_digits(struct str *v)
{
	struct str all = *v;
	size_t n = 0;

	while (n < all.n && str_is_digit(all.s[n]))
		n++;
	*v = str_from(all, n);
	return str_first(all, n);
}

/* How many numbers there are, if nothing else is; else 0. */
static int
numbers(struct str v, const struct way *way, struct str part[3])
{
	const char *next;

	if (!str_take(&v, str_of(way->before)))
		return 0;
	for (int n = 0; n < 3;) {
		part[n++] = take_digits(&v);
		if (!v.n)
			return n;
		next = n == 1 ? way->first : way->second;
		if (!next || !str_take(&v, str_of(next)))
			return 0;
	}
	return 0;
}

/* What a date says, be there such a day or not; of a month the first. */
struct said {
	bool month_only;
	int year, month, day;
};

/* Day, month and year, or month and year; or all the other way round. */
static bool
from_numbers(struct str part[3], int n, struct said *d)
{
	int last = n - 1;

	if (part[0].n == 4) {
		struct str year = part[0];

		part[0] = part[last];
		part[last] = year;
	}
	d->month_only = n == 2;
	d->day = 1;
	return part[last].n == 4 && str_digits(part[last], 0, 4, &d->year) &&
	    small(part[last - 1], &d->month) &&
	    (n == 2 || small(part[0], &d->day));
}

/* Its numbers, written as people do or as it is here. */
static bool
read_said(struct str v, struct said *d)
{
	struct str part[3];

	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		int n = numbers(v, &ways[i], part);

		if (n > 1)
			return from_numbers(part, n, d);
	}
	return false;
}

static int
day_said(const struct said *d)
{
	return day_make(d->year, d->month, d->day);
}

bool
date_mistyped(struct str v, char out[DAY_TEXT])
{
	struct said d;
	int day = read_said(v, &d) ? day_said(&d) : DAY_NONE;

	if (day == DAY_NONE)
		return false;
	day_text(day, out);
	if (d.month_only)
		out[7] = '\0';
	return !str_is(v, out);
}

/* A whole date, of a day that is none. */
static bool
is_no_day(struct str v, struct said *d)
{
	return read_said(v, d) && !d->month_only && day_said(d) == DAY_NONE;
}

bool
date_impossible(struct str v)
{
	struct said d;

	return is_no_day(v, &d);
}

const char *
date_advice(struct arena *a, struct str v)
{
	char meant[DAY_TEXT];
	struct date month;
	struct said d;

	if (date_mistyped(v, meant))
		return arena_f(a, _("; write %s"), meant);
	if (!is_no_day(v, &d) || !span(d.year, d.month, 1, &month))
		return "";
	return arena_f(a, _(" (%04d-%02d has %d days)"), d.year, d.month,
	    month.hi - month.lo + 1);
}
