/* locator: the lines and columns of a text. */
#include "text/locator.h"

#include "text/text.h"

enum { STEP = 256 }; /* bytes between two marks */

struct mark {
	size_t off;   /* where a character begins */
	int line;     /* from 1 */
	size_t width; /* of the line up to here */
};

/* The mark of a byte that lies behind another mark. */
static struct mark
pass(struct str text, struct mark m, size_t off)
{
	size_t from = m.off;

	for (size_t i = m.off; i < off; i++)
		if (text.s[i] == '\n') {
			m.line++;
			m.width = 0;
			from = i + 1;
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
		l->marks =
		    ARENA_ARRAY(l->arena, struct mark, l->text.n / STEP + 1);
		l->marks[l->n++] = (struct mark){ .line = 1 };
	}
	for (; l->n * STEP <= off; l->n++)
		l->marks[l->n] = pass(l->text, l->marks[l->n - 1],
		    start_of(l->text, l->n * STEP));
}

struct place
locator_place(struct locator *l, const char *path, size_t off)
{
	struct mark m;

	if (off > l->text.n)
		off = l->text.n;
	add_marks(l, off);
	m = l->marks[off / STEP];
	if (m.off < off)
		m = pass(l->text, m, off);
	return (struct place){ path, m.line, 1 + (int)m.width };
}
