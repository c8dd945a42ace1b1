/* Chance that is the same on every machine. */
#include "chance.h"

uint64_t
chance(uint64_t *seed)
{
	uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

int
between(uint64_t *seed, int least, int most)
{
	return least + (int)(chance(seed) % (uint64_t)(most - least + 1));
}

int
one_in(uint64_t *seed, int n)
{
	return between(seed, 1, n) == 1;
}

uint64_t
seed_of(uint64_t what, uint64_t which)
{
	uint64_t seed = what * UINT64_C(1000003) + which;

	return chance(&seed);
}
