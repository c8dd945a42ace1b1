/* reads: what an answer rests on. */
#include "catalog/reads.h"

#include <stdint.h>

#include "catalog/authorizer.h"
#include "catalog/inside.h"
#include "catalog/row_cache.h"

static bool *
columns_of(struct reads *r, struct arena *a, const struct catalog *c,
    size_t table)
{
	if (!r->columns) {
		r->n = c->n;
		r->columns = ARENA_ARRAY(a, bool *, r->n);
	}
	if (!r->columns[table])
		r->columns[table] = ARENA_ARRAY(a, bool, c->tables[table].n);
	return r->columns[table];
}

/* Computed columns are made of those before them. */
static void
add_sources(bool *columns, const struct table *t)
{
	for (size_t i = t->n; i-- > 0;)
		for (size_t k = 0; t->columns[i].sql.n && columns[i] && k < i;
		     k++)
			if (sql_names(t->columns[i].sql, t->columns[k].name))
				columns[k] = true;
}

/* What else the columns of a table of records ask for. */
static void
add_calls(struct reads *r, const struct catalog *c, size_t table)
{
	const struct table *t = &c->tables[table];
	const struct table_state *s = &c->states[table];
	const bool *columns = r->columns[table];

	for (size_t i = 0; i < t->n; i++) {
		if (!columns[i])
			continue;
		r->today |= t->columns[i].calls & CALLS_TODAY ||
		    (s->from &&
			(s->from[i].take == TAKE_STAGE ||
			    s->from[i].take == TAKE_STAGE_SINCE));
		r->calendar |= t->columns[i].calls & CALLS_CALENDAR;
		r->body |= str_is(t->columns[i].name, "body") &&
		    s->kind == TABLE_RECORD;
	}
}

static void
add_table(struct reads *r, struct arena *a, const struct catalog *c,
    size_t table, const bool *read)
{
	const struct table *t = &c->tables[table];
	const struct table_state *s = &c->states[table];
	bool *columns;

	if (s->kind == TABLE_RULE) /* its columns are another rule's later */
		return;
	columns = columns_of(r, a, c, table);
	for (size_t i = 0; i < t->n; i++)
		columns[i] |= (read && read[i]) ||
		    str_is(t->columns[i].name, "id") ||
		    str_is(t->columns[i].name, "path");
	if (s->kind == TABLE_RECORD || s->kind == TABLE_LIST) {
		add_sources(columns, t);
		add_calls(r, c, table);
	}
	r->today |= s->kind == TABLE_STAGE || s->calls & CALLS_TODAY;
	r->calendar |= s->calls & CALLS_CALENDAR;
	r->history |= s->kind == TABLE_HISTORY;
	for (size_t i = 0; i < s->n_needs; i++)
		add_table(r, a, c, s->needs[i], s->need_columns[i]);
}

void
reads_statement(struct reads *r, struct arena *a, const struct statement *s)
{
	const struct columns_read *read = &s->reading;

	for (size_t i = 0; i < read->n; i++)
		if (read->tables[i])
			add_table(r, a, s->catalog, i, read->columns[i]);
	r->today |= read->calls & CALLS_TODAY;
	r->calendar |= read->calls & CALLS_CALENDAR;
}

void
reads_add(struct reads *r, const struct reads *other, struct arena *a,
    const struct catalog *c)
{
	for (size_t i = 0; i < other->n; i++) {
		bool *columns;

		if (!other->columns[i])
			continue;
		columns = columns_of(r, a, c, i);
		for (size_t k = 0; k < c->tables[i].n; k++)
			columns[k] |= other->columns[i][k];
	}
	r->today |= other->today;
	r->calendar |= other->calendar;
	r->history |= other->history;
	r->body |= other->body;
}

void
reads_within(struct reads *r, const struct reads *other, size_t table,
    struct arena *a, const struct catalog *c)
{
	const struct table_state *s = &c->states[table];
	bool *columns;

	if (table >= other->n || !other->columns[table] ||
	    (r->columns && r->columns[table]))
		return;
	columns = columns_of(r, a, c, table);
	for (size_t i = 0; i < c->tables[table].n; i++)
		columns[i] = other->columns[table][i];
	r->today |= other->today;
	r->calendar |= other->calendar;
	r->history |= other->history;
	r->body |= other->body;
	for (size_t i = 0; i < s->n_needs; i++)
		reads_within(r, other, s->needs[i], a, c);
}

void
reads_pack(const struct reads *r, const struct catalog *c, struct buf *b)
{
	pack_number(b, r->today);
	for (size_t i = 0; i < r->n; i++) {
		if (!r->columns[i] || !row_cache_holds(&c->states[i]))
			continue;
		pack_number(b, (int64_t)i + 1);
		for (size_t k = 0; k < c->tables[i].n; k++)
			buf_addc(b, r->columns[i][k] ? '1' : '0');
	}
	pack_number(b, 0);
}

bool
reads_unpack(struct reads *r, struct arena *a, const struct catalog *c,
    struct unpack *p)
{
	size_t table;

	*r = (struct reads){ .today = pack_take_number(p) };
	while (p->ok && (table = (size_t)pack_take_number(p)) > 0) {
		bool *columns;
		size_t n = --table < c->n ? c->tables[table].n : SIZE_MAX;

		if (n > p->rest.n)
			return p->ok = false;
		columns = columns_of(r, a, c, table);
		for (size_t k = 0; k < n; k++)
			columns[k] = p->rest.s[k] == '1';
		p->rest = str_from(p->rest, n);
	}
	return p->ok;
}

bool
reads_meet(const struct reads *r, const struct reads *changed,
    const struct catalog *c)
{
	for (size_t i = 0; i < r->n && i < changed->n; i++)
		for (size_t k = 0;
		     r->columns[i] && changed->columns[i] && k < c->tables[i].n;
		     k++)
			if (r->columns[i][k] && changed->columns[i][k])
				return true;
	return false;
}
