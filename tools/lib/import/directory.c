/* directory: the records that there are, by what people call them. */
#include "import/directory.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/map.h"
#include "base/mem.h"
#include "git/source.h"
#include "import/meaning.h"
#include "text/text.h"

/* Those of one type. */
struct of_type {
	bool read, whole;
	struct directory_record **all;
	size_t n, cap;
	struct map ids;    /* id → struct directory_record */
	struct map called; /* spelling key → the last of that name */
	struct map bare;   /* without marks → the same */
	const struct field *name;
};

struct directory {
	const struct schema *schema;
	struct source *source;
	const struct import_page *page;
	struct findings *to;
	struct of_type *types;
	struct arena *arena; /* what it gives lives as long as that */
};

struct directory *
directory_new(const struct schema *s, struct source *source,
    const struct import_page *page, struct arena *arena, struct findings *to)
{
	struct directory *l = mem_alloc(sizeof *l);

	*l = (struct directory){ .schema = s,
		.source = source,
		.page = page,
		.arena = arena,
		.to = to };
	l->types = mem_alloc((s->n_types + 1) * sizeof *l->types);
	return l;
}

void
directory_free(struct directory *l)
{
	if (!l)
		return;
	for (size_t i = 0; i < l->schema->n_types; i++) {
		map_release(&l->types[i].ids);
		map_release(&l->types[i].called);
		map_release(&l->types[i].bare);
		free(l->types[i].all);
	}
	free(l->types);
	free(l);
}

static struct str
bare_key(struct str s, struct arena *a)
{
	struct buf fold = { 0 }, b = { 0 };

	text_add_fold(&fold, s);
	text_add_spelling(&b, buf_str(&fold));
	buf_release(&fold);
	return arena_take(a, &b);
}

/* What a record says. */

struct str
directory_value(const struct directory_record *r, const struct path *p)
{
	const struct draft_value *d;
	const struct value *v;

	if (r->draft) {
		d = draft_get(r->draft, p, 0);
		return d ? d->text : (struct str){ 0 };
	}
	v = record_value(&r->record, p, 0);
	if (!v || v->bad ||
	    (p->list != FIELD_NONE && record_value(&r->record, p, 1)))
		return (struct str){ 0 };
	return v->text;
}

static struct str
called_of(const struct of_type *t, const struct directory_record *r)
{
	struct path p = { .at = { t->name }, .n = 1, .list = FIELD_NONE };

	return t->name ? directory_value(r, &p) : (struct str){ 0 };
}

static void
note(struct directory *l, struct of_type *t, struct directory_record *r)
{
	struct str called = called_of(t, r);
	void **slot;

	*MEM_PUSH(t->all, t->n, t->cap) = r;
	if (r->id.n) {
		slot = map_put(&t->ids, r->id);
		if (!*slot)
			*slot = r;
	}
	if (!called.n)
		return;
	slot = map_put(&t->bare, bare_key(called, l->arena));
	r->same = *slot;
	*slot = r;
}

static bool
read_type(struct directory *l, const struct type *type, struct of_type *t)
{
	struct globs which = { type->files, type->except, type->n_files,
		type->n_except };
	struct findings silent = { 0 };
	struct entry *files;
	size_t n;
	bool ok = source_files(l->source, &which, l->arena, &files, &n, l->to);

	for (size_t i = 0; i < n; i++) {
		struct directory_record *r =
		    ARENA_NEW(l->arena, struct directory_record);
		struct buf b = { 0 };

		r->type = type;
		r->path = files[i].path;
		if (!source_read(l->source, r->path, &b, l->to)) {
			ok = false;
			buf_release(&b);
			continue;
		}
		r->text = arena_take(l->arena, &b);
		if (!record_read(&r->record, type, r->path, r->text, l->arena,
			&silent)) {
			found(l->to, FIND_IMPORT_SHEET, place_file(r->path),
			    _("this record cannot be read, so that it cannot "
			      "be told who is there already: 'kncheck' says "
			      "why"));
			ok = false;
			continue;
		}
		r->id = r->record.id;
		note(l, t, r);
	}
	return ok;
}

static struct of_type *
of_type(struct directory *l, const struct type *type)
{
	struct of_type *t = &l->types[type->index];

	if (!t->read) {
		t->read = true;
		t->name = type_called(type);
		t->whole = read_type(l, type, t);
	}
	return t;
}

bool
directory_all(struct directory *l, const struct type *type,
    struct directory_record ***all, size_t *n)
{
	struct of_type *t = of_type(l, type);

	*all = t->all;
	*n = t->n;
	return t->whole;
}

const struct directory_record *
directory_id(struct directory *l, const struct type *type, struct str id)
{
	return map_get(&of_type(l, type)->ids, id);
}

const struct directory_record *
directory_named(struct directory *l, const struct type *type, struct str name)
{
	return map_get(&of_type(l, type)->bare, bare_key(name, l->arena));
}

/* Finding. */

/* Is a text what a record is called, or its id? near: marks aside. */
static bool
is_called(struct directory *l, const struct of_type *t,
    const struct directory_record *r, struct str text, bool near)
{
	struct str called = called_of(t, r);

	if (str_eq(r->id, text))
		return true;
	if (near)
		return str_eq(bare_key(called, l->arena),
		    bare_key(text, l->arena));
	return str_eq(import_page_key(called, l->arena),
	    import_page_key(text, l->arena));
}

static bool
grants(struct directory *l, const struct directory_record *r,
    const struct directory_wish *w)
{
	const struct field *f = w->path->at[w->path->n - 1];
	struct str says = directory_value(r, w->path);
	const struct type *to =
	    f->kind == KIND_REF ? schema_type(l->schema, f->to) : NULL;
	const struct directory_record *other;

	if (!to)
		return str_eq(says, w->value);
	other = says.n ? directory_id(l, to, says) : NULL;
	return other &&
	    (is_called(l, of_type(l, to), other, w->value, false) ||
		is_called(l, of_type(l, to), other,
		    meaning_words(l->page, w->value, l->arena), false));
}

static bool
grants_all(struct directory *l, const struct directory_record *r,
    const struct directory_wish *w, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!grants(l, r, &w[i]))
			return false;
	return true;
}

enum { SHOWN = 3 };

struct matches {
	const struct directory_record *first;
	size_t n;
	struct buf ids;
};

static void
note_match(struct matches *m, const struct directory_record *r)
{
	if (!m->n)
		m->first = r;
	if (m->n < SHOWN)
		buf_addf(&m->ids, "%s%.*s", m->n ? ", " : "", STRF(r->id));
	else if (m->n == SHOWN)
		buf_addz(&m->ids, ", …");
	m->n++;
}

/* Of those that share a name without marks. */
static void
match_called(struct directory *l, const struct of_type *t, struct str called,
    bool near, const struct directory_wish *w, size_t n, struct matches *m)
{
	const struct directory_record *r =
	    map_get(&t->bare, bare_key(called, l->arena));

	for (; r; r = r->same)
		if (is_called(l, t, r, called, near) && grants_all(l, r, w, n))
			note_match(m, r);
}

static enum directory_found
end_match(struct directory *l, struct matches *m,
    const struct directory_record **which, const char **ids, bool near)
{
	*which = m->first;
	*ids = arena_z(l->arena, buf_str(&m->ids));
	buf_release(&m->ids);
	return !m->n ? DIRECTORY_NONE :
	    m->n > 1 ? DIRECTORY_SEVERAL :
	    near     ? DIRECTORY_NEAR :
		       DIRECTORY_ONE;
}

enum directory_found
directory_find(struct directory *l, const struct type *type, struct str called,
    const struct directory_wish *w, size_t n,
    const struct directory_record **which, const char **ids)
{
	struct of_type *t = of_type(l, type);
	struct matches m = { 0 };
	const struct directory_record *r;
	struct str words;

	if (!called.n) {
		for (size_t i = 0; i < t->n; i++)
			if (grants_all(l, t->all[i], w, n))
				note_match(&m, t->all[i]);
		return end_match(l, &m, which, ids, false);
	}
	r = map_get(&t->ids, called);
	if (r && grants_all(l, r, w, n)) {
		note_match(&m, r);
		return end_match(l, &m, which, ids, false);
	}
	match_called(l, t, called, false, w, n, &m);
	words = meaning_words(l->page, called, l->arena);
	if (!m.n && !str_eq(words, called))
		match_called(l, t, words, false, w, n, &m);
	if (m.n)
		return end_match(l, &m, which, ids, false);
	match_called(l, t, words, true, w, n, &m);
	return end_match(l, &m, which, ids, true);
}

const struct directory_record *
directory_ending(struct directory *l, const struct type *type, struct str words)
{
	struct of_type *t = of_type(l, type);
	struct str end = bare_key(words, l->arena);
	const struct directory_record *only = NULL;

	for (size_t i = 0; end.n && i < t->bare.n; i++) {
		struct str name = t->bare.pairs[i].key;
		const struct directory_record *r = t->bare.pairs[i].value;

		if (!str_ends(name, end) || name.n <= end.n ||
		    name.s[name.n - end.n - 1] != ' ')
			continue;
		if (only || r->same)
			return NULL;
		only = r;
	}
	return only;
}

void
directory_add(struct directory *l, const struct type *type, struct str id,
    const struct draft *d)
{
	struct directory_record *r =
	    ARENA_NEW(l->arena, struct directory_record);

	r->type = type;
	r->id = arena_keep(l->arena, id);
	r->draft = d;
	note(l, of_type(l, type), r);
}
