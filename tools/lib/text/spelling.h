#ifndef TEXT_SPELLING_H
#define TEXT_SPELLING_H

#include "base/arena.h"
#include "base/map.h"
#include "text/name.h"

enum { NAME_NONE = -1 };

/* Finds a name by any of its spellings (record(5), SPELLINGS): exactly, or its
 * label in either language or one of its other spellings after NFC, case, white
 * space and tone placement. All-zero finds nothing. */
struct spellings {
	struct map exact, spelled; /* → index + 1 */
};

/* Adds the name with that index. NULL, or the index + 1 of another name with
 * one of the same spellings, which is then in *spelling. Spellings are kept in
 * the arena. */
size_t spellings_add(struct spellings *, const struct name *, size_t index,
    struct arena *, struct str *spelling);
int spellings_find(const struct spellings *, struct str key); /* or NAME_NONE */

/* The same; the n names, which begin elements of that size, are tried first
 * from one on, as they most likely stand there as they are declared. */
int spellings_named(const struct spellings *, const void *names, size_t n,
    size_t size, size_t from, struct str key);
void spellings_release(struct spellings *);

#endif
