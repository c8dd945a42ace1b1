/* course: what became of a record's course, from version to version. */
#include "audit/course.h"

#include <stdlib.h>
#include <string.h>

#include "record/stage.h"
#include "base/buf.h"
#include "text/kept.h"

static struct record
derived(const struct record *from, int day, struct arena *a,
    struct findings *to)
{
	struct record r = *from;

	r.intervals = NULL;
	r.n_intervals = 0;
	r.stage_unknown = false;
	stage_derive(&r, day, a, to);
	return r;
}

/* What is wrong. */

static int
by_what(const void *va, const void *vb)
{
	const struct finding *a = va, *b = vb;
	int c = strcmp(a->id, b->id);

	return c ? c : strcmp(a->text, b->text);
}

/* Where it stands in the file does not matter. */
static void
note_wrong(const struct record *r, int day, struct kept *k)
{
	struct findings to = { .say = kept_say, .to = k };
	struct arena a = { 0 };

	derived(r, day, &a, &to);
	arena_release(&a);
	if (k->n)
		qsort(k->all, k->n, sizeof *k->all, by_what);
}

/* Takes from news, once each, what was wrong before; both are sorted. */
static void
take_away(struct kept *news, const struct kept *before)
{
	size_t n = 0, k = 0;

	for (size_t i = 0; i < news->n; i++) {
		while (k < before->n &&
		    by_what(&before->all[k], &news->all[i]) < 0)
			k++;
		if (k < before->n &&
		    by_what(&before->all[k], &news->all[i]) == 0)
			k++;
		else
			news->all[n++] = news->all[i];
	}
	news->n = n;
}

static bool
is_course(const char *id)
{
	return strcmp(id, finding_row(FIND_STAGE_ORDER)->id) == 0 ||
	    strcmp(id, finding_row(FIND_STAGE_NEEDS)->id) == 0;
}

void
course_news(const struct record *now, const struct record *const *before,
    size_t n, int day, struct findings *to)
{
	struct kept news = { 0 };

	note_wrong(now, day, &news);
	for (size_t i = 0; i < n && news.n; i++) {
		struct kept was = { 0 };

		if (before[i] && before[i]->type == now->type)
			note_wrong(before[i], day, &was);
		take_away(&news, &was);
		kept_release(&was);
	}
	for (size_t i = 0; i < news.n; i++)
		if (is_course(news.all[i].id))
			found_as(to, news.all[i].id, news.all[i].level,
			    news.all[i].at, "%s", news.all[i].text);
	kept_release(&news);
}

/* Going back. */

static const struct stage *
last_stage(const struct record *r)
{
	const struct stage_interval *last =
	    r->n_intervals ? &r->intervals[r->n_intervals - 1] : NULL;

	return last && last->until == DAY_NONE ? &r->type->stages[last->stage] :
						 NULL;
}

static bool
was_in(const struct record *r, const struct stage *s)
{
	for (size_t i = 0; i < r->n_intervals; i++)
		if (&r->type->stages[r->intervals[i].stage] == s)
			return true;
	return false;
}

const struct stage *
course_lost(const struct record *now, const struct record *before, int day,
    const struct stage **in)
{
	struct findings silent = { 0 };
	struct arena a = { 0 };
	const struct stage *lost = NULL;
	struct record n, b;

	*in = NULL;
	if (before->type != now->type || now->type->stage_field != FIELD_NONE)
		return NULL;
	n = derived(now, day, &a, &silent);
	b = derived(before, day, &a, &silent);
	if (!n.stage_unknown && !b.stage_unknown) {
		*in = last_stage(&n);
		lost = last_stage(&b);
	}
	if (lost && was_in(&n, lost))
		lost = NULL;
	if (lost && *in && !lost->exit && !(*in)->exit && *in > lost)
		lost = NULL;
	arena_release(&a);
	return lost;
}

/* As bytes. */

/* 0: none. */
static int64_t
number_of(const struct type *t, const struct stage *s)
{
	return s ? s - t->stages + 1 : 0;
}

static const struct stage *
stage_at(const struct type *t, int64_t number)
{
	return number > 0 && number <= (int64_t)(t->n_stages + t->n_exits) ?
	    &t->stages[number - 1] :
	    NULL;
}

static void
add_news(const struct finding *f, void *to)
{
	pack_number(to, !strcmp(f->id, finding_row(FIND_STAGE_ORDER)->id));
	pack_str(to, str_of(f->text));
}

void
course_add(struct buf *b, const struct record *now,
    const struct record *const *before, size_t n, int day)
{
	struct findings news = { .say = add_news, .to = b };
	const struct stage *lost = NULL, *in = NULL;

	if (day != DAY_NONE && n && before[0])
		lost = course_lost(now, before[0], day, &in);
	pack_number(b, number_of(now->type, lost));
	pack_number(b, number_of(now->type, in));
	if (day != DAY_NONE)
		course_news(now, before, n, day, &news);
}

void
course_take(struct course *c, struct str bytes, const struct type *t)
{
	c->news = pack_from(bytes);
	c->lost = stage_at(t, pack_take_number(&c->news));
	c->in = stage_at(t, pack_take_number(&c->news));
}

bool
course_next(struct course *c, bool *order, struct str *text)
{
	if (!c->news.rest.n)
		return false;
	*order = pack_take_number(&c->news);
	*text = pack_take_str(&c->news);
	return c->news.ok;
}

/* Fields that matter. */

bool
course_is_date(const struct stage *s, const struct field *f)
{
	return f && s->since.n && s->since.at[s->since.n - 1] == f;
}

static bool
is_of_stage(const struct stage *s, const struct field *f)
{
	if (course_is_date(s, f) || s->until == f)
		return true;
	for (size_t i = 0; i < s->n_when; i++)
		if (s->when[i].field == f)
			return true;
	return false;
}

bool
course_is_of(const struct type *t, struct str dotted)
{
	const struct field *f = type_field(t, dotted);

	for (size_t i = 0; f && i < t->n_stages + t->n_exits; i++)
		if (is_of_stage(&t->stages[i], f))
			return true;
	return t->roles[FIELD_OVERRIDE].field &&
	    str_eq(str_first(dotted, str_find(dotted, '.')),
		t->roles[FIELD_OVERRIDE].field->name.name);
}
