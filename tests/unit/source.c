/* Sources against real folders and real repositories that git makes. */
#include "git/source.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "text/day.h"
#include "text/kept.h"
#include "text/say.h"
#include "base/lang.h"
#include "test.h"

/* libgit2 1.5 loses memory of its own where a repository has extensions and
 * where a revision's object is missing. To tell, whole stacks are needed. */
const char *__asan_default_options(void);
const char *__lsan_default_suppressions(void);

const char *
__asan_default_options(void)
{
	return "fast_unwind_on_malloc=0";
}

const char *
__lsan_default_suppressions(void)
{
	return "leak:git_config_foreach_match\nleak:git_revparse_single\n";
}

static const char zone[] = "Asia/Ho_Chi_Minh";
enum { NOBODY = 65534 };

/* Helpers. */

__attribute__((format(printf, 1, 2))) static void
sh(const char *fmt, ...)
{
	struct buf cmd = { 0 };
	va_list ap;

	buf_addz(&cmd, "exec 2>>log >>log; set -e; ");
	va_start(ap, fmt);
	buf_addv(&cmd, fmt, ap);
	va_end(ap);
	fflush(stdout);
	if (system(cmd.s) != 0) {
		printf("Bail out! this failed: %s\n", cmd.s);
		exit(1);
	}
	buf_release(&cmd);
}

/* What was said since last asked. */
static struct kept kept;
static struct findings f = { .say = kept_say, .to = &kept };

static void
forget(void)
{
	kept_release(&kept);
	f = (struct findings){ .say = kept_say, .to = &kept };
}

static bool
silent(const char *name)
{
	bool none = kept.n == 0;

	for (size_t i = 0; i < kept.n; i++)
		printf("# said: %s: %s [%s]\n",
		    kept.all[i].at.path ? kept.all[i].at.path : "",
		    kept.all[i].text, kept.all[i].id);
	ok(none, "%s: nothing said", name);
	forget();
	return none;
}

/* One finding of this id whose text holds this. */
static void
said(const char *id, const char *text, const char *name)
{
	int status =
	    strcmp(id, "read-large") ? 2 : 1; /* a record's own fault */
	bool good = kept.n == 1 && strcmp(kept.all[0].id, id) == 0 &&
	    strstr(kept.all[0].text, text) && found_status(&f) == status;

	for (size_t i = 0; i < kept.n && !good; i++)
		printf("# said: %s [%s]\n", kept.all[i].text, kept.all[i].id);
	if (!kept.n)
		printf("# nothing was said\n");
	ok(good, "%s: %s", name, id);
	forget();
}

static bool
lists_ex(struct source *s, const char *pattern, const char *except,
    const char *want, const char *name)
{
	struct str match = str_of(pattern), not = str_of(except);
	struct globs g = { &match, &not, 1, except ? 1 : 0 };
	struct arena arena = { 0 };
	struct buf got = { 0 };
	struct entry *list;
	size_t n;
	bool whole = source_list(s, &g, &arena, &list, &n, &f);

	for (size_t i = 0; i < n; i++)
		buf_addf(&got, "%s%s%s", i ? " " : "", list[i].path,
		    list[i].mode == MODE_LINK       ? "@" :
			list[i].mode == MODE_MODULE ? "/" :
						      "");
	if (!ok(strcmp(buf_z(&got), want) == 0, "%s: listed", name))
		printf("# got  %s\n# want %s\n", buf_z(&got), want);
	buf_release(&got);
	arena_release(&arena);
	return whole;
}

static bool
lists(struct source *s, const char *pattern, const char *want, const char *name)
{
	return lists_ex(s, pattern, NULL, want, name);
}

static bool
reads(struct source *s, const char *path, const char *want, const char *name)
{
	struct buf b = { 0 };
	bool good;

	buf_addz(&b, "before ");
	good = source_read(s, path, &b, &f) &&
	    str_starts(buf_str(&b), STR("before ")) &&
	    str_is(str_from(buf_str(&b), 7), want);
	if (!good)
		printf("# %s: '%s'\n", path, buf_z(&b));
	ok(good, "%s: %.*s is read", name, (int)strcspn(path, "\n"), path);
	buf_release(&b);
	return good;
}

static void
fails(struct source *s, const char *path, const char *id, const char *text)
{
	struct buf b = { 0 };

	buf_addz(&b, "before");
	ok(!source_read(s, path, &b, &f) && str_is(buf_str(&b), "before"),
	    "%s is not read, and nothing added", path);
	said(id, text, path);
	buf_release(&b);
}

/* The work tree. */

static void
make_tree(void)
{
	sh("mkdir -p tree/schema tree/records/b/c tree/records/a tree/.git/x; "
	   "mkdir tree/records/a/.git; printf out >secret; cd tree; "
	   "printf r >schema/repository.md; printf x >.git/x/x.md; "
	   "printf x >records/a/.git/x.md; "
	   "printf 1 >records/a/x.md; printf 2 >records/b/c/y.md; "
	   "printf 3 >records/a.md; printf 4 >records/a-b.md; "
	   "printf 5 >records/b/README.md; : >records/b/empty.md; "
	   "printf n >'records/b/new\nline.md'; "
	   "printf u >\"records/b/$(printf '\\377').md\"; "
	   "ln -s ../a/x.md records/b/inside.md; "
	   "ln -s ../../../secret records/b/out.md; "
	   "ln -s \"$PWD/records/a/x.md\" records/b/absolute.md; "
	   "ln -s /etc/passwd records/b/passwd.md; "
	   "ln -s nowhere.md records/b/dangling.md; "
	   "ln -s circle.md records/b/circle.md; "
	   "ln -s ../../.git/x/x.md records/b/git.md; "
	   "ln -s a records/linked; ln -s /etc records/etc; "
	   "ln -s b/inside.md records/twice.md");
}

static void
test_tree_list(struct source *s)
{
	ok(lists(s, "records/**/*.md",
	       "records/a-b.md records/a.md records/a/x.md records/b/README.md "
	       "records/b/absolute.md@ records/b/c/y.md records/b/circle.md@ "
	       "records/b/dangling.md@ records/b/empty.md records/b/git.md@ "
	       "records/b/inside.md@ records/b/new\nline.md records/b/out.md@ "
	       "records/b/passwd.md@ records/b/\xff.md records/twice.md@",
	       "tree"),
	    "the whole was listed");
	silent("tree");
}

static void
test_tree_except(struct source *s)
{
	lists_ex(s, "records/b/*.md", "README.md",
	    "records/b/absolute.md@ records/b/circle.md@ "
	    "records/b/dangling.md@ records/b/empty.md records/b/git.md@ "
	    "records/b/inside.md@ records/b/new\nline.md records/b/out.md@ "
	    "records/b/passwd.md@ records/b/\xff.md",
	    "excepted by name");
	lists(s, "schema/*.md", "schema/repository.md", "one folder");
	lists(s, "**/x/x.md", "", ".git is not entered");
	lists(s, "nothing/**", "", "no such folder");
	silent("work tree");
}

static void
test_tree_read(struct source *s)
{
	reads(s, "records/a/x.md", "1", "tree");
	reads(s, "records/b/empty.md", "", "tree");
	reads(s, "records/b/new\nline.md", "n", "tree");
	reads(s, "records/b/inside.md", "1", "link");
	reads(s, "records/twice.md", "1", "link to a link");
	reads(s, "records/b/absolute.md", "1", "absolute link inside");
	reads(s, "records/linked/x.md", "1", "link to a folder inside");
	silent("work tree");
	fails(s, "records/b/out.md", "read-link", "leaves");
	fails(s, "records/b/passwd.md", "read-link", "leaves");
	fails(s, "records/etc/passwd", "read-link", "leaves");
	fails(s, "records/b/git.md", "read-link", "leaves");
	fails(s, "records/b/dangling.md", "read-link", "nowhere");
	fails(s, "records/b/circle.md", "read-link", "circle");
	fails(s, "records/a/none.md", "read", "no such file");
	fails(s, "records/a/x.md/z", "read", "no such file");
	fails(s, "records/a", "read-kind", "folder");
	fails(s, "../secret", "read", "not a path");
	fails(s, "records/../../secret", "read", "not a path");
	fails(s, "/etc/passwd", "read", "not a path");
	fails(s, ".git/x/x.md", "read", "not a path");
	fails(s, "records//a/x.md", "read", "not a path");
	fails(s, "", "read", "not a path");
}

static void
test_tree_has(struct source *s)
{
	ok(source_has(s, "records/a/x.md"), "has a file");
	ok(source_has(s, "records/a"), "has a folder");
	ok(source_has(s, "records/b/inside.md"), "has what a link leads to");
	ok(!source_has(s, "records/b/out.md"), "not what lies outside");
	ok(!source_has(s, "records/b/dangling.md"), "nor what is nowhere");
	ok(!source_has(s, "records/none"), "nor what is not there");
	ok(!source_has(s, "../secret"), "nor what lies above");
	silent("has");
}

static void
test_tree_kinds(struct source *s)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX,
		.sun_path = "tree/odd/socket.md" };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	sh("mkdir tree/odd; mkfifo tree/odd/pipe.md; mkdir tree/odd/dir.md; "
	   "printf z >tree/odd/z.md");
	source_again(s);
	ok(fd >= 0 && bind(fd, (struct sockaddr *)&un, sizeof un) == 0,
	    "a socket is there");
	close(fd);
	ok(!lists(s, "odd/*.md", "odd/z.md", "odd files"),
	    "not the whole was listed");
	ok(kept.n == 2 && strcmp(kept.all[0].at.path, "odd/pipe.md") == 0 &&
		strcmp(kept.all[1].at.path, "odd/socket.md") == 0 &&
		strcmp(kept.all[0].id, "read-kind") == 0,
	    "each is named");
	forget();
	fails(s, "odd/pipe.md", "read-kind", "pipe");
	fails(s, "odd/socket.md", "read-kind", "socket");
	fails(s, "odd/dir.md", "read-kind", "folder");
	sh("rm -r tree/odd");
}

static void
test_tree_sizes(struct source *s)
{
	struct buf b = { 0 };

	sh("mkdir tree/big; head -c 1048576 /dev/zero >tree/big/most.md; head "
	   "-c 1048577 /dev/zero >tree/big/more.md; truncate -s 4T "
	   "tree/big/hole.md || truncate -s 4G tree/big/hole.md");
	ok(source_read(s, "big/most.md", &b, &f) && b.n == SOURCE_FILE_MOST,
	    "the largest file is read");
	silent("the largest file");
	fails(s, "big/more.md", "read-large", "1048577");
	fails(s, "big/hole.md", "read-large", "at most 1048576");
	buf_release(&b);
	sh("rm -r tree/big");
}

static void
test_tree_deep(struct source *s)
{
	sh("cd tree; d=deep; for i in $(seq 70); do d=$d/d; done; mkdir -p $d; "
	   "printf x >$d/x.md; printf x >deep/d/x.md");
	source_again(s);
	ok(!lists(s, "deep/**/*.md", "deep/d/x.md", "deep folders"),
	    "not the whole was listed");
	said("read-deep", "64", "deep folders");
	sh("rm -r tree/deep");
}

/* As someone whom permissions bind. */
static void
test_tree_denied(void)
{
	int status = -1;
	pid_t pid;

	sh("mkdir -p tree/records/shut; printf s >tree/records/shut/x.md; "
	   "printf h >tree/records/hidden.md; chmod 0 tree/records/shut "
	   "tree/records/hidden.md");
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		struct source *s;
		int before = test_failed, first = test_count;

		if (getuid() == 0 && (setgid(NOBODY) || setuid(NOBODY)))
			_exit(99);
		s = source_worktree("tree", &f);
		ok(s &&
			!lists(s, "records/*/x.md", "records/a/x.md",
			    "shut folder"),
		    "not the whole was listed");
		said("read", "denied", "shut folder");
		fails(s, "records/hidden.md", "read", "denied");
		fails(s, "records/shut/x.md", "read", "denied");
		source_close(s);
		fflush(stdout);
		_exit(test_failed == before ? test_count - first : 99);
	}
	waitpid(pid, &status, 0);
	status = WIFEXITED(status) ? WEXITSTATUS(status) : 99;
	test_count += status == 99 ? 0 : status; /* the child's */
	ok(status != 99, "permissions are told");
	sh("chmod 755 tree/records/shut; rm -r tree/records/shut "
	   "tree/records/hidden.md");
}

/* Makes openat2 fail as on systems that lack it. */
static bool
forbid_openat2(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		    offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog prog = { sizeof code / sizeof *code, code };

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog) == 0 &&
	    syscall(SYS_openat2, -1, "", NULL, (size_t)0) < 0 &&
	    errno == ENOSYS;
}

static void
test_tree_old_system(void)
{
	int ends[2], status = -1, sums[2] = { 0 };
	pid_t pid;

	if (!ok(pipe(ends) == 0, "a pipe"))
		return;
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		struct source *s = source_worktree("tree", &f);

		if (!ok(forbid_openat2(), "openat2 is taken away"))
			_exit(99);
		test_tree_read(s);
		test_tree_has(s);
		test_tree_list(s);
		source_close(s);
		fflush(stdout);
		sums[0] = test_count;
		sums[1] = test_failed;
		_exit(write(ends[1], sums, sizeof sums) == sizeof sums &&
			    !test_failed ?
			0 :
			1);
	}
	waitpid(pid, &status, 0);
	close(ends[1]);
	if (read(ends[0], sums, sizeof sums) == sizeof sums)
		test_count = sums[0];
	close(ends[0]);
	ok(status == 0, "the same without openat2");
}

static void
test_tree_root(void)
{
	static const struct {
		const char *dir, *root;
	} cases[] = {
		{ "tree/records/b", "/tree" },
		{ "tree", "/tree" },
		{ "tree/schema", "/tree" },
		{ "outer/inner/records", "/outer/inner" },
		{ "outer/other", "/outer" },
		{ "outer/clone/x", "/outer/clone" },
		{ "outer/work/x", "/outer/work" },
		{ "plain/x", "/plain/x" },
		{ "linked/records", "/tree" },
	};
	char cwd[4096];
	size_t n;

	sh("mkdir -p outer/.git outer/inner/schema outer/inner/records "
	   "outer/other outer/schema outer/clone/.git outer/clone/x "
	   "outer/work/x plain/x; : >outer/inner/schema/repository.md; : "
	   ">outer/schema/repository.md; : >outer/work/.git; ln -s tree "
	   "linked");
	n = getcwd(cwd, sizeof cwd) ? strlen(cwd) : 0;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct source *s = source_worktree(cases[i].dir, &f);

		ok(s && strcmp(source_root(s) + n, cases[i].root) == 0,
		    "the root of %s is %s", cases[i].dir, cases[i].root);
		ok(s && !source_commit_id(s) &&
			source_commit_day(s, zone) == DAY_NONE,
		    "and no commit");
		source_close(s);
	}
	silent("roots");
	ok(!source_worktree("none", &f), "no source for no folder");
	said("read", "No such", "no folder");
	ok(!source_worktree("secret", &f), "no source for a file");
	said("read", "", "a file for a folder");
	sh("rm -r outer plain linked");
}

static void
test_tree_path(struct source *s)
{
	static const struct {
		const char *in, *typed, *path;
	} cases[] = {
		{ "tree/records/a", "x.md", "records/a/x.md" },
		{ "tree/records/a", "./x.md", "records/a/x.md" },
		{ "tree/records/a", "../b/c/y.md", "records/b/c/y.md" },
		{ "tree/records/a", "../..", "" },
		{ "tree/records/a", "../../", "" },
		{ "tree/records/a", "../../..", NULL },
		{ "tree/records/a", "../../../secret", NULL },
		{ "tree", ".", "" },
		{ "tree", "records/", "records" },
		{ "tree", "records//a/./x.md", "records/a/x.md" },
		{ "tree", "records/b/inside.md", "records/b/inside.md" },
		{ "tree", "records/b/out.md", "records/b/out.md" },
		{ "tree", "records/linked/x.md", "records/a/x.md" },
		{ "tree", "records/etc/passwd", NULL },
		{ "tree", "records/gone/old.md", "records/gone/old.md" },
		{ "tree", "records/gone/deep/../old.md",
		    "records/gone/old.md" },
		{ "tree", "gone.md", "gone.md" },
		{ "tree", "/etc/passwd", NULL },
		{ ".", "tree/records/a.md", "records/a.md" },
		{ ".", "tree/../secret", NULL },
		{ ".", "tree2/x", NULL },
	};
	struct arena arena = { 0 };
	int home = open(".", O_RDONLY | O_DIRECTORY);
	struct buf full = { 0 };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *got;

		if (chdir(cases[i].in) < 0)
			abort();
		got = source_path(s, cases[i].typed, &arena);
		if (!ok(got && cases[i].path ? !strcmp(got, cases[i].path) :
					       !got && !cases[i].path,
			"in %s, %s", cases[i].in, cases[i].typed))
			printf("# got %s\n", got ? got : "NULL");
		if (fchdir(home) < 0)
			abort();
	}
	buf_addf(&full, "%s/records/a/x.md", source_root(s));
	ok(!strcmp(source_path(s, full.s, &arena), "records/a/x.md"),
	    "an absolute path");
	buf_release(&full);
	close(home);
	arena_release(&arena);
}

enum { MANY = 200, TIMES = 20 };

static void *
read_many(void *source)
{
	struct findings mine = { 0 };
	struct buf b = { 0 };
	char path[64], want[16];
	size_t bad = 0;

	for (int t = 0; t < TIMES; t++)
		for (int i = 0; i < MANY; i++) {
			snprintf(path, sizeof path, "many/%d/%d.md", i % 7, i);
			snprintf(want, sizeof want, "%d\n", i);
			buf_clear(&b);
			bad += !source_read(source, path, &b, &mine) ||
			    !str_is(buf_str(&b), want);
		}
	buf_release(&b);
	return (void *)bad;
}

static void
test_threads(struct source *s, const char *name)
{
	enum { THREADS = 4 };
	pthread_t all[THREADS];
	size_t bad = 0;
	void *one;

	for (int i = 0; i < THREADS; i++)
		pthread_create(&all[i], NULL, read_many, s);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(all[i], &one);
		bad += (size_t)one;
	}
	ok(bad == 0, "%s: threads read side by side", name);
}

static void
test_tree(void)
{
	struct source *s;

	make_tree();
	s = source_worktree("tree/records", &f);
	if (!ok(s != NULL, "a work tree"))
		return;
	test_tree_list(s);
	test_tree_except(s);
	test_tree_read(s);
	test_tree_has(s);
	test_tree_kinds(s);
	test_tree_sizes(s);
	test_tree_deep(s);
	test_tree_denied();
	test_tree_old_system();
	test_tree_path(s);
	sh("cd tree; for i in $(seq 0 %d); do mkdir -p many/$((i %% 7)); echo "
	   "$i >many/$((i %% 7))/$i.md; done",
	    MANY - 1);
	test_threads(s, "work tree");
	sh("rm -r tree/many");
	source_close(s);
	test_tree_root();
}

/* Memory. */

static void
test_memory(void)
{
	struct source *s = source_memory();
	struct arena arena = { 0 };
	char bytes[] = "one";

	source_memory_add(s, STR("records/b.md"), str_of(bytes));
	source_memory_add(s, STR("records/a/x.md"), STR("two"));
	source_memory_add(s, STR("records/b.txt"), STR(""));
	bytes[0] = 'X';
	lists(s, "records/**/*.md", "records/a/x.md records/b.md", "memory");
	reads(s, "records/b.md", "one", "memory");
	silent("memory");
	source_memory_add(s, STR("records/b.md"), STR("anew"));
	reads(s, "records/b.md", "anew", "memory");
	ok(source_has(s, "records/a") && source_has(s, "records/a/x.md") &&
		!source_has(s, "records/c") && !source_has(s, "rec"),
	    "memory has files and folders");
	fails(s, "records/none.md", "read", "no such file");
	ok(!source_root(s) && !source_commit_id(s), "memory lies nowhere");
	ok(!strcmp(source_path(s, "./records/../a", &arena), "a") &&
		!source_path(s, "../a", &arena) &&
		!source_path(s, "/a", &arena),
	    "memory takes paths from its root");
	arena_release(&arena);
	source_close(s);
	source_close(NULL);
}

/* Git: commits, days, the index. */

static void
at_time(const char *date)
{
	setenv("GIT_AUTHOR_DATE", date, 1);
	setenv("GIT_COMMITTER_DATE", date, 1);
}

/* Five commits on main; the third goes back in time, a side branch is merged.
 * In the zone (+7) the second is of 2024-01-11, in UTC of 2024-01-10. */
static void
make_repo(void)
{
	sh("git init -q -b main repo; cd repo; mkdir -p schema records/a; "
	   "printf r >schema/repository.md; printf 1 >records/a/x.md; printf x "
	   ">records/none.txt; git add .");
	at_time("2024-01-05T12:00:00 +0000");
	sh("cd repo; git commit -qm 1; git branch old");
	at_time("2024-01-10T17:00:00 +0000");
	sh("cd repo; printf 2 >records/a/x.md; git commit -qam 2; git tag two");
	at_time("2024-01-08T12:00:00 +0000");
	sh("cd repo; printf 3 >records/a/x.md; git commit -qam 3; git tag "
	   "three");
	at_time("2024-01-20T16:59:59 +0000");
	sh("cd repo; git checkout -qb side old; printf s >records/a/s.md; git "
	   "add .; git commit -qm side; git checkout -q main");
	at_time("2024-02-01T12:00:00 +0000");
	sh("cd repo; git merge -qm 4 side");
	at_time("2024-03-01T12:00:00 +0000");
	sh("cd repo; ln -s ../a/x.md records/a/in.md; mkdir records/b; ln -s "
	   "../../../../etc/passwd records/a/out.md; ln -s /etc/passwd "
	   "records/a/abs.md; ln -s in.md records/a/two.md; ln -s circle.md "
	   "records/a/circle.md; ln -s a records/linked; ln -s x "
	   "records/a/lost.md; ln -s ../a records/b/up; head -c 1048577 "
	   "/dev/zero >records/a/big.md; printf b >records/b.md; printf d "
	   ">records/b/d.md; printf '%%s' %s >records/b-c.md; git add .; git "
	   "update-index --add --cacheinfo 160000,$(git rev-parse "
	   "HEAD),records/sub.md; git commit -qm 5",
	    "e");
}

static struct source *
commit(const char *dir, const char *at)
{
	return source_commit(dir, at, zone, &f);
}

static void
test_commit_list(struct source *s, const char *name)
{
	ok(lists(s, "records/**/*.md",
	       "records/a/abs.md@ records/a/big.md records/a/circle.md@ "
	       "records/a/in.md@ records/a/lost.md@ records/a/out.md@ "
	       "records/a/s.md records/a/two.md@ records/a/x.md records/b-c.md "
	       "records/b.md records/b/d.md records/sub.md/",
	       name),
	    "the whole was listed");
	lists_ex(s, "records/b/*", "up", "records/b/d.md", name);
	lists(s, "records/*.md", "records/b-c.md records/b.md records/sub.md/",
	    name);
	silent(name);
}

static void
test_commit_read(struct source *s, const char *name)
{
	reads(s, "records/a/x.md", "3", name);
	reads(s, "records/a/in.md", "3", name);
	reads(s, "records/a/two.md", "3", name);
	reads(s, "records/linked/x.md", "3", name);
	reads(s, "records/b/up/s.md", "s", name);
	reads(s, "schema/repository.md", "r", name);
	silent(name);
	fails(s, "records/a/out.md", "read-link", "leaves");
	fails(s, "records/a/abs.md", "read-link", "leaves");
	fails(s, "records/a/circle.md", "read-link", "circle");
	fails(s, "records/a/lost.md", "read-link", "nowhere");
	fails(s, "records/a/big.md", "read-large", "1048577");
	fails(s, "records/a", "read-kind", "folder");
	fails(s, "records/sub.md", "read-kind", "submodule");
	fails(s, "records/a/none.md", "read", "no such file");
	fails(s, "records/a/x.md/y", "read", "no such file");
	fails(s, "../secret", "read", "no such file");
	ok(source_has(s, "records/a/x.md") && source_has(s, "records/a") &&
		source_has(s, "records/linked/x.md") &&
		!source_has(s, "records/a/out.md") &&
		!source_has(s, "records/sub.md") && !source_has(s, "records/c"),
	    "%s: has what it has", name);
	silent(name);
}

static void
test_commit_id(void)
{
	struct source *s = commit("repo", "two");
	struct str all = STR("records/a/x.md");
	struct globs g = { &all, NULL, 1, 0 };
	struct arena arena = { 0 };
	struct entry *list;
	size_t n;
	int d;

	sh("cd repo; git rev-parse --short=40 two >../id; git rev-parse "
	   "two:records/a/x.md >../blob");
	if (ok(s != NULL, "a commit by tag")) {
		struct source *here = source_worktree(".", &f);
		struct buf id = { 0 }, blob = { 0 };

		source_read(here, "id", &id, &f);
		source_read(here, "blob", &blob, &f);
		ok(str_eq(str_trim(buf_str(&id)), str_of(source_commit_id(s))),
		    "its id");
		ok(source_list(s, &g, &arena, &list, &n, &f) && n == 1 &&
			str_is(str_trim(buf_str(&blob)), list[0].id) &&
			list[0].mode == MODE_FILE,
		    "a blob's id and mode");
		buf_release(&id);
		buf_release(&blob);
		source_close(here);
		reads(s, "records/a/x.md", "2", "a commit by tag");
		d = source_commit_day(s, zone);
		ok(d == day_make(2024, 1, 11), "its day in the zone");
		ok(source_commit_day(s, "UTC") == day_make(2024, 1, 10),
		    "its day in another");
		ok(source_commit_day(s, "No/Where") == DAY_NONE,
		    "no day where there is no zone");
		ok(!source_root(s), "a commit lies nowhere");
	}
	silent("commit by tag");
	arena_release(&arena);
	source_close(s);
}

static void
test_days(void)
{
	static const struct {
		const char *at, *zone, *x;
	} cases[] = {
		{ "2024-12-31", zone, "3" },
		{ "2024-01-31", zone,
		    "3" }, /* the third, not the side branch */
		{ "2024-01-08", zone,
		    "3" }, /* its day went back: still first met */
		{ "2024-01-07", zone, "1" },
		{ "2024-01-05", zone, "1" },
	};
	static const struct {
		const char *at, *zone, *tag;
	} edges[] = {
		{ "2024-01-11", zone, "2" },
		{ "2024-01-10", zone, "1" },
		{ "2024-01-10", "UTC", "2" },
		{ "2024-01-09", "UTC", "1" },
	};
	struct source *s;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		s = source_commit("repo", cases[i].at, cases[i].zone, &f);
		if (ok(s != NULL, "a commit for %s", cases[i].at))
			reads(s, "records/a/x.md", cases[i].x, cases[i].at);
		source_close(s);
	}
	sh("cd repo; git checkout -q two");
	for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) {
		s = source_commit("repo", edges[i].at, edges[i].zone, &f);
		if (ok(s != NULL, "a commit for %s in %s", edges[i].at,
			edges[i].zone))
			reads(s, "records/a/x.md", edges[i].tag, edges[i].at);
		source_close(s);
	}
	sh("cd repo; git checkout -q main; git branch 2024-01-08 main");
	s = commit("repo", "2024-01-07");
	ok(s != NULL, "a day, though branches have names of days");
	source_close(s);
	sh("cd repo; git branch -D 2024-01-08");
	silent("days");
	ok(!commit("repo", "2024-01-04"), "no commit before the first");
	said("at-unknown", "2024-01-05", "before the first");
	ok(!commit("repo", "2024-02-30"), "no such day");
	said("at-unknown", "2024-02-30", "no such day");
	ok(!source_commit("repo", "2024-02-01", "No/Where", &f),
	    "no such zone");
	said("at-zone", "No/Where", "no such zone");
	ok(!source_commit("repo", "2024-02-01", "../../etc/x", &f), "nor that");
	said("at-zone", "../../etc/x", "zone that leads elsewhere");
}

static void
test_revisions(void)
{
	static const char *const good[] = { "HEAD", "main", "main~1", "side^",
		"refs/tags/two", "HEAD~1^2", "@", "main^{commit}", "HEAD@{0}" };
	static const struct {
		const char *at, *id, *text;
	} bad[] = {
		{ "mian", "at-unknown", "did you mean 'main'" },
		{ "mian~2", "at-unknown", "did you mean 'main'" },
		{ "thre", "at-unknown", "did you mean 'three'" },
		{ "somewhere", "at-unknown", "git branch -a" },
		{ "main~100", "at-unknown", "main~100" },
		{ "0123456789012345678901234567890123456789", "at-unknown",
		    "0123" },
		{ "main:records", "at-unknown", "not a commit" },
		{ "main:records/a/x.md", "at-unknown", "not a commit" },
		{ "HEAD@{2024-01-01}", "at-unknown", "clone changed" },
		{ "HEAD@{yesterday}", "at-unknown", "clone changed" },
		{ "main@{20240101}", "at-unknown", "clone changed" },
		{ "", "at-unknown", "''" },
		{ "..", "at-unknown", "'..'" },
		{ "main..side", "at-unknown", "main..side" },
		{ "-x", "at-unknown", "-x" },
		{ "HEAD^{/", "at-unknown", "HEAD" },
	};

	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct source *s = commit("repo", good[i]);

		ok(s != NULL, "a revision: %s", good[i]);
		source_close(s);
	}
	silent("revisions");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		ok(!commit("repo", bad[i].at), "no revision: %s", bad[i].at);
		said(bad[i].id, bad[i].text, bad[i].at);
	}
}

static void
test_commit(void)
{
	struct source *s = commit("repo", "main");

	if (!ok(s != NULL, "a commit"))
		return;
	test_commit_list(s, "commit");
	test_commit_read(s, "commit");
	source_close(s);
	s = commit("repo/records/a", "HEAD");
	ok(s && reads(s, "records/a/x.md", "3", "from a folder below"),
	    "a folder below");
	source_close(s);
	test_commit_id();
	test_days();
	test_revisions();
}

static void
test_index(void)
{
	struct source *s = source_index("repo", &f);

	if (!ok(s != NULL, "an index"))
		return;
	test_commit_list(s, "index");
	test_commit_read(s, "index");
	ok(!source_commit_id(s) && !source_root(s), "is no commit");
	source_close(s);
	sh("cd repo; printf staged >records/a/x.md; git add records/a/x.md; "
	   "printf work >records/a/x.md; printf new >records/a/new.md; git add "
	   "-N records/a/new.md; printf un >records/a/un.md");
	s = source_index("repo/records", &f);
	ok(s != NULL, "an index from a folder below");
	reads(s, "records/a/x.md", "staged", "index");
	lists(s, "records/a/[nsux]*.md", "records/a/s.md records/a/x.md",
	    "one of some");
	lists(s, "records/a/?.md", "records/a/s.md records/a/x.md", "index");
	lists(s, "**/new.md", "", "announced only");
	ok(!source_has(s, "records/a/new.md"), "announced is not there");
	silent("index");
	fails(s, "records/a/new.md", "read", "no such file");
	source_close(s);
	s = source_worktree("repo", &f);
	reads(s, "records/a/x.md", "work", "work tree");
	source_close(s);
	sh("cd repo; git reset -q --hard; rm -f records/a/new.md "
	   "records/a/un.md");
}

static void
test_conflict(void)
{
	struct source *s;

	sh("git clone -q repo clash; cd clash; git checkout -qb one; printf "
	   "one >records/a/x.md; git commit -qam one; git checkout -q main; "
	   "printf other >records/a/x.md; git commit -qam other; ! git merge "
	   "one");
	s = source_index("clash", &f);
	ok(s && !lists(s, "records/a/?.md", "records/a/s.md", "conflict"),
	    "not the whole was listed");
	said("git-conflict", "git add records/a/x.md", "conflict");
	ok(s && lists(s, "records/b/*.md", "records/b/d.md", "elsewhere"),
	    "elsewhere there is none");
	silent("conflict elsewhere");
	fails(s, "records/a/x.md", "git-conflict", "not merged");
	source_close(s);
	sh("rm -rf clash");
}

/* The data in a folder of a larger repository. */
static void
test_subfolder(void)
{
	struct source *s;
	struct arena arena = { 0 };

	sh("git init -q -b main large; cd large; mkdir -p office/schema "
	   "office/records other; printf r >office/schema/repository.md; "
	   "printf o >office/records/x.md; printf e >other/e.md; ln -s "
	   "../../other/e.md office/records/out.md; git add .; git commit -qm "
	   "1");
	s = commit("large/office/records", "HEAD");
	lists(s, "**/*.md", "records/out.md@ records/x.md schema/repository.md",
	    "subfolder");
	reads(s, "records/x.md", "o", "subfolder");
	silent("subfolder");
	fails(s, "records/out.md", "read-link", "leaves");
	ok(!strcmp(source_path(s, "large/office/records/x.md", &arena),
	       "records/x.md") &&
		!source_path(s, "large/other/e.md", &arena),
	    "paths are from the office's root");
	source_close(s);
	s = source_index("large/office", &f);
	lists(s, "**/*.md", "records/out.md@ records/x.md schema/repository.md",
	    "subfolder's index");
	reads(s, "records/x.md", "o", "subfolder's index");
	silent("subfolder's index");
	source_close(s);
	s = commit("large/other", "HEAD");
	reads(s, "other/e.md", "e", "beside it");
	silent("beside it");
	source_close(s);
	arena_release(&arena);
	sh("rm -rf large");
}

static void
test_bare_and_linked(void)
{
	struct source *s;
	struct arena arena = { 0 };

	sh("git clone -q --bare repo bare.git; cd repo; git worktree add -q "
	   "../linked two");
	s = commit("bare.git", "main");
	ok(s != NULL, "a bare repository");
	test_commit_list(s, "bare");
	ok(!strcmp(source_path(s, "records/x.md", &arena), "records/x.md") &&
		!source_path(s, "../x", &arena),
	    "paths as typed");
	source_close(s);
	s = commit("bare.git", "2024-01-07");
	reads(s, "records/a/x.md", "1", "a day in a bare repository");
	silent("bare");
	source_close(s);
	ok(!source_index("bare.git", &f), "no index in it");
	said("git", "bare", "bare index");
	s = commit("linked/records", "HEAD");
	reads(s, "records/a/x.md", "2", "a linked work tree");
	source_close(s);
	s = source_index("linked", &f);
	reads(s, "records/a/x.md", "2", "its index");
	source_close(s);
	s = source_worktree("linked/records", &f);
	ok(s && str_ends(str_of(source_root(s)), STR("/linked")), "its root");
	source_close(s);
	silent("linked");
	arena_release(&arena);
	sh("cd repo; git worktree remove ../linked; rm -rf ../bare.git");
}

/* Reads what a tool would of the work tree in dir, then sees whether its HEAD
 * has the same. */
static bool
same_as_head(const char *dir, const char *pattern)
{
	struct source *s = source_worktree(dir, &f),
		      *head = commit(dir, "HEAD");
	struct str match = str_of(pattern);
	struct globs g = { &match, NULL, 1, 0 };
	struct findings none = { 0 };
	struct arena arena = { 0 };
	struct entry *list;
	size_t n;
	bool same;

	source_note(s);
	source_has(s, "schema/authority.md");
	source_files(s, &g, &arena, &list, &n, &none);
	for (size_t i = 0; i < n; i++) {
		struct buf b = { 0 };

		source_read(s, list[i].path, &b, &none);
		buf_release(&b);
	}
	same = source_same(s, head);
	source_close(s);
	source_close(head);
	arena_release(&arena);
	return same;
}

static void
test_same(void)
{
	ok(same_as_head("repo", "records/**"), "the same as HEAD");
	ok(same_as_head("repo/records", "records/**"), "and from below");
	sh("cd repo; printf w >>records/b.md");
	ok(!same_as_head("repo", "records/**"), "an edit");
	sh("cd repo; git add .");
	ok(!same_as_head("repo", "records/**"), "one that is staged");
	ok(same_as_head("repo", "schema/**"),
	    "but not where it does not matter");
	sh("cd repo; git reset -q --hard; printf n >records/n.md");
	ok(!same_as_head("repo", "records/**"), "a new file");
	ok(!same_as_head("repo", "n.md"), "in whatever folder");
	ok(same_as_head("repo", "records/b.md"), "beside what was read");
	sh("cd repo; rm records/n.md; printf '' >schema/authority.md");
	ok(!same_as_head("repo", "records/b.md"), "one that was looked for");
	sh("cd repo; rm schema/authority.md records/b.md; git update-index "
	   "--assume-unchanged records/b.md");
	ok(!same_as_head("repo", "records/*"), "one that is missed");
	sh("cd repo; git update-index --no-assume-unchanged records/b.md; git "
	   "checkout -q records");
	ok(same_as_head("repo", "**"), "the same again");
	sh("git init -q empty");
	silent("same");
}

/* What stands in the way. */

static void
test_no_repository(void)
{
	sh("mkdir -p plain");
	ok(!commit("plain", "HEAD"), "no repository");
	said("git-none", "git init", "no repository");
	ok(!source_index("plain", &f), "no repository, no index");
	said("git-none", "plain", "no repository");
	ok(!commit("absent", "HEAD"), "no folder");
	said("read", "No such", "no folder");
	ok(!commit("empty", "HEAD"), "no commits");
	said("git-empty", "git commit", "no commits");
	ok(!commit("empty", "2024-01-01"), "no commits, no day");
	said("git-empty", "no commits", "no commits");
	ok(!commit("empty", "main"), "no commits, no branch");
	said("git-empty", "main", "no commits");
}

static void
test_sha256(void)
{
	sh("git init -q --object-format=sha256 long; cd long; git commit -q "
	   "--allow-empty -m 1");
	ok(!commit("long", "HEAD"), "SHA-256");
	said("git-sha256", "--object-format=sha1", "SHA-256");
	ok(!source_index("long", &f), "SHA-256");
	said("git-sha256", "fast-export", "SHA-256");
	sh("rm -rf long");
}

static void
test_extensions(void)
{
	struct source *s;

	sh("git clone -q repo conf; cd conf; git config "
	   "core.repositoryformatversion 1; git config "
	   "extensions.worktreeConfig true");
	s = commit("conf", "main");
	ok(s != NULL, "extensions.worktreeConfig is no hindrance");
	reads(s, "records/a/x.md", "3", "worktreeConfig");
	silent("worktreeConfig");
	source_close(s);
	sh("cd conf; git config extensions.odd true");
	ok(!commit("conf", "main"), "an extension that nobody knows");
	said("git-extension", "'git clone' makes one", "odd");
	sh("rm -rf conf");
}

static void
test_shallow(void)
{
	struct source *s;

	sh("git clone -q --depth 2 \"file://$PWD/repo\" shallow");
	s = commit("shallow", "HEAD");
	ok(s && reads(s, "records/a/x.md", "3", "shallow"), "shallow: HEAD");
	source_close(s);
	s = commit("shallow", "2024-02-28");
	ok(s != NULL, "shallow: a day within reach");
	source_close(s);
	silent("shallow");
	ok(!commit("shallow", "2024-01-06"), "shallow: a day out of reach");
	said("git-shallow", "git fetch --unshallow", "shallow");
	ok(!commit("shallow", "HEAD~3"), "shallow: a revision out of reach");
	said("git-shallow", "git fetch --unshallow", "shallow");
	sh("cd shallow; git fetch -q --unshallow");
	s = commit("shallow", "2024-01-06");
	ok(s && reads(s, "records/a/x.md", "1", "unshallowed"),
	    "the advice helps");
	silent("unshallowed");
	source_close(s);
	sh("rm -rf shallow");
}

static void
test_partial(void)
{
	struct source *s;

	sh("git -C repo config uploadpack.allowFilter true; git -C repo config "
	   "uploadpack.allowAnySHA1InWant true; git clone -q --no-checkout "
	   "--filter=blob:none \"file://$PWD/repo\" partial");
	s = commit("partial", "two");
	ok(s && lists(s, "records/a/*.md", "records/a/x.md", "partial"),
	    "a partial clone is listed");
	silent("partial");
	fails(s, "records/a/x.md", "git-partial", "--refetch --no-filter");
	source_close(s);
	sh("cd partial; git fetch -q --refetch --no-filter");
	s = commit("partial", "two");
	ok(s && reads(s, "records/a/x.md", "2", "fetched"), "the advice helps");
	source_close(s);
	silent("fetched");
	sh("rm -rf partial; git clone -q --no-checkout --filter=tree:0 "
	   "\"file://$PWD/repo\" partial");
	ok(!commit("partial", "two"), "a clone without trees");
	said("git-partial", "--refetch", "no trees");
	sh("rm -rf partial");
}

static void
test_indexes(void)
{
	struct source *s;

	sh("git clone -q repo sparse; cd sparse; git sparse-checkout set "
	   "--cone --no-sparse-index schema");
	s = source_index("sparse", &f);
	ok(s != NULL, "a sparse checkout with a full index");
	test_commit_list(s, "sparse checkout");
	source_close(s);
	ok(!same_as_head("sparse", "records/**") &&
		same_as_head("sparse", "schema/**"),
	    "which differs by what it leaves out");
	sh("cd sparse; git sparse-checkout reapply --sparse-index");
	ok(!source_index("sparse", &f), "a sparse index");
	said("git-sparse", "git sparse-checkout reapply --no-sparse-index",
	    "sparse");
	s = commit("sparse", "HEAD");
	ok(s && reads(s, "records/a/x.md", "3", "sparse"),
	    "whose commits can be read");
	source_close(s);
	sh("cd sparse; git sparse-checkout reapply --no-sparse-index");
	s = source_index("sparse", &f);
	ok(s != NULL, "the advice helps");
	silent("sparse");
	source_close(s);
	sh("git clone -q repo split; cd split; git update-index --split-index; "
	   "printf x >records/b.md; git add .");
	ok(!source_index("split", &f), "a split index");
	said("git-split", "git update-index --no-split-index", "split");
	sh("cd split; git update-index --no-split-index");
	s = source_index("split", &f);
	ok(s && reads(s, "records/b.md", "x", "joined"), "the advice helps");
	silent("split");
	source_close(s);
	sh("cd split; printf rubbish >.git/index");
	ok(!source_index("split", &f), "a broken index");
	said("git", "index", "broken index");
	sh("rm -rf sparse split");
}

static void
test_missing(void)
{
	struct source *s;

	sh("git clone -q --no-hardlinks repo hurt; cd hurt; chmod -R +w "
	   ".git/objects; file() { git rev-parse $1 | sed "
	   "'s,^..,.git/objects/&/,'; }; rm -f $(file two:records/a/x.md) "
	   "$(file three:records); printf rot >$(file HEAD:records/b.md); rm "
	   "$(file origin/side); echo 1234567890123456789012345678901234567890 "
	   ">.git/refs/heads/lost");
	s = commit("hurt", "two");
	ok(s != NULL, "a commit with a lost blob");
	fails(s, "records/a/x.md", "git-missing", "git fsck");
	source_close(s);
	s = commit("hurt", "three");
	ok(s && !lists(s, "**/x.md", "", "lost folder"),
	    "a lost folder is not an empty one");
	said("git-missing", "git fsck", "lost folder");
	fails(s, "records/a/x.md", "git-missing", "git fsck");
	source_close(s);
	s = commit("hurt", "HEAD");
	fails(s, "records/b.md", "git", "git fsck");
	source_close(s);
	ok(!commit("hurt", "lost"), "a branch of a lost commit");
	said("git-missing", "1234567890", "lost commit");
	ok(!commit("hurt", "origin/side"), "another");
	said("git-missing", "git fsck", "lost side");
	sh("rm -rf hurt p");
}

static void
test_owner(void)
{
	struct source *s;

	if (getuid() != 0) {
		printf("ok %d - another owner # SKIP needs root\n",
		    ++test_count);
		return;
	}
	sh("git clone -q repo theirs; chown -R 1234 theirs; git clone -q "
	   "--bare repo theirs.git; chown -R 1234 theirs.git");
	ok(!commit("theirs/records", "HEAD"), "another owner");
	said("git-owner", "/theirs'", "owner");
	ok(!source_index("theirs", &f), "another owner's index");
	said("git-owner", "safe.directory", "owner");
	ok(!commit("theirs.git", "HEAD"), "a bare one");
	said("git-owner", "/theirs.git'", "bare owner");
	s = source_worktree("theirs", &f);
	ok(s && reads(s, "records/a/x.md", "3", "another owner"),
	    "whose work tree can be read");
	source_close(s);
	sh("git config --global --add safe.directory \"$PWD/theirs\"");
	s = commit("theirs", "HEAD");
	ok(s && reads(s, "records/a/x.md", "3", "trusted"), "the advice helps");
	source_close(s);
	sh("git config --global --unset-all safe.directory; git config "
	   "--global safe.directory '*'");
	s = commit("theirs.git", "HEAD");
	ok(s && reads(s, "records/a/x.md", "3", "trusted"),
	    "git's own way to trust all helps too");
	source_close(s);
	silent("trusted");
	sh("git config --global --unset-all safe.directory; rm -rf theirs "
	   "theirs.git");
	ok(!commit("theirs", "HEAD"), "and it is gone");
	forget();
}

/* Hooks: what git says by its environment. */

static void
test_hook_index(void)
{
	struct source *s;
	char cwd[4096];

	sh("git clone -q repo hook; cd hook; printf other >records/b.md; cp "
	   ".git/index .git/next-index-1.lock; "
	   "GIT_INDEX_FILE=.git/next-index-1.lock git add records/b.md; git "
	   "checkout -q -- . ");
	if (!getcwd(cwd, sizeof cwd) || chdir("hook") < 0)
		abort();
	setenv("GIT_INDEX_FILE", ".git/next-index-1.lock", 1);
	s = source_index(".", &f);
	ok(s && reads(s, "records/b.md", "other", "GIT_INDEX_FILE"),
	    "the index of a hook");
	source_close(s);
	s = source_index("records", &f);
	ok(s && reads(s, "records/b.md", "other", "GIT_INDEX_FILE"),
	    "also for a folder below");
	source_close(s);
	s = source_index("../repo", &f);
	ok(s && reads(s, "records/b.md", "b", "GIT_INDEX_FILE"),
	    "not for another repository");
	source_close(s);
	setenv("GIT_DIR", ".git", 1);
	s = source_index(".", &f);
	ok(s && reads(s, "records/b.md", "other", "GIT_DIR"), "with GIT_DIR");
	source_close(s);
	s = commit("../repo", "side");
	ok(s != NULL, "GIT_DIR is not for another repository");
	source_close(s);
	silent("hook");
	unsetenv("GIT_INDEX_FILE");
	unsetenv("GIT_DIR");
	if (chdir(cwd) < 0)
		abort();
}

/* git must not be sent to the repository of the hook. */
static void
test_hook_other(void)
{
	char cwd[4096];

	sh("git init -q -b main second; cd second; mkdir schema; "
	   "printf r >schema/repository.md; printf 1 >x; git add .; "
	   "git commit -qm second; printf 'y\n' >.git/info/exclude; "
	   "printf 2 >y");
	if (!getcwd(cwd, sizeof cwd) || chdir("hook") < 0)
		abort();
	setenv("GIT_DIR", ".git", 1);
	setenv("GIT_INDEX_FILE", ".git/index", 1);
	ok(same_as_head("../second", "**"),
	    "what another repository ignores, from within a hook");
	unsetenv("GIT_DIR");
	unsetenv("GIT_INDEX_FILE");
	if (chdir(cwd) < 0)
		abort();
	sh("rm -rf hook second");
}

/* Run by git as a hook: prints records/b.md as the index or a commit has it. */
static int
in_hook(const char *at)
{
	struct findings aloud = { .say = say_text, .to = stderr };
	struct source *s = strcmp(at, "index") ?
	    source_commit(".", at, zone, &aloud) :
	    source_index(".", &aloud);
	struct buf b = { 0 };
	bool read = s && source_read(s, "records/b.md", &b, &aloud);

	printf("%s", buf_z(&b));
	buf_release(&b);
	source_close(s);
	return read ? 0 : 2;
}

static bool
is_written(const char *file, const char *want)
{
	struct source *s = source_worktree(".", &f);
	struct buf b = { 0 };
	bool is = source_read(s, file, &b, &f) && str_is(buf_str(&b), want);

	if (!is)
		printf("# %s: %s\n", file, buf_z(&b));
	buf_release(&b);
	source_close(s);
	return is;
}

static void
test_real_hooks(const char *self)
{
	sh("git clone -q repo hooked; cd hooked; mkdir -p .git/hooks; printf "
	   "'#!/bin/sh\n%s --in-hook index >../../seen\n' "
	   ">.git/hooks/pre-commit; chmod +x .git/hooks/pre-commit; sed -i "
	   "'s,../../seen,../seen,' .git/hooks/pre-commit; printf staged "
	   ">records/b.md; git add .; printf later >records/b.md; git commit "
	   "-qm staged",
	    self);
	ok(is_written("seen", "staged"), "pre-commit sees what is staged");
	sh("cd hooked; git commit -qm path -- records/b.md");
	ok(is_written("seen", "later"), "with a path, what is committed");
	sh("cd hooked; printf all >records/b.md; git commit -qam all");
	ok(is_written("seen", "all"), "with -a, what is committed");
	sh("cd hooked; git worktree add -q ../hooked2; cd ../hooked2; printf "
	   "linked >records/b.md; git commit -qam linked");
	ok(is_written("seen", "linked"), "in a linked work tree");
	sh("cd hooked; printf apart >records/b.md; cd ..; git "
	   "--git-dir=\"$PWD/hooked/.git\" --work-tree=\"$PWD/hooked\" commit "
	   "-qam apart");
	ok(is_written("seen", "apart"), "with --work-tree");
	sh("git init -q --bare server.git; printf '#!/bin/sh\nread old new "
	   "ref; %s --in-hook $new >../pushed\n' "
	   ">server.git/hooks/pre-receive; chmod +x "
	   "server.git/hooks/pre-receive; cd hooked; git push -q ../server.git "
	   "main",
	    self);
	ok(is_written("pushed", "apart"), "pre-receive sees what is pushed");
	silent("hooks");
	sh("rm -rf hooked hooked2 server.git pushed seen");
}

static void
test_hostile_tree(void)
{
	struct source *s;

	sh("git init -q -b main evil; cd evil; b=$(printf x | git hash-object "
	   "-w --stdin); mk() { printf \"100644 $1\\0\"; echo $b | xxd -r -p; "
	   "}; t=$({ mk ..; mk .git; mk a.md; mk a/b.md; } | git hash-object "
	   "-t tree -w --literally --stdin); git update-ref HEAD $(git "
	   "commit-tree -m x $t)");
	s = commit("evil", "HEAD");
	ok(s && !lists(s, "**", "a.md", "evil"), "names that lead elsewhere");
	ok(f.count[TROUBLE] == 3, "are told: %zu", f.count[TROUBLE]);
	forget();
	source_close(s);
	sh("cd evil; t=$(printf x | git hash-object -w --stdin); "
	   "t=$(printf \"100644 blob $t\\tx.md\\n\" | git mktree); "
	   "for i in $(seq 70); do "
	   "t=$(printf \"040000 tree $t\\td\\n\" | git mktree); done; "
	   "git update-ref HEAD $(git commit-tree -m x $t)");
	s = commit("evil", "HEAD");
	ok(s && !lists(s, "**/*.md", "", "deep"), "folders without end");
	said("read-deep", "64", "deep");
	source_close(s);
	sh("rm -rf evil");
}

static void
test_git_threads(void)
{
	struct source *s;

	sh("git init -q -b main many; cd many; for i in $(seq 0 %d); do mkdir "
	   "-p many/$((i %% 7)); echo $i >many/$((i %% 7))/$i.md; done; git "
	   "add .; git commit -qm 1; git repack -adq",
	    MANY - 1);
	s = commit("many", "HEAD");
	test_threads(s, "commit");
	source_close(s);
	s = source_index("many", &f);
	test_threads(s, "index");
	source_close(s);
	silent("threads");
	sh("rm -rf many");
}

static void
enter_fresh_folder(char dir[])
{
	static const char *const drop[] = { "GIT_DIR", "GIT_INDEX_FILE",
		"GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY", "XDG_CONFIG_HOME",
		"GIT_ALTERNATE_OBJECT_DIRECTORIES", "SUDO_UID", "GIT_CONFIG" };
	struct buf home = { 0 };

	if (!mkdtemp(dir) || chmod(dir, 0755) < 0 || chdir(dir) < 0)
		abort();
	for (size_t i = 0; i < sizeof drop / sizeof *drop; i++)
		unsetenv(drop[i]);
	buf_addf(&home, "%s/home", dir);
	if (mkdir(home.s, 0755) < 0)
		abort();
	setenv("HOME", home.s, 1);
	buf_addz(&home, "/.gitconfig");
	setenv("GIT_CONFIG_GLOBAL", home.s, 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	buf_release(&home);
	at_time("2024-01-01T00:00:00 +0000");
	sh("git config --global user.name 'An Example'; git config --global "
	   "user.email an@example.org; git config --global advice.detachedHead "
	   "false; git config --global init.defaultBranch main");
}

int
main(int argc, char **argv)
{
	char dir[] = "/tmp/source-XXXXXX";
	char *self;

	if (argc == 3 && strcmp(argv[1], "--in-hook") == 0)
		return in_hook(argv[2]);
	self = realpath("/proc/self/exe", NULL);
	if (!self)
		abort();
	enter_fresh_folder(dir);
	test_memory();
	test_tree();
	make_repo();
	test_commit();
	test_index();
	test_conflict();
	test_subfolder();
	test_bare_and_linked();
	sh("mkdir -p plain");
	test_same();
	setenv("GIT_DIR", "nowhere.git", 1);
	ok(!commit(".", "HEAD"), "GIT_DIR that is none");
	said("git-none", "GIT_DIR", "GIT_DIR that is none");
	unsetenv("GIT_DIR");
	test_no_repository();
	test_sha256();
	test_extensions();
	test_shallow();
	test_partial();
	test_indexes();
	test_missing();
	test_owner();
	test_hook_index();
	test_hook_other();
	test_real_hooks(self);
	test_hostile_tree();
	test_git_threads();
	forget();
	if (!test_failed && chdir("/") == 0) {
		struct buf rm = { 0 };

		buf_addf(&rm, "rm -rf %s", dir);
		ok(system(rm.s) == 0, "swept up");
		buf_release(&rm);
	}
	free(self);
	return done();
}
