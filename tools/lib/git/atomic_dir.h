#ifndef GIT_ATOMIC_DIR_H
#define GIT_ATOMIC_DIR_H

#include <stdbool.h>

#include "text/found.h"
#include "base/str.h"

/* A folder that is made out of sight and shown whole, or not at all. Nothing
 * that others put there is ever overwritten. */
struct atomic_dir;

/* dir must not be there, or be an empty folder (which stays what it is: whose,
 * and open to whom). What is made now is in a hidden folder beside it or in it.
 * NULL after saying why not; findings must outlive it. */
struct atomic_dir *atomic_dir_begin(const char *dir, struct findings *);

/* The same, but dir may also be one that was made before: list is a file in it
 * that names the others in it, one a line. It is replaced whole, unless
 * anything else is in it. */
struct atomic_dir *atomic_dir_again(const char *dir, const char *list,
    struct findings *);

/* Where it is being made: anything may be put there, also by others. */
const char *atomic_dir_folder(const struct atomic_dir *);

/* Makes a file, and the folders it lies in. False after saying why not. */
bool atomic_dir_write(struct atomic_dir *, const char *path, struct str bytes);

/* Everything is on the disk, and dir is there. False after saying why not, and
 * then nothing is. A new dir can be entered by its owner only. */
bool atomic_dir_show(struct atomic_dir *);

/* Removes what was not shown. */
void atomic_dir_end(struct atomic_dir *);

#endif
