/* rule_days: where the days lie that pick the generation of a rule. */
#include "catalog/rule_days.h"

#include "base/buf.h"
#include "parse/sql.h"
#include "parse/sql_tree.h"

struct reading {
	const struct rule *rule;
	const struct catalog *catalog;
	struct findings *findings;
};

/* SELECT id, n, day of the records, or entries, that have that date, whole or
 * not. A day that has not come is none: events count up to today. */
static bool
add_days(struct reading *run, const struct path *p, struct buf *sql)
{
	const struct table *t = NULL;
	const struct field *day = p->at[p->n - 1];
	const struct column *c =
	    catalog_field_column(run->catalog, run->rule->type, day, &t);
	struct buf raw = { 0 };

	if (!c)
		return found(run->findings, FIND_SCHEMA_NAME,
		    place_file(run->rule->page),
		    _("'measured' is in no table; name a date of a record or "
		      "of a list in it"));
	buf_addf(sql, "SELECT id, %s AS n, ",
	    p->list == FIELD_NONE ? "NULL" : "n");
	sql_add_name(sql, c->name);
	buf_addz(sql, " AS day FROM ");
	sql_add_name(sql, t->name);
	buf_addf(&raw, "%.*s%s", STRF(c->name),
	    c->field->partial ? "_raw" : "");
	buf_addz(sql, " WHERE ");
	sql_add_name(sql, buf_str(&raw));
	buf_addz(sql, " IS NOT NULL AND coalesce(");
	sql_add_name(sql, c->name);
	buf_addz(sql, " <= today(), TRUE)");
	buf_release(&raw);
	return true;
}

/* The last of the steps, or today where one is awaited since after it. */
static bool
add_last_days(struct reading *run, struct buf *sql)
{
	const struct rule *r = run->rule;
	bool ok = true;

	buf_addz(sql,
	    "SELECT id, NULL AS n, CASE WHEN awaited THEN today() ELSE last "
	    "END AS day, awaited FROM (SELECT id, max(day) AS last, max(open) "
	    "> coalesce(max(day), '') AS awaited FROM (");
	for (size_t i = 0; ok && i < r->n_measured; i++) {
		buf_addz(sql,
		    i ? " UNION ALL SELECT id, day, NULL FROM (" :
			"SELECT id, day, NULL AS open FROM (");
		ok = add_days(run, &r->measured[i], sql);
		buf_addf(sql, ") AS m%zu", i);
	}
	if (ok && r->open.n) {
		buf_addz(sql, " UNION ALL SELECT id, NULL, day FROM (");
		ok = add_days(run, &r->open, sql);
		buf_addz(sql, ") AS o");
	}
	buf_addz(sql, ") AS d GROUP BY id) AS l");
	return ok;
}

/* Every entry, or today where one is awaited and there is none. */
static bool
add_entry_days(struct reading *run, struct buf *sql)
{
	const struct rule *r = run->rule;
	struct buf days = { 0 };
	bool ok = add_days(run, r->measured, &days);

	buf_addf(sql,
	    "SELECT id, n, day, 0 AS awaited FROM (%s) AS d UNION ALL "
	    "SELECT id, NULL, today(), 1 FROM (",
	    buf_z(&days));
	ok = ok && add_days(run, &r->open, sql);
	buf_addf(sql, ") AS o WHERE id NOT IN (SELECT id FROM (%s) AS d)",
	    buf_z(&days));
	buf_release(&days);
	return ok;
}

bool
rule_days_sql(const struct rule *r, const struct catalog *c, struct buf *sql,
    struct findings *to)
{
	struct reading reading = { r, c, to }, *run = &reading;
	bool ok = true;

	if (!r->n_measured) {
		buf_addz(sql, "SELECT id, NULL, NULL FROM ");
		sql_add_name(sql, r->type->name.name);
	} else if (r->n_measured == 1 && !r->open.n) {
		ok = add_days(run, r->measured, sql);
	} else if (r->measured->list != FIELD_NONE) {
		ok = add_entry_days(run, sql);
	} else {
		ok = add_last_days(run, sql);
	}
	buf_addz(sql, " ORDER BY 1, 2");
	return ok;
}

/* Does a SELECT show all columns of what it reads, table rule too? */
static bool
shows_all(const struct sql_select *s)
{
	bool rule = false, star = false;

	for (const struct sql_source *o = s->sources; o; o = o->next)
		rule |= sql_says(o->table, STR("rule"));
	for (const struct sql_item *i = s->items; i; i = i->next)
		star |= !i->value;
	return rule && star;
}

static bool any_shows_all(const struct sql_body *);

static bool
common_shows_all(const struct sql_body *b)
{
	for (const struct sql_common *c = b->common; c; c = c->next)
		if (c->body && any_shows_all(c->body))
			return true;
	return false;
}

static bool
any_shows_all(const struct sql_body *b)
{
	if (common_shows_all(b))
		return true;
	for (const struct sql_select *s = b->selects; s; s = s->next) {
		if (shows_all(s))
			return true;
		for (const struct sql_source *o = s->sources; o; o = o->next)
			if (o->body && any_shows_all(o->body))
				return true;
	}
	return false;
}

/* It is named, shown by a star, or what another table is joined by. */
bool
rule_days_seen(const struct rule *r)
{
	struct arena a = { 0 };
	struct sql_words words = sql_words(&a, r->sql);
	struct sql_tree tree = sql_tree(&a, &words);
	bool seen = sql_names(r->sql, STR("day")) ||
	    sql_names(r->sql, STR("natural")) || !tree.body ||
	    any_shows_all(tree.body);

	for (const struct sql_node *n = tree.nodes; n && !seen; n = n->next)
		seen = n->kind == SQL_IS_SELECT && any_shows_all(n->body);
	arena_release(&a);
	return seen;
}

bool
rule_days_awaited(const struct rule *r)
{
	return r->n_measured > 1 || (r->n_measured && r->open.n);
}

bool
rule_days_has_table(const struct rule *r)
{
	return r->n_measured || r->cadence.has;
}

enum cell_kind
rule_days_kind(const struct rule *r, size_t parameter)
{
	enum cell_kind kind = CELL_NULL;

	for (size_t i = 0; i < r->n_in_force; i++) {
		const struct cell *c = r->in_force[i].parameters;
		enum cell_kind is = c ? c[parameter].kind : CELL_NULL;

		if (is == CELL_TEXT || is == CELL_REAL ||
		    (is == CELL_INT && kind == CELL_NULL))
			kind = kind == CELL_TEXT ? kind : is;
	}
	return kind;
}

bool
rule_days_applied_sql(const struct rule *r, const struct schema *s,
    const struct catalog *c, struct buf *sql, struct findings *to)
{
	const struct role_field *applies = &r->type->roles[FIELD_APPLIES];
	const struct str *name = s->roles[FIELD_APPLIES].part;
	const struct table *t = NULL;
	const struct column *rule, *gen;

	if (!applies->field || applies->field->kind != KIND_LIST)
		return true;
	rule = catalog_field_column(c, r->type, applies->part[PART_RULE], &t);
	gen = catalog_field_column(c, r->type, applies->part[PART_GENERATION],
	    &t);
	if (!rule || !gen)
		return found(to, FIND_SCHEMA_MISSING, place_file(r->type->page),
		    _("'%.*s' must be a list whose entries have '%.*s' and "
		      "'%.*s'"),
		    STRF(applies->field->name.name), STRF(name[PART_RULE]),
		    STRF(name[PART_GENERATION]));
	buf_addf(sql, "SELECT id, \"%.*s\" FROM \"%.*s\" WHERE \"%.*s\" = ",
	    STRF(gen->name), STRF(t->name), STRF(rule->name));
	sql_add_text(sql, r->id);
	return true;
}
