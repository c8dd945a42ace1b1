/* catalog_gate: what a statement may do, and what of its result may be shown.
 *
 * Safety rests on SQLite's authorizer and limits. The words of a statement are
 * looked at only for what the authorizer is never asked about, or to say things
 * better: SQLite asks nothing for a column that is joined by USING or NATURAL,
 * not even for its table, though FULL JOIN USING shows its values. */
#include "catalog_gate.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include <sqlite3.h>

#include "mem.h"
#include "text.h"

/* SQLite's functions that depend on nothing but their arguments. (json_patch
 * does too, but takes the product of their lengths.) */
static const char *const pure[] = {
	"->", "->>", "abs", "acos", "acosh", "asin", "asinh", "atan", "atan2",
	"atanh", "avg", "ceil", "ceiling", "char", "coalesce", "cos", "cosh",
	"count", "cume_dist", "degrees", "dense_rank", "exp", "first_value",
	"floor", "format", "glob", "group_concat", "hex", "ifnull", "iif",
	"instr", "json", "json_array", "json_array_length", "json_extract",
	"json_group_array", "json_group_object", "json_insert", "json_object",
	"json_quote", "json_remove", "json_replace", "json_set",
	"json_type", "json_valid", "lag", "last_value", "lead", "length",
	"like", "likelihood", "likely", "ln", "log", "log10", "log2", "lower",
	"ltrim", "max", "min", "mod", "nth_value", "ntile", "nullif",
	"percent_rank", "pi", "pow", "power", "printf", "quote", "radians",
	"rank", "replace", "round", "row_number", "rtrim", "sign", "sin",
	"sinh", "sqrt", "substr", "substring", "sum", "tan", "tanh", "total",
	"trim", "trunc", "typeof", "unicode", "unlikely", "upper",
};
enum { PURE = sizeof pure / sizeof *pure };

/* Those that ask the clock. */
static const char *const clocks[] = {
	"current_date", "current_time", "current_timestamp", "date",
	"datetime", "julianday", "strftime", "time", "unixepoch",
};

static bool
among(const char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcasecmp(names[i], name) == 0)
			return true;
	return false;
}

static bool
is_ours(const char *name)
{
	const struct catalog_function *f = catalog_function_list;

	for (; f->name; f++)
		if (strcasecmp(f->name, name) == 0)
			return true;
	return false;
}

/* Positions. */

struct place
gate_place(struct place at, struct str written, size_t off)
{
	struct place in = place_at(at.path, written, off);

	if (!at.line)
		return at;
	in.col += in.line == 1 ? at.col - 1 : 0;
	in.line += at.line - 1;
	return in;
}

static struct place
place_of(const struct asked *a, const char *s)
{
	if (a->whole_place || s < a->written.s ||
	    s > a->written.s + a->written.n)
		return a->at;
	return gate_place(a->at, a->written, (size_t)(s - a->written.s));
}

/* Where a name first stands. */
static struct place
place_of_name(const struct asked *a, const char *name)
{
	struct sql_token t;

	for (size_t i = 0; sql_next(a->sql, &i, &t);)
		if (sql_says(t.text, str_of(name)))
			return place_of(a, t.text.s);
	return a->at;
}

/* The authorizer. The first refusal is kept, since SQLite itself says little,
 * with the name it is about. */

__attribute__((format(printf, 4, 5)))
static int
refuse(struct catalog *c, enum find as, const char *name, const char *fmt, ...)
{
	va_list ap;

	if (c->refused.n)
		return SQLITE_DENY;
	c->refused_as = as;
	buf_clear(&c->refused_name);
	buf_addz(&c->refused_name, name);
	va_start(ap, fmt);
	buf_addv(&c->refused, fmt, ap);
	va_end(ap);
	return SQLITE_DENY;
}

static int
may_call(struct catalog *c, const char *name)
{
	if (among(pure, PURE, name) || is_ours(name))
		return SQLITE_OK;
	if (among(clocks, sizeof clocks / sizeof *clocks, name))
		return refuse(c, FIND_SQL_GATE, name, _("'%s' may not be used: "
		    "an answer must not depend on the clock; write today()"),
		    name);
	return refuse(c, FIND_SQL_GATE, name,
	    _("function '%s' may not be used here"), name);
}

static void
note_table(struct catalog *c, size_t table)
{
	struct reading *r = c->reading;

	if (r)
		r->tables[table] = true;
}

static void
note_column(struct catalog *c, size_t table, size_t column)
{
	struct reading *r = c->reading;

	if (!r)
		return;
	r->tables[table] = true;
	if (!r->columns[table])
		r->columns[table] = ARENA_ARRAY(&r->arena, bool,
		    c->tables[table].n);
	r->columns[table][column] = true;
}

static int
may_read(struct catalog *c, const char *table, const char *column,
    const char *db)
{
	size_t t = tables_find(c, str_of(table));
	const struct column *found_column;

	if (strcasecmp(table, "json_each") == 0 ||
	    strcasecmp(table, "json_tree") == 0)
		return SQLITE_OK;
	if (t == SIZE_MAX && !*column && !db)
		return SQLITE_OK;		/* a common table */
	if (t == SIZE_MAX || (db && strcmp(db, "main") != 0 &&
	    strcmp(db, "temp") != 0))
		return refuse(c, FIND_SQL_GATE, table,
		    _("table '%s' may not be read here"), table);
	if (!*column) {
		note_table(c, t);
		return SQLITE_OK;
	}
	found_column = table_column(&c->tables[t], str_of(column));
	if (!found_column)
		return refuse(c, FIND_SQL_NAME, column,
		    _("there is no column '%s' in %s"), column, table);
	note_column(c, t, (size_t)(found_column - c->tables[t].columns));
	return SQLITE_OK;
}

static int
authorize(void *to, int action, const char *a, const char *b, const char *db,
    const char *through)
{
	struct catalog *c = to;

	(void)through;
	if (c->trusted)
		return SQLITE_OK;
	switch (action) {
	case SQLITE_SELECT:
		if (c->reading)
			c->reading->selects++;
		return SQLITE_OK;
	case SQLITE_RECURSIVE:
		return SQLITE_OK;
	case SQLITE_FUNCTION:
		return may_call(c, b);
	case SQLITE_READ:
		return may_read(c, a, b, db);
	default:
		/* Also the first use of a table-valued function, which asks to
		 * write to sqlite_master: json_each had its first use. */
		return refuse(c, FIND_SQL_GATE, "", _("only tables of records may "
		    "be read here, and nothing may be changed"));
	}
}

/* Limits. */

/* Steps of SQLite's machine between two looks at the limits, and what a
 * statement has in all: so much, and more for each row there is. */
enum { STEPS_ONCE = 1000 };
static const unsigned long long steps_base = 150000000, steps_a_row = 1000;

void
gate_begin(struct catalog *c, struct room *r)
{
	r->steps = (steps_base + steps_a_row * c->rows) / STEPS_ONCE;
	r->seconds = GATE_SECONDS_MOST;
	sqlite3_hard_heap_limit64(sqlite3_memory_used() + GATE_MEMORY_MOST);
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void
gate_enter(struct catalog *c, struct room *r)
{
	r->began = now();
	c->room = r;
}

void
gate_leave(struct catalog *c)
{
	c->room->seconds -= now() - c->room->began;
	c->room = NULL;
}

static int
count_steps(void *to)
{
	struct catalog *c = to;
	struct room *r = c->room;

	if (c->trusted || !r)
		return 0;
	if (!r->steps)
		return 1;
	r->steps--;
	return now() - r->began > r->seconds;
}

static void
set_limits(sqlite3 *db)
{
	static const struct {
		int which, most;
	} limits[] = {
		{ SQLITE_LIMIT_LENGTH, GATE_VALUE_MOST },
		{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, GATE_PATTERN_MOST },
		{ SQLITE_LIMIT_ATTACHED, 0 },
		{ SQLITE_LIMIT_TRIGGER_DEPTH, 0 },
		{ SQLITE_LIMIT_WORKER_THREADS, 0 },
		{ SQLITE_LIMIT_EXPR_DEPTH, 500 },
		{ SQLITE_LIMIT_VDBE_OP, 1000000 },
	};

	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
		sqlite3_limit(db, limits[i].which, limits[i].most);
}

void
gate_close(struct catalog *c, sqlite3 *db)
{
	set_limits(db);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_set_authorizer(db, authorize, c);
	sqlite3_progress_handler(db, STEPS_ONCE, count_steps, c);
}

/* What went wrong. */

/* The name of one of n, for "did you mean". */
struct nearest {
	const char *name;
	size_t distance;
};

static void
nearer(struct nearest *best, struct str typed, const char *name)
{
	size_t d = str_distance(typed, str_of(name));

	if (str_near(typed, str_of(name)) &&
	    (!best->name || d < best->distance))
		*best = (struct nearest){ name, d };
}

/* Does the statement name a table? A string may stand for one. */
static bool
names_table(const struct asked *a, size_t table)
{
	struct sql_token t;

	for (size_t i = 0; sql_next(a->sql, &i, &t);)
		if ((t.kind == SQL_WORD || t.kind == SQL_NAME ||
		    t.kind == SQL_STRING) &&
		    sql_says(t.text, a->catalog->tables[table].name))
			return true;
	return false;
}

static bool
no_table(const struct asked *a, const char *name, struct place at)
{
	const struct catalog *c = a->catalog;
	const char *dot = strrchr(name, '.');
	struct nearest near = {0};
	size_t had;

	if (dot)
		name = dot + 1;
	had = tables_find(c, str_of(name));
	if (had != SIZE_MAX && c->shelves[had].state == SHELF_OPENING)
		return found(a->to, FIND_SQL_NAME, at,
		    _("view '%s' is made from itself"), name);
	if (had != SIZE_MAX && c->shelves[had].state == SHELF_BROKEN)
		return found(a->to, FIND_SQL_NAME, at, _("'%s' cannot be used: "
		    "what was said of it before stands"), name);
	if (strcasecmp(name, "rule") == 0)
		return found(a->to, FIND_SQL_NAME, at, _("there is no table "
		    "'rule' here: it comes with 'measured' or 'cadence'"));
	for (size_t i = 0; i < c->n; i++)
		if (c->shelves[i].kind != SHELF_RULE)
			nearer(&near, str_of(name), c->tables[i].name.s);
	if (near.name)
		return found(a->to, FIND_SQL_NAME, at,
		    _("there is no table '%s'; did you mean '%s'?"), name,
		    near.name);
	return found(a->to, FIND_SQL_NAME, at, _("there is no table '%s'"),
	    name);
}

/* The column that was meant, in one of the tables that are named: only names
 * at first, then labels. */
static const struct name *
near_column(const struct asked *a, const char *name, const char **table,
    size_t *tables)
{
	const struct catalog *c = a->catalog;
	const struct name *best = NULL;
	size_t least = SIZE_MAX;

	*tables = 0;
	for (size_t i = 0; i < c->n; i++) {
		const struct table *t = &c->tables[i];
		const struct name *one;

		if (!names_table(a, i) || !t->n)
			continue;
		if (!(*tables)++ || !best)
			*table = t->name.s;
		one = name_near(&t->columns->shown, t->n, sizeof *t->columns,
		    str_of(name));
		if (one && str_distance(one->name, str_of(name)) < least) {
			least = str_distance(one->name, str_of(name));
			best = one;
			*table = t->name.s;
		}
	}
	return best;
}

static bool
no_column(const struct asked *a, const char *name, struct place at, bool quoted)
{
	const char *dot = strrchr(name, '.'), *table = "";
	const struct name *near;
	size_t tables;

	if (dot)
		name = dot + 1;
	near = near_column(a, name, &table, &tables);
	if (near)
		return found(a->to, FIND_SQL_NAME, at,
		    _("there is no column '%s' in %s; did you mean '%.*s'?"),
		    name, table, STRF(near->name));
	if (quoted)
		return found(a->to, FIND_SQL_NAME, at, _("there is no column "
		    "'%s'; text is written in single quotes"), name);
	if (tables == 1)
		return found(a->to, FIND_SQL_NAME, at,
		    _("there is no column '%s' in %s"), name, table);
	return found(a->to, FIND_SQL_NAME, at, _("there is no column '%s'"),
	    name);
}

static bool
no_function(const struct asked *a, const char *name, struct place at)
{
	const struct catalog_function *f = catalog_function_list;
	struct nearest near = {0};

	for (; f->name; f++)
		nearer(&near, str_of(name), f->name);
	for (size_t i = 0; i < PURE; i++)
		nearer(&near, str_of(name), pure[i]);
	if (near.name)
		return found(a->to, FIND_SQL_NAME, at,
		    _("there is no function '%s'; did you mean '%s'?"), name,
		    near.name);
	return found(a->to, FIND_SQL_NAME, at,
	    _("there is no function '%s'"), name);
}

bool
gate_stopped(const struct room *r, sqlite3 *db, struct place at, bool hush,
    struct findings *to)
{
	switch (sqlite3_errcode(db)) {
	case SQLITE_INTERRUPT:
		if (r && r->steps)
			return found(to, FIND_SQL_LIMIT, at, _("the statement "
			    "was stopped: it took more than %d seconds"),
			    GATE_SECONDS_MOST);
		return found(to, FIND_SQL_LIMIT, at, _("the statement was "
		    "stopped: it does not come to an end in the steps it may "
		    "take"));
	case SQLITE_NOMEM:
		return found(to, FIND_SQL_LIMIT, at, _("the statement was "
		    "stopped: it needs more than %d MB of memory"),
		    GATE_MEMORY_MOST >> 20);
	case SQLITE_TOOBIG:
		return found(to, FIND_SQL_LIMIT, at, _("the statement was "
		    "stopped: a value is longer than %d MB"),
		    GATE_VALUE_MOST >> 20);
	default:
		if (hush)
			return found(to, FIND_SQL_RUN, at, _("a function "
			    "failed at a value, which may be private; "
			    "--private tells more"));
		return found(to, FIND_SQL_RUN, at, "%s", sqlite3_errmsg(db));
	}
}

static bool
say_refused(const struct asked *a)
{
	struct catalog *c = a->catalog;

	found(a->to, c->refused_as, place_of_name(a, buf_z(&c->refused_name)),
	    "%s", buf_z(&c->refused));
	buf_clear(&c->refused);
	return false;
}

bool
gate_failed(const struct asked *a, sqlite3 *db)
{
	static const struct {
		const char *says;
		int which;
	} names[] = {
		{ "no such table: ", 't' }, { "no such column: ", 'c' },
		{ "no such function: ", 'f' },
		{ "ambiguous column name: ", 'a' },
	};
	const char *why = sqlite3_errmsg(db), *name;
	int off = sqlite3_error_offset(db), code = sqlite3_errcode(db);
	struct place at = off >= 0 ? place_of(a, a->sql.s + off) : a->at;

	if (a->catalog->refused.n)
		return say_refused(a);
	if (code == SQLITE_NOMEM || code == SQLITE_TOOBIG ||
	    code == SQLITE_INTERRUPT)
		return gate_stopped(NULL, db, a->at, false, a->to);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (strncmp(why, names[i].says, strlen(names[i].says)) != 0)
			continue;
		name = why + strlen(names[i].says);
		if (off < 0)
			at = place_of_name(a, name);
		if (names[i].which == 't')
			return no_table(a, name, at);
		if (names[i].which == 'c')
			return no_column(a, name, at, off >= 0 &&
			    (size_t)off < a->sql.n && a->sql.s[off] == '"');
		if (names[i].which == 'f')
			return no_function(a, name, at);
		return found(a->to, FIND_SQL_NAME, at, _("column '%s' is in "
		    "several tables; write table.%s"), name, name);
	}
	return found(a->to, FIND_SQL_SYNTAX, at, "%s", why);
}

/* The words of a statement. */

/* Begins a name with one of SQLite's own prefixes? */
static bool
is_engine_name(struct str written)
{
	struct buf plain = {0};
	bool is;

	sql_add_plain(&plain, written);
	is = strncasecmp(buf_z(&plain), "sqlite_", 7) == 0 ||
	    strncasecmp(buf_z(&plain), "pragma_", 7) == 0;
	buf_release(&plain);
	return is;
}

static bool
is_join_word(struct sql_token t)
{
	return sql_is_word(t, "JOIN") || sql_is_word(t, "LEFT") ||
	    sql_is_word(t, "RIGHT") || sql_is_word(t, "FULL") ||
	    sql_is_word(t, "INNER") || sql_is_word(t, "OUTER") ||
	    sql_is_word(t, "CROSS");
}

static bool
scan_token(const struct asked *a, struct sql_token t, struct sql_token last,
    long depth)
{
	struct place at = place_of(a, t.text.s);
	struct str start = text_cut(t.text, 20);

	if (t.kind == SQL_OPEN)
		return found(a->to, FIND_SQL_SYNTAX, at,
		    _("what begins with '%.*s' is never closed"), STRF(start));
	if (t.kind == SQL_BAD)
		return found(a->to, FIND_SQL_SYNTAX, at,
		    _("'%.*s' is no SQL"), STRF(start));
	if (sql_is_op(t, ";"))
		return found(a->to, FIND_SQL_GATE, at,
		    _("only one statement may be asked at a time"));
	if (t.kind == SQL_PARAMETER && t.text.s[0] != ':')
		return found(a->to, FIND_SQL_GATE, at,
		    _("parameter '%.*s' must be written as ':name'"),
		    STRF(t.text));
	if ((t.kind == SQL_WORD || t.kind == SQL_NAME ||
	    t.kind == SQL_STRING) && is_engine_name(t.text))
		return found(a->to, FIND_SQL_GATE, at,
		    _("'%.*s' is SQLite's own and may not be used"),
		    STRF(t.text));
	if (sql_is_word(last, "NATURAL") && is_join_word(t))
		return found(a->to, FIND_SQL_GATE, at, _("NATURAL JOIN joins "
		    "by whatever columns share a name; say which with USING"));
	if (depth == 0 && sql_is_word(t, "VALUES"))
		return found(a->to, FIND_SQL_GATE, at,
		    _("VALUES may only stand in brackets; write SELECT"));
	return true;
}

static bool
scan_start(const struct asked *a)
{
	struct sql_token t;
	size_t i = 0;

	if (!sql_next(a->sql, &i, &t))
		return found(a->to, FIND_SQL_SYNTAX, a->at,
		    _("there is no statement"));
	if (sql_is_word(t, "SELECT") || sql_is_word(t, "WITH"))
		return true;
	if (t.kind != SQL_WORD)
		return found(a->to, FIND_SQL_SYNTAX, place_of(a, t.text.s),
		    _("a statement begins with SELECT or WITH"));
	return found(a->to, FIND_SQL_GATE, place_of(a, t.text.s),
	    _("'%.*s' may not be asked, only SELECT: records are changed in "
	    "their files"), STRF(t.text));
}

static bool
scan_cte_names(const struct asked *a)
{
	struct sql_token t;
	struct buf plain = {0};
	bool ok = true;

	for (size_t i = 0; ok && sql_cte(a->sql, &i, &t);) {
		buf_clear(&plain);
		sql_add_plain(&plain, t.text);
		if (tables_find(a->catalog, buf_str(&plain)) != SIZE_MAX)
			ok = found(a->to, FIND_SQL_NAME, place_of(a, t.text.s),
			    _("'%s' is a table already; give what WITH "
			    "defines another name"), buf_z(&plain));
	}
	buf_release(&plain);
	return ok;
}

static bool
scan(struct asked *a)
{
	struct sql_token t, last = {0};
	long depth = 0;

	if (a->written.n > GATE_SQL_MOST)
		return found(a->to, FIND_SQL_LIMIT, a->at,
		    _("the statement is longer than %d KB"),
		    GATE_SQL_MOST >> 10);
	a->sql = sql_strip(a->written);
	a->compound = sql_is_compound(a->sql);
	if (!scan_start(a))
		return false;
	for (size_t i = 0; sql_next(a->sql, &i, &t); last = t) {
		if (!scan_token(a, t, last, depth))
			return false;
		depth += sql_is_op(t, "(") - sql_is_op(t, ")");
	}
	return scan_cte_names(a);
}

/* Makes the tables whose names stand anywhere in the statement. */
static bool
ready_tables(struct asked *a)
{
	struct catalog *c = a->catalog;
	struct buf plain = {0};
	struct sql_token t;
	bool ok = true;

	for (size_t i = 0; ok && sql_next(a->sql, &i, &t);) {
		size_t table;

		if (t.kind != SQL_WORD && t.kind != SQL_NAME &&
		    t.kind != SQL_STRING)
			continue;
		buf_clear(&plain);
		sql_add_plain(&plain, t.text);
		table = tables_find(c, buf_str(&plain));
		/* A name need not stand for the table: what is being made now,
		 * or was found bad, only matters where SQLite looks for it. */
		if (table != SIZE_MAX && c->shelves[table].state == SHELF_NEW)
			ok = catalog_ready(c, table, a->to);
	}
	buf_release(&plain);
	return ok;
}

/* What USING reads. */

static void
note_using(struct asked *a, struct str written)
{
	struct catalog *c = a->catalog;

	for (size_t i = 0; i < c->n; i++)
		for (size_t k = 0; k < c->tables[i].n; k++)
			if (sql_says(written, c->tables[i].columns[k].name) &&
			    names_table(a, i))
				note_column(c, i, k);
}

/* SQLite asks nothing about USING: every column so named, of any table that
 * the statement names, counts as read. */
static void
read_using(struct asked *a)
{
	struct sql_token t;
	bool in = false;

	for (size_t i = 0; sql_next(a->sql, &i, &t);) {
		if (sql_is_word(t, "USING"))
			in = true;
		else if (sql_is_op(t, ")"))
			in = false;
		else if (in && !sql_is_op(t, "(") && !sql_is_op(t, ","))
			note_using(a, t.text);
	}
}

static void
reading_begin(struct asked *a)
{
	struct reading *r = &a->reading;

	r->n = a->catalog->n;
	r->columns = ARENA_ARRAY(&r->arena, bool *, r->n);
	r->tables = ARENA_ARRAY(&r->arena, bool, r->n);
	a->catalog->reading = r;
	buf_clear(&a->catalog->refused);
}

/* Literals that a column can never hold. */

static const struct type *
type_of(const struct catalog *c, const struct column *col)
{
	return col->field ? schema_type(c->schema, col->field->to) : NULL;
}

static bool
is_stage_name(const struct type *t, struct str name)
{
	for (size_t i = 0; i < t->n_stages + t->n_exits; i++)
		if (str_eq(t->stages[i].name.name, name))
			return true;
	return false;
}

static bool
matches(const struct field *f, struct str v)
{
	regmatch_t whole = { 0, (regoff_t)v.n };

	return regexec(&f->regex, v.s, 1, &whole, REG_STARTEND) == 0;
}

/* What is known of a column that is compared. */
struct wanted {
	const struct column *column;
	const struct table *table;
};

static bool
is_equality(struct str op)
{
	static const char *const ops[] = {
		"=", "==", "<>", "!=", "IS", "IN", "CASE"
	};

	for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
		if (str_is(op, ops[i]))
			return true;
	return false;
}

static bool
has_value(const struct field *f, struct str v)
{
	for (size_t i = 0; i < f->n_values; i++)
		if (str_eq(f->values[i].name, v))
			return true;
	return false;
}

/* Can a column hold a literal? When not, meant is what was perhaps meant. */
static bool
can_hold(const struct catalog *c, struct wanted w,
    const struct sql_comparison *cmp, struct str v, const struct name **meant)
{
	const struct field *f = w.column->field;
	const struct type *to;

	*meant = NULL;
	if (f && f->kind == KIND_DATE && w.column->sqltype[0] == 'T' &&
	    cmp->value.kind == SQL_NUMBER)
		return false;
	if (!is_equality(cmp->op))
		return true;
	if (w.column->is_stage && w.table->type) {
		const struct type *t = w.table->type;
		size_t n = t->n_stages + t->n_exits;

		if (!n || is_stage_name(t, v))
			return true;
		*meant = name_near(&t->stages->name, n, sizeof *t->stages, v);
		return false;
	}
	if (f && f->kind == KIND_ENUM) {
		if (has_value(f, v))
			return true;
		*meant = name_near(f->values, f->n_values, sizeof *f->values, v);
		return false;
	}
	if (f && f->kind == KIND_FLAG)
		return cmp->value.kind == SQL_NUMBER || str_is(v, "1") ||
		    str_is(v, "0");
	to = f && f->kind == KIND_REF ? type_of(c, w.column) : NULL;
	return !to || to->id == FIELD_NONE ||
	    !to->fields.all[to->id].pattern.n ||
	    matches(&to->fields.all[to->id], v);
}

/* An example of what may stand there, or what it is. */
static const char *
expected(const struct wanted *w)
{
	const struct field *f = w->column->field;

	if (w->column->is_stage)
		return _("the name of a stage");
	switch (f->kind) {
	case KIND_DATE:
		return _("a date in quotes, such as '2021-06-30'");
	case KIND_FLAG:
		return _("1 or 0");
	case KIND_REF:
		return _("an id of the form that its type's page sets");
	default:
		return _("one of the values that the type's page lists");
	}
}

struct literals {
	struct asked *asked;
	bool ok;
};

/* A literal is wrong only where every table read that has such a column says
 * so: an alias may stand for any of them. */
static bool
find_wanted(const struct asked *a, const struct sql_comparison *cmp,
    struct str v, struct wanted *wrong, const struct name **meant)
{
	const struct catalog *c = a->catalog;
	bool any = false;

	for (size_t i = 0; i < a->reading.n; i++) {
		const struct table *t = &c->tables[i];
		const struct column *col;

		if (!a->reading.tables[i])
			continue;
		for (size_t k = 0; k < t->n; k++) {
			col = &t->columns[k];
			if (!sql_says(cmp->column, col->name))
				continue;
			*wrong = (struct wanted){ col, t };
			if (can_hold(c, *wrong, cmp, v, meant))
				return false;
			any = true;
		}
	}
	return any;
}

static void
check_literal(const struct sql_comparison *cmp, void *to)
{
	struct literals *l = to;
	struct asked *a = l->asked;
	const struct name *meant = NULL;
	struct wanted wrong = {0};
	struct buf v = {0};

	if (cmp->value.kind == SQL_BLOB || sql_names(a->sql, STR("json_each")) ||
	    sql_names(a->sql, STR("json_tree")))
		return;
	sql_add_plain(&v, cmp->value.text);
	if (find_wanted(a, cmp, buf_str(&v), &wrong, &meant)) {
		struct place at = place_of(a, cmp->value.text.s);

		l->ok = false;
		if (meant)
			found(a->to, FIND_SQL_VALUE, at,
			    _("'%.*s' is never '%s'; did you mean '%.*s'?"),
			    STRF(wrong.column->name), buf_z(&v),
			    STRF(meant->name));
		else
			found(a->to, FIND_SQL_VALUE, at, _("'%.*s' is never "
			    "'%s'; write %s"), STRF(wrong.column->name),
			    buf_z(&v), expected(&wrong));
	}
	buf_release(&v);
}

bool
gate_ask(struct asked *a)
{
	struct catalog *c = a->catalog;
	struct literals l = { a, true };
	int rc;

	if (!scan(a) || !ready_tables(a))
		return false;
	reading_begin(a);
	gate_begin(c, &(struct room){0});
	rc = sqlite3_prepare_v2(c->plan, a->sql.s, (int)a->sql.n, &a->plan,
	    NULL);
	read_using(a);
	c->reading = NULL;
	if (rc != SQLITE_OK)
		return gate_failed(a, c->plan);
	if (!a->plan || !sqlite3_stmt_readonly(a->plan) ||
	    sqlite3_stmt_isexplain(a->plan) || !sqlite3_column_count(a->plan))
		return found(a->to, FIND_SQL_GATE, a->at,
		    _("only SELECT may be asked"));
	sql_compared(a->sql, check_literal, &l);
	return l.ok;
}

void
gate_release(struct asked *a)
{
	sqlite3_finalize(a->plan);
	arena_release(&a->reading.arena);
	a->plan = NULL;
	a->reading = (struct reading){0};
}

/* Masking. */

const struct column *
gate_origin(const struct asked *a, size_t column)
{
	const char *table = sqlite3_column_table_name(a->plan, (int)column);
	const char *name = sqlite3_column_origin_name(a->plan, (int)column);
	size_t t;

	if (!table || !name || a->compound)
		return NULL;
	t = tables_find(a->catalog, str_of(table));
	return t == SIZE_MAX ? NULL :
	    table_column(&a->catalog->tables[t], str_of(name));
}

bool
gate_reads_hidden(const struct asked *a, bool named)
{
	const struct catalog *c = a->catalog;

	for (size_t i = 0; i < a->reading.n; i++) {
		const bool *read = a->reading.columns[i];

		for (size_t k = 0; read && k < c->tables[i].n; k++) {
			const struct column *col = &c->tables[i].columns[k];

			if (read[k] && col->private &&
			    !(named && sql_names(a->sql, col->name)))
				return true;
		}
	}
	return false;
}

bool
gate_hides(const struct asked *a, size_t column, bool named)
{
	const struct column *origin = gate_origin(a, column);

	if (!origin)
		return gate_reads_hidden(a, named);
	return origin->private && !(named && sql_names(a->sql, origin->name));
}

/* Order. */

/* Where the outermost LIMIT is, or the end. */
static size_t
limit_at(struct str sql)
{
	struct sql_token t;
	long depth = 0;

	for (size_t i = 0; sql_next(sql, &i, &t);) {
		depth += sql_is_op(t, "(") - sql_is_op(t, ")");
		if (depth == 0 && sql_is_word(t, "LIMIT"))
			return t.off;
	}
	return sql.n;
}

void
gate_order(const struct asked *a, const bool *hidden, struct buf *b)
{
	int n = sqlite3_column_count(a->plan), id = -1;
	const char *comma = sql_is_ordered(a->sql) ? ", " : "\nORDER BY ";
	size_t at = limit_at(a->sql);

	buf_add(b, str_first(a->sql, at));
	for (int i = 0; i < n && id < 0; i++)
		if (!hidden[i] && strcasecmp(sqlite3_column_name(a->plan, i),
		    "id") == 0)
			id = i;
	if (id >= 0) {
		buf_addf(b, "%s%d", comma, id + 1);
		comma = ", ";
	}
	for (int i = 0; i < n; i++)
		if (!hidden[i] && i != id) {
			buf_addf(b, "%s%d", comma, i + 1);
			comma = ", ";
		}
	buf_addc(b, '\n');
	buf_add(b, str_from(a->sql, at));
}
