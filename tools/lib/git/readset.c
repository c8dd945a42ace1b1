/* readset: what was read of a source. */
#include "git/readset.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct readset *
readset_new(void)
{
	struct readset *r = mem_alloc(sizeof *r);

	pthread_mutex_init(&r->lock, NULL);
	return r;
}

void
readset_free(struct readset *r)
{
	if (!r)
		return;
	pthread_mutex_destroy(&r->lock);
	map_release(&r->files);
	map_release(&r->looks);
	map_release(&r->modes);
	free(r->lists);
	arena_release(&r->arena);
	free(r);
}

/* Where the value of a path is kept; NULL there: it is new. */
static void **
slot(struct readset *r, struct map *map, const char *path)
{
	struct str key = str_of(path);

	if (!map_get(map, key))
		key = arena_keep(&r->arena, key);
	return map_put(map, key);
}

void
readset_file(struct readset *r, const char *path, const char *id)
{
	void **at;

	pthread_mutex_lock(&r->lock);
	at = slot(r, &r->files, path);
	if (!*at)
		*at = (void *)arena_z(&r->arena, str_of(id));
	else if (strcmp(*at, id))
		r->torn = true;
	pthread_mutex_unlock(&r->lock);
}

void
readset_torn(struct readset *r)
{
	pthread_mutex_lock(&r->lock);
	r->torn = true;
	pthread_mutex_unlock(&r->lock);
}

void
readset_mode(struct readset *r, const char *path, unsigned mode)
{
	void **at;

	pthread_mutex_lock(&r->lock);
	at = slot(r, &r->modes, path);
	r->torn = r->torn || (*at && (uintptr_t)*at != mode + 1);
	*at = (void *)((uintptr_t)mode + 1);
	pthread_mutex_unlock(&r->lock);
}

void
readset_look(struct readset *r, const char *path, bool there)
{
	uintptr_t look = there ? LOOK_THERE : LOOK_NOT;
	void **at;

	pthread_mutex_lock(&r->lock);
	at = slot(r, &r->looks, path);
	r->torn = r->torn || (*at && (uintptr_t)*at != look);
	*at = (void *)look;
	pthread_mutex_unlock(&r->lock);
}

static const struct str *
keep_all(struct readset *r, const struct str *all, size_t n)
{
	struct str *kept = ARENA_ARRAY(&r->arena, struct str, n);

	for (size_t i = 0; i < n; i++)
		kept[i] = arena_keep(&r->arena, all[i]);
	return kept;
}

void
readset_list(struct readset *r, const struct listing *listed)
{
	const struct globs *which = &listed->which;
	struct listing *l;

	pthread_mutex_lock(&r->lock);
	l = MEM_PUSH(r->lists, r->n, r->cap);
	*l = *listed;
	l->which.match = keep_all(r, which->match, which->n_match);
	l->which.except = keep_all(r, which->except, which->n_except);
	pthread_mutex_unlock(&r->lock);
}

void
readset_add(struct readset *r, const struct readset *other)
{
	struct buf path = { 0 };

	for (size_t i = 0; i < other->n; i++)
		readset_list(r, &other->lists[i]);
	for (size_t i = 0; i < other->looks.n; i++) {
		buf_clear(&path);
		buf_add(&path, other->looks.pairs[i].key);
		readset_look(r, buf_z(&path),
		    (uintptr_t)other->looks.pairs[i].value == LOOK_THERE);
	}
	for (size_t i = 0; i < other->modes.n; i++) {
		buf_clear(&path);
		buf_add(&path, other->modes.pairs[i].key);
		readset_mode(r, buf_z(&path),
		    (unsigned)(uintptr_t)other->modes.pairs[i].value - 1);
	}
	if (other->torn)
		readset_torn(r);
	buf_release(&path);
}

/* As bytes. */

static void
pack_all(struct buf *b, const struct str *all, size_t n)
{
	pack_number(b, (int64_t)n);
	for (size_t i = 0; i < n; i++)
		pack_str(b, all[i]);
}

static void
pack_map(struct buf *b, const struct map *map)
{
	pack_number(b, (int64_t)map->n);
	for (size_t i = 0; i < map->n; i++) {
		pack_str(b, map->pairs[i].key);
		pack_number(b, (int64_t)(uintptr_t)map->pairs[i].value);
	}
}

bool
readset_pack(const struct readset *r, struct buf *b)
{
	bool whole = !r->torn;

	pack_number(b, (int64_t)r->n);
	for (size_t i = 0; i < r->n; i++) {
		const struct listing *l = &r->lists[i];

		pack_all(b, l->which.match, l->which.n_match);
		pack_all(b, l->which.except, l->which.n_except);
		pack_number(b, l->only_files);
		pack_number(b, l->told);
		pack_number(b, (int64_t)l->id);
		pack_number(b, (int64_t)l->secret.a);
		pack_number(b, (int64_t)l->secret.b);
		whole = whole && l->told != TOLD_NOT;
	}
	pack_map(b, &r->looks);
	pack_map(b, &r->modes);
	return whole;
}

static const struct str *
unpack_all(struct readset *r, struct unpack *p, size_t *n)
{
	struct str *all;

	*n = pack_take_count(p);
	all = ARENA_ARRAY(&r->arena, struct str, *n);
	for (size_t i = 0; i < *n; i++)
		all[i] = pack_take_str(p);
	return all;
}

static void
unpack_map(struct unpack *p, struct map *map)
{
	size_t n = pack_take_count(p);

	for (size_t i = 0; i < n; i++) {
		struct str key = pack_take_str(p);
		int64_t value = pack_take_number(p);

		if (p->ok && key.s)
			*map_put(map, key) = (void *)(uintptr_t)value;
	}
}

bool
readset_unpack(struct readset *r, struct str bytes)
{
	struct unpack p = pack_from(bytes);
	size_t n = pack_take_count(&p);

	for (size_t i = 0; i < n; i++) {
		struct listing *l = MEM_PUSH(r->lists, r->n, r->cap);

		*l = (struct listing){ 0 };
		l->which.match = unpack_all(r, &p, &l->which.n_match);
		l->which.except = unpack_all(r, &p, &l->which.n_except);
		l->only_files = pack_take_number(&p);
		l->told = (enum listing_told)pack_take_number(&p);
		l->id = (uint64_t)pack_take_number(&p);
		l->secret.a = (uint64_t)pack_take_number(&p);
		l->secret.b = (uint64_t)pack_take_number(&p);
	}
	unpack_map(&p, &r->looks);
	unpack_map(&p, &r->modes);
	return pack_end(&p);
}
