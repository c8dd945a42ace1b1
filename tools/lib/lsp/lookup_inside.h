#ifndef LSP_LOOKUP_INSIDE_H
#define LSP_LOOKUP_INSIDE_H

#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"
#include "lsp/client.h"
#include "lsp/document.h"
#include "lsp/wire.h"
#include "lsp/workspace.h"

/* What the files that look up know of each other. Each gives a Location. */

/* Bytes of a file whose text is known. */
struct wire *lookup_location(const struct workspace *, const char *rel,
    struct str text, size_t from, size_t to, const struct client *);
/* Places that are known, and the top of a file. */
struct wire *lookup_span_location(const struct workspace *, const char *rel,
    const struct position_any *from, const struct position_any *end,
    const struct client *);
struct wire *lookup_file_location(const struct workspace *, const char *rel,
    const struct client *);
/* The key of a page that a path of keys leads to. NULL: it has none. */
struct wire *lookup_key_location(struct workspace *, const char *page,
    const struct str *keys, size_t n, const struct client *);
/* Where the page of a type declares a field. */
struct wire *lookup_field_location(struct workspace *, const struct type *,
    const struct field *, const struct client *);

/* lookup_page.c: in front matter of a page of the schema. */
void lookup_page_hover(struct document *, size_t off, const struct client *,
    struct buf *, size_t *from, size_t *to);
struct wire *lookup_page_definition(struct document *, size_t off,
    const struct client *);

#endif
