/* workers: the history of many commits, worked out side by side. Each thread
 * has the repository open for itself, and reads schemas and records for
 * itself. */
#include "history/workers.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/parallel.h"
#include "text/kept.h"
#include "git/revwalk.h"

enum {
	THREADS_MOST = 4,
	SHARES = 2,       /* of the commits, for a thread */
	SHARE_LEAST = 64, /* commits */
	SHARE_MOST = 1 << 12
};

struct history_workers {
	const char *dir, *at;
	const struct schema *fixed;
	const char *from;
	struct commit_changes *all;
	size_t n;
	struct oid *ids; /* of all */
	int *days;
	size_t share; /* so many one after the other are one thread's */
	struct commit_changes *last; /* that was given out; NULL: none */
	struct parallel *jobs;
};

/* What one of them has for itself. */
struct worker {
	struct revwalk *past; /* NULL: why was said */
	struct history *history;
	struct history_group *group; /* NULL: none */
	size_t grouped;              /* before this commit */
	struct kept said;
};

static void *
worker_new(void *crew)
{
	const struct history_workers *c = crew;
	struct worker *w = mem_alloc(sizeof *w);
	struct findings to = { .say = kept_say, .to = &w->said };

	w->past = revwalk_open(c->dir, c->at, "UTC", &to);
	if (w->past)
		w->history = history_new(w->past, c->fixed, c->from);
	return w;
}

static void
worker_free(void *worker)
{
	struct worker *w = worker;

	history_group_free(w->history, w->group);
	history_free(w->history);
	revwalk_close(w->past);
	kept_release(&w->said);
	free(w);
}

/* What the history tells lasts until it tells more. */

static struct str
keep(struct commit_changes *t, struct str s)
{
	return s.s ? arena_keep(&t->arena, s) : s;
}

static void
keep_told(struct commit_changes *t, const struct history_told *told)
{
	t->n = told->n;
	t->changes = mem_alloc(t->n * sizeof *t->changes);
	for (size_t i = 0; i < t->n; i++) {
		const struct history_change *h = &told->changes[i];
		struct history_change *c = &t->changes[i];

		*c = *h;
		c->type = keep(t, h->type);
		c->id = keep(t, h->id);
		c->path = keep(t, h->path);
		c->field = keep(t, h->field);
		c->entry = keep(t, h->entry);
		c->old = keep(t, h->old);
		c->new = keep(t, h->new);
	}
	t->n_gaps = told->n_gaps;
	t->gaps = mem_alloc(t->n_gaps * sizeof *t->gaps);
	for (size_t i = 0; i < t->n_gaps; i++)
		t->gaps[i] = keep(t, told->gaps[i]);
}

/* This commit and those after it that are this thread's. */
static void
group(struct worker *w, const struct history_workers *c, size_t commit)
{
	size_t end = (commit / c->share + 1) * c->share, n;

	n = (end < c->n ? end : c->n) - commit;
	history_group_free(w->history, w->group);
	w->group = history_group_new(w->history, c->ids + commit,
	    c->days + commit, &n);
	w->grouped = commit + n;
}

static void
tell(size_t commit, void *worker, void *to)
{
	struct worker *w = worker;
	struct history_workers *crew = to;
	struct commit_changes *t = &crew->all[commit];
	struct findings said = { .say = kept_say, .to = &t->said };
	const struct revwalk_commit *c;
	const struct history_told *told = NULL;

	if (!w->past) {
		t->failed = true;
		kept_pass(&w->said, &said);
		return;
	}
	if (commit >= w->grouped || commit % crew->share == 0)
		group(w, crew, commit);
	c = revwalk_commit(w->past, &t->id, &said);
	if (c)
		told = history_tell(w->history, c, t->day, false, &said);
	t->failed = !told;
	if (told)
		keep_told(t, told);
}

static void
release(struct commit_changes *t)
{
	free(t->changes);
	free(t->gaps);
	kept_release(&t->said);
	arena_release(&t->arena);
	t->changes = NULL;
	t->gaps = NULL;
	t->n = t->n_gaps = 0;
}

/* The more are told together, the fewer are read twice; but nobody shall wait
 * for one thread at the end. */
static size_t
share_of(size_t n)
{
	size_t shares = parallel_threads(THREADS_MOST) * SHARES;
	size_t share = (n + shares - 1) / shares;

	return share < SHARE_LEAST ? SHARE_LEAST :
	    share > SHARE_MOST     ? SHARE_MOST :
				     share;
}

struct history_workers *
history_workers_new(const char *dir, const char *at, const struct schema *fixed,
    const char *from, struct commit_changes *commits, size_t n)
{
	struct history_workers *c = mem_alloc(sizeof *c);
	struct parallel_jobs jobs = { .n = n,
		.most = THREADS_MOST,
		.batch = share_of(n),
		.work = tell,
		.begin = worker_new,
		.end = worker_free,
		.to = c };

	c->dir = dir;
	c->at = at;
	c->fixed = fixed;
	c->from = from;
	c->all = commits;
	c->n = n;
	c->share = jobs.batch;
	c->ids = mem_alloc(n * sizeof *c->ids);
	c->days = mem_alloc(n * sizeof *c->days);
	for (size_t i = 0; i < n; i++) {
		c->ids[i] = commits[i].id;
		c->days[i] = commits[i].day;
	}
	c->jobs = parallel_new(&jobs);
	return c;
}

struct commit_changes *
history_workers_next(struct history_workers *c)
{
	size_t commit;

	if (c->last)
		release(c->last);
	c->last = parallel_next(c->jobs, &commit) ? &c->all[commit] : NULL;
	return c->last;
}

void
history_workers_free(struct history_workers *c)
{
	if (!c)
		return;
	parallel_free(c->jobs);
	for (size_t i = 0; i < c->n; i++)
		release(&c->all[i]);
	free(c->ids);
	free(c->days);
	free(c);
}
