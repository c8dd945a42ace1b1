/* duckdb: tables for DuckDB, a folder as its EXPORT DATABASE makes one, which
 * IMPORT DATABASE reads. Days are days and flags booleans. */
#include "export/inside.h"

#include <string.h>

#include "base/lang.h"
#include "export/ddl.h"
#include "parse/sql.h"

static const struct ddl_dialect dialect = {
	.types = { [DDL_TEXT] = "VARCHAR",
	    [DDL_INTEGER] = "BIGINT",
	    [DDL_REAL] = "DOUBLE",
	    [DDL_FLAG] = "BOOLEAN",
	    [DDL_DAY] = "DATE" },
	.comments = true,
	.key_inside = true,
};

/* What stands for NULL; a text that is the same stands in quotes. */
static const char null[] = "\\N";

static bool
put(struct exporting *e, FILE *out, struct buf *b)
{
	bool ok = !b->n || fwrite(b->s, 1, b->n, out) == b->n;

	buf_release(b);
	return ok ||
	    found_trouble(e->to, _("'%s' cannot be written"), e->o->to);
}

static bool
open_table(struct exporting *e, struct export_table *x)
{
	struct buf line = { 0 };

	x->out = output_open(e->output, arena_f(&e->arena, "%s.csv", x->name));
	if (!x->out)
		return false;
	for (size_t i = 0; i < x->n; i++) {
		struct cell c = cell_text(str_of(x->columns[i].name));

		if (i)
			buf_addc(&line, ',');
		csv_add(&line, &c, ',', null);
	}
	buf_addc(&line, '\n');
	return put(e, x->out, &line);
}

static bool
put_row(struct exporting *e, struct export_table *x, const struct cell *cells)
{
	struct buf line = { 0 };

	for (size_t i = 0; i < x->n; i++) {
		struct cell c = cells[i];

		if (i)
			buf_addc(&line, ',');
		if (c.kind == CELL_MASKED)
			c.kind = CELL_NULL;
		csv_add(&line, &c, ',', null);
	}
	buf_addc(&line, '\n');
	return put(e, x->out, &line);
}

static bool
close_table(struct exporting *e, struct export_table *x)
{
	FILE *out = x->out;

	x->out = NULL;
	return output_close(e->output, out);
}

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
end(struct exporting *e)
{
	struct buf schema = { 0 }, load = { 0 };

	if (!ddl_names_fit(e, &dialect))
		return false;
	for (size_t i = 0; i < e->n; i++)
		ddl_add_table(&schema, e, &e->tables[i], &dialect, NULL);
	ddl_add_facts(&schema, e, &dialect, NULL);
	for (size_t i = 0; i < e->n; i++) {
		buf_addz(&load, "COPY ");
		ddl_add_name(&load, NULL, e->tables[i].name);
		buf_addc(&load, ' ');
		ddl_add_columns(&load, &e->tables[i]);
		buf_addf(&load,
		    " FROM '%s.csv' (FORMAT csv, HEADER true, DELIMITER ',', "
		    "QUOTE '\"', ESCAPE '\"', NULLSTR '\\N', "
		    "ALLOW_QUOTED_NULLS false);\n",
		    e->tables[i].name);
	}
	if (put_file(e, "schema.sql", &schema))
		return put_file(e, "load.sql", &load);
	buf_release(&load);
	return false;
}

const struct export_format export_duckdb = {
	.word = "duckdb",
	.place = EXPORT_FOLDER,
	.database = true,
	.open = open_table,
	.row = put_row,
	.close = close_table,
	.end = end,
};
