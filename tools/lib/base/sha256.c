/* sha256: the sum that sha256sum gives, and one with a key. */
#include "base/sha256.h"

#include <stdio.h>
#include <string.h>

/* The fractions of the cube roots of the first 64 primes. */
static const uint32_t k[64] = { 0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5,
	0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01,
	0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
	0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
	0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138,
	0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624,
	0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5,
	0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f,
	0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
	0xc67178f2 };

static uint32_t
turn(uint32_t x, int n)
{
	return x >> n | x << (32 - n);
}

/* Round i, with what is added in it: not the values move, but their names. */
static inline void
go_round(uint32_t v[8], unsigned i, uint32_t add)
{
	uint32_t a = v[-i & 7], b = v[(1 - i) & 7], c = v[(2 - i) & 7];
	uint32_t e = v[(4 - i) & 7], f = v[(5 - i) & 7], g = v[(6 - i) & 7];
	uint32_t one = v[(7 - i) & 7] + add +
	    (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + (g ^ (e & (f ^ g)));
	uint32_t two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) +
	    ((a & b) | (c & (a | b)));

	v[(3 - i) & 7] += one;
	v[(7 - i) & 7] = one + two;
}

static void
mix(uint32_t h[8], const unsigned char block[SHA256_BLOCK])
{
	uint32_t w[64], v[8];

	for (int i = 0; i < 16; i++)
		w[i] = (uint32_t)block[4 * i] << 24 |
		    (uint32_t)block[4 * i + 1] << 16 |
		    (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
	for (int i = 16; i < 64; i++) {
		uint32_t a = w[i - 15], b = w[i - 2];

		w[i] = w[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ a >> 3) +
		    w[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ b >> 10);
	}
	memcpy(v, h, sizeof v);
	for (unsigned i = 0; i < 64; i += 8) {
		go_round(v, 0, k[i] + w[i]);
		go_round(v, 1, k[i + 1] + w[i + 1]);
		go_round(v, 2, k[i + 2] + w[i + 2]);
		go_round(v, 3, k[i + 3] + w[i + 3]);
		go_round(v, 4, k[i + 4] + w[i + 4]);
		go_round(v, 5, k[i + 5] + w[i + 5]);
		go_round(v, 6, k[i + 6] + w[i + 6]);
		go_round(v, 7, k[i + 7] + w[i + 7]);
	}
	for (int i = 0; i < 8; i++)
		h[i] += v[i];
}

void
sha256_begin(struct sha256 *s)
{
	*s = (struct sha256){ .h = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372,
				  0xa54ff53a, 0x510e527f, 0x9b05688c,
				  0x1f83d9ab, 0x5be0cd19 } };
}

void
sha256_add(struct sha256 *s, struct str v)
{
	while (v.n) {
		size_t at = s->n % SHA256_BLOCK, n = SHA256_BLOCK - at;

		if (n > v.n)
			n = v.n;
		if (n == SHA256_BLOCK)
			mix(s->h, (const unsigned char *)v.s);
		else
			memcpy(s->block + at, v.s, n);
		if (at && at + n == SHA256_BLOCK)
			mix(s->h, s->block);
		s->n += n;
		v = str_from(v, n);
	}
}

void
sha256_end(struct sha256 *s, unsigned char out[SHA256_BYTES])
{
	enum { LENGTH = 8 };
	uint64_t bits = s->n * 8;
	size_t at = s->n % SHA256_BLOCK;

	s->block[at++] = 0x80;
	if (at > SHA256_BLOCK - LENGTH) {
		memset(s->block + at, 0, SHA256_BLOCK - at);
		mix(s->h, s->block);
		at = 0;
	}
	memset(s->block + at, 0, SHA256_BLOCK - at);
	for (int i = 0; i < LENGTH; i++)
		s->block[SHA256_BLOCK - 1 - i] = (unsigned char)(bits >> 8 * i);
	mix(s->h, s->block);
	for (int i = 0; i < SHA256_BYTES; i++)
		out[i] = (unsigned char)(s->h[i / 4] >> (24 - 8 * (i % 4)));
}

void
sha256_hmac(struct str key, struct str text, unsigned char out[SHA256_BYTES])
{
	enum { INNER = 0x36, OUTER = 0x5c };
	unsigned char pad[SHA256_BLOCK] = { 0 };
	struct sha256 s;

	sha256_begin(&s);
	if (key.n > sizeof pad) {
		sha256_add(&s, key);
		sha256_end(&s, pad);
	} else if (key.n) {
		memcpy(pad, key.s, key.n);
	}
	for (size_t i = 0; i < sizeof pad; i++)
		pad[i] ^= INNER;
	sha256_begin(&s);
	sha256_add(&s, (struct str){ (const char *)pad, sizeof pad });
	sha256_add(&s, text);
	sha256_end(&s, out);
	for (size_t i = 0; i < sizeof pad; i++)
		pad[i] ^= INNER ^ OUTER;
	sha256_begin(&s);
	sha256_add(&s, (struct str){ (const char *)pad, sizeof pad });
	sha256_add(&s, (struct str){ (const char *)out, SHA256_BYTES });
	sha256_end(&s, out);
}

char *
sha256_hex(const unsigned char in[SHA256_BYTES], char hex[SHA256_HEX])
{
	for (int i = 0; i < SHA256_BYTES; i++)
		snprintf(hex + 2 * i, 3, "%02x", in[i]);
	return hex;
}
