/* old_code: Vietnamese as it was written before Unicode. */
#include "text/old_code.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "text/old_font.h"
#include "text/syllable.h"
#include "text/text.h"

static const char *const names[OLD_CODES] = { "tcvn3", "vni", "viscii",
	"cp1258" };

const char *
old_code_name(enum old_code code)
{
	return names[code];
}

bool
old_code_named(struct str name, enum old_code *code)
{
	for (size_t i = 0; i < OLD_CODES; i++)
		if (str_is_word(name, names[i])) {
			*code = (enum old_code)i;
			return true;
		}
	return false;
}

/* From 0x80 on. */
static const char *const viscii =
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệố"
    "ồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ";

static const struct {
	unsigned char byte;
	const char *as;
} viscii_low[] = { { 0x02, "Ẳ" }, { 0x05, "Ẵ" }, { 0x06, "Ẫ" }, { 0x14, "Ỷ" },
	{ 0x19, "Ỹ" }, { 0x1e, "Ỵ" } };

/* Where it is not Windows-1252. */
static const struct {
	unsigned char byte;
	const char *as;
} cp1258[] = { { 0xc3, "Ă" }, { 0xcc, "\u0300" }, { 0xd0, "Đ" },
	{ 0xd2, "\u0309" }, { 0xd5, "Ơ" }, { 0xdd, "Ư" }, { 0xde, "\u0303" },
	{ 0xe3, "ă" }, { 0xec, "\u0301" }, { 0xf0, "đ" }, { 0xf2, "\u0323" },
	{ 0xf5, "ơ" }, { 0xfd, "ư" }, { 0xfe, "₫" }, { 0x8a, "\ufffd" },
	{ 0x8e, "\ufffd" }, { 0x9a, "\ufffd" }, { 0x9e, "\ufffd" } };

static void
add_viscii(struct buf *b, int32_t byte)
{
	size_t at = 0, next = 0;

	for (size_t i = 0; i < sizeof viscii_low / sizeof *viscii_low; i++)
		if (viscii_low[i].byte == byte) {
			buf_addz(b, viscii_low[i].as);
			return;
		}
	if (byte < 0x80) {
		buf_addc(b, (char)byte);
		return;
	}
	for (int32_t i = 0x80; i <= byte; i++) {
		at = next;
		text_at(str_of(viscii), at, &next);
	}
	buf_add(b, (struct str){ viscii + at, next - at });
}

static void
add_cp1258(struct buf *b, int32_t byte)
{
	for (size_t i = 0; i < sizeof cp1258 / sizeof *cp1258; i++)
		if (cp1258[i].byte == byte) {
			buf_addz(b, cp1258[i].as);
			return;
		}
	text_add_char(b, old_font_of_1252((int)byte));
}

/* Adds n characters, each a byte (below 0x100) or one that is none. */
static void
add_all(struct buf *b, const int32_t *c, size_t n, enum old_code code)
{
	struct buf raw = { 0 };
	int32_t before = 0;

	for (size_t i = 0; i < n; i++) {
		if (c[i] >= 0x100)
			text_add_char(&raw, c[i]);
		else if (code == OLD_VISCII)
			add_viscii(&raw, c[i]);
		else if (code == OLD_CP1258)
			add_cp1258(&raw, c[i]);
		else
			old_font_add(&raw, c[i], before, code == OLD_VNI);
		before = c[i];
	}
	text_add_nfc(b, buf_str(&raw));
	buf_release(&raw);
}

/* A word and what is around it at a time: marks never lie further off. */
enum { AT_ONCE = 256 };

void
old_code_add(struct buf *b, struct str bytes, enum old_code code)
{
	int32_t c[AT_ONCE];
	size_t n = 0;

	for (size_t i = 0; i < bytes.n; i++) {
		c[n++] = (unsigned char)bytes.s[i];
		if (n == AT_ONCE || c[n - 1] == ' ' || c[n - 1] == '\n') {
			add_all(b, c, n, code);
			n = 0;
		}
	}
	add_all(b, c, n, code);
}

void
old_code_add_typed(struct buf *b, struct str text, enum old_code code)
{
	int32_t c[AT_ONCE];
	size_t n = 0, next;

	for (size_t i = 0; i < text.n; i = next) {
		int32_t one = text_at(text, i, &next);
		int byte = one < 0 ? -1 : old_font_byte(one);

		c[n++] = byte >= 0 ? byte : one < 0 ? 0xfffd : one;
		if (n == AT_ONCE || one == ' ' || one == '\n') {
			add_all(b, c, n, code);
			n = 0;
		}
	}
	add_all(b, c, n, code);
}

/* How many words with marks are syllables, less those that are none. */
static long
score(struct str bytes, enum old_code code)
{
	struct buf b = { 0 };
	struct str text;
	size_t begin = 0, next;
	long points = 0;
	bool marked = false;

	old_code_add(&b, bytes, code);
	text = buf_str(&b);
	for (size_t i = 0; i <= text.n; i = next) {
		int32_t c = i < text.n ? text_at(text, i, &next) : 0;
		bool letter = (c >= 'A' && c <= 'Z') ||
		    (c >= 'a' && c <= 'z') || c >= 0xc0;

		if (i == text.n)
			next = i + 1;
		if (letter) {
			marked |= c >= 0x80;
			continue;
		}
		if (marked)
			points +=
			    syllable_is(str_from(str_first(text, i), begin)) ?
			    1 :
			    -2;
		points -= c >= 0x80; /* signs that nobody types */
		marked = false;
		begin = next;
	}
	buf_release(&b);
	return points;
}

enum { LOOKED_AT = 1 << 16 }; /* bytes are enough to tell */

bool
old_code_seems(struct str bytes, enum old_code *code)
{
	long best = 0;

	bytes = str_first(bytes, LOOKED_AT);
	for (size_t i = 0; i < OLD_CODES; i++) {
		long points = score(bytes, (enum old_code)i);

		if (points > best) {
			best = points;
			*code = (enum old_code)i;
		}
	}
	return best > 0;
}
