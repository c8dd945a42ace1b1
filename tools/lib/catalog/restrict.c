/* restrict: some records alone.
 *
 * SQLite looks for a name among what is temporary first. A temporary view of
 * the name of each table of records shows the rows of some of them, and every
 * statement, as it is, is answered from these: but for one that says of which
 * database a table is, which local.c takes for one that speaks of all. */
#include "catalog/inside.h"
#include "catalog/sync.h"

#include <sqlite3.h>

static bool
is_of_records(const struct table_state *s)
{
	return s->kind == TABLE_RECORD || s->kind == TABLE_LIST ||
	    s->kind == TABLE_STAGE;
}

/* Those that are there already. */
static bool
lift(struct catalog *c, struct findings *to)
{
	bool ok = true;

	for (size_t i = 0; i < c->n; i++) {
		if (c->states[i].restricted)
			ok = db_run_f(c, to, "DROP VIEW temp.\"%w\"",
				 c->tables[i].name.s) &&
			    ok;
		c->states[i].restricted = false;
	}
	if (c->restricted)
		ok =
		    db_run(c, c->db, "DROP TABLE temp." RESTRICT_IDS, to) && ok;
	c->restricted = false;
	return ok;
}

static bool
put_ids(struct catalog *c, const struct str *ids, size_t n, struct findings *to)
{
	sqlite3_stmt *st = NULL;
	bool ok = db_run(c, c->db,
		      "CREATE TEMP TABLE " RESTRICT_IDS
		      "(id TEXT PRIMARY KEY) WITHOUT ROWID",
		      to) &&
	    db_prepare(c, "INSERT OR IGNORE INTO " RESTRICT_IDS " VALUES(?)",
		&st) == SQLITE_OK;

	c->restricted = ok;
	for (size_t i = 0; ok && i < n; i++) {
		db_bind_text(st, 1, ids[i]);
		ok = db_step(c, st) == SQLITE_DONE || db_failed(c->db, to);
		sqlite3_reset(st);
	}
	sqlite3_finalize(st);
	return ok;
}

static bool
restrict_table(struct catalog *c, size_t table, struct findings *to)
{
	const char *name = c->tables[table].name.s;

	c->states[table].restricted = store_make(c, table, to) &&
	    store_index(c, table, to) &&
	    db_run_f(c, to,
		"CREATE TEMP VIEW \"%w\" AS SELECT * FROM main.\"%w\" WHERE "
		"id IN (SELECT id FROM temp." RESTRICT_IDS ") OR id IS NULL",
		name, name);
	return c->states[table].restricted;
}

/* A view that is not temporary sees nothing that is. */
bool
restrict_views(struct catalog *c, struct findings *to)
{
	bool ok = true;

	for (size_t i = 0; c->restricted && ok && i < c->n; i++) {
		struct table_state *s = &c->states[i];

		if (s->kind == TABLE_VIEW && s->made && !s->restricted &&
		    !store_is_temporary(c, i))
			ok = s->restricted = store_view(c, i, true, to);
	}
	return ok;
}

bool
catalog_restrict(struct catalog *c, const struct str *ids, size_t n,
    struct findings *to)
{
	bool ok = sync_begin(c, to) && db_settle(c, to) && lift(c, to);

	if (!ids || !ok)
		return ok;
	ok = load_wanted(c, to) && put_ids(c, ids, n, to);
	for (size_t i = 0; ok && i < c->n; i++)
		if (c->states[i].wanted && is_of_records(&c->states[i]))
			ok = restrict_table(c, i, to);
	return ok && restrict_views(c, to);
}
