/* propose: a mapping page, made from the headings of a workbook. */
#include "import/propose.h"

#include "base/buf.h"
#include "base/lang.h"
#include "base/map.h"
#include "base/mem.h"
#include "import/headings.h"
#include "parse/emit.h"
#include "text/text.h"

/* What headings are cut down to in offices; both as headings_key has them. */
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

/* Every field with one value, by each way to say it. */
struct proposing {
	const struct import_pages *pages;
	const struct type *type;
	struct map
	    by_key; /* heading's key → struct str dotted; empty: several */
	struct arena arena;
};

static void
note(struct proposing *p, struct str text, struct str dotted)
{
	struct str key = headings_key(text, &p->arena);
	void **slot;
	struct str *is;

	if (!key.n)
		return;
	slot = map_put(&p->by_key, key);
	is = *slot;
	if (is && !str_eq(*is, dotted))
		is->n = 0;
	if (is)
		return;
	*slot = is = ARENA_NEW(&p->arena, struct str);
	*is = dotted;
}

static void
note_name(struct proposing *p, const struct name *n, const struct name *up,
    struct str dotted, bool partial)
{
	struct buf column = { 0 };

	for (int l = 0; l < 2; l++) {
		const char *label = n->label.in[l];
		const char *above = up ? up->label.in[l] : NULL;

		if (label)
			note(p, str_of(label), dotted);
		if (label && above)
			note(p,
			    str_of(arena_f(&p->arena, "%s %s", above, label)),
			    dotted);
	}
	note(p, n->name, dotted);
	buf_addf(&column, "%.*s%s", STRF(dotted), partial ? " raw" : "");
	note(p, buf_str(&column), dotted); /* as a column of SQL is called */
	buf_release(&column);
	for (size_t i = 0; i < n->n_also; i++)
		note(p, n->also[i], dotted);
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
			continue;
		if (f->kind == KIND_LIST)
			note_fields(p, &f->fields,
			    str_of(arena_f(&p->arena, "%.*s[]", STRF(dotted))),
			    &f->name, true);
		else if (f->kind == KIND_MAP)
			note_fields(p, &f->fields, dotted, &f->name, in_list);
		else
			note_name(p, &f->name, up, dotted,
			    f->kind == KIND_DATE && f->partial);
	}
}

/* The field that a heading means; empty: none, or several. */
static struct str
field_of(struct proposing *p, struct str heading)
{
	struct str key = headings_key(heading, &p->arena);
	size_t bar = str_find_str(heading, STR(" / "));
	const struct str *is = map_get(&p->by_key, key);

	for (size_t i = 0; !is && i < sizeof shorts / sizeof *shorts; i++)
		if (str_is(key, shorts[i].as))
			is = map_get(&p->by_key, str_of(shorts[i].means));
	if (!is && bar < heading.n)
		return field_of(p, str_from(heading, bar + 3));
	return is ? *is : (struct str){ 0 };
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
		    c->n_places ? c->agrees ? ", agrees: [" : ", field: [" :
				  ", skip: true");
		for (size_t k = 0; k < c->n_places; k++)
			buf_addf(b, "%s\"%.*s\"", k ? ", " : "",
			    STRF(c->places[k].dotted));
		buf_addf(b, "%s}  # %s %.*s", c->n_places ? "]" : "",
		    _("as in"), STRF(page->name));
		return true;
	}
	return false;
}

static void
print_line(struct proposing *p, const struct sheet_heading *h,
    struct map *taken, FILE *out)
{
	struct str field = field_of(p, h->text);
	struct buf b = { 0 };
	void **slot = NULL;

	buf_addz(&b, "  - {heading: ");
	emit_scalar(&b, h->text, STYLE_DOUBLE, EMIT_FLOW);
	if (add_known(p, h, &b)) {
		fprintf(out, "%s\n", buf_z(&b));
		buf_release(&b);
		return;
	}
	if (field.n)
		slot = map_put(taken, field);
	if (is_row_number(headings_key(h->text, &p->arena)))
		buf_addz(&b, ", skip: true}");
	else if (!field.n)
		buf_addf(&b, ", skip: true}  # %s", _("which field is it?"));
	else if (*slot)
		buf_addf(&b, ", skip: true}  # %s %.*s?", _("is it also"),
		    STRF(field));
	else
		buf_addf(&b, ", field: \"%.*s\"}", STRF(field));
	if (slot)
		*slot = p;
	fprintf(out, "%s\n", buf_z(&b));
	buf_release(&b);
}

bool
propose(const struct import_pages *pages, const struct type *t,
    const struct workbook *w, const char *only, FILE *out, struct findings *to)
{
	struct proposing p = { .pages = pages, .type = t };
	struct map taken = { 0 };
	struct headings h;
	const struct sheet *s = sheet_of(w, only, &h, &p.arena);

	if (s) {
		note_fields(&p, &t->fields, (struct str){ 0 }, NULL, false);
		fprintf(out,
		    "---\nimport: so_cua_toi\ntype: %.*s\ndays: dmy\n"
		    "doubts: leave\n",
		    STRF(t->name.name));
		fprintf(out, "columns:\n");
		for (size_t i = 0; i < h.n; i++)
			print_line(&p, &h.all[i], &taken, out);
		fprintf(out, "---\n\n# %s\n", w->name);
	} else {
		found(to, FIND_IMPORT_SHEET, place_file(w->name),
		    _("no sheet has a row of headings"));
	}
	map_release(&p.by_key);
	map_release(&taken);
	arena_release(&p.arena);
	return s;
}
