/* field: what one field of a record may hold, from a type's page. */
#include "schema/field.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"

static const char *const kind_names[KINDS] = {
	[KIND_LINE] = "line",
	[KIND_TEXT] = "text",
	[KIND_NAME] = "name",
	[KIND_ID] = "id",
	[KIND_SLUG] = "slug",
	[KIND_INT] = "int",
	[KIND_DECIMAL] = "decimal",
	[KIND_FLAG] = "flag",
	[KIND_ENUM] = "enum",
	[KIND_DATE] = "date",
	[KIND_PERIOD] = "period",
	[KIND_DOCNO] = "docno",
	[KIND_REF] = "ref",
	[KIND_MAP] = "map",
	[KIND_LIST] = "list",
};

const char *
field_kind_name(enum field_kind k)
{
	return kind_names[k];
}

bool
field_private(const struct field *f)
{
	for (; f; f = f->up)
		if (f->private)
			return true;
	return false;
}

bool
field_has_parts(const struct field *f)
{
	return f->kind == KIND_MAP || f->kind == KIND_LIST;
}

bool
field_matches(const struct field *f, struct str v)
{
	regmatch_t whole = { 0, (regoff_t)v.n };

	return !f->pattern.n ||
	    regexec(&f->regex, v.s ? v.s : "", 1, &whole, REG_STARTEND) == 0;
}

bool
field_any_private(const struct fields *in)
{
	for (size_t i = 0; i < in->n; i++)
		if (in->all[i].private || field_any_private(&in->all[i].fields))
			return true;
	return false;
}

/* The labels on the way to a field; false: there are none of its own. */
static bool
add_labels(const struct field *f, struct buf *b)
{
	/* what a list of single values holds is called as the list is */
	bool named = f->name.name.n > 0;
	const char *own = named ? lang_label(&f->name.label, lang_now()) : NULL;
	bool above = f->up && add_labels(f->up, b);

	if (above && own)
		buf_addz(b, ": ");
	if (own)
		buf_addz(b, own);
	return own || (above && !named);
}

const char *
field_shown_at(const struct field *f, struct str way, struct arena *a)
{
	struct buf labels = { 0 };
	const char *z;

	z = f && add_labels(f, &labels) ?
	    arena_f(a, _("'%s' (%.*s)"), buf_z(&labels), STRF(way)) :
	    arena_f(a, _("'%.*s'"), STRF(way));
	buf_release(&labels);
	return z;
}

const char *
field_shown(const struct field *f, struct arena *a)
{
	return field_shown_at(f, f->dotted, a);
}

bool
field_path(const struct fields *in, struct str dotted, struct path *path)
{
	struct str part;

	*path = (struct path){ .list = FIELD_NONE };
	while (str_split(&dotted, '.', &part)) {
		bool list = str_ends(part, STR("[]"));
		const struct field *f;
		int i;

		if (list)
			part = str_first(part, part.n - 2);
		i = spellings_find(&in->by, part);
		if (i == FIELD_NONE || path->n == PATH_MOST)
			return false;
		f = &in->all[i];
		if (list != (f->kind == KIND_LIST && dotted.s))
			return false;
		if (list && path->list != FIELD_NONE)
			return false;
		if (list)
			path->list = (int)path->n;
		path->at[path->n++] = f;
		in = &f->fields;
	}
	return path->n > 0;
}

/* A page. */

void
field_path_wrong(struct page_keys *f, const struct node *at, struct str dotted)
{
	page_keys_wrong(f, FIND_SCHEMA_NAME, at,
	    _("'%.*s' is no field of this type (write 'a.b', and 'list[].b' "
	      "within a list)"),
	    STRF(dotted));
}

/* A bit for each kind that a keyword goes with. */
#define ON(kind) (1u << (kind))
enum {
	ON_TEXT = ON(KIND_LINE) | ON(KIND_TEXT) | ON(KIND_NAME) | ON(KIND_ID) |
	    ON(KIND_SLUG) | ON(KIND_DOCNO),
	ON_LENGTH = ON(KIND_LINE) | ON(KIND_TEXT) | ON(KIND_NAME),
	ON_COUNT = ON_LENGTH | ON(KIND_LIST), /* of characters, of entries */
	ON_BOUND = ON_COUNT | ON(KIND_INT) | ON(KIND_DECIMAL) | ON(KIND_DATE),
};

/* Keywords that go with some kinds only, and those kinds in words. */
static const struct {
	const char *key;
	unsigned on;
	const char *kinds;
} keywords[] = {
	{ "pattern", ON_TEXT, "line, text, name, id, slug, docno" },
	{ "min", ON_BOUND, "line, text, name, int, decimal, date, list" },
	{ "max", ON_BOUND, "line, text, name, int, decimal, date, list" },
	{ "values", ON(KIND_ENUM), "enum" },
	{ "to", ON(KIND_REF), "ref" },
	{ "key", ON(KIND_LIST), "list" },
	{ "span", ON(KIND_LIST), "list" },
	{ "fields", ON(KIND_MAP) | ON(KIND_LIST), "map, list" },
	{ "of", ON(KIND_LIST), "list" },
	{ "partial", ON(KIND_DATE) | ON(KIND_DOCNO), "date, docno" },
	{ "after", ON(KIND_DATE), "date" },
	{ "not_before", ON(KIND_DATE), "date" },
	{ "at_most", ON(KIND_INT) | ON(KIND_DECIMAL), "int, decimal" },
	{ "no_circle", ON(KIND_REF), "ref" },
};

const char *
field_keyword_kinds(struct str key)
{
	for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
		if (str_is(key, keywords[i].key))
			return keywords[i].kinds;
	return NULL;
}

bool
field_keyword_fits(struct str key, struct str kind)
{
	for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
		for (size_t k = 0; k < KINDS; k++)
			if (str_is(key, keywords[i].key) &&
			    str_is(kind, kind_names[k]))
				return keywords[i].on & ON(k);
	return true;
}

void
field_spelling(struct page_keys *f, const struct node *at, struct spellings *by,
    const void *all, size_t size, size_t index)
{
	const struct name *n = name_at(all, size, index), *other;
	struct str spelling;
	size_t clash = spellings_add(by, n, index, f->arena, &spelling);

	if (!clash)
		return;
	other = name_at(all, size, clash - 1);
	if (!str_eq(other->name, n->name))
		page_keys_wrong(f, FIND_SCHEMA_CLASH, at,
		    _("'%.*s' is a spelling of both '%.*s' and '%.*s'"),
		    STRF(spelling), STRF(n->name), STRF(other->name));
	else
		page_keys_wrong(f, FIND_SCHEMA_CLASH, at,
		    _("'%.*s' stands here twice"), STRF(spelling));
}

/* {nam: {vi: Nam, en: Male, also: […]}} or {nam: Nam} or [nam, nu]. */
static void
value_read(struct page_keys *f, const struct node *n, struct name *v)
{

	v->name = n->key_end > n->key_off ? n->key : n->value;
	v->name = arena_keep(f->arena, v->name);
	if (n->kind == NODE_MAP) {
		page_keys_form(f, n, &page_form_choice);
		v->label = page_keys_label(f, n, "label");
		for (size_t i = 0; i < 2; i++) {
			struct str label =
			    page_keys_text(n, i == LANG_VI ? "vi" : "en");

			if (label.n)
				v->label.in[i] = arena_z(f->arena, label);
		}
		v->help = page_keys_label(f, n, "help");
		v->n_also = page_keys_texts(f, n, "also", &v->also);
	} else if (n->kind == NODE_SCALAR && n->key_end > n->key_off) {
		if (!n->absent)
			v->label.in[LANG_VI] = v->label.in[LANG_EN] =
			    arena_z(f->arena, n->value);
	} else if (n->kind == NODE_LIST) {
		page_keys_wrong(f, FIND_SCHEMA_FORM, n,
		    _("a value is a name, or a name with {vi: …, en: …}"));
	}
}

static void
values_read(struct page_keys *f, const struct node *map, struct field *field)
{
	const struct node *n = page_keys_get(map, "values");
	size_t i = 0;

	if (!n || n->kind == NODE_SCALAR) {
		page_keys_wrong(f, FIND_SCHEMA_MISSING, map,
		    _("an enum needs 'values', a map or a list of names"));
		return;
	}
	field->values = ARENA_ARRAY(f->arena, struct name, n->n);
	for (const struct node *e = n->first; e; e = e->next) {
		value_read(f, e, &field->values[i]);
		field->n_values = i + 1;
		field_spelling(f, e, &field->by_value, field->values,
		    sizeof *field->values, i);
		i++;
	}
}

/* A pattern that regexec could take for ever over, or regcomp all memory for:
 * back references, and bounds within bounds. */
static bool
is_wild(struct str p)
{
	enum { LONGEST = 256, REPEATS = 4096 };
	long repeats = 1;

	if (p.n > LONGEST)
		return true;
	for (size_t i = 0; i + 1 < p.n; i++) {
		if (p.s[i] == '\\' && p.s[i + 1] >= '1' && p.s[i + 1] <= '9')
			return true;
		if (p.s[i] == '\\') {
			i++;
		} else if (p.s[i] == '{') {
			long n = 0, largest = 0;

			for (i++; i < p.n && p.s[i] != '}'; i++) {
				if (str_is_digit(p.s[i]))
					n = n * 10 + (p.s[i] - '0');
				else
					n = 0;
				if (n > REPEATS)
					return true;
				largest = n > largest ? n : largest;
			}
			repeats *= largest ? largest : 1;
			if (repeats > REPEATS)
				return true;
		}
	}
	return false;
}

/* For the whole value. What regcomp says. */
static int
compile(regex_t *regex, struct str pattern)
{
	char *whole = mem_f("^(%.*s)$", STRF(pattern));
	int e = regcomp(regex, whole, REG_EXTENDED | REG_NOSUB);

	free(whole);
	return e;
}

bool
field_patterns(struct fields *in)
{
	bool ok = true;

	for (size_t i = 0; i < in->n; i++) {
		struct field *f = &in->all[i];

		for (struct field *one = f; one; one = one->of)
			if (one->pattern.n &&
			    compile(&one->regex, one->pattern)) {
				one->pattern = STR("");
				ok = false;
			}
		ok = field_patterns(&f->fields) && ok;
	}
	return ok;
}

static void
pattern_read(struct page_keys *f, const struct node *map, struct field *field)
{
	const struct node *n = page_keys_get(map, "pattern");
	char why[128];
	int e;

	if (!n || n->kind != NODE_SCALAR)
		return;
	if (!n->value.n) {
		page_keys_wrong(f, FIND_SCHEMA_FORM, n,
		    _("the pattern is empty"));
		return;
	}
	if (is_wild(n->value)) {
		page_keys_wrong(f, FIND_SCHEMA_FORM, n,
		    _("the pattern is too long, repeats too much or refers "
		      "back; write a simpler one"));
		return;
	}
	e = compile(&field->regex, n->value);
	if (e) {
		regerror(e, &field->regex, why, sizeof why);
		page_keys_wrong(f, FIND_SCHEMA_FORM, n,
		    _("the pattern does not hold: %s"), why);
		return;
	}
	field->pattern = n->value;
}

enum { COUNT_MOST = 1000000 }; /* no record has more of anything */

static bool
bound_read(struct page_keys *f, const struct node *map, const char *key,
    enum field_kind kind, double *out)
{
	struct str v = page_keys_text(map, key);
	int day, count;
	char *end;

	if (!v.n)
		return false;
	if (ON(kind) & ON_COUNT) {
		if (!page_keys_int(f, map, key, 0, COUNT_MOST, &count))
			return false;
		*out = count;
		return true;
	}
	if (kind == KIND_DATE) {
		if (!page_keys_day(f, map, key, &day))
			return false;
		*out = day;
		return true;
	}
	*out = strtod(arena_z(f->arena, v), &end);
	if (!*end)
		return true;
	page_keys_wrong(f, FIND_SCHEMA_FORM, page_keys_get(map, key),
	    _("'%s' must be a number"), key);
	return false;
}

static void
keywords_fit(struct page_keys *f, const struct node *map,
    const struct field *field)
{
	for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
		const struct node *n = page_keys_get(map, keywords[i].key);

		if (n && !(keywords[i].on & ON(field->kind)))
			page_keys_wrong(f, FIND_SCHEMA_FORM, n,
			    _("'%s' goes with %s, not with type %s"),
			    keywords[i].key, keywords[i].kinds,
			    field_kind_name(field->kind));
	}
}

void
field_kind_read(struct page_keys *f, const struct node *at, struct str word,
    struct field *field)
{
	const char *near = NULL;

	for (size_t i = 0; i < KINDS; i++) {
		if (str_is(word, kind_names[i])) {
			field->kind = (enum field_kind)i;
			return;
		}
		if (str_nearer(word, str_of(kind_names[i]), str_of(near)))
			near = kind_names[i];
	}
	page_keys_wrong(f, FIND_SCHEMA_FORM, at,
	    near ? _("there is no type '%.*s'; did you mean '%s'?") :
		   _("there is no type '%.*s'"),
	    STRF(word), near);
}

/* The field of an entry that key: or span: names. */
static int
own_field(struct page_keys *f, const struct node *map, const char *key,
    const struct field *list, struct str v)
{
	const struct fields *in = &list->fields;
	struct str near;
	int i;

	if (!v.n)
		return FIELD_NONE;
	i = spellings_find(&in->by, v);
	if (i != FIELD_NONE)
		return i;
	near = name_near(in->all, in->n, sizeof *in->all, v);
	page_keys_wrong(f, FIND_SCHEMA_NAME, page_keys_get(map, key),
	    _("'%s' names '%.*s', which is no field of an entry%s"), key,
	    STRF(v), name_meant(f->arena, near));
	return i;
}

/* key: dang_vien, or key: [dang_vien, tu]. */
static void
key_read(struct page_keys *f, const struct node *map, struct field *list)
{
	const struct node *at = page_keys_get(map, "key");
	struct str *names;
	size_t n = page_keys_texts(f, map, "key", &names);

	list->key = ARENA_ARRAY(f->arena, int, n);
	for (size_t i = 0; i < n; i++) {
		int k = own_field(f, map, "key", list, names[i]);

		if (k == FIELD_NONE)
			continue;
		for (size_t b = 0; b < list->n_key; b++)
			if (list->key[b] == k)
				page_keys_wrong(f, FIND_SCHEMA_CLASH, at,
				    _("'%.*s' stands here twice"),
				    STRF(names[i]));
		if (field_has_parts(&list->fields.all[k]))
			page_keys_wrong(f, FIND_SCHEMA_FORM, at,
			    _("'%s' must name single values, and '%.*s' is "
			      "none"),
			    "key", STRF(names[i]));
		else
			list->key[list->n_key++] = k;
	}
}

/* late: 30d, or 30: days. */
static void
late_read(struct page_keys *f, const struct node *map, struct field *field)
{
	const struct node *n = page_keys_get(map, "late");
	struct str v = page_keys_text(map, "late");
	size_t digits = 0;

	while (digits < v.n && digits < 6 && str_is_digit(v.s[digits]))
		field->late = field->late * 10 + (v.s[digits++] - '0');
	if (n &&
	    (!digits || digits > 5 || !field->late ||
		(digits < v.n && !str_is(str_from(v, digits), "d"))))
		page_keys_wrong(f, FIND_SCHEMA_FORM, n,
		    _("'%s' must be a number of days such as 10d"), "late");
}

static void field_read(struct page_keys *, const struct node *, struct field *);

static void
list_read(struct page_keys *f, const struct node *map, struct field *field)
{
	const struct node *of = page_keys_get(map, "of");
	const struct node *fields = page_keys_node(map, "fields", KEY_MAP);

	if (!of == !fields) {
		page_keys_wrong(f, FIND_SCHEMA_MISSING, map,
		    _("a list needs either 'fields' or 'of'"));
		return;
	}
	if (of) {
		field->of = ARENA_NEW(f->arena, struct field);
		field->of->up = field;
		field->of->dotted = field->dotted;
		field_read(f, of, field->of);
		field->of->name = (struct name){ .label = field->name.label };
		if (field_has_parts(field->of))
			page_keys_wrong(f, FIND_SCHEMA_FORM, of,
			    _("'of' must be a single value; use 'fields'"));
		if (page_keys_get(map, "key") || page_keys_get(map, "span"))
			page_keys_wrong(f, FIND_SCHEMA_FORM, map,
			    _("'key' and 'span' go with 'fields', not with "
			      "'of'"));
		return;
	}
	field_read_all(f, fields, &field->fields, field);
	key_read(f, map, field);
	field->span =
	    own_field(f, map, "span", field, page_keys_text(map, "span"));
	if (field->span != FIELD_NONE &&
	    field->fields.all[field->span].kind != KIND_DATE)
		page_keys_wrong(f, FIND_SCHEMA_FORM, page_keys_get(map, "span"),
		    _("'span' must name a date"));
}

/* What depends on the kind of a field. */
static void
kind_details(struct page_keys *f, const struct node *map, struct field *field)
{
	switch (field->kind) {
	case KIND_ENUM:
		values_read(f, map, field);
		break;
	case KIND_REF:
		field->to = page_keys_text(map, "to");
		if (!field->to.n)
			page_keys_wrong(f, FIND_SCHEMA_MISSING, map,
			    _("a ref needs 'to', the type it names"));
		break;
	case KIND_MAP:
		field_read_all(f, page_keys_node(map, "fields", KEY_MAP),
		    &field->fields, field);
		if (!field->fields.n)
			page_keys_wrong(f, FIND_SCHEMA_MISSING, map,
			    _("a map needs 'fields'"));
		break;
	case KIND_LIST:
		list_read(f, map, field);
		break;
	default:
		break;
	}
}

static void
field_read(struct page_keys *f, const struct node *n, struct field *field)
{
	const struct node *type;

	field->span = FIELD_NONE;
	field->name.name = arena_keep(f->arena, n->key);
	if (n->kind == NODE_SCALAR) {
		field_kind_read(f, n, n->value, field);
		if (ON(field->kind) &
		    (ON(KIND_ENUM) | ON(KIND_REF) | ON(KIND_MAP) |
			ON(KIND_LIST)))
			page_keys_wrong(f, FIND_SCHEMA_FORM, n,
			    _("type %s needs more: {type: %s, …}"),
			    field_kind_name(field->kind),
			    field_kind_name(field->kind));
		return;
	}
	if (n->kind != NODE_MAP) {
		page_keys_wrong(f, FIND_SCHEMA_FORM, n,
		    _("a field is a type's name, or {type: …}"));
		return;
	}
	page_keys_form(f, n, &page_form_field);
	type = page_keys_get(n, "type");
	if (!type) {
		page_keys_wrong(f, FIND_SCHEMA_MISSING, n,
		    _("'type' is missing"));
		return;
	}
	field_kind_read(f, type, type->value, field);
	keywords_fit(f, n, field);
	field->name.label = page_keys_label(f, n, "label");
	field->name.help = page_keys_label(f, n, "help");
	field->name.n_also = page_keys_texts(f, n, "also", &field->name.also);
	field->required = page_keys_flag(f, n, "required");
	field->private = page_keys_flag(f, n, "private");
	field->partial = page_keys_flag(f, n, "partial");
	field->immutable = page_keys_flag(f, n, "immutable");
	field->unique = page_keys_flag(f, n, "unique");
	field->event = page_keys_flag(f, n, "event");
	field->plan = page_keys_flag(f, n, "plan");
	late_read(f, n, field);
	field->has_min = bound_read(f, n, "min", field->kind, &field->min);
	field->has_max = bound_read(f, n, "max", field->kind, &field->max);
	if (field->has_min && field->has_max && field->min > field->max)
		page_keys_wrong(f, FIND_SCHEMA_FORM, page_keys_get(n, "min"),
		    _("'min' is more than 'max'"));
	pattern_read(f, n, field);
	kind_details(f, n, field);
}

/* Names of fields stand in paths ('a.b', 'list[].b') and in SQL. */
static bool
is_key(struct str v)
{
	for (size_t i = 0; i < v.n; i++) {
		unsigned char c = (unsigned char)v.s[i];

		if (c < 0x80 && c != '_' && c != '-' && !str_is_digit(c) &&
		    !((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
			return false;
	}
	return v.n > 0;
}

static struct str
dotted_below(const struct field *up, struct str name, struct arena *a)
{
	return up ?
	    str_of(arena_f(a, "%.*s.%.*s", STRF(up->dotted), STRF(name))) :
	    arena_keep(a, name);
}

void
field_read_all(struct page_keys *f, const struct node *map,
    struct fields *fields, struct field *up)
{
	if (!map || map->kind != NODE_MAP)
		return;
	fields->all = ARENA_ARRAY(f->arena, struct field, map->n);
	for (const struct node *e = map->first; e; e = e->next) {
		struct field *field = &fields->all[fields->n++];

		field->up = up;
		field->index = fields->n - 1;
		field->dotted = dotted_below(up, e->key, f->arena);
		field_read(f, e, field);
		if (!is_key(e->key))
			page_keys_wrong(f, FIND_SCHEMA_FORM, e,
			    _("a field's name is letters, digits, '_' and '-'; "
			      "other spellings go under 'also'"));
		field_spelling(f, e, &fields->by, fields->all,
		    sizeof *fields->all, field->index);
	}
}

void
field_release(struct fields *in)
{
	for (size_t i = 0; i < in->n; i++) {
		struct field *f = &in->all[i];

		for (struct field *one = f; one; one = one->of) {
			if (one->pattern.n)
				regfree(&one->regex);
			spellings_release(&one->by_value);
		}
		field_release(&f->fields);
	}
	spellings_release(&in->by);
}
