#ifndef LSP_POSITION_H
#define LSP_POSITION_H

#include <stddef.h>

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

/* The byte at the place of a finding, whose lines end at \n and whose columns
 * are those of a terminal; 0 where it has no line. */
size_t position_of_place(struct str text, struct place);

#endif
