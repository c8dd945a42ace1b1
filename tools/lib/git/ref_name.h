#ifndef GIT_REF_NAME_H
#define GIT_REF_NAME_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/map.h"

/* What branches and tags are called: every clone keeps each of them in a file
 * of its name, on whatever computer it is. */

/* What else the name behind refs/heads/ or refs/tags/ could mean, to git and to
 * --at; NULL: nothing. */
const char *ref_name_means(const char *name, bool branch);

/* Can it be the name of a file everywhere? */
bool ref_name_is_portable(const char *name);

/* Notes a whole name of a ref, and those of the folders it stands in, by what
 * some computers take for the same one. The first one counts; it is copied. */
void ref_name_note(struct map *alike, const char *ref, struct arena *);

/* What was noted that some computer would take for the ref or one of its
 * folders, and is another; NULL: nothing. */
const char *ref_name_alike(const struct map *alike, const char *ref,
    struct arena *);

#endif
