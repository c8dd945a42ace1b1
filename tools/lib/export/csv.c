/* csv: a table as CSV, plain (RFC 4180) or as spreadsheets take it. */
#include "export/inside.h"

#include <string.h>

#include "text/print.h"

static bool
is_plain(struct str v, char separator, const char *null)
{
	if (!v.n || str_is(v, null))
		return false;
	for (size_t i = 0; i < v.n; i++)
		if (v.s[i] == separator || v.s[i] == '"' || v.s[i] == '\n' ||
		    v.s[i] == '\r')
			return false;
	return v.s[0] != ' ' && v.s[v.n - 1] != ' ';
}

/* NULL is told from a text of no letters, or one that is what stands for NULL,
 * by the quotes of the latter. */
static void
add_text(struct buf *b, struct str v, char separator, const char *null)
{
	if (is_plain(v, separator, null)) {
		buf_add(b, v);
		return;
	}
	buf_addc(b, '"');
	for (size_t i = 0; i < v.n; i++) {
		if (v.s[i] == '"')
			buf_addc(b, '"');
		buf_addc(b, v.s[i]);
	}
	buf_addc(b, '"');
}

void
csv_add(struct buf *b, const struct cell *c, char separator, const char *null)
{
	char real[REAL_TEXT];

	switch (c->kind) {
	case CELL_NULL:
		buf_addz(b, null);
		break;
	case CELL_INT:
		buf_addf(b, "%lld", c->i);
		break;
	case CELL_REAL:
		buf_addz(b, print_real(c->d, real));
		break;
	case CELL_TEXT:
		add_text(b, c->s, separator, null);
		break;
	case CELL_MASKED:
		buf_addz(b, "\u2022\u2022\u2022");
		break;
	}
}

/* Would a spreadsheet take it for a formula, or for a text that was kept from
 * being one? Then it gets an apostrophe, which reading takes away again. */
static bool
is_formula(struct str v)
{
	size_t i = 0;

	while (i < v.n && v.s[i] == '\'')
		i++;
	return i < v.n && v.s[i] && strchr("=+-@\t\r\n", v.s[i]);
}

static bool
put_line(struct exporting *e, struct export_table *t, struct buf *line)
{
	bool ok;

	buf_addz(line, "\r\n");
	ok = fwrite(line->s, 1, line->n, t->out) == line->n;
	if (!ok)
		found_trouble(e->to, _("'%s' cannot be written"),
		    e->o->to ? e->o->to : "-");
	buf_release(line);
	return ok;
}

static bool
open_table(struct exporting *e, struct export_table *t)
{
	struct buf line = { 0 };

	t->out = output_open(e->output, arena_f(&e->arena, "%s.csv", t->name));
	if (!t->out)
		return false;
	if (e->format->people)
		buf_addz(&line, "\ufeff");
	for (size_t i = 0; i < t->n; i++) {
		const struct export_column *c = &t->columns[i];
		struct cell cell =
		    cell_text(str_of(e->format->people ? c->label : c->name));

		if (i)
			buf_addc(&line, e->o->separator);
		csv_add(&line, &cell, e->o->separator, "");
	}
	return put_line(e, t, &line);
}

static bool
put_row(struct exporting *e, struct export_table *t, const struct cell *cells)
{
	struct buf line = { 0 }, kept = { 0 };

	for (size_t i = 0; i < t->n; i++) {
		struct cell c = cells[i];

		if (i)
			buf_addc(&line, e->o->separator);
		if (e->format->people && c.kind == CELL_TEXT &&
		    is_formula(c.s)) {
			buf_clear(&kept);
			buf_addc(&kept, '\'');
			buf_add(&kept, c.s);
			c.s = buf_str(&kept);
		}
		csv_add(&line, &c, e->o->separator, "");
	}
	buf_release(&kept);
	return put_line(e, t, &line);
}

static bool
close_table(struct exporting *e, struct export_table *t)
{
	FILE *out = t->out;

	t->out = NULL;
	return output_close(e->output, out);
}

const struct export_format export_csv = {
	.word = "csv",
	.place = EXPORT_STREAM,
	.open = open_table,
	.row = put_row,
	.close = close_table,
};

const struct export_format export_csv_spreadsheet = {
	.word = "csv",
	.place = EXPORT_STREAM,
	.people = true,
	.texts = true,
	.open = open_table,
	.row = put_row,
	.close = close_table,
};
