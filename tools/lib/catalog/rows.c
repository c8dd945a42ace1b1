/* rows: a record as rows of the tables that are to be filled. */
#include "catalog/rows.h"

#include <stdlib.h>

#include <sqlite3.h>

#include "catalog/inside.h"
#include "record/record.h"
#include "text/date.h"

/* A row being bound: where it stands in its lists. */
struct table_row {
	struct rows_pass *pass;
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
	struct rows_pass *p = r->pass;
	struct catalog *c = p->catalog;
	enum table_kind kind = c->states[r->table].kind;
	bool one = kind == TABLE_RECORD || kind == TABLE_UNREAD;

	c->rows++;
	if (before(r))
		sqlite3_bind_int64(c->states[r->table].insert, 1,
		    one ? p->rec :
			  (p->rec << ROWS_BITS) + (int64_t)p->n_rows++);
	if (!store_insert(c, r->table, p->trouble))
		p->ok = false;
}

static void
put_row(const struct table_row *r, const struct value *entry,
    const struct value *parts)
{
	struct catalog *c = r->pass->catalog;
	const struct table_state *s = &c->states[r->table];
	int bound = before(r);

	for (size_t i = 0; i < s->n_stored; i++)
		bind_cell(r, s->insert, ++bound, &s->from[s->stored[i]], entry,
		    parts);
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
	int at = before(r);

	if (n->kind != NODE_SCALAR && n->off <= n->end)
		raw = str_first(str_from(rec->front.text, n->off),
		    n->end - n->off);
	db_bind_text(st, ++at, rec->type->name.name);
	db_bind_some(st, ++at, rec->id);
	db_bind_text(st, ++at, str_of(rec->path));
	db_bind_text(st, ++at, f->dotted);
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

void
rows_put_record(struct rows_pass *p)
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

void
rows_put_unread(struct rows_pass *p)
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
