/* text: a report as text and as Markdown. */
#include "report/inside.h"

#include <string.h>

#include "report/paper.h"
#include "text/print.h"
#include "text/text.h"

static struct cell
text_cell(struct str s)
{
	return (struct cell){ .kind = CELL_TEXT, .s = s };
}

static void
put_total(struct run *r, const struct result *t, struct print *p,
    const size_t *columns, size_t n, struct cell *row)
{
	for (size_t i = 0; i < n; i++) {
		const struct shown *s = &t->columns[columns[i]];

		row[i] = text_cell(STR(""));
		if (s->total)
			row[i] = text_cell(
			    shown_text(r, s, result_total(t, columns[i])));
		else if (i == 0)
			row[i] = text_cell(str_of(_("Total")));
	}
	print_row(p, row);
}

static void
put_table(struct run *r, const struct result *t)
{
	size_t *columns = ARENA_ARRAY(&r->arena, size_t, t->n);
	size_t n = result_visible(t, columns);
	const char **names = ARENA_ARRAY(&r->arena, const char *, n);
	const char **labels = ARENA_ARRAY(&r->arena, const char *, n);
	struct cell *row = ARENA_ARRAY(&r->arena, struct cell, n);
	struct print *p;

	if (!t->rows) {
		fprintf(r->c->out, "%s\n\n", _("(nothing)"));
		return;
	}
	for (size_t i = 0; i < n; i++) {
		names[i] = t->columns[columns[i]].name;
		labels[i] = t->columns[columns[i]].label;
	}
	p = print_new(r->c->format == COMPOSE_MD ? PRINT_MD : PRINT_TABLE,
	    r->c->out, names, labels, n, print_width(r->c->out));
	for (size_t i = 0; i < n; i++)
		if (result_is_number(t, columns[i]))
			print_numbers(p, i);
	for (size_t k = 0; k < t->rows; k++) {
		for (size_t i = 0; i < n; i++)
			row[i] =
			    text_cell(shown_text(r, &t->columns[columns[i]],
				t->cells[k * t->n + columns[i]]));
		print_row(p, row);
	}
	if (result_has_total(t))
		put_total(r, t, p, columns, n, row);
	print_free(p);
	fputc('\n', r->c->out);
}

/* A row as its fields, a line each. */

/* The label once, the lines of the value below each other. */
static void
add_field(struct buf *b, const char *label, struct str value, size_t width)
{
	struct str line;

	value = str_trim(value);
	do {
		size_t from = b->n;

		str_split(&value, '\n', &line);
		buf_addf(b, "%s%*s%.*s", label,
		    (int)(width - text_width(str_of(label)) + 2), "",
		    STRF(line));
		text_harmless(b, from);
		buf_addc(b, '\n');
		label = "";
	} while (value.n);
}

static void
put_fields_text(struct run *r, const struct result *t, const struct cell *row,
    const size_t *columns, size_t n)
{
	struct buf b = { 0 };
	size_t width = 0;

	for (size_t i = 0; i < n; i++) {
		size_t w = text_width(str_of(t->columns[columns[i]].label));

		if (result_has_field(t, row, columns, i) && width < w)
			width = w;
	}
	for (size_t i = 0; i < n; i++) {
		const struct shown *s = &t->columns[columns[i]];

		if (result_has_field(t, row, columns, i))
			add_field(&b, s->label,
			    shown_text(r, s, row[columns[i]]), width);
	}
	fwrite(b.s, 1, b.n, r->c->out);
	buf_release(&b);
}

static void
put_fields_md(struct run *r, const struct result *t, const struct cell *row,
    const size_t *columns, size_t n)
{
	static const char *const names[] = { "field", "value" };
	const char *labels[] = { _("Field"), _("Value") };
	struct print *p = print_new(PRINT_MD, r->c->out, names, labels, 2, 0);

	for (size_t i = 0; i < n; i++) {
		const struct shown *s = &t->columns[columns[i]];

		if (result_has_field(t, row, columns, i))
			print_row(p,
			    (struct cell[]){ text_cell(str_of(s->label)),
				text_cell(shown_text(r, s, row[columns[i]])) });
	}
	print_free(p);
}

static void
put_fields(struct run *r, const struct result *t)
{
	size_t *columns = ARENA_ARRAY(&r->arena, size_t, t->n);
	size_t n = result_visible(t, columns);

	for (size_t k = 0; k < t->rows; k++) {
		const struct cell *row = &t->cells[k * t->n];

		if (r->c->format == COMPOSE_MD)
			put_fields_md(r, t, row, columns, n);
		else
			put_fields_text(r, t, row, columns, n);
		fputc('\n', r->c->out);
	}
}

/* The evidence of a block, a line a figure. */

static void
add_id(struct run *r, struct str id, void *to)
{
	struct buf *b = to;

	(void)r;
	buf_addf(b, "%s%.*s", b->n && b->s[b->n - 1] != ' ' ? ", " : "",
	    STRF(id));
}

static void
put_ids_of(struct run *r, const struct result *t, size_t row, size_t column)
{
	const struct shown *s = &t->columns[column];
	const struct cell *c = &t->cells[row * t->n];
	struct buf b = { 0 };
	size_t n;

	buf_addz(&b, "- ");
	if (t->block->kind != BLOCK_VALUES) {
		shown_add(r, &b, &t->columns[0], c[0]);
		buf_addz(&b, ", ");
	}
	buf_addf(&b, "%s (%s", s->label, s->name);
	buf_addz(&b, "): ");
	shown_add(r, &b, s, c[column]);
	buf_addz(&b, ": ");
	if (c[s->ids].kind == CELL_TEXT)
		result_each_id(r, c[s->ids].s, add_id, &b, &n);
	else
		shown_add(r, &b, &t->columns[s->ids], c[s->ids]);
	while (b.n && b.s[b.n - 1] == ' ')
		b.n--;
	text_harmless(&b, 0);
	fwrite(b.s, 1, b.n, r->c->out);
	fputc('\n', r->c->out);
	buf_release(&b);
}

/* In Markdown as code, which makes nothing of what is in a label. */
static void
put_ids(struct run *r, const struct result *t)
{
	bool md = r->c->format == COMPOSE_MD, any = false;

	for (size_t k = 0; k < t->rows * t->n; k++)
		if (result_has_ids(t, k)) {
			if (md && !any)
				fputs("``` ids\n", r->c->out);
			put_ids_of(r, t, k / t->n, k % t->n);
			any = true;
		}
	if (any)
		fputs(md ? "```\n\n" : "\n", r->c->out);
}

static void
put_block(struct run *r, const struct result *t)
{
	if (t->block->kind == BLOCK_FIELDS)
		put_fields(r, t);
	else if (t->block->kind == BLOCK_TABLE ||
	    (t->block->kind != BLOCK_VALUES && r->c->format == COMPOSE_MD))
		put_table(r, t);
	else if (t->block->kind != BLOCK_VALUES)
		chart_put(r, t);
	if (r->c->ids)
		put_ids(r, t);
}

/* The footer. */

static void
put_fact(struct run *r, const char *key, const char *value, void *to)
{
	(void)to;
	fprintf(r->c->out, "%s: %s\n", key, value);
}

static void
put_footer(struct run *r)
{
	struct buf params = { 0 };

	parameters_add_json(r, &params);
	fprintf(r->c->out, "``` knreport\nreport: %.*s\nparams: %s\n",
	    STRF(r->report->name), buf_z(&params));
	run_each_fact(r, put_fact, NULL);
	fputs("```\n", r->c->out);
	buf_release(&params);
}

void
text_put(struct run *r, const struct page *page)
{
	enum markdown_format format =
	    r->c->format == COMPOSE_MD ? MARKDOWN_MD : MARKDOWN_TEXT;
	struct buf b = { 0 };
	size_t block = 0;

	if (r->paper)
		paper_put_head(r, r->paper);
	for (size_t i = 0; i < page_blocks(page); i++) {
		const struct fence *f = page_fence(page, i);
		enum block_kind kind;

		if (f && report_is_block(f->info, &kind)) {
			if (kind != BLOCK_WITH)
				put_block(r, &r->results[block++]);
			continue;
		}
		buf_clear(&b);
		page_block(page, i, format, r->c->width, &b);
		fwrite(b.s, 1, b.n, r->c->out);
	}
	buf_release(&b);
	if (r->paper)
		paper_put_foot(r, r->paper);
	put_footer(r);
}
