#ifndef PUSH_COMING_H
#define PUSH_COMING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "git/oid.h"
#include "text/found.h"

/* The commit that git is about to make in the repository of the current folder,
 * asked about by a hook of its. */

enum { COMING_ON_MOST = 65 }; /* an octopus of 64 sides */

struct coming {
	struct oid tree, on[COMING_ON_MOST];
	size_t n;
	bool merge; /* of branches, which is about to be concluded */
};

/* False after saying why git could not tell. */
bool coming_read(struct coming *, struct findings *);

/* Would the server take it with this message, as far as it can be known before
 * it is signed? Says as errors what knaudit would find, and adds to missing the
 * lines of a message that would have allowed it. False: there are some, or why
 * that could not be found out was said. */
bool coming_judge(const struct coming *, const char *message_path,
    struct buf *missing, struct findings *);

#endif
