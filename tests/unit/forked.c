/* Jobs that processes do: each counts once, whatever becomes of them. */
#include "base/forked.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/pack.h"
#include "test.h"

/* What a process does that is not the one that asked. */
enum other { GOOD, KILLED, FAILING, WORDY, STRANGE };

struct tried {
	enum other other;
	pid_t here;
	size_t now;
	int *times; /* that a job counted */
	size_t taken;
};

static void
work(size_t job, void *to)
{
	struct tried *t = to;

	t->now = job * job;
	t->times[job]++;
	if (getpid() == t->here)
		return;
	if (t->other == KILLED && job % 3 == 2)
		kill(getpid(), SIGKILL);
	if (t->other == FAILING && job % 3 == 2)
		_exit(1);
}

static void
give(size_t job, struct buf *b, void *to)
{
	struct tried *t = to;

	pack_number(b, (int64_t)t->now);
	for (size_t i = 0; t->other == WORDY && i < 20000; i++)
		buf_addz(b, "more than a pipe holds");
	if (t->other == STRANGE && job % 2)
		buf_clear(b);
}

static bool
take(size_t job, struct str gave, void *to)
{
	struct tried *t = to;
	struct unpack p = pack_from(gave);
	bool is = pack_take_number(&p) == (int64_t)(job * job) && p.ok;

	t->times[job] += is;
	t->taken += is;
	return is;
}

/* Does each of n jobs count once? */
static bool
once(enum other other, size_t n, size_t most)
{
	struct tried t = { other, getpid(), 0, mem_alloc((n + 1) * sizeof(int)),
		0 };
	struct forked_jobs jobs = { n, most, work, give, take, &t };
	bool is = true;

	forked_run(&jobs);
	for (size_t i = 0; i < n; i++)
		is = is && t.times[i] == 1;
	is = is && !t.times[n] && (most > 1 || !t.taken);
	free(t.times);
	return is;
}

int
main(void)
{
	static const size_t counts[] = { 0, 1, 2, 3, 50, 1000 };

	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		size_t n = counts[i];

		ok(once(GOOD, n, 8), "each job counts once");
		ok(once(GOOD, n, 1), "also when one process does all");
		ok(once(KILLED, n, 8), "also when others are killed");
		ok(once(FAILING, n, 8), "or fail");
		ok(once(STRANGE, n, 8), "or say what nobody understands");
	}
	ok(once(WORDY, 50, 8), "they may say more than a pipe holds");
	return done();
}
