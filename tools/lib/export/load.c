/* load: an export into a server, of what changed.
 *
 * Table export_file has a row for each file that was loaded: its blob and the
 * id of its record, "" where it could not be read. Rows of lists are known by
 * id alone, so what is written anew are ids: those that a changed file has or
 * had, with every file that has one of them. Where that cannot be told
 * beforehand, or keys would no longer hold, all is loaded anew. */
#include "export/load.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/sha256.h"
#include "export/ddl.h"
#include "export/inside.h"
#include "export/pg_access.h"
#include "export/postgres.h"
#include "git/source.h"
#include "parse/sql.h"
#include "server/connection.h"
#include "server/loaded.h"
#include "text/glob.h"

/* A file, as the server has it and as the source has it. */
struct file {
	struct str path;
	const char *was, *is;  /* blobs; NULL: it is not there */
	struct str old_id, id; /* s NULL: none; empty: there is no record */
	bool changed;
};

struct load {
	struct connection *server;
	struct arena arena;
	struct map files; /* → struct file, by path */
	struct map only;  /* those to read */
	bool begun;       /* a transaction */
	bool whole, again;
	struct load_counts counts;
};

static bool
run(struct exporting *e, const char *sql)
{
	return connection_run(e->load->server, sql) ||
	    connection_say(e->load->server, e->to);
}

__attribute__((format(printf, 2, 3))) static bool
run_f(struct exporting *e, const char *fmt, ...)
{
	struct buf sql = { 0 };
	va_list ap;
	bool ok;

	va_start(ap, fmt);
	buf_addv(&sql, fmt, ap);
	va_end(ap);
	ok = run(e, buf_z(&sql));
	buf_release(&sql);
	return ok;
}

/* What is there. */

static struct file *
file_of(struct load *l, struct str path)
{
	struct file *f = map_get(&l->files, path);

	if (f)
		return f;
	f = ARENA_NEW(&l->arena, struct file);
	f->id = STR("");
	f->path = arena_keep(&l->arena, path);
	*map_put(&l->files, f->path) = f;
	return f;
}

static bool
list_files(struct exporting *e)
{
	const struct schema *s = e->o->schema;
	struct load *l = e->load;
	bool ok = true;

	source_only(e->o->source, NULL);
	for (size_t t = 0; ok && t < s->n_types; t++) {
		const struct type *type = &s->types[t];
		const struct globs globs = { type->files, type->except,
			type->n_files, type->n_except };
		struct entry *list;
		size_t n;

		ok = source_files(e->o->source, &globs, &l->arena, &list, &n,
		    e->to);
		for (size_t i = 0; ok && i < n; i++)
			file_of(l, str_of(list[i].path))->is = list[i].id;
		l->counts.files += ok ? n : 0;
	}
	return ok;
}

static bool
read_files(struct exporting *e)
{
	struct load *l = e->load;
	struct connection_rows *rows = connection_ask(l->server,
	    "SELECT path, blob, id FROM " CONNECTION_SCHEMA ".export_file",
	    NULL, 0);
	int more = -1;

	while (rows && (more = connection_next(rows)) == 1) {
		struct file *f = file_of(l, connection_cell(rows, 0).s);
		struct cell id = connection_cell(rows, 2);

		f->was = arena_z(&l->arena, connection_cell(rows, 1).s);
		f->old_id = id.kind == CELL_TEXT ? arena_keep(&l->arena, id.s) :
						   (struct str){ 0 };
	}
	connection_rows_free(rows);
	return more == 0 || connection_say(l->server, e->to);
}

/* Who may load. */

/* One number that our own SQL asks for; -1 after saying what went wrong. */
static long long
ask_number(struct exporting *e, const char *sql)
{
	struct connection_rows *rows =
	    connection_ask(e->load->server, sql, NULL, 0);
	long long is = -1;

	if (rows && connection_next(rows) == 1)
		is = connection_cell(rows, 0).i;
	else
		connection_say(e->load->server, e->to);
	connection_rows_free(rows);
	return is;
}

/* What was not made by knexport is not taken away. */
static bool
is_ours(struct exporting *e, bool *loaded)
{
	long long there = ask_number(e,
	    "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE "
	    "nspname = '" CONNECTION_SCHEMA "')");
	long long ours = there < 1 ?
	    there :
	    ask_number(e,
		"SELECT pg_catalog.to_regclass('" CONNECTION_SCHEMA
		".export') IS NOT NULL OR "
		"NOT EXISTS (SELECT 1 FROM "
		"pg_catalog.pg_class WHERE relnamespace = '" CONNECTION_SCHEMA
		"'::regnamespace)");
	long long files = there < 1 ?
	    there :
	    ask_number(e,
		"SELECT pg_catalog.to_regclass('" CONNECTION_SCHEMA
		".export_file') IS NOT NULL");

	*loaded = there == 1 && files == 1;
	if (there < 0 || ours < 0 || files < 0)
		return false;
	return !there || ours ||
	    found_trouble(e->to,
		_("the database at '%s' has a schema '%s' that knexport did "
		  "not make, and it is left as it is; name another database"),
		connection_url(e->load->server), CONNECTION_SCHEMA);
}

/* The sum of what makes the tables and functions: another version of the tools
 * may make others. */
static bool
sum_parts(struct exporting *e, char hex[SHA256_HEX])
{
	unsigned char sum[SHA256_BYTES];
	struct sha256 s;
	struct buf sql = { 0 };
	bool ok = postgres_add_parts(e, &sql, false) &&
	    pg_access_add_readers(e, &sql);

	sha256_begin(&s);
	sha256_add(&s, buf_str(&sql));
	sha256_end(&s, sum);
	sha256_hex(sum, hex);
	buf_release(&sql);
	return ok;
}

/* Is all but the commit as it was? */
static bool
is_same(struct exporting *e, const struct loaded *l)
{
	size_t n;
	const struct manifest_fact *facts = manifest_facts(e, &n);
	char made[SHA256_HEX];

	if (!sum_parts(e, made) || strcmp(loaded_fact(l, "made"), made) != 0 ||
	    ask_number(e, "SELECT ketnap.kn_joins_as_loaded()") != 1)
		return false;
	for (size_t i = 0; i < n; i++)
		if (strcmp(facts[i].key, "commit") != 0 &&
		    strcmp(loaded_fact(l, facts[i].key), facts[i].value) != 0)
			return false;
	return true;
}

/* What changed. */

static void
take(struct load *l, struct file *f)
{
	f->changed = true;
	if (f->is)
		*map_put(&l->only, f->path) = f;
}

/* Ids, and whether some record has none. */
static void
add_id(struct map *ids, bool *none, struct str id, struct file *f)
{
	if (id.n)
		*map_put(ids, id) = f;
	*none |= !id.s;
}

static bool
has_id(const struct map *ids, bool none, struct str id)
{
	return id.n ? map_get(ids, id) != NULL : none && !id.s;
}

/* All files that have, or had, an id of one that changed. */
static void
take_namesakes(struct load *l)
{
	struct map ids = { 0 };
	bool none = false;

	for (size_t i = 0; i < l->files.n; i++) {
		struct file *f = l->files.pairs[i].value;

		if (f->changed && f->was)
			add_id(&ids, &none, f->old_id, f);
	}
	for (size_t i = 0; i < l->files.n; i++) {
		struct file *f = l->files.pairs[i].value;

		if (f->was && !f->changed && has_id(&ids, none, f->old_id))
			take(l, f);
	}
	map_release(&ids);
}

static void
find_changed(struct load *l)
{
	for (size_t i = 0; i < l->files.n; i++) {
		struct file *f = l->files.pairs[i].value;

		if (!f->was || !f->is || strcmp(f->was, f->is) != 0)
			take(l, f);
		l->counts.gone += !f->is;
	}
	take_namesakes(l);
	l->counts.changed = l->only.n;
	/* Of so much the rest is no work. */
	l->whole = l->only.n > l->counts.files / 2;
}

static bool
compare(struct exporting *e)
{
	struct load *l = e->load;
	struct loaded *is = loaded_read(l->server, e->to);
	bool same = is && is_same(e, is);

	loaded_free(is);
	if (!is)
		return false;
	l->whole = !same;
	if (same && !read_files(e))
		return false;
	if (same)
		find_changed(l);
	return true;
}

bool
load_begin(struct exporting *e, bool whole)
{
	static const char begin[] =
	    "BEGIN;"
	    "SET LOCAL search_path = " CONNECTION_SCHEMA
	    ", pg_catalog, pg_temp;"
	    "SET LOCAL lock_timeout = '60s';"
	    "SET LOCAL client_min_messages = error;"
	    "SELECT pg_catalog.pg_advisory_xact_lock("
	    "pg_catalog.hashtextextended('" CONNECTION_SCHEMA "', 0))";
	bool loaded = false;
	struct load *l = mem_alloc(sizeof *l);

	*l = (struct load){ .server = e->o->server, .whole = true };
	e->load = l;
	if (!run(e, begin))
		return false;
	l->begun = true;
	if (!is_ours(e, &loaded) || !list_files(e))
		return false;
	if (!whole && loaded && !compare(e))
		return false;
	if (l->whole)
		l->counts = (struct load_counts){ .whole = true,
			.files = l->counts.files,
			.changed = l->counts.files };
	source_only(e->o->source, l->whole ? NULL : &l->only);
	return true;
}

static const struct cell *
cell_named(const struct export_table *x, const struct cell *cells,
    const char *name)
{
	for (size_t i = 0; i < x->n; i++)
		if (strcmp(x->columns[i].name, name) == 0)
			return &cells[i];
	return NULL;
}

static void
note_row(struct exporting *e, const struct export_table *x,
    const struct cell *cells)
{
	const struct cell *path = cell_named(x, cells, "path"),
			  *id = cell_named(x, cells, "id");

	if (x->record && path && path->kind == CELL_TEXT && id)
		file_of(e->load, path->s)->id = id->kind == CELL_TEXT ?
		    arena_keep(&e->load->arena, id->s) :
		    (struct str){ 0 };
}

/* Writing. */

static void
add_value(struct buf *b, struct str v)
{
	if (v.s)
		postgres_add_text(b, v);
	else
		buf_addz(b, "\\N");
}

/* Lines for COPY, sent in pieces. */
static bool
send(struct exporting *e, struct buf *lines, size_t least)
{
	bool ok = lines->n < least ||
	    connection_copy(e->load->server, buf_str(lines));

	if (lines->n >= least)
		buf_clear(lines);
	return ok || connection_say(e->load->server, e->to);
}

enum { PIECE = 1 << 16 };

static bool
end_copy(struct exporting *e, struct buf *lines, bool ok)
{
	ok = ok && send(e, lines, 0);
	buf_release(lines);
	if (connection_copy_end(e->load->server))
		return ok;
	return ok && connection_say(e->load->server, e->to);
}

static bool
begin_copy(struct exporting *e, const char *sql)
{
	return connection_copy_begin(e->load->server, sql) ||
	    connection_say(e->load->server, e->to);
}

static bool
copy_table(struct exporting *e, struct export_table *x)
{
	struct buf sql = { 0 };
	char *piece = mem_alloc(PIECE);
	bool ok;
	size_t n;

	postgres_add_copy(&sql, x);
	ok = fflush(x->out) == 0 && begin_copy(e, buf_z(&sql));
	rewind(x->out);
	if (ok) {
		struct buf none = { 0 };

		while (ok && (n = fread(piece, 1, PIECE, x->out)) > 0)
			ok = connection_copy(e->load->server,
				 (struct str){ piece, n }) ||
			    connection_say(e->load->server, e->to);
		if (ok && ferror(x->out))
			ok = found_trouble(e->to,
			    _("what was to be loaded cannot be read again"));
		ok = end_copy(e, &none, ok);
	}
	buf_release(&sql);
	free(piece);
	return ok;
}

static bool
copy_files(struct exporting *e)
{
	struct load *l = e->load;
	struct buf lines = { 0 };
	bool ok = begin_copy(e,
	    "COPY " CONNECTION_SCHEMA ".export_file (path, blob, id) FROM "
	    "stdin");

	if (!ok)
		return false;
	for (size_t i = 0; ok && i < l->files.n; i++) {
		const struct file *f = l->files.pairs[i].value;

		if (!f->is || (!l->whole && !f->changed))
			continue;
		add_value(&lines, f->path);
		buf_addf(&lines, "\t%s\t", f->is);
		add_value(&lines, f->id);
		buf_addc(&lines, '\n');
		ok = send(e, &lines, PIECE);
	}
	return end_copy(e, &lines, ok);
}

static bool
copy_tables(struct exporting *e)
{
	bool ok = true;

	for (size_t i = 0; ok && i < e->n; i++)
		ok = copy_table(e, &e->tables[i]);
	return ok && copy_files(e);
}

/* All anew. */

/* Those of the SQL that psql(1) runs, but for what is said to it alone. */
static bool
run_parts(struct exporting *e, bool after)
{
	struct buf sql = { 0 };
	bool ok = postgres_add_parts(e, &sql, after) && run(e, buf_z(&sql));

	buf_release(&sql);
	return ok;
}

static bool
write_access(struct exporting *e)
{
	struct buf sql = { 0 };
	bool ok = pg_access_add_readers(e, &sql);

	pg_access_add(e, &sql);
	ok = ok && run(e, buf_z(&sql));
	buf_release(&sql);
	return ok;
}

static bool
write_whole(struct exporting *e)
{
	char made[SHA256_HEX];

	return run_parts(e, false) &&
	    run(e,
		"CREATE TABLE " CONNECTION_SCHEMA ".export_file ("
		"path text COLLATE \"C\" PRIMARY KEY, "
		"blob text COLLATE \"C\" NOT NULL, id text COLLATE \"C\")") &&
	    copy_tables(e) && run_parts(e, true) && write_access(e) &&
	    sum_parts(e, made) &&
	    run_f(e,
		"INSERT INTO " CONNECTION_SCHEMA
		".export VALUES ('made', '%s')",
		made);
}

/* What changed. */

/* Has another file one of the ids that are new now? */
static bool
is_taken(const struct load *l)
{
	struct map ids = { 0 };
	bool taken = false, none = false;

	for (size_t i = 0; i < l->files.n; i++) {
		struct file *f = l->files.pairs[i].value;

		if (f->changed && f->is)
			add_id(&ids, &none, f->id, f);
	}
	for (size_t i = 0; !taken && i < l->files.n; i++) {
		const struct file *f = l->files.pairs[i].value;

		taken = !f->changed && f->was && has_id(&ids, none, f->old_id);
	}
	map_release(&ids);
	return taken;
}

/* The files and ids whose rows go. */
static bool
list_gone(struct exporting *e)
{
	struct load *l = e->load;
	struct buf lines = { 0 };
	bool ok = run(e,
		      "CREATE TEMP TABLE kn_gone (path text COLLATE \"C\", "
		      "id text COLLATE \"C\") ON COMMIT DROP") &&
	    begin_copy(e, "COPY pg_temp.kn_gone (path, id) FROM stdin");

	if (!ok)
		return false;
	for (size_t i = 0; ok && i < l->files.n; i++) {
		const struct file *f = l->files.pairs[i].value;

		if (!f->was || !f->changed)
			continue;
		add_value(&lines, f->path);
		buf_addc(&lines, '\t');
		add_value(&lines, f->old_id);
		buf_addc(&lines, '\n');
		ok = send(e, &lines, PIECE);
	}
	return end_copy(e, &lines, ok) && run(e, "ANALYZE pg_temp.kn_gone");
}

static bool
delete_gone(struct exporting *e)
{
	static const char by_path[] =
	    "DELETE FROM " CONNECTION_SCHEMA
	    ".\"%s\" WHERE path IN (SELECT path FROM pg_temp.kn_gone)";
	bool ok = run_f(e, by_path, "export_file");

	for (size_t i = 0; ok && i < e->n; i++) {
		const struct export_table *x = &e->tables[i];

		if (!x->table->type) {
			ok = run_f(e, by_path, x->name);
			continue;
		}
		ok = run_f(e,
		    "DELETE FROM " CONNECTION_SCHEMA
		    ".\"%s\" WHERE id IN (SELECT id FROM pg_temp.kn_gone) "
		    "OR (id IS NULL AND EXISTS (SELECT 1 FROM "
		    "pg_temp.kn_gone WHERE id IS NULL))",
		    x->name);
	}
	return ok;
}

/* Last of all, so that they tell of all of it. */
static bool
write_facts(struct exporting *e)
{
	struct buf sql = { 0 };
	size_t n;
	const struct manifest_fact *facts = manifest_facts(e, &n);
	bool ok;

	for (size_t i = 0; i < n; i++) {
		buf_addz(&sql,
		    "UPDATE " CONNECTION_SCHEMA ".export SET value = ");
		sql_add_text(&sql, str_of(facts[i].value));
		buf_addz(&sql, " WHERE key = ");
		sql_add_text(&sql, str_of(facts[i].key));
		buf_addz(&sql, ";\n");
	}
	for (size_t i = 0; i < e->n; i++)
		buf_addf(&sql,
		    "UPDATE " CONNECTION_SCHEMA ".export SET value = "
		    "(SELECT count(*)::text FROM " CONNECTION_SCHEMA
		    ".\"%s\") WHERE key = 'rows.%s';\n",
		    e->tables[i].name, e->tables[i].name);
	buf_addz(&sql,
	    "DELETE FROM " CONNECTION_SCHEMA
	    ".export WHERE key LIKE 'unread.%';\n");
	postgres_add_unread(e, &sql);
	pg_access_add_units(e, &sql);
	ok = run(e, buf_z(&sql));
	buf_release(&sql);
	return ok;
}

/* Do all keys hold still? */
static bool
hold_keys(struct exporting *e)
{
	struct load *l = e->load;

	if (connection_run(l->server, "SET CONSTRAINTS ALL IMMEDIATE"))
		return true;
	if (strncmp(connection_wrong(l->server)->state, "23", 2) != 0)
		return connection_say(l->server, e->to);
	l->again = true;
	return false;
}

static bool
write_changed(struct exporting *e)
{
	struct findings silent = { 0 }, *to = e->to;
	struct load *l = e->load;
	bool ok;

	if (is_taken(l)) {
		l->again = true;
		return false;
	}
	ok = list_gone(e) && delete_gone(e);
	if (!ok)
		return false;
	e->to = &silent; /* a key that is there twice is no trouble yet */
	ok = copy_tables(e);
	e->to = to;
	if (!ok) {
		l->again =
		    strncmp(connection_wrong(l->server)->state, "23", 2) == 0;
		return l->again ? false : connection_say(l->server, e->to);
	}
	return hold_keys(e) && write_facts(e);
}

/* All that could not be read, also earlier. */
static bool
count_unread(struct exporting *e)
{
	long long n = ask_number(e,
	    "SELECT count(*) FROM " CONNECTION_SCHEMA
	    ".unread WHERE path IS NOT NULL");

	e->load->counts.unreadable = n < 0 ? 0 : (size_t)n;
	return n >= 0;
}

static bool
end(struct exporting *e)
{
	bool ok = (e->load->whole ? write_whole(e) : write_changed(e)) &&
	    count_unread(e) && run(e, "COMMIT");

	e->load->begun = !ok;
	return ok;
}

/* The form. */

static bool
open_table(struct exporting *e, struct export_table *x)
{
	x->out = output_scratch(e->output);
	return x->out;
}

static bool
put_row(struct exporting *e, struct export_table *x, const struct cell *cells)
{
	note_row(e, x, cells);
	return export_postgres.row(e, x, cells);
}

static void
release(struct exporting *e)
{
	export_postgres.release(e);
}

const struct export_format export_load = {
	.word = "postgres",
	.place = EXPORT_SQL,
	.database = true,
	.open = open_table,
	.row = put_row,
	.end = end,
	.release = release,
};

bool
load_again(const struct exporting *e)
{
	return e->load && e->load->again;
}

struct load_counts
load_counts(const struct exporting *e)
{
	return e->load->counts;
}

void
load_free(struct exporting *e)
{
	struct load *l = e->load;

	if (!l)
		return;
	if (l->begun)
		connection_run(l->server, "ROLLBACK");
	source_only(e->o->source, NULL);
	map_release(&l->files);
	map_release(&l->only);
	arena_release(&l->arena);
	free(l);
	e->load = NULL;
}
