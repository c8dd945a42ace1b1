/* replace_all: several files in the place of others, all or none. */
#include "git/replace_all.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
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
#include "base/write.h"

enum {
	WAIT_MOST = 300, /* looks for the lock, of a tenth of a second each */
	TENTH = 100000000,
};

/* One file on its way. */
struct moving {
	const struct replacement *r;
	int dir;      /* the folder it lies in; -1: not open */
	char *name;   /* in that folder */
	char *beside; /* where the new one is written, then the old one is */
	bool written, moved;
	size_t made; /* folders that were made for it */
};

static bool
failed(const struct moving *m, struct findings *to)
{
	return found(to, FIND_WRITE, place_file(m->r->path),
	    _("file cannot be written: %s"), strerror(errno));
}

/* Folders. */

/* The folder of a name in another one, made where it is to be. -1: errno. */
static int
step_into(struct moving *m, int dir, const char *name)
{
	int how = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
	int fd = openat(dir, name, how);

	if (fd >= 0 || errno != ENOENT || m->r->was.s)
		return fd;
	if (mkdirat(dir, name, 0777) < 0)
		return -1;
	m->made++;
	return openat(dir, name, how);
}

static bool
open_folder(struct moving *m, int root, struct findings *to)
{
	struct str rest = str_of(m->r->path), part;
	int dir = dup(root);

	while (dir >= 0 && str_split(&rest, '/', &part) && rest.s) {
		char *name = mem_f("%.*s", STRF(part));
		int next = step_into(m, dir, name);
		int why = errno;

		close(dir);
		free(name);
		errno = why;
		dir = next;
	}
	m->dir = dir;
	if (dir < 0)
		return failed(m, to);
	m->name = mem_f("%.*s", STRF(str_base(str_of(m->r->path))));
	m->beside = mem_f(".%s.ketnap", m->name);
	return true;
}

/* Those that were made for a file that is not there after all. */
static void
remove_folders(const struct moving *m, int root)
{
	char *path = mem_f("%s", m->r->path), *slash;

	for (size_t i = 0; i < m->made && (slash = strrchr(path, '/')); i++) {
		*slash = '\0';
		unlinkat(root, path, AT_REMOVEDIR);
	}
	free(path);
}

/* Preparing: nothing that counts is touched. */

/* Can what is there be replaced? Also root heeds that a file is read-only. */
static bool
may_replace(const struct moving *m, mode_t *mode, struct findings *to)
{
	struct place at = place_file(m->r->path);
	struct stat st;
	mode_t mask;

	if (fstatat(m->dir, m->name, &st, AT_SYMLINK_NOFOLLOW) < 0) {
		if (errno != ENOENT)
			return failed(m, to);
		if (m->r->was.s)
			return found(to, FIND_WRITE, at,
			    _("the file was taken away meanwhile; nothing was "
			      "changed"));
		mask = umask(0);
		umask(mask);
		*mode = 0666 & ~mask;
		return true;
	}
	if (!m->r->was.s)
		return found(to, FIND_WRITE, at,
		    _("there is such a file already; nothing was changed"));
	if (S_ISLNK(st.st_mode))
		return found(to, FIND_WRITE, at,
		    _("this is a symbolic link, which is not written "
		      "through"));
	if (!S_ISREG(st.st_mode))
		return found(to, FIND_WRITE, at, _("this is no file"));
	if (!(st.st_mode & S_IWUSR) || faccessat(m->dir, m->name, W_OK, 0) < 0)
		return found(to, FIND_WRITE, at,
		    _("the file is read-only; nothing was changed"));
	*mode = st.st_mode & 07777;
	return true;
}

static char *
aside_of(const char *beside)
{
	return mem_f("%s.old", beside);
}

/* What a tool that was killed left there goes: nobody else holds the lock. */
static bool
write_beside(struct moving *m, mode_t mode, struct findings *to)
{
	int how = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, fd;
	bool ok;
	int why;

	char *aside = aside_of(m->beside);

	unlinkat(m->dir, m->beside, 0);
	unlinkat(m->dir, aside, 0);
	free(aside);
	fd = openat(m->dir, m->beside, how, 0600);
	m->written = fd >= 0;
	ok = fd >= 0 && write_all(fd, m->r->now) && fchmod(fd, mode) == 0 &&
	    fsync(fd) == 0;
	why = errno;
	if (fd >= 0 && close(fd) < 0 && ok) {
		ok = false;
		why = errno;
	}
	errno = why;
	return ok || failed(m, to);
}

static bool
prepare(struct moving *m, struct findings *to)
{
	mode_t mode = 0;

	return may_replace(m, &mode, to) &&
	    (!m->r->now.s || write_beside(m, mode, to));
}

/* Moving. */

/* Two files of a folder change places where the file system cannot have them do
 * so at once: the second one is never missing. */
static bool
exchange_in_steps(int dir, const char *a, const char *b)
{
	char *aside = aside_of(a);
	bool ok = false;
	int why;

	unlinkat(dir, aside, 0);
	if (linkat(dir, b, dir, aside, 0) == 0) {
		bool replaced = renameat(dir, a, dir, b) == 0;

		ok = replaced && renameat(dir, aside, dir, a) == 0;
		why = errno;
		if (!replaced)
			unlinkat(dir, aside, 0);
		else if (!ok)
			renameat(dir, aside, dir, b);
		errno = why;
	}
	free(aside);
	return ok;
}

static bool
exchange(int dir, const char *a, const char *b)
{
	if (renameat2(dir, a, dir, b, RENAME_EXCHANGE) == 0)
		return true;
	return (errno == EINVAL || errno == ENOSYS) &&
	    exchange_in_steps(dir, a, b);
}

/* To a name that must be free. */
static bool
move_new(int dir, const char *from, const char *to)
{
	if (renameat2(dir, from, dir, to, RENAME_NOREPLACE) == 0)
		return true;
	if (errno != EINVAL && errno != ENOSYS)
		return false;
	return linkat(dir, from, dir, to, 0) == 0 &&
	    unlinkat(dir, from, 0) == 0;
}

static bool
move(const struct moving *m)
{
	if (!m->r->was.s)
		return move_new(m->dir, m->beside, m->name);
	if (!m->r->now.s)
		return renameat(m->dir, m->name, m->dir, m->beside) == 0;
	return exchange(m->dir, m->beside, m->name);
}

static bool
move_back(const struct moving *m)
{
	if (!m->r->was.s)
		return renameat(m->dir, m->name, m->dir, m->beside) == 0;
	if (!m->r->now.s)
		return move_new(m->dir, m->beside, m->name);
	return exchange(m->dir, m->beside, m->name);
}

/* Are the bytes that now stand beside those that were changed? */
static bool
is_as_it_was(const struct moving *m)
{
	int fd = openat(m->dir, m->beside, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "r");
	struct buf b = { 0 };
	bool same = f && buf_read(&b, f, m->r->was.n + 1) &&
	    str_eq(buf_str(&b), m->r->was);

	if (f)
		fclose(f);
	else if (fd >= 0)
		close(fd);
	buf_release(&b);
	return same;
}

static bool
take_place(struct moving *m, struct findings *to)
{
	if (!move(m))
		return failed(m, to);
	m->moved = true;
	if (m->r->was.s && !is_as_it_was(m))
		return found(to, FIND_WRITE, place_file(m->r->path),
		    _("somebody else changed the file meanwhile; nothing was "
		      "changed, try again"));
	return true;
}

static void
put_back(struct moving *m, struct findings *to)
{
	if (!m->moved)
		return;
	m->moved = false;
	if (move_back(m))
		return;
	m->written = false; /* the old bytes are there */
	found(to, FIND_WRITE, place_file(m->r->path),
	    _("this file could not be put back: %s; what it held is in '%s' "
	      "beside it"),
	    strerror(errno), m->beside);
}

static void
clean_up(struct moving *m, int root, bool ok)
{
	if (m->dir >= 0 && m->beside && (m->written || (ok && m->moved)))
		unlinkat(m->dir, m->beside, 0);
	if (m->dir >= 0) {
		if (ok)
			fsync(m->dir);
		close(m->dir);
	}
	if (!ok)
		remove_folders(m, root);
	free(m->name);
	free(m->beside);
}

static bool
replace(struct moving *all, size_t n, int root, struct findings *to)
{
	bool ok = true;

	for (size_t i = 0; ok && i < n; i++)
		ok = open_folder(&all[i], root, to) && prepare(&all[i], to);
	for (size_t i = 0; ok && i < n; i++)
		ok = take_place(&all[i], to);
	for (size_t i = n; !ok && i-- > 0;)
		put_back(&all[i], to);
	for (size_t i = 0; i < n; i++)
		clean_up(&all[i], root, ok);
	return ok;
}

bool
replace_all(const char *root, const struct replacement *r, size_t n,
    struct findings *to)
{
	struct moving *all = mem_alloc(n * sizeof *all);
	int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	sigset_t every, before;
	bool ok = fd >= 0;

	for (size_t i = 0; i < n; i++)
		all[i] = (struct moving){ .r = &r[i], .dir = -1 };
	if (!ok)
		found(to, FIND_WRITE, place_file(root), "%s", strerror(errno));
	sigfillset(&every);
	sigprocmask(SIG_BLOCK, &every, &before);
	ok = ok && replace(all, n, fd, to);
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (fd >= 0)
		close(fd);
	free(all);
	return ok;
}

bool
replace_wait(int fd)
{
	struct timespec tenth = { .tv_nsec = TENTH };
	bool held = false;

	for (int i = 0; !held && i < WAIT_MOST; i++) {
		held = flock(fd, LOCK_EX | LOCK_NB) == 0;
		if (!held && errno != EWOULDBLOCK && errno != EINTR)
			return false;
		if (!held)
			nanosleep(&tenth, NULL);
	}
	if (!held)
		errno = EWOULDBLOCK;
	return held;
}

int
replace_lock(const char *root, struct findings *to)
{
	int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0 && replace_wait(fd))
		return fd;
	found(to, FIND_WRITE, place_file(root),
	    fd >= 0 && errno == EWOULDBLOCK ?
		_("another tool writes records here, and has for a long time") :
		_("this folder cannot be locked: %s"),
	    strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}
