/* place: the line and column of a byte. */
#include "text/place.h"

#include "text/text.h"

struct place
place_within(struct place at, struct str text, size_t off)
{
	struct place in;

	if (!at.line)
		return at;
	in = place_at(at.path, text, off);
	in.col += in.line == 1 ? at.col - 1 : 0;
	in.line += at.line - 1;
	return in;
}

struct place
place_file(const char *path)
{
	return (struct place){ .path = path };
}

struct place
place_at(const char *path, struct str text, size_t off)
{
	struct place at = { path, 1, 1 };
	size_t line = 0;

	if (off > text.n)
		off = text.n;
	for (size_t i = 0; i < off; i++)
		if (text.s[i] == '\n') {
			at.line++;
			line = i + 1;
		}
	at.col = 1 + (int)text_width((struct str){ text.s + line, off - line });
	return at;
}
