/* import_page: how the columns of a workbook are fields of records. */
#include "schema/import_page.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "git/entry.h"
#include "schema/heading_key.h"
#include "schema/page_keys.h"
#include "text/text.h"

/* One reading of a page. */
struct reading {
	struct schema *schema;
	struct page_keys f;
	struct import_page *page;
};

struct str
import_page_key(struct str s, struct arena *a)
{
	struct buf b = { 0 };

	text_add_spelling(&b, s);
	return arena_take(a, &b);
}

const struct field *
import_page_field(const struct import_place *p)
{
	return p->of.n ? p->of.at[p->of.n - 1] :
	    p->path.n  ? p->path.at[p->path.n - 1] :
			 NULL;
}

/* Places. */

/* Takes the number out of "list[2].x": the entry, from 0. False: it is none. */
static bool
take_entry(struct str *dotted, size_t *entry, struct arena *a)
{
	size_t open = str_find(*dotted, '['), close = str_find(*dotted, ']');
	struct str digits;
	int n;

	*entry = 0;
	if (open == dotted->n || close == dotted->n || close < open + 2)
		return true;
	digits = str_first(str_from(*dotted, open + 1), close - open - 1);
	if (digits.n > 2 || !str_digits(digits, 0, digits.n, &n) || !n)
		return false;
	*entry = (size_t)n - 1;
	*dotted =
	    str_of(arena_f(a, "%.*s[]%.*s", STRF(str_first(*dotted, open)),
		STRF(str_from(*dotted, close + 1))));
	return true;
}

/* A path that may go on behind a ref. */
static bool
find_place(const struct schema *s, const struct type *t, struct str dotted,
    struct import_place *p, struct arena *a)
{
	struct str head = dotted;
	const struct field *ref;

	if (!take_entry(&dotted, &p->entry, a))
		return false;
	if (field_path(&t->fields, dotted, &p->path))
		return !field_has_parts(p->path.at[p->path.n - 1]);
	for (head = dotted; head.n; head.n--) {
		if (head.s[head.n - 1] != '.')
			continue;
		if (!field_path(&t->fields, str_first(head, head.n - 1),
			&p->path))
			continue;
		ref = p->path.at[p->path.n - 1];
		p->to = ref->kind == KIND_REF ? schema_type(s, ref->to) : NULL;
		return p->to &&
		    field_path(&p->to->fields, str_from(dotted, head.n),
			&p->of) &&
		    p->of.list == FIELD_NONE &&
		    !field_has_parts(p->of.at[p->of.n - 1]);
	}
	return false;
}

static bool
place_read(struct reading *r, const struct type *t, const struct node *at,
    struct str dotted, struct import_place *p)
{
	*p = (struct import_place){ .dotted = dotted, .at = at };
	if (!t || find_place(r->schema, t, dotted, p, r->f.arena))
		return t;
	*p = (struct import_place){ 0 };
	page_keys_wrong(&r->f, FIND_SCHEMA_NAME, at,
	    _("'%.*s' is no field of '%.*s' with one value (write 'a.b', "
	      "'list[].b' or 'list[2].b' within a list, and 'ref.b' for a "
	      "field of the record that a reference leads to)"),
	    STRF(dotted), STRF(t->name.name));
	return false;
}

/* Is what the page gives there a value of the field, as far as can be told? */
static void
value_check(struct reading *r, const struct import_place *p,
    const struct node *at, struct str value)
{
	const struct field *f = import_page_field(p);

	if (!f || !value.n || f->kind != KIND_ENUM ||
	    spellings_find(&f->by_value, value) != NAME_NONE)
		return;
	page_keys_wrong(&r->f, FIND_SCHEMA_NAME, at,
	    _("'%.*s' is no value of '%.*s'%s"), STRF(value), STRF(p->dotted),
	    name_meant(r->f.arena,
		name_near_value(f->values, f->n_values, sizeof *f->values,
		    value)));
}

static struct import_with *
with_read(struct reading *r, const struct type *t, const struct node *map,
    const char *key, size_t *n)
{
	const struct node *in = page_keys_node(map, key, KEY_MAP);
	struct import_with *all;

	*n = 0;
	if (!in)
		return NULL;
	all = ARENA_ARRAY(r->f.arena, struct import_with, in->n);
	for (const struct node *e = in->first; e; e = e->next) {
		if (e->kind != NODE_SCALAR || e->absent) {
			page_keys_wrong(&r->f, FIND_SCHEMA_FORM, e,
			    _("'%.*s' must be %s"), STRF(e->key),
			    _("one value"));
			continue;
		}
		if (!place_read(r, t, e, e->key, &all[*n].place))
			continue;
		all[*n].value = e->value;
		value_check(r, &all[*n].place, e, e->value);
		(*n)++;
	}
	return all;
}

/* The same where it is said to be a stage. */
static void
stage_check(struct reading *r, const struct node *at, struct str value)
{
	const struct type *t = r->page->type;

	if (!value.n || spellings_find(&t->by_stage, value) != NAME_NONE)
		return;
	page_keys_wrong(&r->f, FIND_SCHEMA_NAME, at,
	    _("'%.*s' is no stage of '%.*s'%s"), STRF(value),
	    STRF(t->name.name),
	    name_meant(r->f.arena,
		name_near_value(t->stages, t->n_stages + t->n_exits,
		    sizeof *t->stages, value)));
}

/* Words. */

/* A map of words to words as pairs. */
static struct str *
pairs_read(struct reading *r, const struct node *map, const char *key,
    size_t *n)
{
	const struct node *in = page_keys_node(map, key, KEY_MAP);
	struct str *all;

	*n = 0;
	if (!in)
		return NULL;
	all = ARENA_ARRAY(r->f.arena, struct str, 2 * in->n);
	for (const struct node *e = in->first; e; e = e->next) {
		if (e->kind != NODE_SCALAR) {
			page_keys_wrong(&r->f, FIND_SCHEMA_FORM, e,
			    _("'%.*s' must be %s"), STRF(e->key),
			    _("one value"));
			continue;
		}
		all[2 * *n] = e->key;
		all[2 * *n + 1] = e->absent ? STR("") : e->value;
		(*n)++;
	}
	return all;
}

static void
values_read(struct reading *r, const struct node *map, struct import_column *c)
{
	size_t n;
	struct str *pairs = pairs_read(r, map, "values", &n);

	for (size_t i = 0; i < n; i++) {
		void **slot = map_put(&c->values,
		    import_page_key(pairs[2 * i], r->f.arena));

		*slot = ARENA_NEW(r->f.arena, struct str);
		*(struct str *)*slot = pairs[2 * i + 1];
		if (c->stage)
			stage_check(r, page_keys_get(map, "values"),
			    pairs[2 * i + 1]);
		for (size_t k = 0; k < c->n_places; k++)
			value_check(r, &c->places[k],
			    page_keys_get(map, "values"), pairs[2 * i + 1]);
	}
	c->begins = pairs_read(r, map, "begins", &c->n_begins);
	for (size_t i = 0; i < c->n_begins; i++)
		for (size_t k = 0; k < c->n_places; k++)
			value_check(r, &c->places[k],
			    page_keys_get(map, "begins"), c->begins[2 * i + 1]);
}

/* Choices that the page makes for all, and a column for itself. */

static void
given_read(struct reading *r, const struct node *map, const char *key,
    struct import_place *p)
{
	struct str dotted = page_keys_text(map, key);

	if (dotted.n)
		place_read(r, r->page->type, page_keys_get(map, key), dotted,
		    p);
}

static void
places_read(struct reading *r, const struct node *e, const char *key,
    struct import_column *c)
{
	struct str *texts;
	size_t n = page_keys_texts(&r->f, e, key, &texts);

	if (n)
		c->places = ARENA_ARRAY(r->f.arena, struct import_place, n);
	for (size_t i = 0; i < n; i++)
		if (c->agrees && str_is(texts[i], "stage") &&
		    r->page->type->n_stages)
			c->stage = true;
		else if (place_read(r, r->page->type, page_keys_get(e, key),
			     texts[i], &c->places[c->n_places]))
			c->n_places++;
}

static void
column_read(struct reading *r, const struct node *e, enum import_days days,
    enum import_doubts doubts)
{
	struct import_column *c = &r->page->columns[r->page->n_columns++];
	bool field, skip;

	c->at = e;
	page_keys_form(&r->f, e, &page_form_import_column);
	if (e->kind != NODE_MAP)
		return;
	c->n_headings = page_keys_texts(&r->f, e, "heading", &c->headings);
	c->keys = ARENA_ARRAY(r->f.arena, struct str, c->n_headings);
	for (size_t i = 0; i < c->n_headings; i++)
		c->keys[i] = heading_key(c->headings[i], false, r->f.arena);
	c->agrees = page_keys_get(e, "agrees");
	field = page_keys_get(e, "field");
	skip = page_keys_flag(&r->f, e, "skip");
	if (field + c->agrees + skip != 1)
		page_keys_wrong(&r->f, FIND_SCHEMA_MISSING, e,
		    _("a column has one of 'field', 'agrees' and 'skip: "
		      "true'"));
	places_read(r, e, c->agrees ? "agrees" : "field", c);
	c->required = page_keys_flag(&r->f, e, "required");
	if (page_keys_get(e, "keep") && !skip)
		page_keys_wrong(&r->f, FIND_SCHEMA_FORM,
		    page_keys_get(e, "keep"), _("'%s' goes with '%s'"), "keep",
		    "skip: true");
	c->dropped =
	    page_keys_get(e, "keep") && !page_keys_flag(&r->f, e, "keep");
	values_read(r, e, c);
	page_keys_int(&r->f, e, "digits", 1, 20, &c->digits);
	c->days = page_keys_choice(&r->f, e, "days", &page_form_days, days);
	c->doubts =
	    page_keys_choice(&r->f, e, "doubts", &page_form_doubts, doubts);
	c->with = with_read(r, r->page->type, e, "with", &c->n_with);
	given_read(r, e, "if", &c->given);
	given_read(r, e, "unless", &c->missing);
}

static void
columns_read(struct reading *r, const struct node *root)
{
	const struct node *list = page_keys_node(root, "columns", KEY_LIST);
	enum import_days days =
	    page_keys_choice(&r->f, root, "days", &page_form_days, IMPORT_DMY);
	enum import_doubts doubts = page_keys_choice(&r->f, root, "doubts",
	    &page_form_doubts, IMPORT_LEAVE);

	if (!list)
		return;
	r->page->columns =
	    ARENA_ARRAY(r->f.arena, struct import_column, list->n);
	for (const struct node *e = list->first; e; e = e->next)
		column_read(r, e, days, doubts);
}

static void
makes_read(struct reading *r, const struct node *root)
{
	const struct node *in = page_keys_node(root, "make", KEY_MAP);
	struct import_page *p = r->page;

	if (!in)
		return;
	p->makes = ARENA_ARRAY(r->f.arena, struct import_make, in->n);
	for (const struct node *e = in->first; e; e = e->next) {
		struct import_make *m = &p->makes[p->n_makes];
		const struct field *f;

		page_keys_form(&r->f, e, &page_form_make);
		if (!place_read(r, p->type, e, e->key, &m->place))
			continue;
		f = import_page_field(&m->place);
		m->type = f->kind == KIND_REF && !m->place.of.n ?
		    schema_type(r->schema, f->to) :
		    NULL;
		if (!m->type) {
			page_keys_wrong(&r->f, FIND_SCHEMA_FORM, e,
			    _("'%.*s' leads to no record, so none can be "
			      "made"),
			    STRF(e->key));
			continue;
		}
		m->with = with_read(r, m->type, e, "set", &m->n_with);
		p->n_makes++;
	}
}

static void
keys_read(struct reading *r, const struct node *root)
{
	struct import_page *p = r->page;
	struct import_place place;

	p->n_key = page_keys_texts(&r->f, root, "key", &p->key);
	for (size_t i = 0; i < p->n_key; i++)
		place_read(r, p->type, page_keys_get(root, "key"), p->key[i],
		    &place);
}

static void
code_read(struct reading *r, const struct node *root)
{
	struct str name = page_keys_text(root, "encoding");
	struct import_page *p = r->page;

	if (!name.n || str_is_word(name, "utf-8"))
		return;
	p->has_code = old_code_named(name, &p->code);
	if (!p->has_code)
		page_keys_wrong(&r->f, FIND_SCHEMA_FORM,
		    page_keys_get(root, "encoding"),
		    _("'%s' must be one of %s, not '%.*s'"), "encoding",
		    "utf-8, tcvn3, vni, viscii, cp1258", STRF(name));
}

static void
empty_read(struct reading *r, const struct node *root)
{
	struct str *texts;
	size_t n = page_keys_texts(&r->f, root, "empty", &texts);

	for (size_t i = 0; i < n; i++)
		*map_put(&r->page->empty,
		    import_page_key(texts[i], r->f.arena)) = r;
}

static void
page_read(struct reading *r)
{
	const struct node *root = r->f.front.root;
	struct import_page *p = r->page;

	p->path = r->f.path;
	page_keys_form(&r->f, root, &page_form_import);
	p->name = page_keys_text(root, "import");
	if (p->name.n && !page_keys_is_plain(p->name))
		page_keys_wrong(&r->f, FIND_SCHEMA_FORM,
		    page_keys_get(root, "import"),
		    _("'%.*s' must be a name of small letters, digits and _"),
		    STRF(p->name));
	p->label = page_keys_label(&r->f, root, "label");
	p->type = schema_type_asked(r->schema, &r->f, root, "type");
	code_read(r, root);
	page_keys_int(&r->f, root, "century", 1800, 2000, &p->century);
	empty_read(r, root);
	p->words = pairs_read(r, root, "words", &p->n_words);
	if (!p->type)
		return;
	columns_read(r, root);
	p->with = with_read(r, p->type, root, "set", &p->n_with);
	makes_read(r, root);
	keys_read(r, root);
}

/* No two columns are known by one heading, unless they differ in when. */
static void
headings_check(struct reading *r)
{
	struct import_page *p = r->page;
	struct map seen = { 0 };

	for (size_t i = 0; i < p->n_columns; i++)
		for (size_t k = 0; k < p->columns[i].n_headings; k++) {
			struct import_column *c = &p->columns[i];
			void **slot = map_put(&seen,
			    import_page_key(c->headings[k], r->f.arena));
			struct import_column *other = *slot;

			if (other && other != c && !c->n_begins &&
			    !other->n_begins && !c->given.path.n &&
			    !c->missing.path.n)
				page_keys_wrong(&r->f, FIND_SCHEMA_CLASH, c->at,
				    _("heading '%.*s' stands at another "
				      "column already"),
				    STRF(c->headings[k]));
			*slot = c;
		}
	map_release(&seen);
}

static int
by_name(const void *a, const void *b)
{
	return str_cmp(((const struct import_page *)a)->name,
	    ((const struct import_page *)b)->name);
}

bool
import_pages_read(struct import_pages *ps, struct schema *s,
    struct findings *to)
{
	struct entry *pages;
	bool ok;
	size_t n;

	*ps = (struct import_pages){ 0 };
	ok = schema_pages(s, "import/**/*.md", &s->arena, &pages, &n, to);
	ps->all = ARENA_ARRAY(&s->arena, struct import_page, n);
	for (size_t i = 0; i < n; i++) {
		struct reading r = { .schema = s, .page = &ps->all[ps->n] };
		const struct import_page *twin;

		if (!page_keys_open(&r.f, s->source, pages[i].path, &s->arena,
			to)) {
			ok = false;
			continue;
		}
		page_read(&r);
		headings_check(&r);
		twin = import_page_find(ps, r.page->name);
		if (twin)
			page_keys_wrong(&r.f, FIND_SCHEMA_CLASH, NULL,
			    _("import '%.*s' has a page already: %s"),
			    STRF(r.page->name), twin->path);
		ok = ok && !r.f.bad;
		ps->n++;
	}
	if (ps->n)
		qsort(ps->all, ps->n, sizeof *ps->all, by_name);
	return ok;
}

const struct import_page *
import_page_find(const struct import_pages *ps, struct str name)
{
	for (size_t i = 0; i < ps->n; i++)
		if (str_eq(ps->all[i].name, name))
			return &ps->all[i];
	return NULL;
}

void
import_pages_release(struct import_pages *ps)
{
	for (size_t i = 0; i < ps->n; i++) {
		map_release(&ps->all[i].empty);
		for (size_t k = 0; k < ps->all[i].n_columns; k++)
			map_release(&ps->all[i].columns[k].values);
	}
	ps->n = 0;
}
