/* text_form: normal forms, lower case, and text without its marks. */
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/mem.h"
#include "text/text_inside.h"

/* Is c in NFC whatever stands beside it? False: perhaps. */
static bool
is_settled(int32_t c)
{
	return (c >= 0 && c < 0x300) || (c >= HIGH && c < HIGH_END) ||
	    text_is_fixed(c);
}

struct runes {
	int32_t *s;
	size_t n, cap;
};

/* The most that one character becomes when it is case folded too. */
enum { FOLDED_PIECES = 24 };

static void
runes_add(struct runes *r, int32_t c, int options)
{
	int32_t piece[FOLDED_PIECES];
	int bound = UTF8PROC_BOUNDCLASS_START;
	utf8proc_ssize_t n = utf8proc_decompose_char(c, piece, FOLDED_PIECES,
	    (utf8proc_option_t)options, &bound);

	if (n < 0 || n > FOLDED_PIECES) {
		piece[0] = c;
		n = 1;
	}
	for (utf8proc_ssize_t i = 0; i < n; i++)
		*MEM_PUSH(r->s, r->n, r->cap) = piece[i];
}

static int
combining_class(int32_t c)
{
	return c < 0x300 ? 0 : utf8proc_get_property(c)->combining_class;
}

enum { CLASSES = 256 };

/* Puts marks in canonical order by counting, since a hostile text may hold
 * any number of them in a row. */
static void
sort_marks(int32_t *s, size_t n)
{
	size_t start[CLASSES + 1] = { 0 };
	int32_t *old;
	bool sorted = true;

	for (size_t i = 1; i < n && sorted; i++)
		sorted = combining_class(s[i - 1]) <= combining_class(s[i]);
	if (sorted)
		return;
	old = mem_resize(NULL, n * sizeof *old);
	memcpy(old, s, n * sizeof *old);
	for (size_t i = 0; i < n; i++)
		start[combining_class(s[i]) + 1]++;
	for (size_t i = 1; i < CLASSES; i++)
		start[i] += start[i - 1];
	for (size_t i = 0; i < n; i++)
		s[start[combining_class(old[i])]++] = old[i];
	free(old);
}

static void
runes_order(struct runes *r)
{
	for (size_t i = 0, end; i < r->n; i = end + 1) {
		for (end = i; end < r->n && combining_class(r->s[end]); end++)
			;
		if (end - i > 1)
			sort_marks(r->s + i, end - i);
	}
}

static void
runes_compose(struct runes *r)
{
	utf8proc_ssize_t n;

	if (!r->n)
		return;
	n = utf8proc_normalize_utf32(r->s, (utf8proc_ssize_t)r->n,
	    UTF8PROC_COMPOSE | UTF8PROC_STABLE);
	if (n >= 0)
		r->n = (size_t)n;
}

/* Also the d of Iceland and that of Africa, whose capitals look like Đ. */
static bool
is_barred_d(int32_t c)
{
	return c == 0x111 || c == 0xf0 || c == 0x256;
}

/* NFD, lower case, without non-spacing marks. */
static void
runes_fold(struct runes *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++) {
		int32_t c = utf8proc_tolower(r->s[i]);

		if (utf8proc_category(c) != UTF8PROC_CATEGORY_MN)
			r->s[n++] = is_barred_d(c) ? 'd' : c;
	}
	r->n = n;
}

/* Adds a form of v: of each run of characters between bytes that are none. */
static void
add_form(struct buf *b, struct str v, int options,
    void (*finish)(struct runes *))
{
	struct runes r = { 0 };
	size_t i = 0, next;

	while (i < v.n) {
		int32_t c = -1;

		for (r.n = 0; i < v.n; i = next) {
			c = text_at(v, i, &next);
			if (c < 0)
				break;
			runes_add(&r, c, options);
		}
		runes_order(&r);
		finish(&r);
		for (size_t k = 0; k < r.n; k++)
			text_add_char(b, r.s[k]);
		if (c < 0)
			buf_addc(b, v.s[i++]);
	}
	free(r.s);
}

/* All of it characters that are settled? A byte that is none settles itself. */
static bool
is_plain(struct str v)
{
	size_t next;

	for (size_t i = text_skip_ascii(v, 0); i < v.n;
	     i = text_skip_ascii(v, next)) {
		int32_t c = text_at(v, i, &next);

		if (c >= 0 && !is_settled(c))
			return false;
	}
	return true;
}

bool
text_nfc(struct str v)
{
	struct buf b = { 0 };
	bool same;

	if (is_plain(v))
		return true;
	text_add_nfc(&b, v);
	same = str_eq(buf_str(&b), v);
	buf_release(&b);
	return same;
}

void
text_add_nfc(struct buf *b, struct str v)
{
	if (is_plain(v))
		buf_add(b, v);
	else
		add_form(b, v, UTF8PROC_DECOMPOSE | UTF8PROC_STABLE,
		    runes_compose);
}

struct str
text_as_nfc(struct str v, struct buf *b)
{
	if (is_plain(v))
		return v;
	text_add_nfc(b, v);
	return buf_str(b);
}

static bool
is_vietnamese_mark(int32_t c)
{
	return text_tone_of_mark(c) || c == 0x302 || c == 0x306 || c == 0x31b;
}

/* Lower case, without marks if folded; never longer than v, and a letter of the
 * table is as long in lower case. False, with nothing added, where the table
 * does not know a character. */
static inline bool
add_known(struct buf *b, struct str v, bool folded)
{
	char *to;
	size_t next;

	buf_room(b, v.n);
	to = b->s + b->n;
	for (size_t i = 0; i < v.n; i = next) {
		int32_t c = text_at(v, i, &next);
		struct text_sign sign = text_sign(c);

		if (folded && sign.letter)
			*to++ = text_folded[sign.letter];
		else if (sign.upper)
			to += utf8proc_encode_char(c < 0x100 ? c + 0x20 : c + 1,
			    (utf8proc_uint8_t *)to);
		else if (c < 0x80 || sign.letter || text_is_fixed(c))
			to = (char *)memcpy(to, v.s + i, next - i) + (next - i);
		else if (!folded || !is_vietnamese_mark(c))
			return false;
	}
	*to = '\0';
	b->n = (size_t)(to - b->s);
	return true;
}

void
text_add_fold(struct buf *b, struct str v)
{
	if (!add_known(b, v, true))
		add_form(b, v, UTF8PROC_DECOMPOSE | UTF8PROC_STABLE,
		    runes_fold);
}

void
text_add_lower(struct buf *b, struct str v)
{
	struct buf nfc = { 0 };

	if (add_known(b, v, false))
		return;
	add_form(b, text_as_nfc(v, &nfc),
	    UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STABLE,
	    runes_compose);
	buf_release(&nfc);
}
