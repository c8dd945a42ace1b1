/* check_apart: rules asked side by side, by processes.
 *
 * A process that is forked off has all rows, and judges as this one would: what
 * it sends back is what that added. Findings are sorted later, so it does not
 * matter who said them. */
#include "check/check_inside.h"

#include <stdlib.h>

#include "base/forked.h"
#include "base/mem.h"
#include "base/pack.h"
#include "check/kept_bytes.h"
#include "text/workday_certainty.h"

enum {
	PROCESSES_MOST = 8,
	JUDGED_FEW = 4096, /* records and rules that are not worth a process */
};

/* What rules add to. */
struct so_far {
	size_t kept, unjudged;
	size_t accepted, put_off;
	size_t count[LEVELS];
};

struct apart {
	struct check_begun *b;
	size_t *rules; /* by job */
	size_t n;
	struct so_far before; /* the job that is done now */
	bool *used;           /* acceptances, as this process told already */
};

static struct so_far
so_far(const struct check_begun *b)
{
	struct so_far s = { b->kept.n, b->unjudged.n, b->check->accepted,
		b->check->put_off, { 0 } };

	for (size_t i = 0; i < LEVELS; i++)
		s.count[i] = b->to.count[i];
	return s;
}

static void
ask(size_t job, void *to)
{
	struct apart *a = to;

	a->before = so_far(a->b);
	check_judged_run(a->b, a->rules[job]);
}

/* What a rule counted. */

enum { TALLIED = 6 };

static void
tally_counts(struct tally *t, size_t *counts[TALLIED])
{
	size_t *all[TALLIED] = { &t->concerned, &t->pass, &t->fail, &t->unknown,
		&t->accepted, &t->no_text };

	for (size_t i = 0; i < TALLIED; i++)
		counts[i] = all[i];
}

static void
give_used(struct apart *a, struct buf *to)
{
	const struct acceptances *all = &a->b->accepted;

	if (!a->used)
		a->used = mem_alloc((all->n + 1) * sizeof *a->used);
	for (size_t i = 0; i < all->n; i++)
		if (all->all[i]->used && !a->used[i]) {
			a->used[i] = true;
			pack_number(to, (int64_t)i + 1);
		}
	pack_number(to, 0);
}

static void
give(size_t job, struct buf *to, void *from)
{
	struct apart *a = from;
	struct check_begun *b = a->b;
	struct so_far now = so_far(b);
	size_t *counts[TALLIED];

	kept_bytes_pack(to, &b->kept, a->before.kept);
	kept_bytes_pack(to, &b->unjudged, a->before.unjudged);
	pack_number(to, (int64_t)(now.accepted - a->before.accepted));
	pack_number(to, (int64_t)(now.put_off - a->before.put_off));
	for (size_t i = 0; i < LEVELS; i++)
		pack_number(to, (int64_t)(now.count[i] - a->before.count[i]));
	tally_counts(&b->check->tallies[a->rules[job]], counts);
	for (size_t i = 0; i < TALLIED; i++)
		pack_number(to, (int64_t)*counts[i]);
	pack_number(to, b->broken);
	pack_number(to, catalog_counted(b->catalog)->guessed);
	give_used(a, to);
}

static bool
take_used(struct apart *a, struct unpack *p)
{
	struct acceptances *all = &a->b->accepted;
	size_t i;

	while ((i = (size_t)pack_take_number(p)) > 0 && i <= all->n)
		all->all[i - 1]->used = true;
	return i == 0 && pack_end(p);
}

/* What another process found is added as if it had been found here. */
static bool
take(size_t job, struct str gave, void *to)
{
	struct apart *a = to;
	struct check_begun *b = a->b;
	struct unpack p = pack_from(gave);
	size_t *counts[TALLIED];

	kept_bytes_take(&p, &b->kept);
	kept_bytes_take(&p, &b->unjudged);
	b->check->accepted += (size_t)pack_take_number(&p);
	b->check->put_off += (size_t)pack_take_number(&p);
	for (size_t i = 0; i < LEVELS; i++)
		b->to.count[i] += (size_t)pack_take_number(&p);
	tally_counts(&b->check->tallies[a->rules[job]], counts);
	for (size_t i = 0; i < TALLIED; i++)
		*counts[i] = (size_t)pack_take_number(&p);
	b->broken |= pack_take_number(&p) != 0;
	catalog_counted(b->catalog)->guessed |= pack_take_number(&p) != 0;
	if (!take_used(a, &p))
		b->broken = true;
	return true;
}

/* Who is told of each judgement, or notes it, is told here. */
static bool
may(const struct check_begun *b)
{
	return !b->check->listener && !b->notes.pad &&
	    b->check->records * b->check->rules->n >= JUDGED_FEW &&
	    catalog_in_memory(b->catalog);
}

void
check_apart_run(struct check_begun *b, bool *done)
{
	struct apart a = { .b = b };
	struct forked_jobs jobs = { .most = PROCESSES_MOST,
		.work = ask,
		.give = give,
		.take = take,
		.to = &a };

	if (b->broken || !may(b))
		return;
	a.rules = mem_alloc((b->check->rules->n + 1) * sizeof *a.rules);
	for (size_t i = 0; i < b->check->rules->n; i++)
		if (!done[i] && !rule_eval_reads(b->evals[i])->history)
			a.rules[a.n++] = i;
	for (size_t i = 0; a.n > 1 && i < a.n; i++) {
		if (!rule_eval_ready(b->evals[a.rules[i]]))
			b->broken = true;
		done[a.rules[i]] = true;
	}
	jobs.n = a.n > 1 ? a.n : 0;
	forked_run(&jobs);
	free(a.rules);
	free(a.used);
}
