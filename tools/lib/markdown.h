#ifndef MARKDOWN_H
#define MARKDOWN_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "buf.h"
#include "str.h"

/* Bodies, by cmark. Lines are those of the file: first_line is the line on
 * which the body starts. Raw HTML is never passed through. */

struct fence {
	struct str info;			/* "sql table", trimmed */
	struct str text;			/* what stands in it */
	int line;				/* of the first line of text */
};

/* Every fenced code block at any depth, in order, kept in the arena. */
size_t markdown_fences(struct str body, int first_line, struct arena *,
    struct fence **);

struct heading {
	struct str text;			/* without marks such as ** */
	int level, line;
};
size_t markdown_headings(struct str body, int first_line, struct arena *,
    struct heading **);

struct link {
	struct str to;				/* the destination, unescaped */
	int line;				/* of the block it stands in */
};
size_t markdown_links(struct str body, int first_line, struct arena *,
    struct link **);

/* A page to be printed: its top-level blocks in order. */
struct page;
enum markdown_format { MARKDOWN_TEXT, MARKDOWN_MD, MARKDOWN_HTML };

struct page *page_new(struct str body, int first_line);
void page_free(struct page *);
size_t page_blocks(const struct page *);
const struct fence *page_fence(const struct page *, size_t block);	/* NULL: no fence */

/* Puts a value in the place of each {{name}} in the text of a block, as text
 * that is never parsed again. value returns false for a name it does not know,
 * which is then handed to unknown. */
struct page_values {
	bool (*value)(struct str name, struct buf *out, void *);
	void (*unknown)(struct str name, int line, void *);
	void *to;
};
void page_fill(struct page *, const struct page_values *);

/* Adds one block in the given form, with an empty line after it. width: of the
 * lines of MARKDOWN_TEXT, 0 for no wrapping. */
void page_block(const struct page *, size_t block, enum markdown_format,
    int width, struct buf *);

#endif
