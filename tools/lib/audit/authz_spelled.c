/* authz_spelled: what of a record changed that is no value?
 *
 * Whatever a reader or a statement can see needs a role: the text needs one for
 * the body, the order of a list one for that list, and any other byte, as of a
 * comment, the least that there is: one that may write some field of it. */
#include "audit/authz_inside.h"

#include <stdlib.h>

#include "text/day.h"
#include "merge/merge.h"
#include "base/mem.h"
#include "git/revwalk.h"
#include "schema/schema.h"
#include "git/source.h"

static void
add(struct authz *w, const struct record *now, const char *before,
    struct str field)
{
	struct line *l = MEM_PUSH(w->lines, w->n_lines, w->cap_lines);

	*l = (struct line){ .op = HISTORY_SET,
		.type = arena_keep(&w->now, now->type->name.name),
		.id = arena_keep(&w->now, now->id),
		.path = arena_keep(&w->now, str_of(now->path)),
		.field = arena_keep(&w->now, field) };
	if (!str_is(l->path, before))
		l->from = arena_keep(&w->now, str_of(before));
}

/* Was something of it told, or added, just before? */
static bool
was_told(const struct authz *w, const struct record *now)
{
	const struct line *l = w->n_lines ? &w->lines[w->n_lines - 1] : NULL;

	return l && str_is(l->path, now->path) && str_eq(l->id, now->id) &&
	    str_eq(l->type, now->type->name.name);
}

/* The order of lists. */

/* What an entry is known by: its key, else what is written. */
static struct str
known_by(const struct record *r, const struct field *list,
    const struct value *entry)
{
	const struct value *key =
	    !list->of && list->key != FIELD_NONE && entry->parts ?
	    &entry->parts[list->key] :
	    NULL;

	if (key && key->text.n)
		return key->text;
	return entry->node ?
	    str_first(str_from(r->front.text, entry->node->off),
		entry->node->end - entry->node->off) :
	    (struct str){ 0 };
}

static bool order_differs(struct authz *, const struct record *now,
    const struct record *before, const struct fields *, const struct value *a,
    const struct value *b, struct buf *field);

/* Entries that both have stand in another order, or a list within one does. */
static bool
list_differs(struct authz *w, const struct record *now,
    const struct record *before, const struct field *f, const struct value *a,
    const struct value *b, struct buf *field)
{
	struct map at = { 0 };
	size_t last = 0;
	bool differs = false;

	for (size_t i = 0; i < b->n; i++)
		*map_put(&at, known_by(before, f, &b->parts[i])) =
		    (void *)&b->parts[i];
	for (size_t i = 0; i < a->n && !differs; i++) {
		const struct value *was =
		    map_get(&at, known_by(now, f, &a->parts[i]));
		size_t place = was ? (size_t)(was - b->parts) + 1 : last;

		differs = place < last;
		last = place;
		if (differs)
			field_dotted(f, field);
		else if (was && !f->of && was->parts && a->parts[i].parts)
			differs = order_differs(w, now, before, &f->fields,
			    a->parts[i].parts, was->parts, field);
	}
	map_release(&at);
	return differs;
}

/* Of the fields of a record, a map or an entry. Lists nest no deeper than a
 * type declares. */
static bool
order_differs(struct authz *w, const struct record *now,
    const struct record *before, const struct fields *in, const struct value *a,
    const struct value *b, struct buf *field)
{
	for (size_t i = 0; i < in->n; i++) {
		const struct field *f = &in->all[i];

		if (!a[i].parts || !b[i].parts)
			continue;
		if (f->kind == KIND_LIST &&
		    list_differs(w, now, before, f, &a[i], &b[i], field))
			return true;
		if (f->kind == KIND_MAP &&
		    order_differs(w, now, before, &f->fields, a[i].parts,
			b[i].parts, field))
			return true;
	}
	return false;
}

/* A commit with one parent. */
static void
compare(struct authz *w, const struct record *now, const struct record *before)
{
	struct buf field = { 0 };

	if (str_eq(now->front.text, before->front.text))
		return;
	if (!str_eq(now->front.body, before->front.body))
		add(w, now, before->path, STR("body"));
	if (!str_eq(now->front.head, before->front.head)) {
		if (now->type == before->type &&
		    order_differs(w, now, before, &now->type->fields,
			now->values, before->values, &field))
			add(w, now, before->path, buf_str(&field));
	}
	if (!was_told(w, now))
		add(w, now, before->path, STR(""));
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
is_merged(struct authz *w, const struct revwalk_commit *merge,
    const struct record *now, const struct record *const *before)
{
	struct findings silent = { 0 };
	struct buf base = { 0 }, out = { 0 };
	struct merge m = { .path = now->path,
		.type = now->type,
		.today = w->day == DAY_NONE ? 0 : w->day };
	bool is = false;

	if (text_at_base(w, merge, before[0]->path, &base)) {
		m.text[BASE] = buf_str(&base);
		m.text[OURS] = before[0]->front.text;
		m.text[THEIRS] = before[1]->front.text;
		is = revwalk_merge_text(m.text[BASE], m.text[OURS],
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
authz_record(struct authz *w, const struct revwalk_commit *c,
    const struct record *now, const struct record *const *before, size_t n)
{
	bool body = true;

	if (!w->asked)
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
		compare(w, now, before[0]);
	if (n < 2 || (n == 2 && is_merged(w, c, now, before)))
		return;
	add(w, now, before[0]->path, STR(""));
	if (body)
		add(w, now, before[0]->path, STR("body"));
}
