#ifndef GIT_COMMIT_H
#define GIT_COMMIT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "git/revwalk.h"
#include "base/str.h"

/* Reads the bytes of a commit, whose id is there already, as git does: what a
 * second header of a name, or one out of its place, says does not count, and
 * nothing after a NUL. What it holds then lies in the arena. False: no commit
 * can be made of them. */
bool commit_read(struct revwalk_commit *, struct str bytes, struct arena *);

/* The same of one of a repository. False after saying why not. */
struct repository;
bool commit_load(const struct repository *, const struct oid *,
    struct revwalk_commit *, struct arena *, struct findings *);

/* What it is signed with, and all that is signed by that, each added to its
 * buf; nothing: it is not signed. */
void commit_signature(struct str bytes, struct buf *signature,
    struct buf *payload);

#endif
