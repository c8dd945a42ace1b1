/* due_show: a list of what is due that stays worth reading. */
#include "check/due.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "text/day.h"

/* A line, and what it is sorted by. */
struct shown {
	struct due_line *line;
	struct str who;  /* it is for, where lines are grouped */
	struct str part; /* of its record: whose steps are together */
	int week;
	size_t place; /* among all lines */
};

/* Which week a day lies in, from Monday; what is late is for this one. */
static int
week_of(int due, int today)
{
	int day = due < today ? today : due;

	return day - day_of_week(day);
}

static int
order_who(struct str a, struct str b)
{
	return a.n && b.n ? str_cmp(a, b) : !a.n - !b.n;
}

/* Records of one week together, the most urgent first. */
static int
by_record(const void *a, const void *b)
{
	const struct shown *x = a, *y = b;
	const struct due_line *k = x->line, *l = y->line;
	int c = order_who(x->who, y->who);

	c = c ? c : str_cmp(k->rule->type->name.name, l->rule->type->name.name);
	c = c ? c : str_cmp(k->id, l->id);
	c = c ? c : str_cmp(x->part, y->part);
	c = c ? c : (x->week > y->week) - (x->week < y->week);
	return c ? c : (x->place > y->place) - (x->place < y->place);
}

static int
by_day(const void *a, const void *b)
{
	const struct shown *x = a, *y = b;
	int c = order_who(x->who, y->who);

	return c ? c : (x->place > y->place) - (x->place < y->place);
}

static bool
is_same(const struct shown *a, const struct shown *b)
{
	return str_eq(a->who, b->who) && str_eq(a->part, b->part) &&
	    a->week == b->week && a->line->rule->type == b->line->rule->type &&
	    str_eq(a->line->id, b->line->id);
}

/* A person, whom the type tells by same_person or somebody helps, is one line,
 * whoever does it. A paper may ask much of many, and each must find their
 * own. */
static struct str
part_of(const struct due_line *l)
{
	return l->rule->type->n_same || l->who[DUE_BY_HELPER].n ?
	    (struct str){ 0 } :
	    l->who[DUE_BY_OWNER];
}

/* One of each record and week stays. */
static size_t
fold(struct shown *all, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (kept && is_same(&all[kept - 1], &all[i]))
			all[kept - 1].line->more++;
		else
			all[kept++] = all[i];
	return kept;
}

static struct due_share *
share_of(struct due_view *v, struct map *places, const struct due_line *l,
    enum due_by by, size_t *cap)
{
	void **place = map_put(places, l->who[by]);

	if (!*place) {
		*MEM_PUSH(v->shares, v->n_shares, *cap) =
		    (struct due_share){ .who = l->who[by],
			    .called = l->called[by] };
		*place = (void *)(uintptr_t)v->n_shares;
	}
	return &v->shares[(uintptr_t)*place - 1];
}

static int
by_who(const void *a, const void *b)
{
	return order_who(((const struct due_share *)a)->who,
	    ((const struct due_share *)b)->who);
}

/* Nobody reads more than so many. */
static void
share_out(struct due_view *v, struct shown *all, size_t n,
    const struct due_wish *w)
{
	size_t cap = 0, cap_shares = 0;
	struct map places = { 0 }; /* in shares, from 1 */

	for (size_t i = 0; i < n; i++) {
		struct due_share *s =
		    share_of(v, &places, all[i].line, w->by, &cap_shares);

		s->steps += 1 + all[i].line->more;
		if (w->most && s->shown == w->most) {
			s->beyond += 1 + all[i].line->more;
			continue;
		}
		s->shown++;
		*MEM_PUSH(v->all, v->n, cap) = all[i].line;
	}
	map_release(&places);
	if (v->n_shares)
		qsort(v->shares, v->n_shares, sizeof *v->shares, by_who);
}

void
due_show(struct due *d, const struct due_wish *w, struct due_view *v)
{
	struct shown *all = mem_alloc(d->n * sizeof *all);
	size_t n = 0;

	*v = (struct due_view){ 0 };
	for (size_t i = 0; i < d->n; i++) {
		struct due_line *l = &d->lines[i];

		l->more = 0;
		if (w->only.n && !str_eq(l->who[w->by], w->only))
			continue;
		all[n++] = (struct shown){ .line = l,
			.who = w->grouped ? l->who[w->by] : (struct str){ 0 },
			.part = part_of(l),
			.week = week_of(l->due, d->today),
			.place = i };
	}
	if (n && w->fold) {
		qsort(all, n, sizeof *all, by_record);
		n = fold(all, n);
	}
	if (n)
		qsort(all, n, sizeof *all, by_day);
	share_out(v, all, n, w);
	free(all);
}

void
due_view_release(struct due_view *v)
{
	free(v->all);
	free(v->shares);
	*v = (struct due_view){ 0 };
}
