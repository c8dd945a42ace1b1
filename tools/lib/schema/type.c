/* type: what a record of one type may hold, from its page. */
#include "schema/type_inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "text/date.h"
#include "text/glob.h"
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
kind_name(enum kind k)
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

const struct field *
type_field(const struct type *t, struct str dotted)
{
	const struct fields *in = &t->fields;
	const struct field *f = NULL;
	struct str part;

	while (str_split(&dotted, '.', &part)) {
		int i = spellings_find(&in->by, part);

		if (i == FIELD_NONE)
			return NULL;
		f = &in->all[i];
		in = &f->fields;
	}
	return f;
}

void
field_dotted(const struct field *f, struct buf *b)
{
	if (f->up) {
		field_dotted(f->up, b);
		if (!f->name.name.n)
			return; /* what a list of scalars holds */
		buf_addc(b, '.');
	}
	buf_add(b, f->name.name);
}

bool
fields_path(const struct fields *in, struct str dotted, struct path *path)
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

/* Fields. */

void
type_path_wrong(struct page_keys *f, const struct node *at, struct str dotted)
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
	ON_BOUND =
	    ON(KIND_INT) | ON(KIND_DECIMAL) | ON(KIND_DATE) | ON(KIND_LIST),
};

static const struct page_key field_keys[] = {
	{ "type", KEY_TEXT, false },
	{ "required", KEY_TEXT, false },
	{ "label", KEY_ANY, false },
	{ "also", KEY_ANY, false },
	{ "help", KEY_ANY, false },
	{ "private", KEY_TEXT, false },
	{ "pattern", KEY_TEXT, false },
	{ "min", KEY_TEXT, false },
	{ "max", KEY_TEXT, false },
	{ "values", KEY_ANY, false },
	{ "to", KEY_TEXT, false },
	{ "key", KEY_TEXT, false },
	{ "span", KEY_TEXT, false },
	{ "fields", KEY_MAP, false },
	{ "of", KEY_ANY, false },
	{ "partial", KEY_TEXT, false },
	{ "immutable", KEY_TEXT, false },
	{ "unique", KEY_TEXT, false },
	{ "event", KEY_TEXT, false },
	{ "plan", KEY_TEXT, false },
	{ "late", KEY_TEXT, false },
};

/* Keywords that go with some kinds only, and those kinds in words. */
static const struct {
	const char *key;
	unsigned on;
	const char *kinds;
} keywords[] = {
	{ "pattern", ON_TEXT, "line, text, name, id, slug, docno" },
	{ "min", ON_BOUND, "int, decimal, date, list" },
	{ "max", ON_BOUND, "int, decimal, date, list" },
	{ "values", ON(KIND_ENUM), "enum" },
	{ "to", ON(KIND_REF), "ref" },
	{ "key", ON(KIND_LIST), "list" },
	{ "span", ON(KIND_LIST), "list" },
	{ "fields", ON(KIND_MAP) | ON(KIND_LIST), "map, list" },
	{ "of", ON(KIND_LIST), "list" },
	{ "partial", ON(KIND_DATE), "date" },
};

static void fields_read(struct page_keys *, const struct node *,
    struct fields *, struct field *up);

void
type_spelling(struct page_keys *f, const struct node *at, struct spellings *by,
    const struct name *n, const struct name *(*other)(const void *, size_t),
    const void *all, size_t index)
{
	struct str spelling;
	size_t clash = spellings_add(by, n, index, f->arena, &spelling);

	if (clash && !str_eq(other(all, clash - 1)->name, n->name))
		page_keys_wrong(f, FIND_SCHEMA_CLASH, at,
		    _("'%.*s' is a spelling of both '%.*s' and '%.*s'"),
		    STRF(spelling), STRF(n->name),
		    STRF(other(all, clash - 1)->name));
	else if (clash)
		page_keys_wrong(f, FIND_SCHEMA_CLASH, at,
		    _("'%.*s' stands here twice"), STRF(spelling));
}

static const struct name *
value_at(const void *values, size_t i)
{
	return &((const struct name *)values)[i];
}

static const struct name *
field_at(const void *fields, size_t i)
{
	return &((const struct field *)fields)[i].name;
}

/* {nam: {vi: Nam, en: Male, also: […]}} or {nam: Nam} or [nam, nu]. */
static void
value_read(struct page_keys *f, const struct node *n, struct name *v)
{
	static const struct page_key keys[] = {
		{ "vi", KEY_TEXT, false },
		{ "en", KEY_TEXT, false },
		{ "also", KEY_ANY, false },
		{ "help", KEY_ANY, false },
		{ "label", KEY_ANY, false },
	};

	v->name = n->key_end > n->key_off ? n->key : n->value;
	v->name = arena_keep(f->arena, v->name);
	if (n->kind == NODE_MAP) {
		page_keys_keys(f, n, keys, sizeof keys / sizeof *keys);
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
		type_spelling(f, e, &field->by_value, &field->values[i],
		    value_at, field->values, i);
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
				if (p.s[i] >= '0' && p.s[i] <= '9')
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

static void
pattern_read(struct page_keys *f, const struct node *map, struct field *field)
{
	const struct node *n = page_keys_get(map, "pattern");
	char why[128];
	char *whole;
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
	whole = arena_f(f->arena, "^(%.*s)$", STRF(n->value));
	e = regcomp(&field->regex, whole, REG_EXTENDED | REG_NOSUB);
	if (e) {
		regerror(e, &field->regex, why, sizeof why);
		page_keys_wrong(f, FIND_SCHEMA_FORM, n,
		    _("the pattern does not hold: %s"), why);
		return;
	}
	field->pattern = n->value;
}

static bool
bound_read(struct page_keys *f, const struct node *map, const char *key,
    enum kind kind, double *out)
{
	struct str v = page_keys_text(map, key);
	int day;
	char *end;

	if (!v.n)
		return false;
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
			    kind_name(field->kind));
	}
}

static void
kind_read(struct page_keys *f, const struct node *at, struct str word,
    struct field *field)
{
	const char *near = NULL;

	for (size_t i = 0; i < KINDS; i++) {
		if (str_is(word, kind_names[i])) {
			field->kind = (enum kind)i;
			return;
		}
		if (str_near(word, str_of(kind_names[i])))
			near = kind_names[i];
	}
	if (near)
		page_keys_wrong(f, FIND_SCHEMA_FORM, at,
		    _("there is no type '%.*s'; did you mean '%s'?"),
		    STRF(word), near);
	else
		page_keys_wrong(f, FIND_SCHEMA_FORM, at,
		    _("there is no type '%.*s'"), STRF(word));
}

/* A field of an entry that key: or span: names. */
static int
own_field(struct page_keys *f, const struct node *map, const char *key,
    const struct field *list)
{
	struct str v = page_keys_text(map, key);
	int i;

	if (!v.n)
		return FIELD_NONE;
	i = spellings_find(&list->fields.by, v);
	if (i == FIELD_NONE)
		page_keys_wrong(f, FIND_SCHEMA_NAME, page_keys_get(map, key),
		    _("'%s' names '%.*s', which is no field of an entry"), key,
		    STRF(v));
	return i;
}

/* late: 30d, or 30: days. */
static void
late_read(struct page_keys *f, const struct node *map, struct field *field)
{
	const struct node *n = page_keys_get(map, "late");
	struct str v = page_keys_text(map, "late");
	size_t digits = 0;

	while (digits < v.n && digits < 6 && v.s[digits] >= '0' &&
	    v.s[digits] <= '9')
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
	const struct node *fields = page_keys_node(f, map, "fields", KEY_MAP);

	if (!of == !fields) {
		page_keys_wrong(f, FIND_SCHEMA_MISSING, map,
		    _("a list needs either 'fields' or 'of'"));
		return;
	}
	if (of) {
		field->of = ARENA_NEW(f->arena, struct field);
		field->of->up = field;
		field_read(f, of, field->of);
		field->of->name = (struct name){ .label = field->name.label };
		if (field->of->kind == KIND_MAP || field->of->kind == KIND_LIST)
			page_keys_wrong(f, FIND_SCHEMA_FORM, of,
			    _("'of' must be a single value; use 'fields'"));
		if (page_keys_get(map, "key") || page_keys_get(map, "span"))
			page_keys_wrong(f, FIND_SCHEMA_FORM, map,
			    _("'key' and 'span' go with 'fields', not with "
			      "'of'"));
		return;
	}
	fields_read(f, fields, &field->fields, field);
	field->key = own_field(f, map, "key", field);
	field->span = own_field(f, map, "span", field);
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
		fields_read(f, page_keys_node(f, map, "fields", KEY_MAP),
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

	field->key = field->span = FIELD_NONE;
	field->name.name = arena_keep(f->arena, n->key);
	if (n->kind == NODE_SCALAR) {
		kind_read(f, n, n->value, field);
		if (ON(field->kind) &
		    (ON(KIND_ENUM) | ON(KIND_REF) | ON(KIND_MAP) |
			ON(KIND_LIST)))
			page_keys_wrong(f, FIND_SCHEMA_FORM, n,
			    _("type %s needs more: {type: %s, …}"),
			    kind_name(field->kind), kind_name(field->kind));
		return;
	}
	if (n->kind != NODE_MAP) {
		page_keys_wrong(f, FIND_SCHEMA_FORM, n,
		    _("a field is a type's name, or {type: …}"));
		return;
	}
	page_keys_keys(f, n, field_keys,
	    sizeof field_keys / sizeof *field_keys);
	type = page_keys_get(n, "type");
	if (!type) {
		page_keys_wrong(f, FIND_SCHEMA_MISSING, n,
		    _("'type' is missing"));
		return;
	}
	kind_read(f, type, type->value, field);
	keywords_fit(f, n, field);
	field->name.label = page_keys_label(f, n, "label");
	field->name.help = page_keys_label(f, n, "help");
	field->name.n_also = page_keys_texts(f, n, "also", &field->name.also);
	field->required = page_keys_flag(f, n, "required", false);
	field->private = page_keys_flag(f, n, "private", false);
	field->partial = page_keys_flag(f, n, "partial", false);
	field->immutable = page_keys_flag(f, n, "immutable", false);
	field->unique = page_keys_flag(f, n, "unique", false);
	field->event = page_keys_flag(f, n, "event", false);
	field->plan = page_keys_flag(f, n, "plan", false);
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

		if (c < 0x80 && c != '_' && c != '-' &&
		    !(c >= '0' && c <= '9') &&
		    !((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
			return false;
	}
	return v.n > 0;
}

static void
fields_read(struct page_keys *f, const struct node *map, struct fields *fields,
    struct field *up)
{
	if (!map || map->kind != NODE_MAP)
		return;
	fields->all = ARENA_ARRAY(f->arena, struct field, map->n);
	for (const struct node *e = map->first; e; e = e->next) {
		struct field *field = &fields->all[fields->n++];

		field->up = up;
		field->index = fields->n - 1;
		field_read(f, e, field);
		if (!is_key(e->key))
			page_keys_wrong(f, FIND_SCHEMA_FORM, e,
			    _("a field's name is letters, digits, '_' and '-'; "
			      "other spellings go under 'also'"));
		type_spelling(f, e, &fields->by, &field->name, field_at,
		    fields->all, field->index);
	}
}

/* The type as a whole. */

static void
columns_read(struct page_keys *f, const struct node *root, struct type *t)
{
	static const struct page_key keys[] = {
		{ "sql", KEY_TEXT, true },
		{ "type", KEY_TEXT, false },
		{ "label", KEY_ANY, false },
		{ "help", KEY_ANY, false },
	};
	const struct node *map = page_keys_node(f, root, "columns", KEY_MAP);

	if (!map)
		return;
	t->columns = ARENA_ARRAY(f->arena, struct computed, map->n);
	for (const struct node *e = map->first; e; e = e->next) {
		struct computed *c = &t->columns[t->n_columns++];
		struct field kind = { .kind = KIND_LINE };
		const struct node *sql = page_keys_node(f, e, "sql", KEY_TEXT);

		if (e->kind != NODE_MAP) {
			page_keys_wrong(f, FIND_SCHEMA_FORM, e,
			    _("a computed column is {sql: …, type: …}"));
			continue;
		}
		page_keys_keys(f, e, keys, sizeof keys / sizeof *keys);
		c->name.name = arena_keep(f->arena, e->key);
		c->name.label = page_keys_label(f, e, "label");
		c->name.help = page_keys_label(f, e, "help");
		c->sql = sql ? sql->value : STR("NULL");
		c->line = front_place(&f->front, f->path, e->key_off).line;
		if (page_keys_text(e, "type").n)
			kind_read(f, page_keys_get(e, "type"),
			    page_keys_text(e, "type"), &kind);
		c->kind = kind.kind;
	}
}

/* Can it be the path of a file of the repository? */
static bool
is_inside(struct str glob)
{
	struct str part;

	while (str_split(&glob, '/', &part))
		if (!part.n || str_is(part, ".") || str_is(part, ".."))
			return false;
	return true;
}

static void
patterns_check(struct page_keys *f, const struct node *root, const char *key,
    const struct str *all, size_t n)
{
	const struct node *at = page_keys_get(root, key);

	for (size_t i = 0; i < n; i++) {
		const char *why = glob_wrong(all[i]);

		if (why)
			page_keys_wrong(f, FIND_SCHEMA_FORM, at, "'%.*s': %s",
			    STRF(all[i]), why);
	}
}

/* Does a pattern end in that very name? */
static bool
names_file(const struct type *t, struct str name)
{
	for (size_t i = 0; i < t->n_files; i++) {
		struct str p = t->files[i];

		if (str_eq(p, name) ||
		    (str_ends(p, name) && p.s[p.n - name.n - 1] == '/'))
			return true;
	}
	return false;
}

/* What is left out where the page does not say. Who names files may mean those
 * that begin with '_', too. */
static void
except_default(struct page_keys *f, struct type *t, bool named)
{
	static const struct str readme = { "README.md", 9 },
				drafts = { "_*", 2 };

	t->except = ARENA_ARRAY(f->arena, struct str, 2);
	t->n_except = 0;
	if (!named || !names_file(t, readme))
		t->except[t->n_except++] = readme;
	if (!named)
		t->except[t->n_except++] = drafts;
}

static void
files_read(struct page_keys *f, const struct node *root, struct type *t)
{
	const struct node *files, *except = front_get(root, "except");

	t->n_files = page_keys_texts(f, root, "files", &t->files);
	files = t->n_files ? page_keys_get(root, "files") : NULL;
	t->files_off = files ? files->off : 0;
	if (!files) {
		t->files = ARENA_NEW(f->arena, struct str);
		t->files[0] = str_of(arena_f(f->arena, "records/%.*s/**/*.md",
		    STRF(t->name.name)));
		t->n_files = 1;
	}
	for (size_t i = 0; files && i < t->n_files; i++)
		if (!is_inside(t->files[i]))
			page_keys_wrong(f, FIND_SCHEMA_FORM, files,
			    _("'%.*s' is no path below the repository's top "
			      "folder, such as docs/**/*.md"),
			    STRF(t->files[i]));
	t->n_except = page_keys_texts(f, root, "except", &t->except);
	if (!except || (except->absent && except->kind != NODE_LIST))
		except_default(f, t, files);
	if (files)
		patterns_check(f, root, "files", t->files, t->n_files);
	patterns_check(f, root, "except", t->except, t->n_except);
}

/* Each {field} of "new" must be one that a record holds once. */
static void
new_read(struct page_keys *f, const struct node *root, struct type *t)
{
	struct str rest = page_keys_text(root, "new"), name;
	struct path p;
	size_t open;

	t->new_path = rest;
	while ((open = str_find(rest, '{')) < rest.n) {
		rest = str_from(rest, open + 1);
		name = str_first(rest, str_find(rest, '}'));
		if (!fields_path(&t->fields, name, &p))
			type_path_wrong(f, page_keys_get(root, "new"), name);
		else if (p.list != FIELD_NONE ||
		    ON(p.at[p.n - 1]->kind) & (ON(KIND_MAP) | ON(KIND_LIST)))
			page_keys_wrong(f, FIND_SCHEMA_FORM,
			    page_keys_get(root, "new"),
			    _("'%.*s' is no single value, of which a path "
			      "could be made"),
			    STRF(name));
		rest = str_from(rest, name.n);
	}
}

static void
id_read(struct page_keys *f, const struct node *root, struct type *t)
{
	struct str id = page_keys_text(root, "id");
	struct str basename = page_keys_text(root, "basename");

	t->id = FIELD_NONE;
	if (id.n) {
		t->id = spellings_find(&t->fields.by, id);
		if (t->id == FIELD_NONE)
			type_path_wrong(f, page_keys_get(root, "id"), id);
		else if (ON(t->fields.all[t->id].kind) &
		    (ON(KIND_MAP) | ON(KIND_LIST) | ON(KIND_DECIMAL)))
			page_keys_wrong(f, FIND_SCHEMA_FORM,
			    page_keys_get(root, "id"),
			    _("an id must be a single value"));
		else if (t->fields.all[t->id].private)
			page_keys_wrong(f, FIND_SCHEMA_FORM,
			    page_keys_get(root, "id"),
			    _("an id stands in every list and reference, so it "
			      "cannot be private; let it tell nothing"));
		else /* what has none cannot be named */
			t->fields.all[t->id].required = true;
	}
	if (basename.n && !str_is(basename, "id"))
		page_keys_wrong(f, FIND_SCHEMA_FORM,
		    page_keys_get(root, "basename"),
		    _("'basename' can only be 'id'"));
	else if (basename.n && !id.n)
		page_keys_wrong(f, FIND_SCHEMA_MISSING,
		    page_keys_get(root, "basename"),
		    _("'basename' needs 'id', the field that holds the id"));
	t->basename_id = basename.n && t->id != FIELD_NONE;
}

static bool
is_any_private(const struct fields *in)
{
	for (size_t i = 0; i < in->n; i++)
		if (in->all[i].private || is_any_private(&in->all[i].fields))
			return true;
	return false;
}

bool
type_hides_body(const struct type *t)
{
	return t->body_said ? t->body_private : is_any_private(&t->fields);
}

static void
body_read(struct page_keys *f, const struct node *root, struct type *t)
{
	static const struct page_key keys[] = {
		{ "headings", KEY_ANY, false },
		{ "private", KEY_TEXT, false },
	};
	const struct node *body = page_keys_node(f, root, "body", KEY_MAP);

	if (!body)
		return;
	page_keys_keys(f, body, keys, 2);
	t->n_headings = page_keys_texts(f, body, "headings", &t->headings);
	t->body_said = page_keys_text(body, "private").n > 0;
	t->body_private = page_keys_flag(f, body, "private", false);
}

/* An override must be able to say when, which stage, why and by whom. */
static void
override_check(struct page_keys *f, const struct node *root,
    const struct type *t)
{
	static const char *const needs[] = { "ngay", "giai_doan", "ly_do",
		"boi" };
	const struct node *at =
	    page_keys_get(page_keys_get(root, "fields"), "dieu_chinh");
	const struct field *list;

	if (t->override == FIELD_NONE)
		return;
	list = &t->fields.all[t->override];
	for (size_t i = 0; i < sizeof needs / sizeof *needs; i++)
		if (list->kind != KIND_LIST ||
		    spellings_find(&list->fields.by, str_of(needs[i])) ==
			FIELD_NONE) {
			page_keys_wrong(f, FIND_SCHEMA_MISSING, at,
			    _("'dieu_chinh' must be a list whose entries have "
			      "'ngay', 'giai_doan', 'ly_do' and 'boi'; '%s' is "
			      "missing"),
			    needs[i]);
			return;
		}
}

static const struct page_key type_keys[] = {
	{ "type", KEY_TEXT, true },
	{ "label", KEY_ANY, false },
	{ "help", KEY_ANY, false },
	{ "id", KEY_TEXT, false },
	{ "basename", KEY_TEXT, false },
	{ "new", KEY_TEXT, false },
	{ "unknown", KEY_TEXT, false },
	{ "files", KEY_ANY, false },
	{ "except", KEY_ANY, false },
	{ "fields", KEY_MAP, true },
	{ "stages", KEY_MAP, false },
	{ "exits", KEY_MAP, false },
	{ "stage_field", KEY_TEXT, false },
	{ "columns", KEY_MAP, false },
	{ "body", KEY_MAP, false },
	{ "links", KEY_TEXT, false },
};

static bool
is_type_name(struct str v)
{
	for (size_t i = 0; i < v.n; i++)
		if (!(v.s[i] == '_' || (v.s[i] >= 'a' && v.s[i] <= 'z') ||
			(i && v.s[i] >= '0' && v.s[i] <= '9')))
			return false;
	return v.n > 0;
}

void
type_read(struct type *t, struct page_keys *f, const struct node *root)
{
	static const char *const unknown[] = { "error", "warning", "allow" };
	static const char *const link_words[] = { "error", "warning", "off" };
	static const enum level links[] = { ERROR, WARNING, LEVEL_OFF };
	const struct node *name = page_keys_get(root, "type");
	int dieu_chinh;

	t->page = f->path;
	page_keys_keys(f, root, type_keys,
	    sizeof type_keys / sizeof *type_keys);
	t->name.name = arena_keep(f->arena, page_keys_text(root, "type"));
	if (name && !is_type_name(t->name.name))
		page_keys_wrong(f, FIND_SCHEMA_FORM, name,
		    _("a type's name is lower-case letters, digits and _"));
	t->name.label = page_keys_label(f, root, "label");
	t->name.help = page_keys_label(f, root, "help");
	fields_read(f, page_keys_node(f, root, "fields", KEY_MAP), &t->fields,
	    NULL);
	id_read(f, root, t);
	files_read(f, root, t);
	new_read(f, root, t);
	t->unknown_said = page_keys_text(root, "unknown").n;
	switch (page_keys_choice(f, root, "unknown", unknown, 3, 0)) {
	case 1:
		t->unknown = WARNING;
		break;
	case 2:
		t->unknown_allowed = true;
		break;
	default:
		t->unknown = ERROR;
	}
	t->links_said = page_keys_text(root, "links").n;
	t->links = links[page_keys_choice(f, root, "links", link_words, 3, 0)];
	type_stages(f, root, t);
	dieu_chinh = spellings_find(&t->fields.by, STR("dieu_chinh"));
	t->override = t->stage_field == FIELD_NONE ? dieu_chinh : FIELD_NONE;
	override_check(f, root, t);
	columns_read(f, root, t);
	body_read(f, root, t);
}

static void
check_to(const struct node *n, const struct type *types, size_t n_types,
    struct page_keys *f)
{
	const struct node *to = page_keys_get(n, "to");
	const struct name *near;

	if (!to || to->kind != NODE_SCALAR)
		return;
	for (size_t i = 0; i < n_types; i++)
		if (str_eq(types[i].name.name, to->value))
			return;
	near = name_near(types, n_types, sizeof *types, to->value);
	if (near)
		page_keys_wrong(f, FIND_SCHEMA_NAME, to,
		    _("no page of schema/types is of type '%.*s'; did you mean "
		      "'%.*s'?"),
		    STRF(to->value), STRF(near->name));
	else
		page_keys_wrong(f, FIND_SCHEMA_NAME, to,
		    _("no page of schema/types is of type '%.*s'"),
		    STRF(to->value));
}

/* map: the node of the fields. */
static void
refs_in(const struct fields *in, const struct node *map,
    const struct type *types, size_t n, struct page_keys *f)
{
	for (const struct node *e = map ? map->first : NULL; e; e = e->next) {
		int i = spellings_find(&in->by, e->key);
		const struct field *field;

		if (i == FIELD_NONE || e->kind != NODE_MAP)
			continue;
		field = &in->all[i];
		if (field->kind == KIND_REF)
			check_to(e, types, n, f);
		else if (field->of && field->of->kind == KIND_REF)
			check_to(page_keys_get(e, "of"), types, n, f);
		refs_in(&field->fields, page_keys_node(f, e, "fields", KEY_MAP),
		    types, n, f);
	}
}

void
type_check_refs(const struct type *t, const struct type *types, size_t n,
    struct page_keys *f)
{
	refs_in(&t->fields, page_keys_node(f, f->front.root, "fields", KEY_MAP),
	    types, n, f);
}

static void
fields_release(struct fields *in)
{
	for (size_t i = 0; i < in->n; i++) {
		struct field *f = &in->all[i];

		if (f->pattern.n)
			regfree(&f->regex);
		if (f->of && f->of->pattern.n)
			regfree(&f->of->regex);
		spellings_release(&f->by_value);
		if (f->of)
			spellings_release(&f->of->by_value);
		fields_release(&f->fields);
	}
	spellings_release(&in->by);
}

void
type_release(struct type *t)
{
	fields_release(&t->fields);
	spellings_release(&t->by_stage);
}
