/* old_font: Vietnamese that shows only in a font which nobody has any more.
 *
 * A word tells when it is no Vietnamese syllable as it stands, and is one when
 * it is read as the font showed it. Other languages have words that could be
 * either (Thaï, laïc): letters that they have too tell only in a name, and in
 * TCVN3 where there are several such words. */
#include "text/old_font.h"

#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "text/case.h"
#include "text/syllable.h"
#include "text/text.h"

/* What a word tells: nothing, less or more. */
enum tells { NOT, WEAK, STRONG };

static bool
is_upper(int32_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7);
}

/* TCVN3, of .VnTime: U+00A1 to U+00FE; '?': nothing. */
static const char abc[][sizeof "ằ"] = { "Ă", "Â", "Ê", "Ô", "Ơ", "Ư", "Đ", "ă",
	"â", "ê", "ô", "ơ", "ư", "đ", "?", "?", "?", "?", "?", "?", "à", "ả",
	"ã", "á", "ạ", "?", "ằ", "ẳ", "ẵ", "ắ", "?", "?", "?", "?", "?", "?",
	"?", "ặ", "ầ", "ẩ", "ẫ", "ấ", "ậ", "è", "?", "ẻ", "ẽ", "é", "ẹ", "ề",
	"ể", "ễ", "ế", "ệ", "ì", "ỉ", "?", "?", "?", "ĩ", "í", "ị", "ò", "?",
	"ỏ", "õ", "ó", "ọ", "ồ", "ổ", "ỗ", "ố", "ộ", "ờ", "ở", "ỡ", "ớ", "ợ",
	"ù", "?", "ủ", "ũ", "ú", "ụ", "ừ", "ử", "ữ", "ứ", "ự", "ỳ", "ỷ", "ỹ",
	"ý", "ỵ" };

static enum tells
read_abc(int32_t c, int32_t before, struct buf *b)
{
	if (c < 0xa1 || c > 0xfe) {
		buf_addc(b, (char)(c < 0x80 ? c : '?'));
		return NOT;
	}
	buf_addz(b, abc[c - 0xa1]);
	if (c < 0xc0)
		return before || c == 0xa7 || c == 0xae ? STRONG : WEAK;
	if (is_upper(c) && before && !is_upper(before))
		return STRONG;
	return strchr("\xe4\xe5\xe6\xe7\xeb\xee\xef\xf1\xf6\xf8\xfb\xfc\xfe",
		   (char)c) ?
	    WEAK :
	    NOT;
}

/* VNI: marks stand behind their vowel, in small letters and capitals alike. */
static const struct {
	unsigned char c; /* small */
	const char *on;  /* the vowels it stands on */
	const char *as;
} vni[] = {
	{ 0xf8, "aeouyôö", "\u0300" },
	{ 0xf9, "aeouyôö", "\u0301" },
	{ 0xfb, "aeouyôö", "\u0309" },
	{ 0xf5, "aeouyôö", "\u0303" },
	{ 0xef, "aeouyôö", "\u0323" },
	{ 0xe2, "aeo", "\u0302" },
	{ 0xe1, "aeo", "\u0302\u0301" },
	{ 0xe0, "aeo", "\u0302\u0300" },
	{ 0xe5, "aeo", "\u0302\u0309" },
	{ 0xe3, "aeo", "\u0302\u0303" },
	{ 0xe4, "aeo", "\u0302\u0323" },
	{ 0xea, "a", "\u0306" },
	{ 0xe9, "a", "\u0306\u0301" },
	{ 0xe8, "a", "\u0306\u0300" },
	{ 0xfa, "a", "\u0306\u0309" },
	{ 0xfc, "a", "\u0306\u0303" },
	{ 0xeb, "a", "\u0306\u0323" },
	{ 0xf1, NULL, "đ" },
	{ 0xf4, NULL, "ơ" },
	{ 0xf6, NULL, "ư" },
	{ 0xe6, NULL, "ỉ" },
	{ 0xf3, NULL, "ĩ" },
	{ 0xf2, NULL, "ị" },
	{ 0xee, NULL, "ỵ" },
};

static enum tells
read_vni(int32_t c, int32_t before, struct buf *b)
{
	int32_t small = c >= 0xc0 && c <= 0xde ? c + 0x20 : c;
	bool on, horn = (before | 0x20) == 0xf4 || (before | 0x20) == 0xf6;

	if (c < 0x80) {
		buf_addc(b, (char)c);
		return NOT;
	}
	for (size_t i = 0; i < sizeof vni / sizeof *vni; i++) {
		if (vni[i].c != small)
			continue;
		on = vni[i].on && before &&
		    (before < 0x80 ?
			    strchr(vni[i].on, (int)(before | 0x20)) != NULL :
			    horn && vni[i].on[1] == 'e' && vni[i].on[3] == 'u');
		if (vni[i].on && !on)
			continue;
		if (!vni[i].on && small != c)
			case_add_capital(b, str_of(vni[i].as));
		else
			buf_addz(b, vni[i].as);
		if (!on)
			return small == 0xf6 || small == 0xe6 ? WEAK : NOT;
		return small == 0xef ? WEAK : STRONG;
	}
	buf_addc(b, '?');
	return NOT;
}

typedef enum tells reading(int32_t c, int32_t before, struct buf *);

/* What one word, which is not all ASCII, tells, read so. */
static enum tells
read_word(struct str word, reading *as)
{
	struct buf b = { 0 }, nfc = { 0 };
	enum tells most = NOT;
	int32_t c, before = 0;
	size_t next;

	for (size_t i = 0; i < word.n; i = next, before = c) {
		enum tells one;

		c = text_at(word, i, &next);
		one = as(c, before, &b);
		most = one > most ? one : most;
	}
	if (most) {
		text_add_nfc(&nfc, buf_str(&b));
		if (syllable_is(word) || !syllable_is(buf_str(&nfc)))
			most = NOT;
	}
	buf_release(&b);
	buf_release(&nfc);
	return most;
}

/* Letters, and the signs that stand for some in TCVN3. */
static bool
in_word(int32_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	    (c >= 0xa1 && c < 0x2000);
}

/* Does a value tell, by a word or by so many that tell less? Words that touch
 * a digit are none. */
static bool
looks(struct str v, reading *as, int enough)
{
	int weak = 0;
	size_t next;
	int32_t before = 0;

	for (size_t i = 0; i < v.n; i = next) {
		int32_t c = text_at(v, i, &next);
		size_t end = i;
		bool digits = str_is_digit(before);

		for (; in_word(c); c = end < v.n ? text_at(v, end, &next) : 0)
			end = next;
		before = c;
		if (end == i)
			continue;
		next = end;
		if (digits || str_is_digit(c) ||
		    text_skip_ascii(str_first(v, end), i) == end ||
		    str_is(str_first(str_from(v, i + 1), end - i - 1), "ù"))
			continue; /* où is French */
		switch (read_word((struct str){ v.s + i, end - i }, as)) {
		case STRONG:
			return true;
		case WEAK:
			weak++;
			break;
		case NOT:
			break;
		}
	}
	return weak >= enough;
}

/* 0x80 to 0x9f in Windows-1252; 0: nothing. */
static const int32_t above[] = { 0x20ac, 0, 0x201a, 0x192, 0x201e, 0x2026,
	0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0, 0x17d, 0, 0,
	0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122,
	0x161, 0x203a, 0x153, 0, 0x17e, 0x178 };

int
old_font_byte(int32_t c)
{
	if (c < 0x100)
		return (int)c;
	for (size_t i = 0; i < sizeof above / sizeof *above; i++)
		if (c == above[i])
			return 0x80 + (int)i;
	return -1;
}

int32_t
old_font_of_1252(int byte)
{
	int32_t c = byte >= 0x80 && byte < 0xa0 ? above[byte - 0x80] : byte;

	return c ? c : 0xfffd;
}

void
old_font_add(struct buf *b, int32_t c, int32_t before, bool as_vni)
{
	size_t had = b->n;

	if (as_vni)
		read_vni(c, before, b);
	else
		read_abc(c, before, b);
	if (c < 0x80 || b->n == had || b->s[had] != '?')
		return;
	buf_cut(b, had); /* the font shows nothing else for it */
	text_add_char(b, old_font_of_1252((int)c));
}

/* Is there a letter of Vietnamese in UTF-8, each byte of it read as one of
 * Windows-1252? */
static bool
looks_1252(struct str v)
{
	int bytes[3] = { 0 }; /* the last ones */
	size_t next;

	for (size_t i = 0; i < v.n; i = next) {
		int c;

		bytes[0] = bytes[1];
		bytes[1] = bytes[2];
		bytes[2] = old_font_byte(text_at(v, i, &next));
		if ((bytes[2] & 0xc0) != 0x80)
			continue;
		if (bytes[0] == 0xe1 && (bytes[1] == 0xba || bytes[1] == 0xbb))
			return true;
		c = (bytes[1] & 0x1f) << 6 | (bytes[2] & 0x3f);
		if (bytes[1] == 0xc3 ||
		    (bytes[1] >= 0xc4 && bytes[1] <= 0xc6 && c != 0x100 &&
			strchr("\x02\x03\x10\x11\x28\x29hi\xa0\xa1\xaf\xb0",
			    (char)c)))
			return true;
	}
	return false;
}

/* Is it plain Vietnamese, told from its bytes: has it letters that no font of
 * one byte has, and no character that would stand for the second or third byte
 * of one? Most are. */
static bool
is_plain(struct str v)
{
	static const char latin_a[] = "\x92\x93\xa0\xa1\xb8\xbd\xbe";
	const unsigned char *s = (const unsigned char *)v.s;
	bool plain = false;

	for (size_t i = 0; i + 1 < v.n; i++) {
		if (s[i] < 0xc2)
			continue;
		if (s[i] == 0xc2 || s[i] == 0xcb || s[i] == 0xe2 ||
		    (s[i] == 0xc5 && memchr(latin_a, s[i + 1], 7)) ||
		    (s[i] == 0xc6 && s[i + 1] == 0x92))
			return false;
		plain |=
		    s[i] >= 0xc4 && s[i] < 0xe0 && (s[i + 1] & 0xc0) == 0x80;
		plain |= s[i] == 0xe1 && i + 2 < v.n &&
		    (s[i + 1] & 0xc0) == 0x80 && (s[i + 2] & 0xc0) == 0x80;
	}
	return plain;
}

/* Has it letters that no font of one byte has? */
static bool
is_unicode(struct str v)
{
	size_t next;

	for (size_t i = 0; i < v.n; i = next) {
		int32_t c = text_at(v, i, &next);

		if (c >= 0x100 && c < 0x2000)
			return true;
	}
	return false;
}

const char *
old_font(struct str v, bool name)
{
	size_t ascii = text_skip_ascii(v, 0);

	if (ascii == v.n || is_plain(str_from(v, ascii)))
		return NULL;
	if (looks_1252(v))
		return N_("UTF-8 that was read as Windows-1252");
	if (is_unicode(v))
		return NULL;
	if (looks(v, read_vni, name ? 1 : INT_MAX))
		return N_("the font code VNI");
	if (looks(v, read_abc, name ? 1 : 2))
		return N_("the font code TCVN3 (.VnTime)");
	return NULL;
}
