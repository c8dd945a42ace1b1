/* library: libraries of others, loaded when they are first needed. */
#include "base/library.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"

static _Noreturn void
lacks(void)
{
	fprintf(stderr, _("ketnap: a library cannot be loaded: %s\n"),
	    dlerror());
	exit(2);
}

void *
library_load(const char *name)
{
	void *library = dlopen(name, RTLD_LAZY);

	if (!library)
		lacks();
	return library;
}

void
library_find(void *library, const char *name, void *pointer)
{
	void *function = dlsym(library, name);

	if (!function)
		lacks();
	memcpy(pointer, &function, sizeof function);
}
