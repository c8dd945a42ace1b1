#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>

#include "base/str.h"

struct buf;

/* Memory that is given back all at once. All-zero is empty, ready to use. */
struct arena {
	struct arena_block *blocks;
	char *at, *end; /* what is free of the first block */
};

/* Zeroed, aligned for anything, never NULL; lives until arena_release. */
void *arena_new(struct arena *, size_t);
/* The same of a few bytes that are not zeroed, for who fills them at once. */
static inline void *
arena_room(struct arena *a, size_t n)
{
	const size_t align = alignof(max_align_t);
	char *p = a->at;

	n = (n + align - 1) / align * align;
	if ((size_t)(a->end - p) < n)
		return arena_new(a, n);
	a->at += n;
	return p;
}
#define ARENA_NEW(a, type) ((type *)arena_new((a), sizeof(type)))
#define ARENA_ARRAY(a, type, n) ((type *)arena_array((a), (n), sizeof(type)))
void *arena_array(struct arena *, size_t n, size_t size);

struct str arena_keep(struct arena *, struct str); /* a copy that stays */
char *arena_z(struct arena *, struct str);         /* the same, with a NUL */
char *arena_f(struct arena *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* What a buf holds, with a NUL, or an array that grew (mem.h), moved here: the
 * former is then given back. */
struct str arena_take(struct arena *, struct buf *);
void *arena_take_array(struct arena *, void *, size_t n, size_t size);

void arena_reset(struct arena *); /* empties it, keeps one block for reuse */
void arena_release(struct arena *);

#endif
