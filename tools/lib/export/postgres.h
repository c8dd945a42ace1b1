#ifndef EXPORT_POSTGRES_H
#define EXPORT_POSTGRES_H

struct ddl_dialect;

/* How PostgreSQL has tables (ddl.h), and the schema of the database that they
 * are in. */
extern const struct ddl_dialect postgres_dialect;
extern const char postgres_schema[];

#endif
