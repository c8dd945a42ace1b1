#ifndef PARSE_SCALAR_H
#define PARSE_SCALAR_H

#include <stdbool.h>
#include <stddef.h>

#include "parse/reader.h"

/* Each reads the scalar that begins at r->at; n is the column of the map or
 * list around it, which its further lines must exceed. After a plain or block
 * scalar r stands at the next token, after a quoted one behind its quote. */
bool scalar_plain(struct reader *, ptrdiff_t n, struct node *);
bool scalar_block(struct reader *, ptrdiff_t n, struct node *);
bool scalar_quoted(struct reader *, ptrdiff_t n, struct node *);

/* A plain one in brackets, which were opened at open. */
bool scalar_flow(struct reader *, ptrdiff_t n, size_t open, struct node *);

/* Says what is wrong with a scalar that begins so at i; true: nothing. */
bool scalar_started(struct reader *, const struct node *, size_t i, bool flow);
static inline bool
scalar_start(struct reader *r, const struct node *node, size_t i, bool flow)
{
	unsigned char c = (unsigned char)reader_peek(r, i);

	/* a letter or digit, most often */
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z') || (c >= 0xc3 && c != 0xe2) ||
	    scalar_started(r, node, i, flow);
}

/* Where on its line a scalar that begins at i may end: a plain one at a ':'
 * before a blank, a '#' after one, or the line's end; one in brackets at a
 * bracket or comma too; a quoted one behind its quote, 0 when that is not on
 * this line. */
size_t scalar_end(const struct reader *, size_t i, bool in_flow);
size_t scalar_quoted_end(const struct reader *, size_t i);

#endif
