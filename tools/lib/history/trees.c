/* trees: which trees is that of a commit compared with? */
#include "history/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct gathering {
	struct revwalk *past;
	const struct revwalk_commit **all;
	size_t n, cap;
	struct findings *to;
};

static bool
add(struct gathering *g, const struct oid *ids, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct revwalk_commit *c =
		    revwalk_commit(g->past, &ids[i], g->to);

		if (!c)
			return false;
		*MEM_PUSH(g->all, g->n, g->cap) = c;
	}
	return true;
}

bool
history_trees(struct revwalk *past, const struct revwalk_commit *c,
    struct arena *a, struct revwalk_trees *t,
    const struct revwalk_commit ***commits, struct findings *to)
{
	struct gathering g = { .past = past, .to = to };
	size_t *base = ARENA_ARRAY(a, size_t, c->n_parents + 1);
	struct oid *trees;
	bool ok = add(&g, &c->id, 1) && add(&g, c->parents, c->n_parents);

	for (size_t i = 1; ok && i <= c->n_parents; i++) {
		struct oid *bases = NULL;
		size_t n = 0;

		base[i] = g.n;
		if (i < c->n_parents)
			ok = revwalk_bases(past, c->parents, i + 1, &bases, &n,
				 to) &&
			    add(&g, bases, n);
		free(bases);
	}
	trees = ARENA_ARRAY(a, struct oid, g.n);
	*commits = ARENA_ARRAY(a, const struct revwalk_commit *, g.n);
	for (size_t i = 0; i < g.n; i++) {
		trees[i] = g.all[i]->tree;
		(*commits)[i] = g.all[i];
	}
	*t = (struct revwalk_trees){ trees, g.n, c->n_parents, base };
	free(g.all);
	return ok;
}
