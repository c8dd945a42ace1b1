#ifndef CATALOG_LOCAL_H
#define CATALOG_LOCAL_H

#include <stdbool.h>

#include "catalog/authorizer.h"

/* Is what a statement says of an id told by the records of that id alone, and
 * by those that have none? So it is when the rows whose column key (which is
 * never NULL) is an id are the same where no other records of this type are,
 * and it reads no records of another one. It may be so and not be seen; then
 * false. Only of a statement that passed. */
bool local_is(const struct statement *, const struct type *, const char *key);

#endif
