#ifndef TEXT_SYLLABLE_H
#define TEXT_SYLLABLE_H

#include <stdbool.h>

#include "base/str.h"

/* Is a word a Vietnamese syllable, in any case? It has one tone at most, which
 * before c, ch, p and t is one of two. */
bool syllable_is(struct str);

#endif
