/* snapshot: the files of an index or a commit. */
#include "git/snapshot_inside.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "git/data_folders.h"
#include "git/index.h"
#include "git/object.h"

enum { LINKS_MOST = 16 }; /* links followed for one file */

/* Folders. */

/* A tree, its entries by name: to go through a large one for each of its files
 * would take the square of its size. */
struct folder {
	struct tree_cursor tree;
	struct tree_entry *all;
	size_t n, cap;
};

static int
by_name(const void *a, const void *b)
{
	return str_cmp(((const struct tree_entry *)a)->name,
	    ((const struct tree_entry *)b)->name);
}

/* Names are nearly in this order: only a folder's may stand elsewhere. */
static bool
read_folder(struct snapshot *s, struct folder *d, const struct oid *id,
    const char *path, struct findings *f)
{
	bool sorted = true;

	if (!tree_open(s->trees, &d->tree, id, path, f))
		return false;
	while (tree_step(&d->tree, f) && d->tree.there) {
		*MEM_PUSH(d->all, d->n, d->cap) = d->tree.entry;
		sorted = sorted &&
		    (d->n < 2 ||
			by_name(&d->all[d->n - 2], &d->all[d->n - 1]) <= 0);
	}
	if (!sorted)
		qsort(d->all, d->n, sizeof *d->all, by_name);
	return !d->tree.rest.n;
}

static void
folder_free(struct folder *d)
{
	tree_close(&d->tree);
	free(d->all);
	free(d);
}

/* Reads one and keeps it under its path, which must stay. NULL after saying why
 * not. */
static struct folder *
keep_folder(struct snapshot *s, struct str path, const struct oid *id,
    struct findings *f)
{
	struct folder *d = mem_alloc(sizeof *d);

	if (read_folder(s, d, id, path.s, f)) {
		*map_put(&s->folders, path) = d;
		return d;
	}
	folder_free(d);
	return NULL;
}

static const struct tree_entry *
find_entry(const struct folder *d, struct str name)
{
	struct tree_entry key = { .name = name };

	return d->n ? bsearch(&key, d->all, d->n, sizeof *d->all, by_name) :
		      NULL;
}

/* The folder of a full path; *d NULL: there is none. False after saying what is
 * missing. */
static bool
folder_of(struct snapshot *s, struct str path, const struct folder **d,
    struct findings *f)
{
	struct str rest = path, name;

	*d = map_get(&s->folders, STR(""));
	while (path.n && *d && str_split(&rest, '/', &name)) {
		struct str now =
		    str_first(path, (size_t)(name.s - path.s) + name.n);
		const struct folder *in = *d;
		const struct tree_entry *e;
		struct oid id;

		*d = map_get(&s->folders, now);
		if (*d)
			continue;
		e = find_entry(in, name);
		if (!e || !tree_entry_is_folder(e))
			return true;
		id = tree_entry_id(e);
		now = str_of(arena_z(&s->arena, now));
		*d = keep_folder(s, now, &id, f);
		if (!*d)
			return false;
	}
	return true;
}

/* What is there. */

struct what {
	unsigned mode; /* 0: nothing */
	struct oid id;
};

static bool
in_tree(struct snapshot *s, struct str full, struct what *is,
    struct findings *f)
{
	const struct folder *d;
	const struct tree_entry *e;
	size_t n = full.n;

	while (n && full.s[n - 1] != '/')
		n--;
	if (!folder_of(s, str_first(full, n ? n - 1 : 0), &d, f))
		return false;
	e = d ? find_entry(d, str_from(full, n)) : NULL;
	if (e)
		*is = (struct what){ tree_entry_mode(e), tree_entry_id(e) };
	return true;
}

static bool
in_index(struct snapshot *s, struct buf *full, struct what *is,
    struct findings *f)
{
	const git_index_entry *e =
	    libgit()->index_get_bypath(s->index, full->s, 0);
	const git_index_entry *a, *b, *c;

	if (e && !index_is_announced(e)) {
		*is = (struct what){ e->mode, *libgit_oid(&e->id) };
		return true;
	}
	if (libgit()->index_conflict_get(&a, &b, &c, s->index, full->s) == 0)
		return index_in_conflict(full->s + strlen(s->base), f);
	buf_addc(full, '/');
	if (index_has_folder(s->index, full->s))
		is->mode = MODE_FOLDER;
	return true;
}

/* By a path from the root, no link followed. False after saying why that cannot
 * be told. */
static bool
look(struct snapshot *s, const char *path, struct what *is, struct findings *f)
{
	struct buf full = { 0 };
	bool ok;

	*is = (struct what){ 0 };
	buf_addf(&full, "%s%s", s->base, path);
	ok = s->index ? in_index(s, &full, is, f) :
			in_tree(s, buf_str(&full), is, f);
	buf_release(&full);
	return ok;
}

static bool
read_file(struct snapshot *s, const char *path, const struct oid *id,
    size_t most, struct buf *b, struct findings *f)
{
	size_t size;

	if (object_read_file(s->repository, id, path, most, &size, b, f))
		return true;
	if (size > most)
		found(f, FIND_READ_LARGE, place_file(path),
		    _("file has %zu bytes; at most %zu are read"), size, most);
	return false;
}

/* Links, followed within what git keeps. */

/* Takes one part of todo to done, which holds no link. False after saying that
 * it leaves the root. */
static bool
step(struct buf *done, struct str *todo, const char *path, struct findings *f)
{
	struct str part;

	str_split(todo, '/', &part);
	return entry_step(done, part) ||
	    found(f, FIND_READ_LINK, place_file(path),
		_("link leaves the repository"));
}

/* Puts the target of the link at done before what was still to do. */
static bool
step_link(struct snapshot *s, const struct oid *id, struct buf *done,
    struct buf *left, struct str *todo, const char *path, struct findings *f)
{
	struct buf next = { 0 };

	if (!read_file(s, path, id, PATH_MAX, &next, f)) {
		buf_release(&next);
		return false;
	}
	if (next.n && next.s[0] == '/') {
		buf_release(&next);
		return found(f, FIND_READ_LINK, place_file(path),
		    _("link leaves the repository"));
	}
	if (todo->s) {
		buf_addc(&next, '/');
		buf_add(&next, *todo);
	}
	buf_release(left);
	*left = next;
	*todo = buf_str(left);
	entry_step(done, STR(".."));
	return true;
}

/* Goes where a path leads. */
static bool
follow(struct snapshot *s, const char *path, struct what *is,
    struct findings *f)
{
	struct buf done = { 0 }, left = { 0 };
	struct str todo = str_of(path);
	int links = 0;
	bool ok = true;

	while (ok && todo.s) {
		*is = (struct what){ .mode = MODE_FOLDER };
		ok = step(&done, &todo, path, f) &&
		    (!done.n || look(s, done.s, is, f));
		if (ok && !is->mode && links)
			ok = found(f, FIND_READ_LINK, place_file(path),
			    _("link leads nowhere"));
		if (!ok || !is->mode)
			break;
		if (is->mode != MODE_LINK)
			continue;
		ok = ++links <= LINKS_MOST ?
		    step_link(s, &is->id, &done, &left, &todo, path, f) :
		    found(f, FIND_READ_LINK, place_file(path),
			_("links lead in a circle"));
	}
	buf_release(&done);
	buf_release(&left);
	return ok;
}

/* What path means: nothing when there is simply no such file. */
static bool
find(struct snapshot *s, const char *path, struct what *is, struct findings *f)
{
	bool ok = true;

	*is = (struct what){ 0 };
	if (entry_is_inside(str_of(path)))
		ok = look(s, path, is, f) &&
		    ((is->mode && is->mode != MODE_LINK) ||
			follow(s, path, is, f));
	if (!ok)
		is->mode = 0;
	return ok;
}

/* The same, silently. */
static struct what
find_locked(struct snapshot *s, const char *path)
{
	struct findings silent = { 0 };
	struct what is;

	pthread_mutex_lock(&s->lock);
	find(s, path, &is, &silent);
	pthread_mutex_unlock(&s->lock);
	return is;
}

unsigned
snapshot_mode(struct snapshot *s, const char *path)
{
	struct findings silent = { 0 };
	struct what is = { 0 };

	pthread_mutex_lock(&s->lock);
	if (entry_is_inside(str_of(path)))
		look(s, path, &is, &silent);
	pthread_mutex_unlock(&s->lock);
	return (is.mode & MODE_KIND) == (MODE_FILE & MODE_KIND) ? MODE_FILE :
								  is.mode;
}

bool
snapshot_has(struct snapshot *s, const char *path, bool only_folder)
{
	unsigned mode = find_locked(s, path).mode;

	return only_folder ? mode == MODE_FOLDER : mode && mode != MODE_MODULE;
}

bool
snapshot_read(struct snapshot *s, const char *path, size_t most, struct buf *b,
    struct findings *f)
{
	struct what is;
	bool ok = false;

	pthread_mutex_lock(&s->lock);
	if (!find(s, path, &is, f))
		;
	else if (is.mode == MODE_FOLDER)
		found(f, FIND_READ_KIND, place_file(path),
		    _("%s, where a file should be"), _("a folder"));
	else if (is.mode == MODE_MODULE)
		found(f, FIND_READ_KIND, place_file(path),
		    _("%s, where a file should be"), _("a submodule"));
	else if (is.mode)
		ok = read_file(s, path, &is.id, most, b, f);
	else
		found(f, FIND_READ, place_file(path), _("no such file"));
	pthread_mutex_unlock(&s->lock);
	return ok;
}

bool
snapshot_blob(struct snapshot *s, const char *path, char out[ENTRY_ID])
{
	struct what is = find_locked(s, path);

	*out = '\0';
	if (is.mode && is.mode != MODE_FOLDER && is.mode != MODE_MODULE)
		oid_hex(&is.id, out);
	return *out;
}

/* Listing. */

static void
list_one(struct entries *to, struct str path, unsigned mode,
    const struct oid *id)
{
	if (!globs_match(to->which, path))
		return;
	entries_add(to, path, mode)->id =
	    oid_hex(id, arena_room(to->arena, ENTRY_ID));
}

static bool
list_index(struct snapshot *s, struct entries *to, struct findings *f)
{
	size_t n = libgit()->index_entrycount(s->index);
	const char *last = NULL; /* said to be in conflict */
	bool whole = true;

	for (size_t i = 0; i < n; i++) {
		const git_index_entry *e =
		    libgit()->index_get_byindex(s->index, i);
		struct str path = str_of(e->path);

		if (!str_starts(path, str_of(s->base)) || index_is_announced(e))
			continue;
		path = str_from(path, strlen(s->base));
		if (libgit()->index_entry_stage(e) == 0) {
			list_one(to, path, e->mode, libgit_oid(&e->id));
		} else if (globs_match(to->which, path) &&
		    !(last && strcmp(last, e->path) == 0)) {
			whole = index_in_conflict(path.s, f);
			last = e->path;
		}
	}
	return whole;
}

struct tree_walk {
	struct snapshot *s;
	struct entries *to;
	struct findings *f;
	struct buf path; /* from the top of the repository */
	int deep;
};

static bool walk_tree(struct tree_walk *, struct tree_cursor);

/* What lies below the path. */
static bool
walk_folder(struct tree_walk *w)
{
	const struct folder *d;
	bool whole = folder_of(w->s, buf_str(&w->path), &d, w->f);

	if (!d)
		return whole;
	if (w->path.n)
		buf_addc(&w->path, '/');
	w->deep++;
	whole = walk_tree(w, d->tree);
	w->deep--;
	return whole;
}

static bool
walk_entry(struct tree_walk *w, const struct tree_entry *e)
{
	struct str path = str_from(buf_str(&w->path), strlen(w->s->base));
	struct oid id = tree_entry_id(e);

	if (!tree_entry_may_be(e))
		return found(w->f, FIND_GIT, place_file(path.s),
		    _("a name that git itself would not check out; 'git fsck' "
		      "tells more"));
	if (!tree_entry_is_folder(e)) {
		list_one(w->to, path, tree_entry_mode(e), &id);
		return true;
	}
	if (!globs_below(w->to->which, path))
		return true;
	if (w->deep > FOLDERS_DEEP)
		return found(w->f, FIND_READ_DEEP, place_file(path.s),
		    _("folder lies more than %d folders deep"), FOLDERS_DEEP);
	return walk_folder(w);
}

/* From its first entry on. */
static bool
walk_tree(struct tree_walk *w, struct tree_cursor t)
{
	size_t start = w->path.n;
	bool whole = true;

	t.rest = t.bytes;
	while (tree_next(&t) && t.there) {
		buf_add(&w->path, t.entry.name);
		whole = walk_entry(w, &t.entry) && whole;
		buf_cut(&w->path, start);
	}
	return whole;
}

static bool
list_tree(struct snapshot *s, struct entries *to, struct findings *f)
{
	struct tree_walk w = { .s = s, .to = to, .f = f };
	size_t n = strlen(s->base);
	bool whole;

	buf_add(&w.path, (struct str){ s->base, n ? n - 1 : 0 });
	whole = walk_folder(&w);
	buf_release(&w.path);
	return whole;
}

bool
snapshot_list(struct snapshot *s, struct entries *to, struct findings *f)
{
	bool whole;

	pthread_mutex_lock(&s->lock);
	whole = s->index ? list_index(s, to, f) : list_tree(s, to, f);
	pthread_mutex_unlock(&s->lock);
	return whole;
}

/* The root of the data in the repository. */

/* dir relative to the work tree, with '/' at its end unless empty. */
static char *
folder_in(const char *work, const char *dir)
{
	char *w = work ? realpath(work, NULL) : NULL, *d = realpath(dir, NULL);
	size_t n = w ? strlen(w) : 0;
	bool is_below = w && d && strncmp(d, w, n) == 0 && d[n] == '/';
	char *folder =
	    mem_f("%s%s", is_below ? d + n + 1 : "", is_below ? "/" : "");

	free(w);
	free(d);
	return folder;
}

static bool
has_page(struct snapshot *s)
{
	struct findings silent = { 0 };
	struct what is;

	return look(s, "schema/repository.md", &is, &silent) && is.mode;
}

/* Cuts the base back to the nearest folder that holds the schema's first
 * page. */
static void
cut_base(struct snapshot *s)
{
	while (*s->base && !has_page(s)) {
		char *slash;

		s->base[strlen(s->base) - 1] = '\0';
		slash = strrchr(s->base, '/');
		*(slash ? slash + 1 : s->base) = '\0';
	}
}

/* In a bare repository nobody stands in a folder; but there may be only one. */
static void
find_bare_base(struct snapshot *s)
{
	char *only = s->index || has_page(s) ?
	    NULL :
	    data_folders_only(s->trees, &s->root);

	if (only) {
		free(s->base);
		s->base = mem_f("%s/", only);
	}
	free(only);
}

/* The folder that is used, else the nearest one from dir upwards. */
static void
find_base(struct snapshot *s, const char *dir)
{
	const char *work = repository_hook_says(dir, "GIT_WORK_TREE");
	const char *folder = data_folders_used();
	char *top;

	if (!work)
		work = libgit()->repository_workdir(s->repository->git);
	if (folder) {
		s->base = mem_f("%s%s", folder, *folder ? "/" : "");
	} else {
		s->base = folder_in(work, dir);
		cut_base(s);
	}
	if (!work && !folder)
		find_bare_base(s);
	if (!work)
		return;
	top = mem_f("%s/%s", work, s->base);
	s->top = realpath(top, NULL);
	free(top);
}

/* Opening and closing. */

struct snapshot *
snapshot_open(const char *dir, struct findings *f)
{
	struct repository *r = repository_open(dir, f);
	struct snapshot *s;

	if (!r)
		return NULL;
	s = mem_alloc(sizeof *s);
	s->repository = r;
	s->trees = tree_reader_new(r);
	pthread_mutex_init(&s->lock, NULL);
	return s;
}

void
snapshot_close(struct snapshot *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->folders.n; i++)
		folder_free(s->folders.pairs[i].value);
	map_release(&s->folders);
	arena_release(&s->arena);
	tree_reader_free(s->trees);
	libgit()->index_free(s->index);
	repository_close(s->repository);
	pthread_mutex_destroy(&s->lock);
	free(s->base);
	free(s->top);
	free(s);
}

struct snapshot *
snapshot_index(const char *dir, struct findings *f)
{
	struct snapshot *s = snapshot_open(dir, f);

	if (s && (s->index = index_read(s->repository, dir, f))) {
		find_base(s, dir);
		return s;
	}
	snapshot_close(s);
	return NULL;
}

bool
snapshot_take_tree(struct snapshot *s, const char *dir, const struct oid *id,
    struct findings *f)
{
	s->root = *id;
	if (!keep_folder(s, STR(""), id, f))
		return false;
	find_base(s, dir);
	return true;
}

bool
snapshot_take_commit(struct snapshot *s, const char *dir, const char *at,
    const char *zone, struct findings *f)
{
	if (!revision_read(s->repository, at, zone, &s->commit, f))
		return false;
	oid_hex(&s->commit.id, s->id);
	return snapshot_take_tree(s, dir, &s->commit.tree, f);
}

struct snapshot *
snapshot_commit(const char *dir, const char *at, const char *zone,
    struct findings *f)
{
	struct snapshot *s = snapshot_open(dir, f);

	if (s && snapshot_take_commit(s, dir, at, zone, f))
		return s;
	snapshot_close(s);
	return NULL;
}

const char *
snapshot_id(const struct snapshot *s)
{
	return *s->id ? s->id : NULL;
}

bool
snapshot_time(const struct snapshot *s, long long *time)
{
	*time = s->commit.time;
	return s->commit.timed;
}

const char *
snapshot_top(const struct snapshot *s)
{
	return s->top;
}

const char *
snapshot_git_folder(const struct snapshot *s)
{
	return libgit()->repository_path(s->repository->git);
}

const char *
snapshot_base(const struct snapshot *s)
{
	return s->base;
}
