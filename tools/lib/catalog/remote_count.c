/* remote_count: counts that each of several servers makes of its own rows. */
#include "catalog/remote_count.h"

#include "parse/sql_tree.h"

/* Is it a function that may make one value of many rows, another than count,
 * min and max? Of any whose name is not known here it is one. */
static bool
is_other(const struct sql_node *n)
{
	static const char *const plain[] = { "LOWER", "UPPER", "FOLD", "LENGTH",
		"SUBSTR", "COALESCE", "IFNULL", "IIF", "NULLIF", "INSTR",
		"REPLACE", "TRIM", "TEXT_KEY", "TONE_KEY", "NAME_KEY",
		"HAS_WORDS", "PERIOD_OF", "PERIOD_START", "PERIOD_END",
		"AGE_MONTHS", "AGE_REACHED", "MONTHS_BETWEEN", "DAYS_BETWEEN",
		"MONTH_ADD", "TODAY", "DATE", "ROUND", "ABS", "COUNT", "MIN",
		"MAX" };

	if (n->over)
		return true;
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		if (sql_is_word(n->t, plain[i]))
			return false;
	return true;
}

/* Where the bracket after a function's name closes; 0: nowhere, or what it
 * counts is DISTINCT. */
static size_t
count_end(const struct sql_words *w, size_t i)
{
	int depth = 0;

	if (i + 3 >= w->n || !sql_is_op(w->all[i + 1], "(") ||
	    sql_is_word(w->all[i + 2], "DISTINCT"))
		return 0;
	for (size_t k = i + 1; k < w->n; k++) {
		depth += sql_is_op(w->all[k], "(") - sql_is_op(w->all[k], ")");
		if (depth == 0)
			return k;
	}
	return 0;
}

static bool
is_simple(const struct sql_tree *t)
{
	const struct sql_select *s = t->body ? t->body->selects : NULL;

	return s && !s->next && !t->body->common && s->sources &&
	    !s->sources->next && !s->sources->body && !s->sources->function &&
	    !s->sources->qualified;
}

/* What stands behind WHERE; empty: nothing. */
static struct str
find_where(const struct sql_words *w)
{
	static const char *const ends[] = { "GROUP", "HAVING", "WINDOW",
		"ORDER", "LIMIT" };
	size_t from = w->n, until = w->n;
	int depth = 0;

	for (size_t i = 0; i < w->n && until == w->n; i++) {
		depth += sql_is_op(w->all[i], "(") - sql_is_op(w->all[i], ")");
		if (depth == 0 && sql_is_word(w->all[i], "WHERE"))
			from = i + 1;
		for (size_t k = 0; k < sizeof ends / sizeof *ends; k++)
			if (depth == 0 && from < w->n &&
			    sql_is_word(w->all[i], ends[k]))
				until = i;
	}
	if (from >= w->n)
		return str_from(w->text, w->text.n);
	return str_from(
	    str_first(w->text, until < w->n ? w->all[until].off : w->text.n),
	    w->all[from].off);
}

static bool
takes(const struct remote_count *c)
{
	bool few = is_simple(&c->tree) && c->tree.body->selects->groups;

	if (!is_simple(&c->tree))
		return false;
	for (const struct sql_node *n = c->tree.nodes; n; n = n->next)
		if (n->kind == SQL_IS_SELECT ||
		    (n->kind == SQL_IS_CALL && is_other(n)))
			return false;
	for (size_t i = 0; i < c->words.n; i++) {
		bool count = sql_is_word(c->words.all[i], "COUNT");

		few |= count;
		if (sql_is_word(c->words.all[i], "FILTER") ||
		    (count && !count_end(&c->words, i)))
			return false;
	}
	return few;
}

bool
remote_count_new(struct remote_count *c, struct str sql)
{
	*c = (struct remote_count){ 0 };
	c->words = sql_words(&c->arena, sql);
	c->tree = sql_tree(&c->arena, &c->words);
	c->where = find_where(&c->words);
	return takes(c);
}

void
remote_count_release(struct remote_count *c)
{
	arena_release(&c->arena);
}

static bool
is_in_where(const struct remote_count *c, const struct sql_node *n)
{
	return n->t.text.s >= c->where.s &&
	    n->t.text.s < c->where.s + c->where.n;
}

bool
remote_count_uses(const struct remote_count *c, struct str column)
{
	for (const struct sql_node *n = c->tree.nodes; n; n = n->next)
		if (n->kind == SQL_IS_COLUMN && !is_in_where(c, n) &&
		    sql_says(n->t.text, column))
			return true;
	return false;
}

void
remote_count_add_from(struct buf *b, const struct remote_count *c)
{
	const struct sql_source *s = c->tree.body->selects->sources;

	if (s->name.n) {
		buf_addz(b, " AS ");
		buf_add(b, s->name);
	}
	if (c->where.n)
		buf_addf(b, " WHERE %.*s", STRF(c->where));
}

/* Of count(*) every row counts, of count(x) those where x is something. */
static void
add_count(struct buf *b, const struct sql_words *w, size_t i, size_t end)
{
	size_t from = w->all[i + 2].off, until = w->all[end].off;

	if (sql_is_op(w->all[i + 2], "*"))
		buf_addz(b, "coalesce(sum(" REMOTE_COUNT "), 0)");
	else
		buf_addf(b,
		    "coalesce(sum(CASE WHEN (%.*s) IS NOT NULL "
		    "THEN " REMOTE_COUNT " END), 0)",
		    STRF(str_first(str_from(w->text, from), until - from)));
}

void
remote_count_add(struct buf *b, const struct remote_count *c)
{
	const struct sql_words *w = &c->words;
	size_t done = 0, where = (size_t)(c->where.s - w->text.s);

	for (size_t i = 0; i < w->n; i++) {
		size_t off = w->all[i].off, end = i;

		if (c->where.n && off == where) {
			buf_addf(b, "%.*s 1 = 1 ",
			    STRF(str_first(str_from(w->text, done),
				off - done)));
			done = off + c->where.n;
		}
		if (off < done || !sql_is_word(w->all[i], "COUNT"))
			continue;
		end = count_end(w, i);
		buf_add(b, str_first(str_from(w->text, done), off - done));
		add_count(b, w, i, end);
		done = w->all[end].off + 1;
		i = end;
	}
	buf_add(b, str_from(w->text, done));
}
