/* file_set: files that come into a work tree together, or not at all.
 *
 * In git's folder, ketnap/putting has the new files (N.put, and N.new to know
 * them by), those that they replace (N.old) and, once all are on the disk,
 * their list. Only then is anything put in place. With the list gone all is as
 * it should be.
 *
 * The list has a line each: "/ FOLDER" that is made, "+ FILE" that is new,
 * "= FILE" that is replaced; files are counted from 0. */
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
#include "base/map.h"
#include "base/mem.h"
#include "base/write.h"
#include "git/commit_files.h"
#include "git/entry.h"
#include "git/replace.h"
#include "git/run.h"

struct listed {
	char kind; /* '/', '+' or '=' */
	const char *path;
};

struct putting {
	const char *root, *folder;
	struct findings *to;
	struct arena arena;
	int lock;
	bool in_git;
	struct listed *list;
	size_t n, cap;
};

enum { FILE_MOST = 64 << 20 };

static bool
wrong(struct putting *p, const char *path)
{
	return found(p->to, FIND_WRITE, place_file(path),
	    _("file cannot be written: %s"), strerror(errno));
}

static bool
unread(struct putting *p, const char *path)
{
	return found(p->to, FIND_READ, place_file(path),
	    _("file cannot be read: %s"), strerror(errno));
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
place(struct putting *p, const char *path)
{
	return arena_f(&p->arena, "%s/%s", p->root, path);
}

/* git's folder, or where there is none the root itself has ours. */
static bool
start(struct putting *p, const char *root, struct findings *to)
{
	static const char *const args[] = { "rev-parse", "--absolute-git-dir",
		NULL };
	struct buf git = { 0 };
	int status = run_git(root, args, &git);
	struct str line =
	    str_first(buf_str(&git), str_find(buf_str(&git), '\n'));

	*p = (struct putting){ .root = root,
		.to = to,
		.lock = -1,
		.in_git = status == 0 };
	p->folder = p->in_git ?
	    arena_f(&p->arena, "%.*s/ketnap/putting", STRF(line)) :
	    arena_f(&p->arena, "%s/.ketnap-putting", root);
	buf_release(&git);
	return status >= 0 || run_git_failed(to, "rev-parse");
}

/* Whoever held it may have taken the file away. */
static bool
lock_once(struct putting *p, const char *path, bool *again)
{
	struct stat ours, there;

	*again = false;
	p->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (p->lock >= 0 && replace_wait(p->lock) &&
	    fstat(p->lock, &ours) == 0) {
		if (stat(path, &there) == 0 && ours.st_ino == there.st_ino)
			return true;
		*again = true;
	} else if (p->lock >= 0 && errno == EWOULDBLOCK) {
		found_trouble(p->to,
		    _("another import into this repository is at work"));
	} else {
		wrong(p, path);
	}
	if (p->lock >= 0)
		close(p->lock);
	p->lock = -1;
	return false;
}

/* Two at a time would take each other's for what was interrupted. */
static bool
lock(struct putting *p)
{
	enum { TRIES = 100 };
	char *above = arena_z(&p->arena, str_of(p->folder));
	const char *path = arena_f(&p->arena, "%s.lock", p->folder);
	bool held = false, again = true;

	*strrchr(above, '/') = '\0';
	if (mkdir(above, 0700) < 0 && errno != EEXIST)
		return wrong(p, above);
	for (int i = 0; again && i < TRIES; i++)
		held = lock_once(p, path, &again);
	return held || (again && wrong(p, path));
}

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *walk)
{
	(void)st, (void)kind, (void)walk;
	return remove(path);
}

/* The list first: without it the rest means nothing, and may stay. */
static bool
forget(struct putting *p)
{
	const char *list = list_path(p);

	if (unlinkat(AT_FDCWD, list, 0) < 0 && errno != ENOENT)
		return wrong(p, list);
	nftw(p->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	return true;
}

/* What else has the lock open, such as what a hook left running, does not hold
 * it from here on. */
static void
end(struct putting *p)
{
	if (p->lock >= 0) {
		unlink(arena_f(&p->arena, "%s.lock", p->folder));
		flock(p->lock, LOCK_UN);
		close(p->lock);
	}
	free(p->list);
	arena_release(&p->arena);
}

/* The list. */

static void
add_listed(struct putting *p, char kind, const char *path)
{
	*MEM_PUSH(p->list, p->n, p->cap) =
	    (struct listed){ kind, arena_z(&p->arena, str_of(path)) };
}

static bool
write_list(struct putting *p)
{
	struct buf b = { 0 };
	bool ok;

	for (size_t i = 0; i < p->n; i++)
		buf_addf(&b, "%c %s\n", p->list[i].kind, p->list[i].path);
	ok = replace_file(list_path(p), buf_str(&b), 0600, p->to);
	buf_release(&b);
	return ok;
}

/* *half: there is one, so that not all is as it should be. */
static bool
read_list(struct putting *p, bool *half)
{
	const char *path = list_path(p);
	struct buf b = { 0 };
	struct str rest, line;
	struct stat st;

	*half = stat(path, &st) == 0;
	if (!*half)
		return errno == ENOENT || unread(p, path);
	if (!buf_read_file(&b, path, FILE_MOST)) {
		buf_release(&b);
		return unread(p, path);
	}
	rest = buf_str(&b);
	while (str_split(&rest, '\n', &line) && line.n > 2)
		add_listed(p, *line.s, arena_z(&p->arena, str_from(line, 2)));
	buf_release(&b);
	return true;
}

/* Its files as git is asked of them. */
static struct commit_files
files_of(struct putting *p)
{
	const char **paths = ARENA_ARRAY(&p->arena, const char *, p->n + 1);
	struct commit_files c = { .root = p->root,
		.paths = paths,
		.added = true };

	for (size_t i = 0; i < p->n; i++)
		if (p->list[i].kind != '/')
			paths[c.n++] = p->list[i].path;
	return c;
}

/* In one step, and with no file beside it that an interruption would leave
 * there; where git's folder lies on another disk, beside it after all. */
static bool
show(struct putting *p, const char *from, const char *at, struct str bytes)
{
	if (rename(from, at) == 0)
		return true;
	return errno == EXDEV ? replace_file(at, bytes, 0, p->to) :
				wrong(p, at);
}

/* Taking back. */

/* *there: a file, which was read. */
static bool
read_there(struct putting *p, const char *at, struct buf *b, bool *there)
{
	struct stat st;

	if (lstat(at, &st) < 0) {
		*there = false;
		return errno == ENOENT || errno == ENOTDIR || unread(p, at);
	}
	*there = S_ISREG(st.st_mode);
	return !*there || buf_read_file(b, at, FILE_MOST) || unread(p, at);
}

static bool
read_kept(struct putting *p, size_t i, const char *end, struct buf *b)
{
	const char *path = kept(p, i, end);

	return buf_read_file(b, path, FILE_MOST) || unread(p, path);
}

/* What was kept stays for the next time, should this one be interrupted. */
static bool
put_old(struct putting *p, size_t i, const char *at, struct str old)
{
	const char *again = kept(p, i, "again");

	unlink(again);
	if (linkat(AT_FDCWD, kept(p, i, "old"), AT_FDCWD, again, 0) < 0)
		return wrong(p, at);
	return show(p, again, at, old);
}

/* What somebody edited meanwhile stays. */
static bool
take_back_bytes(struct putting *p, size_t i, const struct listed *l, bool there,
    struct str is, struct str new, struct str old)
{
	const char *at = place(p, l->path);
	bool is_new = l->kind == '+';

	if (there && str_eq(is, new)) {
		if (is_new)
			return unlink(at) == 0 || wrong(p, at);
		return put_old(p, i, at, old);
	}
	if (there ? is_new || !str_eq(is, old) : !is_new)
		found_as(p->to, NULL, WARNING, place_file(at),
		    _("it was changed meanwhile, and stays as it is"));
	return true;
}

static bool
take_back_one(struct putting *p, size_t i, const struct listed *l)
{
	struct buf is = { 0 }, new = { 0 }, old = { 0 };
	bool there;
	bool ok = read_there(p, place(p, l->path), &is, &there) &&
	    read_kept(p, i, "new", &new) &&
	    (l->kind == '+' || read_kept(p, i, "old", &old)) &&
	    take_back_bytes(p, i, l, there, buf_str(&is), buf_str(&new),
		buf_str(&old));

	buf_release(&is);
	buf_release(&new);
	buf_release(&old);
	return ok;
}

/* Where not all can be taken back the list stays for the next time. */
static bool
take_back(struct putting *p)
{
	struct commit_files c = files_of(p);
	size_t i = 0;
	bool ok = true;

	if (p->in_git && !commit_files_unstage(&c, p->lock, p->to))
		return false;
	for (size_t k = 0; k < p->n; k++)
		if (p->list[k].kind != '/')
			ok &= take_back_one(p, i++, &p->list[k]);
	for (size_t k = p->n; ok && k-- > 0;)
		if (p->list[k].kind == '/') /* but for what others put there */
			rmdir(place(p, p->list[k].path));
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

/* Did it come to its commit? Then only its list was left. */
static bool
is_committed(struct putting *p, bool *is)
{
	struct commit_files c = files_of(p);

	*is = false;
	return !p->in_git || !c.n ||
	    commit_files_is_in(p->root, c.paths[0], kept(p, 0, "new"), is,
		p->to);
}

static bool
mend(struct putting *p, bool *mended)
{
	bool half, is;

	if (!read_list(p, &half) || (half && !is_committed(p, &is)))
		return false;
	*mended = half && !is;
	if (!*mended)
		return forget(p);
	if (!take_back(p))
		return false;
	found_as(p->to, NULL, NOTE, place_file(NULL),
	    _("an import had been interrupted; what it had written was taken "
	      "back"));
	return true;
}

bool
file_set_mend(const char *root, bool *mended, struct findings *to)
{
	struct putting p;
	struct stat st;
	bool ok = start(&p, root, to);

	*mended = false;
	if (ok && stat(p.folder, &st) < 0)
		ok = errno == ENOENT || unread(&p, p.folder);
	else if (ok)
		ok = lock(&p) && mend(&p, mended);
	end(&p);
	return ok;
}

/* Putting. */

static void
list_folders(struct putting *p, const char *path, struct map *known)
{
	for (const char *s = path; (s = strchr(s, '/')); s++) {
		struct str folder = { path, (size_t)(s - path) };
		const char *z = arena_z(&p->arena, folder);
		void **is = map_put(known, str_of(z));
		struct stat st;

		if (!*is && lstat(place(p, z), &st) < 0 && errno == ENOENT)
			add_listed(p, '/', z);
		*is = p;
	}
}

static bool
keep_old(struct putting *p, size_t i, const struct replacement *r)
{
	const char *at = place(p, r->path);
	struct buf old = { 0 };
	struct stat st;
	bool ok = stat(at, &st) == 0 && buf_read_file(&old, at, FILE_MOST) &&
	    write_file(kept(p, i, "old"), buf_str(&old)) &&
	    chmod(kept(p, i, "old"), st.st_mode & 07777) == 0 &&
	    chmod(kept(p, i, "put"), st.st_mode & 07777) == 0;
	bool same = ok && str_eq(buf_str(&old), r->was);

	buf_release(&old);
	if (!ok)
		return wrong(p, at);
	return same ||
	    found(p->to, FIND_WRITE, place_file(r->path),
		_("somebody else changed the file meanwhile; nothing was "
		  "changed, try again"));
}

static bool
keep_all(struct putting *p, const struct replacement *all, size_t n)
{
	struct map known = { 0 };
	bool ok = true;

	for (size_t i = 0; ok && i < n; i++) {
		const struct replacement *r = &all[i];

		if (!entry_is_inside(str_of(r->path)))
			ok = found_trouble(p->to,
			    _("'%s' lies outside of the repository"), r->path);
		else if (!write_file(kept(p, i, "new"), r->now) ||
		    !write_file(kept(p, i, "put"), r->now))
			ok = wrong(p, place(p, r->path));
		else if (r->was.s)
			ok = keep_old(p, i, r);
		list_folders(p, r->path, &known);
		add_listed(p, r->was.s ? '=' : '+', r->path);
	}
	map_release(&known);
	return ok;
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
make_folders(struct putting *p)
{
	for (size_t i = 0; i < p->n; i++) {
		const char *at = place(p, p->list[i].path);

		if (p->list[i].kind == '/' && mkdir(at, 0777) < 0 &&
		    errno != EEXIST)
			return wrong(p, at);
	}
	return true;
}

static bool
put_one(struct putting *p, size_t i, const struct replacement *r)
{
	const char *at = place(p, r->path);
	struct stat st;

	if (!r->was.s && lstat(at, &st) == 0) {
		errno = EEXIST;
		return wrong(p, at);
	}
	return show(p, kept(p, i, "put"), at, r->now);
}

/* *begun: so that there is something to take back. */
static bool
put_all(struct putting *p, const struct replacement *all, size_t n, bool *begun)
{
	bool ok;

	*begun = false;
	if (mkdir(p->folder, 0700) < 0)
		return wrong(p, p->folder);
	if (!keep_all(p, all, n) || !reach_disk(p) || !write_list(p)) {
		forget(p);
		return false;
	}
	*begun = true;
	ok = make_folders(p);
	for (size_t i = 0; ok && i < n; i++)
		ok = put_one(p, i, &all[i]);
	return ok;
}

/* Meanwhile no other tool writes records; done may take its time. */
static bool
put(struct putting *p, const struct replacement *all, size_t n,
    bool (*done)(int lock, void *), void *to_done)
{
	int alone = replace_lock(p->root, p->to);
	bool begun = false;
	bool ok = alone >= 0 && put_all(p, all, n, &begun);

	if (alone >= 0)
		close(alone);
	ok = ok && (!done || done(p->lock, to_done));
	if (ok)
		return forget(p);
	if (begun)
		take_back(p);
	return false;
}

bool
file_set_put(const char *root, const struct replacement *all, size_t n,
    bool (*done)(int lock, void *), void *to_done, struct findings *to)
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
