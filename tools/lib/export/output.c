/* output: where an export goes, shown whole or not at all. */
#include "export/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/sha256.h"
#include "git/atomic_dir.h"
#include "git/replace.h"

/* The names of the files of a folder, by which it is known as ours when it is
 * to be replaced. */
static const char list_file[] = "export.txt";

struct output {
	enum output_kind kind;
	const char *to;
	struct findings *found;
	struct replacement *file;
	struct atomic_dir *folder;
	char **names;
	size_t n, cap;
};

static bool
is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool
begin_file(struct output *o, bool private)
{
	struct stat st;

	if (is_folder(o->to))
		return found_trouble(o->found,
		    _("'%s' is a folder; name the file that is to be written"),
		    o->to);
	if (stat(o->to, &st) == 0 && !S_ISREG(st.st_mode))
		return found_trouble(o->found,
		    _("'%s' is no plain file, and cannot be replaced by one"),
		    o->to);
	o->file = replace_begin(o->to, private ? 0600 : 0, o->found);
	return o->file;
}

struct output *
output_begin(enum output_kind kind, const char *to, bool private,
    struct findings *found)
{
	struct output *o = mem_alloc(sizeof *o);
	bool ok = true;

	*o = (struct output){ .kind = kind, .to = to, .found = found };
	if (kind == OUTPUT_FILE)
		ok = begin_file(o, private);
	else if (kind == OUTPUT_FOLDER)
		ok = (o->folder = atomic_dir_again(to, list_file, found));
	if (ok)
		return o;
	output_end(o);
	return NULL;
}

enum output_kind
output_kind(const struct output *o)
{
	return o->kind;
}

static FILE *
failed(struct output *o, const char *name)
{
	found_trouble(o->found, _("'%s' cannot be written: %s"), name,
	    strerror(errno));
	return NULL;
}

const char *
output_path(struct output *o, const char *name, struct arena *a)
{
	if (o->kind == OUTPUT_FILE)
		return replace_beside(o->file);
	*MEM_PUSH(o->names, o->n, o->cap) = mem_f("%s", name);
	return arena_f(a, "%s/%s", atomic_dir_folder(o->folder), name);
}

FILE *
output_open(struct output *o, const char *name)
{
	struct arena a = { 0 };
	FILE *f;

	if (o->kind == OUTPUT_STDOUT)
		return stdout;
	if (o->kind == OUTPUT_FILE)
		return replace_stream(o->file);
	f = fopen(output_path(o, name, &a), "wxe");
	if (!f)
		failed(o, name);
	arena_release(&a);
	return f;
}

bool
output_close(struct output *o, FILE *f)
{
	bool lost;

	if (!f || o->kind != OUTPUT_FOLDER)
		return true;
	errno = 0;
	lost = ferror(f);
	lost = fclose(f) != 0 || lost;
	if (lost && !errno)
		errno = EIO;
	return !lost || (failed(o, o->to), false);
}

const char *
output_folder(struct output *o, struct arena *a)
{
	const char *slash;

	if (o->kind == OUTPUT_FOLDER)
		return atomic_dir_folder(o->folder);
	slash = o->to ? strrchr(o->to, '/') : NULL;
	if (!slash)
		return ".";
	return slash == o->to ?
	    "/" :
	    arena_z(a, (struct str){ o->to, (size_t)(slash - o->to) });
}

FILE *
output_scratch(struct output *o)
{
	struct arena a = { 0 };
	const char *folder =
	    o->kind == OUTPUT_STDOUT ? getenv("TMPDIR") : output_folder(o, &a);
	char *path = mem_f("%s/.knexport.XXXXXX", folder ? folder : "/tmp");
	int fd = mkostemp(path, O_CLOEXEC);
	FILE *f = fd >= 0 ? fdopen(fd, "w+") : NULL;

	if (!f)
		failed(o, path);
	if (fd >= 0)
		unlink(path);
	if (fd >= 0 && !f)
		close(fd);
	free(path);
	arena_release(&a);
	return f;
}

size_t
output_files(const struct output *o)
{
	return o->n;
}

const char *
output_file(const struct output *o, size_t i)
{
	return o->names[i];
}

bool
output_sum(struct output *o, size_t i, char hex[], long long *bytes)
{
	enum { PIECE = 1 << 16 };
	unsigned char sum[SHA256_BYTES];
	char *path = mem_f("%s/%s", atomic_dir_folder(o->folder), o->names[i]);
	char *piece = mem_alloc(PIECE);
	FILE *f = fopen(path, "re");
	struct sha256 s;
	bool ok = f;
	size_t n;

	*bytes = 0;
	sha256_begin(&s);
	while (f && (n = fread(piece, 1, PIECE, f)) > 0) {
		sha256_add(&s, (struct str){ piece, n });
		*bytes += (long long)n;
	}
	ok = ok && !ferror(f);
	if (!ok)
		failed(o, o->names[i]);
	if (f)
		fclose(f);
	sha256_end(&s, sum);
	sha256_hex(sum, hex);
	free(piece);
	free(path);
	return ok;
}

/* The folder names its files for the next one that takes its place. */
static bool
show_folder(struct output *o)
{
	struct buf list = { 0 };
	bool ok;

	for (size_t i = 0; i < o->n; i++)
		buf_addf(&list, "%s\n", o->names[i]);
	ok = atomic_dir_write(o->folder, list_file, buf_str(&list)) &&
	    atomic_dir_show(o->folder);
	buf_release(&list);
	return ok;
}

bool
output_show(struct output *o)
{
	return o->kind == OUTPUT_FILE ? replace_show(o->file) :
	    o->kind == OUTPUT_FOLDER  ? show_folder(o) :
					true;
}

void
output_end(struct output *o)
{
	if (!o)
		return;
	replace_end(o->file);
	atomic_dir_end(o->folder);
	for (size_t i = 0; i < o->n; i++)
		free(o->names[i]);
	free(o->names);
	free(o);
}
