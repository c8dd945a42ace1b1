#ifndef SERVER_LOADED_H
#define SERVER_LOADED_H

#include <stdbool.h>

#include "base/str.h"
#include "text/found.h"

/* What knexport(1) loaded into a server: from which commit, which tables and
 * columns, and which of these whoever asks may read. */

struct connection;

/* Table export's keys, and the form of all that is loaded: a tool reads its own
 * alone. */
#define LOADED_FORM "1"

struct loaded;

/* NULL after saying why: the database is not one of ours, or may not be read.
 * What was begun with connection_begin, or a BEGIN, must go on. */
struct loaded *loaded_read(struct connection *, struct findings *);
void loaded_free(struct loaded *);

/* A value of table export, "" where there is none. */
const char *loaded_fact(const struct loaded *, const char *key);
/* A number of it, with those of the servers that are joined (schema
 * ketnap_join). */
unsigned long long loaded_count(const struct loaded *, const char *key);

/* What must hold of what is loaded, for an answer to be that of the records;
 * NULL is not asked. */
struct loaded_wanted {
	const char *commit; /* its id */
	const char *at;     /* how it was asked for */
	const char *schema;
	const char *today;
};
/* False after saying what differs and what to do. */
bool loaded_fits(const struct loaded *, const struct connection *,
    const struct loaded_wanted *, struct findings *);

bool loaded_has_table(const struct loaded *, struct str table);
struct loaded_column {
	const char *type; /* as SQL has it, for CAST; NULL: it is not there */
	bool readable;    /* by whoever is connected */
};
struct loaded_column loaded_column(const struct loaded *, struct str table,
    struct str column);

#endif
