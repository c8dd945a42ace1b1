/* authz_sides: the sides of a merge, each asked about what the others did. */
#include "audit/authz_inside.h"

#include <stdlib.h>

#include "base/lang.h"
#include "base/mem.h"

enum { SIDES_MOST = 64 };

/* Commits that lead to one, added to seen, but none that is in but. */
static bool
walk(struct authz *w, const struct oid *from, const struct map *but,
    struct map *seen, struct findings *to)
{
	const struct revwalk_commit **way = NULL, *c;
	size_t n = 0, cap = 0;
	bool ok = true;

	c = revwalk_commit(w->past, from, to);
	if (c && !(but && map_get(but, oid_str(&c->id))))
		*MEM_PUSH(way, n, cap) = c;
	ok = c;
	while (ok && n) {
		void **slot;

		c = way[--n];
		slot = map_put(seen, oid_str(&c->id));
		if (*slot)
			continue;
		*slot = (void *)c;
		for (size_t i = 0; ok && i < c->n_parents; i++) {
			const struct revwalk_commit *p;

			if (but && map_get(but, oid_str(&c->parents[i])))
				continue;
			p = revwalk_commit(w->past, &c->parents[i], to);
			ok = p;
			if (p)
				*MEM_PUSH(way, n, cap) = p;
		}
	}
	free(way);
	return ok;
}

bool
authz_ask(const struct sides *s, const struct revwalk_commit *c,
    authz_question *ask, void *to)
{
	const struct authority *own;
	const struct operation *d;

	if (map_get(&s->w->said, oid_str(&c->id)))
		return true;
	d = authz_tell(s->w, c, s->out);
	if (!d ||
	    !authz_authority(s->w, c->n_parents ? &c->parents[0] : &c->id, &own,
		s->out))
		return false;
	return (own && !authority_allows(own, d)) || ask(c, own, d, to);
}

static int
by_id(const void *a, const void *b)
{
	const struct revwalk_commit *const *x = a, *const *y = b;

	return str_cmp(oid_str(&(*x)->id), oid_str(&(*y)->id));
}

bool
authz_ask_each(const struct sides *s, const struct oid *side,
    const struct oid *other, authz_question *ask, void *to)
{
	struct map there = { 0 }, here = { 0 };
	const struct revwalk_commit **all = NULL;
	size_t n = 0, cap = 0;
	bool ok = walk(s->w, other, NULL, &there, s->out) &&
	    walk(s->w, side, &there, &here, s->out);

	for (size_t i = 0; ok && i < here.n; i++) {
		const struct revwalk_commit *c = here.pairs[i].value;

		if (c && s->judged->known(&c->id, s->judged->to))
			*MEM_PUSH(all, n, cap) = c;
	}
	if (n)
		qsort(all, n, sizeof *all, by_id);
	for (size_t i = 0; ok && i < n; i++)
		ok = authz_ask(s, all[i], ask, to);
	free(all);
	map_release(&there);
	map_release(&here);
	return ok;
}

bool
authz_sides(struct authz *w, const struct revwalk_commit *c,
    bool (*judge)(const struct sides *), const struct revwalk_known *judged,
    struct findings *out)
{
	bool ok = true;

	if (c->n_parents > SIDES_MOST) {
		found(out, FIND_AUDIT_CONCURRENT, authz_place(w, c, STR("")),
		    _("a merge of %zu sides: at most %d are compared with each "
		      "other"),
		    c->n_parents, SIDES_MOST);
		return true;
	}
	for (size_t i = 1; ok && i < c->n_parents; i++)
		for (size_t k = 0; ok && k < i; k++) {
			struct oid both[] = { c->parents[k], c->parents[i] };
			struct oid *bases = NULL;
			size_t n = 0;
			struct sides s = { w, c, &both[0], &both[1], NULL,
				judged, out };

			ok = revwalk_bases(w->past, both, 2, &bases, &n, out);
			s.base = n ? bases : NULL;
			ok = ok && judge(&s);
			free(bases);
		}
	return ok;
}
