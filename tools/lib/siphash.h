#ifndef SIPHASH_H
#define SIPHASH_H

#include <stdint.h>

#include "str.h"

/* SipHash (Aumasson and Bernstein, 2012): a hash that nobody can foresee who
 * does not know the key. rounds: of mixing for each 8 bytes, then at the end;
 * 1 and 3 are enough for tables, 2 and 4 are those of the paper. */
struct sipkey {
	uint64_t a, b;
};

struct siprounds {
	int each, last;
};

uint64_t siphash(struct siprounds, struct sipkey, struct str);

#endif
