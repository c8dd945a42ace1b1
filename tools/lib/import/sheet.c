/* sheet: what stands in the cells of a workbook. */
#include "import/sheet.h"

#include <stdlib.h>

#include "base/mem.h"

struct sheet *
sheet_add(struct workbook *w, struct str name)
{
	struct sheet *s = MEM_PUSH(w->sheets, w->n_sheets, w->cap_sheets);

	*s = (struct sheet){ .name = arena_keep(&w->arena, name) };
	return s;
}

struct sheet_row *
sheet_row_add(struct sheet *s, int n)
{
	struct sheet_row *r;

	if (s->n_rows && s->rows[s->n_rows - 1].n == n)
		return &s->rows[s->n_rows - 1];
	r = MEM_PUSH(s->rows, s->n_rows, s->cap_rows);
	*r = (struct sheet_row){ .n = n };
	return r;
}

void
sheet_cell_add(struct sheet_row *r, size_t column, struct sheet_cell c,
    struct arena *a)
{
	size_t room = r->n_cells ? r->n_cells : 8;

	if (column >= r->n_cells) {
		struct sheet_cell *more;

		while (room <= column)
			room *= 2;
		if (room > r->n_cells) {
			more = ARENA_ARRAY(a, struct sheet_cell, room);
			for (size_t i = 0; i < r->n_cells; i++)
				more[i] = r->cells[i];
			r->cells = more;
			r->n_cells = room;
		}
	}
	c.text = arena_keep(a, c.text);
	r->cells[column] = c;
}

const struct sheet_cell *
sheet_cell_at(const struct sheet_row *r, size_t column)
{
	static const struct sheet_cell nothing;

	return column < r->n_cells ? &r->cells[column] : &nothing;
}

char *
sheet_letters(size_t column, char out[SHEET_LETTERS])
{
	char back[SHEET_LETTERS];
	size_t n = 0, i = 0;

	for (size_t c = column + 1; c && n < SHEET_LETTERS - 1;
	     c = (c - 1) / 26)
		back[n++] = (char)('A' + (c - 1) % 26);
	while (n)
		out[i++] = back[--n];
	out[i] = '\0';
	return out;
}

const char *
sheet_a1(size_t column, int row, struct arena *a)
{
	char letters[SHEET_LETTERS];

	return arena_f(a, "%s%d", sheet_letters(column, letters), row);
}

void
sheets_release(struct workbook *w)
{
	for (size_t i = 0; i < w->n_sheets; i++)
		free(w->sheets[i].rows);
	free(w->sheets);
	arena_release(&w->arena);
	*w = (struct workbook){ 0 };
}
