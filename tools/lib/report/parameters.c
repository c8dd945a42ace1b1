/* parameters: what is asked for with p=v, and what is asked
 * otherwise. */
#include "report/inside.h"

#include <stdlib.h>
#include <string.h>

#include "text/date.h"
#include "text/period.h"
#include "text/flag.h"
#include "text/print.h"
#include "text/text.h"

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

/* A value that is of the parameter's type, of a period its name. A ref is
 * looked up later. */
static bool
read_value(const struct parameter *p, struct str v, struct cell *c,
    char period[PERIOD_TEXT])
{
	int day;

	*c = (struct cell){ .kind = CELL_TEXT, .s = v };
	switch (p->kind) {
	case KIND_INT:
		return read_number(v, true, c);
	case KIND_DECIMAL:
		return read_number(v, false, c);
	case KIND_DATE:
		return day_parse(v, &day);
	case KIND_PERIOD:
		if (!period_meant(v, period))
			return false;
		c->s = str_of(period);
		return true;
	case KIND_FLAG:
		c->kind = CELL_INT;
		c->i = flag_parse(v);
		return c->i >= 0;
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
wrong_enum(struct report_run *r, const struct parameter *p, struct str v)
{
	struct str near = { 0 };
	struct buf all = { 0 };

	for (size_t i = 0; i < p->n_values; i++) {
		buf_addf(&all, "%s%.*s", i ? ", " : "", STRF(p->values[i]));
		if (str_nearer(v, p->values[i], near))
			near = p->values[i];
	}
	found_trouble(r->a->to, _("%.*s: there is no '%.*s'%s (there are: %s)"),
	    STRF(p->name.name), STRF(v), name_meant(&r->arena, near),
	    buf_z(&all));
	buf_release(&all);
	return false;
}

static bool
wrong_value(struct report_run *r, const struct parameter *p, struct str v)
{
	static const char *const wants[] = {
		[KIND_DATE] = N_("a date such as 2021-06-30"),
		[KIND_PERIOD] = N_("a period such as 2021, 2021-H1, 2021-Q2, "
				   "2021-06 or 2021-9T"),
		[KIND_FLAG] = N_("co or khong"),
		[KIND_INT] = N_("a whole number such as 1234"),
		[KIND_DECIMAL] = N_("a number such as 1234 or 67.14"),
	};
	char iso[DAY_TEXT];

	if (p->kind == KIND_ENUM)
		return wrong_enum(r, p, v);
	if (p->kind == KIND_DATE && date_mistyped(v, iso))
		return found_trouble(r->a->to,
		    _("%.*s: '%.*s' must be written %s"), STRF(p->name.name),
		    STRF(v), iso);
	return found_trouble(r->a->to, _("%.*s: '%.*s' must be %s"),
	    STRF(p->name.name), STRF(v), _(wants[p->kind]));
}

/* A ref names a record that is there, or nothing would match and nobody know
 * why. */
static bool
check_ref(struct report_run *r, const struct parameter *p, struct str v)
{
	struct query_options options = { .any_order = true };
	struct str near = { 0 };
	struct buf sql = { 0 };
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
		if (name_id_nearer(v, id, near))
			near = arena_keep(&r->arena, id);
	}
	query_free(q);
	if (more)
		return more == 1;
	return found_trouble(r->a->to, _("%.*s: there is no %.*s '%.*s'%s"),
	    STRF(p->name.name), STRF(p->to->name.name), STRF(v),
	    name_meant(&r->arena, near));
}

static bool
take_value(struct report_run *r, size_t i, struct str v)
{
	const struct parameter *p = &r->report->parameters[i];
	char period[PERIOD_TEXT];

	if (!read_value(p, v, &r->parameters[i], period))
		return wrong_value(r, p, v);
	r->parameters[i] = cell_keep(&r->arena, r->parameters[i]);
	return p->kind != KIND_REF || check_ref(r, p, v);
}

/* Where a block names a parameter. */
static struct place
parameter_place(const struct report_run *r, const struct report_block *b,
    struct str name)
{
	struct place start = run_line(r, b->line), at;
	struct sql_token t;

	for (size_t i = 0; sql_next(b->sql, &i, &t);)
		if (t.kind == SQL_PARAMETER &&
		    str_eq(str_from(t.text, 1), name)) {
			at = place_at(start.path, b->sql, t.off);
			at.line += b->line - 1;
			return report_place(b, at);
		}
	return start;
}

/* Binds every parameter that the statement has, of the first n there are. */
bool
parameters_bind(struct report_run *r, struct query *q, size_t n,
    const struct report_block *b)
{
	for (size_t i = 0; i < n; i++)
		query_bind(q, r->report->parameters[i].name.name,
		    &r->parameters[i]);
	for (size_t i = 0; i < query_parameters(q); i++) {
		struct str name = str_of(query_parameter(q, i)), near;
		const struct parameter *all = r->report->parameters;

		if (name_find(all, n, sizeof *all, name))
			continue;
		near = name_near(all, n, sizeof *all, name);
		if (near.n)
			near = str_of(arena_f(&r->arena, ":%.*s", STRF(near)));
		return found_near(r->a->to, FIND_REPORT_NAME,
		    parameter_place(r, b, name), near,
		    _("':%.*s' is no parameter of this report"), STRF(name));
	}
	return true;
}

static bool
no_default(struct report_run *r, const struct parameter *p)
{
	return found_trouble(r->a->to,
	    _("parameter '%.*s' has no default; say %.*s=…"),
	    STRF(p->name.name), STRF(p->name.name));
}

/* A SELECT may find nothing, as in a repository that is still empty. */
static bool
first_default(struct report_run *r, const struct parameter *p, struct query *q,
    struct cell *c)
{
	int more = query_step(q, r->a->to);

	if (more == 1)
		*c = cell_keep(&r->arena, query_cell(q, 0));
	return more == 0 ? no_default(r, p) : more == 1;
}

/* The same SQL without parameters gives the same in each report of a run. */
static bool
was_asked(const struct report_run *r, struct str sql, struct cell *c)
{
	const struct cell *kept =
	    r->c->defaults ? map_get(&r->c->defaults->by_sql, sql) : NULL;

	if (kept)
		*c = *kept;
	return kept;
}

static void
keep_asked(const struct report_run *r, struct str sql, struct cell c)
{
	struct compose_defaults *d = r->c->defaults;
	struct cell *kept;

	if (!d)
		return;
	kept = ARENA_NEW(&d->arena, struct cell);
	*kept = cell_keep(&d->arena, c);
	*map_put(&d->by_sql, arena_keep(&d->arena, sql)) = kept;
}

/* A default that is SQL sees the parameters before it. */
static bool
default_by_sql(struct report_run *r, size_t i)
{
	const struct parameter *p = &r->report->parameters[i];
	const struct report_block here = { .line = p->line };
	struct query_options options = { .at = run_line(r, p->line),
		.masked = !r->c->private };
	struct str sql = sql_strip(p->fallback), v;
	struct sql_token first;
	struct buf b = { 0 };
	struct query *q;
	struct cell c;
	size_t at = 0;
	bool ok;

	if (sql_next(sql, &at, &first) &&
	    (sql_is_word(first, "SELECT") || sql_is_word(first, "WITH"))) {
		buf_add(&b, sql);
	} else {
		if (!sql_is_expression(sql))
			return found(r->a->to, FIND_SCHEMA_FORM,
			    run_line(r, p->line),
			    _("the default of '%.*s' is neither of its type "
			      "nor an SQL expression"),
			    STRF(p->name.name));
		buf_addf(&b, "SELECT (%.*s)", STRF(sql));
	}
	if (was_asked(r, buf_str(&b), &c)) {
		ok = true;
	} else {
		q = query_new(r->a->catalog, buf_str(&b), &options, r->a->to);
		ok = q && parameters_bind(r, q, i, &here) &&
		    first_default(r, p, q, &c);
		if (ok && !query_parameters(q))
			keep_asked(r, buf_str(&b), c);
		query_free(q);
	}
	buf_clear(&b);
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
take_default(struct report_run *r, size_t i)
{
	const struct parameter *p = &r->report->parameters[i];
	char period[PERIOD_TEXT];
	struct cell c;

	if (!p->has_default)
		return no_default(r, p);
	if (p->sql_default || !read_value(p, p->fallback, &c, period))
		return default_by_sql(r, i);
	return take_value(r, i, p->fallback);
}

/* What is said, or stands in the page, is asked once. */

static bool
was_taken(struct report_run *r, size_t i)
{
	struct str value;
	struct unpack p;

	if (!parts_same(r, i, NULL, &value))
		return false;
	p = pack_from(value);
	r->parameters[i] = parts_take_cell(&p);
	return true;
}

static void
end_part(struct report_run *r, size_t i)
{
	struct buf b = { 0 };

	parts_pack_cell(&b, &r->parameters[i]);
	parts_end(r, i, buf_str(&b));
	buf_release(&b);
}

/* given NULL: its default. */
static bool
take(struct report_run *r, size_t i, const struct str *given)
{
	if (was_taken(r, i))
		return true;
	parts_begin(r);
	if (!(given ? take_value(r, i, *given) : take_default(r, i)))
		return false;
	end_part(r, i);
	return true;
}

static bool
no_parameter(struct report_run *r, struct str name)
{
	const struct report *report = r->report;
	struct str near = name_near(report->parameters, report->n_parameters,
	    sizeof *report->parameters, name);
	struct buf all = { 0 };

	if (!report->n_parameters)
		return found_trouble(r->a->to,
		    _("the report has no parameters, so '%.*s' is none"),
		    STRF(name));
	if (near.n)
		return found_trouble(r->a->to,
		    _("the report has no parameter '%.*s'%s"), STRF(name),
		    name_meant(&r->arena, near));
	for (size_t i = 0; i < report->n_parameters; i++)
		buf_addf(&all, "%s%.*s", i ? ", " : "",
		    STRF(report->parameters[i].name.name));
	found_trouble(r->a->to,
	    _("the report has no parameter '%.*s' (there are: %s)"), STRF(name),
	    buf_z(&all));
	buf_release(&all);
	return false;
}

static bool
take_word(struct report_run *r, struct str word)
{
	size_t eq = str_find(word, '='), i = 0;
	struct str name = str_first(word, eq);

	if (eq == word.n)
		return found_trouble(r->a->to,
		    _("'%.*s' is no parameter; write NAME=VALUE"), STRF(word));
	while (i < r->report->n_parameters &&
	    !str_eq(r->report->parameters[i].name.name, name))
		i++;
	if (i == r->report->n_parameters)
		return no_parameter(r, name);
	if (r->given[i])
		return found_trouble(r->a->to,
		    _("parameter '%.*s' is given twice"), STRF(name));
	r->given[i] = true;
	word = str_from(word, eq + 1);
	return take(r, i, &word);
}

bool
parameters_take(struct report_run *r)
{
	size_t n = r->report->n_parameters;

	r->parameters = ARENA_ARRAY(&r->arena, struct cell, n);
	r->given = ARENA_ARRAY(&r->arena, bool, n);
	for (size_t i = 0; i < r->c->n_words; i++)
		if (!take_word(r, str_of(r->c->words[i])))
			return false;
	for (size_t i = 0; i < n; i++)
		if (!r->given[i] && !take(r, i, NULL))
			return false;
	return true;
}

void
parameters_add_json(const struct report_run *r, struct buf *b)
{
	buf_addc(b, '{');
	for (size_t i = 0; i < r->report->n_parameters; i++)
		print_json_cell(b, r->report->parameters[i].name.name.s,
		    &r->parameters[i]);
	buf_addc(b, '}');
}
