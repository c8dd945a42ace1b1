/* pg_functions: the functions of pages, for PostgreSQL. */
#include "export/pg_functions.h"

#include "export/pg_letters.h"
#include "text/day.h"

static const char *const lines[] = {
#include "export/pg_functions.sql.lines"
};

/* The day is that of which the stages are, so it is no setting. */
static void
add_today(struct buf *b, int today)
{
	char day[DAY_TEXT];

	buf_addf(b,
	    "CREATE FUNCTION ketnap.today() RETURNS text LANGUAGE sql "
	    "STABLE PARALLEL SAFE RETURN '%s';\n",
	    day_text(today, day));
}

static void
add_days(struct buf *b, const char *name, const struct calendar_numbers *days)
{
	char day[DAY_TEXT];

	buf_addf(b,
	    "CREATE FUNCTION ketnap.kn_%s() RETURNS date[] LANGUAGE sql "
	    "IMMUTABLE PARALLEL SAFE RETURN CAST('{",
	    name);
	for (size_t i = 0; i < days->n; i++)
		buf_addf(b, "%s%s", i ? "," : "", day_text(days->all[i], day));
	buf_addz(b, "}' AS date[]);\n");
}

void
pg_functions_add(struct buf *b, const struct calendar *c, int today)
{
	add_today(b, today);
	add_days(b, "days_on", &c->on);
	add_days(b, "days_off", &c->off);
	pg_letters_add(b);
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		buf_addz(b, lines[i]);
}
