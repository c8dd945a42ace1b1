/* record_diff: what differs between two states of records. */
#include "history/record_diff.h"

#include <stdlib.h>

#include "history/inside.h"
#include "base/mem.h"
#include "text/kept.h"

struct record_diff {
	const struct schema *schemas[2];
	int today;
	struct arena arena;
	struct pairing records;
	struct map unread; /* paths */
};

struct record_diff *
record_diff_new(const struct schema *before, const struct schema *after,
    int today)
{
	struct record_diff *d = mem_alloc(sizeof *d);

	*d = (struct record_diff){ .schemas = { before, after },
		.today = today,
		.records = { .arena = &d->arena, .sides = 2 } };
	return d;
}

void
record_diff_free(struct record_diff *d)
{
	if (!d)
		return;
	pairing_release(&d->records);
	map_release(&d->unread);
	arena_release(&d->arena);
	free(d);
}

void
record_diff_add_unread(struct record_diff *d, const char *path)
{
	char *z = arena_z(&d->arena, str_of(path));

	*map_put(&d->unread, str_of(z)) = z;
}

/* Of what was said of it the first error, as a warning. */
static void
say_unread(const struct kept *said, struct findings *to)
{
	size_t i = 0;

	while (i < said->n && said->all[i].level < ERROR)
		i++;
	if (i < said->n)
		found_as(to, said->all[i].id, WARNING, said->all[i].at, "%s",
		    said->all[i].text);
}

bool
record_diff_add(struct record_diff *d, int side, const char *path,
    struct str bytes, struct findings *to)
{
	struct version *v = ARENA_NEW(&d->arena, struct version);
	struct kept said = { 0 };
	struct findings keep = { .say = kept_say, .to = &said };
	const struct type *type, *two;
	bool ok;

	type = schema_type_of(d->schemas[side], path, &two);
	if (!type)
		return true;
	path = arena_z(&d->arena, str_of(path));
	ok = record_read(&v->record, type, path, arena_keep(&d->arena, bytes),
	    &d->arena, &keep);
	if (ok) {
		version_find_stage(v, d->today, &d->arena);
		pairing_add(&d->records, (size_t)side, v);
	} else {
		record_diff_add_unread(d, path);
		say_unread(&said, to);
	}
	kept_release(&said);
	return ok;
}

/* Telling. */

struct telling {
	void (*change)(const struct history_change *, void *);
	void *to;
	const struct record *record;
};

static void
tell(struct telling *t, struct history_change *c)
{
	c->type = t->record->type->name.name;
	c->id = t->record->id;
	c->path = str_of(t->record->path);
	t->change(c, t->to);
}

static void
tell_stage(struct telling *t, const struct pair *p)
{
	struct history_change c = { .op = HISTORY_SET,
		.field = STR("stage"),
		.old = p->at[0] ? p->at[0]->stage : (struct str){ 0 },
		.new = p->at[1]->stage };

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
	} else if (!str_is(str_of(p->at[0]->record.path),
		       p->at[1]->record.path)) {
		c.old = str_of(p->at[0]->record.path);
		c.new = str_of(p->at[1]->record.path);
		tell(t, &c);
	}
}

static void
tell_pair(struct telling *t, const struct pair *p)
{
	struct items a = { 0 }, b = { 0 };
	struct arena arena = { 0 };
	struct change *all;
	size_t n;

	t->record = &p->at[p->at[1] ? 1 : 0]->record;
	tell_whole(t, p);
	if (p->at[1]) {
		tell_stage(t, p);
		if (p->at[0])
			a = fields_items(&p->at[0]->record, true, &arena);
		b = fields_items(&p->at[1]->record, true, &arena);
		all = fields_compare(&a, &b, &arena, &n);
		for (size_t i = 0; i < n; i++) {
			struct history_change c = history_item_change(
			    all[i].before, all[i].after, all[i].row);

			tell(t, &c);
		}
	}
	arena_release(&arena);
}

static bool
is_unread(const struct record_diff *d, const struct pair *p)
{
	for (int i = 0; i < 2; i++)
		if (p->at[i] &&
		    map_get(&d->unread, str_of(p->at[i]->record.path)))
			return true;
	return false;
}

void
record_diff_tell(struct record_diff *d,
    void (*change)(const struct history_change *, void *), void *to)
{
	struct telling t = { change, to, NULL };

	for (size_t i = 0; i < d->records.n; i++)
		if (!is_unread(d, d->records.all[i]))
			tell_pair(&t, d->records.all[i]);
}
