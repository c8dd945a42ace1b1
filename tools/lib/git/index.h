#ifndef GIT_INDEX_H
#define GIT_INDEX_H

#include <stdbool.h>

#include "git/repository.h"

/* The index of a repository, libgit2's to be freed by git_index_free. */

/* NULL after saying why it cannot be read, with the command that helps. dir:
 * for which the repository was opened. */
git_index *index_read(const struct repository *, const char *dir,
    struct findings *);

/* "git add -N" only announces a file: a commit would not hold it. */
bool index_is_announced(const git_index_entry *);

/* Does anything lie in a folder, "x/y/"? */
bool index_has_folder(git_index *, const char *folder);

/* Says that a file is not merged yet: always false. */
bool index_in_conflict(const char *path, struct findings *);

#endif
