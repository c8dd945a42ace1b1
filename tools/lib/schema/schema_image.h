#ifndef SCHEMA_SCHEMA_IMAGE_H
#define SCHEMA_SCHEMA_IMAGE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"

struct schema;

/* A schema that was read, with the rules and views that stand in it, as bytes
 * for this build of the tools. False: it cannot be. */
bool schema_image_pack(struct buf *, const struct schema *);

/* The same back, all but its source, laid out where its bytes are: aligned as
 * image.h says, and kept as long as the schema, which owns them once they are
 * in its kept. False: these are not as many bytes as were packed; they must be
 * those. To be released in either case. */
bool schema_image_lay(struct schema *, char *, size_t n);

#endif
