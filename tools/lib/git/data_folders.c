/* data_folders: where in a repository data folders lie. */
#include "git/data_folders.h"

#include <stdlib.h>
#include <string.h>

#include "git/inside.h"
#include "base/lang.h"
#include "base/mem.h"

enum { DATA_FOLDERS_MOST = 256 }; /* each is judged by itself */

static const char page[] = "schema/repository.md";

/* Which one is read; NULL: whoever reads looks for it. */
static const char *used;

void
data_folders_use(const char *folder)
{
	used = folder;
}

const char *
data_folders_snapshot(void)
{
	return used;
}

/* Is a path the first page of a data folder? Then *folder is where. */
static bool
is_page(struct str path, struct str *folder)
{
	if (!str_ends(path, STR(page)))
		return false;
	*folder = str_first(path, path.n - (sizeof page - 1));
	if (folder->n && folder->s[folder->n - 1] != '/')
		return false;
	folder->n -= folder->n > 0;
	return true;
}

static int
by_path(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool
add(struct data_folders *to, struct str folder, struct findings *f)
{
	const char *z = arena_z(to->arena, folder);

	for (size_t i = 0; i < to->n; i++)
		if (strcmp(to->all[i], z) == 0)
			return true;
	if (to->n == DATA_FOLDERS_MOST)
		return found(f, FIND_GIT, place_file(NULL),
		    _("more than %d folders hold 'schema/repository.md': that "
		      "many are not judged"),
		    DATA_FOLDERS_MOST);
	*MEM_PUSH(to->all, to->n, to->cap) = z;
	qsort(to->all, to->n, sizeof *to->all, by_path);
	return true;
}

bool
data_folders_add(struct data_folders *to, const char *folder,
    struct findings *f)
{
	return add(to, str_of(folder), f);
}

/* The index. */

bool
data_folders_of_index(struct data_folders *to, struct findings *f)
{
	struct snapshot *s = snapshot_index(".", f);
	size_t n = s ? git_index_entrycount(s->index) : 0;
	bool ok = s;

	for (size_t i = 0; ok && i < n; i++) {
		const git_index_entry *e = git_index_get_byindex(s->index, i);
		struct str folder;

		if (is_page(str_of(e->path), &folder))
			ok = add(to, folder, f);
	}
	snapshot_close(s);
	return ok;
}

bool
data_folders_is_left(const char *folder)
{
	struct findings silent = { 0 };
	struct snapshot *s = snapshot_index(".", &silent);
	struct buf prefix = { 0 };
	bool is;

	buf_addf(&prefix, "%s/", folder);
	is = !*folder ||
	    (s && git_index_find_prefix(NULL, s->index, buf_z(&prefix)) == 0);
	buf_release(&prefix);
	snapshot_close(s);
	return is;
}

/* A commit. */

struct search {
	git_repository *repo;
	struct data_folders *to;
	struct findings *f;
	struct buf path;
	struct map none; /* trees with no data folder in them, by id */
	struct arena ids;
	size_t seen; /* data folders */
	int deep;
	bool cut; /* something lies too deep */
};

static bool
has_page(const git_tree *tree)
{
	git_tree_entry *e = NULL;
	bool has = git_tree_entry_bypath(&e, tree, page) == 0;

	git_tree_entry_free(e);
	return has;
}

static bool look_in(struct search *, const git_oid *);

static bool
look_below(struct search *w, const git_tree *tree)
{
	size_t n = git_tree_entrycount(tree), start = w->path.n;
	bool ok = true;

	for (size_t i = 0; ok && i < n; i++) {
		const git_tree_entry *e = git_tree_entry_byindex(tree, i);
		struct str name = str_of(git_tree_entry_name(e));

		if (git_tree_entry_type(e) != GIT_OBJECT_TREE)
			continue;
		if (start)
			buf_addc(&w->path, '/');
		buf_add(&w->path, name);
		w->deep++;
		ok = look_in(w, git_tree_entry_id(e));
		w->deep--;
		w->path.n = start;
		w->path.s[start] = '\0';
	}
	return ok;
}

/* A tree that stands in many places is gone through once, if nothing is in
 * it. */
static bool
look_in(struct search *w, const git_oid *id)
{
	struct str key = { (const char *)id->id, sizeof id->id };
	size_t seen = w->seen;
	git_tree *tree;
	bool ok = true, data;

	if (map_get(&w->none, key))
		return true;
	if (w->deep > FOLDERS_DEEP) {
		w->cut = true;
		return true;
	}
	if (git_tree_lookup(&tree, w->repo, id))
		return found(w->f, FIND_GIT, place_file(buf_z(&w->path)),
		    _("folder cannot be read: %s"), snapshot_reason());
	data = has_page(tree);
	if (data)
		ok = add(w->to, buf_str(&w->path), w->f);
	w->seen += data;
	ok = ok && look_below(w, tree);
	if (ok && !w->cut && w->seen == seen)
		*map_put(&w->none, arena_keep(&w->ids, key)) = w;
	git_tree_free(tree);
	return ok;
}

static bool
search(git_repository *repo, const git_oid *tree, struct data_folders *to,
    struct findings *f)
{
	struct search w = { .repo = repo, .to = to, .f = f };
	bool ok = look_in(&w, tree);

	buf_release(&w.path);
	map_release(&w.none);
	arena_release(&w.ids);
	return ok;
}

bool
data_folders_of_commit(struct data_folders *to, const char *name,
    struct findings *f)
{
	struct snapshot *s = snapshot_open(".", f);
	git_object *o = NULL, *tree = NULL;
	bool ok = s;

	if (ok && git_revparse_single(&o, s->repo, name) == 0 &&
	    git_object_peel(&tree, o, GIT_OBJECT_TREE) == 0)
		ok = search(s->repo, git_object_id(tree), to, f);
	git_object_free(tree);
	git_object_free(o);
	snapshot_close(s);
	return ok;
}

char *
data_folders_only(struct snapshot *s, const git_oid *tree)
{
	struct findings silent = { 0 };
	struct arena a = { 0 };
	struct data_folders all = { .arena = &a };
	char *only = NULL;

	if (search(s->repo, tree, &all, &silent) && all.n == 1)
		only = strdup(all.all[0]);
	free(all.all);
	arena_release(&a);
	return only;
}
