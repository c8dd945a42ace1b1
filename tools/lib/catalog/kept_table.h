#ifndef CATALOG_KEPT_TABLE_H
#define CATALOG_KEPT_TABLE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"

struct catalog;

/* A table that query_options.keep made, as bytes: how it was made, and its rows
 * as they lie there. False: it cannot be read. */
bool kept_table_pack(struct catalog *, const char *name, struct buf *);
/* And back: as if it had been made again. False: it is not there. */
bool kept_table_take(struct catalog *, const char *name, struct str bytes);

#endif
