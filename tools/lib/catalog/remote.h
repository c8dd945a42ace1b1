#ifndef CATALOG_REMOTE_H
#define CATALOG_REMOTE_H

#include <stdbool.h>
#include <stddef.h>

#include "catalog/authorizer.h"

/* A statement that passed the gate, answered by a server (catalog_options). The
 * tables that it reads are put before it as WITH, with the columns that they
 * have here; what is masked does not come from there. */
struct remote;

/* What is known of it beside the statement. */
struct remote_asking {
	struct str sql;                /* with its rows in order */
	const char *const *parameters; /* without ':' */
	size_t n_parameters;
	const bool *hidden; /* result columns that are not fetched */
	size_t n;           /* result columns */
	bool inside;        /* a statement of our own */
	bool hush;          /* what fails may be private */
};

/* False after saying why there can be no server: it was loaded from something
 * else. Once, when the catalog is made. */
bool remote_begin(struct catalog *, struct findings *);
void remote_end(struct catalog *);

/* NULL after saying why the server cannot answer as it would be answered
 * here. */
struct remote *remote_new(const struct statement *,
    const struct remote_asking *);
void remote_free(struct remote *);

/* Gives a parameter its value. */
void remote_bind(struct remote *, size_t parameter, const struct cell *);
/* The next row: 1, none left: 0, stopped after saying why: -1. */
int remote_step(struct remote *, struct place, struct findings *);
struct cell remote_cell(const struct remote *, size_t column);
void remote_reset(struct remote *);

/* Table rule, which goes along with a statement that reads it. */
void remote_rule_begin(struct catalog *);
void remote_rule_add(struct catalog *, const struct cell *);

/* How many records of a type were loaded, and could not be. */
struct catalog_counts remote_counts(const struct catalog *,
    const struct type *);

#endif
