/* unit_tree: whose a record is.
 *
 * Who is above whom is read once for each state of the folders that hold units:
 * they hardly ever change, and commits are many. */
#include "audit/unit_tree.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "git/source.h"

enum { UNITS_DEEP = 64 }; /* a ring of units would never end */

/* All units in one state. */
struct tree {
	struct map above;  /* struct str, by id */
	struct map chains; /* struct chain, by id */
};

struct chain {
	struct str *all;
	size_t n;
};

struct unit_tree {
	struct revwalk *past;
	struct arena arena;
	struct map trees; /* struct tree, by key_of */
};

struct unit_tree *
unit_tree_new(struct revwalk *past)
{
	struct unit_tree *u = mem_alloc(sizeof *u);

	u->past = past;
	return u;
}

void
unit_tree_free(struct unit_tree *u)
{
	if (!u)
		return;
	for (size_t i = 0; i < u->trees.n; i++) {
		struct tree *t = u->trees.pairs[i].value;

		if (t)
			map_release(&t->above);
		if (t)
			map_release(&t->chains);
	}
	map_release(&u->trees);
	arena_release(&u->arena);
	free(u);
}

/* A field's value; of a list the one in the entry with the latest day, or in
 * the last one. */
static struct str
value_at(const struct record *r, struct str dotted)
{
	const struct value *best = NULL, *list;
	struct path path, up;
	int latest = DAY_NONE;

	if (!field_path(&r->type->fields, dotted, &path) || !path.n)
		return (struct str){ 0 };
	if (path.list == FIELD_NONE) {
		best = record_value(r, &path, 0);
		return best ? best->text : (struct str){ 0 };
	}
	up = path;
	up.n = (size_t)path.list + 1;
	up.list = FIELD_NONE;
	list = record_value(r, &up, 0);
	for (size_t i = 0; list && i < list->n; i++) {
		const struct field *f = path.at[path.list];
		const struct value *v = record_value(r, &path, i);
		int by = f->span == FIELD_NONE && f->n_key ? *f->key : f->span;
		int day = DAY_NONE;

		if (!v || !v->text.n)
			continue;
		if (by != FIELD_NONE && list->parts[i].parts &&
		    f->fields.all[by].kind == KIND_DATE &&
		    list->parts[i].parts[by].text.n)
			day = list->parts[i].parts[by].date.lo;
		if (!best || day >= latest) {
			best = v;
			latest = day;
		}
	}
	return best ? best->text : (struct str){ 0 };
}

/* Who is above whom. */

struct unit_reading {
	struct unit_tree *units;
	struct tree *tree;
	const struct type *type;
	struct str field; /* that leads up */
	const char *folder;
	bool failed;
	struct findings *to;
};

static void
read_unit(struct str path, const struct oid *id, void *to)
{
	struct unit_reading *g = to;
	struct findings silent = { 0 };
	struct arena a = { 0 };
	struct buf name = { 0 }, bytes = { 0 };
	struct globs which = { g->type->files, g->type->except,
		g->type->n_files, g->type->n_except };
	struct record r;
	bool large;

	buf_addf(&name, "%s%s%.*s", g->folder, *g->folder ? "/" : "",
	    STRF(path));
	if (!globs_match(&which, buf_str(&name)))
		goto out;
	if (!revwalk_read(g->units->past, id, name.s, SOURCE_FILE_MOST, &large,
		&bytes, g->to))
		g->failed = g->failed || !large;
	else if (record_read(&r, g->type, name.s, buf_str(&bytes), &a,
		     &silent) &&
	    r.id.n) {
		struct str *up = ARENA_NEW(&g->units->arena, struct str);

		*up = arena_keep(&g->units->arena, value_at(&r, g->field));
		*map_put(&g->tree->above, arena_keep(&g->units->arena, r.id)) =
		    up;
	}
out:
	buf_release(&name);
	buf_release(&bytes);
	arena_release(&a);
}

static const char *
folder_of(struct str glob, struct arena *a)
{
	bool plain;

	return arena_z(a, glob_folder(glob, &plain));
}

/* By the folders' state, and by who reads them. */
static bool
key_of(struct unit_tree *u, const struct revwalk_commit *c,
    const struct type *type, struct arena *a, struct buf *key,
    struct findings *to)
{
	bool folder;
	struct oid id;

	buf_add(key, (struct str){ (const char *)&type, sizeof type });
	for (size_t i = 0; i < type->n_files; i++) {
		if (!revwalk_find(u->past, &c->tree,
			folder_of(type->files[i], a), &id, &folder, to))
			return false;
		buf_add(key, oid_str(&id));
	}
	return true;
}

static bool
read_all(struct unit_reading *g, const struct revwalk_commit *c,
    struct arena *a)
{
	bool ok = true, folder;
	struct oid id;

	for (size_t i = 0; ok && i < g->type->n_files; i++) {
		g->folder = folder_of(g->type->files[i], a);
		ok = revwalk_find(g->units->past, &c->tree, g->folder, &id,
		    &folder, g->to);
		if (ok && folder && !oid_none(&id))
			ok = revwalk_files(g->units->past, &id, read_unit, g,
			    g->to);
	}
	return ok && !g->failed;
}

static struct tree *
tree_at(struct unit_tree *u, const struct revwalk_commit *c,
    const struct schema *schema, struct findings *to)
{
	const struct type *type =
	    schema_type(schema, schema->authority->unit_type);
	struct arena a = { 0 };
	struct buf key = { 0 };
	struct tree *tree = NULL;

	if (type && key_of(u, c, type, &a, &key, to)) {
		tree = map_get(&u->trees, buf_str(&key));
		if (!tree) {
			struct unit_reading g = { .units = u,
				.type = type,
				.tree = ARENA_NEW(&u->arena, struct tree),
				.field = schema->authority->above,
				.to = to };

			*map_put(&u->trees,
			    arena_keep(&u->arena, buf_str(&key))) = g.tree;
			if (read_all(&g, c, &a))
				tree = g.tree;
		}
	}
	buf_release(&key);
	arena_release(&a);
	return tree;
}

static const struct chain *
chain_of(struct unit_tree *u, struct tree *t, struct str one)
{
	struct chain *c = map_get(&t->chains, one);
	struct str all[UNITS_DEEP];
	size_t n = 0;

	if (c)
		return c;
	while (one.n && n < UNITS_DEEP) {
		const struct str *up = map_get(&t->above, one);

		all[n++] = arena_keep(&u->arena, one);
		one = up ? *up : (struct str){ 0 };
	}
	c = ARENA_NEW(&u->arena, struct chain);
	c->all = ARENA_ARRAY(&u->arena, struct str, n);
	c->n = n;
	memcpy(c->all, all, n * sizeof *all);
	*map_put(&t->chains, all[0]) = c;
	return c;
}

static struct str
unit_of(const struct authority *a, const struct record *r)
{
	if (str_eq(r->type->name.name, a->unit_type))
		return r->id;
	for (size_t i = 0; i < a->n_in; i++)
		if (str_eq(a->in[i].type, r->type->name.name))
			return value_at(r, a->in[i].field);
	return (struct str){ 0 };
}

bool
unit_tree_of(struct unit_tree *u, const struct revwalk_commit *c,
    const struct schema *schema, const struct record *r, const struct str **all,
    size_t *n, struct findings *to)
{
	struct str one = schema->authority ? unit_of(schema->authority, r) :
					     (struct str){ 0 };
	const struct chain *chain;
	struct tree *t;

	*all = NULL;
	*n = 0;
	if (!one.n)
		return true;
	t = tree_at(u, c, schema, to);
	if (!t)
		return false;
	chain = chain_of(u, t, one);
	*all = chain->all;
	*n = chain->n;
	return true;
}
