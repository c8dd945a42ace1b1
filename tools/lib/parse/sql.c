/* sql: the words of a statement, and what they tell by themselves.
 *
 * Tokens are cut exactly where SQLite 3.40 cuts them, else a text could be one
 * thing here and another there; what it would refuse is SQL_OPEN or SQL_BAD. */
#include "parse/sql.h"

#include <string.h>
#include <strings.h>

#include "base/mem.h"

/* Tokens. Bytes behind the end read as 0, which SQLite takes for the end; a 0
 * within the text is SQL_BAD. */

static unsigned char
at(struct str v, size_t i)
{
	return i < v.n ? (unsigned char)v.s[i] : 0;
}

static unsigned char
lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

static bool
is_hex(unsigned char c)
{
	return str_hex(c) >= 0;
}

static bool
is_name_start(unsigned char c)
{
	return (lower(c) >= 'a' && lower(c) <= 'z') || c == '_' || c >= 0x80;
}

static bool
is_name_byte(unsigned char c)
{
	return is_name_start(c) || str_is_digit(c) || c == '$';
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
	while (str_is_digit(at(v, i)))
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
		if (str_is_digit(at(v, e)))
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
	if (str_is_digit(c) || (c == '.' && str_is_digit(next)))
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

struct sql_words
sql_words(struct arena *a, struct str sql)
{
	struct sql_words w = { .text = str_from(sql, sql.n) };
	struct sql_token *all = NULL, t;
	size_t n = 0, cap = 0, first;

	for (size_t i = 0; sql_next(sql, &i, &t);)
		if (n || !sql_is_op(t, ";"))
			*MEM_PUSH(all, n, cap) = t;
	while (n && sql_is_op(all[n - 1], ";"))
		n--;
	if (n) {
		first = all[0].off;
		w.text = str_first(str_from(sql, first),
		    all[n - 1].off + all[n - 1].text.n - first);
		for (size_t i = 0; i < n; i++)
			all[i].off -= first;
	}
	w.n = n;
	*MEM_PUSH(all, n, cap) =
	    (struct sql_token){ .kind = SQL_BAD, .off = w.text.n };
	w.all = arena_take_array(a, all, n, sizeof *all);
	return w;
}

bool
sql_says_word(struct str word, const char *upper)
{
	for (size_t i = 0; i < word.n; i++)
		if (!upper[i] ||
		    lower((unsigned char)word.s[i]) !=
			lower((unsigned char)upper[i]))
			return false;
	return !upper[word.n];
}

static bool
is_name(struct sql_token t)
{
	return t.kind == SQL_WORD || t.kind == SQL_NAME;
}

bool
sql_may_name(struct sql_token t)
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
		return written.n == name.n &&
		    (!name.n || strncasecmp(written.s, name.s, name.n) == 0);
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
sql_is_compound(const struct sql_words *w)
{
	static const char *const words[] = { "UNION", "INTERSECT", "EXCEPT",
		"VALUES" };

	for (size_t i = 0; i < w->n; i++)
		for (size_t k = 0; k < sizeof words / sizeof *words; k++)
			if (sql_is_word(w->all[i], words[k]))
				return true;
	return false;
}

bool
sql_is_ordered(const struct sql_words *w)
{
	long depth = 0;

	for (size_t i = 0; i < w->n; i++) {
		depth = depth_after(depth, w->all[i]);
		if (depth == 0 && sql_is_word(w->all[i], "ORDER") &&
		    sql_is_word(w->all[i + 1], "BY"))
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

/* Does "[(names)] AS [[NOT] MATERIALIZED] (" begin at t? Only a common table
 * and a window are defined so. */
static bool
is_defined_here(const struct sql_token *t)
{
	if (sql_is_op(*t, "(")) {
		while (t->text.n && !sql_is_op(*++t, ")"))
			if (sql_is_op(*t, "("))
				return false;
		t += t->text.n > 0;
	}
	if (!sql_is_word(*t, "AS"))
		return false;
	t++;
	t += sql_is_word(*t, "NOT");
	t += sql_is_word(*t, "MATERIALIZED");
	return sql_is_op(*t, "(");
}

/* A name that WITH defines follows it, or what it defines before. */
static bool
may_be_defined_behind(struct sql_token last)
{
	return sql_is_op(last, ",") || sql_is_word(last, "WITH") ||
	    sql_is_word(last, "RECURSIVE");
}

const struct sql_token *
sql_cte(const struct sql_words *w, size_t *at)
{
	for (size_t i = *at ? *at : 1; i < w->n; i++)
		if (sql_may_name(w->all[i]) &&
		    may_be_defined_behind(w->all[i - 1]) &&
		    is_defined_here(&w->all[i + 1])) {
			*at = i + 1;
			return &w->all[i];
		}
	return NULL;
}
