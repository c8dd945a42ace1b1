#ifndef RECORD_ENTRY_KEY_H
#define RECORD_ENTRY_KEY_H

#include <stdbool.h>

#include "base/arena.h"
#include "record/record.h"

/* An entry of a list is known by its key: one field of it as it is, or several,
 * parted by ", ", such that no two keys look alike. */

/* s NULL: there is no key, or a part of it is missing or bad. */
struct str entry_key(const struct field *list, const struct value *entry,
    struct arena *);
const char *entry_key_names(const struct field *list, struct arena *);
bool entry_key_has(const struct field *list, const struct field *);
bool entry_key_private(const struct field *list);

/* Adds a value, in quotes where it could be taken for more than one. */
void entry_key_plain(struct buf *, struct str);

#endif
