/* worktree_dir: files below a folder of the file system, read without leaving
 * it.
 *
 * A path is opened without following any link. Where there is one, it is
 * resolved, its target must lie below the root, and is then opened without
 * following any link: whoever swaps a link meanwhile gains nothing. */
#include "git/worktree_dir.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/lang.h"
#include "base/mem.h"

struct worktree_dir {
	char *path;
	int fd;
};

/* Never waits for the other end of a pipe. */
enum {
	TO_READ = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
	TO_LOOK = O_PATH | O_CLOEXEC,
	TO_LIST = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
};

struct worktree_dir *
worktree_dir_open(const char *path, struct findings *f)
{
	struct worktree_dir *d;
	char *real = realpath(path, NULL);
	int fd = real ? open(real, TO_LIST) : -1;

	if (fd < 0) {
		found(f, FIND_READ, place_file(path),
		    _("folder cannot be opened: %s"), strerror(errno));
		free(real);
		return NULL;
	}
	d = mem_alloc(sizeof *d);
	*d = (struct worktree_dir){ real, fd };
	return d;
}

void
worktree_dir_close(struct worktree_dir *d)
{
	if (!d)
		return;
	close(d->fd);
	free(d->path);
	free(d);
}

const char *
worktree_dir_path(const struct worktree_dir *d)
{
	return d->path;
}

/* Opening. */

static bool
is_link(int at, const char *name)
{
	struct stat st;

	return fstatat(at, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    S_ISLNK(st.st_mode);
}

static int
open_part(int at, const char *name, int flags)
{
	int fd = is_link(at, name) ? (errno = ELOOP, -1) :
				     openat(at, name, flags | O_NOFOLLOW);
	struct stat st;

	/* With O_PATH a link that was just put there is opened itself. */
	if (fd >= 0 && flags & O_PATH && fstat(fd, &st) == 0 &&
	    S_ISLNK(st.st_mode)) {
		close(fd);
		errno = ELOOP;
		return -1;
	}
	return fd;
}

/* For systems without openat2. */
static int
open_by_parts(int at, const char *path, int flags)
{
	char *parts = mem_f("%s", path), *name = parts, *slash;
	int fd = at;

	while (fd >= 0 && (slash = strchr(name, '/'))) {
		int next;

		*slash = '\0';
		next = open_part(fd, name, TO_LOOK | O_DIRECTORY);
		if (fd != at)
			close(fd);
		fd = next;
		name = slash + 1;
	}
	if (fd >= 0) {
		int dir = fd;

		fd = open_part(dir, name, flags);
		if (dir != at)
			close(dir);
	}
	free(parts);
	return fd;
}

/* ELOOP when a part of the path is a link. */
static int
open_below(int at, const char *path, int flags)
{
	struct open_how how = {
		.flags = (unsigned)flags,
		.resolve = RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH,
	};
	long fd = syscall(SYS_openat2, at, path, &how, sizeof how);

	if (fd < 0 &&
	    (errno == ENOSYS || errno == EPERM || errno == EAGAIN ||
		errno == EINVAL))
		return open_by_parts(at, path, flags);
	return (int)fd;
}

/* Where the links in a path lead, relative to the root; yours to free. NULL:
 * nowhere, or out of the root (*out then). */
static char *
resolved(const struct worktree_dir *d, const char *path, bool *out)
{
	char *full = mem_f("%s/%s", d->path, path);
	char *real = realpath(full, NULL), *rest = NULL;
	size_t n = strcmp(d->path, "/") ? strlen(d->path) : 0;

	*out = false;
	free(full);
	if (!real)
		return NULL;
	if (strncmp(real, d->path, n) == 0 && real[n] == '/' &&
	    entry_is_inside(str_of(real + n + 1)))
		rest = strdup(real + n + 1);
	*out = !rest;
	free(real);
	return rest;
}

static int
open_link(const struct worktree_dir *d, const char *path, int flags,
    struct findings *f)
{
	struct place at = place_file(path);
	bool out;
	char *rest = resolved(d, path, &out);
	int fd = -1;

	if (rest)
		fd = open_below(d->fd, rest, flags);
	if (fd >= 0)
		;
	else if (out)
		found(f, FIND_READ_LINK, at, _("link leaves the repository"));
	else if (!rest && (errno == ENOENT || errno == ENOTDIR))
		found(f, FIND_READ_LINK, at, _("link leads nowhere"));
	else if (!rest && errno == ELOOP)
		found(f, FIND_READ_LINK, at, _("links lead in a circle"));
	else
		found(f, FIND_READ, at, _("link cannot be followed: %s"),
		    strerror(errno));
	free(rest);
	return fd;
}

static int
open_any(const struct worktree_dir *d, const char *path, int flags,
    struct findings *f)
{
	struct place at = place_file(path);
	int fd;

	if (!entry_is_inside(str_of(path))) {
		found(f, FIND_READ, at, _("not a path in the repository"));
		return -1;
	}
	fd = open_below(d->fd, path, flags);
	if (fd >= 0)
		return fd;
	if (errno == ELOOP)
		return open_link(d, path, flags, f);
	if (errno == ENOENT || errno == ENOTDIR)
		found(f, FIND_READ, at, _("no such file"));
	else if (errno == ENXIO)
		found(f, FIND_READ_KIND, at,
		    _("a socket or device, where a file should be"));
	else
		found(f, FIND_READ, at, _("file cannot be read: %s"),
		    strerror(errno));
	return -1;
}

bool
worktree_dir_has(const struct worktree_dir *d, const char *path,
    bool only_folder)
{
	struct findings silent = { 0 };
	int fd = open_any(d, path, TO_LOOK, &silent);
	struct stat st;
	bool has;

	if (fd < 0)
		return false;
	has = fstat(fd, &st) == 0 &&
	    ((S_ISREG(st.st_mode) && !only_folder) || S_ISDIR(st.st_mode));
	close(fd);
	return has;
}

unsigned
worktree_dir_mode(const struct worktree_dir *d, const char *path)
{
	const char *slash = strrchr(path, '/'),
		   *name = slash ? slash + 1 : path;
	struct buf above = { 0 };
	int fd = d->fd;
	struct stat st;
	bool there;

	if (!entry_is_inside(str_of(path)))
		return 0;
	if (slash) {
		buf_add(&above, (struct str){ path, (size_t)(slash - path) });
		fd = open_below(d->fd, above.s, TO_LOOK | O_DIRECTORY);
		buf_release(&above);
	}
	there = fd >= 0 && fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
	if (slash && fd >= 0)
		close(fd);
	if (!there)
		return 0;
	return S_ISREG(st.st_mode) ? MODE_FILE :
	    S_ISLNK(st.st_mode)    ? MODE_LINK :
	    S_ISDIR(st.st_mode)    ? MODE_FOLDER :
				     0;
}

bool
worktree_dir_stat(const struct worktree_dir *d, const char *path,
    struct file_stat *is)
{
	struct stat st;

	if (!entry_is_inside(str_of(path)) ||
	    fstatat(d->fd, path, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
	    !S_ISREG(st.st_mode))
		return false;
	file_stat_take(is, &st);
	return true;
}

/* A folder that is open: that of the file before. */
struct opened {
	struct str folder;
	int fd; /* -1: it could not be opened */
};

static void
close_last(const struct worktree_dir *d, struct opened *o)
{
	if (o->fd >= 0 && o->fd != d->fd)
		close(o->fd);
}

/* folder ends with '/', or is the root. */
static void
open_for(const struct worktree_dir *d, struct opened *o, struct str folder)
{
	char *path = NULL;

	if (str_eq(folder, o->folder))
		return;
	close_last(d, o);
	o->folder = folder;
	o->fd = d->fd;
	if (folder.n)
		path = mem_f("%.*s", (int)folder.n - 1, folder.s);
	if (path)
		o->fd = entry_is_inside(str_of(path)) ?
		    open_below(d->fd, path, TO_LOOK | O_DIRECTORY) :
		    -1;
	free(path);
}

void
worktree_dir_stat_all(const struct worktree_dir *d, const struct entry *list,
    size_t n, struct file_stat *all)
{
	struct opened o = { .fd = d->fd };
	struct stat st;

	for (size_t i = 0; i < n; i++) {
		struct str path = str_of(list[i].path), name = str_base(path);

		open_for(d, &o, str_first(path, path.n - name.n));
		if (o.fd >= 0 && entry_is_inside(name) &&
		    fstatat(o.fd, name.s, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    S_ISREG(st.st_mode))
			file_stat_take(&all[i], &st);
	}
	close_last(d, &o);
}

bool
worktree_dir_folder_stat(const struct worktree_dir *d, const char *path,
    struct file_stat *is)
{
	struct stat st;

	if (fstatat(d->fd, *path ? path : ".", &st, AT_SYMLINK_NOFOLLOW) < 0 ||
	    !S_ISDIR(st.st_mode))
		return false;
	file_stat_take(is, &st);
	return true;
}

/* Reading. */

const char *
worktree_dir_kind(unsigned mode)
{
	switch (mode & S_IFMT) {
	case S_IFDIR:
		return _("a folder");
	case S_IFIFO:
		return _("a named pipe");
	case S_IFSOCK:
		return _("a socket");
	default:
		return _("a device");
	}
}

/* Asking for a byte more than there should be finds the end in one call. */
static bool
read_open(int fd, size_t size, size_t most, struct buf *b)
{
	size_t start = b->n, got = 0;

	for (;;) {
		size_t ask = (got <= size ? size : most) - got + 1;
		ssize_t n;

		buf_room(b, ask);
		n = read(fd, b->s + b->n, ask);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		b->n += (size_t)n;
		got = b->n - start;
		if (n == 0 || got == size)
			return true;
		if (got > most) {
			errno = EFBIG;
			return false;
		}
	}
}

bool
worktree_dir_read(const struct worktree_dir *d, const char *path, size_t most,
    struct buf *b, struct findings *f)
{
	struct place at = place_file(path);
	size_t start = b->n;
	struct stat st;
	int fd = open_any(d, path, TO_READ, f);
	bool ok = false;

	if (fd < 0)
		return false;
	if (fstat(fd, &st) < 0)
		found(f, FIND_READ, at, _("file cannot be read: %s"),
		    strerror(errno));
	else if (!S_ISREG(st.st_mode))
		found(f, FIND_READ_KIND, at, _("%s, where a file should be"),
		    worktree_dir_kind(st.st_mode));
	else if (st.st_size < 0 || (unsigned long long)st.st_size > most)
		found(f, FIND_READ_LARGE, at,
		    _("file has %lld bytes; at most %zu are read"),
		    (long long)st.st_size, most);
	else if (read_open(fd, (size_t)st.st_size, most, b))
		ok = true;
	else if (errno == EFBIG)
		found(f, FIND_READ_LARGE, at,
		    _("file grew while it was read; at most %zu bytes are "
		      "read"),
		    most);
	else
		found(f, FIND_READ, at, _("file cannot be read: %s"),
		    strerror(errno));
	close(fd);
	buf_cut(b, ok ? b->n : start);
	return ok;
}

/* Listing. */

int
worktree_dir_enter(const struct worktree_dir *d, const char *path)
{
	return open_below(d->fd, *path ? path : ".", TO_LIST);
}
