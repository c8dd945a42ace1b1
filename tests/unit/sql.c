/* The words of SQL, judged against what SQLite's documents say of them.
 * tests/fuzz/sql.c asks SQLite itself. */
#include <string.h>

#include "parse/sql_subset.h"
#include "parse/sql_tree.h"

#include "test.h"

/* One letter a token: what sql_raw makes of a text. */
static const char letters[] = { [SQL_WORD] = 'w',
	[SQL_NAME] = 'q',
	[SQL_STRING] = 's',
	[SQL_NUMBER] = 'n',
	[SQL_BLOB] = 'b',
	[SQL_PARAMETER] = 'p',
	[SQL_OPERATOR] = 'o',
	[SQL_SPACE] = ' ',
	[SQL_COMMENT] = 'c',
	[SQL_OPEN] = '!',
	[SQL_BAD] = '?' };

static const struct {
	const char *sql, *kinds;
} cuts[] = {
	{ "", "" },
	{ "SELECT a.b", "w wow" },
	{ "ngày_sinh=ấp$1", "wow" },
	{ "'it''s'\"a\"\"b\"[a b]`c`", "sqqq" },
	{ "'a' 'b'", "s s" },
	{ "'open", "!" },
	{ "\"open'", "!" },
	{ "[open", "!" },
	{ "'a''", "!" },
	{ "1 1. .5 1.5e10 1e-3 0x1F 1e", "n n n n n n ?" },
	{ "1.e5+1.5.5", "nonn" },
	{ "12ab 0xZ 1_000", "? ? ?" },
	{ "x'00fF'X''", "bb" },
	{ "x'0' x'0g'", "? ?" },
	{ "x'00", "?" },
	{ "? ?12 :a @b $c #d", "p p p p p p" },
	{ ":a::b $t(x,y)z", "p pw" },
	{ ": $(", "? ?o" },
	{ "$t(a b)", "? wo" },
	{ "a--b\nc", "wc w" },
	{ "a-->b", "wc" },
	{ "a->b->>c- -d", "wowowo ow" },
	{ "a/*b*/c/*/d*/e", "wcwcw" },
	{ "a/*b", "w!" },
	{ "a/*", "w!" },
	{ "a/b*c", "wowow" },
	{ "<= <> << < >= >> > == = != || |", "o o o o o o o o o o o o" },
	{ "a!b ^ { }", "w?w ? ? ?" },
	{ "(,);~&+%.", "ooooooooo" },
	{ " \t\r\n\f\v ", " " },
	{ "\v", "?" },
	{ "\xef\xbb\xbf"
	  "a\xef\xbb\xbf",
	    " w" },
	{ "\x80", "w" },
};

static void
test_cuts(void)
{
	for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
		struct str sql = str_of(cuts[i].sql);
		struct buf kinds = { 0 };
		struct sql_token t;
		size_t at = 0, end = 0;
		bool tiles = true;

		while (sql_raw(sql, &at, &t)) {
			tiles &= t.off == end && t.text.s == sql.s + end &&
			    t.text.n && at == end + t.text.n;
			end = at;
			buf_addc(&kinds, letters[t.kind]);
		}
		ok(tiles && end == sql.n &&
			strcmp(buf_z(&kinds), cuts[i].kinds) == 0,
		    "cut %zu: %s", i, buf_z(&kinds));
		buf_release(&kinds);
	}
}

/* A NUL ends a statement for SQLite, so it must be seen as wrong. */
static void
test_nul(void)
{
	static const struct str with[] = {
		{ "1\0", 2 },
		{ "1 -- a\0b\n", 9 },
		{ "1 /*\0*/", 7 },
		{ "'a\0b'", 5 },
		{ "\"a\0b\"", 5 },
		{ "[a\0b]", 5 },
		{ "x'00\0'", 6 },
		{ "$a(b\0)", 6 },
	};

	for (size_t i = 0; i < sizeof with / sizeof *with; i++)
		ok(!sql_is_whole(with[i]), "NUL is refused, %zu", i);
}

static const struct {
	const char *sql;
	bool whole, expression;
} shapes[] = {
	{ "", true, false },
	{ "  \n", true, false },
	{ "a = 1", true, true },
	{ "f(a, b) IN (1, 2)", true, true },
	{ "a = ';--)('", true, true },
	{ "\"a;)\" = [b)] OR `(` = 1", true, true },
	{ "(SELECT count(*) FROM t)", true, true },
	{ "a, b", true, false },
	{ "a = 1 -- why", true, false },
	{ "a /* why */ = 1", true, false },
	{ "a = 1 /* open", false, false },
	{ "a = 1 /*", false, false },
	{ "a = 'open", false, false },
	{ "a = \"open", false, false },
	{ "a = 1; DELETE FROM t", false, false },
	{ "a) FROM t WHERE (1", false, false },
	{ ")(", false, false },
	{ "((a)", false, false },
	{ "(a))", false, false },
	{ "a = 12ab", false, false },
	{ "a ^ b", false, false },
};

static void
test_shapes(void)
{
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
		struct str sql = str_of(shapes[i].sql);

		ok(sql_is_whole(sql) == shapes[i].whole &&
			sql_is_expression(sql) == shapes[i].expression,
		    "shape of %s", shapes[i].sql);
	}
}

static void
test_strip(void)
{
	static const char *const cases[][2] = {
		{ "SELECT 1", "SELECT 1" },
		{ " -- why\nSELECT 1 ;\n; -- end", "SELECT 1" },
		{ "SELECT 1; SELECT 2;", "SELECT 1; SELECT 2" },
		{ "SELECT 1 -- a\n, 2 -- b", "SELECT 1 -- a\n, 2" },
		{ "SELECT 1 /* open", "SELECT 1 /* open" },
		{ ";; -- nothing", "" },
		{ "", "" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena a = { 0 };
		struct str sql = str_of(cases[i][0]);
		struct sql_words words = sql_words(&a, sql);

		ok(str_is(sql_strip(sql), cases[i][1]) &&
			str_is(words.text, cases[i][1]),
		    "strip %zu", i);
		for (size_t k = 0; k < words.n; k++)
			ok(words.all[k].text.s ==
				words.text.s + words.all[k].off,
			    "strip %zu, where word %zu is", i, k);
		ok(!words.all[words.n].text.n, "strip %zu, the end", i);
		arena_release(&a);
	}
}

static void
test_compound_and_order(void)
{
	static const struct {
		const char *sql;
		bool compound, ordered;
	} cases[] = {
		{ "SELECT a FROM t ORDER BY a", false, true },
		{ "SELECT a FROM (SELECT a FROM t ORDER BY a)", false, false },
		{ "SELECT sum(a) OVER (ORDER BY a) FROM t", false, false },
		{ "WITH x AS (SELECT 1) SELECT * FROM x order /**/ by 1", false,
		    true },
		{ "SELECT 'ORDER BY', \"order\" FROM t", false, false },
		{ "SELECT a FROM t union all SELECT b FROM t", true, false },
		{ "SELECT * FROM (SELECT a EXCEPT SELECT b)", true, false },
		{ "SELECT a INTERSECT SELECT b ORDER BY 1", true, true },
		{ "SELECT 'UNION', \"union\", [except] -- UNION", false,
		    false },
		{ "SELECT reunion, unions FROM t", false, false },
		{ "SELECT * FROM (VALUES (1), (2))", true, false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena a = { 0 };
		struct sql_words sql = sql_words(&a, str_of(cases[i].sql));

		ok(sql_is_compound(&sql) == cases[i].compound, "compound? %s",
		    cases[i].sql);
		ok(sql_is_ordered(&sql) == cases[i].ordered, "ordered? %s",
		    cases[i].sql);
		arena_release(&a);
	}
}

static void
test_names(void)
{
	static const struct {
		const char *sql;
		bool named;
	} cases[] = {
		{ "SELECT ho_ten FROM t", true },
		{ "SELECT t.Ho_Ten FROM t", true },
		{ "SELECT \"HO_TEN\"", true },
		{ "SELECT [ho_ten]", true },
		{ "SELECT `ho_ten`", true },
		{ "SELECT 'ho_ten'", false },
		{ "SELECT * FROM t -- ho_ten", false },
		{ "SELECT ho_ten_khac, xho_ten, \"ho_ten \"", false },
		{ "SELECT :ho_ten", false },
		{ "SELECT /* ho_ten */ 1", false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		ok(sql_names(str_of(cases[i].sql), STR("ho_ten")) ==
			cases[i].named,
		    "named? %s", cases[i].sql);
	ok(sql_names(STR("SELECT \"a\"\"B\""), STR("A\"b")),
	    "a name with a quote in it");
}

static void
test_quotes(void)
{
	static const char *const plain[] = { "", "a", "it's", "\"", "''",
		"a]b" };
	struct buf b = { 0 }, back = { 0 };

	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		for (int text = 0; text < 2; text++) {
			buf_clear(&b);
			buf_clear(&back);
			(text ? sql_add_text : sql_add_name)(&b,
			    str_of(plain[i]));
			sql_add_plain(&back, buf_str(&b));
			ok(str_is(buf_str(&back), plain[i]) &&
				sql_says(buf_str(&b), str_of(plain[i])) &&
				!sql_says(buf_str(&b), STR("other")),
			    "quoted and back: %s", b.s);
		}
	ok(sql_says(STR("[a b]"), STR("A B")), "a name in brackets");
	ok(!sql_says(STR("\"ab\""), STR("a")) &&
		!sql_says(STR("\"a\""), STR("ab")),
	    "neither half of a name");
	ok(!sql_says(STR("Đ"), STR("đ")), "only ASCII has two cases");
	buf_release(&b);
	buf_release(&back);
}

static void
test_ctes(void)
{
	static const char *const cases[][2] = {
		{ "SELECT 1 AS a", "" },
		{ "WITH a AS (SELECT 1) SELECT * FROM a", "a " },
		{ "with recursive a(x, y) as (SELECT 1), \"b c\" AS (SELECT 2) "
		  "SELECT 1",
		    "a \"b c\" " },
		{ "WITH a AS NOT MATERIALIZED (SELECT 1), b AS MATERIALIZED "
		  "(SELECT 2) SELECT 1",
		    "a b " },
		{ "SELECT * FROM (WITH q AS (WITH r AS (SELECT 1) SELECT 1) "
		  "SELECT 1)",
		    "q r " },
		{ "WITH 'a' AS (SELECT 1) SELECT 1", "'a' " },
		{ "WITH a -- AS\n/* AS */ AS (SELECT 1) SELECT 1", "a " },
		{ "WITH a(x COLLATE vi DESC) AS (SELECT 1) SELECT 1", "a " },
		{ "SELECT sum(x) OVER w FROM t WINDOW w AS (ORDER BY x)", "" },
		{ "SELECT f(x) AS y, CAST(x AS text) FROM (t) AS u", "" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf b = { 0 };
		struct arena a = { 0 };
		struct sql_words words = sql_words(&a, str_of(cases[i][0]));
		const struct sql_token *t;

		for (size_t at = 0; (t = sql_cte(&words, &at));) {
			buf_add(&b, t->text);
			buf_addc(&b, ' ');
		}
		arena_release(&a);
		ok(strcmp(buf_z(&b), cases[i][1]) == 0,
		    "names of WITH, %zu: %s", i, buf_z(&b));
		buf_release(&b);
	}
}

/* Where statements leave what PostgreSQL runs as well: the kind and what is
 * quoted. */
static const char *const leaving[][2] = {
	/* What both run. */
	{ "SELECT a FROM t WHERE a = 1 AND NOT b IS NULL", "" },
	{ "SELECT CASE WHEN a = b THEN 1 ELSE 0 END FROM t", "" },
	{ "SELECT CAST(a = b AS INTEGER) FROM t", "" },
	{ "SELECT CAST(coalesce(a = b, FALSE) AS INTEGER) FROM t", "" },
	{ "SELECT 1 FROM t WHERE coalesce(a < b, TRUE)", "" },
	{ "SELECT 1 FROM t WHERE CASE WHEN a < 1 THEN b = 2 ELSE FALSE END",
	    "" },
	{ "SELECT 1 FROM t WHERE (a IS NULL) = (b IS NULL)", "" },
	{ "SELECT count(*) FILTER (WHERE a = 1) FROM t", "" },
	{ "SELECT a, count(*) FROM t GROUP BY a", "" },
	{ "SELECT t.a, count(*) FROM t GROUP BY a", "" },
	{ "SELECT a + 1, count(*) FROM t GROUP BY a + 1", "" },
	{ "SELECT a + 1 AS x, count(*) FROM t GROUP BY x", "" },
	{ "SELECT substr(a, 1), count(*) FROM t GROUP BY 1", "" },
	{ "SELECT max(a), (SELECT b FROM u) FROM t", "" },
	{ "SELECT a, count(*) OVER () FROM t", "" },
	{ "SELECT max(a, b) FROM t", "" },
	{ "SELECT 1 FROM (SELECT 1) AS x JOIN t ON TRUE CROSS JOIN u", "" },
	{ "SELECT 1 FROM t JOIN u USING (id) LEFT JOIN (v JOIN w ON TRUE) ON "
	  "TRUE",
	    "" },
	{ "SELECT 1 FROM t WHERE a IS DISTINCT FROM b AND c IS NOT NULL", "" },
	{ "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
	  "SELECT i FROM n",
	    "" },
	{ "SELECT a FROM t WHERE a LIKE 'x%' ESCAPE '!' LIMIT 1 OFFSET 2", "" },
	{ "SELECT iif(a = 1, 'x', 'y') FROM t WHERE iif(a = 1, b = 2, TRUE)",
	    "" },
	{ "SELECT \"a\" AS \"Tổng số\" FROM t WHERE NULL", "" },
	/* What it does not. */
	{ "SELECT a = b FROM t", "0 a = b; " },
	{ "SELECT sum(a IS NULL) FROM t", "0 a IS NULL; " },
	{ "SELECT coalesce(a <= b, 0) FROM t", "0 a <= b; " },
	{ "SELECT TRUE", "0 TRUE; " },
	{ "SELECT 1 FROM t WHERE a", "1 a; " },
	{ "SELECT 1 FROM t WHERE coalesce(a, 0) OR NOT t.b",
	    "1 t.b; 1 coalesce(a, 0); " },
	{ "SELECT 1 FROM t JOIN u ON 1", "1 1; " },
	{ "SELECT iif(a, 1, 2) FROM t GROUP BY a HAVING max(b)",
	    "1 max(b); 1 a; " },
	{ "SELECT 1 FROM t WHERE coalesce(a = b, 0)", "1 0; " },
	{ "SELECT 1 FROM t WHERE CASE WHEN a THEN 1 END",
	    "1 a; 1 CASE WHEN a THEN 1 END; " },
	{ "SELECT 1 FROM (SELECT 1)", "2 SELECT; " },
	{ "SELECT 1 FROM t JOIN u WHERE a = 1", "3 JOIN; " },
	{ "SELECT a, count(*) FROM t", "4 a; " },
	{ "SELECT a, max(b) FROM t GROUP BY c", "4 a; " },
	{ "SELECT u.a, max(b) FROM t JOIN u ON TRUE GROUP BY t.a", "4 u.a; " },
	{ "SELECT 1 FROM t WHERE a IS b OR a IS NOT 'x'", "5 IS; 5 IS; " },
	{ "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i "
	  "FROM n",
	    "6 n; " },
	{ "SELECT 1 FROM t WHERE a IN u", "7 u; " },
	{ "SELECT 1 FROM t LIMIT 1, 2", "8 LIMIT; " },
	{ "SELECT 1 FROM t WHERE a GLOB 'x*' AND a == 1", "9 ==; 9 GLOB; " },
	{ "SELECT a FROM t ORDER BY a COLLATE vi", "10 vi; " },
	{ "SELECT hex(a) FROM t", "11 hex; " },
	{ "SELECT 1 FROM t, u JOIN v ON v.a = u.a JOIN w ON w.a = t.a",
	    "13 JOIN; " },
	{ "SELECT 1 FROM t, (SELECT 1 FROM u JOIN v ON v.a = t.a) AS x", "" },
	{ "SELECT `a` AS 'b' FROM [t]", "12 [t]; 12 'b'; 12 `a`; " },
};

static void
test_subset(void)
{
	for (size_t i = 0; i < sizeof leaving / sizeof *leaving; i++) {
		struct buf b = { 0 };
		struct arena a = { 0 };
		struct sql_words words = sql_words(&a, str_of(leaving[i][0]));
		struct sql_tree tree = sql_tree(&a, &words);

		for (const struct sql_left *l = sql_subset(&a, &words, &tree);
		     l; l = l->next)
			buf_addf(&b, "%d %.*s; ", l->why, STRF(l->at));
		arena_release(&a);
		ok(strcmp(buf_z(&b), leaving[i][1]) == 0, "subset: %s (%s)",
		    leaving[i][0], buf_z(&b));
		buf_release(&b);
	}
}

/* Adds what is compared: "t.c = 'x'; ". */
static void
add_compared(struct buf *b, struct arena *a, struct str sql)
{
	struct sql_words words = sql_words(a, sql);
	struct sql_node *column;
	struct sql_token literal;

	for (struct sql_node *n = sql_tree(a, &words).nodes; n; n = n->next)
		for (struct sql_part *part = NULL;
		     sql_tree_equals(n, &part, &column, &literal);) {
			if (column->table.n)
				buf_addf(b, "%.*s.", STRF(column->table));
			buf_addf(b, "%.*s %.*s %.*s; ", STRF(column->t.text),
			    STRF(n->t.text), STRF(literal.text));
		}
}

static const char *const comparisons[][2] = {
	/* What is seen. */
	{ "c = 'x'", "c = 'x'; " },
	{ "SELECT * FROM t WHERE t.c='x' AND \"d\" <> 'it''s'",
	    "t.c = 'x'; \"d\" <> 'it''s'; " },
	{ "'x' = c", "c = 'x'; " },
	{ "5 = c OR -2.5 <> c", "c = 5; c <> 2.5; " },
	{ "c == 'x' OR c != 'y' OR c IS 'z' OR c IS NOT 'w'",
	    "c == 'x'; c != 'y'; c IS 'z'; c IS 'w'; " },
	{ "c IN ('a', 'b', -5) AND d NOT IN ('e')",
	    "c IN 'a'; c IN 'b'; c IN 5; d IN 'e'; " },
	{ "c IN ('a', d, 'b')", "c IN 'a'; " },
	{ "c = 5 AND c!=- 6", "c = 5; c != 6; " },
	{ "c BETWEEN 2020 AND 2021 AND d = 'x'", "d = 'x'; " },
	{ "c NOT BETWEEN 'a' AND e OR d = 'x'", "d = 'x'; " },
	{ "c IS DISTINCT FROM 'x' OR x IS NOT DISTINCT FROM c = 'x'",
	    "c IS 'x'; " },
	{ "(c) = 'x' OR +c = 'y' OR (a, c = 'z') = (1, 2)",
	    "c = 'x'; c = 'y'; c = 'z'; " },
	{ "a.b.c = 'x'", "b.c = 'x'; " },
	{ "c = 'x' IS NULL OR c = 'y' = x", "c = 'x'; c = 'y'; " },
	{ "'x' IN (c, a || b, d)", "c IN 'x'; " },
	{ "NOT c = 'x'", "c = 'x'; " },
	{ "count(c = 'x'), sum(CASE WHEN c = 'y' THEN 1 ELSE 0 END)",
	    "c = 'x'; c = 'y'; " },
	{ "CASE c WHEN 'a' THEN 1 WHEN 'b' THEN 2 END",
	    "c CASE 'a'; c CASE 'b'; " },
	{ "CASE c WHEN 'a' THEN CASE WHEN 1 THEN 2 END WHEN 'b' THEN 3 END",
	    "c CASE 'a'; c CASE 'b'; " },
	{ "SELECT c = 'x' AS d FROM t LEFT JOIN u ON u.e = 'y' JOIN v ON f = "
	  "'z'",
	    "c = 'x'; u.e = 'y'; f = 'z'; " },
	{ "SELECT * FROM t q WHERE q.c = 'x' GROUP BY 1 HAVING d = 'y' ORDER "
	  "BY 1",
	    "q.c = 'x'; d = 'y'; " },
	{ "c /* a */ = -- b\n 'x'", "c = 'x'; " },
	{ "(a BETWEEN 1 AND 2) AND c = 'x'", "c = 'x'; " },

	/* What is no column by itself, or no literal by itself. */
	{ "a || c = 'x' OR c || a = 'y'", "" },
	{ "c + 1 = 2 OR 1 + c = 2 OR -c = 2 OR ~c = 1", "" },
	{ "lower(c) = 'x' OR c = x'00'", "" },
	{ "c COLLATE vi = 'x' OR c = 'x' COLLATE vi", "" },
	{ "c < 5 OR c >= 'x' OR c BETWEEN 'x' AND 'y'", "" },
	{ "c = 'x' || a OR c = 1 + 2", "" },
	{ "c -> 'x' = 'y' OR 'y' = c ->> 'x'", "" },
	{ "'c' = 'x' OR :c = 'x' OR c = :x OR c = NULL", "" },
	{ "c = d OR c LIKE 'x%' OR c IN (SELECT 'x') OR c IN d", "" },
	{ "c IN ('a' || 'b', 'c') OR c IN ()", "" },
	{ "x IS NOT c = 'a'", "" },
	{ "x BETWEEN 1 AND c = 'a'", "" },
	{ "x BETWEEN 1 AND 'a' = c", "" },
	{ "x = c = 'a'", "" },
	{ "CASE c || a WHEN 'a' THEN 1 END", "" },
	{ "CASE c WHEN 'a' || b THEN 1 END", "" },
	{ "(c, a) = ('x', 'y')", "" },
	{ "SELECT t.* = 'x'", "" },
	{ "WITH w AS (SELECT c FROM t) SELECT * FROM w WHERE c = 'x'",
	    "c = 'x'; " },
};

static void
test_compared(void)
{
	for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++) {
		struct buf b = { 0 };
		struct arena a = { 0 };

		add_compared(&b, &a, str_of(comparisons[i][0]));
		ok(strcmp(buf_z(&b), comparisons[i][1]) == 0,
		    "compared, %zu: %s", i, buf_z(&b));
		buf_release(&b);
		arena_release(&a);
	}
}

/* Nothing may cost more than its length: each of these would take minutes. */
static void
test_long(void)
{
	static const char *const parts[] = {
		"(",
		"a IN (",
		"CASE a WHEN 'x' THEN ",
		"--\n",
		"a AS (",
		"a(",
		"WITH a AS (",
		"'",
		"x BETWEEN 1 AND ",
		"a = 'b' AND ",
		"/**/",
		"[",
		"\"\"",
		"$a(",
		"-1 = ",
		"a.",
	};

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		struct buf b = { 0 }, out = { 0 };
		struct arena a = { 0 };
		struct sql_words words;

		while (b.n < 1 << 19)
			buf_addz(&b, parts[i]);
		add_compared(&out, &a, buf_str(&b));
		words = sql_words(&a, buf_str(&b));
		for (size_t at = 0; sql_cte(&words, &at);)
			;
		ok(!sql_names(buf_str(&b), STR("nowhere")) &&
			!sql_is_ordered(&words) &&
			sql_strip(buf_str(&b)).n <= b.n,
		    "a long run, %zu", i);
		arena_release(&a);
		buf_release(&b);
		buf_release(&out);
	}
}

int
main(void)
{
	test_cuts();
	test_nul();
	test_shapes();
	test_strip();
	test_compound_and_order();
	test_names();
	test_quotes();
	test_ctes();
	test_compared();
	test_subset();
	test_long();
	return done();
}
