/* map: values by name, by open addressing. */
#include "map.h"

#include <stdint.h>
#include <stdlib.h>

#include "mem.h"

static uint64_t
hash(struct str key)
{
	uint64_t h = 0xcbf29ce484222325u;	/* FNV-1a */

	for (size_t i = 0; i < key.n; i++)
		h = (h ^ (unsigned char)key.s[i]) * 0x100000001b3u;
	return h ^ h >> 32;
}

static struct slot *
slot_of(const struct map *m, struct str key)
{
	size_t i = hash(key) & (m->cap - 1);

	while (m->slots[i].key.s && !str_eq(m->slots[i].key, key))
		i = (i + 1) & (m->cap - 1);
	return &m->slots[i];
}

static struct str
never_null(struct str key)
{
	return key.s ? key : STR("");
}

void *
map_get(const struct map *m, struct str key)
{
	return m->cap ? slot_of(m, never_null(key))->value : NULL;
}

static void
grow(struct map *m)
{
	struct map more = { .cap = m->cap ? m->cap * 2 : 16 };

	more.slots = mem_alloc(more.cap * sizeof *more.slots);
	more.n = m->n;
	for (size_t i = 0; i < m->cap; i++)
		if (m->slots[i].key.s)
			*slot_of(&more, m->slots[i].key) = m->slots[i];
	free(m->slots);
	*m = more;
}

void **
map_put(struct map *m, struct str key)
{
	struct slot *s;

	key = never_null(key);
	if (m->n + 1 > m->cap / 4 * 3)
		grow(m);
	s = slot_of(m, key);
	if (!s->key.s) {
		s->key = key;
		m->n++;
	}
	return &s->value;
}

void
map_release(struct map *m)
{
	free(m->slots);
	*m = (struct map){0};
}
