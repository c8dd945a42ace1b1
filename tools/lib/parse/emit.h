#ifndef PARSE_EMIT_H
#define PARSE_EMIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"
#include "parse/front.h"

/* Writes keys and values of front matter so that they read back as what was
 * meant. Whether something can stand without quotes is asked of the reader
 * itself. */

enum emit_in {
	EMIT_BLOCK, /* has the rest of its line */
	EMIT_FLOW,  /* stands between brackets */
};

/* Adds a value in one line: in the quotes of that style, if it is one that has
 * quotes; else plain where that reads back without a word, else in double
 * quotes. */
void emit_scalar(struct buf *, struct str value, enum node_style like,
    enum emit_in);

void emit_key(struct buf *, struct str key, enum emit_in);

/* Adds a value of several lines as a literal one: its sign ("|", "|-", "|+") to
 * sign, its lines, indented by so many blanks and each ended by eol, to lines.
 * False, with nothing added, where it cannot be written so. */
bool emit_literal(struct buf *sign, struct buf *lines, struct str value,
    size_t indent, struct str eol);

#endif
