/* authorizer: what a statement may do, and in which order its rows come.
 *
 * Safety rests on SQLite's authorizer and limits. The words of a statement are
 * looked at only for what the authorizer is never asked about, or to say things
 * better: SQLite asks nothing for a column that is joined by USING or NATURAL,
 * not even for its table, though FULL JOIN USING shows its values. */
#include "catalog/authorizer.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include <sqlite3.h>

#include "catalog/history_rows.h"
#include "text/text.h"

/* Those that ask the clock. */
static const char *const clocks[] = { "current_date", "current_time",
	"current_timestamp", "date", "datetime", "julianday", "strftime",
	"time", "unixepoch", NULL };

static bool
among(const char *const *names, const char *name)
{
	for (; *names; names++)
		if (strcasecmp(*names, name) == 0)
			return true;
	return false;
}

static bool
is_ours(const char *name)
{
	const struct catalog_function *f = catalog_functions_list;

	for (; f->name; f++)
		if (strcasecmp(f->name, name) == 0)
			return true;
	return false;
}

/* One that today_sql writes, and that plan does not have. */
static bool
is_watching(const struct catalog *c, const char *name)
{
	return c->functions.watch.on && strncmp(name, "kn ", 3) == 0;
}

/* The authorizer. The first refusal is kept, since SQLite itself says little,
 * with the name it is about. */

__attribute__((format(printf, 4, 5))) static int
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

/* Notes what is called that no record tells. */
static void
note_call(struct catalog *c, const char *name)
{
	static const char *const today[] = { "today", NULL };
	static const char *const calendar[] = { "workday_add", "workdays",
		NULL };

	if (!c->reading)
		return;
	if (among(today, name))
		c->reading->calls |= CALLS_TODAY;
	if (among(calendar, name))
		c->reading->calls |= CALLS_CALENDAR;
}

static int
may_call(struct catalog *c, const char *name)
{
	note_call(c, name);
	if (among(catalog_functions_pure, name) || is_ours(name) ||
	    is_watching(c, name))
		return SQLITE_OK;
	if (among(clocks, name))
		return refuse(c, FIND_SQL_GATE, name,
		    _("'%s' may not be used: an answer must not depend on the "
		      "clock; write today() for the day, days_between(a, b) to "
		      "count days, month_add(d, n) for a later one"),
		    name);
	return refuse(c, FIND_SQL_GATE, name,
	    _("function '%s' may not be used here"), name);
}

static void
note_table(struct catalog *c, size_t table)
{
	struct columns_read *r = c->reading;

	if (r)
		r->tables[table] = true;
}

static void
note_column(struct catalog *c, size_t table, size_t column)
{
	struct columns_read *r = c->reading;

	if (!r)
		return;
	r->tables[table] = true;
	if (!r->columns[table])
		r->columns[table] =
		    ARENA_ARRAY(&r->arena, bool, c->tables[table].n);
	r->columns[table][column] = true;
}

static int
may_read(struct catalog *c, const char *table, const char *column,
    const char *db)
{
	size_t t = tables_find(c, str_of(table));
	const struct column *found_column;

	/* Only db has it, where nothing comes that plan did not let through. */
	if (db && strcmp(db, "history") == 0)
		return SQLITE_OK;
	if (strcasecmp(table, "json_each") == 0 ||
	    strcasecmp(table, "json_tree") == 0 ||
	    (db && strcasecmp(table, HISTORY_ROWS) == 0))
		return SQLITE_OK;
	if (t == SIZE_MAX && !*column && !db)
		return SQLITE_OK; /* a common table */
	if (t == SIZE_MAX && db && strcmp(db, "temp") == 0 &&
	    (db_is_kept(c, table) ||
		(c->restricted && strcmp(table, RESTRICT_IDS) == 0)))
		return SQLITE_OK;
	if (t == SIZE_MAX ||
	    (db && strcmp(db, "main") != 0 && strcmp(db, "temp") != 0))
		return refuse(c, FIND_SQL_GATE, table,
		    _("table '%s' may not be read here"), table);
	if (!*column) {
		note_table(c, t);
		return SQLITE_OK;
	}
	found_column = tables_column(&c->tables[t], str_of(column));
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
		return refuse(c, FIND_SQL_GATE, "",
		    _("only tables of records may be read here, and nothing "
		      "may be changed"));
	}
}

/* Limits. */

/* Steps of SQLite's machine between two looks at the limits, and what a
 * statement has in all: so much, and more for each row there is. */
enum { STEPS_ONCE = 100 };
static const unsigned long long steps_base = 150000000, steps_a_row = 1000;

/* Bytes looked at in a function that take as long as STEPS_ONCE. */
enum { WORK_ONCE = 4096 };

void
authorizer_begin(struct catalog *c, struct room *r)
{
	r->steps = (steps_base + steps_a_row * c->rows) / STEPS_ONCE;
	r->seconds = AUTHORIZER_SECONDS_MOST;
	sqlite3_hard_heap_limit64(
	    sqlite3_memory_used() + AUTHORIZER_MEMORY_MOST);
}

void
authorizer_enter(struct catalog *c, struct room *r)
{
	r->began = progress_now();
	c->room = r;
}

void
authorizer_leave(struct catalog *c)
{
	c->room->seconds -= progress_now() - c->room->began;
	c->room = NULL;
}

/* Takes n times STEPS_ONCE. */
static bool
take(struct room *r, size_t n)
{
	if (r->steps < n) {
		r->steps = 0;
		return false;
	}
	r->steps -= n;
	return progress_now() - r->began <= r->seconds;
}

static int
count_steps(void *to)
{
	struct catalog *c = to;

	return !c->trusted && c->room && !take(c->room, 1);
}

bool
authorizer_spend(void *catalog, size_t work)
{
	struct catalog *c = catalog;
	struct room *r = c->room;
	size_t n;

	if (c->trusted || !r)
		return true;
	n = work / WORK_ONCE;
	r->work += work % WORK_ONCE;
	n += r->work / WORK_ONCE;
	r->work %= WORK_ONCE;
	return n == 0 || take(r, n);
}

static void
set_limits(sqlite3 *db)
{
	static const struct {
		int which, most;
	} limits[] = {
		{ SQLITE_LIMIT_LENGTH, AUTHORIZER_VALUE_MOST },
		{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, AUTHORIZER_PATTERN_MOST },
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
authorizer_close(struct catalog *c, sqlite3 *db)
{
	set_limits(db);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_set_authorizer(db, authorize, c);
	sqlite3_progress_handler(db, STEPS_ONCE, count_steps, c);
}

/* The words of a statement. */

/* Begins a name with one of SQLite's own prefixes? */
static bool
is_engine_name(struct str written)
{
	struct buf plain = { 0 };
	bool is;

	if (written.n < sizeof "sqlite_" - 1)
		return false;
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
scan_token(const struct statement *a, struct sql_token t, struct sql_token last,
    long depth)
{
	const char *s = t.text.s;

	if (t.kind == SQL_OPEN || t.kind == SQL_BAD) {
		struct str start = text_cut(t.text, 20);

		return found(a->to, FIND_SQL_SYNTAX, wrong_place_of(a, s),
		    t.kind == SQL_BAD ?
			_("'%.*s' is no SQL") :
			_("what begins with '%.*s' is never closed"),
		    STRF(start));
	}
	if (sql_is_op(t, ";"))
		return found(a->to, FIND_SQL_GATE, wrong_place_of(a, s),
		    _("only one statement may be asked at a time"));
	if (t.kind == SQL_PARAMETER && t.text.s[0] != ':')
		return found(a->to, FIND_SQL_GATE, wrong_place_of(a, s),
		    _("parameter '%.*s' must be written as ':name'"),
		    STRF(t.text));
	if (sql_may_name(t) && is_engine_name(t.text))
		return found(a->to, FIND_SQL_GATE, wrong_place_of(a, s),
		    _("'%.*s' is SQLite's own and may not be used"),
		    STRF(t.text));
	if (sql_is_word(last, "NATURAL") && is_join_word(t))
		return found(a->to, FIND_SQL_GATE, wrong_place_of(a, s),
		    _("NATURAL JOIN joins by whatever columns share a name; "
		      "say which with USING"));
	if (depth == 0 && sql_is_word(t, "VALUES"))
		return found(a->to, FIND_SQL_GATE, wrong_place_of(a, s),
		    _("VALUES may only stand in brackets; write SELECT"));
	return true;
}

static bool
scan_start(const struct statement *a)
{
	struct sql_token t = a->words.all[0];

	if (!a->words.n)
		return found(a->to, FIND_SQL_SYNTAX, a->at,
		    _("there is no statement"));
	if (sql_is_word(t, "SELECT") || sql_is_word(t, "WITH"))
		return true;
	if (t.kind != SQL_WORD)
		return found(a->to, FIND_SQL_SYNTAX,
		    wrong_place_of(a, t.text.s),
		    _("a statement begins with SELECT or WITH"));
	return found(a->to, FIND_SQL_GATE, wrong_place_of(a, t.text.s),
	    _("'%.*s' may not be asked, only SELECT: records are changed in "
	      "their files"),
	    STRF(t.text));
}

static bool
scan_cte_names(const struct statement *a)
{
	const struct sql_token *t;
	struct buf plain = { 0 };
	bool ok = true;

	for (size_t i = 0; ok && (t = sql_cte(&a->words, &i));) {
		if (tables_find_written(a->catalog, t->text) == SIZE_MAX)
			continue;
		sql_add_plain(&plain, t->text);
		ok = found(a->to, FIND_SQL_NAME, wrong_place_of(a, t->text.s),
		    _("'%s' is a table already; give what WITH defines another "
		      "name"),
		    buf_z(&plain));
	}
	buf_release(&plain);
	return ok;
}

bool
authorizer_scan(struct statement *a)
{
	struct sql_token last = { 0 };
	long depth = 0;

	if (a->written.n > AUTHORIZER_SQL_MOST)
		return found(a->to, FIND_SQL_LIMIT, a->at,
		    _("the statement is longer than %d KB"),
		    AUTHORIZER_SQL_MOST >> 10);
	a->written = db_nfc(&a->reading.arena, a->written);
	a->words = sql_words(&a->reading.arena, a->written);
	a->compound = sql_is_compound(&a->words);
	if (!scan_start(a))
		return false;
	for (size_t i = 0; i < a->words.n; i++) {
		struct sql_token t = a->words.all[i];

		if (!scan_token(a, t, last, depth))
			return false;
		depth += sql_is_op(t, "(") - sql_is_op(t, ")");
		last = t;
	}
	return scan_cte_names(a);
}

/* What USING reads. */

static void
note_using(struct statement *a, struct str written)
{
	struct catalog *c = a->catalog;

	for (size_t i = 0; i < c->n; i++)
		for (size_t k = 0; k < c->tables[i].n; k++)
			if (sql_says(written, c->tables[i].columns[k].name) &&
			    wrong_names_table(a, i))
				note_column(c, i, k);
}

/* SQLite asks nothing about USING: every column so named, of any table that
 * the statement names, counts as read. */
static void
read_using(struct statement *a)
{
	bool in = false;

	for (size_t i = 0; i < a->words.n; i++) {
		struct sql_token t = a->words.all[i];

		if (sql_is_word(t, "USING"))
			in = true;
		else if (sql_is_op(t, ")"))
			in = false;
		else if (in && !sql_is_op(t, "(") && !sql_is_op(t, ","))
			note_using(a, t.text);
	}
}

void
authorizer_reading(struct catalog *c, struct columns_read *r)
{
	r->n = c->n;
	r->columns = ARENA_ARRAY(&r->arena, bool *, r->n);
	r->tables = ARENA_ARRAY(&r->arena, bool, r->n);
	c->reading = r;
	buf_clear(&c->refused);
}

bool
authorizer_prepare(struct statement *a)
{
	struct catalog *c = a->catalog;
	int rc;

	authorizer_reading(c, &a->reading);
	authorizer_begin(c, &(struct room){ 0 });
	rc = sqlite3_prepare_v2(c->plan, a->words.text.s, (int)a->words.text.n,
	    &a->plan, NULL);
	read_using(a);
	c->reading = NULL;
	if (rc != SQLITE_OK)
		return wrong_failed(a, c->plan);
	if (!a->plan || !sqlite3_stmt_readonly(a->plan) ||
	    sqlite3_stmt_isexplain(a->plan) || !sqlite3_column_count(a->plan))
		return found(a->to, FIND_SQL_GATE, a->at,
		    _("only SELECT may be asked"));
	return true;
}

void
authorizer_release(struct statement *a)
{
	sqlite3_finalize(a->plan);
	arena_release(&a->reading.arena);
	arena_release(&a->named.reading.arena);
	a->plan = NULL;
	a->reading = (struct columns_read){ 0 };
	a->named = (struct names_read){ 0 };
}

/* Order. */

/* Where the outermost LIMIT is, or the end. */
static size_t
limit_at(const struct sql_words *w)
{
	long depth = 0;

	for (size_t i = 0; i < w->n; i++) {
		struct sql_token t = w->all[i];

		depth += sql_is_op(t, "(") - sql_is_op(t, ")");
		if (depth == 0 && sql_is_word(t, "LIMIT"))
			return t.off;
	}
	return w->text.n;
}

void
authorizer_order(const struct statement *a, const bool *hidden, struct buf *b)
{
	int n = sqlite3_column_count(a->plan), id = -1;
	const char *comma = sql_is_ordered(&a->words) ? ", " : "\nORDER BY ";
	size_t at = limit_at(&a->words);

	buf_add(b, str_first(a->words.text, at));
	for (int i = 0; i < n && id < 0; i++)
		if (!hidden[i] &&
		    strcasecmp(sqlite3_column_name(a->plan, i), "id") == 0)
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
	buf_add(b, str_from(a->words.text, at));
}
