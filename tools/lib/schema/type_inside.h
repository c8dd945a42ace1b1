#ifndef SCHEMA_TYPE_INSIDE_H
#define SCHEMA_TYPE_INSIDE_H

#include "schema/type.h"

/* What the files that read a type's page know of each other. */

/* type.c: adds a name to those of its map or enum, saying which other one has
 * one of its spellings. other gives the i-th of all. */
void type_spelling(struct page_keys *, const struct node *at,
    struct spellings *, const struct name *,
    const struct name *(*other)(const void *all, size_t i), const void *all,
    size_t index);

/* Says that a path such as "list[].b" leads to no field. */
void type_path_wrong(struct page_keys *, const struct node *at,
    struct str dotted);

/* type_stages.c: reads stages, exits and stage_field, once fields are read. */
void type_stages(struct page_keys *, const struct node *root, struct type *);

#endif
