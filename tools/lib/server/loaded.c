/* loaded: what knexport loaded into a server. */
#include "server/loaded.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/lang.h"
#include "base/map.h"
#include "base/mem.h"
#include "server/connection.h"

/* A value of table export of another server, whose rows are here as well. */
struct elsewhere {
	const char *server, *key, *value;
};

struct loaded {
	struct arena arena;
	struct elsewhere *elsewhere;
	size_t n, cap;
	struct map facts;   /* → value */
	struct map tables;  /* → itself */
	struct map columns; /* "table\ncolumn" → struct loaded_column */
};

static struct str
column_key(struct arena *a, struct str table, struct str column)
{
	return str_of(arena_f(a, "%.*s\n%.*s", STRF(table), STRF(column)));
}

static void
take_fact(struct loaded *l, struct connection_rows *rows)
{
	*map_put(&l->facts, arena_keep(&l->arena, connection_cell(rows, 0).s)) =
	    arena_z(&l->arena, connection_cell(rows, 1).s);
}

static void
take_elsewhere(struct loaded *l, struct connection_rows *rows)
{
	const char *cell[3];

	for (size_t i = 0; i < 3; i++)
		cell[i] = arena_z(&l->arena, connection_cell(rows, i).s);
	*MEM_PUSH(l->elsewhere, l->n, l->cap) =
	    (struct elsewhere){ cell[0], cell[1], cell[2] };
}

static void
take_column(struct loaded *l, struct connection_rows *rows)
{
	struct loaded_column *c = ARENA_NEW(&l->arena, struct loaded_column);
	struct str table = arena_keep(&l->arena, connection_cell(rows, 0).s);

	c->type = arena_z(&l->arena, connection_cell(rows, 2).s);
	c->readable = connection_cell(rows, 3).i;
	*map_put(&l->tables, table) = l;
	*map_put(&l->columns,
	    column_key(&l->arena, table, connection_cell(rows, 1).s)) = c;
}

static bool
read_all(struct loaded *l, struct connection *s, const char *sql,
    void (*take)(struct loaded *, struct connection_rows *))
{
	struct connection_rows *rows = connection_ask(s, sql, NULL, 0);
	int more = -1;

	while (rows && (more = connection_next(rows)) == 1)
		take(l, rows);
	connection_rows_free(rows);
	return more == 0;
}

/* Why there is nothing to be read. */
static bool
say_none(const struct connection *s, struct findings *to)
{
	const char *state = connection_wrong(s)->state;

	if (strcmp(state, "42P01") == 0 || strcmp(state, "3F000") == 0 ||
	    strcmp(state, "42703") == 0)
		return found_trouble(to,
		    _("the database at '%s' holds no records; load them with "
		      "'knexport -o postgres --on URL'"),
		    connection_url(s));
	if (strcmp(state, "42501") == 0)
		return found_trouble(to,
		    _("the server at '%s' lets you read no records; whoever "
		      "loaded them can make you a member of one of the roles "
		      "that schema/authority.md names"),
		    connection_url(s));
	return connection_say(s, to);
}

struct loaded *
loaded_read(struct connection *s, struct findings *to)
{
	static const char facts[] =
	    "SELECT key, value FROM " CONNECTION_SCHEMA ".export";
	static const char elsewhere[] =
	    "SELECT kn_server, key, value FROM " CONNECTION_SCHEMA
	    ".export_joined";
	static const char columns[] =
	    "SELECT c.relname::text, a.attname::text, "
	    "pg_catalog.format_type(a.atttypid, NULL), "
	    "pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT') "
	    "FROM pg_catalog.pg_class AS c "
	    "JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace "
	    "JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid "
	    "WHERE n.nspname = '" CONNECTION_SCHEMA "' "
	    "AND c.relkind IN ('r', 'p', 'v', 'm', 'f') "
	    "AND a.attnum > 0 AND NOT a.attisdropped";
	struct loaded *l = mem_alloc(sizeof *l);

	*l = (struct loaded){ 0 };
	if (read_all(l, s, facts, take_fact) &&
	    read_all(l, s, columns, take_column) &&
	    (!loaded_has_table(l, STR("export_joined")) ||
		read_all(l, s, elsewhere, take_elsewhere)))
		return l;
	say_none(s, to);
	loaded_free(l);
	return NULL;
}

void
loaded_free(struct loaded *l)
{
	if (!l)
		return;
	free(l->elsewhere);
	map_release(&l->facts);
	map_release(&l->tables);
	map_release(&l->columns);
	arena_release(&l->arena);
	free(l);
}

const char *
loaded_fact(const struct loaded *l, const char *key)
{
	const char *value = map_get(&l->facts, str_of(key));

	return value ? value : "";
}

unsigned long long
loaded_count(const struct loaded *l, const char *key)
{
	unsigned long long n = strtoull(loaded_fact(l, key), NULL, 10);

	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->elsewhere[i].key, key) == 0)
			n += strtoull(l->elsewhere[i].value, NULL, 10);
	return n;
}

static bool
differs(const char *wanted, const char *is)
{
	return wanted && strcmp(wanted, is) != 0;
}

/* Each server was loaded from records of its own, by one schema and day. */
static bool
fits_elsewhere(const struct loaded *l, const struct connection *s,
    struct findings *to)
{
	static const char *const keys[] = { "form", "schema", "today" };

	for (size_t i = 0; i < l->n; i++)
		for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
			if (strcmp(l->elsewhere[i].key, keys[k]) == 0 &&
			    strcmp(l->elsewhere[i].value,
				loaded_fact(l, keys[k])) != 0)
				return found_trouble(to,
				    _("server '%s', which is joined at '%s', "
				      "was loaded otherwise (%s: %s, and here "
				      "%s); load both by one schema and day"),
				    l->elsewhere[i].server, connection_url(s),
				    keys[k], l->elsewhere[i].value,
				    loaded_fact(l, keys[k]));
	return true;
}

bool
loaded_fits(const struct loaded *l, const struct connection *s,
    const struct loaded_wanted *w, struct findings *to)
{
	enum { SHORT = 12 };
	const char *commit = loaded_fact(l, "commit");
	const char *today = loaded_fact(l, "today");

	if (strcmp(loaded_fact(l, "form"), LOADED_FORM) != 0)
		return found_trouble(to,
		    _("the tables at '%s' were loaded by ketnap %s, in a form "
		      "that this one does not read; load them again with "
		      "'knexport -o postgres --on URL'"),
		    connection_url(s), loaded_fact(l, "ketnap"));
	if (differs(w->commit, commit))
		return found_trouble(to,
		    _("the tables at '%s' are those of commit %.*s, and what "
		      "is asked is %.*s; load it with 'knexport -o postgres "
		      "--on URL --at %s', or ask --at %.*s"),
		    connection_url(s), SHORT, commit, SHORT, w->commit, w->at,
		    SHORT, commit);
	if (differs(w->schema, loaded_fact(l, "schema")))
		return found_trouble(to,
		    _("the tables at '%s' were made with another schema; load "
		      "them again with 'knexport -o postgres --on URL'"),
		    connection_url(s));
	if (differs(w->today, today))
		return found_trouble(to,
		    _("the tables at '%s' are as of %s, and today is %s; load "
		      "them again with 'knexport -o postgres --on URL', or "
		      "ask with --today %s"),
		    connection_url(s), today, w->today, today);
	return fits_elsewhere(l, s, to);
}

bool
loaded_has_table(const struct loaded *l, struct str table)
{
	return map_get(&l->tables, table);
}

struct loaded_column
loaded_column(const struct loaded *l, struct str table, struct str column)
{
	struct arena a = { 0 };
	const struct loaded_column *c =
	    map_get(&l->columns, column_key(&a, table, column));

	arena_release(&a);
	return c ? *c : (struct loaded_column){ 0 };
}
