/* case: small and capital letters, and LIKE. */
#include "text/case.h"

#include <utf8proc.h>

#include "text/text.h"

enum {
	LATIN_END = 0x250,
	MORE_LATIN = 0x1e00,
	MORE_LATIN_END = 0x1f00,
	DOTTED_CAPITAL_I = 0x130,
	SHARP_S = 0xdf,
	MICRO = 0xb5,
	LONG_S = 0x17f,
	DOTTED_LONG_S = 0x1e9b,
	NO_CHARACTER = 0x110000
};

/* A bad byte is a character of its own behind all others. */
static int32_t
next_character(struct str v, size_t *i)
{
	size_t at = *i;
	int32_t c = text_at(v, at, i);

	return c >= 0 ? c : NO_CHARACTER + (unsigned char)v.s[at];
}

static int32_t
small(int32_t c)
{
	if (c < 0x80)
		return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
	return utf8proc_tolower(c);
}

static int32_t
capital(int32_t c)
{
	if (c < 0x80)
		return c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c;
	return c == SHARP_S ? c : utf8proc_toupper(c);
}

/* The small letters of Latin tell its cases apart, but for these. */
static bool
is_common(int32_t c)
{
	return c < 0x80 ||
	    ((c < LATIN_END || (c >= MORE_LATIN && c < MORE_LATIN_END)) &&
		c != DOTTED_CAPITAL_I && c != MICRO && c != LONG_S &&
		c != DOTTED_LONG_S);
}

int32_t
case_folded(int32_t c)
{
	int32_t to[8];
	int bound = UTF8PROC_BOUNDCLASS_START;
	utf8proc_ssize_t n;

	if (is_common(c))
		return small(c);
	if (c >= NO_CHARACTER || c == DOTTED_CAPITAL_I)
		return c;
	n = utf8proc_decompose_char(c, to, 8, UTF8PROC_CASEFOLD, &bound);
	return n == 1 ? to[0] : small(c);
}

static void
add_cased(struct buf *b, struct str v, int32_t (*cased)(int32_t))
{
	struct buf nfc = { 0 }, out = { 0 };

	v = text_as_nfc(v, &nfc);
	for (size_t i = 0, next; i < v.n; i = next) {
		int32_t c = text_at(v, i, &next), to = c < 0 ? c : cased(c);

		if (to == c)
			buf_add(&out, (struct str){ v.s + i, next - i });
		else
			text_add_char(&out, to);
	}
	/* A letter and its mark may be one character in one case only. */
	text_add_nfc(b, buf_str(&out));
	buf_release(&out);
	buf_release(&nfc);
}

void
case_add_small(struct buf *b, struct str v)
{
	add_cased(b, v, small);
}

void
case_add_capital(struct buf *b, struct str v)
{
	add_cased(b, v, capital);
}

int
case_compare(struct str a, struct str b)
{
	struct buf nfc_a = { 0 }, nfc_b = { 0 };
	size_t i = 0, k = 0;
	int differ = 0;

	a = text_as_nfc(a, &nfc_a);
	b = text_as_nfc(b, &nfc_b);
	while (i < a.n && k < b.n && !differ) {
		int32_t x = case_folded(next_character(a, &i));
		int32_t y = case_folded(next_character(b, &k));

		differ = (x > y) - (x < y);
	}
	if (!differ)
		differ = (i < a.n) - (k < b.n);
	buf_release(&nfc_a);
	buf_release(&nfc_b);
	return differ;
}

/* Does a pattern that begins at p match the character c? *next is behind what
 * of it did. */
static bool
matches(struct str pattern, size_t p, int32_t escape, int32_t c, size_t *next)
{
	int32_t want;

	*next = p;
	want = next_character(pattern, next);
	if (want == '_' && want != escape)
		return true;
	if (escape && want == escape) {
		if (*next >= pattern.n)
			return false;
		want = next_character(pattern, next);
	}
	return want == c || case_folded(want) == case_folded(c);
}

/* Only the last % need be tried again with more text: what stands before it
 * has matched as early as it can. */
static bool
like(struct str text, struct str pattern, int32_t escape, size_t *work)
{
	size_t p = 0, t = 0, behind = SIZE_MAX, again = 0, next, next_p;

	for (;; ++*work) {
		if (p < pattern.n && pattern.s[p] == '%') {
			behind = ++p;
			again = t;
			continue;
		}
		if (t >= text.n)
			return p >= pattern.n;
		next = t;
		if (p < pattern.n &&
		    matches(pattern, p, escape, next_character(text, &next),
			&next_p)) {
			p = next_p;
			t = next;
			continue;
		}
		if (behind == SIZE_MAX)
			return false;
		if (behind == pattern.n)
			return true;
		next_character(text, &again);
		t = again;
		p = behind;
	}
}

bool
case_like(struct str text, struct str pattern, int32_t escape, size_t *work)
{
	struct buf nfc_t = { 0 }, nfc_p = { 0 };
	bool is;

	text = text_as_nfc(text, &nfc_t);
	pattern = text_as_nfc(pattern, &nfc_p);
	*work += text.n + pattern.n;
	is = like(text, pattern, escape, work);
	buf_release(&nfc_t);
	buf_release(&nfc_p);
	return is;
}
