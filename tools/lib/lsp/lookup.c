/* lookup: what stands at a place of a file, and where it leads. */
#include "lsp/lookup.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "git/source.h"
#include "lsp/cursor.h"
#include "lsp/diagnose.h"
#include "lsp/lookup_inside.h"
#include "lsp/words.h"
#include "lsp/workspace.h"
#include "parse/front.h"
#include "parse/markdown.h"
#include "record/links.h"
#include "record/stage.h"
#include "text/day.h"

/* What a byte is in: filled as far as that is known. */
struct spot {
	struct document *doc;
	const struct client *client;
	struct arena arena;
	const struct type *type;
	struct cursor cursor;
	const struct field *field; /* of the key, or of the value */
	bool value;                /* it is in the value */
	struct str text;           /* of the value, without quotes */
	bool labels;
};

static struct str
unquoted(struct str v)
{
	v = str_trim(v);
	if (v.n >= 2 && (v.s[0] == '"' || v.s[0] == '\'') &&
	    v.s[v.n - 1] == v.s[0])
		v = str_first(str_from(v, 1), v.n - 2);
	return v;
}

/* A key that stands there is one of the map that the others lead to. */
static void
find_field(struct spot *s)
{
	const struct fields *in = cursor_fields(&s->cursor, s->type);
	int at = in ? spellings_find(&in->by, s->text) : NAME_NONE;

	s->field = cursor_field(&s->cursor, s->type);
	s->value = s->cursor.zone == CURSOR_VALUE ||
	    (s->field && s->field->kind == KIND_LIST && s->field->of);
	if (!s->value)
		s->field = at == NAME_NONE ? NULL : &in->all[at];
	else if (s->field && s->field->kind == KIND_LIST && s->field->of)
		s->field = s->field->of;
}

static struct spot
spot_at(struct document *d, size_t off, const struct client *client)
{
	struct spot s = { .doc = d, .client = client };
	enum lang lang;

	s.type = workspace_type(d->in, d->rel);
	if (!s.type || d->text.n > SOURCE_FILE_MOST)
		return s;
	s.cursor = cursor_find(d->text, off, &s.arena);
	s.labels =
	    cursor_labels(d->text, s.type, d->in->schema.label_spelling, &lang);
	if (s.cursor.zone == CURSOR_OUTSIDE)
		return s;
	s.text = unquoted(str_first(str_from(d->text, s.cursor.from),
	    s.cursor.to - s.cursor.from));
	find_field(&s);
	return s;
}

/* The id that it names, of which type; NULL: it names none. */
static const struct roster_id *
id_at(const struct spot *s)
{
	const struct workspace *w = s->doc->in;
	const struct type *to =
	    s->field && s->value && s->field->kind == KIND_REF ?
	    schema_type(&w->schema, s->field->to) :
	    NULL;

	if (s->field && s->value && s->type->id != FIELD_NONE &&
	    s->field == &s->type->fields.all[s->type->id])
		to = s->type;
	return to ? roster_find(&w->roster, to, s->text) : NULL;
}

/* The rule that it names; NULL: none. */
static const struct rule *
rule_at(const struct spot *s)
{
	if (!s->field || !s->value)
		return NULL;
	for (size_t i = 0; i < FIELD_ROLES; i++)
		if (s->type->roles[i].part[PART_RULE] == s->field)
			return rules_find(&s->doc->in->rules, s->text);
	return NULL;
}

/* Hover. */

static void
add_part(struct buf *b, struct str v)
{
	if (v.n)
		buf_addf(b, "%s%.*s", b->n ? "\n\n---\n\n" : "", STRF(v));
}

static struct str
stage_of(struct spot *s)
{
	struct findings silent = { 0 };
	struct document *d = s->doc;
	struct record rec;

	if (!s->type->n_stages || workspace_today(d->in) == DAY_NONE ||
	    !record_read(&rec, s->type, d->rel, d->text, &s->arena, &silent))
		return STR("");
	stage_derive(&rec, d->in->today, &s->arena, &silent);
	return words_stage(&rec, s->client->lang, &s->arena);
}

/* Does a stage begin with this field? */
static bool
is_step(const struct type *t, const struct field *f)
{
	for (size_t i = 0; i < t->n_stages; i++) {
		const struct path *p = &t->stages[i].since;

		if (p->n && p->at[p->n - 1] == f)
			return true;
	}
	return t->stage_field != FIELD_NONE &&
	    f == &t->fields.all[t->stage_field];
}

static const struct name *
enum_at(const struct spot *s)
{
	int i = s->field && s->value && s->field->kind == KIND_ENUM ?
	    spellings_find(&s->field->by_value, s->text) :
	    NAME_NONE;

	return i == NAME_NONE ? NULL : &s->field->values[i];
}

static void
add_hover(struct spot *s, struct buf *b)
{
	const struct workspace *w = s->doc->in;
	const struct roster_id *id = id_at(s);
	const struct rule *rule = rule_at(s);
	const struct name *value = enum_at(s);
	enum lang lang = s->client->lang;
	bool own = s->type->id != FIELD_NONE &&
	    s->field == &s->type->fields.all[s->type->id];

	if (id && id->record)
		add_part(b, words_record(id->record, lang, &s->arena));
	if (rule)
		add_part(b, words_rule(rule, w->today, lang, &s->arena));
	if (value)
		add_part(b, words_value(value, lang, s->labels, &s->arena));
	add_part(b,
	    words_field(s->field, &w->schema, lang, s->labels, &s->arena));
	add_part(b,
	    words_rules(&w->rules, s->field, w->today, lang, &s->arena));
	if (own || is_step(s->type, s->field))
		add_part(b, stage_of(s));
}

struct wire *
lookup_hover(struct document *d, size_t off, const struct client *client)
{
	struct spot s = spot_at(d, off, client);
	struct wire *w = NULL, *doc;
	struct buf b = { 0 };
	size_t from = s.cursor.from, to = s.cursor.to;

	if (!s.type && d->in && d->in->ready && workspace_is_page(d->rel)) {
		lookup_page_hover(d, off, client, &b, &from, &to);
	} else if (s.type && s.field) {
		add_hover(&s, &b);
	} else if (s.type && off <= strlen("---")) {
		add_part(&b, stage_of(&s));
		from = 0;
		to = strlen("---");
	}
	if (b.n) {
		w = wire_object();
		doc = wire_object();
		wire_set(doc, "kind", wire_of_z("markdown"));
		wire_set(doc, "value", wire_of(buf_str(&b)));
		wire_set(w, "contents", doc);
		wire_set(w, "range",
		    diagnose_range(d->text, from, to, client->units));
	}
	buf_release(&b);
	arena_release(&s.arena);
	return w;
}

/* Locations. */

struct wire *
lookup_location(const struct workspace *w, const char *rel, struct str text,
    size_t from, size_t to, const struct client *client)
{
	struct wire *l = wire_object();
	struct buf uri = { 0 };

	workspace_add_uri(w, rel, &uri);
	wire_set(l, "uri", wire_of(buf_str(&uri)));
	wire_set(l, "range", diagnose_range(text, from, to, client->units));
	buf_release(&uri);
	return l;
}

struct wire *
lookup_span_location(const struct workspace *w, const char *rel,
    const struct position_any *from, const struct position_any *end,
    const struct client *client)
{
	struct wire *l = wire_object();
	struct buf uri = { 0 };

	workspace_add_uri(w, rel, &uri);
	wire_set(l, "uri", wire_of(buf_str(&uri)));
	wire_set(l, "range", diagnose_span(from, end, client->units));
	buf_release(&uri);
	return l;
}

struct wire *
lookup_file_location(const struct workspace *w, const char *rel,
    const struct client *client)
{
	struct position_any top = { 0 };

	return lookup_span_location(w, rel, &top, &top, client);
}

/* The key below a map that a path of keys leads to; NULL: there is none. */
static const struct node *
key_at(const struct node *at, const struct str *keys, size_t n)
{
	for (size_t i = 0; at && i < n; i++)
		for (at = at->first; at; at = at->next)
			if (str_eq(at->key, keys[i]))
				break;
	return at;
}

struct wire *
lookup_key_location(struct workspace *w, const char *page,
    const struct str *keys, size_t n, const struct client *client)
{
	struct findings silent = { 0 };
	struct arena a = { 0 };
	struct wire *l = NULL;
	struct buf text = { 0 };
	struct front front;
	const struct node *at;

	if (source_read(w->source, page, &text, &silent) &&
	    front_page(&front, buf_str(&text), page, &a, &silent)) {
		at = key_at(front.root, keys, n);
		if (at)
			l = lookup_location(w, page, buf_str(&text),
			    at->key_off, at->key_end, client);
	}
	buf_release(&text);
	arena_release(&a);
	return l;
}

struct wire *
lookup_field_location(struct workspace *w, const struct type *t,
    const struct field *f, const struct client *client)
{
	struct str keys[2 * CURSOR_DEEP];
	size_t n = 2 * CURSOR_DEEP, deep = n;

	for (; f && n >= 2; f = f->up) {
		if (!f->name.name.n) /* what a list of single values holds */
			continue;
		keys[--n] = f->name.name;
		keys[--n] = STR("fields");
	}
	return lookup_key_location(w, t->page, keys + n, deep - n, client);
}

/* The file that a link of the body leads to. */
static struct wire *
link_location(struct spot *s, size_t off)
{
	struct document *d = s->doc;
	struct findings silent = { 0 };
	struct front front;
	struct link *all;
	struct place at;
	struct wire *l = NULL;
	size_t n, best = SIZE_MAX;
	struct buf path = { 0 };

	if (!front_page(&front, d->text, d->rel, &s->arena, &silent) ||
	    d->text.s + off < front.body.s)
		return NULL;
	n = markdown_links(front.body, front.body_line, &s->arena, &all);
	at = place_at(NULL, d->text, off);
	for (size_t i = 0; i < n; i++)
		if (all[i].line == at.line && all[i].col <= at.col)
			best = i;
	if (best != SIZE_MAX && links_path(d->rel, all[best].to, &path) &&
	    source_has(d->in->source, buf_z(&path)))
		l = lookup_file_location(d->in, buf_z(&path), s->client);
	buf_release(&path);
	return l;
}

struct wire *
lookup_definition(struct document *d, size_t off, const struct client *client)
{
	struct spot s = spot_at(d, off, client);
	struct wire *l = NULL;

	if (s.type && s.field) {
		const struct roster_id *id = id_at(&s);
		const struct rule *rule = rule_at(&s);

		if (id && id->record)
			l = lookup_span_location(d->in, id->record->path,
			    &id->record->from, &id->record->end, client);
		else if (rule)
			l = lookup_file_location(d->in, rule->page, client);
		else if (!s.value || s.field->kind != KIND_REF)
			l = lookup_field_location(d->in, s.type, s.field,
			    client);
	} else if (d->in && d->in->ready && d->text.n <= SOURCE_FILE_MOST) {
		if (!s.type && workspace_is_page(d->rel))
			l = lookup_page_definition(d, off, client);
		if (!l)
			l = link_location(&s, off);
	}
	arena_release(&s.arena);
	return l;
}

struct wire *
lookup_references(struct document *d, size_t off, bool itself,
    const struct client *client)
{
	struct spot s = spot_at(d, off, client);
	const struct roster_id *id = s.type ? id_at(&s) : NULL;
	const struct roster_record *own;
	struct wire *list = wire_list();

	own = s.type ? roster_at(&d->in->roster, d->rel) : NULL;
	if (!id && own)
		id = own->id;
	for (size_t i = 0; id && i < d->in->roster.n; i++) {
		const struct roster_record *one = d->in->roster.all[i];

		if (one->gone)
			continue;
		if (itself && one->id == id && one->end.line)
			wire_add(list,
			    lookup_span_location(d->in, one->path, &one->from,
				&one->end, client));
		for (size_t k = 0; k < one->n_refs; k++)
			if (one->refs[k].to == id)
				wire_add(list,
				    lookup_span_location(d->in, one->path,
					&one->refs[k].from, &one->refs[k].end,
					client));
	}
	arena_release(&s.arena);
	return list;
}

/* Lenses. */

struct wire *
lookup_lenses(struct document *d, const struct client *client)
{
	const struct type *t = workspace_type(d->in, d->rel);
	const struct roster_record *own =
	    t ? roster_at(&d->in->roster, d->rel) : NULL;
	struct wire *list = wire_list(), *lens, *command, *arguments;
	struct buf title = { 0 };

	if (!own || !own->id)
		return list;
	buf_addf(&title, _("references: %zu"), own->id->referred);
	lens = wire_object();
	command = wire_object();
	arguments = wire_list();
	wire_add(arguments, wire_of_z(d->uri));
	wire_set(command, "title", wire_of(buf_str(&title)));
	wire_set(command, "command", wire_of_z("ketnap.references"));
	wire_set(command, "arguments", arguments);
	wire_set(lens, "range",
	    diagnose_span(&own->from, &own->end, client->units));
	wire_set(lens, "command", command);
	wire_add(list, lens);
	buf_release(&title);
	return list;
}

/* Symbols. */

/* Of the protocol: SymbolKind. */
enum {
	SYMBOL_STRING = 15,
	SYMBOL_PROPERTY = 7,
	SYMBOL_ARRAY = 18,
	SYMBOL_OBJECT = 19
};

struct symbols {
	struct document *doc;
	const struct client *client;
	struct arena arena;
	const struct front *front;
};

static struct wire *
symbol(struct symbols *s, struct str name, int kind, size_t from, size_t to,
    size_t name_end)
{
	struct wire *w = wire_object(), *at;
	struct str text = s->doc->text;

	wire_set(w, "name", name.n ? wire_of(name) : wire_of_z("-"));
	wire_set(w, "kind", wire_number(kind));
	if (s->client->nested_symbols) {
		wire_set(w, "range",
		    diagnose_range(text, from, to, s->client->units));
		wire_set(w, "selectionRange",
		    diagnose_range(text, from, name_end, s->client->units));
	} else {
		at = wire_object();
		wire_set(at, "uri", wire_of_z(s->doc->uri));
		wire_set(at, "range",
		    diagnose_range(text, from, to, s->client->units));
		wire_set(w, "location", at);
	}
	return w;
}

static int
kind_of(const struct node *n)
{
	return n->kind == NODE_MAP ? SYMBOL_OBJECT :
	    n->kind == NODE_LIST   ? SYMBOL_ARRAY :
				     SYMBOL_PROPERTY;
}

/* What an entry of a list is called: its first value. */
static struct str
name_of(const struct node *n)
{
	if (n->key_end > n->key_off)
		return n->key;
	while (n->kind != NODE_SCALAR && n->first)
		n = n->first;
	return n->value;
}

static void
add_nodes(struct symbols *s, const struct node *in, const struct fields *fields,
    struct wire *list)
{
	for (const struct node *n = in->first; n; n = n->next) {
		int at = fields && n->key.n ?
		    spellings_find(&fields->by, n->key) :
		    NAME_NONE;
		const struct field *f =
		    at == NAME_NONE ? NULL : &fields->all[at];
		const struct fields *below = in->kind == NODE_LIST ? fields :
		    f ? &f->fields :
			NULL;
		bool key = n->key_end > n->key_off;
		size_t from = key ? n->key_off : n->off;
		struct wire *w = symbol(s,
		    f ? str_of(name_shown(&f->name, s->client->lang)) :
			name_of(n),
		    kind_of(n), from, n->end > from ? n->end : n->key_end,
		    key ? n->key_end : n->off);

		if (n->kind != NODE_SCALAR && n->first &&
		    s->client->nested_symbols) {
			struct wire *children = wire_list();

			add_nodes(s, n, below, children);
			wire_set(w, "children", children);
		}
		wire_add(list, w);
	}
}

static void
add_headings(struct symbols *s, const struct front *front, struct wire *list)
{
	struct heading *all;
	size_t n =
	    markdown_headings(front->body, front->body_line, &s->arena, &all);

	for (size_t i = 0; i < n; i++) {
		size_t from = position_of_place(s->doc->text,
		    (struct place){ NULL, all[i].line, 1 });
		struct str line = str_from(s->doc->text, from);
		size_t end = from + str_find(line, '\n');

		wire_add(list,
		    symbol(s, all[i].text, SYMBOL_STRING, from, end, end));
	}
}

struct wire *
lookup_symbols(struct document *d, const struct client *client)
{
	const struct type *t = workspace_type(d->in, d->rel);
	struct symbols s = { .doc = d, .client = client };
	struct findings silent = { 0 };
	struct wire *list = wire_list();
	struct front front;

	if (d->text.n <= SOURCE_FILE_MOST &&
	    front_page(&front, d->text, "", &s.arena, &silent)) {
		if (front.root)
			add_nodes(&s, front.root, t ? &t->fields : NULL, list);
		add_headings(&s, &front, list);
	}
	arena_release(&s.arena);
	return list;
}
