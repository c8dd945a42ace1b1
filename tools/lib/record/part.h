#ifndef RECORD_PART_H
#define RECORD_PART_H

#include "record/record.h"

/* What an entry of a list says under a field of it; empty, DAY_NONE: nothing of
 * its type, or there is no such field. */
struct str part_text(const struct value *entry, const struct field *);
int part_day(const struct value *entry, const struct field *);

#endif
