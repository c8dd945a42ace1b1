/* For how long what is said of today stays so. What a statement says between
 * the days that are told is asked of it as it was written, on those days. */
#include "catalog/today.h"

#include "../draw.h"

#include <stdio.h>
#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "base/buf.h"
#include "catalog/functions.h"
#include "text/calendar.h"
#include "text/day.h"

#include "test.h"

static sqlite3 *db;
static struct catalog_functions functions;

/* All that it says, as one text. */
static void
ask(struct str sql, int today, struct buf *answer)
{
	sqlite3_stmt *q = NULL;

	functions.today = today;
	functions.watch.steady = steady_ever;
	buf_clear(answer);
	if (sqlite3_prepare_v2(db, sql.s, (int)sql.n, &q, NULL) != SQLITE_OK)
		buf_addz(answer, sqlite3_errmsg(db));
	while (q && sqlite3_step(q) == SQLITE_ROW)
		for (int i = 0; i < sqlite3_column_count(q); i++) {
			const char *z = (const char *)sqlite3_column_text(q, i);

			buf_addf(answer, "%d %s\n", sqlite3_column_type(q, i),
			    z ? z : "NULL");
		}
	sqlite3_finalize(q);
}

static const char *const statements[] = {
	"SELECT d <= today(), d < today(), d = today(), d == today() FROM t",
	"SELECT d >= today(), d > today(), d <> today(), d != today() FROM t",
	"SELECT today() <= d, today() < d, today() = d, today() == d FROM t",
	"SELECT today() >= d, today() > d, today() <> d, today() != d FROM t",
	"SELECT d FROM t WHERE NOT d <= today() AND (d) < '2021-07-03'",
	"SELECT count(*) FROM t WHERE coalesce(d, '9999') <= Today ( )",
	("SELECT (SELECT max(d) FROM t) < today(), (d || '') <= \"today\"() "
	 "FROM t"),
	"SELECT CASE WHEN d <= today() THEN d ELSE today() END FROM t",
	"SELECT coalesce(d, today()) FROM t",
	"SELECT max(d, today()) FROM t",
	"SELECT today() BETWEEN d AND '2021-08-01' FROM t",
	"SELECT today() IN (d), d IS today(), (d, 1) = (today(), 1) FROM t",
	"SELECT CASE today() WHEN d THEN 1 ELSE 0 END FROM t",
	"SELECT d COLLATE nocase <= today(), d < today() COLLATE nocase FROM t",
	"SELECT months_between(d, today()) FROM t",
	"SELECT months_between(d, today()) > 2 FROM t",
	"SELECT months_between(today(), d) FROM t",
	"SELECT age_months(d, today()) FROM t",
	"SELECT age_reached(d, 3, today()) FROM t",
	"SELECT days_between(d, today()) > 20 FROM t",
	"SELECT period_of(today(), 'M'), period_of(today(), 'Q') FROM t",
	"SELECT period_of(today(), 'H'), period_of(today(), 'Y') FROM t",
	"SELECT period_of(today(), 'T'), period_of(d, 'M') FROM t",
	"SELECT period_of(today(), 'X')",
	"SELECT month_add(today(), 1) > d FROM t",
	"SELECT substr(today(), 1, 4) = substr(d, 1, 4) FROM t",
	"SELECT workdays(d, today()) > 3 FROM t",
	"WITH n(n) AS (SELECT today()) SELECT d <= n FROM t, n",
	"SELECT today() < today(), today() <= '2021-07-01'",
	"SELECT d <= today() AND today() < month_add(d, 1) FROM t",
	"SELECT min(d) <= today() FROM t GROUP BY d <= today()",
};

static const char *const values[] = { "NULL", "'2021-07-01'", "'2021-07'",
	"'2021'", "'9999'", "''", "'x'", "5", "x'3132'", "'2020-02-29'",
	"'2021-07-31'", "'2021-08-31'", "'2021-06-30 '", "'0001-01-01'",
	"'9999-12-31'" };

static void
fill(uint64_t *seed)
{
	struct buf sql = { 0 };
	char day[DAY_TEXT];

	buf_addz(&sql, "DELETE FROM t;");
	for (int i = 0; i < 3; i++)
		if (draw_below(seed, 2))
			buf_addf(&sql, "INSERT INTO t VALUES(%s);",
			    values[draw_below(seed,
				sizeof values / sizeof *values)]);
		else
			buf_addf(&sql, "INSERT INTO t VALUES('%s');",
			    day_text(18700 + (int)draw_below(seed, 300), day));
	sqlite3_exec(db, buf_z(&sql), NULL, NULL, NULL);
	buf_release(&sql);
}

/* The first day, of some between those told, on which it says otherwise. */
static int
other_day(struct str sql, int today, struct steady s, struct buf *said,
    uint64_t *seed)
{
	struct buf other = { 0 };
	int from = s.from == DAY_NONE ? today - 500 : s.from;
	int until = s.until == DAY_NONE ? today + 500 : s.until;
	int found = DAY_NONE;

	for (int i = 0; i < 6 && found == DAY_NONE; i++) {
		int day = i == 0 ?
		    from :
		    i == 1 ?
		    until :
		    from + (int)draw_below(seed, (size_t)(until - from) + 1);

		ask(sql, day, &other);
		if (!str_eq(buf_str(&other), buf_str(said)))
			found = day;
	}
	buf_release(&other);
	return found;
}

/* Returns for how many days it was told. */
static bool
holds(struct str sql, int today, uint64_t *seed, long *told)
{
	struct buf said = { 0 }, watched = { 0 };
	struct arena a = { 0 };
	struct steady s;
	char day[DAY_TEXT];
	bool ok;
	int other;

	ask(sql, today, &said);
	ask(today_sql(&a, sql, false), today, &watched);
	s = functions.watch.steady;
	ok = str_eq(buf_str(&said), buf_str(&watched)) &&
	    steady_holds(&s, today);
	if (!ok)
		printf("# %.*s: %s instead of %s\n", STRF(sql), buf_z(&watched),
		    buf_z(&said));
	other = other_day(sql, today, s, &said, seed);
	if (other != DAY_NONE)
		printf("# %.*s: otherwise on %s\n", STRF(sql),
		    day_text(other, day));
	*told += s.until == DAY_NONE ? 500 : s.until - today;
	buf_release(&said);
	buf_release(&watched);
	arena_release(&a);
	return ok && other == DAY_NONE;
}

/* Forms of which it is told for how long, and those of one day. */
static void
test_told(const long *told, size_t n)
{
	size_t some = 0;

	for (size_t i = 0; i < n; i++)
		some += told[i] > 0;
	ok(some > n / 2, "of most statements it is told for longer than a day");
	ok(told[0] > 1000 && told[14] > 300 && told[20] > 300,
	    "of days that are compared, of months and of periods");
}

int
main(void)
{
	enum { STATEMENTS = sizeof statements / sizeof *statements };
	static struct calendar calendar;
	static long told[STATEMENTS];
	uint64_t seed = 20210630;
	bool all = true;

	functions.calendar = &calendar;
	functions.watch.on = true;
	if (sqlite3_open(":memory:", &db) != SQLITE_OK ||
	    !catalog_functions_add(db, &functions) ||
	    !today_add(db, &functions))
		return 1;
	sqlite3_exec(db, "CREATE TABLE t(d TEXT)", NULL, NULL, NULL);
	for (int i = 0; i < 60; i++) {
		int today = 18700 + (int)draw_below(&seed, 300);

		fill(&seed);
		for (size_t k = 0; k < STATEMENTS; k++)
			all &= holds(str_of(statements[k]), today, &seed,
			    &told[k]);
	}
	ok(all, "between the days that are told a statement says the same");
	test_told(told, STATEMENTS);
	workday_certainty_release(&functions.counted);
	sqlite3_close(db);
	return done();
}
