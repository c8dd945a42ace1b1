/* cachefile: a file in git's folder that is trusted only as it was left. */
#include "git/cachefile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/siphash.h"
#include "git/oid.h"
#include "git/replace.h"

struct cachefile {
	char *path, *seal; /* beside it: what it was like */
	char *part;        /* what is to take its place; locked while it is */
	int lock, part_fd; /* -1: nothing may be written, there is none */
	bool sealed;
};

static char *
beside(const char *folder, const char *name, const char *end)
{
	struct str f = str_of(folder);

	while (f.n > 1 && f.s[f.n - 1] == '/')
		f.n--;
	return mem_f("%.*s/ketnap%s%s%s", STRF(f), *name ? "/" : "", name, end);
}

/* Nobody else may write what we believe. */
static bool
is_ours(const struct stat *st)
{
	return st->st_uid == geteuid() && !(st->st_mode & (S_IWGRP | S_IWOTH));
}

const char *
cachefile_name(struct arena *a, const char *name, struct str base)
{
	char id[ENTRY_ID];

	if (!base.n)
		return name;
	oid_of_file(base, id);
	return arena_f(a, "%s-%s", name, id);
}

/* What tells one state of a file from another. False: it is not there, or not
 * ours. */
static bool
describe(const char *path, struct buf *b, struct stat *st)
{
	if (lstat(path, st) < 0 || !S_ISREG(st->st_mode) || !is_ours(st))
		return false;
	buf_addf(b, "%lld %llu %lld.%09ld %lld.%09ld\n", (long long)st->st_size,
	    (unsigned long long)st->st_ino, (long long)st->st_mtim.tv_sec,
	    st->st_mtim.tv_nsec, (long long)st->st_ctim.tv_sec,
	    st->st_ctim.tv_nsec);
	return true;
}

enum { SEAL_MOST = 256 };

static bool
is_as_sealed(const struct cachefile *c)
{
	struct buf was = { 0 }, now = { 0 };
	struct stat st;
	bool same = buf_read_file(&was, c->seal, SEAL_MOST) &&
	    describe(c->path, &now, &st) &&
	    str_eq(buf_str(&was), buf_str(&now));

	buf_release(&was);
	buf_release(&now);
	return same;
}

/* Saying. Always false. */

static const char *const not_as_left =
    N_("not as it was left: a run was ended half-way, or it was changed; it is "
       "made anew");

static bool
say(const char *path, struct findings *to, const char *what)
{
	if (to)
		found_as(to, NULL, NOTE, place_file(path), "%s", what);
	return false;
}

static bool
say_stranger(const char *path, const struct stat *st, mode_t kind,
    struct findings *to)
{
	if ((st->st_mode & S_IFMT) != kind)
		return say(path, to,
		    kind == S_IFDIR ? _("no folder, so nothing is kept here") :
				      _("no file, so it is not used"));
	return say(path, to,
	    _("someone else owns this or may write it, so it is not used"));
}

/* Nobody else may look at what the records say. */
static bool
make_folder(const char *path, struct findings *to)
{
	struct stat st;

	if (mkdir(path, 0700) == 0)
		return true;
	if (lstat(path, &st) < 0)
		return false;
	return (S_ISDIR(st.st_mode) && is_ours(&st)) ||
	    say_stranger(path, &st, S_IFDIR, to);
}

/* Is another file sealed than this one? So it is in a copy of a repository. */
static bool
is_copied(const struct cachefile *c, const struct stat *st)
{
	struct buf seal = { 0 };
	unsigned long long inode;
	bool is = buf_read_file(&seal, c->seal, SEAL_MOST) &&
	    sscanf(buf_z(&seal), "%*d %llu", &inode) == 1 &&
	    inode != (unsigned long long)st->st_ino;

	buf_release(&seal);
	return is;
}

/* What was there before we came, and is not as it was sealed. */
static void
say_changed(const struct cachefile *c, struct findings *to)
{
	struct stat st;

	if (lstat(c->path, &st) < 0)
		return;
	if (!S_ISREG(st.st_mode) || !is_ours(&st))
		say_stranger(c->path, &st, S_IFREG, to);
	else if (c->lock >= 0 && !is_copied(c, &st))
		say(c->path, to, _(not_as_left));
}

static bool
open_lock(struct cachefile *c, const char *path)
{
	const int flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW;

	c->lock = open(path, flags, 0600);
	return c->lock < 0 || flock(c->lock, LOCK_SH | LOCK_NB) == 0;
}

struct cachefile *
cachefile_open(const char *folder, const char *name, struct findings *to)
{
	struct cachefile *c = mem_alloc(sizeof *c);
	char *own = beside(folder, "", ""),
	     *lock = beside(folder, name, ".lock");
	bool ok;

	c->path = beside(folder, name, "");
	c->seal = beside(folder, name, ".seal");
	c->part = beside(folder, name, ".part");
	c->lock = c->part_fd = -1;
	ok = make_folder(own, to) && open_lock(c, lock);
	free(own);
	free(lock);
	if (ok) {
		c->sealed = is_as_sealed(c);
		if (!c->sealed)
			say_changed(c, to);
		return c;
	}
	cachefile_close(c);
	return NULL;
}

void
cachefile_close(struct cachefile *c)
{
	if (!c)
		return;
	cachefile_part_drop(c);
	if (c->lock >= 0)
		close(c->lock);
	free(c->path);
	free(c->seal);
	free(c->part);
	free(c);
}

const char *
cachefile_path(const struct cachefile *c)
{
	return c->path;
}

bool
cachefile_sealed(const struct cachefile *c)
{
	return c->sealed;
}

bool
cachefile_now(const struct cachefile *c, struct file_stat *now)
{
	char *path = mem_f("%s.now%ld", c->path, (long)getpid());
	int fd = open(path,
	    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	struct stat st;
	bool ok = fd >= 0 && write(fd, "", 1) == 1 && fstat(fd, &st) == 0;

	if (ok)
		file_stat_take(now, &st);
	if (fd >= 0)
		close(fd);
	unlink(path);
	free(path);
	return ok;
}

/* Goes back to reading, which others may have begun to write meanwhile. False,
 * so that it can be returned. */
static bool
keep_reading(struct cachefile *c, bool same)
{
	c->sealed =
	    flock(c->lock, LOCK_SH | LOCK_NB) == 0 && same && is_as_sealed(c);
	return false;
}

/* Between one lock and the other someone else may have written: a file that
 * was good may be another good one. */
bool
cachefile_change(struct cachefile *c)
{
	struct buf before = { 0 }, after = { 0 };
	struct stat st;
	bool same, ours;

	if (c->lock < 0)
		return false;
	/* A folder is not ours to throw away. */
	if (lstat(c->path, &st) == 0 && S_ISDIR(st.st_mode))
		return false;
	describe(c->path, &before, &st);
	ours = flock(c->lock, LOCK_EX | LOCK_NB) == 0;
	if (!ours)
		flock(c->lock, LOCK_SH | LOCK_NB);
	describe(c->path, &after, &st);
	same = str_eq(buf_str(&before), buf_str(&after));
	buf_release(&before);
	buf_release(&after);
	if (!ours || !same ||
	    (unlink(c->seal) < 0 && access(c->seal, F_OK) == 0))
		return keep_reading(c, same);
	c->sealed = false;
	return true;
}

void
cachefile_drop(struct cachefile *c)
{
	static const char *const ends[] = { "", "-journal", "-wal", "-shm" };

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		char *path = mem_f("%s%s", c->path, ends[i]);

		unlink(path);
		free(path);
	}
}

bool
cachefile_empty(struct cachefile *c)
{
	int fd;

	cachefile_drop(c);
	fd = open(c->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* Is it the file of that name, and that of nobody else's? */
static bool
is_part(const struct cachefile *c, int fd)
{
	struct stat st, named;

	return fstat(fd, &st) == 0 && lstat(c->part, &named) == 0 &&
	    S_ISREG(st.st_mode) && is_ours(&st) && st.st_ino == named.st_ino &&
	    st.st_dev == named.st_dev && st.st_nlink == 1;
}

static int
lock_part(const struct cachefile *c, int flags)
{
	int fd = open(c->part, O_RDWR | O_CLOEXEC | O_NOFOLLOW | flags, 0600);

	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 && is_part(c, fd))
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

const char *
cachefile_part(struct cachefile *c)
{
	struct stat st;

	if (c->lock < 0 || c->part_fd >= 0)
		return NULL;
	if (lstat(c->part, &st) == 0 && !(S_ISREG(st.st_mode) && is_ours(&st)))
		unlink(c->part);
	c->part_fd = lock_part(c, O_CREAT);
	if (c->part_fd < 0)
		return NULL;
	if (ftruncate(c->part_fd, 0) == 0)
		return c->part;
	cachefile_part_drop(c);
	return NULL;
}

void
cachefile_part_drop(struct cachefile *c)
{
	if (c->part_fd < 0)
		return;
	unlink(c->part);
	close(c->part_fd);
	c->part_fd = -1;
}

bool
cachefile_part_take(struct cachefile *c)
{
	bool ok;

	cachefile_drop(c);
	ok = rename(c->part, c->path) == 0;
	close(c->part_fd);
	c->part_fd = -1;
	return ok;
}

/* One that a run left which was ended half-way. */
static void
drop_old_part(const struct cachefile *c)
{
	int fd = c->part_fd < 0 ? lock_part(c, 0) : -1;

	if (fd < 0)
		return;
	unlink(c->part);
	close(fd);
}

static bool
to_disk(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return ok;
}

/* Time is noted in ticks: a change in the tick of our last one would leave no
 * trace, so the seal is only set when that one is over. */
static bool
wait_tick(const char *beside, time_t sec, long nsec)
{
	enum { TRIES = 100 };
	const struct timespec pause = { 0, 1000000 };
	bool later = false;

	for (int i = 0; i < TRIES && !later; i++) {
		int fd = open(beside,
		    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
		    0600);
		struct stat st;

		if (fd < 0)
			return false;
		later = write(fd, "", 1) == 1 && fstat(fd, &st) == 0 &&
		    (st.st_mtim.tv_sec > sec ||
			(st.st_mtim.tv_sec == sec &&
			    st.st_mtim.tv_nsec > nsec));
		close(fd);
		if (!later)
			nanosleep(&pause, NULL);
	}
	return later;
}

bool
cachefile_seal(struct cachefile *c)
{
	struct findings silent = { 0 };
	char *tick = mem_f("%s.new", c->seal);
	struct buf text = { 0 };
	struct stat st;

	drop_old_part(c);
	c->sealed = to_disk(c->path) && describe(c->path, &text, &st) &&
	    wait_tick(tick, st.st_ctim.tv_sec, st.st_ctim.tv_nsec) &&
	    replace_file(c->seal, buf_str(&text), 0600, &silent);
	unlink(tick);
	free(tick);
	buf_release(&text);
	flock(c->lock, LOCK_SH | LOCK_NB);
	return c->sealed;
}

/* Whole files. */

enum { WHOLE_MOST = 1 << 30, SUM = sizeof(uint64_t) };

/* Against what happens by chance: whoever may write here need not forge. */
static void
sum_of(struct str bytes, char sum[SUM])
{
	uint64_t is = siphash((struct sipkey){ 0 }, bytes);

	memcpy(sum, &is, sizeof is);
}

bool
cachefile_get(const struct cachefile *c, struct buf *to, struct findings *f)
{
	struct str bytes;
	struct stat st;
	char sum[SUM];

	if (lstat(c->path, &st) < 0)
		return false;
	if (!S_ISREG(st.st_mode) || !is_ours(&st))
		return say_stranger(c->path, &st, S_IFREG, f);
	if (!buf_read_file(to, c->path, WHOLE_MOST))
		return false;
	bytes = str_first(buf_str(to), to->n < SUM ? 0 : to->n - SUM);
	sum_of(bytes, sum);
	if (to->n < SUM || memcmp(to->s + bytes.n, sum, SUM))
		return say(c->path, f, _(not_as_left));
	buf_cut(to, bytes.n);
	return true;
}

bool
cachefile_put(const struct cachefile *c, struct buf *bytes)
{
	struct findings silent = { 0 };
	char sum[SUM];

	sum_of(buf_str(bytes), sum);
	buf_add(bytes, (struct str){ sum, SUM });
	return replace_file(c->path, buf_str(bytes), 0600, &silent);
}

void
cachefile_unkept(const struct cachefile *c, const char *why,
    struct findings *to)
{
	found_as(to, NULL, NOTE, place_file(c->path),
	    _("what was found out cannot be kept: %s"), why);
}
