/* run: what all files of a report share. */
#include "report/inside.h"

#include "text/workday_certainty.h"

struct place
run_line(const struct report_run *r, int line)
{
	return (struct place){ r->report->text[LANG_VI].page, line, 1 };
}

enum numeral
run_format(enum field_kind kind)
{
	return kind == KIND_DATE ? NUMERAL_DATE :
	    kind == KIND_PERIOD  ? NUMERAL_PERIOD :
				   NUMERAL_AUTO;
}

void
run_put(struct report_run *r, struct buf *b)
{
	fwrite(b->s, 1, b->n, r->c->out);
	buf_clear(b);
}

void
run_put_line(struct report_run *r, struct buf *b)
{
	while (b->n && b->s[b->n - 1] == ' ')
		b->n--;
	buf_addc(b, '\n');
	run_put(r, b);
}

const struct compose_fact *
run_facts(struct report_run *r, size_t *n)
{
	const struct {
		const char *key;
		size_t n;
	} counts[] = {
		{ "read", r->counts.read },
		{ "matched", r->counts.matched },
		{ "not_evaluable", r->counts.unknown },
		{ "unreadable", r->counts.unreadable },
	};
	enum { COUNTS = sizeof counts / sizeof *counts };
	struct compose_fact *all = ARENA_ARRAY(&r->arena, struct compose_fact,
	    r->c->n_facts + 1 + COUNTS);

	*n = 0;
	for (; *n < r->c->n_facts; ++*n) {
		all[*n] = r->c->facts[*n];
		if (!all[*n].value)
			all[*n].value = all[*n].ask(all[*n].to);
	}
	if (catalog_counted(r->a->catalog)->guessed)
		all[(*n)++] = (struct compose_fact){ .key = "working_days",
			.value = "approximate" };
	for (size_t i = 0; i < COUNTS; i++)
		all[(*n)++] = (struct compose_fact){ .key = counts[i].key,
			.value = arena_f(&r->arena, "%zu", counts[i].n) };
	return all;
}
