/* warrant_merge: what one side of a merge says of the other. */
#include "warrant_inside.h"

#include <stdlib.h>

#include "lang.h"
#include "mem.h"
#include "schema.h"

enum { ID_SHOWN = 12 };

/* Commits that lead to one, added to seen, but none that is in but. */
static bool
walk(struct warrant *w, const struct oid *from, const struct map *but,
    struct map *seen, struct findings *to)
{
	const struct past_commit **way = NULL, *c;
	size_t n = 0, cap = 0;
	bool ok = true;

	c = past_commit(w->past, from, to);
	if (c && !(but && map_get(but, oid_str(&c->id))))
		*MEM_PUSH(way, n, cap) = c;
	ok = c;
	while (ok && n) {
		void **slot;

		c = way[--n];
		slot = map_put(seen, oid_str(&c->id));
		if (*slot)
			continue;
		*slot = (void *)c;
		for (size_t i = 0; ok && i < c->n_parents; i++) {
			const struct past_commit *p;

			if (but && map_get(but, oid_str(&c->parents[i])))
				continue;
			p = past_commit(w->past, &c->parents[i], to);
			ok = p;
			if (p)
				*MEM_PUSH(way, n, cap) = p;
		}
	}
	free(way);
	return ok;
}

static void
hear_change(const struct history_change *c, void *to)
{
	warrant_change(to, c);
}

static void
hear_gap(struct str path, void *to)
{
	warrant_gap(to, path);
}

static const struct authority *
authority_at(struct warrant *w, const struct oid *id, struct findings *to)
{
	const struct past_commit *c = past_commit(w->past, id, to);
	const struct schema *s = c ? history_schema(w->history, c, to) : NULL;

	return s ? s->authority : NULL;
}

static void
say_brought(struct warrant *w, const struct past_commit *merge,
    const struct past_commit *c, enum find find, struct findings *out)
{
	const struct reason *r = &w->reasons[0];
	char hex[ENTRY_ID];

	*map_put(&w->told, oid_str(&c->id)) = w;
	oid_hex(&merge->id, hex);
	if (find == FIND_AUDIT_OVER)
		found(out, find, warrant_place(w, c, r->path), _("merge %.*s "
		    "joins it when it was too late for that: %s"), ID_SHOWN,
		    hex, warrant_text(w, r));
	else
		found(out, find, warrant_place(w, c, r->path), _("merge %.*s "
		    "joins it to a side that had changed who may do what, and does "
		    "not allow it: %s"), ID_SHOWN, hex, warrant_text(w, r));
}

/* What its own first parent does not allow was said of it. */
static bool
judge_brought(struct warrant *w, const struct past_commit *merge,
    const struct past_commit *c, const struct authority *other,
    struct findings *out)
{
	struct history_hook hook = { hear_change, hear_gap, w, NULL };
	const struct authority *own = authority_at(w, c->n_parents ?
	    &c->parents[0] : &c->id, out);
	const struct deed *d;
	int day, merged;

	if (map_get(&w->told, oid_str(&c->id)))
		return true;
	warrant_begin(w, true);
	if (!history_day(w->history, c, &day, out) ||
	    !history_day(w->history, merge, &merged, out) ||
	    !history_tell(w->history, c, day, &hook, out))
		return false;
	d = warrant_deed(w, c, day, out);
	if (!d)
		return false;
	if (own && !authority_allows(own, d))
		return true;
	warrant_find_reasons(w, d, other, DAY_NONE);
	if (w->n_reasons)
		say_brought(w, merge, c, FIND_AUDIT_CONCURRENT, out);
	if (w->n_reasons)
		return true;
	warrant_find_reasons(w, d, other, merged);
	if (w->n_reasons)
		say_brought(w, merge, c, FIND_AUDIT_OVER, out);
	return true;
}

static int
by_id(const void *a, const void *b)
{
	const struct past_commit *const *x = a, *const *y = b;

	return str_cmp(oid_str(&(*x)->id), oid_str(&(*y)->id));
}

/* The commits of one side alone. */
static bool
judge_side(struct warrant *w, const struct past_commit *merge,
    const struct oid *side, const struct oid *other,
    const struct past_known *judged, struct findings *out)
{
	const struct authority *a = authority_at(w, other, out);
	struct map there = {0}, here = {0};
	const struct past_commit **all = NULL;
	size_t n = 0, cap = 0;
	bool ok = walk(w, other, NULL, &there, out) &&
	    walk(w, side, &there, &here, out);

	for (size_t i = 0; ok && i < here.cap; i++)
		if (here.slots[i].value && judged->known(&((const struct
		    past_commit *)here.slots[i].value)->id, judged->to))
			*MEM_PUSH(all, n, cap) = here.slots[i].value;
	if (n)
		qsort(all, n, sizeof *all, by_id);
	for (size_t i = 0; ok && i < n; i++)
		ok = judge_brought(w, merge, all[i], a, out);
	free(all);
	map_release(&there);
	map_release(&here);
	return ok;
}

/* What a role's last day is compared with. */
static bool
say_undated(struct warrant *w, const struct past_commit *merge,
    struct findings *out)
{
	int day;

	if (!history_day(w->history, merge, &day, out))
		return false;
	if (day == DAY_NONE)
		found(out, FIND_AUDIT_UNKNOWN, warrant_place(w, merge, STR("")),
		    _("whether a role of those whose commits this merge brings "
		    "in was over cannot be told, as its day cannot"));
	return true;
}

static struct str
text_of(const struct authority *a)
{
	return a ? a->text : STR("");
}

/* Only a side that changed who may do what has something to say of the other,
 * and, where it is the second one, of the merge: else whoever was given a role
 * on one side would be unknown on every branch that parted before. */
static bool
judge_pair(struct warrant *w, const struct past_commit *merge,
    const struct oid *one, const struct oid *two,
    const struct past_known *judged, struct findings *out)
{
	struct oid both[] = { *one, *two }, *bases;
	const struct authority *a, *b, *was = NULL;
	size_t n;
	bool ok = past_bases(w->past, both, 2, &bases, &n, out);

	if (!ok)
		return false;
	a = authority_at(w, one, out);
	b = authority_at(w, two, out);
	if (n)
		was = authority_at(w, &bases[0], out);
	free(bases);
	if ((a && !str_eq(text_of(a), text_of(was))) ||
	    (b && !str_eq(text_of(b), text_of(was))))
		ok = say_undated(w, merge, out);
	if (ok && a && !str_eq(text_of(a), text_of(was)))
		ok = judge_side(w, merge, two, one, judged, out);
	if (ok && b && !str_eq(text_of(b), text_of(was)))
		ok = judge_side(w, merge, one, two, judged, out) &&
		    judge_brought(w, merge, merge, b, out);
	return ok;
}

bool
warrant_merge(struct warrant *w, const struct past_commit *c,
    const struct past_known *judged, struct findings *out)
{
	bool ok = true;

	for (size_t i = 1; ok && i < c->n_parents; i++)
		ok = judge_pair(w, c, &c->parents[0], &c->parents[i], judged,
		    out);
	return ok;
}
