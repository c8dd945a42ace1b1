/* workers: the history of many commits, worked out side by side.
 *
 * As in record_reader.c: a worker takes the next batch that nobody has, in
 * order, and never gets further ahead of who asks than the ring is long. Each
 * has the repository open for itself, and reads schemas and records for
 * itself. */
#include "history/workers.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "text/date.h"
#include "base/mem.h"
#include "git/revwalk.h"

enum {
	BATCH = 64, /* commits taken at once */
	RING = 4,   /* batches ahead of who asks */
	WORKERS_MOST = 4,
	FEW = 4 * BATCH, /* commits not worth a thread */
};

struct history_workers {
	const char *dir, *at;
	const struct schema *fixed;
	const char *from;
	struct commit_changes *all;
	size_t n, next;       /* the one given out next */
	struct worker *alone; /* without threads */

	pthread_t workers[WORKERS_MOST];
	size_t n_workers;
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t filled, emptied;
	size_t taken, done; /* batches */
	bool *full;         /* by batch */
	bool stop;
};

/* What one of them has for itself. */
struct worker {
	struct revwalk *past; /* NULL: why was said */
	struct history *history;
	struct kept said;
};

static struct worker *
worker_new(const struct history_workers *c)
{
	struct worker *w = mem_alloc(sizeof *w);
	struct findings to = { .say = say_keep, .to = &w->said };

	w->past = revwalk_open(c->dir, c->at, "UTC", &to);
	if (w->past)
		w->history = history_new(w->past, c->fixed, c->from);
	return w;
}

static void
worker_free(struct worker *w)
{
	if (!w)
		return;
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
note_change(const struct history_change *h, void *to)
{
	struct commit_changes *t = to;
	struct history_change *c = MEM_PUSH(t->changes, t->n, t->cap);

	*c = *h;
	c->type = keep(t, h->type);
	c->id = keep(t, h->id);
	c->path = keep(t, h->path);
	c->field = keep(t, h->field);
	c->entry = keep(t, h->entry);
	c->old = keep(t, h->old);
	c->new = keep(t, h->new);
}

static void
note_gap(struct str path, void *to)
{
	struct commit_changes *t = to;

	*MEM_PUSH(t->gaps, t->n_gaps, t->cap_gaps) = keep(t, path);
}

static void
tell(struct worker *w, struct commit_changes *t)
{
	struct history_hook hook = { note_change, note_gap, t, NULL };
	struct findings to = { .say = say_keep, .to = &t->said };
	const struct revwalk_commit *c;

	t->failed = true;
	if (!w->past) {
		kept_pass(&w->said, &to);
		return;
	}
	c = revwalk_commit(w->past, &t->id, &to);
	if (c)
		t->failed = !history_tell(w->history, c, t->day, &hook, &to);
}

static void
change_text_release(struct commit_changes *t)
{
	free(t->changes);
	free(t->gaps);
	kept_release(&t->said);
	arena_release(&t->arena);
	t->changes = NULL;
	t->gaps = NULL;
	t->n = t->cap = t->n_gaps = t->cap_gaps = 0;
}

/* Threads. */

static size_t
batches(const struct history_workers *c)
{
	return (c->n + BATCH - 1) / BATCH;
}

static bool
take(struct history_workers *c, size_t *batch)
{
	bool more;

	pthread_mutex_lock(&c->lock);
	while (!c->stop && c->taken < batches(c) && c->taken >= c->done + RING)
		pthread_cond_wait(&c->emptied, &c->lock);
	more = !c->stop && c->taken < batches(c);
	if (more)
		*batch = c->taken++;
	pthread_mutex_unlock(&c->lock);
	return more;
}

static void *
work(void *arg)
{
	struct history_workers *c = arg;
	struct worker *w = worker_new(c);
	size_t batch;

	while (take(c, &batch)) {
		size_t from = batch * BATCH;

		for (size_t i = from; i < from + BATCH && i < c->n; i++)
			tell(w, &c->all[i]);
		pthread_mutex_lock(&c->lock);
		c->full[batch] = true;
		pthread_cond_signal(&c->filled);
		pthread_mutex_unlock(&c->lock);
	}
	worker_free(w);
	return NULL;
}

static void
start(struct history_workers *c)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	size_t want = cores < 1  ? 1 :
	    cores > WORKERS_MOST ? WORKERS_MOST :
				   (size_t)cores;

	if (want == 1)
		return;
	c->full = mem_alloc(batches(c) * sizeof *c->full);
	pthread_mutex_init(&c->lock, NULL);
	pthread_cond_init(&c->filled, NULL);
	pthread_cond_init(&c->emptied, NULL);
	while (c->n_workers < want &&
	    pthread_create(&c->workers[c->n_workers], NULL, work, c) == 0)
		c->n_workers++;
}

struct history_workers *
history_workers_new(const char *dir, const char *at, const struct schema *fixed,
    const char *from, struct commit_changes *commits, size_t n)
{
	struct history_workers *c = mem_alloc(sizeof *c);

	c->dir = dir;
	c->at = at;
	c->fixed = fixed;
	c->from = from;
	c->all = commits;
	c->n = n;
	if (n > FEW)
		start(c);
	if (!c->n_workers && n)
		c->alone = worker_new(c);
	return c;
}

static void
await(struct history_workers *c)
{
	size_t batch = c->next / BATCH;

	pthread_mutex_lock(&c->lock);
	c->done = batch;
	pthread_cond_broadcast(&c->emptied);
	while (!c->full[batch])
		pthread_cond_wait(&c->filled, &c->lock);
	pthread_mutex_unlock(&c->lock);
}

struct commit_changes *
history_workers_next(struct history_workers *c)
{
	if (c->next)
		change_text_release(&c->all[c->next - 1]);
	if (c->next == c->n)
		return NULL;
	if (c->alone)
		tell(c->alone, &c->all[c->next]);
	else if (c->next % BATCH == 0)
		await(c);
	return &c->all[c->next++];
}

void
history_workers_free(struct history_workers *c)
{
	if (!c)
		return;
	if (c->n_workers) {
		pthread_mutex_lock(&c->lock);
		c->stop = true;
		pthread_cond_broadcast(&c->emptied);
		pthread_mutex_unlock(&c->lock);
	}
	for (size_t i = 0; i < c->n_workers; i++)
		pthread_join(c->workers[i], NULL);
	if (c->full) {
		pthread_cond_destroy(&c->filled);
		pthread_cond_destroy(&c->emptied);
		pthread_mutex_destroy(&c->lock);
	}
	for (size_t i = 0; i < c->n; i++)
		change_text_release(&c->all[i]);
	worker_free(c->alone);
	free(c->full);
	free(c);
}
