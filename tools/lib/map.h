#ifndef MAP_H
#define MAP_H

#include <stddef.h>

#include "str.h"

/* Values by name. All-zero is an empty map. Keys are borrowed: what they view
 * must outlive the map. */
struct map {
	struct slot {
		struct str key;		/* s NULL: free */
		void *value;
	} *slots;
	size_t n, cap;
};

void *map_get(const struct map *, struct str key);	/* NULL: not there */

/* Where the value of key is kept, NULL there when it was not in the map. Good
 * until the next map_put. An empty key is a key. */
void **map_put(struct map *, struct str key);

void map_release(struct map *);				/* not the values */

#endif
