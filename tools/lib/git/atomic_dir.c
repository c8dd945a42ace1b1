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
#include "base/write.h"

struct atomic_dir {
	struct findings *to;
	char *dir;      /* as asked for, without '/' at its end */
	char *made;     /* the hidden folder */
	bool was_there; /* dir is an empty folder */
	bool again;     /* dir is one that was made before, */
	mode_t mode;    /* open to these */
	bool shown;
};

/* What is in a folder. */

static int
is_listed(const struct dirent *e)
{
	return strcmp(e->d_name, ".") && strcmp(e->d_name, "..");
}

/* The names in a folder, sorted; -1: it cannot be listed. */
static int
list(struct dirent ***in, const char *folder)
{
	*in = NULL;
	return scandir(folder, in, is_listed, alphasort);
}

static void
list_free(struct dirent **in, int n)
{
	while (n > 0)
		free(in[--n]);
	free(in);
}

enum { NAMED = 3 }; /* of what is in the way */

static bool
is_empty(const char *dir, struct findings *to)
{
	struct dirent **in;
	struct buf some = { 0 };
	int n = list(&in, dir);

	if (n < 0)
		found_trouble(to, _("folder '%s' cannot be listed: %s"), dir,
		    strerror(errno));
	for (int i = 0; i < n && i < NAMED; i++)
		buf_addf(&some, "%s'%s'", i ? ", " : "", in[i]->d_name);
	if (n > NAMED)
		found_trouble(to,
		    _("folder '%s' is not empty: %s and %zu more are in it"),
		    dir, buf_z(&some), (size_t)n - NAMED);
	else if (n > 0)
		found_trouble(to, _("folder '%s' is not empty: %s is in it"),
		    dir, buf_z(&some));
	buf_release(&some);
	list_free(in, n);
	return n == 0;
}

/* Beginning. */

enum { LIST_MOST = 16 << 20 };

static bool
names(struct str lines, const char *name)
{
	struct str line;

	while (str_split(&lines, '\n', &line))
		if (str_is(line, name))
			return true;
	return false;
}

/* Is everything in a folder named by a file in it? Says what is not. */
static bool
is_of_list(struct atomic_dir *f, const char *name)
{
	char *path = mem_f("%s/%s", f->dir, name);
	struct buf lines = { 0 };
	struct dirent **in = NULL;
	bool ok = buf_read_file(&lines, path, LIST_MOST);
	int n = ok ? list(&in, f->dir) : -1;

	if (n < 0)
		is_empty(f->dir, f->to); /* says what is in it */
	for (int i = 0; ok && i < n; i++)
		ok = strcmp(in[i]->d_name, name) == 0 ||
		    names(buf_str(&lines), in[i]->d_name) ||
		    found_trouble(f->to,
			_("'%s' in folder '%s' was not made with the rest, "
			  "so the folder is not replaced"),
			in[i]->d_name, f->dir);
	list_free(in, n);
	buf_release(&lines);
	free(path);
	return ok && n >= 0;
}

/* The folder itself, whatever links lead to it. */
static void
follow(struct atomic_dir *f)
{
	char *real = realpath(f->dir, NULL);

	if (!real)
		return;
	free(f->dir);
	f->dir = real;
}

/* The folder that a new one is made in; yours to free. */
static char *
parent_of(const char *dir)
{
	const char *slash = strrchr(dir, '/');

	return !slash    ? mem_f(".") :
	    slash == dir ? mem_f("/") :
			   mem_f("%.*s", (int)(slash - dir), dir);
}

/* Can dir be made, or filled? */
static bool
is_free(struct atomic_dir *f, const char *list)
{
	struct findings silent = { 0 };
	struct stat st;
	char *parent;
	bool ok;

	if (!*f->dir)
		return found_trouble(f->to, _("the folder must have a name"));
	if (stat(f->dir, &st) == 0) {
		f->again =
		    list && S_ISDIR(st.st_mode) && !is_empty(f->dir, &silent);
		f->mode = st.st_mode & ALLPERMS;
		if (f->again) {
			if (!is_of_list(f, list))
				return false;
			follow(f);
			return true;
		}
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

	f->made = mem_f("%s/.ketnap-XXXXXX", in ? in : f->dir);
	if (!mkdtemp(f->made)) {
		found_trouble(f->to, _("nothing can be made in '%s': %s"),
		    in ? in : f->dir, strerror(errno));
		free(f->made);
		f->made = NULL;
	}
	free(in);
	return f->made;
}

static struct atomic_dir *
begin(const char *dir, const char *list, struct findings *to)
{
	struct atomic_dir *f = mem_alloc(sizeof *f);
	struct str name = str_of(dir);

	while (name.n > 1 && name.s[name.n - 1] == '/')
		name.n--;
	*f = (struct atomic_dir){ .to = to, .dir = mem_f("%.*s", STRF(name)) };
	if (is_free(f, list) && make_hidden(f))
		return f;
	atomic_dir_end(f);
	return NULL;
}

struct atomic_dir *
atomic_dir_begin(const char *dir, struct findings *to)
{
	return begin(dir, NULL, to);
}

struct atomic_dir *
atomic_dir_again(const char *dir, const char *list, struct findings *to)
{
	return begin(dir, list, to);
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
	char *a = mem_f("%s/%s", from, name), *b = mem_f("%s/%s", to, name);
	bool ok = move(a, b);

	free(a);
	free(b);
	return ok;
}

/* All that was made, or nothing, into the folder that was there. */
static bool
move_out(struct atomic_dir *f)
{
	struct dirent **in;
	int n = list(&in, f->made), i = 0, why;
	bool ok;

	while (i < n && move_into(f->made, f->dir, in[i]->d_name))
		i++;
	ok = i == n;
	why = errno;
	while (!ok && i-- > 0)
		move_into(f->dir, f->made, in[i]->d_name);
	if (ok)
		rmdir(f->made);
	list_free(in, n);
	errno = why;
	return ok;
}

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *walk)
{
	(void)st, (void)kind, (void)walk;
	return remove(path);
}

enum { OPEN_MOST = 16 };

static bool
remove_all(const char *folder)
{
	return nftw(folder, remove_one, OPEN_MOST, FTW_DEPTH | FTW_PHYS) == 0;
}

/* The new folder takes the place of the old one in one step; where the file
 * system has no such step, in two. */
static bool
exchange(struct atomic_dir *f)
{
	char *old = mem_f("%s-old", f->made);
	bool ok = chmod(f->made, f->mode) == 0;
	int why;

	if (ok &&
	    renameat2(AT_FDCWD, f->made, AT_FDCWD, f->dir, RENAME_EXCHANGE) ==
		0) {
		remove_all(f->made);
	} else if (ok && (errno == EINVAL || errno == ENOSYS)) {
		ok = rename(f->dir, old) == 0 &&
		    (rename(f->made, f->dir) == 0 ||
			(why = errno, rename(old, f->dir), errno = why, false));
		if (ok)
			remove_all(old);
	} else {
		ok = false;
	}
	why = errno;
	free(old);
	errno = why;
	return ok;
}

bool
atomic_dir_show(struct atomic_dir *f)
{
	f->shown = reach_disk(f->made) &&
	    (f->again            ? exchange(f) :
		    f->was_there ? move_out(f) :
				   move(f->made, f->dir));
	return f->shown ||
	    found_trouble(f->to, _("'%s' cannot be made: %s"), f->dir,
		strerror(errno));
}

/* Ending. */

void
atomic_dir_end(struct atomic_dir *f)
{
	if (!f)
		return;
	if (f->made && !f->shown && !remove_all(f->made))
		found_trouble(f->to, _("'%s' cannot be removed again: %s"),
		    f->made, strerror(errno));
	free(f->dir);
	free(f->made);
	free(f);
}
