/* run: run the blocks of a report and hold what they give to what the
 * page says of it. */
#include "report/inside.h"

#include <string.h>

#include "base/mem.h"

static const char ids_suffix[] = "__ids";

bool
run_first(struct run *r, struct query *q, struct cell *c, const char *what)
{
	int more = q ? query_step(q, r->a->to) : -1;

	if (more == 1) {
		*c = run_keep(r, query_cell(q, 0));
		return true;
	}
	return more == 0 ? run_wrong(r, _("%s gives no row"), what) : false;
}

static enum numeral
format_of(const struct run *r, const struct column *origin, struct str name)
{
	const struct report_column *c = report_column(r->report, name);

	if (c && c->format != NUMERAL_AUTO)
		return c->format;
	if (origin && origin->field && (origin->field->kind == KIND_DATE))
		return NUMERAL_DATE;
	return NUMERAL_AUTO;
}

/* The column of a table that the page names for one of its own. NULL after
 * saying that there is none. */
static const struct column *
column_of(struct run *r, const struct report_column *c)
{
	struct str column = c->of, table;
	const struct table *t = str_split(&column, '.', &table) && column.n ?
	    catalog_table(r->a->catalog, table) :
	    NULL;
	const struct column *of = t ? table_column(t, column) : NULL;

	if (!of)
		found(r->a->to, FIND_REPORT_NAME, run_line(r, c->line),
		    _("'of' names a column of a table, such as "
		      "quan_chung.stage, and there is no '%.*s'"),
		    STRF(c->of));
	return of;
}

bool
run_check_columns(struct run *r)
{
	bool ok = true;

	for (size_t i = 0; i < r->report->n_columns; i++) {
		const struct report_column *c = &r->report->columns[i];

		ok &= !c->of.n || column_of(r, c);
	}
	return ok;
}

/* The column of a figure for which this one holds the evidence. */
static bool
find_figure(struct run *r, struct result *t, size_t ids)
{
	struct str name = str_of(t->columns[ids].name);

	name = str_first(name, name.n - strlen(ids_suffix));
	for (size_t i = 0; i < t->n; i++)
		if (str_is(name, t->columns[i].name)) {
			t->columns[i].ids = ids;
			return true;
		}
	return found(r->a->to, FIND_REPORT_NAME, run_line(r, t->block->line),
	    _("'%s' is the evidence of a column '%.*s' that is not there"),
	    t->columns[ids].name, STRF(name));
}

static bool
take_columns(struct run *r, struct result *t, const struct query *q)
{
	t->n = query_columns(q);
	t->columns = ARENA_ARRAY(&r->arena, struct shown, t->n);
	for (size_t i = 0; i < t->n; i++) {
		struct shown *s = &t->columns[i];
		struct str name = str_of(query_name(q, i));
		const struct report_column *c = report_column(r->report, name);

		s->name = arena_z(&r->arena, name);
		s->origin = c && c->of.n ? column_of(r, c) : query_origin(q, i);
		if (c && c->of.n && !s->origin)
			return false;
		s->format = format_of(r, s->origin, name);
		s->page = c;
		s->total = c && c->total;
		s->label = c ? name_shown(&c->name, r->a->lang) : s->name;
		if (!c && s->origin && str_eq(s->origin->name, name))
			s->label = answer_label(r->a, s->origin);
		s->is_ids = str_ends(name, str_of(ids_suffix));
		s->is_hidden = query_masked(q, i);
		s->ids = i;
		for (size_t k = 0; k < i; k++)
			if (strcmp(t->columns[k].name, s->name) == 0)
				return found(r->a->to, FIND_REPORT_NAME,
				    run_line(r, t->block->line),
				    _("two columns are named '%s'"), s->name);
	}
	for (size_t i = 0; i < t->n; i++)
		if (t->columns[i].is_ids && !find_figure(r, t, i))
			return false;
	return true;
}

static bool
take_rows(struct run *r, struct result *t, struct query *q)
{
	int more;

	while ((more = query_step(q, r->a->to)) == 1) {
		for (size_t i = 0; i < t->n; i++)
			*MEM_PUSH(t->cells, t->n_cells, t->cap) = run_keep(r,
			    t->columns[i].is_ids ? query_evidence(q, i) :
						   query_cell(q, i));
		t->rows++;
	}
	if (more == 0 && t->block->kind == BLOCK_VALUES && t->rows != 1)
		return found(r->a->to, FIND_REPORT_ROWS,
		    run_line(r, t->block->line),
		    _("a block of values gives one row, not %zu"), t->rows);
	return more == 0;
}

/* What is found wrong with a block, as it is asked and as it is written. */
struct asking {
	const struct report_block *block;
	const char *page;
	struct findings *to;
};

static void
say_placed(const struct finding *f, void *to)
{
	struct asking *a = to;
	struct place at = f->at;

	if (at.path && strcmp(at.path, a->page) == 0)
		at = report_place(a->block, at);
	found_as(a->to, f->id, f->level, at, "%s", f->text);
}

static struct query *
ask_block(struct run *r, const struct report_block *b,
    struct query_options *options)
{
	struct asking a = { b, r->report->text[LANG_VI].page, r->a->to };
	struct findings to = { .say = say_placed, .to = &a };
	struct query *q;

	options->at = run_line(r, b->line);
	options->run = b->run;
	q = query_new(r->a->catalog, b->sql, options, &to);
	if (q && parameters_bind(r, q, r->report->n_parameters, b))
		return q;
	query_free(q);
	return NULL;
}

bool
block_run(struct run *r, size_t i)
{
	const struct report_block *b = &r->report->blocks[i];
	struct query_options options = { .masked = !r->c->private,
		.safe = r->report->safe,
		.n_safe = r->report->n_safe };
	struct query *q = ask_block(r, b, &options);
	struct result *t = &r->results[i];
	bool ok;

	t->block = b;
	ok = q && take_columns(r, t, q) && take_rows(r, t, q);
	query_free(q);
	return ok;
}

bool
block_keep(struct run *r, const struct report_block *b)
{
	struct query_options options = { .any_order = true, .keep = b->keep };
	struct query *q = ask_block(r, b, &options);
	bool ok = q && query_step(q, r->a->to) == 0;

	query_free(q);
	return ok;
}

/* What is wrong with a common table is found with every block that uses it. */
bool
block_try(struct run *r, const struct report_block *b)
{
	struct query_options options = { .masked = true, .later = true };
	struct query *q = ask_block(r, b, &options);

	query_free(q);
	return q;
}

/* Evidence. */

bool
result_each_id(struct run *r, struct str array,
    void (*each)(struct run *, struct str, void *), void *to, size_t *n)
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
		each(r, c.s, to);
	}
	return more == 0;
}

static void
note_id(struct run *r, struct str id, void *unused)
{
	(void)unused;
	if (!map_get(&r->evidence, id))
		*map_put(&r->evidence, arena_keep(&r->arena, id)) = r;
}

static bool
check_ids(struct run *r, const struct result *t, size_t row, size_t column)
{
	const struct shown *s = &t->columns[column];
	const struct cell *figure = &t->cells[row * t->n + column];
	const struct cell *ids = &t->cells[row * t->n + s->ids];
	struct place at = run_line(r, t->block->line);
	size_t n = 0;

	if (figure->kind == CELL_MASKED)
		return true;
	if (ids->kind == CELL_TEXT &&
	    !result_each_id(r, ids->s, note_id, NULL, &n))
		return found(r->a->to, FIND_REPORT_IDS, at,
		    _("'%s%s' must be ids(…), an array of ids"), s->name,
		    ids_suffix);
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
check_column(struct run *r, const struct result *t, size_t column)
{
	for (size_t row = 0; row < t->rows; row++)
		if (!check_ids(r, t, row, column))
			return false;
	return true;
}

/* Evidence that is masked was read to be counted, and ends there. */
static void
hide_evidence(struct result *t)
{
	for (size_t k = 0; k < t->n_cells; k++) {
		const struct shown *s = &t->columns[k % t->n];

		if (s->is_ids && s->is_hidden)
			t->cells[k] = (struct cell){ .kind = CELL_MASKED };
	}
}

static bool
check_evidence(struct run *r)
{
	struct query_options options = { .any_order = true };
	bool ok = true;

	r->elements = query_new(r->a->catalog,
	    STR("SELECT value FROM json_each(:x)"), &options, r->a->to);
	if (!r->elements)
		return false;
	for (size_t i = 0; i < r->report->n_blocks; i++) {
		struct result *t = &r->results[i];

		for (size_t k = 0; k < t->n; k++)
			if (t->columns[k].ids != k)
				ok &= check_column(r, t, k);
		hide_evidence(t);
	}
	return ok;
}

/* What the page says of its blocks. */

/* Two values of one name, and the text could mean either. */
static bool
check_values(struct run *r)
{
	for (size_t i = 0; i < r->report->n_blocks; i++) {
		struct result *t = &r->results[i];
		struct cell c;

		if (t->block->kind != BLOCK_VALUES)
			continue;
		for (size_t k = 0; k < t->n; k++)
			if (!t->columns[k].is_ids &&
			    run_value(r, str_of(t->columns[k].name), &c) !=
				&t->columns[k])
				return found(r->a->to, FIND_REPORT_NAME,
				    run_line(r, t->block->line),
				    _("'%s' is a value of another block "
				      "already"),
				    t->columns[k].name);
	}
	return true;
}

/* A column or safe name of the front matter that no block gives is a slip. */
static bool
is_given(const struct run *r, struct str name)
{
	for (size_t i = 0; i < r->report->n_blocks; i++)
		for (size_t k = 0; k < r->results[i].n; k++)
			if (str_is(name, r->results[i].columns[k].name))
				return true;
	return false;
}

static bool
check_columns(struct run *r)
{
	const struct report *p = r->report;
	bool ok = true;

	for (size_t i = 0; i < p->n_columns; i++)
		if (!is_given(r, p->columns[i].name.name))
			ok = found(r->a->to, FIND_REPORT_NAME,
			    place_file(p->text[LANG_VI].page),
			    _("columns: no block gives '%.*s'"),
			    STRF(p->columns[i].name.name));
	for (size_t i = 0; i < p->n_safe; i++)
		if (!is_given(r, p->safe[i]))
			ok = found(r->a->to, FIND_REPORT_NAME,
			    place_file(p->text[LANG_VI].page),
			    _("safe: no block gives '%.*s'"), STRF(p->safe[i]));
	return ok;
}

bool
run_check(struct run *r)
{
	return check_values(r) && check_columns(r) && check_evidence(r);
}
