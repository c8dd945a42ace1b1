#ifndef EXPORT_PG_ACCESS_H
#define EXPORT_PG_ACCESS_H

#include <stdbool.h>

#include "base/buf.h"

struct exporting;

/* Who may read what of a server, by schema/authority.md: whoever may change
 * records of a type and unit there may read these. Each person whom the page
 * names is a group "ketnap_EMAIL" that cannot log in; what is private is read
 * by members of "ketnap_private" alone. Without the page nothing is added, and
 * nobody but the owner reads.
 *
 * Adds who reads what: false after saying that a name is too long. */
bool pg_access_add_readers(struct exporting *, struct buf *);
/* Adds the rest, once the tables, views and readers are there. */
void pg_access_add(struct exporting *, struct buf *);
/* Adds what says again to which units each record belongs. */
void pg_access_add_units(struct exporting *, struct buf *);

#endif
