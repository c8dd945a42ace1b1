/* commit_files: a commit of certain files, by git itself. */
#include "git/commit_files.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/lang.h"
#include "base/mem.h"
#include "git/run.h"

/* git's arguments, then the paths as they are. */
static const char **
with_paths(const char *const *args, const char *const *paths, size_t n)
{
	size_t n_args = 0;
	const char **all;

	while (args[n_args])
		n_args++;
	all = mem_alloc((n_args + n + 1) * sizeof *all);
	memcpy(all, args, n_args * sizeof *all);
	memcpy(all + n_args, paths, n * sizeof *all);
	return all;
}

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

bool
commit_files_ready(const char *root, const char *const *paths, size_t n,
    struct findings *to)
{
	static const char *const status[] = { "--literal-pathspecs", "status",
		"--porcelain", "-z", "--untracked-files=all", "--ignored", "--",
		NULL };
	struct buf out = { 0 };
	const char **args = with_paths(status, paths, n);
	int failed = run_git(root, args, &out);
	bool ready = false;

	free(args);
	if (failed)
		run_git_failed(to, "status");
	else if (is_merging(root))
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

bool
commit_files(const char *root, const char *const *paths, size_t n, bool added,
    struct str message, struct findings *to)
{
	static const char *const add[] = { "--literal-pathspecs", "add", "--",
		NULL };
	static const char *const reset[] = { "--literal-pathspecs", "reset",
		"-q", "--", NULL };
	struct buf out = { 0 };
	struct arena a = { 0 };
	const char *const commit[] = { "--literal-pathspecs", "commit", "-q",
		"--cleanup=verbatim", "-m", arena_z(&a, message), "--only",
		"--", NULL };
	const char **args = with_paths(add, paths, n);
	bool done = !added || run_git_aloud(root, args) == 0;

	free(args);
	args = with_paths(commit, paths, n);
	done = done && run_git_aloud(root, args) == 0;
	free(args);
	if (!done && added) { /* as if nobody had asked */
		args = with_paths(reset, paths, n);
		run_git(root, args, &out);
		free(args);
		buf_release(&out);
	}
	arena_release(&a);
	return done ||
	    found_trouble(to, _("git did not commit it, for the reason above"));
}
