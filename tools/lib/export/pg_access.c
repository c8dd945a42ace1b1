/* pg_access: who may read what of a server. */
#include "export/pg_access.h"

#include <string.h>

#include "base/lang.h"
#include "export/ddl.h"
#include "export/inside.h"
#include "export/postgres.h"
#include "parse/sql.h"
#include "text/day.h"

enum { NAME_MOST = 63 }; /* bytes of a name */

static const char functions[] =
    "CREATE FUNCTION ketnap.kn_reader(r ketnap.export_reader) "
    "RETURNS boolean STABLE LANGUAGE sql SET search_path = pg_catalog AS $$\n"
    "SELECT coalesce(r.since <= to_char(current_date, 'YYYY-MM-DD'), true) "
    "AND coalesce(to_char(current_date, 'YYYY-MM-DD') <= r.until, true) "
    "AND pg_has_role(session_user, r.role, 'MEMBER') $$;\n"
    "CREATE FUNCTION ketnap.kn_reads_all(of text) RETURNS boolean STABLE "
    "SECURITY DEFINER LANGUAGE sql SET search_path = pg_catalog AS $$\n"
    "SELECT EXISTS (SELECT 1 FROM ketnap.export_reader AS r WHERE "
    "(r.type IS NULL OR r.type = of) AND r.unit IS NULL AND "
    "ketnap.kn_reader(r)) $$;\n"
    "CREATE FUNCTION ketnap.kn_reads(of text) RETURNS SETOF text STABLE "
    "SECURITY DEFINER LANGUAGE sql SET search_path = pg_catalog AS $$\n"
    "SELECT u.id FROM ketnap.export_unit AS u JOIN ketnap.export_reader AS r "
    "ON r.unit = u.unit WHERE u.type = of AND "
    "(r.type IS NULL OR r.type = of) AND ketnap.kn_reader(r) $$;\n";

/* Groups. */

static bool
reads(const struct person *p)
{
	for (size_t i = 0; i < p->n_grants; i++)
		if (p->grants[i].role->kind == ACTION_RECORD)
			return true;
	return false;
}

static struct str
group_of(struct arena *a, const struct person *p)
{
	return str_of(arena_f(a, "ketnap_%.*s", STRF(p->email)));
}

static void
add_group(struct buf *b, struct str name)
{
	buf_addz(b, "DO $$ BEGIN CREATE ROLE ");
	sql_add_name(b, name);
	buf_addz(b,
	    " NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;\n");
}

static void
add_day(struct buf *b, int day)
{
	char text[DAY_TEXT];

	if (day == DAY_NONE)
		buf_addz(b, ", NULL");
	else
		buf_addf(b, ", '%s'", day_text(day, text));
}

static void
add_some(struct buf *b, const struct str *all, size_t i)
{
	buf_addz(b, ", ");
	if (all)
		sql_add_text(b, all[i]);
	else
		buf_addz(b, "NULL");
}

/* A row for each type and unit of a role; NULL is all. */
static void
add_grant(struct buf *b, struct str group, const struct grant *g)
{
	const struct role *r = g->role;
	size_t types = r->n_types ? r->n_types : 1;
	size_t units = g->n_units ? g->n_units : 1;

	for (size_t t = 0; t < types; t++)
		for (size_t u = 0; u < units; u++) {
			buf_addz(b,
			    "INSERT INTO ketnap.export_reader VALUES (");
			sql_add_text(b, group);
			add_some(b, r->n_types ? r->types : NULL, t);
			add_some(b, g->n_units ? g->units : NULL, u);
			add_day(b, g->since);
			add_day(b, g->until);
			buf_addz(b, ");\n");
		}
}

bool
pg_access_add_readers(struct exporting *e, struct buf *b)
{
	const struct authority *a = e->o->schema->authority;

	if (!a)
		return true;
	buf_addz(b,
	    "CREATE TABLE ketnap.export_reader (role text, "
	    "type text COLLATE \"C\", unit text COLLATE \"C\", "
	    "since text COLLATE \"C\", until text COLLATE \"C\");\n"
	    "CREATE TABLE ketnap.export_unit (type text COLLATE \"C\", "
	    "id text COLLATE \"C\", unit text COLLATE \"C\");\n"
	    "CREATE INDEX ON ketnap.export_unit (type, unit);\n");
	add_group(b, STR("ketnap_private"));
	for (size_t i = 0; i < a->n_people; i++) {
		const struct person *p = &a->people[i];
		struct str group = group_of(&e->arena, p);

		if (!reads(p))
			continue;
		if (group.n > NAME_MOST)
			return found_trouble(e->to,
			    _("schema/authority.md: '%.*s' is too long for the "
			      "name of a role on the server"),
			    STRF(p->email));
		add_group(b, group);
		for (size_t k = 0; k < p->n_grants; k++)
			if (p->grants[k].role->kind == ACTION_RECORD)
				add_grant(b, group, &p->grants[k]);
	}
	return true;
}

/* Units. */

/* "SELECT id, unit FROM …" of a field: of a list the entry with the latest day,
 * or the last one. False: no table has it. */
static bool
add_own(struct exporting *e, struct buf *b, const struct type *type,
    struct str dotted)
{
	struct catalog *c = e->o->answer->catalog;
	const struct table *t = NULL, *of = NULL;
	const struct column *k, *day = NULL;
	const struct field *list;
	struct path path;
	int by;

	if (!type || !field_path(&type->fields, dotted, &path) || !path.n ||
	    !(k = catalog_field_column(c, type, path.at[path.n - 1], &t)))
		return false;
	if (path.list == FIELD_NONE) {
		buf_addf(b, "SELECT id, \"%.*s\" FROM ketnap.\"%.*s\"",
		    STRF(k->name), STRF(t->name));
		return true;
	}
	list = path.at[path.list];
	by = list->span == FIELD_NONE && list->n_key ? *list->key : list->span;
	if (by != FIELD_NONE && list->fields.all[by].kind == KIND_DATE)
		day = catalog_field_column(c, type, &list->fields.all[by], &of);
	buf_addf(b,
	    "SELECT id, unit FROM (SELECT DISTINCT ON (id) id, \"%.*s\" AS "
	    "unit FROM ketnap.\"%.*s\" WHERE \"%.*s\" IS NOT NULL ORDER BY id",
	    STRF(k->name), STRF(t->name), STRF(k->name));
	if (day)
		buf_addf(b, ", \"%.*s%s\" DESC NULLS LAST", STRF(day->name),
		    day->field->partial ? "_min" : "");
	buf_addz(b, ", n DESC) AS l");
	return true;
}

void
pg_access_add_units(struct exporting *e, struct buf *b)
{
	const struct schema *s = e->o->schema;
	const struct authority *a = s->authority;
	struct buf above = { 0 };

	if (!a)
		return;
	buf_addz(b, "DELETE FROM ketnap.export_unit;\n");
	if (!a->unit_type.n)
		return;
	buf_addz(b, "WITH RECURSIVE own(type, id, unit) AS (SELECT ");
	sql_add_text(b, a->unit_type);
	buf_addz(b, ", id, id FROM ketnap.");
	sql_add_name(b, schema_type(s, a->unit_type)->name.name);
	for (size_t i = 0; i < a->n_in; i++) {
		struct buf own = { 0 };

		if (add_own(e, &own, schema_type(s, a->in[i].type),
			a->in[i].field)) {
			buf_addz(b, "\nUNION ALL SELECT ");
			sql_add_text(b, a->in[i].type);
			buf_addf(b, ", o.* FROM (%s) AS o", buf_z(&own));
		}
		buf_release(&own);
	}
	if (!a->above.n ||
	    !add_own(e, &above, schema_type(s, a->unit_type), a->above))
		buf_addz(&above, "SELECT NULL, NULL");
	buf_addf(b,
	    "),\nup(unit, above) AS (%s),\n"
	    "tree AS (SELECT type, id, unit FROM own WHERE unit IS NOT NULL "
	    "UNION SELECT t.type, t.id, u.above FROM tree AS t JOIN up AS u "
	    "ON u.unit = t.unit WHERE u.above IS NOT NULL)\n"
	    "INSERT INTO ketnap.export_unit SELECT type, id, unit FROM "
	    "tree;\n",
	    buf_z(&above));
	buf_release(&above);
}

/* Rows and columns. */

static void
add_columns(struct buf *b, const struct export_table *x, bool private,
    const char *groups)
{
	const char *before = "GRANT SELECT (";

	for (size_t i = 0; i < x->n; i++) {
		const struct column *c = x->columns[i].column;

		if ((c && c->private) != private)
			continue;
		buf_addz(b, before);
		sql_add_name(b, str_of(x->columns[i].name));
		before = ", ";
	}
	if (*before != ',')
		return;
	buf_addz(b, ") ON ");
	ddl_add_name(b, postgres_schema, x->name);
	buf_addf(b, " TO %s;\n", groups);
}

static void
add_policies(struct buf *b, const struct export_table *x)
{
	struct buf table = { 0 }, type = { 0 };

	ddl_add_name(&table, postgres_schema, x->name);
	if (x->table->type)
		sql_add_text(&type, x->table->type->name.name);
	buf_addf(b,
	    "ALTER TABLE %s ENABLE ROW LEVEL SECURITY, "
	    "FORCE ROW LEVEL SECURITY;\n"
	    "CREATE POLICY kn_owner ON %s TO CURRENT_USER USING (true) WITH "
	    "CHECK (true);\n",
	    buf_z(&table), buf_z(&table));
	if (type.n)
		buf_addf(b,
		    "CREATE POLICY kn_reader ON %s FOR SELECT USING ((SELECT "
		    "ketnap.kn_reads_all(%s)) OR id IN (SELECT "
		    "ketnap.kn_reads(%s)));\n",
		    buf_z(&table), buf_z(&type), buf_z(&type));
	else
		buf_addf(b,
		    "CREATE POLICY kn_reader ON %s FOR SELECT USING "
		    "(ketnap.kn_reads_all(type));\n",
		    buf_z(&table));
	buf_release(&table);
	buf_release(&type);
}

void
pg_access_add(struct exporting *e, struct buf *b)
{
	const struct authority *a = e->o->schema->authority;
	struct buf groups = { 0 };

	if (!a)
		return;
	buf_addz(b, functions);
	pg_access_add_units(e, b);
	for (size_t i = 0; i < a->n_people; i++)
		if (reads(&a->people[i])) {
			buf_addz(&groups, groups.n ? ", " : "");
			sql_add_name(&groups,
			    group_of(&e->arena, &a->people[i]));
		}
	for (size_t i = 0; i < e->n; i++) {
		add_policies(b, &e->tables[i]);
		add_columns(b, &e->tables[i], true, "ketnap_private");
		if (groups.n)
			add_columns(b, &e->tables[i], false, buf_z(&groups));
	}
	buf_addz(b,
	    "DO $$ DECLARE v text; BEGIN FOR v IN SELECT relname FROM "
	    "pg_catalog.pg_class WHERE relkind = 'v' AND relnamespace = "
	    "'ketnap'::regnamespace LOOP EXECUTE format('ALTER VIEW "
	    "ketnap.%I SET (security_invoker = true)', v); END LOOP; END "
	    "$$;\n");
	if (groups.n) {
		buf_addf(b, "GRANT USAGE ON SCHEMA ketnap TO %s;\n",
		    buf_z(&groups));
		buf_addf(b, "GRANT SELECT ON ketnap.export TO %s;\n",
		    buf_z(&groups));
		buf_addz(b,
		    "DO $$ DECLARE v text; BEGIN FOR v IN SELECT relname FROM "
		    "pg_catalog.pg_class WHERE relkind = 'v' AND relnamespace "
		    "= 'ketnap'::regnamespace LOOP EXECUTE format('GRANT "
		    "SELECT ON ketnap.%I TO ', v) || ");
		sql_add_text(b, buf_str(&groups));
		buf_addz(b, "; END LOOP; END $$;\n");
	}
	buf_addz(b,
	    "INSERT INTO ketnap.export VALUES ('access', 'authority');\n");
	buf_release(&groups);
}
