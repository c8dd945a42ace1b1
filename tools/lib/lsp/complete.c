/* complete: what can be written at a place of a file. */
#include "lsp/complete.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/lang.h"
#include "lsp/complete_inside.h"
#include "lsp/complete_sql.h"
#include "lsp/cursor.h"
#include "lsp/diagnose.h"
#include "lsp/words.h"
#include "lsp/workspace.h"
#include "git/source.h"
#include "text/day.h"
#include "text/phrase.h"
#include "text/text.h"

void
complete_add(struct complete *l, const struct complete_item *i)
{
	struct wire *w = wire_object(), *edit = wire_object(), *doc;
	char order[24];

	wire_set(w, "label", wire_of_z(i->shown));
	wire_set(w, "kind", wire_number(i->kind));
	if (i->detail && *i->detail)
		wire_set(w, "detail", wire_of_z(i->detail));
	if (i->help.n) {
		doc = wire_object();
		wire_set(doc, "kind", wire_of_z("markdown"));
		wire_set(doc, "value", wire_of(i->help));
		wire_set(w, "documentation", doc);
	}
	snprintf(order, sizeof order, "%d%05zu", !i->preferred, l->n++);
	wire_set(w, "sortText", wire_of_z(order));
	wire_set(w, "filterText",
	    i->search.n ? wire_of(i->search) : wire_of_z(i->shown));
	if (!l->range)
		l->range = diagnose_range(l->doc->text, l->cursor.from,
		    l->cursor.to, l->client->units);
	wire_set(edit, "range", wire_copy(l->range));
	wire_set(edit, "newText", wire_of(i->insert));
	wire_set(w, "textEdit", edit);
	if (i->kind == ITEM_SNIPPET && l->client->snippets)
		wire_set(w, "insertTextFormat", wire_number(2));
	wire_add(l->items, w);
}

/* Does what was typed lead to a text? */
bool
complete_leads_to(struct complete *l, struct str text)
{
	bool is;

	if (!l->typed.n)
		return true;
	buf_clear(&l->folded);
	text_add_fold(&l->folded, text);
	is = phrase_found(buf_str(&l->folded), l->typed) ||
	    str_find_str(buf_str(&l->folded), l->typed) < l->folded.n;
	return is;
}

bool
complete_leads_to_name(struct complete *l, const struct name *n)
{
	bool is = complete_leads_to(l, n->name);

	for (int i = 0; i < 2; i++)
		is = is ||
		    (n->label.in[i] &&
			complete_leads_to(l, str_of(n->label.in[i])));
	for (size_t i = 0; i < n->n_also; i++)
		is = is || complete_leads_to(l, n->also[i]);
	return is;
}

/* As the record writes names: by label or by name. */
static const char *
written(const struct complete *l, const struct name *n)
{
	const char *label = l->labels ? n->label.in[l->lang] : NULL;

	return label ? label : l->labels ? name_shown(n, l->lang) : n->name.s;
}

/* The other way to say it. */
static const char *
other(const struct complete *l, const struct name *n)
{
	return l->labels ? NULL : lang_label(&n->label, l->client->lang);
}

static struct str
search_of(struct complete *l, const struct name *n, const char *shown)
{
	struct buf b = { 0 };

	buf_addz(&b, shown);
	if (!l->labels && lang_label(&n->label, l->client->lang))
		buf_addf(&b, " %s", lang_label(&n->label, l->client->lang));
	return arena_take(&l->arena, &b);
}

/* A value as it is written where the cursor is. */
struct str
complete_quoted(struct complete *l, struct str v)
{
	static const char starts[] = "&*!|>'\"%@`{}[],#?:-";
	bool bad = !v.n || strchr(starts, v.s[0]) || v.s[v.n - 1] == ':' ||
	    str_find_str(v, STR(": ")) < v.n ||
	    str_find_str(v, STR(" #")) < v.n;
	struct buf b = { 0 };

	for (size_t i = 0; l->cursor.flow && i < v.n; i++)
		bad = bad || strchr(",[]{}", v.s[i]);
	if (!bad)
		return v;
	buf_addc(&b, '"');
	for (size_t i = 0; i < v.n; i++) {
		if (v.s[i] == '"' || v.s[i] == '\\')
			buf_addc(&b, '\\');
		buf_addc(&b, v.s[i]);
	}
	buf_addc(&b, '"');
	return arena_take(&l->arena, &b);
}

/* Keys. */

static bool
is_taken(const struct complete *l, const struct fields *in, size_t i)
{
	for (size_t k = 0; k < l->cursor.n_siblings; k++)
		if (spellings_find(&in->by, l->cursor.siblings[k]) == (int)i)
			return true;
	return false;
}

/* What follows a key, and what stands before it. */
static struct str
key_text(struct complete *l, const struct field *f, const char *key, bool dash)
{
	struct buf b = { 0 };

	if (dash)
		buf_addz(&b, "- ");
	buf_addz(&b, key);
	if (!l->cursor.colon) {
		buf_addc(&b, ':');
		if (l->cursor.flow || !field_has_parts(f))
			buf_addc(&b, ' ');
	}
	return arena_take(&l->arena, &b);
}

static void
add_keys(struct complete *l, const struct fields *in, bool dash)
{
	for (size_t i = 0; i < in->n; i++) {
		const struct field *f = &in->all[i];
		struct complete_item item = { .kind = ITEM_PROPERTY };

		if (is_taken(l, in, i) || !complete_leads_to_name(l, &f->name))
			continue;
		item.shown = written(l, &f->name);
		item.detail = other(l, &f->name);
		item.search = search_of(l, &f->name, item.shown);
		item.insert = key_text(l, f, item.shown, dash);
		item.help = words_field(f, &l->doc->in->schema, l->client->lang,
		    l->labels, &l->arena);
		item.preferred = f->required;
		complete_add(l, &item);
	}
}

/* Values. */

void
complete_names(struct complete *l, const struct name *all, size_t n,
    size_t size, int kind)
{
	for (size_t i = 0; i < n; i++) {
		const struct name *one = name_at(all, size, i);
		struct complete_item item = { .kind = kind };
		const char *help = lang_label(&one->help, l->client->lang);

		if (!complete_leads_to_name(l, one))
			continue;
		item.shown = written(l, one);
		item.detail = other(l, one);
		item.search = search_of(l, one, item.shown);
		item.insert = complete_quoted(l, str_of(item.shown));
		item.help = str_of(help);
		complete_add(l, &item);
	}
}

/* As kncheck says them of such a type. */
static void
add_flags(struct complete *l)
{
	static const char *const words[2][2][2] = {
		{ { "true", "false" }, { "co", "khong" } },
		{ { "yes", "no" }, { "có", "không" } },
	};
	bool vi = name_marked(&l->type->name);

	for (size_t i = 0; i < l->type->fields.n; i++)
		vi = vi || name_marked(&l->type->fields.all[i].name);
	if (l->labels)
		vi = l->lang == LANG_VI;
	for (int i = 0; i < 2; i++) {
		struct complete_item item = { .kind = ITEM_VALUE };

		item.shown = words[l->labels][vi][i];
		item.insert = str_of(item.shown);
		complete_add(l, &item);
	}
}

void
complete_day(struct complete *l)
{
	struct complete_item item = { .kind = ITEM_EVENT };
	char text[DAY_TEXT];

	if (l->doc->in->today == DAY_NONE)
		return;
	item.shown = day_text(l->doc->in->today, text);
	item.insert = str_of(item.shown);
	item.detail = _("today");
	complete_add(l, &item);
}

/* Most records lack the first word, which is soon seen. */
static bool
is_typed(struct str folded, struct str typed)
{
	struct str first = str_first(typed, str_find(typed, ' '));

	return !typed.n ||
	    (str_find_str(folded, first) < folded.n &&
		(str_find_str(folded, typed) < folded.n ||
		    phrase_found(folded, typed)));
}

/* Records of a type, by name or id. */
void
complete_records(struct complete *l, const struct type *t)
{
	const struct roster *r = &l->doc->in->roster;

	for (size_t i = 0; i < r->n; i++) {
		const struct roster_record *one = r->all[i];
		struct complete_item item = { .kind = ITEM_REFERENCE };

		if (one->type != t || !one->id || one->gone ||
		    one->id->record != one)
			continue;
		if (!is_typed(one->folded, l->typed))
			continue;
		if (l->n >= COMPLETE_MOST) {
			l->more = true;
			return;
		}
		item.shown = one->called.n ? arena_z(&l->arena, one->called) :
					     arena_z(&l->arena, one->id->id);
		item.detail = arena_z(&l->arena, one->id->id);
		item.insert = complete_quoted(l, one->id->id);
		item.search = str_of(arena_f(&l->arena, "%.*s %.*s %.*s",
		    STRF(one->id->id), STRF(one->called), STRF(one->folded)));
		complete_add(l, &item);
	}
}

/* Names that the tools' own fields take: of rules, stages, generations. */

static void
add_rules(struct complete *l)
{
	const struct rules *rules = &l->doc->in->rules;

	for (size_t i = 0; i < rules->n; i++) {
		const struct rule *r = &rules->all[i];
		const char *title = lang_label(&r->label, l->client->lang);
		struct complete_item item = { .kind = ITEM_ENUM };

		if (r->type != l->type ||
		    !(complete_leads_to(l, r->id) ||
			(title && complete_leads_to(l, str_of(title)))))
			continue;
		item.shown = r->id.s;
		item.insert = r->id;
		item.detail = title;
		item.search = str_of(
		    arena_f(&l->arena, "%s %s", r->id.s, title ? title : ""));
		item.help = words_rule(r, l->doc->in->today, l->client->lang,
		    &l->arena);
		complete_add(l, &item);
	}
}

void
complete_generations(struct complete *l)
{
	const struct schema *s = &l->doc->in->schema;

	for (size_t i = 0; i < s->n_generations; i++) {
		const struct generation *g = &s->generations[i];
		struct complete_item item = { .kind = ITEM_ENUM };

		item.shown = arena_z(&l->arena, g->gen);
		item.insert = g->gen;
		item.detail = arena_z(&l->arena, g->document);
		complete_add(l, &item);
	}
}

/* Has a field a role, and which part of it? False: it has none. */
static bool
add_of_role(struct complete *l, const struct field *f)
{
	for (size_t role = 0; role < FIELD_ROLES; role++)
		for (size_t part = 0; part < FIELD_PARTS; part++) {
			if (l->type->roles[role].part[part] != f)
				continue;
			if (part == PART_RULE)
				add_rules(l);
			else if (part == PART_GENERATION)
				complete_generations(l);
			else if (part == PART_STAGE)
				complete_names(l, &l->type->stages->name,
				    l->type->n_stages, sizeof *l->type->stages,
				    ITEM_MEMBER);
			else
				return false;
			return true;
		}
	return false;
}

static void
add_values(struct complete *l, const struct field *f)
{
	const struct type *to;

	if (f->kind == KIND_LIST && f->of)
		f = f->of;
	if (add_of_role(l, f))
		return;
	switch (f->kind) {
	case KIND_ENUM:
		complete_names(l, f->values, f->n_values, sizeof *f->values,
		    ITEM_MEMBER);
		break;
	case KIND_FLAG:
		add_flags(l);
		break;
	case KIND_DATE:
		complete_day(l);
		break;
	case KIND_REF:
		to = schema_type(&l->doc->in->schema, f->to);
		if (to)
			complete_records(l, to);
		break;
	default:
		break;
	}
}

/* In a map within brackets, or in a list of them, keys are what is due. */
static void
add_here(struct complete *l)
{
	const struct field *f = cursor_field(&l->cursor, l->type);
	const struct fields *fields = cursor_fields(&l->cursor, l->type);
	bool is_list = f && f->kind == KIND_LIST;

	switch (l->cursor.zone) {
	case CURSOR_KEY:
		if (is_list && f->of && !l->cursor.flow)
			add_values(l, f);
		else if (fields)
			add_keys(l, fields,
			    is_list && !l->cursor.entry && !l->cursor.flow);
		break;
	case CURSOR_ENTRY:
		if (is_list && f->of)
			add_values(l, f);
		else if (fields)
			add_keys(l, fields, false);
		break;
	case CURSOR_VALUE:
		if (f)
			add_values(l, f);
		break;
	default:
		break;
	}
}

/* A record from nothing: what must be there, in the order of the schema. */

/* What an editor puts its cursor into: "${2:Full name}". */
static void
add_stop(struct complete *l, struct buf *b, int n, const char *label)
{
	if (!l->client->snippets)
		return;
	buf_addf(b, "${%d:", n);
	for (; *label; label++) {
		if (strchr("$}\\", *label))
			buf_addc(b, '\\');
		buf_addc(b, *label);
	}
	buf_addc(b, '}');
}

static void
add_new_record(struct complete *l)
{
	const struct type *t = l->type;
	struct complete_item item = { .kind = ITEM_SNIPPET, .preferred = true };
	struct str own = str_stem(str_of(l->doc->rel), STR(".md"));
	struct buf b = { 0 };
	int n = 0;

	buf_addz(&b, "---\n");
	for (size_t i = 0; i < t->fields.n; i++) {
		const struct field *f = &t->fields.all[i];

		if (!f->required)
			continue;
		buf_addf(&b, "%s:", written(l, &f->name));
		if (!field_has_parts(f))
			buf_addc(&b, ' ');
		if (t->basename_id && t->id == (int)i)
			buf_add(&b, own);
		else if (!field_has_parts(f))
			add_stop(l, &b, ++n,
			    name_shown(&f->name, l->client->lang));
		buf_addc(&b, '\n');
	}
	buf_addz(&b, "---\n");
	item.insert = arena_take(&l->arena, &b);
	item.shown = name_shown(&t->name, l->client->lang);
	item.detail = _("a new record");
	complete_add(l, &item);
}

static void
complete_record(struct complete *l, size_t off)
{
	struct buf typed = { 0 };

	l->lang = l->client->lang;
	l->labels = cursor_labels(l->doc->text, l->type,
	    l->doc->in->schema.label_spelling, &l->lang);
	l->cursor = cursor_find(l->doc->text, off, &l->arena);
	if (l->cursor.zone == CURSOR_OUTSIDE) {
		struct str text = str_trim(l->doc->text);

		/* but for a word that is being typed, or the first fence */
		l->cursor.to = l->doc->text.n;
		if (str_find(text, '\n') == text.n)
			add_new_record(l);
		return;
	}
	text_add_fold(&typed, cursor_typed(&l->cursor, l->doc->text, off));
	l->typed = str_trim(arena_take(&l->arena, &typed));
	add_here(l);
}

struct wire *
complete_list(struct document *d, size_t off, const struct client *client)
{
	struct complete l = { .doc = d,
		.client = client,
		.type = workspace_type(d->in, d->rel),
		.items = wire_list() };
	struct wire *w = wire_object();

	if (l.type && d->text.n <= SOURCE_FILE_MOST)
		complete_record(&l, off);
	else if (d->in && d->in->ready && workspace_is_page(d->rel) &&
	    !complete_page(&l, off))
		complete_sql(d, off, client, l.items);
	wire_set(w, "isIncomplete", wire_flag(l.more));
	wire_set(w, "items", l.items);
	wire_free(l.range);
	buf_release(&l.folded);
	arena_release(&l.arena);
	return w;
}
