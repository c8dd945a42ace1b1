/* sql_postgres: a statement as PostgreSQL answers it alike. */
#include "parse/sql_postgres.h"

#include "base/arena.h"
#include "parse/sql.h"

/* What becomes of a token. */
struct change {
	const char *instead; /* NULL: it stays */
	bool gone;
	const char *before;
	const char *after[3]; /* what ends here, the inner one first */
};

struct statement {
	struct arena arena;
	struct sql_words words;
	struct change *changes;
};

static struct sql_token
at(const struct statement *s, size_t i)
{
	return s->words.all[i < s->words.n ? i : s->words.n];
}

static void
end_at(struct statement *s, size_t i, const char *what)
{
	struct change *c = &s->changes[i];

	c->after[c->after[0] ? 1 : 0] = what;
}

static bool
opens(const struct statement *s, size_t i)
{
	return sql_is_op(at(s, i), "(");
}

/* Where the bracket at i closes. */
static size_t
closing(const struct statement *s, size_t i)
{
	long depth = 0;

	for (; i < s->words.n; i++) {
		depth += opens(s, i) - sql_is_op(at(s, i), ")");
		if (!depth)
			break;
	}
	return i;
}

/* CAST, as a function of ours. */

static const char *
cast_to(struct sql_token type)
{
	return sql_is_word(type, "INTEGER") ? "ketnap.kn_integer" :
	    sql_is_word(type, "REAL")       ? "ketnap.kn_real" :
	    sql_is_word(type, "TEXT")       ? "ketnap.kn_text" :
					      NULL;
}

static void
change_cast(struct statement *s, size_t cast)
{
	size_t close = closing(s, cast + 1), as = close;
	const char *function;

	if (close < 4 || close == s->words.n)
		return;
	while (as > cast && !sql_is_word(at(s, as), "AS"))
		as--;
	function = as > cast ? cast_to(at(s, as + 1)) : NULL;
	if (!function)
		return;
	s->changes[cast].instead = function;
	for (; as < close; as++)
		s->changes[as].gone = true;
}

/* printf(format, …), each value as text. */
static void
change_printf(struct statement *s, size_t name)
{
	size_t close = closing(s, name + 1);
	long depth = 0;
	bool first = true;

	s->changes[name].instead = "ketnap.kn_printf";
	for (size_t i = name + 1; i < close; i++) {
		depth += opens(s, i) - sql_is_op(at(s, i), ")");
		if (depth != 1 || !sql_is_op(at(s, i), ","))
			continue;
		if (!first)
			end_at(s, i - 1, ")");
		s->changes[i + 1].before = "ketnap.kn_printed(";
		first = false;
	}
	if (!first)
		end_at(s, close - 1, ")");
}

/* LIKE: a backslash is itself, where PostgreSQL takes it for ESCAPE. */

/* What stands behind a value: a literal, a name, a call, something in brackets;
 * i: it is none. */
static size_t
value_end(const struct statement *s, size_t i)
{
	struct sql_token t = at(s, i);

	if (opens(s, i))
		return closing(s, i) + 1;
	if (t.kind == SQL_STRING || t.kind == SQL_NUMBER ||
	    t.kind == SQL_PARAMETER)
		return i + 1;
	if (t.kind != SQL_WORD && t.kind != SQL_NAME)
		return i;
	if (opens(s, i + 1))
		return closing(s, i + 1) + 1;
	return sql_is_op(at(s, i + 1), ".") ? i + 3 : i + 1;
}

static void
change_like(struct statement *s, size_t from)
{
	size_t end = value_end(s, from);
	struct change *c;

	while (end > from && sql_is_op(at(s, end), "||"))
		end = value_end(s, end + 1);
	if (end <= from || end > s->words.n ||
	    sql_is_word(at(s, end), "ESCAPE"))
		return;
	if (end == from + 1 && at(s, from).kind == SQL_STRING &&
	    str_find(at(s, from).text, '\\') == at(s, from).text.n)
		return;
	s->changes[from].before = "replace(";
	c = &s->changes[end - 1];
	c->after[2] = c->after[1];
	c->after[1] = c->after[0];
	c->after[0] = ", '\\', '\\\\')";
}

/* ORDER BY */

/* Does it end what is ordered by? */
static bool
ends_order(struct sql_token t)
{
	static const char *const words[] = { "LIMIT", "OFFSET", "ROWS", "RANGE",
		"GROUPS", "UNION", "INTERSECT", "EXCEPT" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (sql_is_word(t, words[i]))
			return true;
	return false;
}

/* One value that is ordered by; gives what stands behind it. */
static size_t
change_term(struct statement *s, size_t i)
{
	bool down = false, said = false;
	size_t from = i;
	long depth = 0;

	for (; i < s->words.n; i++) {
		struct sql_token t = at(s, i);

		depth += opens(s, i) - sql_is_op(t, ")");
		if (depth < 0 ||
		    (!depth && (sql_is_op(t, ",") || ends_order(t))))
			break;
		down = !depth && (sql_is_word(t, "DESC") || down);
		said |= !depth && sql_is_word(t, "NULLS");
	}
	if (!said && i > from)
		end_at(s, i - 1, down ? " NULLS LAST" : " NULLS FIRST");
	return i;
}

static void
change_order(struct statement *s, size_t i)
{
	for (i = change_term(s, i); sql_is_op(at(s, i), ",");)
		i = change_term(s, i + 1);
}

/* Decimals, which are of another type there. */
static bool
is_decimal(struct sql_token t)
{
	if (t.kind != SQL_NUMBER ||
	    (t.text.n > 1 && (t.text.s[1] == 'x' || t.text.s[1] == 'X')))
		return false;
	for (size_t i = 0; i < t.text.n; i++)
		if (t.text.s[i] == '.' || t.text.s[i] == 'e' ||
		    t.text.s[i] == 'E')
			return true;
	return false;
}

static void
change(struct statement *s, size_t i)
{
	struct sql_token t = at(s, i);

	if (sql_is_word(t, "CAST") && opens(s, i + 1))
		change_cast(s, i);
	else if (sql_is_word(t, "PRINTF") && opens(s, i + 1))
		change_printf(s, i);
	else if (sql_is_word(t, "LIKE"))
		change_like(s, i + 1);
	else if (sql_is_word(t, "ORDER") && sql_is_word(at(s, i + 1), "BY"))
		change_order(s, i + 2);
	else if (is_decimal(t))
		s->changes[i].instead = "";
}

/* Writing. */

static void
add_token(struct buf *b, struct sql_token t, const struct change *c,
    void (*value)(struct buf *, struct str, void *), void *to)
{
	if (c->before)
		buf_addz(b, c->before);
	if (c->gone)
		;
	else if (is_decimal(t))
		buf_addf(b, "CAST(%.*s AS double precision)", STRF(t.text));
	else if (c->instead)
		buf_addz(b, c->instead);
	else if (t.kind == SQL_PARAMETER && value)
		value(b, str_from(t.text, 1), to);
	else
		buf_add(b, t.text);
	for (size_t i = 0; i < 3 && c->after[i]; i++)
		buf_addz(b, c->after[i]);
}

void
sql_postgres_add(struct buf *b, struct str sql,
    void (*value)(struct buf *, struct str name, void *to), void *to)
{
	struct statement s = { 0 };
	size_t off = 0;

	s.words = sql_words(&s.arena, sql);
	s.changes = ARENA_ARRAY(&s.arena, struct change, s.words.n + 1);
	for (size_t i = 0; i < s.words.n; i++)
		change(&s, i);
	for (size_t i = 0; i < s.words.n; i++) {
		struct sql_token t = s.words.all[i];

		for (; off < t.off; off++) /* blanks, as they are */
			if (s.words.text.s[off] == '\n')
				break;
		if (i)
			buf_addc(b, off < t.off ? '\n' : ' ');
		add_token(b, t, &s.changes[i], value, to);
		off = t.off + t.text.n;
	}
	arena_release(&s.arena);
}
