/* connection: a database of PostgreSQL, and what is said to it. */
#include "server/connection.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/mem.h"
#include "server/libpq.h"
#include "text/print.h"

/* Numbers by which PostgreSQL has its types, the same in all versions. */
enum {
	OID_BOOL = 16,
	OID_BYTEA = 17,
	OID_INT8 = 20,
	OID_INT2 = 21,
	OID_INT4 = 23,
	OID_TEXT = 25,
	OID_FLOAT4 = 700,
	OID_FLOAT8 = 701,
	OID_TEXTS = 1009,
	OID_INT8S = 1016,
	OID_FLOAT8S = 1022,
	OID_NUMERIC = 1700
};

enum { PIECE = 1000 }; /* rows that are fetched at a time */

struct connection {
	const struct libpq *pq;
	PGconn *to;
	char *url;
	struct connection_wrong wrong;
	char *text; /* of wrong */
	unsigned cursors;
	bool reading; /* since connection_begin */
};

struct connection_rows {
	struct connection *server;
	unsigned cursor;
	PGresult *piece;
	int row, rows;
	bool last;          /* there is no other piece */
	struct arena bytes; /* of the row */
};

/* What goes wrong. */

/* The first line, since what follows is advice in no language of ours. */
static char *
first_line(const char *s)
{
	return mem_f("%.*s", (int)strcspn(s, "\n"), s);
}

static bool
note_wrong(struct connection *s, const PGresult *r)
{
	const char *state =
	    r ? s->pq->PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
	const char *text =
	    r ? s->pq->PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY) : NULL;

	free(s->text);
	s->text = first_line(text ? text : s->pq->PQerrorMessage(s->to));
	s->wrong = (struct connection_wrong){ .text = s->text };
	if (state)
		memcpy(s->wrong.state, state,
		    strnlen(state, sizeof s->wrong.state - 1));
	return false;
}

const struct connection_wrong *
connection_wrong(const struct connection *s)
{
	return &s->wrong;
}

bool
connection_say(const struct connection *s, struct findings *to)
{
	const char *state = s->wrong.state;

	if (strcmp(state, "42501") == 0)
		return found_trouble(to,
		    _("the server at '%s' does not allow it: %s"), s->url,
		    s->wrong.text);
	if (!*state || strncmp(state, "08", 2) == 0 ||
	    strncmp(state, "57P", 3) == 0)
		return found_trouble(to,
		    _("the connection to '%s' was lost: %s"), s->url,
		    s->wrong.text);
	return found_trouble(to, _("the server at '%s' says: %s (%s)"), s->url,
	    s->wrong.text, state);
}

/* Opening. */

/* A URL of PostgreSQL that holds no password. What it is called by libpq is
 * never repeated, since it may be one. */
static bool
check_url(const struct libpq *pq, const char *url, struct findings *to)
{
	char *why = NULL;
	PQconninfoOption *all = pq->PQconninfoParse(url, &why);
	bool is_url = str_starts(str_of(url), STR("postgresql://")) ||
	    str_starts(str_of(url), STR("postgres://"));
	bool secret = false, ok = all && is_url;

	for (PQconninfoOption *o = all; o && o->keyword; o++)
		secret |= o->val && *o->val && o->dispchar[0] == '*';
	pq->PQfreemem(why);
	pq->PQconninfoFree(all);
	if (secret)
		return found_trouble(to,
		    _("--on: there is a password in it, which others can see "
		      "in the list of processes and in the shell's history; "
		      "write it into ~/.pgpass (chmod 600) as "
		      "HOST:PORT:DATABASE:USER:PASSWORD, leave it out here, "
		      "and change it"));
	return ok ||
	    found_trouble(to,
		_("--on: this is no URL such as "
		  "postgresql://user@host/database"));
}

/* Notices are for who runs psql. */
static void
hear_nothing(void *to, const PGresult *r)
{
	(void)to, (void)r;
}

static bool
connect_to(struct connection *s, struct findings *to)
{
	static const char *const keys[] = { "fallback_application_name",
		"connect_timeout", "dbname", "client_encoding", NULL };
	const char *const values[] = { "ketnap", "10", s->url, "UTF8", NULL };
	char *why;

	s->to = s->pq->PQconnectdbParams(keys, values, 1);
	s->pq->PQsetNoticeReceiver(s->to, hear_nothing, NULL);
	if (s->pq->PQstatus(s->to) == CONNECTION_OK)
		return true;
	if (s->pq->PQconnectionNeedsPassword(s->to))
		return found_trouble(to,
		    _("--on: the server at '%s' asks for a password; write it "
		      "into ~/.pgpass (chmod 600) as "
		      "HOST:PORT:DATABASE:USER:PASSWORD"),
		    s->url);
	why = first_line(s->pq->PQerrorMessage(s->to));
	found_trouble(to, _("--on: '%s' cannot be reached: %s"), s->url, why);
	free(why);
	return false;
}

/* Text has to be compared byte by byte, as SQLite does. */
static bool
check_database(struct connection *s, struct findings *to)
{
	static const char sql[] =
	    "SELECT 1 FROM pg_catalog.pg_database "
	    "WHERE datname = pg_catalog.current_database() "
	    "AND pg_catalog.pg_encoding_to_char(encoding) = 'UTF8' "
	    "AND (datlocprovider = 'b' OR datlocprovider = 'c' AND "
	    "datcollate IN ('C', 'POSIX', 'C.UTF-8', 'C.utf8', 'C.UTF8'))";
	int version = s->pq->PQserverVersion(s->to);
	PGresult *r;
	bool ok;

	if (version < CONNECTION_LEAST)
		return found_trouble(to,
		    _("--on: the server at '%s' is PostgreSQL %d; it takes %d "
		      "or newer"),
		    s->url, version / 10000, CONNECTION_LEAST / 10000);
	r = s->pq->PQexec(s->to, sql);
	if (s->pq->PQresultStatus(r) != PGRES_TUPLES_OK) {
		note_wrong(s, r);
		s->pq->PQclear(r);
		return connection_say(s, to);
	}
	ok = s->pq->PQntuples(r) == 1;
	s->pq->PQclear(r);
	return ok ||
	    found_trouble(to,
		_("--on: the database at '%s' does not order text byte by "
		  "byte, so that its answers would be others; make one with "
		  "'createdb -T template0 -E UTF8 --locale=C NAME'"),
		s->url);
}

struct connection *
connection_open(const char *url, struct findings *to)
{
	const struct libpq *pq = libpq();
	struct connection *s;

	if (!check_url(pq, url, to))
		return NULL;
	s = mem_alloc(sizeof *s);
	*s = (struct connection){ .pq = pq, .url = mem_f("%s", url) };
	if (connect_to(s, to) && check_database(s, to))
		return s;
	connection_close(s);
	return NULL;
}

void
connection_close(struct connection *s)
{
	if (!s)
		return;
	s->pq->PQfinish(s->to);
	free(s->url);
	free(s->text);
	free(s);
}

const char *
connection_url(const struct connection *s)
{
	return s->url;
}

/* Statements of ours. */

static bool
is_done(const struct connection *s, const PGresult *r)
{
	ExecStatusType status = s->pq->PQresultStatus(r);

	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
	    status == PGRES_EMPTY_QUERY;
}

bool
connection_run(struct connection *s, const char *sql)
{
	PGresult *r = s->pq->PQexec(s->to, sql);
	bool ok = is_done(s, r) || note_wrong(s, r);

	s->pq->PQclear(r);
	return ok;
}

bool
connection_begin(struct connection *s, const char *today, int seconds)
{
	char *sql =
	    mem_f("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;"
		  "SET LOCAL search_path = " CONNECTION_SCHEMA
		  ", pg_catalog, pg_temp;"
		  "SET LOCAL datestyle = 'ISO';"
		  "SET LOCAL cursor_tuple_fraction = 1;"
		  "SET LOCAL jit = off;"
		  "SET LOCAL enable_partitionwise_aggregate = on;"
		  "SET LOCAL extra_float_digits = 1;"
		  "SET LOCAL bytea_output = 'hex';"
		  "SET LOCAL standard_conforming_strings = on;"
		  "SET LOCAL statement_timeout = '%ds';"
		  "SET LOCAL " CONNECTION_SCHEMA ".today = '%s';"
		  "SAVEPOINT kn",
		seconds, today);

	s->reading = connection_run(s, sql);
	free(sql);
	return s->reading;
}

/* Questions. */

/* As an element of an array. */
static void
add_element(struct buf *b, struct str v)
{
	buf_addc(b, '"');
	for (size_t i = 0; i < v.n; i++) {
		if (v.s[i] == '"' || v.s[i] == '\\')
			buf_addc(b, '\\');
		buf_addc(b, v.s[i]);
	}
	buf_addc(b, '"');
}

void
connection_add_array(struct buf *b, const struct cell *cells, size_t n,
    size_t step)
{
	char real[REAL_TEXT];

	buf_addc(b, '{');
	for (size_t i = 0; i < n; i++) {
		const struct cell *c = &cells[i * step];

		if (i)
			buf_addc(b, ',');
		if (c->kind == CELL_INT)
			buf_addf(b, "%lld", c->i);
		else if (c->kind == CELL_REAL)
			buf_addz(b, print_real(c->d, real));
		else if (c->kind == CELL_TEXT)
			add_element(b, c->s);
		else
			buf_addz(b, "NULL");
	}
	buf_addc(b, '}');
}

/* After an error PostgreSQL does nothing more: what was read before it is still
 * the state of the database that later statements see. */
static void
go_back(struct connection *s)
{
	if (s->reading)
		s->pq->PQclear(s->pq->PQexec(s->to, "ROLLBACK TO kn"));
}

/* The result of a statement with values; NULL: see connection_wrong. */
static PGresult *
exec_with(struct connection *s, const char *sql,
    const struct connection_value *v, size_t n)
{
	static const Oid oids[] = { [CONNECTION_TEXT] = OID_TEXT,
		[CONNECTION_INT] = OID_INT8,
		[CONNECTION_REAL] = OID_FLOAT8,
		[CONNECTION_TEXTS] = OID_TEXTS,
		[CONNECTION_INTS] = OID_INT8S,
		[CONNECTION_REALS] = OID_FLOAT8S };
	Oid *types = mem_alloc(n * sizeof *types);
	const char **texts = mem_alloc(n * sizeof *texts);
	PGresult *r;

	for (size_t i = 0; i < n; i++) {
		types[i] = oids[v[i].type];
		texts[i] = v[i].text;
	}
	r = s->pq->PQexecParams(s->to, sql, (int)n, types, texts, NULL, NULL,
	    0);
	free(types);
	free(texts);
	if (is_done(s, r))
		return r;
	note_wrong(s, r);
	s->pq->PQclear(r);
	go_back(s);
	return NULL;
}

struct connection_rows *
connection_ask(struct connection *s, const char *sql,
    const struct connection_value *values, size_t n)
{
	unsigned cursor = s->cursors++;
	char *declare =
	    mem_f("DECLARE kn%u NO SCROLL CURSOR FOR %s", cursor, sql);
	PGresult *r = exec_with(s, declare, values, n);
	struct connection_rows *rows;

	free(declare);
	if (!r)
		return NULL;
	s->pq->PQclear(r);
	rows = mem_alloc(sizeof *rows);
	*rows = (struct connection_rows){ .server = s, .cursor = cursor };
	return rows;
}

static bool
fetch(struct connection_rows *rows)
{
	struct connection *s = rows->server;
	char *sql = mem_f("FETCH %d FROM kn%u", (int)PIECE, rows->cursor);

	s->pq->PQclear(rows->piece);
	rows->piece = exec_with(s, sql, NULL, 0);
	rows->rows = rows->piece ? s->pq->PQntuples(rows->piece) : 0;
	rows->row = 0;
	rows->last = rows->rows < PIECE;
	free(sql);
	return rows->piece;
}

int
connection_next(struct connection_rows *rows)
{
	arena_reset(&rows->bytes);
	if (rows->piece && ++rows->row < rows->rows)
		return 1;
	if (rows->piece && rows->last)
		return 0;
	return !fetch(rows) ? -1 : rows->rows > 0;
}

size_t
connection_columns(const struct connection_rows *rows)
{
	return rows->piece ? (size_t)rows->server->pq->PQnfields(rows->piece) :
			     0;
}

/* What is a whole number where it has no point, and fits. */
static struct cell
number(const char *text)
{
	struct cell c = { .kind = CELL_REAL, .d = strtod(text, NULL) };

	if (strpbrk(text, ".eEN") || c.d < -9.2e18 || c.d > 9.2e18)
		return c;
	return (struct cell){ .kind = CELL_INT, .i = strtoll(text, NULL, 10) };
}

struct cell
connection_cell(struct connection_rows *rows, size_t column)
{
	const struct libpq *pq = rows->server->pq;
	int i = (int)column;
	const char *text = pq->PQgetvalue(rows->piece, rows->row, i);
	unsigned char *raw;
	struct str bytes;
	size_t n;

	if (pq->PQgetisnull(rows->piece, rows->row, i))
		return (struct cell){ .kind = CELL_NULL };
	switch (pq->PQftype(rows->piece, i)) {
	case OID_INT8:
	case OID_INT4:
	case OID_INT2:
	case OID_NUMERIC:
		return number(text);
	case OID_FLOAT4:
	case OID_FLOAT8:
		return (
		    struct cell){ .kind = CELL_REAL, .d = strtod(text, NULL) };
	case OID_BOOL:
		return (struct cell){ .kind = CELL_INT, .i = *text == 't' };
	case OID_BYTEA:
		raw = pq->PQunescapeBytea((const unsigned char *)text, &n);
		if (!raw)
			mem_out();
		bytes = arena_keep(&rows->bytes,
		    (struct str){ (const char *)raw, n });
		pq->PQfreemem(raw);
		return cell_text(bytes);
	default:
		return cell_text((struct str){ text,
		    (size_t)pq->PQgetlength(rows->piece, rows->row, i) });
	}
}

void
connection_rows_free(struct connection_rows *rows)
{
	struct connection *s;
	char *sql;

	if (!rows)
		return;
	s = rows->server;
	sql = mem_f("CLOSE kn%u", rows->cursor);
	s->pq->PQclear(rows->piece);
	s->pq->PQclear(s->pq->PQexec(s->to, sql));
	free(sql);
	arena_release(&rows->bytes);
	free(rows);
}

/* Copying. */

bool
connection_copy_begin(struct connection *s, const char *sql)
{
	PGresult *r = s->pq->PQexec(s->to, sql);
	bool ok = s->pq->PQresultStatus(r) == PGRES_COPY_IN || note_wrong(s, r);

	s->pq->PQclear(r);
	return ok;
}

bool
connection_copy(struct connection *s, struct str bytes)
{
	enum { MOST = 1 << 20 };

	for (size_t at = 0; at < bytes.n; at += MOST) {
		size_t n = bytes.n - at < MOST ? bytes.n - at : MOST;

		if (s->pq->PQputCopyData(s->to, bytes.s + at, (int)n) != 1)
			return note_wrong(s, NULL);
	}
	return true;
}

bool
connection_copy_end(struct connection *s)
{
	bool ok = s->pq->PQputCopyEnd(s->to, NULL) == 1 || note_wrong(s, NULL);
	PGresult *r;

	while ((r = s->pq->PQgetResult(s->to))) {
		if (ok && !is_done(s, r))
			ok = note_wrong(s, r);
		s->pq->PQclear(r);
	}
	return ok;
}
