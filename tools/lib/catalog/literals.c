/* literals: columns compared with what they can never hold, so that an
 * answer would be empty without saying why. (Days: days.c.) */
#include "catalog/holds.h"

static const struct type *
type_of(const struct catalog *c, const struct column *col)
{
	return col->field ? schema_type(c->schema, col->field->to) : NULL;
}

/* Can a column hold a literal? When not, meant is what was perhaps meant. */
static bool
can_hold(const struct catalog *c, const struct column *column,
    struct sql_token literal, struct str v, struct str *meant)
{
	const struct field *f = column->field;
	const struct type *to;

	if (column->stages_of) {
		const struct type *t = column->stages_of;
		size_t n = t->n_stages + t->n_exits;

		if (!n || type_stage(t, v))
			return true;
		*meant = name_near_value(t->stages, n, sizeof *t->stages, v);
		return false;
	}
	if (f && f->kind == KIND_ENUM) {
		if (name_find(f->values, f->n_values, sizeof *f->values, v))
			return true;
		*meant = name_near_value(f->values, f->n_values,
		    sizeof *f->values, v);
		return false;
	}
	if (f && f->kind == KIND_FLAG)
		return literal.kind == SQL_NUMBER || str_is(v, "1") ||
		    str_is(v, "0");
	to = f && f->kind == KIND_REF ? type_of(c, column) : NULL;
	return !to || to->id == FIELD_NONE ||
	    field_matches(&to->fields.all[to->id], v);
}

/* An example of what may stand there, or what it is. */
static const char *
expected(const struct column *column)
{
	if (column->stages_of)
		return _("the name of a stage");
	switch (column->field->kind) {
	case KIND_FLAG:
		return _("1 or 0");
	case KIND_REF:
		return _("an id of the form that its type's page sets");
	default:
		return _("one of the values that the type's page lists");
	}
}

static bool
check(const struct statement *a, const struct column *column,
    struct sql_token literal)
{
	struct place at = wrong_place_of(a, literal.text.s);
	struct str meant = { 0 };
	struct buf v = { 0 };
	bool ok;

	sql_add_plain(&v, literal.text);
	ok = can_hold(a->catalog, column, literal, buf_str(&v), &meant);
	if (!ok && meant.n)
		found(a->to, FIND_SQL_VALUE, at,
		    _("'%.*s' is never '%s'; did you mean '%.*s'?"),
		    STRF(column->name), buf_z(&v), STRF(meant));
	else if (!ok)
		found(a->to, FIND_SQL_VALUE, at,
		    _("'%.*s' is never '%s'; write %s"), STRF(column->name),
		    buf_z(&v), expected(column));
	buf_release(&v);
	return ok;
}

bool
literals_check(const struct statement *a)
{
	struct sql_node *column;
	struct sql_token literal;
	bool ok = true;

	for (struct sql_node *n = a->tree.nodes; n; n = n->next)
		for (struct sql_part *p = NULL;
		     sql_tree_equals(n, &p, &column, &literal);) {
			struct held held = holds_node(a->catalog, column);

			if (held.column)
				ok = check(a, held.column, literal) && ok;
		}
	return ok;
}
