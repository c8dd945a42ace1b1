/* floor: what the statements of rules cost where nothing stands around them.
 *
 *	floor FOLDER DATABASE
 *
 * DATABASE is what "knexport -o sqlite" wrote of all types of FOLDER. Each rule
 * of its schema is asked there through SQLite alone, with the functions that
 * rules may call and table rule already filled; nobody judges the rows. A line
 * for each: ms of processor, rows of the type, rows of the answer, its name.
 * A statement that this cannot ask (of history, say) is named with "-". */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sqlite3.h>

#include "base/buf.h"
#include "base/mem.h"
#include "catalog/catalog.h"
#include "catalog/functions.h"
#include "catalog/rule_days.h"
#include "git/source.h"
#include "parse/sql.h"
#include "schema/rule.h"
#include "schema/schema.h"
#include "text/day.h"
#include "text/say.h"

/* The columns that table rule has before the parameters; what a cadence gives
 * is the rule's own. */
static const char own_columns[] =
    "d.id, d.n, d.day, g.gen, g.source, g.\"every\", g.\"first\", g.grace, "
    "g.spread";

/* One generation counts for a day: that of the rule that is no standing one,
 * if there is any. */
static const char fill[] =
    " FROM days AS d JOIN generation AS g "
    "ON coalesce(d.day, today()) >= g.since AND "
    "coalesce(d.day, today()) < g.until AND (NOT g.standing OR NOT EXISTS "
    "(SELECT 1 FROM generation AS h WHERE NOT h.standing AND "
    "coalesce(d.day, today()) >= h.since AND "
    "coalesce(d.day, today()) < h.until))";

struct bench {
	sqlite3 *db;
	struct schema schema;
	struct source *source;
	struct catalog *catalog;
	struct findings to;
};

static double
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static bool
run(struct bench *b, const char *sql)
{
	char *why = NULL;
	bool ok = sqlite3_exec(b->db, sql, NULL, NULL, &why) == SQLITE_OK;

	if (!ok)
		fprintf(stderr, "floor: %s\n%s\n", why, sql);
	sqlite3_free(why);
	return ok;
}

static void
add_cell(struct buf *sql, const struct cell *c)
{
	switch (c ? c->kind : CELL_NULL) {
	case CELL_INT:
		buf_addf(sql, ", %lld", (long long)c->i);
		break;
	case CELL_REAL:
		buf_addf(sql, ", %.17g", c->d);
		break;
	case CELL_TEXT:
		buf_addz(sql, ", ");
		sql_add_text(sql, c->s);
		break;
	default:
		buf_addz(sql, ", NULL");
	}
}

static void
add_day(struct buf *sql, int day, const char *open)
{
	char text[DAY_TEXT];

	if (day == DAY_NONE)
		buf_addf(sql, ", '%s'", open);
	else
		buf_addf(sql, ", '%s'", day_text(day, text));
}

/* Table generation: a row for each time of the rule, with its parameters. */
static bool
make_generations(struct bench *b, const struct rule *r)
{
	struct buf sql = { 0 };
	bool ok;

	buf_addz(&sql,
	    "CREATE TEMP TABLE generation (gen, source, since, until, "
	    "standing, \"every\", \"first\", grace, spread");
	for (size_t i = 0; i < r->n_parameters; i++) {
		buf_addz(&sql, ", ");
		sql_add_name(&sql, r->parameters[i]);
	}
	buf_addz(&sql, ");");
	for (size_t i = 0; i < r->n_in_force; i++) {
		const struct in_force *g = &r->in_force[i];

		if (g->none)
			continue;
		buf_addz(&sql, "INSERT INTO generation VALUES (");
		sql_add_text(&sql, g->gen);
		buf_addz(&sql, ", ");
		sql_add_text(&sql, g->source);
		add_day(&sql, g->since, "0000");
		add_day(&sql, g->until, "9999-99");
		buf_addf(&sql, ", %d, ", g->standing);
		sql_add_text(&sql, r->cadence.every);
		buf_addz(&sql, ", ");
		sql_add_text(&sql, r->cadence.first);
		buf_addf(&sql, ", %d, %d", r->grace, r->spread);
		for (size_t p = 0; p < r->n_parameters; p++)
			add_cell(&sql,
			    g->parameters ? &g->parameters[p] : NULL);
		buf_addz(&sql, ");");
	}
	ok = run(b, buf_z(&sql));
	buf_release(&sql);
	return ok;
}

/* Table rule, filled as by a check. */
static bool
make_rule(struct bench *b, const struct rule *r)
{
	struct buf sql = { 0 };
	bool ok = run(b,
	    "DROP TABLE IF EXISTS temp.rule;"
	    "DROP TABLE IF EXISTS temp.days;"
	    "DROP TABLE IF EXISTS temp.generation");

	if (!ok || !rule_days_has_table(r))
		return ok;
	buf_addz(&sql, "CREATE TEMP TABLE days (id TEXT, n INTEGER, day TEXT");
	buf_addz(&sql, rule_days_awaited(r) ? ", awaited);" : ");");
	buf_addz(&sql, "INSERT INTO days ");
	ok = rule_days_sql(r, b->catalog, &sql, &b->to) &&
	    run(b, buf_z(&sql)) && make_generations(b, r);
	buf_clear(&sql);
	buf_addf(&sql, "CREATE TEMP TABLE rule AS SELECT %s", own_columns);
	for (size_t i = 0; i < r->n_parameters; i++) {
		buf_addz(&sql, ", g.");
		sql_add_name(&sql, r->parameters[i]);
	}
	buf_addf(&sql, "%s", fill);
	ok = ok && run(b, buf_z(&sql));
	buf_release(&sql);
	return ok;
}

static long long
number(struct bench *b, const char *sql)
{
	sqlite3_stmt *q = NULL;
	long long n = -1;

	if (sqlite3_prepare_v2(b->db, sql, -1, &q, NULL) == SQLITE_OK &&
	    sqlite3_step(q) == SQLITE_ROW)
		n = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	return n;
}

static long long
records_of(struct bench *b, const struct type *t)
{
	struct buf sql = { 0 };
	long long n;

	buf_addz(&sql, "SELECT count(*) FROM ");
	sql_add_name(&sql, t->name.name);
	n = number(b, buf_z(&sql));
	buf_release(&sql);
	return n;
}

/* How long the statement takes, and how many rows it gives; < 0: it fails. */
static double
ask(struct bench *b, const struct rule *r, long long *rows)
{
	sqlite3_stmt *q = NULL;
	double begun = now_ms();
	int got = sqlite3_prepare_v2(b->db, r->sql.s, (int)r->sql.n, &q, NULL);

	*rows = 0;
	if (got == SQLITE_OK)
		while ((got = sqlite3_step(q)) == SQLITE_ROW)
			++*rows;
	sqlite3_finalize(q);
	return got == SQLITE_DONE ? now_ms() - begun : -1;
}

/* The first time only reads the pages of the database. */
static bool
rule(struct bench *b, const struct rule *r)
{
	long long rows = 0;
	double ms = -1;

	if (!r->sql.n || r->off || r->check_none)
		return true;
	if (!make_rule(b, r))
		return false;
	for (int i = 0; i < 2 && (i == 0 || ms >= 0); i++)
		ms = ask(b, r, &rows);
	if (ms < 0)
		printf("- 0 0 %.*s\n", STRF(r->id));
	else
		printf("%.3f %lld %lld %.*s\n", ms, records_of(b, r->type),
		    rows, STRF(r->id));
	return true;
}

static bool
make_views(struct bench *b)
{
	size_t n;
	const struct table *t = catalog_tables(b->catalog, &n);
	struct buf sql = { 0 };

	for (size_t i = 0; i < n; i++) {
		if (!t[i].view)
			continue;
		buf_addz(&sql, "CREATE TEMP VIEW ");
		sql_add_name(&sql, t[i].name);
		buf_addf(&sql, " AS %.*s;",
		    STRF(catalog_view_sql(b->catalog, &t[i])));
	}
	return !sql.n || run(b, buf_z(&sql));
}

static bool
start(struct bench *b, const char *folder, const char *database, int *today)
{
	struct catalog_options o = { .lang = LANG_EN };

	b->source = source_worktree(folder, &b->to);
	if (!b->source ||
	    !schema_read(&b->schema, b->source, "schema", &b->to) ||
	    !schema_today(&b->schema, NULL, today, &b->to))
		return false;
	o.today = *today;
	b->catalog = catalog_new(&b->schema, b->source, &o, &b->to);
	return b->catalog &&
	    sqlite3_open_v2(database, &b->db, SQLITE_OPEN_READONLY, NULL) ==
	    SQLITE_OK;
}

int
main(int argc, char **argv)
{
	struct bench b = { .to = { .say = say_text, .to = stderr } };
	struct catalog_functions with = { .calendar = &b.schema.calendar };
	struct rules rules = { 0 };
	bool ok;

	if (argc != 3) {
		fputs("usage: floor FOLDER DATABASE\n", stderr);
		return 2;
	}
	ok = start(&b, argv[1], argv[2], &with.today) &&
	    rules_read(&rules, &b.schema, &b.to) &&
	    catalog_functions_add(b.db, &with) &&
	    run(&b,
		"PRAGMA temp_store = memory; PRAGMA cache_size = -1000000") &&
	    make_views(&b);
	for (size_t i = 0; ok && i < rules.n; i++)
		ok = rule(&b, &rules.all[i]);
	sqlite3_close(b.db);
	catalog_free(b.catalog);
	schema_release(&b.schema);
	source_close(b.source);
	return ok && !fclose(stdout) ? 0 : 2;
}
