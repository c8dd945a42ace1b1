#ifndef CHANCE_H
#define CHANCE_H

#include <stddef.h>
#include <stdint.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* Chance, the same on every machine: splitmix64. Only one draw to an
 * expression: the order of two would be the compiler's. */
uint64_t chance(uint64_t *seed);
int between(uint64_t *seed, int least, int most); /* both included */
int one_in(uint64_t *seed, int n);                /* 1 once in n, else 0 */

/* Everything is drawn from a seed of its own, so that one more of a kind
 * changes nothing else. */
uint64_t seed_of(uint64_t what, uint64_t which);

#define PICK(seed, a) ((a)[between((seed), 0, (int)COUNT(a) - 1)])

#endif
