/* tree: trees, read and gone through. */
#include "git/tree.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "git/object.h"

/* Those that were read last: a commit's are met again in its child's, or its
 * parent's, comparison. */
enum { TREES = 64, TREES_BYTES = 16 << 20 };

/* Where the entries of a tree begin: of one that differs from another only in
 * what files hold it is the same. */
struct tree_marks {
	size_t holders;
	uint32_t *all;
	size_t n;
};

/* One that was read. */
struct read_tree {
	git_odb_object *object;
	struct tree_marks *marks; /* NULL: nobody asked */
};

struct tree_reader {
	const struct repository *repository;
	struct read_tree last[TREES]; /* the latest first */
	size_t n, bytes;
};

struct tree_reader *
tree_reader_new(const struct repository *repository)
{
	struct tree_reader *r = mem_alloc(sizeof *r);

	r->repository = repository;
	return r;
}

static struct tree_marks *
hold(struct tree_marks *m)
{
	if (m)
		m->holders++;
	return m;
}

static void
let_go(struct tree_marks *m)
{
	if (!m || --m->holders)
		return;
	free(m->all);
	free(m);
}

static void
forget(struct tree_reader *r)
{
	struct read_tree *last = &r->last[--r->n];

	r->bytes -= libgit()->odb_object_size(last->object);
	libgit()->odb_object_free(last->object);
	let_go(last->marks);
}

void
tree_reader_free(struct tree_reader *r)
{
	while (r && r->n)
		forget(r);
	free(r);
}

static void
put_first(struct tree_reader *r, struct read_tree t, size_t behind)
{
	memmove(r->last + 1, r->last, behind * sizeof *r->last);
	r->last[0] = t;
}

/* NULL: it is not among the last. */
static struct read_tree *
find_last(struct tree_reader *r, const struct oid *id)
{
	for (size_t i = 0; i < r->n; i++)
		if (oid_eq(
			libgit_oid(libgit()->odb_object_id(r->last[i].object)),
			id))
			return &r->last[i];
	return NULL;
}

/* Objects count who holds them: this one and the reader. */
static git_odb_object *
read(struct tree_reader *r, const struct oid *id, const char *path,
    struct findings *f)
{
	struct read_tree *had = find_last(r, id);
	git_odb_object *o, *mine;

	if (had) {
		put_first(r, *had, (size_t)(had - r->last));
		return libgit()->odb_object_dup(&mine, r->last[0].object) ?
		    NULL :
		    mine;
	}
	o = object_read(r->repository, id, GIT_OBJECT_TREE, path, f);
	if (!o || libgit()->odb_object_dup(&mine, o))
		return o;
	while (r->n &&
	    (r->n == TREES ||
		r->bytes + libgit()->odb_object_size(o) > TREES_BYTES))
		forget(r);
	put_first(r, (struct read_tree){ mine, NULL }, r->n++);
	r->bytes += libgit()->odb_object_size(o);
	return o;
}

bool
tree_open(struct tree_reader *r, struct tree_cursor *t, const struct oid *id,
    const char *path, struct findings *f)
{
	struct read_tree *had;

	*t = (struct tree_cursor){ .id = *id };
	if (oid_none(id))
		return true;
	t->held = read(r, id, path, f);
	if (!t->held)
		return false;
	t->bytes = t->rest = object_bytes(t->held);
	had = find_last(r, id);
	if (had)
		t->marks = hold(had->marks);
	return true;
}

void
tree_close(struct tree_cursor *t)
{
	libgit()->odb_object_free(t->held);
	let_go(t->marks);
	*t = (struct tree_cursor){ 0 };
}

bool
tree_next(struct tree_cursor *t)
{
	t->there = t->rest.n && tree_entry_take(&t->rest, &t->entry);
	return t->there || !t->rest.n;
}

bool
tree_step(struct tree_cursor *t, struct findings *f)
{
	return tree_next(t) || object_is_damaged(&t->id, f);
}

/* Is known of the tree where its entries begin? It is kept with it. */
static void
set_marks(struct tree_reader *r, struct tree_cursor *t, struct tree_marks *m)
{
	struct read_tree *had = find_last(r, &t->id);

	t->marks = m;
	if (had && !had->marks)
		had->marks = hold(m);
}

static bool
find_marks(struct tree_reader *r, struct tree_cursor *t)
{
	struct tree_marks *m;

	if (t->marks)
		return t->marks->n;
	m = mem_alloc(sizeof *m);
	m->holders = 1;
	m->n = tree_entry_marks(t->bytes, &m->all);
	set_marks(r, t, m);
	return m->n;
}

static bool
find_both(struct tree_reader *r, struct tree_cursor *a, struct tree_cursor *b)
{
	if (!a->marks && !find_marks(r, b))
		return false;
	if (!a->marks &&
	    tree_entry_same_marks(a->bytes, b->bytes, b->marks->all,
		b->marks->n))
		set_marks(r, a, hold(b->marks));
	return find_marks(r, a);
}

void
tree_skip_alike(struct tree_reader *r, struct tree_cursor *a,
    struct tree_cursor *b)
{
	size_t n;

	if (!a->rest.n || !b->rest.n || !find_both(r, a, b))
		return;
	n = tree_entry_alike(a->rest, b->rest, a->marks->all, a->marks->n,
	    a->bytes.n - a->rest.n);
	a->rest = str_from(a->rest, n);
	b->rest = str_from(b->rest, n);
}

/* A name of a tree, which becomes what stands under it. */
static bool
find_name(struct tree_reader *r, struct oid *in, struct str name,
    unsigned *mode, struct findings *f)
{
	struct tree_cursor t;
	bool ok = tree_open(r, &t, in, NULL, f) && tree_step(&t, f);

	*in = (struct oid){ 0 };
	*mode = 0;
	while (ok && t.there && !*mode) {
		if (str_eq(t.entry.name, name) &&
		    !tree_entry_is_module(&t.entry)) {
			*in = tree_entry_id(&t.entry);
			*mode = t.entry.mode;
		} else {
			ok = tree_step(&t, f);
		}
	}
	tree_close(&t);
	return ok;
}

bool
tree_find(struct tree_reader *r, const struct oid *tree, struct str path,
    struct oid *out, unsigned *mode, struct findings *f)
{
	struct str name;
	bool ok = true;

	*out = *tree;
	*mode = MODE_FOLDER;
	while (ok && *mode && str_split(&path, '/', &name)) {
		if (!name.n)
			continue;
		if ((*mode & MODE_KIND) == MODE_FOLDER) {
			ok = find_name(r, out, name, mode, f);
			continue;
		}
		*out = (struct oid){ 0 };
		*mode = 0;
	}
	return ok;
}
