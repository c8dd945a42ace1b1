/* compose: run a report and write it. */
#include "compose.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "date.h"
#include "map.h"
#include "markdown.h"
#include "mem.h"
#include "page.h"
#include "tabulate.h"
#include "text.h"

static const char ids_suffix[] = "__ids";

/* A column of a result. */
struct shown {
	const char *name, *label;
	enum numeral format;
	bool total;
	const struct column *origin;
	const struct report_column *page;	/* NULL: the page says nothing of it */
	bool is_ids;
	size_t ids;				/* the column of its evidence, or its own */
};

/* What a block of SQL gave, whole. */
struct result {
	const struct report_block *block;
	struct shown *columns;
	size_t n;
	struct cell *cells;			/* rows × n */
	size_t rows, n_cells, cap;
};

/* One run of a report. */
struct run {
	const struct compose *c;
	const struct answer *a;
	const struct report *report;
	const struct report_text *text;
	struct arena arena;
	struct cell *parameters;		/* by index */
	bool *given;
	struct result *results;			/* by block */
	struct query *elements;			/* of a JSON array :x */
	struct map evidence;			/* ids that stand behind figures */
	struct answer_counts counts;
	bool bad;
};

static bool
wrong(struct run *r, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static bool
wrong(struct run *r, const char *fmt, ...)
{
	struct buf text = {0};
	va_list ap;

	va_start(ap, fmt);
	buf_addv(&text, fmt, ap);
	va_end(ap);
	found_as(r->a->to, NULL, TROUBLE, place_file(NULL), "%s",
	    buf_z(&text));
	buf_release(&text);
	return false;
}

static struct place
page_line(const struct run *r, int line)
{
	return (struct place){ r->report->text[LANG_VI].page, line, 1 };
}

static struct cell
keep(struct run *r, struct cell c)
{
	if (c.kind == CELL_TEXT)
		c.s = arena_keep(&r->arena, c.s);
	return c;
}

static struct cell
text_cell(struct str s)
{
	return (struct cell){ .kind = CELL_TEXT, .s = s };
}

/* Parameters. */

static const char *const flags[] = {
	"khong", "co", "no", "yes", "false", "true"
};
enum { FLAGS = sizeof flags / sizeof *flags };

static bool
read_number(struct str v, bool whole, struct cell *c)
{
	char z[32], *end;

	if (!v.n || v.n >= sizeof z)
		return false;
	memcpy(z, v.s, v.n);
	z[v.n] = '\0';
	if (strspn(z, whole ? "-0123456789" : "-.0123456789") != v.n)
		return false;
	c->kind = whole ? CELL_INT : CELL_REAL;
	if (whole)
		c->i = strtoll(z, &end, 10);
	else
		c->d = strtod(z, &end);
	return !*end && end != z;
}

/* A value that is of the parameter's type. A ref is looked up later. */
static bool
read_value(const struct parameter *p, struct str v, struct cell *c)
{
	struct date date;
	int day;

	*c = text_cell(v);
	switch (p->kind) {
	case KIND_INT:
		return read_number(v, true, c);
	case KIND_DECIMAL:
		return read_number(v, false, c);
	case KIND_DATE:
		return day_parse(v, &day);
	case KIND_PERIOD:
		return period_parse(v, &date);
	case KIND_FLAG:
		for (size_t i = 0; i < FLAGS; i++)
			if (str_is(v, flags[i])) {
				*c = (struct cell){ .kind = CELL_INT,
				    .i = i % 2 };
				return true;
			}
		return false;
	case KIND_ENUM:
		for (size_t i = 0; i < p->n_values; i++)
			if (str_eq(v, p->values[i]))
				return true;
		return false;
	default:
		return true;
	}
}

/* What a value should have been: the nearest one, and all there are. */
static bool
wrong_enum(struct run *r, const struct parameter *p, struct str v)
{
	struct str near = {0};
	struct buf all = {0};

	for (size_t i = 0; i < p->n_values; i++) {
		buf_addf(&all, "%s%.*s", i ? ", " : "", STRF(p->values[i]));
		if (str_near(v, p->values[i]) && !near.n)
			near = p->values[i];
	}
	if (near.n)
		wrong(r, _("%.*s: there is no '%.*s'; did you mean '%.*s'? "
		    "(there are: %s)"), STRF(p->name.name), STRF(v),
		    STRF(near), buf_z(&all));
	else
		wrong(r, _("%.*s: there is no '%.*s' (there are: %s)"),
		    STRF(p->name.name), STRF(v), buf_z(&all));
	buf_release(&all);
	return false;
}

static bool
wrong_value(struct run *r, const struct parameter *p, struct str v)
{
	char iso[DATE_TEXT];

	switch (p->kind) {
	case KIND_ENUM:
		return wrong_enum(r, p, v);
	case KIND_DATE:
		if (date_mistyped(v, iso))
			return wrong(r, _("%.*s: '%.*s' must be written %s"),
			    STRF(p->name.name), STRF(v), iso);
		return wrong(r, _("%.*s: '%.*s' must be a date such as "
		    "2021-06-30"), STRF(p->name.name), STRF(v));
	case KIND_PERIOD:
		return wrong(r, _("%.*s: '%.*s' must be a period such as 2021, "
		    "2021-H1, 2021-Q2 or 2021-06"), STRF(p->name.name),
		    STRF(v));
	case KIND_FLAG:
		return wrong(r, _("%.*s: '%.*s' must be co or khong"),
		    STRF(p->name.name), STRF(v));
	case KIND_INT:
		return wrong(r, _("%.*s: '%.*s' must be a whole number such as "
		    "1234"), STRF(p->name.name), STRF(v));
	default:
		return wrong(r, _("%.*s: '%.*s' must be a number such as 1234 "
		    "or 67.14"), STRF(p->name.name), STRF(v));
	}
}

/* The first cell of the only row; false after saying why there is none. */
static bool
ask_one(struct run *r, struct query *q, struct cell *c, const char *what)
{
	int more = q ? query_step(q, r->a->to) : -1;

	if (more == 1) {
		*c = keep(r, query_cell(q, 0));
		return true;
	}
	return more == 0 ? wrong(r, _("%s gives no row"), what) : false;
}

/* A ref names a record that is there, or nothing would match and nobody know
 * why. */
static bool
check_ref(struct run *r, const struct parameter *p, struct str v)
{
	struct query_options options = { .any_order = true };
	struct str near = {0};
	struct buf sql = {0};
	struct query *q;
	int more = -1;

	buf_addz(&sql, "SELECT id FROM ");
	sql_add_name(&sql, p->to->name.name);
	q = query_new(r->a->catalog, buf_str(&sql), &options, r->a->to);
	buf_release(&sql);
	while (q && (more = query_step(q, r->a->to)) == 1) {
		struct str id = query_cell(q, 0).s;

		if (str_eq(id, v))
			break;
		if (str_near(v, id) && (!near.n ||
		    str_distance(v, id) < str_distance(v, near)))
			near = arena_keep(&r->arena, id);
	}
	query_free(q);
	if (more)
		return more == 1;
	if (near.n)
		return wrong(r, _("%.*s: there is no %.*s '%.*s'; did you mean "
		    "'%.*s'?"), STRF(p->name.name), STRF(p->to->name.name),
		    STRF(v), STRF(near));
	return wrong(r, _("%.*s: there is no %.*s '%.*s'"),
	    STRF(p->name.name), STRF(p->to->name.name), STRF(v));
}

static bool
take_value(struct run *r, size_t i, struct str v)
{
	const struct parameter *p = &r->report->parameters[i];

	if (!read_value(p, v, &r->parameters[i]))
		return wrong_value(r, p, v);
	r->parameters[i] = keep(r, r->parameters[i]);
	return p->kind != KIND_REF || check_ref(r, p, v);
}

/* Where a block names a parameter. */
static struct place
parameter_place(const struct run *r, const struct report_block *b,
    struct str name)
{
	struct place start = page_line(r, b->line), at;
	struct sql_token t;

	for (size_t i = 0; sql_next(b->sql, &i, &t);)
		if (t.kind == SQL_PARAMETER && str_eq(str_from(t.text, 1),
		    name)) {
			at = place_at(start.path, b->sql, t.off);
			at.line += b->line - 1;
			return report_place(b, at);
		}
	return start;
}

/* Binds every parameter that the statement has, of the first n there are. */
static bool
bind_all(struct run *r, struct query *q, size_t n,
    const struct report_block *b)
{
	for (size_t i = 0; i < n; i++)
		query_bind(q, r->report->parameters[i].name.name,
		    &r->parameters[i]);
	for (size_t i = 0; i < query_parameters(q); i++) {
		struct str name = str_of(query_parameter(q, i));
		const struct name *near;
		struct place at;
		size_t k = 0;

		while (k < n && !str_eq(name,
		    r->report->parameters[k].name.name))
			k++;
		if (k < n)
			continue;
		near = name_near(r->report->parameters, n,
		    sizeof *r->report->parameters, name);
		at = parameter_place(r, b, name);
		if (near)
			return found(r->a->to, FIND_REPORT_NAME, at,
			    _("':%.*s' is no parameter of this report; did you "
			    "mean ':%.*s'?"), STRF(name), STRF(near->name));
		return found(r->a->to, FIND_REPORT_NAME, at,
		    _("':%.*s' is no parameter of this report"), STRF(name));
	}
	return true;
}

/* A default that is SQL sees the parameters before it. */
static bool
default_by_sql(struct run *r, size_t i)
{
	const struct parameter *p = &r->report->parameters[i];
	const struct report_block here = { .line = p->line };
	struct query_options options = { .at = page_line(r, p->line),
	    .masked = !r->c->private };
	struct str sql = sql_strip(p->fallback), v;
	struct sql_token first;
	struct buf b = {0};
	struct query *q;
	struct cell c;
	size_t at = 0;
	bool ok;

	if (sql_next(sql, &at, &first) && (sql_is_word(first, "SELECT") ||
	    sql_is_word(first, "WITH"))) {
		buf_add(&b, sql);
	} else {
		if (!sql_is_expression(sql))
			return found(r->a->to, FIND_SCHEMA_FORM,
			    page_line(r, p->line), _("the default of '%.*s' is "
			    "neither of its type nor an SQL expression"),
			    STRF(p->name.name));
		buf_addf(&b, "SELECT (%.*s)", STRF(sql));
	}
	q = query_new(r->a->catalog, buf_str(&b), &options, r->a->to);
	buf_clear(&b);
	ok = q && bind_all(r, q, i, &here) && ask_one(r, q, &c,
	    p->name.name.s);
	query_free(q);
	if (ok && c.kind == CELL_NULL) {
		r->parameters[i] = c;
	} else if (ok) {
		numeral_add(&b, &c, NUMERAL_TEXT, LANG_EN);
		v = arena_keep(&r->arena, buf_str(&b));
		ok = take_value(r, i, v);
	}
	buf_release(&b);
	return ok;
}

static bool
take_default(struct run *r, size_t i)
{
	const struct parameter *p = &r->report->parameters[i];
	struct cell c;

	if (!p->has_default)
		return wrong(r, _("parameter '%.*s' has no default; say "
		    "%.*s=…"), STRF(p->name.name), STRF(p->name.name));
	if (p->sql_default || !read_value(p, p->fallback, &c))
		return default_by_sql(r, i);
	return take_value(r, i, p->fallback);
}

static bool
no_parameter(struct run *r, struct str name)
{
	const struct report *report = r->report;
	const struct name *near = name_near(report->parameters,
	    report->n_parameters, sizeof *report->parameters, name);
	struct buf all = {0};

	for (size_t i = 0; i < report->n_parameters; i++)
		buf_addf(&all, "%s%.*s", i ? ", " : "",
		    STRF(report->parameters[i].name.name));
	if (near)
		wrong(r, _("the report has no parameter '%.*s'; did you mean "
		    "'%.*s'?"), STRF(name), STRF(near->name));
	else if (all.n)
		wrong(r, _("the report has no parameter '%.*s' (there are: "
		    "%s)"), STRF(name), buf_z(&all));
	else
		wrong(r, _("the report has no parameters, so '%.*s' is none"),
		    STRF(name));
	buf_release(&all);
	return false;
}

static bool
take_word(struct run *r, struct str word)
{
	size_t eq = str_find(word, '='), i = 0;
	struct str name = str_first(word, eq);

	if (eq == word.n)
		return wrong(r, _("'%.*s' is no parameter; write NAME=VALUE"),
		    STRF(word));
	while (i < r->report->n_parameters &&
	    !str_eq(r->report->parameters[i].name.name, name))
		i++;
	if (i == r->report->n_parameters)
		return no_parameter(r, name);
	if (r->given[i])
		return wrong(r, _("parameter '%.*s' is given twice"),
		    STRF(name));
	r->given[i] = true;
	return take_value(r, i, str_from(word, eq + 1));
}

static bool
take_parameters(struct run *r)
{
	size_t n = r->report->n_parameters;

	r->parameters = ARENA_ARRAY(&r->arena, struct cell, n);
	r->given = ARENA_ARRAY(&r->arena, bool, n);
	for (size_t i = 0; i < r->c->n_words; i++)
		if (!take_word(r, str_of(r->c->words[i])))
			return false;
	for (size_t i = 0; i < n; i++)
		if (!r->given[i] && !take_default(r, i))
			return false;
	return true;
}

/* Running the blocks. */

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
	return found(r->a->to, FIND_REPORT_NAME,
	    page_line(r, t->block->line), _("'%s' is the evidence of a column "
	    "'%.*s' that is not there"), t->columns[ids].name, STRF(name));
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
		s->origin = query_origin(q, i);
		s->format = format_of(r, s->origin, name);
		s->page = c;
		s->total = c && c->total;
		s->label = c ? name_shown(&c->name, r->a->lang) : s->name;
		if (!c && s->origin && str_eq(s->origin->name, name))
			s->label = answer_label(r->a, s->origin);
		s->is_ids = str_ends(name, str_of(ids_suffix));
		s->ids = i;
		for (size_t k = 0; k < i; k++)
			if (strcmp(t->columns[k].name, s->name) == 0)
				return found(r->a->to, FIND_REPORT_NAME,
				    page_line(r, t->block->line),
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
			*MEM_PUSH(t->cells, t->n_cells, t->cap) =
			    keep(r, query_cell(q, i));
		t->rows++;
	}
	if (more == 0 && t->block->kind == BLOCK_VALUES && t->rows != 1)
		return found(r->a->to, FIND_REPORT_ROWS,
		    page_line(r, t->block->line), _("a block of values gives "
		    "one row, not %zu"), t->rows);
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

	options->at = page_line(r, b->line);
	q = query_new(r->a->catalog, b->sql, options, &to);
	if (q && bind_all(r, q, r->report->n_parameters, b))
		return q;
	query_free(q);
	return NULL;
}

static bool
run_block(struct run *r, size_t i)
{
	const struct report_block *b = &r->report->blocks[i];
	struct query_options options = { .masked = !r->c->private,
	    .safe = r->report->safe, .n_safe = r->report->n_safe };
	struct query *q = ask_block(r, b, &options);
	struct result *t = &r->results[i];
	bool ok;

	t->block = b;
	ok = q && take_columns(r, t, q) && take_rows(r, t, q);
	query_free(q);
	return ok;
}

/* Evidence. */

/* Calls each for the texts of a JSON array. False: it is none. */
static bool
for_each_id(struct run *r, struct str array,
    void (*each)(struct run *, struct str, void *), void *to, size_t *n)
{
	struct findings silent = {0};
	struct cell x = text_cell(array);
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
	struct place at = page_line(r, t->block->line);
	size_t n = 0;

	if (figure->kind == CELL_MASKED)
		return true;
	if (ids->kind == CELL_MASKED)
		return found(r->a->to, FIND_REPORT_IDS, at, _("the evidence of "
		    "'%s' is masked, so it cannot be counted; list '%s%s' in "
		    "safe"), s->name, s->name, ids_suffix);
	if (ids->kind == CELL_TEXT &&
	    !for_each_id(r, ids->s, note_id, NULL, &n))
		return found(r->a->to, FIND_REPORT_IDS, at, _("'%s%s' must "
		    "be ids(…), an array of ids"), s->name, ids_suffix);
	if ((figure->kind == CELL_INT && figure->i == (long long)n) ||
	    (figure->kind == CELL_NULL && ids->kind == CELL_NULL))
		return true;
	if (figure->kind == CELL_INT)
		return found(r->a->to, FIND_REPORT_IDS, at, _("row %zu: '%s' is "
		    "%lld, but its evidence is %zu records"), row + 1, s->name,
		    figure->i, n);
	return found(r->a->to, FIND_REPORT_IDS, at, _("row %zu: '%s' must be a "
	    "whole number, since it has evidence"), row + 1, s->name);
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
		const struct result *t = &r->results[i];

		for (size_t k = 0; k < t->rows * t->n; k++)
			if (t->columns[k % t->n].ids != k % t->n)
				ok &= check_ids(r, t, k / t->n, k % t->n);
	}
	return ok;
}

/* Values of {{name}}. */

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

static void
add_value(struct run *r, struct buf *out, const struct shown *s,
    struct cell c)
{
	if (!show_code(r, s, &c))
		answer_show(r->a, s->origin, &c);
	numeral_add(out, &c, s->format, r->a->lang);
}

static const struct shown *
value_named(struct run *r, struct str name, struct cell *c)
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

static bool
fill_value(struct str name, struct buf *out, void *to)
{
	struct run *r = to;
	struct cell c;
	const struct shown *s = value_named(r, name, &c);

	if (s) {
		add_value(r, out, s, c);
		return true;
	}
	for (size_t i = 0; i < r->report->n_parameters; i++) {
		const struct parameter *p = &r->report->parameters[i];

		if (!str_eq(name, p->name.name))
			continue;
		numeral_add(out, &r->parameters[i], p->kind == KIND_DATE ?
		    NUMERAL_DATE : NUMERAL_AUTO, r->a->lang);
		return true;
	}
	return false;
}

static void
unknown_value(struct str name, int line, void *to)
{
	struct run *r = to;
	struct str near = {0};

	for (size_t i = 0; i < r->report->n_blocks; i++)
		for (size_t k = 0; k < r->results[i].n; k++) {
			struct str one = str_of(r->results[i].columns[k].name);

			if (r->results[i].block->kind == BLOCK_VALUES &&
			    !near.n && str_near(name, one))
				near = one;
		}
	if (near.n)
		found(r->a->to, FIND_REPORT_NAME,
		    (struct place){ r->text->page, line, 1 },
		    _("no block of values gives '%.*s'; did you mean '%.*s'?"),
		    STRF(name), STRF(near));
	else
		found(r->a->to, FIND_REPORT_NAME,
		    (struct place){ r->text->page, line, 1 },
		    _("no block of values gives '%.*s'"), STRF(name));
	r->bad = true;
}

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
			    value_named(r, str_of(t->columns[k].name), &c) !=
			    &t->columns[k])
				return found(r->a->to, FIND_REPORT_NAME,
				    page_line(r, t->block->line),
				    _("'%s' is a value of another block "
				    "already"), t->columns[k].name);
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
			    place_file(p->text[LANG_VI].page), _("columns: no "
			    "block gives '%.*s'"),
			    STRF(p->columns[i].name.name));
	for (size_t i = 0; i < p->n_safe; i++)
		if (!is_given(r, p->safe[i]))
			ok = found(r->a->to, FIND_REPORT_NAME,
			    place_file(p->text[LANG_VI].page), _("safe: no "
			    "block gives '%.*s'"), STRF(p->safe[i]));
	return ok;
}

/* Totals. */

static bool
has_total(const struct result *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->columns[i].total)
			return true;
	return false;
}

/* The sum of a column: whole numbers stay whole. */
static struct cell
total_of(const struct result *t, size_t column)
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
			sum = (struct cell){ .kind = CELL_REAL, .d =
			    (sum.kind == CELL_INT ? (double)sum.i : sum.d) +
			    (c->kind == CELL_INT ? (double)c->i : c->d) };
	}
	return sum;
}

/* Tables and charts for people. */

static bool
is_number_column(const struct result *t, size_t column)
{
	bool any = false;

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

/* The columns that are printed: all but evidence. */
static size_t
visible(const struct result *t, size_t *columns)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		if (!t->columns[i].is_ids)
			columns[n++] = i;
	return n;
}

static struct cell
printed(struct run *r, const struct shown *s, struct cell c)
{
	struct buf b = {0};

	add_value(r, &b, s, c);
	c = text_cell(arena_keep(&r->arena, buf_str(&b)));
	buf_release(&b);
	return c;
}

static void
put_total(struct run *r, const struct result *t, struct print *p,
    const size_t *columns, size_t n, struct cell *row)
{
	for (size_t i = 0; i < n; i++) {
		const struct shown *s = &t->columns[columns[i]];

		row[i] = text_cell(STR(""));
		if (s->total)
			row[i] = printed(r, s, total_of(t, columns[i]));
		else if (i == 0)
			row[i] = text_cell(str_of(_("Total")));
	}
	print_row(p, row);
}

static void
put_table(struct run *r, const struct result *t)
{
	size_t *columns = ARENA_ARRAY(&r->arena, size_t, t->n);
	size_t n = visible(t, columns);
	const char **names = ARENA_ARRAY(&r->arena, const char *, n);
	const char **labels = ARENA_ARRAY(&r->arena, const char *, n);
	struct cell *row = ARENA_ARRAY(&r->arena, struct cell, n);
	struct print *p;

	for (size_t i = 0; i < n; i++) {
		names[i] = t->columns[columns[i]].name;
		labels[i] = t->columns[columns[i]].label;
	}
	p = print_new(r->c->format == COMPOSE_MD ? PRINT_MD : PRINT_TABLE,
	    r->c->out, names, labels, n, print_width(r->c->out));
	for (size_t i = 0; i < n; i++)
		if (is_number_column(t, columns[i]))
			print_numbers(p, i);
	for (size_t k = 0; k < t->rows; k++) {
		for (size_t i = 0; i < n; i++)
			row[i] = printed(r, &t->columns[columns[i]],
			    t->cells[k * t->n + columns[i]]);
		print_row(p, row);
	}
	if (has_total(t))
		put_total(r, t, p, columns, n, row);
	print_free(p);
	fputc('\n', r->c->out);
}

static double
number_of(const struct cell *c)
{
	return c->kind == CELL_INT ? (double)c->i :
	    c->kind == CELL_REAL ? c->d : 0;
}

static void
add_spaces(struct buf *b, size_t n)
{
	while (n--)
		buf_addc(b, ' ');
}

/* Eighths of a block make bars that differ where their figures do. */
static void
add_bar(struct buf *b, double share, size_t width)
{
	static const char *const eighths[] = {
		"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"
	};
	size_t n = (size_t)(share * (double)width * 8 + 0.5);

	for (size_t i = 0; i < n / 8; i++)
		buf_addz(b, "█");
	buf_addz(b, eighths[n % 8]);
	if (!n && share > 0)
		buf_addz(b, eighths[1]);
}

enum { BAR_LEAST = 10, LABEL_SHARE = 3 };

/* One series: its widest label and figure, and the figure of a whole bar. */
struct series {
	size_t column;
	size_t label, figure;
	double most;
};

static struct series
measure(struct run *r, const struct result *t, size_t column, size_t width)
{
	struct series s = { .column = column };

	for (size_t k = 0; k < t->rows; k++) {
		const struct cell *c = &t->cells[k * t->n];
		double v = number_of(&c[column]);
		size_t label = text_width(printed(r, &t->columns[0], c[0]).s);
		size_t figure = text_width(
		    printed(r, &t->columns[column], c[column]).s);

		v = v < 0 ? -v : v;
		s.label = label > s.label ? label : s.label;
		s.figure = figure > s.figure ? figure : s.figure;
		s.most = v > s.most ? v : s.most;
	}
	if (s.label > width / LABEL_SHARE)
		s.label = width / LABEL_SHARE;
	return s;
}

static void
put_bar(struct run *r, const struct result *t, const struct series *s,
    size_t row, size_t width)
{
	const struct cell *c = &t->cells[row * t->n];
	struct str label = printed(r, &t->columns[0], c[0]).s;
	struct str figure = printed(r, &t->columns[s->column], c[s->column]).s;
	double v = number_of(&c[s->column]);
	size_t taken = s->label + s->figure + 3, from;
	struct buf b = {0};

	if (text_width(label) > s->label) {
		buf_add(&b, text_cut(label, s->label - 1));
		buf_addz(&b, "…");
	} else {
		buf_add(&b, label);
	}
	text_harmless(&b, 0);
	add_spaces(&b, s->label + 2 - (text_width(buf_str(&b)) < s->label + 2 ?
	    text_width(buf_str(&b)) : s->label + 2));
	from = b.n;
	add_spaces(&b, s->figure - text_width(figure));
	buf_add(&b, figure);
	text_harmless(&b, from);
	buf_addc(&b, ' ');
	if (s->most > 0)
		add_bar(&b, (v < 0 ? -v : v) / s->most,
		    width > taken + BAR_LEAST ? width - taken : BAR_LEAST);
	if (t->block->kind == BLOCK_FUNNEL && row) {
		struct cell share = tabulate_percent(c[s->column],
		    t->cells[(row - 1) * t->n + s->column]);

		buf_addc(&b, ' ');
		numeral_add(&b, &share, NUMERAL_PERCENT2, r->a->lang);
	}
	while (b.n && b.s[b.n - 1] == ' ')
		b.n--;
	fwrite(b.s, 1, b.n, r->c->out);
	fputc('\n', r->c->out);
	buf_release(&b);
}

enum { SHARE_WIDTH = 8 };

static void
put_chart(struct run *r, const struct result *t)
{
	size_t *columns = ARENA_ARRAY(&r->arena, size_t, t->n);
	size_t n = visible(t, columns);
	size_t width = r->c->width > 0 ? (size_t)r->c->width : 80;

	if (t->block->kind == BLOCK_FUNNEL)
		width -= SHARE_WIDTH;
	for (size_t i = 1; i < n; i++) {
		struct series s = measure(r, t, columns[i], width);

		fprintf(r->c->out, "%s\n", t->columns[columns[i]].label);
		for (size_t k = 0; k < t->rows; k++)
			put_bar(r, t, &s, k, width);
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
	struct buf b = {0};
	size_t n;

	buf_addz(&b, "- ");
	if (t->block->kind != BLOCK_VALUES) {
		add_value(r, &b, &t->columns[0], c[0]);
		buf_addz(&b, ", ");
	}
	buf_addf(&b, "%s (%s", s->label, s->name);
	buf_addz(&b, "): ");
	add_value(r, &b, s, c[column]);
	buf_addz(&b, ": ");
	if (c[s->ids].kind == CELL_TEXT)
		for_each_id(r, c[s->ids].s, add_id, &b, &n);
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
		if (t->columns[k % t->n].ids != k % t->n &&
		    t->cells[k].kind == CELL_INT && t->cells[k].i) {
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
	if (t->block->kind == BLOCK_TABLE ||
	    (t->block->kind != BLOCK_VALUES && r->c->format == COMPOSE_MD))
		put_table(r, t);
	else if (t->block->kind != BLOCK_VALUES)
		put_chart(r, t);
	if (r->c->ids)
		put_ids(r, t);
}

/* The footer. */

/* The facts of the caller, then what the run itself tells, each through put. */
static void
for_each_fact(struct run *r, void (*put)(struct run *, const char *key,
    const char *value, void *), void *to)
{
	const struct {
		const char *key;
		size_t n;
	} counts[] = {
		{ "read", r->counts.read }, { "matched", r->counts.matched },
		{ "not_evaluable", r->counts.unknown },
		{ "unreadable", r->counts.unreadable },
	};

	for (size_t i = 0; i < r->c->n_facts; i++)
		put(r, r->c->facts[i].key, r->c->facts[i].value, to);
	if (catalog_approx(r->a->catalog))
		put(r, "working_days", "approximate", to);
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		put(r, counts[i].key,
		    arena_f(&r->arena, "%zu", counts[i].n), to);
}

static void
add_parameters(struct run *r, struct buf *b)
{
	buf_addc(b, '{');
	for (size_t i = 0; i < r->report->n_parameters; i++) {
		if (i)
			buf_addc(b, ',');
		print_add_json(b, r->report->parameters[i].name.name);
		buf_addc(b, ':');
		print_add_json_cell(b, &r->parameters[i]);
	}
	buf_addc(b, '}');
}

static void
put_fact(struct run *r, const char *key, const char *value, void *to)
{
	(void)to;
	fprintf(r->c->out, "%s: %s\n", key, value);
}

static void
put_footer(struct run *r)
{
	struct buf params = {0};

	add_parameters(r, &params);
	fprintf(r->c->out, "``` knreport\nreport: %.*s\nparams: %s\n",
	    STRF(r->report->name), buf_z(&params));
	for_each_fact(r, put_fact, NULL);
	fputs("```\n", r->c->out);
	buf_release(&params);
}

/* The page, block by block. */

static bool
has_own_title(struct run *r)
{
	struct heading *h;
	size_t n = markdown_headings(r->text->body, r->text->body_line,
	    &r->arena, &h);

	for (size_t i = 0; i < n; i++)
		if (h[i].level == 1)
			return true;
	return false;
}

/* The body, under the page's title unless it has one of its own. */
static struct page *
titled_page(struct run *r)
{
	struct buf b = {0};
	struct page *page;
	int lines = 0;

	if (!has_own_title(r) && str_find(r->text->title, '\n') ==
	    r->text->title.n) {
		buf_addf(&b, "# %.*s\n\n", STRF(r->text->title));
		lines = 2;
	}
	buf_add(&b, r->text->body);
	page = page_new(buf_str(&b), r->text->body_line - lines);
	buf_release(&b);
	return page;
}

static void
put_page(struct run *r, struct page *page)
{
	enum markdown_format format =
	    r->c->format == COMPOSE_MD ? MARKDOWN_MD : MARKDOWN_TEXT;
	struct buf b = {0};
	size_t block = 0;

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
	put_footer(r);
}

/* JSON. */

static void
add_member(struct buf *b, const char *key)
{
	char last = b->n ? b->s[b->n - 1] : '{';

	if (last != '{' && last != '[')
		buf_addc(b, ',');
	print_add_json(b, str_of(key));
	buf_addc(b, ':');
}

static void
add_json_id(struct run *r, struct str id, void *to)
{
	struct buf *b = to;

	(void)r;
	if (b->s[b->n - 1] != '[')
		buf_addc(b, ',');
	print_add_json(b, id);
}

static void
add_json_row(struct run *r, struct buf *b, const struct result *t, size_t row)
{
	const struct cell *c = &t->cells[row * t->n];
	size_t n;

	for (size_t i = 0; i < t->n; i++) {
		if (!t->columns[i].is_ids) {
			add_member(b, t->columns[i].name);
			print_add_json_cell(b, &c[i]);
		} else if (r->c->ids && c[i].kind == CELL_TEXT) {
			add_member(b, t->columns[i].name);
			buf_addc(b, '[');
			for_each_id(r, c[i].s, add_json_id, b, &n);
			buf_addc(b, ']');
		}
	}
}

static void
add_json_columns(struct buf *b, const struct result *t)
{
	add_member(b, "columns");
	buf_addc(b, '[');
	for (size_t i = 0; i < t->n; i++) {
		const struct shown *s = &t->columns[i];

		if (s->is_ids)
			continue;
		if (b->s[b->n - 1] != '[')
			buf_addc(b, ',');
		buf_addc(b, '{');
		add_member(b, "name");
		print_add_json(b, str_of(s->name));
		add_member(b, "label");
		print_add_json(b, str_of(s->label));
		if (s->format != NUMERAL_AUTO) {
			add_member(b, "format");
			print_add_json(b, str_of(numeral_names[s->format]));
		}
		buf_addc(b, '}');
	}
	buf_addc(b, ']');
}

static void
add_json_total(struct buf *b, const struct result *t)
{
	add_member(b, "total");
	buf_addc(b, '{');
	for (size_t i = 0; i < t->n; i++)
		if (t->columns[i].total) {
			struct cell c = total_of(t, i);

			add_member(b, t->columns[i].name);
			print_add_json_cell(b, &c);
		}
	buf_addc(b, '}');
}

static void
add_json_block(struct run *r, struct buf *b, const struct result *t)
{
	if (b->s[b->n - 1] != '[')
		buf_addc(b, ',');
	buf_addc(b, '{');
	add_member(b, "kind");
	print_add_json(b, str_of(block_names[t->block->kind]));
	add_json_columns(b, t);
	add_member(b, "rows");
	buf_addc(b, '[');
	for (size_t k = 0; k < t->rows; k++) {
		buf_addz(b, k ? ",{" : "{");
		add_json_row(r, b, t, k);
		buf_addc(b, '}');
	}
	buf_addc(b, ']');
	if (has_total(t))
		add_json_total(b, t);
	buf_addc(b, '}');
}

static void
add_json_fact(struct run *r, const char *key, const char *value, void *to)
{
	struct buf *b = to;

	(void)r;
	add_member(b, key);
	if (*value && strspn(value, "0123456789") == strlen(value) &&
	    strlen(value) < 10)
		buf_addz(b, value);
	else
		print_add_json(b, str_of(value));
}

static void
put_json(struct run *r)
{
	struct buf b = {0};

	buf_addc(&b, '{');
	add_member(&b, "report");
	print_add_json(&b, r->report->name);
	add_member(&b, "title");
	print_add_json(&b, r->text->title);
	add_member(&b, "params");
	add_parameters(r, &b);
	add_member(&b, "values");
	buf_addc(&b, '{');
	for (size_t i = 0; i < r->report->n_blocks; i++)
		if (r->results[i].block->kind == BLOCK_VALUES)
			add_json_row(r, &b, &r->results[i], 0);
	buf_addc(&b, '}');
	add_member(&b, "blocks");
	buf_addc(&b, '[');
	for (size_t i = 0; i < r->report->n_blocks; i++)
		if (r->results[i].block->kind != BLOCK_VALUES)
			add_json_block(r, &b, &r->results[i]);
	buf_addc(&b, ']');
	add_member(&b, "footer");
	buf_addc(&b, '{');
	for_each_fact(r, add_json_fact, &b);
	buf_addz(&b, "}}\n");
	fwrite(b.s, 1, b.n, r->c->out);
	buf_release(&b);
}

/* The whole run. */

static const char not_typed[] = "SELECT count(*) FROM "
    "(SELECT DISTINCT type, id, path FROM bad)";

/* What the figures rest on. Asked last: table bad reads what was not read. */
static bool
count(struct run *r)
{
	struct query_options options = { .any_order = true };
	struct catalog_counts n = catalog_counts(r->a->catalog);
	struct query *q = query_new(r->a->catalog, str_of(not_typed),
	    &options, r->a->to);
	struct cell c = {0};
	bool ok = ask_one(r, q, &c, "bad");

	r->counts.read = n.read;
	r->counts.unreadable = n.unreadable;
	r->counts.matched = r->evidence.n;
	r->counts.unknown = (size_t)c.i;
	query_free(q);
	return ok;
}

static void
note_all(struct run *r)
{
	answer_note(r->a, str_of(not_typed));
	for (size_t i = 0; i < r->report->n_blocks; i++)
		answer_note(r->a, r->report->blocks[i].sql);
}

static bool
run_all(struct run *r)
{
	r->results = ARENA_ARRAY(&r->arena, struct result,
	    r->report->n_blocks);
	note_all(r);
	if (!take_parameters(r))
		return false;
	for (size_t i = 0; i < r->report->n_blocks; i++)
		if (!run_block(r, i))
			return false;
	return check_values(r) && check_columns(r) && check_evidence(r) &&
	    count(r);
}

static bool
write_all(struct run *r)
{
	struct page_values values = { fill_value, unknown_value, r };
	struct page *page = titled_page(r);

	page_fill(page, &values);
	if (!r->bad && r->c->format == COMPOSE_JSON)
		put_json(r);
	else if (!r->bad)
		put_page(r, page);
	page_free(page);
	return !r->bad;
}

static void
run_release(struct run *r)
{
	for (size_t i = 0; r->results && i < r->report->n_blocks; i++)
		free(r->results[i].cells);
	query_free(r->elements);
	map_release(&r->evidence);
	arena_release(&r->arena);
}

bool
compose(const struct compose *c, struct answer_counts *n)
{
	struct run r = { .c = c, .a = c->answer, .report = c->report,
	    .text = report_text(c->report, c->answer->lang) };
	bool ok = run_all(&r) && write_all(&r);

	*n = r.counts;
	run_release(&r);
	return ok;
}

/* What is wrong with a common table is found with every block that uses it. */
static bool
try_block(struct run *r, const struct report_block *b)
{
	struct query_options options = { .masked = true, .later = true };
	struct query *q = ask_block(r, b, &options);

	query_free(q);
	return q;
}

bool
compose_check(const struct answer *a, const struct report *report)
{
	struct kept kept = {0};
	struct findings once = { .say = say_keep, .to = &kept };
	struct answer asked = { a->catalog, a->lang, &once };
	struct run r = { .a = &asked, .report = report,
	    .text = report_text(report, a->lang) };
	bool ok = true;

	r.parameters = ARENA_ARRAY(&r.arena, struct cell,
	    report->n_parameters);
	for (size_t i = 0; i < report->n_common; i++)
		ok &= try_block(&r, &report->common[i]);
	for (size_t i = 0; i < report->n_blocks; i++)
		ok &= try_block(&r, &report->blocks[i]);
	kept_sort(&kept);
	kept_pass(&kept, a->to);
	kept_release(&kept);
	run_release(&r);
	return ok;
}
