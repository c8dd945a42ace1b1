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
	struct side now;           /* on the side that moved it */
};

struct moves {
	struct authz *w;
	const struct revwalk_commit *merge, *base, *side, *other;
	struct arena arena;
	/* struct oid by path: what differs on side, on other, as it is there */
	struct map ours, theirs;
	struct map *into;
	bool units; /* other changed who is above whom */
	struct moved *all;
	size_t n, cap;
	struct findings *out;
};

/* What differs from where they parted. */

static bool
any_folder(struct str folder, void *to)
{
	(void)folder;
	(void)to;
	return true;
}

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
	struct revwalk_seen seen = { any_folder, note_path, m };

	m->into = into;
	return revwalk_compare(m->w->past, &trees, &seen, m->out);
}

/* The records among them. */

static const struct type *
type_of(struct moves *m, const struct revwalk_commit *c, const char *path)
{
	const struct schema *s = history_schema(m->w->history, c, m->out);
	const struct type *two;

	return s ? schema_type_of(s, path, &two) : NULL;
}

static struct str
unit_type(struct moves *m, const struct revwalk_commit *c)
{
	const struct schema *s = history_schema(m->w->history, c, m->out);

	return s && s->authority ? s->authority->unit_type : (struct str){ 0 };
}

static void
find_units(struct moves *m)
{
	struct str units = unit_type(m, m->other);

	for (size_t i = 0; units.n && !m->units && i < m->theirs.n; i++) {
		const struct type *t = type_of(m, m->other,
		    arena_z(&m->arena, m->theirs.pairs[i].key));

		m->units = t && str_eq(t->name.name, units);
	}
}

/* Is it that record, there? */
static bool
is_at(struct moves *m, const struct revwalk_commit *c, struct str path,
    struct str type, struct str id)
{
	struct str stage;
	const struct record *r =
	    history_record(m->w->history, c, path, &stage, m->out);

	return r && str_eq(r->type->name.name, type) && str_eq(r->id, id);
}

/* Where other has it: under its path, or under one that is new there. */
static bool
find_there(struct moves *m, const struct moved *k, struct str *path)
{
	*path = k->path;
	if (is_at(m, m->other, k->path, k->type, k->id))
		return true;
	for (size_t i = 0; i < m->theirs.n; i++) {
		*path = m->theirs.pairs[i].key;
		if (!oid_none(m->theirs.pairs[i].value) &&
		    is_at(m, m->other, *path, k->type, k->id))
			return true;
	}
	return false;
}

static bool
same_side(const struct side *a, const struct side *b)
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
	struct side was, now;
	struct moved k = { .path = path };
	struct str stage, there;
	const struct record *r =
	    history_record(m->w->history, m->base, path, &stage, m->out);

	if (!r)
		return !m->out->count[TROUBLE];
	k.type = r->type->name.name;
	k.id = arena_keep(&m->arena, r->id);
	if (!find_there(m, &k, &there))
		return !m->out->count[TROUBLE];
	if (!authz_side(m->w, m->base, path, &was, m->out) ||
	    !authz_side(m->w, m->other, there, &now, m->out))
		return false;
	if (!was.there || !now.there || same_side(&was, &now))
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
		    type_of(m, m->base, arena_z(&m->arena, path)))
			ok = look_at(m, path);
	}
	if (m->n)
		qsort(m->all, m->n, sizeof *m->all, by_path);
	return ok;
}

/* What side did with it. */

static void
add_acts(struct moves *m)
{
	struct authz *w = m->w;

	authz_no_acts(w);
	for (size_t i = 0; i < m->n; i++) {
		const struct moved *k = &m->all[i];

		for (size_t l = 0; l < w->n_lines; l++)
			if (str_eq(w->lines[l].type, k->type) &&
			    str_eq(w->lines[l].id, k->id))
				authz_add_line(w, &w->lines[l], &k->now);
		for (size_t g = 0; g < w->n_gaps; g++)
			if (str_eq(w->gaps[g], k->path))
				authz_add_gap(w, k->path, &k->now);
	}
}

static void
say(struct moves *m, const struct revwalk_commit *c)
{
	const struct reason *r = &m->w->reasons[0];
	char hex[ENTRY_ID];

	*map_put(&m->w->told, oid_str(&c->id)) = m->w;
	found(m->out, FIND_AUDIT_CONCURRENT, authz_place(m->w, c, r->path),
	    _("merge %.*s joins it to a side that had moved this record to "
	      "another unit or stage, where it is not allowed: %s"),
	    ID_SHOWN, oid_hex(&m->merge->id, hex), authz_text(m->w, r));
}

static bool
judge(const struct revwalk_commit *c, void *to)
{
	struct moves *m = to;
	struct authz *w = m->w;
	const struct authority *own =
	    authz_authority(w, c->n_parents ? &c->parents[0] : &c->id, m->out);
	const struct operation *d;

	if (!own || map_get(&w->told, oid_str(&c->id)))
		return true;
	d = authz_tell(w, c, m->out);
	if (!d)
		return false;
	if (!authority_allows(own, d))
		return true;
	add_acts(m);
	authz_find_reasons(w, &w->operation, own, DAY_NONE);
	if (w->n_reasons)
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

bool
authz_moved(struct authz *w, const struct revwalk_commit *merge,
    const struct oid *side, const struct oid *other, const struct oid *base,
    const struct revwalk_known *judged, struct findings *out)
{
	struct moves m = { .w = w, .merge = merge, .out = out };
	bool ok;

	if (!has_limits(authz_authority(w, side, out)) &&
	    !has_limits(authz_authority(w, other, out)))
		return !out->count[TROUBLE];
	m.side = revwalk_commit(w->past, side, out);
	m.other = revwalk_commit(w->past, other, out);
	m.base = revwalk_commit(w->past, base, out);
	ok = m.side && m.other && m.base && find_moved(&m);
	if (ok && m.n)
		ok = authz_each(w, side, other, judged, judge, &m, out);
	map_release(&m.ours);
	map_release(&m.theirs);
	free(m.all);
	arena_release(&m.arena);
	return ok;
}
