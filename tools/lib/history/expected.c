/* expected: what a record comes to when commits are merged. */
#include "history/inside.h"

#include <stdlib.h>

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

/* Several commits. */

enum { BASES_DEEP = 8 }; /* bases of bases of bases … in a criss-cross */

static struct expected merge_bases(struct history *,
    const struct expected_bases *, bool body, int deep);

/* Merges what a commit has into what those before it come to, over what both
 * are based on. */
static void
merge_next(struct history *h, struct expected *e, struct version *next,
    const struct expected_bases *over, bool body, int deep)
{
	struct expected base = { 0 }, was = *e;
	struct expected other = expected_of(h, next, body);

	if (over->n && !h->failed)
		base = merge_bases(h, over, body, deep);
	*e = expected_merge(h, &base, &was, &other);
	expected_release(&base);
	expected_release(&was);
}

/* The bases of the last of some commits with the others, and what they have at
 * a path. */
static struct expected_bases
find_bases(struct history *h, const struct oid *ids, size_t n, struct str path)
{
	struct expected_bases b = { 0 };
	struct oid *found = NULL;

	h->failed =
	    !revwalk_bases(h->past, ids, n, &found, &b.n, h->to) || h->failed;
	b.commits = ARENA_ARRAY(&h->now, const struct revwalk_commit *, b.n);
	b.at = ARENA_ARRAY(&h->now, struct version *, b.n);
	for (size_t i = 0; i < b.n && !h->failed; i++) {
		struct oid blob;
		bool folder, gap;

		b.commits[i] = revwalk_commit(h->past, &found[i], h->to);
		h->failed = !b.commits[i] ||
		    !revwalk_find(h->past, &b.commits[i]->tree,
			arena_z(&h->now, path), &blob, &folder, h->to);
		if (!h->failed && path.n && !folder)
			b.at[i] = version_read(h, b.commits[i], path, &blob,
			    true, &gap);
	}
	free(found);
	return b;
}

/* Several bases are merged first, over their own. */
static struct expected
merge_bases(struct history *h, const struct expected_bases *b, bool body,
    int deep)
{
	struct expected e = expected_of(h, b->at[0], body);
	struct oid *ids = ARENA_ARRAY(&h->now, struct oid, b->n);

	for (size_t i = 0; i < b->n; i++)
		ids[i] = b->commits[i]->id;
	for (size_t i = 1; i < b->n && !h->failed; i++) {
		struct str path =
		    b->at[i] ? str_of(b->at[i]->record.path) : e.path;
		struct expected_bases over = { 0 };

		if (deep < BASES_DEEP)
			over = find_bases(h, ids, i + 1, path);
		merge_next(h, &e, b->at[i], &over, body, deep + 1);
	}
	return e;
}

void
expected_add(struct history *h, struct expected *e, struct version *next,
    const struct expected_bases *over, bool body)
{
	merge_next(h, e, next, over, body, 0);
}
