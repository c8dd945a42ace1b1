/* query: the life of a statement that passed the gate. */
#include "catalog/query.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <sqlite3.h>

#include "catalog/authorizer.h"
#include "catalog/inside.h"
#include "catalog/lent.h"
#include "catalog/sync.h"
#include "catalog/local.h"
#include "catalog/reads.h"
#include "catalog/remote.h"
#include "base/mem.h"
#include "text/text.h"

struct query_column {
	const char *name;
	const struct column *origin;
	bool masked;
};

struct query {
	struct catalog *catalog;
	struct arena arena;
	struct place at;
	char *sql;    /* as it is run */
	char *plain;  /* the same, not watched */
	bool *tables; /* that it names */
	struct reads reads;
	bool local;
	/* it goes through more than one table, or one more than once; asked
	 * once */
	bool joins, joins_known;
	const char *keep; /* as a table of this name; or NULL */
	struct query_column *results;
	size_t n;
	const char **parameters; /* behind their ':' */
	size_t n_parameters;
	long long most_rows, rows;
	bool running;
	bool hush; /* what fails may be private */
	struct room room;
	sqlite3_stmt *st;      /* NULL: not yet */
	struct remote *remote; /* a server answers; or NULL */
};

static bool
is_safe(const struct query_options *o, const char *name)
{
	for (size_t i = 0; i < o->n_safe; i++)
		if (str_is(o->safe[i], name))
			return true;
	return false;
}

/* Everything that is to be known of the result, taken from plan. */
static void
describe(struct query *q, struct statement *a, const struct query_options *o)
{
	const struct catalog_options *c = &q->catalog->options;

	if (c->open && !o->masked)
		mask_name(a);
	q->hush = !c->private && mask_hushes(a);
	q->n = (size_t)sqlite3_column_count(a->plan);
	q->results = ARENA_ARRAY(&q->arena, struct query_column, q->n);
	for (size_t i = 0; i < q->n; i++) {
		struct query_column *r = &q->results[i];

		r->name = arena_z(&q->arena,
		    str_of(sqlite3_column_name(a->plan, (int)i)));
		r->origin = mask_origin(a, i);
		r->masked = !c->private && !o->inside && mask_hides(a, i) &&
		    !is_safe(o, r->name);
	}
	q->n_parameters = (size_t)sqlite3_bind_parameter_count(a->plan);
	q->parameters = ARENA_ARRAY(&q->arena, const char *, q->n_parameters);
	for (size_t i = 0; i < q->n_parameters; i++)
		q->parameters[i] =
		    arena_z(&q->arena,
			str_of(
			    sqlite3_bind_parameter_name(a->plan, (int)i + 1))) +
		    1;
}

/* Where rows are kept, views are temporary, and so not to be found in main,
 * where plan has them: "main.view" is the view. A server has no main. */
static struct sql_words
without_main(struct query *q, struct sql_words words)
{
	struct catalog *c = q->catalog;
	struct buf sql = { 0 };
	const char *from = words.text.s;

	for (size_t i = 0; i + 2 < words.n; i++) {
		size_t view = tables_find_written(c, words.all[i + 2].text);

		if (!sql_is_word(words.all[i], "MAIN") ||
		    !sql_is_op(words.all[i + 1], ".") || view == SIZE_MAX ||
		    (!c->remote && c->states[view].kind != TABLE_VIEW))
			continue;
		buf_add(&sql,
		    (struct str){ from, (size_t)(words.all[i].text.s - from) });
		from = words.all[i + 2].text.s;
	}
	if (!sql.n && from == words.text.s)
		return words;
	buf_add(&sql,
	    (struct str){ from, (size_t)(words.text.s + words.text.n - from) });
	return sql_words(&q->arena, arena_take(&q->arena, &sql));
}

static void
keep_sql(struct query *q, const struct statement *a,
    const struct query_options *o)
{
	bool *hidden = ARENA_ARRAY(&q->arena, bool, q->n);
	struct statement run = *a;
	struct buf sql = { 0 };

	if (o->run.n && !q->catalog->remote)
		run.words = sql_words(&q->arena, db_nfc(&q->arena, o->run));
	if (q->catalog->rows_kept || q->catalog->remote)
		run.words = without_main(q, run.words);
	if (q->keep && !q->catalog->remote) {
		buf_addz(&sql, "CREATE TEMP TABLE ");
		sql_add_name(&sql, str_of(q->keep));
		buf_addz(&sql, " AS\n");
	}
	for (size_t i = 0; i < q->n; i++)
		hidden[i] = q->results[i].masked;
	if (o->any_order)
		buf_add(&sql, run.words.text);
	else
		authorizer_order(&run, hidden, &sql);
	q->sql = arena_z(&q->arena, buf_str(&sql));
	buf_release(&sql);
}

/* What it asks of today is watched. */
static void
watch_sql(struct query *q, const struct statement *a,
    const struct query_options *o)
{
	q->plain = q->sql;
	if (q->catalog->functions.watch.on && a->reading.calls & CALLS_TODAY)
		q->sql = arena_z(&q->arena,
		    today_sql(&q->arena, str_of(q->sql), o->awaits));
}

/* Prepares the statement in db. What is kept is made by us, from what plan has
 * let through. */
static bool
prepare(struct query *q, struct findings *to)
{
	int rc;
	struct catalog *c = q->catalog;
	struct statement a = { .catalog = c,
		.at = q->at,
		.to = to,
		.written = str_of(q->sql),
		.whole_place = true };

	sqlite3_finalize(q->st);
	authorizer_begin(c, &q->room);
	buf_clear(&c->refused);
	rc = q->keep ? db_prepare(c, q->sql, &q->st) :
		       sqlite3_prepare_v2(c->db, q->sql, -1, &q->st, NULL);
	if (rc == SQLITE_OK)
		return true;
	if (q->sql != q->plain) {
		q->sql = q->plain;
		return prepare(q, to);
	}
	a.words = sql_words(&q->arena, a.written);
	return wrong_failed(&a, c->db);
}

static bool
joins(struct query *q)
{
	sqlite3_stmt *st = NULL;
	const char *explain;
	size_t loops = 0;

	if (q->joins_known)
		return q->joins;
	explain = arena_f(&q->arena, "EXPLAIN QUERY PLAN %s", q->sql);
	q->joins_known = db_prepare(q->catalog, explain, &st) == SQLITE_OK;
	if (q->joins_known)
		while (sqlite3_step(st) == SQLITE_ROW) {
			const char *what =
			    (const char *)sqlite3_column_text(st, 3);

			loops += what &&
			    (strncmp(what, "SCAN", 4) == 0 ||
				strncmp(what, "SEARCH", 6) == 0);
		}
	sqlite3_finalize(st);
	return q->joins = loops > 1;
}

/* Ids are what records are joined by. */
static bool
make_indexes(struct query *q, struct findings *to)
{
	bool ok = true;

	if (!joins(q))
		return true;
	for (size_t i = 0; ok && i < q->catalog->n; i++)
		if (q->tables[i])
			ok = store_index(q->catalog, i, to);
	return ok;
}

static bool
has_one_source(const struct statement *a)
{
	const struct sql_select *s =
	    a->tree.body ? a->tree.body->selects : NULL;

	return a->reading.selects == 1 && s && s->sources && !s->sources->next;
}

/* What needs no plan to be known: several tables are joined, and one that
 * stands in the only SELECT is not, unless it is a view. */
static void
guess_joins(struct query *q, const struct statement *a)
{
	const struct catalog *c = q->catalog;
	bool view = false;
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		if (q->tables[i]) {
			view |= c->states[i].kind == TABLE_VIEW;
			n++;
		}
	q->joins = n > 1;
	q->joins_known = q->joins || (n == 1 && !view && has_one_source(a));
}

/* What is kept was noted when it was made: what is run reads of tables no more
 * than the whole statement does, and none that it neither names nor asks a view
 * for that it names. */
static void
note_reads(struct query *q, const struct query_options *o)
{
	struct catalog *c = q->catalog;
	struct sql_words words;
	struct reads own = { 0 };

	if (!o->run.n) {
		reads_add(&c->noted, &q->reads, &c->arena, c);
		return;
	}
	words = sql_words(&q->arena, db_nfc(&q->arena, o->run));
	for (size_t i = 0; i < words.n; i++) {
		size_t table = sql_may_name(words.all[i]) ?
		    tables_find_written(c, words.all[i].text) :
		    SIZE_MAX;

		if (table != SIZE_MAX)
			reads_within(&own, &q->reads, table, &q->arena, c);
	}
	reads_add(&c->noted, &own, &c->arena, c);
}

/* Notes what it reads. */
static void
want_tables(struct query *q, const struct statement *a,
    const struct query_options *o)
{
	struct catalog *c = q->catalog;

	q->tables = ARENA_ARRAY(&q->arena, bool, c->n);
	for (size_t i = 0; i < a->reading.n; i++)
		q->tables[i] = a->reading.tables[i];
	guess_joins(q, a);
	reads_statement(&q->reads, &q->arena, a);
	if (c->noting)
		note_reads(q, o);
	if (!c->remote)
		store_want(c, &q->reads);
}

/* Whose records a server is asked for. */
static void
note_asked(struct query *q)
{
	struct catalog *c = q->catalog;

	for (size_t i = 0; i < q->reads.n; i++)
		for (size_t k = 0;
		     q->reads.columns[i] && k < c->schema->n_types; k++)
			c->asked[k] |= i == c->bad || i == c->unread ||
			    c->tables[i].type == &c->schema->types[k];
}

/* What is ours and reads no records is answered here. */
static bool
is_remote(const struct statement *a, const struct query_options *o)
{
	bool reads = !o->inside;

	for (size_t i = 0; !reads && i < a->reading.n; i++)
		reads = a->reading.tables[i];
	return a->catalog->remote && reads;
}

/* Gives the statement to the server. */
static bool
ask_remote(struct query *q, const struct statement *a,
    const struct query_options *o)
{
	bool *hidden = ARENA_ARRAY(&q->arena, bool, q->n);
	const struct remote_asking asking = { .sql = str_of(q->sql),
		.parameters = q->parameters,
		.n_parameters = q->n_parameters,
		.hidden = hidden,
		.n = q->n,
		.inside = o->inside,
		.hush = q->hush };

	for (size_t i = 0; i < q->n; i++)
		hidden[i] = q->results[i].masked &&
		    !(o->evidence && o->evidence(q->results[i].name));
	note_asked(q);
	q->remote = remote_new(a, &asking);
	return q->remote;
}

bool
query_ready(struct query *q, struct findings *to)
{
	struct catalog *c = q->catalog;
	bool ok;

	if (q->remote)
		return true;
	ok = sync_begin(c, to) && db_settle(c, to);

	for (size_t i = 0; ok && i < c->n; i++)
		if (q->tables[i])
			ok = store_make(c, i, to);
	return ok && restrict_views(c, to) && load_wanted(c, to) &&
	    make_indexes(q, to);
}

bool
query_open(struct query *q, struct findings *to)
{
	return query_ready(q, to) && (q->remote || prepare(q, to));
}

struct query *
query_new(struct catalog *c, struct str sql, const struct query_options *o,
    struct findings *to)
{
	struct query *q = mem_alloc(sizeof *q);
	struct statement a = { .catalog = c,
		.written = sql,
		.at = o->at,
		.to = to };
	bool ok;

	*q = (struct query){ .catalog = c,
		.at = o->at,
		.most_rows =
		    o->most_rows ? o->most_rows : AUTHORIZER_ROWS_MOST };
	if (q->at.path)
		q->at.path = arena_z(&q->arena, str_of(q->at.path));
	if (o->keep)
		q->keep = arena_z(&q->arena, str_of(o->keep));
	ok = plan_ask(&a);
	if (ok &&
	    (o->subset || (c->options.subset && o->at.path && !o->inside)))
		subset_say(&a);
	if (ok) {
		describe(q, &a, o);
		keep_sql(q, &a, o);
		watch_sql(q, &a, o);
		want_tables(q, &a, o);
		q->local = o->own && local_is(&a, o->own, "id");
		ok = !is_remote(&a, o) || ask_remote(q, &a, o);
		ok = ok && (!o->lend.n || lent_add(&a, o->lend));
	}
	authorizer_release(&a);
	if (ok && (o->later || query_open(q, to)))
		return q;
	query_free(q);
	return NULL;
}

void
query_free(struct query *q)
{
	if (!q)
		return;
	sqlite3_finalize(q->st);
	remote_free(q->remote);
	arena_release(&q->arena);
	free(q);
}

bool
query_local(const struct query *q)
{
	return q->local;
}

const struct reads *
query_reads(const struct query *q)
{
	return &q->reads;
}

size_t
query_columns(const struct query *q)
{
	return q->n;
}

const char *
query_name(const struct query *q, size_t column)
{
	return q->results[column].name;
}

const struct column *
query_origin(const struct query *q, size_t column)
{
	return q->results[column].origin;
}

bool
query_masked(const struct query *q, size_t column)
{
	return q->results[column].masked;
}

size_t
query_parameters(const struct query *q)
{
	return q->n_parameters;
}

const char *
query_parameter(const struct query *q, size_t i)
{
	return q->parameters[i];
}

/* In the form in which everything is that it may be compared with. */
static void
bind_nfc(sqlite3_stmt *st, int at, struct cell cell)
{
	struct buf nfc = { 0 };

	if (cell.kind == CELL_TEXT)
		cell.s = text_as_nfc(cell.s, &nfc);
	db_bind(st, at, &cell);
	buf_release(&nfc);
}

bool
query_bind(struct query *q, struct str name, const struct cell *cell)
{
	for (size_t i = 0; i < q->n_parameters; i++)
		if (q->remote && str_is(name, q->parameters[i])) {
			remote_bind(q->remote, i, cell);
			return true;
		} else if (q->st && str_is(name, q->parameters[i])) {
			int at = sqlite3_bind_parameter_index(q->st,
			    q->parameters[i] - 1);

			if (at) /* not only in what was kept */
				bind_nfc(q->st, at, *cell);
			return true;
		}
	return false;
}

static int
too_many(struct query *q, struct findings *to)
{
	found(to, FIND_SQL_LIMIT, q->at,
	    _("the result has more than %lld rows"), q->most_rows);
	query_reset(q);
	return -1;
}

/* What is kept here is part of each statement that a server is sent. */
static int
step_remote(struct query *q, struct findings *to)
{
	int more = q->keep ? 0 : remote_step(q->remote, q->at, to);

	if (more == 1)
		return q->rows++ < q->most_rows ? 1 : too_many(q, to);
	query_reset(q);
	return more;
}

int
query_step(struct query *q, struct findings *to)
{
	struct catalog *c = q->catalog;
	int rc;

	if (q->remote)
		return step_remote(q, to);
	if (!q->st)
		return -1;
	if (!q->running)
		authorizer_begin(c, &q->room);
	q->running = true;
	buf_clear(&c->refused);
	authorizer_enter(c, &q->room);
	rc = sqlite3_step(q->st);
	authorizer_leave(c);
	if (rc == SQLITE_ROW)
		return q->rows++ < q->most_rows ? 1 : too_many(q, to);
	if (rc == SQLITE_DONE) {
		if (q->keep)
			*MEM_PUSH(c->kept, c->n_kept, c->cap_kept) =
			    arena_keep(&c->arena, str_of(q->keep));
		query_reset(q);
		return 0;
	}
	wrong_stopped(&q->room, c->db, q->at, q->hush, to);
	query_reset(q);
	return -1;
}

struct cell
query_cell(const struct query *q, size_t column)
{
	if (q->results[column].masked)
		return (struct cell){ .kind = CELL_MASKED };
	return query_evidence(q, column);
}

struct cell
query_evidence(const struct query *q, size_t column)
{
	int i = (int)column;
	struct cell c = { .kind = CELL_NULL };

	if (q->remote)
		return remote_cell(q->remote, column);
	switch (sqlite3_column_type(q->st, i)) {
	case SQLITE_INTEGER:
		c.kind = CELL_INT;
		c.i = sqlite3_column_int64(q->st, i);
		break;
	case SQLITE_FLOAT:
		c.kind = CELL_REAL;
		c.d = sqlite3_column_double(q->st, i);
		break;
	case SQLITE_TEXT:
	case SQLITE_BLOB:
		c.kind = CELL_TEXT;
		c.s.s = (const char *)sqlite3_column_text(q->st, i);
		c.s.n = c.s.s ? (size_t)sqlite3_column_bytes(q->st, i) : 0;
		break;
	default:
		break;
	}
	return c;
}

void
query_reset(struct query *q)
{
	if (q->remote)
		remote_reset(q->remote);
	sqlite3_reset(q->st);
	q->running = false;
	q->rows = 0;
}

bool
query_keeps(const struct catalog *c, const char *name)
{
	return db_is_kept(c, name);
}

void
query_forget_one(struct catalog *c, const char *name)
{
	struct findings silent = { 0 };

	for (size_t i = 0; i < c->n_kept; i++)
		if (str_is(c->kept[i], name)) {
			db_run_f(c, &silent, "DROP TABLE temp.\"%w\"", name);
			c->kept[i] = c->kept[--c->n_kept];
			return;
		}
}

void
query_lent_end(struct catalog *c)
{
	lent_end(c);
}

void
query_forget(struct catalog *c)
{
	while (c->n_kept)
		query_forget_one(c, c->kept[c->n_kept - 1].s);
}
