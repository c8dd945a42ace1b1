/* commit_files: a commit of certain files, by git itself. */
#include "git/commit_files.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/lang.h"
#include "base/map.h"
#include "base/mem.h"
#include "git/run.h"

enum { AT_ONCE = 500 }; /* paths as arguments of one git */

/* Git reads paths from its input, as they are. */
#define FROM_INPUT "--pathspec-from-file=-", "--pathspec-file-nul"

/* lock and text stay open in it; -1: there is none. */
static bool
run_with_paths(const struct commit_files *c, const char *const args[], int lock,
    int text)
{
	const int kept[] = { lock, text, -1 };
	struct buf paths = { 0 };
	bool ok;

	for (size_t i = 0; i < c->n; i++)
		buf_add(&paths,
		    (struct str){ c->paths[i], strlen(c->paths[i]) + 1 });
	ok = run_git_given(c->root, args, buf_str(&paths), kept + (lock < 0)) ==
	    0;
	buf_release(&paths);
	return ok;
}

/* Before. */

static bool
is_merging(const char *root)
{
	static const char *const args[] = { "rev-parse", "-q", "--verify",
		"MERGE_HEAD", NULL };
	struct buf out = { 0 };
	bool is = run_git(root, args, &out) == 0;

	buf_release(&out);
	return is;
}

/* What git says of some of the files: nothing, if all of them are as in the
 * last commit. */
static int
ask_status(const char *root, const char *const *paths, size_t n,
    struct buf *out)
{
	static const char *const status[] = { "--literal-pathspecs", "status",
		"--porcelain", "-z", "--untracked-files=all", "--ignored",
		"--" };
	enum { OWN = sizeof status / sizeof *status };
	const char *args[OWN + AT_ONCE + 1] = { NULL };

	memcpy(args, status, sizeof status);
	memcpy(args + OWN, paths, n * sizeof *paths);
	return run_git(root, args, out);
}

bool
commit_files_ready(const struct commit_files *c, struct findings *to)
{
	struct buf out = { 0 };
	int failed = 0;
	bool ready = false;

	for (size_t i = 0, n; i < c->n && !failed && !out.n; i += n) {
		n = c->n - i < AT_ONCE ? c->n - i : AT_ONCE;
		failed = ask_status(c->root, c->paths + i, n, &out);
	}
	if (failed)
		run_git_failed(to, "status");
	else if (is_merging(c->root))
		found_trouble(to,
		    _("a merge is not finished here: end it with 'git commit' "
		      "first, or leave out --commit"));
	else if (out.n)
		found_trouble(to,
		    out.s[0] == '?' || out.s[0] == '!' ?
			_("git does not keep '%s' yet: 'git add' and 'git "
			  "commit' it first, or leave out --commit") :
			_("'%s' has other changes that are not committed: "
			  "commit them first, or leave out --commit"),
		    out.n > 3 ? out.s + 3 : "");
	else
		ready = true;
	buf_release(&out);
	return ready;
}

/* After. */

struct staged {
	struct map ours;
	bool any;
};

static bool
look_at_staged(struct str path, void *to)
{
	struct staged *s = to;

	s->any = s->any || map_get(&s->ours, path);
	return !s->any;
}

/* Where git does not say, they may be. */
static bool
is_staged(const struct commit_files *c)
{
	static const char *const args[] = { "diff", "--cached", "--no-renames",
		"--name-only", "--relative", "-z", NULL };
	struct staged s = { 0 };
	int status;

	for (size_t i = 0; i < c->n; i++)
		*map_put(&s.ours, str_of(c->paths[i])) = &s;
	status = run_git_lines(c->root, args, (struct str){ 0 }, '\0',
	    look_at_staged, &s);
	map_release(&s.ours);
	return s.any || status != 0;
}

bool
commit_files_unstage(const struct commit_files *c, int lock,
    struct findings *to)
{
	static const char *const reset[] = { "--literal-pathspecs", "reset",
		"--quiet", FROM_INPUT, NULL };

	return !c->added || !is_staged(c) ||
	    run_with_paths(c, reset, lock, -1) ||
	    found_trouble(to,
		_("git did not take back what was added for that commit, for "
		  "the reason above; all stays as it is now"));
}

bool
commit_files_is_in(const char *root, const char *path, const char *file,
    bool *is_in, struct findings *to)
{
	enum { NOT_THERE = 1 };
	char *at = mem_f("HEAD:./%s", path), *as = mem_f("--path=%s", path);
	const char *there[] = { "rev-parse", "--quiet", "--verify", at, NULL };
	const char *would[] = { "hash-object", as, "--", file, NULL };
	struct buf is = { 0 }, be = { 0 };
	int status = run_git(root, there, &is);
	bool told = status == NOT_THERE ||
	    (status == 0 && run_git(root, would, &be) == 0);

	*is_in = told && status == 0 && str_eq(buf_str(&is), buf_str(&be));
	buf_release(&is);
	buf_release(&be);
	free(at);
	free(as);
	return told || run_git_failed(to, "rev-parse");
}

static bool
add_all(const struct commit_files *c, int lock)
{
	static const char *const add[] = { "--literal-pathspecs", "add",
		FROM_INPUT, NULL };

	return run_with_paths(c, add, lock, -1);
}

static bool
commit_all(const struct commit_files *c, struct str message, int lock)
{
	int text = run_input(message);
	char *file = mem_f("--file=/proc/self/fd/%d", text);
	const char *commit[] = { "--literal-pathspecs", "commit", "--quiet",
		"--cleanup=verbatim", file, "--only", FROM_INPUT, NULL };
	bool ok = text >= 0 && run_with_paths(c, commit, lock, text);

	if (text >= 0)
		close(text);
	free(file);
	return ok;
}

/* Git may fail after it made the commit, and say so. */
static bool
is_done(const struct commit_files *c)
{
	struct findings silent = { 0 };
	char *file = mem_f("%s/%s", c->root, c->paths[0]);
	bool is_in = false;

	commit_files_is_in(c->root, c->paths[0], file, &is_in, &silent);
	free(file);
	return is_in;
}

bool
commit_files(const struct commit_files *c, struct str message, int lock,
    struct findings *to)
{
	return ((!c->added || add_all(c, lock)) &&
		   commit_all(c, message, lock)) ||
	    is_done(c) ||
	    found_trouble(to, _("git did not commit it, for the reason above"));
}
