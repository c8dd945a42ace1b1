/* siphash: the keyed hash of Aumasson and Bernstein, "SipHash: a fast
 * short-input PRF" (2012). */
#include "siphash.h"

struct state {
	uint64_t v0, v1, v2, v3;
};

static uint64_t
turn(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

/* In line, so that a program that says how many rounds has no loop. */
static inline void
mix(struct state *s, int rounds)
{
	for (; rounds > 0; rounds--) {
		s->v0 += s->v1;
		s->v2 += s->v3;
		s->v1 = turn(s->v1, 13) ^ s->v0;
		s->v3 = turn(s->v3, 16) ^ s->v2;
		s->v0 = turn(s->v0, 32) + s->v3;
		s->v2 += s->v1;
		s->v1 = turn(s->v1, 17) ^ s->v2;
		s->v3 = turn(s->v3, 21) ^ s->v0;
		s->v2 = turn(s->v2, 32);
	}
}

/* n bytes, at most 8, the first the lowest. */
static inline uint64_t
word(const char *s, size_t n)
{
	uint64_t w = 0;

	while (n)
		w = w << 8 | (unsigned char)s[--n];
	return w;
}

/* The same of 8, which compilers know for one load. */
static inline uint64_t
word8(const char *s)
{
	const unsigned char *u = (const unsigned char *)s;

	return (uint64_t)u[0] | (uint64_t)u[1] << 8 | (uint64_t)u[2] << 16 |
	    (uint64_t)u[3] << 24 | (uint64_t)u[4] << 32 |
	    (uint64_t)u[5] << 40 | (uint64_t)u[6] << 48 | (uint64_t)u[7] << 56;
}

static inline void
take(struct state *s, uint64_t w, int rounds)
{
	s->v3 ^= w;
	mix(s, rounds);
	s->v0 ^= w;
}

uint64_t
siphash(struct siprounds r, struct sipkey key, struct str v)
{
	struct state s = {
		key.a ^ 0x736f6d6570736575u, key.b ^ 0x646f72616e646f6du,
		key.a ^ 0x6c7967656e657261u, key.b ^ 0x7465646279746573u
	};
	size_t left = v.n;

	for (; left >= 8; left -= 8, v.s += 8)
		take(&s, word8(v.s), r.each);
	take(&s, word(v.s, left) | (uint64_t)v.n << 56, r.each);
	s.v2 ^= 0xff;
	mix(&s, r.last);
	return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}
