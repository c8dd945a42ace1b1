/* libgit: libgit2, loaded and started once. */
#include "git/libgit.h"

#include <assert.h>
#include <pthread.h>

#include "base/lang.h"
#include "base/library.h"

static_assert(sizeof(struct oid) == sizeof(git_oid), "both are SHA-1");

/* libgit2 says "no such thing" by this alone. */
static const git_error no_reason = { .message = (char *)"" };

const char *
libgit_reason(void)
{
	const git_error *e = libgit()->error_last();

	if (!e || !e->message)
		e = &no_reason;
	return *e->message ? e->message : _("no reason given");
}

static struct libgit functions;

static void
find_functions(void)
{
	void *library = library_load("libgit2.so." LIBGIT2_SOVERSION);

#define LIBGIT(name) library_find(library, "git_" #name, &functions.name);
#include "git/libgit.def"
#undef LIBGIT
}

/* worktreeConfig moves settings to another file: none that objects or the
 * index are read by. The others say what must be kept or fetched. */
static void
start(void)
{
	static const char *harmless[] = {
		"worktreeconfig",
		"partialclone",
		"preciousobjects",
	};

	find_functions();
	functions.libgit2_init();
	functions.libgit2_opts(GIT_OPT_SET_EXTENSIONS, harmless,
	    sizeof harmless / sizeof *harmless);
}

const struct libgit *
libgit(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, start);
	return &functions;
}
