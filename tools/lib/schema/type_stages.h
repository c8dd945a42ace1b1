#ifndef SCHEMA_TYPE_STAGES_H
#define SCHEMA_TYPE_STAGES_H

#include "schema/type.h"

/* The course that a type's page declares: reads stages, exits and stage_field,
 * once the fields are read. */
void type_stages_read(struct page_keys *, const struct node *root,
    struct type *);

#endif
