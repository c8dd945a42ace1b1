/* ddl: tables as SQL declares them. */
#include "export/ddl.h"

#include <string.h>

#include "base/lang.h"
#include "export/inside.h"
#include "parse/sql.h"
#include "text/name.h"

enum ddl_type
ddl_type(const struct export_column *k)
{
	const struct column *c = k->column;

	if (!c)
		return DDL_TEXT;
	if (k->is_day)
		return DDL_DAY;
	if (c->field && c->field->kind == KIND_FLAG)
		return DDL_FLAG;
	return strcmp(c->sqltype, "INTEGER") == 0 ? DDL_INTEGER :
	    strcmp(c->sqltype, "REAL") == 0       ? DDL_REAL :
						    DDL_TEXT;
}

void
ddl_add_name(struct buf *b, const char *schema, const char *name)
{
	if (schema) {
		sql_add_name(b, str_of(schema));
		buf_addc(b, '.');
	}
	sql_add_name(b, str_of(name));
}

/* What a column may hold, beside its type. */
static void
add_check(struct buf *b, const struct export_column *k)
{
	const struct field *f = k->column ? k->column->field : NULL;
	struct str name = str_of(k->name);

	if (k->is_person)
		return;
	if (k->is_day) {
		buf_addz(b, " CHECK (");
		sql_add_name(b, name);
		buf_addz(b, " ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$')");
	} else if (f && f->kind == KIND_FLAG) {
		buf_addz(b, " CHECK (");
		sql_add_name(b, name);
		buf_addz(b, " IN (0, 1))");
	} else if (f && f->kind == KIND_ENUM) {
		buf_addz(b, " CHECK (");
		sql_add_name(b, name);
		buf_addz(b, " IN (");
		for (size_t i = 0; i < f->n_values; i++) {
			buf_addz(b, i ? ", " : "");
			sql_add_text(b, f->values[i].name);
		}
		buf_addz(b, "))");
	}
}

static const struct export_table *
table_of(const struct exporting *e, const struct type *type)
{
	for (size_t i = 0; i < e->n; i++)
		if (e->tables[i].record && e->tables[i].table->type == type)
			return &e->tables[i];
	return NULL;
}

static bool
is_id(const struct export_column *k)
{
	return k->column && !k->column->field && strcmp(k->name, "id") == 0;
}

const struct export_table *
ddl_parent(const struct exporting *e, const struct export_table *x,
    const struct export_column *k)
{
	const struct field *f = k->column ? k->column->field : NULL;
	const struct type *type = NULL;
	const struct export_table *parent;

	if (f && f->kind == KIND_REF)
		type = schema_type(e->o->schema, f->to);
	else if (is_id(k) && !x->record)
		type = x->table->type;
	parent = type && !k->masked ? table_of(e, type) : NULL;
	return parent && parent->keyed ? parent : NULL;
}

static void
add_label(struct buf *b, const struct label *help, const char *label,
    const struct field *f, enum lang lang)
{
	const char *more = lang_label(help, lang);
	struct buf text = { 0 };

	buf_addf(&text, "%s%s%s", label, more ? ". " : "", more ? more : "");
	if (f && f->kind == KIND_REF)
		buf_addf(&text, " (%.*s.id)", STRF(f->to));
	sql_add_text(b, buf_str(&text));
	buf_release(&text);
}

static void
add_comments(struct buf *b, const struct exporting *e,
    const struct export_table *x, const char *schema)
{
	static const struct label none;
	enum lang lang = e->o->answer->lang;

	buf_addz(b, "COMMENT ON TABLE ");
	ddl_add_name(b, schema, x->name);
	buf_addz(b, " IS ");
	add_label(b, x->record ? &x->table->type->name.help : &none, x->label,
	    NULL, lang);
	buf_addz(b, ";\n");
	for (size_t i = 0; i < x->n; i++) {
		const struct export_column *k = &x->columns[i];

		buf_addz(b, "COMMENT ON COLUMN ");
		ddl_add_name(b, schema, x->name);
		buf_addc(b, '.');
		sql_add_name(b, str_of(k->name));
		buf_addz(b, " IS ");
		add_label(b, k->column ? &k->column->shown.help : &none,
		    k->label, k->column ? k->column->field : NULL, lang);
		buf_addz(b, ";\n");
	}
}

void
ddl_add_table(struct buf *b, const struct exporting *e,
    const struct export_table *x, const struct ddl_dialect *d,
    const char *schema)
{
	buf_addz(b, "CREATE TABLE ");
	ddl_add_name(b, schema, x->name);
	buf_addz(b, " (");
	for (size_t i = 0; i < x->n; i++) {
		const struct export_column *k = &x->columns[i];
		const struct export_table *parent =
		    d->references ? ddl_parent(e, x, k) : NULL;

		buf_addz(b, i ? ",\n\t" : "\n\t");
		sql_add_name(b, str_of(k->name));
		buf_addf(b, " %s", d->types[ddl_type(k)]);
		if (d->key_inside && x->record && x->keyed && is_id(k))
			buf_addz(b, " PRIMARY KEY");
		if (d->checks)
			add_check(b, k);
		if (parent) {
			buf_addz(b, " REFERENCES ");
			ddl_add_name(b, NULL, parent->name);
			buf_addz(b, "(\"id\")");
		}
	}
	buf_addz(b, "\n);\n");
	if (d->comments)
		add_comments(b, e, x, schema);
}

void
ddl_add_columns(struct buf *b, const struct export_table *x)
{
	buf_addc(b, '(');
	for (size_t i = 0; i < x->n; i++) {
		buf_addz(b, i ? ", " : "");
		sql_add_name(b, str_of(x->columns[i].name));
	}
	buf_addc(b, ')');
}

static void
add_fact(struct buf *b, const char *schema, const char *key, const char *value)
{
	buf_addz(b, "INSERT INTO ");
	ddl_add_name(b, schema, "export");
	buf_addz(b, " VALUES (");
	sql_add_text(b, str_of(key));
	buf_addz(b, ", ");
	sql_add_text(b, str_of(value));
	buf_addz(b, ");\n");
}

void
ddl_add_facts(struct buf *b, struct exporting *e, const struct ddl_dialect *d,
    const char *schema)
{
	size_t n;
	const struct manifest_fact *facts = manifest_facts(e, &n);

	buf_addz(b, "CREATE TABLE ");
	ddl_add_name(b, schema, "export");
	buf_addf(b, " (\n\t\"key\" %s PRIMARY KEY,\n\t\"value\" %s\n);\n",
	    d->types[DDL_TEXT], d->types[DDL_TEXT]);
	for (size_t i = 0; i < n; i++)
		add_fact(b, schema, facts[i].key, facts[i].value);
	for (size_t i = 0; i < e->n; i++) {
		struct arena a = { 0 };

		add_fact(b, schema, arena_f(&a, "rows.%s", e->tables[i].name),
		    arena_f(&a, "%llu", e->tables[i].rows));
		arena_release(&a);
	}
}

static bool
fits(const struct exporting *e, const struct ddl_dialect *d, const char *table,
    const char *name)
{
	return !d->name_most || strlen(name) <= d->name_most ||
	    found_trouble(e->to,
		_("'%s' in table '%s' is longer than the %zu bytes that the "
		  "database allows for a name"),
		name, table, d->name_most);
}

bool
ddl_names_fit(const struct exporting *e, const struct ddl_dialect *d)
{
	bool ok = true;

	for (size_t i = 0; i < e->n; i++) {
		const struct export_table *x = &e->tables[i];

		ok = fits(e, d, x->name, x->name) && ok;
		for (size_t k = 0; k < x->n; k++)
			ok = fits(e, d, x->name, x->columns[k].name) && ok;
		if (strcmp(x->name, "export") == 0 ||
		    str_starts(str_of(x->name), STR("export_")))
			ok = found_trouble(e->to,
			    _("a table of the schema is called '%s', as that "
			      "which says what an export was made from"),
			    x->name);
	}
	return ok;
}
