/* authz_spelled: what of a record changed that is no value?
 *
 * Whatever a reader or a statement can see needs a role: the text needs one for
 * the body, the order of a list one for that list, and any other byte, as of a
 * comment, the least that there is: one that may write some field of it. */
#include "audit/authz_inside.h"

#include <stdlib.h>

#include "text/day.h"
#include "merge/merge.h"
#include "record/entry_key.h"
#include "base/mem.h"
#include "git/lines.h"
#include "git/revwalk.h"
#include "schema/schema.h"
#include "git/source.h"

static void
add(struct changed *k, const char *before, struct str field)
{
	k->spelled[k->n_spelled++] = field;
	if (!str_is(k->told->path, before))
		k->from = str_of(before);
}

/* Was something of it told, or added? */
static bool
was_told(const struct changed *k)
{
	const struct history_record *r = k->told;

	return k->n_spelled ||
	    (r->n && str_eq(r->id, r->now->id) &&
		str_eq(r->type, r->now->type->name.name));
}

/* The order of lists. */

/* What an entry is known by: its key, else what is written. */
static struct str
known_by(const struct record *r, const struct field *list,
    const struct value *entry, struct arena *a)
{
	struct str key = entry_key(list, entry, a);

	if (key.n)
		return key;
	return entry->node ?
	    str_first(str_from(r->front.text, entry->node->off),
		entry->node->end - entry->node->off) :
	    (struct str){ 0 };
}

static bool order_differs(const struct record *now, const struct record *before,
    const struct fields *, const struct value *a, const struct value *b,
    struct buf *field);

/* Entries that both have stand in another order, or a list within one does. */
static bool
list_differs(const struct record *now, const struct record *before,
    const struct field *f, const struct value *a, const struct value *b,
    struct buf *field)
{
	struct arena keys = { 0 };
	struct map at = { 0 };
	size_t last = 0;
	bool differs = false;

	for (size_t i = 0; i < b->n; i++)
		*map_put(&at, known_by(before, f, &b->parts[i], &keys)) =
		    (void *)&b->parts[i];
	for (size_t i = 0; i < a->n && !differs; i++) {
		const struct value *was =
		    map_get(&at, known_by(now, f, &a->parts[i], &keys));
		size_t place = was ? (size_t)(was - b->parts) + 1 : last;

		differs = place < last;
		last = place;
		if (differs)
			buf_add(field, f->dotted);
		else if (was && !f->of && was->parts && a->parts[i].parts)
			differs = order_differs(now, before, &f->fields,
			    a->parts[i].parts, was->parts, field);
	}
	map_release(&at);
	arena_release(&keys);
	return differs;
}

/* Of the fields of a record, a map or an entry. Lists nest no deeper than a
 * type declares. */
static bool
order_differs(const struct record *now, const struct record *before,
    const struct fields *in, const struct value *a, const struct value *b,
    struct buf *field)
{
	for (size_t i = 0; i < in->n; i++) {
		const struct field *f = &in->all[i];

		if (!a[i].parts || !b[i].parts)
			continue;
		if (f->kind == KIND_LIST &&
		    list_differs(now, before, f, &a[i], &b[i], field))
			return true;
		if (f->kind == KIND_MAP &&
		    order_differs(now, before, &f->fields, a[i].parts,
			b[i].parts, field))
			return true;
	}
	return false;
}

/* A commit with one parent. */
static void
compare(struct authz *w, struct changed *k, const struct record *before)
{
	const struct record *now = k->told->now;
	struct buf field = { 0 };

	if (str_eq(now->front.text, before->front.text))
		return;
	if (!str_eq(now->front.body, before->front.body))
		add(k, before->path, STR("body"));
	if (!str_eq(now->front.head, before->front.head) &&
	    now->type == before->type &&
	    order_differs(now, before, &now->type->fields, now->values,
		before->values, &field))
		add(k, before->path, arena_keep(&w->now, buf_str(&field)));
	if (!was_told(k))
		add(k, before->path, STR(""));
	buf_release(&field);
}

/* Merges. */

/* The file where the sides parted, as text; false: it cannot be told. */
static bool
text_at_base(struct authz *w, const struct revwalk_commit *merge,
    const char *path, struct buf *text)
{
	struct findings silent = { 0 };
	const struct revwalk_commit *c;
	struct oid *bases = NULL, blob;
	bool folder, large, ok;
	size_t n = 0;

	ok = revwalk_bases(w->past, merge->parents, 2, &bases, &n, &silent) &&
	    n && (c = revwalk_commit(w->past, &bases[0], &silent)) &&
	    revwalk_find(w->past, &c->tree, path, &blob, &folder, &silent) &&
	    !folder &&
	    (oid_none(&blob) ||
		revwalk_read(w->past, &blob, path, SOURCE_FILE_MOST, &large,
		    text, &silent));
	free(bases);
	return ok;
}

/* Is it what git's merge by lines, or ours by fields, makes of the sides? */
static bool
is_merged(struct authz *w, const struct record *now,
    const struct record *const *before)
{
	struct findings silent = { 0 };
	struct buf base = { 0 }, out = { 0 };
	struct merge m = { .path = now->path,
		.type = now->type,
		.today = w->operation.day == DAY_NONE ? 0 : w->operation.day };
	bool is = false;

	if (text_at_base(w, w->commit, before[0]->path, &base)) {
		m.text[BASE] = buf_str(&base);
		m.text[OURS] = before[0]->front.text;
		m.text[THEIRS] = before[1]->front.text;
		is = lines_merge_clean(m.text[BASE], m.text[OURS],
			 m.text[THEIRS], &out, NULL) &&
		    str_eq(buf_str(&out), now->front.text);
		buf_clear(&out);
		is = is ||
		    (merge_file(&m, &out, &silent) &&
			str_eq(buf_str(&out), now->front.text));
	}
	buf_release(&base);
	buf_release(&out);
	return is;
}

void
authz_spelled(struct authz *w, struct changed *k)
{
	const struct record *now = k->told->now;
	const struct record *const *before = k->told->before;
	size_t n = w->commit->n_parents;
	bool body = true;

	if (!now)
		return;
	for (size_t i = 0; i < n; i++) {
		if (!before[i])
			return; /* of a new one all is told */
		if (n > 1 && i > 1 &&
		    str_eq(now->front.text, before[i]->front.text))
			return;
		body = body && !str_eq(now->front.body, before[i]->front.body);
	}
	if (n == 1)
		compare(w, k, before[0]);
	if (n < 2 || (n == 2 && is_merged(w, now, before)))
		return;
	add(k, before[0]->path, STR(""));
	if (body)
		add(k, before[0]->path, STR("body"));
}
