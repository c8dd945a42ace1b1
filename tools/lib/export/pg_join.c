/* pg_join: tables whose rows are on several servers of PostgreSQL. */
#include "export/pg_join.h"

#include "export/inside.h"
#include "parse/sql.h"

static const char *const lines[] = {
#include "export/pg_join.sql.lines"
};

void
pg_join_add(struct buf *b)
{
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		buf_addz(b, lines[i]);
}

void
pg_join_add_tables(struct buf *b, const struct exporting *e)
{
	struct buf types = { 0 };

	buf_addz(b, "CALL ketnap.kn_join(ARRAY[");
	for (size_t i = 0; i < e->n; i++) {
		const struct type *of = e->tables[i].table->type;

		buf_addz(b, i ? ", " : "");
		sql_add_text(b, str_of(e->tables[i].name));
		buf_addz(&types, i ? ", " : "");
		sql_add_text(&types, of ? of->name.name : STR(""));
	}
	buf_addf(b, "]::text[], ARRAY[%s]::text[]);\n", buf_z(&types));
	buf_release(&types);
}

void
pg_join_add_facts(struct buf *b)
{
	buf_addz(b, "CALL ketnap.kn_join_facts();\n");
}

void
pg_join_add_analyze(struct buf *b)
{
	buf_addz(b,
	    "DO $$ DECLARE t regclass; BEGIN FOR t IN SELECT oid FROM "
	    "pg_catalog.pg_class WHERE relkind = 'r' AND "
	    "relnamespace::regnamespace::text IN ('ketnap', 'ketnap_own') "
	    "LOOP EXECUTE 'ANALYZE ' || t; END LOOP; END $$;\n");
}
