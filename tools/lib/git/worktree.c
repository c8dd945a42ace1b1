/* worktree: which files of a work tree git holds or would take. */
#include "git/worktree.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/buf.h"
#include "git/entry.h"
#include "base/lang.h"
#include "base/map.h"
#include "base/mem.h"
#include "git/run.h"

struct worktree {
	struct buf said;   /* what git listed, which the keys are views of */
	struct map modes;  /* by path below the root */
	struct str folder; /* of the file that was put in last */
	struct str *left_out;
	size_t n, cap; /* of left_out */
};

unsigned
worktree_mode(const struct worktree *w, struct str path)
{
	return (unsigned)(uintptr_t)map_get(&w->modes, path);
}

struct str
worktree_left_out(const struct worktree *w, size_t i)
{
	return i < w->n ? w->left_out[i] : (struct str){ 0 };
}

void
worktree_free(struct worktree *w)
{
	if (!w)
		return;
	buf_release(&w->said);
	map_release(&w->modes);
	free(w->left_out);
	free(w);
}

static void
put(struct worktree *w, struct str path, unsigned mode)
{
	*map_put(&w->modes, path) = (void *)(uintptr_t)mode;
}

/* And the folders above it, up to one that is known. */
static void
put_path(struct worktree *w, struct str path, unsigned mode)
{
	size_t n = path.n - str_base(path).n;

	put(w, path, mode);
	if (str_eq(str_first(path, n), w->folder))
		return;
	w->folder = str_first(path, n);
	while (n--)
		if (path.s[n] == '/') {
			struct str folder = str_first(path, n);

			if (map_get(&w->modes, folder))
				return;
			put(w, folder, MODE_FOLDER);
		}
}

/* "? PATH" is not in the index, with '/' at its end where it is a repository;
 * "H MODE ID STAGE<tab>PATH" is, whatever its letter: S where it is left out of
 * the work tree. */
static void
take_line(struct worktree *w, struct str line, struct str base)
{
	struct str path = str_from(line, 2);
	unsigned mode = MODE_FILE;

	if (str_starts(line, STR("? "))) {
		if (str_ends(path, STR("/"))) {
			path.n--;
			mode = MODE_MODULE;
		}
	} else {
		if (str_starts(path, STR("160000 ")))
			mode = MODE_MODULE;
		path = str_from(path, str_find(path, '\t') + 1);
	}
	if (path.n <= base.n || !str_starts(path, base))
		return;
	path = str_from(path, base.n);
	put_path(w, path, mode);
	if (str_starts(line, STR("S ")))
		*MEM_PUSH(w->left_out, w->n, w->cap) = path;
}

/* Nothing is run or fetched that settings of the repository could name. */
static bool
list(struct worktree *w, const char *top, const char *base,
    const struct str *paths, size_t n)
{
	static const char *const what[] = { "-c", "core.fsmonitor=false",
		"ls-files", "-z", "-t", "--stage", "--cached", "--others",
		"--exclude-standard", "--full-name", "--" };
	enum { WHAT = sizeof what / sizeof *what };
	struct arena a = { 0 };
	const char **ask = ARENA_ARRAY(&a, const char *, WHAT + n + 1);
	struct str rest, line;
	bool ok;

	memcpy(ask, what, sizeof what);
	for (size_t i = 0; i < n; i++)
		ask[WHAT + i] = arena_f(&a, "%s%.*s",
		    paths[i].n ? ":(top,literal)" : ":/", STRF(paths[i]));
	ok = run_git(top, ask, &w->said) == 0;
	rest = buf_str(&w->said);
	while (ok && str_split(&rest, '\0', &line))
		take_line(w, line, str_of(base));
	arena_release(&a);
	return ok;
}

/* A folder that is ignored as a whole is nobody's: git has no say in it. */
static bool
is_ignored(const char *top, const char *base)
{
	struct buf said = { 0 };
	char *below = mem_f(":/%s", base);
	const char *const ask[] = { "check-ignore", "-q", "--", below, NULL };
	bool is = *base && run_git(top, ask, &said) == 0;

	free(below);
	buf_release(&said);
	return is;
}

/* The root below top, with '/' at its end unless it is top itself; NULL: it
 * does not lie there. Yours to free. */
static char *
base_of(const char *root, const char *top)
{
	size_t n = strcmp(top, "/") ? strlen(top) : 0;

	if (strncmp(root, top, n) || (root[n] && root[n] != '/'))
		return NULL;
	root += n + (root[n] == '/');
	return mem_f("%s%s", root, *root ? "/" : "");
}

/* To git a folder .git without its HEAD is none; a file names one elsewhere. */
static bool
is_repository(const char *top)
{
	struct buf path = { 0 };
	struct stat st;
	bool is;

	buf_addf(&path, "%s/.git", top);
	is = stat(path.s, &st) == 0;
	if (is && S_ISDIR(st.st_mode)) {
		buf_addz(&path, "/HEAD");
		is = lstat(path.s, &st) == 0 || errno != ENOENT;
	}
	buf_release(&path);
	return is;
}

char *
worktree_top(const char *root)
{
	const char *env = run_env_is_for(root) ? getenv("GIT_WORK_TREE") : NULL;
	char *top = env ? realpath(env, NULL) : run_top(root);

	while (top && !env && !is_repository(top)) {
		char *above = top;

		*strrchr(above, '/') = '\0';
		top = *above ? run_top(above) : NULL;
		free(above);
	}
	return top;
}

char *
worktree_base(const char *root)
{
	char *top = worktree_top(root), *base = top ? base_of(root, top) : NULL;

	free(top);
	return base;
}

static struct worktree *
ask(const char *root, const struct str *paths, size_t n, struct findings *f)
{
	char *top = worktree_top(root), *base = top ? base_of(root, top) : NULL;
	struct worktree *w = base ? mem_alloc(sizeof *w) : NULL;
	struct str whole = str_of(base ? base : "");

	if (w && !list(w, top, base, paths ? paths : &whole, paths ? n : 1)) {
		found(f, FIND_GIT_IGNORE, place_file(NULL),
		    _("git does not say which files it ignores here, so all "
		      "are read; 'git status' tells why"));
		worktree_free(w);
		w = NULL;
	} else if (w && !paths && !w->modes.n && is_ignored(top, base)) {
		worktree_free(w);
		w = NULL;
	}
	free(base);
	free(top);
	return w;
}

struct worktree *
worktree_ask(const char *root, struct findings *f)
{
	return ask(root, NULL, 0, f);
}

struct worktree *
worktree_ask_of(const char *root, const struct str *paths, size_t n,
    struct findings *f)
{
	return ask(root, paths, n, f);
}
