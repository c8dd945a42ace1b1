/* plan: statements and tables, tried where nothing is.
 *
 * A statement makes the tables ready that it names, and a view and a computed
 * column are statements: so both are here. */
#include <stdint.h>

#include <sqlite3.h>

#include "catalog/holds.h"
#include "schema/page_keys.h"

/* Makes the tables whose names stand anywhere in the statement. */
static bool
ready_tables(struct statement *a)
{
	struct catalog *c = a->catalog;
	bool ok = true;

	for (size_t i = 0; ok && i < a->words.n; i++) {
		struct sql_token t = a->words.all[i];
		size_t table;

		if (!sql_may_name(t))
			continue;
		table = tables_find_written(c, t.text);
		/* A name need not stand for the table: what is being made now,
		 * or was found bad, only matters where SQLite looks for it. */
		if (table != SIZE_MAX && c->states[table].state == TABLE_NEW)
			ok = plan_ready(c, table, a->to);
	}
	return ok;
}

bool
plan_ask(struct statement *a)
{
	bool ok;

	if (!authorizer_scan(a) || !ready_tables(a) || !authorizer_prepare(a))
		return false;
	a->tree = sql_tree(&a->reading.arena, &a->words);
	ok = literals_check(a); /* both are told */
	return days_check(a) && ok;
}

/* Tables in plan: names only. */

bool
plan_table(struct catalog *c, size_t table, struct findings *to)
{
	const struct table *t = &c->tables[table];
	struct buf sql = { 0 };
	bool ok;

	buf_addz(&sql,
	    c->states[table].kind == TABLE_RULE ? "CREATE TEMP TABLE " :
						  "CREATE TABLE ");
	tables_add_names(&sql, t, t->n, false);
	ok = db_run(c, c->plan, buf_z(&sql), to);
	buf_release(&sql);
	return ok;
}

/* Computed columns. */

/* An expression of a row, asked of plan as a condition, where neither an
 * aggregate nor a window function may stand. */
static bool
ask_computed(struct statement *a, const struct table *t, struct str sql)
{
	struct buf b = { 0 };
	bool ok;

	buf_addz(&b, "SELECT 1 FROM ");
	sql_add_name(&b, t->name);
	buf_addz(&b, " WHERE (\n");
	buf_add(&b, sql);
	buf_addz(&b, "\n) IN (NULL)"); /* a value, of which no truth is asked */
	a->written = arena_take(&a->catalog->arena, &b);
	ok = plan_ask(a);
	if (ok && a->catalog->options.subset)
		subset_say(a);
	if (ok && a->reading.selects > 1)
		ok = found(a->to, FIND_SQL_GATE, a->at,
		    _("a computed column is made from its own row; it cannot "
		      "contain SELECT"));
	if (ok && sqlite3_bind_parameter_count(a->plan))
		ok = found(a->to, FIND_SQL_GATE, a->at,
		    _("a computed column has no parameters"));
	return ok;
}

/* Does it read only what stands before it? */
static bool
reads_before(const struct statement *a, size_t table, size_t column)
{
	const struct table *t = &a->catalog->tables[table];
	const bool *read = a->reading.columns[table];

	for (size_t i = column; read && i < t->n; i++)
		if (read[i])
			return found(a->to, FIND_SQL_NAME, a->at,
			    _("computed column '%.*s' uses '%.*s', which comes "
			      "only after it"),
			    STRF(t->columns[column].name),
			    STRF(t->columns[i].name));
	return true;
}

static bool
ready_computed(struct catalog *c, size_t table, size_t column,
    const struct computed *k, struct findings *to)
{
	struct column *col = &c->tables[table].columns[column];
	struct statement a = { .catalog = c,
		.to = to,
		.at = { c->tables[table].type->page, 0, 0 } };
	bool ok;

	/* Where in the line the text stands only YAML knows. */
	a.at.line = k->line;
	a.at.col = 1;
	a.whole_place = true;
	if (!sql_is_expression(col->sql))
		return found(to, FIND_SQL_SYNTAX, a.at,
		    _("computed column '%.*s' must be one expression, without "
		      "comments"),
		    STRF(col->name));
	ok = ask_computed(&a, &c->tables[table], col->sql) &&
	    reads_before(&a, table, column);
	col->private = ok && mask_reads_hidden(&a);
	col->calls = a.reading.calls;
	authorizer_release(&a);
	return ok;
}

static bool
ready_record(struct catalog *c, size_t table, struct findings *to)
{
	const struct type *type = c->tables[table].type;
	size_t first = c->tables[table].n - type->n_columns;
	bool ok = true;

	for (size_t i = 0; ok && i < type->n_columns; i++)
		ok = ready_computed(c, table, first + i, &type->columns[i], to);
	return ok;
}

/* Views. */

bool
plan_columns(struct statement *a, size_t view)
{
	struct catalog *c = a->catalog;
	struct table *t = &c->tables[view];
	size_t n = (size_t)sqlite3_column_count(a->plan);
	struct column *all = ARENA_ARRAY(&c->arena, struct column, n);

	for (size_t i = 0; i < n; i++) {
		struct str name = str_of(sqlite3_column_name(a->plan, (int)i));
		const struct column *origin = mask_origin(a, i);

		if (!page_keys_is_plain(name))
			return found(a->to, FIND_SQL_NAME, a->at,
			    _("column %zu of the view needs a name of small "
			      "letters, digits and _: write AS name"),
			    i + 1);
		for (size_t k = 0; k < i; k++)
			if (str_eq(all[k].name, name))
				return found(a->to, FIND_SQL_NAME, a->at,
				    _("the view has two columns '%.*s'"),
				    STRF(name));
		if (origin)
			all[i] = *origin;
		else
			all[i].holds = holds_result(a, i);
		all[i].name = arena_keep(&c->arena, name);
		all[i].shown.name = all[i].name;
		all[i].private = mask_hides(a, i);
		all[i].sql = (struct str){ 0 };
		if (!all[i].sqltype)
			all[i].sqltype = "";
	}
	t->columns = all;
	t->n = n;
	return true;
}

static bool *
keep_columns(struct catalog *c, size_t table, const bool *columns)
{
	size_t n = c->tables[table].n;
	bool *kept = ARENA_ARRAY(&c->arena, bool, n);

	for (size_t i = 0; columns && i < n; i++)
		kept[i] = columns[i];
	return kept;
}

static void
set_needs(const struct statement *a, struct table_state *s)
{
	struct catalog *c = a->catalog;
	const struct columns_read *r = &a->reading;

	s->needs = ARENA_ARRAY(&c->arena, size_t, r->n);
	s->need_columns = ARENA_ARRAY(&c->arena, bool *, r->n);
	for (size_t i = 0; i < r->n; i++)
		if (r->tables[i]) {
			s->need_columns[s->n_needs] =
			    keep_columns(c, i, r->columns[i]);
			s->needs[s->n_needs++] = i;
		}
	s->calls = r->calls;
}

static bool
ready_view(struct catalog *c, size_t view, struct findings *to)
{
	struct table_state *s = &c->states[view];
	struct statement a = { .catalog = c,
		.written = s->written,
		.at = s->at,
		.to = to };
	bool ok = plan_ask(&a);

	if (ok && c->options.subset)
		subset_say(&a);
	if (ok && sqlite3_bind_parameter_count(a.plan))
		ok = found(to, FIND_SQL_GATE, s->at,
		    _("a view has no parameters"));
	if (ok && a.reading.tables[c->rule])
		ok = found(to, FIND_SQL_GATE, s->at,
		    _("a view cannot read table 'rule', which changes"));
	if (ok) {
		set_needs(&a, s);
		s->hides = mask_hushes(&a);
	}
	ok = ok && plan_columns(&a, view);
	authorizer_release(&a);
	return ok;
}

enum { DEEPEST = 16 }; /* views made from views */

bool
plan_ready(struct catalog *c, size_t table, struct findings *to)
{
	struct table_state *s = &c->states[table];
	bool ok;

	if (s->state != TABLE_NEW)
		return s->state == TABLE_READY;
	if (s->kind == TABLE_RULE)
		return true; /* not there */
	if (c->depth == DEEPEST)
		return found(to, FIND_SQL_LIMIT, s->at,
		    _("views are made from each other deeper than %d"),
		    DEEPEST);
	c->depth++;
	s->state = TABLE_OPENING;
	if (s->kind == TABLE_VIEW)
		ok = ready_view(c, table, to) && plan_table(c, table, to);
	else
		ok = plan_table(c, table, to) &&
		    (s->kind != TABLE_RECORD || ready_record(c, table, to));
	c->depth--;
	s->state = ok ? TABLE_READY : TABLE_BROKEN;
	return ok;
}
