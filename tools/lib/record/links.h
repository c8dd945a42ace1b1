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

/* Says which links to Markdown files lead to none. */
void links_check(const struct record *, struct source *, struct findings *);

#endif
