#ifndef LSP_ACTIONS_H
#define LSP_ACTIONS_H

#include "lsp/client.h"
#include "lsp/document.h"
#include "lsp/wire.h"

/* How what was found in a record is mended, where there is one right answer:
 * CodeAction[], each with its edits. Of the lines that hold the bytes [from,
 * to] each finding by itself, and all of the record's in one, as which of
 * these is asked for. */
enum { ACTIONS_EACH = 1, ACTIONS_ALL = 2 };
extern const char *const actions_kinds[]; /* of these two: CodeActionKind */
struct wire *actions_list(struct document *, size_t from, size_t to,
    unsigned which, const struct client *);

#endif
