/* record_diff: what differs between two states of records. */
#include "history/record_diff.h"

#include <stdlib.h>

#include "record/fields.h"
#include "base/map.h"
#include "base/mem.h"
#include "text/kept.h"
#include "record/record.h"
#include "record/stage.h"

/* A record, before and after. */
struct pair {
	struct record *at[2];
	struct pair *twin; /* another file with that id */
	struct pair *next;
};

struct record_diff {
	const struct schema *schemas[2];
	int today;
	struct arena arena;
	struct map by_key; /* struct pair by type and id */
	struct map unread; /* paths */
	struct pair *first, **last;
};

struct record_diff *
record_diff_new(const struct schema *before, const struct schema *after,
    int today)
{
	struct record_diff *d = mem_alloc(sizeof *d);

	*d = (struct record_diff){ .schemas = { before, after },
		.today = today };
	d->last = &d->first;
	return d;
}

void
record_diff_free(struct record_diff *d)
{
	if (!d)
		return;
	map_release(&d->by_key);
	map_release(&d->unread);
	arena_release(&d->arena);
	free(d);
}

static struct str
key_of(struct record_diff *d, const struct record *r)
{
	struct buf b = { 0 };

	buf_add(&b, r->type->name.name);
	buf_addc(&b, r->id.n ? '\0' : '\1');
	buf_add(&b, r->id.n ? r->id : str_of(r->path));
	return arena_take(&d->arena, &b);
}

static bool
has_path(const struct pair *p, const char *path)
{
	for (int i = 0; i < 2; i++)
		if (p->at[i] && str_is(str_of(path), p->at[i]->path))
			return true;
	return false;
}

/* Of several files with one id those of one path go together. */
static struct pair *
place_for(struct record_diff *d, struct record *r, int side)
{
	void **slot = map_put(&d->by_key, key_of(d, r));
	struct pair *p, *room = NULL;

	for (p = *slot; p; p = p->twin) {
		if (p->at[side])
			continue;
		if (has_path(p, r->path))
			return p;
		if (!room)
			room = p;
	}
	if (room)
		return room;
	p = ARENA_NEW(&d->arena, struct pair);
	p->twin = *slot;
	*slot = p;
	*d->last = p;
	d->last = &p->next;
	return p;
}

void
record_diff_add_unread(struct record_diff *d, const char *path)
{
	char *z = arena_z(&d->arena, str_of(path));

	*map_put(&d->unread, str_of(z)) = z;
}

static bool
say_unread(struct record_diff *d, const char *path, const struct kept *said,
    struct findings *to)
{
	record_diff_add_unread(d, path);
	for (size_t i = 0; i < said->n; i++)
		if (said->all[i].level >= ERROR)
			return found_as(to, said->all[i].id, WARNING,
			    said->all[i].at, "%s", said->all[i].text);
	return false;
}

bool
record_diff_add(struct record_diff *d, int side, const char *path,
    struct str bytes, struct findings *to)
{
	struct record *r = ARENA_NEW(&d->arena, struct record);
	struct kept said = { 0 };
	struct findings keep = { .say = kept_say, .to = &said }, silent = { 0 };
	const struct type *type, *two;
	bool ok;

	type = schema_type_of(d->schemas[side], path, &two);
	if (!type)
		return true;
	path = arena_z(&d->arena, str_of(path));
	ok = record_read(r, type, path, arena_keep(&d->arena, bytes), &d->arena,
	    &keep);
	if (ok) {
		stage_derive(r, d->today, &d->arena, &silent);
		place_for(d, r, side)->at[side] = r;
	} else {
		say_unread(d, path, &said, to);
	}
	kept_release(&said);
	return ok;
}

/* Telling. */

struct telling {
	const struct history_hook *hook;
	const struct record *record;
};

static void
tell(struct telling *t, struct history_change *c)
{
	c->type = t->record->type->name.name;
	c->id = t->record->id;
	c->path = str_of(t->record->path);
	t->hook->change(c, t->hook->to);
}

static void
tell_item(struct telling *t, const struct change *d)
{
	const struct item *any = d->after ? d->after : d->before;
	struct history_change c = { .op = HISTORY_SET,
		.field = any->path,
		.entry = any->entry,
		.private = any->private || (d->before && d->before->private),
		.entry_private = any->entry_private };

	if (d->before)
		c.old = d->before->value;
	if (d->after)
		c.new = d->after->value;
	if (d->row)
		c.op = d->after ? HISTORY_ADD : HISTORY_REMOVE;
	tell(t, &c);
}

static struct str
stage_of(const struct record *r)
{
	if (!r || !r->n_intervals || r->stage_unknown)
		return (struct str){ 0 };
	return r->type->stages[r->intervals[r->n_intervals - 1].stage]
	    .name.name;
}

static void
tell_stage(struct telling *t, const struct pair *p)
{
	struct history_change c = { .op = HISTORY_SET,
		.field = STR("stage"),
		.old = stage_of(p->at[0]),
		.new = stage_of(p->at[1]) };

	if (!str_eq(c.old, c.new))
		tell(t, &c);
}

static void
tell_whole(struct telling *t, const struct pair *p)
{
	struct history_change c = { .op = HISTORY_MOVE };

	if (!p->at[0] || !p->at[1]) {
		c.op = p->at[1] ? HISTORY_CREATE : HISTORY_DELETE;
		tell(t, &c);
	} else if (!str_is(str_of(p->at[0]->path), p->at[1]->path)) {
		c.old = str_of(p->at[0]->path);
		c.new = str_of(p->at[1]->path);
		tell(t, &c);
	}
}

static void
tell_pair(const struct pair *p, const struct history_hook *h)
{
	struct telling t = { h, p->at[1] ? p->at[1] : p->at[0] };
	struct items a = { 0 }, b = { 0 };
	struct arena arena = { 0 };
	struct change *all;
	size_t n;

	tell_whole(&t, p);
	if (p->at[1]) {
		tell_stage(&t, p);
		if (p->at[0])
			a = fields_items(p->at[0], true, &arena);
		b = fields_items(p->at[1], true, &arena);
		all = fields_compare(&a, &b, &arena, &n);
		for (size_t i = 0; i < n; i++)
			tell_item(&t, &all[i]);
	}
	arena_release(&arena);
}

static bool
is_unread(const struct record_diff *d, const struct pair *p)
{
	for (int i = 0; i < 2; i++)
		if (p->at[i] && map_get(&d->unread, str_of(p->at[i]->path)))
			return true;
	return false;
}

void
record_diff_tell(struct record_diff *d, const struct history_hook *hook)
{
	for (const struct pair *p = d->first; p; p = p->next)
		if (!is_unread(d, p))
			tell_pair(p, hook);
}
