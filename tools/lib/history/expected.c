/* expected: what a record comes to when commits are merged. */
#include "history/inside.h"

#include "git/lines.h"

/* Stands for an item of which two versions do not go together: it is like no
 * value. */
static const struct str in_conflict = { "\1conflict", 9 };

struct expected
expected_of(struct history *h, struct version *v, bool body)
{
	struct expected e = { 0 };

	if (!v)
		return e;
	e.there = true;
	e.path = str_of(v->record.path);
	e.items = *version_items(h, v, body);
	return e;
}

void
expected_release(struct expected *e)
{
	map_release(&e->conflicts);
	map_release(&e->changed);
}

static void
keep(struct map *to, const struct map *from)
{
	for (size_t i = 0; i < from->n; i++)
		*map_put(to, from->pairs[i].key) = from->pairs[i].value;
}

/* What is known of the sides before they are merged. */
static void
keep_known(struct expected *to, const struct expected *from)
{
	keep(&to->conflicts, &from->conflicts);
	keep(&to->changed, &from->changed);
}

static struct str
merge_path(struct str base, struct str ours, struct str theirs)
{
	return str_eq(base, ours) ? theirs : ours;
}

/* Notes what a side changed. What the first of several was merged from before
 * stays as it was noted then. */
static void
note_changed(struct expected *e, const struct merged *m)
{
	void **slot;

	if (m->verdict == MERGE_KEPT || m->verdict == MERGE_CONFLICT)
		return;
	slot = map_put(&e->changed, fields_any(m)->key);
	if (!*slot || m->verdict != MERGE_OURS)
		*slot = (void *)m;
}

static void
take_items(struct history *h, struct expected *e, struct merged *all, size_t n)
{
	struct item *items = ARENA_ARRAY(&h->now, struct item, n);

	e->items = (struct items){ items, 0 };
	for (size_t i = 0; i < n; i++) {
		struct merged *m = &all[i];
		struct item *to = &items[e->items.n];

		note_changed(e, m);
		if (m->verdict == MERGE_CONFLICT) {
			*to = m->ours ? *m->ours :
			    m->theirs ? *m->theirs :
					*m->base;
			to->value = in_conflict;
			*map_put(&e->conflicts, to->key) = m;
			e->items.n++;
		} else if (m->now) {
			*to = *m->now;
			e->items.n++;
		}
	}
}

/* One side does not have the record. */
static struct expected
merge_missing(const struct expected *base, const struct expected *there)
{
	struct expected e = { 0 };

	if (!base->there) {
		e = *there;
		e.conflicts = e.changed = (struct map){ 0 };
		keep_known(&e, there);
	} else {
		struct arena a = { 0 };
		size_t n;

		fields_compare(&base->items, &there->items, &a, &n);
		arena_release(&a);
		e.torn = n || there->torn;
	}
	return e;
}

struct expected
expected_merge(struct history *h, const struct expected *base,
    const struct expected *ours, const struct expected *theirs)
{
	static const struct text_merge text = { lines_merge_clean, NULL };
	struct expected e = { 0 };
	struct merged *all;
	size_t n;

	if (!ours->there && !theirs->there) {
		e.torn = ours->torn || theirs->torn;
		return e;
	}
	if (!ours->there || !theirs->there)
		return merge_missing(base, ours->there ? ours : theirs);
	e.there = true;
	e.path = merge_path(base->path, ours->path, theirs->path);
	all = fields_merge(&base->items, &ours->items, &theirs->items, &text,
	    &h->now, &n);
	keep_known(&e, ours);
	keep_known(&e, theirs);
	take_items(h, &e, all, n);
	return e;
}
