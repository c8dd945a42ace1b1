/* text_key: keys by which text is found and ordered. */
#include <string.h>
#include <utf8proc.h>

#include "text/text_inside.h"

struct unit {
	int32_t c; /* -1: a bad byte */
	unsigned char byte;
	struct text_sign sign;
};

/* The most that one character is taken apart into. */
enum { PIECES = 4 };

/* Reads letters of the alphabet with their tone, everything else as base
 * characters and marks. All-zero but v, which is in NFC. */
struct text_reader {
	struct str v;
	size_t i;
	int32_t piece[PIECES]; /* of the last character */
	int piece_n, piece_at;
};

static void
take_apart(struct text_reader *r, int32_t c)
{
	int bound = UTF8PROC_BOUNDCLASS_START;
	utf8proc_ssize_t n = utf8proc_decompose_char(c, r->piece, PIECES,
	    UTF8PROC_DECOMPOSE | UTF8PROC_STABLE, &bound);

	r->piece_at = 0;
	r->piece_n = n > 0 && n <= PIECES ? (int)n : 1;
	if (r->piece_n == 1 && n != 1)
		r->piece[0] = c;
}

static bool
next_unit(struct text_reader *r, struct unit *u)
{
	if (r->piece_at == r->piece_n) {
		size_t i = r->i;

		if (i >= r->v.n)
			return false;
		u->byte = (unsigned char)r->v.s[i];
		u->c = text_at(r->v, i, &r->i);
		u->sign = text_sign(u->c);
		if (u->sign.letter || u->c < 0xc0 || text_is_fixed(u->c))
			return true;
		take_apart(r, u->c);
	}
	u->c = r->piece[r->piece_at++];
	u->sign = text_sign(u->c);
	return true;
}

static bool
is_category(int32_t c, int from, int to)
{
	int category = c < 0 ? UTF8PROC_CATEGORY_CN : utf8proc_category(c);

	return category >= from && category <= to;
}

static bool
is_mark(int32_t c)
{
	return c >= 0x300 &&
	    is_category(c, UTF8PROC_CATEGORY_MN, UTF8PROC_CATEGORY_ME);
}

static bool
is_letter(const struct unit *u)
{
	return u->sign.letter ||
	    (u->c >= 0x80 &&
		is_category(u->c, UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_LO));
}

static bool
is_space(int32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 ||
	    (c >= 0xa0 &&
		is_category(c, UTF8PROC_CATEGORY_ZS, UTF8PROC_CATEGORY_ZP));
}

static int
tone_of(const struct unit *u)
{
	return u->sign.letter ? u->sign.tone : text_tone_of_mark(u->c);
}

/* Tone keys */

/* Reads on while a word lasts. Returns how many tones it bears. */
static size_t
skip_word(struct text_reader *r)
{
	struct text_reader before = *r;
	struct unit u;
	size_t tones = 0;

	while (next_unit(r, &u) && (is_letter(&u) || is_mark(u.c))) {
		tones += tone_of(&u) != LEVEL;
		before = *r;
	}
	*r = before;
	return tones;
}

/* A word with several tones is no Vietnamese syllable: it keeps them in their
 * places and counts as one without. */
static void
add_word(struct buf *b, struct text_reader *r)
{
	struct text_reader word = *r;
	struct unit u;
	size_t from = r->i, tones = skip_word(r);
	int tone = LEVEL;

	if (tones > 1)
		buf_add(b, str_first(str_from(r->v, from), r->i - from));
	else
		while (word.i < r->i || word.piece_at < word.piece_n) {
			next_unit(&word, &u);
			if (tone_of(&u))
				tone = tone_of(&u);
			if (u.sign.letter)
				buf_addz(b, text_lower[u.sign.letter]);
			else if (!tone_of(&u))
				text_add_char(b, u.c);
		}
	buf_addc(b, (char)('0' + tone));
}

/* Most text is of ASCII and letters of the alphabet, with a tone at most in a
 * word: nothing is taken apart there. False: v is not, and nothing is added. */
static bool
add_plain(struct buf *b, struct str v)
{
	int tone = LEVEL;
	bool word = false;
	size_t next;
	char *to;

	buf_room(b, 2 * v.n); /* what no letter of it, with its tone, exceeds */
	to = b->s + b->n;
	for (size_t i = 0; i < v.n; i = next) {
		int32_t c = text_at(v, i, &next);
		struct text_sign sign = text_sign(c);

		if (sign.letter ? tone && sign.tone : c < 0 || c >= 0x80) {
			b->s[b->n] = '\0';
			return false;
		}
		tone = tone ? tone : sign.tone;
		if (sign.letter) {
			for (const char *l = text_lower[sign.letter]; *l; l++)
				*to++ = *l;
		} else {
			if (word)
				*to++ = (char)('0' + tone);
			*to++ = (char)c;
			tone = LEVEL;
		}
		word = sign.letter;
	}
	if (word)
		*to++ = (char)('0' + tone);
	b->n = (size_t)(to - b->s);
	*to = '\0';
	return true;
}

void
text_add_tone_key(struct buf *b, struct str v)
{
	struct buf low = { 0 };
	struct text_reader r = { 0 }, ahead;
	struct unit u;

	if (add_plain(b, v))
		return;
	text_add_lower(&low, v);
	r.v = buf_str(&low);
	for (ahead = r; next_unit(&ahead, &u); ahead = r) {
		if (is_letter(&u)) {
			add_word(b, &r);
			continue;
		}
		if (u.c < 0)
			buf_addc(b, (char)u.byte);
		else
			text_add_char(b, u.c);
		r = ahead;
	}
	buf_release(&low);
}

/* Where what is white space, or is none, ends that begins at i. */
static size_t
span_end(struct str v, size_t i, bool blank)
{
	size_t next;

	for (; i < v.n; i = next) {
		char c = v.s[i];

		next = i + 1;
		if ((c > 0 ? is_space(c) : is_space(text_at(v, i, &next))) !=
		    blank)
			break;
	}
	return i;
}

/* What a tone key has for white space shrinks where it stands. */
void
text_add_spelling(struct buf *b, struct str v)
{
	size_t start = b->n, to = start, end;
	struct str k;

	text_add_tone_key(b, v);
	k = buf_str(b);
	for (size_t i = span_end(k, start, true); i < k.n;
	     i = span_end(k, end, true)) {
		end = span_end(k, i, false);
		if (to > start)
			b->s[to++] = ' ';
		memmove(b->s + to, k.s + i, end - i);
		to += end - i;
	}
	buf_cut(b, to);
}

/* Order. A key holds levels, each of bytes above LEVEL_END: letters, tones,
 * case, and last the place of tones. Keys are UTF-8 without NUL. */

enum {
	LEVEL_END = 0x01,
	W_BLANK = 0x02, /* the first of blanks[] */
	W_SPACE = 0x0a,
	W_PUNCT = 0x0b, /* the first of puncts[] */
	W_OTHER = 0x2c, /* and its UTF-8 */
	W_DIGIT = 0x30,
	W_NUMBER = 0x3a,  /* and its UTF-8 */
	W_LETTER = 0x3f,  /* plus L_A and so on */
	W_FOREIGN = 0x70, /* and its UTF-8 */
	W_BAD = 0x7f      /* and two hexadecimal digits */
};

enum { T_BREAK = 0x02, T_TONE = 0x02, T_MARK = 0x08 };
enum { C_LOWER = 0x02, C_UPPER = 0x03 };
enum { P_FIRST = 0x7e, P_LAST = 0x02 };

static const char puncts[] = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";

/* A weight has the first byte of the key in its top part, and below it the
 * code point where that follows. */
enum { W_SHIFT = 24 };

static uint32_t
weigh(int w, int32_t c)
{
	return (uint32_t)w << W_SHIFT | (uint32_t)c;
}

static uint32_t
weight_of_space(int32_t c)
{
	static const int32_t blanks[] = { '\t', '\n', '\v', '\f', '\r', 0x85,
		0x2028, 0x2029 };

	for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++)
		if (c == blanks[i])
			return weigh(W_BLANK + (int)i, 0);
	return weigh(W_SPACE, 0);
}

static uint32_t
weight_of_sign(int32_t c)
{
	const char *p;

	if (is_space(c))
		return weight_of_space(c);
	if (c < 0x80) {
		p = c > ' ' && c < 0x7f ? strchr(puncts, c) : NULL;
		return p ? weigh(W_PUNCT + (int)(p - puncts), 0) : 0;
	}
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
		return 0;
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
		return weigh(W_NUMBER, c);
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_CO:
	case UTF8PROC_CATEGORY_CS:
		return weigh(W_FOREIGN, c);
	default:
		return weigh(W_OTHER, c);
	}
}

/* What is compared first; 0: nothing, as for marks and format controls. */
static uint32_t
weight(const struct unit *u)
{
	if (u->sign.letter)
		return weigh(W_LETTER + u->sign.letter, 0);
	if (u->c >= '0' && u->c <= '9')
		return weigh(W_DIGIT + (u->c - '0'), 0);
	if (u->c < 0)
		return weigh(W_BAD, u->byte);
	if (is_letter(u))
		return weigh(W_FOREIGN, utf8proc_tolower(u->c));
	return weight_of_sign(u->c);
}

static bool
is_letter_weight(uint32_t w)
{
	w >>= W_SHIFT;
	return w > W_LETTER && w < W_BAD;
}

static void
add_weight(struct buf *b, uint32_t w)
{
	int first = (int)(w >> W_SHIFT);
	int32_t c = (int32_t)(w & 0xffffff);

	buf_addc(b, (char)first);
	if (first == W_BAD)
		buf_addf(b, "%02X", (unsigned)c);
	else if (c)
		text_add_char(b, c);
}

static void
add_letters(struct buf *b, struct str v)
{
	struct text_reader r = { .v = v };
	struct unit u;

	while (next_unit(&r, &u)) {
		uint32_t w = weight(&u);

		if (w)
			add_weight(b, w);
	}
}

/* Cuts what says nothing off the end of a level that began at from. */
static void
cut_level(struct buf *b, size_t from, char nothing)
{
	while (b->n > from && b->s[b->n - 1] == nothing)
		b->n--;
}

static void
add_tones(struct buf *b, struct str v)
{
	struct text_reader r = { .v = v };
	struct unit u;
	size_t from = b->n;

	while (next_unit(&r, &u)) {
		uint32_t w = weight(&u);

		if (w && !is_letter_weight(w))
			buf_addc(b, T_BREAK);
		else if (tone_of(&u))
			buf_addc(b, (char)(T_TONE + tone_of(&u)));
		else if (is_mark(u.c)) {
			buf_addc(b, T_MARK);
			text_add_char(b, u.c);
		}
	}
	cut_level(b, from, T_BREAK);
}

static void
add_case(struct buf *b, struct str v)
{
	struct text_reader r = { .v = v };
	struct unit u;

	while (next_unit(&r, &u))
		if (u.sign.letter)
			buf_addc(b, u.sign.upper ? C_UPPER : C_LOWER);
		else if (is_letter(&u))
			buf_addc(b,
			    utf8proc_tolower(u.c) != u.c ? C_UPPER : C_LOWER);
}

/* A tone that stands later in its word goes first, as in CLDR. */
static void
add_places(struct buf *b, struct str v)
{
	struct text_reader r = { .v = v };
	struct unit u;
	int place = P_FIRST;

	while (next_unit(&r, &u)) {
		uint32_t w = weight(&u);

		if (w && !is_letter_weight(w))
			place = P_FIRST;
		else if (w && place > P_LAST)
			place--;
		if (tone_of(&u))
			buf_addc(b, (char)place);
	}
}

/* The key of parts that count one after the other, each with its tones. */
static void
add_key(struct buf *b, const struct str *part, size_t n)
{
	size_t from;

	for (size_t i = 0; i < n; i++) {
		add_letters(b, part[i]);
		buf_addc(b, LEVEL_END);
		add_tones(b, part[i]);
		buf_addc(b, LEVEL_END);
	}
	from = b->n;
	for (size_t i = 0; i < n; i++)
		add_case(b, part[i]);
	cut_level(b, from, C_LOWER);
	buf_addc(b, LEVEL_END);
	for (size_t i = 0; i < n; i++)
		add_places(b, part[i]);
	b->s[b->n] = '\0';
}

void
text_add_order_key(struct buf *b, struct str v)
{
	struct buf nfc = { 0 };

	v = text_as_nfc(v, &nfc);
	add_key(b, &v, 1);
	buf_release(&nfc);
}

/* Where the last word of v, which has no blank at its end, begins. */
static size_t
last_word(struct str v)
{
	size_t from = 0, next;

	for (size_t i = 0; i < v.n; i = next)
		if (is_space(text_at(v, i, &next)))
			from = next;
	return from;
}

static struct str
trim(struct str v)
{
	size_t from = v.n, to = 0, next;

	for (size_t i = 0; i < v.n; i = next)
		if (!is_space(text_at(v, i, &next))) {
			from = i < from ? i : from;
			to = next;
		}
	return from < to ? (struct str){ v.s + from, to - from } : str_of("");
}

/* The length of the first word. */
static size_t
first_word(struct str v)
{
	size_t i = 0, next;

	while (i < v.n && !is_space(text_at(v, i, &next)))
		i = next;
	return i;
}

void
text_add_name_key(struct buf *b, struct str v)
{
	struct buf nfc = { 0 };
	struct str name = trim(text_as_nfc(v, &nfc)), part[3] = { 0 };
	size_t from = last_word(name), first = first_word(name);

	part[0] = str_from(name, from);
	if (from) {
		part[1] = trim(str_from(str_first(name, from), first));
		part[2] = str_first(name, first);
	}
	add_key(b, part, 3);
	buf_release(&nfc);
}

static uint32_t
next_weight(struct text_reader *r)
{
	struct unit u;
	uint32_t w = 0;

	while (!w && next_unit(r, &u))
		w = weight(&u);
	return w;
}

static int
compare_letters(struct str a, struct str b)
{
	struct text_reader ra = { .v = a }, rb = { .v = b };
	uint32_t wa, wb;

	do {
		wa = next_weight(&ra);
		wb = next_weight(&rb);
	} while (wa == wb && wa);
	return (wa > wb) - (wa < wb);
}

static int
compare_keys(struct str a, struct str b)
{
	struct buf keys = { 0 };
	size_t n;
	int order;

	add_key(&keys, &a, 1);
	n = keys.n;
	add_key(&keys, &b, 1);
	order =
	    str_cmp(str_first(buf_str(&keys), n), str_from(buf_str(&keys), n));
	buf_release(&keys);
	return order;
}

int
text_compare(struct str a, struct str b)
{
	struct buf nfc_a = { 0 }, nfc_b = { 0 };
	struct str va, vb;
	int order;

	if (str_eq(a, b))
		return 0;
	va = text_as_nfc(a, &nfc_a);
	vb = text_as_nfc(b, &nfc_b);
	order = compare_letters(va, vb);
	if (!order)
		order = compare_keys(va, vb);
	buf_release(&nfc_a);
	buf_release(&nfc_b);
	return order ? order : str_cmp(a, b);
}
