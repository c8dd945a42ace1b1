/* literals: columns compared with what they can never hold, so that an
 * answer would be empty without saying why. (Days: days.c.) */
#include "catalog/authorizer.h"

#include <regex.h>

static const struct type *
type_of(const struct catalog *c, const struct column *col)
{
	return col->field ? schema_type(c->schema, col->field->to) : NULL;
}

static bool
is_stage_name(const struct type *t, struct str name)
{
	for (size_t i = 0; i < t->n_stages + t->n_exits; i++)
		if (str_eq(t->stages[i].name.name, name))
			return true;
	return false;
}

static bool
matches(const struct field *f, struct str v)
{
	regmatch_t whole = { 0, (regoff_t)v.n };

	return regexec(&f->regex, v.s, 1, &whole, REG_STARTEND) == 0;
}

/* What is known of a column that is compared. */
struct wanted {
	const struct column *column;
	const struct table *table;
};

static bool
is_equality(struct str op)
{
	static const char *const ops[] = { "=", "==", "<>", "!=", "IS", "IN",
		"CASE" };

	for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
		if (str_is(op, ops[i]))
			return true;
	return false;
}

static bool
has_value(const struct field *f, struct str v)
{
	for (size_t i = 0; i < f->n_values; i++)
		if (str_eq(f->values[i].name, v))
			return true;
	return false;
}

/* Can a column hold a literal? When not, meant is what was perhaps meant. */
static bool
can_hold(const struct catalog *c, struct wanted w,
    const struct sql_comparison *cmp, struct str v, const struct name **meant)
{
	const struct field *f = w.column->field;
	const struct type *to;

	*meant = NULL;
	if (!is_equality(cmp->op))
		return true;
	if (w.column->stages_of) {
		const struct type *t = w.column->stages_of;
		size_t n = t->n_stages + t->n_exits;

		if (!n || is_stage_name(t, v))
			return true;
		*meant = name_near(&t->stages->name, n, sizeof *t->stages, v);
		return false;
	}
	if (f && f->kind == KIND_ENUM) {
		if (has_value(f, v))
			return true;
		*meant =
		    name_near(f->values, f->n_values, sizeof *f->values, v);
		return false;
	}
	if (f && f->kind == KIND_FLAG)
		return cmp->value.kind == SQL_NUMBER || str_is(v, "1") ||
		    str_is(v, "0");
	to = f && f->kind == KIND_REF ? type_of(c, w.column) : NULL;
	return !to || to->id == FIELD_NONE ||
	    !to->fields.all[to->id].pattern.n ||
	    matches(&to->fields.all[to->id], v);
}

/* An example of what may stand there, or what it is. */
static const char *
expected(const struct wanted *w)
{
	const struct field *f = w->column->field;

	if (w->column->stages_of)
		return _("the name of a stage");
	switch (f->kind) {
	case KIND_FLAG:
		return _("1 or 0");
	case KIND_REF:
		return _("an id of the form that its type's page sets");
	default:
		return _("one of the values that the type's page lists");
	}
}

struct literals {
	struct asked *asked;
	bool ok;
};

/* A literal is wrong only where every table read that has such a column says
 * so: an alias may stand for any of them. */
static bool
find_wanted(const struct asked *a, const struct sql_comparison *cmp,
    struct str v, struct wanted *wrong, const struct name **meant)
{
	const struct catalog *c = a->catalog;
	bool any = false;

	for (size_t i = 0; i < a->reading.n; i++) {
		const struct table *t = &c->tables[i];
		const struct column *col;

		if (!a->reading.tables[i])
			continue;
		for (size_t k = 0; k < t->n; k++) {
			col = &t->columns[k];
			if (!sql_says(cmp->column, col->name))
				continue;
			*wrong = (struct wanted){ col, t };
			if (can_hold(c, *wrong, cmp, v, meant))
				return false;
			any = true;
		}
	}
	return any;
}

static void
check_literal(const struct sql_comparison *cmp, void *to)
{
	struct literals *l = to;
	struct asked *a = l->asked;
	const struct name *meant = NULL;
	struct wanted wrong = { 0 };
	struct buf v = { 0 };

	if (cmp->value.kind == SQL_BLOB)
		return;
	sql_add_plain(&v, cmp->value.text);
	if (find_wanted(a, cmp, buf_str(&v), &wrong, &meant)) {
		struct place at = authorizer_place_of(a, cmp->value.text.s);

		l->ok = false;
		if (meant)
			found(a->to, FIND_SQL_VALUE, at,
			    _("'%.*s' is never '%s'; did you mean '%.*s'?"),
			    STRF(wrong.column->name), buf_z(&v),
			    STRF(meant->name));
		else
			found(a->to, FIND_SQL_VALUE, at,
			    _("'%.*s' is never '%s'; write %s"),
			    STRF(wrong.column->name), buf_z(&v),
			    expected(&wrong));
	}
	buf_release(&v);
}

bool
authorizer_literals(struct asked *a)
{
	struct literals l = { a, true };

	if (a->reading.json)
		return true;
	sql_compared(a->sql, check_literal, &l);
	return l.ok;
}
