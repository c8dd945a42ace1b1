#ifndef LSP_DIAGNOSE_H
#define LSP_DIAGNOSE_H

#include "lsp/document.h"
#include "lsp/wire.h"
#include "lsp/workspace.h"

/* What is wrong with a file that is open. */

/* What its own bytes say, at once, and which ids it names that nobody has; the
 * workspace knows the record as it is now. */
void diagnose_own(struct document *);

/* What is known of it as the protocol's list of Diagnostic: all of it by the
 * last check of everything where nothing changed since, else what its own bytes
 * or its neighbours say and, of what only all records tell, what was last
 * known. */
struct wire *diagnose_list(const struct document *, enum position_units);

/* One of them as Diagnostic. */
struct wire *diagnose_one(const struct document *, const struct finding *,
    enum position_units);

/* What the bytes of a record say, with how each is mended, where that is
 * plain. */
void diagnose_fixes(struct document *, struct kept *);

/* The Range of the bytes [from, to). */
struct wire *diagnose_range(struct str text, size_t from, size_t to,
    enum position_units);
/* The same, of places that are known. */
struct wire *diagnose_span(const struct position_any *from,
    const struct position_any *to, enum position_units);

#endif
