/* pairing: which versions are of one record? */
#include "history/inside.h"

#include <stdlib.h>

#include "base/mem.h"

struct str
pairing_key(struct arena *a, const struct record *r)
{
	struct buf b = { 0 };

	buf_add(&b, r->type->name.name);
	buf_addc(&b, r->id.n ? '\0' : '\1');
	buf_add(&b, r->id.n ? r->id : str_of(r->path));
	return arena_take(a, &b);
}

static bool
has_path(const struct pairing *p, const struct pair *s, const char *path)
{
	for (size_t i = 0; i < p->sides; i++)
		if (s->at[i] && str_is(str_of(path), s->at[i]->record.path))
			return true;
	return false;
}

static struct pair *
pair_new(struct pairing *p, struct str key, struct pair *twin)
{
	struct pair *s = ARENA_NEW(p->arena, struct pair);

	s->key = key;
	s->at = ARENA_ARRAY(p->arena, struct version *, p->sides);
	s->twin = twin;
	*MEM_PUSH(p->all, p->n, p->cap) = s;
	return s;
}

struct pair *
pairing_in_place(struct pairing *p, struct version *now, struct version *before)
{
	struct pair *s = ARENA_NEW(p->arena, struct pair);

	s->at = ARENA_ARRAY(p->arena, struct version *, p->sides);
	s->at[0] = now;
	s->at[1] = before;
	*MEM_PUSH(p->all, p->n, p->cap) = s;
	return s;
}

void
pairing_add_told(struct pairing *p, const struct candidate *c)
{
	struct pair *s = ARENA_NEW(p->arena, struct pair);

	s->told = c;
	*MEM_PUSH(p->all, p->n, p->cap) = s;
}

/* Of more files with one id it is not asked which of them was moved. */
enum { TWINS_MOST = 64 };

struct pair *
pairing_add(struct pairing *p, size_t side, struct version *v)
{
	struct str key = pairing_key(p->arena, &v->record);
	void **slot = map_put(&p->by_key, key);
	struct pair *s, *room = NULL;
	int left = TWINS_MOST;

	for (s = *slot; s && left; s = s->twin, left--) {
		if (s->at[side])
			continue;
		if (has_path(p, s, v->record.path))
			break;
		if (!room)
			room = s;
	}
	if (!s || !left)
		s = room;
	if (!s)
		*slot = s = pair_new(p, key, *slot);
	s->at[side] = v;
	return s;
}

void
pairing_release(struct pairing *p)
{
	map_release(&p->by_key);
	free(p->all);
}
