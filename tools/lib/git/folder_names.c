/* folder_names: the names in folders, each folder read once. */
#include "git/folder_names.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/mem.h"

struct folder {
	struct folder_name *all;
	size_t n, cap;
};

struct folder_names {
	struct arena arena;
	struct map folders; /* by path: struct folder */
};

struct folder_names *
folder_names_new(void)
{
	return mem_alloc(sizeof(struct folder_names));
}

void
folder_names_free(struct folder_names *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->folders.n; i++)
		free(((struct folder *)f->folders.pairs[i].value)->all);
	map_release(&f->folders);
	arena_release(&f->arena);
	free(f);
}

/* A folder's name is followed by '/'. */
static int
by_name(const void *va, const void *vb)
{
	const struct folder_name *a = va, *b = vb;
	const unsigned char *s = (const unsigned char *)a->name;
	const unsigned char *t = (const unsigned char *)b->name;
	int c, d;

	while (*s && *s == *t)
		s++, t++;
	c = *s ? *s : a->type == DT_DIR ? '/' : 0;
	d = *t ? *t : b->type == DT_DIR ? '/' : 0;
	return c - d;
}

static unsigned char
type_of(int fd, const struct dirent *e)
{
	struct stat st;

	if (e->d_type != DT_UNKNOWN)
		return e->d_type;
	if (fstatat(fd, e->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return DT_UNKNOWN;
	return (unsigned char)IFTODT(st.st_mode);
}

static bool
is_listed(const char *name)
{
	return strcmp(name, ".") && strcmp(name, "..") && strcmp(name, ".git");
}

static bool
read_folder(struct folder_names *f, int fd, struct folder *to)
{
	int own = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = own < 0 ? NULL : fdopendir(own);
	struct dirent *e;
	int failed;

	if (!dir) {
		failed = errno;
		if (own >= 0)
			close(own);
		errno = failed;
		return false;
	}
	for (errno = 0; (e = readdir(dir)); errno = 0)
		if (is_listed(e->d_name))
			*MEM_PUSH(to->all, to->n, to->cap) =
			    (struct folder_name){ arena_z(&f->arena,
						      str_of(e->d_name)),
				    type_of(fd, e) };
	failed = errno;
	closedir(dir);
	errno = failed;
	if (to->n)
		qsort(to->all, to->n, sizeof *to->all, by_name);
	return !failed;
}

bool
folder_names_read(struct folder_names *f, int fd, const char *path,
    const struct folder_name **all, size_t *n)
{
	struct folder *folder = map_get(&f->folders, str_of(path));

	if (!folder) {
		folder = ARENA_NEW(&f->arena, struct folder);
		if (!read_folder(f, fd, folder)) {
			int failed = errno;

			free(folder->all);
			errno = failed;
			return false;
		}
		*map_put(&f->folders, arena_keep(&f->arena, str_of(path))) =
		    folder;
	}
	*all = folder->all;
	*n = folder->n;
	return true;
}
