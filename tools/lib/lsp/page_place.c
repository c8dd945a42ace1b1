/* page_place: where in a page of the schema somebody is writing. */
#include "lsp/page_place.h"

#include "git/source.h"
#include "lsp/workspace.h"

/* The value of a key at the top, as it stands there. */
static struct str
top_value(struct str text, const char *key)
{
	struct str line;

	while (str_split(&text, '\n', &line)) {
		size_t colon = str_find(line, ':');

		if (str_is(str_first(line, colon), key))
			return str_trim(str_from(line, colon + 1));
	}
	return STR("");
}

static const struct type *
page_type(const struct document *d, struct str path)
{
	const struct schema *s = &d->in->schema;
	struct str name = top_value(d->text, "type");

	for (size_t i = 0; i < s->n_types; i++)
		if (str_eq(str_of(s->types[i].page), str_of(d->rel)))
			return &s->types[i];
	if (!name.n && s->authority && str_is(path, "authority.md"))
		return schema_type(s, s->authority->unit_type);
	return name.n ? schema_type(s, name) : s->default_type;
}

/* A key of a form, or of the other that the page may have. */
static const struct page_key *
form_key(const struct page_form *f, struct str name)
{
	const struct page_key *k = page_form_key(f, name);

	return !k && f->other ? page_form_key(f->other, name) : k;
}

/* Down into what a name of a map leads to. */
static void
take_name(struct page_place *p, const struct document *d, struct str name)
{
	const struct schema *s = &d->in->schema;
	const struct field *f;
	int at;

	if (p->form->names == PAGE_TYPE) {
		p->type = schema_type(s, name);
	} else if (p->form->names == PAGE_FIELD && p->type &&
	    p->form->each->in == &page_form_make) {
		f = type_field(p->type, name);
		p->type =
		    f && f->kind == KIND_REF ? schema_type(s, f->to) : NULL;
	} else if (p->form->each->in == &page_form_field) {
		at = p->beside ? spellings_find(&p->beside->by, name) :
				 NAME_NONE;
		p->field = at == NAME_NONE ? NULL : &p->beside->all[at];
	}
}

static void
follow(struct page_place *p, const struct document *d, struct str name)
{
	if (!p->form)
		return;
	if (p->form->each) {
		take_name(p, d, name);
		p->key = p->form->each;
	} else {
		p->key = form_key(p->form, name);
		if (p->key && str_is(name, "fields") && p->type &&
		    p->key->kind == KEY_MAP)
			p->beside = p->field ? &p->field->fields :
			    p->beside        ? NULL :
					       &p->type->fields;
	}
	p->form = p->key ? p->key->in : NULL;
}

bool
page_place_find(struct page_place *p, const struct document *d, size_t off,
    struct arena *a)
{
	struct str path = str_of(d->rel);
	size_t i = 0;

	*p = (struct page_place){ 0 };
	if (d->text.n > SOURCE_FILE_MOST)
		return false;
	path = str_from(path, str_find(path, '/') + 1);
	p->form = page_form_of(path);
	p->cursor = cursor_find(d->text, off, a);
	if (!p->form || p->cursor.zone == CURSOR_OUTSIDE)
		return false;
	p->type = page_type(d, path);
	for (; i < p->cursor.n; i++)
		follow(p, d, p->cursor.keys[i]);
	if (i && !p->key)
		p->form = NULL;
	return true;
}

enum page_value
page_place_names(const struct page_place *p)
{
	if (p->cursor.zone == CURSOR_KEY && p->form && p->form->each)
		return p->form->names;
	return p->key ? p->key->value : PAGE_ANYTHING;
}

const struct page_form *
page_place_form(const struct page_place *p)
{
	const struct page_form *f = p->form;

	if (!f || !f->other)
		return f;
	for (size_t i = 0; i < p->cursor.n_siblings; i++)
		if (!page_form_key(f, p->cursor.siblings[i]) &&
		    page_form_key(f->other, p->cursor.siblings[i]))
			return f->other;
	return f;
}

struct str
page_place_beside(const struct page_place *p, const char *key)
{
	for (size_t i = 0; i < p->cursor.n_siblings; i++)
		if (str_is(p->cursor.siblings[i], key))
			return p->cursor.values[i];
	return STR("");
}
