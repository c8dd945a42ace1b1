/* source: where files come from. */
#include "git/source.h"

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "text/day.h"
#include "git/worktree.h"
#include "git/worktree_dir.h"
#include "git/worktree_names_kept.h"
#include "git/worktree_names.h"
#include "git/oid.h"
#include "git/run.h"
#include "git/snapshot.h"
#include "base/lang.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/siphash.h"
#include "git/readset.h"
#include "git/source_inside.h"

struct source {
	struct worktree_dir *folder;  /* the work tree */
	struct worktree_names *names; /* in it, once they were asked for */
	bool keep;                    /* those, in git's folder */
	pthread_mutex_t asking;
	struct map told;       /* left out of the work tree */
	struct readset *noted; /* NULL: nothing is noted */
	struct readset *outer; /* where what is noted goes in the end */
	struct snapshot *snap; /* the index, a commit */
	/* memory, and what covers files of a work tree: struct str by path */
	struct map files;
	const struct map *only; /* NULL: all are listed */
	const char *place;      /* source_folder, once asked */
	struct arena arena;
};

/* The three kinds. */

/* The names in the work tree; git is asked of them when they are first needed.
 * The lock is held. */
static struct worktree_names *
names(struct source *s, struct findings *f)
{
	if (!s->names && s->keep)
		s->names = worktree_names_kept(s->folder, f);
	else if (!s->names)
		s->names = worktree_names_new(s->folder,
		    worktree_ask(worktree_dir_path(s->folder), f));
	return s->names;
}

static bool
is_left_out(struct source *s, const struct globs *which, struct str path)
{
	struct buf z = { 0 };
	bool is = globs_match(which, path) && !map_get(&s->told, path);

	buf_add(&z, path);
	is = is && !worktree_names_mode(s->names, buf_z(&z));
	buf_release(&z);
	return is;
}

/* Tells, once of each, of files that would be listed if git had not been told
 * to leave them out of the work tree. */
static void
tell_left_out(struct source *s, const struct globs *which, struct findings *f)
{
	const struct worktree *git = worktree_names_git(s->names);
	struct str path, first = { 0 };
	size_t n = 0;

	if (!git || !f->say)
		return;
	for (size_t i = 0; (path = worktree_left_out(git, i)).n; i++) {
		if (!is_left_out(s, which, path))
			continue;
		*map_put(&s->told, path) = s;
		first = n++ ? first : path;
	}
	if (n)
		found(f, FIND_GIT_ABSENT, place_file(NULL),
		    _("files that git was told to leave out of the work tree, "
		      "so that they are not read: %zu; the first: %.*s; 'git "
		      "sparse-checkout disable' brings them here, --at HEAD "
		      "reads them"),
		    n, STRF(first));
}

static bool
tree_list(struct source *s, struct entries *to, struct findings *f)
{
	bool whole;

	pthread_mutex_lock(&s->asking);
	whole = worktree_names_list(names(s, f), to, f);
	tell_left_out(s, to->which, f);
	pthread_mutex_unlock(&s->asking);
	return whole;
}

static unsigned
tree_mode(struct source *s, const char *path)
{
	struct findings silent = { 0 };
	unsigned mode;

	pthread_mutex_lock(&s->asking);
	mode = worktree_names_mode(names(s, &silent), path);
	pthread_mutex_unlock(&s->asking);
	return mode;
}

static const struct str *
cover_of(const struct source *s, const char *path)
{
	return s->folder ? map_get(&s->files, str_of(path)) : NULL;
}

/* Adds the files that are covered; some are listed already, or are twice. */
static void
cover_list(struct source *s, struct entries *to)
{
	for (size_t i = 0; i < s->files.n; i++)
		if (s->files.pairs[i].value &&
		    globs_match(to->which, s->files.pairs[i].key))
			entries_add(to, s->files.pairs[i].key, MODE_FILE);
}

static bool
memory_list(struct source *s, struct entries *to)
{
	for (size_t i = 0; i < s->files.n; i++)
		if (globs_match(to->which, s->files.pairs[i].key))
			entries_add(to, s->files.pairs[i].key, MODE_FILE);
	return true;
}

static bool
memory_has(struct source *s, const char *path, bool only_folder)
{
	struct str folder = str_of(path);

	if (map_get(&s->files, folder))
		return !only_folder;
	for (size_t i = 0; i < s->files.n; i++) {
		struct str key = s->files.pairs[i].key;

		if (key.n > folder.n && str_starts(key, folder) &&
		    key.s[folder.n] == '/')
			return true;
	}
	return false;
}

static unsigned
memory_mode(struct source *s, const char *path)
{
	return map_get(&s->files, str_of(path)) ? MODE_FILE :
	    memory_has(s, path, true)           ? MODE_FOLDER :
						  0;
}

static bool
memory_read(struct source *s, const char *path, struct buf *b,
    struct findings *f)
{
	const struct str *bytes = map_get(&s->files, str_of(path));

	if (!bytes)
		return found(f, FIND_READ, place_file(path), _("no such file"));
	if (bytes->n > SOURCE_FILE_MOST)
		return found(f, FIND_READ_LARGE, place_file(path),
		    _("file has %zu bytes; at most %zu are read"), bytes->n,
		    (size_t)SOURCE_FILE_MOST);
	buf_add(b, *bytes);
	return true;
}

static bool
has(struct source *s, const char *path, bool only_folder)
{
	if (cover_of(s, path))
		return !only_folder;
	return s->folder ? worktree_dir_has(s->folder, path, only_folder) :
	    s->snap      ? snapshot_has(s->snap, path, only_folder) :
			   memory_has(s, path, only_folder);
}

/* Opening and closing. */

/* Until it has a folder or a snapshot. */
struct source *
source_memory(void)
{
	struct source *s = mem_alloc(sizeof *s);

	pthread_mutex_init(&s->asking, NULL);
	return s;
}

static bool
is_there(const char *folder, const char *name)
{
	char *path = mem_f("%s/%s", folder, name);
	struct stat st;
	bool there = lstat(path, &st) == 0;

	free(path);
	return there;
}

/* Cuts dir (absolute) back to the root; false when there is none above it.
 * A folder above the git work tree is someone else's. */
static bool
cut_to_root(char *dir)
{
	while (
	    !is_there(dir, "schema/repository.md") && !is_there(dir, ".git")) {
		char *slash = strrchr(dir, '/');

		if (!slash)
			return false;
		*slash = '\0';
	}
	return true;
}

struct source *
source_worktree(const char *dir, struct findings *f)
{
	char *root = realpath(dir, NULL);
	struct worktree_dir *folder;
	struct source *s;

	if (root && !cut_to_root(root)) {
		free(root);
		root = realpath(dir, NULL);
	}
	folder = worktree_dir_open(!root ? dir : *root ? root : "/", f);
	free(root);
	if (!folder)
		return NULL;
	s = source_memory();
	s->folder = folder;
	return s;
}

void
source_take_ignored(struct source *s)
{
	worktree_names_free(s->names);
	s->names = worktree_names_new(s->folder, NULL);
}

static struct source *
source_of_snap(struct snapshot *snap)
{
	struct source *s;

	if (!snap)
		return NULL;
	s = source_memory();
	s->snap = snap;
	return s;
}

struct source *
source_index(const char *dir, struct findings *f)
{
	return source_of_snap(snapshot_index(dir, f));
}

struct source *
source_commit(const char *dir, const char *at, const char *zone,
    struct findings *f)
{
	return source_of_snap(snapshot_commit(dir, at, zone, f));
}

void
source_memory_add(struct source *s, struct str path, struct str bytes)
{
	struct str *kept = ARENA_NEW(&s->arena, struct str);

	*kept = arena_keep(&s->arena, bytes);
	*map_put(&s->files, arena_keep(&s->arena, path)) = kept;
}

void
source_cover(struct source *s, const char *path, const struct str *bytes)
{
	struct str key = str_of(path);

	if (!map_get(&s->files, key))
		key = arena_keep(&s->arena, key);
	*map_put(&s->files, key) = (void *)bytes;
}

void
source_only(struct source *s, const struct map *paths)
{
	s->only = paths;
}

void
source_again(struct source *s)
{
	worktree_names_free(s->names);
	s->names = NULL;
}

bool
source_is_whole(struct source *s)
{
	struct findings silent = { 0 };
	bool whole = true;

	pthread_mutex_lock(&s->asking);
	if (s->folder)
		whole = worktree_names_whole(names(s, &silent));
	pthread_mutex_unlock(&s->asking);
	return whole;
}

void
source_keep(struct source *s)
{
	s->keep = true;
}

void
source_close(struct source *s)
{
	if (!s)
		return;
	worktree_names_free(s->names);
	worktree_dir_close(s->folder);
	readset_free(s->noted);
	readset_free(s->outer);
	pthread_mutex_destroy(&s->asking);
	snapshot_close(s->snap);
	map_release(&s->files);
	map_release(&s->told);
	arena_release(&s->arena);
	free(s);
}

/* Asking. */

/* What is told of the pieces before goes into the next. */
static void
end_piece(struct buf *piece, struct sipkey secret)
{
	uint64_t id = siphash(secret, buf_str(piece));

	buf_clear(piece);
	buf_add(piece, (struct str){ (const char *)&id, sizeof id });
}

/* Two lists of files are the same when this is. */
static uint64_t
list_id(const struct entry *list, size_t n, struct sipkey secret)
{
	enum { PIECE = 1 << 14 };
	struct buf b = { 0 };
	uint64_t id;

	for (size_t i = 0; i < n; i++) {
		unsigned mode = list[i].mode & MODE_KIND;

		buf_addc(&b,
		    mode == MODE_LINK       ? 'l' :
			mode == MODE_MODULE ? 'm' :
					      'f');
		buf_add(&b,
		    (struct str){ list[i].path, strlen(list[i].path) + 1 });
		if (b.n > PIECE)
			end_piece(&b, secret);
	}
	id = siphash(secret, buf_str(&b));
	buf_release(&b);
	return id;
}

/* And when this is, they must be, which is known without listing them. False:
 * it cannot be told. */
static bool
folders_id(struct source *s, const struct globs *which, uint64_t *id)
{
	struct findings silent = { 0 };
	struct buf all = { 0 }, folder = { 0 };
	bool ok = s->folder && !s->only && !s->files.n, plain;
	uint64_t one;

	pthread_mutex_lock(&s->asking);
	for (size_t i = 0; ok && i < which->n_match; i++) {
		buf_clear(&folder);
		buf_add(&folder, glob_folder(which->match[i], &plain));
		ok = worktree_names_id(names(s, &silent), buf_z(&folder), &one);
		buf_add(&all, (struct str){ (const char *)&one, sizeof one });
	}
	pthread_mutex_unlock(&s->asking);
	*id = siphash((struct sipkey){ 0 }, buf_str(&all));
	buf_release(&folder);
	buf_release(&all);
	return ok;
}

/* Those that are to be listed when not all are. */
static bool
only_list(struct source *s, struct entries *to)
{
	for (size_t i = 0; i < s->only->n; i++)
		if (globs_match(to->which, s->only->pairs[i].key))
			entries_add(to, s->only->pairs[i].key, MODE_FILE);
	return true;
}

/* Keeps those of a list that are files. */
static size_t
only_files(struct entry *list, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if ((list[i].mode & MODE_KIND) == (MODE_FILE & MODE_KIND))
			list[kept++] = list[i];
	return kept;
}

static bool
list_silently(struct source *s, const struct globs *which, bool files,
    struct arena *arena, struct entry **list, size_t *n, struct findings *f)
{
	struct entries to = { .which = which, .arena = arena };
	bool whole = s->only ? only_list(s, &to) :
	    s->folder        ? tree_list(s, &to, f) :
	    s->snap          ? snapshot_list(s->snap, &to, f) :
			       memory_list(s, &to);

	if (s->folder && !s->only)
		cover_list(s, &to);
	*list = entries_take(&to, n);
	if (files)
		*n = only_files(*list, *n);
	return whole;
}

/* Another source may have other names beside the same files. */
static void
note_list(struct source *s, const struct globs *which, bool files, bool whole,
    const struct entry *list, size_t n)
{
	struct listing l = { .which = *which, .only_files = files };

	if (whole && s->noted->no_files && folders_id(s, which, &l.id)) {
		l.told = TOLD_FOLDERS;
	} else if (whole) {
		l.told = TOLD_LIST;
		l.secret = siphash_secret();
		l.id = list_id(list, n, l.secret);
	}
	readset_list(s->noted, &l);
}

/* Who knows which files are the same knows which there are. */
static bool
list_some(struct source *s, const struct globs *which, bool files,
    struct arena *arena, struct entry **list, size_t *n, struct findings *f)
{
	bool whole = list_silently(s, which, files, arena, list, n, f);

	if (s->noted && s->noted->no_files && files) {
		if (!whole)
			readset_torn(s->noted);
	} else if (s->noted) {
		note_list(s, which, files, whole, *list, *n);
	}
	return whole;
}

bool
source_list(struct source *s, const struct globs *which, struct arena *arena,
    struct entry **list, size_t *n, struct findings *f)
{
	return list_some(s, which, false, arena, list, n, f);
}

bool
source_files(struct source *s, const struct globs *which, struct arena *arena,
    struct entry **list, size_t *n, struct findings *f)
{
	return list_some(s, which, true, arena, list, n, f);
}

unsigned
source_mode(struct source *s, const char *path)
{
	unsigned mode = cover_of(s, path) ? MODE_FILE :
	    s->folder                     ? tree_mode(s, path) :
	    s->snap                       ? snapshot_mode(s->snap, path) :
					    memory_mode(s, path);

	if (s->noted && s->noted->no_files)
		readset_mode(s->noted, path, mode);
	return mode;
}

bool
source_has(struct source *s, const char *path)
{
	bool is = has(s, path, false);

	if (s->noted)
		readset_look(s->noted, path, is);
	return is;
}

/* Where only folders count is noted by a '/' at its end. */
bool
source_is_folder(struct source *s, const char *path)
{
	bool is = has(s, path, true);

	if (s->noted) {
		char *noted = mem_f("%s/", path);

		readset_look(s->noted, noted, is);
		free(noted);
	}
	return is;
}

bool
source_read(struct source *s, const char *path, struct buf *b,
    struct findings *f)
{
	size_t from = b->n;
	bool ok = cover_of(s, path) ?
	    memory_read(s, path, b, f) :
	    s->folder ?
	    worktree_dir_read(s->folder, path, SOURCE_FILE_MOST, b, f) :
	    s->snap ? snapshot_read(s->snap, path, SOURCE_FILE_MOST, b, f) :
		      memory_read(s, path, b, f);
	char id[ENTRY_ID] = "";

	/* What failed once need not fail again. */
	if (!ok && s->noted && s->noted->no_files)
		readset_torn(s->noted);
	if (s->noted && !s->noted->no_files) {
		if (ok)
			oid_of_file(str_from(buf_str(b), from), id);
		readset_file(s->noted, path, id);
	}
	return ok;
}

bool
source_stat(struct source *s, const char *path, struct file_stat *is)
{
	return s->folder && worktree_dir_stat(s->folder, path, is);
}

void
source_stat_all(struct source *s, const struct entry *list, size_t n,
    struct file_stat *all)
{
	if (s->folder)
		worktree_dir_stat_all(s->folder, list, n, all);
}

const char *
source_git_folder(struct source *s)
{
	bool covered = s->folder && s->files.n;
	char *top = s->folder && !covered ?
	    run_top(worktree_dir_path(s->folder)) :
	    NULL;
	char *folder = top ? run_git_folder(top) : NULL;
	const char *kept = folder ? arena_z(&s->arena, str_of(folder)) :
	    s->snap               ? snapshot_git_folder(s->snap) :
				    NULL;

	free(folder);
	free(top);
	return kept;
}

const char *
source_commit_id(const struct source *s)
{
	return s->snap ? snapshot_id(s->snap) : NULL;
}

int
source_commit_day(const struct source *s, const char *zone)
{
	long long time;
	int day;

	if (!s->snap || !snapshot_time(s->snap, &time) ||
	    !day_of_instant(time, zone, &day))
		return DAY_NONE;
	return day;
}

/* What was read, and whether another source gives the same. */

void
source_note(struct source *s)
{
	if (!s->noted)
		s->noted = readset_new();
}

void
source_note_same(struct source *s, const char *path, const char *id)
{
	if (s->noted && !s->noted->no_files)
		readset_file(s->noted, path, id);
}

static bool
same_list(const struct listing *l, struct source *other)
{
	struct findings silent = { 0 };
	struct arena a = { 0 };
	struct entry *list;
	uint64_t id;
	size_t n;
	bool same;

	if (l->told != TOLD_LIST)
		return l->told == TOLD_FOLDERS &&
		    folders_id(other, &l->which, &id) && id == l->id;
	same = list_silently(other, &l->which, l->only_files, &a, &list, &n,
		   &silent) &&
	    list_id(list, n, l->secret) == l->id;
	arena_release(&a);
	return same;
}

void
source_note_looks(struct source *s)
{
	if (s->noted)
		return;
	source_note(s);
	s->noted->no_files = true;
}

bool
source_looks(const struct source *s, struct buf *b)
{
	return s->noted && readset_pack(s->noted, b);
}

static bool
is_as_seen(struct source *s, struct str key)
{
	bool folder = str_ends(key, STR("/"));
	char *path = mem_f("%.*s", (int)(key.n - folder), key.s);
	bool is = folder ? source_is_folder(s, path) : source_has(s, path);

	free(path);
	return is;
}

static bool
same_looks(const struct readset *r, struct source *s)
{
	bool same = true;

	for (size_t i = 0; same && i < r->n; i++)
		same = same_list(&r->lists[i], s);
	for (size_t i = 0; same && i < r->looks.n; i++) {
		const struct mapped *look = &r->looks.pairs[i];

		same = is_as_seen(s, look->key) ==
		    ((uintptr_t)look->value == LOOK_THERE);
	}
	return same;
}

static bool
same_modes(const struct readset *r, struct source *s)
{
	struct buf path = { 0 };
	bool same = true;

	for (size_t i = 0; same && i < r->modes.n; i++) {
		const struct mapped *look = &r->modes.pairs[i];

		buf_clear(&path);
		buf_add(&path, look->key);
		same =
		    source_mode(s, buf_z(&path)) + 1 == (uintptr_t)look->value;
	}
	buf_release(&path);
	return same;
}

bool
source_looks_same(struct source *s, struct str bytes)
{
	struct readset *r = readset_new();
	bool same =
	    readset_unpack(r, bytes) && same_looks(r, s) && same_modes(r, s);

	readset_free(r);
	return same;
}

void
source_looks_begin(struct source *s)
{
	if (!s->noted || !s->noted->no_files)
		return;
	s->outer = s->noted;
	s->noted = NULL;
	source_note_looks(s);
}

bool
source_looks_end(struct source *s, struct buf *b)
{
	struct readset *part = s->noted;
	bool whole;

	if (!s->outer)
		return false;
	whole = readset_pack(part, b);
	readset_add(s->outer, part);
	readset_free(part);
	s->noted = s->outer;
	s->outer = NULL;
	return whole;
}

/* All but lists is noted while it is compared. */
bool
source_looks_again(struct source *s, struct str bytes)
{
	struct readset *r = readset_new();
	bool same = s->noted && s->noted->no_files &&
	    readset_unpack(r, bytes) && same_looks(r, s) && same_modes(r, s);

	if (same)
		readset_add(s->noted, r);
	readset_free(r);
	return same;
}

static bool
same_file(const char *path, const char *id, struct source *other)
{
	struct findings silent = { 0 };
	struct buf b = { 0 };
	char there[ENTRY_ID] = "";

	if (other->snap && *id)
		snapshot_blob(other->snap, path, there);
	else if (source_read(other, path, &b, &silent))
		oid_of_file(buf_str(&b), there);
	buf_release(&b);
	return strcmp(id, there) == 0;
}

bool
source_same(const struct source *s, struct source *other)
{
	const struct readset *r = s->noted;
	bool same = r && !r->torn && same_looks(r, other);
	struct buf path = { 0 };

	for (size_t i = 0; same && i < r->files.n; i++) {
		const struct mapped *file = &r->files.pairs[i];

		buf_clear(&path);
		buf_add(&path, file->key);
		same = same_file(buf_z(&path), file->value, other);
	}
	buf_release(&path);
	return same;
}

const char *
source_root(const struct source *s)
{
	return s->folder ? worktree_dir_path(s->folder) : NULL;
}

const char *
source_folder(struct source *s)
{
	char *base = s->place || !s->folder ?
	    NULL :
	    worktree_base(worktree_dir_path(s->folder));
	struct str path = str_of(base ? base :
		s->snap               ? snapshot_base(s->snap) :
					"");

	if (!s->place)
		s->place = arena_z(&s->arena,
		    str_first(path, path.n ? path.n - 1 : 0));
	free(base);
	return s->place;
}

const char *
source_path(const struct source *s, const char *as_typed, struct arena *arena)
{
	const char *root = s->folder ? worktree_dir_path(s->folder) :
	    s->snap                  ? snapshot_top(s->snap) :
				       NULL;

	return source_path_typed(root, as_typed, arena);
}
