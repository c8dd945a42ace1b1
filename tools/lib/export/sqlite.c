/* sqlite: tables as one file of SQLite. */
#include "export/inside.h"

#include "catalog/database_file.h"
#include "export/ddl.h"

static const struct ddl_dialect dialect = {
	.types = { [DDL_TEXT] = "TEXT",
	    [DDL_INTEGER] = "INTEGER",
	    [DDL_REAL] = "REAL",
	    [DDL_FLAG] = "INTEGER",
	    [DDL_DAY] = "TEXT" },
	.references = true,
};

static bool
begin(struct exporting *e)
{
	if (!ddl_names_fit(e, &dialect))
		return false;
	e->own =
	    database_file_new(output_path(e->output, NULL, &e->arena), e->to);
	return e->own;
}

static bool
open_table(struct exporting *e, struct export_table *x)
{
	struct buf sql = { 0 };

	ddl_add_table(&sql, e, x, &dialect, NULL);
	if (database_file_run(e->own, buf_z(&sql))) {
		buf_clear(&sql);
		buf_addz(&sql, "INSERT INTO ");
		ddl_add_name(&sql, NULL, x->name);
		for (size_t i = 0; i < x->n; i++)
			buf_addz(&sql, i ? ",?" : " VALUES(?");
		buf_addc(&sql, ')');
		x->own = database_file_insert(e->own, buf_z(&sql));
	}
	buf_release(&sql);
	return x->own;
}

static bool
put_row(struct exporting *e, struct export_table *x, const struct cell *cells)
{
	(void)e;
	return database_file_put(x->own, cells, x->n);
}

/* A key where the ids allow it, else what finds them all the same. */
static bool
add_index(struct exporting *e, const struct export_table *x)
{
	struct buf sql = { 0 };
	bool ok;

	buf_addz(&sql,
	    x->record && x->keyed ? "CREATE UNIQUE INDEX " : "CREATE INDEX ");
	ddl_add_name(&sql, NULL, arena_f(&e->arena, "%s by id", x->name));
	buf_addz(&sql, " ON ");
	ddl_add_name(&sql, NULL, x->name);
	buf_addz(&sql, "(\"id\")");
	ok = database_file_run(e->own, buf_z(&sql));
	buf_release(&sql);
	return ok;
}

static bool
end(struct exporting *e)
{
	struct buf sql = { 0 };
	bool ok = true;

	for (size_t i = 0; ok && i < e->n; i++)
		if (e->tables[i].table->type)
			ok = add_index(e, &e->tables[i]);
	ddl_add_facts(&sql, e, &dialect, NULL);
	ok = ok && database_file_run(e->own, buf_z(&sql)) &&
	    database_file_finish(e->own);
	buf_release(&sql);
	return ok;
}

static void
release(struct exporting *e)
{
	database_file_free(e->own);
}

const struct export_format export_sqlite = {
	.word = "sqlite",
	.place = EXPORT_FILE,
	.database = true,
	.begin = begin,
	.open = open_table,
	.row = put_row,
	.end = end,
	.release = release,
};
