/* audit_run: from one commit of a history to the next.
 *
 * What an earlier audit found of a commit is said again without looking at it,
 * if that is what would be found. It depends on the commit, and so on all that
 * leads to it; but also on what commits before it in the walk leave behind,
 * whether they lead to it or not: records that were deleted, first commits, and
 * commits of which a merge said something. So of each walk is asked whether the
 * same commits left something behind in the same order. */
#include "audit/audit_inside.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "audit/ahead.h"
#include "audit/journal.h"
#include "base/mem.h"
#include "text/day.h"

/* Numbers of an audit that are sums over its commits. */
static const size_t sums[JOURNAL_COUNTS] = {
	offsetof(struct audit, commits),
	offsetof(struct audit, changes),
	offsetof(struct audit, corrected),
	offsetof(struct audit, before),
	offsetof(struct audit, carried),
	offsetof(struct audit, undated),
	offsetof(struct audit, unread),
	offsetof(struct audit, open),
	offsetof(struct audit, claimed),
};

/* The commits of a walk that left something behind, in order. */
struct traces {
	const struct oid **all;
	size_t n, cap;
};

struct walk {
	struct replay r;
	struct journal *journal; /* NULL: none */
	struct findings *out;

	struct traces was, now;
	size_t *before; /* by entry: how many of was are before it */
	bool parted;    /* now is not how was began */

	/* Entries that were said again: what they left behind is there when a
	 * commit is replayed. */
	const struct journal_entry **spared;
	size_t n_spared, cap_spared, caught;

	/* The commit that is replayed. */
	struct findings hearing;
	struct buf found;
	bool trouble; /* ever */
};

static size_t *
sum_of(struct audit *a, size_t i)
{
	return (size_t *)((char *)a + sums[i]);
}

/* What is left behind. */

static bool
leaves_trace(const struct journal_entry *e)
{
	return e->root || e->deleted.n || e->said.n;
}

static bool
same_trace(const struct journal_entry *a, const struct journal_entry *b)
{
	return a->root == b->root && str_eq(a->deleted, b->deleted) &&
	    str_eq(a->said, b->said);
}

static void
add_trace(struct walk *w, const struct oid *id)
{
	struct traces *t = &w->now;

	w->parted =
	    w->parted || t->n >= w->was.n || !oid_eq(w->was.all[t->n], id);
	*MEM_PUSH(t->all, t->n, t->cap) = id;
}

static void
find_traces(struct walk *w)
{
	size_t n = journal_count(w->journal);

	w->before = mem_alloc((n + 1) * sizeof *w->before);
	for (size_t i = 0; i < n; i++) {
		const struct journal_entry *e = journal_at(w->journal, i);
		struct traces *t = &w->was;

		w->before[i] = t->n;
		if (leaves_trace(e))
			*MEM_PUSH(t->all, t->n, t->cap) = &e->id;
	}
}

/* What entries that were said again left behind is put where a replay looks. */
static void
catch_up(struct walk *w)
{
	struct replay *r = &w->r;

	for (; w->caught < w->n_spared; w->caught++) {
		const struct journal_entry *e = w->spared[w->caught];
		struct str rest = e->deleted, key;

		while (journal_next(&rest, &key))
			*map_put(&r->deleted, key) = r;
		rest = e->said;
		while (journal_next(&rest, &key))
			authz_note_said(r->authz, key);
		r->roots += e->root;
		if (e->day == DAY_NONE)
			audit_clock_known(r->clock, &e->id, e->latest);
	}
}

/* Saying it again. */

static bool
is_known(const struct walk *w, const struct oid *id)
{
	return map_get(&w->r.known, oid_str(id));
}

static bool
is_future(const struct walk *w, int day)
{
	int today = w->r.audit->today;

	return day != DAY_NONE && today != DAY_NONE && day > today;
}

/* Would the same be found? Of a merge only where all that it joins is judged,
 * too. */
static bool
still_holds(const struct walk *w, const struct journal_entry *e)
{
	size_t at = (size_t)(e - journal_at(w->journal, 0));

	return !w->parted && w->before[at] == w->now.n && !e->unsure &&
	    e->future == is_future(w, e->day) &&
	    (!e->merge || !w->r.audit->known || is_known(w, &e->id));
}

static void
add_corrections(struct audit *a, const struct journal_entry *e)
{
	struct str rest = e->corrections, id, field, reason;
	char hex[ENTRY_ID];
	struct str commit = { 0 };

	while (journal_next(&rest, &id) && journal_next(&rest, &field) &&
	    journal_next(&rest, &reason)) {
		if (!commit.n)
			commit =
			    arena_keep(&a->arena, str_of(oid_hex(&e->id, hex)));
		*MEM_PUSH(a->corrections, a->n_corrections,
		    a->cap_corrections) = (struct audit_correction){ commit,
			e->day, arena_keep(&a->arena, id),
			arena_keep(&a->arena, field),
			arena_keep(&a->arena, reason) };
	}
}

static void
say_again(struct walk *w, const struct journal_entry *e)
{
	struct audit *a = w->r.audit;

	*MEM_PUSH(w->spared, w->n_spared, w->cap_spared) = e;
	if (leaves_trace(e))
		add_trace(w, &e->id);
	journal_note(w->journal, e);
	if (is_known(w, &e->id))
		return;
	journal_pass(e->found, w->out);
	for (size_t i = 0; i < JOURNAL_COUNTS; i++)
		*sum_of(a, i) += e->counts[i];
	add_corrections(a, e);
	audit_note_day(a, e->day);
}

/* Replaying. */

static void
hear(const struct finding *f, void *to)
{
	struct walk *w = to;

	if (f->level == TROUBLE)
		w->trouble = true;
	else
		journal_add_finding(&w->found, f);
	found_pass(w->out, f);
}

/* What there was before a commit was replayed. */
struct mark {
	size_t sums[JOURNAL_COUNTS];
	size_t corrections, deleted, said, doubts;
};

static struct mark
mark_of(struct walk *w)
{
	struct replay *r = &w->r;
	struct mark m = { .corrections = r->audit->n_corrections,
		.deleted = r->deleted.n,
		.said = authz_said(r->authz)->n,
		.doubts = authz_doubts(r->authz) };

	for (size_t i = 0; i < JOURNAL_COUNTS; i++)
		m.sums[i] = *sum_of(r->audit, i);
	return m;
}

static void
add_new_keys(struct buf *b, const struct map *m, size_t from)
{
	for (size_t i = from; i < m->n; i++)
		journal_add(b, m->pairs[i].key);
}

/* Notes what came of it since then. */
static void
note(struct walk *w, const struct revwalk_commit *c, const struct mark *m)
{
	struct replay *r = &w->r;
	struct audit *a = r->audit;
	const struct journal_entry *old = journal_find(w->journal, &c->id);
	struct buf corrections = { 0 }, deleted = { 0 }, said = { 0 };
	struct journal_entry e = { .id = c->id,
		.day = r->day,
		.latest = audit_clock_latest(r->clock, &c->id),
		.future = is_future(w, r->day),
		.unsure = authz_doubts(r->authz) > m->doubts,
		.root = !c->n_parents,
		.merge = c->n_parents > 1,
		.found = buf_str(&w->found) };

	for (size_t i = 0; i < JOURNAL_COUNTS; i++)
		e.counts[i] = *sum_of(a, i) - m->sums[i];
	for (size_t i = m->corrections; i < a->n_corrections; i++) {
		journal_add(&corrections, a->corrections[i].id);
		journal_add(&corrections, a->corrections[i].field);
		journal_add(&corrections, a->corrections[i].reason);
	}
	add_new_keys(&deleted, &r->deleted, m->deleted);
	add_new_keys(&said, authz_said(r->authz), m->said);
	e.corrections = buf_str(&corrections);
	e.deleted = buf_str(&deleted);
	e.said = buf_str(&said);
	w->parted = w->parted || (old && !same_trace(old, &e));
	if (leaves_trace(&e))
		add_trace(w, &c->id);
	journal_note_zone(w->journal,
	    r->own ? arena_z(&r->now, r->own->zone) : "UTC");
	journal_note(w->journal, &e);
	buf_release(&corrections);
	buf_release(&deleted);
	buf_release(&said);
}

static void
start(struct walk *w)
{
	struct replay *r = &w->r;
	struct audit *a = r->audit;

	if (r->authz)
		return;
	r->clock = audit_clock_new(a->past, r->history);
	r->authz = authz_new(a->past, r->history, !a->push && !a->no_cache);
}

static bool
replay_noted(struct walk *w, const struct revwalk_commit *c)
{
	struct mark m;
	bool ok;

	catch_up(w);
	m = mark_of(w);
	buf_clear(&w->found);
	ok = audit_commit(&w->r, c, w->r.out);
	if (ok)
		note(w, c, &m);
	return ok;
}

static bool
pass(struct walk *w, const struct oid *id)
{
	const struct journal_entry *e =
	    w->journal ? journal_find(w->journal, id) : NULL;
	const struct revwalk_commit *c;

	if (e && still_holds(w, e)) {
		say_again(w, e);
		return true;
	}
	start(w);
	c = revwalk_commit(w->r.audit->past, id, w->r.out);
	return c &&
	    (w->journal ? replay_noted(w, c) :
			  audit_commit(&w->r, c, w->r.out));
}

/* The schemas of where it is pushed to. */

static bool
is_there(const struct replay *r, const struct schema *s)
{
	for (size_t i = 0; i < r->n_there; i++)
		if (r->there[i] == s)
			return true;
	return false;
}

static bool
find_there(struct replay *r, struct findings *to)
{
	const struct audit_push *p = r->audit->push;

	if (!p)
		return true;
	r->there = ARENA_ARRAY(&r->arena, const struct schema *, p->n_there);
	for (size_t i = 0; i < p->n_there; i++) {
		const struct revwalk_commit *c =
		    revwalk_commit(r->audit->past, &p->there[i], to);
		const struct schema *s;

		if (!c || !history_schema(r->history, c, &s, NULL, to))
			return false;
		if (s && !is_there(r, s))
			r->there[r->n_there++] = s;
	}
	return true;
}

/* Which commits, in which order. */

/* What leads to the start of the range is replayed, but not judged. */
static bool
note_known(struct replay *r, struct findings *to)
{
	const struct revwalk_commit **list;
	size_t n;

	if (!r->audit->known)
		return true;
	if (!revwalk_commits(r->audit->known, NULL, &list, &n, to))
		return false;
	for (size_t i = 0; i < n; i++)
		*map_put(&r->known, oid_str(&list[i]->id)) = r;
	return true;
}

/* In the order of a walk; in the arena of the replay. */
struct order {
	const struct oid **all;
	size_t n, cap;
};

static void
add_entries(struct order *o, const struct journal *j)
{
	for (size_t i = 0; i < journal_count(j); i++)
		*MEM_PUSH(o->all, o->n, o->cap) = &journal_at(j, i)->id;
}

static void
add_commits(struct order *o, const struct revwalk_commit **list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		*MEM_PUSH(o->all, o->n, o->cap) = &list[i]->id;
}

static bool
is_kept(const struct oid *id, void *to)
{
	return journal_find(to, id);
}

/* Do first parents lead to the end of the walk that was kept? Then that is how
 * the new one begins. */
static bool
is_behind(struct walk *w, const struct oid *end, struct findings *to)
{
	struct revwalk *past = w->r.audit->past;
	const struct revwalk_commit *c =
	    revwalk_commit(past, revwalk_tip(past), to);

	while (c && !is_kept(&c->id, w->journal))
		c = c->n_parents ? revwalk_commit(past, &c->parents[0], to) :
				   NULL;
	return c && oid_eq(&c->id, end);
}

static bool
list_commits(struct walk *w, struct order *o, struct findings *to)
{
	struct audit *a = w->r.audit;
	const struct audit_push *p = a->push;
	struct journal *j = w->journal;
	struct revwalk_known known = { is_kept, j };
	const struct revwalk_commit **list;
	const struct oid *end = NULL;
	size_t n = 0;
	bool ok;

	if (j && journal_count(j) && !revwalk_is_empty(a->past))
		end = &journal_at(j, journal_count(j) - 1)->id;
	if (end && oid_eq(end, revwalk_tip(a->past))) {
		add_entries(o, j);
		return true;
	}
	if (end && is_behind(w, end, to)) {
		ok = revwalk_commits(a->past, &known, &list, &n, to);
		add_entries(o, j);
	} else if (p) {
		ok = revwalk_commits_of(a->past, p->tips, p->n_tips,
		    &p->outside, NULL, &list, &n, to);
	} else {
		ok = revwalk_commits(a->past, NULL, &list, &n, to);
	}
	if (ok)
		add_commits(o, list, n);
	return ok;
}

/* Commits that nothing is known of will be replayed. */
static void
look_ahead(struct walk *w, const struct order *o)
{
	const struct oid **news;
	size_t n = 0;

	if (w->r.audit->push || w->r.audit->missing)
		return;
	news = ARENA_ARRAY(&w->r.arena, const struct oid *, o->n);
	for (size_t i = 0; i < o->n; i++)
		if (!w->journal || !journal_find(w->journal, o->all[i]))
			news[n++] = o->all[i];
	w->r.ahead = ahead_new(&w->r, news, n);
}

static void
walk_release(struct walk *w)
{
	struct replay *r = &w->r;

	authz_free(r->authz);
	audit_clock_free(r->clock);
	ahead_free(r->ahead);
	history_free(r->history);
	schema_versions_free(r->schemas);
	sound_release(&r->sound);
	map_release(&r->known);
	map_release(&r->deleted);
	kept_release(&r->unknown);
	arena_release(&r->now);
	arena_release(&r->arena);
	free(w->was.all);
	free(w->now.all);
	free(w->before);
	free(w->spared);
	buf_release(&w->found);
}

bool
audit_run(struct audit *a, struct findings *out)
{
	struct walk w = { .r.audit = a, .journal = a->journal, .out = out };
	struct replay *r = &w.r;
	struct order order = { 0 };
	bool ok;

	w.hearing = (struct findings){ .say = hear, .to = &w };
	r->out = w.journal ? &w.hearing : out;
	a->first = a->last = DAY_NONE;
	r->schemas = schema_versions_new(a->likely);
	r->history = history_new(a->past, a->fixed, a->from, r->schemas);
	r->sound = (struct sound){ .past = a->past,
		.out = r->out,
		.is_of_records = audit_is_of_records,
		.to = r };
	if (w.journal)
		find_traces(&w);
	ok = history_from(r->history, r->out) && note_known(r, r->out) &&
	    find_there(r, r->out) && list_commits(&w, &order, r->out);
	if (ok)
		look_ahead(&w, &order);
	for (size_t i = 0; ok && i < order.n; i++)
		ok = pass(&w, order.all[i]);
	free(order.all);
	walk_release(&w);
	if (w.trouble)
		journal_spoil(w.journal);
	return ok;
}

void
audit_release(struct audit *a)
{
	free(a->corrections);
	arena_release(&a->arena);
	*a = (struct audit){ 0 };
}
