#ifndef DRAW_H
#define DRAW_H

#include <stddef.h>
#include <stdint.h>

/* A small generator (xorshift), the same on every machine: from one seed, which
 * is not 0, come the same numbers. */
static inline uint64_t
draw_number(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* One of n numbers from 0 on. */
static inline size_t
draw_below(uint64_t *seed, size_t n)
{
	return (size_t)(draw_number(seed) >> 33) % n;
}

#endif
