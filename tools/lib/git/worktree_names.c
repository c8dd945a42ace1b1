/* worktree_names: the names in the folders of a work tree, each read once. */
#include "git/worktree_names.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/lang.h"
#include "base/mem.h"
#include "git/worktree_names_inside.h"

struct worktree_names *
worktree_names_new(const struct worktree_dir *dir, struct worktree *git)
{
	struct worktree_names *w = mem_alloc(sizeof *w);

	*w = (struct worktree_names){ .dir = dir,
		.git = git,
		.everything = !git,
		.secret = siphash_secret(),
		.root = { .path = "", .held = true } };
	return w;
}

void
worktree_names_free(struct worktree_names *w)
{
	if (!w)
		return;
	worktree_free(w->git);
	arena_release(&w->arena);
	free(w);
}

const struct worktree *
worktree_names_git(const struct worktree_names *w)
{
	return w->git;
}

bool
worktree_names_whole(const struct worktree_names *w)
{
	return !w->everything && !(w->git && worktree_left_out(w->git, 0).n);
}

/* Reading. */

int
worktree_names_order(const struct worktree_name *a,
    const struct worktree_name *b)
{
	const unsigned char *s = (const unsigned char *)a->name;
	const unsigned char *t = (const unsigned char *)b->name;
	int c, d;

	while (*s && *s == *t)
		s++, t++;
	c = *s ? *s : a->type == DT_DIR ? '/' : 0;
	d = *t ? *t : b->type == DT_DIR ? '/' : 0;
	return c - d;
}

static int
by_path(const void *a, const void *b)
{
	return worktree_names_order(a, b);
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

/* Without ".", ".." and ".git". */
static int
read_names(struct worktree_names *w, DIR *dir, struct worktree_folder *to)
{
	struct worktree_name *all = NULL;
	size_t n = 0, cap = 0;
	struct dirent *e;
	int failed;

	to->repository = false;
	for (errno = 0; (e = readdir(dir)); errno = 0) {
		if (strcmp(e->d_name, ".git") == 0)
			to->repository = true;
		else if (strcmp(e->d_name, ".") && strcmp(e->d_name, ".."))
			*MEM_PUSH(all, n, cap) =
			    (struct worktree_name){ .name = arena_z(&w->arena,
							str_of(e->d_name)),
				    .type = type_of(dirfd(dir), e) };
	}
	failed = errno;
	if (n)
		qsort(all, n, sizeof *all, by_path);
	to->n = n;
	to->all = arena_take_array(&w->arena, all, n, sizeof *all);
	return failed;
}

bool
worktree_names_read(struct worktree_names *w, struct worktree_folder *folder)
{
	int fd = worktree_dir_enter(w->dir, folder->path);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct stat st;

	folder->read = true;
	folder->failed = dir ? 0 : errno;
	folder->is = (struct file_stat){ 0 };
	if (dir && fstat(fd, &st) == 0)
		file_stat_take(&folder->is, &st);
	if (dir)
		folder->failed = read_names(w, dir, folder);
	if (dir)
		closedir(dir);
	else if (fd >= 0)
		close(fd);
	return !folder->failed;
}

const char *
worktree_names_path(struct worktree_names *w,
    const struct worktree_folder *folder, const char *name)
{
	return arena_f(&w->arena, "%s%s%s", folder->path,
	    *folder->path ? "/" : "", name);
}

void
worktree_names_ready(struct worktree_names *w, struct worktree_folder *folder)
{
	struct buf path = { 0 };
	size_t n;

	if (folder->read)
		return;
	worktree_names_read(w, folder);
	buf_addz(&path, folder->path);
	if (path.n)
		buf_addc(&path, '/');
	n = path.n;
	for (size_t i = 0; i < folder->n; i++) {
		buf_cut(&path, n);
		buf_addz(&path, folder->all[i].name);
		folder->all[i].held = w->everything ? MODE_FOLDER :
		    w->git ? worktree_mode(w->git, buf_str(&path)) :
			     0;
	}
	buf_release(&path);
}

struct worktree_folder *
worktree_names_enter(struct worktree_names *w,
    const struct worktree_folder *folder, struct worktree_name *name)
{
	if (!name->folder) {
		name->folder = ARENA_NEW(&w->arena, struct worktree_folder);
		name->folder->path = worktree_names_path(w, folder, name->name);
		name->folder->held = name->held != 0;
	}
	return name->folder;
}

/* Listing. */

struct dir_walk {
	struct worktree_names *names;
	struct entries *to;
	struct findings *f;
	struct buf path; /* of the folder, with '/' unless the root */
	int deep;
	bool whole;
};

static void walk_folder(struct dir_walk *, struct worktree_folder *);

static void
walk_name(struct dir_walk *w, const struct globs *here,
    struct worktree_folder *in, struct worktree_name *name)
{
	size_t n = w->path.n;
	struct str path;

	buf_addz(&w->path, name->name);
	path = buf_str(&w->path);
	if (name->type == DT_DIR && name->held != MODE_MODULE) {
		if (globs_below(w->to->which, path))
			walk_folder(w,
			    worktree_names_enter(w->names, in, name));
	} else if (!globs_match(here, path)) {
		;
	} else if (name->type == DT_DIR) {
		entries_add(w->to, path, MODE_MODULE);
	} else if (name->type == DT_REG || name->type == DT_LNK) {
		if (name->held)
			entries_add(w->to, path,
			    name->type == DT_REG ? MODE_FILE : MODE_LINK);
	} else {
		w->whole = found(w->f, FIND_READ_KIND, place_file(path.s),
		    _("%s, where a file should be"),
		    worktree_dir_kind(DTTOIF(name->type)));
	}
	buf_cut(&w->path, n);
}

/* Of a folder in which git holds nothing only that it can be listed is of
 * interest: else git, too, could not know what is in it. */
static void
walk_folder(struct dir_walk *w, struct worktree_folder *folder)
{
	const char *path = *folder->path ? folder->path : ".";
	struct arena a = { 0 };
	struct globs here;

	if (folder->held && w->deep == FOLDERS_DEEP) {
		w->whole = found(w->f, FIND_READ_DEEP, place_file(path),
		    _("folder lies more than %d folders deep"), FOLDERS_DEEP);
		return;
	}
	worktree_names_ready(w->names, folder);
	if (folder->failed == ENOENT) /* gone since it was seen */
		return;
	if (folder->failed)
		w->whole = found(w->f, FIND_READ, place_file(path),
		    _("folder cannot be listed: %s"), strerror(folder->failed));
	else if (w->path.n)
		buf_addc(&w->path, '/');
	here = globs_in(w->to->which, str_of(folder->path), &a);
	w->deep++;
	for (size_t i = 0; folder->held && i < folder->n; i++)
		walk_name(w, &here, folder, &folder->all[i]);
	w->deep--;
	arena_release(&a);
}

bool
worktree_names_list(struct worktree_names *names, struct entries *to,
    struct findings *f)
{
	struct dir_walk w = { .names = names, .to = to, .f = f, .whole = true };

	walk_folder(&w, &names->root);
	buf_release(&w.path);
	return w.whole;
}

/* What lies at one path. */

static struct worktree_name *
find(const struct worktree_folder *folder, const char *name)
{
	static const unsigned char types[] = { DT_REG, DT_DIR };
	struct worktree_name *at = NULL;

	for (size_t i = 0; !at && i < sizeof types && folder->n; i++) {
		struct worktree_name key = { .name = name, .type = types[i] };

		at = bsearch(&key, folder->all, folder->n, sizeof key, by_path);
	}
	return at;
}

/* What git says of it; 0: nothing, or nothing is there. */
static unsigned
held_at(struct worktree_names *w, const char *path)
{
	struct worktree_folder *folder = &w->root;
	struct worktree_name *name = NULL;
	struct str rest = str_of(path), part;
	struct buf z = { 0 };

	while (folder && str_split(&rest, '/', &part)) {
		worktree_names_ready(w, folder);
		buf_clear(&z);
		buf_add(&z, part);
		name = find(folder, buf_z(&z));
		folder = name && name->type == DT_DIR &&
			name->held != MODE_MODULE && rest.n ?
		    worktree_names_enter(w, folder, name) :
		    NULL;
	}
	buf_release(&z);
	return name && !rest.n ? name->held : 0;
}

unsigned
worktree_names_mode(struct worktree_names *w, const char *path)
{
	unsigned is = worktree_dir_mode(w->dir, path);
	unsigned held = !is || w->everything ? is :
	    w->git && !w->kept ? worktree_mode(w->git, str_of(path)) :
				 held_at(w, path);

	if (is == MODE_FOLDER)
		return held == MODE_MODULE ? held : is;
	return held ? is : 0;
}

/* Telling one list from another. */

static bool tell(struct worktree_names *, struct worktree_folder *, int deep);

/* What is no file, link or folder matters to a list though git does not hold
 * it. Of a folder the names in it are told. */
static bool
add_told(struct worktree_names *w, const struct worktree_folder *in,
    struct worktree_name *name, int deep, struct buf *b)
{
	bool folder = name->type == DT_DIR && name->held != MODE_MODULE;
	bool plain = folder || name->type == DT_REG || name->type == DT_LNK;
	struct worktree_folder *below =
	    folder ? worktree_names_enter(w, in, name) : NULL;

	if (below && !tell(w, below, deep + 1))
		return false;
	if (plain && !name->held)
		return true;
	buf_addc(b, (char)name->type);
	buf_addc(b, (char)(name->held == MODE_MODULE));
	buf_add(b, (struct str){ name->name, strlen(name->name) + 1 });
	if (below)
		buf_add(b,
		    (struct str){ (char *)&below->id, sizeof below->id });
	return true;
}

static bool
tell(struct worktree_names *w, struct worktree_folder *folder, int deep)
{
	struct buf b = { 0 };
	bool ok;

	if (folder->told)
		return true;
	if (folder->held && deep == FOLDERS_DEEP)
		return false;
	worktree_names_ready(w, folder);
	ok = !folder->failed;
	for (size_t i = 0; ok && folder->held && i < folder->n; i++)
		ok = add_told(w, folder, &folder->all[i], deep, &b);
	folder->id = siphash(w->secret, buf_str(&b));
	folder->told = ok;
	buf_release(&b);
	return ok;
}

static struct worktree_folder *
folder_at(struct worktree_names *w, const char *path)
{
	struct worktree_folder *folder = &w->root;
	struct worktree_name *name;
	struct str rest = str_of(path), part;
	struct buf z = { 0 };

	while (folder && str_split(&rest, '/', &part) && part.n) {
		worktree_names_ready(w, folder);
		buf_clear(&z);
		buf_add(&z, part);
		name = find(folder, buf_z(&z));
		folder =
		    name && name->type == DT_DIR && name->held != MODE_MODULE ?
		    worktree_names_enter(w, folder, name) :
		    NULL;
	}
	buf_release(&z);
	return folder;
}

bool
worktree_names_id(struct worktree_names *w, const char *path, uint64_t *id)
{
	struct worktree_folder *folder = w->lasting ? folder_at(w, path) : NULL;
	bool ok = w->lasting && (!folder || tell(w, folder, 0));

	*id = ok && folder ? folder->id : 0;
	return ok;
}
