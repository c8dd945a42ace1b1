/* tiles: figures with their course, and units by their state, as boxes beside
 * each other. A state is told by its words, its letter, its colour and its
 * edge, so that it can be read on a photocopy and by who sees no colours. */
#include "report/inside.h"

#include "text/html.h"

enum { LABEL, FIGURE, COURSE }; /* columns of chart=spark */
enum { STATE = 1, STATES = 6 }; /* of chart=map, and how many look their own */

static void
add_in(struct buf *b, const char *before, struct str text, const char *after)
{
	buf_addz(b, before);
	html_add(b, text);
	buf_addz(b, after);
}

static size_t
block_number(const struct report_run *r, const struct report_result *t)
{
	return (size_t)(t - r->results);
}

/* What else is told of a row: "label: value", those that there are. */
static void
add_rest(struct report_run *r, struct buf *b, const struct report_result *t,
    size_t row, size_t from)
{
	bool any = false;

	for (size_t i = from; i < t->n_printed; i++) {
		if (result_cell(t, row, i)->kind == CELL_NULL)
			continue;
		buf_addz(b, any ? "<br>" : "<p class=\"rest\">");
		add_in(b, "", str_of(result_column(t, i)->label), ": ");
		html_cell_add(r, b, t, row, i);
		any = true;
	}
	buf_addz(b, any ? "</p>\n" : "");
}

static void
add_label(struct report_run *r, struct buf *b, const struct report_result *t,
    size_t row)
{
	buf_addz(b, "<p class=\"name\">");
	html_cell_add(r, b, t, row, LABEL);
	buf_addz(b, "</p>\n");
}

static void
add_spark(struct report_run *r, struct buf *b, const struct report_result *t,
    size_t row)
{
	const struct cell *c = result_cell(t, row, COURSE);
	const char *id = arena_f(&r->arena, "%zu-%zu", block_number(r, t), row);
	struct buf name = { 0 };

	buf_addz(b, "<li>\n");
	add_label(r, b, t, row);
	buf_addz(b, "<p class=\"figure\">");
	html_cell_add(r, b, t, row, FIGURE);
	buf_addz(b, "</p>\n");
	buf_add(&name, result_shown(r, t, row, LABEL));
	buf_addf(&name, ", %s", result_column(t, COURSE)->label);
	if (c->kind == CELL_TEXT)
		spark_add_svg(b, c->s, id, buf_str(&name));
	add_rest(r, b, t, row, COURSE + 1);
	buf_addz(b, "</li>\n");
	buf_release(&name);
}

/* Which of the states it is, as the page lists them; STATES: none of them. */
static size_t
state_of(const struct report_result *t, size_t row)
{
	const struct report_column *page = result_column(t, STATE)->page;
	const struct cell *c = result_cell(t, row, STATE);

	for (size_t i = 0; page && i < page->n_values && i < STATES; i++)
		if (c->kind == CELL_TEXT && str_eq(c->s, page->values[i].name))
			return i;
	return STATES;
}

static void
add_letter(struct buf *b, size_t state)
{
	if (state < STATES)
		buf_addf(b, "<b>%c</b> ", (char)('A' + state));
}

static void
add_unit(struct report_run *r, struct buf *b, const struct report_result *t,
    size_t row)
{
	size_t state = state_of(t, row);

	buf_addf(b, "<li class=\"m%zu\">\n", state);
	add_label(r, b, t, row);
	buf_addz(b, "<p class=\"state\">");
	add_letter(b, state);
	html_cell_add(r, b, t, row, STATE);
	buf_addz(b, "</p>\n");
	add_rest(r, b, t, row, STATE + 1);
	buf_addz(b, "</li>\n");
}

/* How many are in each state. */
static void
add_key(struct report_run *r, struct buf *b, const struct report_result *t)
{
	size_t many[STATES + 1] = { 0 };
	const struct report_column *page = result_column(t, STATE)->page;

	for (size_t k = 0; k < t->rows; k++)
		many[state_of(t, k)]++;
	buf_addz(b, "<ul class=\"key\">\n");
	for (size_t i = 0; page && i < page->n_values && i < STATES; i++) {
		buf_addf(b, "<li class=\"m%zu\">", i);
		add_letter(b, i);
		add_in(b, "", str_of(name_shown(&page->values[i], r->a->lang)),
		    "");
		buf_addf(b, ": %zu</li>\n", many[i]);
	}
	buf_addz(b, "</ul>\n");
}

void
tiles_add(struct report_run *r, struct buf *b, const struct report_result *t)
{
	bool map = t->block->kind == BLOCK_MAP;

	if (!t->rows) {
		add_in(b, "<p class=\"a\">", str_of(_("(nothing)")), "</p>\n");
		return;
	}
	if (map)
		add_key(r, b, t);
	buf_addf(b, "<ul class=\"%s\">\n", map ? "tiles map" : "tiles");
	for (size_t k = 0; k < t->rows; k++)
		if (map)
			add_unit(r, b, t, k);
		else
			add_spark(r, b, t, k);
	buf_addz(b, "</ul>\n");
}
