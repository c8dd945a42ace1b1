/* row: the cells of a row as the values of a record. */
#include "import/inside.h"

#include <stdlib.h>

#include "base/lang.h"
#include "base/mem.h"
#include "text/name.h"

const struct sheet_heading *
row_heading(const struct row *r, size_t column)
{
	for (size_t i = 0; i < r->headings->n; i++)
		if (r->headings->all[i].column == column)
			return &r->headings->all[i];
	return NULL;
}

const char *
row_where(struct importing *in, const struct row *r)
{
	return r->sheet->name.n ?
	    arena_f(in->arena, _("row %d of sheet '%.*s'"), r->cells->n,
		STRF(r->sheet->name)) :
	    arena_f(in->arena, _("row %d"), r->cells->n);
}

/* Reading. */

struct reading {
	struct importing *in;
	struct row *r;
	const bool *swapped;
	struct wish *wishes;
	size_t n_wishes, cap_wishes;
};

static const struct sheet_cell *
cell_of(const struct reading *d, const struct sheet_heading *h)
{
	return sheet_cell_at(d->r->cells, h->column);
}

static bool
is_there(const struct reading *d, const struct import_place *p)
{
	const struct draft_value *v =
	    p->path.n ? draft_get(&d->r->draft, &p->path, p->entry) : NULL;

	for (size_t i = 0; !v && i < d->n_wishes; i++)
		if (!d->wishes[i].place->of.n &&
		    draft_same_path(&d->wishes[i].place->path, &p->path) &&
		    d->wishes[i].place->entry == p->entry)
			return true;
	return v;
}

static bool
is_asked(const struct reading *d, const struct import_column *c)
{
	return (!c->given.path.n || is_there(d, &c->given)) &&
	    (!c->missing.path.n || !is_there(d, &c->missing));
}

static void
take(struct reading *d, const struct sheet_heading *h,
    const struct import_column *c, const struct import_place *p,
    struct str text)
{
	const struct field *f = import_page_field(p);

	if (p->of.n || f->kind == KIND_REF)
		*MEM_PUSH(d->wishes, d->n_wishes, d->cap_wishes) =
		    (struct wish){ p, text, h, c->doubts };
	else
		draft_set(&d->r->draft, &p->path, p->entry, text, h->column);
}

static void
read_place(struct reading *d, const struct sheet_heading *h,
    const struct import_column *c, const struct import_place *p)
{
	const struct sheet_cell *cell = cell_of(d, h);
	const struct field *f = import_page_field(p);
	size_t i = (size_t)(h - d->r->headings->all);
	struct meaning v = meaning_read(&d->in->reader, c, f, cell,
	    d->swapped && d->swapped[i]);
	bool taken =
	    v.says == MEANING_DOUBT && v.text.n && c->doubts == IMPORT_TAKE;

	if (v.says == MEANING_NOTHING)
		return;
	if (v.says == MEANING_DOUBT)
		doubt_say(d->in, d->r, v.find, h, f, cell->text, v.text, v.why,
		    taken);
	if (v.says == MEANING_DOUBT && !taken) {
		d->r->held |= c->doubts == IMPORT_HOLD;
		return;
	}
	take(d, h, c, p, v.text);
	if (d->r->taken[i] == ORIGIN_SKIPPED)
		d->r->taken[i] = ORIGIN_TAKEN;
	for (size_t k = 0; k < c->n_with; k++)
		draft_set(&d->r->draft, &c->with[k].place.path,
		    c->with[k].place.entry, c->with[k].value, h->column);
}

/* Lines of the page that ask for another value come after all others. */
static void
read_pass(struct reading *d, bool conditional)
{
	struct headings *hs = d->r->headings;

	for (size_t i = 0; i < hs->n; i++)
		for (size_t k = 0; k < hs->all[i].n; k++) {
			const struct import_column *c = hs->all[i].is[k];
			bool asks = c->given.path.n || c->missing.path.n;

			if (c->agrees || asks != conditional)
				continue;
			for (size_t p = 0;
			     (!asks || is_asked(d, c)) && p < c->n_places; p++)
				read_place(d, &hs->all[i], c, &c->places[p]);
		}
}

/* Maps and entries that lack what they need. */

static const struct field *
lacks(const struct draft *d, const struct draft_value *v)
{
	const struct field *up =
	    v->path->n > 1 ? v->path->at[v->path->n - 2] : NULL;
	struct path p = *v->path;

	for (size_t i = 0; up && i < up->fields.n; i++) {
		if (!up->fields.all[i].required)
			continue;
		p.at[p.n - 1] = &up->fields.all[i];
		if (!draft_get(d, &p, v->entry))
			return &up->fields.all[i];
	}
	return NULL;
}

static void
drop_incomplete(struct reading *d)
{
	struct draft *draft = &d->r->draft;

	for (size_t i = 0; i < draft->n;) {
		struct draft_value *v = &draft->all[i];
		const struct field *f = v->path->at[v->path->n - 1];
		const struct field *lack = lacks(draft, v);
		const struct sheet_heading *h =
		    v->column == (size_t)DRAFT_NO_COLUMN ?
		    NULL :
		    row_heading(d->r, v->column);

		if (!lack) {
			i++;
			continue;
		}
		if (h && d->r->taken[h - d->r->headings->all] != ORIGIN_LEFT)
			doubt_say(d->in, d->r, FIND_IMPORT_VALUE, h, f,
			    cell_of(d, h)->text, (struct str){ 0 },
			    arena_f(d->in->arena,
				_("it goes with %s, which is not told"),
				field_shown(lack, d->in->arena)),
			    false);
		draft_remove(draft, v);
		i = 0;
	}
}

/* What must be the same as another cell. */

static void
check_agrees(struct reading *d, const struct sheet_heading *h,
    const struct import_column *c)
{
	const struct sheet_cell *cell = cell_of(d, h);

	for (size_t i = 0; i < c->n_places; i++) {
		const struct import_place *p = &c->places[i];
		const struct field *f = import_page_field(p);
		const struct draft_value *v =
		    draft_get(&d->r->draft, &p->path, p->entry);
		struct meaning says =
		    meaning_read(&d->in->reader, c, f, cell, false);
		const struct directory_record *which;
		const char *ids;

		if (says.says == MEANING_NOTHING)
			continue;
		if (f->kind == KIND_REF &&
		    directory_find(d->in->directory,
			schema_type(d->in->import->schema, f->to), says.text,
			NULL, 0, &which, &ids) == DIRECTORY_ONE)
			says.text = which->id;
		if (!v || !str_eq(v->text, says.text))
			doubt_say(d->in, d->r, FIND_IMPORT_AGREES, h, f,
			    cell->text, (struct str){ 0 },
			    arena_f(d->in->arena,
				_("it should say what %s says"),
				field_shown(f, d->in->arena)),
			    false);
	}
}

static void
check_all(struct reading *d)
{
	struct headings *hs = d->r->headings;

	for (size_t i = 0; i < hs->n; i++)
		for (size_t k = 0; k < hs->all[i].n; k++)
			if (hs->all[i].is[k]->agrees)
				check_agrees(d, &hs->all[i], hs->all[i].is[k]);
}

/* Does the page say of a column that nothing of it is kept? */
static bool
is_dropped(const struct sheet_heading *h)
{
	for (size_t i = 0; h && i < h->n; i++)
		if (h->is[i]->dropped)
			return true;
	return false;
}

/* The row as it is, cell by cell. */
static void
keep_origin(struct reading *d)
{
	struct row *r = d->r;
	struct arena *a = d->in->arena;
	size_t n = r->cells->n_cells;

	r->origin = (struct origin){ .page = d->in->import->page->name,
		.sheet = r->sheet ? r->sheet->name : (struct str){ 0 },
		.row = r->cells->n,
		.cells = ARENA_ARRAY(a, struct origin_cell, n) };
	for (size_t i = 0; i < n; i++) {
		const struct sheet_heading *h = row_heading(r, i);

		if (r->cells->cells[i].kind == SHEET_EMPTY || is_dropped(h))
			continue;
		if (!h)
			doubt_bare(d->in, r, i);
		r->origin.cells[r->origin.n++] = (struct origin_cell){ i,
			h ? r->taken[h - r->headings->all] : ORIGIN_SKIPPED,
			h ? h->text : (struct str){ 0 },
			r->cells->cells[i].text };
	}
}

void
row_read(struct importing *in, struct row *r, const bool *swapped)
{
	const struct import_page *page = in->import->page;
	struct reading d = { .in = in, .r = r, .swapped = swapped };

	r->draft = (struct draft){ .type = page->type, .arena = in->arena };
	r->taken =
	    ARENA_ARRAY(in->arena, enum origin_taken, r->headings->n + 1);
	for (size_t i = 0; i < r->headings->n; i++)
		r->taken[i] = ORIGIN_SKIPPED;
	read_pass(&d, false);
	read_pass(&d, true);
	r->nobody = !r->draft.n;
	refer_all(in, r, d.wishes, d.n_wishes);
	for (size_t i = 0; i < page->n_with; i++)
		if (!draft_get(&r->draft, &page->with[i].place.path,
			page->with[i].place.entry))
			draft_set(&r->draft, &page->with[i].place.path,
			    page->with[i].place.entry, page->with[i].value,
			    (size_t)DRAFT_NO_COLUMN);
	drop_incomplete(&d);
	check_all(&d);
	keep_origin(&d);
	free(d.wishes);
}
