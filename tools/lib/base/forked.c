/* forked: jobs done side by side by processes.
 *
 * Who is free takes the next job by a number that all processes share. The
 * others say what came of theirs when there is none left, at once, so that they
 * wait for nobody before. */
#include "base/forked.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/pack.h"
#include "base/parallel.h"
#include "base/write.h"

struct other {
	pid_t pid;
	int from;      /* what it says */
	struct buf in; /* all of that */
};

struct forked {
	const struct forked_jobs *jobs;
	atomic_size_t *next; /* shared */
	struct other *others;
	size_t n;
	struct str *gave; /* by job; s NULL: nothing yet */
	bool *done;
};

static bool
next_job(struct forked *f, size_t *job)
{
	*job = atomic_fetch_add(f->next, 1);
	return *job < f->jobs->n;
}

/* In another process. */
static void
do_and_say(struct forked *f, int fd)
{
	struct buf all = { 0 };
	size_t job;

	while (next_job(f, &job)) {
		struct buf gives = { 0 };

		f->jobs->work(job, f->jobs->to);
		f->jobs->give(job, &gives, f->jobs->to);
		pack_number(&all, (int64_t)job);
		pack_str(&all, buf_str(&gives));
		buf_release(&gives);
	}
	_exit(write_all(fd, buf_str(&all)) ? 0 : 1);
}

/* False: there can be no more. */
static bool
start_one(struct forked *f)
{
	struct other *o = &f->others[f->n];
	int ends[2];

	if (pipe(ends) < 0)
		return false;
	o->pid = fork();
	if (o->pid == 0) {
		close(ends[0]);
		do_and_say(f, ends[1]);
	}
	close(ends[1]);
	if (o->pid < 0) {
		close(ends[0]);
		return false;
	}
	o->from = ends[0];
	f->n++;
	return true;
}

static void
start(struct forked *f)
{
	size_t most = parallel_threads(f->jobs->most);

	if (most > f->jobs->n)
		most = f->jobs->n;
	if (most < 2)
		return;
	f->next = mmap(NULL, sizeof *f->next, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (f->next == MAP_FAILED) {
		f->next = NULL;
		return;
	}
	f->others = mem_alloc(most * sizeof *f->others);
	while (f->n + 1 < most && start_one(f))
		;
}

/* Waits for all that it says, and for its end. False: that was no good one. */
static bool
hear(struct other *o)
{
	enum { PIECE = 1 << 16 };
	int status = 0;
	ssize_t n;

	do {
		buf_room(&o->in, PIECE);
		n = read(o->from, o->in.s + o->in.n, PIECE);
		if (n > 0)
			buf_cut(&o->in, o->in.n + (size_t)n);
	} while (n > 0 || (n < 0 && errno == EINTR));
	close(o->from);
	while (waitpid(o->pid, &status, 0) < 0 && errno == EINTR)
		;
	return n == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void
sort_out(struct forked *f, const struct other *o)
{
	struct unpack p = pack_from(buf_str(&o->in));

	while (p.ok && p.rest.n) {
		size_t job = (size_t)pack_take_number(&p);
		struct str gave = pack_take_str(&p);

		if (p.ok && job < f->jobs->n)
			f->gave[job] = gave.s ? gave : STR("");
	}
}

static void
do_here(struct forked *f)
{
	size_t job;

	while (f->next && next_job(f, &job)) {
		f->jobs->work(job, f->jobs->to);
		f->done[job] = true;
	}
}

/* What nobody did, or told of, is done last. */
static void
take_all(struct forked *f)
{
	for (size_t i = 0; i < f->jobs->n; i++)
		if (f->gave[i].s && f->jobs->take(i, f->gave[i], f->jobs->to))
			f->done[i] = true;
	for (size_t i = 0; i < f->jobs->n; i++)
		if (!f->done[i])
			f->jobs->work(i, f->jobs->to);
}

void
forked_run(const struct forked_jobs *jobs)
{
	struct forked f = { .jobs = jobs,
		.gave = mem_alloc((jobs->n + 1) * sizeof *f.gave),
		.done = mem_alloc((jobs->n + 1) * sizeof *f.done) };

	start(&f);
	do_here(&f);
	for (size_t i = 0; i < f.n; i++)
		if (hear(&f.others[i]))
			sort_out(&f, &f.others[i]);
	take_all(&f);
	for (size_t i = 0; i < f.n; i++)
		buf_release(&f.others[i].in);
	if (f.next)
		munmap(f.next, sizeof *f.next);
	free(f.others);
	free(f.gave);
	free(f.done);
}
