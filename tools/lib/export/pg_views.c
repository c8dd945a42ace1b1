/* pg_views: the views of the schema, for PostgreSQL. */
#include "export/pg_views.h"

#include <stdlib.h>

#include "base/mem.h"
#include "export/inside.h"
#include "parse/sql_postgres.h"
#include "parse/sql_tree.h"

struct views {
	const struct catalog *catalog;
	const struct exporting *e;
	const struct table *tables;
	size_t n;
	bool *there; /* by table: it is made, or has rows */
};

/* The table that a statement names; NULL: it is one of its own. */
static const struct table *
named(const struct views *v, struct str written)
{
	for (size_t i = 0; i < v->n; i++)
		if (sql_says(written, v->tables[i].name))
			return &v->tables[i];
	return NULL;
}

static bool
can_be_made(const struct views *v, const struct table *view)
{
	struct arena a = { 0 };
	struct sql_words words =
	    sql_words(&a, catalog_view_sql(v->catalog, view));
	struct sql_tree tree = sql_tree(&a, &words);
	bool can = tree.body;

	for (const struct sql_table *t = tree.tables; can && t; t = t->next) {
		const struct table *reads = named(v, t->name);

		can = !reads || v->there[reads - v->tables];
	}
	arena_release(&a);
	return can;
}

/* What PostgreSQL does not take is said, and all else is there. */
static void
add_view(struct buf *b, const struct views *v, const struct table *view)
{
	struct buf sql = { 0 };

	buf_addz(&sql, "CREATE VIEW ketnap.");
	sql_add_name(&sql, view->name);
	buf_addz(&sql, " AS\n");
	sql_postgres_add(&sql, catalog_view_sql(v->catalog, view), NULL, NULL);
	buf_addz(b, "DO $$ BEGIN EXECUTE ");
	sql_add_text(b, buf_str(&sql));
	buf_addz(b, ";\nEXCEPTION WHEN OTHERS THEN RAISE WARNING '%: %', ");
	sql_add_text(b, view->name);
	buf_addz(b, ", SQLERRM;\nEND $$;\n");
	buf_release(&sql);
}

void
pg_views_add(struct buf *b, struct exporting *e)
{
	struct views v = { .catalog = e->o->answer->catalog, .e = e };
	bool more = true;

	v.tables = catalog_tables(v.catalog, &v.n);
	v.there = mem_alloc(v.n * sizeof *v.there);
	for (size_t i = 0; i < v.n; i++) {
		v.there[i] = false;
		for (size_t k = 0; k < e->n; k++)
			v.there[i] |= e->tables[k].table == &v.tables[i];
	}
	buf_addz(b, "SET LOCAL search_path TO ketnap, pg_catalog;\n");
	while (more) {
		more = false;
		for (size_t i = 0; i < v.n; i++) {
			if (!v.tables[i].view || v.there[i] ||
			    !can_be_made(&v, &v.tables[i]))
				continue;
			add_view(b, &v, &v.tables[i]);
			v.there[i] = more = true;
		}
	}
	free(v.there);
}
