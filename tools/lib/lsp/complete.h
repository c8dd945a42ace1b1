#ifndef LSP_COMPLETE_H
#define LSP_COMPLETE_H

#include "lsp/client.h"
#include "lsp/document.h"
#include "lsp/wire.h"

/* What can be written at a byte of a file: keys, values, ids of records by
 * their names, and in SQL of a page tables, columns and functions. The
 * protocol's CompletionList, yours to free. */
struct wire *complete_list(struct document *, size_t off,
    const struct client *);

#endif
