/* page_keys: how a page of the schema is read. */
#include "schema/page_keys.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "text/day.h"
#include "text/flag.h"
#include "text/name.h"
#include "git/source.h"

/* Passes findings on, an error as trouble: a page that has one cannot be
 * used. */
static void
say_raised(const struct finding *f, void *to)
{
	struct findings *up = to;
	struct finding raised = *f;

	if (raised.level == ERROR)
		raised.level = TROUBLE;
	up->count[raised.level]++;
	if (up->say)
		up->say(&raised, up->to);
}

bool
page_keys_open(struct page_keys *f, struct source *source, const char *path,
    struct arena *arena, struct findings *to)
{
	struct findings raised = { .say = say_raised, .to = to };
	struct buf bytes = { 0 };
	struct str text;
	bool ok;

	*f = (struct page_keys){ .path = path, .to = to, .arena = arena };
	ok = source_read(source, path, &bytes, to);
	if (ok) {
		text = arena_keep(arena, buf_str(&bytes));
		ok = front_page(&f->front, text, path, arena, &raised) &&
		    !raised.count[ERROR] && !raised.count[TROUBLE];
	}
	buf_release(&bytes);
	f->bad = !ok;
	return ok;
}

void
page_keys_wrong(struct page_keys *f, enum find find, const struct node *at,
    const char *fmt, ...)
{
	struct place place = place_file(f->path);
	struct buf text = { 0 };
	va_list ap;

	if (at)
		place = front_place(&f->front, f->path,
		    at->key_end > at->key_off ? at->key_off : at->off);
	va_start(ap, fmt);
	buf_addv(&text, fmt, ap);
	va_end(ap);
	found(f->to, find, place, "%s", buf_z(&text));
	buf_release(&text);
	f->bad = true;
}

/* Is the key the first word of what was typed, as max is of max_length and
 * maxLength? */
static bool
is_first_word(struct str key, struct str typed)
{
	char next = typed.n > key.n ? typed.s[key.n] : '\0';

	return str_starts(typed, key) &&
	    (next == '_' || next == '-' || (next >= 'A' && next <= 'Z'));
}

static void
unknown_key(struct page_keys *f, const struct node *at,
    const struct page_form *form)
{
	struct str near = { 0 };

	for (size_t i = 0; i < form->n; i++)
		if (str_nearer(at->key, str_of(form->keys[i].name), near))
			near = str_of(form->keys[i].name);
	for (size_t i = 0; i < form->n && !near.n; i++)
		if (is_first_word(str_of(form->keys[i].name), at->key))
			near = str_of(form->keys[i].name);
	page_keys_wrong(f, FIND_SCHEMA_KEY, at, _("'%.*s' is not known here%s"),
	    STRF(at->key), name_meant(f->arena, near));
}

static bool
of_kind(const struct node *n, enum page_key_kind kind)
{
	switch (kind) {
	case KEY_TEXT:
		return n->kind == NODE_SCALAR;
	case KEY_MAP:
		return n->kind == NODE_MAP;
	case KEY_LIST:
		return n->kind == NODE_LIST;
	case KEY_ANY:
		break;
	}
	return true;
}

static const char *
kind_wanted(enum page_key_kind kind)
{
	switch (kind) {
	case KEY_TEXT:
		return _("one value");
	case KEY_MAP:
		return _("a map (key: value)");
	case KEY_LIST:
		return _("a list");
	case KEY_ANY:
		break;
	}
	return "";
}

void
page_keys_form(struct page_keys *f, const struct node *map,
    const struct page_form *form)
{
	if (map && map->kind != NODE_MAP)
		page_keys_wrong(f, FIND_SCHEMA_FORM, map,
		    _("this must be a map (key: value)"));
	if (!map || map->kind != NODE_MAP)
		return;
	for (const struct node *e = map->first; e; e = e->next) {
		const struct page_key *k = page_form_key(form, e->key);

		if (!k && !form->open)
			unknown_key(f, e, form);
		else if (k && !e->absent && !of_kind(e, k->kind))
			page_keys_wrong(f, FIND_SCHEMA_FORM, e,
			    _("'%s' must be %s"), k->name,
			    kind_wanted(k->kind));
	}
	for (size_t i = 0; i < form->n; i++)
		if (form->keys[i].required &&
		    !page_keys_get(map, form->keys[i].name))
			page_keys_wrong(f, FIND_SCHEMA_MISSING, map,
			    _("'%s' is missing"), form->keys[i].name);
}

const struct node *
page_keys_get(const struct node *map, const char *key)
{
	const struct node *n;

	if (!map || map->kind != NODE_MAP)
		return NULL;
	n = front_get(map, key);
	return n && !n->absent ? n : NULL;
}

const struct node *
page_keys_node(const struct node *map, const char *key, enum page_key_kind kind)
{
	const struct node *n = page_keys_get(map, key);

	return n && of_kind(n, kind) ? n : NULL;
}

struct str
page_keys_text(const struct node *map, const char *key)
{
	const struct node *n = page_keys_get(map, key);

	return n && n->kind == NODE_SCALAR ? n->value : STR("");
}

bool
page_keys_flag(struct page_keys *f, const struct node *map, const char *key)
{
	const struct node *n = page_keys_get(map, key);
	const char *word;
	bool sure;
	int flag;

	if (!n || n->kind != NODE_SCALAR || !n->value.n)
		return false;
	flag = flag_parse(n->value);
	if (flag >= 0)
		return flag;
	flag = flag_meant(n->value, &word, &sure);
	page_keys_wrong(f, FIND_SCHEMA_FORM, n,
	    flag < 0 ? _("'%s' must be true or false, not '%.*s'") :
		       _("'%s' must be true or false, not '%.*s'; write %s"),
	    key, STRF(n->value),
	    word     ? word :
		flag ? "true" :
		       "false");
	return false;
}

bool
page_keys_int(struct page_keys *f, const struct node *map, const char *key,
    int least, int most, int *out)
{
	struct str v = page_keys_text(map, key);
	long n = 0;
	size_t i = 0;

	if (!v.n)
		return false;
	if (v.s[0] == '-' && v.n > 1)
		i++;
	for (; i < v.n && v.s[i] >= '0' && v.s[i] <= '9' && n < 100000000; i++)
		n = n * 10 + (v.s[i] - '0');
	if (v.s[0] == '-')
		n = -n;
	if (i < v.n || n < least || n > most) {
		page_keys_wrong(f, FIND_SCHEMA_FORM, page_keys_get(map, key),
		    _("'%s' must be a whole number from %d to %d"), key, least,
		    most);
		return false;
	}
	*out = (int)n;
	return true;
}

bool
page_keys_day(struct page_keys *f, const struct node *map, const char *key,
    int *day)
{
	struct str v = page_keys_text(map, key);

	if (!v.n)
		return false;
	if (day_parse(v, day))
		return true;
	page_keys_wrong(f, FIND_SCHEMA_FORM, page_keys_get(map, key),
	    _("'%s' must be a date such as 2021-07-30"), key);
	return false;
}

static const char *
text_z(struct page_keys *f, const struct node *map, const char *key)
{
	struct str v = page_keys_text(map, key);

	return v.n ? arena_z(f->arena, v) : NULL;
}

struct label
page_keys_label(struct page_keys *f, const struct node *map, const char *key)
{
	const struct node *n = page_keys_get(map, key);
	struct label l = { 0 };

	if (!n)
		return l;
	if (n->kind == NODE_SCALAR) {
		l.in[LANG_VI] = l.in[LANG_EN] = arena_z(f->arena, n->value);
	} else if (n->kind == NODE_MAP) {
		page_keys_form(f, n, &page_form_label);
		l.in[LANG_VI] = text_z(f, n, "vi");
		l.in[LANG_EN] = text_z(f, n, "en");
	} else {
		page_keys_wrong(f, FIND_SCHEMA_FORM, n,
		    _("'%s' must be text, or {vi: …, en: …}"), key);
	}
	return l;
}

size_t
page_keys_texts(struct page_keys *f, const struct node *map, const char *key,
    struct str **out)
{
	const struct node *n = page_keys_get(map, key);
	size_t i = 0;

	*out = NULL;
	if (!n)
		return 0;
	if (n->kind == NODE_SCALAR) {
		*out = ARENA_NEW(f->arena, struct str);
		**out = n->value;
		return 1;
	}
	*out = ARENA_ARRAY(f->arena, struct str, n->n);
	for (const struct node *e = n->first; e; e = e->next) {
		if (n->kind != NODE_LIST || e->kind != NODE_SCALAR ||
		    e->absent) {
			page_keys_wrong(f, FIND_SCHEMA_FORM, e,
			    _("'%s' must be a list of words"), key);
			return i;
		}
		(*out)[i++] = e->value;
	}
	return i;
}

const struct node *
page_keys_first(const struct node *map, const char *key)
{
	const struct node *n = page_keys_get(map, key);

	return n && n->kind == NODE_LIST ? n->first : n;
}

size_t
page_keys_choice(struct page_keys *f, const struct node *map, const char *key,
    const struct page_words *words, size_t otherwise)
{
	struct str v = page_keys_text(map, key);
	struct buf all = { 0 };

	if (!v.n)
		return otherwise;
	for (size_t i = 0; i < words->n; i++)
		if (str_is(v, words->all[i]))
			return i;
	for (size_t i = 0; i < words->n; i++)
		buf_addf(&all, "%s%s", i ? ", " : "", words->all[i]);
	page_keys_wrong(f, FIND_SCHEMA_FORM, page_keys_get(map, key),
	    _("'%s' must be one of %s, not '%.*s'"), key, buf_z(&all), STRF(v));
	buf_release(&all);
	return otherwise;
}

enum level
page_keys_level(struct page_keys *f, const struct node *map, const char *key)
{
	static const enum level meant[] = { NOTE, WARNING, ERROR, LEVEL_OFF };

	return meant[page_keys_choice(f, map, key, &page_form_levels, ERROR)];
}

char
page_keys_confidence(struct page_keys *f, const struct node *map,
    char otherwise)
{
	return (char)('A' +
	    page_keys_choice(f, map, "confidence", &page_form_confidences,
		(size_t)(otherwise - 'A')));
}

bool
page_keys_is_plain(struct str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (name.s[i] != '_' &&
		    !(name.s[i] >= 'a' && name.s[i] <= 'z') &&
		    !(i && name.s[i] >= '0' && name.s[i] <= '9'))
			return false;
	return name.n > 0;
}
