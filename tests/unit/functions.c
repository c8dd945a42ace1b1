/* The functions of schema(5) as SQL sees them. What days, calendars and texts
 * mean is tested with their own modules; here, what becomes of it in SQL:
 * NULL, partial dates, ranges, and where the functions may stand. SQLite's own
 * date functions are the second opinion on periods. */
#include <string.h>

#include <sqlite3.h>

#include "text/calendar.h"
#include "catalog/functions.h"
#include "text/day.h"

#include "test.h"

static sqlite3 *db;
static char answer[1 << 16];

/* The first column of the first row; "NULL", or "error: …". */
static const char *
ask(const char *sql)
{
	sqlite3_stmt *q = NULL;
	const unsigned char *s;
	bool row = sqlite3_prepare_v2(db, sql, -1, &q, NULL) == SQLITE_OK &&
	    sqlite3_step(q) == SQLITE_ROW;

	if (row) {
		s = sqlite3_column_text(q, 0);
		snprintf(answer, sizeof answer, "%s",
		    s ? (const char *)s : "NULL");
	} else {
		snprintf(answer, sizeof answer, "error: %s",
		    sqlite3_errmsg(db));
	}
	sqlite3_finalize(q);
	return answer;
}

static void
test_answers(void)
{
	static const char *const cases[][2] = {
		{ "today()", "2021-06-30" },

		{ "age_months('2000-06-30', today())", "252" },
		{ "age_months('2000-07-01', today())", "251" },
		{ "age_months('2021-07-30', today())", "-1" },
		{ "age_months('2004-02-29', '2022-02-28')", "216" },
		{ "age_months('2000-06', '2021-06-29')", "NULL" },
		{ "age_months('2000-06', '2021-06-30')", "252" },
		{ "age_months('2000', '2021-06-30')", "NULL" },
		{ "age_months('2000-02', '2021-03-15')", "NULL" },
		{ "age_months('2000-06-15', '2021-06')", "NULL" },
		{ "typeof(age_months('2000-06-30', today()))", "integer" },

		{ "age_reached('2003-06-30', 216, '2021-06-30')", "1" },
		{ "age_reached('2003-07-01', 216, '2021-06-30')", "0" },
		{ "age_reached('2003', 216, '2021-06-30')", "NULL" },
		{ "age_reached('2003', 216, '2020-12-31')", "0" },
		{ "age_reached('2003', 216, '2021-12-31')", "1" },
		{ "age_reached('2003-06', 216, '2021-06-29')", "NULL" },
		{ "age_reached('2003-06', 216, '2021-06-30')", "1" },
		{ "age_reached('2003-06-30', 18 * 12.0, '2021-06-30')", "1" },
		{ "age_reached('2003-06-30', 216.5, '2021-06-30')", "NULL" },
		{ "age_reached('2003-06-30', '216', '2021-06-30')", "NULL" },
		{ "age_reached('2003-06-30', 9e99, '2021-06-30')", "NULL" },
		{ "age_reached('2003-06-30', 1 << 40, '2021-06-30')", "NULL" },
		{ "age_reached('2003-06-30', 216, '2021')", "NULL" },

		{ "month_add('2021-08-31', 6)", "2022-02-28" },
		{ "month_add('2023-08-31', 6)", "2024-02-29" },
		{ "month_add('2021-03-31', -1)", "2021-02-28" },
		{ "month_add('2021-03', 1)", "NULL" },
		{ "month_add('9999-12-01', 1)", "NULL" },
		{ "month_add('2021-01-01', -2147483648)", "NULL" },
		{ "month_add('2021-01-01', 2147483648)", "NULL" },
		{ "months_between('2021-01-31', '2021-02-28')", "1" },
		{ "months_between('2021-01-31', '2021-02-27')", "0" },
		{ "months_between('2021-02-28', '2021-01-31')", "-1" },
		{ "days_between('2021-01-01', '2021-06-30')", "180" },
		{ "days_between('2021-03-01', '2021-02-28')", "-1" },
		{ "days_between('2021-02', '2021-03-01')", "NULL" },
		{ "months_between('0001-01-01', '9999-12-31')", "119987" },

		/* 30 April to 3 May 2021 are off, 24 April is worked for it. */
		{ "workdays('2021-04-29', '2021-05-04')", "1" },
		{ "workdays('2021-05-04', '2021-04-29')", "-1" },
		{ "workdays('2021-04-23', '2021-04-25')", "1" },
		{ "workdays('2021-04-29', '2021-04-29')", "0" },
		{ "workday_add('2021-04-29', 1)", "2021-05-04" },
		{ "workday_add('2021-04-23', 1)", "2021-04-24" },
		{ "workday_add('2021-04-29', 0)", "2021-04-29" },
		{ "workday_add('2021-04-29', -1)", "NULL" },
		{ "workday_add('2021-04-29', 2147483647)", "NULL" },

		{ "period_start('2021-H2')", "2021-07-01" },
		{ "period_end('2021-H1')", "2021-06-30" },
		{ "period_end('2024-02')", "2024-02-29" },
		{ "period_end('2021')", "2021-12-31" },
		{ "period_start('2021-Q4')", "2021-10-01" },
		{ "period_start('2021-Q5')", "NULL" },
		{ "period_start('2021-06-30')", "NULL" },
		{ "period_start(2021)", "NULL" },
		{ "period_of('2021-06-30', 'Q')", "2021-Q2" },
		{ "period_of('2021-07-01', 'H')", "2021-H2" },
		{ "period_of('2021-06', 'M')", "NULL" },
		{ "period_of('2021-06-30', 'm')",
		    "error: period_of: 'm' is no kind of period: write 'M', "
		    "'Q', 'H', 'Y' or 'T'" },
		{ "period_of(NULL, '')",
		    "error: period_of: '' is no kind of period: write 'M', "
		    "'Q', 'H', 'Y' or 'T'" },
		{ "period_of('2021-06-30', NULL)", "NULL" },
		{ "period_of('2021-09-30', 'T')", "2021-9T" },
		{ "period_of('2021-06-30', 'T')", "2021-H1" },
		{ "period_start('2021-9T')", "2021-01-01" },
		{ "period_end('2021-9T')", "2021-09-30" },
		{ "period_end('2020-2025')", "2025-12-31" },

		{ "fold('Trần Thị ĐÀO')", "tran thi dao" },
		{ "fold('Ðông ðảng Ɖ')", "dong dang d" },
		{ "fold(12)", "12" },
		{ "has_words('Trần Thị ĐÀO', 'tran thi')", "1" },
		{ "has_words('Trần Thị ĐÀO', 'TH Đ')", "1" },
		{ "has_words('Trần Thị ĐÀO', 'thi tran')", "0" },
		{ "has_words('Trần Thị ĐÀO', 'tran dao')", "0" },
		{ "has_words('Trần Thị ĐÀO', 'ran')", "0" },
		{ "has_words('Trần Thị ĐÀO', 'dao,tran thi,')", "1" },
		{ "has_words('“Trần” – (Thị)', 'tran thi')", "1" },
		{ "has_words('số 24-QĐ/TW', '24-qd/tw')", "1" },
		{ "has_words('số 24-QĐ/TW', 'qd tw')", "1" },
		{ "has_words('số 124-QĐ/TW', '24-qd')", "0" },
		{ "has_words('a b', '')", "1" },
		{ "has_words('', 'a')", "0" },
		{ "has_words('a a a b', 'a a b')", "1" },
		{ "has_words('a' || char(30) || 'b', 'a b')", "0" },
		{ "has_words(12, '1')", "1" },
		{ "fold('')", "" },
		{ "tone_key('Hòa') = tone_key('hoà')", "1" },
		{ "tone_key('hòa') = tone_key('hỏa')", "0" },
		{ "name_key('Lê Văn An') < name_key('An Thị Bình')", "1" },
		{ "typeof(name_key('Lê Văn An'))", "blob" },
		{ "typeof(name_key(''))", "blob" },

		/* Dates that are none. */
		{ "age_months('2021-02-30', today())", "NULL" },
		{ "month_add('30/6/2021', 1)", "NULL" },
		{ "month_add('', 1)", "NULL" },
		{ "month_add(20210630, 1)", "NULL" },
		{ "month_add(x'323032312d30362d3330', 1)", "NULL" },
	};
	char sql[512];

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		snprintf(sql, sizeof sql, "SELECT %s", cases[i][0]);
		ok(strcmp(ask(sql), cases[i][1]) == 0, "%s is %s", cases[i][0],
		    answer);
	}
}

/* The months and quarters of 60 years by SQLite's own counting. */
static void
test_periods(void)
{
	static const char months[] =
	    "WITH RECURSIVE m(d) AS (SELECT '1980-01-01' UNION ALL SELECT "
	    "date(d, '+1 month') FROM m WHERE d < '2040-01-01') SELECT "
	    "count(*) FROM m WHERE period_start(strftime('%Y-%m', d)) = d AND "
	    "period_end(strftime('%Y-%m', d)) = date(d, '+1 month', '-1 day')";
	static const char days[] =
	    "WITH RECURSIVE m(d) AS (SELECT '1980-01-01' UNION ALL SELECT "
	    "date(d, '+1 day') FROM m WHERE d < '2039-12-31') SELECT count(*) "
	    "FROM m WHERE period_of(d, 'M') = strftime('%Y-%m', d) AND "
	    "period_of(d, 'Y') = strftime('%Y', d) AND period_of(d, 'Q') = "
	    "strftime('%Y-Q', d) || ((strftime('%m', d) + 2) / 3) AND "
	    "period_of(d, 'H') = strftime('%Y-H', d) || ((strftime('%m', d) + "
	    "5) / 6) AND d BETWEEN period_start(period_of(d, 'Q')) AND "
	    "period_end(period_of(d, 'Q'))";

	ok(strcmp(ask(months), "721") == 0, "months of 60 years: %s", answer);
	ok(strcmp(ask(days), "21915") == 0, "days of 60 years: %s", answer);
}

/* A NULL in any place gives NULL. */
static void
test_nulls(void)
{
	static const char *const calls[][4] = {
		{ "age_months", "'2000-01-01'", "today()" },
		{ "age_reached", "'2000-01-01'", "216", "today()" },
		{ "month_add", "today()", "1" },
		{ "months_between", "today()", "today()" },
		{ "workday_add", "today()", "1" },
		{ "workdays", "today()", "today()" },
		{ "period_start", "'2021'" },
		{ "period_end", "'2021'" },
		{ "period_of", "today()", "'M'" },
		{ "fold", "'a'" },
		{ "tone_key", "'a'" },
		{ "name_key", "'a'" },
	};

	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
		int nulls = 0, args = 0;

		while (args < 3 && calls[i][args + 1])
			args++;
		for (int gone = 0; gone <= args; gone++) {
			char sql[256];
			int n = snprintf(sql, sizeof sql, "SELECT %s(",
			    calls[i][0]);

			for (int a = 1; a <= args; a++)
				n += snprintf(sql + n, sizeof sql - (size_t)n,
				    "%s%s", a == gone ? "NULL" : calls[i][a],
				    a < args ? ", " : ")");
			nulls += strcmp(ask(sql), "NULL") == 0;
		}
		ok(nulls == args, "%s of NULL", calls[i][0]);
	}
}

static void
test_ids(void)
{
	static const char *const cases[][2] = {
		{ "SELECT ids(v) FROM (SELECT 'b' AS v UNION ALL SELECT 'a' "
		  "UNION ALL SELECT NULL UNION ALL SELECT 'b')",
		    "[\"a\",\"b\",\"b\"]" },
		{ "SELECT ids(v) FROM (SELECT 1 AS v WHERE 0)", "[]" },
		{ "SELECT ids('a\"b\\c' || char(10))",
		    "[\"a\\\"b\\\\c\\u000a\"]" },
		{ "SELECT ids('đ')", "[\"đ\"]" },
		{ "SELECT ids(CAST(x'41ff42' AS text))", "[\"A\\ufffdB\"]" },
		{ "SELECT ids(7)", "[\"7\"]" },
		{ "SELECT json_valid(ids(CAST(x'22005cff0a' AS text)))", "1" },
		{ "SELECT group_concat(i) FROM (SELECT ids(v) AS i FROM "
		  "(SELECT 1 AS g, 'x' AS v UNION SELECT 2, 'y' UNION SELECT "
		  "1, 'a') GROUP BY g)",
		    "[\"a\",\"x\"],[\"y\"]" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		ok(strcmp(ask(cases[i][0]), cases[i][1]) == 0, "%s: %s",
		    cases[i][0], answer);
	sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 1000);
	ok(strcmp(ask("WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
		      "FROM c WHERE i < 1000) SELECT ids('qc-0001') FROM c"),
	       "error: string or blob too big") == 0,
	    "ids within a limit: %s", answer);
	ok(strcmp(ask("SELECT length(ids('qc-0001'))"), "11") == 0,
	    "ids after a limit was reached: %s", answer);
	sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 1000000);
}

static void
test_order(void)
{
	ok(strcmp(ask("SELECT group_concat(v, ' ', i) FROM (SELECT v, "
		      "row_number() OVER (ORDER BY v COLLATE vi) AS i FROM "
		      "(SELECT 'Ăn' AS v UNION SELECT 'đa' UNION SELECT 'An' "
		      "UNION SELECT 'dê' UNION SELECT 'án' UNION SELECT 'ba' "
		      "UNION SELECT 'ạn' UNION SELECT 'ân'))"),
	       "An án ạn Ăn ân ba dê đa") == 0,
	    "ORDER BY … COLLATE vi: %s", answer);
	ok(strcmp(
	       ask("SELECT group_concat(v, ', ', name_key(v)) FROM (SELECT 'Lê "
		   "Văn Bình' AS v UNION SELECT 'Vũ Thị An' UNION SELECT 'Đỗ "
		   "An' UNION SELECT 'Trần Văn Ân')"),
	       "Đỗ An, Vũ Thị An, Trần Văn Ân, Lê Văn Bình") == 0,
	    "ORDER BY name_key(…): %s", answer);
	ok(strcmp(ask("SELECT 'hòa' = 'hoà' COLLATE vi"), "0") == 0,
	    "equal under vi is the same bytes");
}

/* How a day was counted from or to. */
static enum how_certain
how(const struct catalog_functions *to, const char *text)
{
	int day;

	return day_parse(str_of(text), &day) ?
	    workday_certainty_how(&to->counted, day) :
	    COUNTED_NOT;
}

static void
test_approximate(struct catalog_functions *to)
{
	workday_certainty_release(&to->counted);
	ask("SELECT workdays('2021-01-01', '2021-12-31')");
	ok(!to->counted.guessed && how(to, "2021-01-01") == COUNTED_SURE &&
		how(to, "2021-12-31") == COUNTED_SURE &&
		how(to, "2021-06-30") == COUNTED_NOT,
	    "a known year is counted exactly");
	ask("SELECT workday_add('2021-12-31', 1)");
	ok(to->counted.guessed && how(to, "2022-01-03") == COUNTED_GUESSED &&
		how(to, "2021-12-31") == COUNTED_GUESSED &&
		how(to, "2021-01-01") == COUNTED_SURE,
	    "an unknown one is not, and that is said of its days");
	ask("SELECT workdays('2021-12-31', '2021-12-30')");
	ok(how(to, "2021-12-31") == COUNTED_GUESSED &&
		how(to, "2021-12-30") == COUNTED_SURE,
	    "a guess is not taken back");
	workday_certainty_release(&to->counted);
	ok(!to->counted.guessed && how(to, "2021-12-31") == COUNTED_NOT,
	    "all is forgotten");
	ask("SELECT workdays('2020-12-31', '2020-12-30')");
	ok(to->counted.guessed, "nor backwards");
	ask("SELECT workdays('0001-01-01', '9999-12-31')");
	ask("SELECT workday_add('9999-12-30', 200)");
	ok(how(to, "9999-12-31") == COUNTED_NOT, "nor far away");
	workday_certainty_release(&to->counted);
}

static bool
has_function(sqlite3 *in, const char *name)
{
	sqlite3_stmt *q;
	bool has;

	sqlite3_prepare_v2(in,
	    "SELECT 1 FROM pragma_function_list WHERE name = ?", -1, &q, NULL);
	sqlite3_bind_text(q, 1, name, -1, SQLITE_STATIC);
	has = sqlite3_step(q) == SQLITE_ROW;
	sqlite3_finalize(q);
	return has;
}

static bool
is_listed(const char *name)
{
	const struct catalog_function *f = catalog_functions_list;

	while (f->name && strcmp(f->name, name) != 0)
		f++;
	return f->name;
}

/* What is listed is what was added, and may stand in generated columns. */
static void
test_list(sqlite3 *plain)
{
	const struct catalog_function *f = catalog_functions_list;
	const int safe = SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
	sqlite3_stmt *q;
	int bad = 0;

	for (; f->name; f++)
		if (!ok(!strncmp(f->call, f->name, strlen(f->name)) &&
			    f->call[strlen(f->name)] == '(' && *f->gives &&
			    has_function(db, f->name) &&
			    !has_function(plain, f->name),
			"%s is described, there, and ours", f->name))
			bad++;
	sqlite3_prepare_v2(db, "SELECT name, flags FROM pragma_function_list",
	    -1, &q, NULL);
	while (sqlite3_step(q) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(q, 0);
		int flags = sqlite3_column_int(q, 1);

		if (!has_function(plain, name) &&
		    (!is_listed(name) || (flags & safe) != safe)) {
			printf("# %s\n", name);
			bad++;
		}
	}
	sqlite3_finalize(q);
	ok(bad == 0, "nothing else was added, nor anything unsafe");
	ask("CREATE TABLE t(ns TEXT, tuoi GENERATED ALWAYS AS (age_months(ns, "
	    "today()) / 12) VIRTUAL)");
	ask("INSERT INTO t VALUES ('2000-01-01')");
	ok(strcmp(ask("SELECT tuoi FROM t"), "21") == 0,
	    "a generated column: %s", answer);
}

/* A few characters, which meet often. */
static void
random_text(unsigned *seed, char *out)
{
	static const char *const parts[] = { "a", "a", "A", "b", "đ", "ê", " ",
		"%", "_", "*", "?", "[a]", "\\" };
	int n;

	for (*out = '\0', n = (int)((*seed >> 16) % 6); n > 0; n--) {
		*seed = *seed * 1103515245 + 12345;
		strcat(out,
		    parts[(*seed >> 16) % (sizeof parts / sizeof *parts)]);
	}
	*seed = *seed * 1103515245 + 12345;
}

/* The functions that were made again answer as SQLite's own do. */
static void
test_bounded(sqlite3 *plain)
{
	static const char sql[] =
	    "SELECT quote(instr(?1, ?2)) || quote(replace(?1, ?2, ?3)) || "
	    "quote(trim(?1)) || quote(trim(?1, ?2)) || quote(ltrim(?1, ?2)) || "
	    "quote(rtrim(?1, ?2)) || quote(?1 LIKE ?2) || quote(?1 GLOB ?2) || "
	    "quote(?1 LIKE ?2 ESCAPE '\\') || quote(instr(CAST(?1 AS blob), "
	    "CAST(?2 AS blob))) || quote(instr(CAST(?1 AS blob), ?2)) || "
	    "quote(ltrim(?1)) || quote(rtrim(?1))";
	sqlite3 *of[] = { plain, db };
	sqlite3_stmt *q[2];
	char text[3][32], said[2][1024];
	unsigned seed = 1;
	int differ = 0;

	for (int k = 0; k < 2; k++)
		sqlite3_prepare_v2(of[k], sql, -1, &q[k], NULL);
	for (int i = 0; i < 50000; i++) {
		for (int k = 0; k < 3; k++)
			random_text(&seed, text[k]);
		for (int k = 0; k < 2; k++) {
			const char *s;

			sqlite3_reset(q[k]);
			for (int p = 0; p < 3; p++)
				sqlite3_bind_text(q[k], p + 1, text[p], -1,
				    SQLITE_STATIC);
			s = sqlite3_step(q[k]) == SQLITE_ROW ?
			    (const char *)sqlite3_column_text(q[k], 0) :
			    "error";
			snprintf(said[k], sizeof said[k], "%s", s ? s : "NULL");
		}
		if (strcmp(said[0], said[1]) != 0 && differ++ < 5)
			printf("# '%s' '%s' '%s': %s, not %s\n", text[0],
			    text[1], text[2], said[1], said[0]);
	}
	for (int k = 0; k < 2; k++)
		sqlite3_finalize(q[k]);
	ok(differ == 0, "bounded functions answer as SQLite's own");
	ok(strcmp(ask("SELECT coalesce(instr(NULL, 'a'), instr('a', NULL), "
		      "replace(NULL, 'a', 'b'), replace('a', NULL, 'b'), "
		      "replace('a', 'a', NULL), trim(NULL), trim('a', NULL), "
		      "NULL LIKE 'a', 'a' LIKE NULL, 'a' GLOB NULL)"),
	       "NULL") == 0,
	    "NULL in, NULL out: %s", answer);
	ok(strcmp(ask("SELECT typeof(replace(12, '', 'x')) || replace(121, 1, "
		      "3) || trim(5) || (12 LIKE '1%')"),
	       "integer32351") == 0,
	    "numbers: %s", answer);
}

/* Each would take from minutes to hours. */
static void
test_costly(void)
{
	static const char *const cases[][2] = {
		{ "instr(a, substr(a, 1, 1000000) || 'b')", "0" },
		{ "length(replace(a, substr(a, 1, 1000000) || 'b', 'c'))",
		    "2000000" },
		{ "instr(CAST(a AS blob), CAST(substr(a, 1, 1000000) || 'b' AS "
		  "blob))",
		    "0" },
		{ "trim(a, replace(substr(a, 1, 1000000), 'a', 'b') || 'a')",
		    "error: what is compared is too long" },
		{ "a LIKE '%' || substr(a, 1, 1000) || 'b'",
		    "error: what is compared is too long" },
		{ "a GLOB '*' || substr(a, 1, 1000) || 'b'",
		    "error: what is compared is too long" },
		{ "'a' LIKE substr(a, 1, 60000)",
		    "error: a pattern of LIKE or GLOB is too long" },
		{ "'a' LIKE '%' ESCAPE '%'",
		    "error: ESCAPE needs one character, not '_' or '%'" },
		{ "'a' LIKE '%' ESCAPE ''",
		    "error: ESCAPE needs one character, not '_' or '%'" },
		{ "replace(a, 'a', a)", "error: string or blob too big" },
	};
	char sql[512];

	sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 16 << 20);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		snprintf(sql, sizeof sql,
		    "SELECT %s FROM (SELECT printf('%%.*c', 2000000, 'a') AS "
		    "a)",
		    cases[i][0]);
		ok(strcmp(ask(sql), cases[i][1]) == 0, "%s is %.100s",
		    cases[i][0], answer);
	}
}

int
main(void)
{
	struct calendar days = { 0 };
	struct catalog_functions to = { .calendar = &days };
	sqlite3 *plain;

	calendar_add_off(&days, day_make(2021, 4, 30), day_make(2021, 5, 3));
	calendar_add_on(&days, day_make(2021, 4, 24));
	calendar_add_year(&days, 2021);
	calendar_ready(&days);
	to.today = day_make(2021, 6, 30);
	sqlite3_open(":memory:", &plain);
	sqlite3_open(":memory:", &db);
	ok(catalog_functions_add(db, &to), "the functions are added");
	test_answers();
	test_periods();
	test_nulls();
	test_ids();
	test_order();
	test_approximate(&to);
	test_bounded(plain);
	test_costly();
	test_list(plain);
	sqlite3_close(db);
	sqlite3_close(plain);
	calendar_release(&days);
	return done();
}
