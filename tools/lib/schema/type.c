/* type: what a record of one type may hold, from its page. */
#include "schema/type.h"

#include "base/buf.h"
#include "git/entry.h"
#include "text/glob.h"
#include "schema/type_stages.h"

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

const struct stage *
type_stage(const struct type *t, struct str name)
{
	return name_find(t->stages, t->n_stages + t->n_exits, sizeof *t->stages,
	    name);
}

/* The type as a whole. */

static void
columns_read(struct page_keys *f, const struct node *root, struct type *t)
{
	const struct node *map = page_keys_node(root, "columns", KEY_MAP);

	if (!map)
		return;
	t->columns = ARENA_ARRAY(f->arena, struct computed, map->n);
	for (const struct node *e = map->first; e; e = e->next) {
		struct computed *c = &t->columns[t->n_columns++];
		struct field kind = { .kind = KIND_LINE };
		const struct node *sql = page_keys_node(e, "sql", KEY_TEXT);

		if (e->kind != NODE_MAP) {
			page_keys_wrong(f, FIND_SCHEMA_FORM, e,
			    _("a computed column is {sql: …, type: …}"));
			continue;
		}
		page_keys_form(f, e, &page_form_column);
		c->name.name = arena_keep(f->arena, e->key);
		c->name.label = page_keys_label(f, e, "label");
		c->name.help = page_keys_label(f, e, "help");
		c->sql = sql ? sql->value : STR("NULL");
		c->line = front_place(&f->front, f->path, e->key_off).line;
		if (page_keys_text(e, "type").n)
			field_kind_read(f, page_keys_get(e, "type"),
			    page_keys_text(e, "type"), &kind);
		c->kind = kind.kind;
	}
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
	t->begins = ARENA_ARRAY(f->arena, struct str, t->n_files);
	for (size_t i = 0; i < t->n_files; i++)
		t->begins[i] = glob_begins(t->files[i]);
	for (size_t i = 0; files && i < t->n_files; i++)
		if (!entry_is_inside(t->files[i]))
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

/* The shape of "new", each {field} of which must be one that a record holds
 * once; empty after saying that one is not. */
static struct str
new_shape(struct page_keys *f, const struct node *at, const struct type *t)
{
	struct str rest = t->new_path, name;
	struct buf shape = { 0 };
	struct path p;
	size_t holes = 0, right = 0;

	while (rest.n) {
		size_t open = str_find(rest, '{');

		buf_add(&shape, str_first(rest, open));
		if (open == rest.n)
			break;
		rest = str_from(rest, open + 1);
		name = str_first(rest, str_find(rest, '}'));
		if (name.n == rest.n)
			page_keys_wrong(f, FIND_SCHEMA_FORM, at,
			    _("the '{' before '%.*s' is never closed; write "
			      "{field}"),
			    STRF(name));
		else if (!field_path(&t->fields, name, &p))
			field_path_wrong(f, at, name);
		else if (p.list != FIELD_NONE || field_has_parts(p.at[p.n - 1]))
			page_keys_wrong(f, FIND_SCHEMA_FORM, at,
			    _("'%.*s' is no single value, of which a path "
			      "could be made"),
			    STRF(name));
		else
			right++;
		holes++;
		buf_addc(&shape, GLOB_HOLE);
		rest = str_from(rest, name.n + (name.n < rest.n));
	}
	if (right < holes)
		buf_clear(&shape);
	return arena_take(f->arena, &shape);
}

/* Would tools read a record that lies there? It does not matter which, so the
 * fields are taken for short words; a file that is always left out is not. */
static bool
is_read_there(struct page_keys *f, const struct type *t, struct str shape)
{
	static const char words[] = { 'x', '0' };
	bool could = false, taken = false;

	for (size_t i = 0; i < t->n_files && !could; i++)
		could = glob_could_match(t->files[i], shape);
	for (size_t w = 0; could && w < sizeof words; w++) {
		char *path = arena_z(f->arena, shape);
		struct globs but = { t->except, NULL, t->n_except, 0 };

		for (size_t i = 0; i < shape.n; i++)
			if (path[i] == GLOB_HOLE)
				path[i] = words[w];
		taken = taken || !globs_match(&but, str_of(path));
	}
	return taken;
}

/* Patterns, for a message. */
static struct str
listed(struct arena *a, const struct str *all, size_t n)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < n; i++)
		buf_addf(&b, "%s%.*s", i ? ", " : "", STRF(all[i]));
	return arena_take(a, &b);
}

static void
new_read(struct page_keys *f, const struct node *root, struct type *t)
{
	const struct node *at = page_keys_get(root, "new");
	struct str shape;

	t->new_path = page_keys_text(root, "new");
	shape = new_shape(f, at, t);
	if (!shape.n)
		return;
	if (!entry_is_inside(shape))
		page_keys_wrong(f, FIND_SCHEMA_FORM, at,
		    _("'new' puts a record outside of the repository: '%.*s' "
		      "is no path below its top folder, such as "
		      "records/%.*s/{field}.md"),
		    STRF(t->new_path), STRF(t->name.name));
	else if (!is_read_there(f, t, shape))
		page_keys_wrong(f, FIND_SCHEMA_FORM, at,
		    _("'new' puts a record where no tool would read it: no "
		      "file '%.*s' is one of 'files' (%.*s)"),
		    STRF(t->new_path),
		    STRF(listed(f->arena, t->files, t->n_files)));
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
			field_path_wrong(f, page_keys_get(root, "id"), id);
		else if (field_has_parts(&t->fields.all[t->id]) ||
		    t->fields.all[t->id].kind == KIND_DECIMAL)
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
		    _("'%s' needs 'id', the field that holds the id"),
		    "basename");
	t->basename_id = basename.n && t->id != FIELD_NONE;
}

static void
new_id_read(struct page_keys *f, const struct node *root, struct type *t)
{
	const struct node *at = page_keys_node(root, "new_id", KEY_TEXT);

	if (at && t->id == FIELD_NONE)
		page_keys_wrong(f, FIND_SCHEMA_MISSING, at,
		    _("'%s' needs 'id', the field that holds the id"),
		    "new_id");
	else if (at)
		id_pattern_read(&t->new_id, f, at, &t->fields);
}

bool
type_hides_body(const struct type *t)
{
	return t->body_said ? t->body_private : field_any_private(&t->fields);
}

static void
body_read(struct page_keys *f, const struct node *root, struct type *t)
{
	const struct node *body = page_keys_node(root, "body", KEY_MAP);

	if (!body)
		return;
	page_keys_form(f, body, &page_form_body);
	t->n_headings = page_keys_texts(f, body, "headings", &t->headings);
	t->body_said = page_keys_text(body, "private").n > 0;
	t->body_private = page_keys_flag(f, body, "private");
}

static bool
find_ties(struct fields *in)
{
	bool any = false;

	for (size_t i = 0; i < in->n; i++)
		for (struct field *f = &in->all[i]; f; f = f->of) {
			f->ties = find_ties(&f->fields) || f->unique ||
			    f->kind == KIND_REF ||
			    (f->of &&
				(f->of->unique || f->of->kind == KIND_REF));
			any |= f->ties;
		}
	return any;
}

/* Numbers fields; all NULL: only counts them. */
static void
number_fields(struct fields *in, const struct field **all, size_t *n)
{
	for (size_t i = 0; i < in->n; i++)
		for (struct field *f = &in->all[i]; f; f = f->of) {
			f->number = *n;
			if (all)
				all[*n] = f;
			++*n;
			number_fields(&f->fields, all, n);
		}
}

void
type_read(struct type *t, struct page_keys *f, const struct node *root)
{
	static const enum level links[] = { ERROR, WARNING, LEVEL_OFF };
	const struct node *name = page_keys_get(root, "type");
	size_t how;

	t->page = f->path;
	page_keys_form(f, root, &page_form_type);
	t->name.name = arena_keep(f->arena, page_keys_text(root, "type"));
	if (name && !page_keys_is_plain(t->name.name))
		page_keys_wrong(f, FIND_SCHEMA_FORM, name,
		    _("a type's name is lower-case letters, digits and _"));
	t->name.label = page_keys_label(f, root, "label");
	t->name.help = page_keys_label(f, root, "help");
	field_read_all(f, page_keys_node(root, "fields", KEY_MAP), &t->fields,
	    NULL);
	number_fields(&t->fields, NULL, &t->n_numbered);
	t->numbered =
	    ARENA_ARRAY(f->arena, const struct field *, t->n_numbered);
	t->n_numbered = 0;
	number_fields(&t->fields, t->numbered, &t->n_numbered);
	find_ties(&t->fields);
	id_read(f, root, t);
	files_read(f, root, t);
	new_read(f, root, t);
	new_id_read(f, root, t);
	t->unknown_said = page_keys_text(root, "unknown").n;
	how = page_keys_choice(f, root, "unknown", &page_form_unknowns, 0);
	t->unknown_allowed = how == 2;
	t->unknown = how == 0 ? ERROR : how == 1 ? WARNING : NOTE;
	t->links_said = page_keys_text(root, "links").n;
	t->links = links[page_keys_choice(f, root, "links",
	    &page_form_link_levels, 0)];
	type_stages_read(f, root, t);
	columns_read(f, root, t);
	body_read(f, root, t);
}

static void
check_to(const struct node *n, const struct type *types, size_t n_types,
    struct page_keys *f)
{
	const struct node *to = page_keys_get(n, "to");
	struct str near;

	if (!to || to->kind != NODE_SCALAR ||
	    name_find(types, n_types, sizeof *types, to->value))
		return;
	near = name_near(types, n_types, sizeof *types, to->value);
	page_keys_wrong(f, FIND_SCHEMA_NAME, to,
	    _("no page of schema/types is of type '%.*s'%s"), STRF(to->value),
	    name_meant(f->arena, near));
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
		refs_in(&field->fields, page_keys_node(e, "fields", KEY_MAP),
		    types, n, f);
	}
}

void
type_check_refs(const struct type *t, const struct type *types, size_t n,
    struct page_keys *f)
{
	refs_in(&t->fields, page_keys_node(f->front.root, "fields", KEY_MAP),
	    types, n, f);
}

const struct field *
type_called(const struct type *t)
{
	const struct field *line = NULL;

	for (size_t i = 0; i < t->fields.n; i++) {
		const struct field *f = &t->fields.all[i];

		if (f->kind == KIND_NAME)
			return f;
		if (f->kind == KIND_LINE && f->required && !line)
			line = f;
	}
	return line;
}

void
type_release(struct type *t)
{
	field_release(&t->fields);
	spellings_release(&t->by_stage);
}
