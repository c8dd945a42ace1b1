#ifndef TEXT_PHRASE_H
#define TEXT_PHRASE_H

#include <stdbool.h>

#include "base/str.h"

/* No phrase goes over it: it ends one text where several are looked through. */
enum { PHRASE_END = 0x1e };

/* Does text have the words next to each other and in this order, each begun at
 * least? Of several phrases with commas between them it has all, wherever. Both
 * are folded. */
bool phrase_found(struct str text, struct str words);

#endif
