/* database_file: rows into a file of SQLite. */
#include "catalog/database_file.h"

#include <stdlib.h>

#include <sqlite3.h>

#include "base/lang.h"
#include "base/mem.h"

struct database_insert {
	struct database_file *file;
	sqlite3_stmt *st;
};

struct database_file {
	sqlite3 *db;
	struct findings *to;
	struct database_insert **inserts;
	size_t n, cap;
};

static bool
failed(struct database_file *f)
{
	return found_trouble(f->to, _("the database cannot be written: %s"),
	    sqlite3_errmsg(f->db));
}

bool
database_file_run(struct database_file *f, const char *sql)
{
	return sqlite3_exec(f->db, sql, NULL, NULL, NULL) == SQLITE_OK ||
	    failed(f);
}

struct database_file *
database_file_new(const char *path, struct findings *to)
{
	struct database_file *f = mem_alloc(sizeof *f);

	f->to = to;
	if (sqlite3_open_v2(path, &f->db,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		failed(f);
	else if (database_file_run(f,
		     "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
		     "PRAGMA encoding='UTF-8'; PRAGMA temp_store=MEMORY; "
		     "BEGIN"))
		return f;
	database_file_free(f);
	return NULL;
}

struct database_insert *
database_file_insert(struct database_file *f, const char *sql)
{
	struct database_insert *i = mem_alloc(sizeof *i);

	i->file = f;
	*MEM_PUSH(f->inserts, f->n, f->cap) = i;
	if (sqlite3_prepare_v2(f->db, sql, -1, &i->st, NULL) == SQLITE_OK)
		return i;
	failed(f);
	return NULL;
}

bool
database_file_put(struct database_insert *i, const struct cell *cells, size_t n)
{
	int rc;

	for (size_t k = 0; k < n; k++) {
		const struct cell *c = &cells[k];
		int at = (int)k + 1;

		if (c->kind == CELL_INT)
			sqlite3_bind_int64(i->st, at, c->i);
		else if (c->kind == CELL_REAL)
			sqlite3_bind_double(i->st, at, c->d);
		else if (c->kind == CELL_TEXT)
			sqlite3_bind_text64(i->st, at, c->s.s ? c->s.s : "",
			    c->s.n, SQLITE_STATIC, SQLITE_UTF8);
		else
			sqlite3_bind_null(i->st, at);
	}
	rc = sqlite3_step(i->st);
	sqlite3_reset(i->st);
	return rc == SQLITE_DONE || failed(i->file);
}

static void
end_inserts(struct database_file *f)
{
	for (size_t i = 0; i < f->n; i++) {
		sqlite3_finalize(f->inserts[i]->st);
		free(f->inserts[i]);
	}
	f->n = 0;
}

bool
database_file_finish(struct database_file *f)
{
	end_inserts(f);
	if (!database_file_run(f, "COMMIT"))
		return false;
	if (sqlite3_close(f->db) != SQLITE_OK)
		return failed(f);
	f->db = NULL;
	return true;
}

void
database_file_free(struct database_file *f)
{
	if (!f)
		return;
	end_inserts(f);
	sqlite3_close(f->db);
	free(f->inserts);
	free(f);
}
