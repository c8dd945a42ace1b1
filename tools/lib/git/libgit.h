#ifndef GIT_LIBGIT_H
#define GIT_LIBGIT_H

#include <git2.h>
#include <git2/sys/repository.h>

#include "git/oid.h"

/* libgit2, which git_ is the prefix of: only files that include this know it,
 * and no header does but those that say so. */

/* Its functions: git_odb_read() is libgit()->odb_read(). It is loaded, and
 * started, by who first asks for one, in any thread: with the libraries that it
 * needs for networks that takes longer than all else a short run does. */
struct libgit {
#define LIBGIT(name) __typeof__(git_##name) *name;
#include "git/libgit.def"
#undef LIBGIT
};
const struct libgit *libgit(void);

const char *libgit_reason(void); /* its words for what failed last */

/* The same name of an object, as one side and the other call it. */
static inline const git_oid *
libgit_id(const struct oid *o)
{
	return (const git_oid *)o;
}

static inline const struct oid *
libgit_oid(const git_oid *id)
{
	return (const struct oid *)id;
}

#endif
