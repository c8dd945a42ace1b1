/* shown: what all forms of a report show of its results. */
#include "report/inside.h"

#include <string.h>

/* A code that the page has words for. */
static bool
show_code(const struct run *r, const struct shown *s, struct cell *c)
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
shown_add(const struct run *r, struct buf *out, const struct shown *s,
    struct cell c)
{
	if (!show_code(r, s, &c))
		answer_show(r->a, s->origin, &c);
	numeral_add(out, &c, s->format, r->a->lang);
}

struct str
shown_text(struct run *r, const struct shown *s, struct cell c)
{
	struct buf b = { 0 };
	struct str text;

	shown_add(r, &b, s, c);
	text = arena_keep(&r->arena, buf_str(&b));
	buf_release(&b);
	return text;
}

const struct shown *
run_value(const struct run *r, struct str name, struct cell *c)
{
	for (size_t i = 0; i < r->report->n_blocks; i++) {
		const struct result *t = &r->results[i];

		if (t->block->kind != BLOCK_VALUES)
			continue;
		for (size_t k = 0; k < t->n; k++)
			if (str_is(name, t->columns[k].name) &&
			    !t->columns[k].is_ids) {
				*c = t->cells[k];
				return &t->columns[k];
			}
	}
	return NULL;
}

bool
result_has_total(const struct result *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->columns[i].total)
			return true;
	return false;
}

struct cell
result_total(const struct result *t, size_t column)
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
				.d = (sum.kind == CELL_INT ? (double)sum.i :
							     sum.d) +
				    (c->kind == CELL_INT ? (double)c->i :
							   c->d) };
	}
	return sum;
}

bool
result_has_field(const struct result *t, const struct cell *row,
    const size_t *columns, size_t i)
{
	const struct shown *s = &t->columns[columns[i]];
	const struct cell *c = &row[columns[i]];
	const struct column *of = s->origin;

	if (c->kind == CELL_NULL || (c->kind == CELL_TEXT && !c->s.n))
		return false;
	if (of && of->field && of->field->partial &&
	    (str_ends(of->name, STR("_min")) ||
		str_ends(of->name, STR("_max"))))
		return false;
	for (size_t k = 0; k < i; k++)
		if (row[columns[k]].kind != CELL_NULL &&
		    strcmp(t->columns[columns[k]].label, s->label) == 0)
			return false;
	return true;
}

bool
result_has_ids(const struct result *t, size_t cell)
{
	size_t column = cell % t->n;

	return t->columns[column].ids != column &&
	    t->cells[cell].kind == CELL_INT && t->cells[cell].i;
}

bool
result_is_number(const struct result *t, size_t column)
{
	const struct column *origin = t->columns[column].origin;
	bool any = false;

	if (origin && origin->field && origin->field->kind == KIND_FLAG)
		return false; /* shown as a word */
	switch (t->columns[column].format) {
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
		const struct cell *c = &t->cells[i * t->n + column];

		if (c->kind == CELL_TEXT)
			return false;
		any |= c->kind == CELL_INT || c->kind == CELL_REAL;
	}
	return any;
}

size_t
result_visible(const struct result *t, size_t *columns)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		if (!t->columns[i].is_ids)
			columns[n++] = i;
	return n;
}

double
cell_number(const struct cell *c)
{
	return c->kind == CELL_INT ? (double)c->i :
	    c->kind == CELL_REAL   ? c->d :
				     0;
}

void
run_each_fact(struct run *r,
    void (*put)(struct run *, const char *key, const char *value, void *),
    void *to)
{
	const struct {
		const char *key;
		size_t n;
	} counts[] = {
		{ "read", r->counts.read },
		{ "matched", r->counts.matched },
		{ "not_evaluable", r->counts.unknown },
		{ "unreadable", r->counts.unreadable },
	};

	for (size_t i = 0; i < r->c->n_facts; i++) {
		const struct compose_fact *f = &r->c->facts[i];

		put(r, f->key, f->value ? f->value : f->ask(f->to), to);
	}
	if (catalog_approx(r->a->catalog))
		put(r, "working_days", "approximate", to);
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		put(r, counts[i].key, arena_f(&r->arena, "%zu", counts[i].n),
		    to);
}
