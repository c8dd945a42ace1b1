/* Working days, against walking the calendar day by day. */
#include "text/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "text/day.h"
#include "test.h"

static int
day(const char *z)
{
	int d;

	return day_parse(str_of(z), &d) ? d : DAY_NONE;
}

/* 2021 with Tết from Wednesday 10 to Tuesday 16 February; 2022 with a Monday
 * off, for which a Saturday was worked. */
static struct calendar
make(void)
{
	struct calendar c = { 0 };

	calendar_add_year(&c, 2022);
	calendar_add_year(&c, 2021);
	calendar_add_year(&c, 2021);
	calendar_add_off(&c, day("2021-02-10"), day("2021-02-16"));
	calendar_add_off(&c, day("2021-01-01"), day("2021-01-01"));
	calendar_add_off(&c, day("2021-02-10"), day("2021-02-10"));
	calendar_add_off(&c, day("2021-04-30"), day("2021-05-03"));
	calendar_add_off(&c, day("2022-09-05"), day("2022-09-05"));
	calendar_add_off(&c, day("2022-01-03"), day("2022-01-03"));
	calendar_add_on(&c, day("2022-09-10"));
	calendar_add_on(&c, day("2022-09-10"));
	calendar_ready(&c);
	return c;
}

static void
test_days(const struct calendar *c)
{
	static const struct {
		const char *day;
		bool works;
	} rows[] = {
		{ "2021-02-09", true },
		{ "2021-02-10", false },
		{ "2021-02-13", false },
		{ "2021-02-16", false },
		{ "2021-02-17", true },
		{ "2021-02-20", false },
		{ "2021-01-01", false },
		{ "2021-05-03", false },
		{ "2021-05-04", true },
		{ "2022-09-05", false },
		{ "2022-09-10", true },
		{ "2022-09-11", false },
		{ "2030-01-01", true },
		{ "2030-01-05", false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ok(calendar_works(c, day(rows[i].day)) == rows[i].works,
		    "%s is %s", rows[i].day, rows[i].works ? "worked" : "off");
}

static void
test_add(const struct calendar *c)
{
	static const struct {
		const char *from;
		int n;
		const char *to;
		bool approx;
	} rows[] = {
		{ "2021-02-09", 1, "2021-02-17", false },
		{ "2021-02-13", 1, "2021-02-17", false },
		{ "2021-02-13", 0, "2021-02-13", false },
		{ "2021-02-05", 5, "2021-02-19", false },
		{ "2022-09-02", 1, "2022-09-06", false },
		{ "2022-09-09", 1, "2022-09-10", false },
		{ "2022-09-09", 2, "2022-09-12", false },
		{ "2021-12-31", 1, "2022-01-04", false },
		{ "2021-03-01", 30, "2021-04-12", false },
		{ "2022-12-30", 1, "2023-01-02", true },
		{ "2022-12-29", 1, "2022-12-30", false },
		{ "2020-12-31", 1, "2021-01-04", false },
		{ "2020-12-30", 1, "2020-12-31", true },
		{ "2019-06-03", 1000, "2023-04-14", true },
		{ "9999-12-30", 5, NULL, false },
		{ "2021-01-01", -1, NULL, false },
		{ "2021-01-01", 2147483647, NULL, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		bool approx = false;
		int to = calendar_add_workdays(c, day(rows[i].from), rows[i].n,
		    &approx);
		char text[DAY_TEXT];

		ok(to == (rows[i].to ? day(rows[i].to) : DAY_NONE),
		    "%s and %d working days: %s", rows[i].from, rows[i].n,
		    to == DAY_NONE ? "none" : day_text(to, text));
		ok(approx == rows[i].approx, "which is %s",
		    rows[i].approx ? "approximate" : "sure");
	}
	ok(calendar_add_workdays(c, DAY_NONE, 1, &(bool){ 0 }) == DAY_NONE,
	    "no day has no working day after it");
}

static void
test_between(const struct calendar *c)
{
	bool approx = false;

	ok(calendar_workdays(c, day("2021-02-09"), day("2021-02-17"),
	       &approx) == 1 &&
		calendar_workdays(c, day("2021-02-17"), day("2021-02-09"),
		    &approx) == -1 &&
		calendar_workdays(c, day("2021-02-10"), day("2021-02-16"),
		    &approx) == 0 &&
		calendar_workdays(c, day("2022-09-05"), day("2022-09-12"),
		    &approx) == 6 &&
		calendar_workdays(c, day("2021-02-17"), day("2021-02-17"),
		    &approx) == 0 &&
		calendar_workdays(c, day("2021-01-01"), day("2022-12-31"),
		    &approx) > 480 &&
		calendar_workdays(c, day("2020-12-31"), day("2021-01-05"),
		    &approx) == 2 &&
		!approx,
	    "days after the first, up to the last, of known years");
	calendar_workdays(c, day("2030-01-01"), day("2030-01-01"), &approx);
	ok(!approx, "no day passed, nothing guessed");
	calendar_workdays(c, day("2023-01-02"), day("2022-12-30"), &approx);
	ok(approx, "an unknown year makes it approximate, backwards too");
	calendar_workdays(c, day("2021-01-04"), day("2021-01-05"), &approx);
	ok(approx, "approximate is never taken back");
}

/* The law, by walking. */
static int
walk(const struct calendar *c, int a, int b)
{
	int n = 0;

	for (int d = a + 1; d <= b; d++)
		n += calendar_works(c, d);
	return n;
}

static void
test_law(const struct calendar *c, const char *name)
{
	int from = day("2020-11-01"), to = day("2023-02-01");
	int wrong = 0, wrong_add = 0;
	bool approx;

	for (int a = from; a < to; a += 3)
		for (int b = a; b < to; b += 5) {
			int n = walk(c, a, b), last = b;

			while (last > a && !calendar_works(c, last))
				last--;
			wrong += calendar_workdays(c, a, b, &approx) != n ||
			    calendar_workdays(c, b, a, &approx) != -n;
			wrong_add += calendar_add_workdays(c, a, n, &approx) !=
			    (n ? last : a);
		}
	ok(wrong == 0, "%s: working days are those that walking counts", name);
	ok(wrong_add == 0, "%s: adding them leads to the last one", name);
}

static void
test_unknown(void)
{
	struct calendar none = { 0 };
	bool approx = false;

	ok(calendar_add_workdays(&none, day("2021-02-09"), 1, &approx) ==
		    day("2021-02-10") &&
		approx,
	    "without a calendar: weekends only");
	test_law(&none, "no calendar");
	approx = false;
	ok(calendar_workdays(&none, day("0001-01-01"), day("9999-12-31"),
	       &approx) == walk(&none, day("0001-01-01"), day("9999-12-31")) &&
		approx,
	    "all days there are");
	calendar_release(&none);
}

/* Working on a weekday that lies in a range of days off, weekend days named as
 * off, ranges the wrong way round or endless: none may upset the count. */
static void
test_odd(void)
{
	struct calendar c = { 0 };

	calendar_add_off(&c, day("2021-02-08"), day("2021-02-21"));
	calendar_add_on(&c, day("2021-02-10"));
	calendar_add_on(&c, day("2021-02-13"));
	calendar_add_off(&c, day("2021-03-10"), day("2021-03-01"));
	calendar_add_off(&c, 2147483000, 2147483647);
	calendar_add_on(&c, DAY_NONE);
	calendar_ready(&c);
	ok(calendar_works(&c, day("2021-02-10")) &&
		calendar_works(&c, day("2021-02-13")) &&
		!calendar_works(&c, day("2021-02-14")) &&
		calendar_works(&c, day("2021-03-05")),
	    "a day named as worked is");
	test_law(&c, "odd calendar");
	calendar_release(&c);
	ok(c.off.all == NULL && c.off.n == 0, "released is empty");
}

int
main(void)
{
	struct calendar c = make();

	test_days(&c);
	test_add(&c);
	test_between(&c);
	test_law(&c, "calendar");
	test_unknown();
	test_odd();
	calendar_release(&c);
	return done();
}
