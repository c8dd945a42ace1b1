/* siphash: the keyed hash of Aumasson and Bernstein, "SipHash: a fast
 * short-input PRF" (2012). */
#include "base/siphash.h"

#include <sys/random.h>
#include <time.h>
#include <unistd.h>

struct state {
	uint64_t v0, v1, v2, v3;
};

/* Rounds of mixing for each 8 bytes, and at the end. */
enum { EACH = 1, LAST = 3 };

static uint64_t
turn(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

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

/* 8 bytes, the first the lowest, which compilers know for one load. */
static inline uint64_t
word8(const char *s)
{
	const unsigned char *u = (const unsigned char *)s;

	return (uint64_t)u[0] | (uint64_t)u[1] << 8 | (uint64_t)u[2] << 16 |
	    (uint64_t)u[3] << 24 | (uint64_t)u[4] << 32 | (uint64_t)u[5] << 40 |
	    (uint64_t)u[6] << 48 | (uint64_t)u[7] << 56;
}

/* The last n bytes of v, fewer than 8, in the same order. */
static inline uint64_t
last_word(struct str v, size_t n)
{
	uint64_t w = 0;

	if (n && v.n >= 8)
		return word8(v.s + v.n - 8) >> 8 * (8 - n);
	for (size_t i = v.n; n; n--)
		w = w << 8 | (unsigned char)v.s[--i];
	return w;
}

static inline void
take(struct state *s, uint64_t w)
{
	s->v3 ^= w;
	mix(s, EACH);
	s->v0 ^= w;
}

uint64_t
siphash(struct sipkey key, struct str v)
{
	struct state s = { key.a ^ 0x736f6d6570736575u,
		key.b ^ 0x646f72616e646f6du, key.a ^ 0x6c7967656e657261u,
		key.b ^ 0x7465646279746573u };
	size_t i = 0;

	for (; v.n - i >= 8; i += 8)
		take(&s, word8(v.s + i));
	take(&s, last_word(v, v.n - i) | (uint64_t)v.n << 56);
	s.v2 ^= 0xff;
	mix(&s, LAST);
	return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

#ifdef MAP_SECRET /* of the fuzzers: a run must be the same again */
struct sipkey
siphash_secret(void)
{
	return (struct sipkey){ MAP_SECRET, MAP_SECRET };
}
#else
/* A machine that gives no chance at all is still hard to foresee from afar. */
struct sipkey
siphash_secret(void)
{
	struct sipkey secret;
	struct timespec t;

	if (getrandom(&secret, sizeof secret, GRND_NONBLOCK) ==
	    (ssize_t)sizeof secret)
		return secret;
	clock_gettime(CLOCK_REALTIME, &t);
	secret.a = (uint64_t)t.tv_nsec << 32 ^ (uint64_t)t.tv_sec;
	secret.b = (uint64_t)(uintptr_t)&t ^ (uint64_t)getpid() << 40;
	return secret;
}
#endif
