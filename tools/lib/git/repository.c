/* repository: opening one, and what stands in its way. */
#include "git/repository.h"

#include <stdlib.h>
#include <string.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/mem.h"
#include "git/run.h"

const char *
repository_hook_says(const char *dir, const char *name)
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
		char *path = mem_f("%.*s", STRF(one));

		if (*path)
			rc = libgit()->odb_add_disk_alternate(odb, path);
		free(path);
	}
	return rc;
}

/* Objects of a push lie apart until it is accepted. */
static int
use_hook_objects(git_repository *repo, const char *dir)
{
	const char *own = repository_hook_says(dir, "GIT_OBJECT_DIRECTORY");
	const char *more =
	    repository_hook_says(dir, "GIT_ALTERNATE_OBJECT_DIRECTORIES");
	git_odb *odb = NULL;
	int rc;

	if (!own && !more)
		return 0;
	rc = own ? libgit()->odb_open(&odb, own) :
		   libgit()->repository_odb(&odb, repo);
	if (rc == 0 && more)
		rc = add_alternates(odb, more);
	if (rc == 0 && own)
		rc = libgit()->repository_set_odb(repo, odb);
	libgit()->odb_free(odb);
	return rc;
}

/* Not with GIT_REPOSITORY_OPEN_FROM_ENV, which gives up where there is a
 * GIT_WORK_TREE, as in the hooks of "git --work-tree=". */
static int
open_trusting(git_repository **repo, const char *dir, bool trust)
{
	const char *own = repository_hook_says(dir, "GIT_DIR");
	unsigned flags = own ?
	    GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_NO_DOTGIT :
	    0;
	int rc;

	if (trust)
		libgit()->libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
	rc = libgit()->repository_open_ext(repo, own ? own : dir, flags, NULL);
	if (trust)
		libgit()->libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 1);
	if (rc == 0)
		rc = use_hook_objects(*repo, dir);
	if (rc) {
		libgit()->repository_free(*repo);
		*repo = NULL;
	}
	return rc;
}

/* The repository's own folder; yours to free. NULL: there is none. */
static char *
own_folder(const char *dir)
{
	const char *env = repository_hook_says(dir, "GIT_DIR");
	git_buf found_at = { 0 };
	char *folder = NULL;

	if (env)
		return realpath(env, NULL);
	if (libgit()->repository_discover(&found_at, dir, 0, NULL) == 0)
		folder = realpath(found_at.ptr, NULL);
	libgit()->buf_dispose(&found_at);
	return folder;
}

/* The first line of a small file that git keeps; yours to free. */
static char *
first_line(const char *folder, const char *name)
{
	enum { FILE_MOST = 1 << 16 };
	char *path = mem_f("%s/%s", folder, name), *line = NULL;
	struct buf b = { 0 };

	if (buf_read_file(&b, path, FILE_MOST) && b.n)
		line = mem_f("%.*s", (int)strcspn(b.s, "\n"), b.s);
	buf_release(&b);
	free(path);
	return line;
}

/* The settings of the repository in this folder, which for a linked work tree
 * lie in another. */
static git_config *
settings(const char *folder)
{
	char *common = run_common_folder(folder);
	char *path = mem_f("%s/config", common);
	git_config *c = NULL;

	if (libgit()->config_open_ondisk(&c, path))
		c = NULL;
	free(path);
	free(common);
	return c;
}

static bool
is_sha256(git_config *c)
{
	git_buf format = { 0 };
	bool is = libgit()->config_get_string_buf(&format, c,
		      "extensions.objectformat") == 0 &&
	    strcmp(format.ptr, "sha256") == 0;

	libgit()->buf_dispose(&format);
	return is;
}

/* What git would have to be told to trust: the work tree, or a bare folder. */
static char *
owned_folder(const char *folder)
{
	char *file = first_line(folder, "gitdir"); /* of a linked one */
	char *owned = file ? file : mem_f("%s", folder);
	char *slash = strrchr(owned, '/');

	if (slash && slash != owned && strcmp(slash, "/.git") == 0)
		*slash = '\0';
	return owned;
}

static void
say_not_open(const char *dir, struct findings *f)
{
	/* before more is asked of libgit2 */
	char *why = mem_f("%s", libgit_reason());
	char *folder = own_folder(dir);
	git_config *c = folder ? settings(folder) : NULL;
	const char *ext = strstr(why, "extensions.");

	if (!folder && repository_hook_says(dir, "GIT_DIR"))
		found(f, FIND_GIT_NONE, place_file(NULL),
		    _("GIT_DIR is '%s', which is no git repository"),
		    repository_hook_says(dir, "GIT_DIR"));
	else if (!folder)
		found(f, FIND_GIT_NONE, place_file(NULL),
		    _("'%s' is in no git repository: 'git init' makes one"),
		    dir);
	else if (c && is_sha256(c))
		found(f, FIND_GIT_SHA256, place_file(NULL),
		    _("repository '%s' names objects by SHA-256, which cannot "
		      "be read: bring it into one made by 'git init "
		      "--object-format=sha1' with 'git fast-export --all'"),
		    folder);
	else if (ext && str_starts(str_of(ext), STR("extensions.refstorage")))
		found(f, FIND_GIT_EXTENSION, place_file(NULL),
		    _("repository '%s' keeps its refs in a way that cannot be "
		      "read (extensions.refstorage): 'git refs migrate "
		      "--ref-format=files' writes them as files"),
		    folder);
	else if (ext)
		found(f, FIND_GIT_EXTENSION, place_file(NULL),
		    _("repository '%s' uses '%.*s', which cannot be read: 'git "
		      "clone' makes one that can be"),
		    folder, (int)strcspn(ext, "' "), ext);
	else
		found(f, FIND_GIT, place_file(NULL),
		    _("repository '%s' cannot be opened: %s"), folder, why);
	free(why);
	libgit()->config_free(c);
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
		found(f, FIND_GIT_OWNER, place_file(NULL),
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
open_any(const char *dir, struct findings *f)
{
	git_repository *repo = NULL;
	int rc;

	if (access(dir, F_OK) < 0) {
		found(f, FIND_READ, place_file(dir), "%s", strerror(errno));
		return NULL;
	}
	rc = open_trusting(&repo, dir, false);
	if (rc == 0)
		return repo;
	if (rc == GIT_EOWNER || strstr(libgit_reason(), "safe.directory"))
		return open_foreign(dir, f);
	say_not_open(dir, f);
	return NULL;
}

struct repository *
repository_open(const char *dir, struct findings *f)
{
	git_repository *git = open_any(dir, f);
	struct repository *r;

	if (!git)
		return NULL;
	r = mem_alloc(sizeof *r);
	r->git = git;
	if (libgit()->repository_odb(&r->odb, git) == 0)
		return r;
	found(f, FIND_GIT, place_file(NULL), _("objects cannot be opened: %s"),
	    libgit_reason());
	repository_close(r);
	return NULL;
}

void
repository_close(struct repository *r)
{
	if (!r)
		return;
	libgit()->odb_free(r->odb);
	libgit()->repository_free(r->git);
	free(r);
}

/* What it lacks. */

/* Without libgit2's regular expressions: 1.5 leaks 20 KB for each mismatch. */
bool
repository_is_partial(const struct repository *r)
{
	git_config_iterator *it = NULL;
	git_config_entry *e;
	git_config *c = NULL;
	bool is = false;

	if (libgit()->repository_config_snapshot(&c, r->git) == 0 &&
	    libgit()->config_iterator_new(&it, c) == 0)
		while (!is && libgit()->config_next(&e, it) == 0) {
			struct str name = str_of(e->name);

			is = str_is(name, "extensions.partialclone") ||
			    (str_starts(name, STR("remote.")) &&
				str_ends(name, STR(".promisor")));
		}
	libgit()->config_iterator_free(it);
	libgit()->config_free(c);
	return is;
}

/* A linked work tree has its own folder, and libgit2 looks only there. */
bool
repository_is_shallow(const struct repository *r)
{
	char *path;
	struct stat st;
	bool is;

	if (libgit()->repository_is_shallow(r->git) == 1)
		return true;
	path = mem_f("%s/shallow", libgit()->repository_commondir(r->git));
	is = stat(path, &st) == 0 && st.st_size > 0;
	free(path);
	return is;
}
