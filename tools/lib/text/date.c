/* date: calendar days, periods and ages, as whole numbers of days. */
#include "text/date.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"

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

/* Exactly n digits of v from i on. */
static bool
digits(struct str v, size_t i, size_t n, int *value)
{
	*value = 0;
	if (i > v.n || v.n - i < n)
		return false;
	for (size_t end = i + n; i < end; i++) {
		if (v.s[i] < '0' || v.s[i] > '9')
			return false;
		*value = *value * 10 + (v.s[i] - '0');
	}
	return true;
}

bool
day_parse(struct str v, int *day)
{
	int y, m, d;

	if (v.n != 10 || v.s[4] != '-' || v.s[7] != '-' ||
	    !digits(v, 0, 4, &y) || !digits(v, 5, 2, &m) ||
	    !digits(v, 8, 2, &d))
		return false;
	*day = day_make(y, m, d);
	return *day != DAY_NONE;
}

char *
day_text(int day, char out[DATE_TEXT])
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

/* The days of so many months from the first of month on. */
static bool
span(int year, int month, int months, struct date *date)
{
	date->lo = day_make(year, month, 1);
	if (date->lo == DAY_NONE)
		return false;
	month += months - 1;
	date->hi = day_make(year, month, month_days(year, month));
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
	if (!digits(v, 0, 4, &y))
		return false;
	if (v.n == 4)
		return span(y, 1, 12, date);
	return v.n == 7 && v.s[4] == '-' && digits(v, 5, 2, &m) &&
	    span(y, m, 1, date);
}

bool
date_whole(struct date date)
{
	return date.lo == date.hi;
}

/* One or two digits. */
static bool
small(struct str v, int *value)
{
	return (v.n == 1 || v.n == 2) && digits(v, 0, v.n, value);
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

static bool
skip(struct str *v, const char *what)
{
	if (!what || !str_starts(*v, str_of(what)))
		return false;
	*v = str_from(*v, strlen(what));
	return true;
}

static struct str
take_digits(struct str *v)
{
	struct str all = *v;
	size_t n = 0;

	while (n < all.n && all.s[n] >= '0' && all.s[n] <= '9')
		n++;
	*v = str_from(all, n);
	return str_first(all, n);
}

/* How many numbers there are, if nothing else is; else 0. */
static int
numbers(struct str v, const struct way *way, struct str part[3])
{
	if (!skip(&v, way->before))
		return 0;
	for (int n = 0; n < 3;) {
		part[n++] = take_digits(&v);
		if (!v.n)
			return n;
		if (!skip(&v, n == 1 ? way->first : way->second))
			return 0;
	}
	return 0;
}

/* Day, month and year, or month and year; or all the other way round. */
static bool
from_numbers(struct str part[3], int n, char out[DATE_TEXT])
{
	int d = 1, m, y, day, last = n - 1;

	if (part[0].n == 4) {
		struct str year = part[0];

		part[0] = part[last];
		part[last] = year;
	}
	if (!digits(part[last], 0, 4, &y) || part[last].n != 4 ||
	    !small(part[last - 1], &m) || (n == 3 && !small(part[0], &d)))
		return false;
	day = day_make(y, m, d);
	if (day == DAY_NONE)
		return false;
	day_text(day, out);
	if (n == 2)
		out[7] = '\0';
	return true;
}

bool
date_mistyped(struct str v, char out[DATE_TEXT])
{
	struct str part[3];

	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		int n = numbers(v, &ways[i], part);

		if (n > 1)
			return from_numbers(part, n, out) && !str_is(v, out);
	}
	return false;
}

bool
period_parse(struct str v, struct date *date)
{
	int y, part;

	if (v.n == 7 && v.s[4] == '-' && (v.s[5] == 'H' || v.s[5] == 'Q')) {
		int months = v.s[5] == 'H' ? 6 : 3;

		return digits(v, 0, 4, &y) && digits(v, 6, 1, &part) &&
		    part >= 1 && part <= 12 / months &&
		    span(y, (part - 1) * months + 1, months, date);
	}
	return v.n <= 7 && date_parse(v, date);
}

bool
period_of(int day, char kind, char out[PERIOD_TEXT])
{
	char text[DATE_TEXT];
	int y, m, d;

	if (!*day_text(day, text) || !kind || !strchr("MQHY", kind))
		return false;
	day_split(day, &y, &m, &d);
	memcpy(out, text, PERIOD_TEXT - 1); /* YYYY-MM */
	out[PERIOD_TEXT - 1] = '\0';
	if (kind == 'Y')
		out[4] = '\0';
	else if (kind != 'M') {
		out[5] = kind;
		out[6] = (char)('1' + (m - 1) / (kind == 'H' ? 6 : 3));
	}
	return true;
}

int
month_add(int day, int n)
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
months_between(int a, int b)
{
	int ya, ma, yb, mb, d, n;

	day_split(a, &ya, &ma, &d);
	day_split(b, &yb, &mb, &d);
	n = (yb - ya) * 12 + mb - ma;
	return n - (month_add(a, n) > b);
}

static bool
has_age(int born, int months, int on)
{
	int day = month_add(born, months);

	return day == DAY_NONE ? months < 0 : day <= on;
}

int
age_reached(struct date born, int months, int on)
{
	bool eldest = has_age(born.lo, months, on);
	bool youngest = has_age(born.hi, months, on);

	return eldest == youngest ? eldest : -1;
}

/* A name of the time zone database, which cannot lead out of its folder. */
static bool
is_zone_name(const char *z)
{
	static const char letters[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+"
	    "-/";

	return *z && *z != '/' && z[strspn(z, letters)] == '\0';
}

/* glibc takes a zone it cannot load for UTC without a word, so look first. */
static bool
has_zone(const char *zone)
{
	const char *dir = getenv("TZDIR");
	struct buf path = { 0 };
	char magic[4];
	bool ok = false;
	FILE *f;

	buf_addf(&path, "%s/%s", dir && *dir ? dir : "/usr/share/zoneinfo",
	    zone);
	f = fopen(path.s, "rb");
	buf_release(&path);
	if (f) {
		ok = fread(magic, sizeof magic, 1, f) == 1 &&
		    memcmp(magic, "TZif", sizeof magic) == 0;
		fclose(f);
	}
	return ok;
}

static bool
is_utc(const char *zone)
{
	return strcmp(zone, "UTC") == 0;
}

bool
day_has_zone(const char *zone)
{
	return is_utc(zone) || (is_zone_name(zone) && has_zone(zone));
}

static void
set_zone(const char *tz)
{
	if (tz)
		setenv("TZ", tz, 1);
	else
		unsetenv("TZ");
	tzset();
}

static bool
day_here(long long t, struct tm *tm, int *day)
{
	time_t instant = (time_t)t;

	if (!localtime_r(&instant, tm))
		return false;
	*day = day_make(tm->tm_year + 1900, tm->tm_mon + 1, tm->tm_mday);
	return *day != DAY_NONE;
}

/* A day on which clocks are put back or forward ends earlier or later than
 * others: then only the instant itself is sure. */
static void
widen(long long t, const struct tm *tm, struct day_span *s)
{
	enum { DAY = 24 * 60 * 60 };
	long long from =
	    t - (tm->tm_hour * 3600 + tm->tm_min * 60 + tm->tm_sec);
	struct tm at;
	int first, last;

	s->from = s->to = t;
	if (day_here(from, &at, &first) &&
	    day_here(from + DAY - 1, &at, &last) && first == s->day &&
	    last == s->day) {
		s->from = from;
		s->to = from + DAY - 1;
	}
}

bool
day_span(long long t, const char *zone, struct day_span *s)
{
	const char *tz = getenv("TZ");
	char *old = tz ? strdup(tz) : NULL;
	struct buf name = { 0 };
	struct tm tm;
	bool ok = false;

	if ((tz && !old) || !day_has_zone(zone))
		goto out;
	buf_addz(&name, is_utc(zone) ? "UTC0" : ":");
	buf_addz(&name, is_utc(zone) ? "" : zone);
	set_zone(name.s);
	ok = day_here(t, &tm, &s->day);
	if (ok)
		widen(t, &tm, s);
	set_zone(old);
out:
	free(old);
	buf_release(&name);
	return ok;
}

bool
day_of_instant(long long t, const char *zone, int *day)
{
	struct day_span s;
	bool ok = day_span(t, zone, &s);

	if (ok)
		*day = s.day;
	return ok;
}

bool
day_today(const char *zone, int *day)
{
	return day_of_instant((long long)time(NULL), zone, day);
}
