/* comments: how often each comment is there, on all sides of a merge. */
#include "merge/comments.h"

#include <stddef.h>

#include "base/map.h"

enum { RESULT = SIDES, VERSIONS };

struct counts {
	struct map of; /* VERSIONS numbers, by comment */
	struct arena arena;
};

static void
count(struct counts *c, int version, struct str comment)
{
	void **slot = map_put(&c->of, comment);

	if (!*slot)
		*slot = ARENA_ARRAY(&c->arena, ptrdiff_t, VERSIONS);
	((ptrdiff_t *)*slot)[version]++;
}

/* Those in [off, end), where nothing of a key or value is. */
static void
count_between(struct counts *c, int version, const struct front *f, size_t off,
    size_t end)
{
	struct str rest = { f->text.s + off, end > off ? end - off : 0 }, line;

	while (str_split(&rest, '\n', &line)) {
		size_t at = str_find(line, '#');

		if (at < line.n)
			count(c, version, str_trim(str_from(line, at)));
	}
}

static size_t
later(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* Those from at to the end of a node: past which it is. */
static size_t
count_node(struct counts *c, int version, const struct front *f,
    const struct node *node, size_t at)
{
	if (node->key_end > node->key_off) {
		count_between(c, version, f, at, node->key_off);
		at = node->key_end;
	}
	count_between(c, version, f, at, node->off);
	at = later(at, node->off);
	/* Below the sign of a text of several lines a '#' is text. */
	if (node->style == STYLE_LITERAL || node->style == STYLE_FOLDED) {
		size_t sign = at;

		at += str_find(str_from(f->text, at), '\n');
		count_between(c, version, f, sign, at);
	}
	for (const struct node *e = node->first; e; e = e->next)
		at = count_node(c, version, f, e, at);
	if (node->kind == NODE_SCALAR)
		return later(at, node->end);
	if (node->style == STYLE_BLOCK)
		return at;
	count_between(c, version, f, at, node->end);
	return later(at, node->end);
}

static void
count_front(struct counts *c, int version, const struct front *f)
{
	size_t start = (size_t)(f->head.s - f->text.s), end = start + f->head.n;

	count_between(c, version, f, count_node(c, version, f, f->root, start),
	    end);
}

/* How often it is in the result lies between what the changes of both sides
 * come to when they are two and when they are one. */
static bool
stands(const ptrdiff_t *n)
{
	ptrdiff_t ours = n[OURS] - n[BASE], theirs = n[THEIRS] - n[BASE];
	ptrdiff_t now = n[RESULT] - n[BASE], two = ours + theirs, one = two;

	if (ours > 0 && theirs > 0)
		one = ours > theirs ? ours : theirs;
	else if (ours < 0 && theirs < 0)
		one = ours < theirs ? ours : theirs;
	return two < one ? now >= two && now <= one : now >= one && now <= two;
}

bool
comments_stand(const struct front *const sides[SIDES],
    const struct front *result)
{
	struct counts c = { 0 };
	bool all = true;

	for (int i = 0; i < SIDES; i++)
		if (sides[i])
			count_front(&c, i, sides[i]);
	count_front(&c, RESULT, result);
	for (size_t i = 0; i < c.of.n && all; i++)
		all = stands(c.of.pairs[i].value);
	map_release(&c.of);
	arena_release(&c.arena);
	return all;
}
