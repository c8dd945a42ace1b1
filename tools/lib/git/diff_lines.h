#ifndef GIT_DIFF_LINES_H
#define GIT_DIFF_LINES_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"

/* Adds how one text differs from another, as git shows it: "--- a/PATH" and so
 * on; nothing when they are the same. s NULL: there is no such file. False:
 * they cannot be compared, being too large or no text. */
bool diff_lines(const char *path, struct str was, struct str now,
    struct buf *out);

#endif
