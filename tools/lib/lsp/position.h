#ifndef LSP_POSITION_H
#define LSP_POSITION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "text/place.h"

/* Places in a text as the protocol counts them: lines and characters from 0, a
 * line ending at \n, \r\n or \r, a character being a byte, a unit of UTF-16 or
 * a code point, as client and server agreed. */

enum position_units { POSITION_UTF16, POSITION_UTF8, POSITION_UTF32 };
extern const char *const position_names[]; /* by enum position_units */
enum { POSITION_UNITS = 3 };

struct position {
	size_t line, character;
};

/* The byte there: the end of the line when it is shorter, the end of the text
 * when it has fewer lines, the start of the character when it is within one. */
size_t position_off(struct str text, struct position, enum position_units);
struct position position_at(struct str text, size_t off, enum position_units);

/* A place in all units, as it is kept of a text that is not kept. */
struct position_any {
	uint32_t line;
	uint32_t character[POSITION_UNITS];
};

/* Looks for places of one text, cheaply as long as they come in its order. */
struct position_walk {
	struct str text;
	bool returns;       /* there is a \r in it */
	size_t line, start; /* of the last place */
};
struct position_walk position_walk_of(struct str text);
struct position_any position_walk_to(struct position_walk *, size_t off);

/* The byte at the place of a finding, whose lines end at \n and whose columns
 * are those of a terminal; 0 where it has no line. */
size_t position_of_place(struct str text, struct place);

#endif
