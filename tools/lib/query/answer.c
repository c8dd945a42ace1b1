/* answer: what all who ask the catalog share. */
#include "query/answer.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "text/name.h"
#include "text/workday_certainty.h"
#include "text/kept.h"

/* The i-th of the names that may stand in a column, in order; NULL: no more,
 * or none in particular. */
static const struct name *
value_at(const struct column *c, size_t i)
{
	const struct type *type = c->stages_of;

	if (type)
		return i < type->n_stages + type->n_exits ?
		    &type->stages[i].name :
		    NULL;
	if (c->field && c->field->kind == KIND_ENUM)
		return i < c->field->n_values ? &c->field->values[i] : NULL;
	return NULL;
}

static bool
is_text(const struct column *c)
{
	return str_is(str_of(c->sqltype), "TEXT");
}

void
answer_add_column(struct buf *b, const struct column *c)
{
	if (c->walk.n)
		buf_add(b, c->walk);
	else
		sql_add_name(b, c->name);
}

void
answer_add_order(const struct answer *a, struct buf *b, const struct column *c,
    bool descends)
{
	bool remote = catalog_is_remote(a->catalog);
	const struct name *name;

	if (value_at(c, 0)) {
		buf_addz(b, "CASE ");
		answer_add_column(b, c);
		for (size_t i = 0; (name = value_at(c, i)); i++) {
			buf_addz(b, " WHEN ");
			sql_add_text(b, name->name);
			buf_addf(b, " THEN %zu", i);
		}
		buf_addz(b, " END");
	} else if (c->field && c->field->kind == KIND_NAME) {
		buf_addz(b, "name_key(");
		answer_add_column(b, c);
		buf_addc(b, ')');
	} else if (c->holds == HOLDS_PERIOD) {
		buf_addz(b, "period_start(");
		answer_add_column(b, c);
		buf_addf(b, ")%s NULLS LAST, period_end(",
		    descends ? " DESC" : "");
		answer_add_column(b, c);
		buf_addc(b, ')');
	} else {
		/* A server has the key alone, which is as good and takes
		 * longer here. */
		buf_addz(b, is_text(c) && remote ? "text_key(" : "");
		answer_add_column(b, c);
		if (is_text(c))
			buf_addz(b, remote ? ")" : " COLLATE vi");
	}
	buf_addz(b, descends ? " DESC NULLS LAST" : " NULLS LAST");
}

void
answer_show(const struct answer *a, const struct column *c, struct cell *cell)
{
	const struct name *name;

	if (!c)
		return;
	if (c->field && c->field->kind == KIND_FLAG && cell->kind == CELL_INT) {
		*cell = (struct cell){ .kind = CELL_TEXT,
			.s = str_of(cell->i ? _("yes") : _("no")) };
		return;
	}
	if (cell->kind != CELL_TEXT)
		return;
	for (size_t i = 0; (name = value_at(c, i)); i++)
		if (str_eq(name->name, cell->s)) {
			cell->s = str_of(name_shown(name, a->lang));
			return;
		}
}

const char *
answer_label(const struct answer *a, const struct column *c)
{
	return name_shown(&c->shown, a->lang);
}

static bool
is_said(const struct kept *k, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (strcmp(k->all[i].text, k->all[j].text) == 0)
			return true;
	return false;
}

struct query *
answer_ask(const struct answer *a, struct str sql)
{
	struct query_options options = { .any_order = true };
	struct kept kept = { 0 };
	struct findings once = { .say = kept_say, .to = &kept };
	struct query *q = query_new(a->catalog, sql, &options, &once);

	for (size_t i = 0; i < kept.n; i++) {
		const struct finding *f = &kept.all[i];

		if (!is_said(&kept, i))
			found_as(a->to, f->id, f->level, f->at, "%s", f->text);
	}
	kept_release(&kept);
	if (q && query_parameters(q)) {
		found_trouble(a->to,
		    _("there is no value for ':%s'; write it into the "
		      "statement"),
		    query_parameter(q, 0));
		query_free(q);
		return NULL;
	}
	return q;
}

void
answer_note(const struct answer *a, struct str sql)
{
	struct query_options options = { .any_order = true, .later = true };
	struct findings silent = { 0 };

	query_free(query_new(a->catalog, sql, &options, &silent));
}

bool
answer_count(const struct answer *a, const struct table *t, size_t *n)
{
	struct buf sql = { 0 };
	struct query *q;
	bool ok;

	*n = 0;
	buf_addz(&sql, "SELECT count(*) FROM ");
	sql_add_name(&sql, t->name);
	q = answer_ask(a, buf_str(&sql));
	buf_release(&sql);
	ok = q && query_step(q, a->to) == 1;
	if (ok)
		*n = (size_t)query_cell(q, 0).i;
	query_free(q);
	return ok;
}

struct print *
answer_start(const struct answer *a, const struct column **from,
    const char **names, size_t n, enum print_format format, FILE *out,
    struct arena *arena)
{
	const char **labels = ARENA_ARRAY(arena, const char *, n);
	const char **own = ARENA_ARRAY(arena, const char *, n);

	for (size_t i = 0; i < n; i++) {
		own[i] = names ? names[i] : arena_z(arena, from[i]->name);
		if (from[i] && str_is(from[i]->name, own[i]))
			labels[i] = answer_label(a, from[i]);
	}
	return print_new(format, out, own, labels, n, print_width(out));
}

bool
answer_print(const struct answer *a, struct query *q, enum print_format format,
    FILE *out, size_t *rows)
{
	struct arena arena = { 0 };
	size_t n = query_columns(q);
	const char **names = ARENA_ARRAY(&arena, const char *, n);
	const struct column **from =
	    ARENA_ARRAY(&arena, const struct column *, n);
	struct cell *row = ARENA_ARRAY(&arena, struct cell, n);
	struct print *p;
	int more;

	*rows = 0;
	for (size_t i = 0; i < n; i++) {
		names[i] = query_name(q, i);
		from[i] = query_origin(q, i);
	}
	p = answer_start(a, from, names, n, format, out, &arena);
	while ((more = query_step(q, a->to)) == 1) {
		for (size_t i = 0; i < n; i++) {
			row[i] = query_cell(q, i);
			if (print_is_for_people(format))
				answer_show(a, from[i], &row[i]);
		}
		print_row(p, row);
		++*rows;
	}
	print_free(p);
	arena_release(&arena);
	return more == 0;
}

static void
say_counts(const struct answer *a, const struct answer_counts *n, bool always)
{
	size_t filtered = n->read - n->matched - n->unknown;

	if (!always && !n->unknown && !n->unreadable)
		return;
	found_as(a->to, NULL, n->unreadable ? WARNING : NOTE, place_file(NULL),
	    _("%zu read, %zu matched, %zu filtered out, %zu not evaluable, %zu "
	      "unreadable"),
	    n->read, n->matched, filtered, n->unknown, n->unreadable);
}

void
answer_say_gaps(const struct answer *a)
{
	struct catalog_gaps g = catalog_history_gaps(a->catalog);

	if (g.n)
		found_as(a->to, NULL, WARNING, place_file(NULL),
		    _("history: versions that could not be read: %zu; what "
		      "changed in them shows in the next ones; the first: %s, "
		      "'kncheck --at %s' says why"),
		    g.n, g.path, g.commit);
	if (g.n_before)
		found_as(a->to, NULL, WARNING, place_file(NULL),
		    _("history: %zu commits are from before there was a "
		      "schema, so nothing of them is told; 'history: "
		      "{schema_from: COMMIT}' in schema/repository.md names "
		      "the commit whose schema they are to be read with"),
		    g.n_before);
	if (g.n_carried)
		found_as(a->to, NULL, NOTE, place_file(NULL),
		    _("history: %zu commits are from before there was a "
		      "schema, and were read with that of a later one, as "
		      "schema/repository.md says"),
		    g.n_carried);
	if (g.n_undated)
		found_as(a->to, NULL, WARNING, place_file(NULL),
		    _("history: commits whose day cannot be told: %zu; they "
		      "are neither before nor after any day, and no stage "
		      "began in them; the first: %s, 'knaudit' says why"),
		    g.n_undated, g.undated);
}

void
answer_say_approx(const struct answer *a)
{
	if (catalog_counted(a->catalog)->guessed)
		found_as(a->to, NULL, NOTE, place_file(NULL),
		    _("working days are approximate: a year has no complete "
		      "page in schema/calendar, and only its weekends and the "
		      "days off that are known are left out"));
}

int
answer_end(const struct answer *a, struct answer_counts *n, bool counts,
    bool strict)
{
	n->unreadable = catalog_counts(a->catalog).unreadable;
	say_counts(a, n, counts);
	answer_say_gaps(a);
	answer_say_approx(a);
	return strict && n->unreadable ? 2 : !n->matched;
}
