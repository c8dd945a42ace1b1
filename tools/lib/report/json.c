/* json: a report as one JSON object. */
#include "report/inside.h"

#include <string.h>

#include "text/print.h"

static void
add_id(struct str id, void *to)
{
	print_json_text(to, NULL, id);
}

static void
add_row(struct report_run *r, struct buf *b, const struct report_result *t,
    size_t row)
{
	const struct cell *c = &t->cells[row * t->n];
	size_t n;

	for (size_t i = 0; i < t->n; i++) {
		const struct result_column *s = &t->columns[i];

		if (s->is_beside)
			continue;
		if (!s->is_ids || (r->c->ids && c[i].kind == CELL_MASKED)) {
			print_json_cell(b, s->name, &c[i]);
		} else if (r->c->ids && c[i].kind == CELL_TEXT) {
			print_json_name(b, s->name);
			buf_addc(b, '[');
			evidence_each(r, c[i].s, add_id, b, &n);
			buf_addc(b, ']');
		}
	}
}

static void
add_columns(struct buf *b, const struct report_result *t)
{
	print_json_name(b, "columns");
	buf_addc(b, '[');
	for (size_t i = 0; i < t->n; i++) {
		const struct result_column *s = &t->columns[i];

		if (s->is_ids || s->is_beside)
			continue;
		print_json_name(b, NULL);
		buf_addc(b, '{');
		print_json_text(b, "name", str_of(s->name));
		print_json_text(b, "label", str_of(s->label));
		if (s->format != NUMERAL_AUTO)
			print_json_text(b, "format",
			    str_of(numeral_names[s->format]));
		buf_addc(b, '}');
	}
	buf_addc(b, ']');
}

static void
add_total(struct buf *b, const struct report_result *t)
{
	print_json_name(b, "total");
	buf_addc(b, '{');
	for (size_t i = 0; i < t->n; i++)
		if (t->columns[i].total) {
			struct cell c = result_total(t, i);

			print_json_cell(b, t->columns[i].name, &c);
		}
	buf_addc(b, '}');
}

static void
add_block(struct report_run *r, struct buf *b, const struct report_result *t)
{
	print_json_name(b, NULL);
	buf_addc(b, '{');
	print_json_text(b, "kind", str_of(report_block_names[t->block->kind]));
	add_columns(b, t);
	print_json_name(b, "rows");
	buf_addc(b, '[');
	for (size_t k = 0; k < t->rows; k++) {
		print_json_name(b, NULL);
		buf_addc(b, '{');
		add_row(r, b, t, k);
		buf_addc(b, '}');
	}
	buf_addc(b, ']');
	if (result_has_total(t))
		add_total(b, t);
	buf_addc(b, '}');
}

/* A count is a number, all else a text. */
static void
add_fact(struct buf *b, const struct compose_fact *f)
{
	size_t n = strlen(f->value);

	if (n && n < 10 && strspn(f->value, "0123456789") == n) {
		print_json_name(b, f->key);
		buf_addz(b, f->value);
	} else {
		print_json_text(b, f->key, str_of(f->value));
	}
}

void
json_put(struct report_run *r)
{
	size_t n;
	const struct compose_fact *facts = run_facts(r, &n);
	struct buf b = { 0 };

	buf_addc(&b, '{');
	print_json_text(&b, "report", r->report->name);
	print_json_text(&b, "title", r->text->title);
	print_json_name(&b, "params");
	parameters_add_json(r, &b);
	print_json_name(&b, "values");
	buf_addc(&b, '{');
	for (size_t i = 0; i < r->report->n_blocks; i++)
		if (r->results[i].block->kind == BLOCK_VALUES)
			add_row(r, &b, &r->results[i], 0);
	buf_addc(&b, '}');
	print_json_name(&b, "blocks");
	buf_addc(&b, '[');
	for (size_t i = 0; i < r->report->n_blocks; i++)
		if (r->results[i].block->kind != BLOCK_VALUES)
			add_block(r, &b, &r->results[i]);
	buf_addc(&b, ']');
	print_json_name(&b, "footer");
	buf_addc(&b, '{');
	for (size_t i = 0; i < n; i++)
		add_fact(&b, &facts[i]);
	buf_addz(&b, "}}\n");
	run_put(r, &b);
	buf_release(&b);
}
