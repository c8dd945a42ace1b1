/* install: where what came with the tools lies. */
#include "install.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"

/* Longer paths to our own programs are not followed. */
enum { PATH_MOST = 4096 };

char *
install_path(const char *name)
{
	char exe[PATH_MOST];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
	struct buf b = {0};

	if (n > 0 && (size_t)n < sizeof exe - 1) {
		exe[n] = '\0';
		for (int up = 0; up < 2; up++) {
			char *slash = strrchr(exe, '/');

			if (slash)
				*slash = '\0';
		}
		buf_addf(&b, "%s/share/ketnap/%s", exe, name);
	} else {
		buf_addf(&b, "/usr/local/share/ketnap/%s", name);
	}
	return buf_take(&b);
}
