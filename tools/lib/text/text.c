/* text: Vietnamese text in UTF-8, and which characters may stand in it. */
#include <string.h>
#include <utf8proc.h>

#include "base/lang.h"
#include "text/text_inside.h"

static bool
is_tail(struct str v, size_t i)
{
	return i < v.n && ((unsigned char)v.s[i] & 0xc0) == 0x80;
}

static int32_t
tail(struct str v, size_t i)
{
	return (unsigned char)v.s[i] & 0x3f;
}

int32_t
text_at(struct str v, size_t i, size_t *next)
{
	int32_t c = (unsigned char)v.s[i];

	*next = i + 1;
	if (c < 0x80)
		return c;
	if (c < 0xc2 || c > 0xf4 || !is_tail(v, i + 1))
		return -1;
	if (c < 0xe0) {
		*next = i + 2;
		return (c & 0x1f) << 6 | tail(v, i + 1);
	}
	if (!is_tail(v, i + 2))
		return -1;
	if (c < 0xf0) {
		c = (c & 0x0f) << 12 | tail(v, i + 1) << 6 | tail(v, i + 2);
		if (c < 0x800 || (c >= 0xd800 && c < 0xe000))
			return -1;
		*next = i + 3;
		return c;
	}
	if (!is_tail(v, i + 3))
		return -1;
	c = (c & 0x07) << 18 | tail(v, i + 1) << 12 | tail(v, i + 2) << 6 |
	    tail(v, i + 3);
	if (c < 0x10000 || c > 0x10ffff)
		return -1;
	*next = i + 4;
	return c;
}

size_t
text_skip_ascii(struct str v, size_t i)
{
	uint64_t eight;

	for (; v.n - i >= sizeof eight; i += sizeof eight) {
		memcpy(&eight, v.s + i, sizeof eight);
		if (eight & 0x8080808080808080)
			break;
	}
	while (i < v.n && (unsigned char)v.s[i] < 0x80)
		i++;
	return i;
}

bool
text_valid(struct str v, size_t *bad)
{
	size_t next;

	for (size_t i = text_skip_ascii(v, 0); i < v.n;
	     i = text_skip_ascii(v, next))
		if (text_at(v, i, &next) < 0) {
			*bad = i;
			return false;
		}
	return true;
}

void
text_add_char(struct buf *b, int32_t c)
{
	utf8proc_uint8_t bytes[4];
	utf8proc_ssize_t n = utf8proc_encode_char(c, bytes);

	buf_add(b, (struct str){ (char *)bytes, (size_t)n });
}

const char *
text_forbidden(int32_t c)
{
	static const struct {
		int32_t from, to;
		const char *name;
	} rows[] = {
		{ 0x00, 0x00, "NUL" },
		{ 0x01, 0x08, N_("control character") },
		{ 0x0b, 0x0c, N_("control character") },
		{ 0x0e, 0x1f, N_("control character") },
		{ 0x7f, 0x84, N_("control character") },
		{ 0x85, 0x85, N_("next line") },
		{ 0x86, 0x9f, N_("control character") },
		{ 0xa0, 0xa0, N_("no-break space") },
		{ 0xad, 0xad, N_("soft hyphen") },
		{ 0x34f, 0x34f, N_("combining grapheme joiner") },
		{ 0x61c, 0x61c, N_("bidirectional control") },
		{ 0x115f, 0x1160, N_("invisible Hangul filler") },
		{ 0x17b4, 0x17b5, N_("invisible Khmer vowel") },
		{ 0x180e, 0x180e, N_("Mongolian vowel separator") },
		{ 0x2000, 0x200a, N_("typographic space") },
		{ 0x200b, 0x200b, N_("zero-width space") },
		{ 0x200c, 0x200c, N_("zero-width non-joiner") },
		{ 0x200d, 0x200d, N_("zero-width joiner") },
		{ 0x200e, 0x200f, N_("bidirectional control") },
		{ 0x2028, 0x2028, N_("line separator") },
		{ 0x2029, 0x2029, N_("paragraph separator") },
		{ 0x202a, 0x202e, N_("bidirectional control") },
		{ 0x202f, 0x202f, N_("narrow no-break space") },
		{ 0x205f, 0x205f, N_("typographic space") },
		{ 0x2060, 0x2060, N_("word joiner") },
		{ 0x2061, 0x2064, N_("invisible operator") },
		{ 0x2066, 0x2069, N_("bidirectional control") },
		{ 0x206a, 0x206f, N_("deprecated format control") },
		{ 0x2800, 0x2800, N_("blank Braille pattern") },
		{ 0x3164, 0x3164, N_("invisible Hangul filler") },
		{ 0xfeff, 0xfeff, N_("byte order mark") },
		{ 0xffa0, 0xffa0, N_("invisible Hangul filler") },
		{ 0xfff9, 0xfffb, N_("interlinear annotation") },
		{ 0xe0000, 0xe007f, N_("invisible tag") },
	};
	size_t lo = 0, hi = sizeof rows / sizeof *rows;

	if (c >= ' ' && c < 0x7f)
		return NULL;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (c > rows[mid].to)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < sizeof rows / sizeof *rows && c >= rows[lo].from ?
	    rows[lo].name :
	    NULL;
}

bool
text_hidden(int32_t c)
{
	return c == 0xa0 || c == 0xad || (c >= 0x2000 && c <= 0x200a) ||
	    c == 0x200c || c == 0x200d || c == 0x202f || c == 0x205f ||
	    (c >= 0xe0020 && c <= 0xe007f);
}
