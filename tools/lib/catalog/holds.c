/* holds: what the values of a statement hold.
 *
 * What a name stands for is looked up as SQLite does. What cannot be seen is
 * HOLDS_OTHER, and of no column. */
#include "catalog/holds.h"

#include <stdint.h>

#include "base/map.h"
#include "text/date.h"

/* Views in common tables in brackets: no statement of a person goes on so. */
enum { DEEPEST = 100 };

struct lookup {
	const struct catalog *catalog;
	int depth;
};

static const struct held unknown = { .holds = HOLDS_OTHER };

static struct held node_holds(struct lookup *, struct sql_node *);

/* Names. */

bool
holds_same(struct str written, struct str other)
{
	struct buf plain = { 0 };
	bool is;

	if (!other.n || !written.n)
		return false;
	if (other.s[0] != '"' && other.s[0] != '[' && other.s[0] != '`' &&
	    other.s[0] != '\'')
		return sql_says(written, other);
	sql_add_plain(&plain, other);
	is = sql_says(written, buf_str(&plain));
	buf_release(&plain);
	return is;
}

/* Looks for a column. There: what it holds; not there, or where that is not
 * known, unknown. */
struct found_column {
	enum there there;
	struct held held;
};

static const struct found_column not_there = { NOT_THERE,
	{ .holds = HOLDS_OTHER } };
static const struct found_column perhaps = { PERHAPS,
	{ .holds = HOLDS_OTHER } };

static struct found_column in_sources(struct lookup *, struct sql_select *,
    struct str table, struct str name);

/* The item at a place; NULL where a star makes places unknown. */
static struct sql_item *
item_at(struct sql_select *s, size_t at)
{
	for (struct sql_item *i = s->items; i && i->value; i = i->next)
		if (!at--)
			return i;
	return NULL;
}

/* What every SELECT of a body has in one place: one thing, or unknown. */
static struct held
body_holds(struct lookup *l, struct sql_body *b, size_t at)
{
	struct held all = { 0 };

	for (struct sql_select *s = b->selects; s; s = s->next) {
		struct sql_item *i = item_at(s, at);
		struct held one = i ? node_holds(l, i->value) : unknown;

		if (all.holds && one.holds && all.holds != one.holds)
			return unknown;
		all.holds |= one.holds;
		if (s == b->selects)
			all.column = one.column;
		else if (all.column != one.column)
			all.column = NULL;
	}
	return all;
}

static struct found_column
in_body(struct lookup *l, struct sql_body *b, struct str name)
{
	struct sql_select *s = b->selects;
	bool star = false;
	size_t at = 0;

	for (struct sql_item *i = s ? s->items : NULL; i; i = i->next, at++) {
		if (!i->value)
			star = true;
		else if (holds_same(name, i->name))
			return (struct found_column){ THERE,
				star && s->next ? unknown :
				    star        ? node_holds(l, i->value) :
						  body_holds(l, b, at) };
	}
	for (struct sql_item *i = s ? s->items : NULL; i; i = i->next) {
		struct found_column c;

		if (i->value)
			continue;
		c = in_sources(l, s, i->table, name);
		if (c.there != NOT_THERE)
			return s->next ? perhaps : c;
	}
	return not_there;
}

static struct found_column
in_common(struct lookup *l, struct sql_common *c, struct str name)
{
	size_t at = 0;

	if (!c->body)
		return perhaps;
	if (!c->columns)
		return in_body(l, c->body, name);
	for (struct sql_item *i = c->columns; i; i = i->next, at++)
		if (holds_same(name, i->name))
			return (struct found_column){ THERE,
				body_holds(l, c->body, at) };
	return not_there;
}

struct sql_common *
holds_common(struct sql_select *s, struct str name)
{
	for (struct sql_body *b = s->body; b; b = b->around)
		for (struct sql_common *c = b->common; c; c = c->next)
			if (holds_same(name, c->name))
				return c;
	return NULL;
}

static struct found_column
in_table(struct lookup *l, struct str written, struct str name)
{
	size_t at = tables_find_written(l->catalog, written);
	const struct table *t = at == SIZE_MAX ? NULL : &l->catalog->tables[at];

	if (!t || !t->n)
		return perhaps;
	for (size_t i = 0; i < t->n; i++) {
		const struct column *c = &t->columns[i];

		if (sql_says(name, c->name))
			return (struct found_column){ THERE,
				{ c->holds ? c->holds : HOLDS_OTHER, c } };
	}
	return not_there;
}

static struct found_column
in_source(struct lookup *l, struct sql_select *in, const struct sql_source *s,
    struct str name)
{
	struct sql_common *c = s->body ? NULL : holds_common(in, s->table);
	struct found_column found = perhaps;

	if (l->depth == DEEPEST)
		return perhaps;
	l->depth++;
	if (s->body)
		found = in_body(l, s->body, name);
	else if (c)
		found = in_common(l, c, name);
	else
		found = in_table(l, s->table, name);
	l->depth--;
	return found;
}

enum there
holds_there(const struct catalog *c, struct sql_select *in,
    const struct sql_source *s, struct str name)
{
	struct lookup l = { .catalog = c };

	return in_source(&l, in, s, name).there;
}

static struct found_column
in_sources(struct lookup *l, struct sql_select *s, struct str table,
    struct str name)
{
	struct found_column best = not_there;

	for (struct sql_source *o = s->sources; o; o = o->next) {
		struct found_column c;

		if (table.n && !holds_same(table, o->name))
			continue;
		c = in_source(l, s, o, name);
		if (c.there > best.there) {
			best = c;
		} else if (c.there == THERE) { /* joined by USING */
			if (c.held.holds != best.held.holds)
				best.held.holds = HOLDS_OTHER;
			best.held.column = NULL;
		}
	}
	return best;
}

/* Other names of the same SELECT count where no table has the column. */
static struct found_column
in_items(struct lookup *l, struct sql_select *s, const struct sql_node *n)
{
	for (struct sql_item *i = s->items; i; i = i->next)
		if (i->value && i->value != n && holds_same(n->t.text, i->name))
			return (struct found_column){ THERE,
				node_holds(l, i->value) };
	return not_there;
}

static struct held
column_holds(struct lookup *l, const struct sql_node *n)
{
	for (struct sql_select *s = n->select; s; s = s->body->outer) {
		struct found_column c = in_sources(l, s, n->table, n->t.text);

		if (c.there == NOT_THERE && !n->table.n)
			c = in_items(l, s, n);
		if (c.there == NOT_THERE)
			continue;
		if (n->collated)
			c.held.column = NULL;
		return c.held;
	}
	return sql_is_word(n->t, "TRUE") || sql_is_word(n->t, "FALSE") ?
	    (struct held){ .holds = HOLDS_NUMBER } :
	    unknown;
}

/* Functions: what they give, and of what. */

enum gives {
	GIVES_OTHER,
	GIVES_DAY,
	GIVES_PERIOD,
	GIVES_NUMBER,
	GIVES_TEXT,
	GIVES_ANY,   /* one of what it is given */
	GIVES_LATER, /* the same, but for the first */
	GIVES_FIRST
};

static const struct function {
	enum gives gives;
	/* d a day, r also a part of one, p a period, n a number, each; for all
	 * others the last; a blank: anything */
	const char *takes;
	const char *const *names; /* NULL ends them */
} functions[] = {
	{ GIVES_DAY, "", (const char *const[]){ "today", NULL } },
	{ GIVES_DAY, "dn",
	    (const char *const[]){ "month_add", "workday_add", NULL } },
	{ GIVES_DAY, "p",
	    (const char *const[]){ "period_start", "period_end", NULL } },
	{ GIVES_PERIOD, "d ", (const char *const[]){ "period_of", NULL } },
	{ GIVES_NUMBER, "dd",
	    (const char *const[]){ "days_between", "months_between", "workdays",
		NULL } },
	{ GIVES_NUMBER, "rd", (const char *const[]){ "age_months", NULL } },
	{ GIVES_NUMBER, "rnd", (const char *const[]){ "age_reached", NULL } },
	{ GIVES_ANY, "",
	    (const char *const[]){ "coalesce", "ifnull", "min", "max", NULL } },
	{ GIVES_LATER, "", (const char *const[]){ "iif", NULL } },
	{ GIVES_FIRST, "",
	    (const char *const[]){ "nullif", "first_value", "last_value",
		"nth_value", "lag", "lead", "likely", "unlikely", "likelihood",
		NULL } },
	{ GIVES_NUMBER, "",
	    (const char *const[]){ "count", "length", "instr", "unicode",
		"row_number", "rank", "dense_rank", NULL } },
	{ GIVES_NUMBER, "n",
	    (const char *const[]){ "sum", "avg", "total", "abs", "round",
		"sign", "floor", "ceil", "ceiling", "trunc", "mod", "sqrt",
		"pow", "power", "exp", "ln", "log", "log10", "log2", NULL } },
	{ GIVES_TEXT, "",
	    (const char *const[]){ "substr", "substring", "lower", "upper",
		"trim", "ltrim", "rtrim", "replace", "printf", "format",
		"group_concat", "hex", "char", "typeof", NULL } },
};

static bool
is_any(struct str written, const char *const *names)
{
	while (*names && !holds_same(written, str_of(*names)))
		names++;
	return *names;
}

static const struct function *
function_of(const struct sql_node *n)
{
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
		if (is_any(n->t.text, functions[i].names))
			return &functions[i];
	return NULL;
}

const char *
holds_takes(const struct sql_node *call)
{
	const struct function *f = function_of(call);

	return f ? f->takes : "";
}

/* Together: what any of them holds. */
static unsigned
parts_hold(struct lookup *l, struct sql_part *p)
{
	unsigned holds = 0;

	for (; p; p = p->next)
		holds |= node_holds(l, p->node).holds;
	return holds;
}

static unsigned
call_holds(struct lookup *l, const struct sql_node *n)
{
	const struct function *f = function_of(n);

	switch (f ? f->gives : GIVES_OTHER) {
	case GIVES_DAY:
		return HOLDS_DAY;
	case GIVES_PERIOD:
		return HOLDS_PERIOD;
	case GIVES_NUMBER:
		return HOLDS_NUMBER;
	case GIVES_TEXT:
		return HOLDS_MADE;
	case GIVES_ANY:
		return parts_hold(l, n->parts);
	case GIVES_LATER:
		return parts_hold(l, n->parts ? n->parts->next : NULL);
	case GIVES_FIRST:
		return n->parts ? node_holds(l, n->parts->node).holds :
				  HOLDS_OTHER;
	default:
		return HOLDS_OTHER;
	}
}

/* Values. */

/* '' stands where there is no day. */
static unsigned
text_holds(const struct sql_node *n)
{
	struct buf plain = { 0 };
	unsigned holds = HOLDS_OTHER;
	int day;

	sql_add_plain(&plain, n->t.text);
	if (!plain.n)
		holds = 0;
	else if (day_parse(buf_str(&plain), &day))
		holds = HOLDS_DAY;
	buf_release(&plain);
	return holds;
}

/* By SQLite's rule, does a cast to this type give a number? */
bool
holds_casts_number(const struct sql_node *cast)
{
	static const char *const texts[] = { "char", "varchar", "nvarchar",
		"text", "clob", "blob", "character", "varying", NULL };

	return !is_any(cast->t.text, texts);
}

static unsigned
arithmetic_holds(struct lookup *l, const struct sql_node *n)
{
	/* A day is told of by itself. */
	return parts_hold(l, n->parts) & HOLDS_TIMES ? 0 : HOLDS_NUMBER;
}

static unsigned
cast_holds(struct lookup *l, const struct sql_node *n)
{
	unsigned holds = parts_hold(l, n->parts);

	if (holds_casts_number(n))
		return holds & HOLDS_TIMES ? 0 : HOLDS_NUMBER;
	return holds & HOLDS_MADE ? HOLDS_OTHER : holds;
}

static unsigned
value_holds(struct lookup *l, struct sql_node *n)
{
	switch (n->kind) {
	case SQL_IS_NULL:
		return 0;
	case SQL_IS_NUMBER:
	case SQL_IS_TEST:
	case SQL_IS_COMPARED:
		return HOLDS_NUMBER;
	case SQL_IS_TEXT:
		return text_holds(n);
	case SQL_IS_CALL:
		return call_holds(l, n);
	case SQL_IS_ARITHMETIC:
		return arithmetic_holds(l, n);
	case SQL_IS_CHOICE:
		return parts_hold(l, n->parts);
	case SQL_IS_CAST:
		return cast_holds(l, n);
	default:
		return sql_is_op(n->t, "||") ? HOLDS_MADE : HOLDS_OTHER;
	}
}

static struct held
node_holds(struct lookup *l, struct sql_node *n)
{
	struct held held;

	if (n->asked)
		return (struct held){ n->holds, n->column };
	if (l->depth == DEEPEST)
		return unknown;
	n->asked = true;
	l->depth++;
	held = n->kind == SQL_IS_COLUMN ? column_holds(l, n) :
	    n->kind == SQL_IS_SELECT    ? body_holds(l, n->body, 0) :
				       (struct held){ value_holds(l, n), NULL };
	l->depth--;
	n->holds = held.holds;
	n->column = held.column;
	return held;
}

struct held
holds_node(const struct catalog *c, struct sql_node *n)
{
	return node_holds(&(struct lookup){ .catalog = c }, n);
}

unsigned
holds_result(const struct statement *a, size_t column)
{
	struct lookup l = { .catalog = a->catalog };

	return a->tree.body ? body_holds(&l, a->tree.body, column).holds :
			      HOLDS_OTHER;
}
