/* paths: the files of a record. */
#include "catalog/inside.h"

#include <sqlite3.h>

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static const char *
record_table(const struct catalog *c, const struct type *type)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->states[i].kind == TABLE_RECORD &&
		    c->tables[i].type == type)
			return c->tables[i].name.s;
	return NULL;
}

static bool
prepare(struct catalog *c, const struct type *type)
{
	sqlite3_stmt **st = &c->types[type->index].paths;
	const char *name = record_table(c, type);
	char *sql;
	bool ok;

	if (*st || !name)
		return *st;
	sql =
	    sqlite3_mprintf("SELECT path FROM main.\"%w\" WHERE id = ?", name);
	if (!sql)
		mem_out();
	ok = db_prepare(c, sql, st) == SQLITE_OK;
	sqlite3_free(sql);
	return ok;
}

size_t
catalog_paths(struct catalog *c, const struct type *type, struct str id,
    struct arena *a, const char ***paths)
{
	const char **own = NULL;
	size_t n = 0, cap = 0;
	sqlite3_stmt *st;
	int rc;

	*paths = NULL;
	if (!prepare(c, type))
		return 0;
	st = c->types[type->index].paths;
	db_bind_text(st, 1, id);
	while ((rc = db_step(c, st)) == SQLITE_ROW)
		*MEM_PUSH(own, n, cap) = arena_z(a,
		    str_of((const char *)sqlite3_column_text(st, 0)));
	sqlite3_reset(st);
	if (rc != SQLITE_DONE)
		n = 0;
	*paths = ARENA_ARRAY(a, const char *, n);
	if (n)
		memcpy(*paths, own, n * sizeof *own);
	free(own);
	return n;
}
