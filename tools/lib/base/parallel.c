/* parallel: jobs done side by side, and taken in order.
 *
 * Jobs are given out in batches. A thread takes the next batch that nobody has,
 * and never gets further ahead of who takes the results than there are places
 * in a ring of batches. */
#include "base/parallel.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

#include "base/mem.h"

enum {
	BATCH = 16, /* jobs given out at once */
	FEW = 256,  /* jobs not worth a thread */
};

struct parallel {
	struct parallel_jobs jobs;
	size_t next; /* the job taken next */
	void *alone; /* without threads: what the taker has for himself */

	pthread_t *threads;
	size_t n_threads;
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t filled, emptied;
	size_t owners;      /* threads that have what is their own */
	size_t begun, done; /* batches */
	bool *full;         /* of a ring of batches */
	size_t ring;        /* how many it has */
	bool stop;
};

static size_t
batch_of(const struct parallel_jobs *jobs)
{
	return jobs->batch ? jobs->batch : BATCH;
}

/* Processors that this process may run on, asked once: places for what is done
 * are counted before there are threads. */
static size_t processors;
static pthread_once_t counted = PTHREAD_ONCE_INIT;

static void
count(void)
{
	cpu_set_t ours;
	int n = sched_getaffinity(0, sizeof ours, &ours) ? 1 : CPU_COUNT(&ours);

	processors = n < 1 ? 1 : (size_t)n;
}

size_t
parallel_threads(size_t most)
{
	pthread_once(&counted, count);
	return processors < most ? processors : most;
}

/* So many batches are at hand at once: one for each thread, one that is taken,
 * and one that was done before its turn. What lies there is touched again and
 * again, so it should fit what a processor keeps near. */
static size_t
ring_of(const struct parallel_jobs *jobs)
{
	return parallel_threads(jobs->most) + 2;
}

static bool
is_worth_threads(const struct parallel_jobs *jobs)
{
	return jobs->n > FEW && parallel_threads(jobs->most) > 1;
}

size_t
parallel_slots(const struct parallel_jobs *jobs)
{
	return is_worth_threads(jobs) ? ring_of(jobs) * batch_of(jobs) : 1;
}

static size_t
batches(const struct parallel *p)
{
	size_t batch = batch_of(&p->jobs);

	return (p->jobs.n + batch - 1) / batch;
}

/* What the thread of a number has for itself. */
static void *
begin(const struct parallel *p, size_t owner)
{
	void **kept = p->jobs.kept;

	if (!p->jobs.begin)
		return NULL;
	if (!kept)
		return p->jobs.begin(p->jobs.to);
	if (!kept[owner])
		kept[owner] = p->jobs.begin(p->jobs.to);
	return kept[owner];
}

static void
end(const struct parallel *p, void *own)
{
	if (p->jobs.end && !p->jobs.kept)
		p->jobs.end(own);
}

/* The next batch to do once there is room for it; false: there is none. */
static bool
take(struct parallel *p, size_t *batch)
{
	bool more;

	pthread_mutex_lock(&p->lock);
	while (
	    !p->stop && p->begun < batches(p) && p->begun >= p->done + p->ring)
		pthread_cond_wait(&p->emptied, &p->lock);
	more = !p->stop && p->begun < batches(p);
	if (more)
		*batch = p->begun++;
	pthread_mutex_unlock(&p->lock);
	return more;
}

static void *
work(void *arg)
{
	struct parallel *p = arg;
	size_t batch, owner;
	void *own;

	pthread_mutex_lock(&p->lock);
	owner = p->owners++;
	pthread_mutex_unlock(&p->lock);
	own = begin(p, owner);
	while (take(p, &batch)) {
		size_t n = batch_of(&p->jobs), from = batch * n;

		for (size_t i = from; i < from + n && i < p->jobs.n; i++)
			p->jobs.work(i, own, p->jobs.to);
		pthread_mutex_lock(&p->lock);
		p->full[batch % p->ring] = true;
		pthread_cond_signal(&p->filled);
		pthread_mutex_unlock(&p->lock);
	}
	end(p, own);
	return NULL;
}

static void
start(struct parallel *p)
{
	size_t want = parallel_threads(p->jobs.most);

	p->threads = mem_alloc(want * sizeof *p->threads);
	p->full = mem_alloc(p->ring * sizeof *p->full);
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->filled, NULL);
	pthread_cond_init(&p->emptied, NULL);
	while (p->n_threads < want &&
	    pthread_create(&p->threads[p->n_threads], NULL, work, p) == 0)
		p->n_threads++;
}

struct parallel *
parallel_new(const struct parallel_jobs *jobs)
{
	struct parallel *p = mem_alloc(sizeof *p);

	p->jobs = *jobs;
	p->ring = ring_of(jobs);
	if (is_worth_threads(jobs))
		start(p);
	if (!p->n_threads && jobs->n)
		p->alone = begin(p, 0);
	return p;
}

/* The batch before this one was taken; waits until this one is done. */
static void
await(struct parallel *p, size_t batch)
{
	pthread_mutex_lock(&p->lock);
	if (batch)
		p->full[(batch - 1) % p->ring] = false;
	p->done = batch;
	pthread_cond_broadcast(&p->emptied);
	while (!p->full[batch % p->ring])
		pthread_cond_wait(&p->filled, &p->lock);
	pthread_mutex_unlock(&p->lock);
}

bool
parallel_next(struct parallel *p, size_t *job)
{
	if (p->next == p->jobs.n)
		return false;
	if (!p->n_threads)
		p->jobs.work(p->next, p->alone, p->jobs.to);
	else if (p->next % batch_of(&p->jobs) == 0)
		await(p, p->next / batch_of(&p->jobs));
	*job = p->next++;
	return true;
}

void
parallel_free(struct parallel *p)
{
	if (!p)
		return;
	if (p->n_threads) {
		pthread_mutex_lock(&p->lock);
		p->stop = true;
		pthread_cond_broadcast(&p->emptied);
		pthread_mutex_unlock(&p->lock);
	} else if (p->jobs.n) {
		end(p, p->alone);
	}
	for (size_t i = 0; i < p->n_threads; i++)
		pthread_join(p->threads[i], NULL);
	if (p->full) {
		pthread_cond_destroy(&p->filled);
		pthread_cond_destroy(&p->emptied);
		pthread_mutex_destroy(&p->lock);
	}
	free(p->threads);
	free(p->full);
	free(p);
}

void
parallel_run(const struct parallel_jobs *jobs)
{
	struct parallel *p = parallel_new(jobs);
	size_t job;

	while (parallel_next(p, &job))
		;
	parallel_free(p);
}
