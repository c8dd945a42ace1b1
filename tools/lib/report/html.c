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

/* Adds a text between two pieces of HTML. */
static void
add_in(struct buf *b, const char *before, struct str text, const char *after)
{
	buf_addz(b, before);
	html_add(b, text);
	buf_addz(b, after);
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
is_name(const struct result_column *s)
{
	return s->origin && s->origin->field &&
	    s->origin->field->kind == KIND_NAME;
}

static struct ranked
ranked(struct report_run *r, const struct report_result *t, size_t row,
    size_t column)
{
	const struct result_column *s = result_column(t, column);
	struct cell c = *result_cell(t, row, column);
	struct ranked one = { .row = row,
		.absent = c.kind == CELL_NULL || c.kind == CELL_MASKED };
	struct buf key = { 0 };

	one.number = result_number(&c);
	answer_show(r->a, s->origin, &c);
	if (c.kind == CELL_TEXT && is_name(s))
		text_add_name_key(&key, c.s);
	else if (c.kind == CELL_TEXT && s->format != NUMERAL_DATE)
		text_add_order_key(&key, c.s);
	else if (c.kind == CELL_TEXT)
		buf_add(&key, c.s);
	one.key = arena_take(&r->arena, &key);
	return one;
}

/* How far down each row comes by a column; -1: it is absent there. */
static long *
ranks(struct report_run *r, const struct report_result *t, size_t column)
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

/* How a column looks. */
enum look { LOOK_TEXT, LOOK_SHORT, LOOK_NUMBER };

enum {
	SHORT = 14, /* is never broken */
	MANY = 5    /* columns, that share a sheet more evenly */
};

static enum look
look_of(struct report_run *r, const struct report_result *t, size_t column)
{
	if (result_is_number(t, column))
		return LOOK_NUMBER;
	return result_width(r, t, column) > SHORT ? LOOK_TEXT : LOOK_SHORT;
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

static void
add_head(struct buf *b, const struct report_result *t, const enum look *looks)
{
	buf_addz(b, "<thead>\n<tr>");
	for (size_t i = 0; i < t->n_printed; i++) {
		buf_addz(b, "<th scope=\"col\"");
		add_class(b, looks[i], NULL);
		buf_addc(b, '>');
		add_z(b, result_column(t, i)->label);
		buf_addz(b, "</th>");
	}
	buf_addz(b, "</tr>\n</thead>\n");
}

/* The first cell of a row is its head, unless it is a figure. */
static void
add_cell(struct report_run *r, struct buf *b, const struct report_result *t,
    enum look look, size_t row, size_t i, long rank)
{
	const struct cell *cell = result_cell(t, row, i);
	bool head = !i && look != LOOK_NUMBER;

	buf_addz(b, head ? "<th scope=\"row\"" : "<td");
	add_class(b, look, cell);
	if (t->rows > 1 && rank >= 0)
		buf_addf(b, " data-r=\"%ld\"", rank);
	buf_addc(b, '>');
	html_cell_add(r, b, t, row, i);
	buf_addz(b, head ? "</th>" : "</td>");
}

static void
add_body(struct report_run *r, struct buf *b, const struct report_result *t,
    const enum look *looks)
{
	long **rank = ARENA_ARRAY(&r->arena, long *, t->n_printed);

	for (size_t i = 0; i < t->n_printed; i++)
		rank[i] = ranks(r, t, i);
	buf_addz(b, "<tbody>\n");
	for (size_t k = 0; k < t->rows; k++) {
		buf_addz(b, "<tr>");
		for (size_t i = 0; i < t->n_printed; i++)
			add_cell(r, b, t, looks[i], k, i, rank[i][k]);
		buf_addz(b, "</tr>\n");
	}
	buf_addz(b, "</tbody>\n");
}

static void
add_total(struct report_run *r, struct buf *b, const struct report_result *t,
    const enum look *looks)
{
	buf_addz(b, "<tfoot>\n<tr>");
	for (size_t i = 0; i < t->n_printed; i++) {
		const struct result_column *s = result_column(t, i);
		struct cell sum = result_total(t, t->printed[i]);

		if (s->total) {
			buf_addz(b, "<td");
			add_class(b, looks[i], &sum);
			buf_addc(b, '>');
			html_cell_add_value(r, b, s, sum);
			buf_addz(b, "</td>");
		} else if (i == 0) {
			add_in(b, "<th scope=\"row\">", str_of(_("Total")),
			    "</th>");
		} else {
			buf_addz(b, "<td></td>");
		}
	}
	buf_addz(b, "</tr>\n</tfoot>\n");
}

/* What may be wider than the screen, and is then moved by keys as well. It is
 * no region of the page: a page has many of one name. */
static void
open_wide(struct buf *b, const struct report_result *t)
{
	buf_addz(b,
	    "<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-label=\"");
	for (size_t i = 0; i < t->n_printed; i++) {
		buf_addz(b, i ? ", " : "");
		add_z(b, result_column(t, i)->label);
	}
	buf_addz(b, "\">\n");
}

static void
add_table(struct report_run *r, struct buf *b, const struct report_result *t)
{
	enum look *looks = ARENA_ARRAY(&r->arena, enum look, t->n_printed);

	if (!t->rows) {
		add_in(b, "<p class=\"a\">", str_of(_("(nothing)")), "</p>\n");
		return;
	}
	for (size_t i = 0; i < t->n_printed; i++)
		looks[i] = look_of(r, t, i);
	open_wide(b, t);
	buf_addf(b, "<table class=\"data%s\">\n",
	    t->n_printed > MANY ? " many" : "");
	add_head(b, t, looks);
	add_body(r, b, t, looks);
	if (result_has_total(t))
		add_total(r, b, t, looks);
	buf_addz(b, "</table>\n</div>\n");
}

static void
add_long_value(struct report_run *r, struct buf *b,
    const struct result_column *s, struct cell c)
{
	struct str rest = str_trim(c.kind == CELL_TEXT ? c.s : STR("")), line;

	if (str_find(rest, '\n') == rest.n) {
		html_cell_add_value(r, b, s, c);
		return;
	}
	while (str_split(&rest, '\n', &line))
		add_in(b, "", line, "<br>");
}

static void
add_fields(struct report_run *r, struct buf *b, const struct report_result *t)
{
	for (size_t k = 0; k < t->rows; k++) {
		buf_addz(b, "<table class=\"fields\">\n");
		for (size_t i = 0; i < t->n_printed; i++) {
			const struct result_column *s = result_column(t, i);
			const struct cell *c = result_cell(t, k, i);

			if (!result_has_field(t, k, i))
				continue;
			add_in(b, "<tr><th scope=\"row\">", str_of(s->label),
			    "</th>");
			buf_addz(b,
			    c->kind == CELL_MASKED ? "<td class=\"a\">" :
						     "<td>");
			add_long_value(r, b, s, *c);
			buf_addz(b, "</td></tr>\n");
		}
		buf_addz(b, "</table>\n");
	}
}

static void
open_details(struct buf *b, const char *class, const char *summary)
{
	buf_addf(b, "<details class=\"%s\">\n", class);
	add_in(b, "<summary>", str_of(summary), "</summary>\n");
}

static void
add_chart(struct report_run *r, struct buf *b, const struct report_result *t)
{
	buf_addz(b, "<figure>\n");
	if (t->n_printed == 2)
		add_in(b, "<figcaption>", str_of(result_column(t, 1)->label),
		    "</figcaption>\n");
	open_wide(b, t);
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
add_id(struct str id, void *to)
{
	struct buf *b = to;

	add_in(b, b->s[b->n - 1] == '>' ? ", <code>" : " <code>", id,
	    "</code>");
}

static void
add_ids(struct report_run *r, struct buf *b, const struct report_result *t)
{
	bool any = false;
	size_t n;

	for (size_t k = 0; k < t->rows * t->n; k++) {
		const struct result_column *s = &t->columns[k % t->n];
		const struct cell *row = &t->cells[k - k % t->n];

		if (!evidence_is_behind(t, k))
			continue;
		if (!any) {
			open_details(b, "ids",
			    _("The records behind the figures"));
			buf_addz(b, "<ul>\n");
		}
		any = true;
		buf_addz(b, "<li>");
		if (t->block->kind != BLOCK_VALUES) {
			add_in(b, "", result_text(r, &t->columns[0], row[0]),
			    ", ");
		}
		add_in(b, "", str_of(s->label), ": ");
		add_in(b, "", result_text(r, s, t->cells[k]), ":");
		if (row[s->ids].kind == CELL_TEXT)
			evidence_each(r, row[s->ids].s, add_id, b, &n);
		else
			html_add(b,
			    result_text(r, &t->columns[s->ids], row[s->ids]));
		buf_addz(b, "</li>\n");
	}
	if (any)
		buf_addz(b, "</ul>\n</details>\n");
}

static void
add_block(struct report_run *r, struct buf *b, const struct report_result *t)
{
	if (t->block->kind == BLOCK_FIELDS)
		add_fields(r, b, t);
	else if (t->block->kind == BLOCK_TABLE)
		add_table(r, b, t);
	else if (t->block->kind == BLOCK_SPARK || t->block->kind == BLOCK_MAP)
		tiles_add(r, b, t);
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
	if (p->kind.n)
		add_in(b, "<p class=\"kind\">", p->kind, "</p>\n");
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
add_fact(struct buf *b, const char *key, const char *value)
{
	add_in(b, "", str_of(key), ": ");
	add_in(b, "", str_of(value), "\n");
}

static void
warn_if_not(struct buf *b, const struct compose_fact *f)
{
	if (strcmp(f->key, "reproducible") != 0 || strcmp(f->value, "yes") == 0)
		return;
	add_in(b, "<p class=\"warn\">",
	    str_of(_("Can this report be made again?")), " ");
	add_in(b, "", str_of(_(f->value)), ".</p>\n");
}

static void
add_footer(struct report_run *r, struct buf *b)
{
	size_t n;
	const struct compose_fact *facts = run_facts(r, &n);
	const char *hidden = result_hidden(r);
	struct buf text = { 0 };

	buf_addz(b, "<footer>\n");
	for (size_t i = 0; i < n; i++)
		warn_if_not(b, &facts[i]);
	buf_addf(&text,
	    _("%zu records read; %zu stand behind the figures; %zu not "
	      "evaluable; %zu unreadable."),
	    r->counts.read, r->counts.matched, r->counts.unknown,
	    r->counts.unreadable);
	add_in(b, "<p>", buf_str(&text), "</p>\n");
	if (hidden)
		add_in(b, "<p>", str_of(hidden), ".</p>\n");
	buf_addz(b, "<pre id=\"knreport\">");
	add_fact(b, "report", arena_z(&r->arena, r->report->name));
	buf_clear(&text);
	parameters_add_json(r, &text);
	add_fact(b, "params", buf_z(&text));
	for (size_t i = 0; i < n; i++)
		add_fact(b, facts[i].key, facts[i].value);
	buf_addz(b, "</pre>\n</footer>\n");
	buf_release(&text);
}

/* The document. */

static void
add_main(struct report_run *r, struct buf *b, const struct page *page)
{
	size_t block = 0;
	const char *dense = r->report->dense ? "dense" : "";

	if (r->paper)
		buf_addf(b, "<main class=\"paper%s%s\">\n", *dense ? " " : "",
		    dense);
	else if (r->report->wide || *dense)
		buf_addf(b, "<main class=\"%s\">\n", *dense ? dense : "a3");
	else
		buf_addz(b, "<main>\n");
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
	if (r->c->site)
		r->c->site->after(b, r->c->site->to);
	buf_addz(b, "</main>\n");
}

void
html_put(struct report_run *r, const struct page *page)
{
	struct buf b = { 0 };

	html_document_open(&b, r->a->lang, r->title);
	if (r->c->site)
		r->c->site->before(&b, r->c->site->to);
	add_main(r, &b, page);
	add_footer(r, &b);
	html_document_close(&b);
	run_put(r, &b);
	buf_release(&b);
}
