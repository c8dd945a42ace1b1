#ifndef CATALOG_DATABASE_FILE_H
#define CATALOG_DATABASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "text/cell.h"
#include "text/found.h"

/* A file of SQLite that is written from nothing. Who writes it sees to it that
 * it is shown only whole: there is no journal. Each bool is false after saying
 * why. */
struct database_file;
struct database_insert;

/* The file is there and empty. */
struct database_file *database_file_new(const char *path, struct findings *);
bool database_file_run(struct database_file *, const char *sql);
/* A statement that puts in a row of n values, "INSERT … VALUES (?, …)"; NULL
 * after saying what is wrong with it. It goes with the file. */
struct database_insert *database_file_insert(struct database_file *,
    const char *sql);
/* What is masked is NULL. */
bool database_file_put(struct database_insert *, const struct cell *, size_t n);
bool database_file_finish(struct database_file *); /* all is written */
void database_file_free(struct database_file *);

#endif
