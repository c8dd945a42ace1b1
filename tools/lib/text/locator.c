/* locator: the lines and columns of a text. */
#include "text/locator.h"

#include <string.h>

#include "text/text.h"

enum { STEP = 256 }; /* bytes between two marks */

/* The mark of a byte that lies behind another mark. */
static struct locator_mark
pass(struct str text, struct locator_mark m, size_t off)
{
	size_t from = m.off;
	const char *end;

	while ((end = memchr(text.s + from, '\n', off - from))) {
		m.line++;
		m.width = 0;
		from = (size_t)(end - text.s) + 1;
	}
	m.width += text_width((struct str){ text.s + from, off - from });
	m.off = off;
	return m;
}

/* The start of the character that a byte belongs to; bytes that are no UTF-8
 * are characters. */
static size_t
start_of(struct str text, size_t off)
{
	size_t i = off;

	while (i && i < text.n && off - i < 3 &&
	    ((unsigned char)text.s[i] & 0xc0) == 0x80)
		i--;
	return i;
}

static void
add_marks(struct locator *l, size_t off)
{
	if (!l->marks) {
		l->marks = ARENA_ARRAY(l->arena, struct locator_mark,
		    l->text.n / STEP + 1);
		l->marks[l->n++] = (struct locator_mark){ .line = 1 };
	}
	for (; l->n * STEP <= off; l->n++)
		l->marks[l->n] = pass(l->text, l->marks[l->n - 1],
		    start_of(l->text, l->n * STEP));
}

struct place
locator_place(struct locator *l, const char *path, size_t off)
{
	struct locator_mark m;

	if (off > l->text.n)
		off = l->text.n;
	add_marks(l, off);
	m = l->marks[off / STEP];
	if (l->last.line && l->last.off <= off && l->last.off > m.off)
		m = l->last;
	if (m.off < off)
		m = pass(l->text, m, off);
	if (start_of(l->text, off) == off)
		l->last = m;
	return (struct place){ path, m.line, 1 + (int)m.width };
}
