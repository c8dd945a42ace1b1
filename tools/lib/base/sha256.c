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

static void
mix(struct sha256 *s)
{
	uint32_t w[64], v[8];

	for (int i = 0; i < 16; i++)
		w[i] = (uint32_t)s->block[4 * i] << 24 |
		    (uint32_t)s->block[4 * i + 1] << 16 |
		    (uint32_t)s->block[4 * i + 2] << 8 | s->block[4 * i + 3];
	for (int i = 16; i < 64; i++) {
		uint32_t a = w[i - 15], b = w[i - 2];

		w[i] = w[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ a >> 3) +
		    w[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ b >> 10);
	}
	memcpy(v, s->h, sizeof v);
	for (int i = 0; i < 64; i++) {
		uint32_t a = v[0], e = v[4];
		uint32_t one = v[7] + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) +
		    ((e & v[5]) ^ (~e & v[6])) + k[i] + w[i];
		uint32_t two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) +
		    ((a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]));

		memmove(v + 1, v, 7 * sizeof *v);
		v[4] += one;
		v[0] = one + two;
	}
	for (int i = 0; i < 8; i++)
		s->h[i] += v[i];
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
		memcpy(s->block + at, v.s, n);
		s->n += n;
		v = str_from(v, n);
		if (at + n == SHA256_BLOCK)
			mix(s);
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
		mix(s);
		at = 0;
	}
	memset(s->block + at, 0, SHA256_BLOCK - at);
	for (int i = 0; i < LENGTH; i++)
		s->block[SHA256_BLOCK - 1 - i] = (unsigned char)(bits >> 8 * i);
	mix(s);
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
