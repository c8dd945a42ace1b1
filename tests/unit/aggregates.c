/* What many rows come to, and what functions cost, as SQL sees them. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "text/calendar.h"
#include "catalog/functions.h"

#include "test.h"

static sqlite3 *db, *plain;
static char answer[1 << 16];

static const char *
ask_of(sqlite3 *of, const char *sql)
{
	sqlite3_stmt *q = NULL;
	const unsigned char *s;

	if (sqlite3_prepare_v2(of, sql, -1, &q, NULL) == SQLITE_OK &&
	    sqlite3_step(q) == SQLITE_ROW) {
		s = sqlite3_column_text(q, 0);
		snprintf(answer, sizeof answer, "%s",
		    s ? (const char *)s : "NULL");
	} else {
		snprintf(answer, sizeof answer, "error: %s",
		    sqlite3_errmsg(of));
	}
	sqlite3_finalize(q);
	return answer;
}

static void
test_answers(void)
{
	static const char *const cases[][2] = {
		/* Rounded once: 1 is not lost between the big ones. */
		{ "SELECT sum(v) FROM (SELECT 1e100 AS v UNION ALL SELECT 1 "
		  "UNION ALL SELECT -1e100)",
		    "1.0" },
		{ "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
		  "FROM c WHERE i < 10) SELECT sum(0.1) || ' ' || avg(0.1) || "
		  "' ' || total(0.1) FROM c",
		    "1.0 0.1 1.0" },
		{ "SELECT sum(v) FROM (SELECT 9223372036854775807 AS v UNION "
		  "ALL SELECT 1 UNION ALL SELECT -1)",
		    "9223372036854775807" },
		{ "SELECT sum(v) FROM (SELECT 9223372036854775807 AS v UNION "
		  "ALL SELECT 1)",
		    "error: whole numbers add up to more than there is room "
		    "for; write total" },
		{ "SELECT total(v) FROM (SELECT 9223372036854775807 AS v UNION "
		  "ALL SELECT 1)",
		    "9.22337203685478e+18" },
		{ "SELECT sum(v) || ' ' || total(v) || ' ' || avg(v) FROM "
		  "(SELECT -5 AS v UNION ALL SELECT 2)",
		    "-3 -3.0 -1.5" },
		{ "SELECT sum(v) FROM (SELECT -9223372036854775808 AS v UNION "
		  "ALL SELECT -1 UNION ALL SELECT 1)",
		    "-9223372036854775808" },
		{ "SELECT sum(v) FROM (SELECT -9223372036854775808 AS v UNION "
		  "ALL SELECT -1)",
		    "error: whole numbers add up to more than there is room "
		    "for; write total" },
		{ "SELECT group_concat(s, ' ') FROM (SELECT sum(v) OVER (ORDER "
		  "BY v ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS s FROM "
		  "(SELECT -9223372036854775807 AS v UNION SELECT 0 UNION "
		  "SELECT 9223372036854775807))",
		    "-9223372036854775807 -9223372036854775807 "
		    "9223372036854775807" },
		{ "SELECT sum(v) - 9007199254740993 FROM (SELECT "
		  "9007199254740993 AS v UNION ALL SELECT 0.5)",
		    "2.0" },
		{ "SELECT sum(v) FROM (SELECT 9e999 AS v UNION ALL SELECT 1)",
		    "Inf" },
		{ "SELECT sum(v) FROM (SELECT 9e999 AS v UNION ALL SELECT "
		  "-9e999)",
		    "NULL" },
		{ "SELECT typeof(sum(v)) || typeof(total(v)) || typeof(avg(v)) "
		  "FROM (SELECT 1 AS v)",
		    "integerrealreal" },
		{ "SELECT coalesce(sum(v), avg(v), 'none') || total(v) FROM "
		  "(SELECT 1 AS v WHERE 0)",
		    "none0.0" },
		{ "SELECT sum(v) || ' ' || avg(v) FROM (SELECT NULL AS v UNION "
		  "ALL SELECT 3)",
		    "3 3.0" },
		{ "SELECT sum('12') || ' ' || sum('1.5') || ' ' || sum('x')",
		    "12 1.5 0.0" },
		{ "SELECT sum('2021-06-30')",
		    "error: days and periods are no numbers and cannot be "
		    "added up; write min, max or count" },
		{ "SELECT avg('2021-Q2')",
		    "error: days and periods are no numbers and cannot be "
		    "added up; write min, max or count" },
		{ "SELECT sum(DISTINCT v) FROM (SELECT 2 AS v UNION ALL SELECT "
		  "2)",
		    "2" },

		{ "SELECT group_concat(v) FROM (SELECT 'b' AS v UNION ALL "
		  "SELECT 10 UNION ALL SELECT NULL UNION ALL SELECT 9 UNION "
		  "ALL SELECT 'a' UNION ALL SELECT 9.5)",
		    "9,9.5,10,a,b" },
		{ "SELECT group_concat(v, '; ') FROM (SELECT 'b' AS v UNION "
		  "ALL SELECT 'a')",
		    "a; b" },
		{ "SELECT group_concat(v, '; ', -n) FROM (SELECT 'a' AS v, 1 "
		  "AS n UNION ALL SELECT 'c', 3 UNION ALL SELECT 'b', 2)",
		    "c; b; a" },
		{ "SELECT group_concat(v, NULL) FROM (SELECT 'b' AS v UNION "
		  "ALL SELECT 'a')",
		    "ab" },
		{ "SELECT group_concat(NULL)", "NULL" },
		{ "SELECT group_concat(DISTINCT v) FROM (SELECT 'b' AS v UNION "
		  "ALL SELECT 'a' UNION ALL SELECT 'b')",
		    "a,b" },
		{ "SELECT json_group_array(v) FROM (SELECT 'b\"' AS v UNION "
		  "ALL SELECT 1.5 UNION ALL SELECT NULL UNION ALL SELECT "
		  "json('[2]'))",
		    "[null,1.5,\"[2]\",\"b\\\"\"]" },
		{ "SELECT json_group_array(json(v)) FROM (SELECT '[2]' AS v "
		  "UNION ALL SELECT '{\"a\": 1}')",
		    "[[2],{\"a\":1}]" },
		{ "SELECT json_array(json_group_array(1), "
		  "json_group_object('a', 2))",
		    "[[1],{\"a\":2}]" },
		{ "SELECT json_group_object(k, v) FROM (SELECT 'b' AS k, 1 AS "
		  "v UNION ALL SELECT 'a', 'x')",
		    "{\"a\":\"x\",\"b\":1}" },
		{ "SELECT json_group_array(v) FROM (SELECT 1 AS v WHERE 0)",
		    "[]" },
		{ "SELECT json_group_array(x'00')",
		    "error: JSON cannot hold a blob" },

		/* Windows. */
		{ "SELECT group_concat(s, ' ') FROM (SELECT sum(v) OVER (ORDER "
		  "BY v ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS s FROM "
		  "(SELECT 0.1 AS v UNION SELECT 1e20 UNION SELECT 3))",
		    "0.1 3.1 1.0e+20" },
		{ "SELECT group_concat(s, ' ', s) FROM (SELECT group_concat(v, "
		  "'') OVER (ORDER BY v DESC ROWS BETWEEN 1 PRECEDING AND "
		  "CURRENT ROW) AS s FROM (SELECT 'a' AS v UNION SELECT 'b' "
		  "UNION SELECT 'c'))",
		    "ab bc c" },
		{ "SELECT group_concat(s, ' ') FROM (SELECT "
		  "json_group_array(v) OVER (ORDER BY v ROWS BETWEEN 1 "
		  "PRECEDING AND CURRENT ROW) AS s FROM (SELECT NULL AS v "
		  "UNION SELECT 2 UNION SELECT 3))",
		    "[2,3] [null,2] [null]" },
		{ "SELECT max(s) FROM (SELECT avg(v) OVER (ORDER BY v ROWS "
		  "BETWEEN CURRENT ROW AND 1 FOLLOWING) AS s FROM (SELECT 1 AS "
		  "v UNION SELECT 2))",
		    "2.0" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (!ok(strcmp(ask_of(db, cases[i][0]), cases[i][1]) == 0,
			"%.60s", cases[i][0]))
			printf("# wanted %s\n# got    %s\n", cases[i][1],
			    answer);
}

/* The same rows in many orders give the same bytes. */
static void
test_orders(void)
{
	static const char *const calls[] = {
		"printf('%.17g', sum(v))",
		"printf('%.17g', avg(v))",
		"printf('%.17g', total(v))",
		"group_concat(v)",
		"json_group_array(v)",
		"ids(v)",
		"group_concat(v, ' ', round(v))",
		"json_group_object(round(v), v)",
	};

	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
		char first[4096] = "", sql[512];
		int differ = 0;

		for (int by = 1; by < 40; by += 2) {
			snprintf(sql, sizeof sql,
			    "WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT "
			    "i + 1 FROM c WHERE i < 63) SELECT %s FROM (SELECT "
			    "(i * %d %% 64 - 20) * pow(10.0, i * %d %% 64 %% "
			    "30 - 15) / 3 AS v FROM c)",
			    calls[i], by, by);
			ask_of(db, sql);
			if (!*first)
				snprintf(first, sizeof first, "%.4000s",
				    answer);
			differ += strncmp(first, answer, 4000) != 0;
		}
		ok(!differ && strncmp(first, "error", 5) != 0 &&
			strcmp(first, "NULL") != 0,
		    "%s: %.60s", calls[i], first);
	}
}

static unsigned seed = 3;

static unsigned
draw(unsigned n)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % n;
}

/* printf as SQLite's own. */
static void
test_printf(void)
{
	static const char *const parts[] = { "%", "%", "%", "-", "+", "0", "#",
		"!", ",", " ", "3", "12", "*", ".", "l", "d", "i", "u", "x",
		"X", "o", "f", "e", "g", "G", "s", "z", "q", "Q", "w", "r", "a",
		"đ", "%%" };
	/* a letter a byte, as SQLite counts */
	static const char *const args[] = { "12", "-7", "2.5", "'it''s'", "''",
		"NULL", "1e300", "'Uoc'", "9223372036854775807" };
	long differ = 0;

	for (int i = 0; i < 60000; i++) {
		char sql[512], own[512];
		int n = snprintf(sql, sizeof sql, "SELECT printf('");

		for (unsigned k = draw(9); k > 0; k--)
			n += snprintf(sql + n, sizeof sql - (size_t)n, "%s",
			    parts[draw(sizeof parts / sizeof *parts)]);
		n += snprintf(sql + n, sizeof sql - (size_t)n, "'");
		for (unsigned k = draw(4); k > 0; k--)
			n += snprintf(sql + n, sizeof sql - (size_t)n, ", %s",
			    args[draw(sizeof args / sizeof *args)]);
		snprintf(sql + n, sizeof sql - (size_t)n, ")");
		snprintf(own, sizeof own, "%.500s", ask_of(db, sql));
		if (strchr(sql, '*') && strstr(own, "too big"))
			continue; /* a width of 1e300 */
		if (strncmp(ask_of(plain, sql), own, 500) != 0 && differ++ < 5)
			printf("# %s: '%s', not '%s'\n", sql, own, answer);
	}
	ok(strcmp(ask_of(db,
		      "SELECT printf('%c%3c%.3c%-4.2c|%c', 'ab', 'đi', 'ư', 7, "
		      "'')"),
	       "a  đưưư77  |") == 0,
	    "characters, and none where there is none: %s", answer);
	ok(!differ, "printf prints what SQLite's own does (%ld differ)",
	    differ);
}

/* Widths that no limit sees. */
static void
test_widths(void)
{
	static const char *const calls[] = {
		"printf('%.*c', 2147483000, 'x')",
		"printf('%2147483000d', 1)",
		"printf('%.2147483000f', 1)",
		"printf('%*s', 2147483000, '')",
		"printf('%*s', -2147483648, '')",
		"format('%.*e', 1e12, 1)",
		"printf('%.99999999999999999999d', 1)",
		"printf('%!.2000000s%2000000d%.2000000c', 'a', 1, 'b')",
	};

	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
		char sql[256];

		snprintf(sql, sizeof sql, "SELECT length(%s)", calls[i]);
		ok(strcmp(ask_of(db, sql), "error: string or blob too big") ==
			0,
		    "%s: %.40s", calls[i], answer);
	}
	ok(strcmp(ask_of(db, "SELECT length(printf('%.*c', 1000000, 'x'))"),
	       "1000000") == 0,
	    "what there is room for");
}

/* What is spent is told, and ends the statement when there is no more. */

static struct {
	size_t spent, most;
} purse;

static bool
spend(void *to, size_t work)
{
	(void)to;
	purse.spent += work;
	return purse.spent <= purse.most;
}

enum { CALL = 512 };

static void
make_call(char sql[CALL], const char *call)
{
	snprintf(sql, CALL,
	    "SELECT %s FROM (SELECT printf('%%.*c', 100000, 'a') AS a)", call);
}

static void
test_cost(struct catalog_functions *f)
{
	static const char *const calls[] = {
		"instr(a, 'b')",
		"instr(CAST(a AS blob), x'00')",
		"replace(a, 'a', 'b')",
		"trim(a)",
		"ltrim(a, 'a')",
		"rtrim(a, 'a')",
		"a LIKE '%b%'",
		"a LIKE 'A%' ESCAPE '!'",
		"a GLOB '*b'",
		"lower(a)",
		"upper(a)",
		"fold(a)",
		"tone_key(a)",
		"name_key(a)",
		"printf('%s', a)",
		"printf('%100000d', length(a))",
		"format('%.100000c', a)",
		"group_concat(a)",
		"ids(a)",
		"json_group_array(a)",
		"json_group_object(a, 1)",
		"a || '' COLLATE vi < a COLLATE vi",
		"a = a || 'b' COLLATE nocase",
	};
	char sql[CALL];

	f->meter = (struct meter){ spend, NULL };
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
		bool compares = strstr(calls[i], "COLLATE");
		size_t made, all;

		purse.most = SIZE_MAX;
		purse.spent = 0;
		make_call(sql, "1 + length(a)");
		ask_of(db, sql);
		made = purse.spent;
		purse.spent = 0;
		make_call(sql, calls[i]);
		ask_of(db, sql);
		all = purse.spent;
		purse.spent = 0;
		purse.most = made + 100;
		ask_of(db, sql);
		ok(all >= made + 100000 &&
			(compares || strcmp(answer, "error: interrupted") == 0),
		    "%s costs %zu: %.40s", calls[i], all - made, answer);
	}
	f->meter = (struct meter){ 0 };
}

int
main(void)
{
	struct calendar days = { 0 };
	struct catalog_functions f = { .calendar = &days };

	calendar_ready(&days);
	sqlite3_open(":memory:", &plain);
	sqlite3_open(":memory:", &db);
	sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 4000000);
	ok(catalog_functions_add(db, &f), "the functions are added");
	test_answers();
	test_orders();
	test_printf();
	test_widths();
	test_cost(&f);
	sqlite3_close(db);
	sqlite3_close(plain);
	workday_certainty_release(&f.counted);
	calendar_release(&days);
	return done();
}
