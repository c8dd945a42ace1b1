#ifndef DIFFER_H
#define DIFFER_H

#include <stdbool.h>

#include "text/finding.h"
#include "history/history.h"
#include "schema/schema.h"
#include "base/str.h"

/* What differs between two states of records, whichever they are: files of both
 * are put in, then each record is told of that is not the same. */
struct differ;

/* Each side is read with its own schema; stages are as of today. */
struct differ *differ_new(const struct schema *before,
    const struct schema *after, int today);
void differ_free(struct differ *);

/* A file of the side before (0) or after (1). One that is no record of a type
 * is passed over. False, as a warning, when it does not parse: then nothing is
 * told of what stands there. path and bytes are copied. */
bool differ_add(struct differ *, int side, const char *path, struct str bytes,
    struct findings *);

/* The same for a file that could not be read at all. */
void differ_add_unread(struct differ *, const char *path);

/* As history_tell, in the order in which records were put in. */
void differ_tell(struct differ *, const struct history_hook *);

#endif
