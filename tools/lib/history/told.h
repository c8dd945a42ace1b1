#ifndef TOLD_H
#define TOLD_H

#include <stdio.h>

#include "base/buf.h"
#include "text/cell.h"
#include "base/str.h"

/* A change of a record as a line for people: what knlog and kndiff print. */
struct told {
	struct str op;               /* "create", as in the history */
	struct str field;            /* empty: the record as a whole */
	struct cell entry, old, new; /* masked, or NULL: none */
};

void told_add_record(struct buf *, struct str id, struct str path);
void told_add(struct buf *, const struct told *);
void told_add_item(struct buf *, const struct told *);  /* "a.b[c]" */
void told_add_value(struct buf *, const struct cell *); /* what fits */

/* Writes a line and empties it, harmless where it goes to a terminal. */
void told_line(struct buf *, FILE *);

#endif
