/* sql_tree: a statement as trees, by descent with SQLite's own precedence. */
#include "parse/sql_tree.h"

#include <stdlib.h>
#include <string.h>

/* Brackets and operators deeper than this end the reading. */
enum { DEEPEST = 400 };

struct parser {
	struct arena *arena;
	const struct sql_words *words;
	size_t next; /* behind t */
	size_t end;  /* of the token before t */
	struct sql_token t;
	bool more; /* t is one */
	int depth;
	bool too_deep;
	struct sql_select *select; /* where names are looked up */
	struct sql_body *around;
	struct sql_node **last; /* where the next node goes */
	struct sql_table **last_table;
};

static struct sql_node *expression(struct parser *, int level);
static struct sql_body *body(struct parser *, struct sql_select *outer);

static void
step(struct parser *p)
{
	p->end = p->t.off + p->t.text.n;
	p->more = !p->too_deep && p->next < p->words->n;
	p->t = p->words->all[p->more ? p->next++ : p->words->n];
}

static bool
is_word(const struct parser *p, const char *upper)
{
	return sql_is_word(p->t, upper);
}

static bool
is_op(const struct parser *p, const char *op)
{
	return sql_is_op(p->t, op);
}

static bool
pass_word(struct parser *p, const char *upper)
{
	bool is = is_word(p, upper);

	if (is)
		step(p);
	return is;
}

static bool
pass_op(struct parser *p, const char *op)
{
	bool is = is_op(p, op);

	if (is)
		step(p);
	return is;
}

/* The token behind t. */
static struct sql_token
peek(const struct parser *p)
{
	return p->words->all[p->next];
}

static int
by_word(const void *a, const void *b)
{
	return strcmp(a, *(const char *const *)b);
}

/* Is t one of the words, which are sorted? */
static bool
is_among(const struct parser *p, const char *const *words, size_t n)
{
	char upper[16];

	if (p->t.kind != SQL_WORD || p->t.text.n >= sizeof upper)
		return false;
	for (size_t i = 0; i < p->t.text.n; i++) {
		char c = p->t.text.s[i];

		upper[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
	}
	upper[p->t.text.n] = '\0';
	return bsearch(upper, words, n, sizeof *words, by_word);
}

#define IS_AMONG(p, words) is_among(p, words, sizeof(words) / sizeof *(words))

/* Words that end an expression, so that they are no other name for it. */
static const char *const ends[] = { "AND", "AS", "ASC", "BETWEEN", "COLLATE",
	"CROSS", "DESC", "ELSE", "END", "ESCAPE", "EXCEPT", "FROM", "FULL",
	"GLOB", "GROUP", "HAVING", "IN", "INNER", "INTERSECT", "IS", "ISNULL",
	"JOIN", "LEFT", "LIKE", "LIMIT", "MATCH", "NATURAL", "NOT", "NOTNULL",
	"NULLS", "OFFSET", "ON", "OR", "ORDER", "OUTER", "REGEXP", "RIGHT",
	"SELECT", "THEN", "UNION", "USING", "VALUES", "WHEN", "WHERE",
	"WINDOW" };

static bool
is_name(const struct parser *p)
{
	return p->t.kind == SQL_NAME || p->t.kind == SQL_STRING ||
	    (p->t.kind == SQL_WORD && !IS_AMONG(p, ends));
}

/* Nodes. */

static struct sql_node *
node(struct parser *p, enum sql_node_kind kind, struct sql_token t)
{
	struct sql_node *n = arena_new(p->arena, sizeof *n);

	n->kind = kind;
	n->t = t;
	n->select = p->select;
	*p->last = n;
	p->last = &n->next;
	return n;
}

/* Gives a node all of the text from off to what was passed last. */
static struct sql_node *
whole(struct parser *p, struct sql_node *n, size_t off)
{
	n->text = str_first(str_from(p->words->text, off),
	    p->end > off ? p->end - off : 0);
	return n;
}

static struct sql_part *
new_part(struct parser *p, struct sql_node *one)
{
	struct sql_part *part = arena_new(p->arena, sizeof *part);

	part->node = one;
	return part;
}

static void
add(struct parser *p, struct sql_node *to, struct sql_node *one)
{
	struct sql_part *last = new_part(p, one);

	*(to->parts ? &to->last->next : &to->parts) = last;
	to->last = last;
}

static void
add_table(struct parser *p, struct str name)
{
	struct sql_table *t = *p->last_table = arena_new(p->arena, sizeof *t);

	t->name = name;
	p->last_table = &t->next;
}

/* Brackets. */

static bool
begins_select(const struct parser *p)
{
	return is_word(p, "SELECT") || is_word(p, "WITH") ||
	    is_word(p, "VALUES");
}

/* Passes over what is left of a bracket, which is closed then. */
static void
close(struct parser *p)
{
	for (int depth = 0; p->more; step(p)) {
		if (depth == 0 && is_op(p, ")"))
			break;
		depth += is_op(p, "(") - is_op(p, ")");
	}
	step(p);
}

static struct sql_node *
select_node(struct parser *p, size_t off)
{
	struct sql_node *n = node(p, SQL_IS_SELECT, p->t);

	n->body = body(p, p->select);
	close(p);
	return whole(p, n, off);
}

/* (a) is a, (a, b) a row; t is behind the bracket. */
static struct sql_node *
bracket(struct parser *p, size_t off)
{
	struct sql_node *one, *row;

	if (begins_select(p))
		return select_node(p, off);
	one = expression(p, 0);
	if (!is_op(p, ",")) {
		close(p);
		return one;
	}
	row = node(p, SQL_IS_ROW, p->t);
	add(p, row, one);
	while (pass_op(p, ","))
		add(p, row, expression(p, 0));
	close(p);
	return whole(p, row, off);
}

/* Expressions that stand between words: ORDER BY and the like. */
static void
listed(struct parser *p)
{
	static const char *const words[] = { "AND", "ASC", "BETWEEN", "BY",
		"COLLATE", "CURRENT", "DESC", "EXCLUDE", "FIRST", "FOLLOWING",
		"GROUPS", "LAST", "NULLS", "ORDER", "PARTITION", "PRECEDING",
		"RANGE", "ROW", "ROWS", "UNBOUNDED" };

	while (p->more && !is_op(p, ")"))
		if (pass_word(p, "WHERE"))
			expression(p, 0)->truth = true;
		else if (is_op(p, ",") || IS_AMONG(p, words))
			step(p);
		else
			expression(p, 0);
}

/* Such ones in brackets, if t opens them. */
static bool
pass_listed(struct parser *p)
{
	if (!pass_op(p, "("))
		return false;
	listed(p);
	close(p);
	return true;
}

/* Behind PARTITION BY: a row of what parts the rows. */
static struct sql_node *
partition(struct parser *p)
{
	struct sql_node *n = node(p, SQL_IS_ROW, p->t);

	step(p);
	pass_word(p, "BY");
	do
		add(p, n, expression(p, 0));
	while (pass_op(p, ","));
	return n;
}

/* FILTER (…) and OVER (…) or OVER name. */
static void
window(struct parser *p, struct sql_node *n)
{
	if (is_word(p, "FILTER") && sql_is_op(peek(p), "(")) {
		step(p);
		pass_listed(p);
	}
	if (!is_word(p, "OVER"))
		return;
	n->over = true;
	if (sql_is_op(peek(p), "(")) {
		step(p);
		step(p);
		if (is_word(p, "PARTITION"))
			n->partition = partition(p);
		listed(p);
		close(p);
	} else if (peek(p).kind == SQL_WORD || peek(p).kind == SQL_NAME) {
		step(p);
		step(p);
	}
}

static struct sql_node *
call(struct parser *p, struct sql_token name)
{
	struct sql_node *n = node(p, SQL_IS_CALL, name);

	step(p);
	if (!pass_word(p, "DISTINCT"))
		pass_word(p, "ALL");
	while (p->more && !is_op(p, ")")) {
		if (is_op(p, "*") || is_op(p, ",")) {
			step(p);
			continue;
		}
		if (is_word(p, "ORDER")) {
			listed(p);
			break;
		}
		add(p, n, expression(p, 0));
	}
	close(p);
	window(p, n);
	return whole(p, n, name.off);
}

/* a, t.a, db.t.a or f(…). */
static struct sql_node *
named(struct parser *p)
{
	struct sql_token name = p->t;
	struct str table = { 0 };
	size_t off = name.off;
	struct sql_node *n;

	step(p);
	if (is_op(p, "("))
		return call(p, name);
	while (is_op(p, ".")) {
		step(p);
		table = name.text;
		name = p->t;
		step(p);
		if (sql_is_op(name, "*"))
			break;
	}
	n = node(p, SQL_IS_COLUMN, name);
	n->table = table;
	return whole(p, n, off);
}

static struct sql_node *
choice(struct parser *p)
{
	struct sql_node *n = node(p, SQL_IS_CHOICE, p->t), *of = NULL;
	size_t off = p->t.off;

	step(p);
	if (!is_word(p, "WHEN"))
		of = expression(p, 0);
	while (is_word(p, "WHEN")) {
		struct sql_token when = n->t;
		struct sql_node *is;

		step(p);
		is = expression(p, 0);
		is->truth = !of;
		if (of) {
			struct sql_node *c = node(p, SQL_IS_COMPARED, when);

			add(p, c, of);
			add(p, c, is);
			c->text = is->text;
			c->truth = true;
		}
		pass_word(p, "THEN");
		add(p, n, expression(p, 0));
	}
	if (pass_word(p, "ELSE"))
		add(p, n, expression(p, 0));
	pass_word(p, "END");
	return whole(p, n, off);
}

static struct sql_node *
cast(struct parser *p, size_t off)
{
	struct sql_node *n, *of;

	step(p);
	pass_op(p, "(");
	of = expression(p, 0);
	pass_word(p, "AS");
	n = node(p, SQL_IS_CAST, p->t);
	add(p, n, of);
	close(p);
	return whole(p, n, off);
}

/* Precedence, from the loosest. */
enum {
	LEVEL_OR = 1,
	LEVEL_AND,
	LEVEL_NOT,
	LEVEL_EQUAL,
	LEVEL_ORDER,
	LEVEL_ESCAPE,
	LEVEL_BITS,
	LEVEL_SUM,
	LEVEL_PRODUCT,
	LEVEL_JOIN,
	LEVEL_COLLATE,
	LEVEL_SIGN
};

/* What stands before its operand. */
static struct sql_node *
prefixed(struct parser *p, enum sql_node_kind kind, int level)
{
	struct sql_token t = p->t;
	struct sql_node *n, *of;

	step(p);
	of = expression(p, level);
	if (level == LEVEL_NOT)
		of->truth = true;
	n = node(p, kind, t);
	add(p, n, of);
	return whole(p, n, t.off);
}

static struct sql_node *
literal(struct parser *p, enum sql_node_kind kind)
{
	struct sql_node *n = node(p, kind, p->t);
	size_t off = p->t.off;

	if (!is_op(p, ")"))
		step(p);
	return whole(p, n, off);
}

static struct sql_node *
operand(struct parser *p)
{
	size_t off = p->t.off;

	if (is_op(p, "(")) {
		step(p);
		return bracket(p, off);
	}
	if (is_op(p, "-") || is_op(p, "~"))
		return prefixed(p, SQL_IS_ARITHMETIC, LEVEL_SIGN);
	if (pass_op(p, "+"))
		return expression(p, LEVEL_SIGN);
	if (is_word(p, "NOT"))
		return prefixed(p, SQL_IS_TEST, LEVEL_NOT);
	if (is_word(p, "EXISTS") && sql_is_op(peek(p), "("))
		return prefixed(p, SQL_IS_TEST, LEVEL_SIGN);
	if (is_word(p, "CASE"))
		return choice(p);
	if (is_word(p, "CAST") && sql_is_op(peek(p), "("))
		return cast(p, off);
	if (is_word(p, "NULL"))
		return literal(p, SQL_IS_NULL);
	switch (p->t.kind) {
	case SQL_NUMBER:
		return literal(p, SQL_IS_NUMBER);
	case SQL_STRING:
		return literal(p, SQL_IS_TEXT);
	case SQL_NAME:
		return named(p);
	case SQL_WORD:
		if (!IS_AMONG(p, ends))
			return named(p);
		/* fallthrough */
	default:
		return literal(p, SQL_IS_OTHER);
	}
}

/* What stands between two operands. */
static const struct infix {
	const char *op;
	int level;
	enum sql_node_kind kind;
} infixes[] = {
	{ "OR", LEVEL_OR, SQL_IS_TEST },
	{ "AND", LEVEL_AND, SQL_IS_TEST },
	{ "=", LEVEL_EQUAL, SQL_IS_COMPARED },
	{ "==", LEVEL_EQUAL, SQL_IS_COMPARED },
	{ "<>", LEVEL_EQUAL, SQL_IS_COMPARED },
	{ "!=", LEVEL_EQUAL, SQL_IS_COMPARED },
	{ "IS", LEVEL_EQUAL, SQL_IS_COMPARED },
	{ "IN", LEVEL_EQUAL, SQL_IS_COMPARED },
	{ "BETWEEN", LEVEL_EQUAL, SQL_IS_COMPARED },
	{ "LIKE", LEVEL_EQUAL, SQL_IS_TEST },
	{ "GLOB", LEVEL_EQUAL, SQL_IS_TEST },
	{ "MATCH", LEVEL_EQUAL, SQL_IS_TEST },
	{ "REGEXP", LEVEL_EQUAL, SQL_IS_TEST },
	{ "ISNULL", LEVEL_EQUAL, SQL_IS_TEST },
	{ "NOTNULL", LEVEL_EQUAL, SQL_IS_TEST },
	{ "<", LEVEL_ORDER, SQL_IS_COMPARED },
	{ "<=", LEVEL_ORDER, SQL_IS_COMPARED },
	{ ">", LEVEL_ORDER, SQL_IS_COMPARED },
	{ ">=", LEVEL_ORDER, SQL_IS_COMPARED },
	{ "ESCAPE", LEVEL_ESCAPE, SQL_IS_TEST },
	{ "&", LEVEL_BITS, SQL_IS_ARITHMETIC },
	{ "|", LEVEL_BITS, SQL_IS_ARITHMETIC },
	{ "<<", LEVEL_BITS, SQL_IS_ARITHMETIC },
	{ ">>", LEVEL_BITS, SQL_IS_ARITHMETIC },
	{ "+", LEVEL_SUM, SQL_IS_ARITHMETIC },
	{ "-", LEVEL_SUM, SQL_IS_ARITHMETIC },
	{ "*", LEVEL_PRODUCT, SQL_IS_ARITHMETIC },
	{ "/", LEVEL_PRODUCT, SQL_IS_ARITHMETIC },
	{ "%", LEVEL_PRODUCT, SQL_IS_ARITHMETIC },
	{ "||", LEVEL_JOIN, SQL_IS_OTHER },
	{ "->", LEVEL_JOIN, SQL_IS_OTHER },
	{ "->>", LEVEL_JOIN, SQL_IS_OTHER },
	{ "COLLATE", LEVEL_COLLATE, SQL_IS_OTHER },
};

static const struct infix *
infix(struct sql_token t)
{
	bool word = t.kind == SQL_WORD;

	if (!word && t.kind != SQL_OPERATOR)
		return NULL;
	for (size_t i = 0; i < sizeof infixes / sizeof *infixes; i++)
		if (word ? sql_is_word(t, infixes[i].op) :
			   sql_is_op(t, infixes[i].op))
			return &infixes[i];
	return NULL;
}

/* What stands behind IN: each that may be equal is a part. */
static void
members(struct parser *p, struct sql_node *n)
{
	size_t off = p->t.off;

	if (!pass_op(p, "(")) { /* a table */
		if (is_name(p) && !sql_is_op(peek(p), ".") &&
		    !sql_is_op(peek(p), "("))
			add_table(p, p->t.text);
		add(p, n, operand(p));
		n->kind = SQL_IS_TEST;
		return;
	}
	if (begins_select(p)) {
		add(p, n, select_node(p, off));
		return;
	}
	while (p->more && !is_op(p, ")")) {
		if (pass_op(p, ","))
			continue;
		add(p, n, expression(p, 0));
	}
	close(p);
}

/* Everything behind the operator, which t is. */
static struct sql_node *
second(struct parser *p, const struct infix *f, struct sql_node *left,
    size_t off)
{
	struct sql_node *n = node(p, f->kind, p->t);
	bool is = is_word(p, "IS");

	step(p);
	add(p, n, left);
	if (is) {
		pass_word(p, "NOT");
		if (pass_word(p, "DISTINCT"))
			pass_word(p, "FROM");
	}
	if (str_is(str_of(f->op), "IN"))
		members(p, n);
	else if (str_is(str_of(f->op), "BETWEEN")) {
		add(p, n, expression(p, LEVEL_ORDER));
		pass_word(p, "AND");
		add(p, n, expression(p, LEVEL_ORDER));
	} else if (f->level == LEVEL_COLLATE) {
		step(p);
		left->collated = true;
		return left;
	} else if (!str_is(str_of(f->op), "ISNULL") &&
	    !str_is(str_of(f->op), "NOTNULL"))
		add(p, n, expression(p, f->level + 1));
	if (f->level <= LEVEL_AND)
		left->truth = n->last->node->truth = true;
	return whole(p, n, off);
}

/* x NOT IN, NOT LIKE …, NOT NULL; t is NOT. */
static bool
pass_not(struct parser *p)
{
	struct sql_token next = peek(p);
	const struct infix *f = infix(next);

	if (!sql_is_word(next, "NULL") &&
	    (!f || f->level != LEVEL_EQUAL || next.kind != SQL_WORD))
		return false;
	step(p);
	return true;
}

static struct sql_node *
expression(struct parser *p, int level)
{
	size_t off = p->t.off;
	struct sql_node *left;

	if (++p->depth > DEEPEST)
		p->too_deep = true;
	left = operand(p);
	while (p->more) {
		const struct infix *f;

		if (is_word(p, "NOT") && level <= LEVEL_EQUAL && pass_not(p) &&
		    is_word(p, "NULL")) {
			left = node(p, SQL_IS_TEST, p->t);
			step(p);
			whole(p, left, off);
			continue;
		}
		f = infix(p->t);
		if (!f || f->level < level)
			break;
		left = second(p, f, left, off);
	}
	p->depth--;
	return left;
}

/* SELECT. */

/* [AS] name. */
static struct str
other_name(struct parser *p)
{
	struct str name = { 0 };

	if (pass_word(p, "AS") || is_name(p)) {
		name = p->t.text;
		step(p);
	}
	return name;
}

static void
items(struct parser *p, struct sql_select *s)
{
	struct sql_item **end = &s->items;

	do {
		struct sql_item *i = *end = arena_new(p->arena, sizeof *i);

		end = &i->next;
		if (pass_op(p, "*"))
			continue;
		i->value = expression(p, 0);
		if (i->value->kind == SQL_IS_COLUMN &&
		    sql_is_op(i->value->t, "*")) {
			i->table = i->value->table;
			i->value = NULL;
			continue;
		}
		if (i->value->kind == SQL_IS_COLUMN)
			i->name = i->value->t.text;
		if (is_word(p, "AS") || is_name(p))
			i->name = other_name(p);
	} while (pass_op(p, ","));
}

static void
source(struct parser *p, enum sql_join join, struct sql_source ***end)
{
	struct sql_source *s = arena_new(p->arena, sizeof *s);

	s->join = join;
	if (pass_op(p, "(")) {
		if (!begins_select(p))
			return; /* a join: read as if bare */
		s->off = p->t.off;
		s->body = body(p, p->select->body->outer);
		close(p);
	} else {
		s->table = p->t.text;
		step(p);
		if (pass_op(p, ".")) {
			s->qualified = true;
			s->table = p->t.text;
			step(p);
		} else if (!is_op(p, "(")) {
			add_table(p, s->table);
		}
		s->name = s->table;
		s->function = pass_listed(p);
	}
	if (is_word(p, "AS") || (is_name(p) && !is_word(p, "INDEXED")))
		s->name = other_name(p);
	**end = s;
	*end = &s->next;
}

/* Behind FROM, up to the next clause. Brackets around a join are passed over,
 * one that closes the whole is not. */
static void
sources(struct parser *p, struct sql_select *s)
{
	static const char *const stop[] = { "EXCEPT", "GROUP", "HAVING",
		"INTERSECT", "LIMIT", "ORDER", "UNION", "WHERE", "WINDOW" };
	struct sql_source **end = &s->sources, *last = NULL;
	enum sql_join join = SQL_JOIN_INNER;
	long depth = 0;

	while (p->more && (depth || !is_op(p, ")")) && !IS_AMONG(p, stop)) {
		struct sql_source **was = end;

		if (pass_word(p, "ON")) {
			struct sql_node *on = expression(p, 0);

			if (last)
				last->on = on;
			on->truth = true;
		} else if (pass_word(p, "USING")) {
			if (pass_op(p, "("))
				close(p);
		} else if (is_op(p, "(") || is_name(p)) {
			source(p, join, &end);
			if (was == end) {
				depth++;
				s->bracketed = true;
				continue;
			}
			last = *was;
			join = SQL_JOIN_INNER;
		} else {
			if (is_word(p, "LEFT"))
				join = SQL_JOIN_LEFT;
			else if (is_word(p, "RIGHT") || is_word(p, "FULL"))
				join = SQL_JOIN_OTHER;
			depth -= is_op(p, ")");
			step(p);
		}
	}
}

/* The clause that begins with t. */
static void
clause(struct parser *p, struct sql_select *s)
{
	struct sql_part **end = &s->groups;

	s->limited |= is_word(p, "LIMIT");
	if (pass_word(p, "WHERE")) {
		(s->where = expression(p, 0))->truth = true;
	} else if (pass_word(p, "HAVING")) {
		expression(p, 0)->truth = s->having = true;
	} else if (pass_word(p, "GROUP")) {
		pass_word(p, "BY");
		do {
			*end = new_part(p, expression(p, 0));
			end = &(*end)->next;
		} while (pass_op(p, ","));
	} else {
		step(p);
	}
}

static void
clauses(struct parser *p, struct sql_select *s)
{
	static const char *const begin[] = { "BY", "GROUP", "HAVING", "LIMIT",
		"OFFSET", "ORDER", "WHERE" };

	while (p->more && !is_op(p, ")") && !is_word(p, "UNION") &&
	    !is_word(p, "INTERSECT") && !is_word(p, "EXCEPT")) {
		if (is_word(p, "WINDOW")) {
			/* name AS (…), … */
			do {
				step(p);
				step(p);
				pass_word(p, "AS");
				pass_op(p, "(");
				listed(p);
				close(p);
			} while (is_op(p, ","));
		} else if (IS_AMONG(p, begin)) {
			clause(p, s);
		} else if (is_op(p, ",") || is_word(p, "ASC") ||
		    is_word(p, "DESC")) {
			step(p);
		} else if (pass_word(p, "NULLS")) {
			step(p);
		} else {
			expression(p, 0);
		}
	}
}

static void
one_select(struct parser *p, struct sql_select *s)
{
	if (pass_word(p, "VALUES")) {
		/* Rows of no name: the first is looked at. */
		if (pass_op(p, "(")) {
			items(p, s);
			close(p);
		}
		while (pass_op(p, ",") && pass_listed(p))
			;
		return;
	}
	pass_word(p, "SELECT");
	if (!pass_word(p, "DISTINCT"))
		pass_word(p, "ALL");
	items(p, s);
	if (pass_word(p, "FROM"))
		sources(p, s);
	clauses(p, s);
}

static void
common(struct parser *p, struct sql_body *b)
{
	struct sql_common **end = &b->common;

	b->recursive = pass_word(p, "RECURSIVE");
	do {
		struct sql_common *c = arena_new(p->arena, sizeof *c);
		struct sql_item **column = &c->columns;

		c->name = p->t.text;
		step(p);
		if (pass_op(p, "(")) {
			while (p->more && !is_op(p, ")")) {
				if (p->t.kind != SQL_OPERATOR) {
					*column = arena_new(p->arena,
					    sizeof **column);
					(*column)->name = p->t.text;
					column = &(*column)->next;
				}
				step(p);
			}
			close(p);
		}
		pass_word(p, "AS");
		pass_word(p, "NOT");
		pass_word(p, "MATERIALIZED");
		*end = c;
		end = &c->next;
		if (!pass_op(p, "("))
			return;
		c->body = body(p, b->outer);
		close(p);
	} while (pass_op(p, ","));
}

static bool
pass_compound(struct parser *p)
{
	if (pass_word(p, "UNION")) {
		pass_word(p, "ALL");
		return true;
	}
	return pass_word(p, "INTERSECT") || pass_word(p, "EXCEPT");
}

static struct sql_body *
body(struct parser *p, struct sql_select *outer)
{
	struct sql_body *b = arena_new(p->arena, sizeof *b);
	struct sql_body *around = p->around;
	struct sql_select *in = p->select, **end = &b->selects;

	if (++p->depth > DEEPEST)
		p->too_deep = true;
	b->outer = outer;
	b->around = around;
	p->around = b;
	if (pass_word(p, "WITH"))
		common(p, b);
	do {
		struct sql_select *s = arena_new(p->arena, sizeof *s);

		s->body = b;
		p->select = s;
		one_select(p, s);
		*end = s;
		end = &s->next;
	} while (p->more && pass_compound(p));
	p->select = in;
	p->around = around;
	p->depth--;
	return b;
}

struct sql_tree
sql_tree(struct arena *arena, const struct sql_words *words)
{
	struct sql_tree tree = { 0 };
	struct parser p = { .arena = arena,
		.words = words,
		.more = true,
		.last = &tree.nodes,
		.last_table = &tree.tables };

	step(&p);
	tree.body = body(&p, NULL);
	if (p.too_deep)
		return (struct sql_tree){ .tables = tree.tables };
	return tree;
}
