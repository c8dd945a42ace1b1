/* headings: which column of a sheet is which field? */
#include "import/headings.h"

#include <string.h>

#include "base/buf.h"
#include "schema/heading_key.h"

enum { ROWS_LOOKED_AT = 40 };

/* Matching. */

static bool
is_heading(const struct import_column *c, struct str key)
{
	for (size_t i = 0; i < c->n_headings; i++)
		if (str_eq(c->keys[i], key))
			return true;
	return false;
}

/* With the number of the column first, which tells two of one name apart. */
static size_t
add_lines_of(struct sheet_heading *h, const struct import_page *p,
    struct str text, struct arena *a)
{
	struct str key = heading_key(text, false, a);

	for (size_t i = 0; key.n && i < p->n_columns; i++)
		if (is_heading(&p->columns[i], key))
			h->is[h->n++] = &p->columns[i];
	if (h->n)
		return h->n;
	key = heading_key(text, true, a);
	for (size_t i = 0; key.n && i < p->n_columns; i++)
		if (is_heading(&p->columns[i], key))
			h->is[h->n++] = &p->columns[i];
	return h->n;
}

void
headings_match(struct sheet_heading *h, const struct import_page *p,
    struct arena *a)
{
	size_t bar = str_find_str(h->text, STR(" / "));

	h->is = ARENA_ARRAY(a, const struct import_column *, p->n_columns);
	h->n = 0;
	if (add_lines_of(h, p, h->text, a) || bar == h->text.n)
		return;
	if (!add_lines_of(h, p, str_from(h->text, bar + 3), a))
		add_lines_of(h, p, str_first(h->text, bar), a);
}

/* Rows. */

static struct str
text_at_cell(const struct sheet_row *r, size_t column, struct arena *a)
{
	const struct sheet_cell *c = sheet_cell_at(r, column);
	struct buf b = { 0 };

	if (c->kind != SHEET_TEXT)
		return (struct str){ 0 };
	for (size_t i = 0; i < c->text.n; i++)
		if (c->text.s[i] != '\n' && c->text.s[i] != ' ')
			buf_addc(&b, c->text.s[i]);
		else if (b.n && b.s[b.n - 1] != ' ')
			buf_addc(&b, ' ');
	return str_trim(arena_take(a, &b));
}

/* The headings of one row (below NULL), or of two. */
static void
gather(struct headings *h, const struct sheet_row *r,
    const struct sheet_row *below, struct arena *a)
{
	size_t n = r->n_cells;
	struct str group = { 0 };

	if (below && below->n_cells > n)
		n = below->n_cells;
	h->all = ARENA_ARRAY(a, struct sheet_heading, n);
	for (size_t i = 0; i < n; i++) {
		struct str one = text_at_cell(r, i, a), part = { 0 };
		struct sheet_heading *at = &h->all[h->n];

		if (below)
			part = text_at_cell(below, i, a);
		if (one.n)
			group = one;
		else if (part.n)
			one = group;
		if (!one.n && !part.n)
			continue;
		at->column = i;
		at->text = !part.n || str_eq(one, part) ?
		    one :
		    !one.n ?
		    part :
		    str_of(arena_f(a, "%.*s / %.*s", STRF(one), STRF(part)));
		h->n++;
	}
}

/* Does a row number the columns, as (1), (2), (3) or A, B, 1, 2? */
static bool
is_numbering(const struct sheet_row *r, struct arena *a)
{
	size_t some = 0, numbers = 0;

	for (size_t i = 0; i < r->n_cells; i++) {
		const struct sheet_cell *c = &r->cells[i];
		struct str s = str_trim(c->text);
		size_t number = heading_key_number(s);

		if (c->kind == SHEET_EMPTY || !s.n)
			continue;
		some++;
		if (s.n <= 2 || (number && number == s.n))
			numbers++;
	}
	(void)a;
	return some > 2 && numbers == some;
}

static size_t
texts_in(const struct sheet_row *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_cells; i++)
		n += r->cells[i].kind == SHEET_TEXT && !r->cells[i].merged;
	return n;
}

/* Does none of the headings before stand for the same line of the page? */
static bool
is_new(const struct headings *h, size_t at)
{
	for (size_t i = 0; h->all[at].n && i < at; i++)
		if (h->all[i].n && h->all[i].is[0] == h->all[at].is[0])
			return false;
	return h->all[at].n > 0;
}

static void
try_rows(struct headings *best, const struct sheet *s, size_t at, size_t rows,
    const struct import_page *p, struct arena *a)
{
	struct headings h = { .at = at, .rows = rows, .first = at + rows };

	gather(&h, &s->rows[at], rows > 1 ? &s->rows[at + 1] : NULL, a);
	for (size_t i = 0; p && i < h.n; i++) {
		headings_match(&h.all[i], p, a);
		h.known += is_new(&h, i);
	}
	if (!p)
		h.known = rows == 1 ? texts_in(&s->rows[at]) : 0;
	if (h.known > best->known ||
	    (h.known && h.known == best->known && rows < best->rows))
		*best = h; /* a title above them is no group */
}

void
headings_find(struct headings *h, const struct sheet *s,
    const struct import_page *p, struct arena *a)
{
	*h = (struct headings){ 0 };
	for (size_t i = 0; i < s->n_rows && i < ROWS_LOOKED_AT; i++) {
		try_rows(h, s, i, 1, p, a);
		if (i + 1 < s->n_rows && s->rows[i + 1].n == s->rows[i].n + 1)
			try_rows(h, s, i, 2, p, a);
	}
	if (h->rows && h->first < s->n_rows &&
	    is_numbering(&s->rows[h->first], a))
		h->first++;
}
