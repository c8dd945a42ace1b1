/* version: a record as one commit has it. */
#include "history/inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/stage.h"

/* What a record was before versions that do not read. */
struct good {
	const struct revwalk_commit *commit; /* NULL: nothing */
	struct oid blob;
};

const struct type *
version_type(struct history *h, const struct schema_version *e, struct str path)
{
	const struct type *two;

	return e ? schema_type_of(e->schema, arena_z(&h->now, path), &two) :
		   NULL;
}

/* Records read lately. What was read for a commit is met again for its parent,
 * and mostly once more. The elder half goes when the younger one is full. */

enum {
	YOUNG_BYTES = 512 << 10
	/* of files; ten times as much of what is made of them */
};

static void
shelf_release(struct shelf_of_versions *s)
{
	map_release(&s->by);
	arena_release(&s->arena);
	*s = (struct shelf_of_versions){ 0 };
}

void
versions_make_room(struct history *h)
{
	if (h->young.bytes < YOUNG_BYTES)
		return;
	shelf_release(&h->old);
	h->old = h->young;
	h->young = (struct shelf_of_versions){ 0 };
}

void
versions_release(struct history *h)
{
	shelf_release(&h->young);
	shelf_release(&h->old);
}

/* By its bytes, where it is and what it is read with. */
static struct str
version_key(struct history *h, const struct type *type, struct str path,
    const struct oid *blob)
{
	struct buf b = { 0 };

	buf_add(&b, oid_str(blob));
	buf_add(&b, (struct str){ (const char *)&type, sizeof type });
	buf_add(&b, path);
	return arena_take(&h->now, &b);
}

bool
version_bytes(struct history *h, struct str path, const struct oid *blob,
    struct buf *b)
{
	bool large, ok;

	ok = revwalk_read(h->past, blob, arena_z(&h->now, path),
	    SOURCE_FILE_MOST, &large, b, h->to);
	if (!ok && !large)
		h->failed = true;
	return ok;
}

/* NULL: it does not read, or h->failed. */
static const struct version *
read_new(struct history *h, const struct schema_version *e,
    const struct type *type, struct str path, const struct oid *blob,
    struct str key)
{
	struct arena *a = &h->young.arena;
	struct version *v = ARENA_NEW(a, struct version);
	struct findings silent = { .unheard = true };
	const char *z = arena_z(a, path);
	struct buf b = { 0 };
	struct str text;
	bool there = version_bytes(h, path, blob, &b);

	text = arena_take(a, &b);
	if (!there)
		return NULL;
	h->young.bytes += text.n;
	if (!record_read(&v->record, type, z, text, a, &silent))
		return NULL;
	v->epoch = e;
	v->blob = *blob;
	*map_put(&h->young.by, arena_keep(a, key)) = v;
	return v;
}

void
version_find_stage(struct version *v, int day, struct arena *a)
{
	struct record *r = &v->record;
	struct findings silent = { 0 };

	stage_derive(r, day, a, &silent);
	if (r->n_intervals && !r->stage_unknown)
		v->stage =
		    r->type->stages[r->intervals[r->n_intervals - 1].stage]
			.name.name;
}

static struct version *
parse(struct history *h, const struct schema_version *e,
    const struct type *type, struct str path, const struct oid *blob)
{
	struct str key = version_key(h, type, path, blob);
	const struct version *read = map_get(&h->young.by, key);
	struct version *v;

	if (!read)
		read = map_get(&h->old.by, key);
	if (!read)
		read = read_new(h, e, type, path, blob, key);
	if (!read)
		return NULL;
	v = ARENA_NEW(&h->now, struct version);
	*v = *read;
	version_find_stage(v, h->day, &h->now);
	return v;
}

struct version *
version_try(struct history *h, const struct schema_version *e, struct str path,
    const struct oid *blob)
{
	const struct type *type = version_type(h, e, path);

	return type ? parse(h, e, type, path, blob) : NULL;
}

static struct str
good_key(struct history *h, const struct revwalk_commit *c, struct str path)
{
	struct buf key = { 0 };

	buf_add(&key, oid_str(&c->id));
	buf_add(&key, path);
	return arena_take(&h->now, &key);
}

/* Looks for the last version that reads before that of commit c, along first
 * parents. What was found from a commit between is not looked for again. */
static struct good
search(struct history *h, const struct revwalk_commit *c, struct str path)
{
	const char *z = arena_z(&h->now, path);
	struct good g = { 0 }, *had;
	bool folder;

	while (c->n_parents) {
		const struct type *type;

		c = revwalk_commit(h->past, &c->parents[0], h->to);
		if (!c ||
		    !revwalk_find(h->past, &c->tree, z, &g.blob, &folder,
			h->to)) {
			h->failed = true;
			break;
		}
		had = map_get(&h->good, good_key(h, c, path));
		if (had)
			return *had;
		if (folder || oid_none(&g.blob))
			break;
		type = version_type(h, schema_version_of(h, c), path);
		if (type &&
		    parse(h, schema_version_of(h, c), type, path, &g.blob)) {
			g.commit = c;
			break;
		}
		if (h->failed)
			break;
	}
	return g;
}

/* c has something there that does not read. */
static struct version *
last_good(struct history *h, const struct revwalk_commit *c, struct str path)
{
	struct str key = good_key(h, c, path);
	struct good *g = map_get(&h->good, key);
	const struct schema_version *e;

	if (!g) {
		g = ARENA_NEW(&h->arena, struct good);
		*g = search(h, c, path);
		*map_put(&h->good, arena_keep(&h->arena, key)) = g;
	}
	if (!g->commit || h->failed)
		return NULL;
	e = schema_version_of(h, g->commit);
	return parse(h, e, version_type(h, e, path), path, &g->blob);
}

struct version *
version_read(struct history *h, const struct revwalk_commit *c, struct str path,
    const struct oid *blob, bool last, bool *gap)
{
	const struct schema_version *e = schema_version_of(h, c);
	const struct type *type;
	struct version *v;

	*gap = false;
	if (oid_none(blob) || h->failed)
		return NULL;
	type = version_type(h, e, path);
	if (!type)
		return NULL;
	v = parse(h, e, type, path, blob);
	if (v || h->failed)
		return v;
	if (last)
		return last_good(h, c, path);
	*gap = true;
	*MEM_PUSH(h->gaps, h->told.n_gaps, h->cap_gaps) = path;
	return NULL;
}

struct version *
version_under(struct history *h, struct version *v,
    const struct schema_version *e)
{
	struct str path = str_of(v->record.path);
	const struct type *type;

	if (v->epoch == e)
		return v;
	type = version_type(h, e, path);
	return type ? parse(h, e, type, path, &v->blob) : NULL;
}

bool
history_version(struct history *h, const struct revwalk_commit *c,
    struct str path, const struct record **r, struct str *stage,
    struct findings *to)
{
	struct version *v = NULL;
	struct oid blob;
	bool folder, gap;

	h->to = to;
	h->failed = !revwalk_find(h->past, &c->tree, arena_z(&h->now, path),
	    &blob, &folder, to);
	if (!h->failed && !folder)
		v = version_read(h, c, path, &blob, true, &gap);
	*r = v ? &v->record : NULL;
	*stage = v ? v->stage : (struct str){ 0 };
	return !h->failed;
}

/* The stage is an item among others, so that it is compared and merged as they
 * are. No field has such a key. */
static const struct items *
with_stage(struct history *h, const struct version *v, struct items found)
{
	struct items *all = ARENA_NEW(&h->now, struct items);

	*all = found;
	if (!v->stage.s)
		return all;
	all->all = ARENA_ARRAY(&h->now, struct item, found.n + 1);
	if (found.n)
		memcpy(all->all, found.all, found.n * sizeof *all->all);
	all->all[all->n++] = (struct item){ .key = STR("\1stage"),
		.path = STR("stage"),
		.value = v->stage };
	return all;
}

const struct items *
version_items(struct history *h, struct version *v, bool body)
{
	if (!v->items[body])
		v->items[body] =
		    with_stage(h, v, fields_items(&v->record, body, &h->now));
	return v->items[body];
}

void
version_set_items(struct history *h, struct version *v, struct items all)
{
	v->items[true] = with_stage(h, v, all);
}

void
version_items_apart(struct history *h, struct version *a, struct version *b)
{
	struct items of_a, of_b;

	fields_items_apart(&a->record, &b->record, true, &h->now, &of_a, &of_b);
	version_set_items(h, a, of_a);
	version_set_items(h, b, of_b);
}
