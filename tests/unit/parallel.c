/* Jobs that several threads do are taken in order, each done once. */
#include "base/parallel.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/mem.h"
#include "test.h"

struct sums {
	struct parallel_jobs jobs;
	size_t *slots; /* each job + 1 */
	atomic_size_t done, begun, ended;
};

static void *
begin(void *to)
{
	struct sums *s = to;

	s->begun++;
	return s;
}

static void
end(void *own)
{
	struct sums *s = own;

	s->ended++;
}

static void
work(size_t job, void *own, void *to)
{
	struct sums *s = to;

	s->done += own == s;
	s->slots[job % parallel_slots(&s->jobs)] = job + 1;
}

/* How many of n come out in order when the first take of them are taken. */
static size_t
taken_keeping(struct sums *s, size_t n, size_t batch, size_t take, void **kept)
{
	struct parallel *p;
	size_t got = 0, job;

	*s = (struct sums){
		.jobs = { n, 3, work, begin, end, s, batch, kept },
	};
	s->slots = mem_alloc(parallel_slots(&s->jobs) * sizeof *s->slots);
	p = parallel_new(&s->jobs);
	while (got < take && parallel_next(p, &job) && job == got &&
	    s->slots[job % parallel_slots(&s->jobs)] == job + 1)
		got++;
	parallel_free(p);
	free(s->slots);
	return got;
}

static size_t
taken(struct sums *s, size_t n, size_t batch, size_t take)
{
	return taken_keeping(s, n, batch, take, NULL);
}

int
main(void)
{
	static const size_t counts[] = { 0, 1, 63, 64, 256, 257, 1000, 100003 };
	static const size_t batches[] = { 1, 7, 999, 1000, 1001, 5000 };
	void *kept[3] = { NULL };
	size_t had = 0;
	struct sums s;

	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		size_t n = counts[i];

		ok(taken(&s, n, 0, n + 1) == n && s.done == n,
		    "all of %zu jobs are done once and taken in order", n);
		ok(s.begun == s.ended && (s.begun > 0) == (n > 0),
		    "of %zu jobs what threads had is given back", n);
	}
	for (size_t i = 0; i < sizeof batches / sizeof *batches; i++) {
		ok(taken(&s, 1000, batches[i], 1001) == 1000 && s.done == 1000,
		    "so they are when %zu are given out at once", batches[i]);
	}
	ok(taken(&s, 100003, 0, 70) == 70 && s.done < 100003,
	    "who takes no more jobs need not wait for all");
	ok(s.begun == s.ended, "and what threads had is given back");
	ok(taken_keeping(&s, 1000, 0, 1001, kept) == 1000 && s.begun &&
		s.begun <= 3 && !s.ended && kept[0] == &s,
	    "what threads have is left for later jobs where that is asked");
	for (size_t i = 0; i < 3; i++)
		had += kept[i] != NULL;
	ok(had == s.begun && taken_keeping(&s, 2, 0, 3, kept) == 2 &&
		!s.begun && !s.ended,
	    "and these take it up");
	return done();
}
