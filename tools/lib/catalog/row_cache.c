/* row_cache: the tables of records, kept in a file in git's folder. */
#include "catalog/row_cache.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/install.h"
#include "base/mem.h"
#include "base/parallel.h"
#include "base/sha256.h"
#include "catalog/inside.h"
#include "git/cachefile.h"
#include "git/oid.h"
#include "git/source.h"
#include "record/steady.h"
#include "text/say.h"

/* What is kept, and how: another number, and it is made anew. */
static const char format[] = "ketnap rows 9 " KN_VERSION;

/* No statement of a page can name these. */
static const char tables[] =
    "CREATE TABLE \"kn meta\"(last INTEGER, state INTEGER, key TEXT);"
    "INSERT INTO \"kn meta\" VALUES(0, 0, '');"
    /* row_files.c */
    "CREATE TABLE \"kn files\"(type INTEGER, piece INTEGER, files BLOB, "
    "PRIMARY KEY(type, piece)) WITHOUT ROWID;"
    /* changes.c */
    "CREATE TABLE \"kn changes\"(n INTEGER PRIMARY KEY, state INTEGER, type "
    "INTEGER, path TEXT, rec INTEGER, before TEXT, after TEXT, nameless "
    "INTEGER, what BLOB);"
    "CREATE TABLE \"kn floor\"(state INTEGER);"
    "INSERT INTO \"kn floor\" VALUES(0);"
    /* recall.c and notes.c */
    "CREATE TABLE \"kn answers\"(n INTEGER PRIMARY KEY, question TEXT UNIQUE, "
    "state INTEGER, answer BLOB, reads BLOB);"
    "CREATE TABLE \"kn pads\"(pad INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT "
    "UNIQUE, state INTEGER);"
    "CREATE TABLE \"kn notes\"(pad INTEGER, kind INTEGER, key TEXT, value "
    "BLOB, PRIMARY KEY(pad, kind, key)) WITHOUT ROWID";

struct row_cache {
	struct cachefile *file; /* NULL: it is not kept */
	bool in_file;           /* c->db is it */
	bool in_part;           /* c->db is to take its place */
	bool kept;              /* it holds what c->db does */
	bool cold;              /* nothing was kept */
	bool changing;
	bool later;   /* more is to be written before it is sealed */
	bool stamped; /* now is known */
	struct file_stat now;
	sqlite3_int64 last;
	sqlite3_int64 state; /* of all rows: another number after each change */
	sqlite3_stmt *beside;
	sqlite3_stmt **forget, **rows; /* by table */
	size_t changed;                /* files, of those that were kept */
	int error; /* of SQLite, why it could not be kept; 0: none */
};

bool
row_cache_has(const struct catalog *c)
{
	return c->rows_kept;
}

bool
row_cache_is_cold(const struct catalog *c)
{
	return c->rows_kept->cold;
}

bool
row_cache_holds(const struct table_state *s)
{
	return s->kind == TABLE_RECORD || s->kind == TABLE_LIST ||
	    s->kind == TABLE_STAGE || s->kind == TABLE_BAD ||
	    s->kind == TABLE_UNREAD;
}

/* Opening. */

/* One for the records of a work tree or index, one for those of commits, and
 * others for who reads them with another schema than theirs. */
static const char *
file_name(struct catalog *c)
{
	struct str base = str_of(source_folder(c->source));
	const char *name = arena_f(&c->arena, "rows%s%s.sqlite",
	    source_commit_id(c->source) ? "-commit" : "",
	    c->options.fixed ? "-other" : "");

	return cachefile_name(&c->arena, name, base);
}

static bool
ask(struct catalog *c, const char *sql, sqlite3_stmt **st)
{
	return db_prepare(c, sql, st) == SQLITE_OK;
}

/* What rows are made with: with anything else they are made anew. */
static void
add_key(const struct catalog *c, struct buf *key)
{
	unsigned char sum[SHA256_BYTES];
	char hex[SHA256_HEX];

	schema_record_sum(c->schema, sum);
	buf_addf(key, "%s %s %s", format, install_build, sha256_hex(sum, hex));
}

static bool
read_meta(struct catalog *c)
{
	sqlite3_stmt *st = NULL;
	struct buf key = { 0 };
	bool ok = ask(c, "SELECT last, state, key FROM \"kn meta\"", &st) &&
	    db_step(c, st) == SQLITE_ROW;

	if (ok) {
		add_key(c, &key);
		ok = sqlite3_column_type(st, 2) == SQLITE_TEXT &&
		    str_is(buf_str(&key),
			(const char *)sqlite3_column_text(st, 2));
	}
	buf_release(&key);
	if (ok) {
		c->rows_kept->last = sqlite3_column_int64(st, 0);
		c->rows_kept->state = sqlite3_column_int64(st, 1);
	}
	sqlite3_finalize(st);
	return ok;
}

/* The tables of a file are all there, with all columns. */
static void
want_all(struct catalog *c, bool made)
{
	for (size_t i = 0; i < c->n; i++) {
		struct table_state *s = &c->states[i];

		if (!row_cache_holds(s))
			continue;
		s->columns = ARENA_ARRAY(&c->arena, bool, c->tables[i].n);
		for (size_t k = 0; k < c->tables[i].n; k++)
			s->columns[k] = true;
		s->made = made;
	}
}

/* A file that SQLite will only read, until the lock is ours alone. */
static const char of_file[] =
    "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; "
    "PRAGMA cache_size=-16384";

static bool
open_kept(struct catalog *c)
{
	struct row_cache *k = c->rows_kept;
	struct findings silent = { 0 };

	if (!k->file || !cachefile_sealed(k->file))
		return false;
	c->db =
	    connect_open(c, cachefile_path(k->file), &c->functions, &silent);
	if (c->db && db_run(c, c->db, of_file, &silent) && read_meta(c)) {
		k->in_file = k->kept = true;
		want_all(c, true);
		return true;
	}
	sqlite3_close(c->db);
	c->db = NULL;
	return false;
}

static bool
open_empty(struct catalog *c, struct findings *to)
{
	c->db = connect_open(c, ":memory:", &c->functions, to);
	return c->db;
}

void
row_cache_failed(struct catalog *c)
{
	if (!c->rows_kept->error)
		c->rows_kept->error = sqlite3_errcode(c->db) & 0xff;
}

/* That there is no room, or that the disk is broken, somebody should know. */
static void
say_unkept(const struct row_cache *k)
{
	struct findings tell = { .say = say_text, .to = stderr };

	if (k->file && (k->error == SQLITE_FULL || k->error == SQLITE_IOERR))
		cachefile_unkept(k->file, sqlite3_errstr(k->error), &tell);
}

/* All is written once, so nothing need be taken back. */
static const char of_part[] = "PRAGMA cache_size=-16384";

/* A database that is to be the cache: so rows need no room in memory. */
static bool
open_part(struct catalog *c)
{
	struct row_cache *k = c->rows_kept;
	const char *path = k->file ? cachefile_part(k->file) : NULL;
	struct findings silent = { 0 };

	if (!path)
		return false;
	c->db = connect_open(c, path, &c->functions, &silent);
	k->in_part = c->db && db_run(c, c->db, of_part, &silent) &&
	    db_run(c, c->db, tables, &silent);
	if (k->in_part)
		return true;
	if (c->db)
		row_cache_failed(c);
	say_unkept(k);
	sqlite3_close(c->db);
	c->db = NULL;
	cachefile_part_drop(k->file);
	return false;
}

bool
row_cache_open(struct catalog *c, struct findings *to)
{
	const char *folder =
	    c->options.no_cache ? NULL : source_git_folder(c->source);
	struct findings tell = { .say = say_text, .to = stderr };
	struct row_cache *k;

	if (!folder)
		return open_empty(c, to);
	c->rows_kept = k = mem_alloc(sizeof *k);
	k->file = cachefile_open(folder, file_name(c), &tell);
	k->forget = mem_alloc(c->n * sizeof *k->forget);
	k->rows = mem_alloc(c->n * sizeof *k->rows);
	if (open_kept(c))
		return true;
	k->cold = true;
	want_all(c, false);
	return open_part(c) ||
	    (open_empty(c, to) && db_run(c, c->db, tables, to));
}

static void
end_statements(struct catalog *c)
{
	struct row_cache *k = c->rows_kept;

	sqlite3_finalize(k->beside);
	k->beside = NULL;
	for (size_t i = 0; i < c->n; i++) {
		if (!row_cache_holds(&c->states[i]))
			continue;
		sqlite3_finalize(k->forget[i]);
		k->forget[i] = NULL;
		sqlite3_finalize(k->rows[i]);
		k->rows[i] = NULL;
		sqlite3_finalize(c->states[i].insert);
		c->states[i].insert = NULL;
	}
}

void
row_cache_free(struct catalog *c)
{
	if (!c->rows_kept)
		return;
	end_statements(c);
	if (c->rows_kept->later && c->rows_kept->kept &&
	    !cachefile_sealed(c->rows_kept->file))
		cachefile_seal(c->rows_kept->file);
	cachefile_close(c->rows_kept->file);
	free(c->rows_kept->forget);
	free(c->rows_kept->rows);
	free(c->rows_kept);
	c->rows_kept = NULL;
}

/* Comparing. */

/* Looking at many files takes longer than all else when nothing changed. */
struct looking {
	struct source *source;
	const struct entry *list;
	struct row_file *files;
	size_t n;
};

enum { LOOK_AT_ONCE = 128, LOOKERS_MOST = 8 };

static void
look(size_t job, void *own, void *to)
{
	struct looking *l = to;

	(void)own;
	size_t from = job * LOOK_AT_ONCE, n = l->n - from;
	struct file_stat all[LOOK_AT_ONCE] = { 0 };

	n = n < LOOK_AT_ONCE ? n : LOOK_AT_ONCE;
	source_stat_all(l->source, &l->list[from], n, all);
	for (size_t i = 0; i < n; i++)
		l->files[from + i].stat = all[i];
}

static void
look_at_all(struct catalog *c, const struct entry *list, size_t n,
    struct row_files *files)
{
	struct looking l = { .source = c->source,
		.list = list,
		.files = files->all,
		.n = n };
	struct parallel_jobs jobs = { .n =
					  (n + LOOK_AT_ONCE - 1) / LOOK_AT_ONCE,
		.most = LOOKERS_MOST,
		.work = look,
		.to = &l };

	parallel_run(&jobs);
}

/* Files that were written since are looked at again next time. */
static void
stamp(struct row_cache *k)
{
	if (!k->stamped && k->file)
		k->stamped = cachefile_now(k->file, &k->now);
}

/* Of a type that had no file nothing is kept. */
static bool
compare_with(struct catalog *c, sqlite3_stmt *st, const struct entry *list,
    size_t n, struct row_files *files)
{
	struct buf bytes = { 0 };
	int rc;
	bool ok;

	while ((rc = db_step(c, st)) == SQLITE_ROW)
		buf_add(&bytes, db_bytes(st, 0));
	ok = rc == SQLITE_DONE &&
	    row_files_compare(files, buf_str(&bytes), list, n,
		c->options.today);
	buf_release(&bytes);
	return ok;
}

bool
row_cache_compare(struct catalog *c, const struct type *type,
    const struct entry *list, size_t n, struct row_files *files)
{
	sqlite3_stmt *st = NULL;
	bool ok;

	*files = (struct row_files){ .all = mem_alloc(
					 (n + 1) * sizeof *files->all) };
	stamp(c->rows_kept);
	look_at_all(c, list, n, files);
	if (c->rows_kept->cold)
		return true;
	ok = ask(c,
	    "SELECT files FROM \"kn files\" WHERE type = ? ORDER BY piece",
	    &st);
	if (ok)
		sqlite3_bind_int64(st, 1, (sqlite3_int64)type->index);
	ok = ok && compare_with(c, st, list, n, files);
	sqlite3_finalize(st);
	return ok;
}

/* Changing. */

/* Another process reads the file, or it may not be written: a copy of it. */
static bool
move_to_memory(struct catalog *c)
{
	struct row_cache *k = c->rows_kept;
	struct findings silent = { 0 };
	sqlite3 *db = connect_open(c, ":memory:", &c->functions, &silent);
	sqlite3_backup *copy =
	    db ? sqlite3_backup_init(db, "main", c->db, "main") : NULL;
	bool ok = copy && sqlite3_backup_step(copy, -1) == SQLITE_DONE;

	ok = sqlite3_backup_finish(copy) == SQLITE_OK && ok;
	if (!ok) {
		sqlite3_close(db);
		return false;
	}
	end_statements(c);
	sqlite3_close(c->db);
	c->db = db;
	k->in_file = k->kept = false;
	cachefile_close(k->file);
	k->file = NULL;
	return true;
}

bool
row_cache_begin(struct catalog *c, struct findings *to)
{
	struct row_cache *k = c->rows_kept;
	bool ok = true;

	if (k->changing)
		return true;
	if (k->in_file)
		ok = cachefile_change(k->file) ||
		    (cachefile_sealed(k->file) && move_to_memory(c));
	for (size_t i = 0; ok && k->cold && i < c->n; i++)
		if (row_cache_holds(&c->states[i]))
			ok = store_make(c, i, to);
	for (size_t i = 0; ok && i < c->n; i++)
		if (row_cache_holds(&c->states[i]))
			ok = store_inserts(c, i, to);
	return k->changing = ok && db_run(c, c->db, "BEGIN", to);
}

/* The rows of one record in a table: what is to be done with them. */
static bool
ask_of_rows(struct catalog *c, const char *what, size_t table,
    sqlite3_stmt **st)
{
	const char *name = c->tables[table].name.s;
	bool one = c->states[table].kind == TABLE_RECORD ||
	    c->states[table].kind == TABLE_UNREAD;
	char *sql = one ?
	    sqlite3_mprintf("%s FROM main.\"%w\" WHERE rowid = ?1", what,
		name) :
	    sqlite3_mprintf("%s FROM main.\"%w\" WHERE rowid BETWEEN ?1 << %d "
			    "AND (?1 << %d) + %d",
		what, name, ROWS_BITS, ROWS_BITS, (1 << ROWS_BITS) - 1);
	bool ok;

	if (!sql)
		mem_out();
	ok = ask(c, sql, st);
	sqlite3_free(sql);
	return ok;
}

sqlite3_stmt *
row_cache_rows(struct catalog *c, size_t table)
{
	sqlite3_stmt **st = &c->rows_kept->rows[table];

	return *st || ask_of_rows(c, "SELECT *", table, st) ? *st : NULL;
}

int64_t
row_cache_state(const struct catalog *c)
{
	return c->rows_kept->state;
}

size_t
row_cache_changed(const struct catalog *c)
{
	return c->rows_kept->changed;
}

bool
row_cache_forget(struct catalog *c, const struct type *type, int64_t rec,
    struct findings *to)
{
	struct row_cache *k = c->rows_kept;
	bool ok = row_cache_begin(c, to);

	k->changed++;
	for (size_t i = 0; ok && i < c->n; i++) {
		enum table_kind kind = c->states[i].kind;

		if (!row_cache_holds(&c->states[i]) ||
		    (kind != TABLE_BAD && kind != TABLE_UNREAD &&
			c->tables[i].type != type))
			continue;
		ok = k->forget[i] || ask_of_rows(c, "DELETE", i, &k->forget[i]);
		if (!ok)
			break;
		sqlite3_bind_int64(k->forget[i], 1, rec);
		ok = db_step(c, k->forget[i]) == SQLITE_DONE;
		sqlite3_reset(k->forget[i]);
	}
	return ok;
}

bool
row_cache_note(struct catalog *c, const char *id, struct row_file *f,
    const struct record *rec, struct findings *to)
{
	struct row_cache *k = c->rows_kept;

	if (!row_cache_begin(c, to))
		return false;
	if (!*id)
		f->stat = (struct file_stat){ 0 };
	if (!f->rec) {
		f->rec = ++k->last;
		k->changed++;
	}
	f->days = rec ? steady_around(rec, c->options.today) : steady_ever;
	f->parsed = rec != NULL;
	snprintf(f->id, sizeof f->id, "%s", id);
	return true;
}

/* A file that was read and may change without a trace is looked at again. */
static void
forget_racy(const struct row_cache *k, struct row_files *files, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!files->all[i].same &&
		    (!k->stamped ||
			file_stat_racy(&files->all[i].stat, &k->now)))
			files->all[i].stat = (struct file_stat){ 0 };
}

static bool
put_pieces(struct catalog *c, size_t type, const struct row_files *files,
    const struct entry *list)
{
	sqlite3_stmt *st = NULL;
	struct buf b = { 0 };
	bool ok = ask(c, "REPLACE INTO \"kn files\" VALUES(?, ?, ?)", &st);

	for (size_t i = 0; ok && i < files->n_pieces; i++) {
		const struct row_piece *piece = &files->pieces[i];

		if (!piece->changed && !files->cut)
			continue;
		buf_clear(&b);
		row_files_pack(files, piece, list, &b);
		sqlite3_bind_int64(st, 1, (sqlite3_int64)type);
		sqlite3_bind_int64(st, 2, (sqlite3_int64)i);
		sqlite3_bind_blob64(st, 3, b.s, b.n, SQLITE_STATIC);
		ok = db_step(c, st) == SQLITE_DONE;
		sqlite3_reset(st);
	}
	sqlite3_finalize(st);
	buf_release(&b);
	return ok;
}

bool
row_cache_put_files(struct catalog *c, const struct type *type,
    const struct entry *list, size_t n, struct row_files *files)
{
	struct row_cache *k = c->rows_kept;
	struct findings silent = { 0 };

	if (!row_cache_begin(c, &silent))
		return false;
	forget_racy(k, files, n);
	row_files_cut(files, n);
	return (!files->cut ||
		   db_run_f(c, &silent,
		       "DELETE FROM \"kn files\" WHERE type = %d",
		       (int)type->index)) &&
	    put_pieces(c, type->index, files, list);
}

/* Keeping. */

/* Where many rows go in, computed columns come last: SQLite works them out for
 * every one. */
static bool
finish(struct catalog *c)
{
	struct row_cache *k = c->rows_kept;
	struct findings silent = { 0 };
	struct buf key = { 0 };
	bool ok;

	add_key(c, &key);
	ok = db_run_f(c, &silent,
	    "UPDATE \"kn meta\" SET last = %lld, state = %lld, key = '%q'",
	    (long long)k->last, (long long)++k->state, buf_z(&key));
	buf_release(&key);

	for (size_t i = 0; ok && k->cold && i < c->n; i++)
		if (row_cache_holds(&c->states[i]))
			ok = store_filled(c, i, &silent) &&
			    store_index(c, i, &silent);
	end_statements(c);
	return ok && db_run(c, c->db, "COMMIT", &silent);
}

/* The database takes the place of the cache, and is it from now on. */
static bool
take_part(struct catalog *c, bool whole)
{
	struct row_cache *k = c->rows_kept;
	struct findings silent = { 0 };
	bool ok = whole && k->in_part && cachefile_change(k->file);

	k->in_file = ok && cachefile_part_take(k->file);
	if (k->in_part && !ok)
		cachefile_part_drop(k->file);
	k->in_part = false;
	return k->in_file && db_run(c, c->db, of_file, &silent) &&
	    (k->later || cachefile_seal(k->file));
}

/* What nobody could list has no rows: the next run makes all anew, and nothing
 * was wrong with what this one left. */
static bool
seal(struct row_cache *k, bool whole)
{
	if (k->in_file && !whole)
		cachefile_drop(k->file);
	return k->in_file && whole && cachefile_seal(k->file);
}

bool
row_cache_keep(struct catalog *c, bool whole)
{
	struct row_cache *k = c->rows_kept;

	if (k->cold && !row_cache_begin(c, &(struct findings){ 0 }))
		return false;
	if (k->changing && !finish(c))
		return false;
	if (k->changing)
		k->kept = k->cold ? take_part(c, whole) : seal(k, whole);
	k->changing = k->cold = false;
	return true;
}

/* What else is kept. */

void
row_cache_later(struct catalog *c)
{
	c->rows_kept->later = c->rows_kept->in_part;
}

bool
row_cache_may_beside(const struct catalog *c)
{
	return c->rows_kept && c->rows_kept->cold && c->rows_kept->changing;
}

sqlite3_stmt *
row_cache_beside(struct catalog *c, const char *sql)
{
	sqlite3_stmt **st = &c->rows_kept->beside;

	return *st || ask(c, sql, st) ? *st : NULL;
}

bool
row_cache_may_keep(const struct catalog *c)
{
	return c->rows_kept->kept;
}

bool
row_cache_write(struct catalog *c, bool (*write)(sqlite3 *, void *), void *to)
{
	struct row_cache *k = c->rows_kept;
	sqlite3 *db = NULL;
	bool ok;

	if (!k->kept || !cachefile_change(k->file))
		return false;
	ok = sqlite3_open(cachefile_path(k->file), &db) == SQLITE_OK &&
	    sqlite3_exec(db, of_file, NULL, NULL, NULL) == SQLITE_OK &&
	    sqlite3_exec(db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK &&
	    write(db, to) &&
	    sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
	ok = sqlite3_close(db) == SQLITE_OK && ok;
	if (ok)
		cachefile_seal(k->file);
	return k->kept = ok;
}

bool
row_cache_lose(struct catalog *c, struct findings *to)
{
	say_unkept(c->rows_kept);
	row_cache_free(c);
	sqlite3_close(c->db);
	c->db = NULL;
	for (size_t i = 0; i < c->n; i++)
		if (row_cache_holds(&c->states[i]))
			c->states[i].made = c->states[i].filled =
			    c->states[i].indexed = false;
	return open_empty(c, to);
}
