#ifndef GIT_FILE_SET_H
#define GIT_FILE_SET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "text/found.h"

/* Files that come into a work tree together: all of them, or none. What was
 * there is kept in a folder of git's until all is done; where the machine
 * stopped meanwhile, the next one puts it back. */

struct file_set_one {
	const char *path; /* below root */
	struct str text;
	bool is_new; /* nothing may be there yet */
};

/* Puts them in place, then asks done, which may go on with them (NULL: nothing
 * more is to be done) and says whether they stay. False after saying why not,
 * or done having said so: then all is as it was. */
bool file_set_put(const char *root, const struct file_set_one *, size_t n,
    bool (*done)(void *), void *to_done, struct findings *);

/* Takes back what an interrupted one left behind, and says so. False after
 * saying why it cannot. */
bool file_set_mend(const char *root, struct findings *);

/* Was one interrupted? */
bool file_set_is_half(const char *root);

#endif
