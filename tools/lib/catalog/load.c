/* load: records into tables, each file read once for all of them. */
#include "catalog/inside.h"
#include "catalog/row_cache.h"
#include "catalog/rows.h"
#include "catalog/sync.h"

#include <stdint.h>
#include <stdlib.h>

#include <sqlite3.h>

#include "text/kept.h"
#include "record/record_reader.h"
#include "base/mem.h"
#include "record/record.h"
#include "git/source.h"

enum { SHOW_EVERY = 512 };

/* Files. */

/* Takes what the reader gives, so many at most. False: there is no more. */
static bool
take_files(struct rows_pass *p, struct record_reader *feed, size_t most,
    struct catalog_counts *counts)
{
	struct catalog *c = p->catalog;
	struct read_record *fed;

	for (size_t i = 0; i < most; i++) {
		if (!(fed = record_reader_next(feed)))
			return false;
		p->record = &fed->record;
		p->arena = &fed->arena;
		kept_pass(&fed->said, p->to);
		if (!fed->read && p->hook)
			p->ok = false;
		if (fed->parsed)
			rows_put_record(p);
		else
			rows_put_unread(p);
		if (p->hook && p->hook->seen)
			p->hook->seen(&fed->record, fed->parsed, fed->own,
			    p->hook->to);
		counts->read += fed->parsed;
		counts->unreadable += !fed->parsed;
		if ((counts->read + counts->unreadable) % SHOW_EVERY == 0)
			progress_say(c, p->began, _("%zu records"),
			    c->counts.read + counts->read + counts->unreadable);
	}
	return true;
}

static struct record_reader *
reader_for(const struct rows_pass *p, const struct entry *list, size_t n)
{
	const struct record_reading how = { .source = p->catalog->source,
		.type = p->type,
		.today = p->catalog->options.today,
		.stages = p->stages,
		.look = p->hook ? p->hook->look : NULL,
		.to = p->hook ? p->hook->to : NULL };

	return record_reader_start(&how, list, n);
}

static void
read_files(struct rows_pass *p, const struct entry *list, size_t n,
    struct catalog_counts *counts)
{
	struct record_reader *feed = reader_for(p, list, n);

	p->began = progress_now();
	take_files(p, feed, SIZE_MAX, counts);
	progress_say(p->catalog, p->began, NULL);
	record_reader_free(feed);
}

static bool
is_due(const struct catalog *c, size_t table, const struct type *type)
{
	const struct table_state *s = &c->states[table];

	if (s->kind == TABLE_BAD)
		return s->wanted && !c->types[type->index].bad_filled;
	if (s->kind == TABLE_UNREAD)
		return s->wanted && !c->types[type->index].unread_filled;
	return c->tables[table].type == type && s->wanted && !s->filled;
}

/* Does a table of records show their stages? */
static bool
shows_stages(const struct table *t, const struct table_state *s)
{
	for (size_t i = 0; i < t->n; i++)
		if (s->columns[i] &&
		    (s->from[i].take == TAKE_STAGE ||
			s->from[i].take == TAKE_STAGE_SINCE))
			return true;
	return false;
}

static bool
begin_pass(struct rows_pass *p)
{
	struct catalog *c = p->catalog;
	bool ok = db_settle(c, p->trouble);

	free(p->tables);
	p->n = 0;
	p->tables = mem_alloc(c->n * sizeof *p->tables);
	for (size_t i = 0; ok && i < c->n; i++) {
		if (!is_due(c, i, p->type))
			continue;
		p->tables[p->n++] = i;
		p->stages |= c->states[i].kind == TABLE_STAGE ||
		    (c->states[i].kind == TABLE_RECORD &&
			shows_stages(&c->tables[i], &c->states[i]));
		ok = (!c->states[i].stale || store_drop(c, i, p->trouble)) &&
		    store_make(c, i, p->trouble) &&
		    store_inserts(c, i, p->trouble);
	}
	return ok && db_run(c, c->db, "BEGIN", p->trouble);
}

/* The tables hold what was put into them. */
static bool
fill_tables(struct rows_pass *p)
{
	struct catalog *c = p->catalog;
	struct type_state *type = &c->types[p->type->index];
	bool ok = db_run(c, c->db, "COMMIT", p->trouble);

	for (size_t i = 0; i < p->n; i++)
		if (p->tables[i] == c->bad)
			type->bad_filled = true;
		else if (p->tables[i] == c->unread)
			type->unread_filled = true;
		else
			ok = store_filled(c, p->tables[i], p->trouble) && ok;
	return ok;
}

static bool
end_pass(struct rows_pass *p, const struct catalog_counts *counts)
{
	struct catalog *c = p->catalog;
	struct type_state *type = &c->types[p->type->index];
	bool ok = fill_tables(p);

	if (!type->read) {
		c->counts.read += counts->read;
		c->counts.unreadable += counts->unreadable;
	}
	type->read = true;
	return ok && p->ok;
}

static bool
load_type(struct catalog *c, const struct type *type,
    const struct catalog_hook *hook, struct findings *records,
    struct findings *trouble)
{
	struct rows_pass p = { .catalog = c,
		.type = type,
		.hook = hook,
		.to = records,
		.trouble = trouble,
		.stages = hook,
		.ok = true };
	struct globs globs = { type->files, type->except, type->n_files,
		type->n_except };
	const struct record lost = { .type = type };
	struct catalog_counts counts = { 0 };
	struct arena paths = { 0 };
	struct entry *list = NULL;
	size_t n = 0;
	bool ok;

	/* Records may take what they need; only statements are held short. */
	sqlite3_hard_heap_limit64(0);
	ok = source_files(c->source, &globs, &paths, &list, &n, trouble);
	if (!ok && hook && hook->missed)
		hook->missed(type, hook->to);
	if (begin_pass(&p)) {
		p.record = &lost;
		if (!ok)
			rows_put_unread(&p);
		read_files(&p, list, n, &counts);
		ok = end_pass(&p, &counts) && ok;
	} else {
		ok = false;
	}
	free(p.tables);
	arena_release(&paths);
	return ok;
}

/* Portions. */

/* The tables are to be filled anew. */
static void
empty_tables(struct rows_pass *p)
{
	struct catalog *c = p->catalog;

	for (size_t i = 0; i < p->n; i++) {
		c->states[p->tables[i]].stale = true;
		c->states[p->tables[i]].filled = false;
	}
	c->types[p->type->index].bad_filled = false;
	c->types[p->type->index].unread_filled = false;
}

/* Nothing is left to do for any type but one, whose tables are at hand: what is
 * asked of them reads no others. */
static void
hold_types(struct catalog *c, bool held)
{
	for (size_t i = 0; i < c->schema->n_types; i++)
		c->types[i].bad_filled = c->types[i].unread_filled = held;
}

/* Nobody wants its tables any more, until somebody does. */
static void
unwant_tables(struct rows_pass *p)
{
	struct catalog *c = p->catalog;

	for (size_t i = 0; i < p->n; i++) {
		struct table_state *s = &c->states[p->tables[i]];

		s->wanted = false;
		for (size_t k = 0; s->columns && k < c->tables[p->tables[i]].n;
		     k++)
			s->columns[k] = false;
	}
}

static bool
run_portions(struct rows_pass *p, struct record_reader *feed, size_t most,
    bool (*each)(void *), void *to, struct catalog_counts *counts)
{
	bool more = true, ok = true;

	while (ok && more) {
		hold_types(p->catalog, true);
		empty_tables(p);
		ok = begin_pass(p);
		if (!ok)
			break;
		more = take_files(p, feed, most, counts);
		ok = fill_tables(p) && p->ok && each(to);
	}
	empty_tables(p);
	unwant_tables(p);
	hold_types(p->catalog, false);
	return ok;
}

bool
catalog_load_portions(struct catalog *c, const struct type *type, size_t most,
    bool (*each)(void *), void *to, struct findings *trouble)
{
	struct findings silent = { 0 };
	struct rows_pass p = { .catalog = c,
		.type = type,
		.to = &silent,
		.trouble = trouble,
		.began = progress_now(),
		.stages = true,
		.ok = true };
	struct globs globs = { type->files, type->except, type->n_files,
		type->n_except };
	struct catalog_counts counts = { 0 };
	struct record_reader *feed;
	struct arena paths = { 0 };
	struct entry *list = NULL;
	size_t n = 0;
	bool ok;

	sqlite3_hard_heap_limit64(0);
	ok = source_files(c->source, &globs, &paths, &list, &n, trouble);
	if (ok) {
		feed = reader_for(&p, list, n);
		ok = run_portions(&p, feed, most, each, to, &counts);
		record_reader_free(feed);
		progress_say(c, p.began, NULL);
	}
	c->counts.read += counts.read;
	c->counts.unreadable += counts.unreadable;
	free(p.tables);
	arena_release(&paths);
	return ok;
}

static bool
has_due(const struct catalog *c, const struct type *type)
{
	for (size_t i = 0; i < c->n; i++)
		if (is_due(c, i, type))
			return true;
	return false;
}

/* Asked before each statement: mostly nothing is. */
static bool
has_any_due(const struct catalog *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->states[i].wanted && !c->states[i].filled &&
		    (c->tables[i].type || i == c->bad || i == c->unread))
			return true;
	return false;
}

bool
load_wanted(struct catalog *c, struct findings *to)
{
	struct findings silent = { 0 };
	bool ok = true;

	if (row_cache_has(c) || !has_any_due(c))
		return true;
	for (size_t i = 0; i < c->schema->n_types; i++)
		if (has_due(c, &c->schema->types[i]))
			ok = load_type(c, &c->schema->types[i], NULL, &silent,
				 to) &&
			    ok;
	return ok;
}

bool
catalog_load(struct catalog *c, const struct type *only,
    const struct catalog_hook *hook, struct findings *to)
{
	bool ok = true;

	if (row_cache_has(c) && !only && (hook || !c->synced))
		return sync_records(c, hook, to, to);
	for (size_t i = 0; i < c->schema->n_types; i++) {
		const struct type *type = &c->schema->types[i];

		if ((!only || only == type) &&
		    (!c->types[i].read || has_due(c, type)))
			ok = load_type(c, type, hook, to, to) && ok;
	}
	return ok;
}
