#ifndef CATALOG_JSON_H
#define CATALOG_JSON_H

#include <stdbool.h>

#include "base/str.h"

/* Calls each for the members of the object at a path of a text of JSON ("$" is
 * the whole): a text as what it says, a number as it is written; null, lists
 * and objects are passed over. False: it is no JSON, or a member cannot be
 * told. */
bool json_each(struct str json, const char *path,
    void (*each)(struct str key, struct str value, void *), void *to);

#endif
