/* kninit: make a data repository. See kninit.1. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "git/worktree_dir.h"
#include "git/atomic_dir.h"
#include "git/hook.h"
#include "base/install.h"
#include "text/say.h"
#include "git/run.h"
#include "check/fixtures.h"
#include "git/source.h"
#include "tool/tool.h"

static const char usage[] =
    "kninit [-C DIR] [--schema DIR] [--commit] [--inside-git] DIR";

struct options {
	bool commit, inside_git;
};

struct making {
	struct tool *tool;
	struct atomic_dir *fresh;
};

/* Where it may be. */

static bool
holds(const char *folder, const char *name)
{
	struct buf b = { 0 };
	struct stat st;
	bool there;

	buf_addf(&b, "%s/%s", folder, name);
	there = lstat(buf_z(&b), &st) == 0;
	buf_release(&b);
	return there;
}

/* The project, or a clone of it: everyone may see what is in there. */
static bool
is_project(const char *folder)
{
	return holds(folder, "tools/kninit.c") &&
	    holds(folder, "schema/repository.md");
}

/* A work tree, a bare repository, or git's own folder. */
static bool
is_git(const char *folder)
{
	return holds(folder, ".git") ||
	    (holds(folder, "HEAD") && holds(folder, "objects") &&
		holds(folder, "refs"));
}

static bool
may_be_below(struct tool *t, const char *dir, const char *folder,
    bool inside_git)
{
	if (is_project(folder))
		return tool_wrong(t,
		    _("'%s' would lie in the project ketnap ('%s'), which "
		      "everyone may see; real people's records never go there"),
		    dir, folder);
	if (is_git(folder) && !inside_git)
		return tool_wrong(t,
		    _("'%s' would lie in another git repository ('%s') and "
		      "might be pushed with it; choose a place outside, or say "
		      "--inside-git"),
		    dir, folder);
	return true;
}

/* Where data lies already there is nothing to make. */
static bool
is_none_yet(struct tool *t, const char *dir)
{
	if (!holds(dir, "schema/repository.md") || is_project(dir))
		return true;
	return tool_wrong(t,
	    is_git(dir) ?
		_("'%s' is a data repository already, and stays as it is: "
		  "'kncheck -C DIR' checks it, 'knhook install -C DIR' "
		  "installs its hooks again") :
		_("'%s' is a data folder already, and stays as it is: 'git "
		  "init' and 'knhook install' in it make it a repository"),
	    dir);
}

/* dir, or what it will be made in, without links; yours to free. NULL: neither
 * is there, which is told when dir is begun. */
static char *
what_is_there(const char *dir)
{
	char *real = realpath(dir, NULL);
	struct str in = str_of(dir);
	struct buf b = { 0 };

	if (real)
		return real;
	while (in.n && in.s[in.n - 1] == '/')
		in.n--;
	while (in.n && in.s[in.n - 1] != '/')
		in.n--;
	buf_addf(&b, "%.*s.", STRF(in));
	real = realpath(buf_z(&b), NULL);
	buf_release(&b);
	return real;
}

/* Looks at it and at every folder above. */
static bool
may_be_at(struct tool *t, const char *dir, bool inside_git)
{
	char *above = what_is_there(dir), *slash;
	bool ok = true;

	while (ok && above && *above) {
		ok = may_be_below(t, dir, above, inside_git);
		slash = strrchr(above, '/');
		*slash = '\0';
	}
	free(above);
	return ok;
}

/* What is in it. */

/* A file of the schema is copied as it is, to where tools look for it. */
static bool
copy_schema(struct making *m)
{
	struct tool *t = m->tool;
	const char *folder = t->schema.folder;
	bool own = strcmp(folder, ".") == 0;
	struct str all =
	    own ? STR("**") : str_of(arena_f(&t->arena, "%s/**", folder));
	struct globs globs = { &all, NULL, 1, 0 };
	struct entry *list;
	size_t n;
	bool ok = source_list(t->pages, &globs, &t->arena, &list, &n, &t->to);

	for (size_t i = 0; ok && i < n; i++) {
		const char *name =
		    list[i].path + (own ? 0 : strlen(folder) + 1);
		struct buf bytes = { 0 };

		ok = source_read(t->pages, list[i].path, &bytes, &t->to) &&
		    atomic_dir_write(m->fresh,
			arena_f(&t->arena, "schema/%s", name), buf_str(&bytes));
		buf_release(&bytes);
	}
	return ok;
}

static bool
copy_samples(struct making *m)
{
	struct tool *t = m->tool;
	struct fixtures samples;
	bool ok = fixtures_read(&samples, &t->schema, &t->to);

	for (size_t i = 0; ok && i < samples.n; i++)
		ok = atomic_dir_write(m->fresh, samples.all[i].path,
		    samples.all[i].text);
	return ok;
}

/* What every office gets: from share/ketnap/office. */
static const struct {
	const char *from[2]; /* by language */
	const char *to;
} office[] = {
	{ { "README.en.md", "README.md" }, "README.md" },
	{ { "SO-TAY.md", "SO-TAY.md" }, "SO-TAY.md" },
	{ { "gitattributes", "gitattributes" }, ".gitattributes" },
	{ { "gitignore", "gitignore" }, ".gitignore" },
};

static bool
copy_office(struct making *m)
{
	struct tool *t = m->tool;
	char *path = install_path("office");
	struct worktree_dir *from = worktree_dir_open(path, &t->to);
	bool ok = from;

	for (size_t i = 0; ok && i < sizeof office / sizeof *office; i++) {
		struct buf bytes = { 0 };

		ok = worktree_dir_read(from, office[i].from[t->lang],
			 SOURCE_FILE_MOST, &bytes, &t->to) &&
		    atomic_dir_write(m->fresh, office[i].to, buf_str(&bytes));
		buf_release(&bytes);
	}
	worktree_dir_close(from);
	free(path);
	return ok;
}

/* git. */

static bool
git(struct making *m, const char *const args[])
{
	int status = run_git_aloud(atomic_dir_folder(m->fresh), args);

	if (status < 0)
		return tool_wrong(m->tool, _("git could not be run"));
	return !status ||
	    tool_wrong(m->tool,
		_("'git %s' failed with status %d, so nothing was made"),
		args[0], status);
}

/* What is in the way, without the hidden place where it is. */
static void
say_in_the_way(const struct finding *f, void *to)
{
	struct finding bare = { .id = f->id,
		.level = WARNING,
		.at = place_file(NULL),
		.text = f->text };

	if (f->level > WARNING)
		say_text(&bare, to);
}

/* Who has hooks of their own for every new repository keeps them. */
static void
install_hooks(struct making *m)
{
	struct findings to = { .say = say_in_the_way, .to = stderr };
	const struct hook_options how = { 0 };
	bool merges;

	if (!hook_install(atomic_dir_folder(m->fresh), &how, &merges, &to))
		found_as(&m->tool->to, NULL, WARNING, place_file(NULL),
		    _("the repository is made without hooks and merge driver: "
		      "'knhook install' adds them"));
}

/* The samples are to go, and what is committed never goes without a trace. */
static bool
commit(struct making *m)
{
	const char *const add[] = { "add", "--all", "--", ".",
		":(exclude)records", NULL };
	const char *const commit[] = { "commit", "--quiet", "--message",
		_("Begin the repository: the schema"), NULL };

	return git(m, add) && git(m, commit);
}

static bool
make(struct making *m, const struct options *o)
{
	const char *const init[] = { "init", "--quiet", NULL };

	if (!copy_schema(m) || !copy_samples(m) || !copy_office(m) ||
	    !git(m, init))
		return false;
	install_hooks(m);
	return !o->commit || commit(m);
}

/* Half a repository is never seen: until it is shown, or removed again, signals
 * wait. (What git does meanwhile can be interrupted.) */
static bool
make_unseen(struct making *m, const struct options *o, const char *dir)
{
	sigset_t all, before;
	bool ok;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	m->fresh = atomic_dir_begin(dir, &m->tool->to);
	ok = m->fresh && make(m, o) && atomic_dir_show(m->fresh);
	atomic_dir_end(m->fresh);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return ok;
}

static int
run(struct tool *t, const struct options *o)
{
	struct making m = { .tool = t };
	const char *dir;
	char *schema;
	bool ok;

	if (!t->n_words)
		return tool_misused(t, _("there is no folder named"));
	if (t->n_words > 1)
		return tool_misused(t,
		    _("one folder at a time, so '%s' is one too many"),
		    t->words[1]);
	dir = t->words[0];
	schema = install_path("schema");
	if (!t->schema_dir)
		t->schema_dir = arena_z(&t->arena, str_of(schema));
	free(schema);
	ok = is_none_yet(t, dir) && may_be_at(t, dir, o->inside_git) &&
	    tool_open(t) && make_unseen(&m, o, dir);
	if (!ok)
		return 2;
	printf(_("%s is made; its README.md says how to begin\n"), dir);
	return 0;
}

int
main(int argc, char **argv)
{
	struct options o = { 0 };
	const struct tool_option own[] = {
		{ "commit", 0, NULL, N_("make the first commit"), NULL,
		    &o.commit },
		{ "inside-git", 0, NULL,
		    N_("even inside another git repository"), NULL,
		    &o.inside_git },
	};
	struct tool t = { .name = "kninit", .usage = usage };

	return tool_end(&t,
	    TOOL_OPTIONS(&t, argc, argv, own) ? run(&t, &o) : t.status);
}
