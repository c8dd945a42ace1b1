/* map: values by name, in an array in order, found by open addressing. */
#include "base/map.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/siphash.h"

/* A part of a key's hash, and 1 more than where its pair is; 0: free. */
struct slot {
	uint32_t hash, at;
};

/* The secret of this process. What is printed never depends on it. */

static struct sipkey secret;
static pthread_once_t drawn = PTHREAD_ONCE_INIT;

static void
draw(void)
{
	secret = siphash_secret();
}

static uint32_t
hash(struct str key)
{
	return (uint32_t)siphash(secret, key);
}

/* The slot of a key: its own, or a free one. */
static struct slot *
slot_of(const struct map *m, struct str key, uint32_t h)
{
	size_t i = h & (m->cap - 1);

	for (;; i = (i + 1) & (m->cap - 1)) {
		struct slot *s = &m->slots[i];

		if (!s->at ||
		    (s->hash == h && str_eq(m->pairs[s->at - 1].key, key)))
			return s;
	}
}

static struct str
never_null(struct str key)
{
	return key.s ? key : STR("");
}

void *
map_get(const struct map *m, struct str key)
{
	const struct slot *s;

	if (!m->cap)
		return NULL;
	key = never_null(key);
	s = slot_of(m, key, hash(key));
	return s->at ? m->pairs[s->at - 1].value : NULL;
}

/* Doubles the slots. The hash of each key is known, and no two are equal. */
static void
grow(struct map *m)
{
	size_t cap = m->cap ? m->cap * 2 : 16;
	struct slot *slots = mem_alloc(cap * sizeof *slots);

	if (!m->cap)
		pthread_once(&drawn, draw);
	for (size_t i = 0; i < m->cap; i++) {
		size_t k = m->slots[i].hash & (cap - 1);

		if (!m->slots[i].at)
			continue;
		while (slots[k].at)
			k = (k + 1) & (cap - 1);
		slots[k] = m->slots[i];
	}
	free(m->slots);
	m->slots = slots;
	m->cap = cap;
}

void **
map_put(struct map *m, struct str key)
{
	struct slot *s;
	uint32_t h;

	if (m->n + 1 > m->cap / 4 * 3)
		grow(m);
	if (m->n == UINT32_MAX)
		mem_out();
	key = never_null(key);
	h = hash(key);
	s = slot_of(m, key, h);
	if (!s->at) {
		MEM_PUSH(m->pairs, m->n, m->room)->key = key;
		m->pairs[m->n - 1].value = NULL;
		*s = (struct slot){ h, (uint32_t)m->n };
	}
	return &m->pairs[s->at - 1].value;
}

void **
map_put_kept(struct map *m, struct str key, struct arena *a)
{
	size_t had = m->n;
	void **value = map_put(m, key);

	if (m->n > had)
		m->pairs[had].key = arena_keep(a, key);
	return value;
}

size_t
map_work(const struct map *m)
{
	size_t work = 0;

	for (size_t i = 0; i < m->cap; i++)
		if (m->slots[i].at)
			work += ((i - (m->slots[i].hash & (m->cap - 1))) &
				    (m->cap - 1)) +
			    1;
	return work;
}

void
map_release(struct map *m)
{
	free(m->slots);
	free(m->pairs);
	*m = (struct map){ 0 };
}
