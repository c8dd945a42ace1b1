#ifndef PARSE_SQL_POSTGRES_H
#define PARSE_SQL_POSTGRES_H

#include "base/buf.h"
#include "base/str.h"

/* A statement of SQLite's, of the SQL of pages (sql_subset.h), as PostgreSQL
 * gives the same rows for it, with the functions that knexport(1) writes and
 * "ketnap" before "pg_catalog" in the search path: NULL comes first, CAST takes
 * what is no number for nought, a decimal is a double.
 *
 * value adds what stands for ":name", as $1 or a literal; NULL: it stays as it
 * is written. */
void sql_postgres_add(struct buf *, struct str sql,
    void (*value)(struct buf *, struct str name, void *to), void *to);

#endif
