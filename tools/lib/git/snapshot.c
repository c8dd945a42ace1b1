/* snapshot: the files of an index or a commit. */
#include "git/inside.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <git2/sys/repository.h>

#include "text/day.h"
#include "base/lang.h"
#include "base/mem.h"
#include "git/run.h"
#include "git/stamp.h"

enum { LINKS_MOST = 16 }; /* links followed for one file */

/* libgit2 says "no such thing" by this alone. */
static const git_error no_reason = { .message = (char *)"" };

const char *
snapshot_reason(void)
{
	const git_error *e = git_error_last();

	if (!e || !e->message)
		e = &no_reason;
	return *e->message ? e->message : _("no reason given");
}

static struct place
nowhere(void)
{
	return (struct place){ 0 };
}

static size_t
how_many(const struct findings *f)
{
	size_t n = 0;

	for (size_t i = 0; i < LEVELS; i++)
		n += f->count[i];
	return n;
}

/* Starting. */

/* worktreeConfig moves settings to another file: none that objects or the
 * index are read by. The others say what must be kept or fetched. */
static void
start(void)
{
	static const char *harmless[] = {
		"worktreeconfig",
		"partialclone",
		"preciousobjects",
	};

	git_libgit2_init();
	git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, harmless,
	    sizeof harmless / sizeof *harmless);
}

static void
start_once(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, start);
}

/* Opening, and what stands in its way. */

/* A hook's variable, where it speaks of the repository around dir. */
static const char *
hook_says(const char *dir, const char *name)
{
	const char *value = run_env_is_for(dir) ? getenv(name) : NULL;

	return value && *value ? value : NULL;
}

static int
add_alternates(git_odb *odb, const char *list)
{
	struct str rest = str_of(list), one;
	int rc = 0;

	while (rc == 0 && str_split(&rest, ':', &one)) {
		struct buf path = { 0 };

		buf_add(&path, one);
		if (one.n)
			rc = git_odb_add_disk_alternate(odb, path.s);
		buf_release(&path);
	}
	return rc;
}

/* Objects of a push lie apart until it is accepted. */
static int
use_hook_objects(git_repository *repo, const char *dir)
{
	const char *own = hook_says(dir, "GIT_OBJECT_DIRECTORY");
	const char *more = hook_says(dir, "GIT_ALTERNATE_OBJECT_DIRECTORIES");
	git_odb *odb = NULL;
	int rc;

	if (!own && !more)
		return 0;
	rc = own ? git_odb_open(&odb, own) : git_repository_odb(&odb, repo);
	if (rc == 0 && more)
		rc = add_alternates(odb, more);
	if (rc == 0 && own)
		rc = git_repository_set_odb(repo, odb);
	git_odb_free(odb);
	return rc;
}

/* Not with GIT_REPOSITORY_OPEN_FROM_ENV, which gives up where there is a
 * GIT_WORK_TREE, as in the hooks of "git --work-tree=". */
static int
open_trusting(git_repository **repo, const char *dir, bool trust)
{
	const char *own = hook_says(dir, "GIT_DIR");
	unsigned flags = own ?
	    GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_NO_DOTGIT :
	    0;
	int rc;

	if (trust)
		git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
	rc = git_repository_open_ext(repo, own ? own : dir, flags, NULL);
	if (trust)
		git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 1);
	if (rc == 0)
		rc = use_hook_objects(*repo, dir);
	if (rc) {
		git_repository_free(*repo);
		*repo = NULL;
	}
	return rc;
}

/* The repository's own folder; yours to free. NULL: there is none. */
static char *
own_folder(const char *dir)
{
	const char *env = hook_says(dir, "GIT_DIR");
	git_buf found_at = { 0 };
	char *folder = NULL;

	if (env)
		return realpath(env, NULL);
	if (git_repository_discover(&found_at, dir, 0, NULL) == 0)
		folder = realpath(found_at.ptr, NULL);
	git_buf_dispose(&found_at);
	return folder;
}

/* The first line of a small file that git keeps; yours to free. */
static char *
first_line(const char *folder, const char *name)
{
	struct buf path = { 0 };
	char *line = NULL;
	size_t cap = 0;
	FILE *f;

	buf_addf(&path, "%s/%s", folder, name);
	f = fopen(path.s, "re");
	buf_release(&path);
	if (!f)
		return NULL;
	if (getline(&line, &cap, f) < 0) {
		free(line);
		line = NULL;
	} else {
		line[strcspn(line, "\n")] = '\0';
	}
	fclose(f);
	return line;
}

/* The settings of the repository in this folder, which for a linked work tree
 * lie in another. */
static git_config *
settings(const char *folder)
{
	char *common = first_line(folder, "commondir");
	struct buf path = { 0 };
	git_config *c = NULL;

	if (common && *common == '/')
		buf_addf(&path, "%s/config", common);
	else
		buf_addf(&path, "%s/%s%sconfig", folder, common ? common : "",
		    common ? "/" : "");
	if (git_config_open_ondisk(&c, path.s))
		c = NULL;
	buf_release(&path);
	free(common);
	return c;
}

static bool
is_sha256(git_config *c)
{
	git_buf format = { 0 };
	bool is = git_config_get_string_buf(&format, c,
		      "extensions.objectformat") == 0 &&
	    strcmp(format.ptr, "sha256") == 0;

	git_buf_dispose(&format);
	return is;
}

/* What git would have to be told to trust: the work tree, or a bare folder. */
static char *
owned_folder(const char *folder)
{
	char *file = first_line(folder, "gitdir"); /* of a linked one */
	char *owned = file ? file : strdup(folder), *slash;

	if (!owned)
		mem_out();
	slash = strrchr(owned, '/');
	if (slash && slash != owned && strcmp(slash, "/.git") == 0)
		*slash = '\0';
	return owned;
}

static void
say_not_open(const char *dir, struct findings *f)
{
	char *why =
	    strdup(snapshot_reason()); /* before more is asked of libgit2 */
	char *folder = own_folder(dir);
	git_config *c = folder ? settings(folder) : NULL;
	const char *ext = why ? strstr(why, "extensions.") : NULL;

	if (!folder && hook_says(dir, "GIT_DIR"))
		found(f, FIND_GIT_NONE, nowhere(),
		    _("GIT_DIR is '%s', which is no git repository"),
		    hook_says(dir, "GIT_DIR"));
	else if (!folder)
		found(f, FIND_GIT_NONE, nowhere(),
		    _("'%s' is in no git repository: 'git init' makes one"),
		    dir);
	else if (c && is_sha256(c))
		found(f, FIND_GIT_SHA256, nowhere(),
		    _("repository '%s' names objects by SHA-256, which cannot "
		      "be read: bring it into one made by 'git init "
		      "--object-format=sha1' with 'git fast-export --all'"),
		    folder);
	else if (ext && str_starts(str_of(ext), STR("extensions.refstorage")))
		found(f, FIND_GIT_EXTENSION, nowhere(),
		    _("repository '%s' keeps its refs in a way that cannot be "
		      "read (extensions.refstorage): 'git refs migrate "
		      "--ref-format=files' writes them as files"),
		    folder);
	else if (ext)
		found(f, FIND_GIT_EXTENSION, nowhere(),
		    _("repository '%s' uses '%.*s', which cannot be read: 'git "
		      "clone' makes one that can be"),
		    folder, (int)strcspn(ext, "' "), ext);
	else
		found(f, FIND_GIT, nowhere(),
		    _("repository '%s' cannot be opened: %s"), folder,
		    why ? why : "");
	free(why);
	git_config_free(c);
	free(folder);
}

/* libgit2 1.5 honours neither safe.directory=* nor the settings that an
 * environment gives, so git is asked: what it trusts, we read. */
static git_repository *
open_foreign(const char *dir, struct findings *f)
{
	static const char *const ask[] = { "rev-parse", "--git-dir", NULL };
	git_repository *repo = NULL;
	struct buf out = { 0 };
	char *folder, *owned;

	if (run_git(dir, ask, &out) == 0) {
		if (open_trusting(&repo, dir, true))
			say_not_open(dir, f);
	} else if ((folder = own_folder(dir))) {
		owned = owned_folder(folder);
		found(f, FIND_GIT_OWNER, nowhere(),
		    _("repository '%s' belongs to someone else: if you trust "
		      "it, 'git config --global --add safe.directory %s'"),
		    owned, owned);
		free(owned);
		free(folder);
	} else {
		say_not_open(dir, f);
	}
	buf_release(&out);
	return repo;
}

static git_repository *
open_repository(const char *dir, struct findings *f)
{
	git_repository *repo = NULL;
	int rc;

	start_once();
	if (access(dir, F_OK) < 0) {
		found(f, FIND_READ, place_file(dir), "%s", strerror(errno));
		return NULL;
	}
	rc = open_trusting(&repo, dir, false);
	if (rc == 0)
		return repo;
	if (rc == GIT_EOWNER || strstr(snapshot_reason(), "safe.directory"))
		return open_foreign(dir, f);
	say_not_open(dir, f);
	return NULL;
}

/* Objects. */

/* Without libgit2's regular expressions: 1.5 leaks 20 KB for each mismatch. */
static bool
is_partial(const struct snapshot *s)
{
	git_config_iterator *it = NULL;
	git_config_entry *e;
	git_config *c = NULL;
	bool is = false;

	if (git_repository_config_snapshot(&c, s->repo) == 0 &&
	    git_config_iterator_new(&it, c) == 0)
		while (!is && git_config_next(&e, it) == 0) {
			struct str name = str_of(e->name);

			is = str_is(name, "extensions.partialclone") ||
			    (str_starts(name, STR("remote.")) &&
				str_ends(name, STR(".promisor")));
		}
	git_config_iterator_free(it);
	git_config_free(c);
	return is;
}

bool
snapshot_lacks(const struct snapshot *s, const char *path, const git_oid *id,
    int rc, struct findings *f)
{
	struct place at = path && *path ? place_file(path) : nowhere();
	char hex[ENTRY_ID];

	git_oid_tostr(hex, sizeof hex, id);
	if (rc != GIT_ENOTFOUND)
		return found(f, FIND_GIT, at,
		    _("object %s cannot be read: %s; 'git fsck' says what is "
		      "damaged"),
		    hex, snapshot_reason());
	if (is_partial(s))
		return found(f, FIND_GIT_PARTIAL, at,
		    _("object %s was not fetched, as this clone is partial: "
		      "'git fetch --refetch --no-filter' gets all"),
		    hex);
	return found(f, FIND_GIT_MISSING, at,
	    _("object %s is not in the repository: 'git fsck' says what is "
	      "lost; fetch from a copy that has it"),
	    hex);
}

/* The tree of a folder by its full path. NULL: no such folder, or it is
 * missing (said then). Trees are kept: parsing a large one for each of its
 * files would take the square of its size. */
static const git_tree *
tree_of(struct snapshot *s, struct str folder, struct findings *f)
{
	const git_tree *tree = map_get(&s->trees, STR(""));
	struct str rest = folder, name;

	if (!folder.n)
		return tree;
	while (tree && str_split(&rest, '/', &name)) {
		struct str path =
		    str_first(folder, (size_t)(name.s - folder.s) + name.n);
		git_tree *sub = map_get(&s->trees, path);
		const git_tree_entry *e;
		char *z;
		int rc;

		if (sub) {
			tree = sub;
			continue;
		}
		z = arena_z(&s->arena, path);
		e = git_tree_entry_byname(tree, z + (name.s - folder.s));
		if (!e || git_tree_entry_type(e) != GIT_OBJECT_TREE)
			return NULL;
		rc = git_tree_lookup(&sub, s->repo, git_tree_entry_id(e));
		if (rc) {
			snapshot_lacks(s, z, git_tree_entry_id(e), rc, f);
			return NULL;
		}
		*map_put(&s->trees, (struct str){ z, path.n }) = sub;
		tree = sub;
	}
	return tree;
}

struct what {
	unsigned mode; /* 0: not there */
	git_oid id;
};

static struct what
in_tree(struct snapshot *s, const char *full, struct findings *f)
{
	const char *slash = strrchr(full, '/');
	const char *name = slash ? slash + 1 : full;
	const git_tree *tree = tree_of(s,
	    (struct str){ full, slash ? (size_t)(slash - full) : 0 }, f);
	const git_tree_entry *e =
	    tree ? git_tree_entry_byname(tree, name) : NULL;

	if (!e)
		return (struct what){ 0 };
	return (
	    struct what){ git_tree_entry_filemode(e), *git_tree_entry_id(e) };
}

/* "git add -N" only announces a file: a commit would not hold it. */
static bool
is_announced(const git_index_entry *e)
{
	return e->flags_extended & GIT_INDEX_ENTRY_INTENT_TO_ADD;
}

static bool
say_conflict(const char *path, struct findings *f)
{
	return found(f, FIND_GIT_CONFLICT, place_file(path),
	    _("not merged yet: resolve it, then 'git add %s'"), path);
}

static struct what
in_index(struct snapshot *s, const char *full, struct findings *f)
{
	const git_index_entry *e = git_index_get_bypath(s->index, full, 0);
	const git_index_entry *a, *b, *c;
	struct buf folder = { 0 };
	struct what is = { 0 };

	if (e && !is_announced(e))
		return (struct what){ e->mode, e->id };
	if (git_index_conflict_get(&a, &b, &c, s->index, full) == 0) {
		say_conflict(full + strlen(s->base), f);
		return is;
	}
	buf_addf(&folder, "%s/", full);
	if (git_index_find_prefix(NULL, s->index, folder.s) == 0)
		is.mode = MODE_FOLDER;
	buf_release(&folder);
	return is;
}

/* What is there by a path from the root, no link followed. */
static struct what
look(struct snapshot *s, const char *path, struct findings *f)
{
	struct buf full = { 0 };
	struct what is;

	buf_addf(&full, "%s%s", s->base, path);
	is = s->index ? in_index(s, full.s, f) : in_tree(s, full.s, f);
	buf_release(&full);
	return is;
}

static bool
read_object(struct snapshot *s, const char *path, const git_oid *id,
    size_t most, struct buf *b, struct findings *f)
{
	git_odb_object *o;
	git_object_t type;
	size_t size;
	int rc = git_odb_read_header(&size, &type, s->odb, id);

	if (rc)
		return snapshot_lacks(s, path, id, rc, f);
	if (size > most)
		return found(f, FIND_READ_LARGE, place_file(path),
		    _("file has %zu bytes; at most %zu are read"), size, most);
	rc = git_odb_read(&o, s->odb, id);
	if (rc)
		return snapshot_lacks(s, path, id, rc, f);
	buf_add(b,
	    (struct str){ git_odb_object_data(o), git_odb_object_size(o) });
	git_odb_object_free(o);
	return true;
}

/* Links, followed within what git keeps. */

static void
cut_last(struct buf *path)
{
	while (path->n && path->s[--path->n] != '/')
		;
	if (path->s)
		path->s[path->n] = '\0';
}

/* Takes one part of todo to done, which holds no link. False after saying that
 * it leaves the root. */
static bool
step(struct buf *done, struct str *todo, const char *path, struct findings *f)
{
	struct str part;

	str_split(todo, '/', &part);
	if (str_is(part, "..") && !done->n)
		return found(f, FIND_READ_LINK, place_file(path),
		    _("link leaves the repository"));
	if (str_is(part, "..")) {
		cut_last(done);
	} else if (part.n && !str_is(part, ".")) {
		if (done->n)
			buf_addc(done, '/');
		buf_add(done, part);
	}
	return true;
}

/* Puts the target of the link at done before what was still to do. */
static bool
step_link(struct snapshot *s, const git_oid *id, struct buf *done,
    struct buf *left, struct str *todo, const char *path, struct findings *f)
{
	struct buf next = { 0 };

	if (!read_object(s, path, id, PATH_MAX, &next, f)) {
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
	cut_last(done);
	return true;
}

static struct what
follow(struct snapshot *s, const char *path, struct findings *f)
{
	struct buf done = { 0 }, left = { 0 };
	struct str todo = str_of(path);
	struct what is = { 0 };
	int links = 0;

	while (todo.s) {
		if (!step(&done, &todo, path, f))
			goto fail;
		is = done.n ? look(s, done.s, f) :
			      (struct what){ .mode = MODE_FOLDER };
		if (!is.mode && links)
			found(f, FIND_READ_LINK, place_file(path),
			    _("link leads nowhere"));
		if (!is.mode)
			goto fail;
		if (is.mode != MODE_LINK)
			continue;
		if (++links > LINKS_MOST) {
			found(f, FIND_READ_LINK, place_file(path),
			    _("links lead in a circle"));
			goto fail;
		}
		if (!step_link(s, &is.id, &done, &left, &todo, path, f))
			goto fail;
	}
	goto out;
fail:
	is.mode = 0;
out:
	buf_release(&done);
	buf_release(&left);
	return is;
}

/* What path means. Says nothing when there is simply no such file. */
static struct what
find(struct snapshot *s, const char *path, struct findings *f)
{
	size_t said = how_many(f);
	struct what is;

	if (!entry_is_inside(str_of(path)))
		return (struct what){ 0 };
	is = look(s, path, f);
	if (is.mode == MODE_LINK || (!is.mode && how_many(f) == said))
		is = follow(s, path, f);
	return is;
}

unsigned
snapshot_mode(struct snapshot *s, const char *path)
{
	struct findings silent = { 0 };
	unsigned mode = 0;

	pthread_mutex_lock(&s->lock);
	if (entry_is_inside(str_of(path)))
		mode = look(s, path, &silent).mode;
	pthread_mutex_unlock(&s->lock);
	return (mode & MODE_KIND) == (MODE_FILE & MODE_KIND) ? MODE_FILE : mode;
}

bool
snapshot_has(struct snapshot *s, const char *path, bool only_folder)
{
	struct findings silent = { 0 };
	struct what is;

	pthread_mutex_lock(&s->lock);
	is = find(s, path, &silent);
	pthread_mutex_unlock(&s->lock);
	return only_folder ? is.mode == MODE_FOLDER :
			     is.mode && is.mode != MODE_MODULE;
}

bool
snapshot_read(struct snapshot *s, const char *path, size_t most, struct buf *b,
    struct findings *f)
{
	size_t said = how_many(f);
	struct what is;
	bool ok = false;

	pthread_mutex_lock(&s->lock);
	is = find(s, path, f);
	if (is.mode == MODE_FOLDER)
		found(f, FIND_READ_KIND, place_file(path),
		    _("%s, where a file should be"), _("a folder"));
	else if (is.mode == MODE_MODULE)
		found(f, FIND_READ_KIND, place_file(path),
		    _("%s, where a file should be"), _("a submodule"));
	else if (is.mode)
		ok = read_object(s, path, &is.id, most, b, f);
	else if (how_many(f) == said)
		found(f, FIND_READ, place_file(path), _("no such file"));
	pthread_mutex_unlock(&s->lock);
	return ok;
}

bool
snapshot_blob(struct snapshot *s, const char *path, char out[ENTRY_ID])
{
	struct findings silent = { 0 };
	struct what is;

	pthread_mutex_lock(&s->lock);
	is = find(s, path, &silent);
	pthread_mutex_unlock(&s->lock);
	*out = '\0';
	if (is.mode && is.mode != MODE_FOLDER && is.mode != MODE_MODULE)
		git_oid_tostr(out, ENTRY_ID, &is.id);
	return *out;
}

void
blob_id(struct str bytes, char out[ENTRY_ID])
{
	git_oid id = { { 0 } };

	start_once();
	git_odb_hash(&id, bytes.s ? bytes.s : "", bytes.n, GIT_OBJECT_BLOB);
	git_oid_tostr(out, ENTRY_ID, &id);
}

/* Listing. */

static void
list_one(struct entries *to, struct str path, unsigned mode, const git_oid *id)
{
	struct entry *e;

	if (!globs_match(to->which, path))
		return;
	e = entries_add(to, path, mode);
	git_oid_tostr(e->id, sizeof e->id, id);
}

static bool
list_index(struct snapshot *s, struct entries *to, struct findings *f)
{
	size_t n = git_index_entrycount(s->index);
	const char *last = NULL; /* said to be in conflict */
	bool whole = true;

	for (size_t i = 0; i < n; i++) {
		const git_index_entry *e = git_index_get_byindex(s->index, i);
		struct str path = str_of(e->path);

		if (!str_starts(path, str_of(s->base)) || is_announced(e))
			continue;
		path = str_from(path, strlen(s->base));
		if (git_index_entry_stage(e) == 0) {
			list_one(to, path, e->mode, &e->id);
		} else if (globs_match(to->which, path) &&
		    !(last && strcmp(last, e->path) == 0)) {
			whole = say_conflict(path.s, f);
			last = e->path;
		}
	}
	return whole;
}

struct walk {
	struct snapshot *s;
	struct entries *to;
	struct findings *f;
	struct buf path; /* from the top of the repository */
	int deep;
	bool whole;
};

static void walk_tree(struct walk *, const git_tree *);

static void
walk_folder(struct walk *w, struct str path)
{
	struct findings *f = w->f;
	size_t said = how_many(f);
	const git_tree *tree;

	if (!globs_below(w->to->which, path))
		return;
	if (w->deep == FOLDERS_DEEP) {
		w->whole = found(f, FIND_READ_DEEP, place_file(path.s),
		    _("folder lies more than %d folders deep"), FOLDERS_DEEP);
		return;
	}
	tree = tree_of(w->s, buf_str(&w->path), f);
	if (tree) {
		buf_addc(&w->path, '/');
		w->deep++;
		walk_tree(w, tree);
		w->deep--;
	} else if (how_many(f) != said) {
		w->whole = false;
	}
}

static void
walk_tree(struct walk *w, const git_tree *tree)
{
	size_t n = git_tree_entrycount(tree), start = w->path.n;
	size_t base = strlen(w->s->base);

	for (size_t i = 0; i < n; i++) {
		const git_tree_entry *e = git_tree_entry_byindex(tree, i);
		struct str path;

		buf_addz(&w->path, git_tree_entry_name(e));
		path = str_from(buf_str(&w->path), base);
		if (!entry_is_inside(str_of(git_tree_entry_name(e))) ||
		    strchr(git_tree_entry_name(e), '/'))
			w->whole = found(w->f, FIND_GIT, place_file(path.s),
			    _("a name that git itself would not check out; "
			      "'git fsck' tells more"));
		else if (git_tree_entry_type(e) == GIT_OBJECT_TREE)
			walk_folder(w, path);
		else
			list_one(w->to, path, git_tree_entry_filemode(e),
			    git_tree_entry_id(e));
		w->path.n = start;
		w->path.s[start] = '\0';
	}
}

static bool
list_commit(struct snapshot *s, struct entries *to, struct findings *f)
{
	struct walk w = { .s = s, .to = to, .f = f, .whole = true };
	size_t n = strlen(s->base);
	const git_tree *tree =
	    tree_of(s, (struct str){ s->base, n ? n - 1 : 0 }, f);

	buf_addz(&w.path, s->base);
	if (tree)
		walk_tree(&w, tree);
	buf_release(&w.path);
	return w.whole;
}

bool
snapshot_list(struct snapshot *s, struct entries *to, struct findings *f)
{
	bool whole;

	pthread_mutex_lock(&s->lock);
	whole = s->index ? list_index(s, to, f) : list_commit(s, to, f);
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
	struct buf b = { 0 };

	if (w && d && strncmp(d, w, n) == 0 && d[n] == '/')
		buf_addf(&b, "%s/", d + n + 1);
	free(w);
	free(d);
	return buf_take(&b);
}

/* Cuts the base back to the nearest folder that holds the schema's first
 * page. */
static void
cut_base(struct snapshot *s)
{
	struct findings silent = { 0 };

	while (*s->base && !look(s, "schema/repository.md", &silent).mode) {
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
	const git_tree *tree = map_get(&s->trees, STR(""));
	struct findings silent = { 0 };
	char *only = tree && !look(s, "schema/repository.md", &silent).mode ?
	    data_folders_only(s, git_tree_id(tree)) :
	    NULL;

	if (only) {
		struct buf b = { 0 };

		buf_addf(&b, "%s/", only);
		free(s->base);
		s->base = buf_take(&b);
	}
	free(only);
}

/* The folder that is used, else the nearest one from dir upwards. */
static void
find_base(struct snapshot *s, const char *dir)
{
	const char *work = hook_says(dir, "GIT_WORK_TREE");
	const char *folder = data_folders_snapshot();
	struct buf b = { 0 };

	if (!work)
		work = git_repository_workdir(s->repo);
	if (folder) {
		buf_addf(&b, "%s%s", folder, *folder ? "/" : "");
		s->base = buf_take(&b);
	} else {
		s->base = folder_in(work, dir);
		cut_base(s);
	}
	if (!work && !folder)
		find_bare_base(s);
	if (!work)
		return;
	buf_addf(&b, "%s/%s", work, s->base);
	s->top = realpath(b.s, NULL);
	buf_release(&b);
}

struct snapshot *
snapshot_open(const char *dir, struct findings *f)
{
	git_repository *repo = open_repository(dir, f);
	struct snapshot *s;

	if (!repo)
		return NULL;
	s = mem_alloc(sizeof *s);
	s->repo = repo;
	pthread_mutex_init(&s->lock, NULL);
	if (git_repository_odb(&s->odb, repo)) {
		found(f, FIND_GIT, nowhere(), _("objects cannot be opened: %s"),
		    snapshot_reason());
		snapshot_close(s);
		return NULL;
	}
	return s;
}

void
snapshot_close(struct snapshot *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->trees.n; i++)
		git_tree_free(s->trees.pairs[i].value);
	map_release(&s->trees);
	arena_release(&s->arena);
	git_commit_free(s->commit);
	git_index_free(s->index);
	git_odb_free(s->odb);
	git_repository_free(s->repo);
	pthread_mutex_destroy(&s->lock);
	free(s->base);
	free(s->top);
	free(s);
}

/* The index. */

/* With index.skipHash git writes zeros where libgit2 looks for a sum. */
static bool
has_no_sum(const char *path)
{
	enum { SUM = 20 };
	char sum[SUM];
	FILE *f = fopen(path, "rbe");
	bool has_none =
	    f && fseek(f, -SUM, SEEK_END) == 0 && fread(sum, 1, SUM, f) == SUM;

	for (int i = 0; has_none && i < SUM; i++)
		has_none = sum[i] == 0;
	if (f)
		fclose(f);
	return has_none;
}

static bool
say_no_index(const struct snapshot *s, const char *other, struct findings *f)
{
	const char *why = snapshot_reason();
	struct buf path = { 0 };
	bool no_sum;

	if (other)
		buf_addz(&path, other);
	else
		buf_addf(&path, "%sindex", git_repository_path(s->repo));
	no_sum = has_no_sum(buf_z(&path));
	buf_release(&path);

	if (strstr(why, "'sdir'"))
		return found(f, FIND_GIT_SPARSE, nowhere(),
		    _("the index is sparse, which cannot be read: 'git "
		      "sparse-checkout reapply --no-sparse-index' makes it "
		      "whole"));
	if (strstr(why, "'link'"))
		return found(f, FIND_GIT_SPLIT, nowhere(),
		    _("the index is split, which cannot be read: 'git "
		      "update-index --no-split-index' joins it"));
	if (no_sum)
		return found(f, FIND_GIT_SUM, nowhere(),
		    _("the index has no checksum (index.skipHash), so it "
		      "cannot be read: 'git config index.skipHash false', then "
		      "'git update-index --force-write-index' writes one"));
	return found(f, FIND_GIT, nowhere(), _("the index cannot be read: %s"),
	    why);
}

static bool
take_index(struct snapshot *s, const char *dir, struct findings *f)
{
	const char *other = hook_says(dir, "GIT_INDEX_FILE");

	if (other ? git_index_open(&s->index, other) :
		    git_repository_index(&s->index, s->repo))
		return say_no_index(s, other, f);
	if (git_index_read(s->index, false))
		return say_no_index(s, other, f);
	if (git_repository_is_bare(s->repo) &&
	    access(git_index_path(s->index), F_OK) < 0)
		return found(f, FIND_GIT, nowhere(),
		    _("a bare repository has no index: read a commit, such as "
		      "'--at HEAD'"));
	/* Paths are bytes, whatever file system this is. */
	git_index_set_caps(s->index,
	    git_index_caps(s->index) & ~GIT_INDEX_CAPABILITY_IGNORE_CASE);
	return true;
}

struct snapshot *
snapshot_index(const char *dir, struct findings *f)
{
	struct snapshot *s = snapshot_open(dir, f);

	if (!s)
		return NULL;
	if (!take_index(s, dir, f)) {
		snapshot_close(s);
		return NULL;
	}
	find_base(s, dir);
	return s;
}

/* A commit. */

/* The name that was probably meant; yours to free. */
static char *
near_name(git_repository *repo, struct str meant)
{
	git_reference_iterator *it;
	git_reference *ref;
	size_t best = SIZE_MAX;
	char *name = NULL;

	if (git_reference_iterator_new(&it, repo))
		return NULL;
	while (git_reference_next(&ref, it) == 0) {
		struct str one = str_of(git_reference_shorthand(ref));

		if (str_near(one, meant) && str_distance(one, meant) < best) {
			best = str_distance(one, meant);
			free(name);
			name = strdup(one.s);
		}
		git_reference_free(ref);
	}
	git_reference_iterator_free(it);
	return name;
}

/* A linked work tree has its own folder, and libgit2 looks only there. */
bool
snapshot_is_shallow(const struct snapshot *s)
{
	struct buf path = { 0 };
	struct stat st;
	bool is;

	if (git_repository_is_shallow(s->repo) == 1)
		return true;
	buf_addf(&path, "%s/shallow", git_repository_commondir(s->repo));
	is = stat(path.s, &st) == 0 && st.st_size > 0;
	buf_release(&path);
	return is;
}

static bool
say_unknown(const struct snapshot *s, const char *at, struct findings *f)
{
	struct str name = str_first(str_of(at), strcspn(at, "~^@:"));
	char *near = near_name(s->repo, name);

	if (near)
		found(f, FIND_AT_UNKNOWN, nowhere(),
		    _("no revision '%s': did you mean '%s'?"), at, near);
	else if (git_repository_head_unborn(s->repo) == 1)
		found(f, FIND_GIT_EMPTY, nowhere(),
		    _("no revision '%s': the repository has no commits yet, "
		      "'git commit' makes the first"),
		    at);
	else if (snapshot_is_shallow(s))
		found(f, FIND_GIT_SHALLOW, nowhere(),
		    _("no revision '%s' in this shallow clone: 'git fetch "
		      "--unshallow' gets the rest"),
		    at);
	else
		found(f, FIND_AT_UNKNOWN, nowhere(),
		    _("no revision '%s': 'git branch -a' and 'git tag' list "
		      "names"),
		    at);
	free(near);
	return false;
}

static bool
say_unread(const struct snapshot *s, const char *at, int rc, struct findings *f)
{
	git_reference *ref = NULL;

	if (rc == GIT_EAMBIGUOUS)
		return found(f, FIND_AT_UNKNOWN, nowhere(),
		    _("'%s' is the start of more than one id: write more of "
		      "it"),
		    at);
	if (rc != GIT_ENOTFOUND && rc != GIT_EINVALIDSPEC &&
	    rc != GIT_EUNBORNBRANCH)
		return found(f, FIND_GIT, nowhere(),
		    _("revision '%s' cannot be read: %s"), at,
		    snapshot_reason());
	/* A name that is there for a commit that is not. */
	if (rc == GIT_ENOTFOUND && git_reference_dwim(&ref, s->repo, at) == 0) {
		git_reference *end = NULL;

		if (git_reference_resolve(&end, ref) == 0)
			snapshot_lacks(s, NULL, git_reference_target(end), rc,
			    f);
		else
			say_unknown(s, at, f);
		git_reference_free(end);
		git_reference_free(ref);
		return false;
	}
	return say_unknown(s, at, f);
}

/* HEAD@{2020-01-01}: not the state of that day, but what this copy had then. */
static bool
asks_reflog_by_time(const char *at)
{
	const char *in = strstr(at, "@{");
	size_t n;

	if (!in)
		return false;
	in += 2;
	n = strcspn(in, "}");
	return !(n == strspn(in, "-0123456789") && n < 8) &&
	    strncmp(in, "u}", 2) && strncmp(in, "upstream}", 9) &&
	    strncmp(in, "push}", 5);
}

static bool
take_revision(struct snapshot *s, const char *at, struct findings *f)
{
	git_object *o = NULL;
	int rc;

	if (asks_reflog_by_time(at))
		return found(f, FIND_AT_UNKNOWN, nowhere(),
		    _("'%s' asks when this clone changed, not when something "
		      "was committed: write the day alone, such as 2024-02-29"),
		    at);
	rc = git_revparse_single(&o, s->repo, at);
	if (rc)
		return say_unread(s, at, rc, f);
	rc = git_object_peel((git_object **)&s->commit, o, GIT_OBJECT_COMMIT);
	git_object_free(o);
	if (rc == GIT_EPEEL || rc == GIT_EINVALIDSPEC)
		return found(f, FIND_AT_UNKNOWN, nowhere(),
		    _("'%s' is not a commit"), at);
	return rc == 0 || say_unread(s, at, rc, f);
}

/* The last second of a day in a zone, by halving: converting each commit's
 * time would load the zone for each. */
static bool
day_end(int day, const char *zone, long long *end)
{
	enum { DAY = 24 * 60 * 60 };
	long long in = (long long)day * DAY - 2 * DAY; /* not after the day */
	long long past = in + 5 * DAY;
	int d;

	while (past - in > 1) {
		long long mid = in + (past - in) / 2;

		if (!day_of_instant(mid, zone, &d))
			return false;
		if (d <= day)
			in = mid;
		else
			past = mid;
	}
	*end = in;
	return true;
}

/* When it was committed, by what it says: libgit2 takes what is no time for
 * one. False: it cannot be told. */
static bool
commit_time(const struct snapshot *s, long long *time)
{
	const char *header = git_commit_raw_header(s->commit);
	struct stamp at =
	    stamp_read(stamp_line(str_of(header), STR("committer")));

	*time = at.time;
	return at.when == STAMP_TOLD;
}

/* The first commit of all is later, if it says when it was made. */
static bool
say_too_old(const struct snapshot *s, const char *at, const char *zone,
    struct findings *f)
{
	char day[DAY_TEXT];
	long long time;
	int first;

	if (!commit_time(s, &time) || !day_of_instant(time, zone, &first))
		first = 0;
	return found(f, FIND_AT_UNKNOWN, nowhere(),
	    _("no commit is as old as %s: the first is of %s"), at,
	    day_text(first, day));
}

static bool
say_undated(const char *at, const git_oid *id, struct findings *f)
{
	char hex[ENTRY_ID];

	return found(f, FIND_AT_UNKNOWN, nowhere(),
	    _("whether commit %.12s is of %s or later cannot be told, as its "
	      "day cannot: give a commit instead of a day"),
	    git_oid_tostr(hex, sizeof hex, id), at);
}

/* Makes the first parent the commit. False after saying why not. In a shallow
 * clone newer versions of libgit2 take the last commit for a root, older ones
 * miss its parent. */
static bool
to_parent(struct snapshot *s, const char *at, const char *zone,
    struct findings *f)
{
	bool root = git_commit_parentcount(s->commit) == 0;
	git_commit *parent;
	int rc =
	    root ? GIT_ENOTFOUND : git_commit_parent(&parent, s->commit, 0);

	if (rc == GIT_ENOTFOUND && snapshot_is_shallow(s))
		return found(f, FIND_GIT_SHALLOW, nowhere(),
		    _("this clone is shallow and does not reach back to %s: "
		      "'git fetch --unshallow' gets the rest"),
		    at);
	if (root)
		return say_too_old(s, at, zone, f);
	if (rc)
		return snapshot_lacks(s, NULL,
		    git_commit_parent_id(s->commit, 0), rc, f);
	git_commit_free(s->commit);
	s->commit = parent;
	return true;
}

/* Goes back to the first commit that is not after the end of a day. One whose
 * day cannot be told is after it where the one that it goes on from is. */
static bool
to_day(struct snapshot *s, const char *at, long long end, const char *zone,
    struct findings *f)
{
	git_oid undated = { 0 };
	long long time;

	for (;;) {
		bool told = commit_time(s, &time);
		bool last = git_commit_parentcount(s->commit) == 0 &&
		    !snapshot_is_shallow(s);

		if (told && time > end)
			undated = (git_oid){ 0 };
		else if (!told && git_oid_is_zero(&undated))
			undated = *git_commit_id(s->commit);
		if (!git_oid_is_zero(&undated) && (told || last))
			return say_undated(at, &undated, f);
		if (told && time <= end)
			return true;
		if (!to_parent(s, at, zone, f))
			return false;
	}
}

static bool
take_day(struct snapshot *s, const char *at, const char *zone,
    struct findings *f)
{
	long long end;
	int day;

	if (!day_parse(str_of(at), &day))
		return found(f, FIND_AT_UNKNOWN, nowhere(),
		    _("there is no day '%s'"), at);
	if (!day_end(day, zone, &end))
		return found(f, FIND_AT_ZONE, nowhere(),
		    _("time zone '%s' is not known here: install the time zone "
		      "data, or correct it in schema/repository.md"),
		    zone);
	return take_revision(s, "HEAD", f) && to_day(s, at, end, zone, f);
}

static bool
looks_like_day(const char *at)
{
	static const char form[] = "dddd-dd-dd";
	size_t i;

	for (i = 0; form[i] && at[i]; i++)
		if (form[i] == 'd' ? at[i] < '0' || at[i] > '9' : at[i] != '-')
			return false;
	return !form[i] && !at[i];
}

bool
snapshot_take_tree(struct snapshot *s, const char *dir, const git_oid *id,
    struct findings *f)
{
	git_tree *tree;
	int rc = git_tree_lookup(&tree, s->repo, id);

	if (rc)
		return snapshot_lacks(s, NULL, id, rc, f);
	*map_put(&s->trees, STR("")) = tree;
	find_base(s, dir);
	return true;
}

bool
snapshot_take_commit(struct snapshot *s, const char *dir, const char *at,
    const char *zone, struct findings *f)
{
	if (!zone)
		zone = "UTC";
	if (!looks_like_day(at) && name_is_ambiguous(s, at))
		return found(f, FIND_AT_UNKNOWN, nowhere(),
		    _("'%s' is the name of more than one thing: write "
		      "refs/heads/… for a branch, refs/tags/… for a tag, or "
		      "the whole id of a commit"),
		    at);
	if (!(looks_like_day(at) ? take_day(s, at, zone, f) :
				   take_revision(s, at, f)))
		return false;
	git_oid_tostr(s->id, sizeof s->id, git_commit_id(s->commit));
	return snapshot_take_tree(s, dir, git_commit_tree_id(s->commit), f);
}

struct snapshot *
snapshot_commit(const char *dir, const char *at, const char *zone,
    struct findings *f)
{
	struct snapshot *s = snapshot_open(dir, f);

	if (!s)
		return NULL;
	if (!snapshot_take_commit(s, dir, at, zone, f)) {
		snapshot_close(s);
		return NULL;
	}
	return s;
}

const char *
snapshot_id(const struct snapshot *s)
{
	return s->commit ? s->id : NULL;
}

bool
snapshot_time(const struct snapshot *s, long long *time)
{
	return s->commit && commit_time(s, time);
}

const char *
snapshot_top(const struct snapshot *s)
{
	return s->top;
}

const char *
snapshot_base(const struct snapshot *s)
{
	return s->base;
}
