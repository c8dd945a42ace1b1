#ifndef LSP_LOOKUP_H
#define LSP_LOOKUP_H

#include "lsp/client.h"
#include "lsp/document.h"
#include "lsp/wire.h"

/* What stands at a byte of a file, and where it leads. Each answer is as the
 * protocol has it, or NULL: nothing is there. */

struct wire *lookup_hover(struct document *, size_t off,
    const struct client *); /* Hover */
/* From an id to its record, from a key to its field in the page of the type,
 * from a rule's name to its page, from a link to its file: a Location. */
struct wire *lookup_definition(struct document *, size_t off,
    const struct client *);
/* Who refers to the record that is named there, or to this one: Location[]. */
struct wire *lookup_references(struct document *, size_t off, bool itself,
    const struct client *);
/* How many refer to this record: CodeLens[]. */
struct wire *lookup_lenses(struct document *, const struct client *);
/* Its fields and headings: DocumentSymbol[] or SymbolInformation[]. */
struct wire *lookup_symbols(struct document *, const struct client *);

#endif
