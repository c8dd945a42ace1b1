#ifndef GIT_REVISION_H
#define GIT_REVISION_H

#include <stdbool.h>

#include "git/oid.h"
#include "text/found.h"

/* What people write for a commit: "HEAD", the name of a branch, an id, a
 * day. */

struct repository;

struct revision {
	struct oid id, tree;
	bool timed;     /* it can be told when it was committed */
	long long time; /* seconds since 1970, UTC */
};

/* The commit that at names (source.h tells how). zone NULL: UTC. False after
 * saying why there is none. */
bool revision_read(const struct repository *, const char *at, const char *zone,
    struct revision *, struct findings *);

#endif
