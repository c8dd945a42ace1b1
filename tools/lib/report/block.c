/* block: run the blocks of a report and hold the names that they give to those
 * of its page. */
#include "report/inside.h"

#include <string.h>

#include "base/mem.h"
#include "catalog/kept_table.h"

static const char ids_suffix[] = "__ids", link_suffix[] = "__link",
		  open_suffix[] = "__open";

static enum numeral
format_of(const struct report_run *r, const struct column *origin,
    struct str name)
{
	const struct report_column *c = report_column(r->report, name);

	if (c && c->format != NUMERAL_AUTO)
		return c->format;
	return origin && origin->field ? run_format(origin->field->kind) :
					 NUMERAL_AUTO;
}

/* The column of a table that the page names for one of its own. NULL after
 * saying that there is none. */
static const struct column *
column_of(struct report_run *r, const struct report_column *c)
{
	struct str column = c->of, table;
	const struct table *t = str_split(&column, '.', &table) && column.n ?
	    catalog_table(r->a->catalog, table) :
	    NULL;
	const struct column *of = t ? tables_column(t, column) : NULL;

	if (!of)
		found(r->a->to, FIND_REPORT_NAME, run_line(r, c->line),
		    _("'of' names a column of a table, such as "
		      "quan_chung.stage, and there is no '%.*s'"),
		    STRF(c->of));
	return of;
}

bool
block_check_columns(struct report_run *r)
{
	bool ok = true;

	for (size_t i = 0; i < r->report->n_columns; i++) {
		const struct report_column *c = &r->report->columns[i];

		ok &= !c->of.n || column_of(r, c);
	}
	return ok;
}

/* The column of which this one tells; NULL after saying that there is none. */
static struct result_column *
find_told(struct report_run *r, struct report_result *t, size_t by,
    const char *suffix)
{
	struct str name = str_of(t->columns[by].name);

	name = str_first(name, name.n - strlen(suffix));
	for (size_t i = 0; i < t->n; i++)
		if (str_is(name, t->columns[i].name))
			return &t->columns[i];
	found(r->a->to, FIND_REPORT_NAME, run_line(r, t->block->line),
	    t->columns[by].is_ids ?
		_("'%s' is the evidence of a column '%.*s' that is not there") :
		t->columns[by].is_link ?
		_("'%s' is the link of a column '%.*s' that is not there") :
		_("'%s' stands for a column '%.*s' that is not there"),
	    t->columns[by].name, STRF(name));
	return NULL;
}

static bool
take_told(struct report_run *r, struct report_result *t)
{
	for (size_t i = 0; i < t->n; i++) {
		struct result_column *s = &t->columns[i], *of = s;

		if (s->is_ids)
			of = find_told(r, t, i, ids_suffix);
		else if (s->is_beside)
			of = find_told(r, t, i,
			    s->is_link ? link_suffix : open_suffix);
		if (!of)
			return false;
		if (s->is_ids)
			of->ids = i;
		else if (s->is_link)
			of->link = i;
		else if (s->is_beside)
			of->open = i;
	}
	return true;
}

/* The column of a block that is called so, if it has a total. */
static bool
find_totalled(const struct report_result *t, struct str name, size_t *at)
{
	for (*at = 0; *at < t->n; ++*at)
		if (str_is(name, t->columns[*at].name))
			return t->columns[*at].total &&
			    !t->columns[*at].is_share;
	return false;
}

/* A share has a total where both that it is of have one. */
static void
take_shares(struct report_result *t)
{
	for (size_t i = 0; i < t->n; i++) {
		struct result_column *s = &t->columns[i];
		const struct str *of = s->page ? s->page->share : NULL;

		s->is_share = of && find_totalled(t, of[0], &s->part) &&
		    find_totalled(t, of[1], &s->whole);
		s->total |= s->is_share;
	}
}

/* What a statement tells of a column of its result. */
struct column_told {
	const char *name;
	const struct column *origin;
	bool masked;
};

static bool
take_columns(struct report_run *r, struct report_result *t,
    const struct column_told *told)
{
	t->columns = ARENA_ARRAY(&r->arena, struct result_column, t->n);
	t->printed = ARENA_ARRAY(&r->arena, size_t, t->n);
	for (size_t i = 0; i < t->n; i++) {
		struct result_column *s = &t->columns[i];
		struct str name = str_of(told[i].name);
		const struct report_column *c = report_column(r->report, name);

		s->name = arena_z(&r->arena, name);
		s->origin = c && c->of.n ? column_of(r, c) : told[i].origin;
		if (c && c->of.n && !s->origin)
			return false;
		s->format = format_of(r, s->origin, name);
		s->page = c;
		s->total = c && c->total;
		s->label = c ? name_shown(&c->name, r->a->lang) : s->name;
		if (!c && s->origin && str_eq(s->origin->name, name))
			s->label = answer_label(r->a, s->origin);
		s->is_ids = str_ends(name, str_of(ids_suffix));
		s->is_link = str_ends(name, str_of(link_suffix));
		s->is_beside =
		    s->is_link || str_ends(name, str_of(open_suffix));
		if (!s->is_ids && !s->is_beside)
			t->printed[t->n_printed++] = i;
		s->is_hidden = told[i].masked;
		s->ids = s->link = s->open = i;
		for (size_t k = 0; k < i; k++)
			if (strcmp(t->columns[k].name, s->name) == 0)
				return found(r->a->to, FIND_REPORT_NAME,
				    run_line(r, t->block->line),
				    _("two columns are named '%s'"), s->name);
	}
	take_shares(t);
	return take_told(r, t);
}

/* Tiles have a label and what it is about; of a course there are numbers. */
static bool
check_tiles(struct report_run *r, const struct report_result *t)
{
	enum { LEAST = 2, COURSE };
	bool spark = t->block->kind == BLOCK_SPARK;
	double numbers[SPARK_MOST];
	size_t n;

	if (!spark && t->block->kind != BLOCK_MAP)
		return true;
	if (t->n_printed < (spark ? COURSE : LEAST))
		return found(r->a->to, FIND_REPORT_BLOCK,
		    run_line(r, t->block->line),
		    spark ? _("chart=spark has a label, a figure and its "
			      "course, then what else is told") :
			    _("chart=map has a label and a state, then what "
			      "else is told"));
	for (size_t k = 0; spark && k < t->rows; k++) {
		const struct cell *c = result_cell(t, k, COURSE - 1);

		if (c->kind == CELL_TEXT && !spark_read(c->s, numbers, &n))
			return found(r->a->to, FIND_REPORT_BLOCK,
			    run_line(r, t->block->line),
			    _("row %zu: '%s' must be at most %d numbers with "
			      "blanks between them"),
			    k + 1, result_column(t, COURSE - 1)->name,
			    (int)SPARK_MOST);
	}
	return true;
}

static bool
count_rows(struct report_run *r, const struct report_result *t)
{
	if (t->block->kind != BLOCK_VALUES || t->rows == 1)
		return true;
	return found(r->a->to, FIND_REPORT_ROWS, run_line(r, t->block->line),
	    _("a block of values gives one row, not %zu"), t->rows);
}

static bool
take_rows(struct report_run *r, struct report_result *t, struct query *q)
{
	int more;

	while ((more = query_step(q, r->a->to)) == 1) {
		for (size_t i = 0; i < t->n; i++) {
			const struct result_column *s = &t->columns[i];

			*MEM_PUSH(t->cells, t->n_cells, t->cap) =
			    cell_keep(&r->arena,
				s->is_ids ?
				    query_evidence(q, i) :
				    query_cell(q, s->is_hidden ? s->open : i));
		}
		t->rows++;
	}
	return more == 0 && count_rows(r, t);
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
ask_block(struct report_run *r, const struct report_block *b,
    struct query_options *options)
{
	struct asking a = { b, r->report->text[LANG_VI].page, r->a->to };
	struct findings to = { .say = say_placed,
		.to = &a,
		.levels = r->a->to->levels };
	struct query *q;

	options->at = run_line(r, b->line);
	options->run = b->run;
	q = query_new(r->a->catalog, b->sql, options, &to);
	if (q && parameters_bind(r, q, r->report->n_parameters, b))
		return q;
	query_free(q);
	return NULL;
}

/* What is counted, and not shown. */
static bool
is_evidence(const char *name)
{
	return str_ends(str_of(name), str_of(ids_suffix));
}

static bool make_named(struct report_run *, size_t part,
    const struct report_block *);

/* So many bytes of a table are kept as they are. */
enum { ROWS_MOST = 1 << 17 };

static bool
was_kept(struct report_run *r, size_t i)
{
	struct str rows;

	return parts_whole(r, parts_common(r, i), &rows) &&
	    kept_table_take(r->a->catalog, r->report->common[i].keep, rows);
}

static bool
make_table(struct report_run *r, size_t i)
{
	const struct report_block *b = &r->report->common[i];
	struct query_options options = { .any_order = true, .keep = b->keep };
	size_t part = parts_common(r, i);
	struct buf rows = { 0 };
	struct query *q;
	bool ok;

	if (query_keeps(r->a->catalog, b->keep) || was_kept(r, i))
		return true;
	if (!make_named(r, part, b))
		return false;
	parts_begin(r);
	q = ask_block(r, b, &options);
	ok = q && query_step(q, r->a->to) == 0;
	query_free(q);
	if (ok && r->parts && !kept_table_pack(r->a->catalog, b->keep, &rows))
		buf_clear(&rows);
	if (ok)
		parts_end_sum(r, part, buf_str(&rows), ROWS_MOST);
	buf_release(&rows);
	return ok;
}

/* Makes what a statement names. */
static bool
make_named(struct report_run *r, size_t part, const struct report_block *b)
{
	bool ok = true;

	for (size_t i = parts_verdicts(r); ok && parts_named(r, part, b, &i);
	     i++)
		ok = i == parts_verdicts(r) ?
		    verdicts_make(r) :
		    make_table(r, i - parts_common(r, 0));
	return ok;
}

static struct column_told *
tell_columns(struct report_run *r, struct report_result *t,
    const struct query *q)
{
	struct column_told *told;

	t->n = query_columns(q);
	told = ARENA_ARRAY(&r->arena, struct column_told, t->n);
	for (size_t i = 0; i < t->n; i++)
		told[i] = (struct column_told){ query_name(q, i),
			query_origin(q, i), query_masked(q, i) };
	return told;
}

/* As bytes: what is told of the columns, then the rows. */
static void
end_part(struct report_run *r, const struct report_result *t,
    const struct column_told *told, size_t part)
{
	struct buf b = { 0 };
	bool can = r->parts;

	pack_number(&b, (int64_t)t->n);
	for (size_t i = 0; can && i < t->n; i++) {
		pack_str(&b, str_of(told[i].name));
		pack_number(&b, told[i].masked);
		can = parts_pack_column(r, &b, told[i].origin);
	}
	pack_number(&b, (int64_t)t->rows);
	for (size_t i = 0; can && i < t->n_cells; i++)
		parts_pack_cell(&b, &t->cells[i]);
	parts_end(r, part, can ? buf_str(&b) : STR(""));
	buf_release(&b);
}

static bool
make(struct report_run *r, struct report_result *t, size_t part)
{
	const struct report_block *b = t->block;
	struct query_options options = { .masked = !r->c->private,
		.safe = r->report->safe,
		.n_safe = r->report->n_safe,
		.evidence = is_evidence };
	struct column_told *told = NULL;
	struct query *q;
	bool ok;

	if (!make_named(r, part, b))
		return false;
	parts_begin(r);
	q = ask_block(r, b, &options);
	if (q)
		told = tell_columns(r, t, q);
	ok = q && take_columns(r, t, told) && take_rows(r, t, q) &&
	    check_tiles(r, t);
	if (ok)
		end_part(r, t, told, part);
	query_free(q);
	return ok;
}

/* What a part came out as. NULL: that cannot be told. */
static struct column_told *
take_again(struct report_run *r, struct report_result *t, struct str value)
{
	struct unpack p = pack_from(value);
	struct column_told *told;

	t->n = pack_take_count(&p);
	told = ARENA_ARRAY(&r->arena, struct column_told, t->n);
	for (size_t i = 0; i < t->n; i++) {
		told[i].name = arena_z(&r->arena, pack_take_str(&p));
		told[i].masked = pack_take_number(&p) != 0;
		told[i].origin = parts_take_column(r, &p);
	}
	t->rows = (size_t)pack_take_number(&p);
	while (p.ok && p.rest.n)
		*MEM_PUSH(t->cells, t->n_cells, t->cap) = parts_take_cell(&p);
	if (p.ok && t->n_cells == t->rows * t->n)
		return told;
	t->n_cells = t->rows = 0;
	return NULL;
}

bool
block_run(struct report_run *r, size_t i)
{
	struct report_result *t = &r->results[i];
	size_t part = parts_block(r, i);
	struct column_told *told = NULL;
	struct str value;

	t->block = &r->report->blocks[i];
	if (parts_same(r, part, t->block, &value))
		told = take_again(r, t, value);
	return told ? take_columns(r, t, told) && check_tiles(r, t) :
		      make(r, t, part);
}

bool
block_keep(struct report_run *r, size_t i)
{
	struct str value;

	return parts_same(r, parts_common(r, i), &r->report->common[i],
		   &value) ||
	    make_table(r, i);
}

static bool
try(struct report_run *r, const struct report_block *b, struct str lend)
{
	struct query_options options = { .masked = true,
		.later = true,
		.subset = true,
		.lend = lend };
	struct query *q = ask_block(r, b, &options);

	query_free(q);
	return q;
}

/* What is wrong with a common table is found with every block that uses it. */
bool
block_check(struct report_run *r, const struct report_block *b)
{
	return try(r, b, (struct str){ 0 });
}

bool
block_check_alone(struct report_run *r, const struct report_block *b)
{
	struct report_block alone = { .line = b->line,
		.sql = b->alone.n ? b->alone : b->written };

	return try(r, &alone, b->name);
}

/* What the page says of its blocks. */

/* Two values of one name, and the text could mean either. */
static bool
check_values(struct report_run *r)
{
	for (size_t i = 0; i < r->report->n_blocks; i++) {
		struct report_result *t = &r->results[i];
		struct cell c;

		if (t->block->kind != BLOCK_VALUES)
			continue;
		for (size_t k = 0; k < t->n; k++)
			if (!t->columns[k].is_ids && !t->columns[k].is_beside &&
			    result_value(r, str_of(t->columns[k].name), &c) !=
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
is_given(const struct report_run *r, struct str name)
{
	for (size_t i = 0; i < r->report->n_blocks; i++)
		for (size_t k = 0; k < r->results[i].n; k++)
			if (str_is(name, r->results[i].columns[k].name))
				return true;
	return false;
}

static bool
check_columns(struct report_run *r)
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
block_check_names(struct report_run *r)
{
	return check_values(r) && check_columns(r);
}
