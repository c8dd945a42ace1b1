#ifndef GIT_REPLACE_H
#define GIT_REPLACE_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

#include "text/found.h"
#include "base/str.h"

/* Puts a file in the place of the one at path, which may not be there yet: it
 * is written beside it, flushed to the disk and renamed, so that whoever is
 * interrupted leaves the old one or the new one. mode 0: that of the old one,
 * or as the user's mask says. False after saying why not. */
bool replace_file(const char *path, struct str bytes, mode_t mode,
    struct findings *);

/* The same of a file that is written piece by piece, or by others. */
struct replacement;

/* NULL after saying why it cannot be written; path and findings must outlive
 * it. */
struct replacement *replace_begin(const char *path, mode_t mode,
    struct findings *);
FILE *replace_stream(struct replacement *); /* not to be closed */
/* Where it lies until then, for who writes to it by name and not through the
 * stream. */
const char *replace_beside(const struct replacement *);
/* All of it is on the disk, and at path. False after saying why not. */
bool replace_show(struct replacement *);
/* Removes what was not shown. */
void replace_end(struct replacement *);

#endif
