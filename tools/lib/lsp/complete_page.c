/* complete_page: what can be written in front matter of a schema's page. */
#include "lsp/complete_inside.h"

#include <string.h>

#include "base/buf.h"
#include "catalog/catalog.h"
#include "git/entry.h"
#include "lsp/page_place.h"
#include "lsp/words.h"
#include "lsp/workspace.h"
#include "text/finding.h"
#include "text/text.h"

/* Keys. */

static bool
is_taken(const struct page_place *p, const char *key)
{
	for (size_t i = 0; i < p->cursor.n_siblings; i++)
		if (str_is(p->cursor.siblings[i], key))
			return true;
	return false;
}

/* What follows a key, and what stands before the first one of an entry. */
static struct str
key_text(struct complete *l, const struct page_key *k, bool dash)
{
	struct buf b = { 0 };

	buf_addf(&b, "%s%s", dash ? "- " : "", k->name);
	if (!l->cursor.colon)
		buf_addz(&b,
		    (k->kind == KEY_MAP || k->kind == KEY_LIST) &&
			    !l->cursor.flow ?
			":" :
			": ");
	return arena_take(&l->arena, &b);
}

static void
add_keys(struct complete *l, const struct page_place *p,
    const struct page_form *f, bool dash)
{
	struct str kind =
	    f == &page_form_field ? page_place_beside(p, "type") : STR("");

	for (size_t i = 0; i < f->n; i++) {
		const struct page_key *k = &f->keys[i];
		struct complete_item item = { .kind = ITEM_PROPERTY };

		if (is_taken(p, k->name) ||
		    !complete_leads_to(l, str_of(k->name)) ||
		    (kind.n && !field_keyword_fits(str_of(k->name), kind)))
			continue;
		item.shown = k->name;
		item.insert = key_text(l, k, dash);
		item.detail = k->help ? _(k->help) : NULL;
		item.help = words_page_key(k, &l->arena);
		item.preferred = k->required;
		complete_add(l, &item);
	}
}

/* Of a page that may be of either form, those of both while nothing tells. */
static void
add_form(struct complete *l, const struct page_place *p, bool dash)
{
	const struct page_form *f = page_place_form(p);

	add_keys(l, p, f, dash);
	if (f != p->form || !f->other)
		return;
	for (size_t i = 0; i < p->cursor.n_siblings; i++)
		if (!page_form_key(f->other, p->cursor.siblings[i]))
			return;
	for (size_t i = 0; i < f->other->n; i++) {
		struct page_form one = { .keys = &f->other->keys[i], .n = 1 };

		if (!page_form_key(f, str_of(one.keys->name)))
			add_keys(l, p, &one, dash);
	}
}

/* Values. */

static void
add_word(struct complete *l, const char *word, const char *detail)
{
	struct complete_item item = { .kind = ITEM_ENUM };

	if (!complete_leads_to(l, str_of(word)))
		return;
	item.shown = word;
	item.insert = complete_quoted(l, str_of(word));
	item.detail = detail;
	complete_add(l, &item);
}

static void
add_words(struct complete *l, const struct page_words *w)
{
	for (size_t i = 0; i < w->n; i++)
		add_word(l, w->all[i], NULL);
}

static void
add_kinds(struct complete *l)
{
	for (enum field_kind k = 0; k < KINDS; k++)
		add_word(l, field_kind_name(k), words_kind(k));
}

/* Fields of a type, as a page writes the way to one. */
static void
add_field(struct complete *l, const struct field *f, struct str way)
{
	struct complete_item item = { .kind = ITEM_FIELD };

	if (!complete_leads_to(l, way) && !complete_leads_to_name(l, &f->name))
		return;
	item.shown = arena_z(&l->arena, way);
	item.insert = complete_quoted(l, way);
	item.detail = lang_label(&f->name.label, l->client->lang);
	item.help = words_field(f, &l->doc->in->schema, l->client->lang, false,
	    &l->arena);
	complete_add(l, &item);
}

#define ON(kind) (1u << (kind))
enum {
	DATES = ON(KIND_DATE),
	NUMBERS = ON(KIND_INT) | ON(KIND_DECIMAL),
	DAYS = ON(KIND_DATE) | ON(KIND_PERIOD),
	ALL = (1u << KINDS) - 1
};

static void
add_fields(struct complete *l, const struct fields *in, unsigned kinds)
{
	for (size_t i = 0; in && i < in->n; i++)
		if (kinds & ON(in->all[i].kind))
			add_field(l, &in->all[i], in->all[i].name.name);
}

/* Also what stands in maps and lists. */
static void
add_ways(struct complete *l, const struct fields *in, struct str before,
    unsigned kinds)
{
	for (size_t i = 0; in && i < in->n; i++) {
		const struct field *f = &in->all[i];
		struct str way = str_of(arena_f(&l->arena, "%.*s%.*s",
		    STRF(before), STRF(f->name.name)));

		if (kinds & ON(f->kind))
			add_field(l, f, way);
		if (f->fields.n)
			add_ways(l, &f->fields,
			    str_of(arena_f(&l->arena, "%.*s%s.", STRF(way),
				f->kind == KIND_LIST ? "[]" : "")),
			    kinds);
	}
}

static void
add_findings(struct complete *l)
{
	const struct rules *rules = &l->doc->in->rules;

	for (size_t i = 0; i < rules->n; i++)
		add_word(l, rules->all[i].id.s,
		    lang_label(&rules->all[i].label, l->client->lang));
	for (enum find f = 0; f < FINDS; f++)
		if (!finding_row(f)->guard)
			add_word(l, finding_row(f)->id, _(finding_row(f)->why));
}

static void
add_views(struct complete *l)
{
	struct catalog *c = workspace_catalog(l->doc->in, false);
	size_t n = 0;
	const struct table *all = c ? catalog_tables(c, &n) : NULL;

	for (size_t i = 0; i < n; i++)
		if (all[i].view)
			add_word(l, arena_z(&l->arena, all[i].name), NULL);
}

static void
add_reports(struct complete *l)
{
	struct findings silent = { 0 };
	struct entry *list;
	size_t n;

	if (!schema_pages(&l->doc->in->schema, "reports/*.md", &l->arena, &list,
		&n, &silent))
		return;
	for (size_t i = 0; i < n; i++) {
		struct str name = str_of(strrchr(list[i].path, '/') + 1);

		name = str_stem(name, STR(".md"));
		if (!str_ends(name, STR(".en")))
			add_word(l, arena_z(&l->arena, name), NULL);
	}
}

/* The roles that the page has, as far as it can be read, and those that every
 * one has. */
static void
add_roles(struct complete *l)
{
	struct findings silent = { 0 };
	const struct node *roles;
	struct front front;
	const char *fixed;

	for (size_t i = 0; (fixed = authority_fixed(i)); i++)
		add_word(l, fixed, NULL);
	if (!front_page(&front, l->doc->text, "", &l->arena, &silent))
		return;
	roles = front.root ? front_get(front.root, "roles") : NULL;
	for (roles = roles ? roles->first : NULL; roles; roles = roles->next)
		add_word(l, arena_z(&l->arena, roles->key), NULL);
}

/* Units, or the record of a person. */
static void
add_records(struct complete *l, const struct page_place *p)
{
	const struct schema *s = &l->doc->in->schema;
	const struct type *t = s->authority ?
	    schema_type(s,
		str_is(str_of(p->key->name), "member") ?
		    s->authority->member_type :
		    s->authority->unit_type) :
	    NULL;

	if (t)
		complete_records(l, t);
}

static void
add_named(struct complete *l, const struct page_place *p)
{
	const struct schema *s = &l->doc->in->schema;
	const struct type *t = p->type;
	const struct fields *in = t ? &t->fields : NULL;
	static const char *const flags[] = { "true", "false" };
	static const struct page_words flag_words = { flags, 2 };

	switch (page_place_names(p)) {
	case PAGE_ANYTHING:
		break;
	case PAGE_FLAG:
		add_words(l, &flag_words);
		break;
	case PAGE_DAY:
		complete_day(l);
		break;
	case PAGE_KIND:
		add_kinds(l);
		break;
	case PAGE_TYPE:
		complete_names(l, &s->types->name, s->n_types, sizeof *s->types,
		    ITEM_ENUM);
		break;
	case PAGE_FIELD:
	case PAGE_DATE:
		add_ways(l, in, STR(""),
		    page_place_names(p) == PAGE_DATE ? DATES : ALL);
		break;
	case PAGE_TOP:
		add_fields(l, in, ALL);
		break;
	case PAGE_BESIDE:
		add_fields(l, p->beside, DAYS);
		break;
	case PAGE_NUMBER:
		add_fields(l, p->beside, NUMBERS);
		break;
	case PAGE_WITHIN:
		add_fields(l, p->field ? &p->field->fields : NULL, ALL);
		break;
	case PAGE_STAGE:
		complete_names(l, t ? &t->stages->name : NULL,
		    t ? t->n_stages : 0, sizeof *t->stages, ITEM_ENUM);
		break;
	case PAGE_GENERATION:
		complete_generations(l);
		break;
	case PAGE_ROLE:
		add_roles(l);
		break;
	case PAGE_FINDING:
		add_findings(l);
		break;
	case PAGE_VIEW:
		add_views(l);
		break;
	case PAGE_REPORT:
		add_reports(l);
		break;
	case PAGE_RECORD:
		add_records(l, p);
		break;
	}
}

static void
add_values(struct complete *l, const struct page_place *p)
{
	if (p->key && p->key->words)
		add_words(l, p->key->words);
	add_named(l, p);
}

bool
complete_page(struct complete *l, size_t off)
{
	struct page_place p;
	struct buf typed = { 0 };
	bool keys;

	if (!page_place_find(&p, l->doc, off, &l->arena))
		return false;
	l->cursor = p.cursor;
	text_add_fold(&typed, cursor_typed(&l->cursor, l->doc->text, off));
	l->typed = str_trim(arena_take(&l->arena, &typed));
	keys = p.form && !p.form->each && p.cursor.zone != CURSOR_VALUE;
	if (keys)
		add_form(l, &p,
		    p.cursor.zone == CURSOR_KEY && p.key &&
			p.key->kind == KEY_LIST && !p.cursor.entry &&
			!p.cursor.flow);
	else if (p.cursor.zone != CURSOR_KEY || (p.form && p.form->each))
		add_values(l, &p);
	return true;
}
