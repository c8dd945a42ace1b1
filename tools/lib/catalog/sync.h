#ifndef CATALOG_SYNC_H
#define CATALOG_SYNC_H

#include <stdbool.h>

#include "catalog/catalog.h"

/* Brings the tables that are kept up to date, by reading what changed; all of
 * them, where there is a hook, which is told of each record. False: not all
 * records could be read. Where the tables cannot be kept, there is no cache
 * afterwards, and they are empty. */
bool sync_records(struct catalog *, const struct catalog_hook *,
    struct findings *records, struct findings *trouble);

/* The same once, if it was not done yet; or if one of those tables is wanted,
 * and there is a cache. */
bool sync_all(struct catalog *, struct findings *);
bool sync_begin(struct catalog *, struct findings *);

#endif
