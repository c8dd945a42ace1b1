/* reach: which commits lead to which. */
#include "push/reach.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "git/entry.h"
#include "base/lang.h"
#include "base/map.h"
#include "base/mem.h"
#include "git/run.h"

struct reach_node {
	struct oid *id;
	struct reach_node *const *parents;
	size_t n_parents, at;
	size_t seen; /* in which walk last */
	bool here;   /* git listed it */
	bool new;
	bool old; /* a ref leads to it */
};

/* What git answered of a tip, asked of all that refs lead to now. */
struct apart {
	struct reach *reach;
	struct map apart; /* what does not lead to it */
	bool whole;
};

struct reach {
	struct arena arena;
	struct map nodes;   /* by id */
	struct map answers; /* by tip */
	const char **olds;  /* in hex */
	size_t n_olds;
	size_t walks;
	struct reach_node **way; /* of a walk: to be looked at */
	size_t n, cap;
	struct reach_node **parents; /* of the line that is read */
	size_t n_parents, cap_parents;
	bool whole; /* no line was of another form */
};

bool
reach_untold(struct findings *to)
{
	return found(to, FIND_GIT, place_file(NULL),
	    _("git could not tell what is pushed; nothing is taken that was "
	      "not looked at"));
}

/* Reading. */

static struct reach_node *
node_of(struct reach *r, struct str hex)
{
	struct oid id;
	struct reach_node *n;
	void **slot;

	if (!oid_read_line(&id, hex)) {
		r->whole = false;
		return NULL;
	}
	n = map_get(&r->nodes, oid_str(&id));
	if (n)
		return n;
	n = ARENA_NEW(&r->arena, struct reach_node);
	n->id = ARENA_NEW(&r->arena, struct oid);
	*n->id = id;
	n->at = r->nodes.n;
	slot = map_put(&r->nodes, oid_str(n->id));
	*slot = n;
	return n;
}

/* "ID PARENT…" */
static bool
take_commit(struct str line, void *to)
{
	struct reach *r = to;
	struct reach_node *child, *parent, **parents;
	struct str id;

	str_split(&line, ' ', &id);
	child = node_of(r, id);
	r->n_parents = 0;
	while (child && line.n && str_split(&line, ' ', &id) &&
	    (parent = node_of(r, id)))
		*MEM_PUSH(r->parents, r->n_parents, r->cap_parents) = parent;
	if (!r->whole)
		return false;
	parents = ARENA_ARRAY(&r->arena, struct reach_node *, r->n_parents);
	if (r->n_parents)
		memcpy(parents, r->parents, r->n_parents * sizeof *parents);
	child->parents = parents;
	child->n_parents = r->n_parents;
	child->here = true;
	return true;
}

static bool
take_new(struct str line, void *to)
{
	struct reach *r = to;
	struct reach_node *n = node_of(r, line);

	if (n)
		n->new = true;
	return r->whole;
}

/* The commits are options of git, which are no more than a push may have
 * refs. */
static bool
ask(struct reach *r, const struct reach_ask *q, bool new)
{
	static const char *const order[] = { "rev-list", "--topo-order",
		"--reverse", "--parents" };
	enum { ORDER = sizeof order / sizeof *order, END = 3 };
	const char **args =
	    mem_alloc((ORDER + q->n_tips + q->n_olds + END) * sizeof *args);
	size_t n = new ? 1 : ORDER;
	bool ok;

	memcpy(args, order, n * sizeof *args);
	memcpy(args + n, q->tips, q->n_tips * sizeof *args);
	n += q->n_tips;
	if (!new) {
		memcpy(args + n, q->olds, q->n_olds * sizeof *args);
		n += q->n_olds;
	}
	if (new || q->judge) {
		args[n++] = "--not";
		args[n++] = new ? "--all" : q->judge;
	}
	ok = run_git_lines(".", args, (struct str){ 0 }, '\n',
		 new ? take_new : take_commit, r) == 0 &&
	    r->whole;
	free(args);
	return ok;
}

static void
note_named(struct reach *r, const struct reach_ask *q)
{
	struct reach_node *n;

	for (size_t i = 0; i < q->n_tips; i++)
		node_of(r, str_of(q->tips[i]));
	r->olds = ARENA_ARRAY(&r->arena, const char *, q->n_olds);
	for (size_t i = 0; i < q->n_olds; i++) {
		n = node_of(r, str_of(q->olds[i]));
		if (!n || n->old)
			continue;
		n->old = true;
		r->olds[r->n_olds++] = arena_z(&r->arena, str_of(q->olds[i]));
	}
}

struct reach *
reach_read(const struct reach_ask *q, struct findings *to)
{
	struct reach *r = mem_alloc(sizeof *r);

	r->whole = true;
	note_named(r, q);
	if (r->whole && (!q->n_tips || (ask(r, q, false) && ask(r, q, true))))
		return r;
	reach_free(r);
	reach_untold(to);
	return NULL;
}

void
reach_free(struct reach *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->answers.n; i++)
		map_release(
		    &((struct apart *)r->answers.pairs[i].value)->apart);
	map_release(&r->answers);
	map_release(&r->nodes);
	free(r->way);
	free(r->parents);
	arena_release(&r->arena);
	free(r);
}

size_t
reach_count(const struct reach *r)
{
	return r->nodes.n;
}

size_t
reach_at(const struct reach *r, const struct oid *id)
{
	const struct reach_node *n = map_get(&r->nodes, oid_str(id));

	return n ? n->at : r->nodes.n;
}

bool
reach_is_here(const struct reach *r, const struct oid *id)
{
	const struct reach_node *n = map_get(&r->nodes, oid_str(id));

	return !n || !n->new;
}

/* Walking, from a commit down to what leads to it. */

static void
walk_to(struct reach *r, struct reach_node *n)
{
	if (!n || n->seen == r->walks)
		return;
	n->seen = r->walks;
	*MEM_PUSH(r->way, r->n, r->cap) = n;
}

static void
walk_from(struct reach *r, const struct oid *id)
{
	r->walks++;
	r->n = 0;
	walk_to(r, map_get(&r->nodes, oid_str(id)));
}

static void
walk_below(struct reach *r, const struct reach_node *n)
{
	for (size_t i = n->n_parents; i-- > 0;)
		walk_to(r, n->parents[i]);
}

/* Where both lead to the judge nothing is known here of what is between
 * them. */

static bool
take_apart(struct str line, void *to)
{
	struct apart *a = to;
	struct oid id;
	struct reach_node *n;

	a->whole = oid_read_line(&id, line);
	n = a->whole ? map_get(&a->reach->nodes, oid_str(&id)) : NULL;
	if (n && n->old)
		*map_put(&a->apart, oid_str(n->id)) = n;
	return a->whole;
}

static bool
ask_leads(struct reach *r, const struct oid *old, const struct oid *tip,
    bool *does)
{
	struct reach_node *n = map_get(&r->nodes, oid_str(tip));
	struct apart *a = map_get(&r->answers, oid_str(tip));
	char hex[ENTRY_ID];
	const char **args;

	if (!a) {
		a = ARENA_NEW(&r->arena, struct apart);
		*a = (struct apart){ .reach = r, .whole = true };
		args = mem_alloc((r->n_olds + 4) * sizeof *args);
		args[0] = "rev-list";
		memcpy(args + 1, r->olds, r->n_olds * sizeof *args);
		args[r->n_olds + 1] = "--not";
		args[r->n_olds + 2] = oid_hex(tip, hex);
		a->whole = run_git_lines(".", args, (struct str){ 0 }, '\n',
			       take_apart, a) == 0 &&
		    a->whole;
		free(args);
		*map_put(&r->answers, oid_str(n->id)) = a;
	}
	*does = !map_get(&a->apart, oid_str(old));
	return a->whole;
}

bool
reach_leads(struct reach *r, const struct oid *old, const struct oid *tip,
    bool *does)
{
	const struct reach_node *n = map_get(&r->nodes, oid_str(old));

	*does = oid_eq(old, tip);
	walk_from(r, tip);
	while (r->n && !*does) {
		const struct reach_node *now = r->way[--r->n];

		*does = now == n;
		walk_below(r, now);
	}
	return *does || (n && n->here) || ask_leads(r, old, tip, does);
}

void
reach_news(struct reach *r, const struct oid *tip, struct reach_news *news)
{
	*news = (struct reach_news){ 0 };
	walk_from(r, tip);
	while (r->n) {
		const struct reach_node *now = r->way[--r->n];

		if (!now->new) {
			if (news->n && news->n_below < REACH_BELOW)
				news->below[news->n_below++] = *now->id;
			continue;
		}
		news->n++;
		if (!now->n_parents) {
			news->two_roots = !oid_none(&news->root);
			news->root = *now->id;
		}
		walk_below(r, now);
	}
}

static void
walk_all(struct reach *r)
{
	while (r->n)
		walk_below(r, r->way[--r->n]);
}

bool
reach_gained(struct reach *r, const struct oid *tip, const struct oid *old,
    bool (*take)(const struct oid *, size_t at, void *), void *to)
{
	bool all = oid_none(old);

	walk_from(r, old);
	walk_all(r);
	walk_to(r, map_get(&r->nodes, oid_str(tip)));
	while (r->n) {
		const struct reach_node *now = r->way[--r->n];

		if (!now->here || (all && !now->new))
			continue;
		if (!take(now->id, now->at, to))
			return false;
		walk_below(r, now);
	}
	return true;
}
