/* What a statement says of a record, told by that record alone: what is seen to
 * be so is held against the answer where no other record is. */
#include "catalog/catalog.h"
#include "catalog/query.h"

#include <stdlib.h>
#include <string.h>

#include "catalog/reads.h"
#include "text/day.h"
#include "text/kept.h"
#include "base/mem.h"
#include "git/source.h"
#include "test.h"

static const char repository[] = "---\nformat: 1\nzone: UTC\n---\n";

static const char type_p[] =
    "---\ntype: p\nid: ma\nfields:\n"
    "  ma: {type: id}\n  k: int\n  ng: date\n  o: {type: ref, to: u}\n"
    "  d: {type: list, fields: {t: int, w: line}}\n"
    "  e: {type: list, of: int}\n"
    "stages:\n  a: {since: ng}\n"
    "columns:\n  k2: {sql: \"k * 2\", type: int}\n"
    "  nay: {sql: \"ng <= today()\", type: flag}\n---\n";

static const char type_u[] =
    "---\ntype: u\nid: ma\nfields:\n  ma: {type: slug}\n  c: int\n---\n";

static const struct {
	const char *name, *sql;
} views[] = {
	{ "v_d", "SELECT id, n, t + 1 AS t FROM p_d" },
	{ "v_max", "SELECT id, max(t) AS m FROM p_d GROUP BY id" },
	{ "v_all", "SELECT max(t) AS m FROM p_d" },
	{ "v_const", "SELECT column1 AS x FROM (VALUES (1), (2), (5))" },
	{ "v_other", "SELECT id, (SELECT count(*) FROM p) AS m FROM p" },
	{ "v_deep",
	    "SELECT v.id, v.m, q.ng FROM v_max v JOIN p q ON q.id = v.id" },
	{ "v_day", "SELECT id FROM p WHERE workdays(ng, today()) > 1" },
};

/* Two files of one id, one without any. */
static const char *const records[] = {
	"ma: a\nk: 1\nng: 2020-01-01\no: x\ne: [1, 2]\n"
	"d: [{t: 1, w: r}, {t: 5, w: s}]\n",
	"ma: a\nk: 2\nd: [{t: 2, w: r}]\n",
	"ma: b\nk: 2\nng: 2020-01-01\no: y\nd: [{t: 7, w: r}]\n",
	"ma: c\nk: 1\no: x\ne: [2]\n",
	"k: 5\nng: 2020-05-01\nd: [{t: 5, w: s}]\n",
	"ma: d\nk: 5\nng: 2021-01-01\ne: [5]\n"
	"d: [{t: 1, w: s}, {t: 1, w: r}]\n",
};
static const char *const ids[] = { "a", "a", "b", "c", "", "d" };
enum { RECORDS = sizeof records / sizeof *records };

struct world {
	struct source *source;
	struct schema schema;
	struct kept kept;
	struct findings to;
	struct catalog *catalog;
};

static void
put(struct world *w, const char *path, const char *bytes)
{
	source_memory_add(w->source, str_of(path), str_of(bytes));
}

/* All records; or those of that id, and that have none. */
static bool
begin(struct world *w, const char *only)
{
	struct catalog_options o = { .open = true };
	struct buf path = { 0 }, text = { 0 };
	int day;

	*w = (struct world){ .source = source_memory() };
	w->to = (struct findings){ .say = kept_say, .to = &w->kept };
	put(w, "schema/repository.md", repository);
	put(w, "schema/types/p.md", type_p);
	put(w, "schema/types/u.md", type_u);
	for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
		buf_clear(&path);
		buf_clear(&text);
		buf_addf(&path, "schema/views/%s.md", views[i].name);
		buf_addf(&text, "---\nview: %s\n---\n\n```sql\n%s\n```\n",
		    views[i].name, views[i].sql);
		put(w, buf_z(&path), buf_z(&text));
	}
	for (size_t i = 0; i < RECORDS; i++) {
		if (only && *ids[i] && strcmp(ids[i], only) != 0)
			continue;
		buf_clear(&path);
		buf_clear(&text);
		buf_addf(&path, "records/p/%zu.md", i);
		buf_addf(&text, "---\n%s---\n", records[i]);
		put(w, buf_z(&path), buf_z(&text));
	}
	put(w, "records/u/x.md", "---\nma: x\nc: 1\n---\n");
	put(w, "records/u/a.md", "---\nma: a\nc: 2\n---\n");
	buf_release(&path);
	buf_release(&text);
	day_parse(STR("2021-06-30"), &day);
	o.today = day;
	if (schema_read(&w->schema, w->source, "schema", &w->to))
		w->catalog = catalog_new(&w->schema, w->source, &o, &w->to);
	return w->catalog;
}

static void
finish(struct world *w)
{
	catalog_free(w->catalog);
	schema_release(&w->schema);
	source_close(w->source);
	kept_release(&w->kept);
}

static struct query *
ask(struct world *w, const char *sql, bool later)
{
	struct query_options o = { .later = later, .inside = true };

	o.own = &w->schema.types[0];
	return query_new(w->catalog, str_of(sql), &o, &w->to);
}

/* The rows of an id as text, in their order; NULL: it did not run. */
static const char *
rows(struct world *w, const char *sql, const char *id, struct buf *b)
{
	struct query *q = ask(w, sql, false);
	int more = q ? 0 : -1, at = -1;

	buf_clear(b);
	for (size_t i = 0; q && i < query_columns(q); i++)
		if (strcmp(query_name(q, i), "id") == 0)
			at = (int)i;
	while (q && (more = query_step(q, &w->to)) > 0) {
		struct cell key = query_cell(q, (size_t)at);

		if (key.kind != CELL_TEXT || !str_is(key.s, id))
			continue;
		for (size_t i = 0; i < query_columns(q); i++) {
			struct cell c = query_cell(q, i);

			if (c.kind == CELL_INT)
				buf_addf(b, "%lld|", c.i);
			else if (c.kind == CELL_TEXT)
				buf_addf(b, "%.*s|", STRF(c.s));
			else
				buf_addz(b, "-|");
		}
		buf_addc(b, '\n');
	}
	query_free(q);
	return more < 0 ? NULL : buf_z(b);
}

struct worlds {
	struct world all, of[RECORDS];
};

/* Is the answer for each id the one where no other record is? */
static bool
is_true(struct worlds *ws, const char *sql)
{
	struct buf whole = { 0 }, part = { 0 };
	bool is = true;

	for (size_t i = 0; is && i < RECORDS; i++) {
		const char *a, *b;

		if (!*ids[i])
			continue;
		a = rows(&ws->all, sql, ids[i], &whole);
		b = rows(&ws->of[i], sql, ids[i], &part);
		is = a && b && strcmp(a, b) == 0;
		if (!is)
			printf("# of %s all say\n# %s and it alone\n# %s\n",
			    ids[i], a ? a : "nothing", b ? b : "nothing");
	}
	buf_release(&whole);
	buf_release(&part);
	return is;
}

static const struct {
	const char *sql;
	bool local;
} cases[] = {
	{ "SELECT id, k AS ok FROM p", true },
	{ "SELECT q.id, q.k AS ok FROM p q", true },
	{ "SELECT q.*, 1 AS ok FROM p q", true },
	{ "SELECT *, 1 AS ok FROM p", true },
	{ "SELECT id, t FROM v_d", true },
	{ "SELECT * FROM v_max", true },
	{ "SELECT id, m FROM v_deep", true },
	{ "SELECT id FROM v_other", false },
	{ "SELECT id, (SELECT m FROM v_all) FROM p", false },
	{ "SELECT id, k IN (SELECT x FROM v_const) FROM p", true },
	{ "SELECT id, k IN v_const FROM p", true },
	{ "SELECT id, k IN v_all FROM p", false },
	{ "SELECT id, x FROM p, v_const", true },
	{ "SELECT id, x FROM v_const LEFT JOIN p ON p.k = x", false },
	{ "SELECT id, c FROM u", false },
	{ "SELECT p.id, u.c FROM p JOIN u ON u.id = p.o", false },
	{ "SELECT id, k FROM main.p", false },
	{ "SELECT id, k, 1 IN main.v_const FROM p", true },
	{ "SELECT p.id, u.c FROM p JOIN u ON u.id = p.id", false },
	/* joined by id, or not */
	{ "SELECT q.id, t FROM p q JOIN p_d d ON d.id = q.id", true },
	{ "SELECT d.id, t FROM p q JOIN p_d d ON d.id = q.id", true },
	{ "SELECT q.id, t FROM p q, p_d d WHERE d.id = q.id", true },
	{ "SELECT q.id, t FROM p q, p_d d WHERE d.id == q.id AND t > 1", true },
	{ "SELECT q.id, t FROM p q, p_d d WHERE d.id = q.id OR t > 5", false },
	{ "SELECT q.id, t FROM p q, p_d d WHERE NOT d.id = q.id", false },
	{ "SELECT q.id, t FROM p q, p_d d WHERE d.id >= q.id", false },
	{ "SELECT q.id, t FROM p q, p_d d WHERE d.path = q.path", false },
	{ "SELECT q.id, t FROM p q, p_d d WHERE d.id = q.id COLLATE nocase",
	    false },
	{ "SELECT q.id, t FROM p q JOIN p_d d ON d.w = q.id", false },
	{ "SELECT q.id, t FROM p q JOIN p_d d USING (id)", false },
	{ "SELECT q.id, t FROM p q LEFT JOIN p_d d ON d.id = q.id", true },
	{ "SELECT d.id, t FROM p q LEFT JOIN p_d d ON d.id = q.id", false },
	{ "SELECT q.id, t FROM p q LEFT JOIN p_d d ON d.id = q.id AND t > 3",
	    true },
	{ "SELECT q.id, t FROM p q LEFT JOIN p_d d ON t > 3", false },
	{ "SELECT q.id, t FROM p q LEFT JOIN p_d d WHERE d.id = q.id", true },
	{ "SELECT q.id, a.t FROM p q LEFT JOIN p_d a LEFT JOIN p_d b "
	  "ON b.id = q.id AND a.id = q.id",
	    false },
	{ "SELECT q.id, r.k FROM p q, p r LEFT JOIN p_d a "
	  "ON a.id = q.id AND a.id = r.id",
	    false },
	{ "SELECT q.id, r.k FROM p q, p r JOIN p_d a "
	  "ON a.id = q.id AND a.id = r.id",
	    true },
	{ "SELECT q.id FROM (p q JOIN p_d d ON d.id = q.id)", false },
	{ "SELECT q.id, s.stage FROM p q JOIN p_stage s ON s.id = q.id", true },
	{ "SELECT q.id, b.field FROM p q JOIN bad b ON b.id = q.id", false },
	/* groups */
	{ "SELECT id, count(*) FROM p_d GROUP BY id", true },
	{ "SELECT id, count(*) FROM p_d GROUP BY t", false },
	{ "SELECT id, count(*) FROM p_d GROUP BY t, id", true },
	{ "SELECT id, max(t) FROM p_d", false },
	{ "SELECT id, max(t, 3) FROM p_d", true },
	{ "SELECT DISTINCT id FROM p_d", true },
	{ "SELECT id FROM p ORDER BY k LIMIT 1", false },
	{ "SELECT id, row_number() OVER (ORDER BY t, n) FROM p_d", false },
	{ "SELECT id, sum(t) OVER (PARTITION BY id) FROM p_d", true },
	{ "SELECT id, sum(t) OVER (PARTITION BY w) FROM p_d", false },
	{ "SELECT id, sum(t) OVER (PARTITION BY w, id) FROM p_d", true },
	{ "SELECT id, sum(t) OVER x FROM p_d WINDOW x AS (PARTITION BY id)",
	    false },
	/* SELECT in expressions */
	{ "SELECT id, (SELECT max(t) FROM p_d d WHERE d.id = p.id) FROM p",
	    true },
	{ "SELECT id, (SELECT max(t) FROM p_d d WHERE d.id = p.o) FROM p",
	    false },
	{ "SELECT id, (SELECT max(t) FROM p_d d) FROM p", false },
	{ "SELECT id, (SELECT max(k) FROM p_d d WHERE d.id = p.id) FROM p",
	    false },
	{ "SELECT id, (SELECT max(p.k) FROM p_d d WHERE d.id = p.id) FROM p",
	    false },
	{ "SELECT id, EXISTS (SELECT 1 FROM p_d d WHERE d.id = p.id AND t > 1) "
	  "FROM p",
	    true },
	{ "SELECT id, EXISTS (SELECT 1 FROM p_d a JOIN p_d b ON b.id = a.id "
	  "WHERE a.id = p.id) FROM p",
	    true },
	{ "SELECT id, EXISTS (SELECT 1 FROM p_d a JOIN p_d b ON b.t = a.t "
	  "WHERE a.id = p.id) FROM p",
	    false },
	{ "SELECT id, id IN (SELECT id FROM p_d WHERE t = 5) FROM p", true },
	{ "SELECT id, id NOT IN (SELECT id FROM p_d WHERE t = 5) FROM p",
	    true },
	{ "SELECT id, id NOT IN (SELECT d.id FROM v_const LEFT JOIN p_d d "
	  "ON d.t = x) FROM p",
	    false },
	{ "SELECT id, id IN (SELECT id FROM p_d ORDER BY t LIMIT 1) FROM p",
	    false },
	{ "SELECT id, k IN (SELECT t FROM p_d) FROM p", false },
	{ "SELECT id, 'a' IN (SELECT id FROM p_d) FROM p", false },
	{ "SELECT id, (SELECT group_concat(t) FROM (SELECT t FROM p_d d "
	  "WHERE d.id = p.id ORDER BY t LIMIT 2)) FROM p",
	    false },
	/* WITH */
	{ "WITH x AS (SELECT id, max(t) AS m FROM p_d GROUP BY id) "
	  "SELECT p.id, m FROM p LEFT JOIN x ON x.id = p.id",
	    true },
	{ "WITH x (a, m) AS (SELECT id, max(t) FROM p_d GROUP BY id) "
	  "SELECT p.id, m FROM p LEFT JOIN x ON x.a = p.id",
	    true },
	{ "WITH x (m, a) AS (SELECT id, max(t) FROM p_d GROUP BY id) "
	  "SELECT p.id, m FROM p LEFT JOIN x ON x.a = p.id",
	    false },
	{ "WITH x AS (SELECT id, w FROM p_d UNION ALL SELECT id, o FROM p) "
	  "SELECT id, w FROM x",
	    true },
	{ "WITH x AS (SELECT id, w FROM p_d UNION ALL SELECT o, id FROM p) "
	  "SELECT id, w FROM x",
	    false },
	{ "WITH x AS (SELECT id FROM p EXCEPT SELECT id FROM p_d) "
	  "SELECT id FROM x",
	    true },
	{ "WITH x AS (SELECT k FROM p) SELECT id, k IN (SELECT k FROM x) "
	  "FROM p",
	    false },
	{ "WITH RECURSIVE x (m) AS (SELECT 1 UNION ALL SELECT m + 1 FROM x "
	  "WHERE m < 5) SELECT id, m FROM p JOIN x ON m = k",
	    true },
	{ "WITH RECURSIVE x (m) AS (SELECT 1 UNION ALL SELECT m + 1 FROM x "
	  "WHERE m < (SELECT max(k) FROM p)) SELECT id, m FROM p, x",
	    false },
	{ "WITH RECURSIVE x (id, m) AS (SELECT id, 1 FROM p UNION ALL "
	  "SELECT p.id, m + 1 FROM x JOIN p ON p.id = x.id WHERE m < 3) "
	  "SELECT id, m FROM x",
	    true },
	{ "WITH RECURSIVE x (id, m) AS (SELECT id, 1 FROM p UNION ALL "
	  "SELECT p.id, m + 1 FROM x JOIN p ON p.k = m WHERE m < 3) "
	  "SELECT id, m FROM x",
	    false },
	/* two columns of that name, none, or no id */
	{ "SELECT id, k AS id FROM p", false },
	{ "SELECT p.*, d.* FROM p JOIN p_d d ON d.id = p.id", false },
	{ "SELECT k FROM p", false },
	{ "SELECT k AS id FROM p", false },
	{ "SELECT 'a' AS id, k FROM p", false },
	{ "SELECT id || '' AS id, k FROM p", false },
	{ "SELECT x.value AS id FROM p, json_each('[1]') x", false },
	{ "SELECT p.id, x.value FROM p, json_each('[' || k || ']') x", true },
};

static void
test_cases(struct worlds *ws)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct query *q = ask(&ws->all, cases[i].sql, true);

		ok(q && query_local(q) == cases[i].local, "%s: %s",
		    cases[i].local ? "local" : "not local", cases[i].sql);
		if (cases[i].local)
			ok(is_true(ws, cases[i].sql), "and so it is");
		query_free(q);
	}
}

/* Statements by chance. */

static unsigned long long state = 1;

static unsigned
any(unsigned n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(state >> 33) % n;
}

#define ONE_OF(list) (list)[any(sizeof(list) / sizeof *(list))]

static const char *const sources[] = { "p", "p_d", "p_e", "v_d", "v_max", "x",
	"p_stage", "(SELECT id, k + 1 AS j FROM p)",
	"(SELECT d.id FROM p LEFT JOIN p_d d ON d.id = p.id AND d.t > 1)",
	"(SELECT id FROM p_d GROUP BY id)", "(SELECT * FROM p_e)" };

/* "a.id" mostly; a letter of those that are there. */
static void
add_id(struct buf *b, unsigned n)
{
	buf_addf(b, "%c.id", 'a' + (int)any(n));
}

static void
add_test(struct buf *b, unsigned n)
{
	switch (any(8)) {
	case 0:
		buf_addf(b, "%c.id IS NOT NULL", 'a' + (int)any(n));
		return;
	case 1:
		add_id(b, n);
		buf_addz(b, " IN (SELECT id FROM p_d WHERE t > 2)");
		return;
	case 2:
		add_id(b, n);
		buf_addz(b, " > ");
		add_id(b, n);
		return;
	case 3:
		buf_addz(b, "EXISTS (SELECT 1 FROM p_d i WHERE ");
		if (any(3)) {
			buf_addz(b, "i.id = ");
			add_id(b, n);
		} else {
			buf_addz(b, "i.t = 7");
		}
		buf_addc(b, ')');
		return;
	default:
		add_id(b, n);
		buf_addz(b, " = ");
		add_id(b, n);
		return;
	}
}

static void
add_tests(struct buf *b, unsigned n)
{
	static const char *const words[] = { " AND ", " AND ", " AND ",
		" OR " };

	for (unsigned i = any(3) + 1; i--;) {
		add_test(b, n);
		if (i)
			buf_addz(b, ONE_OF(words));
	}
}

static void
add_value(struct buf *b, unsigned n, bool grouped)
{
	switch (any(grouped ? 3 : 5)) {
	case 0:
		buf_addz(b, "count(*)");
		return;
	case 1:
		buf_addz(b, "(SELECT sum(t) FROM p_d i WHERE i.id = ");
		add_id(b, n);
		buf_addc(b, ')');
		return;
	case 2:
		buf_addz(b, "(SELECT count(*) FROM p i)");
		return;
	case 3:
		buf_addz(b, "sum(1) OVER (PARTITION BY ");
		add_id(b, n);
		buf_addc(b, ')');
		return;
	default:
		add_test(b, n);
	}
}

static void
add_statement(struct buf *b)
{
	static const char *const joins[] = { ", ", " JOIN ", " JOIN ",
		" LEFT JOIN ", " LEFT JOIN " };
	static const char *const ends[] = { "", "", "", " LIMIT 2" };
	unsigned n = any(3) + 1;
	bool grouped = !any(3);

	buf_addz(b, "WITH x AS (SELECT id, t FROM p_d");
	buf_addz(b,
	    any(2) ? " UNION ALL SELECT id, k FROM p) SELECT " : ") SELECT ");
	add_id(b, n);
	buf_addz(b, " AS id, ");
	add_value(b, n, grouped);
	for (unsigned i = 0; i < n; i++) {
		buf_addz(b, i ? ONE_OF(joins) : " FROM ");
		buf_addf(b, "%s %c", ONE_OF(sources), 'a' + (int)i);
		if (i && any(4)) {
			buf_addz(b, " ON ");
			add_tests(b, i + 1);
		}
	}
	if (any(2)) {
		buf_addz(b, " WHERE ");
		add_tests(b, n);
	}
	if (grouped) {
		buf_addz(b, " GROUP BY ");
		add_id(b, n);
	}
	/* in an order that is its own */
	buf_addf(b, " ORDER BY 1, 2%s", ONE_OF(ends));
}

enum { STATEMENTS = 4000 };

static void
test_chance(struct worlds *ws)
{
	size_t asked = 0, local = 0, wrong = 0;
	struct buf b = { 0 };

	for (size_t i = 0; i < STATEMENTS; i++) {
		struct query *q;

		buf_clear(&b);
		add_statement(&b);
		q = ask(&ws->all, buf_z(&b), true);
		asked += q != NULL;
		if (q && query_local(q)) {
			local++;
			if (!is_true(ws, buf_z(&b))) {
				printf("# %s\n", buf_z(&b));
				wrong++;
			}
		}
		query_free(q);
	}
	ok(asked > STATEMENTS / 2, "%zu of %d statements can be asked", asked,
	    STATEMENTS);
	ok(local > STATEMENTS / 20, "%zu are local", local);
	ok(!wrong, "and so they are");
	buf_release(&b);
}

/* What a statement reads: "p.k p_d.t today". */
static const struct {
	const char *sql, *reads;
} readings[] = {
	{ "SELECT id FROM p", "p.id p.path" },
	{ "SELECT count(*) FROM p", "p.id p.path" },
	{ "SELECT k FROM p", "p.id p.path p.k" },
	{ "SELECT k2 FROM p", "p.id p.path p.k p.k2" },
	{ "SELECT nay FROM p", "p.id p.path p.ng p.nay today" },
	{ "SELECT stage FROM p", "p.id p.path p.stage today" },
	{ "SELECT body FROM p", "p.id p.path p.body body" },
	{ "SELECT m FROM v_max", "p_d.id p_d.path p_d.t" },
	{ "SELECT 1 FROM v_deep", "p.id p.path p.ng p_d.id p_d.path p_d.t" },
	{ "SELECT 1 FROM v_day", "p.id p.path p.ng today calendar" },
	{ "SELECT id FROM p WHERE ng < today()", "p.id p.path p.ng today" },
	{ "SELECT t FROM p JOIN p_d USING (id, path)",
	    "p.id p.path p_d.id p_d.path p_d.t" },
	{ "SELECT c FROM u WHERE c > workdays('2020-01-01', '2020-02-01')",
	    "u.id u.path u.c calendar" },
	{ "SELECT day FROM history_commit", "history" },
};

static void
test_reads(struct world *w)
{
	size_t n;
	const struct table *tables = catalog_tables(w->catalog, &n);
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof readings / sizeof *readings; i++) {
		struct query *q = ask(w, readings[i].sql, true);
		const struct reads *r = q ? query_reads(q) : NULL;

		buf_clear(&b);
		for (size_t t = 0; r && t < r->n; t++)
			for (size_t k = 0;
			     r->columns[t] && tables[t].type && k < tables[t].n;
			     k++)
				if (r->columns[t][k])
					buf_addf(&b, "%.*s.%.*s ",
					    STRF(tables[t].name),
					    STRF(tables[t].columns[k].name));
		if (r)
			buf_addf(&b, "%s%s%s%s", r->today ? "today " : "",
			    r->calendar ? "calendar " : "",
			    r->history ? "history " : "",
			    r->body ? "body " : "");
		ok(str_eq(str_trim(buf_str(&b)), str_of(readings[i].reads)),
		    "%s: reads %s", readings[i].sql, buf_z(&b));
		query_free(q);
	}
	buf_release(&b);
}

int
main(void)
{
	struct worlds *ws = mem_alloc(sizeof *ws);
	bool begun = begin(&ws->all, NULL);

	for (size_t i = 0; i < RECORDS; i++)
		begun = begin(&ws->of[i], ids[i]) && begun;
	if (ok(begun, "worlds begin")) {
		test_cases(ws);
		test_chance(ws);
		test_reads(&ws->all);
	} else {
		for (size_t i = 0; i < ws->all.kept.n; i++)
			printf("# %s\n", ws->all.kept.all[i].text);
	}
	for (size_t i = 0; i < RECORDS; i++)
		finish(&ws->of[i]);
	finish(&ws->all);
	free(ws);
	return done();
}
