/* authz_merge: what one side of a merge says of the other. */
#include "audit/authz_inside.h"

#include <stdlib.h>

#include "text/day.h"
#include "base/lang.h"
#include "base/mem.h"
#include "schema/schema.h"

enum { ID_SHOWN = 12, SIDES_MOST = 64 };

/* Commits that lead to one, added to seen, but none that is in but. */
static bool
walk(struct authz *w, const struct oid *from, const struct map *but,
    struct map *seen, struct findings *to)
{
	const struct revwalk_commit **way = NULL, *c;
	size_t n = 0, cap = 0;
	bool ok = true;

	c = revwalk_commit(w->past, from, to);
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
			const struct revwalk_commit *p;

			if (but && map_get(but, oid_str(&c->parents[i])))
				continue;
			p = revwalk_commit(w->past, &c->parents[i], to);
			ok = p;
			if (p)
				*MEM_PUSH(way, n, cap) = p;
		}
	}
	free(way);
	return ok;
}

struct hearing {
	struct authz *w;
	const struct revwalk_commit *commit;
};

static void
hear_change(const struct history_change *c, void *to)
{
	authz_change(((struct hearing *)to)->w, c);
}

static void
hear_gap(struct str path, void *to)
{
	authz_gap(((struct hearing *)to)->w, path);
}

static void
hear_record(const struct record *now, const struct record *const *before,
    size_t n, void *to)
{
	const struct hearing *h = to;

	authz_record(h->w, h->commit, now, before, n);
}

const struct authority *
authz_authority(struct authz *w, const struct oid *id, struct findings *to)
{
	const struct revwalk_commit *c = revwalk_commit(w->past, id, to);
	const struct schema *s = c ? history_schema(w->history, c, to) : NULL;

	return s ? s->authority : NULL;
}

static void
say_brought(struct authz *w, const struct revwalk_commit *merge,
    const struct revwalk_commit *c, enum find find, struct findings *out)
{
	const struct reason *r = &w->reasons[0];
	char hex[ENTRY_ID];

	*map_put(&w->told, oid_str(&c->id)) = w;
	oid_hex(&merge->id, hex);
	if (find == FIND_AUDIT_OVER)
		found(out, find, authz_place(w, c, r->path),
		    _("merge %.*s joins it when it was too late for that: %s"),
		    ID_SHOWN, hex, authz_text(w, r));
	else
		found(out, find, authz_place(w, c, r->path),
		    _("merge %.*s joins it to a side that had changed who may "
		      "do what, and does not allow it: %s"),
		    ID_SHOWN, hex, authz_text(w, r));
}

const struct operation *
authz_tell(struct authz *w, const struct revwalk_commit *c, struct findings *to)
{
	struct hearing h = { w, c };
	struct history_hook hook = { hear_change, hear_gap, &h, hear_record };
	int day;

	if (!history_day(w->history, c, &day, to))
		return NULL;
	authz_begin(w, true, day);
	return history_tell(w->history, c, day, &hook, to) ?
	    authz_operation(w, c, day, to) :
	    NULL;
}

/* The day of the merge is what the last day of a role is compared with. */
static void
say_undated(struct authz *w, const struct revwalk_commit *merge,
    const struct revwalk_commit *c, struct findings *out)
{
	char hex[ENTRY_ID];

	if (c == merge)
		return;
	*map_put(&w->told, oid_str(&c->id)) = w;
	oid_hex(&merge->id, hex);
	found(out, FIND_AUDIT_UNKNOWN, authz_place(w, c, STR("")),
	    _("merge %.*s joins it, whose day cannot be told, and so whether "
	      "it was too late for that"),
	    ID_SHOWN, hex);
}

/* What its own first parent does not allow was said of it. */
static bool
judge_brought(struct authz *w, const struct revwalk_commit *merge,
    const struct revwalk_commit *c, const struct authority *other,
    struct findings *out)
{
	const struct authority *own =
	    authz_authority(w, c->n_parents ? &c->parents[0] : &c->id, out);
	const struct operation *d;
	int merged;

	if (map_get(&w->told, oid_str(&c->id)))
		return true;
	if (!history_day(w->history, merge, &merged, out))
		return false;
	d = authz_tell(w, c, out);
	if (!d)
		return false;
	if (own && !authority_allows(own, d))
		return true;
	authz_find_reasons(w, d, other, DAY_NONE);
	if (w->n_reasons)
		say_brought(w, merge, c, FIND_AUDIT_CONCURRENT, out);
	if (w->n_reasons)
		return true;
	if (merged == DAY_NONE) {
		say_undated(w, merge, c, out);
		return true;
	}
	authz_find_reasons(w, d, other, merged);
	if (w->n_reasons)
		say_brought(w, merge, c, FIND_AUDIT_OVER, out);
	return true;
}

static int
by_id(const void *a, const void *b)
{
	const struct revwalk_commit *const *x = a, *const *y = b;

	return str_cmp(oid_str(&(*x)->id), oid_str(&(*y)->id));
}

bool
authz_each(struct authz *w, const struct oid *side, const struct oid *other,
    const struct revwalk_known *judged,
    bool (*each)(const struct revwalk_commit *, void *), void *to,
    struct findings *out)
{
	struct map there = { 0 }, here = { 0 };
	const struct revwalk_commit **all = NULL;
	size_t n = 0, cap = 0;
	bool ok = walk(w, other, NULL, &there, out) &&
	    walk(w, side, &there, &here, out);

	for (size_t i = 0; ok && i < here.n; i++)
		if (here.pairs[i].value &&
		    judged->known(
			&((const struct revwalk_commit *)here.pairs[i].value)
			     ->id,
			judged->to))
			*MEM_PUSH(all, n, cap) = here.pairs[i].value;
	if (n)
		qsort(all, n, sizeof *all, by_id);
	for (size_t i = 0; ok && i < n; i++)
		ok = each(all[i], to);
	free(all);
	map_release(&there);
	map_release(&here);
	return ok;
}

/* The commits of one side alone, by the page of the other. */
struct page_of {
	struct authz *w;
	const struct revwalk_commit *merge;
	const struct authority *page;
	struct findings *out;
};

static bool
rule_eval_one(const struct revwalk_commit *c, void *to)
{
	struct page_of *p = to;

	return judge_brought(p->w, p->merge, c, p->page, p->out);
}

static bool
judge_side(struct authz *w, const struct revwalk_commit *merge,
    const struct oid *side, const struct oid *other,
    const struct revwalk_known *judged, struct findings *out)
{
	struct page_of p = { w, merge, authz_authority(w, other, out), out };

	return authz_each(w, side, other, judged, rule_eval_one, &p, out);
}

static struct str
text_of(const struct authority *a)
{
	return a ? a->text : STR("");
}

/* Only a side that changed who may do what has something to say of the other,
 * and, where it is not the first one, of the merge: else whoever was given a
 * role on one side would be unknown on every branch that parted before. */
static bool
judge_pages(struct authz *w, const struct revwalk_commit *merge,
    const struct oid *one, const struct oid *two, const struct oid *base,
    const struct revwalk_known *judged, struct findings *out)
{
	const struct authority *a = authz_authority(w, one, out);
	const struct authority *b = authz_authority(w, two, out);
	const struct authority *was =
	    base ? authz_authority(w, base, out) : NULL;
	bool ok = true;

	if (a && !str_eq(text_of(a), text_of(was)))
		ok = judge_side(w, merge, two, one, judged, out);
	if (ok && b && !str_eq(text_of(b), text_of(was)))
		ok = judge_side(w, merge, one, two, judged, out) &&
		    judge_brought(w, merge, merge, b, out);
	return ok;
}

static bool
judge_moves(struct authz *w, const struct revwalk_commit *merge,
    const struct oid *one, const struct oid *two, const struct oid *base,
    const struct revwalk_known *judged, struct findings *out)
{
	return !base ||
	    (authz_moved(w, merge, one, two, base, judged, out) &&
		authz_moved(w, merge, two, one, base, judged, out));
}

/* Of several sides each is asked about each. */
static bool
judge_pairs(struct authz *w, const struct revwalk_commit *c,
    bool (*judge)(struct authz *, const struct revwalk_commit *,
	const struct oid *one, const struct oid *two, const struct oid *base,
	const struct revwalk_known *, struct findings *),
    const struct revwalk_known *judged, struct findings *out)
{
	bool ok = true;

	if (c->n_parents > SIDES_MOST) {
		found(out, FIND_AUDIT_CONCURRENT, authz_place(w, c, STR("")),
		    _("a merge of %zu sides: at most %d are compared with each "
		      "other"),
		    c->n_parents, SIDES_MOST);
		return true;
	}
	for (size_t i = 1; ok && i < c->n_parents; i++)
		for (size_t k = 0; ok && k < i; k++) {
			struct oid both[] = { c->parents[k], c->parents[i] };
			struct oid *bases = NULL;
			size_t n = 0;

			ok = revwalk_bases(w->past, both, 2, &bases, &n, out) &&
			    judge(w, c, &both[0], &both[1], n ? bases : NULL,
				judged, out);
			free(bases);
		}
	return ok;
}

bool
authz_merge(struct authz *w, const struct revwalk_commit *c,
    const struct revwalk_known *judged, struct findings *out)
{
	return judge_pairs(w, c, judge_pages, judged, out);
}

bool
authz_moves(struct authz *w, const struct revwalk_commit *c,
    const struct revwalk_known *judged, struct findings *out)
{
	return judge_pairs(w, c, judge_moves, judged, out);
}
