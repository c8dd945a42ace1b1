/* authz_moved: did the other side of a merge move what this one changed?
 *
 * A record that one side gave to another unit, or brought to another stage, may
 * be one that an author on the other side could no longer change there. Which
 * came first nobody can tell of commits that do not go on from each other, so
 * what each side did must be allowed on both. */
#include "audit/authz_inside.h"

#include <stdlib.h>

#include "text/day.h"
#include "base/lang.h"
#include "base/mem.h"
#include "schema/schema.h"

enum { ID_SHOWN = 12 };

/* A record that is not where it was when the sides parted. */
struct moved {
	struct str type, id, path; /* path: before */
	struct standing now;       /* on the side that moved it */
};

struct moves {
	const struct sides *sides;
	struct authz *w;
	const struct revwalk_commit *base, *side, *other;
	struct arena arena;
	/* struct oid by path: what differs on side, on other, as it is there */
	struct map ours, theirs;
	struct map *into;
	bool units; /* other changed who is above whom */
	struct moved *all;
	size_t n, cap;
	struct findings *out;
	bool failed; /* and why was said */
};

/* What differs from where they parted. */

static void
note_path(struct str path, const struct oid *ids, void *to)
{
	struct moves *m = to;
	struct oid *now = ARENA_NEW(&m->arena, struct oid);

	*now = ids[0];
	*map_put(m->into, arena_keep(&m->arena, path)) = now;
}

static bool
compare(struct moves *m, const struct revwalk_commit *to, struct map *into)
{
	struct oid two[] = { to->tree, m->base->tree };
	struct revwalk_trees trees = { two, 2, 1, NULL };
	struct revwalk_seen seen = { NULL, note_path, m };

	m->into = into;
	return revwalk_compare(m->w->past, &trees, &seen, m->out);
}

/* The records among them. */

static const struct schema *
schema_of(struct moves *m, const struct revwalk_commit *c)
{
	const struct schema *s;

	if (!history_schema(m->w->history, c, &s, NULL, m->out))
		m->failed = true;
	return s;
}

static const struct type *
type_of(struct moves *m, const struct revwalk_commit *c, struct str path)
{
	const struct schema *s = schema_of(m, c);
	const struct type *two;

	return s ? schema_type_of(s, arena_z(&m->arena, path), &two) : NULL;
}

static const struct record *
record_at(struct moves *m, const struct revwalk_commit *c, struct str path)
{
	const struct record *r;
	struct str stage;

	if (!history_version(m->w->history, c, path, &r, &stage, m->out))
		m->failed = true;
	return r;
}

static void
find_units(struct moves *m)
{
	const struct schema *s = schema_of(m, m->other);

	for (size_t i = 0; s && s->authority && s->authority->unit_type.n &&
	     !m->units && i < m->theirs.n;
	     i++) {
		const struct type *t =
		    type_of(m, m->other, m->theirs.pairs[i].key);

		m->units = t && str_eq(t->name.name, s->authority->unit_type);
	}
}

/* Is it that record, on other? */
static bool
is_at(struct moves *m, struct str path, const struct moved *k)
{
	const struct record *r = record_at(m, m->other, path);

	return r && str_eq(r->type->name.name, k->type) && str_eq(r->id, k->id);
}

/* Where other has it: under its path, or under one that is new there. */
static bool
find_there(struct moves *m, const struct moved *k, struct str *path)
{
	*path = k->path;
	if (is_at(m, k->path, k))
		return true;
	for (size_t i = 0; i < m->theirs.n && !m->failed; i++) {
		*path = m->theirs.pairs[i].key;
		if (!oid_none(m->theirs.pairs[i].value) && is_at(m, *path, k))
			return true;
	}
	return false;
}

static bool
same_standing(const struct standing *a, const struct standing *b)
{
	if (a->n_units != b->n_units || !str_eq(a->stage, b->stage))
		return false;
	for (size_t i = 0; i < a->n_units; i++)
		if (!str_eq(a->units[i], b->units[i]))
			return false;
	return true;
}

static bool
look_at(struct moves *m, struct str path)
{
	struct standing was, now;
	struct moved k = { .path = path };
	struct str there;
	const struct record *r = record_at(m, m->base, path);

	if (!r)
		return !m->failed;
	k.type = r->type->name.name;
	k.id = arena_keep(&m->arena, r->id);
	if (!find_there(m, &k, &there))
		return !m->failed;
	if (!authz_standing(m->w, m->base, path, &was, m->out) ||
	    !authz_standing(m->w, m->other, there, &now, m->out))
		return false;
	if (!was.there || !now.there || same_standing(&was, &now))
		return true;
	now.stage = arena_keep(&m->arena, now.stage);
	k.now = now;
	*MEM_PUSH(m->all, m->n, m->cap) = k;
	return true;
}

static int
by_path(const void *a, const void *b)
{
	const struct moved *x = a, *y = b;

	return str_cmp(x->path, y->path);
}

/* What other moved of that which side changed. */
static bool
find_moved(struct moves *m)
{
	bool ok =
	    compare(m, m->side, &m->ours) && compare(m, m->other, &m->theirs);

	if (ok)
		find_units(m);
	for (size_t i = 0; ok && i < m->ours.n; i++) {
		struct str path = m->ours.pairs[i].key;

		if ((m->units || map_get(&m->theirs, path)) &&
		    type_of(m, m->base, path))
			ok = look_at(m, path);
	}
	if (m->n)
		qsort(m->all, m->n, sizeof *m->all, by_path);
	return ok && !m->failed;
}

/* What side did with it. */

static void
add_acts(struct moves *m)
{
	struct authz *w = m->w;

	authz_no_acts(w);
	for (size_t i = 0; i < m->n; i++) {
		const struct moved *k = &m->all[i];

		for (size_t l = 0; l < w->told->n_records; l++)
			if (str_eq(w->told->records[l].type, k->type) &&
			    str_eq(w->told->records[l].id, k->id))
				authz_add_changed(w, &w->changed[l], &k->now);
		for (size_t g = 0; g < w->told->n_gaps; g++)
			if (str_eq(w->told->gaps[g], k->path))
				authz_add_gap(w, k->path, &k->now);
	}
}

static void
say(struct moves *m, const struct revwalk_commit *c)
{
	const struct reason *r = &m->w->reasons[0];
	char hex[ENTRY_ID];

	*map_put(&m->w->said, oid_str(&c->id)) = m->w;
	found(m->out, FIND_AUDIT_CONCURRENT,
	    oid_place(&c->id, r->path, &m->w->now),
	    _("merge %.*s joins it to a side that had moved this record to "
	      "another unit or stage, where it is not allowed: %s"),
	    ID_SHOWN, oid_hex(&m->sides->merge->id, hex), authz_text(m->w, r));
}

static bool
judge(const struct revwalk_commit *c, const struct authority *own,
    const struct operation *d, void *to)
{
	struct moves *m = to;

	if (!own)
		return true;
	add_acts(m);
	authz_find_reasons(m->w, d, own, DAY_NONE);
	if (m->w->n_reasons)
		say(m, c);
	return true;
}

static bool
has_limits(const struct authority *a)
{
	for (size_t i = 0; a && i < a->n_people; i++)
		for (size_t k = 0; k < a->people[i].n_grants; k++)
			if (a->people[i].grants[k].n_units ||
			    a->people[i].grants[k].role->n_stages)
				return true;
	return false;
}

/* What side did with what other moved. */
static bool
judge_side(const struct sides *s, const struct oid *side,
    const struct oid *other)
{
	struct moves m = { .sides = s, .w = s->w, .out = s->out };
	bool ok;

	m.side = revwalk_commit(s->w->past, side, s->out);
	m.other = revwalk_commit(s->w->past, other, s->out);
	m.base = revwalk_commit(s->w->past, s->base, s->out);
	ok = m.side && m.other && m.base && find_moved(&m);
	if (ok && m.n)
		ok = authz_ask_each(s, side, other, judge, &m);
	map_release(&m.ours);
	map_release(&m.theirs);
	free(m.all);
	arena_release(&m.arena);
	return ok;
}

static bool
judge_moves(const struct sides *s)
{
	const struct authority *a, *b;

	if (!s->base)
		return true;
	if (!authz_authority(s->w, s->one, &a, s->out) ||
	    !authz_authority(s->w, s->two, &b, s->out))
		return false;
	return (!has_limits(a) && !has_limits(b)) ||
	    (judge_side(s, s->one, s->two) && judge_side(s, s->two, s->one));
}

bool
authz_moves(struct authz *w, const struct revwalk_commit *c,
    const struct revwalk_known *judged, struct findings *out)
{
	return authz_sides(w, c, judge_moves, judged, out);
}
