/* worktree_names_kept: what git says of a work tree, kept. */
#include "git/worktree_names_kept.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "base/pack.h"
#include "base/sha256.h"
#include "git/cachefile.h"
#include "git/run.h"
#include "git/worktree.h"
#include "git/worktree_names_inside.h"
#include "text/say.h"

/* What is kept, and how: another number, and it is made anew. */
static const char format[] = "ketnap names 2";

static const char ignores[] = ".gitignore";

enum {
	NEW_MOST = 64,     /* names that git is asked of by themselves */
	OTHERS_MOST = 1000 /* folders in which git holds nothing */
};

struct kept {
	const struct worktree_dir *dir;
	char *top, *base; /* of the work tree, and from there to the root */
	struct cachefile *file;
	struct file_stat now;
	struct buf key; /* all that it rests on, but the folders */
	bool sound;     /* nothing of that may yet change without a trace */
	/* of what was kept, though it may rest on something else */
	struct sipkey secret;
	bool has_secret;

	/* of those that were kept: what is new */
	struct str fresh[NEW_MOST];
	struct worktree_name *fresh_names[NEW_MOST];
	size_t n_fresh;
};

/* What it rests on. */

static void
pack_stat(struct buf *b, const struct file_stat *s)
{
	pack_number(b, s->size);
	pack_number(b, s->modified);
	pack_number(b, s->changed);
	pack_number(b, (int64_t)s->device);
	pack_number(b, (int64_t)s->inode);
	pack_number(b, s->mode);
}

static struct file_stat
take_stat(struct unpack *p)
{
	struct file_stat s;

	s.size = pack_take_number(p);
	s.modified = pack_take_number(p);
	s.changed = pack_take_number(p);
	s.device = (unsigned long long)pack_take_number(p);
	s.inode = (unsigned long long)pack_take_number(p);
	s.mode = (unsigned)pack_take_number(p);
	return s;
}

/* One that is not there is all-zero. */
static void
add_file(struct kept *k, const char *path)
{
	struct file_stat is = { 0 };
	struct stat st;

	if (stat(path, &st) == 0)
		file_stat_take(&is, &st);
	k->sound = k->sound && !(is.mode && file_stat_racy(&is, &k->now));
	pack_str(&k->key, str_of(path));
	pack_stat(&k->key, &is);
}

static void
add_file_in(struct kept *k, const char *folder, const char *name)
{
	char *path = mem_f("%s/%s", folder, name);

	add_file(k, path);
	free(path);
}

static void
add_git_files(struct kept *k, const char *git)
{
	char *common = run_common_folder(git);

	add_file_in(k, git, "index");
	add_file_in(k, common, "info/exclude");
	free(common);
}

/* Settings are KEY LF VALUE NUL each; the last of a key counts. */
static struct str
setting(struct str all, const char *key)
{
	struct str one, name, found = { 0 };

	while (str_split(&all, '\0', &one)) {
		name = str_first(one, str_find(one, '\n'));
		if (str_is(name, key))
			found =
			    str_from(one, name.n + (name.n < one.n ? 1 : 0));
	}
	return found;
}

/* The user's own file of what is ignored everywhere. False: git alone knows
 * which it is. */
static bool
add_own_ignores(struct kept *k, struct str settings)
{
	struct str named = setting(settings, "core.excludesfile");
	const char *home = getenv("HOME"), *xdg = getenv("XDG_CONFIG_HOME");
	char *path = NULL;

	if (named.n && named.s[0] == '/')
		path = mem_f("%.*s", STRF(named));
	else if (named.n && str_starts(named, STR("~/")) && home)
		path = mem_f("%s%.*s", home, STRF(str_from(named, 1)));
	else if (named.n)
		return false;
	else if (xdg && *xdg)
		path = mem_f("%s/git/ignore", xdg);
	else if (home)
		path = mem_f("%s/.config/git/ignore", home);
	if (path)
		add_file(k, path);
	free(path);
	return true;
}

/* Settings may hold what is nobody's business: their sum is kept. */
static bool
add_settings(struct kept *k)
{
	static const char *const ask[] = { "config", "--list", "-z", NULL };
	unsigned char sum[SHA256_BYTES];
	struct sha256 sha;
	struct buf all = { 0 };
	bool ok = run_git(k->top, ask, &all) == 0;

	sha256_begin(&sha);
	sha256_add(&sha, buf_str(&all));
	sha256_end(&sha, sum);
	pack_str(&k->key, (struct str){ (const char *)sum, sizeof sum });
	ok = ok && add_own_ignores(k, buf_str(&all));
	buf_release(&all);
	return ok;
}

/* Those of the folders above the root; the others are kept with theirs. */
static void
add_ignores_above(struct kept *k)
{
	for (size_t n = 0; k->base[n]; n++) {
		char *folder;

		if (n && k->base[n - 1] != '/')
			continue;
		folder = mem_f("%s/%.*s", k->top, (int)n, k->base);
		add_file_in(k, folder, ignores);
		free(folder);
	}
}

static bool
make_key(struct kept *k, const char *git)
{
	k->sound = true;
	pack_str(&k->key, str_of(k->top));
	pack_str(&k->key, str_of(k->base));
	add_git_files(k, git);
	add_ignores_above(k);
	return add_settings(k);
}

/* Reading. */

/* A name is its kind, the name itself and a NUL. */
enum { HELD_SHIFT = 4, TYPE_BITS = (1 << HELD_SHIFT) - 1 };

static const unsigned helds[] = { 0, MODE_FILE, MODE_FOLDER };
enum { HELDS = sizeof helds / sizeof *helds };

static bool
take_names(struct unpack *p, struct arena *a, struct worktree_folder *folder)
{
	size_t n = pack_take_count(p);
	struct str rest = pack_take_str(p), name;

	folder->n = p->ok && n <= rest.n ? n : 0;
	folder->all = ARENA_ARRAY(a, struct worktree_name, folder->n);
	for (size_t i = 0; i < folder->n; i++) {
		unsigned char kind = rest.n ? (unsigned char)*rest.s : 0;

		name = str_from(rest, 1);
		if (!rest.n || kind >> HELD_SHIFT >= HELDS ||
		    !memchr(name.s, '\0', name.n))
			return false;
		folder->all[i] = (struct worktree_name){ name.s,
			kind & TYPE_BITS, helds[kind >> HELD_SHIFT], NULL };
		rest = str_from(name, strlen(name.s) + 1);
	}
	return p->ok && n == folder->n && !rest.n;
}

static bool
take_folder(struct unpack *p, struct arena *a, struct worktree_folder *folder)
{
	folder->read = true;
	folder->is = take_stat(p);
	folder->ignores = take_stat(p);
	return take_names(p, a, folder);
}

/* Folders waiting for their turn: those that lie in one follow each other, and
 * come after all that were there before. */
struct turns {
	struct worktree_folder **all;
	size_t n, cap;
};

static void
add_turns(struct turns *t, struct worktree_names *names,
    struct worktree_folder *folder)
{
	for (size_t i = 0; i < folder->n; i++)
		if (folder->all[i].type == DT_DIR)
			*MEM_PUSH(t->all, t->n, t->cap) = worktree_names_enter(
			    names, folder, &folder->all[i]);
}

static bool
take_folders(struct worktree_names *names, struct unpack *p)
{
	struct turns turns = { 0 };
	bool ok = true;

	*MEM_PUSH(turns.all, turns.n, turns.cap) = &names->root;
	for (size_t i = 0; ok && i < turns.n; i++) {
		ok = take_folder(p, &names->arena, turns.all[i]);
		if (ok)
			add_turns(&turns, names, turns.all[i]);
	}
	free(turns.all);
	return ok && pack_end(p);
}

static void
pack_secret(struct buf *b, struct sipkey secret)
{
	pack_str(b, str_of(format));
	pack_number(b, (int64_t)secret.a);
	pack_number(b, (int64_t)secret.b);
}

/* What was told by it is known by it still when the names are asked again. */
static void
take_secret(struct kept *k, struct unpack *p)
{
	bool known = str_is(pack_take_str(p), format);

	k->secret.a = (uint64_t)pack_take_number(p);
	k->secret.b = (uint64_t)pack_take_number(p);
	k->has_secret = known && p->ok;
}

/* What was kept, if it rests on the same still; the folders were not looked at
 * yet. */
static struct worktree_names *
read_kept(struct kept *k)
{
	struct worktree_names *names;
	struct buf all = { 0 };
	struct unpack p;
	struct findings tell = { .say = say_text, .to = stderr };

	if (!cachefile_get(k->file, &all, &tell)) {
		buf_release(&all);
		return NULL;
	}
	names = worktree_names_new(k->dir, NULL);
	names->everything = false;
	names->kept = true;
	p = pack_from(arena_take(&names->arena, &all));
	take_secret(k, &p);
	if (str_eq(pack_take_str(&p), buf_str(&k->key)) &&
	    take_folders(names, &p))
		return names;
	worktree_names_free(names);
	return NULL;
}

/* Looking at the folders. */

static bool
note_fresh(struct kept *k, struct worktree_names *names,
    const struct worktree_folder *folder, struct worktree_name *name)
{
	if (k->n_fresh == NEW_MOST || strcmp(name->name, ignores) == 0)
		return false;
	k->fresh[k->n_fresh] = str_of(arena_f(&names->arena, "%s%s", k->base,
	    worktree_names_path(names, folder, name->name)));
	k->fresh_names[k->n_fresh++] = name;
	return true;
}

/* The names in a folder that was read anew get what was known of them. False:
 * all is to be asked again. */
static bool
take_over(struct kept *k, struct worktree_names *names,
    const struct worktree_folder *was, struct worktree_folder *now)
{
	size_t at = 0;

	for (size_t i = 0; i < now->n; i++) {
		struct worktree_name *name = &now->all[i];
		int order = -1;

		while (at < was->n &&
		    (order = worktree_names_order(&was->all[at], name)) < 0)
			if (strcmp(was->all[at++].name, ignores) == 0)
				return false;
		if (at < was->n && order == 0) {
			name->held = was->all[at].held;
			name->folder = was->all[at++].folder;
		} else if (!note_fresh(k, names, now, name)) {
			return false;
		}
	}
	for (; at < was->n; at++)
		if (strcmp(was->all[at].name, ignores) == 0)
			return false;
	return true;
}

static bool
read_again(struct kept *k, struct worktree_names *names,
    struct worktree_folder *folder)
{
	struct worktree_folder now = { .path = folder->path,
		.held = folder->held,
		.ignores = folder->ignores };

	if (!worktree_names_read(names, &now) ||
	    (now.repository && folder != &names->root) ||
	    !take_over(k, names, folder, &now))
		return false;
	*folder = now;
	return true;
}

/* What the file that tells what is ignored looks like in a folder. */
static bool
stat_ignores(struct worktree_names *names, const struct worktree_folder *folder,
    struct file_stat *is)
{
	*is = (struct file_stat){ 0 };
	return worktree_dir_stat(names->dir,
	    worktree_names_path(names, folder, ignores), is);
}

static bool
same_ignores(struct worktree_names *names, const struct worktree_folder *folder)
{
	struct file_stat is;

	if (!folder->ignores.mode)
		return true;
	stat_ignores(names, folder, &is);
	return file_stat_eq(&is, &folder->ignores);
}

/* As deep as what was kept. */
static bool
look_at(struct kept *k, struct worktree_names *names,
    struct worktree_folder *folder)
{
	struct file_stat is;
	bool ok = worktree_dir_folder_stat(k->dir, folder->path, &is) &&
	    (file_stat_eq(&is, &folder->is) || read_again(k, names, folder)) &&
	    same_ignores(names, folder);

	for (size_t i = 0; ok && i < folder->n; i++)
		if (folder->all[i].folder)
			ok = look_at(k, names, folder->all[i].folder);
	return ok;
}

/* A folder in which git held nothing may hold something now. */
static bool
raise_held(struct worktree_folder *folder)
{
	for (size_t i = 0; i < folder->n; i++) {
		struct worktree_name *name = &folder->all[i];

		if (name->folder && raise_held(name->folder))
			name->held = MODE_FOLDER;
		folder->held = folder->held || name->held;
	}
	return folder->held;
}

static bool
ask_of_fresh(struct kept *k, struct worktree_names *names)
{
	struct findings silent = { 0 };

	if (!k->n_fresh)
		return true;
	names->git = worktree_ask_of(worktree_dir_path(k->dir), k->fresh,
	    k->n_fresh, &silent);
	for (size_t i = 0; names->git && i < k->n_fresh; i++)
		k->fresh_names[i]->held = worktree_mode(names->git,
		    str_from(k->fresh[i], strlen(k->base)));
	if (names->git)
		raise_held(&names->root);
	return names->git;
}

/* Writing. */

/* Looks at what has not been read yet. False: not all may be kept. */
static bool
is_keepable(struct kept *k, struct worktree_names *names,
    struct worktree_folder *folder, size_t *others, int deep)
{
	struct worktree_name *in = NULL;
	bool ok;

	worktree_names_ready(names, folder);
	ok = deep < FOLDERS_DEEP && !folder->failed && folder->is.mode &&
	    !file_stat_racy(&folder->is, &k->now) &&
	    (!folder->repository || folder == &names->root) &&
	    (folder->held || ++*others <= OTHERS_MOST);
	for (size_t i = 0; ok && i < folder->n; i++) {
		in = &folder->all[i];
		if (in->type == DT_DIR)
			ok = in->held != MODE_MODULE &&
			    is_keepable(k, names,
				worktree_names_enter(names, folder, in), others,
				deep + 1);
		else if (strcmp(in->name, ignores) == 0)
			ok = stat_ignores(names, folder, &folder->ignores) &&
			    !file_stat_racy(&folder->ignores, &k->now);
	}
	return ok;
}

static void
pack_folder(struct buf *b, const struct worktree_folder *folder)
{
	struct buf names = { 0 };

	for (size_t i = 0; i < folder->n; i++) {
		const struct worktree_name *name = &folder->all[i];
		unsigned held = !name->held   ? 0 :
		    name->held == MODE_FOLDER ? 2 :
						1;

		buf_addc(&names, (char)(name->type | held << HELD_SHIFT));
		buf_add(&names,
		    (struct str){ name->name, strlen(name->name) + 1 });
	}
	pack_stat(b, &folder->is);
	pack_stat(b, &folder->ignores);
	pack_number(b, (int64_t)folder->n);
	pack_str(b, (struct str){ names.s ? names.s : "", names.n });
	buf_release(&names);
}

static void
pack_folders(struct buf *b, struct worktree_names *names)
{
	struct turns turns = { 0 };

	*MEM_PUSH(turns.all, turns.n, turns.cap) = &names->root;
	for (size_t i = 0; i < turns.n; i++) {
		pack_folder(b, turns.all[i]);
		add_turns(&turns, names, turns.all[i]);
	}
	free(turns.all);
}

static void
keep(struct kept *k, struct worktree_names *names)
{
	struct buf all = { 0 };
	size_t others = 0;

	if (!worktree_names_whole(names) || !k->sound ||
	    !is_keepable(k, names, &names->root, &others, 0))
		return;
	pack_secret(&all, names->secret);
	pack_str(&all, buf_str(&k->key));
	pack_folders(&all, names);
	names->lasting = cachefile_put(k->file, &all) || names->lasting;
	buf_release(&all);
}

/* Opening. */

/* In a hook git's environment may speak of another index. */
static bool
open_kept(struct kept *k, char **git)
{
	const char *root = worktree_dir_path(k->dir);
	struct arena a = { 0 };

	if (run_env_is_for(root) || !(k->top = worktree_top(root)) ||
	    !(k->base = worktree_base(root)) ||
	    !(*git = run_git_folder(k->top)))
		return false;
	k->file = cachefile_open(*git,
	    cachefile_name(&a, "names", str_of(k->base)), NULL);
	arena_release(&a);
	return k->file && cachefile_now(k->file, &k->now) && make_key(k, *git);
}

static struct worktree_names *
names_kept(struct kept *k)
{
	struct worktree_names *names = read_kept(k);

	if (names && look_at(k, names, &names->root) && ask_of_fresh(k, names))
		return names;
	worktree_names_free(names);
	return NULL;
}

struct worktree_names *
worktree_names_kept(const struct worktree_dir *dir, struct findings *f)
{
	struct kept k = { .dir = dir };
	char *git = NULL;
	bool may = open_kept(&k, &git);
	struct worktree_names *names = may ? names_kept(&k) : NULL;
	bool asked = !names || names->git;

	if (!names)
		names = worktree_names_new(dir,
		    worktree_ask(worktree_dir_path(dir), f));
	if (k.has_secret) {
		names->secret = k.secret;
		names->lasting = true;
	}
	if (may && asked)
		keep(&k, names);
	cachefile_close(k.file);
	buf_release(&k.key);
	free(k.top);
	free(k.base);
	free(git);
	return names;
}
