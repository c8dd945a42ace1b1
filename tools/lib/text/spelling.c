/* spelling: what is called by more than one name. */
#include "text/spelling.h"

#include <stdint.h>

#include "text/text.h"

/* Who has a key, as index + 1; 0: nobody else than index. */
static size_t
other_at(const struct map *m, struct str key, size_t index)
{
	uintptr_t had = (uintptr_t)map_get(m, key);

	return had == index + 1 ? 0 : had;
}

static size_t
claim(struct map *m, struct str key, size_t index)
{
	size_t other = other_at(m, key, index);

	if (!other)
		*map_put(m, key) = (void *)(uintptr_t)(index + 1);
	return other;
}

/* A name is found exactly only, but who writes it in capitals means it: so no
 * other's spelling may be like it. */
static size_t
claim_name(struct spellings *s, struct str name, size_t index)
{
	struct buf key = { 0 };
	size_t other;

	text_add_spelling(&key, name);
	other = other_at(&s->spelled, buf_str(&key), index);
	buf_release(&key);
	return other ? other : claim(&s->exact, name, index);
}

static size_t
claim_spelling(struct spellings *s, struct str spelling, size_t index,
    struct arena *a)
{
	struct buf key = { 0 };
	size_t other = other_at(&s->exact, spelling, index);

	text_add_spelling(&key, spelling);
	if (!other)
		other = other_at(&s->exact, buf_str(&key), index);
	if (!other)
		other = claim(&s->spelled, arena_keep(a, buf_str(&key)), index);
	buf_release(&key);
	return other;
}

size_t
spellings_add(struct spellings *s, const struct name *n, size_t index,
    struct arena *a, struct str *spelling)
{
	size_t other;

	*spelling = n->name;
	other = claim_name(s, n->name, index);
	for (size_t i = 0; !other && i < n->n_also + 2; i++) {
		*spelling = i < 2 ? str_of(n->label.in[i]) : n->also[i - 2];
		if (spelling->n)
			other = claim_spelling(s, *spelling, index, a);
	}
	return other;
}

int
spellings_find(const struct spellings *s, struct str key)
{
	uintptr_t at = (uintptr_t)map_get(&s->exact, key);
	struct buf spelled = { 0 };

	if (!at && s->spelled.n) {
		text_add_spelling(&spelled, key);
		at = (uintptr_t)map_get(&s->spelled, buf_str(&spelled));
		buf_release(&spelled);
	}
	return at ? (int)(at - 1) : NAME_NONE;
}

int
spellings_named(const struct spellings *s, const void *names, size_t n,
    size_t size, size_t from, struct str key)
{
	enum { TRIED = 12 };
	size_t end = n < from + TRIED ? n : from + TRIED;

	for (size_t i = from; i < end; i++) {
		const struct name *one =
		    (const void *)((const char *)names + i * size);

		if (one->name.n == key.n && str_eq(one->name, key))
			return (int)i;
	}
	return spellings_find(s, key);
}

void
spellings_release(struct spellings *s)
{
	map_release(&s->exact);
	map_release(&s->spelled);
}
