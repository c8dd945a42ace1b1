/* workers: the history of many commits, worked out side by side. Each thread
 * has the repository open for itself, and reads schemas and records for
 * itself.
 *
 * So many commits are worked out at once as there is room for: what files they
 * changed commit by commit, what became of these path by path, and the rest
 * commit by commit. Then they are given out, and no thread is at work. */
#include "history/workers.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/parallel.h"
#include "text/kept.h"
#include "git/revwalk.h"
#include "history/inside.h"

enum {
	THREADS_MOST = 4,
	ROUND_MOST = 1 << 13,  /* commits */
	WEIGHT_MOST = 1 << 16, /* see group_look */
};

/* What one of the threads has for itself. */
struct worker {
	struct revwalk *past; /* NULL: why was said */
	struct history *history;
	struct arena arena; /* what was told path by path */
	struct kept said;
};

struct history_workers {
	struct history_workers_job job;
	struct commit_changes *all;
	size_t n;
	void *team[THREADS_MOST];    /* struct worker; NULL: not yet */
	struct commit_changes *last; /* that was given out; NULL: none */

	/* Those commits that are worked out. */
	size_t start, end, next;
	struct group_commit **commits;
	size_t room; /* for commits; those from end on are empty */
	struct group group;
	size_t *rest; /* numbers of those that are told for themselves */
	size_t n_rest;
};

static void *
worker_new(void *crew)
{
	const struct history_workers *c = crew;
	struct worker *w = mem_alloc(sizeof *w);
	struct findings to = { .say = kept_say, .to = &w->said };

	w->past = revwalk_open(c->job.dir, c->job.at, "UTC", &to);
	if (!w->past)
		return w;
	w->history =
	    history_new(w->past, c->job.fixed, c->job.from, c->job.schemas);
	w->history->pack = c->job.pack;
	w->history->pack_versions = c->job.versions;
	return w;
}

static void
worker_free(struct worker *w)
{
	if (!w)
		return;
	history_free(w->history);
	revwalk_close(w->past);
	arena_release(&w->arena);
	kept_release(&w->said);
	free(w);
}

static struct parallel_jobs
jobs_of(struct history_workers *c, size_t n,
    void (*work)(size_t job, void *worker, void *crew))
{
	return (struct parallel_jobs){ .n = n,
		.most = THREADS_MOST,
		.work = work,
		.begin = worker_new,
		.kept = c->team,
		.to = c };
}

/* The files that commits changed. */

static void
look(size_t job, void *worker, void *crew)
{
	struct history_workers *c = crew;
	struct worker *w = worker;
	const struct commit_changes *of = &c->all[c->start + job];
	struct group_commit *to = c->commits[job];

	if (w->past)
		group_look(w->history, &of->id, of->day, to);
	else
		to->apart = true;
}

static void
make_room(struct history_workers *c, size_t n)
{
	if (n > ROUND_MOST)
		n = ROUND_MOST;
	if (n <= c->room)
		return;
	c->commits = mem_resize(c->commits, n * sizeof *c->commits);
	while (c->room < n)
		c->commits[c->room++] = mem_alloc(sizeof **c->commits);
}

static void
look_at_all(struct history_workers *c)
{
	struct parallel_jobs jobs;
	struct parallel *p;
	size_t job, weight = 0;

	make_room(c, c->n - c->start);
	jobs = jobs_of(c, c->n - c->start < c->room ? c->n - c->start : c->room,
	    look);
	p = parallel_new(&jobs);
	while (weight < WEIGHT_MOST && parallel_next(p, &job)) {
		weight += c->commits[job]->weight;
		c->end++;
	}
	parallel_free(p);
	/* Some were looked at already that come the next time. */
	for (size_t i = c->end - c->start; i < c->room; i++)
		group_commit_release(c->commits[i]);
}

/* What became of them. */

static void
tell_path(size_t job, void *worker, void *crew)
{
	struct history_workers *c = crew;
	struct worker *w = worker;

	if (w->past)
		group_tell(w->history, &c->group, job, &w->arena);
}

static void
tell_paths(struct history_workers *c)
{
	struct parallel_jobs jobs;

	group_plan(&c->group, c->commits, c->end - c->start);
	jobs = jobs_of(c, c->group.n, tell_path);
	parallel_run(&jobs);
	group_release(&c->group);
}

/* What the history tells lasts until it tells more. */

static struct str
keep(struct commit_changes *t, struct str s)
{
	return s.s ? arena_keep(&t->arena, s) : s;
}

static void
keep_told(struct commit_changes *t, const struct history *h,
    const struct history_told *told)
{
	t->n = h->n_packed;
	t->records = ARENA_ARRAY(&t->arena, struct record_changes, t->n);
	for (size_t i = 0; i < t->n; i++) {
		const struct record_changes *r = &h->packed[i];

		t->records[i] =
		    (struct record_changes){ .type = keep(t, r->type),
			    .id = keep(t, r->id),
			    .path = keep(t, r->path),
			    .packed = keep(t, r->packed),
			    .n = r->n };
	}
	t->n_gaps = told->n_gaps;
	t->gaps = ARENA_ARRAY(&t->arena, struct str, t->n_gaps);
	for (size_t i = 0; i < t->n_gaps; i++)
		t->gaps[i] = keep(t, told->gaps[i]);
}

/* What is told already is as it came. */
static void
take_told(struct commit_changes *t, const struct candidates *told)
{
	t->records = ARENA_ARRAY(&t->arena, struct record_changes, told->n);
	for (size_t i = 0; i < told->n; i++)
		if (told->all[i].told->n)
			t->records[t->n++] = *told->all[i].told;
}

/* The rest. */

static void
tell(size_t job, void *worker, void *crew)
{
	struct worker *w = worker;
	struct history_workers *c = crew;
	const struct group_commit *g = c->commits[c->rest[job]];
	struct commit_changes *t = &c->all[c->start + c->rest[job]];
	struct findings said = { .say = kept_say, .to = &t->said };
	const struct revwalk_commit *commit;
	const struct history_told *told = NULL;

	if (!w->past) {
		t->failed = true;
		kept_pass(&w->said, &said);
		return;
	}
	commit = revwalk_commit(w->past, &t->id, &said);
	if (commit)
		told = history_tell_rest(w->history, commit, t->day,
		    g->apart ? NULL : &g->candidates, &said);
	t->failed = !told;
	if (told)
		keep_told(t, w->history, told);
}

static void
tell_rest(struct history_workers *c)
{
	struct parallel_jobs jobs;
	size_t cap = 0;

	for (size_t i = 0; i < c->end - c->start; i++) {
		group_judge(c->commits[i]);
		if (!c->commits[i]->whole)
			*MEM_PUSH(c->rest, c->n_rest, cap) = i;
	}
	jobs = jobs_of(c, c->n_rest, tell);
	parallel_run(&jobs);
	free(c->rest);
	c->rest = NULL;
	c->n_rest = 0;
}

/* The next ones are worked out. */

static void
end_round(struct history_workers *c)
{
	for (size_t i = c->start; i < c->end; i++)
		group_commit_release(c->commits[i - c->start]);
	for (size_t i = 0; i < THREADS_MOST; i++)
		if (c->team[i])
			arena_reset(&((struct worker *)c->team[i])->arena);
	c->start = c->end;
}

static void
begin_round(struct history_workers *c)
{
	end_round(c);
	look_at_all(c);
	tell_paths(c);
	tell_rest(c);
}

struct history_workers *
history_workers_new(const struct history_workers_job *job,
    struct commit_changes *commits, size_t n)
{
	struct history_workers *c = mem_alloc(sizeof *c);

	c->job = *job;
	c->all = commits;
	c->n = n;
	return c;
}

static void
release(struct commit_changes *t)
{
	kept_release(&t->said);
	arena_release(&t->arena);
	t->records = NULL;
	t->gaps = NULL;
	t->n = t->n_gaps = 0;
}

struct commit_changes *
history_workers_next(struct history_workers *c)
{
	const struct group_commit *g;

	if (c->last)
		release(c->last);
	c->last = NULL;
	if (c->next == c->n)
		return NULL;
	if (c->next == c->end)
		begin_round(c);
	g = c->commits[c->next - c->start];
	c->last = &c->all[c->next++];
	if (g->whole)
		take_told(c->last, &g->candidates);
	return c->last;
}

void
history_workers_free(struct history_workers *c)
{
	if (!c)
		return;
	end_round(c);
	for (size_t i = 0; i < c->n; i++)
		release(&c->all[i]);
	for (size_t i = 0; i < THREADS_MOST; i++)
		worker_free(c->team[i]);
	for (size_t i = 0; i < c->room; i++)
		free(c->commits[i]);
	free(c->commits);
	free(c);
}
