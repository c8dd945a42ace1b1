#ifndef CATALOG_NOTES_H
#define CATALOG_NOTES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

struct catalog;
struct changed_file;
struct sqlite3;

/* Notes beside the rows that are kept, for who worked something out from them
 * and wants to work out only what changes next time: a pad with a name, and on
 * it values by kind and key. A few pads are kept, those that were written
 * last. */
struct notes;

/* NULL: nothing is kept. Reads the files that changed, but never all of them:
 * then nothing was noted. */
struct notes *notes_open(struct catalog *, struct str name);
void notes_free(struct notes *);

/* What changed since these were written, in the arena, by type and path. False:
 * nothing is written there, or it is not known what changed since. */
bool notes_changes(const struct notes *, struct arena *, struct changed_file **,
    size_t *n);

/* The value, added to the buffer; false: there is none. */
bool notes_get(struct notes *, int kind, struct str key, struct buf *value);
/* Those of a kind, by key as bytes; lasting until each returns. False: they
 * could not be read. each may not put any. */
bool notes_each(struct notes *, int kind,
    void (*each)(struct str key, struct str value, void *), void *to);

/* Was there something that could not be read, and so taken for nothing? */
bool notes_failed(const struct notes *);

/* Notes a value, to be written by catalog_recall_keep; empty: there is none.
 * While the first rows are filled a key is put once. */
void notes_put(struct notes *, int kind, struct str key, struct str value);
/* All that is there is nothing any more. */
void notes_clear(struct notes *);

/* For row_cache_write. */
bool notes_write(const struct notes *, struct sqlite3 *);

#endif
