/* replace: a file in the place of another. */
#include "git/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/lang.h"
#include "base/mem.h"

struct replacement {
	const char *path;
	struct findings *to;
	char *beside;
	FILE *out;
	mode_t mode;
	bool shown;
};

static mode_t
mode_for(const char *path, mode_t asked)
{
	struct stat st;
	mode_t mask;

	if (asked)
		return asked;
	if (stat(path, &st) == 0)
		return st.st_mode & 07777;
	mask = umask(0);
	umask(mask);
	return 0666 & ~mask;
}

static bool
failed(const struct replacement *r, int why)
{
	return found(r->to, FIND_WRITE, place_file(r->path),
	    _("file cannot be written: %s"), strerror(why));
}

struct replacement *
replace_begin(const char *path, mode_t mode, struct findings *to)
{
	struct replacement *r = mem_alloc(sizeof *r);
	int fd;

	*r = (struct replacement){ .path = path,
		.to = to,
		.beside = mem_f("%s.XXXXXX", path),
		.mode = mode_for(path, mode) };
	fd = mkostemp(r->beside, O_CLOEXEC);
	if (fd >= 0)
		r->out = fdopen(fd, "w");
	if (r->out)
		return r;
	failed(r, errno);
	if (fd >= 0) {
		close(fd);
		unlink(r->beside);
	}
	free(r->beside);
	free(r);
	return NULL;
}

FILE *
replace_stream(struct replacement *r)
{
	return r->out;
}

const char *
replace_beside(const struct replacement *r)
{
	return r->beside;
}

/* What others wrote by name may be another file than the one that is open. */
static bool
reach_disk(struct replacement *r)
{
	int fd = open(r->beside, O_RDONLY | O_CLOEXEC);
	bool ok = fd >= 0 && fchmod(fd, r->mode) == 0 && fsync(fd) == 0;
	int why = errno;

	if (fd >= 0)
		close(fd);
	errno = why;
	return ok;
}

bool
replace_show(struct replacement *r)
{
	/* an error of an earlier write has no errno any more */
	bool lost = ferror(r->out);
	int why;

	errno = 0;
	lost = fclose(r->out) != 0 || lost;
	why = errno ? errno : EIO;
	r->out = NULL;
	if (lost)
		return failed(r, why);
	r->shown = reach_disk(r) && rename(r->beside, r->path) == 0;
	return r->shown || failed(r, errno);
}

void
replace_end(struct replacement *r)
{
	if (!r)
		return;
	if (r->out)
		fclose(r->out);
	if (!r->shown)
		unlink(r->beside);
	free(r->beside);
	free(r);
}

bool
replace_file(const char *path, struct str bytes, mode_t mode,
    struct findings *to)
{
	struct replacement *r = replace_begin(path, mode, to);
	bool ok;

	if (!r)
		return false;
	if (bytes.n)
		fwrite(bytes.s, 1, bytes.n, r->out);
	ok = replace_show(r);
	replace_end(r);
	return ok;
}
