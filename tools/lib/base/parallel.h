#ifndef BASE_PARALLEL_H
#define BASE_PARALLEL_H

#include <stdbool.h>
#include <stddef.h>

/* Many jobs, numbered from 0, done side by side by several threads and taken in
 * order. All threads of the tools are in parallel.c. Few jobs, and all on one
 * processor, are done by who takes them: threads cost more than they save. */
struct parallel_jobs {
	size_t n;
	size_t most; /* threads */
	void (*work)(size_t job, void *own, void *to);
	/* what a thread has for itself, made and given back there; NULL:
	 * nothing */
	void *(*begin)(void *to);
	void (*end)(void *own);
	void *to;
	/* so many jobs, one after the other, are done by one thread; 0: as many
	 * as are worth it */
	size_t batch;
	/* what threads had of earlier jobs, and these leave for later ones:
	 * room for most, all NULL at first, and yours to give back; NULL: each
	 * is given back by its thread */
	void **kept;
};

struct parallel;
struct parallel *parallel_new(const struct parallel_jobs *);

/* How many threads there will be for many jobs. */
size_t parallel_threads(size_t most);

/* How many jobs may be at hand at once, done or being done: a job's result may
 * lie at its number modulo this. The job that was taken last is one of them. */
size_t parallel_slots(const struct parallel_jobs *);

/* Waits for the next job. False after the last. */
bool parallel_next(struct parallel *, size_t *job);

/* Jobs that nobody began are not done any more. */
void parallel_free(struct parallel *);

/* Does them all. */
void parallel_run(const struct parallel_jobs *);

#endif
