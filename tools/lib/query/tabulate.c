/* tabulate: count and cross-tabulate records. */
#include "query/tabulate.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "query/walk.h"

/* Values. */

static bool
is_any(struct sql_token k, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (sql_is_word(k, words[i]))
			return true;
	return false;
}

/* Where in list the next comma outside of brackets is, and the AS before it. */
struct cut {
	size_t end; /* of the part; list.n: it is the last */
	size_t as;  /* end: there is none */
	struct str alias;
	size_t after_alias; /* tokens behind it */
};

static struct cut
cut_part(struct str list)
{
	struct cut c = { list.n, list.n, { 0 }, 0 };
	struct sql_token k;
	size_t at = 0;
	int depth = 0;

	while (sql_next(list, &at, &k)) {
		depth += sql_is_op(k, "(") - sql_is_op(k, ")");
		if (depth == 0 && sql_is_op(k, ",")) {
			c.end = k.off;
			break;
		}
		if (depth == 0 && sql_is_word(k, "AS")) {
			c.as = k.off;
			c.alias = (struct str){ 0 };
			c.after_alias = 0;
		} else if (c.as < list.n) {
			if (c.after_alias++ == 0 &&
			    (k.kind == SQL_WORD || k.kind == SQL_NAME))
				c.alias = k.text;
		}
	}
	if (c.as > c.end || c.as == list.n)
		c.as = c.end;
	return c;
}

/* What a figure is made of: no function that sums up, and it would be that of
 * an arbitrary record. */
static bool
sums_up(struct str sql, struct tabulate_value *v)
{
	static const char *const all[] = { "COUNT", "SUM", "TOTAL", "AVG",
		"MIN", "MAX", "GROUP_CONCAT", "IDS", "JSON_GROUP_ARRAY" };
	struct sql_token k;
	size_t at = 0, n = 0;
	int depth = 0, outside = 0;
	bool found_one = false, distinct = false;

	while (sql_next(sql, &at, &k)) {
		found_one |= is_any(k, all, sizeof all / sizeof *all);
		distinct |= sql_is_word(k, "DISTINCT");
		if (n == 0) {
			v->count = sql_is_word(k, "COUNT");
			v->additive = is_any(k, all, 3);
		} else if (depth == 0 && !sql_is_op(k, "(")) {
			outside++;
		}
		depth += sql_is_op(k, "(") - sql_is_op(k, ")");
		n++;
	}
	/* "count(x) * 2" and "count(x) - count(y)" are not plain counts. */
	v->count &= outside == 0;
	v->additive &= outside == 0 && !distinct;
	return found_one;
}

static bool
read_value(const struct answer *a, const struct table *t, struct str part,
    const struct cut *c, struct arena *arena, struct tabulate_value *v)
{
	struct buf name = { 0 }, sql = { 0 };
	bool ok;

	v->sql = str_trim(str_first(part, c->as));
	if (c->as < c->end && (!c->alias.n || c->after_alias != 1))
		return found_trouble(a->to,
		    _("-a: after AS stands one name, not '%.*s'"),
		    STRF(str_trim(str_from(part, c->as + 2))));
	if (!sql_is_expression(v->sql))
		return found_trouble(a->to,
		    _("-a: '%.*s' must be one SQL expression, such as "
		      "count(*)"),
		    STRF(v->sql));
	if (!sums_up(v->sql, v))
		return found_trouble(a->to,
		    _("-a: '%.*s' sums nothing up; write avg(…), min(…), "
		      "max(…), sum(…) or count(…)"),
		    STRF(v->sql));
	if (c->alias.n)
		sql_add_plain(&name, c->alias);
	else
		buf_add(&name, v->sql);
	v->name = arena_take(arena, &name).s;
	ok = walk_expression(a, t, v->sql, &sql);
	v->sql = arena_take(arena, &sql);
	return ok;
}

struct tabulate_value *
tabulate_values(const struct answer *a, const struct table *t, struct str list,
    struct arena *arena, size_t *n)
{
	struct tabulate_value *all = NULL, *kept = NULL;
	size_t cap = 0;
	bool ok = true;
	struct cut c;

	*n = 0;
	do {
		struct tabulate_value *v = MEM_PUSH(all, *n, cap);
		struct str part;

		*v = (struct tabulate_value){ 0 };
		c = cut_part(list);
		part = str_first(list, c.end);
		ok = read_value(a, t, part, &c, arena, v);
		if (c.end == list.n)
			break;
		list = str_from(list, c.end + 1);
	} while (ok);
	if (ok) {
		kept = ARENA_ARRAY(arena, struct tabulate_value, *n);
		memcpy(kept, all, *n * sizeof *all);
	}
	free(all);
	return kept;
}

/* Figures. */

static long long
half_up(long long part, long long whole)
{
	bool negative = (part < 0) != (whole < 0);
	long long p = llabs(part), w = llabs(whole);
	long long h = (p * 10000 * 2 + w) / (2 * w);

	return negative ? -h : h;
}

struct cell
tabulate_percent(struct cell part, struct cell whole)
{
	const long long most = LLONG_MAX / 40000;
	struct cell c = { .kind = CELL_REAL };
	double p, w;

	if (part.kind == CELL_INT && whole.kind == CELL_INT && whole.i &&
	    part.i < most && part.i > -most && whole.i < most &&
	    whole.i > -most) {
		c.d = (double)half_up(part.i, whole.i) / 100;
		return c;
	}
	p = part.kind == CELL_INT ? (double)part.i : part.d;
	w = whole.kind == CELL_INT ? (double)whole.i : whole.d;
	if ((part.kind != CELL_INT && part.kind != CELL_REAL) ||
	    (whole.kind != CELL_INT && whole.kind != CELL_REAL) || w == 0)
		return (struct cell){ .kind = CELL_NULL };
	c.d = round(p / w * 10000) / 100;
	return c;
}

/* The table while it is made. Its last row and column are the totals; without
 * pivot the last column is the only one. */
struct grid {
	const struct answer *a;
	const struct tabulation *t;
	const char *condition;
	struct arena arena;
	struct cell *keys; /* n_by a row */
	size_t rows, n_keys, cap_keys;
	struct cell *pivots;
	size_t columns, cap_pivots;
	struct cell *figures;
};

static struct cell *
figure(const struct grid *g, size_t row, size_t column)
{
	return &g->figures[(row * (g->columns + 1) + column) * g->t->n_values];
}

static bool
same(struct cell a, struct cell b)
{
	if (a.kind != b.kind)
		return false;
	switch (a.kind) {
	case CELL_INT:
		return a.i == b.i;
	case CELL_REAL:
		return !(a.d < b.d) && !(a.d > b.d);
	case CELL_TEXT:
		return str_eq(a.s, b.s);
	default:
		return true;
	}
}

/* A group's columns, as they stand after SELECT, GROUP BY and ORDER BY. */
static void
add_group(struct buf *sql, const struct grid *g, bool by, bool pivot,
    bool ordered, const char *before)
{
	const struct tabulation *t = g->t;

	for (size_t i = 0; i < (by ? t->n_by : 0) + pivot; i++) {
		const struct column *c =
		    by && i < t->n_by ? t->by[i] : t->pivot;

		buf_addz(sql, i ? ", " : before);
		if (ordered) {
			answer_add_order(g->a, sql, c, false);
			buf_addz(sql, ", ");
		}
		answer_add_column(sql, c);
	}
}

static void
add_statement(struct buf *sql, const struct grid *g, bool by, bool pivot,
    bool figures)
{
	const struct tabulation *t = g->t;
	bool grouped = pivot || (by && t->n_by);

	add_group(sql, g, by, pivot, false, "SELECT ");
	for (size_t i = 0; figures && i < t->n_values; i++)
		buf_addf(sql, "%s(%.*s)", i || grouped ? ", " : "SELECT ",
		    STRF(t->values[i].sql));
	buf_addz(sql, " FROM ");
	sql_add_name(sql, t->selection->table->name);
	buf_addf(sql, " WHERE %s", g->condition);
	add_group(sql, g, by, pivot, false, " GROUP BY ");
	add_group(sql, g, by, pivot, true, " ORDER BY ");
}

static struct query *
ask(struct grid *g, bool by, bool pivot, bool figures)
{
	struct buf sql = { 0 };
	struct query *q;

	add_statement(&sql, g, by, pivot, figures);
	q = answer_ask(g->a, buf_str(&sql));
	buf_release(&sql);
	return q;
}

/* The widest of all statements tells what the others read. */
static void
note_all(const struct grid *g)
{
	struct buf sql = { 0 };

	add_statement(&sql, g, true, g->t->pivot != NULL, true);
	answer_note(g->a, buf_str(&sql));
	buf_release(&sql);
}

/* The groups, in order. Without -b there is one. */
static bool
read_rows(struct grid *g)
{
	struct query *q;
	int more;

	if (!g->t->n_by) {
		g->rows = 1;
		return true;
	}
	q = ask(g, true, false, false);
	if (!q)
		return false;
	while ((more = query_step(q, g->a->to)) == 1) {
		for (size_t i = 0; i < g->t->n_by; i++)
			*MEM_PUSH(g->keys, g->n_keys, g->cap_keys) =
			    cell_keep(&g->arena, query_cell(q, i));
		g->rows++;
	}
	query_free(q);
	return more == 0;
}

static bool
read_pivots(struct grid *g)
{
	struct query *q;
	int more;

	if (!g->t->pivot)
		return true;
	q = ask(g, false, true, false);
	if (!q)
		return false;
	while ((more = query_step(q, g->a->to)) == 1 &&
	    g->columns <= TABULATE_PIVOTS_MOST)
		*MEM_PUSH(g->pivots, g->columns, g->cap_pivots) =
		    cell_keep(&g->arena, query_cell(q, 0));
	query_free(q);
	if (g->columns > TABULATE_PIVOTS_MOST)
		return found_trouble(g->a->to,
		    _("--pivot: '%.*s' has more than %d values"),
		    STRF(g->t->pivot->name), TABULATE_PIVOTS_MOST);
	return more == 0;
}

static bool
make_figures(struct grid *g)
{
	size_t each = (g->columns + 1) * g->t->n_values;

	if (g->rows + 1 > TABULATE_FIGURES_MOST / each)
		return found_trouble(g->a->to,
		    _("%zu rows of %zu figures are too many for one table; "
		      "group by less"),
		    g->rows, each);
	g->figures = mem_alloc((g->rows + 1) * each * sizeof *g->figures);
	for (size_t i = 0; i < (g->rows + 1) * each; i++)
		if (g->t->values[i % g->t->n_values].count)
			g->figures[i].kind = CELL_INT;
	return true;
}

static bool
is_row(const struct grid *g, size_t row, const struct query *q)
{
	for (size_t i = 0; i < g->t->n_by; i++)
		if (!same(g->keys[row * g->t->n_by + i], query_cell(q, i)))
			return false;
	return true;
}

/* Fills in what one grouping gives. Its rows come in the order in which the
 * keys came, so that each is looked for from the last one on. */
static bool
read_figures(struct grid *g, bool by, bool pivot)
{
	struct query *q = ask(g, by, pivot, true);
	size_t row = by ? 0 : g->rows, column = pivot ? 0 : g->columns;
	size_t n_keys = by ? g->t->n_by : 0;
	int more;

	if (!q)
		return false;
	while ((more = query_step(q, g->a->to)) == 1) {
		struct cell *f;

		while (by && row < g->rows && !is_row(g, row, q)) {
			row++;
			column = pivot ? 0 : g->columns;
		}
		while (pivot && column < g->columns &&
		    !same(g->pivots[column], query_cell(q, n_keys)))
			column++;
		f = figure(g, row, column);
		for (size_t i = 0; i < g->t->n_values; i++)
			f[i] = cell_keep(&g->arena,
			    query_cell(q, n_keys + pivot + i));
	}
	query_free(q);
	return more == 0;
}

static bool
read_all_figures(struct grid *g)
{
	bool pivot = g->t->pivot != NULL;

	return read_figures(g, true, false) && read_figures(g, false, false) &&
	    (!pivot ||
		(read_figures(g, true, true) && read_figures(g, false, true)));
}

/* Printing. */

/* The columns of the printed table. */
struct head {
	const char **names, **labels;
	size_t n;
};

static bool
is_taken(const struct head *h, const char *name)
{
	for (size_t i = 0; i < h->n; i++)
		if (strcmp(h->names[i], name) == 0)
			return true;
	return false;
}

static void
add_column(struct head *h, const char *name, const char *label)
{
	h->names[h->n] = name;
	h->labels[h->n++] = label;
}

/* A value as a word. */
static const char *
word_of(struct grid *g, struct cell c)
{
	char real[REAL_TEXT];

	switch (c.kind) {
	case CELL_INT:
		return arena_f(&g->arena, "%lld", c.i);
	case CELL_REAL:
		return arena_z(&g->arena, str_of(print_real(c.d, real)));
	case CELL_TEXT:
		return arena_z(&g->arena, c.s);
	case CELL_MASKED:
		return "•••";
	default:
		return "(none)";
	}
}

static bool
has_share(const struct grid *g, size_t value)
{
	return g->t->percent && g->t->values[value].additive;
}

/* What stands over the figures of one value of the pivot, "" without pivot. */
static void
add_figures(struct grid *g, struct head *h, const char *name, const char *label)
{
	struct arena *a = &g->arena;

	for (size_t i = 0; i < g->t->n_values; i++) {
		const char *v = g->t->values[i].name, *n = v, *l = v;

		if (strcmp(v, "count(*)") == 0)
			l = _("records");
		if (*name) {
			bool one = g->t->n_values == 1;

			n = one ? name : arena_f(a, "%s:%s", name, v);
			l = one ? label : arena_f(a, "%s, %s", label, l);
		}
		if (is_taken(h, n) && g->t->pivot)
			n = arena_f(a, "%.*s=%s", STRF(g->t->pivot->name), n);
		add_column(h, n, l);
		if (has_share(g, i))
			add_column(h, arena_f(a, "%s_percent", n),
			    arena_f(a, "%s, %%", l));
	}
}

static void
make_head(struct grid *g, struct head *h)
{
	const struct tabulation *t = g->t;
	size_t most = t->n_by + (g->columns + 1) * t->n_values * 2;

	h->names = ARENA_ARRAY(&g->arena, const char *, most);
	h->labels = ARENA_ARRAY(&g->arena, const char *, most);
	for (size_t i = 0; i < t->n_by; i++)
		add_column(h, arena_z(&g->arena, t->by[i]->name),
		    answer_label(g->a, t->by[i]));
	for (size_t i = 0; i < g->columns; i++) {
		struct cell shown = g->pivots[i];

		answer_show(g->a, t->pivot, &shown);
		add_figures(g, h, word_of(g, g->pivots[i]),
		    shown.kind == CELL_NULL ? _("(none)") : word_of(g, shown));
	}
	if (!t->pivot)
		add_figures(g, h, "", "");
	else if (t->total)
		add_figures(g, h, "total", _("total"));
}

static void
add_keys(struct grid *g, size_t row, struct cell *cells)
{
	for (size_t i = 0; i < g->t->n_by; i++) {
		struct cell *c = &cells[i];

		*c = (struct cell){ 0 };
		if (row < g->rows) {
			*c = g->keys[row * g->t->n_by + i];
			if (!print_is_for_people(g->t->format))
				continue;
			answer_show(g->a, g->t->by[i], c);
			if (c->kind == CELL_NULL)
				*c = (struct cell){ .kind = CELL_TEXT,
					.s = str_of(_("(none)")) };
		} else if (i == 0) {
			c->kind = CELL_TEXT;
			c->s = str_of(print_is_for_people(g->t->format) ?
				_("total") :
				"total");
		}
	}
}

static void
print_one(struct grid *g, struct print *p, size_t row, struct cell *cells)
{
	size_t n = g->t->n_by;

	add_keys(g, row, cells);
	for (size_t c = 0; c <= g->columns; c++) {
		const struct cell *f = figure(g, row, c);
		const struct cell *whole = figure(g, g->rows, c);

		if (c == g->columns && g->t->pivot && !g->t->total)
			break;
		for (size_t i = 0; i < g->t->n_values; i++) {
			cells[n++] = f[i];
			if (has_share(g, i))
				cells[n++] = tabulate_percent(f[i], whole[i]);
		}
	}
	print_row(p, cells);
}

static void
print_grid(struct grid *g)
{
	struct head h = { 0 };
	struct print *p;
	struct cell *cells;

	make_head(g, &h);
	cells = ARENA_ARRAY(&g->arena, struct cell, h.n);
	p = print_new(g->t->format, g->t->out, h.names, h.labels, h.n,
	    print_width(g->t->out));
	for (size_t i = 0; i < g->rows + g->t->total; i++)
		print_one(g, p, i, cells);
	print_free(p);
}

/* Adds the figures of one statement to the counts. */
static bool
count_by(const struct grid *g, const char *figures, const char *where,
    size_t *const *n, size_t n_figures)
{
	struct buf sql = { 0 };
	struct query *q;
	bool ok;

	buf_addf(&sql, "SELECT %s FROM ", figures);
	sql_add_name(&sql, g->t->selection->table->name);
	buf_addz(&sql, where);
	q = answer_ask(g->a, buf_str(&sql));
	buf_release(&sql);
	ok = q && query_step(q, g->a->to) == 1;
	for (size_t i = 0; ok && i < n_figures; i++)
		*n[i] = (size_t)query_cell(q, i).i;
	query_free(q);
	return ok;
}

/* A server hands a count on to others with what it is of alone (remote_count):
 * there it is asked piece by piece. */
static bool
count_records(const struct grid *g, struct answer_counts *n)
{
	size_t *const all[] = { &n->read, &n->matched, &n->unknown };
	struct arena a = { 0 };
	bool ok;

	if (!catalog_is_remote(g->a->catalog))
		ok = count_by(g,
		    arena_f(&a,
			"count(*), count(CASE WHEN %s THEN 1 END), "
			"count(CASE WHEN %s IS NULL THEN 1 END)",
			g->condition, g->condition),
		    "", all, 3);
	else
		ok = count_by(g, "count(*)", "", all, 1) &&
		    count_by(g, "count(*)",
			arena_f(&a, " WHERE %s", g->condition), all + 1, 1) &&
		    count_by(g, "count(*)",
			arena_f(&a, " WHERE %s IS NULL", g->condition), all + 2,
			1);
	arena_release(&a);
	return ok;
}

bool
tabulate_print(const struct answer *a, const struct tabulation *t,
    struct answer_counts *n)
{
	struct grid g = { .a = a, .t = t };
	struct buf condition = { 0 };
	bool ok = select_condition(a, t->selection, &condition);

	g.condition = buf_z(&condition);
	if (ok)
		note_all(&g);
	ok = ok && count_records(&g, n) && read_rows(&g) && read_pivots(&g) &&
	    make_figures(&g) && read_all_figures(&g);
	if (ok)
		print_grid(&g);
	buf_release(&condition);
	free(g.keys);
	free(g.pivots);
	free(g.figures);
	arena_release(&g.arena);
	return ok;
}
