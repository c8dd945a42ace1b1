/* kept_table: tables that statements made for others, as bytes. */
#include "catalog/kept_table.h"

#include <string.h>

#include <sqlite3.h>

#include "base/mem.h"
#include "base/pack.h"
#include "catalog/inside.h"
#include "catalog/query.h"

static const char create[] = "CREATE TABLE ";

/* The statement that SQLite notes of a temporary table does not say so. */
static bool
pack_form(struct catalog *c, const char *name, struct buf *b)
{
	sqlite3_stmt *st = NULL;
	struct str sql = { 0 };
	bool ok =
	    db_prepare(c, "SELECT sql FROM temp.sqlite_schema WHERE name = ?",
		&st) == SQLITE_OK;

	db_bind_text(st, 1, str_of(name));
	ok = ok && db_step(c, st) == SQLITE_ROW;
	if (ok)
		sql = db_bytes(st, 0);
	ok = ok && str_starts(sql, str_of(create));
	if (ok)
		pack_str(b, str_from(sql, strlen(create)));
	sqlite3_finalize(st);
	return ok;
}

static void
pack_value(struct buf *b, sqlite3_stmt *st, int i)
{
	int type = sqlite3_column_type(st, i);

	pack_number(b, type);
	switch (type) {
	case SQLITE_INTEGER:
		pack_number(b, sqlite3_column_int64(st, i));
		break;
	case SQLITE_FLOAT:
		pack_real(b, sqlite3_column_double(st, i));
		break;
	case SQLITE_NULL:
		break;
	default:
		pack_str(b, db_bytes(st, i));
	}
}

static sqlite3_stmt *
ask(struct catalog *c, const char *fmt, const char *name)
{
	char *sql = sqlite3_mprintf(fmt, name);
	sqlite3_stmt *st = NULL;

	if (!sql)
		mem_out();
	db_prepare(c, sql, &st);
	sqlite3_free(sql);
	return st;
}

bool
kept_table_pack(struct catalog *c, const char *name, struct buf *b)
{
	sqlite3_stmt *st = ask(c, "SELECT * FROM temp.\"%w\"", name);
	bool ok = st && pack_form(c, name, b);
	int rc = SQLITE_ERROR;

	pack_number(b, sqlite3_column_count(st));
	while (ok && (rc = db_step(c, st)) == SQLITE_ROW)
		for (int i = 0; i < sqlite3_column_count(st); i++)
			pack_value(b, st, i);
	sqlite3_finalize(st);
	return ok && rc == SQLITE_DONE;
}

/* What is bound lasts as long as the bytes. */
static bool
bind_value(sqlite3_stmt *st, int at, struct unpack *p)
{
	int type = (int)pack_take_number(p);
	struct str s;

	switch (type) {
	case SQLITE_INTEGER:
		sqlite3_bind_int64(st, at, pack_take_number(p));
		break;
	case SQLITE_FLOAT:
		sqlite3_bind_double(st, at, pack_take_real(p));
		break;
	case SQLITE_TEXT:
		s = pack_take_str(p);
		db_bind_text(st, at, s.s ? s : STR(""));
		break;
	case SQLITE_NULL:
		sqlite3_bind_null(st, at);
		break;
	default:
		p->ok = false;
	}
	return p->ok;
}

static bool
insert(struct catalog *c, const char *name, struct unpack *p)
{
	size_t n = (size_t)pack_take_number(p);
	struct buf sql = { 0 };
	sqlite3_stmt *st;
	bool ok = p->ok && n;

	buf_addz(&sql, "INSERT INTO temp.\"%w\" VALUES(?");
	for (size_t i = 1; i < n && i < p->rest.n; i++)
		buf_addz(&sql, ",?");
	buf_addc(&sql, ')');
	st = ok ? ask(c, buf_z(&sql), name) : NULL;
	buf_release(&sql);
	ok = st;
	while (ok && p->rest.n) {
		for (size_t i = 0; ok && i < n; i++)
			ok = bind_value(st, (int)i + 1, p);
		ok = ok && db_step(c, st) == SQLITE_DONE;
		sqlite3_reset(st);
	}
	sqlite3_finalize(st);
	return ok;
}

/* SQLite may have taken a value for another as it was put in. */
static bool
is_as_it_was(struct catalog *c, const char *name, struct str bytes)
{
	struct buf now = { 0 };
	bool same =
	    kept_table_pack(c, name, &now) && str_eq(buf_str(&now), bytes);

	buf_release(&now);
	return same;
}

bool
kept_table_take(struct catalog *c, const char *name, struct str bytes)
{
	struct findings silent = { 0 };
	struct unpack p = pack_from(bytes);
	struct str form = pack_take_str(&p);
	struct buf sql = { 0 };
	bool made, ok;

	buf_addf(&sql, "CREATE TEMP TABLE %.*s", STRF(form));
	made = p.ok && db_settle(c, &silent) &&
	    db_run(c, c->db, buf_z(&sql), &silent);
	buf_release(&sql);
	ok = made && db_run(c, c->db, "BEGIN", &silent) && insert(c, name, &p);
	ok = db_settle(c, &silent) && ok && is_as_it_was(c, name, bytes);
	if (ok)
		*MEM_PUSH(c->kept, c->n_kept, c->cap_kept) =
		    arena_keep(&c->arena, str_of(name));
	else if (made)
		db_run_f(c, &silent, "DROP TABLE temp.\"%w\"", name);
	return ok;
}
