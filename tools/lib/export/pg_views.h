#ifndef EXPORT_PG_VIEWS_H
#define EXPORT_PG_VIEWS_H

#include "base/buf.h"

struct exporting;

/* Adds the views of the schema to "ketnap" of the database, each behind those
 * that it reads. One that reads a table which is not exported is left out. */
void pg_views_add(struct buf *, struct exporting *);

#endif
