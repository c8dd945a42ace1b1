/* run: git itself, and whose environment it is. */
#include "git/run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/write.h"

/* What "git rev-parse --local-env-vars" lists, and what hooks add to it. */
static const char *const of_one_repository[] = {
	"GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_CONFIG",
	"GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS", "GIT_DIR",
	"GIT_GRAFT_FILE", "GIT_IMPLICIT_WORK_TREE", "GIT_INDEX_FILE",
	"GIT_INTERNAL_SUPER_PREFIX", "GIT_NO_REPLACE_OBJECTS",
	"GIT_OBJECT_DIRECTORY", "GIT_PREFIX", "GIT_QUARANTINE_PATH",
	"GIT_REPLACE_REF_BASE", "GIT_SHALLOW_FILE", "GIT_WORK_TREE"
};

extern char **environ;

static bool
same_folder(const char *a, const char *b)
{
	struct stat sa, sb;

	return stat(a, &sa) == 0 && stat(b, &sb) == 0 &&
	    sa.st_dev == sb.st_dev && sa.st_ino == sb.st_ino;
}

char *
run_top(const char *dir)
{
	char *top = realpath(dir, NULL), *slash;

	while (top && *top) {
		char *git = mem_f("%s/.git", top);
		struct stat st;
		bool here = lstat(git, &st) == 0;

		free(git);
		if (here)
			return top;
		slash = strrchr(top, '/');
		*slash = '\0';
	}
	free(top);
	return NULL;
}

char *
run_git_folder(const char *top)
{
	enum { LINE_MOST = 4096 };
	char *git = mem_f("%s/.git", top), *folder = NULL;
	struct buf line = { 0 };
	struct stat st;
	struct str to;

	if (lstat(git, &st) == 0 && S_ISDIR(st.st_mode))
		return git;
	if (buf_read_file(&line, git, LINE_MOST) &&
	    str_starts(buf_str(&line), STR("gitdir: "))) {
		to = str_from(buf_str(&line), sizeof "gitdir: " - 1);
		to = str_first(to, str_find(to, '\n'));
		folder = to.n && to.s[0] == '/' ?
		    mem_f("%.*s", STRF(to)) :
		    mem_f("%s/%.*s", top, STRF(to));
	}
	buf_release(&line);
	free(git);
	return folder;
}

char *
run_common_folder(const char *folder)
{
	enum { LINE_MOST = 4096 };
	char *link = mem_f("%s/commondir", folder), *common;
	struct buf line = { 0 };
	struct str to = STR(".");

	if (buf_read_file(&line, link, LINE_MOST) && line.n)
		to = str_first(buf_str(&line), str_find(buf_str(&line), '\n'));
	common = to.n && to.s[0] == '/' ? mem_f("%.*s", STRF(to)) :
	    str_is(to, ".")             ? mem_f("%s", folder) :
					  mem_f("%s/%.*s", folder, STRF(to));
	buf_release(&line);
	free(link);
	return common;
}

static bool
is_below(const char *dir, const char *above)
{
	char *d = realpath(dir, NULL), *a = realpath(above, NULL);
	size_t n = a ? strlen(a) : 0;
	bool below =
	    d && a && strncmp(d, a, n) == 0 && (d[n] == '\0' || d[n] == '/');

	free(d);
	free(a);
	return below;
}

static bool
is_git_folder_of(const char *git, const char *top)
{
	char *its = mem_f("%s/.git", top);
	bool same = same_folder(git, its);

	free(its);
	return same;
}

static bool
is_in_hook(void)
{
	return getenv("GIT_DIR") || getenv("GIT_INDEX_FILE") ||
	    getenv("GIT_OBJECT_DIRECTORY");
}

bool
run_env_is_for(const char *dir)
{
	const char *git = getenv("GIT_DIR");
	char *there, *here;
	bool same;

	if (!is_in_hook())
		return false;
	if (same_folder(dir, "."))
		return true;
	if (git && is_below(dir, git))
		return true;
	there = run_top(dir);
	here = run_top(".");
	same = there &&
	    ((here && same_folder(there, here)) ||
		(git && is_git_folder_of(git, there)));
	free(there);
	free(here);
	return same;
}

static bool
is_local(const char *var)
{
	size_t n = strcspn(var, "=");

	for (size_t i = 0;
	     i < sizeof of_one_repository / sizeof *of_one_repository; i++)
		if (strlen(of_one_repository[i]) == n &&
		    strncmp(var, of_one_repository[i], n) == 0)
			return true;
	/* GIT_CONFIG_KEY_0, GIT_CONFIG_VALUE_0 … go with their count. */
	return strncmp(var, "GIT_CONFIG_KEY_", 15) == 0 ||
	    strncmp(var, "GIT_CONFIG_VALUE_", 17) == 0;
}

/* Looking must not rewrite the index behind someone's back, nor fetch what a
 * partial clone lacks, by whatever program its settings name. */
static const char *const always[] = {
	"GIT_OPTIONAL_LOCKS=0",
	"GIT_ALLOW_PROTOCOL=none",
};
enum { ALWAYS = sizeof always / sizeof *always };

static bool
is_ours(const char *var)
{
	for (size_t i = 0; i < ALWAYS; i++)
		if (strncmp(var, always[i], strcspn(always[i], "=") + 1) == 0)
			return true;
	return false;
}

static const char **
environment(bool all)
{
	const char **env;
	size_t n = 0, kept = 0;

	while (environ[n])
		n++;
	env = mem_alloc((n + ALWAYS + 1) * sizeof *env);
	for (size_t i = 0; i < n; i++)
		if ((all || !is_local(environ[i])) && !is_ours(environ[i]))
			env[kept++] = environ[i];
	memcpy(env + kept, always, sizeof always);
	return env;
}

/* An environment for dir speaks in paths from the current folder, so git then
 * runs there; else it is sent to dir. */
static const char **
arguments(const char *dir, const char *const args[], bool here)
{
	size_t n = 0, k = 0;
	const char **argv;

	while (args[n])
		n++;
	argv = mem_alloc((n + 4) * sizeof *argv);
	argv[k++] = "git";
	if (!here) {
		argv[k++] = "-C";
		argv[k++] = dir;
	}
	memcpy(argv + k, args, n * sizeof *args);
	return argv;
}

/* False: it broke off, and is no answer. */
static bool
read_all(int fd, struct buf *out)
{
	enum { CHUNK = 4096 };
	ssize_t n;

	do {
		buf_room(out, CHUNK);
		n = read(fd, out->s + out->n, CHUNK);
		if (n > 0)
			out->n += (size_t)n;
	} while (n > 0 || (n < 0 && errno == EINTR));
	out->s[out->n] = '\0';
	return n == 0;
}

static bool
take_all(int fd, char end, bool (*take)(struct str, void *), void *to)
{
	enum { CHUNK = 1 << 16 };
	struct buf held = { 0 };
	bool more = true;
	ssize_t n;

	do {
		size_t had = held.n, done = 0, at;

		buf_room(&held, CHUNK);
		n = read(fd, held.s + had, CHUNK);
		if (n <= 0)
			continue;
		held.n += (size_t)n;
		for (at = had; more && at < held.n; at++)
			if (held.s[at] == end) {
				more = take(
				    (struct str){ held.s + done, at - done },
				    to);
				done = at + 1;
			}
		held.n -= done;
		memmove(held.s, held.s + done, held.n);
	} while (more && (n > 0 || (n < 0 && errno == EINTR)));
	if (n == 0 && more && held.n)
		take(buf_str(&held), to);
	buf_release(&held);
	return n >= 0;
}

static int
wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* in -1: nothing to read. aloud: what it complains of is heard. kept: NULL, or
 * what stays open in it, -1 at the end. */
static bool
spawn(pid_t *pid, const char *const argv[], const char **env, int in, int out,
    bool aloud, const int *kept)
{
	posix_spawn_file_actions_t act;
	posix_spawnattr_t how;
	sigset_t none;
	bool ok;

	sigemptyset(&none);
	if (posix_spawn_file_actions_init(&act) || posix_spawnattr_init(&how))
		mem_out();
	posix_spawnattr_setsigmask(&how, &none);
	posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK);
	if (in < 0)
		posix_spawn_file_actions_addopen(&act, 0, "/dev/null", O_RDONLY,
		    0);
	else
		posix_spawn_file_actions_adddup2(&act, in, 0);
	posix_spawn_file_actions_adddup2(&act, out, 1);
	for (; kept && *kept >= 0; kept++)
		posix_spawn_file_actions_adddup2(&act, *kept, *kept);
	if (!aloud)
		posix_spawn_file_actions_addopen(&act, 2, "/dev/null", O_WRONLY,
		    0);
	ok = posix_spawnp(pid, argv[0], &act, &how, (char **)argv,
		 (char **)env) == 0;
	posix_spawn_file_actions_destroy(&act);
	posix_spawnattr_destroy(&how);
	return ok;
}

/* Who hears what a program prints: piece by piece, or out takes it all. */
struct hearing {
	struct buf *out;
	char end;
	bool (*take)(struct str, void *);
	void *to;
};

int
run_input(struct str s)
{
	int fd = memfd_create("in", MFD_CLOEXEC);

	if (fd < 0 || (write_all(fd, s) && lseek(fd, 0, SEEK_SET) == 0))
		return fd;
	close(fd);
	return -1;
}

/* in.s NULL: nothing to read. */
static int
run_heard(const char *const argv[], const char **env, struct str in,
    const struct hearing *h)
{
	int ends[2], status = -1, fd = in.s ? run_input(in) : -1;
	pid_t pid;

	if ((!in.s || fd >= 0) && pipe2(ends, O_CLOEXEC) == 0) {
		bool ran = spawn(&pid, argv, env, fd, ends[1], false, NULL),
		     whole;

		close(ends[1]);
		whole = ran &&
		    (h->take ? take_all(ends[0], h->end, h->take, h->to) :
			       read_all(ends[0], h->out));
		close(ends[0]);
		if (ran)
			status = wait_for(pid);
		if (!whole)
			status = -1;
	}
	if (fd >= 0)
		close(fd);
	return status;
}

static int
run_git_heard(const char *dir, const char *const args[], struct str in,
    const struct hearing *h)
{
	bool here = run_env_is_for(dir);
	const char **argv = arguments(dir, args, here);
	const char **env = environment(here || !is_in_hook());
	int status = run_heard(argv, env, in, h);

	free(argv);
	free(env);
	return status;
}

int
run_git(const char *dir, const char *const args[], struct buf *out)
{
	return run_git_heard(dir, args, (struct str){ 0 },
	    &(struct hearing){ .out = out });
}

const char *
run_git_line(const char *dir, const char *const args[], struct arena *a)
{
	struct buf out = { 0 };
	const char *line = NULL;
	struct str s;

	if (run_git(dir, args, &out) == 0) {
		s = buf_str(&out);
		line = arena_z(a, str_first(s, str_find(s, '\n')));
	}
	buf_release(&out);
	return line;
}

bool
run_git_failed(struct findings *to, const char *what)
{
	return found(to, FIND_GIT, place_file(NULL),
	    _("'git %s' failed; it says why when run by hand"), what);
}

bool
run_git_refs(const char *dir,
    void (*each)(struct str ref, struct str id, void *), void *arg,
    struct findings *to)
{
	static const char *const args[] = { "--no-replace-objects",
		"for-each-ref", "--format=%(objectname) %(refname)", NULL };
	struct buf out = { 0 };
	struct str rest, line, id;
	bool ok = run_git(dir, args, &out) == 0;

	rest = buf_str(&out);
	while (ok && str_split(&rest, '\n', &line))
		if (str_split(&line, ' ', &id) && line.n)
			each(line, id, arg);
	buf_release(&out);
	return ok || run_git_failed(to, "for-each-ref");
}

int
run_git_lines(const char *dir, const char *const args[], struct str in,
    char end, bool (*take)(struct str, void *), void *to)
{
	return run_git_heard(dir, args, in,
	    &(struct hearing){ .end = end, .take = take, .to = to });
}

int
run_git_aloud(const char *dir, const char *const args[])
{
	return run_git_given(dir, args, (struct str){ 0 }, NULL);
}

int
run_git_given(const char *dir, const char *const args[], struct str in,
    const int *kept)
{
	const char **argv = arguments(dir, args, false);
	const char **env = environment(!is_in_hook());
	int status = -1, fd = in.s ? run_input(in) : -1;
	pid_t pid;

	if ((!in.s || fd >= 0) &&
	    spawn(&pid, argv, env, fd, STDERR_FILENO, true, kept))
		status = wait_for(pid);
	if (fd >= 0)
		close(fd);
	free(argv);
	free(env);
	return status;
}

int
run_program(const char *const argv[], struct str in, struct buf *out)
{
	const char **env = environment(false);
	int status = run_heard(argv, env, in, &(struct hearing){ .out = out });

	free(env);
	return status;
}

int
run_program_lines(const char *const argv[], char end,
    bool (*take)(struct str, void *), void *to)
{
	const char **env = environment(false);
	int status = run_heard(argv, env, (struct str){ 0 },
	    &(struct hearing){ .end = end, .take = take, .to = to });

	free(env);
	return status;
}
