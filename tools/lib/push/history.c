/* history: would knaudit find fault with what arrives?
 *
 * Many refs may gain the same commits: what is judged by the same pages is
 * judged together, each commit once. */
#include "push/inside.h"

#include <stdlib.h>
#include <string.h>

#include "audit/audit.h"
#include "git/entry.h"
#include "base/mem.h"
#include "schema/schema.h"
#include "git/source.h"

/* Updates that are judged by the same pages, on the same day. */
struct bench {
	struct push *push;
	struct oid *tips, *there;
	size_t n_tips, cap_tips, n_there, cap_there;
	bool *range; /* what any of them gains */
	bool any;
	int today;
};

/* Which updates concern the folder. */

struct concern {
	struct push *push;
	struct revwalk *past;
	enum { NOT_ASKED, TOUCHES, LEAVES } * commits; /* by where they are */
	bool is, ok;
};

/* Says false, so that no more is told, once the answer is known. */
static bool
ask_touches(const struct oid *id, size_t at, void *to)
{
	struct concern *c = to;
	const struct revwalk_commit *one;
	bool does = false;

	if (c->commits[at] == NOT_ASKED) {
		one = revwalk_commit(c->past, id, c->push->to);
		c->ok =
		    one && revwalk_touches(c->past, one, &does, c->push->to);
		c->commits[at] = does ? TOUCHES : LEAVES;
	}
	c->is = c->commits[at] == TOUCHES;
	return c->ok && !c->is;
}

/* Everything concerns the top. Two refs may make the same move. */
bool
push_history_concerns(struct push *p, struct push_folder *in)
{
	struct concern c = { .push = p, .past = in->past, .ok = true };
	struct map moves = { 0 };
	size_t n = 0;

	c.commits = mem_alloc(reach_count(p->reach) * sizeof *c.commits);
	for (size_t i = 0; c.ok && i < in->n; i++) {
		struct update *u = in->all[i];
		struct str key = str_of(arena_f(&p->arena, "%s %s", u->commit,
		    u->old ? u->old : ""));
		void **slot = map_put(&moves, key);

		c.is = !*slot && !*in->path;
		if (!*slot && !c.is)
			reach_gained(p->reach, &u->tip, &u->was, ask_touches,
			    &c);
		*slot = p;
		if (c.is)
			in->all[n++] = u;
	}
	in->n = n;
	map_release(&moves);
	free(c.commits);
	return c.ok;
}

/* The benches. */

static bool
schema_of(struct push *p, struct revwalk *past, const struct oid *commit,
    struct oid *tree)
{
	const struct revwalk_commit *c = revwalk_commit(past, commit, p->to);
	bool folder;

	return c &&
	    revwalk_find(past, &c->tree, "schema", tree, &folder, p->to);
}

bool
push_history_today(const char *tip, int *today, struct findings *to)
{
	struct findings silent = { 0 };
	struct source *s = source_commit(".", tip, "UTC", &silent);
	struct schema schema = { 0 };
	bool ok;

	if (!s || !schema_read(&schema, s, "schema", &silent))
		schema.zone = STR("UTC");
	ok = schema_today(&schema, NULL, today, to);
	schema_release(&schema);
	source_close(s);
	return ok;
}

/* Asked of each schema once. */
static bool
today_of(struct push *p, struct revwalk *past, const struct update *u,
    struct map *days, int *today)
{
	struct oid *schema = ARENA_NEW(&p->arena, struct oid);
	int *day;

	if (!schema_of(p, past, &u->tip, schema))
		return false;
	day = map_get(days, oid_str(schema));
	if (!day) {
		day = ARENA_NEW(&p->arena, int);
		if (!push_history_today(u->commit, day, p->to))
			return false;
		*map_put(days, oid_str(schema)) = day;
	}
	*today = *day;
	return true;
}

static struct bench *
bench_get(struct push *p, struct map *all, struct str key, int today)
{
	struct bench *b = map_get(all, key);

	if (b)
		return b;
	b = ARENA_NEW(&p->arena, struct bench);
	b->push = p;
	b->today = today;
	b->range = mem_alloc(reach_count(p->reach) * sizeof *b->range);
	*map_put(all, arena_keep(&p->arena, key)) = b;
	return b;
}

static bool
note_gained(const struct oid *id, size_t at, void *to)
{
	struct bench *b = to;

	(void)id;
	b->any = b->range[at] = true;
	return true;
}

/* The pages are those of the judge and of where the ref is. */
static bool
seat(struct push *p, struct revwalk *past, const struct update *u,
    struct map *days, struct map *all)
{
	struct {
		struct oid judge, was;
		int today;
	} key;
	const struct oid *there[2];
	struct bench *b;
	size_t n = 0;

	memset(&key, 0, sizeof key);
	if (!oid_none(&p->judge))
		there[n++] = &p->judge;
	if (!oid_none(&u->was))
		there[n++] = &u->was;
	if ((!oid_none(&p->judge) &&
		!schema_of(p, past, &p->judge, &key.judge)) ||
	    (u->old && !schema_of(p, past, &u->was, &key.was)) ||
	    !today_of(p, past, u, days, &key.today))
		return false;
	b = bench_get(p, all, (struct str){ (const char *)&key, sizeof key },
	    key.today);
	*MEM_PUSH(b->tips, b->n_tips, b->cap_tips) = u->tip;
	for (size_t i = 0; i < n; i++)
		*MEM_PUSH(b->there, b->n_there, b->cap_there) = *there[i];
	return reach_gained(p->reach, &u->tip, &u->was, note_gained, b);
}

/* Judging. */

static bool
is_outside(const struct oid *id, void *to)
{
	const struct bench *b = to;
	size_t at = reach_at(b->push->reach, id);

	return at == reach_count(b->push->reach) || !b->range[at];
}

static bool
has_settled(const struct oid *id, void *to)
{
	const struct bench *b = to;

	return reach_is_here(b->push->reach, id);
}

/* Errors, each said once, whatever is judged next. */
struct hearing {
	struct push *push;
	struct map *said;
	bool sound;
};

static void
say_error(const struct finding *f, void *to)
{
	struct hearing *h = to;
	struct arena *a = &h->push->arena;
	void **slot;

	if (f->level < ERROR)
		return;
	h->sound = false;
	slot = map_put(h->said,
	    str_of(
		arena_f(a, "%s\n%s", f->at.path ? f->at.path : "", f->text)));
	if (!*slot)
		found_as(h->push->to, f->id, f->level,
		    f->at.path ? place_file(oid_place_shown(f->at.path, a)) :
				 f->at,
		    "%s", f->text);
	*slot = h;
}

static bool
judge(struct push *p, struct revwalk *past, struct bench *b, struct map *said)
{
	struct hearing h = { p, said, true };
	struct findings to = { .say = say_error, .to = &h };
	struct audit_push push = { .tips = b->tips,
		.n_tips = b->n_tips,
		.there = b->there,
		.n_there = b->n_there,
		.outside = { is_outside, b },
		.settled = { has_settled, b } };
	struct audit a = { .past = past, .push = &push, .today = b->today };
	bool ok = !b->any || (audit_run(&a, &to) && h.sound);

	audit_release(&a);
	return ok;
}

bool
push_history(struct push *p, const struct push_folder *in)
{
	struct map all = { 0 }, days = { 0 }, said = { 0 };
	bool ok = true, sound = true;

	for (size_t i = 0; ok && i < in->n; i++)
		ok = seat(p, in->past, in->all[i], &days, &all);
	for (size_t i = 0; i < all.n; i++) {
		struct bench *b = all.pairs[i].value;

		sound = ok && judge(p, in->past, b, &said) && sound;
		free(b->tips);
		free(b->there);
		free(b->range);
	}
	map_release(&all);
	map_release(&days);
	map_release(&said);
	return ok && sound;
}
