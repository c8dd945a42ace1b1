/* xlsx: tables as one workbook of Excel, a sheet each. */
#include "export/inside.h"

#include "text/text.h"
#include "text/xlsx.h"

static bool
begin(struct exporting *e)
{
	e->own = xlsx_new(output_path(e->output, NULL, &e->arena),
	    output_folder(e->output, &e->arena), "ketnap", e->o->today, e->to);
	return e->own;
}

/* Excel cuts a name that is long; then the list alone says more than the type
 * that has it. */
static struct str
sheet_name(const struct export_table *x)
{
	enum { LONG = 31 };
	struct str label = str_of(x->label), rest = label;
	size_t at;

	if (text_width(label) <= LONG)
		return label;
	while ((at = str_find_str(rest, STR(": "))) < rest.n)
		rest = str_from(rest, at + 2);
	return rest;
}

static bool
open_table(struct exporting *e, struct export_table *x)
{
	struct xlsx_sheet *s = xlsx_add(e->own, sheet_name(x));
	struct xlsx_column *columns =
	    ARENA_ARRAY(&e->arena, struct xlsx_column, x->n);

	for (size_t i = 0; i < x->n; i++)
		columns[i] = (struct xlsx_column){
			.label = x->columns[i].label,
			.as = x->columns[i].is_day ? XLSX_DAY : XLSX_PLAIN,
		};
	x->own = s;
	return xlsx_table(s, columns, x->n);
}

static bool
put_row(struct exporting *e, struct export_table *x, const struct cell *cells)
{
	(void)e;
	return xlsx_row(x->own, cells, false);
}

static bool
end(struct exporting *e)
{
	return xlsx_finish(e->own);
}

static void
release(struct exporting *e)
{
	xlsx_free(e->own);
}

const struct export_format export_xlsx = {
	.word = "xlsx",
	.place = EXPORT_FILE,
	.people = true,
	.begin = begin,
	.open = open_table,
	.row = put_row,
	.end = end,
	.release = release,
};
