#ifndef LSP_COMPLETE_SQL_H
#define LSP_COMPLETE_SQL_H

#include "lsp/client.h"
#include "lsp/document.h"
#include "lsp/wire.h"

/* In a block of SQL of a page: the columns of the tables that it names, its
 * tables, and the functions that it may call; elsewhere nothing. Adds
 * CompletionItems to a list. */
void complete_sql(struct document *, size_t off, const struct client *,
    struct wire *items);

#endif
