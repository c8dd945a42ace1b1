/* authz_sides: the sides of a merge, each asked about what the others did. */
#include "audit/authz_inside.h"

#include <stdlib.h>

#include "base/lang.h"

enum { SIDES_MOST = 64 };

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

static bool
is_in(const struct oid *id, void *map)
{
	return map_get(map, oid_str(id));
}

bool
authz_ask_each(const struct sides *s, const struct oid *side,
    const struct oid *other, authz_question *ask, void *to)
{
	struct map there = { 0 };
	const struct revwalk_known known = { is_in, &there };
	const struct revwalk_commit **all;
	struct arena lists = { 0 };
	size_t n;
	bool ok = revwalk_commits_of(s->w->past, other, 1, NULL, &lists, &all,
	    &n, s->out);

	for (size_t i = 0; ok && i < n; i++)
		*map_put(&there, oid_str(&all[i]->id)) = s->w;
	ok = ok &&
	    revwalk_commits_of(s->w->past, side, 1, &known, &lists, &all, &n,
		s->out);
	if (ok && n)
		qsort(all, n, sizeof *all, by_id);
	for (size_t i = 0; ok && i < n; i++)
		if (s->judged->known(&all[i]->id, s->judged->to))
			ok = authz_ask(s, all[i], ask, to);
	map_release(&there);
	arena_release(&lists);
	return ok;
}

bool
authz_sides(struct authz *w, const struct revwalk_commit *c,
    bool (*judge)(const struct sides *), const struct revwalk_known *judged,
    struct findings *out)
{
	bool ok = true;

	if (c->n_parents > SIDES_MOST) {
		found(out, FIND_AUDIT_CONCURRENT,
		    oid_place(&c->id, STR(""), &w->now),
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
