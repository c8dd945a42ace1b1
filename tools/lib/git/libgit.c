/* libgit: libgit2, started once. */
#include "git/libgit.h"

#include <assert.h>
#include <pthread.h>

#include "base/lang.h"

static_assert(sizeof(struct oid) == sizeof(git_oid), "both are SHA-1");

/* libgit2 says "no such thing" by this alone. */
static const git_error no_reason = { .message = (char *)"" };

const char *
libgit_reason(void)
{
	const git_error *e = git_error_last();

	if (!e || !e->message)
		e = &no_reason;
	return *e->message ? e->message : _("no reason given");
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

	git_libgit2_init();
	git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, harmless,
	    sizeof harmless / sizeof *harmless);
}

void
libgit_start(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, start);
}
