#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* SHA-256 (FIPS 180-4), and with a key HMAC (RFC 2104). */

enum { SHA256_BYTES = 32, SHA256_BLOCK = 64, SHA256_HEX = 2 * 32 + 1 };

struct sha256 {
	uint32_t h[8];
	uint64_t n; /* bytes so far */
	unsigned char block[SHA256_BLOCK];
};

void sha256_begin(struct sha256 *);
void sha256_add(struct sha256 *, struct str);
void sha256_end(struct sha256 *, unsigned char out[SHA256_BYTES]);

void sha256_hmac(struct str key, struct str text,
    unsigned char out[SHA256_BYTES]);

/* Its digits, as sha256sum prints them; returns hex. */
char *sha256_hex(const unsigned char in[SHA256_BYTES], char hex[SHA256_HEX]);

#endif
