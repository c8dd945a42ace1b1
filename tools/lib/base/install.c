/* install: where what came with the tools lies. */
#include "base/install.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

const char install_build[] =
#include "base/install.build"
    ;

/* Longer paths to our own programs are not followed. */
enum { PATH_MOST = 4096 };

/* The running program, or so many folders above it. False: not known. */
static bool
above_program(char exe[PATH_MOST], int up)
{
	ssize_t n = readlink("/proc/self/exe", exe, PATH_MOST - 1);

	if (n <= 0 || n >= PATH_MOST - 1)
		return false;
	exe[n] = '\0';
	for (; up > 0; up--) {
		char *slash = strrchr(exe, '/');

		if (slash)
			*slash = '\0';
	}
	return true;
}

char *
install_path(const char *name)
{
	char folder[PATH_MOST];

	return mem_f("%s/share/ketnap/%s",
	    above_program(folder, 2) ? folder : "/usr/local", name);
}

char *
install_bin(void)
{
	char folder[PATH_MOST];

	return above_program(folder, 1) ? mem_f("%s", folder) : NULL;
}
