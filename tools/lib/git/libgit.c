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

/* Where libgit2 was built with mbed TLS it reads the certificates of all
 * authorities as it starts, for networks that we leave to git: a third of all
 * that a short run does. It asks for them by that name, and finds the
 * program's own function, which has none. */
int libgit_certificates(void *chain, const char *path) __asm__(
    "mbedtls_x509_crt_parse_file");

int
libgit_certificates(void *chain, const char *path)
{
	(void)chain;
	(void)path;
	return 0;
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
