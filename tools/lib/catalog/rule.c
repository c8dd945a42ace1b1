/* rule: table rule, a temporary table that each rule has anew. */
#include "catalog/inside.h"
#include "catalog/remote.h"

#include <sqlite3.h>

bool
catalog_rule_begin(struct catalog *c, const struct column *columns, size_t n,
    struct findings *to)
{
	struct table *t = &c->tables[c->rule];
	struct table_state *s = &c->states[c->rule];
	bool ok = db_settle(c, to);

	sqlite3_finalize(s->insert);
	s->insert = NULL;
	if (s->made)
		ok = db_run(c, c->db, "DROP TABLE temp.rule", to) && ok;
	s->made = false;
	if (c->remote)
		remote_rule_begin(c);
	t->columns = ARENA_ARRAY(&c->arena, struct column, n);
	t->n = n;
	for (size_t i = 0; i < n; i++) {
		t->columns[i] = columns[i];
		t->columns[i].name = tables_plain(&c->arena, columns[i].name);
	}
	return ok;
}

bool
catalog_rule_table(struct catalog *c, const struct column *columns, size_t n,
    struct findings *to)
{
	struct table_state *s = &c->states[c->rule];
	bool ok = catalog_rule_begin(c, columns, n, to);

	if (s->state == TABLE_READY)
		ok = ok && db_run(c, c->plan, "DROP TABLE temp.rule", to);
	ok = ok && (!n || plan_table(c, c->rule, to));
	s->state = ok && n ? TABLE_READY : TABLE_NEW;
	return ok;
}

/* It lasts until the row is in. */
static void
bind_lasting(sqlite3_stmt *st, int at, const struct cell *cell)
{
	if (cell->kind == CELL_TEXT)
		db_bind_text(st, at, cell->s.s ? cell->s : STR(""));
	else
		db_bind(st, at, cell);
}

bool
catalog_rule_add(struct catalog *c, const struct cell *cells)
{
	struct table_state *s = &c->states[c->rule];
	size_t n = c->tables[c->rule].n;
	struct findings silent = { 0 };

	if (c->remote) {
		remote_rule_add(c, cells);
		return true;
	}
	if (!store_make(c, c->rule, &silent) ||
	    !store_inserts(c, c->rule, &silent) ||
	    (sqlite3_get_autocommit(c->db) &&
		!db_run(c, c->db, "BEGIN", &silent)))
		return false;
	for (size_t i = 0; i < n; i++)
		bind_lasting(s->insert, (int)i + 1, &cells[i]);
	c->rows++;
	return store_insert(c, c->rule, &silent);
}
