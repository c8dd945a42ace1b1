/* text: Vietnamese text in UTF-8, compared, searched, ordered and measured.
 *
 * ASCII and composed Vietnamese are known by table and need no library call;
 * utf8proc answers for the rest of Unicode. */
#include "text/text.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/lang.h"
#include "base/mem.h"

/* The letters in the order of the alphabet; ă â đ ê ô ơ ư are named as they
 * are typed. */
enum {
	L_A = 1,
	L_AW,
	L_AA,
	L_B,
	L_C,
	L_D,
	L_DD,
	L_E,
	L_EE,
	L_F,
	L_G,
	L_H,
	L_I,
	L_J,
	L_K,
	L_L,
	L_M,
	L_N,
	L_O,
	L_OO,
	L_OW,
	L_P,
	L_Q,
	L_R,
	L_S,
	L_T,
	L_U,
	L_UW,
	L_V,
	L_W,
	L_X,
	L_Y,
	L_Z
};

static const struct {
	char fold;
	char lower[3];
} letters[] = {
	[L_A] = { 'a', "a" },
	[L_AW] = { 'a', "ă" },
	[L_AA] = { 'a', "â" },
	[L_B] = { 'b', "b" },
	[L_C] = { 'c', "c" },
	[L_D] = { 'd', "d" },
	[L_DD] = { 'd', "đ" },
	[L_E] = { 'e', "e" },
	[L_EE] = { 'e', "ê" },
	[L_F] = { 'f', "f" },
	[L_G] = { 'g', "g" },
	[L_H] = { 'h', "h" },
	[L_I] = { 'i', "i" },
	[L_J] = { 'j', "j" },
	[L_K] = { 'k', "k" },
	[L_L] = { 'l', "l" },
	[L_M] = { 'm', "m" },
	[L_N] = { 'n', "n" },
	[L_O] = { 'o', "o" },
	[L_OO] = { 'o', "ô" },
	[L_OW] = { 'o', "ơ" },
	[L_P] = { 'p', "p" },
	[L_Q] = { 'q', "q" },
	[L_R] = { 'r', "r" },
	[L_S] = { 's', "s" },
	[L_T] = { 't', "t" },
	[L_U] = { 'u', "u" },
	[L_UW] = { 'u', "ư" },
	[L_V] = { 'v', "v" },
	[L_W] = { 'w', "w" },
	[L_X] = { 'x', "x" },
	[L_Y] = { 'y', "y" },
	[L_Z] = { 'z', "z" },
};

enum { LEVEL, HUYEN, HOI, NGA, SAC, NANG };

/* What a code point is in the Vietnamese alphabet; letter 0: nothing. */
struct sign {
	unsigned char letter, tone, upper;
};

#define PAIR(up, low, l, t) [up] = { (l), (t), 1 }, [low] = { (l), (t), 0 }
#define PLAIN(c, l) PAIR((c), (c) + 0x20, (l), LEVEL)
#define LATIN(c, l, t) PAIR((c), (c) + 0x20, (l), (t))
#define NEXT(c, l, t) PAIR((c), (c) + 1, (l), (t))

static const struct sign low_signs[] = {
	PLAIN('A', L_A),
	PLAIN('B', L_B),
	PLAIN('C', L_C),
	PLAIN('D', L_D),
	PLAIN('E', L_E),
	PLAIN('F', L_F),
	PLAIN('G', L_G),
	PLAIN('H', L_H),
	PLAIN('I', L_I),
	PLAIN('J', L_J),
	PLAIN('K', L_K),
	PLAIN('L', L_L),
	PLAIN('M', L_M),
	PLAIN('N', L_N),
	PLAIN('O', L_O),
	PLAIN('P', L_P),
	PLAIN('Q', L_Q),
	PLAIN('R', L_R),
	PLAIN('S', L_S),
	PLAIN('T', L_T),
	PLAIN('U', L_U),
	PLAIN('V', L_V),
	PLAIN('W', L_W),
	PLAIN('X', L_X),
	PLAIN('Y', L_Y),
	PLAIN('Z', L_Z),
	LATIN(0xc0, L_A, HUYEN),
	LATIN(0xc1, L_A, SAC),
	LATIN(0xc2, L_AA, LEVEL),
	LATIN(0xc3, L_A, NGA),
	LATIN(0xc8, L_E, HUYEN),
	LATIN(0xc9, L_E, SAC),
	LATIN(0xca, L_EE, LEVEL),
	LATIN(0xcc, L_I, HUYEN),
	LATIN(0xcd, L_I, SAC),
	LATIN(0xd2, L_O, HUYEN),
	LATIN(0xd3, L_O, SAC),
	LATIN(0xd4, L_OO, LEVEL),
	LATIN(0xd5, L_O, NGA),
	LATIN(0xd9, L_U, HUYEN),
	LATIN(0xda, L_U, SAC),
	LATIN(0xdd, L_Y, SAC),
	NEXT(0x102, L_AW, LEVEL),
	NEXT(0x110, L_DD, LEVEL),
	NEXT(0x128, L_I, NGA),
	NEXT(0x168, L_U, NGA),
	NEXT(0x1a0, L_OW, LEVEL),
	NEXT(0x1af, L_UW, LEVEL),
};

enum { HIGH = 0x1ea0, HIGH_END = 0x1efa };

#define TALL(c, l, t) NEXT((c)-HIGH, (l), (t))

static const struct sign high_signs[HIGH_END - HIGH] = {
	TALL(0x1ea0, L_A, NANG),
	TALL(0x1ea2, L_A, HOI),
	TALL(0x1ea4, L_AA, SAC),
	TALL(0x1ea6, L_AA, HUYEN),
	TALL(0x1ea8, L_AA, HOI),
	TALL(0x1eaa, L_AA, NGA),
	TALL(0x1eac, L_AA, NANG),
	TALL(0x1eae, L_AW, SAC),
	TALL(0x1eb0, L_AW, HUYEN),
	TALL(0x1eb2, L_AW, HOI),
	TALL(0x1eb4, L_AW, NGA),
	TALL(0x1eb6, L_AW, NANG),
	TALL(0x1eb8, L_E, NANG),
	TALL(0x1eba, L_E, HOI),
	TALL(0x1ebc, L_E, NGA),
	TALL(0x1ebe, L_EE, SAC),
	TALL(0x1ec0, L_EE, HUYEN),
	TALL(0x1ec2, L_EE, HOI),
	TALL(0x1ec4, L_EE, NGA),
	TALL(0x1ec6, L_EE, NANG),
	TALL(0x1ec8, L_I, HOI),
	TALL(0x1eca, L_I, NANG),
	TALL(0x1ecc, L_O, NANG),
	TALL(0x1ece, L_O, HOI),
	TALL(0x1ed0, L_OO, SAC),
	TALL(0x1ed2, L_OO, HUYEN),
	TALL(0x1ed4, L_OO, HOI),
	TALL(0x1ed6, L_OO, NGA),
	TALL(0x1ed8, L_OO, NANG),
	TALL(0x1eda, L_OW, SAC),
	TALL(0x1edc, L_OW, HUYEN),
	TALL(0x1ede, L_OW, HOI),
	TALL(0x1ee0, L_OW, NGA),
	TALL(0x1ee2, L_OW, NANG),
	TALL(0x1ee4, L_U, NANG),
	TALL(0x1ee6, L_U, HOI),
	TALL(0x1ee8, L_UW, SAC),
	TALL(0x1eea, L_UW, HUYEN),
	TALL(0x1eec, L_UW, HOI),
	TALL(0x1eee, L_UW, NGA),
	TALL(0x1ef0, L_UW, NANG),
	TALL(0x1ef2, L_Y, HUYEN),
	TALL(0x1ef4, L_Y, NANG),
	TALL(0x1ef6, L_Y, HOI),
	TALL(0x1ef8, L_Y, NGA),
};

static struct sign
sign_of(int32_t c)
{
	if (c >= 0 && c < (int32_t)(sizeof low_signs / sizeof *low_signs))
		return low_signs[c];
	if (c >= HIGH && c < HIGH_END)
		return high_signs[c - HIGH];
	return (struct sign){ 0 };
}

static int
tone_of_mark(int32_t c)
{
	switch (c) {
	case 0x300:
		return HUYEN;
	case 0x309:
		return HOI;
	case 0x303:
		return NGA;
	case 0x301:
		return SAC;
	case 0x323:
		return NANG;
	default:
		return LEVEL;
	}
}

/* Punctuation and signs that have no case and no other normal form. */
static bool
is_fixed(int32_t c)
{
	return (c >= 0xa0 && c < 0xc0 && c != 0xb5) ||
	    (c >= 0x2010 && c < 0x205f) || (c >= 0x20a0 && c < 0x20c1);
}

/* Is c in NFC whatever stands beside it? False: perhaps. */
static bool
is_settled(int32_t c)
{
	return (c >= 0 && c < 0x300) || (c >= HIGH && c < HIGH_END) ||
	    is_fixed(c);
}

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

/* The first byte from i on that is not ASCII. */
static size_t
skip_ascii(struct str v, size_t i)
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

	for (size_t i = skip_ascii(v, 0); i < v.n; i = skip_ascii(v, next))
		if (text_at(v, i, &next) < 0) {
			*bad = i;
			return false;
		}
	return true;
}

static void
add_char(struct buf *b, int32_t c)
{
	utf8proc_uint8_t bytes[4];
	utf8proc_ssize_t n = utf8proc_encode_char(c, bytes);

	buf_add(b, (struct str){ (char *)bytes, (size_t)n });
}

/* Normal forms of any Unicode. */

struct runes {
	int32_t *s;
	size_t n, cap;
};

/* The most that one character becomes, and when it is case folded too. */
enum { PIECES = 4, FOLDED_PIECES = 24 };

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

/* NFD, lower case, without non-spacing marks. */
static void
runes_fold(struct runes *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++) {
		int32_t c = utf8proc_tolower(r->s[i]);

		if (utf8proc_category(c) != UTF8PROC_CATEGORY_MN)
			r->s[n++] = c == 0x111 ? 'd' : c;
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
			add_char(b, r.s[k]);
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

	for (size_t i = skip_ascii(v, 0); i < v.n; i = skip_ascii(v, next)) {
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
	return tone_of_mark(c) || c == 0x302 || c == 0x306 || c == 0x31b;
}

/* Never longer than v. False, with nothing added, where the table does not
 * know a character. */
static bool
add_known_fold(struct buf *b, struct str v)
{
	char *to;
	size_t next;

	buf_room(b, v.n);
	to = b->s + b->n;
	for (size_t i = 0; i < v.n; i = next) {
		int32_t c = text_at(v, i, &next);
		struct sign sign = sign_of(c);

		if (sign.letter)
			*to++ = letters[sign.letter].fold;
		else if (c < 0x80 || is_fixed(c))
			to = (char *)memcpy(to, v.s + i, next - i) + (next - i);
		else if (!is_vietnamese_mark(c))
			return false;
	}
	*to = '\0';
	b->n = (size_t)(to - b->s);
	return true;
}

void
text_add_fold(struct buf *b, struct str v)
{
	if (!add_known_fold(b, v))
		add_form(b, v, UTF8PROC_DECOMPOSE | UTF8PROC_STABLE,
		    runes_fold);
}

/* The lower case of a letter of the table, as long in UTF-8 as itself. */
static int32_t
lower(int32_t c, struct sign sign)
{
	if (!sign.upper)
		return c;
	return c < 0x100 ? c + 0x20 : c + 1;
}

static bool
add_known_lower(struct buf *b, struct str v)
{
	char *to;
	size_t next;

	buf_room(b, v.n);
	to = b->s + b->n;
	for (size_t i = 0; i < v.n; i = next) {
		int32_t c = text_at(v, i, &next);
		struct sign sign = sign_of(c);

		if (sign.upper)
			to += utf8proc_encode_char(lower(c, sign),
			    (utf8proc_uint8_t *)to);
		else if (c < 0x80 || sign.letter || is_fixed(c))
			to = (char *)memcpy(to, v.s + i, next - i) + (next - i);
		else
			return false;
	}
	*to = '\0';
	b->n = (size_t)(to - b->s);
	return true;
}

void
text_add_lower(struct buf *b, struct str v)
{
	struct buf nfc = { 0 };

	if (add_known_lower(b, v))
		return;
	add_form(b, text_as_nfc(v, &nfc),
	    UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STABLE,
	    runes_compose);
	buf_release(&nfc);
}

/* Reading: letters of the alphabet with their tone, everything else as base
 * characters and marks. */

struct unit {
	int32_t c; /* -1: a bad byte */
	unsigned char byte;
	struct sign sign;
};

/* All-zero but v, which is in NFC. */
struct reader {
	struct str v;
	size_t i;
	int32_t piece[PIECES]; /* of the last character */
	int piece_n, piece_at;
};

static void
take_apart(struct reader *r, int32_t c)
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
next_unit(struct reader *r, struct unit *u)
{
	if (r->piece_at == r->piece_n) {
		size_t i = r->i;

		if (i >= r->v.n)
			return false;
		u->byte = (unsigned char)r->v.s[i];
		u->c = text_at(r->v, i, &r->i);
		u->sign = sign_of(u->c);
		if (u->sign.letter || u->c < 0xc0 || is_fixed(u->c))
			return true;
		take_apart(r, u->c);
	}
	u->c = r->piece[r->piece_at++];
	u->sign = sign_of(u->c);
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
	return u->sign.letter ? u->sign.tone : tone_of_mark(u->c);
}

/* Tone keys */

/* Reads on while a word lasts. Returns how many tones it bears. */
static size_t
skip_word(struct reader *r)
{
	struct reader before = *r;
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
add_word(struct buf *b, struct reader *r)
{
	struct reader word = *r;
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
				buf_addz(b, letters[u.sign.letter].lower);
			else if (!tone_of(&u))
				add_char(b, u.c);
		}
	buf_addc(b, (char)('0' + tone));
}

void
text_add_tone_key(struct buf *b, struct str v)
{
	struct buf low = { 0 };
	struct reader r = { 0 }, ahead;
	struct unit u;

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
			add_char(b, u.c);
		r = ahead;
	}
	buf_release(&low);
}

void
text_add_spelling(struct buf *b, struct str v)
{
	struct buf key = { 0 };
	struct str k;
	size_t start = b->n, next;
	bool blank = false;

	text_add_tone_key(&key, v);
	k = buf_str(&key);
	for (size_t i = 0; i < k.n; i = next) {
		if (is_space(text_at(k, i, &next))) {
			blank = true;
			continue;
		}
		if (blank && b->n > start)
			buf_addc(b, ' ');
		blank = false;
		buf_add(b, (struct str){ k.s + i, next - i });
	}
	buf_release(&key);
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
		add_char(b, c);
}

static void
add_letters(struct buf *b, struct str v)
{
	struct reader r = { .v = v };
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
	struct reader r = { .v = v };
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
			add_char(b, u.c);
		}
	}
	cut_level(b, from, T_BREAK);
}

static void
add_case(struct buf *b, struct str v)
{
	struct reader r = { .v = v };
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
	struct reader r = { .v = v };
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
next_weight(struct reader *r)
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
	struct reader ra = { .v = a }, rb = { .v = b };
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

/* Terminals */

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
	if (sign_of(c).letter)
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
		if (is_harmful(text_at(v, i, &next)))
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
