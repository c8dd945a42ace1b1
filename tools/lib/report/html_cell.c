/* html_cell: a cell of a report in a page of HTML. */
#include "report/inside.h"

#include "text/html.h"
#include "text/print.h"

/* Adds a text between two pieces of HTML. */
static void
add_in(struct buf *b, const char *before, struct str text, const char *after)
{
	buf_addz(b, before);
	html_add(b, text);
	buf_addz(b, after);
}

void
html_cell_add_value(struct report_run *r, struct buf *b,
    const struct result_column *s, struct cell c)
{
	struct str text = result_text(r, s, c);

	if (c.kind == CELL_INT || c.kind == CELL_REAL) {
		buf_addz(b, "<data value=\"");
		print_add_json_cell(b, &c);
		add_in(b, "\">", text, "</data>");
	} else if (c.kind == CELL_TEXT && s->format == NUMERAL_DATE) {
		add_in(b, "<time datetime=\"", c.s, "\">");
		add_in(b, "", text, "</time>");
	} else {
		html_add(b, text);
	}
}

void
html_cell_add(struct report_run *r, struct buf *b,
    const struct report_result *t, size_t row, size_t column)
{
	const char *file = result_link(r, t, row, column);

	if (file)
		add_in(b, "<a href=\"", str_of(file), "\">");
	if (result_is_course(t, column))
		html_add(b, result_shown(r, t, row, column));
	else
		html_cell_add_value(r, b, result_column(t, column),
		    *result_cell(t, row, column));
	if (file)
		buf_addz(b, "</a>");
}
