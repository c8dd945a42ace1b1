/* db: our own SQL, of which the gate asks nothing. */
#include "catalog/inside.h"

#include <stdarg.h>
#include <string.h>
#include <strings.h>

#include <sqlite3.h>

#include "base/mem.h"
#include "text/text.h"

/* Nothing of ours is trusted for longer than one call of SQLite. A statement
 * that was made old by a new table is prepared again while it steps. */

bool
db_failed(sqlite3 *db, struct findings *to)
{
	return found(to, FIND_SQL_ENGINE, place_file(NULL),
	    _("the database failed: %s"), sqlite3_errmsg(db));
}

bool
db_run(struct catalog *c, sqlite3 *db, const char *sql, struct findings *to)
{
	int rc;

	c->trusted++;
	rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
	c->trusted--;
	return rc == SQLITE_OK || db_failed(db, to);
}

bool
db_run_f(struct catalog *c, struct findings *to, const char *fmt, ...)
{
	va_list ap;
	char *sql;
	bool ok;

	va_start(ap, fmt);
	sql = sqlite3_vmprintf(fmt, ap);
	va_end(ap);
	if (!sql)
		mem_out();
	ok = db_run(c, c->db, sql, to);
	sqlite3_free(sql);
	return ok;
}

int
db_prepare(struct catalog *c, const char *sql, sqlite3_stmt **st)
{
	int rc;

	c->trusted++;
	rc = sqlite3_prepare_v2(c->db, sql, -1, st, NULL);
	c->trusted--;
	return rc;
}

int
db_step(struct catalog *c, sqlite3_stmt *st)
{
	int rc;

	c->trusted++;
	rc = sqlite3_step(st);
	c->trusted--;
	return rc;
}

bool
db_settle(struct catalog *c, struct findings *to)
{
	return sqlite3_get_autocommit(c->db) || db_run(c, c->db, "COMMIT", to);
}

void
db_bind(sqlite3_stmt *st, int at, const struct cell *cell)
{
	switch (cell->kind) {
	case CELL_INT:
		sqlite3_bind_int64(st, at, cell->i);
		break;
	case CELL_REAL:
		sqlite3_bind_double(st, at, cell->d);
		break;
	case CELL_TEXT:
		sqlite3_bind_text64(st, at, cell->s.s ? cell->s.s : "",
		    cell->s.n, SQLITE_TRANSIENT, SQLITE_UTF8);
		break;
	case CELL_NULL:
	case CELL_MASKED:
		sqlite3_bind_null(st, at);
		break;
	}
}

struct str
db_text(sqlite3_value *v)
{
	const char *s = (const char *)sqlite3_value_text(v);

	return (struct str){ s, s ? (size_t)sqlite3_value_bytes(v) : 0 };
}

void
db_bind_text(sqlite3_stmt *st, int at, struct str v)
{
	sqlite3_bind_text64(st, at, v.s, v.n, SQLITE_STATIC, SQLITE_UTF8);
}

struct str
db_bytes(sqlite3_stmt *st, int column)
{
	return (struct str){ sqlite3_column_blob(st, column),
		(size_t)sqlite3_column_bytes(st, column) };
}

void
db_bind_some(sqlite3_stmt *st, int at, struct str v)
{
	db_bind_text(st, at, v.n ? v : (struct str){ 0 });
}

bool
db_is_kept(const struct catalog *c, const char *table)
{
	for (size_t i = 0; i < c->n_kept; i++)
		if (c->kept[i].n == strlen(table) &&
		    strncasecmp(c->kept[i].s, table, c->kept[i].n) == 0)
			return true;
	return false;
}

struct str
db_nfc(struct arena *a, struct str sql)
{
	struct buf b = { 0 };

	if (text_nfc(sql))
		return sql;
	text_add_nfc(&b, sql);
	return arena_take(a, &b);
}
