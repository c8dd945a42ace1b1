#ifndef SERVER_CONNECTION_H
#define SERVER_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "text/cell.h"
#include "text/found.h"

/* A database of PostgreSQL that the user named with --on: the only place where
 * a connection is opened. What is in it, and what may be asked of it, is known
 * elsewhere. */

struct connection;

/* The schema of the database that everything of ours is in. */
#define CONNECTION_SCHEMA "ketnap"

enum { CONNECTION_LEAST = 150000 }; /* the oldest version, as libpq counts */

/* NULL after saying why: no such URL, a password in it, nobody answers, a
 * server too old, a database that keeps text otherwise. */
struct connection *connection_open(const char *url, struct findings *);
void connection_close(struct connection *);
const char *connection_url(const struct connection *);

/* What went wrong last: a code of five letters as SQL has it, "" where the
 * server gave none, and the server's words. */
struct connection_wrong {
	char state[6];
	const char *text;
};
const struct connection_wrong *connection_wrong(const struct connection *);
/* Says it as trouble. Always false. */
bool connection_say(const struct connection *, struct findings *);

/* Runs our own SQL, perhaps several statements. False: see connection_wrong. */
bool connection_run(struct connection *, const char *sql);

/* Begins to read: all that is asked is answered from one state of the database,
 * and nothing can be changed. today is a day as text; seconds is what one
 * statement may take. */
bool connection_begin(struct connection *, const char *today, int seconds);

/* A value that goes with a statement as $1, $2 …; text NULL is NULL. An array
 * is written as PostgreSQL has it (connection_add_array). */
enum connection_type {
	CONNECTION_TEXT,
	CONNECTION_INT,
	CONNECTION_REAL,
	CONNECTION_TEXTS,
	CONNECTION_INTS,
	CONNECTION_REALS
};
struct connection_value {
	enum connection_type type;
	const char *text;
};

/* Adds cells as an array of any of the three types. */
struct buf;
void connection_add_array(struct buf *, const struct cell *, size_t n,
    size_t step);

/* The answer to one SELECT, fetched piece by piece within what a BEGIN began,
 * or connection_begin; several may be open. NULL, as false: see
 * connection_wrong. */
struct connection_rows;
struct connection_rows *connection_ask(struct connection *, const char *sql,
    const struct connection_value *, size_t n);
/* The next row: 1, none left: 0, something is wrong: -1. */
int connection_next(struct connection_rows *);
size_t connection_columns(
    const struct connection_rows *); /* after connection_next */
struct cell connection_cell(struct connection_rows *,
    size_t column); /* until connection_next */
void connection_rows_free(struct connection_rows *);

/* Rows into a table, as COPY … FROM stdin reads them. */
bool connection_copy_begin(struct connection *, const char *sql);
bool connection_copy(struct connection *, struct str bytes);
bool connection_copy_end(struct connection *);

#endif
