#ifndef HISTORY_RECORD_DIFF_H
#define HISTORY_RECORD_DIFF_H

#include <stdbool.h>

#include "text/found.h"
#include "history/history.h"
#include "schema/schema.h"
#include "base/str.h"

/* What differs between two states of records, whichever they are: files of both
 * are put in, then each record is told of that is not the same. */
struct record_diff;

/* Each side is read with its own schema; stages are as of today. */
struct record_diff *record_diff_new(const struct schema *before,
    const struct schema *after, int today);
void record_diff_free(struct record_diff *);

/* A file of the side before (0) or after (1). One that is no record of a type
 * is passed over. False, as a warning, when it does not parse: then nothing is
 * told of what stands there. path and bytes are copied. */
bool record_diff_add(struct record_diff *, int side, const char *path,
    struct str bytes, struct findings *);

/* The same for a file that could not be read at all. */
void record_diff_add_unread(struct record_diff *, const char *path);

/* Tells each change, in the order in which records were put in. */
void record_diff_tell(struct record_diff *,
    void (*change)(const struct history_change *, void *), void *);

#endif
