/* doubt: what is said of a cell or a row, gathered. */
#include "import/inside.h"

#include <string.h>

#include "base/lang.h"
#include "base/mem.h"

void
doubt_say(struct importing *in, const struct row *r, enum find find,
    const struct sheet_heading *h, const struct field *f, struct str raw,
    struct str becomes, const char *why, bool taken)
{
	struct import *m = in->import;
	const struct import_doubt *last =
	    m->n_doubts ? &m->doubts[m->n_doubts - 1] : NULL;
	size_t column = h ? h->column : (size_t)IMPORT_NO_COLUMN;

	if (h && !taken)
		r->taken[h - r->headings->all] = ORIGIN_LEFT;
	if (in->quiet)
		return;
	if (last && last->sheet == r->sheet && last->row == r->cells->n &&
	    last->column == column && last->find == find &&
	    strcmp(last->why, why) == 0 && str_eq(last->becomes, becomes))
		return;
	*MEM_PUSH(m->doubts, m->n_doubts, m->cap_doubts) =
	    (struct import_doubt){ find, r->sheet, r->cells->n, column,
		    h ? h->text : (struct str){ 0 }, f, raw, becomes, why,
		    taken };
}

void
doubt_bare(struct importing *in, const struct row *r, size_t column)
{
	struct import *m = in->import;

	if (!in->quiet)
		*MEM_PUSH(m->doubts, m->n_doubts, m->cap_doubts) =
		    (struct import_doubt){ .find = FIND_IMPORT_CELL,
			    .sheet = r->sheet,
			    .row = r->cells->n,
			    .column = column,
			    .raw = sheet_cell_at(r->cells, column)->text,
			    .why = _("no heading stands above this cell; does "
				     "the line have a separator too many?") };
}

void
doubt_hold(struct importing *in, struct row *r, enum find find, const char *why)
{
	r->held = true;
	doubt_say(in, r, find, NULL, NULL, (struct str){ 0 }, (struct str){ 0 },
	    why, false);
}
