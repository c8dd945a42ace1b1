/* postgres: tables for PostgreSQL, as one file of SQL or as a folder.
 *
 * Either begins a transaction, makes the schema anew and ends it: whoever reads
 * the database sees the old tables or the new ones. Days are text and flags
 * numbers, as in the catalog, so that the same SQL gives the same answer.
 *
 * What else a database is to hold (functions, views, who may read what) is a
 * row of parts, before or after the rows. */
#include "export/inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "export/ddl.h"
#include "export/pg_functions.h"
#include "export/pg_join.h"
#include "export/pg_rules.h"
#include "export/pg_views.h"
#include "export/postgres.h"
#include "parse/sql.h"
#include "text/print.h"

const struct ddl_dialect postgres_dialect = {
	.types = { [DDL_TEXT] = "text COLLATE \"C\"",
	    [DDL_INTEGER] = "bigint",
	    [DDL_REAL] = "double precision",
	    [DDL_FLAG] = "bigint",
	    [DDL_DAY] = "text COLLATE \"C\"" },
	.checks = true,
	.comments = true,
	.name_most = 63,
};

const char postgres_schema[] = "ketnap";

/* Parts. */

static bool
part_begin(struct exporting *e, struct buf *b)
{
	/* What no column gives is ordered as the database says. */
	if (!e->load)
		buf_addz(b,
		    "\\set ON_ERROR_STOP on\n"
		    "SET client_encoding TO 'UTF8';\n"
		    "SET standard_conforming_strings TO on;\n"
		    "SET client_min_messages TO warning;\n"
		    "BEGIN;\n"
		    "DO $$ BEGIN IF 'a' < 'B' THEN RAISE WARNING 'the "
		    "database does not order text by bytes; make it by "
		    "createdb -T template0 -E UTF8 --locale=C'; END IF; END "
		    "$$;\n");
	buf_addf(b, "DROP SCHEMA IF EXISTS %s CASCADE;\n", postgres_schema);
	buf_addf(b, "CREATE SCHEMA %s;\n", postgres_schema);
	return true;
}

static bool
part_functions(struct exporting *e, struct buf *b)
{
	pg_functions_add(b, &e->o->schema->calendar, e->o->today);
	pg_join_add(b);
	return true;
}

static bool
part_tables(struct exporting *e, struct buf *b)
{
	if (!ddl_names_fit(e, &postgres_dialect))
		return false;
	for (size_t i = 0; i < e->n; i++)
		ddl_add_table(b, e, &e->tables[i], &postgres_dialect,
		    postgres_schema);
	return true;
}

static void
add_key(struct buf *b, const struct export_table *x)
{
	buf_addz(b, x->keyed ? "ALTER TABLE " : "CREATE INDEX ON ");
	ddl_add_name(b, postgres_schema, x->name);
	buf_addz(b, x->keyed ? " ADD PRIMARY KEY (\"id\");\n" : " (\"id\");\n");
}

/* Records may refer to what is not there, which kncheck tells: then the
 * database goes without that key, and says so. */
static void
add_reference(struct buf *b, const struct export_table *x,
    const struct export_column *k, const struct export_table *parent)
{
	struct buf says = { 0 };

	buf_addf(&says, "%s.%s: not every one is the id of a row of %s",
	    x->name, k->name, parent->name);
	buf_addz(b, "DO $$ BEGIN\n\tALTER TABLE ");
	ddl_add_name(b, postgres_schema, x->name);
	buf_addz(b, " ADD FOREIGN KEY (");
	sql_add_name(b, str_of(k->name));
	buf_addz(b, ") REFERENCES ");
	ddl_add_name(b, postgres_schema, parent->name);
	buf_addz(b,
	    " (\"id\") DEFERRABLE INITIALLY DEFERRED;\n"
	    "EXCEPTION WHEN foreign_key_violation THEN\n"
	    "\tRAISE WARNING USING MESSAGE = ");
	sql_add_text(b, buf_str(&says));
	buf_addz(b, ";\nEND $$;\n");
	buf_release(&says);
}

static bool
has_id(const struct export_table *x)
{
	for (size_t i = 0; i < x->n; i++)
		if (strcmp(x->columns[i].name, "id") == 0)
			return true;
	return false;
}

static bool
part_keys(struct exporting *e, struct buf *b)
{
	for (size_t i = 0; i < e->n; i++)
		if (e->tables[i].table->type && has_id(&e->tables[i])) {
			e->tables[i].keyed &= e->tables[i].record;
			add_key(b, &e->tables[i]);
		}
	for (size_t i = 0; i < e->n; i++)
		for (size_t k = 0; k < e->tables[i].n; k++) {
			const struct export_table *x = &e->tables[i],
						  *parent = ddl_parent(e, x,
						      &x->columns[k]);

			if (parent)
				add_reference(b, x, &x->columns[k], parent);
		}
	return true;
}

void
postgres_add_unread(struct exporting *e, struct buf *b)
{
	for (size_t i = 0; i < e->n; i++)
		if (strcmp(e->tables[i].name, "unread") == 0)
			buf_addf(b,
			    "INSERT INTO \"%s\".\"export\" SELECT "
			    "'unread.' || type, count(*)::text FROM "
			    "\"%s\".\"unread\" WHERE path IS NOT NULL "
			    "GROUP BY type;\n",
			    postgres_schema, postgres_schema);
}

static bool
part_join(struct exporting *e, struct buf *b)
{
	pg_join_add_tables(b, e);
	return true;
}

static bool
part_views(struct exporting *e, struct buf *b)
{
	pg_views_add(b, e);
	return true;
}

static bool
part_rules(struct exporting *e, struct buf *b)
{
	pg_rules_add(b, e);
	return true;
}

static bool
part_facts(struct exporting *e, struct buf *b)
{
	ddl_add_facts(b, e, &postgres_dialect, postgres_schema);
	postgres_add_unread(e, b);
	pg_join_add_facts(b);
	return true;
}

static bool
part_end(struct exporting *e, struct buf *b)
{
	if (!e->load)
		buf_addz(b, "COMMIT;\n");
	pg_join_add_analyze(b);
	return true;
}

/* In the order in which they are run; of a folder each is a file. */
static const struct {
	const char *file;
	bool (*add)(struct exporting *, struct buf *);
	bool after; /* the rows */
} parts[] = {
	{ "begin.sql", part_begin, false },
	{ "functions.sql", part_functions, false },
	{ "tables.sql", part_tables, false },
	{ "keys.sql", part_keys, true },
	{ "join.sql", part_join, true },
	{ "views.sql", part_views, true },
	{ "rules.sql", part_rules, true },
	{ "facts.sql", part_facts, true },
	{ "end.sql", part_end, true },
};

enum { PARTS = sizeof parts / sizeof *parts };

/* Rows, as COPY reads them. */

void
postgres_add_text(struct buf *b, struct str v)
{
	for (size_t i = 0; i < v.n; i++)
		switch (v.s[i]) {
		case '\\':
			buf_addz(b, "\\\\");
			break;
		case '\t':
			buf_addz(b, "\\t");
			break;
		case '\n':
			buf_addz(b, "\\n");
			break;
		case '\r':
			buf_addz(b, "\\r");
			break;
		default:
			buf_addc(b, v.s[i]);
			break;
		}
}

static bool
add_cell(struct exporting *e, const struct export_table *x, size_t column,
    struct buf *b, const struct cell *c)
{
	char real[REAL_TEXT];

	switch (c->kind) {
	case CELL_INT:
		buf_addf(b, "%lld", c->i);
		break;
	case CELL_REAL:
		buf_addz(b, print_real(c->d, real));
		break;
	case CELL_TEXT:
		if (str_find(c->s, '\0') < c->s.n)
			return found_trouble(e->to,
			    _("table '%s', column '%s': a value has a NUL, "
			      "which the database does not take"),
			    x->name, x->columns[column].name);
		postgres_add_text(b, c->s);
		break;
	default:
		buf_addz(b, "\\N");
		break;
	}
	return true;
}

static bool
put(struct exporting *e, FILE *out, struct buf *b)
{
	bool ok = !b->n || fwrite(b->s, 1, b->n, out) == b->n;

	buf_release(b);
	return ok ||
	    found_trouble(e->to, _("'%s' cannot be written"),
		e->o->to ? e->o->to : "-");
}

static bool
is_folder(const struct exporting *e)
{
	return output_kind(e->output) == OUTPUT_FOLDER;
}

static bool
open_table(struct exporting *e, struct export_table *x)
{
	x->out = is_folder(e) ?
	    output_open(e->output, arena_f(&e->arena, "%s.copy", x->name)) :
	    output_scratch(e->output);
	return x->out;
}

static bool
put_row(struct exporting *e, struct export_table *x, const struct cell *cells)
{
	struct buf line = { 0 };
	bool ok = true;

	for (size_t i = 0; ok && i < x->n; i++) {
		if (i)
			buf_addc(&line, '\t');
		ok = add_cell(e, x, i, &line, &cells[i]);
	}
	buf_addc(&line, '\n');
	if (ok)
		return put(e, x->out, &line);
	buf_release(&line);
	return false;
}

static bool
close_table(struct exporting *e, struct export_table *x)
{
	FILE *out = x->out;

	if (!is_folder(e))
		return true; /* read again at the end */
	x->out = NULL;
	return output_close(e->output, out);
}

void
postgres_add_copy(struct buf *b, const struct export_table *x)
{
	buf_addz(b, "COPY ");
	ddl_add_name(b, postgres_schema, x->name);
	buf_addc(b, ' ');
	ddl_add_columns(b, x);
	buf_addz(b, " FROM stdin");
}

bool
postgres_add_parts(struct exporting *e, struct buf *b, bool after)
{
	bool ok = true;

	for (int i = 0; ok && i < PARTS; i++)
		if (parts[i].after == after)
			ok = parts[i].add(e, b);
	return ok;
}

/* One file: everything after each other. */

static bool
put_copy(struct exporting *e, struct export_table *x, FILE *out)
{
	enum { PIECE = 1 << 16 };
	struct buf line = { 0 };
	char *piece = mem_alloc(PIECE);
	bool ok;
	size_t n;

	postgres_add_copy(&line, x);
	buf_addz(&line, ";\n");
	ok = put(e, out, &line) && fflush(x->out) == 0;
	rewind(x->out);
	while (ok && (n = fread(piece, 1, PIECE, x->out)) > 0)
		ok = fwrite(piece, 1, n, out) == n;
	ok = ok && !ferror(x->out);
	if (!ok)
		found_trouble(e->to, _("'%s' cannot be written"),
		    e->o->to ? e->o->to : "-");
	fclose(x->out);
	x->out = NULL;
	free(piece);
	buf_addz(&line, "\\.\n");
	return put(e, out, &line) && ok;
}

static bool
put_parts(struct exporting *e, FILE *out, bool after)
{
	bool ok = true;

	for (int i = 0; ok && i < PARTS; i++) {
		struct buf b = { 0 };

		if (parts[i].after != after)
			continue;
		ok = parts[i].add(e, &b);
		ok = put(e, out, &b) && ok;
	}
	return ok;
}

static bool
end_file(struct exporting *e)
{
	FILE *out = output_open(e->output, NULL);
	bool ok = out && put_parts(e, out, false);

	for (size_t i = 0; ok && i < e->n; i++)
		ok = put_copy(e, &e->tables[i], out);
	return ok && put_parts(e, out, true);
}

/* A folder: load.sql brings its files together. */

static bool
put_file(struct exporting *e, const char *name, struct buf *b)
{
	FILE *out = output_open(e->output, name);

	if (!out) {
		buf_release(b);
		return false;
	}
	return put(e, out, b) && output_close(e->output, out);
}

static bool
add_part(struct exporting *e, int i, struct buf *load)
{
	struct buf b = { 0 };

	buf_addf(load, "\\ir %s\n", parts[i].file);
	if (parts[i].add(e, &b))
		return put_file(e, parts[i].file, &b);
	buf_release(&b);
	return false;
}

static bool
end_folder(struct exporting *e)
{
	struct buf load = { 0 };
	bool ok = true;

	buf_addz(&load, "-- cd here, then: psql -f load.sql\n");
	for (int i = 0; ok && i < PARTS; i++)
		if (!parts[i].after)
			ok = add_part(e, i, &load);
	for (size_t i = 0; i < e->n; i++) {
		buf_addz(&load, "\\copy ");
		ddl_add_name(&load, postgres_schema, e->tables[i].name);
		buf_addc(&load, ' ');
		ddl_add_columns(&load, &e->tables[i]);
		buf_addf(&load, " from '%s.copy'\n", e->tables[i].name);
	}
	for (int i = 0; ok && i < PARTS; i++)
		if (parts[i].after)
			ok = add_part(e, i, &load);
	if (ok)
		return put_file(e, "load.sql", &load);
	buf_release(&load);
	return false;
}

static bool
end(struct exporting *e)
{
	return is_folder(e) ? end_folder(e) : end_file(e);
}

/* What is left when it ended early. */
static void
release(struct exporting *e)
{
	for (size_t i = 0; i < e->n; i++)
		if (e->tables[i].out && !is_folder(e)) {
			fclose(e->tables[i].out);
			e->tables[i].out = NULL;
		}
}

const struct export_format export_postgres = {
	.word = "postgres",
	.place = EXPORT_SQL,
	.database = true,
	.open = open_table,
	.row = put_row,
	.close = close_table,
	.end = end,
	.release = release,
};
