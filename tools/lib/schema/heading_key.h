#ifndef SCHEMA_HEADING_KEY_H
#define SCHEMA_HEADING_KEY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

/* A heading without marks, case and signs: how headings are compared. bare:
 * without the numbers, too, that people put at columns. */
struct str heading_key(struct str, bool bare, struct arena *);

/* The length of "(3)" or "(14)" at the beginning; 0: there is none. */
size_t heading_key_number(struct str);

#endif
