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

static void
add_table(struct buf *sql, const struct table *t, const struct table_state *s)
{
	buf_addz(sql,
	    s->kind == TABLE_RULE ? "CREATE TEMP TABLE " : "CREATE TABLE ");
	tables_add_names(sql, t, stored(t), true);
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
	bool ok = true;

	c->states[table].filled = true;
	for (size_t i = stored(t); ok && i < t->n; i++) {
		const struct column *k = &t->columns[i];

		ok = db_run_f(c, to,
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

/* Wants a column; one that was left out when the table was filled empties it,
 * to be filled again. */
static void
want_column(struct table_state *s, size_t column)
{
	if (s->columns[column])
		return;
	s->columns[column] = true;
	s->stale = s->stale || s->filled;
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

static void
add_names_with_rowid(struct buf *sql, const struct table *t, size_t n)
{
	sql_add_name(sql, t->name);
	buf_addz(sql, "(rowid");
	for (size_t i = 0; i < n; i++) {
		buf_addc(sql, ',');
		sql_add_name(sql, t->columns[i].name);
	}
	buf_addc(sql, ')');
}

bool
store_inserts(struct catalog *c, size_t table, struct findings *to)
{
	const struct table *t = &c->tables[table];
	struct table_state *s = &c->states[table];
	struct buf sql = { 0 };
	size_t n = stored(t);
	int rc;

	if (s->insert)
		return true;
	buf_addz(&sql, "INSERT INTO ");
	if (c->rows_kept && s->kind != TABLE_RULE) {
		add_names_with_rowid(&sql, t, n);
		buf_addz(&sql, " VALUES(?");
	} else {
		sql_add_name(&sql, t->name);
		buf_addz(&sql, " VALUES(");
	}
	for (size_t i = 0; i < n; i++)
		buf_addz(&sql, buf_str(&sql).s[sql.n - 1] == '(' ? "?" : ",?");
	buf_addc(&sql, ')');
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
