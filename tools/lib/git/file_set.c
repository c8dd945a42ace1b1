/* file_set: files that come into a work tree together, or not at all.
 *
 * In git's folder, ketnap/putting has the new files (N.put, and N.new to know
 * them by), those that they replace (N.old) and, once all are on the disk,
 * their list. Only then is anything put in place. With the list gone all is as
 * it should be. */
#include "git/file_set.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/lang.h"
#include "git/entry.h"
#include "git/replace.h"
#include "git/run.h"
#include "base/write.h"

struct putting {
	const char *root, *folder;
	struct findings *to;
	struct arena arena;
	int lock;
};

enum { FILE_MOST = 64 << 20 };

static bool
wrong(struct putting *p, const char *path)
{
	return found(p->to, FIND_WRITE, place_file(path),
	    _("file cannot be written: %s"), strerror(errno));
}

static const char *
kept(struct putting *p, size_t i, const char *end)
{
	return arena_f(&p->arena, "%s/%zu.%s", p->folder, i, end);
}

static const char *
list_path(struct putting *p)
{
	return arena_f(&p->arena, "%s/list", p->folder);
}

static const char *
place(struct putting *p, struct str path)
{
	return arena_f(&p->arena, "%s/%.*s", p->root, STRF(path));
}

/* git's folder, or where there is none the root itself has ours. */
static bool
start(struct putting *p, const char *root, struct findings *to)
{
	static const char *const args[] = { "rev-parse", "--absolute-git-dir",
		NULL };
	const char *git;

	*p = (struct putting){ .root = root, .to = to, .lock = -1 };
	git = run_git_line(root, args, &p->arena);
	p->folder = git && *git ?
	    arena_f(&p->arena, "%s/ketnap/putting", git) :
	    arena_f(&p->arena, "%s/.ketnap-putting", root);
	return true;
}

/* Two at a time would take each other's for what was interrupted. */
static bool
lock(struct putting *p)
{
	char *above = arena_z(&p->arena, str_of(p->folder));
	const char *path = arena_f(&p->arena, "%s.lock", p->folder);

	*strrchr(above, '/') = '\0';
	if (mkdir(above, 0700) < 0 && errno != EEXIST)
		return wrong(p, above);
	p->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (p->lock < 0)
		return wrong(p, path);
	return flock(p->lock, LOCK_EX | LOCK_NB) == 0 ||
	    found_trouble(p->to,
		_("another import into this repository is at work"));
}

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *walk)
{
	(void)st, (void)kind, (void)walk;
	return remove(path);
}

/* The list first: without it the rest means nothing. */
static bool
forget(struct putting *p)
{
	const char *list = list_path(p);

	if (unlinkat(AT_FDCWD, list, 0) < 0 && errno != ENOENT)
		return wrong(p, list);
	if (nftw(p->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS) < 0 &&
	    errno != ENOENT)
		return wrong(p, p->folder);
	return true;
}

static void
end(struct putting *p)
{
	if (p->lock >= 0) {
		unlink(arena_f(&p->arena, "%s.lock", p->folder));
		close(p->lock);
	}
	arena_release(&p->arena);
}

/* Taking back. */

static bool
same_bytes(struct putting *p, const char *a, const char *b)
{
	struct buf one = { 0 }, two = { 0 };
	bool same;

	(void)p;
	same = buf_read_file(&one, a, FILE_MOST) &&
	    buf_read_file(&two, b, FILE_MOST) &&
	    str_eq(buf_str(&one), buf_str(&two));
	buf_release(&one);
	buf_release(&two);
	return same;
}

/* What somebody edited meanwhile stays. */
static bool
take_back_one(struct putting *p, size_t i, bool is_new, struct str path)
{
	const char *at = place(p, path);
	struct buf old = { 0 };
	struct stat st;
	bool ok;

	if (lstat(at, &st) < 0 && errno == ENOENT && is_new)
		return true;
	if (!same_bytes(p, at, kept(p, i, "new"))) {
		if (is_new || !same_bytes(p, at, kept(p, i, "old")))
			found_as(p->to, NULL, WARNING, place_file(at),
			    _("it was changed meanwhile, and stays as it "
			      "is"));
		return true;
	}
	if (is_new)
		return unlink(at) == 0 || wrong(p, at);
	ok = buf_read_file(&old, kept(p, i, "old"), FILE_MOST) ?
	    replace_file(at, buf_str(&old), 0, p->to) :
	    wrong(p, at);
	buf_release(&old);
	return ok;
}

static bool
drop_line(struct str line, void *to)
{
	(void)line, (void)to;
	return true;
}

/* What of them was to be committed is not. */
static void
unstage(struct putting *p, struct str list)
{
	static const char *const args[] = { "reset", "--quiet",
		"--pathspec-from-file=-", NULL };
	struct buf paths = { 0 };
	struct str line;

	while (str_split(&list, '\n', &line) && line.n > 2)
		buf_addf(&paths, "./%.*s\n", STRF(str_from(line, 2)));
	run_git_lines(p->root, args, buf_str(&paths), '\n', drop_line, NULL);
	buf_release(&paths);
}

/* Is the first one in the last commit as it was to be? */
static bool
is_committed(struct putting *p, struct str list)
{
	struct str path = str_from(str_first(list, str_find(list, '\n')), 2);
	const char *at[] = { "rev-parse", "--quiet", "--verify",
		arena_f(&p->arena, "HEAD:./%.*s", STRF(path)), NULL };
	const char *is[] = { "hash-object",
		arena_f(&p->arena, "--path=%.*s", STRF(path)),
		kept(p, 0, "new"), NULL };
	const char *a = run_git_line(p->root, at, &p->arena);
	const char *b = run_git_line(p->root, is, &p->arena);

	return a && b && *a && strcmp(a, b) == 0;
}

static bool
take_back(struct putting *p, struct str list)
{
	struct str line;
	size_t i = 0;
	bool ok = true;

	unstage(p, list);

	while (str_split(&list, '\n', &line) && line.n > 2) {
		ok &= take_back_one(p, i, *line.s == '+', str_from(line, 2));
		i++;
	}
	return ok && forget(p);
}

bool
file_set_is_half(const char *root)
{
	struct findings silent = { 0 };
	struct putting p;
	struct stat st;
	bool half = start(&p, root, &silent) && stat(list_path(&p), &st) == 0;

	end(&p);
	return half;
}

bool
file_set_mend(const char *root, struct findings *to)
{
	struct buf list = { 0 };
	struct putting p;
	bool ok = true;

	start(&p, root, to);
	if (access(p.folder, F_OK) < 0) {
		end(&p);
		return true;
	}
	ok = lock(&p);
	if (ok && buf_read_file(&list, list_path(&p), FILE_MOST) &&
	    !is_committed(&p, buf_str(&list))) {
		ok = take_back(&p, buf_str(&list));
		if (ok)
			found_as(to, NULL, NOTE, place_file(NULL),
			    _("an import had been interrupted; what it had "
			      "written was taken back"));
	} else if (ok) {
		ok = forget(&p);
	}
	buf_release(&list);
	end(&p);
	return ok;
}

/* Putting. */

static bool
keep_all(struct putting *p, const struct file_set_one *all, size_t n,
    struct buf *list)
{
	for (size_t i = 0; i < n; i++) {
		const char *at = place(p, str_of(all[i].path));
		struct buf old = { 0 };
		struct stat st;
		bool ok;

		if (!entry_is_inside(str_of(all[i].path)))
			return found_trouble(p->to,
			    _("'%s' lies outside of the repository"),
			    all[i].path);
		ok = write_file(kept(p, i, "new"), all[i].text) &&
		    write_file(kept(p, i, "put"), all[i].text);
		if (ok && !all[i].is_new)
			ok = stat(at, &st) == 0 &&
			    chmod(kept(p, i, "put"), st.st_mode & 07777) == 0 &&
			    buf_read_file(&old, at, FILE_MOST) &&
			    write_file(kept(p, i, "old"), buf_str(&old));
		buf_release(&old);
		if (!ok)
			return wrong(p, at);
		buf_addf(list, "%c %s\n", all[i].is_new ? '+' : '=',
		    all[i].path);
	}
	return true;
}

static bool
reach_disk(struct putting *p)
{
	int fd = open(p->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && syncfs(fd) == 0;

	if (!ok)
		wrong(p, p->folder);
	if (fd >= 0)
		close(fd);
	return ok;
}

static bool
make_folders(struct putting *p, const char *path)
{
	char *z = arena_z(&p->arena, str_of(path)), *slash;

	for (slash = z + strlen(p->root) + 1; (slash = strchr(slash, '/'));
	     *slash++ = '/') {
		*slash = '\0';
		if (mkdir(z, 0777) < 0 && errno != EEXIST)
			return wrong(p, z);
	}
	return true;
}

/* In one step, and with no file beside it that an interruption would leave
 * there; where git's folder lies on another disk, beside it after all. */
static bool
put_one(struct putting *p, size_t i, const struct file_set_one *f)
{
	const char *at = place(p, str_of(f->path));
	struct stat st;

	if (!make_folders(p, at))
		return false;
	if (f->is_new && lstat(at, &st) == 0) {
		errno = EEXIST;
		return wrong(p, at);
	}
	if (rename(kept(p, i, "put"), at) == 0)
		return true;
	return errno == EXDEV ? replace_file(at, f->text, 0, p->to) :
				wrong(p, at);
}

static bool
put_all(struct putting *p, const struct file_set_one *all, size_t n,
    struct str list)
{
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < n; i++)
		ok = put_one(p, i, &all[i]);
	if (!ok)
		take_back(p, list);
	return ok;
}

static bool
put(struct putting *p, const struct file_set_one *all, size_t n,
    bool (*done)(void *), void *to_done)
{
	struct buf list = { 0 };
	bool ok = mkdir(p->folder, 0700) == 0 || wrong(p, p->folder);

	if (ok &&
	    !(keep_all(p, all, n, &list) && reach_disk(p) &&
		replace_file(list_path(p), buf_str(&list), 0600, p->to))) {
		forget(p);
		ok = false;
	}
	if (ok && put_all(p, all, n, buf_str(&list))) {
		if (done && !done(to_done)) {
			take_back(p, buf_str(&list));
			ok = false;
		} else {
			ok = forget(p);
		}
	} else {
		ok = false;
	}
	buf_release(&list);
	return ok;
}

bool
file_set_put(const char *root, const struct file_set_one *all, size_t n,
    bool (*done)(void *), void *to_done, struct findings *to)
{
	struct putting p;
	sigset_t hold, before;
	bool ok;

	sigfillset(&hold);
	sigprocmask(SIG_BLOCK, &hold, &before);
	ok = start(&p, root, to) && lock(&p) && put(&p, all, n, done, to_done);
	end(&p);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return ok;
}
