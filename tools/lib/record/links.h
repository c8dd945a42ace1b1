#ifndef RECORD_LINKS_H
#define RECORD_LINKS_H

#include <stdbool.h>

#include "base/buf.h"
#include "text/found.h"
#include "record/record.h"
#include "git/source.h"

/* Where the links of a body lead. */

/* What a link in the file from leads to, from the top of the repository; false
 * for one that leads elsewhere, or nowhere but the file itself. */
bool links_path(const char *from, struct str to, struct buf *path);

/* A link in a body to a Markdown file of the repository. */
struct body_link {
	struct str to;    /* as it is written */
	const char *path; /* from the top of the repository */
	int line, col;
};

/* Those of a record, in the arena; none where its type asks for none. */
size_t links_read(const struct record *, struct arena *, struct body_link **);

/* Says which of them, in a file of this path, lead to none. */
void links_check(const struct type *, const char *path,
    const struct body_link *, size_t n, struct source *, struct findings *);

#endif
