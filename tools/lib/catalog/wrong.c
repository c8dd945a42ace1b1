/* wrong: what is wrong with a statement, where, and what was perhaps
 * meant. */
#include "catalog/authorizer.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include <sqlite3.h>

/* Positions. */

struct place
wrong_place_of(const struct statement *a, const char *s)
{
	if (a->whole_place || s < a->written.s ||
	    s > a->written.s + a->written.n)
		return a->at;
	return place_within(a->at, a->written, (size_t)(s - a->written.s));
}

/* Where a name first stands. */
static struct place
place_of_name(const struct statement *a, const char *name)
{
	for (size_t i = 0; i < a->words.n; i++)
		if (sql_says(a->words.all[i].text, str_of(name)))
			return wrong_place_of(a, a->words.all[i].text.s);
	return a->at;
}

/* What went wrong. */

bool
wrong_names_table(const struct statement *a, size_t table)
{
	for (size_t i = 0; i < a->words.n; i++)
		if (sql_may_name(a->words.all[i]) &&
		    sql_says(a->words.all[i].text,
			a->catalog->tables[table].name))
			return true;
	return false;
}

static bool
no_table(const struct statement *a, const char *name, struct place at)
{
	const struct catalog *c = a->catalog;
	const char *dot = strrchr(name, '.');
	struct str near = { 0 };
	size_t had;

	if (dot)
		name = dot + 1;
	had = tables_find(c, str_of(name));
	if (had != SIZE_MAX && c->states[had].state == TABLE_OPENING)
		return found(a->to, FIND_SQL_NAME, at,
		    _("view '%s' is made from itself"), name);
	if (had != SIZE_MAX && c->states[had].state == TABLE_BROKEN)
		return found(a->to, FIND_SQL_NAME, at,
		    _("'%s' cannot be used: what was said of it before stands"),
		    name);
	if (strcasecmp(name, "rule") == 0)
		return found(a->to, FIND_SQL_NAME, at,
		    _("there is no table 'rule' here: it comes with 'measured' "
		      "or 'cadence'"));
	for (size_t i = 0; i < c->n; i++)
		if (c->states[i].kind != TABLE_RULE &&
		    str_nearer(str_of(name), c->tables[i].name, near))
			near = c->tables[i].name;
	return found_near(a->to, FIND_SQL_NAME, at, near,
	    _("there is no table '%s'"), name);
}

/* The column that was meant, in one of the tables that are named: only names
 * at first, then labels. */
static struct str
near_column(const struct statement *a, const char *name, const char **table,
    size_t *tables)
{
	const struct catalog *c = a->catalog;
	struct str best = { 0 };
	size_t least = SIZE_MAX;

	*tables = 0;
	for (size_t i = 0; i < c->n; i++) {
		const struct table *t = &c->tables[i];
		struct str one;

		if (!wrong_names_table(a, i) || !t->n)
			continue;
		if (!(*tables)++ || !best.n)
			*table = t->name.s;
		one = name_near(&t->columns->shown, t->n, sizeof *t->columns,
		    str_of(name));
		if (one.n && str_distance(one, str_of(name)) < least) {
			least = str_distance(one, str_of(name));
			best = one;
			*table = t->name.s;
		}
	}
	return best;
}

/* A table that is named has it, but it cannot be read where it is written. */
static bool
not_here(const struct statement *a, const char *written, const char *table,
    struct place at)
{
	const char *dot = strrchr(written, '.');

	if (dot)
		return found(a->to, FIND_SQL_NAME, at,
		    _("there is no column '%s' here: nothing called '%.*s' has "
		      "one"),
		    written, (int)(dot - written), written);
	return found(a->to, FIND_SQL_NAME, at,
	    _("there is no column '%s' here, though %s has one: a subquery "
	      "must select it"),
	    written, table);
}

static bool
no_column(const struct statement *a, const char *name, struct place at,
    bool quoted)
{
	const char *dot = strrchr(name, '.'), *table = "", *written = name;
	struct str near;
	size_t tables;

	if (dot)
		name = dot + 1;
	near = near_column(a, name, &table, &tables);
	if (near.n && sql_says(str_of(name), near))
		return not_here(a, written, table, at);
	if (near.n)
		return found_near(a->to, FIND_SQL_NAME, at, near,
		    _("there is no column '%s' in %s"), name, table);
	if (quoted)
		return found(a->to, FIND_SQL_NAME, at,
		    _("there is no column '%s'; text is written in single "
		      "quotes"),
		    name);
	return found(a->to, FIND_SQL_NAME, at,
	    tables == 1 ? _("there is no column '%s' in %s") :
			  _("there is no column '%s'"),
	    name, table);
}

static bool
no_function(const struct statement *a, const char *name, struct place at)
{
	const struct catalog_function *f = catalog_functions_list;
	struct str near = { 0 };

	for (; f->name; f++)
		if (str_nearer(str_of(name), str_of(f->name), near))
			near = str_of(f->name);
	for (const char *const *pure = catalog_functions_pure; *pure; pure++)
		if (str_nearer(str_of(name), str_of(*pure), near))
			near = str_of(*pure);
	return found_near(a->to, FIND_SQL_NAME, at, near,
	    _("there is no function '%s'"), name);
}

static bool
say(struct findings *to, enum find as, struct place at, const char *why)
{
	struct buf b = { 0 };

	said_add(&b, why);
	found(to, as, at, "%s", buf_z(&b));
	buf_release(&b);
	return false;
}

bool
wrong_stopped(const struct room *r, sqlite3 *db, struct place at, bool hush,
    struct findings *to)
{
	switch (sqlite3_errcode(db)) {
	case SQLITE_INTERRUPT:
		if (r && r->steps)
			return found(to, FIND_SQL_LIMIT, at,
			    _("the statement was stopped: it took more than %d "
			      "seconds"),
			    AUTHORIZER_SECONDS_MOST);
		return found(to, FIND_SQL_LIMIT, at,
		    _("the statement was stopped: it does not come to an end "
		      "in the steps it may take"));
	case SQLITE_NOMEM:
		return found(to, FIND_SQL_LIMIT, at,
		    _("the statement was stopped: it needs more than %d MB of "
		      "memory"),
		    AUTHORIZER_MEMORY_MOST >> 20);
	case SQLITE_TOOBIG:
		return found(to, FIND_SQL_LIMIT, at,
		    _("the statement was stopped: a value is longer than %d "
		      "MB"),
		    AUTHORIZER_VALUE_MOST >> 20);
	case SQLITE_AUTH: /* some tables of SQLite's own ask only now */
		return found(to, FIND_SQL_GATE, at,
		    _("only tables of records may be read here, and nothing "
		      "may be changed"));
	default:
		if (hush)
			return found(to, FIND_SQL_RUN, at,
			    _("a function failed at a value, which may be "
			      "private; --private tells more"));
		return say(to, FIND_SQL_RUN, at, sqlite3_errmsg(db));
	}
}

static bool
say_refused(const struct statement *a)
{
	struct catalog *c = a->catalog;

	found(a->to, c->refused_as, place_of_name(a, buf_z(&c->refused_name)),
	    "%s", buf_z(&c->refused));
	buf_clear(&c->refused);
	return false;
}

/* A name that SQLite does not know, or knows twice; off: where, or below 0.
 * Versions from 3.44 on write a column in its quotes, with an advice. */
static bool
say_name(const struct statement *a, int which, struct str said, int off)
{
	struct arena arena = { 0 };
	bool quoted = str_starts(said, STR("\""));
	struct place at;
	const char *name;

	if (quoted) {
		said = str_from(said, 1);
		said = str_first(said, str_find_str(said, STR("\" - ")));
	}
	name = arena_z(&arena, said);
	at = off >= 0 ? wrong_place_of(a, a->words.text.s + off) :
			place_of_name(a, name);
	quoted |= off >= 0 && (size_t)off < a->words.text.n &&
	    a->words.text.s[off] == '"';
	if (which == 't')
		no_table(a, name, at);
	else if (which == 'c')
		no_column(a, name, at, quoted);
	else if (which == 'f')
		no_function(a, name, at);
	else
		found(a->to, FIND_SQL_NAME, at,
		    _("column '%s' is in several tables; write table.%s"), name,
		    name);
	arena_release(&arena);
	return false;
}

bool
wrong_failed(const struct statement *a, sqlite3 *db)
{
	static const struct {
		const char *says;
		int which;
	} names[] = {
		{ "no such table: ", 't' },
		{ "no such column: ", 'c' },
		{ "no such function: ", 'f' },
		{ "ambiguous column name: ", 'a' },
	};
	const char *why = sqlite3_errmsg(db);
	int off = sqlite3_error_offset(db), code = sqlite3_errcode(db);
	struct place at =
	    off >= 0 ? wrong_place_of(a, a->words.text.s + off) : a->at;

	if (a->catalog->refused.n)
		return say_refused(a);
	if (code == SQLITE_NOMEM || code == SQLITE_TOOBIG ||
	    code == SQLITE_INTERRUPT)
		return wrong_stopped(NULL, db, a->at, false, a->to);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (strncmp(why, names[i].says, strlen(names[i].says)) != 0)
			continue;
		return say_name(a, names[i].which,
		    str_from(str_of(why), strlen(names[i].says)), off);
	}
	return say(a->to, FIND_SQL_SYNTAX, at, why);
}
