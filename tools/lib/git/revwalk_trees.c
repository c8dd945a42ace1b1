/* revwalk_trees: all that a tree holds, and what differs from others. */
#include <stdlib.h>

#include "base/lang.h"
#include "base/mem.h"
#include "git/revwalk.h"

/* Every file. */

struct files {
	struct tree_reader *trees;
	void (*seen)(struct str, const struct oid *, void *);
	void *to;
	struct findings *f;
	struct buf path;
	int deep;
};

static bool
too_deep(const struct buf *path, struct findings *f)
{
	return found(f, FIND_READ_DEEP, place_file(path->s),
	    _("folder lies more than %d folders deep"), FOLDERS_DEEP);
}

static bool
list_files(struct files *w, const struct oid *tree)
{
	size_t start = w->path.n;
	struct tree_cursor t;
	bool ok = tree_open(w->trees, &t, tree, NULL, w->f);

	while (ok && (ok = tree_step(&t, w->f)) && t.there) {
		bool folder = tree_entry_is_folder(&t.entry) &&
		    tree_entry_may_be(&t.entry);
		struct oid id = tree_entry_id(&t.entry);

		buf_add(&w->path, t.entry.name);
		if (folder && w->deep == FOLDERS_DEEP) {
			ok = too_deep(&w->path, w->f);
		} else if (folder) {
			buf_addc(&w->path, '/');
			w->deep++;
			ok = list_files(w, &id);
			w->deep--;
		} else if (tree_entry_is_file(&t.entry)) {
			w->seen(buf_str(&w->path), &id, w->to);
		}
		buf_cut(&w->path, start);
	}
	tree_close(&t);
	return ok;
}

bool
revwalk_files(struct revwalk *p, const struct oid *tree,
    void (*seen)(struct str, const struct oid *, void *), void *to,
    struct findings *f)
{
	struct files w = { .trees = revwalk_reader(p),
		.seen = seen,
		.to = to,
		.f = f };
	bool ok = list_files(&w, tree);

	buf_release(&w.path);
	return ok;
}

static bool
look_plain(struct tree_reader *trees, const struct oid *tree, int deep,
    bool *plain, struct findings *f)
{
	struct tree_cursor t;
	bool ok = tree_open(trees, &t, tree, NULL, f);

	while (ok && *plain && (ok = tree_step(&t, f)) && t.there) {
		struct oid id = tree_entry_id(&t.entry);

		if (!tree_entry_is_folder(&t.entry))
			*plain = tree_entry_is_file(&t.entry);
		else if (deep == FOLDERS_DEEP)
			*plain = false;
		else
			ok = look_plain(trees, &id, deep + 1, plain, f);
	}
	tree_close(&t);
	return ok;
}

bool
revwalk_is_plain(struct revwalk *p, const struct oid *tree, bool *plain,
    struct findings *f)
{
	*plain = true;
	return look_plain(revwalk_reader(p), tree, 0, plain, f);
}

/* Comparing trees. */

struct compare {
	struct revwalk *p;
	const struct revwalk_trees *trees;
	const struct revwalk_seen *seen;
	struct findings *f;
	struct buf path;
	int deep;
};

/* Is there one base, or none, in what stands at one place? */
static bool
base_of(const struct compare *c, const struct oid *ids, size_t parent,
    struct oid *base)
{
	size_t from = c->trees->base[parent], to = c->trees->base[parent + 1];

	*base = from < to ? ids[from] : (struct oid){ 0 };
	for (size_t i = from; i < to; i++)
		if (!oid_eq(&ids[i], base))
			return false;
	return true;
}

static bool
is_of_parent(const struct oid *ids, size_t n)
{
	for (size_t i = 1; i <= n; i++)
		if (oid_eq(&ids[0], &ids[i]))
			return true;
	return false;
}

/* Is what the commit holds what its parents merged come to? False also where
 * that cannot be told of the whole. */
static bool
is_expected(const struct compare *c, const struct oid *ids)
{
	struct oid now = c->trees->n_parents ? ids[1] : (struct oid){ 0 };

	if (!c->trees->base && c->trees->n_parents > 1)
		return is_of_parent(ids, c->trees->n_parents);
	for (size_t i = 1; i < c->trees->n_parents; i++) {
		const struct oid *other = &ids[1 + i];
		struct oid base;

		if (oid_eq(&now, other))
			continue;
		if (!base_of(c, ids, i, &base))
			return false;
		if (oid_eq(&base, &now))
			now = *other;
		else if (!oid_eq(&base, other))
			return false;
	}
	return oid_eq(&now, &ids[0]);
}

static bool compare_folders(struct compare *, const struct oid *ids);

/* What stands under one name, the path from start on, in all trees. */
static bool
compare_entry(struct compare *c, size_t start, bool folder,
    const struct oid *ids)
{
	bool ok = true;
	struct tree_entry e = { .name = str_from(buf_str(&c->path), start) };

	if (is_expected(c, ids) || !tree_entry_may_be(&e))
		return true;
	if (!folder) {
		c->seen->seen(buf_str(&c->path), ids, c->seen->to);
		return true;
	}
	if (c->seen->below && !c->seen->below(buf_str(&c->path), c->seen->to))
		return true;
	if (c->deep == FOLDERS_DEEP)
		return too_deep(&c->path, c->f);
	buf_addc(&c->path, '/');
	c->deep++;
	ok = compare_folders(c, ids);
	c->deep--;
	return ok;
}

/* Folders and files of git's own kinds count; a link or a submodule is no
 * record. */
static bool
counts(const struct tree_entry *e)
{
	return tree_entry_is_folder(e) || tree_entry_is_file(e);
}

/* Takes the next name: the ids that stand under it, and the trees past it. */
static bool
next_name(struct compare *c, struct tree_cursor *all, struct oid *ids,
    bool *folder)
{
	struct tree_entry here = { 0 };
	size_t n = 0;
	bool ok = true;

	for (size_t i = 0; i < c->trees->n; i++)
		if (all[i].there &&
		    (!here.mode || tree_entry_order(&all[i].entry, &here) < 0))
			here = all[i].entry;
	*folder = tree_entry_is_folder(&here);
	buf_add(&c->path, here.name);
	for (size_t i = 0; i < c->trees->n; i++) {
		ids[i] = (struct oid){ 0 };
		if (!all[i].there || tree_entry_order(&all[i].entry, &here))
			continue;
		if (counts(&all[i].entry))
			ids[i] = tree_entry_id(&all[i].entry);
		n++;
		all[i].there = false;
	}
	/* Two trees are mostly the same. */
	if (n == 2 && c->trees->n == 2)
		tree_skip_alike(revwalk_reader(c->p), &all[0], &all[1]);
	for (size_t i = 0; i < c->trees->n; i++)
		if (!all[i].there)
			ok = tree_step(&all[i], c->f) && ok;
	return ok;
}

static bool
has_more(const struct tree_cursor *all, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (all[i].there)
			return true;
	return false;
}

static bool
compare_folders(struct compare *c, const struct oid *trees)
{
	size_t n = c->trees->n, start = c->path.n;
	struct tree_cursor *all = mem_alloc(n * sizeof *all);
	struct oid *ids = mem_alloc(n * sizeof *ids);
	bool ok = true, folder;

	for (size_t i = 0; i < n; i++)
		ok = tree_open(revwalk_reader(c->p), &all[i], &trees[i], NULL,
			 c->f) &&
		    ok;
	if (ok && n == 2)
		tree_skip_alike(revwalk_reader(c->p), &all[0], &all[1]);
	for (size_t i = 0; ok && i < n; i++)
		ok = tree_step(&all[i], c->f);
	while (ok && has_more(all, n)) {
		ok = next_name(c, all, ids, &folder) &&
		    compare_entry(c, start, folder, ids);
		buf_cut(&c->path, start);
	}
	for (size_t i = 0; i < n; i++)
		tree_close(&all[i]);
	free(all);
	free(ids);
	return ok;
}

bool
revwalk_compare(struct revwalk *p, const struct revwalk_trees *trees,
    const struct revwalk_seen *seen, struct findings *f)
{
	struct compare c = { .p = p, .trees = trees, .seen = seen, .f = f };
	struct oid *roots = mem_alloc(trees->n * sizeof *roots);
	bool ok = true;

	for (size_t i = 0; ok && i < trees->n; i++)
		ok = revwalk_root(p, &trees->all[i], &roots[i], f);
	if (ok && !is_expected(&c, roots))
		ok = compare_folders(&c, roots);
	free(roots);
	buf_release(&c.path);
	return ok;
}
