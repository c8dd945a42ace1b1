/* select: which records match, and what of them is shown. */
#include "query/select.h"

#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "query/walk.h"
#include "text/text.h"

/* Paths as text: everything below "a" lies from "a/" up to "a0", the character
 * after '/'. */
static void
add_paths(struct buf *sql, const char *const *paths)
{
	struct arena a = { 0 };

	for (size_t i = 0; paths[i]; i++) {
		buf_addz(sql, i ? " OR " : "(");
		if (strcmp(paths[i], ".") == 0) {
			buf_addz(sql, "TRUE");
			continue;
		}
		buf_addz(sql, "path = ");
		sql_add_text(sql, str_of(paths[i]));
		buf_addz(sql, " OR (path >= ");
		sql_add_text(sql, str_of(arena_f(&a, "%s/", paths[i])));
		buf_addz(sql, " AND path < ");
		sql_add_text(sql, str_of(arena_f(&a, "%s0", paths[i])));
		buf_addz(sql, ")");
	}
	buf_addz(sql, ")");
	arena_release(&a);
}

static bool
is_searched(const struct column *c)
{
	static const bool kinds[KINDS] = {
		[KIND_LINE] = true,
		[KIND_TEXT] = true,
		[KIND_NAME] = true,
		[KIND_ID] = true,
		[KIND_SLUG] = true,
		[KIND_DOCNO] = true,
	};

	return c->field ? kinds[c->field->kind] : str_is(c->name, "body");
}

/* Everything in a record that people read as text has the words. */
static void
add_words(struct buf *sql, const struct table *t, struct str words)
{
	const char *before = "has_words(";

	for (size_t i = 0; i < t->n; i++) {
		if (!is_searched(&t->columns[i]))
			continue;
		buf_addf(sql, "%sifnull(", before);
		sql_add_name(sql, t->columns[i].name);
		buf_addz(sql, ", '')");
		before = " || '\x1e' || "; /* PHRASE_END */
	}
	buf_addz(sql, ", ");
	sql_add_text(sql, words);
	buf_addz(sql, ") <> 0");
}

bool
select_condition(const struct answer *a, const struct selection *s,
    struct buf *sql)
{
	const char *before = "(";

	if (s->paths) {
		buf_addz(sql, before);
		add_paths(sql, s->paths);
		before = " AND ";
	}
	if (str_trim(s->words).n) {
		buf_addz(sql, before);
		add_words(sql, s->table, s->words);
		before = " AND ";
	}
	if (s->where.n) {
		if (!sql_is_expression(s->where))
			return found_trouble(a->to,
			    _("WHERE must be one SQL expression, such as "
			      "\"stage = 'nguon'\", not '%.*s'"),
			    STRF(s->where));
		buf_addf(sql, "%s(", before);
		if (!walk_expression(a, s->table, s->where, sql))
			return false;
		buf_addz(sql, ")");
		before = "";
	}
	buf_addz(sql, *before == '(' ? "(TRUE)" : ")");
	return true;
}

/* What people see of a date that may lack its day: what is written. */
static const struct column *
as_written(const struct table *t, const struct column *c)
{
	if (!c->field || !c->field->partial || c->walk.n ||
	    str_ends(c->name, STR("_min")) || str_ends(c->name, STR("_max")))
		return c;
	for (size_t i = 0; i < t->n; i++)
		if (t->columns[i].field == c->field &&
		    str_ends(t->columns[i].name, STR("_raw")))
			return &t->columns[i];
	return c;
}

/* The statement gives what matches and what is not evaluable, told apart by
 * its last column. */
static bool
add_statement(const struct answer *a, const struct selection *s,
    const struct select_output *o, struct buf *sql)
{
	struct buf condition = { 0 };
	bool ok = select_condition(a, s, &condition);
	const char *c = buf_z(&condition);

	buf_addz(sql, "SELECT ");
	for (size_t i = 0; !o->paths && i < o->n_columns; i++) {
		answer_add_column(sql,
		    print_is_for_people(o->format) ?
			as_written(s->table, o->columns[i]) :
			o->columns[i]);
		buf_addz(sql, ", ");
	}
	if (o->paths)
		buf_addz(sql, "path, ");
	buf_addf(sql, "CASE WHEN %s IS NULL THEN 1 ELSE 0 END FROM ", c);
	sql_add_name(sql, s->table->name);
	buf_addf(sql, " WHERE %s IS NOT FALSE ORDER BY ", c);
	for (size_t i = 0; i < o->n_order; i++) {
		answer_add_order(a, sql, o->order[i].column,
		    o->order[i].descends);
		buf_addz(sql, ", ");
	}
	buf_addz(sql, "id, path");
	buf_release(&condition);
	return ok;
}

static bool
print_path(const struct answer *a, const struct select_output *o,
    struct str path, bool terminal)
{
	struct buf line = { 0 };

	if (!o->nul && str_find(path, '\n') < path.n)
		return found_trouble(a->to,
		    _("path '%.*s' has a line end in it; say -0, so that paths "
		      "end with NUL"),
		    STRF(path));
	buf_add(&line, path);
	if (terminal)
		text_harmless(&line, 0);
	buf_addc(&line, o->nul ? '\0' : '\n');
	fwrite(line.s, 1, line.n, o->out);
	buf_release(&line);
	return true;
}

/* Row by row, until all are counted or one cannot be written. */
static bool
print_all(const struct answer *a, const struct select_output *o,
    struct query *q, struct print *p, struct cell *row, struct answer_counts *n)
{
	size_t cells = query_columns(q) - 1;
	bool people = print_is_for_people(o->format);
	bool terminal = isatty(fileno(o->out));
	int more;

	while ((more = query_step(q, a->to)) == 1) {
		if (query_cell(q, cells).i) {
			n->unknown++;
			continue;
		}
		if (n->matched++ >= o->most)
			continue;
		if (o->paths) {
			if (!print_path(a, o, query_cell(q, 0).s, terminal))
				return false;
			continue;
		}
		for (size_t i = 0; i < cells; i++) {
			row[i] = query_cell(q, i);
			if (people)
				answer_show(a, o->columns[i], &row[i]);
		}
		print_row(p, row);
	}
	return more == 0;
}

bool
select_print(const struct answer *a, const struct selection *s,
    const struct select_output *o, struct answer_counts *n)
{
	struct arena arena = { 0 };
	struct print *p = NULL;
	struct buf sql = { 0 };
	struct query *q = NULL;
	bool ok = add_statement(a, s, o, &sql);

	if (ok)
		q = answer_ask(a, buf_str(&sql));
	ok = q != NULL;
	if (ok && !o->paths)
		p = answer_start(a, o->columns, NULL, o->n_columns, o->format,
		    o->out, &arena);
	if (ok)
		ok = print_all(a, o, q, p,
		    ARENA_ARRAY(&arena, struct cell, o->n_columns), n);
	if (p)
		print_free(p);
	query_free(q);
	buf_release(&sql);
	arena_release(&arena);
	return ok;
}

static size_t
parts(struct str list)
{
	size_t n = 1;

	for (size_t i = 0; i < list.n; i++)
		n += list.s[i] == ',';
	return n;
}

struct select_order *
select_orders(const struct answer *a, const struct table *t, struct str list,
    struct arena *arena, size_t *n)
{
	struct select_order *all =
	    ARENA_ARRAY(arena, struct select_order, parts(list));
	struct str part;

	*n = 0;
	while (str_split(&list, ',', &part)) {
		struct select_order *o = &all[(*n)++];

		part = str_trim(part);
		o->descends = str_starts(part, STR("-"));
		o->column =
		    walk_column(a, t, str_from(part, o->descends), arena);
		if (!o->column)
			return NULL;
	}
	return all;
}

static bool
is_twice(const struct answer *a, const struct column **all, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++)
		if (str_eq(all[i]->name, all[n - 1]->name)) {
			found_trouble(a->to, _("column '%.*s' is named twice"),
			    STRF(all[i]->name));
			return true;
		}
	return false;
}

const struct column **
select_columns(const struct answer *a, const struct table *t, struct str list,
    struct arena *arena, size_t *n)
{
	const struct column **all =
	    ARENA_ARRAY(arena, const struct column *, parts(list));
	struct str part;

	*n = 0;
	while (str_split(&list, ',', &part)) {
		all[*n] = walk_column(a, t, str_trim(part), arena);
		if (!all[(*n)++] || is_twice(a, all, *n))
			return NULL;
	}
	return all;
}
