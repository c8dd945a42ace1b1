/* changes: which rows are otherwise than they were. */
#include "catalog/changes.h"

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/pack.h"
#include "catalog/inside.h"
#include "catalog/row_cache.h"
#include "catalog/sync.h"

/* So many files are named; where more change at once, or have since, it is as
 * quick to look at all. */
enum { CHANGES_MOST = 2000 };

/* Images. */

struct table_image {
	size_t n; /* columns that are stored; 0: another type's */
	size_t rows;
	struct buf *columns; /* one cell after the other */
};

struct changes_image {
	size_t n;
	struct table_image *tables;
	struct buf id;
	bool nameless; /* it is a record, and has none */
	bool broken;   /* it could not be read */
};

static void
add_cell(struct buf *b, sqlite3_stmt *st, int i)
{
	pack_number(b, sqlite3_column_type(st, i));
	pack_str(b, db_bytes(st, i));
}

static bool
is_of(const struct catalog *c, size_t table, const struct type *type)
{
	return row_cache_holds(&c->states[table]) &&
	    (c->tables[table].type == type || table == c->bad ||
		table == c->unread);
}

static void
take_id(const struct catalog *c, size_t table, sqlite3_stmt *st,
    struct changes_image *image)
{
	const struct table_state *s = &c->states[table];

	if (s->kind != TABLE_RECORD)
		return;
	image->nameless = true;
	for (size_t i = 0; i < c->tables[table].n && image->nameless; i++) {
		if (s->from[i].take != TAKE_ID ||
		    sqlite3_column_type(st, (int)i) != SQLITE_TEXT)
			continue;
		buf_addz(&image->id,
		    (const char *)sqlite3_column_text(st, (int)i));
		image->nameless = false;
	}
}

static bool
read_table(struct catalog *c, size_t table, int64_t rec,
    struct changes_image *image)
{
	struct table_image *t = &image->tables[table];
	sqlite3_stmt *st = row_cache_rows(c, table);
	int rc;

	if (!st)
		return false;
	sqlite3_bind_int64(st, 1, rec);
	t->n = (size_t)sqlite3_column_count(st);
	t->columns = mem_alloc((t->n + 1) * sizeof *t->columns);
	while ((rc = db_step(c, st)) == SQLITE_ROW) {
		t->rows++;
		for (size_t i = 0; i < t->n; i++)
			add_cell(&t->columns[i], st, (int)i);
		take_id(c, table, st, image);
	}
	sqlite3_reset(st);
	return rc == SQLITE_DONE;
}

static void
image_free(struct changes_image *image)
{
	for (size_t i = 0; i < image->n; i++) {
		for (size_t k = 0; k < image->tables[i].n; k++)
			buf_release(&image->tables[i].columns[k]);
		free(image->tables[i].columns);
	}
	buf_release(&image->id);
	free(image->tables);
	free(image);
}

static struct changes_image *
image_of(struct catalog *c, const struct type *type, int64_t rec)
{
	struct changes_image *image = mem_alloc(sizeof *image);

	image->n = c->n;
	image->tables = mem_alloc(c->n * sizeof *image->tables);
	for (size_t i = 0; i < c->n; i++)
		if (is_of(c, i, type))
			image->broken |= !read_table(c, i, rec, image);
	return image;
}

struct changes_image *
changes_image(struct catalog *c, const struct type *type, int64_t rec)
{
	if (row_cache_is_cold(c) || row_cache_changed(c) > CHANGES_MOST)
		return NULL;
	return image_of(c, type, rec);
}

/* Noting. */

/* A body is no column that is stored, and may be another one in any file that
 * changed. */
static bool
is_body(const struct catalog *c, size_t table, size_t column)
{
	return c->states[table].kind == TABLE_RECORD &&
	    str_is(c->tables[table].columns[column].name, "body");
}

static void
pack_table(const struct catalog *c, size_t table, const struct table_image *a,
    const struct table_image *b, struct buf *to)
{
	const struct table *t = &c->tables[table];
	bool all = a->rows != b->rows;

	if (!a->rows && !b->rows)
		return;
	pack_number(to, (int64_t)table);
	for (size_t i = 0; i < t->n; i++)
		buf_addc(to,
		    all || is_body(c, table, i) ||
			    (i < a->n && i < b->n &&
				!str_eq(buf_str(&a->columns[i]),
				    buf_str(&b->columns[i]))) ?
			'1' :
			'0');
}

static bool
put_note(struct catalog *c, const struct type *type, const char *path,
    int64_t rec, const struct changes_image *before,
    const struct changes_image *now)
{
	struct buf what = { 0 };
	sqlite3_stmt *st = NULL;
	bool ok;

	for (size_t i = 0; i < c->n; i++)
		if (is_of(c, i, type))
			pack_table(c, i, &before->tables[i], &now->tables[i],
			    &what);
	ok = db_prepare(c,
		 "INSERT INTO \"kn changes\"(state, type, path, rec, before, "
		 "after, nameless, what) VALUES(?,?,?,?,?,?,?,?)",
		 &st) == SQLITE_OK;
	if (ok) {
		sqlite3_bind_int64(st, 1, row_cache_state(c) + 1);
		sqlite3_bind_int64(st, 2, (sqlite3_int64)type->index);
		db_bind_text(st, 3, str_of(path));
		sqlite3_bind_int64(st, 4, rec);
		db_bind_some(st, 5, buf_str(&before->id));
		db_bind_some(st, 6, buf_str(&now->id));
		sqlite3_bind_int(st, 7, before->nameless || now->nameless);
		sqlite3_bind_blob64(st, 8, what.s ? what.s : "", what.n,
		    SQLITE_STATIC);
		ok = db_step(c, st) == SQLITE_DONE;
	}
	sqlite3_finalize(st);
	buf_release(&what);
	return ok;
}

bool
changes_note(struct catalog *c, const struct type *type, const char *path,
    struct changes_image *before, int64_t rec)
{
	struct changes_image *now;
	bool ok;

	if (!before)
		return true;
	now = image_of(c, type, rec);
	ok = !before->broken && !now->broken &&
	    put_note(c, type, path, rec, before, now);
	image_free(before);
	image_free(now);
	return ok;
}

bool
changes_end(struct catalog *c)
{
	struct findings silent = { 0 };

	if (row_cache_is_cold(c) || !row_cache_changed(c))
		return true;
	if (row_cache_changed(c) > CHANGES_MOST)
		return db_run_f(c, &silent, "DELETE FROM \"kn changes\"") &&
		    db_run_f(c, &silent, "UPDATE \"kn floor\" SET state = %lld",
			(long long)row_cache_state(c) + 1);
	return db_run_f(c, &silent,
		   "UPDATE \"kn floor\" SET state = max(state, "
		   "coalesce((SELECT max(state) FROM \"kn changes\" WHERE n <= "
		   "(SELECT max(n) FROM \"kn changes\") - %d), 0))",
		   CHANGES_MOST) &&
	    db_run_f(c, &silent,
		"DELETE FROM \"kn changes\" WHERE n <= (SELECT max(n) FROM "
		"\"kn changes\") - %d",
		CHANGES_MOST);
}

/* Reading. */

static bool
is_known_since(struct catalog *c, int64_t state)
{
	sqlite3_stmt *st = NULL;
	bool known =
	    db_prepare(c, "SELECT state FROM \"kn floor\"", &st) == SQLITE_OK &&
	    db_step(c, st) == SQLITE_ROW &&
	    sqlite3_column_int64(st, 0) <= state;

	sqlite3_finalize(st);
	return known;
}

static bool
take_what(const struct catalog *c, struct str bytes, struct arena *a,
    struct reads *to)
{
	struct unpack p = pack_from(bytes);

	if (!to->columns) {
		to->n = c->n;
		to->columns = ARENA_ARRAY(a, bool *, c->n);
	}
	while (p.ok && p.rest.n) {
		size_t table = (size_t)pack_take_number(&p);
		size_t n = p.ok && table < c->n ? c->tables[table].n : 0;

		if (!n || p.rest.n < n)
			return false;
		if (!to->columns[table])
			to->columns[table] = ARENA_ARRAY(a, bool, n);
		for (size_t i = 0; i < n; i++)
			to->columns[table][i] |= p.rest.s[i] == '1';
		p.rest = str_from(p.rest, n);
	}
	return p.ok;
}

static struct str
text_of(sqlite3_stmt *st, int i, struct arena *a)
{
	return arena_keep(a,
	    str_of(sqlite3_column_type(st, i) == SQLITE_TEXT ?
		    (const char *)sqlite3_column_text(st, i) :
		    ""));
}

enum {
	ROW_TYPE,
	ROW_PATH,
	ROW_REC,
	ROW_BEFORE,
	ROW_AFTER,
	ROW_NAMELESS,
	ROW_WHAT
};

/* Those of one file follow each other, the oldest first. */
static const char since[] =
    "SELECT type, path, rec, before, after, nameless, what FROM "
    "\"kn changes\" WHERE state > ? ORDER BY type, path, n";

static bool
take_row(struct catalog *c, sqlite3_stmt *st, struct arena *a,
    struct changed_file **all, size_t *n, size_t *cap)
{
	size_t type = (size_t)sqlite3_column_int64(st, ROW_TYPE);
	struct str path =
	    str_of((const char *)sqlite3_column_text(st, ROW_PATH));
	struct changed_file *one = *n ? &(*all)[*n - 1] : NULL;

	if (type >= c->schema->n_types)
		return false;
	if (!one || one->type->index != type || !str_is(path, one->path)) {
		one = MEM_PUSH(*all, *n, *cap);
		*one = (struct changed_file){ .type = &c->schema->types[type],
			.path = arena_z(a, path),
			.id = text_of(st, ROW_BEFORE, a) };
	}
	one->there = sqlite3_column_int64(st, ROW_REC) != 0;
	one->nameless |= sqlite3_column_int(st, ROW_NAMELESS);
	one->id_now = text_of(st, ROW_AFTER, a);
	return take_what(c, db_bytes(st, ROW_WHAT), a, &one->what);
}

bool
changes_since(struct catalog *c, int64_t state, struct arena *a,
    struct changed_file **all, size_t *n)
{
	sqlite3_stmt *st = NULL;
	struct changed_file *own = NULL;
	size_t cap = 0;
	bool ok;
	int rc = SQLITE_DONE;

	*n = 0;
	ok = is_known_since(c, state) && db_prepare(c, since, &st) == SQLITE_OK;
	if (ok)
		sqlite3_bind_int64(st, 1, state);
	while (ok && (rc = db_step(c, st)) == SQLITE_ROW)
		ok = take_row(c, st, a, &own, n, &cap);
	sqlite3_finalize(st);
	*all = ARENA_ARRAY(a, struct changed_file, *n);
	if (*n)
		memcpy(*all, own, *n * sizeof **all);
	free(own);
	return ok && rc == SQLITE_DONE;
}

bool
changes_meet(const struct changed_file *all, size_t n, const struct reads *r,
    const struct catalog *c)
{
	for (size_t i = 0; i < n; i++)
		if (reads_meet(r, &all[i].what, c))
			return true;
	return false;
}
