/* names: what is called how, and what was meant. */
#include "text/names.h"

#include <stdint.h>

#include "text/text.h"

const char *
name_shown(const struct name *n, enum lang lang)
{
	const char *label = lang_label(&n->label, lang);

	return label ? label : n->name.s;
}

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

	if (!at) {
		text_add_spelling(&spelled, key);
		at = (uintptr_t)map_get(&s->spelled, buf_str(&spelled));
		buf_release(&spelled);
	}
	return at ? (int)(at - 1) : NAME_NONE;
}

static bool
is_marked(struct str v)
{
	for (size_t i = 0; i < v.n; i++)
		if ((unsigned char)v.s[i] >= 0x80)
			return true;
	return false;
}

bool
name_marked(const struct name *n)
{
	for (size_t i = 0; i < n->n_also; i++)
		if (is_marked(n->also[i]))
			return true;
	return is_marked(str_of(n->label.in[LANG_VI]));
}

void
spellings_release(struct spellings *s)
{
	map_release(&s->exact);
	map_release(&s->spelled);
}

/* Folded, with - and blanks as _, so that "Ngay sinh" is ngay_sinh. */
static void
add_plain(struct buf *b, struct str v)
{
	size_t from = b->n;

	text_add_fold(b, str_trim(v));
	for (size_t i = from; i < b->n; i++)
		if (b->s[i] == ' ' || b->s[i] == '-')
			b->s[i] = '_';
}

/* How far typed is from a spelling; more than enough when it is not near. */
static size_t
distance(struct str typed, struct str spelling)
{
	struct buf plain = { 0 };
	size_t d = SIZE_MAX;

	add_plain(&plain, spelling);
	if (str_eq(typed, buf_str(&plain)))
		d = 0;
	else if (str_near(typed, buf_str(&plain)))
		d = str_distance(typed, buf_str(&plain));
	buf_release(&plain);
	return d;
}

static size_t
distance_to_name(struct str typed, const struct name *n)
{
	size_t best = distance(typed, n->name);

	for (size_t i = 0; i < n->n_also + 2; i++) {
		struct str s = i < 2 ? str_of(n->label.in[i]) : n->also[i - 2];
		size_t d = s.n ? distance(typed, s) : SIZE_MAX;

		if (d < best)
			best = d;
	}
	return best;
}

const struct name *
name_near(const void *names, size_t n, size_t size, struct str typed)
{
	const struct name *best = NULL;
	size_t least = SIZE_MAX;
	struct buf plain = { 0 };

	add_plain(&plain, typed);
	for (size_t i = 0; i < n; i++) {
		const struct name *one =
		    (const void *)((const char *)names + i * size);
		size_t d = distance_to_name(buf_str(&plain), one);

		if (d < least) {
			least = d;
			best = one;
		}
	}
	buf_release(&plain);
	return best;
}
