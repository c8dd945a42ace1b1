#ifndef GIT_REPLACE_H
#define GIT_REPLACE_H

#include <stdbool.h>
#include <sys/types.h>

#include "text/found.h"
#include "base/str.h"

/* Puts a file in the place of the one at path, which may not be there yet: it
 * is written beside it, flushed to the disk and renamed, so that whoever is
 * interrupted leaves the old one or the new one. mode 0: that of the old one,
 * or as the user's mask says. False after saying why not. */
bool replace_file(const char *path, struct str bytes, mode_t mode,
    struct findings *);

#endif
