/* replace: a file in the place of another. */
#include "git/replace.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/lang.h"
#include "base/mem.h"
#include "git/write.h"

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

bool
replace_file(const char *path, struct str bytes, mode_t mode,
    struct findings *to)
{
	char *beside = mem_f("%s.XXXXXX", path);
	int fd = mkstemp(beside), why;
	bool ok = fd >= 0 && write_all(fd, bytes) &&
	    fchmod(fd, mode_for(path, mode)) == 0 && fsync(fd) == 0;

	why = errno;
	if (fd >= 0 && close(fd) < 0 && ok) {
		ok = false;
		why = errno;
	}
	if (ok && rename(beside, path) < 0) {
		ok = false;
		why = errno;
	}
	if (!ok && fd >= 0)
		unlink(beside);
	free(beside);
	return ok ||
	    found(to, FIND_WRITE, place_file(path),
		_("file cannot be written: %s"), strerror(why));
}
