#ifndef TEXT_ZONE_H
#define TEXT_ZONE_H

#include <stdbool.h>

#include "base/str.h"

/* The names of the IANA time zone database, such as Asia/Ho_Chi_Minh. */
bool zone_is(struct str);                /* exactly */
const char *zone_near(struct str typed); /* NULL: none is nearly that */

#endif
