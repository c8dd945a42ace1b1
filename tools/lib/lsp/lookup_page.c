/* lookup_page: what stands in front matter of a page of the schema, and where
 * it leads. */
#include "lsp/lookup_inside.h"

#include "git/source.h"
#include "lsp/page_place.h"
#include "lsp/words.h"
#include "text/finding.h"

/* What a word of a page is: filled as far as that is known. */
struct found_word {
	struct page_place place;
	struct str text;
	const struct page_key *key; /* it is this, or its value */
	enum page_value names;
	const struct type *type;
	const struct field *field;
	const struct stage *stage;
	const struct rule *rule;
	const struct generation *generation;
	const struct finding_row *finding;
	const struct roster_id *id;
};

static struct str
bare(struct str v)
{
	v = str_trim(v);
	if (v.n >= 2 && (v.s[0] == '"' || v.s[0] == '\'') &&
	    v.s[v.n - 1] == v.s[0])
		v = str_first(str_from(v, 1), v.n - 2);
	return v;
}

static const struct field *
field_in(const struct fields *in, struct str name)
{
	int at = in ? spellings_find(&in->by, name) : NAME_NONE;

	return at == NAME_NONE ? NULL : &in->all[at];
}

static const struct field *
field_named(const struct type *t, struct str way)
{
	struct path path;

	return t && field_path(&t->fields, way, &path) ? path.at[path.n - 1] :
							 NULL;
}

static const struct roster_id *
record_named(const struct workspace *w, const struct page_key *k, struct str id)
{
	const struct authority *a = w->schema.authority;
	const struct type *t = a ?
	    schema_type(&w->schema,
		str_is(str_of(k->name), "member") ? a->member_type :
						    a->unit_type) :
	    NULL;

	return t ? roster_find(&w->roster, t, id) : NULL;
}

static void
find_named(struct found_word *f, const struct workspace *w)
{
	const struct page_place *p = &f->place;
	const struct type *t = p->type;

	switch (f->names) {
	case PAGE_TYPE:
		f->type = schema_type(&w->schema, f->text);
		break;
	case PAGE_FIELD:
	case PAGE_DATE:
	case PAGE_TOP:
		f->field = field_named(t, f->text);
		break;
	case PAGE_BESIDE:
	case PAGE_NUMBER:
		f->field = field_in(p->beside, f->text);
		if (!f->field)
			f->field = field_named(t, f->text);
		break;
	case PAGE_WITHIN:
		f->field =
		    field_in(p->field ? &p->field->fields : NULL, f->text);
		break;
	case PAGE_STAGE:
		f->stage = t ? type_stage(t, f->text) : NULL;
		break;
	case PAGE_GENERATION:
		f->generation = schema_generation(&w->schema, f->text);
		break;
	case PAGE_FINDING:
		f->rule = rules_find(&w->rules, f->text);
		f->finding = finding_named(f->text);
		break;
	case PAGE_RECORD:
		f->id = record_named(w, p->key, f->text);
		break;
	default:
		break;
	}
}

/* False: no word is there. */
static bool
find_word(struct found_word *f, struct document *d, size_t off, struct arena *a)
{
	struct page_place *p = &f->place;
	const struct page_form *form;

	*f = (struct found_word){ 0 };
	if (!page_place_find(p, d, off, a))
		return false;
	f->text = bare(str_first(str_from(d->text, p->cursor.from),
	    p->cursor.to - p->cursor.from));
	form = page_place_form(p);
	if (p->cursor.zone != CURSOR_VALUE && form && !form->each)
		f->key = page_form_key(form, f->text);
	if (!f->key) {
		f->key = p->key;
		f->names = page_place_names(p);
		find_named(f, d->in);
	}
	return f->text.n > 0;
}

/* Hover. */

static void
add_part(struct buf *b, struct str v)
{
	if (v.n)
		buf_addf(b, "%s%.*s", b->n ? "\n\n---\n\n" : "", STRF(v));
}

static const char *
kind_words(struct str name)
{
	for (enum field_kind k = 0; k < KINDS; k++)
		if (str_is(name, field_kind_name(k)))
			return words_kind(k);
	return NULL;
}

static void
add_found(const struct found_word *f, const struct workspace *w, enum lang lang,
    struct arena *a, struct buf *b)
{
	const char *kind = f->names == PAGE_KIND ? kind_words(f->text) : NULL;

	if (kind)
		add_part(b,
		    str_of(arena_f(a, "`%.*s` — %s", STRF(f->text), kind)));
	if (f->type)
		add_part(b, words_value(&f->type->name, lang, false, a));
	if (f->field)
		add_part(b, words_field(f->field, &w->schema, lang, false, a));
	if (f->stage)
		add_part(b, words_value(&f->stage->name, lang, false, a));
	if (f->rule)
		add_part(b, words_rule(f->rule, w->today, lang, a));
	else if (f->finding)
		add_part(b, str_of(_(f->finding->why)));
	if (f->generation)
		add_part(b, f->generation->document);
	if (f->id && f->id->record)
		add_part(b, words_record(f->id->record, lang, a));
}

void
lookup_page_hover(struct document *d, size_t off, const struct client *client,
    struct buf *b, size_t *from, size_t *to)
{
	struct arena a = { 0 };
	struct found_word f;

	if (find_word(&f, d, off, &a)) {
		add_found(&f, d->in, client->lang, &a, b);
		if (f.key && f.key->name)
			add_part(b, words_page_key(f.key, &a));
		*from = f.place.cursor.from;
		*to = f.place.cursor.to;
	}
	arena_release(&a);
}

/* Definition. */

static struct wire *
page_location(struct workspace *w, const char *folder, struct str name,
    const struct client *client, struct arena *a)
{
	const char *path =
	    arena_f(a, "%s/%s/%.*s.md", w->schema.folder, folder, STRF(name));

	return source_has(w->source, path) ?
	    lookup_file_location(w, path, client) :
	    NULL;
}

static struct wire *
stage_location(struct workspace *w, const struct type *t, const struct stage *s,
    const struct client *client)
{
	struct str way[] = { s->exit ? STR("exits") : STR("stages"),
		s->name.name };

	return lookup_key_location(w, t->page, way, 2, client);
}

struct wire *
lookup_page_definition(struct document *d, size_t off,
    const struct client *client)
{
	static const struct str type_key[] = { { "type", 4 } };
	struct arena a = { 0 };
	struct workspace *w = d->in;
	struct wire *l = NULL;
	struct found_word f;

	if (!find_word(&f, d, off, &a))
		l = NULL;
	else if (f.type)
		l = lookup_key_location(w, f.type->page, type_key, 1, client);
	else if (f.field)
		l = lookup_field_location(w, f.place.type, f.field, client);
	else if (f.stage)
		l = stage_location(w, f.place.type, f.stage, client);
	else if (f.rule)
		l = lookup_file_location(w, f.rule->page, client);
	else if (f.id && f.id->record)
		l = lookup_span_location(w, f.id->record->path,
		    &f.id->record->from, &f.id->record->end, client);
	else if (f.generation)
		l = lookup_file_location(w,
		    arena_f(&a, "%s/regulations.md", w->schema.folder), client);
	else if (f.names == PAGE_VIEW)
		l = page_location(w, "views", f.text, client, &a);
	else if (f.names == PAGE_REPORT)
		l = page_location(w, "reports", f.text, client, &a);
	arena_release(&a);
	return l;
}
