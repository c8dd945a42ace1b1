/* sync: brings the tables that are kept up to date. */
#include "catalog/sync.h"

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/mem.h"
#include "catalog/changes.h"
#include "catalog/inside.h"
#include "catalog/row_cache.h"
#include "catalog/rows.h"
#include "git/source.h"
#include "record/record_reader.h"
#include "text/kept.h"

enum { SHOW_EVERY = 512 };

static bool
put_rows(struct rows_pass *p, const struct read_record *fed,
    struct row_file *file)
{
	struct findings silent = { 0 };

	if (!row_cache_note(p->catalog, fed->read ? fed->id : "", file,
		fed->parsed ? &fed->record : NULL, &silent))
		return false;
	p->rec = file->rec;
	if (fed->parsed)
		rows_put_record(p);
	else
		rows_put_unread(p);
	return p->ok;
}

/* The file that was read is not as its rows are. */
static bool
replace_rows(struct rows_pass *p, const struct read_record *fed,
    struct row_file *file)
{
	struct catalog *c = p->catalog;
	struct findings silent = { 0 };
	bool same = file->rec && file->current && *fed->id &&
	    strcmp(fed->id, file->id) == 0 && file->parsed == fed->parsed;
	struct changes_image *before;

	p->record = &fed->record;
	p->files->changed = true;
	if (same) /* though it looks another */
		return true;
	before = changes_image(c, p->type, file->rec);
	p->ok =
	    (!file->rec || row_cache_forget(c, p->type, file->rec, &silent)) &&
	    put_rows(p, fed, file);
	return changes_note(c, p->type, fed->record.path, before, file->rec) &&
	    p->ok;
}

/* Those of a list that are read: all, or those that changed. */
static size_t
to_read(const struct rows_pass *p, const struct entry *list, size_t n,
    struct entry **read, struct row_file ***files)
{
	size_t many = 0;

	*read = mem_alloc((n + 1) * sizeof **read);
	*files = mem_alloc((n + 1) * sizeof **files);
	for (size_t i = 0; i < n; i++) {
		if (!p->hook && p->files->all[i].same) {
			source_note_same(p->catalog->source, list[i].path,
			    p->files->all[i].id);
			continue;
		}
		(*read)[many] = list[i];
		(*files)[many++] = &p->files->all[i];
	}
	return many;
}

static bool
forget_gone(struct rows_pass *p)
{
	struct catalog *c = p->catalog;
	struct findings silent = { 0 };
	bool ok = true;

	p->files->changed |= p->files->n_gone > 0;
	for (size_t i = 0; ok && i < p->files->n_gone; i++) {
		const struct row_gone *g = &p->files->gone[i];
		struct changes_image *before =
		    changes_image(c, p->type, g->rec);

		ok = row_cache_forget(c, p->type, g->rec, &silent);
		ok = changes_note(c, p->type, g->path, before, 0) && ok;
	}
	return ok;
}

/* What could not be read, of all types. */
struct missing {
	bool lists, files;
};

/* False: the rows could not be brought up to date. */
static bool
sync_files(struct rows_pass *p, const struct entry *list, size_t n,
    struct missing *missing)
{
	struct catalog *c = p->catalog;
	struct entry *read;
	struct row_file **files;
	size_t many = to_read(p, list, n, &read, &files);
	const struct record_reading how = { .source = c->source,
		.type = p->type,
		.today = c->options.today,
		.stages = true,
		.named = true,
		.look = p->hook ? p->hook->look : NULL,
		.to = p->hook ? p->hook->to : NULL };
	struct record_reader *feed = record_reader_start(&how, read, many);
	double began = progress_now();
	struct read_record *fed;
	bool ok = p->ok && forget_gone(p);

	for (size_t i = 0; (fed = record_reader_next(feed)); i++) {
		p->arena = &fed->arena;
		kept_pass(&fed->said, p->to);
		missing->files |= !fed->read;
		if (ok && !files[i]->same)
			ok = replace_rows(p, fed, files[i]);
		files[i]->parsed = fed->parsed;
		if (p->hook && p->hook->seen)
			p->hook->seen(&fed->record, fed->parsed, fed->own,
			    p->hook->to);
		if ((i + 1) % SHOW_EVERY == 0)
			progress_say(c, began, _("%zu records"),
			    c->counts.read + i + 1);
	}
	progress_say(c, began, NULL);
	record_reader_free(feed);
	free(read);
	free(files);
	return ok;
}

/* What nobody could list is nobody's row, but in unread. */
static void
put_lost(struct rows_pass *p)
{
	const struct record lost = { .type = p->type };
	struct row_file file = { 0 };
	struct findings silent = { 0 };

	p->record = &lost;
	p->ok = row_cache_note(p->catalog, "", &file, NULL, &silent);
	p->rec = file.rec;
	if (p->ok)
		rows_put_unread(p);
}

static bool
sync_type(struct catalog *c, const struct type *type,
    const struct catalog_hook *hook, struct findings *records,
    struct findings *trouble, struct missing *missing)
{
	struct catalog_counts *counts = &c->types[type->index].kept;
	struct row_files files;
	struct findings silent = { 0 };
	struct rows_pass p = { .catalog = c,
		.type = type,
		.hook = hook,
		.to = records,
		.files = &files,
		.tables = mem_alloc(c->n * sizeof *p.tables),
		.trouble = &silent };
	struct globs globs = { type->files, type->except, type->n_files,
		type->n_except };
	struct arena paths = { 0 };
	struct entry *list = NULL;
	size_t n = 0;
	bool listed, ok;

	for (size_t i = 0; i < c->n; i++)
		if (c->tables[i].type == type || i == c->bad || i == c->unread)
			p.tables[p.n++] = i;
	listed = source_files(c->source, &globs, &paths, &list, &n, trouble);
	if (!listed && hook && hook->missed)
		hook->missed(type, hook->to);
	p.ok = row_cache_compare(c, type, list, n, &files);
	missing->lists |= !listed;
	ok = sync_files(&p, list, n, missing);
	if (ok && !listed) {
		put_lost(&p);
		ok = p.ok;
	}
	if (ok && files.changed)
		ok = row_cache_put_files(c, type, list, n, &files);
	*counts = (struct catalog_counts){ 0 };
	for (size_t i = 0; i < n; i++) {
		counts->read += files.all[i].parsed;
		counts->unreadable += !files.all[i].parsed;
	}
	row_files_release(&files);
	free(p.tables);
	arena_release(&paths);
	return ok;
}

/* Everything is there. */
static void
set_synced(struct catalog *c)
{
	for (size_t i = 0; i < c->n; i++) {
		struct table_state *s = &c->states[i];

		if (row_cache_holds(s))
			s->made = s->filled = s->indexed = true;
	}
	for (size_t i = 0; i < c->schema->n_types; i++)
		c->types[i].read = c->types[i].bad_filled =
		    c->types[i].unread_filled = true;
	c->synced = true;
}

/* Where the rows cannot be kept, all is as if they never had been. */
bool
sync_records(struct catalog *c, const struct catalog_hook *hook,
    struct findings *records, struct findings *trouble)
{
	struct missing missing = { 0 };
	bool ok = true;

	sqlite3_hard_heap_limit64(0);
	for (size_t i = 0; i < c->schema->n_types; i++) {
		ok = sync_type(c, &c->schema->types[i], hook, records, trouble,
			 &missing) &&
		    ok;
		if (!ok)
			row_cache_failed(c);
	}
	ok = ok && changes_end(c) && row_cache_keep(c, !missing.lists);
	if (!ok)
		row_cache_failed(c);
	if (ok)
		set_synced(c);
	else if (!row_cache_lose(c, trouble))
		return false;
	return !missing.lists && !(hook && missing.files);
}

bool
sync_all(struct catalog *c, struct findings *to)
{
	struct findings silent = { 0 };

	return c->synced || sync_records(c, NULL, &silent, to);
}

bool
sync_begin(struct catalog *c, struct findings *to)
{
	struct findings silent = { 0 };
	bool wanted = false;

	if (!row_cache_has(c) || c->synced)
		return true;
	for (size_t i = 0; i < c->n; i++)
		wanted = wanted ||
		    (c->states[i].wanted && row_cache_holds(&c->states[i]));
	return !wanted || sync_records(c, NULL, &silent, to);
}
