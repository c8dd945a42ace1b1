#ifndef EXPORT_INSIDE_H
#define EXPORT_INSIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "catalog/catalog.h"
#include "export/export.h"
#include "export/output.h"
#include "text/cell.h"

struct load;

/* What the files of export know of each other: run.c asks the catalog, and
 * hands each row to the file of a form. */

struct export_column {
	const struct column *column; /* NULL: no table has it so */
	const char *name;            /* for machines */
	const char *label;           /* for people */
	struct str from;             /* the column that is asked for */
	bool masked;                 /* it is hidden */
	bool is_day;                 /* whole days, as text; NULL: none */
	bool is_person;              /* the id of one, or NULL */
	bool is_dropped;             /* nothing is told: it tells of persons */
};

struct export_table {
	const struct table *table;
	const char *name;  /* for machines */
	const char *label; /* for people */
	struct export_column *columns;
	size_t n;
	struct str sql; /* that gives its rows */
	unsigned long long rows;
	bool record; /* it is a type's own: a row is a record */
	/* Of a type's own table, once all rows are known: has each one an id,
	 * and no two the same? */
	bool keyed;
	uint64_t *ids; /* the hashes of them */
	size_t n_ids, cap_ids;
	FILE *out; /* of a form that has one for each table */
	void *own; /* of the form */
};

struct exporting {
	const struct export_options *o;
	const struct export_format *format;
	struct findings *to;
	struct arena arena;
	struct export_table *tables;
	size_t n;
	struct output *output;
	void *own;         /* of the form */
	struct load *load; /* into a server; else NULL */
	size_t unreadable; /* records that the form read itself */
};

enum export_place {
	EXPORT_STREAM, /* standard output or a file of one table, or a folder */
	EXPORT_FILE,   /* one file */
	EXPORT_SQL,    /* NAME.sql is one file, else it is a folder */
	EXPORT_FOLDER
};

/* A form. Every function gives false after saying why; NULL: there is nothing
 * to do. Tables are opened and closed in order, those of one type together. */
struct export_format {
	const char *word;
	enum export_place place;
	bool people;   /* labels, and a column for each field */
	bool texts;    /* it has no numbers but as they are written */
	bool database; /* with bad and unread, and what stands in export */
	bool (*begin)(struct exporting *);
	bool (*open)(struct exporting *, struct export_table *);
	bool (*row)(struct exporting *, struct export_table *,
	    const struct cell *);
	/* in place of row: all records of a type's own table, as they are */
	bool (*whole)(struct exporting *, struct export_table *);
	bool (*close)(struct exporting *, struct export_table *);
	bool (*end)(struct exporting *);
	void (*release)(struct exporting *);
};

/* format.c */
const struct export_format *export_format(const char *word,
    bool spreadsheet); /* NULL: there is none */

/* The forms. */
extern const struct export_format export_csv, export_csv_spreadsheet,
    export_ndjson, export_xlsx, export_sqlite, export_postgres, export_duckdb;

/* csv.c: a value as RFC 4180 has it; what is NULL is null. */
void csv_add(struct buf *, const struct cell *, char separator,
    const char *null);

/* select.c: which tables and columns there are to be. False after saying that
 * there is no such table. */
bool select_tables(struct exporting *);

/* manifest.c: what an export was made from. */
struct manifest_fact {
	const char *key, *value;
};
/* Those that are known before a row is: kept in the arena. */
struct manifest_fact *manifest_facts(struct exporting *, size_t *n);
/* manifest.json and SHA256SUMS of a folder. */
bool manifest_write(struct exporting *);

#endif
