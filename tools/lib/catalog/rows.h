#ifndef CATALOG_ROWS_H
#define CATALOG_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "catalog/catalog.h"

struct arena;
struct row_files;

/* One pass over the files of a type. */
struct rows_pass {
	struct catalog *catalog;
	const struct type *type;
	const struct catalog_hook *hook; /* NULL: none */
	struct findings *to;             /* about records */
	size_t *tables;                  /* those to fill */
	size_t n;
	bool stages;
	struct row_files *files; /* NULL: rows are not kept */
	const struct record *record;
	int64_t rec;         /* of a record whose rows are kept */
	size_t n_rows;       /* of it in the table that is filled */
	struct arena *arena; /* of that record */
	struct findings *trouble;
	double began;
	bool ok;
};

/* Puts the rows of the record into the tables of the pass; ok becomes false
 * after trouble said why one could not be. */
void rows_put_record(struct rows_pass *);
/* The same of a file that could not be read; without a path those that could
 * not even be listed. */
void rows_put_unread(struct rows_pass *);

#endif
