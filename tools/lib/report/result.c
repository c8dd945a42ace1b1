/* result: what all forms of a report show of its results. */
#include "report/inside.h"

#include <string.h>

#include "text/text.h"

/* A code that the page has words for. */
static bool
show_code(const struct report_run *r, const struct result_column *s,
    struct cell *c)
{
	for (size_t i = 0; s->page && i < s->page->n_values; i++) {
		const struct name *v = &s->page->values[i];

		if (c->kind == CELL_TEXT && str_eq(c->s, v->name)) {
			c->s = str_of(name_shown(v, r->a->lang));
			return true;
		}
	}
	return false;
}

void
result_add(const struct report_run *r, struct buf *out,
    const struct result_column *s, struct cell c)
{
	if (!show_code(r, s, &c))
		answer_show(r->a, s->origin, &c);
	numeral_add(out, &c, s->format, r->a->lang);
}

struct str
result_text(struct report_run *r, const struct result_column *s, struct cell c)
{
	struct buf b = { 0 };

	result_add(r, &b, s, c);
	return arena_take(&r->arena, &b);
}

const struct result_column *
result_column(const struct report_result *t, size_t column)
{
	return &t->columns[t->printed[column]];
}

const struct cell *
result_cell(const struct report_result *t, size_t row, size_t column)
{
	return &t->cells[row * t->n + t->printed[column]];
}

bool
result_is_course(const struct report_result *t, size_t column)
{
	return t->block->kind == BLOCK_SPARK && column == 2;
}

struct str
result_shown(struct report_run *r, const struct report_result *t, size_t row,
    size_t column)
{
	struct cell c = *result_cell(t, row, column);
	struct buf b = { 0 };

	if (!result_is_course(t, column) || c.kind != CELL_TEXT)
		return result_text(r, result_column(t, column), c);
	spark_add_text(&b, c.s);
	return arena_take(&r->arena, &b);
}

const char *
result_link(const struct report_run *r, const struct report_result *t,
    size_t row, size_t column)
{
	size_t of = t->printed[column], link = t->columns[of].link;
	const struct cell *c = &t->cells[row * t->n + link];

	return r->c->site && link != of && c->kind == CELL_TEXT ?
	    r->c->site->file(c->s, r->c->site->to) :
	    NULL;
}

size_t
result_width(struct report_run *r, const struct report_result *t, size_t column)
{
	size_t most = 0, width;

	for (size_t k = 0; k < t->rows; k++) {
		width = text_width(result_shown(r, t, k, column));
		most = width > most ? width : most;
	}
	return most;
}

double
result_number(const struct cell *c)
{
	return c->kind == CELL_INT ? (double)c->i :
	    c->kind == CELL_REAL   ? c->d :
				     0;
}

const char *
result_hidden(const struct report_run *r)
{
	for (size_t i = 0; i < r->report->n_blocks; i++)
		for (size_t k = 0; k < r->results[i].n_cells; k++) {
			const struct report_result *t = &r->results[i];

			if (t->cells[k].kind == CELL_MASKED &&
			    (r->c->ids || !t->columns[k % t->n].is_ids))
				return _("••• is private; --private shows it");
		}
	return NULL;
}

const struct result_column *
result_value(const struct report_run *r, struct str name, struct cell *c)
{
	for (size_t i = 0; i < r->report->n_blocks; i++) {
		const struct report_result *t = &r->results[i];

		if (t->block->kind != BLOCK_VALUES)
			continue;
		for (size_t k = 0; k < t->n; k++)
			if (str_is(name, t->columns[k].name) &&
			    !t->columns[k].is_ids && !t->columns[k].is_beside) {
				*c = t->cells[k];
				return &t->columns[k];
			}
	}
	return NULL;
}

bool
result_has_total(const struct report_result *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->columns[i].total)
			return true;
	return false;
}

static struct cell
sum_of(const struct report_result *t, size_t column)
{
	struct cell sum = { .kind = CELL_NULL };

	for (size_t i = 0; i < t->rows; i++) {
		const struct cell *c = &t->cells[i * t->n + column];
		long long whole;

		if (c->kind == CELL_MASKED)
			return *c;
		if (c->kind != CELL_INT && c->kind != CELL_REAL)
			continue;
		if (sum.kind == CELL_NULL)
			sum = *c;
		else if (sum.kind == CELL_INT && c->kind == CELL_INT &&
		    !__builtin_add_overflow(sum.i, c->i, &whole))
			sum.i = whole;
		else
			sum = (struct cell){ .kind = CELL_REAL,
				.d = result_number(&sum) + result_number(c) };
	}
	return sum;
}

/* In per cent, half-up to two digits, as pages reckon it. */
static struct cell
share_of(struct cell part, struct cell whole)
{
	double p = result_number(&part), w = result_number(&whole);

	if (part.kind == CELL_MASKED || whole.kind == CELL_MASKED)
		return (struct cell){ .kind = CELL_MASKED };
	if (part.kind == CELL_NULL || w <= 0)
		return (struct cell){ .kind = CELL_NULL };
	return (struct cell){ .kind = CELL_REAL,
		.d = (double)(long long)(p * 10000 / w + 0.5) / 100 };
}

struct cell
result_total(const struct report_result *t, size_t column)
{
	const struct result_column *s = &t->columns[column];

	return s->is_share ? share_of(sum_of(t, s->part), sum_of(t, s->whole)) :
			     sum_of(t, column);
}

/* A first or last possible day, which nobody wrote. */
static bool
is_bound(const struct column *of)
{
	return of && of->field && of->field->partial &&
	    (str_ends(of->name, STR("_min")) ||
		str_ends(of->name, STR("_max")));
}

/* Is something told of the part of a record that a masked value stands in? What
 * is private as a whole is not shown as if it were there. */
static bool
is_part_told(const struct report_result *t, size_t row, size_t column)
{
	const struct column *of = result_column(t, column)->origin;
	const struct field *part = of && of->field ? of->field->up : NULL;

	for (size_t k = 0; part && k < t->n_printed; k++) {
		const struct column *other = result_column(t, k)->origin;
		const struct cell *c = result_cell(t, row, k);

		if (other && other->field && other->field->up == part &&
		    c->kind != CELL_NULL && c->kind != CELL_MASKED)
			return true;
	}
	return !part;
}

bool
result_has_field(const struct report_result *t, size_t row, size_t column)
{
	const struct result_column *s = result_column(t, column);
	const struct cell *c = result_cell(t, row, column);

	if (c->kind == CELL_NULL || (c->kind == CELL_TEXT && !c->s.n) ||
	    is_bound(s->origin) ||
	    (c->kind == CELL_MASKED && !is_part_told(t, row, column)))
		return false;
	for (size_t k = 0; k < column; k++)
		if (result_cell(t, row, k)->kind != CELL_NULL &&
		    !is_bound(result_column(t, k)->origin) &&
		    strcmp(result_column(t, k)->label, s->label) == 0)
			return false;
	return true;
}

bool
result_is_number(const struct report_result *t, size_t column)
{
	const struct result_column *s = result_column(t, column);
	bool any = false;

	if (s->origin && s->origin->field &&
	    s->origin->field->kind == KIND_FLAG)
		return false; /* shown as a word */
	switch (s->format) {
	case NUMERAL_INT:
	case NUMERAL_DECIMAL1:
	case NUMERAL_PERCENT2:
		return true;
	case NUMERAL_AUTO:
		break;
	default:
		return false;
	}
	for (size_t i = 0; i < t->rows; i++) {
		const struct cell *c = result_cell(t, i, column);

		if (c->kind == CELL_TEXT)
			return false;
		any |= c->kind == CELL_INT || c->kind == CELL_REAL;
	}
	return any;
}
