/* pg_rules: the rules of the schema, for PostgreSQL. */
#include "export/pg_rules.h"

#include "catalog/rule_days.h"
#include "export/inside.h"
#include "parse/sql.h"
#include "parse/sql_postgres.h"
#include "schema/rule.h"
#include "text/day.h"
#include "text/print.h"

static const char *const lines[] = {
#include "export/pg_rules.sql.lines"
};

/* Values. */

static void
add_text(struct buf *b, struct str v)
{
	if (v.n)
		sql_add_text(b, v);
	else
		buf_addz(b, "NULL");
}

static void
add_day(struct buf *b, int day, const char *none)
{
	char text[DAY_TEXT];

	if (day == DAY_NONE)
		buf_addz(b, none);
	else
		buf_addf(b, "'%s'", day_text(day, text));
}

static void
add_cell(struct buf *b, const struct cell *c)
{
	char real[REAL_TEXT];
	struct buf text = { 0 };

	if (c->kind == CELL_INT)
		buf_addf(&text, "%lld", c->i);
	else if (c->kind == CELL_REAL)
		buf_addz(&text, print_real(c->d, real));
	else if (c->kind == CELL_TEXT)
		buf_add(&text, c->s);
	if (c->kind == CELL_NULL)
		buf_addz(b, "NULL");
	else
		sql_add_text(b, buf_str(&text));
	buf_release(&text);
}

static const char *
type_of(const struct rule *r, size_t parameter)
{
	switch (rule_days_kind(r, parameter)) {
	case CELL_INT:
		return "bigint";
	case CELL_REAL:
		return "double precision";
	default:
		return "text";
	}
}

/* What a rule rests on, row by row, in order; and the generations. */

static void
add_in_force(struct buf *b, const struct rule *r)
{
	buf_addz(b,
	    "f(i, gen, since, until, standing, none, source, confidence");
	for (size_t p = 0; p < r->n_parameters; p++)
		buf_addf(b, ", p%zu", p);
	buf_addz(b,
	    ") AS (SELECT NULL::int, NULL::text, NULL::text, NULL::text, "
	    "NULL::boolean, NULL::boolean, NULL::text, NULL::text");
	for (size_t p = 0; p < r->n_parameters; p++)
		buf_addf(b, ", NULL::%s", type_of(r, p));
	buf_addz(b, " WHERE false");
	for (size_t i = 0; i < r->n_in_force; i++) {
		const struct in_force *f = &r->in_force[i];

		buf_addf(b, "\n\tUNION ALL SELECT %zu, ", i);
		add_text(b, f->gen);
		buf_addz(b, ", ");
		add_day(b, f->since, "''");
		buf_addz(b, ", ");
		add_day(b, f->until, "NULL");
		buf_addf(b, ", %s, %s, ", f->standing ? "true" : "false",
		    f->none ? "true" : "false");
		add_text(b, f->source);
		buf_addf(b, ", '%c'", f->confidence ? f->confidence : ' ');
		for (size_t p = 0; p < r->n_parameters; p++) {
			buf_addz(b, ", ");
			if (f->parameters)
				add_cell(b, &f->parameters[p]);
			else
				buf_addz(b, "NULL");
		}
	}
	buf_addz(b, "),\n");
}

static void
add_generations(struct buf *b, const struct schema *s)
{
	const struct generation *const sides[] = { s->generations,
		s->standing };
	const size_t n[] = { s->n_generations, s->n_standing };

	buf_addz(b,
	    "g(gen, since, until, standing) AS (SELECT NULL::text, NULL::text, "
	    "NULL::text, NULL::boolean WHERE false");
	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < n[k]; i++) {
			buf_addz(b, "\n\tUNION ALL SELECT ");
			add_text(b, sides[k][i].gen);
			buf_addz(b, ", ");
			add_day(b, sides[k][i].since, "''");
			buf_addz(b, ", ");
			add_day(b, sides[k][i].until, "NULL");
			buf_addf(b, ", %s", k ? "true" : "false");
		}
	buf_addz(b, "),\n");
}

/* Table rule. */

/* in_force_on and in_force_of, in_force_before, and what is judged by it where
 * the step is awaited (rule_eval). */
static const char which[] =
    "w AS (SELECT d.id, d.n, d.day, named.gen AS named, CASE WHEN d.awaited "
    "AND named.gen IS NULL AND (f.i IS NULL OR f.standing) AND NOT l.none "
    "THEN l.i ELSE f.i END AS i,\n\t"
    "coalesce(d.awaited AND named.gen IS NULL AND (f.i IS NULL OR f.standing) "
    "AND NOT l.none, false) AS lapsed\n"
    "\tFROM d LEFT JOIN a ON a.id = d.id\n"
    "\tLEFT JOIN g AS named ON named.gen = a.gen\n"
    "\tLEFT JOIN LATERAL (SELECT f.i, f.standing FROM f WHERE\n"
    "\t\tCASE WHEN named.gen IS NULL THEN f.since <= d.day AND (f.until IS "
    "NULL OR d.day < f.until)\n"
    "\t\tWHEN f.gen = named.gen THEN f.since <= greatest(d.day, named.since) "
    "AND (f.until IS NOT DISTINCT FROM named.until OR f.until IS NULL OR "
    "greatest(d.day, named.since) < f.until)\n"
    "\t\tELSE f.standing AND f.since <= greatest(d.day, named.since) AND "
    "(f.until IS NULL OR greatest(d.day, named.since) < f.until) END\n"
    "\t\tORDER BY CASE WHEN named.gen IS NULL THEN f.standing ELSE f.gen IS "
    "DISTINCT FROM named.gen END, CASE WHEN f.gen = named.gen THEN f.since "
    "END DESC NULLS LAST, f.i LIMIT 1) AS f ON d.day IS NOT NULL\n"
    "\tLEFT JOIN LATERAL (SELECT f.i, f.none FROM f WHERE NOT f.standing AND "
    "f.until <= ketnap.today() ORDER BY f.until DESC, f.i LIMIT 1) AS l ON "
    "true)\n";

static bool
add_days(struct buf *b, struct exporting *e, const struct rule *r)
{
	const struct catalog *c = e->o->answer->catalog;
	bool awaited = rule_days_awaited(r), ok;
	struct buf days = { 0 }, applied = { 0 };

	ok = rule_days_sql(r, c, &days, e->to) &&
	    rule_days_applied_sql(r, e->o->schema, c, &applied, e->to);
	buf_addf(b,
	    "d AS (SELECT d.id, CAST(d.n AS bigint) AS n, %s AS day, %s AS "
	    "awaited FROM (",
	    r->n_measured ? "CAST(d.day AS text)" : "ketnap.today()",
	    awaited ? "coalesce(CAST(d.awaited AS text) IN ('1', 'true'), "
		      "false)" :
		      "false");
	sql_postgres_add(b, buf_str(&days), NULL, NULL);
	buf_addf(b, ") AS d(id, n, day%s) WHERE d.id IS NOT NULL),\n",
	    awaited ? ", awaited" : "");
	buf_addf(b,
	    "a AS (SELECT DISTINCT ON (id) id, gen FROM (%s) AS a(id, "
	    "gen) ORDER BY id, gen DESC),\n",
	    applied.n ? buf_z(&applied) :
			"SELECT NULL::text, NULL::text WHERE false");
	buf_release(&days);
	buf_release(&applied);
	return ok;
}

static void
add_cadence(struct buf *b, const struct cadence *c)
{
	const struct str all[] = { c->every, c->first, c->grace, c->spread };
	static const char *const names[] = { "every", "first", "grace",
		"spread" };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		buf_addz(b, "CAST(");
		add_text(b, all[i]);
		buf_addf(b, " AS text) AS \"%s\", ", names[i]);
	}
}

static void
add_name(struct buf *b, const char *before, const struct rule *r)
{
	struct buf name = { 0 };

	buf_addf(&name, "%s%.*s", before, STRF(r->id));
	buf_addz(b, "ketnap.");
	sql_add_name(b, buf_str(&name));
	buf_release(&name);
}

/* False: it cannot be said which days count. */
static bool
add_rows(struct buf *b, struct exporting *e, const struct rule *r)
{
	bool ok;

	buf_addz(b, "CREATE VIEW ");
	add_name(b, "kn_rule:", r);
	buf_addz(b, " AS\nWITH ");
	add_in_force(b, r);
	add_generations(b, e->o->schema);
	ok = add_days(b, e, r);
	buf_addz(b, which);
	buf_addz(b,
	    "SELECT w.id, w.n, w.day, coalesce(w.named, o.gen) AS gen, "
	    "f.source, ");
	add_cadence(b, &r->cadence);
	for (size_t p = 0; p < r->n_parameters; p++) {
		buf_addf(b, "f.p%zu AS ", p);
		sql_add_name(b, r->parameters[p]);
		buf_addz(b, ", ");
	}
	buf_addz(b,
	    "f.i IS NOT NULL AS kn_known, w.lapsed AS kn_lapsed, f.until AS "
	    "kn_until, f.confidence AS kn_confidence\n"
	    "FROM w LEFT JOIN f ON f.i = w.i LEFT JOIN g AS o ON NOT "
	    "o.standing AND o.since <= w.day AND (o.until IS NULL OR "
	    "w.day < o.until)\n"
	    "WHERE NOT coalesce(f.none, false);\n");
	buf_addz(b, "CREATE VIEW ");
	add_name(b, "rule:", r);
	buf_addz(b,
	    " AS SELECT id, n, day, gen, source, \"every\", \"first\", "
	    "\"grace\", \"spread\"");
	for (size_t p = 0; p < r->n_parameters; p++) {
		buf_addz(b, ", ");
		sql_add_name(b, r->parameters[p]);
	}
	buf_addz(b, " FROM ");
	add_name(b, "kn_rule:", r);
	buf_addz(b, " WHERE day IS NOT NULL;\n");
	return ok;
}

/* Verdicts. */

/* Reminders that are put off as a whole; those of one entry are told by its
 * record alone. */
static void
add_put_off(struct buf *b, struct exporting *e, const struct rule *r)
{
	const struct role_field *snooze = &r->type->roles[FIELD_SNOOZE];
	const struct catalog *c = e->o->answer->catalog;
	const struct table *t = NULL;
	const struct column *rule, *until, *key;

	if (!snooze->field || snooze->field->kind != KIND_LIST)
		return;
	rule = catalog_field_column(c, r->type, snooze->part[PART_RULE], &t);
	until = catalog_field_column(c, r->type, snooze->part[PART_UNTIL], &t);
	key = catalog_field_column(c, r->type, snooze->part[PART_ENTRY], &t);
	if (!rule || !until)
		return;
	buf_addz(b, "SELECT id, ");
	sql_add_name(b, until->name);
	buf_addz(b, " FROM ketnap.");
	sql_add_name(b, t->name);
	buf_addz(b, " WHERE ");
	sql_add_name(b, rule->name);
	buf_addz(b, " = ");
	sql_add_text(b, r->id);
	buf_addz(b, " AND ");
	sql_add_name(b, until->name);
	buf_addz(b, " >= ketnap.today()");
	if (!key)
		return;
	buf_addz(b, " AND coalesce(");
	sql_add_name(b, key->name);
	buf_addz(b, ", '') = ''");
}

/* What the rule asks, with its table rule. */
static void
add_asked(struct buf *b, const struct rule *r)
{
	if (rule_days_has_table(r)) {
		buf_addz(b, "WITH rule AS (SELECT * FROM ");
		add_name(b, "rule:", r);
		buf_addz(b, ")\n");
	}
	buf_addz(b, "SELECT * FROM (\n");
	sql_postgres_add(b, r->sql, NULL, NULL);
	buf_addz(b, "\n) AS q");
}

static void
add_verdict(struct buf *b, struct exporting *e, const struct rule *r)
{
	struct buf asked = { 0 }, put_off = { 0 };

	buf_addz(b, "CALL ketnap.kn_verdict(");
	sql_add_text(b, r->id);
	buf_addf(b, ", '%s', %d, %d, %s, %s, ", level_name(r->level), r->grace,
	    r->spread, rule_days_has_table(r) ? "true" : "false",
	    r->n_in_force ? "true" : "false");
	add_put_off(&put_off, e, r);
	sql_add_text(b, buf_str(&put_off));
	buf_addz(b, ",\n");
	add_asked(&asked, r);
	sql_add_text(b, buf_str(&asked));
	buf_addz(b, ");\n");
	buf_release(&asked);
	buf_release(&put_off);
}

void
pg_rules_add(struct buf *b, struct exporting *e)
{
	const struct rules *all = e->o->rules;

	if (!all || !e->o->private)
		return;
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		buf_addz(b, lines[i]);
	for (size_t i = 0; i < all->n; i++) {
		const struct rule *r = &all->all[i];
		struct buf one = { 0 };

		if (!r->off && !r->check_none &&
		    (!rule_days_has_table(r) || add_rows(&one, e, r))) {
			buf_add(b, buf_str(&one));
			add_verdict(b, e, r);
		}
		buf_release(&one);
	}
	buf_addz(b, "CALL ketnap.kn_all_rules();\n");
}
