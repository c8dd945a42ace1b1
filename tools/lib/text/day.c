/* day: calendar days as whole numbers, and the months they lie in. */
#include "text/day.h"

#include <stdint.h>

enum { YEAR_FIRST = 1, YEAR_LAST = 9999 };

/* Years are counted from 1 March, so that a leap day comes last; an era is 400
 * years, after which the calendar repeats. */
enum {
	ERA_YEARS = 400,
	ERA_DAYS = 146097,
	EPOCH_SHIFT = 719468 /* 0000-03-01 to 1970-01-01 */
};

static bool
is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int
month_days(int year, int month)
{
	static const signed char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30,
		31, 30, 31 };

	return days[month - 1] + (month == 2 && is_leap(year));
}

int
day_make(int year, int month, int day)
{
	int era, of_era, of_year;

	if (year < YEAR_FIRST || year > YEAR_LAST || month < 1 || month > 12 ||
	    day < 1 || day > month_days(year, month))
		return DAY_NONE;
	if (month <= 2)
		year--;
	era = year / ERA_YEARS;
	of_era = year % ERA_YEARS;
	of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
	return era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 +
	    of_year - EPOCH_SHIFT;
}

int
day_month_end(int year, int month)
{
	return day_make(year, month, month_days(year, month));
}

void
day_split(int day, int *year, int *month, int *of_month)
{
	int d = day + EPOCH_SHIFT; /* never negative from year 1 on */
	int era = d / ERA_DAYS, of_era = d % ERA_DAYS;
	int y =
	    (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int of_year = of_era - (365 * y + y / 4 - y / 100);
	int m = (5 * of_year + 2) / 153;

	*of_month = of_year - (153 * m + 2) / 5 + 1;
	*month = m < 10 ? m + 3 : m - 9;
	*year = era * ERA_YEARS + y + (*month <= 2);
}

int
day_of_week(int day)
{
	int d = (day + 3) % 7; /* 1970-01-01 was a Thursday */

	return (d < 0 ? d + 7 : d) + 1;
}

static inline int
two(const char *s)
{
	return (s[0] - '0') * 10 + (s[1] - '0');
}

bool
day_parse(struct str v, int *day)
{
	static const char form[] = "dddd-dd-dd";

	if (v.n != sizeof form - 1)
		return false;
	for (size_t i = 0; i < sizeof form - 1; i++)
		if (form[i] == 'd' ? !str_is_digit(v.s[i]) : v.s[i] != form[i])
			return false;
	*day =
	    day_make(two(v.s) * 100 + two(v.s + 2), two(v.s + 5), two(v.s + 8));
	return *day != DAY_NONE;
}

char *
day_text(int day, char out[DAY_TEXT])
{
	int y, m, d;

	out[0] = '\0';
	if (day < day_make(YEAR_FIRST, 1, 1) ||
	    day > day_make(YEAR_LAST, 12, 31))
		return out;
	day_split(day, &y, &m, &d);
	for (int i = 3; i >= 0; i--, y /= 10)
		out[i] = (char)('0' + y % 10);
	out[4] = out[7] = '-';
	out[5] = (char)('0' + m / 10);
	out[6] = (char)('0' + m % 10);
	out[8] = (char)('0' + d / 10);
	out[9] = (char)('0' + d % 10);
	out[10] = '\0';
	return out;
}

int
day_add_months(int day, int n)
{
	int y, m, d, most;
	int64_t months;

	if (day == DAY_NONE)
		return DAY_NONE;
	day_split(day, &y, &m, &d);
	months = (int64_t)y * 12 + (m - 1) + n;
	if (months < YEAR_FIRST * 12 || months >= (YEAR_LAST + 1) * 12)
		return DAY_NONE;
	y = (int)(months / 12);
	m = (int)(months % 12) + 1;
	most = month_days(y, m);
	return day_make(y, m, d < most ? d : most);
}

int
day_months_between(int a, int b)
{
	int ya, ma, yb, mb, d, n;

	day_split(a, &ya, &ma, &d);
	day_split(b, &yb, &mb, &d);
	n = (yb - ya) * 12 + mb - ma;
	return n - (day_add_months(a, n) > b);
}
