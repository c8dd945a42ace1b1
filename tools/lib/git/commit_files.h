#ifndef GIT_COMMIT_FILES_H
#define GIT_COMMIT_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "text/found.h"

/* Commits certain files and no others through git itself, so that hooks, the
 * signing and the settings of whoever commits hold. */
struct commit_files {
	const char *root;         /* of a data repository in a work tree */
	const char *const *paths; /* relative to it; they and root must last */
	size_t n;
	bool added; /* those that git does not know yet are added first */
};

/* Asked before anything is changed: would a commit of these files hold nothing
 * but what is changed now? False after saying that one of them has other
 * changes, or is not kept by git yet, or that a merge is not finished. */
bool commit_files_ready(const struct commit_files *, struct findings *);

/* What git and hooks say goes to stderr. lock (-1: none) stays locked for as
 * long as git is at it, also when we are killed meanwhile. False after saying
 * that nothing was committed; what was added is to be taken back then. */
bool commit_files(const struct commit_files *, struct str message, int lock,
    struct findings *);

/* Nothing of what was added is in the next commit any more. False after saying
 * that git keeps it: then the files should stay, too. */
bool commit_files_unstage(const struct commit_files *, int lock,
    struct findings *);

/* Does the last commit hold, at a path, the bytes of a file? False after
 * saying that git does not tell. */
bool commit_files_is_in(const char *root, const char *path, const char *file,
    bool *is_in, struct findings *);

#endif
