/* text: a report as text and as Markdown. */
#include "report/inside.h"

#include "report/paper.h"
#include "text/print.h"
#include "text/text.h"

static void
put_total(struct report_run *r, const struct report_result *t, struct print *p,
    struct cell *row)
{
	for (size_t i = 0; i < t->n_printed; i++) {
		const struct result_column *s = result_column(t, i);

		row[i] = cell_text(STR(""));
		if (s->total)
			row[i] = cell_text(
			    result_text(r, s, result_total(t, t->printed[i])));
		else if (i == 0)
			row[i] = cell_text(str_of(_("Total")));
	}
	print_row(p, row);
}

static void
put_table(struct report_run *r, const struct report_result *t)
{
	size_t n = t->n_printed;
	const char **names = ARENA_ARRAY(&r->arena, const char *, n);
	const char **labels = ARENA_ARRAY(&r->arena, const char *, n);
	struct cell *row = ARENA_ARRAY(&r->arena, struct cell, n);
	struct print *p;

	if (!t->rows) {
		fprintf(r->c->out, "%s\n\n", _("(nothing)"));
		return;
	}
	for (size_t i = 0; i < n; i++) {
		names[i] = result_column(t, i)->name;
		labels[i] = result_column(t, i)->label;
	}
	p = print_new(r->c->format == COMPOSE_MD ? PRINT_MD : PRINT_TABLE,
	    r->c->out, names, labels, n, print_width(r->c->out));
	for (size_t i = 0; i < n; i++)
		if (result_is_number(t, i))
			print_numbers(p, i);
	for (size_t k = 0; k < t->rows; k++) {
		for (size_t i = 0; i < n; i++)
			row[i] = cell_text(result_shown(r, t, k, i));
		print_row(p, row);
	}
	if (result_has_total(t))
		put_total(r, t, p, row);
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
put_fields_text(struct report_run *r, const struct report_result *t, size_t row)
{
	struct buf b = { 0 };
	size_t width = 0;

	for (size_t i = 0; i < t->n_printed; i++) {
		size_t w = text_width(str_of(result_column(t, i)->label));

		if (result_has_field(t, row, i) && width < w)
			width = w;
	}
	for (size_t i = 0; i < t->n_printed; i++)
		if (result_has_field(t, row, i))
			add_field(&b, result_column(t, i)->label,
			    result_shown(r, t, row, i), width);
	run_put(r, &b);
	buf_release(&b);
}

static void
put_fields_md(struct report_run *r, const struct report_result *t, size_t row)
{
	static const char *const names[] = { "field", "value" };
	const char *labels[] = { _("Field"), _("Value") };
	struct print *p = print_new(PRINT_MD, r->c->out, names, labels, 2, 0);

	for (size_t i = 0; i < t->n_printed; i++)
		if (result_has_field(t, row, i))
			print_row(p,
			    (struct cell[]){
				cell_text(str_of(result_column(t, i)->label)),
				cell_text(result_shown(r, t, row, i)) });
	print_free(p);
}

static void
put_fields(struct report_run *r, const struct report_result *t)
{
	for (size_t k = 0; k < t->rows; k++) {
		if (r->c->format == COMPOSE_MD)
			put_fields_md(r, t, k);
		else
			put_fields_text(r, t, k);
		fputc('\n', r->c->out);
	}
}

/* The evidence of a block, a line a figure. */

static void
add_id(struct str id, void *to)
{
	struct buf *b = to;

	buf_addf(b, "%s%.*s", b->n && b->s[b->n - 1] != ' ' ? ", " : "",
	    STRF(id));
}

static void
put_ids_of(struct report_run *r, const struct report_result *t, size_t row,
    size_t column)
{
	const struct result_column *s = &t->columns[column];
	const struct cell *c = &t->cells[row * t->n];
	struct buf b = { 0 };
	size_t n;

	buf_addz(&b, "- ");
	if (t->block->kind != BLOCK_VALUES) {
		result_add(r, &b, &t->columns[0], c[0]);
		buf_addz(&b, ", ");
	}
	buf_addf(&b, "%s (%s", s->label, s->name);
	buf_addz(&b, "): ");
	result_add(r, &b, s, c[column]);
	buf_addz(&b, ": ");
	if (c[s->ids].kind == CELL_TEXT)
		evidence_each(r, c[s->ids].s, add_id, &b, &n);
	else
		result_add(r, &b, &t->columns[s->ids], c[s->ids]);
	text_harmless(&b, 0);
	run_put_line(r, &b);
	buf_release(&b);
}

/* In Markdown as code, which makes nothing of what is in a label. */
static void
put_ids(struct report_run *r, const struct report_result *t)
{
	bool md = r->c->format == COMPOSE_MD, any = false;

	for (size_t k = 0; k < t->rows * t->n; k++)
		if (evidence_is_behind(t, k)) {
			if (md && !any)
				fputs("``` ids\n", r->c->out);
			put_ids_of(r, t, k / t->n, k % t->n);
			any = true;
		}
	if (any)
		fputs(md ? "```\n\n" : "\n", r->c->out);
}

static void
put_block(struct report_run *r, const struct report_result *t)
{
	if (t->block->kind == BLOCK_FIELDS)
		put_fields(r, t);
	else if (t->block->kind == BLOCK_TABLE ||
	    t->block->kind == BLOCK_SPARK || t->block->kind == BLOCK_MAP ||
	    (t->block->kind != BLOCK_VALUES && r->c->format == COMPOSE_MD))
		put_table(r, t);
	else if (t->block->kind != BLOCK_VALUES)
		chart_put(r, t);
	if (r->c->ids)
		put_ids(r, t);
}

/* The footer. */

static void
put_footer(struct report_run *r)
{
	size_t n;
	const struct compose_fact *facts = run_facts(r, &n);
	const char *hidden = result_hidden(r);
	struct buf params = { 0 };

	parameters_add_json(r, &params);
	if (hidden)
		fprintf(r->c->out, "%s\n\n", hidden);
	fprintf(r->c->out, "``` knreport\nreport: %.*s\nparams: %s\n",
	    STRF(r->report->name), buf_z(&params));
	for (size_t i = 0; i < n; i++)
		fprintf(r->c->out, "%s: %s\n", facts[i].key, facts[i].value);
	fputs("```\n", r->c->out);
	buf_release(&params);
}

void
text_put(struct report_run *r, const struct page *page)
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
		page_block(page, i, format, r->c->width, &b);
		run_put(r, &b);
	}
	buf_release(&b);
	if (r->paper)
		paper_put_foot(r, r->paper);
	put_footer(r);
}
