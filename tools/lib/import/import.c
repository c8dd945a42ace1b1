/* import: what a workbook would do to the records. */
#include "import/inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "git/entry.h"
#include "git/source.h"
#include "record/known_ids_many.h"
#include "record/new_path.h"

/* Columns. */

static void
say_column(struct importing *in, const struct sheet *s,
    const struct sheet_heading *h, struct str heading, int row, const char *why)
{
	struct import *m = in->import;

	m->blocked = true;
	*MEM_PUSH(m->doubts, m->n_doubts, m->cap_doubts) =
	    (struct import_doubt){ .find = FIND_IMPORT_COLUMN,
		    .sheet = s,
		    .row = row,
		    .column = h ? h->column : (size_t)IMPORT_NO_COLUMN,
		    .heading = heading,
		    .why = why };
}

static bool
has_line(const struct sheet_heading *h, const struct import_column *c)
{
	for (size_t i = 0; i < h->n; i++)
		if (h->is[i] == c)
			return true;
	return false;
}

/* Is there something below a heading? */
static bool
is_used(const struct sheet *s, const struct headings *hs, size_t column)
{
	for (size_t i = hs->first; i < s->n_rows; i++)
		if (sheet_cell_at(&s->rows[i], column)->kind != SHEET_EMPTY)
			return true;
	return false;
}

static void
check_columns(struct importing *in, const struct sheet *s,
    const struct headings *hs)
{
	const struct import_page *p = in->import->page;
	int row = s->rows[hs->at + hs->rows - 1].n;
	char letters[SHEET_LETTERS];

	for (size_t i = 0; i < hs->n; i++)
		if (!hs->all[i].n && is_used(s, hs, hs->all[i].column))
			say_column(in, s, &hs->all[i], hs->all[i].text, row,
			    arena_f(in->arena,
				_("no line of %s names this column; add one "
				  "with its field, or '{heading: \"%.*s\", "
				  "skip: true}'"),
				p->path, STRF(hs->all[i].text)));
	for (size_t c = 0; c < p->n_columns; c++) {
		const struct sheet_heading *at = NULL;

		for (size_t i = 0; i < hs->n; i++) {
			if (!has_line(&hs->all[i], &p->columns[c]))
				continue;
			if (at)
				say_column(in, s, &hs->all[i], hs->all[i].text,
				    row,
				    arena_f(in->arena,
					_("column %s has this heading too; "
					  "%s must tell the two apart by what "
					  "stands above: '%.*s'"),
					sheet_letters(at->column, letters),
					p->path, STRF(hs->all[i].text)));
			at = &hs->all[i];
		}
		if (!at && p->columns[c].required)
			say_column(in, s, NULL, p->columns[c].headings[0], row,
			    arena_f(in->arena,
				_("the sheet has no column '%.*s', which %s "
				  "needs"),
				STRF(p->columns[c].headings[0]), p->path));
	}
}

/* Days that a spreadsheet took for months. */

static bool
is_day_column(const struct sheet_heading *h)
{
	for (size_t i = 0; i < h->n; i++)
		for (size_t k = 0; k < h->is[i]->n_places; k++) {
			const struct field *f =
			    import_page_field(&h->is[i]->places[k]);

			if (f && f->kind == KIND_DATE)
				return true;
		}
	return false;
}

/* In a column of days typed day first, where the spreadsheet expected the
 * month, those past the 12th stay text, and only those become days that are
 * read wrong. */
static bool
is_swapped(const struct sheet *s, const struct headings *hs, size_t column)
{
	bool text = false, day = false;

	for (size_t i = hs->first; i < s->n_rows; i++) {
		const struct sheet_cell *c = sheet_cell_at(&s->rows[i], column);
		int n = 0;

		text |= meaning_day_is_plain(c);
		if (c->kind != SHEET_DAY || !str_digits(c->text, 8, 2, &n))
			continue;
		if (n > 12)
			return false;
		day = true;
	}
	return text && day;
}

static bool *
swapped_columns(struct importing *in, const struct sheet *s,
    const struct headings *hs)
{
	bool *all = ARENA_ARRAY(in->arena, bool, hs->n + 1);

	for (size_t i = 0; i < hs->n; i++)
		all[i] = is_day_column(&hs->all[i]) &&
		    is_swapped(s, hs, hs->all[i].column);
	return all;
}

/* Rows. */

/* Is anything said in a column that is read? */
static bool
says_something(const struct sheet_row *r, const struct headings *hs)
{
	for (size_t i = 0; i < hs->n; i++)
		for (size_t k = 0; k < hs->all[i].n; k++)
			if (hs->all[i].is[k]->n_places &&
			    sheet_cell_at(r, hs->all[i].column)->kind !=
				SHEET_EMPTY)
				return true;
	return false;
}

static bool
has_name(const struct row *r)
{
	struct path p = { .at = { type_called(r->draft.type) },
		.n = 1,
		.list = FIELD_NONE };

	return !p.at[0] || draft_get(&r->draft, &p, 0);
}

/* A field of the record itself that must be there. */
static void
check_required(struct importing *in, struct row *r)
{
	const struct type *t = r->draft.type;
	struct path p = { .n = 1, .list = FIELD_NONE };

	for (size_t i = 0; i < t->fields.n; i++) {
		p.at[0] = &t->fields.all[i];
		if (p.at[0]->required && (int)i != t->id &&
		    !field_has_parts(p.at[0]) && !draft_get(&r->draft, &p, 0))
			doubt_hold(in, r, FIND_IMPORT_ROW,
			    arena_f(in->arena, _("%s is not told"),
				field_shown(p.at[0], in->arena)));
	}
}

static void
read_sheet(struct importing *in, const struct sheet *s)
{
	struct headings *hs = ARENA_NEW(in->arena, struct headings);
	const bool *swapped;

	headings_find(hs, s, in->import->page, in->arena);
	if (hs->known < 2) {
		found_as(in->import->to, NULL, NOTE, place_file(NULL),
		    _("sheet '%.*s' is not read: no row of it has the headings "
		      "of %s"),
		    STRF(s->name), in->import->page->path);
		return;
	}
	check_columns(in, s, hs);
	swapped = swapped_columns(in, s, hs);
	for (size_t i = hs->first; i < s->n_rows; i++) {
		struct row *r;

		if (!says_something(&s->rows[i], hs))
			continue;
		r = MEM_PUSH(in->rows, in->n_rows, in->cap_rows);
		*r = (struct row){ .sheet = s,
			.cells = &s->rows[i],
			.headings = hs };
		row_read(in, r, swapped);
		if (!has_name(r)) {
			r->nobody = true;
			doubt_say(in, r, FIND_IMPORT_ROW, NULL, NULL,
			    (struct str){ 0 }, (struct str){ 0 },
			    _("the row has no name that can be read, so it is "
			      "nobody's"),
			    false);
			in->import->held++;
		} else {
			check_required(in, r);
		}
		in->import->rows++;
	}
}

/* Is a column, by one line of the page, the id itself? */
static const struct import_column *
is_of_ids(const struct import_page *p, const struct sheet_heading *h)
{
	for (size_t i = 0; p->type->id != FIELD_NONE && i < h->n; i++)
		for (size_t k = 0; k < h->is[i]->n_places; k++) {
			const struct import_place *at = &h->is[i]->places[k];

			if (!at->of.n && at->path.n == 1 &&
			    at->path.at[0] == &p->type->fields.all[p->type->id])
				return h->is[i];
		}
	return NULL;
}

/* Ids that rows bring: others may lead to them. */
static void
note_ids(struct importing *in, const struct sheet *s)
{
	const struct import_page *p = in->import->page;
	struct headings hs;

	headings_find(&hs, s, p, in->arena);
	for (size_t h = 0; hs.known >= 2 && h < hs.n; h++) {
		const struct import_column *c = is_of_ids(p, &hs.all[h]);

		for (size_t i = hs.first; c && i < s->n_rows; i++) {
			struct meaning v = meaning_read(&in->reader, c,
			    &p->type->fields.all[p->type->id],
			    sheet_cell_at(&s->rows[i], hs.all[h].column),
			    false);

			if (v.says == MEANING_SURE)
				*map_put(&in->coming, v.text) = in;
		}
	}
}

static bool
is_chosen(const struct import *m, const struct workbook *w,
    const struct sheet *s)
{
	if (m->only)
		return str_is(s->name, m->only);
	if (s->hidden && s->n_rows)
		found_as(m->to, NULL, NOTE, place_file(w->name),
		    _("sheet '%.*s' is hidden and not read; --sheet reads it"),
		    STRF(s->name));
	return !s->hidden && s->n_rows;
}

/* Ids, paths and texts. */

static struct path *
id_path(struct importing *in, const struct type *t)
{
	struct path *p = ARENA_NEW(in->arena, struct path);

	*p = (struct path){ .at = { &t->fields.all[t->id] },
		.n = 1,
		.list = FIELD_NONE };
	return p;
}

/* An id for a row that has none. */
static bool
give_id(struct importing *in, struct row *r)
{
	const struct type *type = in->import->page->type;
	const char *why;

	if (type->id == FIELD_NONE || r->id.n)
		return true;
	r->id = ids_next(in, &r->draft, &why);
	if (why)
		doubt_hold(in, r, FIND_IMPORT_ROW, why);
	if (r->id.n)
		draft_set(&r->draft, id_path(in, type), 0, r->id,
		    (size_t)DRAFT_NO_COLUMN);
	else
		in->bad |= !why;
	return r->id.n;
}

/* The text of a new record, and where it goes. NULL: nowhere. */
static const char *
new_file(struct importing *in, const struct draft *d,
    const struct origin *origin, struct str *text)
{
	struct buf b = { 0 };
	struct findings silent = { 0 };
	struct record rec;
	const char *path = NULL;

	draft_write(d, in->import->schema->label_spelling, &b);
	buf_addc(&b, '\n');
	if (origin)
		origin_write(origin, &b);
	*text = arena_take(in->arena, &b);
	if (record_read(&rec, d->type, "", *text, in->arena, &silent))
		path = new_path(&rec, in->arena);
	if (!path || !entry_is_inside(str_of(path)) ||
	    source_has(in->import->source, path) ||
	    map_get(&in->paths, str_of(path)))
		return NULL;
	*map_put(&in->paths, str_of(path)) = in;
	return path;
}

static size_t
add_file(struct importing *in, const char *path, struct str text)
{
	struct import *m = in->import;

	*MEM_PUSH(m->files, m->n_files, m->cap_files) =
	    (struct import_file){ .path = path, .text = text };
	return m->n_files;
}

static void
write_new(struct importing *in, struct row *r)
{
	struct str text;

	if (!give_id(in, r))
		return;
	r->path = new_file(in, &r->draft, &r->origin, &text);
	if (!r->path) {
		doubt_hold(in, r, FIND_IMPORT_ROW,
		    arena_f(in->arena,
			_("the record '%.*s' has no place: a file is there "
			  "already, or the name is no path"),
			STRF(r->id)));
		return;
	}
	r->file = add_file(in, r->path, text);
}

static void
write_rows(struct importing *in)
{
	for (size_t i = 0; i < in->n_rows; i++)
		if (in->rows[i].id.n)
			known_ids_many_take(in->ids, in->import->page->type,
			    in->rows[i].id);
	for (size_t i = 0; i < in->n_rows && !in->bad; i++) {
		struct row *r = &in->rows[i];

		if (r->nobody || r->held)
			continue;
		if (r->is)
			update_row(in, r);
		else
			write_new(in, r);
		for (size_t k = 0; r->file && k < r->n_made; k++)
			r->made[k]->used++;
	}
}

static void
write_made(struct importing *in)
{
	struct str text;

	for (struct made *m = in->made; m; m = m->next) {
		if (!m->used)
			continue;
		m->path = new_file(in, &m->draft, NULL, &text);
		if (m->path)
			add_file(in, m->path, text);
		else
			m->wrong = arena_f(in->arena,
			    _("the record '%.*s' has no place: a file is there "
			      "already, or the name is no path"),
			    STRF(m->id));
	}
}

/* Ending. */

static void
drop_file(struct import *m, const char *path)
{
	size_t to = 0;

	for (size_t i = 0; i < m->n_files; i++)
		if (strcmp(m->files[i].path, path) != 0)
			m->files[to++] = m->files[i];
	m->n_files = to;
}

/* Rows that lead to one that is held back go with it, and those that lead to
 * them. */
static void
hold_followers(struct importing *in)
{
	bool more = true;

	for (size_t i = 0; i < in->n_rows; i++)
		if (!in->rows[i].nobody && in->rows[i].id.n)
			*map_put(&in->coming, in->rows[i].id) = &in->rows[i];
	while (more) {
		more = false;
		for (size_t i = 0; i < in->n_rows; i++) {
			struct row *r = &in->rows[i];

			for (size_t k = 0; !r->held && k < r->n_leads; k++) {
				const struct row *to =
				    map_get(&in->coming, r->leads[k]);

				if ((const void *)to == in || !to->held)
					continue;
				doubt_hold(in, r, FIND_IMPORT_ROW,
				    arena_f(in->arena,
					_("it leads to %s, which is held back"),
					row_where(in, to)));
				more = true;
			}
		}
	}
}

/* Files of rows that are held back after all go, and those that only they
 * needed. */
static void
count_rows(struct importing *in)
{
	struct import *m = in->import;

	for (struct made *o = in->made; o; o = o->next)
		o->used = 0;
	for (size_t i = 0; i < in->n_rows; i++) {
		struct row *r = &in->rows[i];

		if (r->nobody)
			continue;
		if (r->held) {
			if (r->file)
				drop_file(m, r->path);
			m->held++;
			continue;
		}
		m->created += !r->is;
		m->changed += r->is && r->file;
		m->same += r->is && !r->file;
		for (size_t k = 0; r->file && k < r->n_made; k++)
			r->made[k]->used++;
	}
	for (struct made *o = in->made; o; o = o->next) {
		m->made += o->path && o->used;
		if (o->path && !o->used)
			drop_file(m, o->path);
	}
}

static int
by_place(const void *a, const void *b)
{
	const struct import_doubt *x = a, *y = b;

	if (x->sheet != y->sheet)
		return x->sheet < y->sheet ? -1 : 1;
	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	if (x->column + 1 != y->column + 1)
		return x->column + 1 < y->column + 1 ? -1 : 1;
	return (x->find > y->find) - (x->find < y->find);
}

static int
by_path(const void *a, const void *b)
{
	return strcmp(((const struct import_file *)a)->path,
	    ((const struct import_file *)b)->path);
}

static void
name_file(struct importing *in, const struct workbook *w)
{
	for (size_t i = 0; i < in->n_rows; i++)
		in->rows[i].origin.file = str_of(w->name);
}

bool
import_plan(struct import *m, const struct workbook *w)
{
	struct importing in = { .import = m,
		.arena = &m->arena,
		.reader = { m->page, &m->arena, m->latest } };
	size_t sheets = 0;
	bool ok;

	in.last_made = &in.made;
	in.directory =
	    directory_new(m->schema, m->source, m->page, &m->arena, m->to);
	in.ids = known_ids_many_new(m->schema, m->source, m->to);
	for (size_t i = 0; i < w->n_sheets; i++)
		if (m->only ? str_is(w->sheets[i].name, m->only) :
			      !w->sheets[i].hidden)
			note_ids(&in, &w->sheets[i]);
	for (size_t i = 0; i < w->n_sheets; i++)
		if (is_chosen(m, w, &w->sheets[i])) {
			read_sheet(&in, &w->sheets[i]);
			sheets++;
		}
	if (!sheets && m->only)
		found(m->to, FIND_IMPORT_SHEET, place_file(w->name),
		    _("there is no sheet '%s'"), m->only);
	else if (!in.n_rows)
		found(m->to, FIND_IMPORT_SHEET, place_file(w->name),
		    _("no sheet has rows below the headings of %s; --propose "
		      "makes a page for it"),
		    m->page->path);
	name_file(&in, w);
	ok = in.n_rows && known_find(&in);
	if (ok) {
		write_rows(&in);
		write_made(&in);
		for (size_t i = 0; i < in.n_rows; i++)
			if (!in.rows[i].nobody)
				claim_check(&in, &in.rows[i]);
		ok = !in.bad && fit_check(&in);
		hold_followers(&in);
		count_rows(&in);
	}
	if (m->n_doubts)
		qsort(m->doubts, m->n_doubts, sizeof *m->doubts, by_place);
	if (m->n_files)
		qsort(m->files, m->n_files, sizeof *m->files, by_path);
	for (size_t i = 0; i < in.n_rows; i++) {
		free(in.rows[i].made);
		free(in.rows[i].leads);
	}
	map_release(&in.coming);
	map_release(&in.paths);
	free(in.rows);
	directory_free(in.directory);
	known_ids_many_free(in.ids);
	return ok;
}

void
import_release(struct import *m)
{
	free(m->doubts);
	free(m->files);
	free(m->corrections);
	arena_release(&m->arena);
}

size_t
import_choose(const struct import_pages *ps, const struct workbook *w)
{
	struct arena a = { 0 };
	size_t best = (size_t)-1, most = 0;

	for (size_t i = 0; i < ps->n; i++)
		for (size_t k = 0; k < w->n_sheets; k++) {
			struct headings h;

			if (w->sheets[k].hidden)
				continue;
			headings_find(&h, &w->sheets[k], &ps->all[i], &a);
			if (2 * h.known < h.n || h.known < 2 || h.known <= most)
				continue;
			most = h.known;
			best = i;
		}
	arena_release(&a);
	return best;
}
