/* record_edit_way: where a way such as "nhan_xet[2021-Q2].ky" leads. */
#include "record/record_edit_inside.h"

#include "base/lang.h"
#include "record/entry_key.h"
#include "text/place.h"
#include "text/text.h"

enum { KEYS_SHOWN = 12 }; /* of the entries that there are, in a message */

/* Parts. */

static bool
may_end(struct str way, size_t n)
{
	return n == way.n || way.s[n] == '.' || way.s[n] == '[';
}

static struct str
nearest(struct record_edit *e, const struct fields *in, struct str part)
{
	struct str near = name_near(in->all, in->n, sizeof *in->all, part);
	const struct field *f =
	    name_find(in->all, in->n, sizeof *in->all, near);

	return f ? str_of(record_edit_name(e, f)) : near;
}

const struct field *
record_edit_field(struct record_edit *e, const struct fields *in,
    const struct field *up, struct str *way)
{
	struct str part;
	size_t n;

	for (n = way->n; n > 0; n--) {
		int i = may_end(*way, n) ?
		    spellings_find(&in->by, str_trim(str_first(*way, n))) :
		    FIELD_NONE;

		if (i != FIELD_NONE) {
			*way = str_from(*way, n);
			return &in->all[i];
		}
	}
	while (n < way->n && !may_end(*way, n))
		n++;
	part = str_trim(str_first(*way, n));
	record_edit_wrong(e, _("there is no field '%.*s' in %s%s"), STRF(part),
	    up ? record_edit_shown(e, up) :
		 arena_f(&e->arena, "'%s'",
		     name_shown(&e->type->name, lang_now())),
	    name_meant(&e->arena, nearest(e, in, part)));
	return NULL;
}

/* What stands in brackets, parted by ','. */

enum { MOST_KEYS = 16 };

struct bracket {
	struct str part[MOST_KEYS];
	size_t n;
	struct str whole;
};

/* Past a piece in quotes that opens at i, or past one character. */
static size_t
skip_one(struct str s, size_t i)
{
	if (s.s[i] != '"')
		return i + 1;
	for (i++; i < s.n && s.s[i] != '"'; i++)
		if (s.s[i] == '\\' && i + 1 < s.n)
			i++;
	return i < s.n ? i + 1 : s.n;
}

static struct str
without_quotes(struct record_edit *e, struct str part)
{
	struct buf b = { 0 };

	part = str_trim(part);
	if (part.n < 2 || *part.s != '"' || part.s[part.n - 1] != '"')
		return part;
	for (size_t i = 1; i + 1 < part.n; i++) {
		bool after = part.s[i] == '\\' && i + 2 < part.n;

		i += after;
		buf_addc(&b, after && part.s[i] == 'n' ? '\n' : part.s[i]);
	}
	return arena_take(&e->arena, &b);
}

/* Takes "[…]" off the way. */
static bool
take_bracket(struct record_edit *e, struct str *way, size_t keys,
    struct bracket *b)
{
	size_t from = 1, i = 1;
	struct str all = *way;

	*b = (struct bracket){ 0 };
	while (i < all.n && all.s[i] != ']') {
		if (all.s[i] == ',' && b->n + 1 < keys) {
			b->part[b->n++] = without_quotes(e,
			    str_from(str_first(all, i), from));
			from = i + 1;
		}
		i = skip_one(all, i);
	}
	if (i >= all.n)
		return record_edit_wrong(e, _("'%.*s' lacks its ']'"),
		    STRF(all));
	b->part[b->n++] = without_quotes(e, str_from(str_first(all, i), from));
	b->whole = str_trim(str_from(str_first(all, i), 1));
	*way = str_from(all, i + 1);
	return true;
}

/* Entries. */

static bool
is_part(struct record_edit *e, const struct field *f, const struct value *v,
    struct str part)
{
	if (!v->node || v->bad)
		return false;
	return str_eq(v->text, part) ||
	    (f->kind == KIND_REF && e->is_called &&
		e->is_called(e->refer_to, f, v->text, part));
}

static bool
fits(struct record_edit *e, const struct field *list, const struct value *entry,
    const struct bracket *b)
{
	if (list->of)
		return is_part(e, list->of, entry, b->part[0]);
	if (!entry->parts || entry->bad)
		return false;
	for (size_t i = 0; i < b->n; i++) {
		const struct field *f = &list->fields.all[list->key[i]];

		if (!is_part(e, f, &entry->parts[f->index], b->part[i]))
			return false;
	}
	return true;
}

/* The keys of the entries that there are, or "". */
static const char *
keys_there(struct record_edit *e, const struct field *list,
    const struct value *v)
{
	struct buf b = { 0 };

	if (list->of || entry_key_private(list))
		return "";
	for (uint32_t i = 0; i < v->n && i <= KEYS_SHOWN; i++) {
		struct str key = entry_key(list, &v->parts[i], &e->arena);

		if (i == KEYS_SHOWN)
			buf_addz(&b, "; …");
		else if (key.s)
			buf_addf(&b, b.n ? "; %.*s" : "%.*s", STRF(key));
	}
	if (!b.n)
		return "";
	return arena_f(&e->arena, _(" (there is: %s)"),
	    arena_take(&e->arena, &b).s);
}

static bool
no_entry(struct record_edit *e, const struct field *list, const struct value *v,
    struct str key, bool several)
{
	static const struct value none;

	return record_edit_wrong(e,
	    several ? _("%s has more than one entry '%.*s'%s") :
		      _("%s has no entry '%.*s'%s"),
	    record_edit_shown(e, list), STRF(key),
	    keys_there(e, list, v ? v : &none));
}

/* Names of records stay as they are: only entries that are there can be
 * meant. */
static void
canonical_keys(struct record_edit *e, const struct field *list,
    struct bracket *b)
{
	for (size_t i = 0; i < b->n; i++) {
		const struct field *f =
		    list->of ? list->of : &list->fields.all[list->key[i]];

		if (f->kind != KIND_REF)
			b->part[i] = record_edit_canonical(e, f, b->part[i]);
	}
}

static void
go_into(struct record_edit_place *p, const struct node *in,
    const struct node *entry)
{
	const struct node *before = NULL;

	for (const struct node *n = in->first; n && n != entry; n = n->next)
		before = n;
	p->around[p->n++] = (struct record_edit_around){ in, before, entry };
	p->node = entry;
}

static bool
no_key(struct record_edit *e, const struct field *list)
{
	return record_edit_wrong(e,
	    _("no key tells the entries of %s apart, so that none can be "
	      "named; change it in the file itself: %s"),
	    record_edit_shown(e, list), e->path);
}

/* From a list to the entry of it that "[…]" names. */
static bool
find_row(struct record_edit *e, struct str *way, struct record_edit_place *p)
{
	const struct field *list = p->field;
	const struct value *v = p->value, *row = NULL;
	struct bracket b;

	if (list->kind != KIND_LIST)
		return record_edit_wrong(e,
		    _("%s is no list: nothing stands in '[]' behind it"),
		    record_edit_shown(e, list));
	if (!list->of && !list->n_key)
		return no_key(e, list);
	if (!take_bracket(e, way, list->of ? 1 : list->n_key, &b))
		return false;
	canonical_keys(e, list, &b);
	for (uint32_t i = 0; v && i < v->n; i++) {
		if (!fits(e, list, &v->parts[i], &b))
			continue;
		if (row)
			return no_entry(e, list, v, b.whole, true);
		row = &v->parts[i];
	}
	if (!row)
		return no_entry(e, list, v, b.whole, false);
	go_into(p, p->node, row->node);
	p->value = row;
	p->row = true;
	return true;
}

static const struct node *
entry_of(const struct fields *in, const struct node *map, size_t index)
{
	for (const struct node *n = map->first; n; n = n->next)
		if (spellings_find(&in->by, n->key) == (int)index)
			return n;
	return NULL;
}

/* What stands in brackets behind a list, by the names of its fields. */
static const char *
keys_of(struct record_edit *e, const struct field *list)
{
	const char *all = "";

	for (size_t i = 0; i < list->n_key; i++)
		all = arena_f(&e->arena, i ? "%s, %s" : "%s%s", all,
		    record_edit_name(e, &list->fields.all[list->key[i]]));
	return all;
}

/* Can something be found in what the way has led to so far? */
static bool
may_enter(struct record_edit *e, const struct record_edit_place *p)
{
	const struct field *f = p->field;

	if (f->kind == KIND_LIST && !p->row && f->n_key)
		return record_edit_wrong(e,
		    _("%s is a list: name the entry, as in %s[%s].…"),
		    record_edit_shown(e, f), record_edit_name(e, f),
		    keys_of(e, f));
	if (f->kind == KIND_LIST && !p->row && !f->of)
		return no_key(e, f);
	if (!f->fields.n)
		return record_edit_wrong(e,
		    _("%s holds one value: nothing stands in it"),
		    record_edit_shown(e, f));
	if (p->node && !p->node->absent && p->node->kind != NODE_MAP)
		return record_edit_wrong(e,
		    _("%s is not written as a map; mend that in the file "
		      "itself: %s"),
		    record_edit_shown(e, f), e->path);
	return true;
}

/* One part: the field, and what there is under it. */
static bool
find_part(struct record_edit *e, struct str *way, struct record_edit_place *p)
{
	const struct fields *in =
	    p->field ? &p->field->fields : &e->type->fields;
	const struct node *map = p->field ? p->node : e->record.front.root;
	const struct value *values =
	    p->field ? p->value ? p->value->parts : NULL : e->record.values;
	const struct field *f = record_edit_field(e, in, p->field, way);
	bool missing = p->n_missing || (p->field && (!map || map->absent));

	if (!f)
		return false;
	p->value = NULL;
	p->row = false;
	if (!missing) {
		const struct node *n = entry_of(in, map, f->index);

		go_into(p, map, n);
		missing = !n;
		if (n && values && values[f->index].node == n)
			p->value = &values[f->index];
	}
	p->field = f;
	if (missing) {
		p->node = NULL;
		p->missing[p->n_missing++] = f;
	}
	return true;
}

bool
record_edit_find(struct record_edit *e, struct str way,
    struct record_edit_place *p)
{
	struct str rest = str_trim(way);
	size_t depth = 0;

	*p = (struct record_edit_place){ 0 };
	for (;;) {
		if (++depth > PATH_MOST)
			return record_edit_wrong(e, _("'%.*s' is too deep"),
			    STRF(way));
		if ((p->field && !may_enter(e, p)) || !find_part(e, &rest, p))
			return false;
		e->field = p->field;
		if (rest.n && *rest.s == '[' && !find_row(e, &rest, p))
			return false;
		if (!rest.n)
			return true;
		if (*rest.s != '.')
			return record_edit_wrong(e,
			    _("'%.*s': a '.' is to stand before '%.*s'"),
			    STRF(way), STRF(rest));
		rest = str_from(rest, 1);
	}
}
