/* remote: statements that a server answers. */
#include "catalog/remote.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "catalog/remote_count.h"
#include "git/source.h"
#include "parse/sql_postgres.h"
#include "server/loaded.h"
#include "server/connection.h"
#include "text/day.h"
#include "text/print.h"
#include "text/text.h"

/* What a catalog knows of the server that answers. */
struct remote_state {
	struct loaded *loaded;
	struct arena rows; /* of table rule */
	struct cell *rule;
	size_t n_rule, cap_rule; /* cells */
};

struct remote {
	struct catalog *catalog;
	struct arena arena;
	char *body; /* the statement, from SELECT on */
	char *with; /* the tables before it */
	bool rule;  /* it reads that */
	bool hush;
	struct cell *values; /* of parameters */
	size_t n_values;
	struct connection_rows *rows; /* NULL: not asked yet */
};

/* The state of a catalog. */

static bool
check_loaded(struct catalog *c, const struct loaded *l, struct findings *to)
{
	char today[DAY_TEXT];
	const struct loaded_wanted w = {
		.commit = source_commit_id(c->source),
		.at = c->options.at,
		.schema = c->schema->id,
		.today = day_text(c->options.today, today),
	};

	return loaded_fits(l, c->options.server, &w, to);
}

/* Who may read some records alone is told so. */
static bool
tell_part(const struct catalog *c, const struct loaded *l, struct findings *to)
{
	struct connection_rows *rows;
	struct buf sql = { 0 };
	bool ok;

	if (!*loaded_fact(l, "access"))
		return true;
	buf_addz(&sql,
	    "SELECT NOT pg_has_role(session_user, nspowner, 'MEMBER') AND "
	    "EXISTS (SELECT 1 FROM unnest(ARRAY[");
	for (size_t i = 0; i < c->schema->n_types; i++) {
		buf_addz(&sql, i ? "," : "");
		sql_add_text(&sql, c->schema->types[i].name.name);
	}
	buf_addz(&sql,
	    "]) AS t WHERE NOT kn_reads_all(t)) FROM pg_namespace WHERE "
	    "nspname = '" CONNECTION_SCHEMA "'");
	rows = connection_ask(c->options.server, buf_z(&sql), NULL, 0);
	buf_release(&sql);
	ok = rows && connection_next(rows) == 1;
	if (!ok)
		connection_say(c->options.server, to);
	else if (connection_cell(rows, 0).i)
		found_as(to, NULL, NOTE, place_file(NULL),
		    _("the server shows you the records of your units alone; "
		      "the answer is about these"));
	connection_rows_free(rows);
	return ok;
}

bool
remote_begin(struct catalog *c, struct findings *to)
{
	struct connection *s = c->options.server;
	char today[DAY_TEXT];
	struct loaded *l;

	if (!s)
		return true;
	if (!connection_begin(s, day_text(c->options.today, today),
		AUTHORIZER_SECONDS_MOST))
		return connection_say(s, to);
	l = loaded_read(s, to);
	if (!l)
		return false;
	c->remote = mem_alloc(sizeof *c->remote);
	c->remote->loaded = l;
	c->asked = ARENA_ARRAY(&c->arena, bool, c->schema->n_types);
	return check_loaded(c, l, to) && tell_part(c, l, to);
}

void
remote_end(struct catalog *c)
{
	if (!c->remote)
		return;
	loaded_free(c->remote->loaded);
	arena_release(&c->remote->rows);
	free(c->remote->rule);
	free(c->remote);
	c->remote = NULL;
}

struct catalog_counts
remote_counts(const struct catalog *c, const struct type *type)
{
	const struct loaded *l = c->remote->loaded;
	struct arena a = { 0 };
	struct catalog_counts n = {
		.read = (size_t)loaded_count(l,
		    arena_f(&a, "rows.%.*s",
			STRF(tables_plain(&a, type->name.name)))),
		.unreadable = (size_t)loaded_count(l,
		    arena_f(&a, "unread.%.*s", STRF(type->name.name))),
	};

	arena_release(&a);
	return n;
}

/* Table rule. */

void
remote_rule_begin(struct catalog *c)
{
	c->remote->n_rule = 0;
	arena_reset(&c->remote->rows);
}

void
remote_rule_add(struct catalog *c, const struct cell *cells)
{
	struct remote_state *r = c->remote;

	for (size_t i = 0; i < c->tables[c->rule].n; i++)
		*MEM_PUSH(r->rule, r->n_rule, r->cap_rule) =
		    cell_keep(&r->rows, cells[i]);
}

/* What a column of it holds, also where no row says so. */
static enum connection_type
rule_type(const struct remote_state *r, const struct table *t, size_t column)
{
	size_t step = t->n;
	bool number = t->columns[column].kind == CELL_INT;
	bool real = t->columns[column].kind == CELL_REAL;

	for (size_t i = column; i < r->n_rule; i += step) {
		if (r->rule[i].kind == CELL_TEXT)
			return CONNECTION_TEXTS;
		number |= r->rule[i].kind == CELL_INT;
		real |= r->rule[i].kind == CELL_REAL;
	}
	return real ? CONNECTION_REALS :
	    number  ? CONNECTION_INTS :
		      CONNECTION_TEXTS;
}

static void
add_rule(struct catalog *c, struct buf *sql, struct arena *a,
    struct connection_value *values, size_t *n)
{
	const struct remote_state *r = c->remote;
	const struct table *t = &c->tables[c->rule];
	struct buf array = { 0 };

	for (size_t i = 0; i < t->n; i++) {
		buf_addz(sql, i ? "," : "rule(");
		sql_add_name(sql, t->columns[i].name);
	}
	buf_addz(sql, ") AS MATERIALIZED (SELECT * FROM unnest(");
	for (size_t i = 0; i < t->n; i++) {
		connection_add_array(&array, r->rule + i, r->n_rule / t->n,
		    t->n);
		values[*n] = (struct connection_value){ rule_type(r, t, i),
			arena_take(a, &array).s };
		buf_addf(sql, "%s$%zu", i ? "," : "", ++*n);
	}
	buf_addz(sql, "))");
}

/* Which statements it takes. */

static bool
reads(const struct statement *a, size_t table, size_t column)
{
	const bool *columns = a->reading.columns[table];

	return columns && columns[column];
}

static bool
has_word(const struct statement *a, const char *word)
{
	for (size_t i = 0; i < a->words.n; i++)
		if (sql_is_word(a->words.all[i], word))
			return true;
	return false;
}

/* Is what a star alone brings only shown, masked, so that nothing else depends
 * on it? */
static bool
is_only_shown(const struct statement *a)
{
	const struct names_read *n = &a->named;

	return !a->catalog->options.private && n->known && !n->failed &&
	    n->stars && !n->within && !n->bracketed && !a->compound &&
	    !has_word(a, "DISTINCT") && !has_word(a, "GROUP") &&
	    !has_word(a, "USING");
}

static bool
is_left_out(const struct statement *a, size_t table, size_t column)
{
	return a->catalog->tables[table].columns[column].private &&
	    is_only_shown(a) && !mask_names(a, table, column);
}

static bool
check_column(const struct statement *a, size_t table, size_t column)
{
	const struct catalog *c = a->catalog;
	const struct loaded *l = c->remote->loaded;
	const struct column *k = &c->tables[table].columns[column];
	struct str name = k->name, of = c->tables[table].name;
	struct loaded_column there = loaded_column(l, of, name);
	bool all = strcmp(loaded_fact(l, "private"), "yes") == 0;

	if (!there.type && str_is(k->name, "body"))
		return found_trouble(a->to,
		    _("column '%.*s' of '%.*s' is not on the server; load "
		      "it with 'knexport -o postgres --on URL --bodies'"),
		    STRF(name), STRF(of));
	if (!there.type)
		return found_trouble(a->to,
		    _("column '%.*s' of '%.*s' is not on the server; load "
		      "again with 'knexport -o postgres --on URL'"),
		    STRF(name), STRF(of));
	if (k->private && !all)
		return found_trouble(a->to,
		    _("column '%.*s' of '%.*s' is private, and nothing private "
		      "is on the server; load it with 'knexport -o postgres "
		      "--on URL --private'"),
		    STRF(name), STRF(of));
	return there.readable ||
	    found_trouble(a->to,
		_("column '%.*s' of '%.*s' may not be read by you on the "
		  "server; its owner can make you a member of a role that "
		  "schema/authority.md names"),
		STRF(name), STRF(of));
}

static bool
check_table(const struct statement *a, size_t table)
{
	const struct catalog *c = a->catalog;
	const struct loaded *l = c->remote->loaded;
	const struct table *t = &c->tables[table];
	bool ok = true;

	if (table == c->rule)
		return true;
	if (c->states[table].kind == TABLE_HISTORY)
		return found_trouble(a->to,
		    _("table '%.*s' is not on the server: the history is "
		      "asked here, without --on"),
		    STRF(t->name));
	if (!loaded_has_table(l, t->name))
		return found_trouble(a->to,
		    _("table '%.*s' is not on the server; load again with "
		      "'knexport -o postgres --on URL'"),
		    STRF(t->name));
	if (c->states[table].hides &&
	    strcmp(loaded_fact(l, "private"), "yes") != 0)
		return found_trouble(a->to,
		    _("view '%.*s' reads what is private, and nothing private "
		      "is on the server; load it with 'knexport -o postgres "
		      "--on URL --private'"),
		    STRF(t->name));
	for (size_t i = 0; ok && i < t->n; i++)
		if (reads(a, table, i) && !is_left_out(a, table, i))
			ok = check_column(a, table, i);
	return ok;
}

/* Making the statement. */

static void
add_table(const struct statement *a, size_t table, struct buf *sql)
{
	const struct table *t = &a->catalog->tables[table];
	const struct loaded *l = a->catalog->remote->loaded;
	const char *before = " AS NOT MATERIALIZED (SELECT ";

	sql_add_name(sql, t->name);
	for (size_t i = 0; i < t->n; i++) {
		if (!reads(a, table, i))
			continue;
		buf_addz(sql, before);
		if (is_left_out(a, table, i)) {
			const char *type =
			    loaded_column(l, t->name, t->columns[i].name).type;

			buf_addf(sql, "NULL::%s AS ", type ? type : "text");
		}
		sql_add_name(sql, t->columns[i].name);
		before = ", ";
	}
	if (*before != ',')
		buf_addf(sql, "%s1", before); /* it is counted */
	buf_addz(sql, " FROM " CONNECTION_SCHEMA ".");
	sql_add_name(sql, t->name);
	buf_addc(sql, ')');
}

static void
add_parameter(struct buf *sql, struct str name, void *to)
{
	const struct remote_asking *o = to;

	for (size_t i = 0; i < o->n_parameters; i++)
		if (str_is(name, o->parameters[i]))
			buf_addf(sql, "$%zu", i + 1);
}

/* Is it about one table, of which parts are on other servers? */
static bool
is_parted(const struct statement *a, size_t *table)
{
	const struct loaded *l = a->catalog->remote->loaded;
	size_t tables = 0;

	for (size_t i = 0; i < a->reading.n; i++)
		if (a->reading.tables[i]) {
			tables++;
			*table = i;
		}
	return tables == 1 && loaded_has_table(l, STR("export_joined")) &&
	    loaded_column(l, a->catalog->tables[*table].name, STR("kn_server"))
		.type &&
	    !is_only_shown(a);
}

static void
add_counted(const struct statement *a, size_t table,
    const struct remote_asking *o, const struct remote_count *count,
    struct buf *sql)
{
	const struct table *t = &a->catalog->tables[table];
	struct buf columns = { 0 }, from = { 0 };

	for (size_t i = 0; i < t->n; i++)
		if (reads(a, table, i) &&
		    remote_count_uses(count, t->columns[i].name)) {
			sql_add_name(&columns, t->columns[i].name);
			buf_addz(&columns, ", ");
		}
	sql_add_name(sql, t->name);
	buf_addf(sql,
	    " AS NOT MATERIALIZED (SELECT %scount(*) AS " REMOTE_COUNT
	    " FROM " CONNECTION_SCHEMA ".",
	    buf_z(&columns));
	sql_add_name(sql, t->name);
	remote_count_add_from(&from, count);
	sql_postgres_add(sql, buf_str(&from), add_parameter, (void *)o);
	buf_addf(sql, " GROUP BY %skn_server)", buf_z(&columns));
	buf_release(&columns);
	buf_release(&from);
}

static void
add_tables(const struct statement *a, struct buf *sql)
{
	const struct catalog *c = a->catalog;

	for (size_t i = 0; i < a->reading.n; i++)
		if (a->reading.tables[i] && i != c->rule) {
			buf_addz(sql, sql->n ? ",\n" : "");
			add_table(a, i, sql);
		}
}

static void
add_body(const struct remote_asking *o, struct str body, struct buf *sql)
{
	for (size_t i = 0; i < o->n; i++)
		if (o->hidden[i])
			buf_addf(sql, "%sNULL", i ? ", " : "SELECT ");
		else
			buf_addf(sql, "%sk%zu", i ? ", " : "SELECT ", i);
	buf_addz(sql, " FROM (\n");
	sql_postgres_add(sql, body, add_parameter, (void *)o);
	buf_addz(sql, "\n) AS kn(");
	for (size_t i = 0; i < o->n; i++)
		buf_addf(sql, "%sk%zu", i ? ", " : "", i);
	buf_addc(sql, ')');
}

static bool
check_statement(const struct statement *a, const struct remote_asking *o)
{
	bool ok = o->inside || subset_holds(a);

	for (size_t i = 0; ok && i < a->reading.n; i++)
		if (a->reading.tables[i])
			ok = check_table(a, i);
	return ok;
}

/* The tables that it reads, and the statement from SELECT on. */
static void
make(const struct statement *a, const struct remote_asking *o, struct buf *with,
    struct buf *body)
{
	struct remote_count count;
	struct buf sums = { 0 };
	size_t table;

	if (remote_count_new(&count, o->sql) && is_parted(a, &table)) {
		add_counted(a, table, o, &count, with);
		remote_count_add(&sums, &count);
		add_body(o, buf_str(&sums), body);
	} else {
		add_tables(a, with);
		add_body(o, o->sql, body);
	}
	buf_release(&sums);
	remote_count_release(&count);
}

struct remote *
remote_new(const struct statement *a, const struct remote_asking *o)
{
	struct buf with = { 0 }, body = { 0 };
	struct remote *r;

	if (!check_statement(a, o))
		return NULL;
	r = mem_alloc(sizeof *r);
	*r = (struct remote){ .catalog = a->catalog,
		.rule = a->reading.tables[a->catalog->rule],
		.hush = o->hush,
		.n_values = o->n_parameters };
	r->values = ARENA_ARRAY(&r->arena, struct cell, r->n_values);
	make(a, o, &with, &body);
	r->with = arena_z(&r->arena, buf_str(&with));
	r->body = arena_z(&r->arena, buf_str(&body));
	buf_release(&with);
	buf_release(&body);
	return r;
}

void
remote_free(struct remote *r)
{
	if (!r)
		return;
	remote_reset(r);
	arena_release(&r->arena);
	free(r);
}

/* Asking. */

void
remote_bind(struct remote *r, size_t parameter, const struct cell *cell)
{
	struct buf nfc = { 0 };
	struct cell c = *cell;

	if (c.kind == CELL_TEXT)
		c.s = text_as_nfc(c.s, &nfc);
	r->values[parameter] = cell_keep(&r->arena, c);
	buf_release(&nfc);
}

static struct connection_value
value_of(struct arena *a, const struct cell *c)
{
	char real[REAL_TEXT];

	switch (c->kind) {
	case CELL_INT:
		return (struct connection_value){ CONNECTION_INT,
			arena_f(a, "%lld", c->i) };
	case CELL_REAL:
		return (struct connection_value){ CONNECTION_REAL,
			arena_z(a, str_of(print_real(c->d, real))) };
	case CELL_TEXT:
		return (struct connection_value){ CONNECTION_TEXT,
			arena_z(a, c->s) };
	default:
		return (struct connection_value){ CONNECTION_TEXT, NULL };
	}
}

static bool
ask(struct remote *r)
{
	struct catalog *c = r->catalog;
	size_t most = r->n_values + (r->rule ? c->tables[c->rule].n : 0), n = 0;
	struct arena a = { 0 };
	struct connection_value *values =
	    ARENA_ARRAY(&a, struct connection_value, most);
	struct buf sql = { 0 };

	for (size_t i = 0; i < r->n_values; i++)
		values[n++] = value_of(&a, &r->values[i]);
	if (*r->with || r->rule)
		buf_addf(&sql, "WITH %s%s", r->with,
		    *r->with && r->rule ? ",\n" : "");
	if (r->rule)
		add_rule(c, &sql, &a, values, &n);
	buf_addf(&sql, "\n%s", r->body);
	r->rows = connection_ask(c->options.server, buf_z(&sql), values, n);
	buf_release(&sql);
	arena_release(&a);
	return r->rows;
}

static int
stopped(struct remote *r, struct place at, struct findings *to)
{
	const struct connection *s = r->catalog->options.server;
	const struct connection_wrong *w = connection_wrong(s);

	if (strcmp(w->state, "57014") == 0)
		found(to, FIND_SQL_LIMIT, at,
		    _("the statement was stopped: it took more than %d "
		      "seconds"),
		    AUTHORIZER_SECONDS_MOST);
	else if (!*w->state || strcmp(w->state, "42501") == 0 ||
	    strncmp(w->state, "57P", 3) == 0)
		connection_say(s, to);
	else if (r->hush)
		found(to, FIND_SQL_RUN, at,
		    _("the server stopped (%s) at a value, which may be "
		      "private; --private tells more"),
		    w->state);
	else
		found(to, FIND_SQL_RUN, at, _("the server says: %s (%s)"),
		    w->text, w->state);
	return -1;
}

int
remote_step(struct remote *r, struct place at, struct findings *to)
{
	int more = r->rows || ask(r) ? connection_next(r->rows) : -1;

	return more < 0 ? stopped(r, at, to) : more;
}

struct cell
remote_cell(const struct remote *r, size_t column)
{
	return connection_cell(r->rows, column);
}

void
remote_reset(struct remote *r)
{
	connection_rows_free(r->rows);
	r->rows = NULL;
}
