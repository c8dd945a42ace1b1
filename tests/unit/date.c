/* Days against timegm and gmtime; months and ages by cases. */
#include "text/date.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "test.h"

static int
day(const char *z)
{
	int d;

	return day_parse(str_of(z), &d) ? d : DAY_NONE;
}

static const char *
show(int d)
{
	static char text[2][DAY_TEXT];
	static int i;

	i = !i;
	return d == DAY_NONE ? "none" : day_text(d, text[i]);
}

enum { FIRST = -719162, LAST = 2932896 };

static void
test_every_day(void)
{
	int wrong = 0;

	for (int d = FIRST; d <= LAST; d++) {
		time_t t = (time_t)d * 86400;
		struct tm tm;
		int y, m, of_month, again;
		char text[DAY_TEXT], want[16];

		gmtime_r(&t, &tm);
		day_split(d, &y, &m, &of_month);
		strftime(want, sizeof want, "-%m-%d", &tm);
		wrong += y != tm.tm_year + 1900 || m != tm.tm_mon + 1 ||
		    of_month != tm.tm_mday || day_make(y, m, of_month) != d ||
		    day_of_week(d) % 7 != tm.tm_wday ||
		    strcmp(day_text(d, text) + 4, want) != 0 ||
		    atoi(text) != y || !day_parse(str_of(text), &again) ||
		    again != d;
	}
	ok(wrong == 0, "every day of years 1 to 9999 is as gmtime has it");
}

static void
test_no_day(void)
{
	static const int none[][3] = {
		{ 2021, 2, 29 },
		{ 1900, 2, 29 },
		{ 2024, 2, 30 },
		{ 2021, 4, 31 },
		{ 2021, 0, 1 },
		{ 2021, 13, 1 },
		{ 2021, 1, 0 },
		{ 2021, 1, 32 },
		{ 0, 1, 1 },
		{ 10000, 1, 1 },
		{ -5, 1, 1 },
		{ INT_MAX, 1, 1 },
		{ 2021, INT_MIN, 1 },
		{ 2021, 1, INT_MIN },
	};
	char out[DAY_TEXT];

	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		ok(day_make(none[i][0], none[i][1], none[i][2]) == DAY_NONE,
		    "no day %d-%d-%d", none[i][0], none[i][1], none[i][2]);
	ok(day_make(2000, 2, 29) != DAY_NONE &&
		day_make(2024, 2, 29) == day_make(2024, 3, 1) - 1,
	    "leap days of 2000 and 2024");
	ok(!*day_text(DAY_NONE, out) && !*day_text(LAST + 1, out) &&
		!*day_text(FIRST - 1, out),
	    "a day out of range has no text");
}

static void
test_parse(void)
{
	static const struct {
		const char *text, *lo, *hi;
	} rows[] = {
		{ "2021-06-30", "2021-06-30", "2021-06-30" },
		{ "2021-06", "2021-06-01", "2021-06-30" },
		{ "2024-02", "2024-02-01", "2024-02-29" },
		{ "1999", "1999-01-01", "1999-12-31" },
		{ "0001", "0001-01-01", "0001-12-31" },
		{ "9999-12", "9999-12-01", "9999-12-31" },
	};
	static const char *const bad[] = {
		"",
		"99",
		"199",
		"0000",
		"1999-",
		"1999-1",
		"1999-13",
		"1999-00",
		"1999-01-",
		"1999-1-1",
		"1999-02-29",
		"1999/01/01",
		"1999-01-01 ",
		" 1999-01-01",
		"1999-01-01T00",
		"19990101",
		"+999-01-01",
		"1999-01-1a",
		"a999",
		"1999-0a",
		"１９９９",
		"2021-06-31",
		"2021-6-30",
		"10000",
		"10000-01-01",
	};
	struct date d;
	int whole;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		ok(date_parse(str_of(rows[i].text), &d) &&
			d.lo == day(rows[i].lo) && d.hi == day(rows[i].hi),
		    "%s is from %s to %s", rows[i].text, rows[i].lo,
		    rows[i].hi);
		ok(date_whole(d) == (strlen(rows[i].text) == 10) &&
			day_parse(str_of(rows[i].text), &whole) ==
			    date_whole(d),
		    "%s is whole or not", rows[i].text);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(!date_parse(str_of(bad[i]), &d), "no date '%s'", bad[i]);
	ok(!date_parse((struct str){ "1999\0-1", 7 }, &d),
	    "no date with a NUL");
}

static void
test_mistyped(void)
{
	static const char *const rows[][2] = {
		{ "8/3/1999", "1999-03-08" },
		{ "08/03/1999", "1999-03-08" },
		{ "08-03-1999", "1999-03-08" },
		{ "8.3.1999", "1999-03-08" },
		{ "31/12/2020", "2020-12-31" },
		{ "29/2/2024", "2024-02-29" },
		{ "3/1999", "1999-03" },
		{ "03.1999", "1999-03" },
		{ "12-2020", "2020-12" },
		{ "1999-3-8", "1999-03-08" },
		{ "1999/03/08", "1999-03-08" },
		{ "1999.3.8", "1999-03-08" },
		{ "1999-3", "1999-03" },
		{ "1999\u201303\u201308", "1999-03-08" },
		{ "8\u20133\u20131999", "1999-03-08" },
		{ "ngày 8 tháng 3 năm 1999", "1999-03-08" },
		{ "Ngày 08 tháng 03 năm 1999", "1999-03-08" },
		{ "8 tháng 3 năm 1999", "1999-03-08" },
		{ "ngày 8/3/1999", "1999-03-08" },
		{ "tháng 3 năm 1999", "1999-03" },
		{ "tháng 3/1999", "1999-03" },
		{ "1999-23-08", NULL },
		{ "1999/2/31", NULL },
		{ "1999\u201303-08", NULL },
		{ "1999/1998", NULL },
		{ "1999/03/1998", NULL },
		{ "ngày 8 tháng 3", NULL },
		{ "ngày 8", NULL },
		{ "ngày ", NULL },
		{ "tháng 3", NULL },
		{ "tháng 1/2/1999", NULL },
		{ "8 tháng 13 năm 1999", NULL },
		{ "8/3/99", NULL },
		{ "31/2/1999", NULL },
		{ "29/2/2023", NULL },
		{ "3/8/1999/1", NULL },
		{ "8/3-1999", NULL },
		{ "13/1999", NULL },
		{ "3/13/1999", NULL },
		{ "0/3/1999", NULL },
		{ "8/0/1999", NULL },
		{ "1999", NULL },
		{ "1999-03-08", NULL },
		{ "1999-03", NULL },
		{ "", NULL },
		{ "/", NULL },
		{ "//", NULL },
		{ "8/3/", NULL },
		{ "8//1999", NULL },
		{ "/3/1999", NULL },
		{ "008/3/1999", NULL },
		{ "8/003/1999", NULL },
		{ "8/3/01999", NULL },
		{ "3/0000", NULL },
		{ "8 3 1999", NULL },
		{ "8/3/1999 ", NULL },
		{ "a/3/1999", NULL },
		{ "3/99", NULL },
		{ "99/1999", NULL },
		{ "8/3/199x", NULL },
	};
	char out[DAY_TEXT];

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		bool is = date_mistyped(str_of(rows[i][0]), out);

		ok(rows[i][1] ? is && strcmp(out, rows[i][1]) == 0 : !is,
		    "'%s' was meant as %s", rows[i][0],
		    rows[i][1] ? rows[i][1] : "nothing that is sure");
	}
}

static void
test_months(void)
{
	static const struct {
		const char *from;
		int n;
		const char *to;
	} rows[] = {
		{ "2021-08-31", 6, "2022-02-28" },
		{ "2023-08-31", 6, "2024-02-29" },
		{ "2024-02-29", 12, "2025-02-28" },
		{ "2024-02-29", 48, "2028-02-29" },
		{ "2021-03-31", -1, "2021-02-28" },
		{ "2021-01-15", -1, "2020-12-15" },
		{ "2020-01-15", 60, "2025-01-15" },
		{ "2021-05-31", 1, "2021-06-30" },
		{ "2021-05-31", 0, "2021-05-31" },
		{ "9999-12-01", 1, NULL },
		{ "0001-01-31", -1, NULL },
		{ "2021-01-01", INT_MAX, NULL },
		{ "2021-01-01", INT_MIN, NULL },
	};
	int wrong = 0;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ok(day_add_months(day(rows[i].from), rows[i].n) ==
			(rows[i].to ? day(rows[i].to) : DAY_NONE),
		    "%s and %d months: %s", rows[i].from, rows[i].n,
		    show(day_add_months(day(rows[i].from), rows[i].n)));
	ok(day_add_months(DAY_NONE, 1) == DAY_NONE,
	    "no day has no month after it");
	for (int a = day("2023-12-25"); a <= day("2024-04-02"); a++)
		for (int b = a - 800; b <= a + 800; b++) {
			int n = day_months_between(a, b);

			wrong += day_add_months(a, n) > b ||
			    day_add_months(a, n + 1) <= b;
		}
	ok(wrong == 0, "full months between are the most that fit");
	ok(day_months_between(day("2021-08-31"), day("2022-02-28")) == 6 &&
		day_months_between(day("2021-08-31"), day("2022-02-27")) == 5 &&
		day_months_between(day("2021-03-31"), day("2021-03-30")) ==
		    -1 &&
		day_months_between(day("2021-03-31"), day("2021-02-27")) == -2,
	    "full months, forward and back");
}

static void
test_age(void)
{
	static const struct {
		const char *born;
		int months;
		const char *on;
		int want;
	} rows[] = {
		{ "2000-05-10", 216, "2018-05-10", 1 },
		{ "2000-05-10", 216, "2018-05-09", 0 },
		{ "2004-02-29", 216, "2022-02-28", 1 },
		{ "2004-02-29", 216, "2022-02-27", 0 },
		{ "2004-02-29", 240, "2024-02-28", 0 },
		{ "2004-02-29", 240, "2024-02-29", 1 },
		{ "1961-03-01", 720, "2021-03-01", 1 },
		{ "2000", 216, "2017-12-31", 0 },
		{ "2000", 216, "2018-01-01", -1 },
		{ "2000", 216, "2018-12-30", -1 },
		{ "2000", 216, "2018-12-31", 1 },
		{ "2000-05", 216, "2018-05-01", -1 },
		{ "2000-05", 216, "2018-05-31", 1 },
		{ "2000-05", 216, "2018-04-30", 0 },
		{ "2000-05-10", 0, "2000-05-10", 1 },
		{ "2000-05-10", INT_MAX, "2018-05-10", 0 },
		{ "2000-05-10", INT_MIN, "2018-05-10", 1 },
		{ "9990", 12 * 9, "9999-12-31", 1 },
		{ "9990-06", 12 * 9 + 6, "9999-12-31", 1 },
		{ "9990-06", 12 * 9 + 7, "9999-12-31", 0 },
	};
	struct date born;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ok(date_parse(str_of(rows[i].born), &born) &&
			date_age_reached(born, rows[i].months,
			    day(rows[i].on)) == rows[i].want,
		    "born %s, %d months old on %s: %d", rows[i].born,
		    rows[i].months, rows[i].on, rows[i].want);
}

/* What date(1) says, which reads the zone in its own way; DAY_NONE on
 * trouble. */
static int
day_by_date(const char *zone)
{
	char command[128], line[32] = "";
	FILE *f;

	snprintf(command, sizeof command, "TZ=%s date +%%F", zone);
	f = popen(command, "r");
	if (!f)
		return DAY_NONE;
	if (fgets(line, sizeof line, f))
		line[strcspn(line, "\n")] = '\0';
	pclose(f);
	return day(line);
}

static void
test_today(void)
{
	static const char *const zones[] = {
		"Asia/Ho_Chi_Minh",
		"Pacific/Kiritimati",
		"Pacific/Pago_Pago",
		"America/Argentina/Buenos_Aires",
		"Etc/GMT+12",
		"UTC",
	};
	static const char *const bad[] = {
		"",
		"Asia/Ho_Chi_Min",
		"Asia",
		"../zoneinfo/UTC",
		"/etc/localtime",
		"/usr/share/zoneinfo/UTC",
		":UTC",
		"zone.tab",
		"tzdata.zi",
		"Asia/../UTC",
		"UTC0",
		"UTC ",
		"<x>5",
		"Asia/Ho_Chi_Minh\n",
	};
	int d = 0, east = 0, west = 0;

	for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
		int before = day_by_date(zones[i]);
		bool is = day_today(zones[i], &d);
		int after = day_by_date(zones[i]);

		ok(is && (d == before || d == after), "today in %s", zones[i]);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(!day_today(bad[i], &d), "no zone '%s'", bad[i]);
	/* 25 hours apart; asked in this order the second cannot be behind. */
	ok(day_today("Pacific/Pago_Pago", &west) &&
		day_today("Pacific/Kiritimati", &east) && east > west,
	    "it is always a later day in Kiritimati than in Pago Pago");
}

static void
test_zone_is_left_alone(void)
{
	static const char *const before[] = { NULL, "America/New_York", "" };

	for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
		time_t t = 1600000000;
		struct tm a, b;
		int d;
		const char *tz;

		if (before[i])
			setenv("TZ", before[i], 1);
		else
			unsetenv("TZ");
		tzset();
		localtime_r(&t, &a);
		day_today("Pacific/Kiritimati", &d);
		day_today("No/Where", &d);
		localtime_r(&t, &b);
		tz = getenv("TZ");
		ok((tz && before[i] ? strcmp(tz, before[i]) == 0 :
				      tz == before[i]) &&
			a.tm_hour == b.tm_hour && a.tm_mday == b.tm_mday,
		    "TZ %s stays as it was", before[i] ? before[i] : "(unset)");
	}
	setenv("TZDIR", "/nowhere", 1);
	ok(!day_today("Asia/Ho_Chi_Minh", &(int){ 0 }) &&
		!day_has_zone("Asia/Ho_Chi_Minh"),
	    "TZDIR says where zones are");
	ok(day_today("UTC", &(int){ 0 }), "UTC needs no data");
	unsetenv("TZDIR");
}

int
main(void)
{
	test_every_day();
	test_no_day();
	test_parse();
	test_mistyped();
	test_months();
	test_age();
	test_today();
	test_zone_is_left_alone();
	return done();
}
