/* store: the tables in db, made and filled row by row. */
#include "catalog/inside.h"

#include <sqlite3.h>

#include "catalog/reads.h"

/* Tables in db: what plan has found good. */

/* How many columns of a table are stored: those first. */
static size_t
stored(const struct table *t)
{
	size_t n = 0;

	while (n < t->n && !t->columns[n].sql.n)
		n++;
	return n;
}

/* Is a column in db? One that nothing reads is not: a row of many columns takes
 * SQLite ten times as long as one of the few that are asked for. */
static bool
has_column(const struct table_state *s, size_t i)
{
	return !s->columns || s->columns[i];
}

static void
add_table(struct buf *sql, const struct table *t, const struct table_state *s)
{
	char before = '(';

	buf_addz(sql,
	    s->kind == TABLE_RULE ? "CREATE TEMP TABLE " : "CREATE TABLE ");
	sql_add_name(sql, t->name);
	for (size_t i = 0; i < stored(t); i++) {
		if (!has_column(s, i))
			continue;
		buf_addc(sql, before);
		sql_add_name(sql, t->columns[i].name);
		buf_addf(sql, " %s", t->columns[i].sqltype);
		before = ',';
	}
	buf_addc(sql, ')');
}

bool
store_drop(struct catalog *c, size_t table, struct findings *to)
{
	struct table_state *s = &c->states[table];
	bool ok;

	sqlite3_finalize(s->insert);
	s->insert = NULL;
	ok = db_run_f(c, to, "DROP TABLE \"%w\"", c->tables[table].name.s);
	s->made = s->indexed = s->stale = !ok;
	return ok;
}

bool
store_filled(struct catalog *c, size_t table, struct findings *to)
{
	const struct table *t = &c->tables[table];
	struct table_state *s = &c->states[table];
	bool ok = true;

	s->filled = true;
	for (size_t i = stored(t); ok && i < t->n; i++) {
		const struct column *k = &t->columns[i];

		ok = !has_column(s, i) ||
		    db_run_f(c, to,
			"ALTER TABLE \"%w\" ADD COLUMN \"%w\" %s AS (\n%.*s\n) "
			"VIRTUAL",
			t->name.s, k->name.s, k->sqltype, STRF(k->sql));
	}
	return ok;
}

static struct str
watched_sql(const struct catalog *c, size_t view, struct arena *a)
{
	const struct table_state *s = &c->states[view];

	return c->functions.watch.on && s->calls & CALLS_TODAY ?
	    today_sql(a, s->sql, false) :
	    s->sql;
}

/* Only a temporary view may speak of another database, as history is, and none
 * other is left out of a file of rows. */
bool
store_view(struct catalog *c, size_t table, bool temporary, struct findings *to)
{
	struct buf sql = { 0 };
	struct arena a = { 0 };
	bool ok;

	buf_addz(&sql, temporary ? "CREATE TEMP VIEW " : "CREATE VIEW ");
	tables_add_names(&sql, &c->tables[table], c->tables[table].n, false);
	buf_addz(&sql, " AS\n");
	buf_add(&sql, watched_sql(c, table, &a));
	ok = db_run(c, c->db, buf_z(&sql), to);
	buf_release(&sql);
	arena_release(&a);
	return ok;
}

bool
store_is_temporary(const struct catalog *c, size_t view)
{
	return c->rows_kept || history_needed(c, view);
}

bool
store_make(struct catalog *c, size_t table, struct findings *to)
{
	const struct table *t = &c->tables[table];
	struct table_state *s = &c->states[table];
	struct buf sql = { 0 };
	bool ok = true;

	if (s->made)
		return true;
	for (size_t i = 0; ok && i < s->n_needs; i++)
		ok = store_make(c, s->needs[i], to);
	if (s->kind == TABLE_HISTORY)
		return s->made = history_make(c, table, to);
	if (s->kind == TABLE_VIEW)
		return s->made = ok &&
		    store_view(c, table, store_is_temporary(c, table), to);
	add_table(&sql, t, s);
	s->made = ok && db_run(c, c->db, buf_z(&sql), to);
	buf_release(&sql);
	return s->made;
}

/* Wants a column; a table that was made without it is made and filled anew. */
static void
want_column(struct table_state *s, size_t column)
{
	if (s->columns[column])
		return;
	s->columns[column] = true;
	s->stale = s->stale || s->made;
	s->filled = false;
}

void
store_want(struct catalog *c, const struct reads *r)
{
	for (size_t t = 0; t < r->n; t++) {
		struct table_state *s = &c->states[t];

		if (!r->columns[t])
			continue;
		s->wanted = true;
		if (s->kind != TABLE_RECORD && s->kind != TABLE_LIST)
			continue;
		if (!s->columns)
			s->columns =
			    ARENA_ARRAY(&c->arena, bool, c->tables[t].n);
		for (size_t i = 0; i < c->tables[t].n; i++)
			if (r->columns[t][i])
				want_column(s, i);
	}
}

bool
store_index(struct catalog *c, size_t table, struct findings *to)
{
	struct table_state *s = &c->states[table];
	const char *name = c->tables[table].name.s;
	bool ok = true;

	for (size_t i = 0; i < s->n_needs; i++)
		ok = store_index(c, s->needs[i], to) && ok;
	if (s->indexed || !s->made ||
	    (s->kind != TABLE_RECORD && s->kind != TABLE_LIST &&
		s->kind != TABLE_STAGE))
		return ok;
	s->indexed = true;
	return db_run_f(c, to, "CREATE INDEX main.\"%w by id\" ON \"%w\"(id)",
		   name, name) &&
	    ok;
}

/* In the order in which an insert takes them. */
static void
list_stored(struct catalog *c, size_t table)
{
	struct table_state *s = &c->states[table];
	size_t n = stored(&c->tables[table]);

	s->n_stored = 0;
	s->stored = ARENA_ARRAY(&c->arena, size_t, n);
	for (size_t i = 0; i < n; i++)
		if (has_column(s, i))
			s->stored[s->n_stored++] = i;
}

static void
add_insert(struct buf *sql, const struct catalog *c, size_t table)
{
	const struct table *t = &c->tables[table];
	const struct table_state *s = &c->states[table];
	bool row = c->rows_kept && s->kind != TABLE_RULE;

	buf_addz(sql, "INSERT INTO ");
	sql_add_name(sql, t->name);
	buf_addz(sql, row ? "(rowid" : "(");
	for (size_t i = 0; i < s->n_stored; i++) {
		if (row || i)
			buf_addc(sql, ',');
		sql_add_name(sql, t->columns[s->stored[i]].name);
	}
	buf_addz(sql, row ? ") VALUES(?" : ") VALUES(");
	for (size_t i = 0; i < s->n_stored; i++)
		buf_addz(sql, row || i ? ",?" : "?");
	buf_addc(sql, ')');
}

bool
store_inserts(struct catalog *c, size_t table, struct findings *to)
{
	struct table_state *s = &c->states[table];
	struct buf sql = { 0 };
	int rc;

	if (s->insert)
		return true;
	list_stored(c, table);
	add_insert(&sql, c, table);
	rc = db_prepare(c, buf_z(&sql), &s->insert);
	buf_release(&sql);
	return rc == SQLITE_OK || db_failed(c->db, to);
}

bool
store_insert(struct catalog *c, size_t table, struct findings *to)
{
	sqlite3_stmt *st = c->states[table].insert;
	int rc;

	rc = db_step(c, st);
	sqlite3_reset(st);
	return rc == SQLITE_DONE || db_failed(c->db, to);
}
