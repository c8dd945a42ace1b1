/* position: places in a text as the protocol counts them. */
#include "lsp/position.h"

#include "text/text.h"

const char *const position_names[] = {
	[POSITION_UTF16] = "utf-16",
	[POSITION_UTF8] = "utf-8",
	[POSITION_UTF32] = "utf-32",
};

/* Behind the line's end that is at i; i itself: none is. */
static size_t
pass_eol(struct str v, size_t i)
{
	if (i < v.n && v.s[i] == '\r')
		return i + 1 < v.n && v.s[i + 1] == '\n' ? i + 2 : i + 1;
	return i < v.n && v.s[i] == '\n' ? i + 1 : i;
}

static size_t
size_of(int32_t c, size_t bytes, enum position_units units)
{
	switch (units) {
	case POSITION_UTF8:
		return bytes;
	case POSITION_UTF16:
		return c > 0xffff ? 2 : 1;
	default:
		return 1;
	}
}

size_t
position_off(struct str v, struct position p, enum position_units units)
{
	size_t i = 0, next, character = 0;

	for (size_t line = 0; line < p.line; line++) {
		while (i < v.n && pass_eol(v, i) == i)
			i++;
		if (i == v.n)
			return i;
		i = pass_eol(v, i);
	}
	while (i < v.n && pass_eol(v, i) == i) {
		int32_t c = text_at(v, i, &next);

		character += size_of(c, next - i, units);
		if (character > p.character)
			break;
		i = next;
	}
	return i;
}

struct position
position_at(struct str v, size_t off, enum position_units units)
{
	struct position p = { 0 };
	size_t start = 0, next;

	for (size_t i = 0; i < off && i < v.n;) {
		next = pass_eol(v, i);
		if (next > off)
			break;
		if (next > i) {
			p.line++;
			start = next;
		} else {
			next = i + 1;
		}
		i = next;
	}
	for (size_t i = start; i < off && i < v.n; i = next) {
		int32_t c = text_at(v, i, &next);

		if (next > off || pass_eol(v, i) > i)
			break;
		p.character += size_of(c, next - i, units);
	}
	return p;
}

/* The first line's end at or behind i; the text's end: there is none. */
static size_t
find_eol(const struct position_walk *w, size_t i)
{
	struct str v = w->text;

	if (!w->returns)
		return i + str_find(str_from(v, i), '\n');
	while (i < v.n && v.s[i] != '\n' && v.s[i] != '\r')
		i++;
	return i;
}

struct position_walk
position_walk_of(struct str text)
{
	return (struct position_walk){ .text = text,
		.returns = str_find(text, '\r') < text.n };
}

struct position_any
position_walk_to(struct position_walk *w, size_t off)
{
	struct position_any p = { 0 };
	uint32_t ascii = 0;
	size_t next;

	if (off > w->text.n)
		off = w->text.n;
	if (off < w->start)
		w->line = w->start = 0;
	for (;;) {
		size_t eol = find_eol(w, w->start);

		next = pass_eol(w->text, eol);
		if (next == eol || next > off)
			break;
		w->start = next;
		w->line++;
	}
	p.line = (uint32_t)w->line;
	for (size_t i = w->start; i < off; i = next) {
		int32_t c = (unsigned char)w->text.s[i];

		next = i + 1;
		if (pass_eol(w->text, i) > i)
			break;
		if (c < 0x80) {
			ascii++;
			continue;
		}
		c = text_at(w->text, i, &next);
		if (next > off)
			break;
		for (int u = 0; u < POSITION_UNITS; u++)
			p.character[u] += (uint32_t)size_of(c, next - i,
			    (enum position_units)u);
	}
	for (int u = 0; u < POSITION_UNITS; u++)
		p.character[u] += ascii;
	return p;
}

size_t
position_of_place(struct str v, struct place at)
{
	size_t start = 0;

	for (int line = 1; line < at.line; line++)
		start += str_find(str_from(v, start), '\n') + 1;
	if (start >= v.n)
		return v.n;
	if (!at.line || at.col <= 1)
		return start;
	v = str_from(v, start);
	v = str_first(v, str_find(v, '\n'));
	return start + text_cut(v, (size_t)at.col - 1).n;
}
