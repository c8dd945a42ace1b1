/* sha256: what a page says of its own script and style, so that a browser runs
 * those and nothing else. */
#include "base/sha256.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { BLOCK = 64, DIGEST = 32 };

/* The first 32 bits of the fractions of the cube roots of the first primes. */
static const uint32_t rounds[64] = {
	0x428a2f98,
	0x71374491,
	0xb5c0fbcf,
	0xe9b5dba5,
	0x3956c25b,
	0x59f111f1,
	0x923f82a4,
	0xab1c5ed5,
	0xd807aa98,
	0x12835b01,
	0x243185be,
	0x550c7dc3,
	0x72be5d74,
	0x80deb1fe,
	0x9bdc06a7,
	0xc19bf174,
	0xe49b69c1,
	0xefbe4786,
	0x0fc19dc6,
	0x240ca1cc,
	0x2de92c6f,
	0x4a7484aa,
	0x5cb0a9dc,
	0x76f988da,
	0x983e5152,
	0xa831c66d,
	0xb00327c8,
	0xbf597fc7,
	0xc6e00bf3,
	0xd5a79147,
	0x06ca6351,
	0x14292967,
	0x27b70a85,
	0x2e1b2138,
	0x4d2c6dfc,
	0x53380d13,
	0x650a7354,
	0x766a0abb,
	0x81c2c92e,
	0x92722c85,
	0xa2bfe8a1,
	0xa81a664b,
	0xc24b8b70,
	0xc76c51a3,
	0xd192e819,
	0xd6990624,
	0xf40e3585,
	0x106aa070,
	0x19a4c116,
	0x1e376c08,
	0x2748774c,
	0x34b0bcb5,
	0x391c0cb3,
	0x4ed8aa4a,
	0x5b9cca4f,
	0x682e6ff3,
	0x748f82ee,
	0x78a5636f,
	0x84c87814,
	0x8cc70208,
	0x90befffa,
	0xa4506ceb,
	0xbef9a3f7,
	0xc67178f2,
};

static uint32_t
turn(uint32_t x, int n)
{
	return x >> n | x << (32 - n);
}

/* The words of a block, made into one for each round. */
static void
spread(const unsigned char block[BLOCK], uint32_t w[64])
{
	for (int i = 0; i < 16; i++)
		w[i] = (uint32_t)block[4 * i] << 24 |
		    (uint32_t)block[4 * i + 1] << 16 |
		    (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
	for (int i = 16; i < 64; i++)
		w[i] = w[i - 16] + w[i - 7] +
		    (turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^
			w[i - 15] >> 3) +
		    (turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ w[i - 2] >> 10);
}

static void
take_block(uint32_t h[8], const unsigned char block[BLOCK])
{
	uint32_t w[64], v[8], a, b;

	spread(block, w);
	memcpy(v, h, sizeof v);
	for (int i = 0; i < 64; i++) {
		a = v[7] + rounds[i] + w[i] +
		    (turn(v[4], 6) ^ turn(v[4], 11) ^ turn(v[4], 25)) +
		    ((v[4] & v[5]) ^ (~v[4] & v[6]));
		b = (turn(v[0], 2) ^ turn(v[0], 13) ^ turn(v[0], 22)) +
		    ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
		memmove(v + 1, v, 7 * sizeof *v);
		v[4] += a;
		v[0] = a + b;
	}
	for (int i = 0; i < 8; i++)
		h[i] += v[i];
}

/* What is left of a text, a bit, and its length: one block or two. */
static void
take_end(uint32_t h[8], struct str rest, uint64_t bits)
{
	unsigned char end[2 * BLOCK] = { 0 };
	size_t n = rest.n < BLOCK - 8 ? BLOCK : 2 * BLOCK;

	if (rest.n)
		memcpy(end, rest.s, rest.n);
	end[rest.n] = 0x80;
	for (int i = 0; i < 8; i++)
		end[n - 1 - (size_t)i] = (unsigned char)(bits >> 8 * i);
	for (size_t i = 0; i < n; i += BLOCK)
		take_block(h, end + i);
}

static void
digest(struct str text, unsigned char out[DIGEST])
{
	uint32_t h[8] = {
		0x6a09e667,
		0xbb67ae85,
		0x3c6ef372,
		0xa54ff53a,
		0x510e527f,
		0x9b05688c,
		0x1f83d9ab,
		0x5be0cd19,
	};
	uint64_t bits = (uint64_t)text.n * 8;

	for (; text.n >= BLOCK; text = str_from(text, BLOCK))
		take_block(h, (const unsigned char *)text.s);
	take_end(h, text, bits);
	for (int i = 0; i < DIGEST; i++)
		out[i] = (unsigned char)(h[i / 4] >> (24 - i % 4 * 8));
}

static void
add_base64(struct buf *b, const unsigned char *bytes, size_t n)
{
	static const char letters[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < n; i += 3) {
		uint32_t three = (uint32_t)bytes[i] << 16 |
		    (i + 1 < n ? (uint32_t)bytes[i + 1] << 8 : 0) |
		    (i + 2 < n ? bytes[i + 2] : 0u);

		for (size_t k = 0; k < 4; k++)
			buf_addc(b,
			    i + k > n ? '=' :
					letters[three >> (18 - 6 * k) & 63]);
	}
}

void
sha256_add_base64(struct buf *b, struct str text)
{
	unsigned char bytes[DIGEST];

	digest(text, bytes);
	add_base64(b, bytes, DIGEST);
}
