/* kept: findings are kept until they are sorted or passed on. */
#include "text/kept.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static const char *
keep(struct arena *a, const char *z)
{
	return z ? arena_z(a, str_of(z)) : NULL;
}

static const struct fix *
keep_fix(struct arena *a, const struct fix *f)
{
	struct fix *kept;
	struct splice *all;

	if (!f)
		return NULL;
	kept = ARENA_NEW(a, struct fix);
	all = ARENA_ARRAY(a, struct splice, f->n);
	for (size_t i = 0; i < f->n; i++)
		all[i] = (struct splice){ f->all[i].off, f->all[i].end,
			arena_keep(a, f->all[i].by) };
	*kept = (struct fix){ all, f->n };
	return kept;
}

void
kept_say(const struct finding *f, void *to)
{
	struct kept *k = to;
	struct finding *one = MEM_PUSH(k->all, k->n, k->cap);

	*one = *f;
	one->id = keep(&k->arena, f->id);
	one->text = keep(&k->arena, f->text);
	one->fix = keep_fix(&k->arena, f->fix);
	one->at.path = keep(&k->arena, f->at.path);
}

static int
by_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int
in_order(const void *va, const void *vb)
{
	const struct finding *a = va, *b = vb;
	int c = by_text(a->at.path, b->at.path);

	if (!c)
		c = (a->at.line > b->at.line) - (a->at.line < b->at.line);
	if (!c)
		c = (a->at.col > b->at.col) - (a->at.col < b->at.col);
	if (!c)
		c = (a->level < b->level) - (a->level > b->level);
	if (!c)
		c = by_text(a->id, b->id);
	return c ? c : by_text(a->text, b->text);
}

void
kept_sort(struct kept *k)
{
	size_t n = 0;

	if (k->n)
		qsort(k->all, k->n, sizeof *k->all, in_order);
	for (size_t i = 0; i < k->n; i++)
		if (!n || in_order(&k->all[n - 1], &k->all[i]) != 0)
			k->all[n++] = k->all[i];
	k->n = n;
}

void
kept_pass(const struct kept *k, struct findings *to)
{
	for (size_t i = 0; i < k->n; i++)
		found_pass(to, &k->all[i]);
}

void
kept_release(struct kept *k)
{
	arena_release(&k->arena);
	free(k->all);
	*k = (struct kept){ 0 };
}
