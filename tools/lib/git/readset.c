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
readset_list(struct readset *r, const struct globs *which, bool only_files,
    const char *id)
{
	struct listing *l;

	pthread_mutex_lock(&r->lock);
	l = MEM_PUSH(r->lists, r->n, r->cap);
	l->which = (struct globs){ keep_all(r, which->match, which->n_match),
		keep_all(r, which->except, which->n_except), which->n_match,
		which->n_except };
	l->only_files = only_files;
	memcpy(l->id, id, strlen(id) + 1);
	pthread_mutex_unlock(&r->lock);
}
