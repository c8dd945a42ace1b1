#ifndef CATALOG_READS_H
#define CATALOG_READS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/pack.h"
#include "catalog/catalog.h"

/* What an answer rests on: what a statement reads of records, also through
 * views and computed columns. All-zero is nothing. It may name too much, never
 * too little. */
struct reads {
	/* by table and column, as catalog_tables has them; NULL: the table is
	 * not read. Of a table that is only counted none is true. Ids and paths
	 * always count as read. */
	bool **columns;
	size_t n;
	bool today;    /* also the stage, which today ends */
	bool calendar; /* days off: working days are counted */
	bool history;
	bool body;
};

/* Adds what another one holds; what is added lies in the arena. */
void reads_add(struct reads *, const struct reads *, struct arena *,
    const struct catalog *);

/* Adds what of another one is of this table, and of those that it needs. */
void reads_within(struct reads *, const struct reads *other, size_t table,
    struct arena *, const struct catalog *);

/* As bytes, of tables of records alone, and back: as long as the schema and the
 * build are the same. */
void reads_pack(const struct reads *, const struct catalog *, struct buf *);
bool reads_unpack(struct reads *, struct arena *, const struct catalog *,
    struct unpack *);

/* What is noted (catalog_recall_note) from one to the other is that of a part,
 * beside being that of all: what it reads, and whether it counted working days
 * of a year that the calendar does not know. There are no parts in parts. */
struct catalog_part {
	struct reads reads;
	bool guessed;
	struct reads outer;
};
void catalog_recall_part(struct catalog *, struct catalog_part *);
void catalog_recall_part_end(struct catalog *, struct catalog_part *);

/* Is something read that changed? */
bool reads_meet(const struct reads *, const struct reads *changed,
    const struct catalog *);

#endif
