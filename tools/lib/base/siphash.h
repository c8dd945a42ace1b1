#ifndef BASE_SIPHASH_H
#define BASE_SIPHASH_H

#include <stdint.h>

#include "base/str.h"

/* SipHash (Aumasson and Bernstein, 2012): a hash that nobody can foresee who
 * does not know the key. With one round of mixing for each 8 bytes and three at
 * the end, which are enough for tables. */
struct sipkey {
	uint64_t a, b;
};

uint64_t siphash(struct sipkey, struct str);

/* A key that nobody can foresee. */
struct sipkey siphash_secret(void);

#endif
