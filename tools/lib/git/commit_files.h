#ifndef GIT_COMMIT_FILES_H
#define GIT_COMMIT_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "text/found.h"

/* Commits certain files and no others through git itself, so that hooks, the
 * signing and the settings of whoever commits hold. Paths are relative to root,
 * the root of a data repository in a work tree. */

/* Asked before anything is changed: would a commit of these files hold nothing
 * but what is changed now? False after saying that one of them has other
 * changes, or is not kept by git yet, or that a merge is not finished. */
bool commit_files_ready(const char *root, const char *const *paths, size_t n,
    struct findings *);

/* added: those that git does not know yet are added first. What git and hooks
 * say goes to stderr. False after saying that nothing was committed. */
bool commit_files(const char *root, const char *const *paths, size_t n,
    bool added, struct str message, struct findings *);

#endif
