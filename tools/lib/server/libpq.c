/* libpq: the library of PostgreSQL, loaded when a server is asked for. */
#include "server/libpq.h"

#include <pthread.h>

#include "base/library.h"

static struct libpq calls;

static void
load(void)
{
	void *library = library_load("libpq.so.5");

#define LIBPQ_FIND(name) library_find(library, #name, &calls.name);
	LIBPQ_CALLS(LIBPQ_FIND)
#undef LIBPQ_FIND
}

const struct libpq *
libpq(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, load);
	return &calls;
}
