/* html: a report as one file of HTML, which needs nothing beside it. */
#include "report/inside.h"

#include <stdlib.h>
#include <string.h>

#include "report/paper.h"
#include "text/html.h"
#include "text/print.h"
#include "report/html_document.h"
#include "text/text.h"

static void
add_z(struct buf *b, const char *z)
{
	html_add(b, str_of(z));
}

/* Tables. */

/* A row and what it is sorted by: the bytes of key. */
struct ranked {
	size_t row;
	struct str key;
	double number;
	bool absent;
};

static int
by_rank(const void *va, const void *vb)
{
	const struct ranked *a = va, *b = vb;
	int by = (a->absent > b->absent) - (a->absent < b->absent);

	if (!by)
		by = (a->number > b->number) - (a->number < b->number);
	return by ? by : str_cmp(a->key, b->key);
}

static bool
is_name(const struct shown *s)
{
	return s->origin && s->origin->field &&
	    s->origin->field->kind == KIND_NAME;
}

static struct ranked
ranked(struct run *r, const struct result *t, size_t row, size_t column)
{
	const struct shown *s = &t->columns[column];
	struct cell c = t->cells[row * t->n + column];
	struct ranked one = { .row = row,
		.absent = c.kind == CELL_NULL || c.kind == CELL_MASKED };
	struct buf key = { 0 };

	one.number = cell_number(&c);
	answer_show(r->a, s->origin, &c);
	if (c.kind == CELL_TEXT && is_name(s))
		text_add_name_key(&key, c.s);
	else if (c.kind == CELL_TEXT && s->format != NUMERAL_DATE)
		text_add_order_key(&key, c.s);
	else if (c.kind == CELL_TEXT)
		buf_add(&key, c.s);
	one.key = arena_keep(&r->arena, buf_str(&key));
	buf_release(&key);
	return one;
}

/* How far down each row comes by a column; -1: it is absent there. */
static long *
ranks(struct run *r, const struct result *t, size_t column)
{
	struct ranked *all = ARENA_ARRAY(&r->arena, struct ranked, t->rows);
	long *rank = ARENA_ARRAY(&r->arena, long, t->rows), n = 0;

	for (size_t k = 0; k < t->rows; k++)
		all[k] = ranked(r, t, k, column);
	if (t->rows)
		qsort(all, t->rows, sizeof *all, by_rank);
	for (size_t k = 0; k < t->rows; k++) {
		n += k && by_rank(&all[k - 1], &all[k]) != 0;
		rank[all[k].row] = all[k].absent ? -1 : n;
	}
	return rank;
}

/* What stands in a cell, with what it is in data. */
static void
add_value(struct run *r, struct buf *b, const struct shown *s, struct cell c)
{
	struct str text = shown_text(r, s, c);

	if (c.kind == CELL_INT || c.kind == CELL_REAL) {
		buf_addz(b, "<data value=\"");
		print_add_json_cell(b, &c);
		buf_addz(b, "\">");
		html_add(b, text);
		buf_addz(b, "</data>");
	} else if (c.kind == CELL_TEXT && s->format == NUMERAL_DATE) {
		buf_addz(b, "<time datetime=\"");
		html_add(b, c.s);
		buf_addz(b, "\">");
		html_add(b, text);
		buf_addz(b, "</time>");
	} else {
		html_add(b, text);
	}
}

/* How a column looks. */
enum look { LOOK_TEXT, LOOK_SHORT, LOOK_NUMBER };

enum { SHORT = 14 }; /* is never broken */

static enum look
look_of(struct run *r, const struct result *t, size_t column)
{
	if (result_is_number(t, column))
		return LOOK_NUMBER;
	for (size_t k = 0; k < t->rows; k++)
		if (text_width(shown_text(r, &t->columns[column],
			t->cells[k * t->n + column])) > SHORT)
			return LOOK_TEXT;
	return LOOK_SHORT;
}

/* Adds the class of a cell; c NULL: of the head. */
static void
add_class(struct buf *b, enum look look, const struct cell *c)
{
	static const char *const looks[] = {
		[LOOK_TEXT] = "",
		[LOOK_SHORT] = "k",
		[LOOK_NUMBER] = "n",
	};
	bool faint = c && (c->kind == CELL_NULL || c->kind == CELL_MASKED);
	const char *class = c || look == LOOK_NUMBER ? looks[look] : "";

	if (*class || faint)
		buf_addf(b, " class=\"%s%s%s\"", class,
		    *class && faint ? " " : "", faint ? "a" : "");
}

/* A table that is written: its columns that are printed. */
struct columns {
	size_t *at, n;
	enum look *look;
};

static struct columns
columns_of(struct run *r, const struct result *t)
{
	struct columns c = { .at = ARENA_ARRAY(&r->arena, size_t, t->n) };

	c.n = result_visible(t, c.at);
	c.look = ARENA_ARRAY(&r->arena, enum look, c.n);
	for (size_t i = 0; i < c.n; i++)
		c.look[i] = look_of(r, t, c.at[i]);
	return c;
}

static void
add_head(struct buf *b, const struct result *t, const struct columns *c)
{
	buf_addz(b, "<thead>\n<tr>");
	for (size_t i = 0; i < c->n; i++) {
		buf_addz(b, "<th scope=\"col\"");
		add_class(b, c->look[i], NULL);
		buf_addc(b, '>');
		add_z(b, t->columns[c->at[i]].label);
		buf_addz(b, "</th>");
	}
	buf_addz(b, "</tr>\n</thead>\n");
}

/* The first cell of a row is its head, unless it is a figure. */
static void
add_cell(struct run *r, struct buf *b, const struct result *t,
    const struct columns *c, size_t row, size_t i, long rank)
{
	const struct cell *cell = &t->cells[row * t->n + c->at[i]];
	bool head = !i && c->look[i] != LOOK_NUMBER;

	buf_addz(b, head ? "<th scope=\"row\"" : "<td");
	add_class(b, c->look[i], cell);
	if (t->rows > 1 && rank >= 0)
		buf_addf(b, " data-r=\"%ld\"", rank);
	buf_addc(b, '>');
	add_value(r, b, &t->columns[c->at[i]], *cell);
	buf_addz(b, head ? "</th>" : "</td>");
}

static void
add_body(struct run *r, struct buf *b, const struct result *t,
    const struct columns *c)
{
	long **rank = ARENA_ARRAY(&r->arena, long *, c->n);

	for (size_t i = 0; i < c->n; i++)
		rank[i] = ranks(r, t, c->at[i]);
	buf_addz(b, "<tbody>\n");
	for (size_t k = 0; k < t->rows; k++) {
		buf_addz(b, "<tr>");
		for (size_t i = 0; i < c->n; i++)
			add_cell(r, b, t, c, k, i, rank[i][k]);
		buf_addz(b, "</tr>\n");
	}
	buf_addz(b, "</tbody>\n");
}

static void
add_total(struct run *r, struct buf *b, const struct result *t,
    const struct columns *c)
{
	buf_addz(b, "<tfoot>\n<tr>");
	for (size_t i = 0; i < c->n; i++) {
		const struct shown *s = &t->columns[c->at[i]];
		struct cell sum = result_total(t, c->at[i]);

		if (s->total) {
			buf_addz(b, "<td");
			add_class(b, c->look[i], &sum);
			buf_addc(b, '>');
			add_value(r, b, s, sum);
			buf_addz(b, "</td>");
		} else if (i == 0) {
			buf_addz(b, "<th scope=\"row\">");
			add_z(b, _("Total"));
			buf_addz(b, "</th>");
		} else {
			buf_addz(b, "<td></td>");
		}
	}
	buf_addz(b, "</tr>\n</tfoot>\n");
}

static void
add_table(struct run *r, struct buf *b, const struct result *t)
{
	struct columns c = columns_of(r, t);

	if (!t->rows) {
		buf_addz(b, "<p class=\"a\">");
		add_z(b, _("(nothing)"));
		buf_addz(b, "</p>\n");
		return;
	}
	buf_addz(b,
	    "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"");
	for (size_t i = 0; i < c.n; i++) {
		buf_addz(b, i ? ", " : "");
		add_z(b, t->columns[c.at[i]].label);
	}
	buf_addz(b, "\">\n<table class=\"data\">\n");
	add_head(b, t, &c);
	add_body(r, b, t, &c);
	if (result_has_total(t))
		add_total(r, b, t, &c);
	buf_addz(b, "</table>\n</div>\n");
}

static void
add_long_value(struct run *r, struct buf *b, const struct shown *s,
    struct cell c)
{
	struct str rest = str_trim(c.kind == CELL_TEXT ? c.s : STR("")), line;

	if (str_find(rest, '\n') == rest.n) {
		add_value(r, b, s, c);
		return;
	}
	while (str_split(&rest, '\n', &line)) {
		html_add(b, line);
		buf_addz(b, "<br>");
	}
}

static void
add_fields(struct run *r, struct buf *b, const struct result *t)
{
	size_t *columns = ARENA_ARRAY(&r->arena, size_t, t->n);
	size_t n = result_visible(t, columns);

	for (size_t k = 0; k < t->rows; k++) {
		const struct cell *row = &t->cells[k * t->n];

		buf_addz(b, "<table class=\"fields\">\n");
		for (size_t i = 0; i < n; i++) {
			const struct shown *s = &t->columns[columns[i]];
			struct cell c = row[columns[i]];

			if (!result_has_field(t, row, columns, i))
				continue;
			buf_addz(b, "<tr><th scope=\"row\">");
			add_z(b, s->label);
			buf_addf(b, "</th><td%s>",
			    c.kind == CELL_MASKED ? " class=\"a\"" : "");
			add_long_value(r, b, s, c);
			buf_addz(b, "</td></tr>\n");
		}
		buf_addz(b, "</table>\n");
	}
}

static void
open_details(struct buf *b, const char *class, const char *summary)
{
	buf_addf(b, "<details class=\"%s\">\n<summary>", class);
	add_z(b, summary);
	buf_addz(b, "</summary>\n");
}

static void
add_chart(struct run *r, struct buf *b, const struct result *t)
{
	size_t *columns = ARENA_ARRAY(&r->arena, size_t, t->n);

	buf_addz(b, "<figure>\n");
	if (result_visible(t, columns) == 2) {
		buf_addz(b, "<figcaption>");
		add_z(b, t->columns[columns[1]].label);
		buf_addz(b, "</figcaption>\n");
	}
	buf_addz(b, "<div class=\"wide\">\n");
	svg_add(r, t, b);
	buf_addz(b, "</div>\n");
	/* On paper only where the drawing does not tell them. */
	open_details(b, t->block->kind == BLOCK_LINE ? "line" : "told",
	    _("The figures of the chart"));
	add_table(r, b, t);
	buf_addz(b, "</details>\n</figure>\n");
}

/* Evidence. */

static void
add_id(struct run *r, struct str id, void *to)
{
	struct buf *b = to;

	(void)r;
	buf_addz(b, b->s[b->n - 1] == '>' ? ", <code>" : " <code>");
	html_add(b, id);
	buf_addz(b, "</code>");
}

static void
add_ids(struct run *r, struct buf *b, const struct result *t)
{
	bool any = false;
	size_t n;

	for (size_t k = 0; k < t->rows * t->n; k++) {
		const struct shown *s = &t->columns[k % t->n];
		const struct cell *row = &t->cells[k - k % t->n];

		if (!result_has_ids(t, k))
			continue;
		if (!any) {
			open_details(b, "ids",
			    _("The records behind the figures"));
			buf_addz(b, "<ul>\n");
		}
		any = true;
		buf_addz(b, "<li>");
		if (t->block->kind != BLOCK_VALUES) {
			html_add(b, shown_text(r, &t->columns[0], row[0]));
			buf_addz(b, ", ");
		}
		add_z(b, s->label);
		buf_addz(b, ": ");
		html_add(b, shown_text(r, s, t->cells[k]));
		buf_addc(b, ':');
		if (row[s->ids].kind == CELL_TEXT)
			result_each_id(r, row[s->ids].s, add_id, b, &n);
		else
			html_add(b,
			    shown_text(r, &t->columns[s->ids], row[s->ids]));
		buf_addz(b, "</li>\n");
	}
	if (any)
		buf_addz(b, "</ul>\n</details>\n");
}

static void
add_block(struct run *r, struct buf *b, const struct result *t)
{
	if (t->block->kind == BLOCK_FIELDS)
		add_fields(r, b, t);
	else if (t->block->kind == BLOCK_TABLE)
		add_table(r, b, t);
	else if (t->block->kind != BLOCK_VALUES)
		add_chart(r, b, t);
	if (r->c->ids)
		add_ids(r, b, t);
}

/* A paper. */

static void
add_column(struct buf *b, const struct paper_column *c, const char *class)
{
	static const char *const styles[] = {
		[PAPER_PLAIN] = "",
		[PAPER_STRONG] = " class=\"b\"",
		[PAPER_ITALIC] = " class=\"i\"",
		[PAPER_RULE] = " class=\"rule\"",
		[PAPER_GAP] = " class=\"gap\"",
	};

	buf_addf(b, "<div class=\"side%s\">\n", class);
	for (size_t i = 0; i < c->n; i++) {
		buf_addf(b, "<p%s>", styles[c->lines[i].style]);
		if (c->lines[i].style != PAPER_RULE)
			html_add(b, c->lines[i].text);
		buf_addz(b, "</p>\n");
	}
	buf_addz(b, "</div>\n");
}

static void
add_sides(struct buf *b, const struct paper_column *left,
    const struct paper_column *right, const char *where, const char *class)
{
	buf_addf(b, "<div class=\"sides %s\">\n", where);
	add_column(b, left, class);
	add_column(b, right, "");
	buf_addz(b, "</div>\n");
}

static void
add_paper_head(struct buf *b, const struct paper *p)
{
	add_sides(b, &p->head[0], &p->head[1], "head", "");
	if (p->kind.n) {
		buf_addz(b, "<p class=\"kind\">");
		html_add(b, p->kind);
		buf_addz(b, "</p>\n");
	}
}

static void
add_paper_foot(struct buf *b, const struct paper *p)
{
	const struct paper_column none = { 0 };

	if (p->n_signers > 1)
		add_sides(b, &p->signers[0], &p->signers[1], "foot", "");
	if (p->n_signers > 1 && p->recipients.n)
		add_sides(b, &p->recipients, &none, "foot", " to");
	else if (p->n_signers == 1 || p->recipients.n)
		add_sides(b, &p->recipients, &p->signers[0], "foot", " to");
}

/* The footer: a line for people, and the lines that the other forms have. */

static void
add_fact(struct run *r, const char *key, const char *value, void *to)
{
	struct buf *b = to;

	(void)r;
	add_z(b, key);
	buf_addz(b, ": ");
	add_z(b, value);
	buf_addc(b, '\n');
}

static void
warn_if_not(struct run *r, const char *key, const char *value, void *to)
{
	struct buf *b = to;

	(void)r;
	if (strcmp(key, "reproducible") != 0 || strcmp(value, "yes") == 0)
		return;
	buf_addz(b, "<p class=\"warn\">");
	add_z(b, _("Can this report be made again?"));
	buf_addc(b, ' ');
	add_z(b, _(value));
	buf_addz(b, ".</p>\n");
}

static void
add_footer(struct run *r, struct buf *b)
{
	struct buf text = { 0 };

	buf_addz(b, "<footer>\n");
	run_each_fact(r, warn_if_not, b);
	buf_addf(&text,
	    _("%zu records read; %zu stand behind the figures; %zu not "
	      "evaluable; %zu unreadable."),
	    r->counts.read, r->counts.matched, r->counts.unknown,
	    r->counts.unreadable);
	buf_addz(b, "<p>");
	html_add(b, buf_str(&text));
	buf_addz(b, "</p>\n<pre id=\"knreport\">");
	add_fact(r, "report", arena_z(&r->arena, r->report->name), b);
	buf_clear(&text);
	parameters_add_json(r, &text);
	add_fact(r, "params", buf_z(&text), b);
	run_each_fact(r, add_fact, b);
	buf_addz(b, "</pre>\n</footer>\n");
	buf_release(&text);
}

/* The document. */

static void
add_main(struct run *r, struct buf *b, const struct page *page)
{
	size_t block = 0;

	buf_addf(b, "<main%s>\n", r->paper ? " class=\"paper\"" : "");
	if (r->paper)
		add_paper_head(b, r->paper);
	for (size_t i = 0; i < page_blocks(page); i++) {
		const struct fence *f = page_fence(page, i);
		enum block_kind kind;

		if (!f || !report_is_block(f->info, &kind))
			page_block(page, i, MARKDOWN_HTML, 0, b);
		else if (kind != BLOCK_WITH)
			add_block(r, b, &r->results[block++]);
	}
	if (r->paper)
		add_paper_foot(b, r->paper);
	buf_addz(b, "</main>\n");
}

void
html_put(struct run *r, const struct page *page)
{
	struct buf b = { 0 };

	html_document_open(&b, r->a->lang, r->title);
	add_main(r, &b, page);
	add_footer(r, &b);
	html_document_close(&b);
	fwrite(b.s, 1, b.n, r->c->out);
	buf_release(&b);
}
