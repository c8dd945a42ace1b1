/* text_width: characters and columns, and what must not reach a terminal. */
#include <utf8proc.h>

#include "text/text_inside.h"

/* A vowel or final of Hangul, which stands in the cell of its initial;
 * utf8proc gives it one of its own. */
static bool
is_inner_jamo(int32_t c)
{
	return (c >= 0x1160 && c <= 0x11ff) || (c >= 0xd7b0 && c <= 0xd7ff);
}

static size_t
width_of(int32_t c)
{
	int width;

	if (c < 0)
		return 1;
	if (c < 0x80)
		return c >= ' ' && c < 0x7f;
	if (text_sign(c).letter)
		return 1;
	if (is_inner_jamo(c))
		return 0;
	width = utf8proc_charwidth(c);
	return width > 0 ? (size_t)width : 0;
}

size_t
text_width(struct str v)
{
	size_t width = 0, next;

	for (size_t i = 0; i < v.n; i = next)
		width += width_of(text_at(v, i, &next));
	return width;
}

size_t
text_length(struct str v)
{
	utf8proc_int32_t state = 0;
	int32_t before = 0;
	size_t n = 0, next;

	for (size_t i = 0; i < v.n; i = next) {
		int32_t c = text_at(v, i, &next);

		if (!i || c < 0 || before < 0 ||
		    utf8proc_grapheme_break_stateful(before, c, &state))
			n++;
		before = c;
	}
	return n;
}

struct str
text_cut(struct str v, size_t width)
{
	size_t i = 0, next;

	for (; i < v.n; i = next) {
		size_t w = width_of(text_at(v, i, &next));

		if (w > width)
			break;
		width -= w;
	}
	return str_first(v, i);
}

static bool
is_bidi(int32_t c)
{
	return c == 0x61c || c == 0x200e || c == 0x200f ||
	    (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static bool
is_harmful(int32_t c)
{
	return c < ' ' || (c >= 0x7f && c < 0xa0) || is_bidi(c);
}

static void
add_harmless(struct buf *b, int32_t c, unsigned char byte)
{
	if (c == '\n')
		buf_addz(b, "\\n");
	else if (c == '\t')
		buf_addz(b, "\\t");
	else if (c < 0x80)
		buf_addf(b, "\\x%02X", byte);
	else
		buf_addf(b, "\\u{%04X}", (unsigned)c);
}

static size_t
first_harmful(struct str v)
{
	size_t i = 0, next;

	for (; i < v.n; i = next)
		if (v.s[i] >= ' ' && v.s[i] <= '~')
			next = i + 1;
		else if (is_harmful(text_at(v, i, &next)))
			break;
	return i;
}

void
text_harmless(struct buf *b, size_t from)
{
	struct buf old = { 0 };
	struct str v;
	size_t i, next;

	if (from >= b->n)
		return;
	from += first_harmful(str_from(buf_str(b), from));
	if (from == b->n)
		return;
	buf_add(&old, str_from(buf_str(b), from));
	v = buf_str(&old);
	b->n = from;
	for (i = 0; i < v.n; i = next) {
		int32_t c = text_at(v, i, &next);

		if (is_harmful(c))
			add_harmless(b, c, (unsigned char)v.s[i]);
		else
			buf_add(b, (struct str){ v.s + i, next - i });
	}
	buf_release(&old);
}
