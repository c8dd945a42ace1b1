#ifndef CATALOG_ROW_CACHE_H
#define CATALOG_ROW_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "catalog/row_files.h"
#include "git/entry.h"
#include "text/found.h"

struct catalog;
struct record;
struct sqlite3;
struct type;

/* The tables of records, kept in a file in git's folder and brought up to date
 * by what changed. A row is a function of the bytes of its file, of the schema
 * and of the tools, and, where a stage is told, of today: each file is kept
 * with the days between which nothing of it changes.
 *
 * Where the file can only be read, what changed goes into a copy in memory;
 * where there is none, everything is read, as without it. */
struct row_cache;

/* Opens the database of the records, c->db: what is kept, or an empty one in
 * memory. False after saying why not. */
bool row_cache_open(struct catalog *, struct findings *);
void row_cache_free(struct catalog *);

/* Is there a cache, which holds the rows of all records and all their columns?
 * Without one tables are filled as statements ask for them. */
bool row_cache_has(const struct catalog *);
/* Was there nothing in it? */
bool row_cache_is_cold(const struct catalog *);

/* A number of all rows as they are kept; another one after each change. How
 * many files' rows changed since this process asks. */
int64_t row_cache_state(const struct catalog *);
size_t row_cache_changed(const struct catalog *);
/* Asks for the rows of one record, whose number is to be bound, in a table;
 * NULL: it cannot. To be reset, and gone when rows are kept. */
struct sqlite3_stmt *row_cache_rows(struct catalog *, size_t table);

struct table_state;
/* Is it one of the tables whose rows are kept? */
bool row_cache_holds(const struct table_state *);

/* What is known of files of a type, sorted by path. False: not all of it could
 * be read; see row_cache_lose. */
bool row_cache_compare(struct catalog *, const struct type *,
    const struct entry *, size_t n, struct row_files *);
/* Keeps what is known of them now; once more rows change, they are others. */
bool row_cache_put_files(struct catalog *, const struct type *,
    const struct entry *, size_t n, struct row_files *);

/* Something changes: the cache may be written, or is in memory now. False:
 * neither; see row_cache_lose. */
bool row_cache_begin(struct catalog *, struct findings *);

/* Takes the rows of a file away. */
bool row_cache_forget(struct catalog *, const struct type *, int64_t rec,
    struct findings *);

/* Notes whose rows they are that are put in now: f->rec, given here where it
 * has none yet. rec is NULL for a file that does not parse. */
bool row_cache_note(struct catalog *, const char *id, struct row_file *,
    const struct record *, struct findings *);

/* All types are up to date: keeps what changed; whole: all files could be
 * listed. False: the rows are lost. */
bool row_cache_keep(struct catalog *, bool whole);

/* Can more be kept beside the rows? */
bool row_cache_may_keep(const struct catalog *);
/* Writes more beside the rows, through a connection of its own: others of ours
 * may still be asking. */
bool row_cache_write(struct catalog *, bool (*write)(struct sqlite3 *, void *),
    void *);

/* Where nothing was kept: something is written beside the rows when they are
 * there, so that they are brought to the disk only then, or when the catalog is
 * closed. */
void row_cache_later(struct catalog *);
/* Are the first rows put in now? Then one statement of the caller's may write
 * beside them; it is prepared once, and ends with them. NULL: it cannot be. */
bool row_cache_may_beside(const struct catalog *);
struct sqlite3_stmt *row_cache_beside(struct catalog *, const char *sql);

/* Notes why a statement failed, the first time. */
void row_cache_failed(struct catalog *);
/* Gives the cache up, and with it all rows: they are read as without it. Says
 * so in a line where it was for want of room, or of a disk that works. */
bool row_cache_lose(struct catalog *, struct findings *);

#endif
