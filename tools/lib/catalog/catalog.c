/* catalog: records as tables of an embedded database. */
#include "catalog/catalog.h"

#include <stdint.h>
#include <stdlib.h>

#include <sqlite3.h>

#include "catalog/authorizer.h"
#include "catalog/inside.h"
#include "catalog/reads.h"
#include "catalog/row_cache.h"
#include "parse/front.h"
#include "base/mem.h"
#include "git/source.h"
#include "text/text.h"

/* What is stored is in NFC, so that one way to write a letter finds it. */
static void
give_nfc(sqlite3_context *ctx, struct str v)
{
	struct buf nfc = { 0 };

	v = text_as_nfc(v, &nfc);
	sqlite3_result_text64(ctx, v.s, v.n, SQLITE_TRANSIENT, SQLITE_UTF8);
	buf_release(&nfc);
}

/* body: read when it is asked for, never stored. Only the column calls this;
 * the gate lets no statement do so. */
static void
body_of(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct catalog *c = sqlite3_user_data(ctx);
	const char *path = (const char *)sqlite3_value_text(v[0]);
	struct findings silent = { 0 };
	struct arena arena = { 0 };
	struct buf text = { 0 };
	struct front front;

	(void)n;
	if (path && source_read(c->source, path, &text, &silent) &&
	    front_read(&front, buf_str(&text), path, &arena, &silent))
		give_nfc(ctx, front.body);
	buf_release(&text);
	arena_release(&arena);
}

/* Nothing of the records may reach a disk: what is sorted or kept in between
 * stays in memory, under the limit. */
static const char settings[] =
    "PRAGMA page_size=16384; PRAGMA journal_mode=OFF; PRAGMA "
    "synchronous=OFF;PRAGMA temp_store=MEMORY; PRAGMA automatic_index=ON;"
    /* Its first use would ask the gate to write to sqlite_master. */
    "SELECT count(*) FROM json_each('[]');SELECT count(*) FROM json_tree('[]')";

sqlite3 *
catalog_open(struct catalog *c, const char *path,
    struct catalog_functions *functions, struct findings *to)
{
	sqlite3 *db = NULL;
	const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
	bool ok;

	functions->meter = (struct meter){ authorizer_spend, c };
	functions->today = c->options.today;
	functions->calendar = &c->schema->calendar;
	ok = sqlite3_open_v2(path, &db,
		 SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
		     SQLITE_OPEN_NOMUTEX,
		 NULL) == SQLITE_OK &&
	    catalog_functions_add(db, functions) &&
	    sqlite3_create_function_v2(db, "kn_body", 1, flags, c, body_of,
		NULL, NULL, NULL) == SQLITE_OK;
	if (!ok)
		db_failed(db, to);
	ok = ok && db_run(c, db, settings, to);
	if (ok)
		authorizer_close(c, db);
	if (ok)
		return db;
	sqlite3_close(db);
	return NULL;
}

struct catalog *
catalog_new(const struct schema *s, struct source *source,
    const struct catalog_options *options, struct findings *to)
{
	struct catalog *c = mem_alloc(sizeof *c);

	*c = (struct catalog){ .schema = s,
		.source = source,
		.options = *options };
	c->types = ARENA_ARRAY(&c->arena, struct type_state, s->n_types);
	if (tables_make(c, to) && views_read(c, to) &&
	    (c->plan = catalog_open(c, ":memory:", &c->in_plan, to)) &&
	    row_cache_open(c, to))
		return c;
	catalog_free(c);
	return NULL;
}

void
catalog_free(struct catalog *c)
{
	if (!c)
		return;
	row_cache_free(c);
	for (size_t i = 0; i < c->n; i++)
		sqlite3_finalize(c->states[i].insert);
	sqlite3_close(c->plan);
	sqlite3_close(c->db);
	history_cache_free(c);
	workday_certainty_release(&c->functions.counted);
	workday_certainty_release(&c->in_plan.counted);
	map_release(&c->by_name);
	buf_release(&c->refused);
	buf_release(&c->refused_name);
	free(c->tables);
	free(c->states);
	free(c->kept);
	arena_release(&c->arena);
	free(c);
}

const struct table *
catalog_tables(const struct catalog *c, size_t *n)
{
	*n = c->n;
	return c->tables;
}

const struct table *
catalog_table(const struct catalog *c, struct str name)
{
	size_t i = tables_find(c, name);

	return i == SIZE_MAX ? NULL : &c->tables[i];
}

const struct column *
catalog_field_column(const struct catalog *c, const struct type *type,
    const struct field *field, const struct table **table)
{
	size_t n;
	const struct table *all = catalog_tables(c, &n);

	for (size_t t = 0; field && t < n; t++)
		for (size_t i = 0; all[t].type == type && i < all[t].n; i++)
			if (all[t].columns[i].field == field) {
				*table = &all[t];
				return &all[t].columns[i];
			}
	return NULL;
}

struct source *
catalog_source(const struct catalog *c)
{
	return c->source;
}

struct catalog_counts
catalog_counts(const struct catalog *c)
{
	return c->counts;
}

struct workday_certainty *
catalog_counted(struct catalog *c)
{
	return &c->functions.counted;
}

bool
catalog_check(struct catalog *c, struct findings *to)
{
	bool ok = true;

	for (size_t i = 0; i < c->n; i++)
		if (c->states[i].kind != TABLE_RULE)
			ok = plan_ready(c, i, to) && ok;
	return ok;
}

/* Tables in db: what plan has found good. */

/* How many columns of a table are stored: those first. */
static size_t
stored(const struct table *t)
{
	size_t n = 0;

	while (n < t->n && !t->columns[n].sql.n)
		n++;
	return n;
}

static void
add_table(struct buf *sql, const struct table *t, const struct table_state *s)
{
	buf_addz(sql,
	    s->kind == TABLE_RULE ? "CREATE TEMP TABLE " : "CREATE TABLE ");
	tables_add_names(sql, t, stored(t), true);
}

bool
catalog_drop(struct catalog *c, size_t table, struct findings *to)
{
	struct table_state *s = &c->states[table];
	bool ok;

	sqlite3_finalize(s->insert);
	s->insert = NULL;
	ok = db_run_f(c, to, "DROP TABLE \"%w\"", c->tables[table].name.s);
	s->made = s->indexed = s->stale = !ok;
	return ok;
}

bool
catalog_filled(struct catalog *c, size_t table, struct findings *to)
{
	const struct table *t = &c->tables[table];
	bool ok = true;

	c->states[table].filled = true;
	for (size_t i = stored(t); ok && i < t->n; i++) {
		const struct column *k = &t->columns[i];

		ok = db_run_f(c, to,
		    "ALTER TABLE \"%w\" ADD COLUMN \"%w\" %s AS (\n%.*s\n) "
		    "VIRTUAL",
		    t->name.s, k->name.s, k->sqltype, STRF(k->sql));
	}
	return ok;
}

/* Only a temporary view may speak of another database, as history is, and none
 * other is left out of a file of rows. */
static void
add_view(struct buf *sql, const struct table *t, const struct table_state *s,
    bool temporary)
{
	buf_addz(sql, temporary ? "CREATE TEMP VIEW " : "CREATE VIEW ");
	tables_add_names(sql, t, t->n, false);
	buf_addz(sql, " AS\n");
	buf_add(sql, s->sql);
}

bool
catalog_make(struct catalog *c, size_t table, struct findings *to)
{
	const struct table *t = &c->tables[table];
	struct table_state *s = &c->states[table];
	struct buf sql = { 0 };
	bool ok = true;

	if (s->made)
		return true;
	for (size_t i = 0; ok && i < s->n_needs; i++)
		ok = catalog_make(c, s->needs[i], to);
	if (s->kind == TABLE_HISTORY)
		return s->made = history_make(c, table, to);
	if (s->kind == TABLE_VIEW)
		add_view(&sql, t, s,
		    row_cache_has(c) || history_needed(c, table));
	else
		add_table(&sql, t, s);
	s->made = ok && db_run(c, c->db, buf_z(&sql), to);
	buf_release(&sql);
	return s->made;
}

/* Wants a column; one that was left out when the table was filled empties it,
 * to be filled again. */
static void
want_column(struct table_state *s, size_t column)
{
	if (s->columns[column])
		return;
	s->columns[column] = true;
	s->stale = s->stale || s->filled;
	s->filled = false;
}

void
catalog_want(struct catalog *c, const struct reads *r)
{
	for (size_t t = 0; t < r->n; t++) {
		struct table_state *s = &c->states[t];

		if (!r->columns[t])
			continue;
		s->wanted = true;
		if (s->kind != TABLE_RECORD && s->kind != TABLE_LIST)
			continue;
		if (!s->columns)
			s->columns =
			    ARENA_ARRAY(&c->arena, bool, c->tables[t].n);
		for (size_t i = 0; i < c->tables[t].n; i++)
			if (r->columns[t][i])
				want_column(s, i);
	}
}

bool
catalog_index(struct catalog *c, size_t table, struct findings *to)
{
	struct table_state *s = &c->states[table];
	const char *name = c->tables[table].name.s;
	bool ok = true;

	for (size_t i = 0; i < s->n_needs; i++)
		ok = catalog_index(c, s->needs[i], to) && ok;
	if (s->indexed || !s->made ||
	    (s->kind != TABLE_RECORD && s->kind != TABLE_LIST &&
		s->kind != TABLE_STAGE))
		return ok;
	s->indexed = true;
	return db_run_f(c, to, "CREATE INDEX \"%w by id\" ON \"%w\"(id)", name,
		   name) &&
	    ok;
}

/* Table rule. */

bool
catalog_rule_begin(struct catalog *c, const struct column *columns, size_t n,
    struct findings *to)
{
	struct table *t = &c->tables[c->rule];
	struct table_state *s = &c->states[c->rule];
	bool ok = db_settle(c, to);

	sqlite3_finalize(s->insert);
	s->insert = NULL;
	if (s->made)
		ok = db_run(c, c->db, "DROP TABLE temp.rule", to) && ok;
	s->made = false;
	t->columns = ARENA_ARRAY(&c->arena, struct column, n);
	t->n = n;
	for (size_t i = 0; i < n; i++) {
		t->columns[i] = columns[i];
		t->columns[i].name = tables_plain(&c->arena, columns[i].name);
	}
	return ok;
}

bool
catalog_rule_table(struct catalog *c, const struct column *columns, size_t n,
    struct findings *to)
{
	struct table_state *s = &c->states[c->rule];
	bool ok = catalog_rule_begin(c, columns, n, to);

	if (s->state == TABLE_READY)
		ok = ok && db_run(c, c->plan, "DROP TABLE temp.rule", to);
	ok = ok && (!n || plan_table(c, c->rule, to));
	s->state = ok && n ? TABLE_READY : TABLE_NEW;
	return ok;
}

bool
catalog_rule_add(struct catalog *c, const struct cell *cells)
{
	struct table_state *s = &c->states[c->rule];
	size_t n = c->tables[c->rule].n;
	struct findings silent = { 0 };

	if (!catalog_make(c, c->rule, &silent) ||
	    !catalog_inserts(c, c->rule, &silent) ||
	    (sqlite3_get_autocommit(c->db) &&
		!db_run(c, c->db, "BEGIN", &silent)))
		return false;
	for (size_t i = 0; i < n; i++)
		db_bind(s->insert, (int)i + 1, &cells[i]);
	c->rows++;
	return catalog_insert(c, c->rule, &silent);
}

static void
add_names_with_rowid(struct buf *sql, const struct table *t, size_t n)
{
	sql_add_name(sql, t->name);
	buf_addz(sql, "(rowid");
	for (size_t i = 0; i < n; i++) {
		buf_addc(sql, ',');
		sql_add_name(sql, t->columns[i].name);
	}
	buf_addc(sql, ')');
}

bool
catalog_inserts(struct catalog *c, size_t table, struct findings *to)
{
	const struct table *t = &c->tables[table];
	struct table_state *s = &c->states[table];
	struct buf sql = { 0 };
	size_t n = stored(t);
	int rc;

	if (s->insert)
		return true;
	buf_addz(&sql, "INSERT INTO ");
	if (row_cache_has(c) && s->kind != TABLE_RULE) {
		add_names_with_rowid(&sql, t, n);
		buf_addz(&sql, " VALUES(?");
	} else {
		sql_add_name(&sql, t->name);
		buf_addz(&sql, " VALUES(");
	}
	for (size_t i = 0; i < n; i++)
		buf_addz(&sql, buf_str(&sql).s[sql.n - 1] == '(' ? "?" : ",?");
	buf_addc(&sql, ')');
	rc = db_prepare(c, buf_z(&sql), &s->insert);
	buf_release(&sql);
	return rc == SQLITE_OK || db_failed(c->db, to);
}

bool
catalog_insert(struct catalog *c, size_t table, struct findings *to)
{
	sqlite3_stmt *st = c->states[table].insert;
	int rc;

	rc = db_step(c, st);
	sqlite3_reset(st);
	return rc == SQLITE_DONE || db_failed(c->db, to);
}
