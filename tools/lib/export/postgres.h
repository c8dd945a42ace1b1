#ifndef EXPORT_POSTGRES_H
#define EXPORT_POSTGRES_H

#include <stdbool.h>

#include "base/buf.h"

struct ddl_dialect;
struct export_table;
struct exporting;

/* How PostgreSQL has tables (ddl.h), and the schema of the database that they
 * are in. */
extern const struct ddl_dialect postgres_dialect;
extern const char postgres_schema[];

/* A text as COPY reads it. */
void postgres_add_text(struct buf *, struct str);
/* COPY … FROM stdin of a table. */
void postgres_add_copy(struct buf *, const struct export_table *);
/* How many files of each type could not be read, into table export. */
void postgres_add_unread(struct exporting *, struct buf *);
/* The SQL before the rows, or after them, without what psql(1) alone reads, and
 * without the end of the transaction. False after saying why not. */
bool postgres_add_parts(struct exporting *, struct buf *, bool after);

#endif
