#ifndef GIT_DATA_FOLDERS_H
#define GIT_DATA_FOLDERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "git/oid.h"
#include "text/found.h"

/* Where in a repository data folders lie, for hooks: git calls these at the top
 * of the repository, or in a bare one, for all that is in it. A data folder
 * holds schema/repository.md, wherever it lies: none hides another. */

/* Paths from the top of the repository: "" is the top itself, "a/b" a folder.
 * Sorted; kept in the arena. All-zero but for that is empty. */
struct data_folders {
	struct arena *arena;
	const char **all; /* yours to free */
	size_t n, cap;
};

/* Each adds those that are not there yet: of the index, or of a commit. False
 * after saying why not. A name that leads nowhere adds nothing. */
bool data_folders_of_index(struct data_folders *, struct findings *);
bool data_folders_of_commit(struct data_folders *, const char *name,
    struct findings *);

/* Adds one more. */
bool data_folders_add(struct data_folders *, const char *folder,
    struct findings *);

/* Is anything left in a folder, in the index? */
bool data_folders_is_left(const char *folder);

/* From now on data is read from this folder of the repository around the
 * current one, which sources else look for themselves. NULL: no more. */
void data_folders_use(const char *folder);
const char *data_folders_used(void); /* NULL: none is */

/* The only one in a tree, yours to free; NULL: there are none, or several. */
struct tree_reader;
char *data_folders_only(struct tree_reader *, const struct oid *tree);

#endif
