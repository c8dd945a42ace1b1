/* sql: the words of a statement, and what they tell by themselves.
 *
 * Tokens are cut exactly where SQLite 3.40 cuts them, else a text could be one
 * thing here and another there; what it would refuse is SQL_OPEN or SQL_BAD. */
#include "parse/sql.h"

#include <string.h>

#include "base/arena.h"
#include "base/map.h"

/* Tokens. Bytes behind the end read as 0, which SQLite takes for the end; a 0
 * within the text is SQL_BAD. */

static unsigned char
at(struct str v, size_t i)
{
	return i < v.n ? (unsigned char)v.s[i] : 0;
}

static bool
is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

static unsigned char
lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

static bool
is_hex(unsigned char c)
{
	return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f');
}

static bool
is_name_start(unsigned char c)
{
	return (lower(c) >= 'a' && lower(c) <= 'z') || c == '_' || c >= 0x80;
}

static bool
is_name_byte(unsigned char c)
{
	return is_name_start(c) || is_digit(c) || c == '$';
}

static bool
is_space(unsigned char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* A vertical tab is space only behind other space. */
static bool
is_space_start(unsigned char c)
{
	return is_space(c) && c != '\v';
}

static bool
is_mark(struct str v)
{
	return at(v, 0) == 0xef && at(v, 1) == 0xbb && at(v, 2) == 0xbf;
}

/* Each cut_ returns how long the token at the start of v is. */

static size_t
cut_space(struct str v, struct sql_token *t)
{
	size_t i = 1;

	t->kind = SQL_SPACE;
	while (is_space(at(v, i)))
		i++;
	return i;
}

static size_t
cut_line_comment(struct str v, struct sql_token *t)
{
	t->kind = SQL_COMMENT;
	return str_find(str_first(v, str_find(v, '\n')), '\0');
}

/* SQLite lets a comment run to the end unclosed; here it is SQL_OPEN, since
 * it would swallow whatever is written behind it. */
static size_t
cut_comment(struct str v, struct sql_token *t)
{
	size_t end = str_find_str(str_from(v, 2), STR("*/"));
	bool closed = end < str_from(v, 2).n;

	t->kind =
	    closed && !memchr(v.s, '\0', end + 2) ? SQL_COMMENT : SQL_OPEN;
	return closed ? end + 4 : v.n;
}

static size_t
cut_quoted(struct str v, struct sql_token *t)
{
	char quote = v.s[0];

	t->kind = quote == '\'' ? SQL_STRING : SQL_NAME;
	for (size_t i = 1; at(v, i); i++) {
		if (v.s[i] != quote)
			continue;
		if (i + 1 >= v.n || v.s[i + 1] != quote)
			return i + 1;
		i++;
	}
	t->kind = SQL_OPEN;
	return v.n;
}

static size_t
cut_bracketed(struct str v, struct sql_token *t)
{
	size_t end = str_find(v, ']');

	t->kind = end < v.n && !memchr(v.s, '\0', end) ? SQL_NAME : SQL_OPEN;
	return end < v.n ? end + 1 : v.n;
}

static size_t
skip_digits(struct str v, size_t i)
{
	while (is_digit(at(v, i)))
		i++;
	return i;
}

static size_t
cut_number(struct str v, struct sql_token *t)
{
	size_t i, e;

	t->kind = SQL_NUMBER;
	if (v.s[0] == '0' && lower(at(v, 1)) == 'x' && is_hex(at(v, 2))) {
		for (i = 3; is_hex(at(v, i));)
			i++;
		return i;
	}
	i = skip_digits(v, 0);
	if (at(v, i) == '.')
		i = skip_digits(v, i + 1);
	if (lower(at(v, i)) == 'e') {
		e = i + 1 + (at(v, i + 1) == '+' || at(v, i + 1) == '-');
		if (is_digit(at(v, e)))
			i = skip_digits(v, e);
	}
	while (is_name_byte(at(v, i))) {
		t->kind = SQL_BAD;
		i++;
	}
	return i;
}

static size_t
cut_blob(struct str v, struct sql_token *t)
{
	size_t i = 2;

	t->kind = SQL_BLOB;
	while (is_hex(at(v, i)))
		i++;
	if (at(v, i) != '\'' || i % 2) {
		t->kind = SQL_BAD;
		while (at(v, i) && at(v, i) != '\'')
			i++;
	}
	return i < v.n ? i + 1 : i;
}

static size_t
cut_name(struct str v, struct sql_token *t)
{
	size_t i = 1;

	t->kind = SQL_WORD;
	while (is_name_byte(at(v, i)))
		i++;
	return i;
}

/* $name::part(anything) is one parameter, from SQLite's days with Tcl. */
static size_t
cut_parameter(struct str v, struct sql_token *t)
{
	size_t i = 1, letters = 0;

	t->kind = SQL_PARAMETER;
	for (;; i++) {
		unsigned char c = at(v, i);

		if (is_name_byte(c))
			letters++;
		else if (c == ':' && at(v, i + 1) == ':')
			i++;
		else
			break;
	}
	if (at(v, i) == '(' && letters) {
		while (at(v, i) && !is_space(at(v, i)) && at(v, i) != ')')
			i++;
		if (at(v, i) == ')')
			i++;
		else
			t->kind = SQL_BAD;
	}
	if (!letters)
		t->kind = SQL_BAD;
	return i;
}

static bool
is_pair(unsigned char a, unsigned char b)
{
	switch (a) {
	case '<':
		return b == '=' || b == '>' || b == '<';
	case '>':
		return b == '=' || b == '>';
	case '=':
	case '!':
		return b == '=';
	case '|':
		return b == '|';
	case '-':
		return b == '>';
	default:
		return false;
	}
}

static size_t
cut_operator(struct str v, struct sql_token *t)
{
	unsigned char c = at(v, 0);

	t->kind = SQL_OPERATOR;
	if (is_pair(c, at(v, 1)))
		return 2 + (c == '-' && at(v, 2) == '>');
	if (!c || !strchr("();,.=<>+-*/%|&~", c))
		t->kind = SQL_BAD;
	return 1;
}

static size_t
cut(struct str v, struct sql_token *t)
{
	unsigned char c = at(v, 0), next = at(v, 1);

	if (is_space_start(c))
		return cut_space(v, t);
	if (is_mark(v)) {
		t->kind = SQL_SPACE;
		return 3;
	}
	if (lower(c) == 'x' && next == '\'')
		return cut_blob(v, t);
	if (is_name_start(c))
		return cut_name(v, t);
	if (is_digit(c) || (c == '.' && is_digit(next)))
		return cut_number(v, t);
	if (c == '-' && next == '-')
		return cut_line_comment(v, t);
	if (c == '/' && next == '*')
		return cut_comment(v, t);
	if (c == '\'' || c == '"' || c == '`')
		return cut_quoted(v, t);
	if (c == '[')
		return cut_bracketed(v, t);
	if (c == '?') {
		t->kind = SQL_PARAMETER;
		return skip_digits(v, 1);
	}
	if (c == '$' || c == '@' || c == ':' || c == '#')
		return cut_parameter(v, t);
	return cut_operator(v, t);
}

bool
sql_raw(struct str sql, size_t *from, struct sql_token *t)
{
	size_t n;

	if (*from >= sql.n)
		return false;
	n = cut(str_from(sql, *from), t);
	t->off = *from;
	t->text = (struct str){ sql.s + *from, n };
	*from += n;
	return true;
}

bool
sql_next(struct str sql, size_t *from, struct sql_token *t)
{
	while (sql_raw(sql, from, t))
		if (t->kind != SQL_SPACE && t->kind != SQL_COMMENT)
			return true;
	return false;
}

static bool
same_letters(struct str a, const char *z, size_t n)
{
	if (a.n != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (lower((unsigned char)a.s[i]) != lower((unsigned char)z[i]))
			return false;
	return true;
}

bool
sql_is_word(struct sql_token t, const char *upper)
{
	if (t.kind != SQL_WORD)
		return false;
	for (size_t i = 0; i < t.text.n; i++)
		if (!upper[i] ||
		    lower((unsigned char)t.text.s[i]) !=
			lower((unsigned char)upper[i]))
			return false;
	return !upper[t.text.n];
}

bool
sql_is_op(struct sql_token t, const char *op)
{
	return t.kind == SQL_OPERATOR && str_is(t.text, op);
}

static bool
is_one_of(struct sql_token t, const char *const *words)
{
	unsigned char first;

	if (t.kind != SQL_WORD)
		return false;
	first = lower((unsigned char)t.text.s[0]);
	for (; *words; words++)
		if (lower((unsigned char)**words) == first &&
		    sql_is_word(t, *words))
			return true;
	return false;
}

static bool
is_name(struct sql_token t)
{
	return t.kind == SQL_WORD || t.kind == SQL_NAME;
}

/* Where SQLite wants a name it also takes a string. */
static bool
may_name(struct sql_token t)
{
	return is_name(t) || t.kind == SQL_STRING;
}

/* Quotes. */

/* The closing quote, which is written twice within; 0: v is not quoted. */
static char
quote_of(struct str v)
{
	if (v.n < 2)
		return 0;
	return v.s[0] == '[' ? ']' : strchr("'\"`", v.s[0]) ? v.s[0] : 0;
}

/* The next byte of what a quoted text says. */
static bool
plain_next(struct str v, char quote, size_t *i, char *c)
{
	if (*i + 1 >= v.n)
		return false;
	*c = v.s[(*i)++];
	if (*c == quote && quote != ']')
		(*i)++;
	return true;
}

bool
sql_says(struct str written, struct str name)
{
	char quote = quote_of(written), c;
	size_t i = 1, n = 0;

	if (!quote)
		return same_letters(written, name.s, name.n);
	while (plain_next(written, quote, &i, &c))
		if (n == name.n ||
		    lower((unsigned char)c) !=
			lower((unsigned char)name.s[n++]))
			return false;
	return n == name.n;
}

void
sql_add_plain(struct buf *b, struct str written)
{
	char quote = quote_of(written), c;
	size_t i = 1;

	if (!quote)
		buf_add(b, written);
	else
		while (plain_next(written, quote, &i, &c))
			buf_addc(b, c);
}

static void
add_quoted(struct buf *b, struct str v, char quote)
{
	buf_addc(b, quote);
	for (size_t i = 0; i < v.n; i++) {
		if (v.s[i] == quote)
			buf_addc(b, quote);
		buf_addc(b, v.s[i]);
	}
	buf_addc(b, quote);
}

void
sql_add_name(struct buf *b, struct str name)
{
	add_quoted(b, name, '"');
}

void
sql_add_text(struct buf *b, struct str text)
{
	add_quoted(b, text, '\'');
}

/* Shapes. */

struct str
sql_strip(struct str sql)
{
	size_t from = sql.n, to = sql.n, i = 0;
	struct sql_token t;

	while (sql_next(sql, &i, &t)) {
		if (sql_is_op(t, ";"))
			continue;
		if (from == sql.n)
			from = t.off;
		to = i;
	}
	return str_first(str_from(sql, from), to - from);
}

/* How deep in brackets the text is behind t; -1: more closed than opened. */
static long
depth_after(long depth, struct sql_token t)
{
	return depth + sql_is_op(t, "(") - sql_is_op(t, ")");
}

bool
sql_is_whole(struct str sql)
{
	struct sql_token t;
	long depth = 0;

	for (size_t i = 0; sql_next(sql, &i, &t);) {
		depth = depth_after(depth, t);
		if (t.kind == SQL_OPEN || t.kind == SQL_BAD || depth < 0 ||
		    sql_is_op(t, ";"))
			return false;
	}
	return depth == 0;
}

bool
sql_is_expression(struct str sql)
{
	struct sql_token t;
	long depth = 0;
	bool any = false;

	for (size_t i = 0; sql_raw(sql, &i, &t);) {
		depth = depth_after(depth, t);
		if (t.kind == SQL_COMMENT || (depth == 0 && sql_is_op(t, ",")))
			return false;
		any |= t.kind != SQL_SPACE;
	}
	return any && sql_is_whole(sql);
}

bool
sql_is_compound(struct str sql)
{
	static const char *const words[] = { "UNION", "INTERSECT", "EXCEPT",
		"VALUES", NULL };
	struct sql_token t;

	for (size_t i = 0; sql_next(sql, &i, &t);)
		if (is_one_of(t, words))
			return true;
	return false;
}

bool
sql_is_ordered(struct str sql)
{
	struct sql_token t, last = { 0 };
	long depth = 0;

	for (size_t i = 0; sql_next(sql, &i, &t); last = t) {
		depth = depth_after(depth, t);
		if (depth == 0 && sql_is_word(last, "ORDER") &&
		    sql_is_word(t, "BY"))
			return true;
	}
	return false;
}

bool
sql_names(struct str sql, struct str name)
{
	struct sql_token t;

	for (size_t i = 0; sql_next(sql, &i, &t);)
		if (is_name(t) && sql_says(t.text, name))
			return true;
	return false;
}

/* Passes over "(a, b COLLATE c)". */
static bool
skip_names(struct str sql, size_t *i, struct sql_token *t)
{
	while (sql_next(sql, i, t) && !sql_is_op(*t, "("))
		if (sql_is_op(*t, ")"))
			return true;
	return false;
}

/* Does "[(names)] AS [[NOT] MATERIALIZED] (" follow? Only a common table and
 * a window are defined so. */
static bool
is_defined_here(struct str sql, size_t i)
{
	struct sql_token t;
	bool more = sql_next(sql, &i, &t);

	if (more && sql_is_op(t, "("))
		more = skip_names(sql, &i, &t) && sql_next(sql, &i, &t);
	if (!more || !sql_is_word(t, "AS"))
		return false;
	more = sql_next(sql, &i, &t);
	if (more && sql_is_word(t, "NOT"))
		more = sql_next(sql, &i, &t);
	if (more && sql_is_word(t, "MATERIALIZED"))
		more = sql_next(sql, &i, &t);
	return more && sql_is_op(t, "(");
}

/* A name that WITH defines follows it, or what it defines before. */
static bool
may_be_defined_behind(struct sql_token last)
{
	return sql_is_op(last, ",") || sql_is_word(last, "WITH") ||
	    sql_is_word(last, "RECURSIVE");
}

bool
sql_cte(struct str sql, size_t *from, struct sql_token *name)
{
	struct sql_token last = { 0 };

	for (; sql_next(sql, from, name); last = *name)
		if (may_name(*name) && may_be_defined_behind(last) &&
		    is_defined_here(sql, *from))
			return true;
	return false;
}

/* Comparisons. */

/* Words a column may stand behind without being another name for what stands
 * before it. */
static const char *const before_operand[] = { "SELECT", "DISTINCT", "ALL",
	"WHERE", "AND", "OR", "NOT", "ON", "WHEN", "THEN", "ELSE", "CASE",
	"HAVING", "BY", "IN", "IS", "LIKE", "GLOB", "REGEXP", "MATCH",
	"BETWEEN", "ESCAPE", "LIMIT", "OFFSET", "FROM", "JOIN", "USING",
	"VALUES", "UNION", "INTERSECT", "EXCEPT", "COLLATE", "WITH",
	"RECURSIVE", "WINDOW", "ISNULL", "NOTNULL", NULL };

/* Words that open an operand which a comparison may be the whole of. AND and
 * NOT are looked at apart. */
static const char *const opens[] = { "SELECT", "WHERE", "OR", "ON", "WHEN",
	"THEN", "ELSE", "HAVING", "BY", NULL };

/* Words that can only stand behind a whole comparison. */
static const char *const closes[] = { "AND", "OR", "THEN", "ELSE", "END",
	"WHEN", "AS", "FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT",
	"WINDOW", "UNION", "INTERSECT", "EXCEPT", "JOIN", "LEFT", "RIGHT",
	"FULL", "INNER", "CROSS", "NATURAL", "ASC", "DESC", "NULLS", NULL };

/* In brackets or CASEs deeper than this nothing is looked at. */
enum { COMPARED_DEEPEST = 64 };

/* Where a walk through a statement is. */
struct walk {
	struct str sql;
	size_t at;
	struct sql_token t, last, before_last;
	struct map defined; /* names, as they sound */
	struct arena arena;
	long depth;
	unsigned char between[COMPARED_DEEPEST]; /* by depth: ANDs to come */
	struct sql_comparison cases[COMPARED_DEEPEST]; /* open CASEs */
	long n_cases;
	void (*seen)(const struct sql_comparison *, void *);
	void *to;
};

static struct str
sound(struct walk *w, struct str written)
{
	char *s = arena_new(&w->arena, written.n + 1), quote, c;
	size_t n = 0, i = 1;

	quote = quote_of(written);
	if (!quote)
		for (; n < written.n; n++)
			s[n] = (char)lower((unsigned char)written.s[n]);
	else
		while (plain_next(written, quote, &i, &c))
			s[n++] = (char)lower((unsigned char)c);
	return (struct str){ s, n };
}

static void
define(struct walk *w, struct str written)
{
	*map_put(&w->defined, sound(w, written)) = w;
}

/* Does the statement give t as another name to something: "AS t", or "x t"? */
static bool
is_alias(struct sql_token last, struct sql_token t)
{
	if (!may_name(t) || !last.text.n)
		return false;
	return sql_is_word(last, "AS") || last.kind == SQL_NAME ||
	    last.kind == SQL_STRING || last.kind == SQL_NUMBER ||
	    last.kind == SQL_BLOB || last.kind == SQL_PARAMETER ||
	    sql_is_op(last, ")") ||
	    (last.kind == SQL_WORD && !is_one_of(last, before_operand));
}

/* The columns of "name(a, b) AS (". */
static void
define_columns(struct walk *w, size_t i)
{
	struct sql_token t;

	if (sql_next(w->sql, &i, &t) && sql_is_op(t, "("))
		while (sql_next(w->sql, &i, &t) && !sql_is_op(t, ")"))
			if (may_name(t))
				define(w, t.text);
}

static void
find_defined(struct walk *w)
{
	struct sql_token t, last = { 0 };

	for (size_t i = 0; sql_next(w->sql, &i, &t); last = t)
		if (is_alias(last, t))
			define(w, t.text);
	for (size_t i = 0; sql_cte(w->sql, &i, &t);) {
		define(w, t.text);
		define_columns(w, i);
	}
}

static void
tell(struct walk *w, struct sql_comparison *c, struct sql_token value)
{
	c->value = value;
	if (!map_get(&w->defined, sound(w, c->column)))
		w->seen(c, w->to);
}

static bool
is_literal(struct sql_token t)
{
	return t.kind == SQL_STRING || t.kind == SQL_NUMBER ||
	    t.kind == SQL_BLOB;
}

/* A literal, a number also behind its sign. */
static bool
read_literal(struct str sql, size_t *i, struct sql_token *t)
{
	if (!sql_next(sql, i, t))
		return false;
	if (!sql_is_op(*t, "-") && !sql_is_op(*t, "+"))
		return is_literal(*t);
	return sql_next(sql, i, t) && t->kind == SQL_NUMBER;
}

/* Does what stands before i end there, as an operand of its own? */
static bool
ends(struct str sql, size_t i)
{
	struct sql_token t;

	return !sql_next(sql, &i, &t) || sql_is_op(t, ")") ||
	    sql_is_op(t, ",") || sql_is_op(t, ";") || is_one_of(t, closes);
}

/* "t.col" or "col", of which t is the first token. */
static bool
read_column(struct str sql, struct sql_token t, size_t *i,
    struct sql_comparison *c)
{
	struct sql_token next;
	size_t j = *i;

	*c = (struct sql_comparison){ .column = t.text };
	if (!is_name(t))
		return false;
	if (!sql_next(sql, &j, &next) || !sql_is_op(next, "."))
		return true;
	if (!sql_next(sql, &j, &next) || !is_name(next))
		return false;
	c->table = t.text;
	c->column = next.text;
	*i = j;
	return true;
}

/* = and its kin; op is what it is when both sides change places. */
static bool
read_sign(struct sql_token t, struct str *op, struct str *mirrored)
{
	static const char *const signs[][2] = {
		{ "=", "=" },
		{ "==", "==" },
		{ "<>", "<>" },
		{ "!=", "!=" },
		{ "<", ">" },
		{ "<=", ">=" },
		{ ">", "<" },
		{ ">=", "<=" },
	};

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (sql_is_op(t, signs[i][0])) {
			*op = str_of(signs[i][0]);
			*mirrored = str_of(signs[i][1]);
			return true;
		}
	return false;
}

/* ("a", "b" … as far as they are literals each by itself. */
static void
tell_list(struct walk *w, size_t i, struct sql_comparison *c)
{
	struct sql_token t, value;

	if (!sql_next(w->sql, &i, &t) || !sql_is_op(t, "("))
		return;
	while (read_literal(w->sql, &i, &value) && sql_next(w->sql, &i, &t) &&
	    (sql_is_op(t, ",") || sql_is_op(t, ")"))) {
		tell(w, c, value);
		if (sql_is_op(t, ")"))
			return;
	}
}

static void
tell_between(struct walk *w, size_t i, struct sql_comparison *c)
{
	struct sql_token t, value;

	if (read_literal(w->sql, &i, &value) && sql_next(w->sql, &i, &t) &&
	    sql_is_word(t, "AND")) {
		tell(w, c, value);
		if (read_literal(w->sql, &i, &value) && ends(w->sql, i))
			tell(w, c, value);
	}
}

static void
tell_if_literal(struct walk *w, size_t i, struct sql_comparison *c)
{
	struct sql_token value;

	if (read_literal(w->sql, &i, &value) && ends(w->sql, i))
		tell(w, c, value);
}

/* What stands behind a column. */
static void
look_behind(struct walk *w, size_t i, struct sql_comparison *c)
{
	struct sql_token t;
	struct str mirrored;
	size_t j;

	if (!sql_next(w->sql, &i, &t))
		return;
	if (read_sign(t, &c->op, &mirrored)) {
		tell_if_literal(w, i, c);
	} else if (sql_is_word(t, "IS")) {
		c->op = STR("IS");
		j = i;
		if (sql_next(w->sql, &j, &t) && sql_is_word(t, "NOT"))
			i = j;
		tell_if_literal(w, i, c);
	} else {
		if (sql_is_word(t, "NOT") && !sql_next(w->sql, &i, &t))
			return;
		if (sql_is_word(t, "IN")) {
			c->op = STR("IN");
			tell_list(w, i, c);
		} else if (sql_is_word(t, "BETWEEN")) {
			c->op = STR("BETWEEN");
			tell_between(w, i, c);
		}
	}
}

/* 'lit' = col, of which w->t is the first token. */
static void
look_from_literal(struct walk *w)
{
	struct sql_token value, sign, t;
	struct sql_comparison c;
	struct str op, mirrored;
	size_t i = w->t.off;

	if (!read_literal(w->sql, &i, &value) || !sql_next(w->sql, &i, &sign) ||
	    !read_sign(sign, &op, &mirrored) || !sql_next(w->sql, &i, &t) ||
	    !read_column(w->sql, t, &i, &c) || !ends(w->sql, i))
		return;
	c.op = mirrored;
	tell(w, &c, value);
}

/* Can a comparison begin at w->t and be a whole operand? NOT is no boundary in
 * "x IS NOT col = 1", nor is the AND of "x BETWEEN 1 AND col = 1". */
static bool
begins(struct walk *w, bool between_and)
{
	if (sql_is_word(w->last, "AND"))
		return !between_and;
	if (sql_is_word(w->last, "NOT"))
		return !sql_is_word(w->before_last, "IS");
	return !w->last.text.n || sql_is_op(w->last, "(") ||
	    sql_is_op(w->last, ",") || sql_is_op(w->last, ";") ||
	    is_one_of(w->last, opens);
}

/* Counts BETWEEN and AND. Is this the AND of a BETWEEN? */
static bool
count_between(struct walk *w)
{
	unsigned char *n = &w->between[w->depth];

	if (sql_is_word(w->t, "BETWEEN") && *n < 255)
		++*n;
	else if (sql_is_word(w->t, "AND") && *n)
		return --*n, true;
	return false;
}

/* CASE col WHEN 'lit' THEN …: keeps the column of each open CASE. */
static void
follow_case(struct walk *w)
{
	struct sql_comparison c = { 0 };
	struct sql_token t, value;
	size_t i = w->at;

	if (sql_is_word(w->t, "CASE")) {
		if (!sql_next(w->sql, &i, &t) ||
		    !read_column(w->sql, t, &i, &c) ||
		    !sql_next(w->sql, &i, &t) || !sql_is_word(t, "WHEN"))
			c = (struct sql_comparison){ 0 };
		c.op = STR("CASE");
		if (w->n_cases < COMPARED_DEEPEST)
			w->cases[w->n_cases] = c;
		w->n_cases++;
	} else if (sql_is_word(w->t, "END") && w->n_cases > 0) {
		w->n_cases--;
	} else if (sql_is_word(w->t, "WHEN") && w->n_cases > 0 &&
	    w->n_cases <= COMPARED_DEEPEST &&
	    w->cases[w->n_cases - 1].column.n &&
	    read_literal(w->sql, &i, &value) && sql_next(w->sql, &i, &t) &&
	    sql_is_word(t, "THEN")) {
		tell(w, &w->cases[w->n_cases - 1], value);
	}
}

static void
look(struct walk *w)
{
	struct sql_comparison c;
	size_t i = w->at;

	if (is_name(w->t)) {
		if (read_column(w->sql, w->t, &i, &c))
			look_behind(w, i, &c);
	} else
		look_from_literal(w);
}

static bool
is_at_hand(long depth)
{
	return depth >= 0 && depth < COMPARED_DEEPEST;
}

void
sql_compared(struct str sql,
    void (*seen)(const struct sql_comparison *, void *), void *to)
{
	struct walk w = { .sql = sql, .seen = seen, .to = to };
	bool between_and = false;

	find_defined(&w);
	while (sql_next(sql, &w.at, &w.t)) {
		if (is_at_hand(w.depth) && begins(&w, between_and))
			look(&w);
		if (sql_is_op(w.t, "(") && is_at_hand(w.depth + 1))
			w.between[w.depth + 1] = 0;
		w.depth = depth_after(w.depth, w.t);
		between_and = is_at_hand(w.depth) && count_between(&w);
		follow_case(&w);
		w.before_last = w.last;
		w.last = w.t;
	}
	map_release(&w.defined);
	arena_release(&w.arena);
}
