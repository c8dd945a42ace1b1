/* sql_subset: where a statement leaves what PostgreSQL runs as SQLite does. */
#include "parse/sql_subset.h"

#include <string.h>
#include <strings.h>

struct search {
	struct arena *arena;
	const struct sql_words *words;
	struct sql_left *all;
};

static void
leave(struct search *s, enum sql_leaving why, struct str at)
{
	struct sql_left *l = arena_new(s->arena, sizeof *l);

	*l = (struct sql_left){ why, at, s->all };
	s->all = l;
}

/* Functions that both have, or that knexport(1) writes. */
static const char *const functions[] = { "abs", "age_months", "age_reached",
	"avg", "coalesce", "count", "cume_dist", "days_between", "dense_rank",
	"first_value", "fold", "group_concat", "has_words", "ids", "ifnull",
	"iif", "instr", "lag", "last_value", "lead", "length", "lower", "ltrim",
	"max", "min", "month_add", "months_between", "name_key", "nth_value",
	"ntile", "nullif", "percent_rank", "period_end", "period_of",
	"period_start", "printf", "rank", "replace", "round", "row_number",
	"rtrim", "substr", "sum", "text_key", "today", "tone_key", "total",
	"trim", "upper", "workday_add", "workdays" };

static bool
says_any(struct str written, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (sql_says(written, str_of(names[i])))
			return true;
	return false;
}

bool
sql_subset_has(struct str function)
{
	return says_any(function, functions,
	    sizeof functions / sizeof *functions);
}

static bool
is_aggregate(const struct sql_node *n)
{
	static const char *const names[] = { "avg", "count", "group_concat",
		"ids", "sum", "total" };
	bool one = n->parts && !n->parts->next;

	return n->kind == SQL_IS_CALL && !n->over &&
	    (says_any(n->t.text, names, sizeof names / sizeof *names) ||
		(one &&
		    (sql_says(n->t.text, STR("min")) ||
			sql_says(n->t.text, STR("max")))));
}

/* Truth. */

static bool
is_constant(const struct sql_node *n)
{
	return n->kind == SQL_IS_COLUMN && !n->table.n &&
	    (sql_is_word(n->t, "TRUE") || sql_is_word(n->t, "FALSE"));
}

/* One of whose parts it gives: from which on. */
static const struct sql_part *
given(const struct sql_node *n)
{
	if (n->kind == SQL_IS_CHOICE)
		return n->parts;
	if (n->kind != SQL_IS_CALL)
		return NULL;
	if (sql_says(n->t.text, STR("coalesce")) ||
	    sql_says(n->t.text, STR("ifnull")) ||
	    sql_says(n->t.text, STR("nullif")))
		return n->parts;
	return sql_says(n->t.text, STR("iif")) && n->parts ? n->parts->next :
							     NULL;
}

/* Is it true or false, and no number? Trees are no deeper than sql_tree
 * allows. */
static bool
is_truth(const struct sql_node *n)
{
	if (n->kind == SQL_IS_TEST || n->kind == SQL_IS_COMPARED)
		return !sql_is_word(n->t, "ESCAPE");
	if (is_constant(n))
		return true;
	for (const struct sql_part *p = given(n); p; p = p->next)
		if (is_truth(p->node))
			return true;
	return false;
}

static void
ask_truth(struct sql_node *n)
{
	n->truth = true;
	if (is_truth(n))
		for (const struct sql_part *p = given(n); p; p = p->next)
			ask_truth(p->node);
}

static void
find_truths(struct search *s, const struct sql_tree *tree)
{
	for (struct sql_node *n = tree->nodes; n; n = n->next) {
		struct sql_part *a = n->parts, *b = a ? a->next : NULL;

		if (n->kind == SQL_IS_CALL && a &&
		    sql_says(n->t.text, STR("iif")))
			ask_truth(a->node);
		if (n->kind == SQL_IS_COMPARED && b && !b->next &&
		    is_truth(a->node) && is_truth(b->node)) {
			ask_truth(a->node);
			ask_truth(b->node);
		}
		/* Both take (a = b) IS NULL. */
		if (n->kind == SQL_IS_COMPARED && b && is_truth(a->node) &&
		    b->node->kind == SQL_IS_NULL && sql_is_word(n->t, "IS"))
			ask_truth(a->node);
		/* CAST(a = b AS INTEGER) says what it does. */
		if (n->truth ||
		    (n->kind == SQL_IS_CAST && a && is_truth(a->node) &&
			sql_is_word(n->t, "INTEGER")))
			ask_truth(n->truth ? n : a->node);
	}
	for (struct sql_node *n = tree->nodes; n; n = n->next) {
		bool atom = n->kind == SQL_IS_TEST ||
		    n->kind == SQL_IS_COMPARED || is_constant(n);

		if (n->truth && n->kind != SQL_IS_NULL && !is_truth(n))
			leave(s, SQL_VALUE_AS_TRUTH, n->text);
		else if (!n->truth && atom && is_truth(n))
			leave(s, SQL_TRUTH_AS_VALUE, n->text);
	}
}

/* Grouping. */

static bool
lies_in(struct str part, struct str whole)
{
	return whole.n && part.s >= whole.s &&
	    part.s + part.n <= whole.s + whole.n;
}

static bool
same(struct str a, struct str b)
{
	struct buf plain = { 0 };
	bool is;

	sql_add_plain(&plain, a);
	is = sql_says(b, buf_str(&plain));
	buf_release(&plain);
	return is;
}

/* Is the item what a number behind GROUP BY, or its own name, stands for? */
static bool
is_named_group(const struct sql_select *s, const struct sql_item *item,
    const struct sql_node *group)
{
	long at = 0;

	if (group->kind == SQL_IS_COLUMN)
		return !group->table.n && item->name.n &&
		    same(group->t.text, item->name);
	if (group->kind != SQL_IS_NUMBER)
		return false;
	for (size_t i = 0; i < group->t.text.n; i++)
		at = at * 10 + (group->t.text.s[i] - '0');
	for (const struct sql_item *i = s->items; i && at-- > 0; i = i->next)
		if (i == item && !at)
			return true;
	return false;
}

static bool
is_grouped(const struct sql_select *s, const struct sql_node *column,
    struct search *of, const struct sql_tree *tree)
{
	(void)of;
	for (const struct sql_part *g = s->groups; g; g = g->next)
		if (g->node->kind == SQL_IS_COLUMN &&
		    same(column->t.text, g->node->t.text) &&
		    (!column->table.n || !g->node->table.n ||
			same(column->table, g->node->table)))
			return true;
	/* in an expression that is grouped by */
	for (const struct sql_node *n = tree->nodes; n; n = n->next)
		for (const struct sql_part *g = s->groups; g; g = g->next)
			if (n->select == s && n->kind == g->node->kind &&
			    n->kind != SQL_IS_COLUMN &&
			    str_eq(n->text, g->node->text) &&
			    lies_in(column->text, n->text))
				return true;
	return false;
}

static bool
in_aggregate(const struct sql_select *s, const struct sql_node *column,
    const struct sql_tree *tree)
{
	for (const struct sql_node *n = tree->nodes; n; n = n->next)
		if (n->select == s && is_aggregate(n) &&
		    lies_in(column->text, n->text))
			return true;
	return false;
}

static bool
aggregates(const struct sql_select *s, const struct sql_tree *tree)
{
	if (s->groups)
		return true;
	for (const struct sql_item *i = s->items; i; i = i->next)
		for (const struct sql_node *n = tree->nodes; i->value && n;
		     n = n->next)
			if (n->select == s && is_aggregate(n) &&
			    lies_in(n->text, i->value->text))
				return true;
	return false;
}

static void
find_bare(struct search *f, const struct sql_select *s,
    const struct sql_item *item, const struct sql_tree *tree)
{
	for (const struct sql_part *g = s->groups; g; g = g->next)
		if (is_named_group(s, item, g->node))
			return;
	for (const struct sql_node *n = tree->nodes; n; n = n->next)
		if (n->select == s && n->kind == SQL_IS_COLUMN &&
		    !is_constant(n) && lies_in(n->text, item->value->text) &&
		    !is_grouped(s, n, f, tree) && !in_aggregate(s, n, tree))
			leave(f, SQL_BARE_COLUMN, n->text);
}

/* SELECTs. */

static bool reads(const struct sql_body *b, struct str table);

static bool
reads_at_all(const struct sql_select *s, struct str table)
{
	for (const struct sql_source *o = s->sources; o; o = o->next)
		if (o->body ? reads(o->body, table) :
			      o->table.n && same(o->table, table))
			return true;
	return false;
}

static bool
reads(const struct sql_body *b, struct str table)
{
	for (const struct sql_select *s = b->selects; s; s = s->next)
		if (reads_at_all(s, table))
			return true;
	return false;
}

static void
find_in_body(struct search *f, const struct sql_body *b,
    const struct sql_tree *tree)
{
	for (const struct sql_common *c = b->common; c; c = c->next) {
		if (!b->recursive && c->body && reads(c->body, c->name))
			leave(f, SQL_NO_RECURSIVE, c->name);
		if (c->body)
			find_in_body(f, c->body, tree);
	}
	for (const struct sql_select *s = b->selects; s; s = s->next) {
		for (const struct sql_source *o = s->sources; o; o = o->next) {
			if (!o->body)
				continue;
			if (!o->name.n)
				leave(f, SQL_NO_NAME,
				    str_first(str_from(f->words->text, o->off),
					sizeof "SELECT" - 1));
			find_in_body(f, o->body, tree);
		}
		if (!aggregates(s, tree))
			continue;
		for (const struct sql_item *i = s->items; i; i = i->next)
			if (i->value)
				find_bare(f, s, i, tree);
	}
}

/* Words. */

static bool
ends_sources(struct sql_token t)
{
	static const char *const words[] = { "WHERE", "GROUP", "HAVING",
		"ORDER", "LIMIT", "UNION", "INTERSECT", "EXCEPT", "WINDOW",
		"JOIN", "LEFT", "RIGHT", "FULL", "INNER", "CROSS", "NATURAL" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (sql_is_word(t, words[i]))
			return true;
	return sql_is_op(t, ",") || sql_is_op(t, ")");
}

/* Is a JOIN followed by its ON or USING? */
static bool
has_on(const struct sql_words *w, size_t join)
{
	long depth = 0;

	for (size_t i = join + 1; i < w->n; i++) {
		struct sql_token t = w->all[i];

		if (depth == 0 &&
		    (sql_is_word(t, "ON") || sql_is_word(t, "USING")))
			return true;
		if (depth == 0 && ends_sources(t))
			return false;
		depth += sql_is_op(t, "(") - sql_is_op(t, ")");
	}
	return false;
}

/* Is what stands behind this JOIN, up to the next one, told by a table of that
 * name? */
static bool
names_table(const struct sql_words *w, size_t join, struct str table)
{
	long depth = 0;

	for (size_t i = join + 1; i < w->n; i++) {
		struct sql_token t = w->all[i];

		if (depth <= 0 && ends_sources(t))
			return false;
		depth += sql_is_op(t, "(") - sql_is_op(t, ")");
		if (sql_may_name(t) && sql_is_op(w->all[i + 1], ".") &&
		    same(t.text, table))
			return true;
	}
	return false;
}

/* Does this JOIN name a table that a comma parts it from? */
static bool
is_behind_comma(const struct sql_words *w, size_t join)
{
	bool comma = false;
	long depth = 0;

	for (size_t i = join; i-- > 0 && depth >= 0;) {
		struct sql_token t = w->all[i];

		if (depth == 0 && sql_is_word(t, "FROM"))
			return false;
		if (depth == 0 && comma && sql_may_name(t) &&
		    names_table(w, join, t.text))
			return true;
		comma |= depth == 0 && sql_is_op(t, ",");
		depth += sql_is_op(t, ")") - sql_is_op(t, "(");
	}
	return false;
}

static bool
is_after_comma_limit(const struct sql_words *w, size_t limit)
{
	long depth = 0;

	for (size_t i = limit + 1; i < w->n; i++) {
		struct sql_token t = w->all[i];

		if (depth == 0 && sql_is_op(t, ")"))
			return false;
		if (depth == 0 && sql_is_op(t, ","))
			return true;
		depth += sql_is_op(t, "(") - sql_is_op(t, ")");
	}
	return false;
}

/* Behind IS, and perhaps NOT: what both take. */
static bool
is_standard_is(struct sql_token t)
{
	static const char *const words[] = { "NULL", "DISTINCT", "TRUE",
		"FALSE" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (sql_is_word(t, words[i]))
			return true;
	return false;
}

static bool
is_foreign_operator(struct sql_token t)
{
	static const char *const words[] = { "GLOB", "MATCH", "REGEXP" };
	static const char *const ops[] = { "==", "->", "->>" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (sql_is_word(t, words[i]))
			return true;
	for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
		if (sql_is_op(t, ops[i]))
			return true;
	return false;
}

static void
find_word(struct search *s, size_t i)
{
	const struct sql_words *w = s->words;
	struct sql_token t = w->all[i], next = w->all[i + 1],
			 last = i ? w->all[i - 1] : w->all[w->n];

	if (sql_is_word(t, "JOIN") && !sql_is_word(last, "CROSS") &&
	    !has_on(w, i))
		leave(s, SQL_NO_ON, t.text);
	else if (sql_is_word(t, "JOIN") && is_behind_comma(w, i))
		leave(s, SQL_COMMA_JOIN, t.text);
	else if (is_foreign_operator(t) && !sql_is_op(last, ".") &&
	    !sql_is_op(next, "."))
		leave(s, SQL_NO_OPERATOR, t.text);
	else if (sql_is_word(t, "IS")) {
		struct sql_token of =
		    sql_is_word(next, "NOT") ? w->all[i + 2] : next;

		if (!is_standard_is(of))
			leave(s, SQL_IS_VALUE, t.text);
	} else if (sql_is_word(t, "IN") && !sql_is_op(next, "("))
		leave(s, SQL_IN_TABLE, next.text);
	else if (sql_is_word(t, "LIMIT") && is_after_comma_limit(w, i))
		leave(s, SQL_LIMIT_COMMA, t.text);
	else if (sql_is_word(t, "COLLATE"))
		leave(s, SQL_NO_COLLATION, next.text);
	else if ((t.kind == SQL_NAME && t.text.s[0] != '"') ||
	    (t.kind == SQL_STRING && sql_is_word(last, "AS")))
		leave(s, SQL_QUOTES, t.text);
}

struct sql_left *
sql_subset(struct arena *arena, const struct sql_words *words,
    const struct sql_tree *tree)
{
	struct search s = { .arena = arena, .words = words };

	if (tree->body) {
		find_truths(&s, tree);
		find_in_body(&s, tree->body, tree);
	}
	for (const struct sql_node *n = tree->nodes; n; n = n->next) {
		if (n->kind == SQL_IS_CALL && !sql_subset_has(n->t.text))
			leave(&s, SQL_NO_FUNCTION, n->t.text);
		if (n->kind == SQL_IS_SELECT)
			find_in_body(&s, n->body, tree);
	}
	for (size_t i = 0; i < words->n; i++)
		find_word(&s, i);
	return s.all;
}
