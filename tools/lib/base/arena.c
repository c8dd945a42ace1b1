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

struct block {
	struct block *next;
	size_t used, cap;
	alignas(max_align_t) char data[];
};

#ifdef ARENA_SPLIT
enum { BLOCK = 0 };
#else
enum { BLOCK = 16 << 10 };
#endif

static struct block *
block_new(struct block *next, size_t n)
{
	size_t cap = n > BLOCK ? n : BLOCK;
	struct block *b;

	if (cap > SIZE_MAX - sizeof *b)
		mem_out();
	b = mem_resize(NULL, sizeof *b + cap);
	*b = (struct block){ .next = next, .cap = cap };
	return b;
}

void *
arena_new(struct arena *a, size_t n)
{
	const size_t align = alignof(max_align_t);
	struct block *b = a->blocks;
	void *p;

	if (n > SIZE_MAX - align)
		mem_out();
	n = n ? (n + align - 1) / align * align : align;
	if (!b || BLOCK == 0 || b->cap - b->used < n)
		b = a->blocks = block_new(a->blocks, n);
	p = b->data + b->used;
	b->used += n;
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
	char *p = arena_new(a, v.n + 1);

	if (v.n)
		memcpy(p, v.s, v.n);
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

void *
arena_take_array(struct arena *a, void *array, size_t n, size_t size)
{
	void *kept = arena_array(a, n, size);

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

void
arena_reset(struct arena *a)
{
	struct block *b = a->blocks;

	if (!b)
		return;
	while (b->next) {
		struct block *next = b->next;

		free(b);
		b = next;
	}
	b->used = 0;
	a->blocks = b;
	if (BLOCK == 0)
		arena_release(a);
}

void
arena_release(struct arena *a)
{
	while (a->blocks) {
		struct block *next = a->blocks->next;

		free(a->blocks);
		a->blocks = next;
	}
}
