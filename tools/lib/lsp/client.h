#ifndef LSP_CLIENT_H
#define LSP_CLIENT_H

#include <stdbool.h>

#include "base/lang.h"
#include "lsp/position.h"

/* What the editor can do, and in which language its user reads. */
struct client {
	enum position_units units;
	enum lang lang;
	bool nested_symbols; /* hierarchicalDocumentSymbolSupport */
	bool snippets;       /* it fills in what stands in ${1:…} */
	bool watches;        /* it tells of files when it is asked to */
};

#endif
