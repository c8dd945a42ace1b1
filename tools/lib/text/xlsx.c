/* xlsx: sheets of Excel. Only this file knows libxlsxwriter. */
#include "text/xlsx.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xlsxwriter.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/lang.h"
#include "base/library.h"
#include "base/map.h"
#include "base/mem.h"
#include "text/day.h"
#include "text/text.h"

enum {
	NAME_MOST = 31,    /* of a sheet, in units of UTF-16 */
	TEXT_MOST = 32767, /* of a cell, in the same */
	WIDTH_LEAST = 6,   /* of a column, in characters */
	WIDTH_MOST = 60
};

/* Loaded by who first writes a workbook. */
static struct lxw {
#define LXW(name) __typeof__(name) *name;
#include "text/xlsx.def"
#undef LXW
} functions;

static void
load(void)
{
	void *library = library_load("libxlsxwriter.so." LXW_SOVERSION);

#define LXW(name) library_find(library, #name, &functions.name);
#include "text/xlsx.def"
#undef LXW
}

static const struct lxw *
lxw(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, load);
	return &functions;
}

/* Whole numbers that a double holds. */
static const long long whole_most = 1LL << 53;

struct xlsx_sheet {
	struct xlsx *book;
	lxw_worksheet *sheet;
	struct str name; /* that was asked for */
	const struct xlsx_column *columns;
	size_t n;
	unsigned row;     /* the next one */
	unsigned heading; /* where it stands */
	unsigned last;    /* row of the table that is no total */
	bool filtered;    /* it is told where the filter ends */
	const char *called;
	unsigned *widths;
};

struct xlsx {
	const char *path;
	struct findings *to;
	lxw_workbook *book;
	lxw_format *strong, *head, *wrap, *day, *whole[2], *share[2];
	struct arena arena;
	struct map names; /* in lower case */
	struct xlsx_sheet **sheets;
	size_t n, cap;
	unsigned most;
	bool ok;
};

static bool
failed(struct xlsx *w, lxw_error e)
{
	w->ok = false;
	return found_trouble(w->to, _("the workbook cannot be written: %s"),
	    lxw()->lxw_strerror(e));
}

/* Formats. */

static lxw_format *
add_format(struct xlsx *w, const char *number, bool strong)
{
	lxw_format *f = lxw()->workbook_add_format(w->book);

	if (number)
		lxw()->format_set_num_format(f, number);
	if (strong)
		lxw()->format_set_bold(f);
	lxw()->format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
	return f;
}

static void
make_formats(struct xlsx *w)
{
	enum { GREY = 0xE6E6E6 };

	w->head = add_format(w, NULL, true);
	lxw()->format_set_text_wrap(w->head);
	lxw()->format_set_bg_color(w->head, GREY);
	lxw()->format_set_bottom(w->head, LXW_BORDER_THIN);
	w->strong = add_format(w, NULL, true);
	w->wrap = add_format(w, NULL, false);
	lxw()->format_set_text_wrap(w->wrap);
	/* with its language, or a program takes its own short date for it */
	w->day = add_format(w,
	    lang_now() == LANG_VI ? "[$-42A]dd/mm/yyyy" : "yyyy-mm-dd", false);
	for (int strong = 0; strong < 2; strong++) {
		w->whole[strong] = add_format(w, "#,##0", strong);
		w->share[strong] = add_format(w, "0.00%", strong);
	}
}

struct xlsx *
xlsx_new(const char *path, const char *scratch, const char *title, int day,
    struct findings *to)
{
	enum { DAY_SECONDS = 24 * 60 * 60 };
	struct xlsx *w = mem_alloc(sizeof *w);
	lxw_workbook_options options = { .constant_memory = LXW_TRUE,
		.tmpdir = arena_z(&w->arena, str_of(scratch)) };
	lxw_doc_properties about = { .title = arena_z(&w->arena, str_of(title)),
		.created = (time_t)day * DAY_SECONDS };

	w->path = path;
	w->to = to;
	w->most = LXW_ROW_MAX;
	w->ok = true;
	w->book = lxw()->workbook_new_opt(path, &options);
	if (!w->book) {
		failed(w, LXW_ERROR_CREATING_TMPFILE);
		xlsx_free(w);
		return NULL;
	}
	lxw()->workbook_set_properties(w->book, &about);
	make_formats(w);
	return w;
}

void
xlsx_set_most(struct xlsx *w, unsigned rows)
{
	w->most = rows;
}

/* Names of sheets. */

static size_t
units(struct str v)
{
	size_t n = 0, next;

	for (size_t i = 0; i < v.n; i = next)
		n += text_at(v, i, &next) > 0xffff ? 2 : 1;
	return n;
}

/* The first so many units, and no half of a character. */
static struct str
first_units(struct str v, size_t most)
{
	size_t i = 0, next, n = 0;

	while (i < v.n) {
		n += text_at(v, i, &next) > 0xffff ? 2 : 1;
		if (n > most)
			break;
		i = next;
	}
	return str_first(v, i);
}

/* What Excel takes for a name, before it is made to be the only one. */
static void
add_allowed(struct buf *b, struct str name)
{
	for (size_t i = 0; i < name.n; i++) {
		char c = name.s[i];

		if (c == ':') {
			buf_addz(b, " -");
			continue;
		}
		buf_addc(b,
		    (unsigned char)c < ' ' || strchr("[]*?/\\", c) ? ' ' : c);
	}
	while (b->n && (b->s[b->n - 1] == '\'' || b->s[b->n - 1] == ' '))
		buf_cut(b, b->n - 1);
}

static bool
take_name(struct xlsx *w, struct str name)
{
	struct buf lower = { 0 };
	void **slot;
	bool fresh;

	text_add_lower(&lower, name);
	slot = map_put(&w->names, arena_take(&w->arena, &lower));
	fresh = !*slot;
	*slot = w;
	return fresh && !str_is_word(name, "history");
}

static const char *
sheet_name(struct xlsx *w, struct str asked)
{
	struct buf b = { 0 };
	struct str plain;
	const char *name;

	add_allowed(&b, asked);
	plain = arena_take(&w->arena, &b);
	while (plain.n && (*plain.s == '\'' || *plain.s == ' '))
		plain = str_from(plain, 1);
	if (!plain.n)
		plain = STR("-");
	name = arena_z(&w->arena, str_trim(first_units(plain, NAME_MOST)));
	for (int i = 2; !take_name(w, str_of(name)); i++) {
		char end[16];
		size_t n = (size_t)snprintf(end, sizeof end, " (%d)", i);

		name = arena_f(&w->arena, "%.*s%s",
		    STRF(str_trim(first_units(plain, NAME_MOST - n))), end);
	}
	return name;
}

static bool
begin_sheet(struct xlsx_sheet *s)
{
	const char *name = sheet_name(s->book, s->name);

	s->sheet = lxw()->workbook_add_worksheet(s->book->book, name);
	s->row = s->heading = s->last = 0;
	s->filtered = false;
	s->called = name;
	if (!s->sheet)
		return failed(s->book, LXW_ERROR_MEMORY_MALLOC_FAILED);
	lxw()->worksheet_set_landscape(s->sheet);
	lxw()->worksheet_set_paper(s->sheet, 9); /* A4 */
	lxw()->worksheet_fit_to_pages(s->sheet, 1, 0);
	return true;
}

struct xlsx_sheet *
xlsx_add(struct xlsx *w, struct str name)
{
	struct xlsx_sheet *s = ARENA_NEW(&w->arena, struct xlsx_sheet);

	s->book = w;
	s->name = arena_keep(&w->arena, name);
	*MEM_PUSH(w->sheets, w->n, w->cap) = s;
	begin_sheet(s);
	return s;
}

const char *
xlsx_name(const struct xlsx_sheet *s)
{
	return s->called;
}

/* Cells. */

static bool
put(struct xlsx_sheet *s, lxw_error e)
{
	return e == LXW_NO_ERROR || failed(s->book, e);
}

static void
note_width(struct xlsx_sheet *s, size_t column, struct str v)
{
	unsigned width;

	if (column >= s->n || s->widths[column] >= WIDTH_MOST)
		return;
	v = str_first(v, str_find(v, '\n'));
	width = (unsigned)text_width(text_cut(v, WIDTH_MOST));
	if (width > s->widths[column])
		s->widths[column] = width;
}

static bool
put_text(struct xlsx_sheet *s, size_t column, struct str v, lxw_format *format)
{
	bool lines = str_find(v, '\n') < v.n;
	struct buf z = { 0 };
	bool ok;

	if (v.n > TEXT_MOST && units(v) > TEXT_MOST) {
		s->book->ok = false;
		return found_trouble(s->book->to,
		    _("sheet '%.*s', row %u, column '%s': a text of %zu "
		      "characters, but a cell of Excel holds %d at most; "
		      "leave that column out, or take another form"),
		    STRF(s->name), s->row + 1,
		    column < s->n ? s->columns[column].label : "1", units(v),
		    TEXT_MOST);
	}
	buf_add(&z, v);
	note_width(s, column, v);
	ok = put(s,
	    lxw()->worksheet_write_string(s->sheet, s->row, (lxw_col_t)column,
		buf_z(&z), lines && !format ? s->book->wrap : format));
	buf_release(&z);
	return ok;
}

static bool
put_number(struct xlsx_sheet *s, size_t column, double v, lxw_format *format)
{
	char text[32];

	snprintf(text, sizeof text, "%.15g", v);
	note_width(s, column, str_of(text));
	return put(s,
	    lxw()->worksheet_write_number(s->sheet, s->row, (lxw_col_t)column,
		v, format));
}

/* Excel counts days from 1900 on, and believes that 29-2-1900 was one: what is
 * older stays text. */
static bool
put_day(struct xlsx_sheet *s, size_t column, struct str v, lxw_format *strong)
{
	int day;

	if (!day_parse(v, &day) || day < day_make(1900, 3, 1))
		return put_text(s, column, v, strong);
	note_width(s, column, v);
	return put(s,
	    lxw()->worksheet_write_number(s->sheet, s->row, (lxw_col_t)column,
		day - day_make(1899, 12, 30), s->book->day));
}

static bool
put_real(struct xlsx_sheet *s, size_t column, double v, bool strong)
{
	struct xlsx *w = s->book;

	if (!isfinite(v))
		return put_text(s, column, STR("-"), NULL);
	if (column < s->n && s->columns[column].as == XLSX_SHARE)
		return put_number(s, column, v / 100, w->share[strong]);
	return put_number(s, column, v, strong ? w->strong : NULL);
}

static bool
put_whole(struct xlsx_sheet *s, size_t column, long long v, bool strong)
{
	struct xlsx *w = s->book;
	char text[32];

	if (v > whole_most || v < -whole_most) {
		snprintf(text, sizeof text, "%lld", v);
		return put_text(s, column, str_of(text), NULL);
	}
	if (column < s->n && s->columns[column].as == XLSX_SHARE)
		return put_real(s, column, (double)v, strong);
	return put_number(s, column, (double)v,
	    column < s->n && s->columns[column].as == XLSX_WHOLE ?
		w->whole[strong] :
		strong ? w->strong :
			 NULL);
}

static bool
put_cell(struct xlsx_sheet *s, size_t i, const struct cell *c, bool strong)
{
	lxw_format *format = strong ? s->book->strong : NULL;

	switch (c->kind) {
	case CELL_NULL:
		return true;
	case CELL_INT:
		return put_whole(s, i, c->i, strong);
	case CELL_REAL:
		return put_real(s, i, c->d, strong);
	case CELL_TEXT:
		return s->columns[i].as == XLSX_DAY ?
		    put_day(s, i, c->s, format) :
		    put_text(s, i, c->s, format);
	case CELL_MASKED:
		return put_text(s, i, STR("\u2022\u2022\u2022"), format);
	}
	return true;
}

/* Tables. */

static bool
put_heading(struct xlsx_sheet *s)
{
	bool ok = true;

	s->heading = s->row;
	for (size_t i = 0; ok && i < s->n; i++)
		ok = put_text(s, i, str_of(s->columns[i].label), s->book->head);
	s->row++;
	lxw()->worksheet_freeze_panes(s->sheet, s->row, 1);
	lxw()->worksheet_repeat_rows(s->sheet, s->heading, s->heading);
	return ok;
}

bool
xlsx_table(struct xlsx_sheet *s, const struct xlsx_column *columns, size_t n)
{
	s->columns = columns;
	s->n = n;
	s->widths = ARENA_ARRAY(&s->book->arena, unsigned, n);
	return n <= LXW_COL_MAX ?
	    put_heading(s) :
	    found_trouble(s->book->to,
		_("sheet '%.*s' would have %zu columns, but Excel has %d"),
		STRF(s->name), n, LXW_COL_MAX);
}

/* What is known of it only when no row comes any more. */
static void
end_sheet(struct xlsx_sheet *s)
{
	enum { ROOM = 2 };

	if (!s->sheet || !s->n)
		return;
	for (size_t i = 0; i < s->n; i++) {
		unsigned width = s->widths[i];

		width = width < WIDTH_LEAST ? WIDTH_LEAST :
		    width > WIDTH_MOST      ? WIDTH_MOST :
					      width;
		lxw()->worksheet_set_column(s->sheet, (lxw_col_t)i,
		    (lxw_col_t)i, width + ROOM, NULL);
	}
}

/* A filter reaches to the last row of the table that is no total. */
static void
end_table(struct xlsx_sheet *s)
{
	if (s->sheet && s->n && s->last > s->heading && !s->filtered)
		lxw()->worksheet_autofilter(s->sheet, s->heading, 0, s->last,
		    (lxw_col_t)(s->n - 1));
	s->filtered = true;
}

static bool
make_room(struct xlsx_sheet *s)
{
	if (s->row < s->book->most)
		return true;
	end_table(s);
	end_sheet(s);
	return begin_sheet(s) && (!s->n || put_heading(s));
}

bool
xlsx_row(struct xlsx_sheet *s, const struct cell *cells, bool strong)
{
	bool ok = s->sheet && make_room(s);

	if (strong) /* the library looks at no row that is past */
		end_table(s);
	for (size_t i = 0; ok && i < s->n; i++)
		ok = put_cell(s, i, &cells[i], strong);
	if (!strong)
		s->last = s->row;
	s->row++;
	return ok;
}

bool
xlsx_line(struct xlsx_sheet *s, struct str v, bool strong)
{
	struct buf z = { 0 };
	bool ok = s->sheet && make_room(s);

	buf_add(&z, first_units(v, TEXT_MOST));
	ok = ok &&
	    put(s,
		lxw()->worksheet_write_string(s->sheet, s->row, 0, buf_z(&z),
		    strong ? s->book->strong : NULL));
	s->row++;
	buf_release(&z);
	return ok;
}

/* Ending. */

static bool
close_book(struct xlsx *w)
{
	lxw_error e;

	for (size_t i = 0; i < w->n; i++) {
		end_table(w->sheets[i]);
		end_sheet(w->sheets[i]);
	}
	e = lxw()->workbook_close(w->book);
	w->book = NULL;
	return e == LXW_NO_ERROR || failed(w, e);
}

bool
xlsx_finish(struct xlsx *w)
{
	return close_book(w) && w->ok &&
	    (xlsx_whole(w->path) ||
		found_trouble(w->to,
		    _("the workbook cannot be written: it is not whole, as "
		      "on a disk that is full")));
}

void
xlsx_free(struct xlsx *w)
{
	if (!w)
		return;
	if (w->book)
		lxw()->lxw_workbook_free(w->book);
	map_release(&w->names);
	free(w->sheets);
	arena_release(&w->arena);
	free(w);
}
