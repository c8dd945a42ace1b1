#ifndef SCHEMA_SCHEMA_KEPT_H
#define SCHEMA_SCHEMA_KEPT_H

#include <stdbool.h>

#include "schema/schema.h"

/* Reads a schema as schema_read does. That of a work tree in which nothing was
 * found is kept in git's folder, with its rules and views where nothing was
 * found in those either; while its pages are the same it is taken from there.
 * It is of one build of the tools. */
bool schema_kept_read(struct schema *, struct source *, const char *folder,
    struct findings *);

#endif
