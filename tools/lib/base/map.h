#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/* Values by name, in the order in which they were put. All-zero is an empty
 * map. Keys are borrowed: what they view must outlive the map. Whoever chooses
 * the keys cannot make it slow: they are hashed with a secret of the
 * process. */
struct map {
	struct mapped {
		struct str key; /* s is never NULL */
		void *value;
	} * pairs; /* n, in order */
	size_t n, room;
	struct slot *slots; /* where a key's hash leads */
	size_t cap;         /* of them, a power of 2 */
};

void *map_get(const struct map *, struct str key); /* NULL: not there */

/* Where the value of key is kept, NULL there when it was not in the map. Good
 * until the next map_put. An empty key is a key. */
void **map_put(struct map *, struct str key);

/* The same of a key that will be gone: one that is new is copied. */
void **map_put_kept(struct map *, struct str key, struct arena *);

void map_release(struct map *); /* not the values */

/* How many slots were looked at since the map was made, at least: for tests.
 * (Each of n keys leads to its own after two or so.) */
size_t map_work(const struct map *);

#endif
