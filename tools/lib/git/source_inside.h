#ifndef GIT_SOURCE_INSIDE_H
#define GIT_SOURCE_INSIDE_H

#include "base/arena.h"

/* What the files of source know of each other. */

/* What source_path says of a root (NULL: there is no work tree). */
const char *source_path_typed(const char *root, const char *as_typed,
    struct arena *);

#endif
