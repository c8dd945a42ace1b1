#ifndef HISTORY_CHANGE_TEXT_H
#define HISTORY_CHANGE_TEXT_H

#include <stdio.h>

#include "base/buf.h"
#include "text/cell.h"
#include "base/str.h"

/* A change of a record as a line for people: what knlog and kndiff print. */
struct change_text {
	struct str op;               /* "create", as in the history */
	struct str field;            /* empty: the record as a whole */
	struct cell entry, old, new; /* masked, or NULL: none */
};

void change_text_add_record(struct buf *, struct str id, struct str path);
void change_text_add(struct buf *, const struct change_text *);
void change_text_add_item(struct buf *,
    const struct change_text *);                               /* "a.b[c]" */
void change_text_add_value(struct buf *, const struct cell *); /* what fits */

/* Writes a line and empties it, harmless where it goes to a terminal. */
void change_text_line(struct buf *, FILE *);
/* The same of several lines, such as a difference. */
void change_text_lines(struct str, FILE *);

#endif
