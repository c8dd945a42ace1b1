/* load: records into tables, each file read once for all of them. */
#include "catalog/inside.h"
#include "catalog/row_cache.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "text/date.h"
#include "text/kept.h"
#include "record/record_reader.h"
#include "base/mem.h"
#include "record/record.h"
#include "git/source.h"

/* One pass over the files of a type. */
struct pass {
	struct catalog *catalog;
	const struct type *type;
	const struct catalog_hook *hook; /* NULL: none */
	struct findings *to;             /* about records */
	size_t *tables;                  /* those to fill */
	size_t n;
	bool stages, bad;
	struct row_files *files; /* NULL: rows are not kept */
	const struct record *record;
	int64_t rec;         /* of a record whose rows are kept */
	size_t n_rows;       /* of it in the table that is filled */
	struct arena *arena; /* of that record */
	struct findings *trouble;
	double began;
	bool ok;
};

/* A row being bound: where it stands in its lists. */
struct table_row {
	struct pass *pass;
	size_t table;
	size_t at[PATH_MOST];     /* which entry of each list */
	size_t entry;             /* of the innermost */
	const int *since, *until; /* of its entries */
};

static const struct value *
follow(const struct value *parts, const size_t *step, size_t n)
{
	const struct value *v = NULL;

	for (size_t i = 0; i < n; i++) {
		if (!parts)
			return NULL;
		v = &parts[step[i]];
		parts = v->parts;
	}
	return v && v->node && !v->bad ? v : NULL;
}

static void
put_digits(char *at, int n, int v)
{
	while (n--) {
		at[n] = (char)('0' + v % 10);
		v /= 10;
	}
}

/* There are several days in a record: day_text, which prints, takes a tenth of
 * the whole loading. */
static void
bind_day(const struct table_row *r, sqlite3_stmt *st, int i, int day)
{
	int year, month, of_month;
	char *text;

	if (day == DAY_NONE) {
		sqlite3_bind_null(st, i);
		return;
	}
	text = arena_new(r->pass->arena, DAY_TEXT);
	day_split(day, &year, &month, &of_month);
	put_digits(text, 4, year);
	text[4] = text[7] = '-';
	put_digits(text + 5, 2, month);
	put_digits(text + 8, 2, of_month);
	db_bind_text(st, i, (struct str){ text, DAY_TEXT - 1 });
}

/* The stage the record is in; NULL when that cannot be told. */
static const struct stage_interval *
last_stay(const struct record *rec)
{
	return rec->n_intervals && !rec->stage_unknown ?
	    &rec->intervals[rec->n_intervals - 1] :
	    NULL;
}

static struct str
stage_name(const struct record *rec, const struct stage_interval *stay)
{
	return rec->type->stages[stay->stage].name.name;
}

static void
bind_value(const struct table_row *r, sqlite3_stmt *st, int i, enum take take,
    const struct value *v)
{
	if (!v) {
		sqlite3_bind_null(st, i);
		return;
	}
	switch (take) {
	case TAKE_INT:
		sqlite3_bind_int64(st, i, v->i);
		break;
	case TAKE_REAL:
		sqlite3_bind_double(st, i, v->d);
		break;
	case TAKE_DAY:
		bind_day(r, st, i, date_whole(v->date) ? v->date.lo : DAY_NONE);
		break;
	case TAKE_FIRST:
		bind_day(r, st, i, v->date.lo);
		break;
	case TAKE_LAST:
		bind_day(r, st, i, v->date.hi);
		break;
	default:
		db_bind_text(st, i, v->text.s ? v->text : STR(""));
		break;
	}
}

/* What a record or entry gives to a column. */
static void
bind_cell(const struct table_row *r, sqlite3_stmt *st, int i,
    const struct cell_from *from, const struct value *entry,
    const struct value *parts)
{
	const struct record *rec = r->pass->record;
	const struct stage_interval *stay = last_stay(rec);

	switch (from->take) {
	case TAKE_ID:
		db_bind_some(st, i, rec->id);
		break;
	case TAKE_PATH:
		db_bind_text(st, i, str_of(rec->path));
		break;
	case TAKE_STAGE:
		db_bind_some(st, i, stay ? stage_name(rec, stay) : STR(""));
		break;
	case TAKE_STAGE_SINCE:
		bind_day(r, st, i, stay ? stay->since : DAY_NONE);
		break;
	case TAKE_N:
		sqlite3_bind_int64(st, i, (sqlite3_int64)r->at[from->n]);
		break;
	case TAKE_SINCE:
		bind_day(r, st, i, r->since[r->entry]);
		break;
	case TAKE_UNTIL:
		bind_day(r, st, i, r->until[r->entry]);
		break;
	default:
		bind_value(r, st, i, from->take,
		    from->n ? follow(parts, from->step, from->n) :
			entry && entry->node && !entry->bad ? entry :
							      NULL);
		break;
	}
}

/* How many values of a row come before its columns: where it is kept, by what
 * it is found. */
static int
before(const struct table_row *r)
{
	return r->pass->files != NULL;
}

static void
insert(const struct table_row *r)
{
	struct pass *p = r->pass;
	struct catalog *c = p->catalog;
	enum table_kind kind = c->states[r->table].kind;
	bool one = kind == TABLE_RECORD || kind == TABLE_UNREAD;

	c->rows++;
	if (before(r))
		sqlite3_bind_int64(c->states[r->table].insert, 1,
		    one ? p->rec :
			  (p->rec << ROWS_BITS) + (int64_t)p->n_rows++);
	if (!catalog_insert(c, r->table, p->trouble))
		p->ok = false;
}

static void
put_row(const struct table_row *r, const struct value *entry,
    const struct value *parts)
{
	struct catalog *c = r->pass->catalog;
	const struct table_state *s = &c->states[r->table];
	const struct table *t = &c->tables[r->table];
	int bound = before(r);

	for (size_t i = 0; i < t->n; i++) {
		if (s->from[i].take == TAKE_NONE)
			continue;
		bound++;
		if (s->columns[i])
			bind_cell(r, s->insert, bound, &s->from[i], entry,
			    parts);
	}
	insert(r);
}

/* Spans: an entry holds from its date until the next one's. */

struct dated {
	int day;
	uint32_t entry;
};

static int
by_day(const void *va, const void *vb)
{
	const struct dated *a = va, *b = vb;

	if (a->day != b->day)
		return (a->day > b->day) - (a->day < b->day);
	return (a->entry > b->entry) - (a->entry < b->entry);
}

static void
find_spans(struct table_row *r, const struct value *list, int span)
{
	struct arena *a = r->pass->arena;
	struct dated *all = ARENA_ARRAY(a, struct dated, list->n);
	int *since = ARENA_ARRAY(a, int, list->n);
	int *until = ARENA_ARRAY(a, int, list->n);
	size_t n = 0;

	for (uint32_t i = 0; i < list->n; i++) {
		size_t step = (size_t)span;
		const struct value *v = follow(list->parts[i].parts, &step, 1);

		since[i] = until[i] = DAY_NONE;
		if (!v || !date_whole(v->date))
			continue;
		since[i] = v->date.lo;
		all[n++] = (struct dated){ v->date.lo, i };
	}
	if (n)
		qsort(all, n, sizeof *all, by_day);
	for (size_t i = 0; i + 1 < n; i++)
		until[all[i].entry] = all[i + 1].day;
	r->since = since;
	r->until = until;
}

/* Puts in the entries of list number level of the row's table, and of those
 * within; no deeper than PATH_MOST. */
static void
put_list(struct table_row *r, size_t level, const struct value *parts)
{
	const struct table_state *s = &r->pass->catalog->states[r->table];
	const struct list_from *l = &s->lists[level];
	const struct value *list = follow(parts, l->step, l->n);

	if (!list || !list->parts)
		return;
	if (level + 1 == s->n_lists && l->span != FIELD_NONE)
		find_spans(r, list, l->span);
	for (uint32_t i = 0; i < list->n; i++) {
		const struct value *entry = &list->parts[i];

		r->at[level] = r->entry = i;
		if (level + 1 < s->n_lists)
			put_list(r, level + 1, entry->parts);
		else if (entry->bad || !entry->node->absent)
			put_row(r, entry, entry->parts);
	}
}

static void
put_stages(const struct table_row *r)
{
	struct catalog *c = r->pass->catalog;
	const struct record *rec = r->pass->record;
	sqlite3_stmt *st = c->states[r->table].insert;

	for (size_t i = 0; i < rec->n_intervals; i++) {
		const struct stage_interval *stay = &rec->intervals[i];
		int at = before(r);

		db_bind_some(st, ++at, rec->id);
		sqlite3_bind_int(st, ++at, stay->round);
		db_bind_text(st, ++at, stage_name(rec, stay));
		sqlite3_bind_int64(st, ++at, (sqlite3_int64)i);
		bind_day(r, st, ++at, stay->since);
		bind_day(r, st, ++at, stay->until);
		insert(r);
	}
}

/* Values that do not type. */

static void
put_bad(const struct table_row *r, const struct field *f, const struct node *n)
{
	struct catalog *c = r->pass->catalog;
	const struct record *rec = r->pass->record;
	sqlite3_stmt *st = c->states[r->table].insert;
	struct str raw = n->value;
	struct str dotted = field_dotted_kept(f, r->pass->arena);
	int at = before(r);

	if (n->kind != NODE_SCALAR && n->off <= n->end)
		raw = str_first(str_from(rec->front.text, n->off),
		    n->end - n->off);
	db_bind_text(st, ++at, rec->type->name.name);
	db_bind_some(st, ++at, rec->id);
	db_bind_text(st, ++at, str_of(rec->path));
	db_bind_text(st, ++at, dotted);
	db_bind_text(st, ++at, raw.s ? raw : STR(""));
	insert(r);
}

static void put_bad_fields(const struct table_row *, const struct fields *,
    const struct value *);

/* As deep as the schema, whose pages are read to a fixed depth. */
static void
put_bad_value(const struct table_row *r, const struct field *f,
    const struct value *v)
{
	if (!v->node)
		return;
	if (v->bad)
		put_bad(r, f, v->node);
	if (f->kind == KIND_MAP)
		put_bad_fields(r, &f->fields, v->parts);
	if (f->kind != KIND_LIST || !v->parts)
		return;
	for (uint32_t i = 0; i < v->n; i++) {
		const struct value *entry = &v->parts[i];

		if (entry->bad)
			put_bad(r, f->of ? f->of : f, entry->node);
		else if (!f->of)
			put_bad_fields(r, &f->fields, entry->parts);
	}
}

static void
put_bad_fields(const struct table_row *r, const struct fields *in,
    const struct value *values)
{
	for (size_t i = 0; values && i < in->n; i++)
		put_bad_value(r, &in->all[i], &values[i]);
}

static void
put_record(struct pass *p)
{
	const struct record *rec = p->record;

	for (size_t i = 0; i < p->n; i++) {
		struct table_row r = { .pass = p, .table = p->tables[i] };

		p->n_rows = 0;
		switch (p->catalog->states[r.table].kind) {
		case TABLE_RECORD:
			put_row(&r, NULL, rec->values);
			break;
		case TABLE_LIST:
			put_list(&r, 0, rec->values);
			break;
		case TABLE_STAGE:
			put_stages(&r);
			break;
		case TABLE_BAD:
			put_bad_fields(&r, &rec->type->fields, rec->values);
			break;
		default:
			break;
		}
	}
}

/* Files that could not be read; without a path those that could not even be
 * listed. */

static void
put_unread(struct pass *p)
{
	struct catalog *c = p->catalog;
	const struct record *rec = p->record;
	sqlite3_stmt *st = c->states[c->unread].insert;
	struct table_row r = { .pass = p, .table = c->unread };
	bool wanted = false;
	int at = before(&r);

	for (size_t i = 0; i < p->n; i++)
		wanted = wanted || p->tables[i] == c->unread;
	if (!wanted)
		return;
	db_bind_text(st, ++at, rec->type->name.name);
	db_bind_some(st, ++at, rec->id);
	db_bind_some(st, ++at, str_of(rec->path));
	insert(&r);
}

enum { SHOW_EVERY = 512 };

/* Files. */

/* Takes what the reader gives, so many at most. False: there is no more. */
static bool
take_files(struct pass *p, struct record_reader *feed, size_t most,
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
			put_record(p);
		else
			put_unread(p);
		if (p->hook && p->hook->seen)
			p->hook->seen(&fed->record, fed->parsed, p->hook->to);
		counts->read += fed->parsed;
		counts->unreadable += !fed->parsed;
		if ((counts->read + counts->unreadable) % SHOW_EVERY == 0)
			progress_say(c, p->began, _("%zu records"),
			    c->counts.read + counts->read + counts->unreadable);
	}
	return true;
}

static struct record_reader *
reader_for(const struct pass *p, const struct entry *list, size_t n)
{
	return record_reader_new(p->catalog->source, p->type,
	    p->catalog->options.today, p->stages, list, n);
}

static void
read_files(struct pass *p, const struct entry *list, size_t n,
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
begin_pass(struct pass *p)
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
		ok = (!c->states[i].stale || catalog_drop(c, i, p->trouble)) &&
		    catalog_make(c, i, p->trouble) &&
		    catalog_inserts(c, i, p->trouble);
	}
	return ok && db_run(c, c->db, "BEGIN", p->trouble);
}

/* The tables hold what was put into them. */
static bool
fill_tables(struct pass *p)
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
			ok = catalog_filled(c, p->tables[i], p->trouble) && ok;
	return ok;
}

static bool
end_pass(struct pass *p, const struct catalog_counts *counts)
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
	struct pass p = { .catalog = c,
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
			put_unread(&p);
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
empty_tables(struct pass *p)
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
unwant_tables(struct pass *p)
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
run_portions(struct pass *p, struct record_reader *feed, size_t most,
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
	struct pass p = { .catalog = c,
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

/* With rows that are kept: all types are brought up to date at once. */

/* The file that was read is not as its rows are. */
static bool
replace_rows(struct pass *p, const struct read_record *fed,
    struct row_file *file)
{
	struct catalog *c = p->catalog;
	struct findings silent = { 0 };
	bool same = file->rec && file->current && *fed->id &&
	    strcmp(fed->id, file->id) == 0 && file->parsed == fed->parsed;

	p->record = &fed->record;
	if (same ? !row_cache_touch(c, file, &silent) :
		   (file->rec &&
		       !row_cache_forget(c, p->type, file->rec, &silent)))
		return false;
	if (same)
		return true;
	if (!row_cache_note(c, p->type, fed->record.path,
		fed->read ? fed->id : "", file,
		fed->parsed ? &fed->record : NULL, &silent))
		return false;
	p->rec = file->rec;
	if (fed->parsed)
		put_record(p);
	else
		put_unread(p);
	return p->ok;
}

/* Those of a list that are read: all, or those that changed. */
static size_t
to_read(const struct pass *p, const struct entry *list, size_t n,
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
forget_gone(struct pass *p)
{
	struct findings silent = { 0 };
	bool ok = true;

	for (size_t i = 0; ok && i < p->files->gone; i++)
		ok = row_cache_forget(p->catalog, p->type,
		    p->files->gone_rec[i], &silent);
	return ok;
}

/* What could not be read, of all types. */
struct missing {
	bool lists, files;
};

/* False: the rows could not be brought up to date. */
static bool
sync_files(struct pass *p, const struct entry *list, size_t n,
    struct missing *missing)
{
	struct catalog *c = p->catalog;
	struct entry *read;
	struct row_file **files;
	size_t many = to_read(p, list, n, &read, &files);
	struct record_reader *feed = record_reader_named(c->source, p->type,
	    c->options.today, true, read, many);
	double began = progress_now();
	struct read_record *fed;
	bool ok = forget_gone(p);

	for (size_t i = 0; (fed = record_reader_next(feed)); i++) {
		p->arena = &fed->arena;
		kept_pass(&fed->said, p->to);
		missing->files |= !fed->read;
		if (ok && !files[i]->same)
			ok = replace_rows(p, fed, files[i]);
		files[i]->parsed = fed->parsed;
		if (p->hook && p->hook->seen)
			p->hook->seen(&fed->record, fed->parsed, p->hook->to);
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
put_lost(struct pass *p)
{
	const struct record lost = { .type = p->type };
	struct row_file file = { 0 };
	struct findings silent = { 0 };

	p->record = &lost;
	p->ok =
	    row_cache_note(p->catalog, p->type, "", "", &file, NULL, &silent);
	p->rec = file.rec;
	if (p->ok)
		put_unread(p);
}

static bool
sync_type(struct catalog *c, const struct type *type,
    const struct catalog_hook *hook, struct findings *records,
    struct findings *trouble, struct missing *missing)
{
	struct row_files files;
	struct findings silent = { 0 };
	struct pass p = { .catalog = c,
		.type = type,
		.hook = hook,
		.to = records,
		.files = &files,
		.tables = mem_alloc(c->n * sizeof *p.tables),
		.trouble = &silent,
		.ok = true };
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
	row_cache_compare(c, type, list, n, &files);
	missing->lists |= !listed;
	ok = sync_files(&p, list, n, missing);
	if (ok && !listed) {
		put_lost(&p);
		ok = p.ok;
	}
	for (size_t i = 0; i < n; i++) {
		c->counts.read += files.all[i].parsed;
		c->counts.unreadable += !files.all[i].parsed;
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
		c->types[i] = (struct type_state){ true, true, true };
	c->synced = true;
}

/* Where the rows cannot be kept, all is as if they never had been. */
static bool
sync_all(struct catalog *c, const struct catalog_hook *hook,
    struct findings *records, struct findings *trouble)
{
	struct missing missing = { 0 };
	bool ok = true;

	sqlite3_hard_heap_limit64(0);
	c->counts = (struct catalog_counts){ 0 };
	for (size_t i = 0; i < c->schema->n_types; i++)
		ok = sync_type(c, &c->schema->types[i], hook, records, trouble,
			 &missing) &&
		    ok;
	ok = ok && row_cache_keep(c, !missing.lists && !missing.files);
	if (ok)
		set_synced(c);
	else if (!row_cache_lose(c, trouble))
		return false;
	return !missing.lists && !(hook && missing.files);
}

bool
load_all(struct catalog *c, struct findings *to)
{
	struct findings silent = { 0 };

	return c->synced || sync_all(c, NULL, &silent, to);
}

bool
load_begin(struct catalog *c, struct findings *to)
{
	struct findings silent = { 0 };
	bool wanted = false;

	if (!row_cache_has(c) || c->synced)
		return true;
	for (size_t i = 0; i < c->n; i++)
		wanted = wanted ||
		    (c->states[i].wanted && row_cache_holds(&c->states[i]));
	return !wanted || sync_all(c, NULL, &silent, to);
}

bool
load_wanted(struct catalog *c, struct findings *to)
{
	struct findings silent = { 0 };
	bool ok = true;

	for (size_t i = 0; !row_cache_has(c) && i < c->schema->n_types; i++)
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
		return sync_all(c, hook, to, to);
	for (size_t i = 0; i < c->schema->n_types; i++) {
		const struct type *type = &c->schema->types[i];

		if ((!only || only == type) &&
		    (!c->types[i].read || has_due(c, type)))
			ok = load_type(c, type, hook, to, to) && ok;
	}
	return ok;
}
