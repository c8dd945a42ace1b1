/* history: the history as tables.
 *
 * They lie in a database of their own, attached to db: a file in git's folder
 * that is extended by new commits, or, where none can be kept, one in memory.
 * What it says of a commit depends on that commit alone, so nothing in it gets
 * old; a commit that no longer leads to the tip takes the whole file with it,
 * so that what was taken out of the history is not kept here. */
#include "catalog/history_rows.h"
#include "catalog/inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "git/cachefile.h"
#include "history/workers.h"
#include "text/day.h"
#include "text/kept.h"
#include "history/history.h"
#include "base/install.h"
#include "base/map.h"
#include "base/mem.h"
#include "git/source.h"

/* What is kept, and how it is worked out: another number, and it is made
 * anew. */
static const char format[] = "ketnap history 7 " KN_VERSION;

/* In changes a row has all that a commit changed in a record: see
 * history_rows. */
static const char tables[] =
    "CREATE TABLE history.meta(format, tip, schema_from, changes);CREATE TABLE "
    "history.commits(k INTEGER PRIMARY KEY, n INTEGER, id TEXT, day TEXT, at "
    "TEXT, author TEXT, email TEXT, committer TEXT, subject TEXT, parents "
    "TEXT, schema INTEGER);CREATE TABLE history.records(k INTEGER PRIMARY KEY, "
    "id TEXT, type TEXT, path TEXT);CREATE TABLE history.changes(k INTEGER "
    "PRIMARY KEY, c INTEGER, r INTEGER, rows BLOB);CREATE TABLE "
    "history.gaps(c INTEGER, path TEXT)";

/* Made when the rows are in, which takes half the time. */
static const char indexes[] =
    "CREATE UNIQUE INDEX IF NOT EXISTS history.commits_id ON "
    "commits(id);CREATE INDEX IF NOT EXISTS history.commits_day ON "
    "commits(day);CREATE INDEX IF NOT EXISTS history.records_id ON records(id, "
    "type, path);CREATE INDEX IF NOT EXISTS history.records_path ON "
    "records(path);CREATE INDEX IF NOT EXISTS history.changes_c ON "
    "changes(c);CREATE INDEX IF NOT EXISTS history.changes_r ON changes(r)";

/* An entry that is private is there for who may see everything. */
static const char views[] =
    "CREATE TEMP VIEW history_commit AS SELECT id, day, at, author, email, "
    "committer, subject, parents, n FROM history.commits;CREATE TEMP VIEW "
    "history_change AS SELECT c.id AS commit_id, c.day AS day, r.type AS type, "
    "r.id AS id, r.path AS path, h.op AS op, h.field AS field, CASE WHEN "
    "h.private & %d THEN NULL ELSE h.entry END AS entry, h.old AS old, h.new "
    "AS new, h.private AS private FROM history.changes AS g JOIN " HISTORY_ROWS
    "(g.rows) AS h JOIN history.commits AS c ON c.k = g.c JOIN "
    "history.records AS r ON r.k = g.r";

/* What column schema says of a commit: with which its records are read. */
enum { SCHEMA_NONE, SCHEMA_OWN, SCHEMA_CARRIED };

enum insert {
	INSERT_COMMIT,
	INSERT_RECORD,
	INSERT_CHANGE,
	INSERT_GAP,
	INSERTS
};

static const char *const inserts[INSERTS] = {
	[INSERT_COMMIT] =
	    "INSERT INTO history.commits VALUES(?,?,?,?,?,?,?,?,?,?,?)",
	[INSERT_RECORD] = "INSERT INTO history.records VALUES(?,?,?,?)",
	[INSERT_CHANGE] = "INSERT INTO history.changes(c,r,rows) VALUES(?,?,?)",
	[INSERT_GAP] = "INSERT INTO history.gaps VALUES(?,?)",
};

struct history_cache {
	struct catalog *catalog;
	struct revwalk *past;
	struct cachefile *file; /* NULL: kept in memory */
	bool made;              /* the views are there */
	bool unkept;            /* it was tried in vain */
	struct catalog_gaps gaps;
	sqlite3_int64 changes; /* how many there are */

	/* While it is filled. */
	struct arena arena;               /* keys */
	struct map records;               /* → k */
	sqlite3_int64 commits, n_records; /* the last k of each */
	sqlite3_int64 commit;             /* the one that is told */
	sqlite3_stmt *insert[INSERTS], *known;
	struct schema_versions *schemas;
	struct history *history; /* for days */
	bool ok;
	struct findings *to;
};

/* Our own SQL. */

static bool
engine_failed(const struct history_cache *s)
{
	return db_failed(s->catalog->db, s->to);
}

static bool
run(struct history_cache *s, const char *sql)
{
	return db_run(s->catalog, s->catalog->db, sql, s->to);
}

/* Without a word when it fails: then the file is no good. */
static bool
ask(struct history_cache *s, const char *sql, sqlite3_stmt **st)
{
	return db_prepare(s->catalog, sql, st) == SQLITE_OK;
}

/* The last k of a table; 0: it is empty. */
static bool
ask_last(struct history_cache *s, const char *table, sqlite3_int64 *k)
{
	struct buf sql = { 0 };
	sqlite3_stmt *st = NULL;
	bool ok;

	buf_addf(&sql, "SELECT ifnull(max(k), 0) FROM history.%s", table);
	ok = ask(s, sql.s, &st) && sqlite3_step(st) == SQLITE_ROW;
	if (ok)
		*k = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	buf_release(&sql);
	return ok;
}

/* Attaching. The gate lets no database be attached. */

static bool
attach(struct history_cache *s, const char *path)
{
	sqlite3 *db = s->catalog->db;
	sqlite3_stmt *st = NULL;
	bool ok;

	sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 1);
	ok = ask(s, "ATTACH ? AS history", &st) &&
	    sqlite3_bind_text(st, 1, path, -1, SQLITE_STATIC) == SQLITE_OK &&
	    db_step(s->catalog, st) == SQLITE_DONE;
	sqlite3_finalize(st);
	sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
	return ok;
}

static void
detach(struct history_cache *s)
{
	struct findings silent = { 0 };

	if (!sqlite3_get_autocommit(s->catalog->db))
		db_run(s->catalog, s->catalog->db, "ROLLBACK", &silent);
	db_run(s->catalog, s->catalog->db, "DETACH history", &silent);
}

/* A crash leaves no seal, so no journal is needed. */
static bool
begin_writing(struct history_cache *s)
{
	return run(s,
	    "PRAGMA history.page_size=16384;PRAGMA "
	    "history.journal_mode=OFF;PRAGMA "
	    "history.synchronous=OFF;PRAGMA history.secure_delete=ON;PRAGMA "
	    "history.cache_size=-2000; BEGIN");
}

/* Filling. */

static void
put(struct history_cache *s, enum insert which)
{
	sqlite3_stmt *st = s->insert[which];

	if (db_step(s->catalog, st) != SQLITE_DONE && s->ok)
		s->ok = engine_failed(s);
	sqlite3_reset(st);
}

static sqlite3_int64
record_of(struct history_cache *s, const struct record_changes *h)
{
	sqlite3_stmt *st = s->insert[INSERT_RECORD];
	struct buf key = { 0 };
	sqlite3_int64 k;
	void **slot;

	buf_add(&key, h->type);
	buf_addc(&key, '\0');
	buf_add(&key, h->id);
	buf_addc(&key, '\0');
	buf_add(&key, h->path);
	slot = map_put_kept(&s->records, buf_str(&key), &s->arena);
	if (*slot) {
		k = (intptr_t)*slot;
	} else {
		k = ++s->n_records;
		*slot = (void *)(intptr_t)k;
		sqlite3_bind_int64(st, 1, k);
		db_bind_some(st, 2, h->id);
		db_bind_text(st, 3, h->type);
		db_bind_text(st, 4, h->path);
		put(s, INSERT_RECORD);
	}
	buf_release(&key);
	return k;
}

static void
put_changes(struct history_cache *s, const struct record_changes *h)
{
	sqlite3_stmt *st = s->insert[INSERT_CHANGE];

	sqlite3_bind_int64(st, 1, s->commit);
	sqlite3_bind_int64(st, 2, record_of(s, h));
	sqlite3_bind_blob64(st, 3, h->packed.s, h->packed.n, SQLITE_STATIC);
	put(s, INSERT_CHANGE);
	s->changes += (sqlite3_int64)h->n;
}

static void
put_gap(struct history_cache *s, struct str path)
{
	sqlite3_stmt *st = s->insert[INSERT_GAP];

	sqlite3_bind_int64(st, 1, s->commit);
	db_bind_text(st, 2, path);
	put(s, INSERT_GAP);
}

/* "2021-06-30T08:00:00+07:00", by the committer's own clock. */
static void
add_instant(struct buf *b, const struct revwalk_commit *c)
{
	enum { DAY = 24 * 60 * 60 };
	const struct stamp *at = &c->made;
	int off = at->offset < 0 ? -at->offset : at->offset;
	long long t, day, sec;
	char text[DAY_TEXT];

	if (at->when != STAMP_TOLD || !at->zoned)
		return;
	t = at->time + 60LL * at->offset;
	day = t / DAY - (t % DAY < 0);
	sec = t - day * DAY;
	buf_addf(b, "%sT%02lld:%02lld:%02lld%c%02d:%02d",
	    day_text((int)day, text), sec / 3600, sec / 60 % 60, sec % 60,
	    at->offset < 0 ? '-' : '+', off / 60, off % 60);
}

static int
schema_of(struct history_cache *s, const struct revwalk_commit *c)
{
	const struct schema *schema;
	bool carried;

	s->ok =
	    history_schema(s->history, c, &schema, &carried, s->to) && s->ok;
	return !schema ? SCHEMA_NONE : carried ? SCHEMA_CARRIED : SCHEMA_OWN;
}

static void
put_commit(struct history_cache *s, const struct revwalk_commit *c, int day,
    sqlite3_int64 k)
{
	sqlite3_stmt *st = s->insert[INSERT_COMMIT];
	char hex[ENTRY_ID], parent[ENTRY_ID], text[DAY_TEXT];
	struct buf at = { 0 }, parents = { 0 };

	for (size_t i = 0; i < c->n_parents; i++)
		buf_addf(&parents, "%s%s", i ? " " : "",
		    oid_hex(&c->parents[i], parent));
	add_instant(&at, c);
	sqlite3_bind_int64(st, 1, k);
	sqlite3_bind_int64(st, 2, k);
	db_bind_text(st, 3, str_of(oid_hex(&c->id, hex)));
	db_bind_text(st, 4,
	    day == DAY_NONE ? (struct str){ 0 } : str_of(day_text(day, text)));
	db_bind_some(st, 5, buf_str(&at));
	db_bind_some(st, 6, c->author);
	db_bind_some(st, 7, c->email);
	db_bind_some(st, 8, c->committer);
	db_bind_some(st, 9, c->subject);
	db_bind_some(st, 10, buf_str(&parents));
	sqlite3_bind_int(st, 11, schema_of(s, c));
	put(s, INSERT_COMMIT);
	buf_release(&at);
	buf_release(&parents);
}

/* What is there already, when the file is extended. */
static bool
load_keys(struct history_cache *s)
{
	return ask_last(s, "commits", &s->commits) &&
	    ask_last(s, "records", &s->n_records);
}

static bool
begin_filling(struct history_cache *s)
{
	for (size_t i = 0; i < INSERTS; i++)
		if (!ask(s, inserts[i], &s->insert[i]))
			return engine_failed(s);
	s->schemas = schema_versions_new(s->catalog->schema);
	s->history = history_new(s->past,
	    s->catalog->options.fixed ? s->catalog->schema : NULL,
	    s->catalog->schema->schema_from, s->schemas);
	return history_from(s->history, s->to);
}

static void
end_filling(struct history_cache *s)
{
	for (size_t i = 0; i < INSERTS; i++) {
		sqlite3_finalize(s->insert[i]);
		s->insert[i] = NULL;
	}
	sqlite3_finalize(s->known);
	s->known = NULL;
	history_free(s->history);
	s->history = NULL;
	schema_versions_free(s->schemas);
	s->schemas = NULL;
	map_release(&s->records);
	arena_reset(&s->arena);
}

static struct commit_changes *
tell_list(struct history_cache *s, const struct revwalk_commit **list, size_t n)
{
	struct commit_changes *all = mem_alloc((n + 1) * sizeof *all);

	for (size_t i = 0; i < n; i++) {
		const struct revwalk_commit *c = list[i];

		all[i].id = c->id;
		if (s->ok)
			s->ok = history_day(s->history, c, &all[i].day, s->to);
		put_commit(s, c, all[i].day, s->commits + (sqlite3_int64)i + 1);
	}
	return all;
}

static void
put_told(struct history_cache *s, const struct commit_changes *t)
{
	for (size_t i = 0; i < t->n; i++)
		put_changes(s, &t->records[i]);
	for (size_t i = 0; i < t->n_gaps; i++)
		put_gap(s, t->gaps[i]);
	if (t->failed && s->ok) {
		kept_pass(&t->said, s->to);
		s->ok = false;
	}
}

static void
pack_rows(struct buf *b, const struct history_record *of,
    const struct history_change *all, int day)
{
	(void)day;
	history_rows_pack(b, all, of->n);
}

static bool
put_commits(struct history_cache *s, const struct revwalk_commit **list,
    size_t n)
{
	const struct catalog *c = s->catalog;
	struct history_workers_job job = { .dir = c->options.dir,
		.at = source_commit_id(c->source),
		.fixed = c->options.fixed ? c->schema : NULL,
		.from = c->schema->schema_from,
		.schemas = s->schemas,
		.pack = pack_rows };
	struct commit_changes *all, *one;
	struct history_workers *crew;
	double began = progress_now();

	s->ok = true;
	all = tell_list(s, list, n);
	crew = history_workers_new(&job, all, s->ok ? n : 0);
	for (size_t i = 0; s->ok && (one = history_workers_next(crew)); i++) {
		s->commit = s->commits + (sqlite3_int64)i + 1;
		put_told(s, one);
		progress_say(c, began, _("%zu of %zu commits"), i, n);
	}
	progress_say(c, began, NULL);
	history_workers_free(crew);
	free(all);
	return s->ok;
}

static const char *
from_of(const struct history_cache *s)
{
	const char *from = s->catalog->schema->schema_from;

	return from ? from : "";
}

static bool
put_tip(struct history_cache *s)
{
	char hex[ENTRY_ID];

	return db_run_f(s->catalog, s->to,
	    "DELETE FROM history.meta;INSERT INTO history.meta VALUES(%Q, %Q, "
	    "%Q, %lld)",
	    format,
	    revwalk_is_empty(s->past) ? "" : oid_hex(revwalk_tip(s->past), hex),
	    from_of(s), s->changes);
}

/* All of it. */
static bool
fill(struct history_cache *s)
{
	const struct revwalk_commit **list;
	size_t n;
	bool ok;

	s->changes = 0;
	ok = begin_writing(s) && run(s, tables) && begin_filling(s) &&
	    revwalk_commits(s->past, NULL, &list, &n, s->to) &&
	    put_commits(s, list, n);
	end_filling(s);
	return ok && run(s, indexes) && put_tip(s) && run(s, "COMMIT");
}

/* Only what is new. */

static bool
is_known(const struct oid *id, void *to)
{
	struct history_cache *s = to;
	char hex[ENTRY_ID];
	bool known;

	db_bind_text(s->known, 1, str_of(oid_hex(id, hex)));
	known = db_step(s->catalog, s->known) == SQLITE_ROW;
	sqlite3_reset(s->known);
	return known;
}

/* Does the tip that is kept lead to the one there is? Then a new commit has it
 * for a parent. */
static bool
is_extended(const struct revwalk_commit **list, size_t n, const struct oid *old)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < list[i]->n_parents; k++)
			if (oid_eq(&list[i]->parents[k], old))
				return true;
	return false;
}

/* Do first parents lead from the new tip to the old one? Then the old commits
 * come first in the order of a walk from there, too. */
static bool
is_behind(struct history_cache *s, const struct oid *old)
{
	const struct revwalk_commit *c =
	    revwalk_commit(s->past, revwalk_tip(s->past), s->to);

	while (c && !oid_eq(&c->id, old) && !is_known(&c->id, s))
		c = c->n_parents ?
		    revwalk_commit(s->past, &c->parents[0], s->to) :
		    NULL;
	return c && oid_eq(&c->id, old);
}

/* Counts all commits anew, in the order of a walk from the tip. */
static bool
renumber(struct history_cache *s)
{
	const struct revwalk_commit **list;
	sqlite3_stmt *st = NULL;
	char hex[ENTRY_ID];
	size_t n;
	bool ok;

	ok = revwalk_commits(s->past, NULL, &list, &n, s->to) &&
	    ask(s, "UPDATE history.commits SET n = ? WHERE id = ?", &st);
	for (size_t i = 0; ok && i < n; i++) {
		sqlite3_bind_int64(st, 1, (sqlite3_int64)i + 1);
		db_bind_text(st, 2, str_of(oid_hex(&list[i]->id, hex)));
		ok = db_step(s->catalog, st) == SQLITE_DONE;
		sqlite3_reset(st);
	}
	sqlite3_finalize(st);
	return ok;
}

static bool
extend(struct history_cache *s, const struct oid *old)
{
	struct revwalk_known known = { is_known, s };
	const struct revwalk_commit **list;
	size_t n;
	bool ok;

	ok = ask(s, "SELECT 1 FROM history.commits WHERE id = ?", &s->known) &&
	    revwalk_commits(s->past, &known, &list, &n, s->to) &&
	    is_extended(list, n, old) && begin_writing(s) && load_keys(s) &&
	    begin_filling(s);
	if (ok) {
		bool behind = is_behind(s, old);

		ok = put_commits(s, list, n) && (behind || renumber(s));
	}
	end_filling(s);
	return ok && put_tip(s) && run(s, "COMMIT");
}

/* The file. */

/* Is it ours, of this format and read as it would be now, and of which tip? */
static bool
read_meta(struct history_cache *s, struct oid *tip)
{
	sqlite3_stmt *st = NULL;
	const char *hex;
	bool ok;

	ok = ask(s,
		 "SELECT format, tip, schema_from, changes FROM "
		 "history.meta",
		 &st) &&
	    sqlite3_step(st) == SQLITE_ROW &&
	    str_is(str_of((const char *)sqlite3_column_text(st, 0)), format) &&
	    str_is(str_of((const char *)sqlite3_column_text(st, 2)),
		from_of(s));
	hex = ok ? (const char *)sqlite3_column_text(st, 1) : NULL;
	s->changes = ok ? sqlite3_column_int64(st, 3) : 0;
	ok = hex && oid_read(tip, hex);
	sqlite3_finalize(st);
	return ok;
}

static bool
is_whole(struct history_cache *s, struct oid *tip)
{
	return cachefile_sealed(s->file) &&
	    attach(s, cachefile_path(s->file)) &&
	    (read_meta(s, tip) || (detach(s), false));
}

static bool
fill_file(struct history_cache *s)
{
	if (!cachefile_empty(s->file) || !attach(s, cachefile_path(s->file)))
		return false;
	if (fill(s) && cachefile_seal(s->file))
		return true;
	detach(s);
	cachefile_drop(s->file);
	s->unkept = true;
	return false;
}

/* Makes the file say what the tip asks for. False: it cannot be used. */
static bool
use_file(struct history_cache *s)
{
	struct oid tip;

	if (!is_whole(s, &tip)) {
		return cachefile_change(s->file) && fill_file(s);
	} else if (oid_eq(&tip, revwalk_tip(s->past))) {
		return true;
	} else if (!cachefile_change(s->file)) {
		detach(s);
		return false;
	}
	if (extend(s, &tip) && cachefile_seal(s->file))
		return true;
	detach(s);
	return fill_file(s);
}

static bool
use_memory(struct history_cache *s)
{
	return (attach(s, ":memory:") || engine_failed(s)) && fill(s);
}

/* Only what leads to HEAD is kept, and only as the repository's own schemas
 * have it. */
static bool
may_keep(const struct history_cache *s)
{
	return !s->catalog->options.fixed && !s->catalog->options.no_cache &&
	    !revwalk_is_empty(s->past) && revwalk_is_head(s->past);
}

static bool
open_cache(struct history_cache *s)
{
	struct catalog *c = s->catalog;
	const char *zone = arena_z(&c->arena, c->schema->zone);
	struct kept said = { 0 };
	struct findings aside = { .say = kept_say, .to = &said }, *to = s->to;
	bool ok;

	if (!c->options.dir)
		return attach(s, ":memory:") && run(s, tables);
	s->past =
	    revwalk_open(c->options.dir, source_commit_id(c->source), zone, to);
	if (!s->past)
		return false;
	if (may_keep(s))
		s->file = cachefile_open(revwalk_folder(s->past),
		    cachefile_name(&c->arena, "history.sqlite",
			str_of(revwalk_base(s->past))),
		    to);
	/* What is wrong with the history is said when it is walked for good;
	 * what was wrong with the file alone, if it then goes well. */
	s->to = &aside;
	ok = s->file && use_file(s);
	s->to = to;
	if (!ok) {
		ok = use_memory(s);
		if (ok && s->unkept)
			cachefile_unkept(s->file,
			    said.n ? said.all[said.n - 1].text :
				     strerror(errno),
			    to);
		cachefile_close(s->file);
		s->file = NULL;
	}
	kept_release(&said);
	return ok;
}

/* What the history does not tell. A text is that of the first one, if any. */
static void
count_gaps(struct history_cache *s)
{
	struct catalog_gaps *g = &s->gaps;
	size_t *const counts[] = { &g->n, &g->commits, &g->n_before,
		&g->n_carried, &g->n_undated };
	const char **const firsts[] = { &g->commit, &g->path, &g->undated };
	struct buf sql = { 0 };
	sqlite3_stmt *st = NULL;

	buf_addf(&sql,
	    "SELECT (SELECT count(*) FROM history.gaps), count(*), "
	    "count(iif(schema = %d, 1, NULL)), count(iif(schema = %d, 1, "
	    "NULL)), count(*) - count(day), g.id, g.path, (SELECT substr(id, "
	    "1, 12) FROM history.commits WHERE day IS NULL ORDER BY n LIMIT 1) "
	    "FROM history.commits LEFT JOIN (SELECT substr(c.id, 1, 12) AS id, "
	    "g.path FROM history.gaps AS g JOIN history.commits AS c ON c.k = "
	    "g.c ORDER BY c.n, g.path LIMIT 1) AS g",
	    SCHEMA_NONE, SCHEMA_CARRIED);
	if (ask(s, sql.s, &st) && sqlite3_step(st) == SQLITE_ROW) {
		for (int i = 0; i < 5; i++)
			*counts[i] = (size_t)sqlite3_column_int64(st, i);
		for (int i = 0; i < 3; i++)
			*firsts[i] = arena_z(&s->catalog->arena,
			    str_of(
				(const char *)sqlite3_column_text(st, i + 5)));
	}
	sqlite3_finalize(st);
	buf_release(&sql);
}

/* Its first use would ask the gate to write to sqlite_master. */
static bool
add_rows_function(struct history_cache *s)
{
	return (history_rows_register(s->catalog->db) || engine_failed(s)) &&
	    run(s, "SELECT count(*) FROM " HISTORY_ROWS "(NULL)");
}

bool
history_make(struct catalog *c, size_t table, struct findings *to)
{
	struct history_cache *s = c->history;

	(void)table;
	if (s)
		return s->made;
	s = c->history = mem_alloc(sizeof *s);
	s->catalog = c;
	s->to = to;
	/* Records may take what they need; only statements are held short. */
	sqlite3_hard_heap_limit64(0);
	if (!db_settle(c, to) || !add_rows_function(s) || !open_cache(s) ||
	    !db_run_f(c, to, views,
		c->options.private ? 0 : HISTORY_PRIVATE_ENTRY))
		return false;
	c->rows += (unsigned long long)s->changes;
	count_gaps(s);
	return s->made = true;
}

bool
history_needed(const struct catalog *c, size_t table)
{
	const struct table_state *s = &c->states[table];

	if (s->kind == TABLE_HISTORY)
		return true;
	for (size_t i = 0; i < s->n_needs; i++)
		if (history_needed(c, s->needs[i]))
			return true;
	return false;
}

struct catalog_gaps
catalog_history_gaps(const struct catalog *c)
{
	return c->history ? c->history->gaps : (struct catalog_gaps){ 0 };
}

void
history_cache_free(struct catalog *c)
{
	struct history_cache *s = c->history;

	if (!s)
		return;
	revwalk_close(s->past);
	cachefile_close(s->file);
	arena_release(&s->arena);
	free(s);
	c->history = NULL;
}
