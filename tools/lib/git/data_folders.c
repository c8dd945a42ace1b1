/* data_folders: where in a repository data folders lie. */
#include "git/data_folders.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/map.h"
#include "base/mem.h"
#include "git/index.h"
#include "git/tree.h"

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
data_folders_used(void)
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
	struct repository *r = repository_open(".", f);
	git_index *index = r ? index_read(r, ".", f) : NULL;
	size_t n = index ? libgit()->index_entrycount(index) : 0;
	bool ok = index;

	for (size_t i = 0; ok && i < n; i++) {
		struct str folder;

		if (is_page(str_of(libgit()->index_get_byindex(index, i)->path),
			&folder))
			ok = add(to, folder, f);
	}
	libgit()->index_free(index);
	repository_close(r);
	return ok;
}

bool
data_folders_is_left(const char *folder)
{
	struct findings silent = { 0 };
	struct repository *r = repository_open(".", &silent);
	git_index *index = r ? index_read(r, ".", &silent) : NULL;
	struct buf prefix = { 0 };
	bool is;

	buf_addf(&prefix, "%s/", folder);
	is = !*folder || (index && index_has_folder(index, buf_z(&prefix)));
	buf_release(&prefix);
	libgit()->index_free(index);
	repository_close(r);
	return is;
}

/* A commit. */

struct search {
	struct tree_reader *trees;
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
has_page(struct search *w, const struct oid *tree)
{
	struct findings silent = { 0 };
	struct oid id;
	unsigned mode;

	return tree_find(w->trees, tree, STR(page), &id, &mode, &silent) &&
	    mode;
}

static bool look_in(struct search *, const struct oid *);

static bool
look_below(struct search *w, const struct oid *tree)
{
	size_t start = w->path.n;
	struct tree_cursor t;
	bool ok = tree_open(w->trees, &t, tree, buf_z(&w->path), w->f);

	while (ok && (ok = tree_step(&t, w->f)) && t.there) {
		struct oid id = tree_entry_id(&t.entry);

		if (!tree_entry_is_folder(&t.entry))
			continue;
		if (start)
			buf_addc(&w->path, '/');
		buf_add(&w->path, t.entry.name);
		w->deep++;
		ok = look_in(w, &id);
		w->deep--;
		buf_cut(&w->path, start);
	}
	tree_close(&t);
	return ok;
}

/* A tree that stands in many places is gone through once, if nothing is in
 * it. */
static bool
look_in(struct search *w, const struct oid *id)
{
	size_t seen = w->seen;
	bool ok = true, data;

	if (map_get(&w->none, oid_str(id)))
		return true;
	if (w->deep > FOLDERS_DEEP) {
		w->cut = true;
		return true;
	}
	data = has_page(w, id);
	if (data)
		ok = add(w->to, buf_str(&w->path), w->f);
	w->seen += data;
	ok = ok && look_below(w, id);
	if (ok && !w->cut && w->seen == seen)
		*map_put(&w->none, arena_keep(&w->ids, oid_str(id))) = w;
	return ok;
}

static bool
search(struct tree_reader *trees, const struct oid *tree,
    struct data_folders *to, struct findings *f)
{
	struct search w = { .trees = trees, .to = to, .f = f };
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
	struct repository *r = repository_open(".", f);
	struct tree_reader *trees = r ? tree_reader_new(r) : NULL;
	git_object *o = NULL, *commit = NULL;
	bool ok = r;

	if (ok && libgit()->revparse_single(&o, r->git, name) == 0 &&
	    libgit()->object_peel(&commit, o, GIT_OBJECT_COMMIT) == 0)
		ok = search(trees,
		    libgit_oid(libgit()->commit_tree_id((git_commit *)commit)),
		    to, f);
	libgit()->object_free(commit);
	libgit()->object_free(o);
	tree_reader_free(trees);
	repository_close(r);
	return ok;
}

char *
data_folders_only(struct tree_reader *trees, const struct oid *tree)
{
	struct findings silent = { 0 };
	struct arena a = { 0 };
	struct data_folders all = { .arena = &a };
	char *only = NULL;

	if (search(trees, tree, &all, &silent) && all.n == 1)
		only = strdup(all.all[0]);
	free(all.all);
	arena_release(&a);
	return only;
}
