#ifndef TEXT_OLD_FONT_H
#define TEXT_OLD_FONT_H

#include <stdbool.h>

#include "base/str.h"

/* Text that was typed for an old Vietnamese font, or read in the wrong
 * encoding: what it looks like ("TCVN3 (.VnTime)"), untranslated; NULL when it
 * does not. name: it is the name of a Vietnamese person or place, where less
 * tells. */
const char *old_font(struct str, bool name);

#endif
