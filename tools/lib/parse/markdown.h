#ifndef PARSE_MARKDOWN_H
#define PARSE_MARKDOWN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

/* Bodies, by cmark. Lines are those of the file: first_line is the line on
 * which the body starts. Raw HTML is never passed through. */

struct fence {
	struct str info; /* "sql table", trimmed */
	struct str text; /* what stands in it */
	int line;        /* of the first line of text */
};

/* Every fenced code block at any depth, in order, kept in the arena. */
size_t markdown_fences(struct str body, int first_line, struct arena *,
    struct fence **);

struct heading {
	struct str text; /* without marks such as ** */
	int level, line;
};
/* Those of the body itself: one in a quote or a list is a part of that. */
size_t markdown_headings(struct str body, int first_line, struct arena *,
    struct heading **);

struct link {
	struct str to; /* the destination, unescaped */
	/* of its '['; where that is not found, of the line in which it ends */
	int line, col;
};
size_t markdown_links(struct str body, int first_line, struct arena *,
    struct link **);

#endif
