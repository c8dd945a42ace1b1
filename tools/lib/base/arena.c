/* arena: memory that is given back all at once.
 *
 * With ARENA_SPLIT (the sanitiser builds) every request is a block of its own,
 * so that an overrun is seen. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

struct arena_block {
	struct arena_block *next;
	size_t cap;
	void *own; /* memory from elsewhere that is given back with it; NULL */
	alignas(max_align_t) char data[];
};

#ifdef ARENA_SPLIT
enum { BLOCK = 0 };
#else
enum { BLOCK = 16 << 10 };
#endif
enum { BLOCK_MOST = 16 * BLOCK };
enum { KEPT_MOST = 256 << 10 }; /* bytes that an empty arena may keep */

/* How large the next block is if it need not be larger: what grew, grows. */
static size_t
block_next(const struct arena *a)
{
	size_t n = a->blocks ? 2 * a->blocks->cap : BLOCK;

	return n > BLOCK_MOST ? BLOCK_MOST : n;
}

/* A new first block with room for n bytes. */
static void
block_new(struct arena *a, size_t n)
{
	struct arena_block *b;

	if (n > SIZE_MAX - sizeof *b)
		mem_out();
	b = mem_resize(NULL, sizeof *b + n);
	*b = (struct arena_block){ .next = a->blocks, .cap = n };
	*a = (struct arena){ b, b->data, b->data + n };
}

void *
arena_new(struct arena *a, size_t n)
{
	const size_t align = alignof(max_align_t);
	char *p = a->at;

	if (n > SIZE_MAX - align)
		mem_out();
	n = n ? (n + align - 1) / align * align : align;
	if (BLOCK == 0 || (size_t)(a->end - p) < n) {
		block_new(a, n > block_next(a) ? n : block_next(a));
		p = a->at;
	}
	a->at += n;
	return memset(p, 0, n);
}

void *
arena_array(struct arena *a, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		mem_out();
	return arena_new(a, n * size);
}

char *
arena_z(struct arena *a, struct str v)
{
	char *p;

	if (v.n > SIZE_MAX / 2)
		mem_out();
	p = arena_room(a, v.n + 1);
	if (v.n)
		memcpy(p, v.s, v.n);
	p[v.n] = '\0';
	return p;
}

struct str
arena_keep(struct arena *a, struct str v)
{
	return (struct str){ arena_z(a, v), v.n };
}

struct str
arena_take(struct arena *a, struct buf *b)
{
	struct str kept = arena_keep(a, buf_str(b));

	buf_release(b);
	return kept;
}

/* Memory that is given back with the arena. Behind its first block, which has
 * room yet. */
static void *
own(struct arena *a, void *memory)
{
	struct arena_block *b = mem_alloc(sizeof *b);

	if (!a->blocks)
		block_new(a, BLOCK);
	*b = (struct arena_block){ .next = a->blocks->next, .own = memory };
	a->blocks->next = b;
	return memory;
}

void *
arena_take_array(struct arena *a, void *array, size_t n, size_t size)
{
	void *kept;

	if (BLOCK != 0 && n > BLOCK_MOST / size)
		return own(a, mem_resize(array, n * size));
	kept = arena_array(a, n, size);
	if (n)
		memcpy(kept, array, n * size);
	free(array);
	return kept;
}

char *
arena_f(struct arena *a, const char *fmt, ...)
{
	struct buf b = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_addv(&b, fmt, ap);
	va_end(ap);
	return (char *)arena_take(a, &b).s;
}

/* What was needed once is most likely needed again: it is kept as one block. */
void
arena_reset(struct arena *a)
{
	struct arena_block *b = a->blocks;
	size_t all = 0;

	for (const struct arena_block *one = b; one; one = one->next)
		all += one->cap;
	if (all == 0 || all > KEPT_MOST || BLOCK == 0) {
		arena_release(a);
		return;
	}
	if (b->next) {
		arena_release(a);
		block_new(a, all);
	}
	a->at = a->blocks->data;
	a->end = a->at + all;
}

void
arena_release(struct arena *a)
{
	while (a->blocks) {
		struct arena_block *next = a->blocks->next;

		free(a->blocks->own);
		free(a->blocks);
		a->blocks = next;
	}
	*a = (struct arena){ 0 };
}
