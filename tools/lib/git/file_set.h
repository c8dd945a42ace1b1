#ifndef GIT_FILE_SET_H
#define GIT_FILE_SET_H

#include <stdbool.h>
#include <stddef.h>

#include "git/replace_all.h"
#include "text/found.h"

/* Files that come into a work tree together: all of them, or none. What was
 * there is kept in a folder of git's until all is done; where the machine
 * stopped meanwhile, the next one puts it back. No file is taken away. */

/* Puts them in place, then asks done, which may go on with them (NULL: nothing
 * more is to be done) and says whether they stay. What goes on by itself when
 * we are killed is to keep lock, so that the next one waits for it. False after
 * saying why not, or done having said so: then all is as it was. */
bool file_set_put(const char *root, const struct replacement *, size_t n,
    bool (*done)(int lock, void *), void *to_done, struct findings *);

/* Takes back what an interrupted one left behind, and says so. False after
 * saying why it cannot. */
bool file_set_mend(const char *root, bool *mended, struct findings *);

/* Was one interrupted? */
bool file_set_is_half(const char *root);

#endif
