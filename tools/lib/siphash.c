/* siphash: the keyed hash of Aumasson and Bernstein, "SipHash: a fast
 * short-input PRF" (2012). */
#include "siphash.h"

#include <string.h>

struct state {
	uint64_t v0, v1, v2, v3;
};

static uint64_t
turn(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

static void
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
static uint64_t
word(const char *s, size_t n)
{
	unsigned char bytes[8] = {0};
	uint64_t w = 0;

	memcpy(bytes, s, n);
	for (int i = 7; i >= 0; i--)
		w = w << 8 | bytes[i];
	return w;
}

static void
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
		take(&s, word(v.s, 8), r.each);
	take(&s, (left ? word(v.s, left) : 0) | (uint64_t)v.n << 56, r.each);
	s.v2 ^= 0xff;
	mix(&s, r.last);
	return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}
