/* day_zone: the day that an instant lies on in a time zone. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/mem.h"
#include "text/day.h"

/* A name of the time zone database, which cannot lead out of its folder. */
static bool
is_zone_name(const char *z)
{
	static const char letters[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+"
	    "-/";

	return *z && *z != '/' && z[strspn(z, letters)] == '\0';
}

static bool
read_zone(const char *zone, size_t most, struct buf *data)
{
	const char *dir = getenv("TZDIR");
	char *path =
	    mem_f("%s/%s", dir && *dir ? dir : "/usr/share/zoneinfo", zone);
	size_t start = data->n;
	bool ok = buf_read_file(data, path, most) &&
	    str_starts(str_from(buf_str(data), start), STR("TZif"));

	free(path);
	return ok;
}

/* glibc takes a zone it cannot load for UTC without a word, so look first. */
static bool
has_zone(const char *zone)
{
	struct buf data = { 0 };
	bool ok = read_zone(zone, strlen("TZif"), &data);

	buf_release(&data);
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

bool
day_zone_data(const char *zone, struct buf *b)
{
	enum { DATA_MOST = 1 << 20 };

	return is_utc(zone) ||
	    (is_zone_name(zone) && read_zone(zone, DATA_MOST, b));
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
	char *old, *name;
	struct tm tm;
	bool ok;

	if (!day_has_zone(zone))
		return false;
	old = tz ? mem_f("%s", tz) : NULL;
	name = mem_f("%s%s", is_utc(zone) ? "UTC0" : ":",
	    is_utc(zone) ? "" : zone);
	set_zone(name);
	ok = day_here(t, &tm, &s->day);
	if (ok)
		widen(t, &tm, s);
	set_zone(old);
	free(old);
	free(name);
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
