#ifndef TEXT_OLD_FONT_H
#define TEXT_OLD_FONT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/* Text that was typed for an old Vietnamese font, or read in the wrong
 * encoding: what it looks like ("TCVN3 (.VnTime)"), untranslated; NULL when it
 * does not. name: it is the name of a Vietnamese person or place, where less
 * tells. */
const char *old_font(struct str, bool name);

/* Adds what the font TCVN3, or VNI, showed for a byte that stands behind
 * another one (0: it is the first); not yet composed. */
void old_font_add(struct buf *, int32_t byte, int32_t before, bool vni);

/* The byte of Windows-1252 (or of Latin 1) that a character was read from, -1:
 * none; and the character of a byte. */
int old_font_byte(int32_t c);
int32_t old_font_of_1252(int byte);

#endif
