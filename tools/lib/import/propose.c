/* propose: a mapping page, made from the headings of a workbook. */
#include "import/propose.h"

#include "base/buf.h"
#include "base/lang.h"
#include "base/map.h"
#include "base/mem.h"
#include "catalog/catalog.h"
#include "import/headings.h"
#include "parse/emit.h"
#include "schema/heading_key.h"
#include "text/text.h"

/* What headings are cut down to in offices; both as heading_key has them. */
static const struct {
	const char *as, *means;
} shorts[] = {
	{ "ho ten", "ho va ten" },
	{ "ten", "ho va ten" },
	{ "ho va ten khai sinh", "ho va ten" },
	{ "ho ten khai sinh", "ho va ten" },
	{ "hvt", "ho va ten" },
	{ "sdt", "dien thoai" },
	{ "so dt", "dien thoai" },
	{ "dt", "dien thoai" },
	{ "so dien thoai", "dien thoai" },
	{ "dtdd", "dien thoai" },
	{ "ntns", "ngay sinh" },
	{ "ns", "ngay sinh" },
	{ "nam sinh", "ngay sinh" },
	{ "sinh ngay", "ngay sinh" },
	{ "ngay thang nam sinh", "ngay sinh" },
	{ "gt", "gioi tinh" },
	{ "nam nu", "gioi tinh" },
	{ "phai", "gioi tinh" },
	{ "dtoc", "dan toc" },
	{ "tgiao", "ton giao" },
	{ "que", "que quan" },
	{ "nguyen quan", "que quan" },
	{ "tdhv", "hoc van" },
	{ "trinh do hoc van", "hoc van" },
	{ "trinh do van hoa", "hoc van" },
	{ "tdcm", "trinh do chuyen mon" },
	{ "chuyen mon", "trinh do chuyen mon" },
	{ "nghe", "nghe nghiep" },
	{ "chuc vu", "chuc danh o co so" },
	{ "ma so", "ma" },
};

/* Numbers that people put at rows. */
static bool
is_row_number(struct str key)
{
	return str_is(key, "stt") || str_is(key, "tt") || str_is(key, "no") ||
	    str_is(key, "so tt") || str_is(key, "so thu tu");
}

/* What a heading says, by how sure it is: as a column of SQL is called, as
 * people read it in lists, by less. */
enum sureness { BY_COLUMN, BY_LABEL, BY_PART, SURENESSES };

struct meant {
	struct str dotted; /* empty: several */
	bool computed;     /* the tools make it of other columns */
};

struct proposing {
	const struct import_pages *pages;
	const struct type *type;
	struct map by[SURENESSES]; /* heading's key → struct meant */
	struct map fields;         /* dotted → it is in the workbook */
	struct map keys;           /* of all headings */
	struct arena arena;
};

static void
note(struct proposing *p, enum sureness by, struct str text, struct str dotted,
    bool computed)
{
	struct str key = heading_key(text, true, &p->arena);
	struct meant *m;
	void **slot;

	if (!key.n)
		return;
	slot = map_put(&p->by[by], key);
	m = *slot;
	if (m && !str_eq(m->dotted, dotted))
		m->dotted.n = 0;
	if (m)
		return;
	*slot = m = ARENA_NEW(&p->arena, struct meant);
	*m = (struct meant){ dotted, computed };
}

/* The columns that a field has in SQL and in a file of knexport. */
static void
note_columns(struct proposing *p, const struct field *f, struct str dotted)
{
	bool partial = f->kind == KIND_DATE && f->partial;
	struct str a = dotted;

	note(p, BY_COLUMN, a, dotted, false);
	if (partial || f->kind == KIND_DECIMAL)
		note(p, BY_COLUMN,
		    str_of(arena_f(&p->arena, "%.*s raw", STRF(a))), dotted,
		    false);
	for (int max = 0; partial && max < 2; max++)
		note(p, BY_COLUMN,
		    str_of(arena_f(&p->arena, "%.*s %s", STRF(a),
			max ? "max" : "min")),
		    dotted, true);
}

static void
note_name(struct proposing *p, const struct field *f, const struct name *up,
    struct str dotted)
{
	const struct name *n = &f->name;

	for (int l = 0; l < 2; l++) {
		const char *label = n->label.in[l];
		const char *above = up ? up->label.in[l] : NULL;

		if (label)
			note(p, up ? BY_PART : BY_LABEL, str_of(label), dotted,
			    false);
		if (label && above)
			note(p, BY_LABEL,
			    str_of(arena_f(&p->arena, "%s %s", above, label)),
			    dotted, false);
	}
	note(p, BY_PART, n->name, dotted, false);
	note_columns(p, f, dotted);
	for (size_t i = 0; i < n->n_also; i++)
		note(p, BY_PART, n->also[i], dotted, false);
	*map_put(&p->fields, dotted) = NULL;
}

static void
note_fields(struct proposing *p, const struct fields *in, struct str above,
    const struct name *up, bool in_list)
{
	for (size_t i = 0; i < in->n; i++) {
		const struct field *f = &in->all[i];
		struct str dotted = str_of(arena_f(&p->arena, "%.*s%s%.*s",
		    STRF(above), above.n ? "." : "", STRF(f->name.name)));

		if (f->kind == KIND_LIST && (in_list || f->of))
			*map_put(&p->fields,
			    str_of(arena_f(&p->arena, "%.*s[]",
				STRF(dotted)))) = NULL;
		else if (f->kind == KIND_LIST)
			note_fields(p, &f->fields,
			    str_of(arena_f(&p->arena, "%.*s[]", STRF(dotted))),
			    &f->name, true);
		else if (f->kind == KIND_MAP)
			note_fields(p, &f->fields, dotted, &f->name, in_list);
		else
			note_name(p, f, up, dotted);
	}
}

/* Columns of knexport that the tools make. */
static void
note_own(struct proposing *p)
{
	static const char *const own[] = { "path", "stage", "stage_since",
		"body" };

	for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
		const struct name *n = tables_own_name(str_of(own[i]));

		note(p, BY_COLUMN, n->name, n->name, true);
		for (int l = 0; l < 2; l++)
			note(p, BY_LABEL, str_of(n->label.in[l]), n->name,
			    true);
	}
	for (size_t i = 0; i < p->type->n_columns; i++) {
		const struct name *n = &p->type->columns[i].name;

		note(p, BY_COLUMN, n->name, n->name, true);
		for (int l = 0; l < 2; l++)
			if (n->label.in[l])
				note(p, BY_LABEL, str_of(n->label.in[l]),
				    n->name, true);
	}
	if (p->type->id != FIELD_NONE)
		note(p, BY_COLUMN, STR("id"),
		    p->type->fields.all[p->type->id].name.name, false);
}

/* What a heading means; NULL: nothing, or it is not told which. */
static const struct meant *
meant_by(struct proposing *p, struct str heading, enum sureness least)
{
	struct str key = heading_key(heading, true, &p->arena);
	size_t bar = str_find_str(heading, STR(" / "));
	const struct meant *m = NULL;

	for (int by = 0; !m && by <= (int)least; by++)
		m = map_get(&p->by[by], key);
	for (size_t i = 0;
	     !m && least == BY_PART && i < sizeof shorts / sizeof *shorts; i++)
		for (int by = 0;
		     !m && str_is(key, shorts[i].as) && by < SURENESSES; by++)
			m = map_get(&p->by[by], str_of(shorts[i].means));
	if (!m && bar < heading.n && least == BY_PART)
		return meant_by(p, str_from(heading, bar + 3), least);
	return m && m->dotted.n ? m : NULL;
}

/* Has the workbook a column that says more of the same field: x_raw of x, and
 * that of ids of id? */
static bool
has_better(const struct proposing *p, struct str key)
{
	const struct type *t = p->type;
	struct arena *a = (struct arena *)&p->arena;

	if (map_get(&p->keys, str_of(arena_f(a, "%.*s raw", STRF(key)))))
		return true;
	return str_is(key, "id") && t->id != FIELD_NONE &&
	    !str_is(t->fields.all[t->id].name.name, "id") &&
	    map_get(&p->keys,
		heading_key(t->fields.all[t->id].name.name, true, a));
}

static const struct sheet *
sheet_of(const struct workbook *w, const char *only, struct headings *best,
    struct arena *a)
{
	const struct sheet *s = NULL;

	*best = (struct headings){ 0 };
	for (size_t i = 0; i < w->n_sheets; i++) {
		struct headings h;

		if (only ? !str_is(w->sheets[i].name, only) :
			   w->sheets[i].hidden)
			continue;
		headings_find(&h, &w->sheets[i], NULL, a);
		if (h.known > best->known) {
			*best = h;
			s = &w->sheets[i];
		}
	}
	return s;
}

/* What a page that is there already has for a heading. False: none has. */
static bool
add_known(struct proposing *p, const struct sheet_heading *h, struct buf *b)
{
	struct sheet_heading at = *h;

	for (size_t i = 0; i < p->pages->n; i++) {
		const struct import_page *page = &p->pages->all[i];
		const struct import_column *c;

		if (page->type != p->type)
			continue;
		headings_match(&at, page, &p->arena);
		if (!at.n)
			continue;
		c = at.is[0];
		buf_addz(b,
		    c->stage         ? ", agrees: stage" :
			!c->n_places ? ", skip: true" :
			c->agrees    ? ", agrees: [" :
				       ", field: [");
		for (size_t k = 0; k < c->n_places; k++) {
			buf_addf(b, "%s\"%.*s\"", k ? ", " : "",
			    STRF(c->places[k].dotted));
			if (!c->agrees)
				*map_put(&p->fields, c->places[k].dotted) = p;
		}
		buf_addf(b, "%s}  # %s %.*s", c->n_places ? "]" : "",
		    _("as in"), STRF(page->name));
		return true;
	}
	return false;
}

static void
add_meant(struct proposing *p, const struct meant *m, struct str key,
    struct buf *b)
{
	void **slot;

	if (str_is(m->dotted, "stage") && m->computed && p->type->n_stages) {
		buf_addz(b, ", agrees: stage}");
		return;
	}
	if (m->computed || has_better(p, key)) {
		buf_addf(b, ", skip: true, keep: false}  # %s",
		    _("other columns tell it"));
		return;
	}
	slot = map_put(&p->fields, m->dotted);
	if (*slot)
		buf_addf(b, ", skip: true}  # %s %.*s?", _("is it also"),
		    STRF(m->dotted));
	else
		buf_addf(b, ", field: \"%.*s\"}", STRF(m->dotted));
	*slot = p;
}

static void
print_line(struct proposing *p, const struct sheet_heading *h, FILE *out)
{
	struct str key = heading_key(h->text, true, &p->arena);
	const struct meant *m = meant_by(p, h->text, BY_LABEL);
	struct buf b = { 0 };

	buf_addz(&b, "  - {heading: ");
	emit_scalar(&b, h->text, STYLE_DOUBLE, EMIT_FLOW);
	if (m) {
		add_meant(p, m, key, &b);
	} else if (!add_known(p, h, &b)) {
		m = meant_by(p, h->text, BY_PART);
		if (is_row_number(key))
			buf_addz(&b, ", skip: true}");
		else if (m)
			add_meant(p, m, key, &b);
		else
			buf_addf(&b, ", skip: true}  # %s",
			    _("which field is it?"));
	}
	fprintf(out, "%s\n", buf_z(&b));
	buf_release(&b);
}

/* The map or list that a field is in; the field itself where it is in none. */
static struct str
group_of(struct str dotted)
{
	return str_first(dotted, str_find(dotted, '.'));
}

/* What the workbook does not tell: a map or list as one where it tells nothing
 * of it. */
static void
print_missing(const struct proposing *p, FILE *out)
{
	struct map told = { 0 }, said = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < p->fields.n; i++)
		if (p->fields.pairs[i].value)
			*map_put(&told, group_of(p->fields.pairs[i].key)) =
			    &told;
	for (size_t i = 0; i < p->fields.n; i++) {
		struct str dotted = p->fields.pairs[i].key;
		bool whole = !map_get(&told, group_of(dotted));
		void **slot = map_put(&said, whole ? group_of(dotted) : dotted);

		if (p->fields.pairs[i].value || *slot)
			continue;
		*slot = &said;
		fprintf(out, "%s `%.*s`", n++ ? "," : _("In no column:"),
		    STRF(whole ? group_of(dotted) : dotted));
	}
	if (n)
		fprintf(out, "\n");
	map_release(&told);
	map_release(&said);
}

bool
propose(const struct import_pages *pages, const struct type *t,
    const struct workbook *w, const char *only, FILE *out, struct findings *to)
{
	struct proposing p = { .pages = pages, .type = t };
	struct headings h;
	const struct sheet *s = sheet_of(w, only, &h, &p.arena);

	if (s) {
		note_fields(&p, &t->fields, (struct str){ 0 }, NULL, false);
		note_own(&p);
		for (size_t i = 0; i < h.n; i++)
			*map_put(&p.keys,
			    heading_key(h.all[i].text, true, &p.arena)) = &p;
		fprintf(out,
		    "---\nimport: so_cua_toi\ntype: %.*s\ndays: dmy\n"
		    "doubts: leave\ncolumns:\n",
		    STRF(t->name.name));
		for (size_t i = 0; i < h.n; i++)
			print_line(&p, &h.all[i], out);
		fprintf(out, "---\n\n# %s\n\n", w->name);
		print_missing(&p, out);
	} else {
		found(to, FIND_IMPORT_SHEET, place_file(w->name),
		    _("no sheet has a row of headings"));
	}
	for (int by = 0; by < SURENESSES; by++)
		map_release(&p.by[by]);
	map_release(&p.fields);
	map_release(&p.keys);
	arena_release(&p.arena);
	return s;
}
