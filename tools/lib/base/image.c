/* image: structs that lead to each other, as bytes that can be laid
 * anywhere.
 *
 * In the bytes a pointer is how far from their beginning it leads; where there
 * are pointers is noted behind, so that whoever lays them out adds one number
 * to each and need not know what they are. */
#include "base/image.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"

enum { ALIGN = 8 };

/* What was copied, and where it is. */
struct range {
	uintptr_t from;
	size_t n, to;
};

struct later {
	size_t at;
	uintptr_t to;
};

struct offsets {
	uint32_t *all;
	size_t n, cap;
};

struct packing {
	struct buf bytes;
	struct range *ranges;
	size_t n_ranges, cap_ranges;
	struct later *later; /* pointers of which it is not yet known */
	size_t n_later, cap_later;
	struct offsets pointers, maps;
};

/* Before the bytes; behind them are both kinds of offsets. */
struct head {
	uint64_t bytes, pointers, maps;
};

size_t
image_aligned(size_t n)
{
	return (n + ALIGN - 1) / ALIGN * ALIGN;
}

void
image_align(struct buf *b)
{
	buf_fill(b, '\0', image_aligned(b->n) - b->n);
}

static void
note(struct offsets *o, size_t at)
{
	*MEM_PUSH(o->all, o->n, o->cap) = (uint32_t)at;
}

static void
set_word(struct packing *p, size_t at, uintptr_t value)
{
	memcpy(p->bytes.s + at, &value, sizeof value);
}

static void
lead(struct packing *p, size_t at, size_t to)
{
	set_word(p, at, to);
	note(&p->pointers, at);
}

static void
add_text(struct packing *p, size_t at, struct str text)
{
	if (!text.s)
		return;
	lead(p, at, p->bytes.n);
	buf_add(&p->bytes, text);
	buf_addc(&p->bytes, '\0');
}

static const void *
pointer_at(const char *from)
{
	const void *p;

	memcpy(&p, from, sizeof p);
	return p;
}

static size_t
count_at(const char *from)
{
	size_t n;

	memcpy(&n, from, sizeof n);
	return n;
}

static void add_rows(struct packing *, const struct image_shape *, size_t at,
    const char *from);

/* Returns where they are. */
static size_t
add_all(struct packing *p, const char *from, size_t n,
    const struct image_shape *shape)
{
	size_t at;

	image_align(&p->bytes);
	at = p->bytes.n;
	buf_add(&p->bytes, (struct str){ from, n * shape->size });
	*MEM_PUSH(p->ranges, p->n_ranges, p->cap_ranges) =
	    (struct range){ (uintptr_t)from, n * shape->size, at };
	for (size_t i = 0; shape->rows && i < n; i++)
		add_rows(p, shape, at + i * shape->size,
		    from + i * shape->size);
	return at;
}

static void
add_many(struct packing *p, size_t at, const char *from, size_t n,
    const struct image_shape *shape)
{
	if (from && n)
		lead(p, at, add_all(p, from, n, shape));
	else
		set_word(p, at, 0);
}

static void
add_later(struct packing *p, size_t at, const void *to)
{
	if (to)
		*MEM_PUSH(p->later, p->n_later, p->cap_later) =
		    (struct later){ at, (uintptr_t)to };
}

static void
add_tos(struct packing *p, size_t at, const char *from, size_t n, size_t count)
{
	for (size_t i = 0; i < n; i++)
		if (i < count)
			add_later(p, at + i * sizeof(void *),
			    pointer_at(from + i * sizeof(void *)));
		else
			set_word(p, at + i * sizeof(void *), 0);
}

static const struct image_row pair_rows[] = {
	{ IMAGE_STR, .at = offsetof(struct mapped, key) },
};
static const struct image_shape pair_shape = { sizeof(struct mapped), pair_rows,
	1 };

/* Only its pairs: where their slots are, only this process knows. */
static void
add_map(struct packing *p, size_t at, const struct map *m)
{
	struct map bare = { .n = m->n };
	const char *pairs = (const char *)m->pairs;

	memcpy(p->bytes.s + at, &bare, sizeof bare);
	note(&p->maps, at);
	add_many(p, at + offsetof(struct map, pairs), pairs, m->n, &pair_shape);
}

static void
add_row(struct packing *p, const struct image_row *row, size_t base,
    const char *of)
{
	size_t at = base + row->at;
	const char *from = of + row->at;
	const char *z;

	switch (row->kind) {
	case IMAGE_STR:
		add_text(p, at, *(const struct str *)(const void *)from);
		break;
	case IMAGE_Z:
		z = pointer_at(from);
		add_text(p, at, (struct str){ z, z ? strlen(z) : 0 });
		break;
	case IMAGE_IN:
		for (size_t i = 0; i < row->n; i++)
			add_rows(p, row->of, at + i * row->of->size,
			    from + i * row->of->size);
		break;
	case IMAGE_ONE:
		add_many(p, at, pointer_at(from), 1, row->of);
		break;
	case IMAGE_MANY:
		add_many(p, at, pointer_at(from),
		    count_at(of + row->count) +
			(row->more ? count_at(of + row->more) : 0),
		    row->of);
		break;
	case IMAGE_TO:
		add_later(p, at, pointer_at(from));
		break;
	case IMAGE_TOS:
		add_tos(p, at, from, row->n, count_at(of + row->count));
		break;
	case IMAGE_MAP:
		add_map(p, at, (const struct map *)(const void *)from);
		break;
	case IMAGE_NOT:
		memset(p->bytes.s + at, 0, row->n);
		break;
	}
}

static void
add_rows(struct packing *p, const struct image_shape *shape, size_t at,
    const char *from)
{
	for (size_t i = 0; i < shape->n; i++)
		add_row(p, &shape->rows[i], at, from);
}

static int
by_from(const void *va, const void *vb)
{
	const struct range *a = va, *b = vb;

	return (a->from > b->from) - (a->from < b->from);
}

/* The range in which something lies; NULL: none. */
static const struct range *
range_of(const struct packing *p, uintptr_t what)
{
	size_t lo = 0, hi = p->n_ranges;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (p->ranges[mid].from <= what)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (!lo || what - p->ranges[lo - 1].from >= p->ranges[lo - 1].n)
		return NULL;
	return &p->ranges[lo - 1];
}

static bool
lead_later(struct packing *p)
{
	qsort(p->ranges, p->n_ranges, sizeof *p->ranges, by_from);
	for (size_t i = 0; i < p->n_later; i++) {
		const struct later *l = &p->later[i];
		const struct range *r = range_of(p, l->to);

		if (!r)
			return false;
		lead(p, l->at, r->to + (l->to - r->from));
	}
	return true;
}

static void
add_offsets(struct buf *b, const struct offsets *o)
{
	buf_add(b, (struct str){ (const char *)o->all, o->n * sizeof *o->all });
}

bool
image_pack(struct buf *b, const void *what, const struct image_shape *shape)
{
	struct packing p = { 0 };
	struct head head;
	bool ok;

	add_all(&p, what, 1, shape);
	image_align(&p.bytes);
	ok = lead_later(&p) && p.bytes.n <= UINT32_MAX;
	if (ok) {
		head = (struct head){ p.bytes.n, p.pointers.n, p.maps.n };
		buf_add(b, (struct str){ (const char *)&head, sizeof head });
		buf_add(b, buf_str(&p.bytes));
		add_offsets(b, &p.pointers);
		add_offsets(b, &p.maps);
	}
	buf_release(&p.bytes);
	free(p.ranges);
	free(p.later);
	free(p.pointers.all);
	free(p.maps.all);
	return ok;
}

/* Laying out. */

static bool
take_head(struct str bytes, struct head *head)
{
	size_t rest;

	if (bytes.n < sizeof *head)
		return false;
	memcpy(head, bytes.s, sizeof *head);
	rest = bytes.n - sizeof *head;
	if (head->bytes % ALIGN || head->bytes > rest)
		return false;
	rest -= head->bytes;
	return head->pointers <= UINT32_MAX && head->maps <= UINT32_MAX &&
	    rest == (head->pointers + head->maps) * sizeof(uint32_t);
}

static bool
lead_all(char *to, const struct head *head, const char *offsets)
{
	for (size_t i = 0; i < head->pointers; i++) {
		uint32_t at;
		uintptr_t leads;

		memcpy(&at, offsets + i * sizeof at, sizeof at);
		if (at + sizeof leads > head->bytes)
			return false;
		memcpy(&leads, to + at, sizeof leads);
		if (leads >= head->bytes)
			return false;
		leads += (uintptr_t)to;
		memcpy(to + at, &leads, sizeof leads);
	}
	return true;
}

static bool
fill_maps(char *to, const struct head *head, const char *offsets)
{
	for (size_t i = 0; i < head->maps; i++) {
		struct map bare, m = { 0 };
		uint32_t at;

		memcpy(&at, offsets + i * sizeof at, sizeof at);
		if (at + sizeof bare > head->bytes)
			return false;
		memcpy(&bare, to + at, sizeof bare);
		for (size_t k = 0; k < bare.n; k++)
			*map_put(&m, bare.pairs[k].key) = bare.pairs[k].value;
		memcpy(to + at, &m, sizeof m);
	}
	return true;
}

void *
image_lay(char *bytes, size_t n)
{
	struct head head;
	const char *offsets;
	char *to;

	if (!take_head((struct str){ bytes, n }, &head))
		return NULL;
	to = bytes + sizeof head;
	offsets = to + head.bytes;
	if (!lead_all(to, &head, offsets) ||
	    !fill_maps(to, &head, offsets + head.pointers * sizeof(uint32_t)))
		return NULL;
	return to;
}
