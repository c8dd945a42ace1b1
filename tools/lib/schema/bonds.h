#ifndef SCHEMA_BONDS_H
#define SCHEMA_BONDS_H

#include "schema/type.h"

/* What ties the fields of a type together: reads after, not_before, at_most and
 * no_circle of its fields, life and same_person, once the type is read. */
void bonds_read(struct page_keys *, struct type *);

#endif
