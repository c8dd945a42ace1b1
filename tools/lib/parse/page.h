#ifndef PARSE_PAGE_H
#define PARSE_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "parse/markdown.h"
#include "base/str.h"

/* A page to be printed: its top-level blocks in order. */
struct page;
enum markdown_format { MARKDOWN_TEXT, MARKDOWN_MD, MARKDOWN_HTML };

struct page *page_new(struct str body, int first_line);
void page_free(struct page *);
size_t page_blocks(const struct page *);
const struct fence *page_fence(const struct page *,
    size_t block); /* NULL: no fence */

/* Puts a value in the place of each {{name}} in the text of a block, as text
 * that is never parsed again. value returns false for a name it does not know,
 * which is then handed to unknown. */
struct page_values {
	bool (*value)(struct str name, struct buf *out, void *);
	void (*unknown)(struct str name, int line, void *);
	void *to;
};
void page_fill(struct page *, const struct page_values *);
/* The same in a text by itself, which stands on that line. False: there was no
 * value to put. */
bool page_fill_text(struct str, int line, const struct page_values *,
    struct buf *out);

/* Adds one block in the given form, with an empty line after it. width: of the
 * lines of MARKDOWN_TEXT, 0 for no wrapping. In HTML nothing is fetched, and
 * links lead to http, https, mailto or a relative address. */
void page_block(const struct page *, size_t block, enum markdown_format,
    int width, struct buf *);

#endif
