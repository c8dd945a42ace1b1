/* group: the changes of many commits, found out path by path.
 *
 * Git keeps an old version as what differs from a newer one, and a commit's new
 * version is the old one of the next commit that changes the file: whoever goes
 * from commit to commit reads each of them twice, from all over the pack. */
#include "history/inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Of so many files the changes are at hand at once. */
enum { CANDIDATES_MOST = 1 << 15 };

struct told_commit {
	const struct revwalk_commit *commit;
	int day;
	struct candidates candidates;
};

struct history_group {
	struct arena arena;
	struct told_commit **all;
	size_t n, cap;
	struct map by_id; /* struct candidates */
};

/* A file in a commit. */
struct step {
	struct candidate *at;
	const struct told_commit *in;
	size_t turn; /* of the commit */
};

static int
by_path(const void *va, const void *vb)
{
	const struct step *a = va, *b = vb;
	int c = str_cmp(a->at->path, b->at->path);

	return c ? c : (a->turn > b->turn) - (a->turn < b->turn);
}

static void
tell_path_by_path(struct history *h, struct history_group *g)
{
	struct step *all = NULL;
	size_t n = 0, cap = 0;

	for (size_t i = 0; i < g->n; i++)
		for (size_t k = 0; k < g->all[i]->candidates.n; k++)
			*MEM_PUSH(all, n, cap) =
			    (struct step){ &g->all[i]->candidates.all[k],
				    g->all[i], i };
	if (n)
		qsort(all, n, sizeof *all, by_path);
	for (size_t i = 0; i < n; i++) {
		struct in_place *told = ARENA_NEW(&g->arena, struct in_place);

		if (history_in_place(h, all[i].in->commit, all[i].in->day,
			all[i].at, &g->arena, told))
			all[i].at->told = told;
	}
	free(all);
}

struct history_group *
history_group_new(struct history *h, const struct oid *ids, const int *days,
    size_t *n)
{
	struct history_group *g = mem_alloc(sizeof *g);
	struct findings silent = { 0 };
	size_t done = 0, files = 0;

	for (; done < *n && files < CANDIDATES_MOST; done++) {
		struct told_commit *t =
		    ARENA_NEW(&g->arena, struct told_commit);

		t->commit = revwalk_commit(h->past, &ids[done], &silent);
		t->day = days[done];
		if (!t->commit ||
		    !history_candidates(h, t->commit, &g->arena,
			&t->candidates))
			continue;
		files += t->candidates.n;
		*MEM_PUSH(g->all, g->n, g->cap) = t;
		*map_put(&g->by_id, oid_str(&t->commit->id)) = &t->candidates;
	}
	*n = done;
	tell_path_by_path(h, g);
	h->group = &g->by_id;
	return g;
}

void
history_group_free(struct history *h, struct history_group *g)
{
	if (!g)
		return;
	h->group = NULL;
	for (size_t i = 0; i < g->n; i++)
		free(g->all[i]->candidates.all);
	free(g->all);
	map_release(&g->by_id);
	arena_release(&g->arena);
	free(g);
}
