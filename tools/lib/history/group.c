/* group: the changes of many commits, found out path by path.
 *
 * Git keeps an old version as what differs from a newer one, and a commit's new
 * version is the old one of the next commit that changes the file: whoever goes
 * from commit to commit reads each of them twice, from all over the pack. Here
 * the files that commits changed are found first, then gone through path by
 * path, each version being read once; several threads do both. */
#include "history/inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* What a commit that created files may bring before a group is full. */
enum { CREATED = 8 };

void
group_look(struct history *h, const struct oid *id, int day,
    struct group_commit *c)
{
	struct findings silent = { 0 };

	c->weight = 1;
	c->day = day;
	c->commit = revwalk_commit(h->past, id, &silent);
	c->apart = !c->commit ||
	    !history_candidates(h, c->commit, &c->arena, &c->candidates,
		&c->gap);
	c->created = !c->apart;
	for (size_t i = 0; i < c->candidates.n; i++) {
		const struct candidate *one = &c->candidates.all[i];

		c->created &= !oid_none(&one->ids[0]);
		c->weight += oid_none(&one->ids[1]) ? CREATED : 1;
	}
}

/* A file in a commit. */
struct group_step {
	struct candidate *at;
	const struct group_commit *in;
	size_t turn; /* of the commit */
};

static int
by_path(const void *va, const void *vb)
{
	const struct group_step *a = va, *b = vb;
	int c = str_cmp(a->at->path, b->at->path);

	return c ? c : (a->turn > b->turn) - (a->turn < b->turn);
}

void
group_plan(struct group *g, struct group_commit *const *all, size_t n)
{
	size_t cap = 0, cap_paths = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < all[i]->candidates.n; k++)
			*MEM_PUSH(g->steps, g->n_steps, cap) =
			    (struct group_step){ &all[i]->candidates.all[k],
				    all[i], i };
	if (g->n_steps)
		qsort(g->steps, g->n_steps, sizeof *g->steps, by_path);
	for (size_t i = 0; i < g->n_steps; i++)
		if (!i ||
		    !str_eq(g->steps[i].at->path, g->steps[i - 1].at->path))
			*MEM_PUSH(g->paths, g->n, cap_paths) = i;
}

void
group_tell(struct history *h, const struct group *g, size_t path,
    struct arena *a)
{
	size_t end = path + 1 < g->n ? g->paths[path + 1] : g->n_steps;

	for (size_t i = g->paths[path]; i < end; i++) {
		const struct group_step *s = &g->steps[i];
		struct record_changes *told;

		if (oid_none(&s->at->ids[1]) && !s->in->created)
			continue;
		told = ARENA_NEW(a, struct record_changes);
		if (history_in_place(h, s->in->commit, s->in->day, s->at, a,
			told))
			s->at->told = told;
	}
}

void
group_judge(struct group_commit *c)
{
	bool all = true;

	for (size_t i = 0; i < c->candidates.n; i++) {
		const struct candidate *one = &c->candidates.all[i];

		all &= one->told != NULL;
		c->created &= one->told || oid_none(&one->ids[1]);
	}
	for (size_t i = 0; i < c->candidates.n && !c->created; i++)
		if (oid_none(&c->candidates.all[i].ids[1]))
			c->candidates.all[i].told = NULL, all = false;
	c->whole = all && !c->apart && !c->gap;
}

void
group_release(struct group *g)
{
	free(g->steps);
	free(g->paths);
	*g = (struct group){ 0 };
}

void
group_commit_release(struct group_commit *c)
{
	free(c->candidates.all);
	arena_release(&c->arena);
	*c = (struct group_commit){ 0 };
}
