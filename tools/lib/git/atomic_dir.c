/* atomic_dir: a folder that is made out of sight and shown whole. */
#include "git/atomic_dir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/lang.h"
#include "base/mem.h"
#include "git/write.h"

struct atomic_dir {
	struct findings *to;
	char *dir;      /* as asked for, without '/' at its end */
	char *made;     /* the hidden folder */
	bool was_there; /* dir is an empty folder */
	bool shown;
};

/* What is in a folder. */

struct names {
	char **all;
	size_t n, cap;
};

static void
names_release(struct names *names)
{
	for (size_t i = 0; i < names->n; i++)
		free(names->all[i]);
	free(names->all);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* False when it cannot be listed: errno tells. */
static bool
names_list(struct names *names, const char *folder)
{
	DIR *d = opendir(folder);
	struct dirent *e;
	int why;

	if (!d)
		return false;
	while ((errno = 0, e = readdir(d))) {
		struct buf name = { 0 };

		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		buf_addz(&name, e->d_name);
		*MEM_PUSH(names->all, names->n, names->cap) = buf_take(&name);
	}
	why = errno;
	closedir(d);
	errno = why;
	if (names->n)
		qsort(names->all, names->n, sizeof *names->all, by_name);
	return !why;
}

enum { NAMED = 3 }; /* of what is in the way */

static bool
is_empty(const char *dir, struct findings *to)
{
	struct names in = { 0 };
	struct buf some = { 0 };
	bool ok = names_list(&in, dir);

	if (!ok)
		found_trouble(to, _("folder '%s' cannot be listed: %s"), dir,
		    strerror(errno));
	for (size_t i = 0; i < in.n && i < NAMED; i++)
		buf_addf(&some, "%s'%s'", i ? ", " : "", in.all[i]);
	if (ok && in.n > NAMED)
		ok = found_trouble(to,
		    _("folder '%s' is not empty: %s and %zu more are in it"),
		    dir, buf_z(&some), in.n - NAMED);
	else if (ok && in.n)
		ok = found_trouble(to,
		    _("folder '%s' is not empty: %s is in it"), dir,
		    buf_z(&some));
	buf_release(&some);
	names_release(&in);
	return ok;
}

/* Beginning. */

/* The folder that a new one is made in; yours to free. */
static char *
parent_of(const char *dir)
{
	const char *slash = strrchr(dir, '/');
	struct buf b = { 0 };

	if (!slash)
		buf_addz(&b, ".");
	else if (slash == dir)
		buf_addz(&b, "/");
	else
		buf_add(&b, (struct str){ dir, (size_t)(slash - dir) });
	return buf_take(&b);
}

/* Can dir be made, or filled? */
static bool
is_free(struct atomic_dir *f)
{
	struct stat st;
	char *parent;
	bool ok;

	if (!*f->dir)
		return found_trouble(f->to, _("the folder must have a name"));
	if (stat(f->dir, &st) == 0) {
		f->was_there = true;
		return S_ISDIR(st.st_mode) ?
		    is_empty(f->dir, f->to) :
		    found_trouble(f->to,
			_("'%s' is there already, and is no folder"), f->dir);
	}
	if (errno != ENOENT)
		return found_trouble(f->to, _("'%s' cannot be made: %s"),
		    f->dir, strerror(errno));
	if (lstat(f->dir, &st) == 0)
		return found_trouble(f->to,
		    _("'%s' is a link that leads nowhere"), f->dir);
	parent = parent_of(f->dir);
	ok = stat(parent, &st) == 0 ||
	    found_trouble(f->to,
		_("'%s' cannot be made: there is no folder '%s'"), f->dir,
		parent);
	free(parent);
	return ok;
}

static bool
make_hidden(struct atomic_dir *f)
{
	char *in = f->was_there ? NULL : parent_of(f->dir);
	struct buf b = { 0 };

	buf_addf(&b, "%s/.kninit-XXXXXX", in ? in : f->dir);
	f->made = buf_take(&b);
	if (!mkdtemp(f->made)) {
		found_trouble(f->to, _("nothing can be made in '%s': %s"),
		    in ? in : f->dir, strerror(errno));
		free(f->made);
		f->made = NULL;
	}
	free(in);
	return f->made;
}

struct atomic_dir *
atomic_dir_begin(const char *dir, struct findings *to)
{
	struct atomic_dir *f = mem_alloc(sizeof *f);
	struct str name = str_of(dir);
	struct buf b = { 0 };

	while (name.n > 1 && name.s[name.n - 1] == '/')
		name.n--;
	buf_add(&b, name);
	buf_z(&b);
	*f = (struct atomic_dir){ .to = to, .dir = buf_take(&b) };
	if (is_free(f) && make_hidden(f))
		return f;
	atomic_dir_end(f);
	return NULL;
}

const char *
atomic_dir_folder(const struct atomic_dir *f)
{
	return f->made;
}

/* Writing. */

static bool
make_folders(int at, const char *path)
{
	struct arena a = { 0 };
	char *z = arena_z(&a, str_of(path)), *slash = z;
	bool ok = true;

	while (ok && (slash = strchr(slash, '/'))) {
		*slash = '\0';
		ok = mkdirat(at, z, 0777) == 0 || errno == EEXIST;
		*slash++ = '/';
	}
	arena_release(&a);
	return ok;
}

bool
atomic_dir_write(struct atomic_dir *f, const char *path, struct str bytes)
{
	int at = open(f->made, O_PATH | O_DIRECTORY | O_CLOEXEC), fd = -1;
	bool ok = at >= 0 && make_folders(at, path);
	int why;

	if (ok)
		fd = openat(at, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
		    0666);
	ok = fd >= 0 && write_all(fd, bytes);
	why = errno;
	if (fd >= 0 && close(fd) != 0 && ok) {
		ok = false;
		why = errno;
	}
	if (at >= 0)
		close(at);
	return ok ||
	    found_trouble(f->to, _("'%s/%s' cannot be written: %s"), f->dir,
		path, strerror(why));
}

/* Showing. */

static bool
reach_disk(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && syncfs(fd) == 0;
	int why = errno;

	if (fd >= 0)
		close(fd);
	errno = why;
	return ok;
}

/* Never onto something else. Where the file system cannot promise that, look
 * first. */
static bool
move(const char *from, const char *to)
{
	struct stat st;

	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
		return true;
	if (errno != EINVAL && errno != ENOSYS)
		return false;
	if (lstat(to, &st) == 0) {
		errno = EEXIST;
		return false;
	}
	return rename(from, to) == 0;
}

/* Moves one name from a folder into another. */
static bool
move_into(const char *from, const char *to, const char *name)
{
	struct buf a = { 0 }, b = { 0 };
	bool ok;

	buf_addf(&a, "%s/%s", from, name);
	buf_addf(&b, "%s/%s", to, name);
	ok = move(buf_z(&a), buf_z(&b));
	buf_release(&a);
	buf_release(&b);
	return ok;
}

/* All that was made, or nothing, into the folder that was there. */
static bool
move_out(struct atomic_dir *f)
{
	struct names in = { 0 };
	bool ok = names_list(&in, f->made);
	size_t i = 0;
	int why;

	while (ok && i < in.n)
		if ((ok = move_into(f->made, f->dir, in.all[i])))
			i++;
	why = errno;
	while (!ok && i--)
		move_into(f->dir, f->made, in.all[i]);
	if (ok)
		rmdir(f->made);
	names_release(&in);
	errno = why;
	return ok;
}

bool
atomic_dir_show(struct atomic_dir *f)
{
	f->shown = reach_disk(f->made) &&
	    (f->was_there ? move_out(f) : move(f->made, f->dir));
	return f->shown ||
	    found_trouble(f->to, _("'%s' cannot be made: %s"), f->dir,
		strerror(errno));
}

/* Ending. */

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *walk)
{
	(void)st, (void)kind, (void)walk;
	return remove(path);
}

void
atomic_dir_end(struct atomic_dir *f)
{
	enum { OPEN_MOST = 16 };

	if (!f)
		return;
	if (f->made && !f->shown &&
	    nftw(f->made, remove_one, OPEN_MOST, FTW_DEPTH | FTW_PHYS) != 0)
		found_trouble(f->to, _("'%s' cannot be removed again: %s"),
		    f->made, strerror(errno));
	free(f->dir);
	free(f->made);
	free(f);
}
