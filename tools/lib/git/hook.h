#ifndef GIT_HOOK_H
#define GIT_HOOK_H

#include <stdbool.h>

#include "text/found.h"

struct hook_options {
	bool chain; /* keep a hook that is there, run first */
	/* pre-receive, also where there is a work tree; a bare repository has
	 * only that */
	bool server;
};

/* Installs what calls us from git in the repository around dir: its hooks;
 * where people merge, the merge driver; where they push to, git's own checks.
 * What was done is said as notes. False, after saying why, when a hook that is
 * not ours is in the way: then nothing was done. *merges: people merge
 * there. */
bool hook_install(const char *dir, const struct hook_options *, bool *merges,
    struct findings *);

#endif
