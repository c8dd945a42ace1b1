/* mask: what of a statement's result may be shown.
 *
 * A column is named by a statement that reads it even when each star in it that
 * stands for columns is NULL: so SQLite resolves every name, and an alias, a
 * common table or a column of another table that is called the same counts for
 * nothing. */
#include "catalog/authorizer.h"

#include <stdint.h>

#include <sqlite3.h>

/* A walk over a statement that writes it without its stars. */
struct mask_walk {
	struct names_read *to;
	struct buf sql;
	struct str from;
	size_t copied; /* bytes of from in sql */
	struct sql_token t, last;
	size_t name;  /* where the last a.b begins */
	bool in;      /* it stands behind IN */
	bool bracket; /* last: where a join may be */
	long depth;
	enum { LIST_NOT_YET, LIST_HERE, LIST_OVER } list;
};

static bool
begins_column(struct sql_token last)
{
	return sql_is_word(last, "SELECT") || sql_is_word(last, "DISTINCT") ||
	    sql_is_word(last, "ALL") || sql_is_op(last, ",");
}

/* What begins at off, up to end, is not copied: instead comes put. */
static void
replace(struct mask_walk *w, size_t off, size_t end, const char *put)
{
	buf_add(&w->sql,
	    str_first(str_from(w->from, w->copied), off - w->copied));
	buf_addz(&w->sql, put);
	w->copied = end;
}

static void
note_star(struct mask_walk *w)
{
	struct names_read *n = w->to;

	n->stars = true;
	if (w->depth || w->list != LIST_HERE) {
		n->within = true;
		return;
	}
	if (!n->listed)
		n->first = n->items;
	n->last = n->items;
	n->listed++;
}

/* "x IN t" is "x IN (SELECT * FROM t)". */
static void
end_in(struct mask_walk *w)
{
	if (sql_is_op(w->t, "("))
		w->to->failed = true; /* t(x), a function */
	replace(w, w->name, w->last.off + w->last.text.n, " (SELECT NULL)");
	w->to->stars = w->to->within = true;
	w->in = false;
}

/* A join in brackets is a SELECT * of its tables that says no star. (Other
 * brackets may look the same.) */
static void
see_bracket(struct mask_walk *w)
{
	bool from = sql_is_word(w->last, "FROM") ||
	    sql_is_word(w->last, "JOIN") || sql_is_op(w->last, ",") ||
	    sql_is_op(w->last, "(");

	if (w->bracket && !sql_is_word(w->t, "SELECT") &&
	    !sql_is_word(w->t, "WITH") && !sql_is_word(w->t, "VALUES"))
		w->to->bracketed = true;
	w->bracket = from && sql_is_op(w->t, "(");
}

/* Where the outermost list of columns begins, and where it ends. */
static void
see_list(struct mask_walk *w)
{
	if (w->depth)
		return;
	if (w->list == LIST_NOT_YET && sql_is_word(w->t, "SELECT"))
		w->list = LIST_HERE;
	else if (w->list == LIST_HERE && sql_is_op(w->t, ","))
		w->to->items++;
	else if (w->list == LIST_HERE && sql_is_word(w->t, "FROM") &&
	    !sql_is_word(w->last, "DISTINCT"))
		w->list = LIST_OVER;
}

static void
see(struct mask_walk *w)
{
	bool dotted = sql_is_op(w->last, ".");

	if (w->in && !dotted && !sql_is_op(w->t, "."))
		end_in(w);
	if (sql_may_name(w->t) && !dotted) {
		w->name = w->t.off;
		w->in = sql_is_word(w->last, "IN");
	}
	if (sql_is_op(w->t, "*") && (dotted || begins_column(w->last))) {
		note_star(w);
		replace(w, dotted ? w->name : w->t.off, w->t.off + w->t.text.n,
		    " NULL ");
	}
	see_bracket(w);
	see_list(w);
	w->depth += sql_is_op(w->t, "(") - sql_is_op(w->t, ")");
	w->last = w->t;
}

static void
walk(struct mask_walk *w, const struct sql_words *words)
{
	for (size_t i = 0; i < words->n; i++) {
		w->t = words->all[i];
		see(w);
	}
	w->t = words->all[words->n];
	if (w->in)
		end_in(w);
	replace(w, w->from.n, w->from.n, "");
	w->to->items++;
}

/* Prepares the statement without its stars, only to see what it reads. */
static void
read_named(struct statement *a, struct str sql)
{
	struct catalog *c = a->catalog;
	sqlite3_stmt *st = NULL;

	authorizer_reading(c, &a->named.reading);
	a->named.failed = sqlite3_prepare_v2(c->plan, sql.s, (int)sql.n, &st,
			      NULL) != SQLITE_OK;
	c->reading = NULL;
	buf_clear(&c->refused);
	sqlite3_finalize(st);
}

void
mask_name(struct statement *a)
{
	struct mask_walk w = { .to = &a->named, .from = a->words.text };

	walk(&w, &a->words);
	a->named.known = true;
	if (a->named.stars && !a->named.failed)
		read_named(a, buf_str(&w.sql));
	buf_release(&w.sql);
}

const struct column *
mask_origin(const struct statement *a, size_t column)
{
	const char *table = sqlite3_column_table_name(a->plan, (int)column);
	const char *name = sqlite3_column_origin_name(a->plan, (int)column);
	size_t t;

	if (!table || !name || a->compound)
		return NULL;
	t = tables_find(a->catalog, str_of(table));
	return t == SIZE_MAX ?
	    NULL :
	    tables_column(&a->catalog->tables[t], str_of(name));
}

static bool
is_named(const struct statement *a, size_t table, size_t column)
{
	const struct names_read *n = &a->named;

	if (!n->known || n->failed)
		return false;
	return !n->stars ||
	    (n->reading.columns[table] && n->reading.columns[table][column]);
}

bool
mask_names(const struct statement *a, size_t table, size_t column)
{
	return is_named(a, table, column);
}

static bool
is_column_named(const struct statement *a, const struct column *column)
{
	const struct catalog *c = a->catalog;

	for (size_t i = 0; i < a->reading.n; i++)
		if (c->tables[i].n && column >= c->tables[i].columns &&
		    column < c->tables[i].columns + c->tables[i].n)
			return is_named(a, i,
			    (size_t)(column - c->tables[i].columns));
	return false;
}

/* Is a private column read, or, unnamed: one that is not named? */
static bool
reads_private(const struct statement *a, bool unnamed)
{
	const struct catalog *c = a->catalog;

	for (size_t i = 0; i < a->reading.n; i++) {
		const bool *read = a->reading.columns[i];

		for (size_t k = 0; read && k < c->tables[i].n; k++)
			if (read[k] && c->tables[i].columns[k].private &&
			    !(unnamed && is_named(a, i, k)))
				return true;
	}
	return false;
}

bool
mask_reads_hidden(const struct statement *a)
{
	/* What a join in brackets reads, names or not, looks named. */
	return reads_private(a, !(a->named.stars && a->named.bracketed));
}

bool
mask_hushes(const struct statement *a)
{
	for (size_t i = 0; i < a->reading.n; i++)
		if (a->reading.tables[i] && a->catalog->states[i].hides)
			return true;
	return mask_reads_hidden(a);
}

/* Does a result column come from a star? Not sure is yes. */
static bool
is_of_star(const struct statement *a, size_t column)
{
	const struct names_read *n = &a->named;
	size_t total = (size_t)sqlite3_column_count(a->plan);

	if (!n->listed)
		return total != n->items;
	return total < n->items - n->listed ||
	    (column >= n->first && column < total - (n->items - 1 - n->last));
}

bool
mask_hides(const struct statement *a, size_t column)
{
	const struct names_read *n = &a->named;
	const struct column *origin = mask_origin(a, column);
	bool star = n->stars && is_of_star(a, column);

	if (a->compound)
		return n->stars ? reads_private(a, false) :
				  mask_reads_hidden(a);
	if (origin)
		return origin->private && (star || !is_column_named(a, origin));
	/* What is read by a star within may have come here unnamed. */
	if (star || n->within || !n->known || n->failed)
		return mask_reads_hidden(a);
	return false;
}
