#ifndef GIT_REPOSITORY_H
#define GIT_REPOSITORY_H

#include <stdbool.h>

#include "git/libgit.h"
#include "text/found.h"

/* A repository of libgit2's. In a hook git's environment counts (another index
 * file, objects in quarantine), but only for the repository it was set for. */
struct repository {
	git_repository *git;
	git_odb *odb;
};

/* dir: any folder of the repository, or a bare one. NULL after saying why, with
 * the command that helps. */
struct repository *repository_open(const char *dir, struct findings *);
void repository_close(struct repository *);

/* A hook's variable, where it speaks of the repository around dir; NULL: it
 * does not. */
const char *repository_hook_says(const char *dir, const char *name);

bool repository_is_shallow(const struct repository *);
bool repository_is_partial(const struct repository *);

#endif
