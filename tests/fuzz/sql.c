/* SQL from anyone: the words of it against SQLite's own reading, and the gate
 * of a small catalog, which must write nothing, show no private value and come
 * to an end. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "catalog/inside.h"
#include "catalog/query.h"
#include "text/day.h"
#include "hold.h"
#include "git/source.h"
#include "parse/sql_tree.h"

enum {
	MOST = 8192, /* bytes looked at */
	ROWS = 200,
	WRAPPED = 8,    /* comparisons tried */
	STEPS = 2000000 /* of one statement */
};

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* A plain database that only prepares, and only SELECT. */

static int
only_select(void *to, int action, const char *a, const char *b, const char *db,
    const char *through)
{
	(void)to, (void)a, (void)b, (void)db, (void)through;
	return action == SQLITE_SELECT || action == SQLITE_READ ||
		action == SQLITE_FUNCTION || action == SQLITE_RECURSIVE ?
	    SQLITE_OK :
	    SQLITE_DENY;
}

static sqlite3 *
judge(void)
{
	static sqlite3 *db;

	if (db)
		return db;
	hold(sqlite3_open(":memory:", &db) == SQLITE_OK &&
		sqlite3_exec(db,
		    "CREATE TABLE t(a, b TEXT, c INTEGER, d REAL);CREATE TABLE "
		    "u(id TEXT, c, e); CREATE VIEW v AS SELECT a AS x, "
		    "count(*) AS n FROM t GROUP BY a; SELECT * FROM "
		    "json_each('[]');",
		    NULL, NULL, NULL) == SQLITE_OK,
	    "no database");
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_limit(db, SQLITE_LIMIT_EXPR_DEPTH, 200);
	sqlite3_set_authorizer(db, only_select, NULL);
	return db;
}

/* NULL when SQLite refuses it, or there is nothing in it. */
static sqlite3_stmt *
prepared(struct str sql, const char **tail)
{
	sqlite3_stmt *q = NULL;

	sqlite3_prepare_v2(judge(), sql.s, (int)sql.n, &q, tail);
	return q;
}

/* The program that SQLite makes of a statement. */
static bool
program(struct str sql, struct buf *out)
{
	struct buf explain = { 0 };
	sqlite3_stmt *q;

	buf_addz(&explain, "EXPLAIN ");
	buf_add(&explain, sql);
	q = prepared(buf_str(&explain), NULL);
	buf_release(&explain);
	if (!q)
		return false;
	while (sqlite3_step(q) == SQLITE_ROW)
		for (int i = 1; i <= 6; i++) {
			const char *s = (const char *)sqlite3_column_text(q, i);

			buf_addf(out, "%s%c", s ? s : "", i < 6 ? ' ' : '\n');
		}
	sqlite3_finalize(q);
	return true;
}

static void
must_be_same(struct str a, struct str b, const char *what)
{
	struct buf pa = { 0 }, pb = { 0 };

	/* Names of columns may hang on how an expression is written. */
	if (program(a, &pa) && program(b, &pb)) {
		if (!str_eq(buf_str(&pa), buf_str(&pb)))
			fprintf(stderr, "%.*s\n-- and --\n%.*s\n", STRF(a),
			    STRF(b));
		hold(str_eq(buf_str(&pa), buf_str(&pb)), what);
	}
	buf_release(&pa);
	buf_release(&pb);
}

/* Words. */

static void
check_tiles(struct str sql)
{
	struct sql_token t, n;
	size_t at = 0, end = 0, next = 0;

	while (sql_raw(sql, &at, &t)) {
		hold(t.off == end && t.text.n && t.text.s == sql.s + end &&
			at == end + t.text.n && at <= sql.n,
		    "tokens do not tile");
		end = at;
		if (t.kind != SQL_SPACE && t.kind != SQL_COMMENT)
			hold(sql_next(sql, &next, &n) && n.off == t.off &&
				n.kind == t.kind,
			    "sql_next is not sql_raw");
	}
	hold(end == sql.n && !sql_next(sql, &next, &n), "tokens stop short");
}

/* What SQLite takes holds no token that it would not know, and means the same
 * with one blank between its tokens and no comments. */
static void
check_cuts(struct str sql)
{
	struct buf spaced = { 0 };
	struct sql_token t;
	bool bad = false;

	for (size_t i = 0; sql_next(sql, &i, &t);) {
		bad |= t.kind == SQL_BAD ||
		    (t.kind == SQL_OPEN && !str_starts(t.text, STR("/*")));
		if (t.kind != SQL_OPEN) {
			buf_add(&spaced, t.text);
			buf_addc(&spaced, ' ');
		}
	}
	hold(!bad, "SQLite takes what is cut as bad");
	must_be_same(sql, buf_str(&spaced), "cut otherwise than SQLite cuts");
	buf_release(&spaced);
}

static void
check_wrapped(const char *before, struct str sql, bool one)
{
	struct buf b = { 0 };
	const char *tail;
	sqlite3_stmt *q;

	buf_addf(&b, "%s(", before);
	buf_add(&b, sql);
	buf_addc(&b, ')');
	q = prepared(buf_str(&b), &tail);
	if (q)
		hold(tail == b.s + b.n && sqlite3_stmt_readonly(q) &&
			!sqlite3_stmt_isexplain(q) &&
			(!one || sqlite3_column_count(q) == 1),
		    "something broke out of its brackets");
	sqlite3_finalize(q);
	buf_release(&b);
}

/* A comparison that is told of must be a whole operand: in brackets it means
 * the same. */

static bool
is_inside(struct str sql, struct str part)
{
	return part.n && part.s >= sql.s && part.s + part.n <= sql.s + sql.n;
}

static void
check_compared(struct str sql, const struct sql_words *words, bool whole)
{
	struct arena a = { 0 };
	struct sql_node *column;
	struct sql_token literal;
	int left = whole ? WRAPPED : 0;

	for (struct sql_node *n = sql_tree(&a, words).nodes; n; n = n->next)
		for (struct sql_part *part = NULL;
		     sql_tree_equals(n, &part, &column, &literal);) {
			struct buf b = { 0 };
			size_t from = (size_t)(n->text.s - sql.s);

			hold(is_inside(sql, column->t.text) &&
				is_inside(sql, literal.text) &&
				is_inside(sql, n->text) &&
				(literal.kind == SQL_STRING ||
				    literal.kind == SQL_NUMBER),
			    "a comparison out of the text");
			/* What CASE compares is written in two places. */
			if (left-- <= 0 || sql_is_word(n->t, "CASE"))
				continue;
			buf_add(&b, str_first(sql, from));
			buf_addc(&b, '(');
			buf_add(&b, n->text);
			buf_addc(&b, ')');
			buf_add(&b, str_from(sql, from + n->text.n));
			must_be_same(sql, buf_str(&b),
			    "a comparison is no whole operand");
			buf_release(&b);
		}
	arena_release(&a);
}

static void
check_words(struct str sql)
{
	struct str bare = sql_strip(sql);
	struct arena a = { 0 };
	struct sql_words words = sql_words(&a, sql);
	const struct sql_token *t;
	const char *tail;
	sqlite3_stmt *q;

	check_tiles(sql);
	hold(str_eq(words.text, bare), "sql_words is not sql_strip");
	for (size_t i = 0, last = 0; (t = sql_cte(&words, &i)); last = i)
		hold(i > last && t->text.n, "sql_cte stands still");
	if (sql_is_expression(sql))
		check_wrapped("SELECT ", sql, true);
	if (sql_is_whole(bare))
		check_wrapped("SELECT * FROM ", bare, false);
	q = prepared(bare, &tail);
	if (q && tail == bare.s + bare.n)
		check_cuts(bare);
	check_compared(bare, &words, q && tail == bare.s + bare.n);
	sqlite3_finalize(q);
	arena_release(&a);
}

/* The gate. What is private holds the word CANARY, in any case. */

static const char *const pages[][2] = {
	{ "schema/repository.md",
	    "---\nformat: 1\ndefault_type: t\nzone: UTC\n---\n" },
	{ "schema/types/t.md",
	    "---\ntype: t\nid: id\nfields:\n"
	    "  id: {type: id, required: true}\n"
	    "  a: {type: enum, values: [nam, nu]}\n"
	    "  b: line\n"
	    "  c: int\n"
	    "  d: decimal\n"
	    "  p: {type: name, private: true}\n"
	    "  q: {type: date, partial: true, private: true}\n"
	    "  r: {type: ref, to: u}\n"
	    "  ngay: date\n"
	    "  l: {type: list, key: tu, span: tu, fields: {tu: date, noi: "
	    "{type: ref, to: u}, kin: {type: line, private: true}}}\n"
	    "stages:\n  moi: {since: ngay}\n  vao: {since: \"l[].tu\"}\n"
	    "columns:\n"
	    "  tuoi: {sql: \"age_months(q_raw, today()) / 12\", type: int}\n"
	    "  s: {sql: \"'x' || p\", type: line}\n"
	    "  e: {sql: \"c * 2\", type: int}\n---\n" },
	{ "schema/types/u.md",
	    "---\ntype: u\nid: id\nfields:\n"
	    "  id: {type: slug, required: true}\n"
	    "  c: int\n  p: line\n"
	    "  z: {type: line, private: true}\n---\n" },
	{ "schema/views/v.md",
	    "---\nview: v\n---\n\n```sql\nSELECT id, p AS x, b AS y FROM t\n"
	    "```\n" },
	{ "schema/views/w.md",
	    "---\nview: w\n---\n\n```sql\nSELECT id, b AS m FROM t UNION "
	    "SELECT id, p FROM t\n```\n" },
	{ "records/t/1.md",
	    "---\nid: t-1\na: nam\nb: một\nc: 1\nd: 1.5\np: canary1\n"
	    "q: 1999-03\nr: xa\nngay: 2020-01-01\nl:\n"
	    "  - {tu: 2021-01-01, noi: xa, kin: canary2}\n---\n\ncanary3\n" },
	{ "records/t/2.md",
	    "---\nid: t-2\na: nu\nb: hai\nc: x\np: Canary4\nq: 2000-01-01\n"
	    "ngay: 2021-01-01\n---\n" },
	{ "records/u/xa.md",
	    "---\nid: xa\nc: 1\np: open\nz: CANARY5\n---\n\ncanary6\n" },
};

struct world {
	struct source *source;
	struct schema schema;
	struct catalog *catalog;
	struct findings to;
	int steps;   /* left, in thousands */
	int changes; /* made while it was filled */
};

/* Far fewer steps than the gate allows, so that the fuzzer gets on. */
static int
count_down(void *to)
{
	struct world *w = to;

	return w->steps-- <= 0;
}

static bool run(struct world *, struct str sql);

static void
begin(struct world *w, struct catalog_options o)
{
	static const char *const all[] = {
		"SELECT * FROM t",
		"SELECT * FROM u, bad",
		"SELECT * FROM t_l",
		"SELECT * FROM t_stage",
		"SELECT * FROM v, w",
	};

	w->source = source_memory();
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
		source_memory_add(w->source, str_of(pages[i][0]),
		    str_of(pages[i][1]));
	hold(schema_read(&w->schema, w->source, "schema", &w->to),
	    "the schema does not read");
	hold(day_parse(STR("2021-06-30"), &o.today), "no today");
	w->catalog = catalog_new(&w->schema, w->source, &o, &w->to);
	hold(w->catalog && catalog_check(w->catalog, &w->to), "no catalog");
	sqlite3_progress_handler(w->catalog->db, 1000, count_down, w);
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		hold(run(w, str_of(all[i])), all[i]);
	w->changes = sqlite3_total_changes(w->catalog->db);
}

static bool
has_canary(struct str v)
{
	for (size_t i = 0; i + 6 <= v.n; i++)
		if (strncasecmp(v.s + i, "canary", 6) == 0)
			return true;
	return false;
}

static void
check_cell(const struct world *w, struct cell c)
{
	bool shown = w->catalog->options.open || w->catalog->options.private;

	if (c.kind == CELL_TEXT && !shown)
		hold(!has_canary(c.s), "a private value is shown");
}

static bool
run(struct world *w, struct str sql)
{
	struct query_options o = { .at = { "x.md", 1, 1 }, .most_rows = ROWS };
	size_t said = w->to.count[TROUBLE] + w->to.count[ERROR];
	struct query *q;
	int more = -1;

	w->steps = STEPS / 1000;
	q = query_new(w->catalog, sql, &o, &w->to);
	while (q && (more = query_step(q, &w->to)) > 0)
		for (size_t i = 0; i < query_columns(q); i++)
			check_cell(w, query_cell(q, i));
	query_free(q);
	hold(more >= 0 || said < w->to.count[TROUBLE] + w->to.count[ERROR],
	    "refused without a word");
	return more >= 0;
}

static void
check_gate(struct world *w, struct str sql)
{
	run(w, sql);
	hold(sqlite3_total_changes(w->catalog->db) == w->changes,
	    "something was written");
	hold(!sqlite3_db_name(w->catalog->db, 2), "something was attached");
	hold(run(w, STR("SELECT count(*) FROM t, u, t_l, v, w")),
	    "nothing can be asked any more");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct world masked, open;
	struct str sql = { (const char *)data, n };

	if (n > MOST)
		return 0;
	if (!masked.catalog) {
		begin(&masked, (struct catalog_options){ 0 });
		begin(&open, (struct catalog_options){ .open = true });
	}
	check_words(sql);
	check_gate(&masked, sql);
	check_gate(&open, sql);
	return 0;
}
