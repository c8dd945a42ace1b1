/* notes: what was worked out from the rows, kept beside them. */
#include "catalog/notes.h"

#include <stdlib.h>

#include <sqlite3.h>

#include "base/map.h"
#include "base/mem.h"
#include "catalog/changes.h"
#include "catalog/inside.h"
#include "catalog/row_cache.h"
#include "catalog/sync.h"

/* So many pads are kept. */
enum { PADS_MOST = 4 };

/* A note that is not written yet. */
struct note {
	int kind;
	struct str key, value;
};

struct notes {
	struct catalog *catalog;
	struct str name;
	int64_t pad, state; /* pad 0: there is none of the name */
	bool clear;         /* what is written counts no more */
	bool failed;        /* something written could not be read */
	struct arena arena;
	struct map put; /* kind and key → struct note */
	sqlite3_stmt *get;
};

static void
find_pad(struct notes *n)
{
	sqlite3_stmt *st = NULL;

	if (db_prepare(n->catalog,
		"SELECT pad, state FROM \"kn pads\" WHERE name = ?",
		&st) != SQLITE_OK)
		return;
	db_bind_text(st, 1, n->name);
	if (db_step(n->catalog, st) == SQLITE_ROW) {
		n->pad = sqlite3_column_int64(st, 0);
		n->state = sqlite3_column_int64(st, 1);
	}
	sqlite3_finalize(st);
}

struct notes *
notes_open(struct catalog *c, struct str name)
{
	struct findings silent = { 0 };
	struct notes *n;

	if (!row_cache_has(c))
		return NULL;
	if (!row_cache_is_cold(c) &&
	    !(sync_all(c, &silent) && row_cache_may_keep(c)))
		return NULL;
	n = mem_alloc(sizeof *n);
	n->catalog = c;
	n->name = arena_keep(&n->arena, name);
	if (row_cache_is_cold(c))
		row_cache_later(c);
	else
		find_pad(n);
	return n;
}

void
notes_free(struct notes *n)
{
	if (!n)
		return;
	sqlite3_finalize(n->get);
	map_release(&n->put);
	arena_release(&n->arena);
	free(n);
}

bool
notes_changes(const struct notes *n, struct arena *a, struct changed_file **all,
    size_t *count)
{
	return n->pad && !n->clear &&
	    changes_since(n->catalog, n->state, a, all, count);
}

/* Reading. */

static struct str
put_key(struct arena *a, int kind, struct str key)
{
	return str_of(arena_f(a, "%d\n%.*s", kind, STRF(key)));
}

static const struct note *
find_put(struct notes *n, int kind, struct str key)
{
	struct arena a = { 0 };
	const struct note *one = map_get(&n->put, put_key(&a, kind, key));

	arena_release(&a);
	return one;
}

static bool
get_written(struct notes *n, int kind, struct str key, struct buf *value)
{
	static const char sql[] =
	    "SELECT value FROM \"kn notes\" WHERE pad = ? AND kind = ? AND key "
	    "= ?";
	int rc;

	if (!n->pad || n->clear)
		return false;
	if (!n->get && db_prepare(n->catalog, sql, &n->get) != SQLITE_OK) {
		n->failed = true;
		return false;
	}
	sqlite3_bind_int64(n->get, 1, n->pad);
	sqlite3_bind_int(n->get, 2, kind);
	db_bind_text(n->get, 3, key);
	rc = db_step(n->catalog, n->get);
	if (rc == SQLITE_ROW)
		buf_add(value, db_bytes(n->get, 0));
	n->failed |= rc != SQLITE_ROW && rc != SQLITE_DONE;
	sqlite3_reset(n->get);
	return rc == SQLITE_ROW;
}

bool
notes_failed(const struct notes *n)
{
	return n->failed;
}

bool
notes_get(struct notes *n, int kind, struct str key, struct buf *value)
{
	const struct note *one = find_put(n, kind, key);

	if (one)
		buf_add(value, one->value);
	return one ? one->value.n : get_written(n, kind, key, value);
}

static int
by_key(const void *a, const void *b)
{
	return str_cmp((*(const struct note *const *)a)->key,
	    (*(const struct note *const *)b)->key);
}

static const struct note **
sorted(const struct notes *n, int kind, size_t *count)
{
	const struct note **all = mem_alloc((n->put.n + 1) * sizeof(void *));

	*count = 0;
	for (size_t i = 0; i < n->put.n; i++) {
		const struct note *one = n->put.pairs[i].value;

		if (one->kind == kind)
			all[(*count)++] = one;
	}
	if (*count)
		qsort(all, *count, sizeof *all, by_key);
	return all;
}

/* What is written and what is put, merged; what is put takes the place of what
 * is written. */
bool
notes_each(struct notes *n, int kind,
    void (*each)(struct str, struct str, void *), void *to)
{
	size_t count, i = 0;
	const struct note **put = sorted(n, kind, &count);
	sqlite3_stmt *st = NULL;
	bool ok = true;
	int rc = SQLITE_DONE;

	if (n->pad && !n->clear)
		ok =
		    db_prepare(n->catalog,
			"SELECT key, value FROM \"kn notes\" WHERE pad = ? AND "
			"kind = ? ORDER BY key",
			&st) == SQLITE_OK;
	sqlite3_bind_int64(st, 1, n->pad);
	sqlite3_bind_int(st, 2, kind);
	while (st && (rc = db_step(n->catalog, st)) == SQLITE_ROW) {
		struct str key = db_bytes(st, 0);
		int order = 1;

		for (; i < count && (order = str_cmp(put[i]->key, key)) < 0;
		     i++)
			if (put[i]->value.n)
				each(put[i]->key, put[i]->value, to);
		if (i == count || order != 0)
			each(key, db_bytes(st, 1), to);
	}
	for (; i < count; i++)
		if (put[i]->value.n)
			each(put[i]->key, put[i]->value, to);
	sqlite3_finalize(st);
	free(put);
	return ok && rc == SQLITE_DONE;
}

/* Writing. */

static const char put_sql[] =
    "INSERT OR REPLACE INTO \"kn notes\" VALUES(?,?,?,?)";

static bool
write_note(sqlite3_stmt *st, int64_t pad, const struct note *one)
{
	bool ok;

	sqlite3_bind_int64(st, 1, pad);
	sqlite3_bind_int(st, 2, one->kind);
	db_bind_text(st, 3, one->key);
	if (one->value.n)
		sqlite3_bind_blob64(st, 4, one->value.s, one->value.n,
		    SQLITE_STATIC);
	ok = sqlite3_step(st) == SQLITE_DONE;
	sqlite3_reset(st);
	return ok;
}

/* A pad that counts for no state of the rows until it is written whole. */
static bool
begin_beside(struct notes *n)
{
	sqlite3_stmt *st = NULL;
	bool ok = db_prepare(n->catalog,
		      "INSERT INTO \"kn pads\"(name, state) VALUES(?, -1)",
		      &st) == SQLITE_OK;

	db_bind_text(st, 1, n->name);
	ok = ok && db_step(n->catalog, st) == SQLITE_DONE;
	sqlite3_finalize(st);
	n->pad = ok ? sqlite3_last_insert_rowid(n->catalog->db) : 0;
	n->state = -1;
	n->clear = !ok;
	return ok;
}

/* There are as many as records when the first rows are put in: they are put
 * beside them at once. */
static bool
put_beside(struct notes *n, const struct note *one)
{
	sqlite3_stmt *st;
	bool ok;

	if (!one->value.n)
		return true;
	st = (n->pad && !n->clear) || begin_beside(n) ?
	    row_cache_beside(n->catalog, put_sql) :
	    NULL;
	n->catalog->trusted++;
	ok = st && write_note(st, n->pad, one);
	n->catalog->trusted--;
	return ok;
}

void
notes_put(struct notes *n, int kind, struct str key, struct str value)
{
	const struct note direct = { kind, key, value };
	struct note *one;

	if (row_cache_may_beside(n->catalog) && put_beside(n, &direct))
		return;
	one = (struct note *)find_put(n, kind, key);
	if (!one) {
		if (!value.n && (!n->pad || n->clear))
			return;
		one = ARENA_NEW(&n->arena, struct note);
		one->kind = kind;
		one->key = arena_keep(&n->arena, key);
		*map_put(&n->put, put_key(&n->arena, kind, key)) = one;
	}
	one->value = arena_keep(&n->arena, value);
}

void
notes_clear(struct notes *n)
{
	n->clear = true;
	map_release(&n->put);
	n->put = (struct map){ 0 };
}

static bool
run(sqlite3 *db, const char *sql, int64_t number, struct str text)
{
	sqlite3_stmt *st = NULL;
	bool ok = sqlite3_prepare_v2(db, sql, -1, &st, NULL) == SQLITE_OK;

	if (ok && sqlite3_bind_parameter_count(st) > 0)
		sqlite3_bind_int64(st, 1, number);
	if (ok && sqlite3_bind_parameter_count(st) > 1)
		db_bind_text(st, 2, text);
	ok = ok && sqlite3_step(st) == SQLITE_DONE;
	sqlite3_finalize(st);
	return ok;
}

static bool
write_notes(const struct notes *n, sqlite3 *db, int64_t pad)
{
	static const char drop[] =
	    "DELETE FROM \"kn notes\" WHERE pad = ? AND kind = ? AND key = ?";
	sqlite3_stmt *st[2] = { NULL };
	bool ok =
	    sqlite3_prepare_v2(db, put_sql, -1, &st[0], NULL) == SQLITE_OK &&
	    sqlite3_prepare_v2(db, drop, -1, &st[1], NULL) == SQLITE_OK;

	for (size_t i = 0; ok && i < n->put.n; i++) {
		const struct note *one = n->put.pairs[i].value;
		sqlite3_stmt *how = st[one->value.n ? 0 : 1];

		ok = write_note(how, pad, one);
	}
	sqlite3_finalize(st[0]);
	sqlite3_finalize(st[1]);
	return ok;
}

/* The pad becomes the newest, by another number, when it begins anew. */
static bool
begin_pad(const struct notes *n, sqlite3 *db, int64_t *pad)
{
	static const char oldest[] =
	    "DELETE FROM \"kn pads\" WHERE pad <= (SELECT pad FROM \"kn pads\" "
	    "ORDER BY pad DESC LIMIT 1 OFFSET ?)";
	bool ok = run(db, "DELETE FROM \"kn pads\" WHERE ?1 AND name = ?2", 1,
		      n->name) &&
	    run(db, "INSERT INTO \"kn pads\"(state, name) VALUES(?, ?)",
		row_cache_state(n->catalog), n->name);

	*pad = sqlite3_last_insert_rowid(db);
	return ok && run(db, oldest, PADS_MOST, STR("")) &&
	    run(db,
		"DELETE FROM \"kn notes\" WHERE pad NOT IN (SELECT pad FROM "
		"\"kn pads\")",
		0, STR(""));
}

bool
notes_write(const struct notes *n, sqlite3 *db)
{
	int64_t pad = n->pad;

	if (!pad || n->clear)
		return begin_pad(n, db, &pad) && write_notes(n, db, pad);
	return run(db, "UPDATE \"kn pads\" SET state = ?1 WHERE name = ?2",
		   row_cache_state(n->catalog), n->name) &&
	    write_notes(n, db, pad);
}
