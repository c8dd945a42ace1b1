#ifndef CATALOG_REMOTE_COUNT_H
#define CATALOG_REMOTE_COUNT_H

#include <stdbool.h>

#include "base/buf.h"
#include "parse/sql_tree.h"

/* A statement that counts the rows of one table, of which parts are on other
 * servers. PostgreSQL hands a count on to such a server only where it groups by
 * what tells the parts apart: so each of them counts the rows that have the
 * same values (column REMOTE_COUNT), and the statement sums these counts up. */

#define REMOTE_COUNT "kn_count"

struct remote_count {
	struct arena arena;
	struct sql_words words;
	struct sql_tree tree;
	struct str where; /* what stands behind WHERE; empty: nothing */
};

/* Can it be said so, and is it of use? It has one SELECT from one table, it
 * groups or counts, and of the functions of many rows it has count, min and max
 * alone. The text must outlive it; it is released in any case. */
bool remote_count_new(struct remote_count *, struct str sql);
void remote_count_release(struct remote_count *);

/* Does the statement name that column of the table but behind WHERE? */
bool remote_count_uses(const struct remote_count *, struct str column);
/* Adds what the table is called, and which of its rows are counted. */
void remote_count_add_from(struct buf *, const struct remote_count *);
/* Adds the statement without these, and with sums of REMOTE_COUNT where it
 * counts. */
void remote_count_add(struct buf *, const struct remote_count *);

#endif
