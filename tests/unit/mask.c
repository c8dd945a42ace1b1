/* The law of masking over statements that nobody thought of.
 *
 * Two worlds differ in nothing but their private values, and those are in the
 * same order and equal to each other in the same places. So the same rows come
 * of a statement in both, and a cell that is shown must be the same in both:
 * else it tells something of what is private, in whatever way it got there. The
 * same holds of what is said when a statement fails. */
#include "catalog/catalog.h"
#include "catalog/query.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "text/day.h"
#include "text/kept.h"
#include "git/source.h"
#include "test.h"

enum { STATEMENTS = 2000, RECORDS = 4, SEED = 20210630 };

/* Tables: a's p, q, r are private, and d, made of p; b's x, which is what
 * others call something public; and what comes of them. */
static const char *const pages[][2] = {
	{ "schema/repository.md", "---\nformat: 1\nzone: UTC\n---\n" },
	{ "schema/types/a.md",
	    "---\ntype: a\nid: ma\nfields:\n  ma: id\n  x: line\n  y: int\n"
	    "  p: {type: name, private: true}\n"
	    "  q: {type: date, partial: true, private: true}\n"
	    "  r: {type: int, private: true}\n"
	    "  u: {type: ref, to: b}\n"
	    "  l: {type: list, fields: {x: line, p: {type: line, private: "
	    "true}}}\n"
	    "columns:\n  d: {sql: \"'x' || p\"}\n  e: {sql: \"y * 2\", type: "
	    "int}\n---\n" },
	{ "schema/types/b.md",
	    "---\ntype: b\nid: ma\nfields:\n  ma: id\n  y: int\n  p: line\n"
	    "  x: {type: line, private: true}\n---\n" },
	{ "schema/views/v.md",
	    "---\nview: v\n---\n\n```sql\n"
	    "SELECT id, x, y, upper(p) AS p, p AS q FROM a\n```\n" },
	{ "schema/views/w.md",
	    "---\nview: w\n---\n\n```sql\n"
	    "SELECT id, x, p FROM a UNION SELECT id, p, x FROM b\n```\n" },
	{ "schema/views/k.md",
	    "---\nview: k\n---\n\n```sql\n"
	    "SELECT v.id, b.x, b.p AS y, v.p FROM v JOIN b ON b.y = "
	    "v.y\n```\n" },
};

static const struct relation {
	const char *name;
	const char *columns[9];
} relations[] = {
	{ "a", { "id", "x", "y", "p", "q_raw", "r", "d", "e" } },
	{ "a", { "id", "x", "p", "body", "q", "u" } },
	{ "a_l", { "id", "x", "p", "n" } },
	{ "b", { "id", "x", "p", "y" } },
	{ "v", { "id", "x", "y", "p", "q" } },
	{ "w", { "id", "x", "p" } },
	{ "k", { "id", "x", "y", "p" } },
	{ "bad", { "id", "raw", "field" } },
};
enum { RELATIONS = sizeof relations / sizeof *relations };

/* What a subquery calls its columns: names that tables have, too. */
static const struct relation derived = { "", { "id", "x", "p" } };

/* Statements. */

struct maker {
	struct buf sql;
	uint32_t seed;
	int names; /* given to sources so far */
	int room;  /* how much more may be nested */
};

struct scope {
	struct source_of {
		const struct relation *is;
		int name;
	} from[3];
	int n;
	const char *using; /* a column that two share, or NULL */
};

static int
any(struct maker *m, int n)
{
	m->seed ^= m->seed << 13;
	m->seed ^= m->seed >> 17;
	m->seed ^= m->seed << 5;
	return (int)(m->seed % (uint32_t)n);
}

static void add_select(struct maker *, int columns);
static void add_query(struct maker *, int columns);

static void
add_column(struct maker *m, const struct scope *s)
{
	const struct source_of *of = &s->from[any(m, s->n)];
	int n = 0;

	if (s->using && !any(m, 2)) {
		buf_addz(&m->sql, s->using);
		return;
	}
	while (of->is->columns[n])
		n++;
	if (any(m, 8))
		buf_addf(&m->sql, "t%d.", of->name);
	buf_addz(&m->sql, of->is->columns[any(m, n)]);
}

/* A template: $ is a column, % an expression, ? a query of one column. */
static void add_expression(struct maker *, const struct scope *);

static void
add_by(struct maker *m, const struct scope *s, const char *form)
{
	for (; *form; form++)
		if (*form == '$')
			add_column(m, s);
		else if (*form == '%')
			add_expression(m, s);
		else if (*form == '?')
			add_query(m, 1);
		else
			buf_addc(&m->sql, *form);
}

static void
add_expression(struct maker *m, const struct scope *s)
{
	static const char *const forms[] = {
		"upper(%)",
		"% || 'k'",
		"coalesce(%, %)",
		"length(%)",
		"hex(%)",
		"CASE WHEN % = % THEN % ELSE % END",
		"(% > %)",
		"(% IN (?))",
		"(SELECT c.id FROM (?) AS c LIMIT 1)",
		"(?)",
		"EXISTS (?)",
		"max(%)",
		"count(%)",
		"group_concat(%)",
		"% IS NULL",
		"'k'",
		"max(%) OVER (ORDER BY $)",
		"row_number() OVER (ORDER BY %)",
		"first_value($) OVER (PARTITION BY $ ORDER BY $)",
		"1",
		"json_extract(json_array(%, $), '$[0]')",
		"(% COLLATE vi)",
		"count(*) FILTER (WHERE % > $)",
		"substr(%, 2)",
		"+$",
		"period_of('2021-01-01', $)",
		"(%, $) = ($, %)",
		"CAST(% AS TEXT)",
		"iif(%, $, $)",
		"ids($)",
		"typeof(%)",
	};
	enum { FORMS = sizeof forms / sizeof *forms };

	if (m->room <= 0 || any(m, 2)) {
		add_column(m, s);
		return;
	}
	m->room--;
	add_by(m, s, forms[any(m, FORMS)]);
}

static void
add_source(struct maker *m, struct scope *s)
{
	struct source_of *of = &s->from[s->n];

	of->name = ++m->names;
	if (m->room <= 0 || any(m, 3)) {
		of->is = &relations[any(m, RELATIONS)];
		buf_addz(&m->sql, of->is->name);
	} else {
		m->room--;
		of->is = &derived;
		buf_addc(&m->sql, '(');
		add_query(m, 3);
		buf_addc(&m->sql, ')');
	}
	buf_addf(&m->sql, " AS t%d", of->name);
	s->n++;
}

static void
add_from(struct maker *m, struct scope *s)
{
	static const char *const joins[] = { ", ", " JOIN ", " LEFT JOIN ",
		" RIGHT JOIN ", " FULL JOIN " };
	static const char *const using[] = { "id", "x", "p" };

	buf_addz(&m->sql, " FROM ");
	add_source(m, s);
	while (s->n < 3 && !any(m, 2)) {
		int join = any(m, 5);

		buf_addz(&m->sql, joins[join]);
		add_source(m, s);
		if (join && any(m, 2))
			buf_addf(&m->sql, " USING (%s)",
			    s->using = using[any(m, 3)]);
		else if (join)
			add_by(m, s, " ON $ = $");
	}
}

/* The list of columns is read after what it is made from is known, and stands
 * before it. */
static void
add_select(struct maker *m, int columns)
{
	static const char *const wheres[] = {
		"",
		"",
		"",
		" WHERE % > %",
		" WHERE % IS NOT NULL",
		" WHERE $ IN (?)",
		" WHERE EXISTS (?)",
		" GROUP BY $",
		" GROUP BY $ HAVING max($) > ''",
	};
	struct buf before = m->sql, from;
	struct scope s = { 0 };

	m->sql = (struct buf){ 0 };
	add_from(m, &s);
	from = m->sql;
	m->sql = before;
	buf_addz(&m->sql, any(m, 9) ? "SELECT " : "SELECT DISTINCT ");
	for (int i = 0; i < columns; i++) {
		buf_addz(&m->sql, i ? ", " : "");
		add_expression(m, &s);
		buf_addf(&m->sql, " AS %s", derived.columns[i]);
	}
	buf_add(&m->sql, buf_str(&from));
	buf_release(&from);
	add_by(m, &s, wheres[any(m, 9)]);
}

static void
add_query(struct maker *m, int columns)
{
	static const char *const more[] = { " UNION ", " UNION ALL ",
		" EXCEPT ", " INTERSECT " };

	add_select(m, columns);
	if (m->room > 0 && !any(m, 6)) {
		m->room--;
		buf_addz(&m->sql, more[any(m, 4)]);
		add_select(m, columns);
	}
	if (!any(m, 5))
		buf_addz(&m->sql, " ORDER BY 1 LIMIT 3");
}

static void
add_statement(struct maker *m)
{
	m->names = 0;
	m->room = 2 + any(m, 6);
	buf_clear(&m->sql);
	if (!any(m, 5)) {
		buf_addz(&m->sql, "WITH c(id, x, p) AS (");
		add_query(m, 3);
		buf_addz(&m->sql, ") SELECT c.x, upper(c.id), t.* FROM c, (");
		add_query(m, 3);
		buf_addz(&m->sql, ") AS t");
		return;
	}
	add_query(m, 3);
}

/* Worlds. */

struct world {
	struct source *source;
	struct schema schema;
	struct kept kept;
	struct findings to;
	struct catalog *catalog;
};

/* The private values of a world are longer, later and larger than whatever is
 * public or could be made of it, and stand in the same order in both. */
static const struct {
	const char *name;
	int year, number;
} worlds[] = {
	{ "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
	  "zzzzzzzzzzzzzzzzzzzzzzz",
	    9977, 900000 },
	{ "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
	  "zzzzzzzzzzzzzzzzzzzzzzzzzzzz",
	    9988, 990000 },
};

static void
put_records(struct world *w, int which)
{
	const char *name = worlds[which].name;
	struct arena arena = { 0 };

	for (int i = 0; i < RECORDS; i++) {
		int same = i ? i : 1; /* two are alike */

		source_memory_add(w->source,
		    str_of(arena_f(&arena, "records/a/a-%d.md", i)),
		    str_of(arena_f(&arena,
			"---\nma: a-%d\nx: x%d\ny: %d\np: %s%d\nq: %d-0%d\nr: "
			"%d\n"
			"u: b-%d\nl: [{x: m, p: %s%d}, {x: n%d, p: "
			"%s%d}]\n---\n\n"
			"%s%d\n",
			i, i % 2, i, name, same, worlds[which].year, same,
			worlds[which].number + same, i % 3, name, i + 4, i,
			name, same, name, i)));
		source_memory_add(w->source,
		    str_of(arena_f(&arena, "records/b/b-%d.md", i)),
		    str_of(arena_f(&arena,
			"---\nma: b-%d\ny: %s%d\np: x%d\nx: %s%d\n---\n", i,
			i == 3 ? name : "", i, i % 2, name, i)));
	}
	arena_release(&arena);
}

static void
begin(struct world *w, int which)
{
	struct catalog_options o = { 0 };

	*w = (struct world){ .source = source_memory() };
	w->to = (struct findings){ .say = kept_say, .to = &w->kept };
	day_parse(STR("2021-06-30"), &o.today);
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
		source_memory_add(w->source, str_of(pages[i][0]),
		    str_of(pages[i][1]));
	put_records(w, which);
	if (schema_read(&w->schema, w->source, "schema", &w->to))
		w->catalog = catalog_new(&w->schema, w->source, &o, &w->to);
	ok(w->catalog && catalog_check(w->catalog, &w->to), "world %d", which);
}

static void
finish(struct world *w)
{
	catalog_free(w->catalog);
	schema_release(&w->schema);
	source_close(w->source);
	kept_release(&w->kept);
}

/* What came of a statement, as anyone may see it. */
struct shown {
	struct buf text;
	size_t rows, cells, masked;
	bool failed;
};

static void
add_cell(struct shown *s, struct cell c)
{
	s->cells++;
	if (c.kind == CELL_MASKED)
		s->masked++;
	buf_addf(&s->text, c.kind == CELL_INT ? "%lld|" : "|", c.i);
	buf_add(&s->text, c.s);
}

static void
ask(struct world *w, struct str sql, struct shown *s)
{
	struct query_options o = { .most_rows = 5000 };
	struct query *q;
	int more = -1;

	kept_release(&w->kept);
	w->kept = (struct kept){ 0 };
	q = query_new(w->catalog, sql, &o, &w->to);
	while (q && (more = query_step(q, &w->to)) > 0) {
		s->rows++;
		for (size_t i = 0; i < query_columns(q); i++)
			add_cell(s, query_cell(q, i));
		buf_addc(&s->text, '\n');
	}
	query_free(q);
	s->failed = more < 0;
	for (size_t i = 0; i < w->kept.n; i++)
		buf_addf(&s->text, "%s\n", w->kept.all[i].text);
}

int
main(void)
{
	struct maker m = { .seed = SEED };
	struct world one, two;
	size_t told = 0, mixed = 0, ran = 0;

	begin(&one, 0);
	begin(&two, 1);
	for (int i = 0; i < STATEMENTS; i++) {
		struct shown a = { 0 }, b = { 0 };

		add_statement(&m);
		ask(&one, buf_str(&m.sql), &a);
		ask(&two, buf_str(&m.sql), &b);
		ran += !a.failed;
		mixed += a.masked && a.masked < a.cells;
		if (!str_eq(buf_str(&a.text), buf_str(&b.text)) && told++ < 5)
			printf("# %s\n# %s\n# %s\n", buf_z(&m.sql),
			    buf_z(&a.text), buf_z(&b.text));
		buf_release(&a.text);
		buf_release(&b.text);
	}
	ok(!told, "no statement tells one world from the other");
	printf("# %zu ran, %zu mixed\n", ran, mixed);
	ok(ran > STATEMENTS / 4 && mixed > STATEMENTS / 20,
	    "many ran, and showed some of their cells");
	buf_release(&m.sql);
	finish(&one);
	finish(&two);
	return done();
}
