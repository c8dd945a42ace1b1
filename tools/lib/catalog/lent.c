/* lent: results that stand for tables in plan. Each is a view there that has
 * no statement of its own. */
#include "catalog/lent.h"

#include "schema/page_keys.h"

bool
lent_add(struct statement *a, struct str name)
{
	struct catalog *c = a->catalog;
	size_t at = c->n;

	if (!page_keys_is_plain(name) ||
	    !tables_add(c, name, TABLE_VIEW, NULL, a->at.path, a->to))
		return false;
	c->lent++;
	c->states[at].calls = a->reading.calls;
	c->states[at].state = TABLE_READY;
	return plan_columns(a, at) && plan_table(c, at, a->to);
}

static void
take_back(struct catalog *c)
{
	struct str name = c->tables[--c->n].name;
	struct findings silent = { 0 };
	struct buf sql = { 0 };

	buf_addz(&sql, "DROP TABLE IF EXISTS ");
	sql_add_name(&sql, name);
	db_run(c, c->plan, buf_z(&sql), &silent);
	*map_put(&c->by_name, name) = NULL;
	buf_release(&sql);
}

void
lent_end(struct catalog *c)
{
	for (; c->lent; c->lent--)
		take_back(c);
}
