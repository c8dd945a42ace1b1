/* due: what falls due, by the rules of the repository, and who is to do it. */
#include "check/due.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "catalog/query.h"
#include "check/check.h"
#include "check/rule_eval.h"
#include "check/rule_subject.h"
#include "parse/sql.h"
#include "text/day.h"

/* The view that repository.md names, one row for each record. */
static const char *const whose_columns[] = { "type", "id", "name", "owner",
	"helper", "cell", "unit" };
enum { WHOSE_TYPE, WHOSE_ID, WHOSE_NAME, WHOSE_WHO, WHOSE_COLUMNS = 7 };

struct whose {
	struct str name;
	struct str who[DUE_BYS];
};

struct due_reading {
	struct due *due;
	struct query *whose;   /* NULL: no view says it */
	int at[WHOSE_COLUMNS]; /* in its answer; -1: not there */
	struct map by_record;  /* "type\nid" → struct whose */
	struct map uids;       /* → how many lines have it */
	struct str *owners;    /* as rules say, by line */
	size_t cap, cap_owners;
};

/* Whose work it is. */

static const struct column *
has_column(const struct table *t, const char *name)
{
	return t ? tables_column(t, str_of(name)) : NULL;
}

/* It is asked by the tool itself, so nothing is masked: what is private of it
 * is for who prints it to hide. */
static bool
ask_whose(struct catalog *c, struct findings *to, void *reading)
{
	struct due_reading *r = reading;
	struct str view = r->due->schema->whose;
	const struct table *t = view.n ? catalog_table(c, view) : NULL;
	struct query_options o = { .at = r->due->schema->whose_at,
		.inside = true,
		.any_order = true,
		.later = true };
	struct buf sql = { 0 };
	int n = 0;

	if (!t)
		return true;
	for (size_t i = 0; i < WHOSE_COLUMNS; i++) {
		r->at[i] = -1;
		if (!has_column(t, whose_columns[i]))
			continue;
		r->at[i] = n++;
		buf_addz(&sql, n > 1 ? ", " : "SELECT ");
		sql_add_name(&sql, str_of(whose_columns[i]));
	}
	if (r->at[WHOSE_TYPE] < 0 || r->at[WHOSE_ID] < 0) {
		buf_release(&sql);
		return found(to, FIND_SCHEMA_MISSING, o.at,
		    _("view '%.*s' must give columns 'type' and 'id', and may "
		      "give 'name', 'owner', 'helper', 'cell' and 'unit'"),
		    STRF(view));
	}
	buf_addz(&sql, " FROM ");
	sql_add_name(&sql, view);
	r->whose = query_new(c, buf_str(&sql), &o, to);
	buf_release(&sql);
	return r->whose;
}

static struct str
whose_cell(const struct due_reading *r, int column)
{
	int at = r->at[column];
	struct cell c = at < 0 ? (struct cell){ .kind = CELL_NULL } :
				 query_cell(r->whose, (size_t)at);

	return c.kind == CELL_TEXT ? arena_keep(&r->due->arena, c.s) :
				     (struct str){ 0 };
}

static struct str
record_key(struct due_reading *r, struct str type, struct str id)
{
	return str_of(
	    arena_f(&r->due->arena, "%.*s\n%.*s", STRF(type), STRF(id)));
}

static void
take_whose(struct due_reading *r)
{
	struct whose *w = ARENA_NEW(&r->due->arena, struct whose);
	struct str id = whose_cell(r, WHOSE_ID);
	void **slot;

	w->name = whose_cell(r, WHOSE_NAME);
	for (int i = 0; i < DUE_BYS; i++)
		w->who[i] = whose_cell(r, WHOSE_WHO + i);
	slot = map_put(&r->by_record,
	    record_key(r, whose_cell(r, WHOSE_TYPE), id));
	if (!*slot)
		*slot = w;
	slot = map_put(&r->due->ids, id);
	if (!*slot)
		*slot = w;
}

/* A name that a view or a rule gives is one of a record, or nobody's: anything
 * else could be what nobody is to see. */
static struct str
known(const struct due_reading *r, struct str id)
{
	return id.n && map_get(&r->due->ids, id) ? id : (struct str){ 0 };
}

static void
settle_line(struct due_reading *r, struct due_line *l, struct str said)
{
	const struct whose *w = map_get(&r->by_record,
	    record_key(r, l->rule->type->name.name, l->id));
	struct str *owner = &l->who[DUE_BY_OWNER];
	static const enum due_by next[] = { DUE_BY_HELPER, DUE_BY_OWNER,
		DUE_BY_CELL, DUE_BY_UNIT };

	for (int i = 0; w && i < DUE_BYS; i++)
		l->who[i] = known(r, w->who[i]);
	*owner = known(r, said);
	for (size_t i = 0; w && !owner->n && i < DUE_BYS; i++)
		*owner = known(r, w->who[next[i]]);
	if (!r->due->private)
		return;
	l->name = w ? w->name : (struct str){ 0 };
	for (int i = 0; i < DUE_BYS; i++)
		if (l->who[i].n)
			l->called[i] = ((const struct whose *)map_get(
					    &r->due->ids, l->who[i]))
					   ->name;
}

/* When all rules have run. */
static bool
answer_whose(struct findings *to, void *reading)
{
	struct due_reading *r = reading;
	struct due *d = r->due;
	int more = 0;

	if (r->whose) {
		if (!query_open(r->whose, to))
			return false;
		while ((more = query_step(r->whose, to)) > 0)
			take_whose(r);
	}
	for (size_t i = 0; i < d->n; i++)
		settle_line(r, &d->lines[i], r->owners[i]);
	query_free(r->whose);
	r->whose = NULL;
	return more == 0;
}

/* Lines. */

/* FNV-1a of 64 bits: the same everywhere, and not to be read back. */
static uint64_t
hash(uint64_t h, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.s[i]) * 1099511628211u;
	return (h ^ 0xff) * 1099511628211u; /* the end of a part */
}

/* Of one step the same on every day and machine. A key that is private does not
 * go into it: few values are easily tried. */
static struct str
make_uid(struct due_reading *r, const struct due_line *l)
{
	uint64_t h = 14695981039346656037u;
	struct arena *a = &r->due->arena;
	struct str base;
	void **slot;
	size_t before;

	h = hash(h, l->rule->type->name.name);
	h = hash(h, l->id);
	h = hash(h, l->rule->id);
	h = hash(h, l->list);
	h = hash(h,
	    l->key.n || l->n < 0 ? l->key : str_of(arena_f(a, "%ld", l->n)));
	base = str_of(arena_f(a, "%016llx", (unsigned long long)h));
	slot = map_put(&r->uids, base);
	before = (size_t)(uintptr_t)*slot;
	*slot = (void *)(uintptr_t)(before + 1);
	return str_of(before ? arena_f(a, "%s-%zu@ketnap", base.s, before) :
			       arena_f(a, "%s@ketnap", base.s));
}

static const char *
kept(struct arena *a, const char *z)
{
	return z ? arena_z(a, str_of(z)) : NULL;
}

static void
take_due(const struct check_due *one, void *reading)
{
	struct due_reading *r = reading;
	struct due *d = r->due;
	const struct judged *j = one->judged;
	struct arena *a = &d->arena;
	struct due_line *l = MEM_PUSH(d->lines, d->n, r->cap);
	const char *title = lang_label(&j->rule->label, d->lang);
	size_t n = d->n - 1;

	*l = (struct due_line){ .rule = j->rule,
		.title = title ? title : j->rule->id.s,
		.text = kept(a, j->text),
		.next = kept(a, j->next),
		.id = arena_keep(a, j->id),
		.path = kept(a, one->path),
		.at = one->at,
		.list = rule_subject_list_name(j),
		.n = j->n,
		.due = j->due,
		.overdue = j->overdue };
	l->at.path = l->path;
	if (!l->next)
		l->next = l->title;
	if (!rule_subject_key_private(j))
		l->key = arena_keep(a, one->key);
	l->uid = make_uid(r, l);
	*MEM_PUSH(r->owners, n, r->cap_owners) = arena_keep(a, j->owner);
}

/* By day; at one day by record, then rule and entry. */
static int
order(const void *a, const void *b)
{
	const struct due_line *x = a, *y = b;
	int c = (x->due > y->due) - (x->due < y->due);

	c = c ? c : str_cmp(x->id, y->id);
	c = c ? c : str_cmp(x->rule->id, y->rule->id);
	c = c ? c : (x->n > y->n) - (x->n < y->n);
	c = c ? c : strcmp(x->path, y->path);
	return c ? c : str_cmp(x->uid, y->uid);
}

/* What is wrong with records is for kncheck to say; what stops the answer is
 * said here. */
static void
pass_trouble(const struct finding *f, void *to)
{
	struct findings *out = to;

	if (f->level != TROUBLE)
		return;
	out->count[TROUBLE]++;
	if (out->say)
		out->say(f, out->to);
}

bool
due_read(struct due *d, struct findings *to)
{
	struct due_reading r = { .due = d };
	struct check_listener listener = {
		.until = d->today + d->within,
		.ask = ask_whose,
		.say = take_due,
		.answer = answer_whose,
		.to = &r,
	};
	struct check c = {
		.schema = d->schema,
		.source = d->source,
		.rules = d->rules,
		.today = d->today,
		.lang = d->lang,
		.private = d->private,
		.progress = d->progress,
		.dir = d->dir,
		.fixed = d->fixed,
		.no_cache = d->no_cache,
		.listener = &listener,
	};
	struct findings trouble = { .say = pass_trouble, .to = to };
	bool ok = check_run(&c, &trouble);

	free(c.tallies);
	query_free(r.whose);
	map_release(&r.by_record);
	map_release(&r.uids);
	free(r.owners);
	d->records = c.records;
	d->unreadable = c.unreadable;
	if (d->n)
		qsort(d->lines, d->n, sizeof *d->lines, order);
	return ok;
}

bool
due_knows(const struct due *d, struct str id)
{
	return map_get(&d->ids, id);
}

struct str
due_answers(const struct due *d, struct str id)
{
	const struct whose *w = map_get(&d->ids, id);

	return w && due_knows(d, w->who[DUE_BY_OWNER]) ? w->who[DUE_BY_OWNER] :
							 (struct str){ 0 };
}

void
due_release(struct due *d)
{
	free(d->lines);
	map_release(&d->ids);
	arena_release(&d->arena);
	*d = (struct due){ 0 };
}
