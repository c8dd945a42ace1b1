/* evidence: the records behind the figures of a report. */
#include "report/inside.h"

bool
evidence_is_behind(const struct report_result *t, size_t cell)
{
	size_t column = cell % t->n;

	return t->columns[column].ids != column &&
	    t->cells[cell].kind == CELL_INT && t->cells[cell].i;
}

bool
evidence_each(struct report_run *r, struct str array,
    void (*each)(struct str, void *), void *to, size_t *n)
{
	struct findings silent = { 0 };
	struct cell x = { .kind = CELL_TEXT, .s = array };
	struct cell c;
	int more;

	*n = 0;
	query_reset(r->elements);
	query_bind(r->elements, STR("x"), &x);
	while ((more = query_step(r->elements, &silent)) == 1) {
		c = query_cell(r->elements, 0);
		if (c.kind != CELL_TEXT)
			return false;
		++*n;
		each(c.s, to);
	}
	return more == 0;
}

static void
note_id(struct str id, void *to)
{
	struct report_run *r = to;

	if (!map_get(&r->evidence, id))
		*map_put(&r->evidence, arena_keep(&r->arena, id)) = r;
}

static bool
check_ids(struct report_run *r, const struct report_result *t, size_t row,
    size_t column)
{
	const struct result_column *s = &t->columns[column];
	const struct cell *figure = &t->cells[row * t->n + column];
	const struct cell *ids = &t->cells[row * t->n + s->ids];
	struct place at = run_line(r, t->block->line);
	size_t n = 0;

	if (figure->kind == CELL_MASKED)
		return true;
	if (ids->kind == CELL_TEXT && !evidence_each(r, ids->s, note_id, r, &n))
		return found(r->a->to, FIND_REPORT_IDS, at,
		    _("'%s' must be ids(…), an array of ids"),
		    t->columns[s->ids].name);
	if ((figure->kind == CELL_INT && figure->i == (long long)n) ||
	    (figure->kind == CELL_NULL && ids->kind == CELL_NULL))
		return true;
	if (figure->kind == CELL_INT)
		return found(r->a->to, FIND_REPORT_IDS, at,
		    _("row %zu: '%s' is %lld, but its evidence is %zu records"),
		    row + 1, s->name, figure->i, n);
	return found(r->a->to, FIND_REPORT_IDS, at,
	    _("row %zu: '%s' must be a whole number, since it has evidence"),
	    row + 1, s->name);
}

/* One wrong row tells enough of a column. */
static bool
check_column(struct report_run *r, const struct report_result *t, size_t column)
{
	for (size_t row = 0; row < t->rows; row++)
		if (!check_ids(r, t, row, column))
			return false;
	return true;
}

/* Evidence that is masked was read to be counted, and ends there. */
static void
hide_evidence(struct report_result *t)
{
	for (size_t k = 0; k < t->n_cells; k++) {
		const struct result_column *s = &t->columns[k % t->n];

		if (s->is_ids && s->is_hidden)
			t->cells[k] = (struct cell){ .kind = CELL_MASKED };
	}
}

bool
evidence_check(struct report_run *r)
{
	struct query_options options = { .inside = true, .any_order = true };
	bool ok = true;

	r->elements = query_new(r->a->catalog,
	    STR("SELECT value FROM json_each(:x)"), &options, r->a->to);
	if (!r->elements)
		return false;
	for (size_t i = 0; i < r->report->n_blocks; i++) {
		struct report_result *t = &r->results[i];

		for (size_t k = 0; k < t->n; k++)
			if (t->columns[k].ids != k)
				ok &= check_column(r, t, k);
		hide_evidence(t);
	}
	return ok;
}
