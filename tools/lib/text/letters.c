/* letters: which characters of a value are not what they look like. */
#include "text/letters.h"

#include <stdlib.h>
#include <string.h>

#include "text/text.h"

enum {
	LOST = 0xfffd,
	FAR = '~', /* for any letter beyond ASCII */
};

/* When a character is wrong. */
enum when {
	NEVER,
	ALWAYS, /* in any word */
	NORTH,  /* ð: but for Icelandic words */
	/* in a word that is Vietnamese by its other letters */
	SPELLED,
	MIXED,  /* among Latin letters */
	RAISED, /* in a name or id */
	WIDE,   /* where no Chinese or Japanese is */
};

#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

/* In the order of their code points. What one looks like may be any text; of
 * several it is a byte for each, over again, a blank for what is no such. */
static const struct like {
	int32_t from, to;
	enum when when;
	const char *as;
} likes[] = {
	{ 0x00d0, 0x00d0, NORTH, "Đ" },
	{ 0x00f0, 0x00f0, NORTH, "đ" },
	{ 0x0130, 0x0131, SPELLED, "Ii" },
	{ 0x0189, 0x0189, ALWAYS, "Đ" },
	{ 0x018b, 0x018b, ALWAYS, "Đ" },
	{ 0x018c, 0x018c, ALWAYS, "đ" },
	{ 0x01a2, 0x01a2, ALWAYS, "Ư" },
	{ 0x01a3, 0x01a3, ALWAYS, "ư" },
	{ 0x01cd, 0x01cd, SPELLED, "Ă" },
	{ 0x01ce, 0x01ce, SPELLED, "ă" },
	{ 0x0251, 0x0251, RAISED, "a" },
	{ 0x0256, 0x0256, ALWAYS, "đ" },
	{ 0x0261, 0x0261, RAISED, "g" },
	{ 0x02b0, 0x02b8, RAISED, "h jr   wy" },
	{ 0x02e1, 0x02e3, RAISED, "lsx" },
	{ 0x037f, 0x037f, MIXED, "J" },
	{ 0x0391, 0x03a7, MIXED, "AB  EZH IK MN O P  TY X" },
	{ 0x03ac, 0x03ac, MIXED, "á" },
	{ 0x03af, 0x03af, MIXED, "í" },
	{ 0x03b9, 0x03c5, MIXED, "i   v o p   u" },
	{ 0x03cc, 0x03cc, MIXED, "ó" },
	{ 0x03cd, 0x03cd, MIXED, "ú" },
	{ 0x03f2, 0x03f9, MIXED, "cj     C" },
	{ 0x0405, 0x0408, MIXED, "SI J" },
	{ 0x0410, 0x0425, MIXED, "A B  E    K MHO PCTY X" },
	{ 0x0430, 0x0445, MIXED, "a    e    k   o pc y x" },
	{ 0x0455, 0x0458, MIXED, "si j" },
	{ 0x04ae, 0x04af, MIXED, "Yy" },
	{ 0x04bb, 0x04c0, MIXED, "h    I" },
	{ 0x04cf, 0x04cf, MIXED, "l" },
	{ 0x04d0, 0x04d0, MIXED, "Ă" },
	{ 0x04d1, 0x04d1, MIXED, "ă" },
	{ 0x0501, 0x0501, MIXED, "d" },
	{ 0x051b, 0x051d, MIXED, "qWw" },
	{ 0x057d, 0x057d, MIXED, "u" },
	{ 0x0585, 0x0585, MIXED, "o" },
	{ 0x1d2c, 0x1d5b, RAISED,
	    "A B DE GHIJKLMN O PRTUWa   bde   g km o   ptu  v" },
	{ 0x1d6d, 0x1d6d, ALWAYS, "đ" },
	{ 0x2071, 0x2071, RAISED, "i" },
	{ 0x207f, 0x207f, RAISED, "n" },
	{ 0x24b6, 0x24cf, RAISED, UPPER },
	{ 0x24d0, 0x24e9, RAISED, LOWER },
	{ 0xfb00, 0xfb00, ALWAYS, "ff" },
	{ 0xfb01, 0xfb01, ALWAYS, "fi" },
	{ 0xfb02, 0xfb02, ALWAYS, "fl" },
	{ 0xfb03, 0xfb03, ALWAYS, "ffi" },
	{ 0xfb04, 0xfb04, ALWAYS, "ffl" },
	{ 0xfb05, 0xfb05, ALWAYS, "st" },
	{ 0xfb06, 0xfb06, ALWAYS, "st" },
	{ 0xff10, 0xff19, WIDE, DIGITS },
	{ 0xff21, 0xff3a, WIDE, UPPER },
	{ 0xff41, 0xff5a, WIDE, LOWER },
	{ 0x1d400, 0x1d6a3, ALWAYS, UPPER LOWER },
	{ 0x1d7ce, 0x1d7ff, ALWAYS, DIGITS },
};

/* Marks that are taken for those of Vietnamese on the letters they stand on. */
static const struct {
	int32_t c;
	const char *on, *as;
} marks[] = {
	{ 0x0312, "aeiouyAEIOUY", "\u0309" },
	{ 0x0313, "aeiouyAEIOUY", "\u0309" },
	{ 0x0314, "aeiouyAEIOUY", "\u0309" },
	{ 0x0315, "ouOU", "\u031b" },
	{ 0x0342, "aeiouyAEIOUY", "\u0303" },
};

/* What there is in a word, or in all of a value. */
struct facts {
	bool latin;
	bool other;     /* a letter that looks like no Latin one */
	bool east;      /* Chinese, Japanese or Korean */
	bool spelled;   /* a letter that shows Vietnamese */
	bool vowel;     /* any that is not ð */
	bool not_north; /* one that Icelandic does not have */
	bool turkish;
	int strokes; /* through letters other than d */
	char last;   /* the last letter, if ASCII; else 0 */
};

struct look {
	struct str v;
	enum letters_in in;
	bool strict; /* no text */
	struct facts all;
	struct letters *found;
	struct buf *right, word;
	bool after_word; /* what was looked at last is one */
	bool wrong;
};

static int
by_code(const void *key, const void *row)
{
	int32_t c = *(const int32_t *)key;
	const struct like *l = row;

	return (c > l->to) - (c < l->from);
}

/* What a character looks like; n == 0: itself alone. */
static struct str
like_of(int32_t c, enum when *when)
{
	const struct like *row = c < 0xd0 ?
	    NULL :
	    bsearch(&c, likes, sizeof likes / sizeof *likes, sizeof *likes,
		by_code);
	struct str as = str_of(row ? row->as : "");

	if (row && row->from < row->to)
		as = (struct str){ as.s + (size_t)(c - row->from) % as.n, 1 };
	if (as.n && as.s[0] == ' ')
		as.n = 0;
	*when = as.n ? row->when : NEVER;
	return as;
}

static bool
is_mark(int32_t c)
{
	return c >= 0x300 && c < 0x370;
}

static bool
is_latin(int32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= 0xc0 && c < 0x2b0 && c != 0xd7 && c != 0xf7) ||
	    (c >= 0x1e00 && c < 0x1f00);
}

/* A letter of another script, or a sign of one. */
static bool
is_other(int32_t c)
{
	return (c >= 0x370 && c < 0x1e00 && c != 0x1680) ||
	    (c >= 0x1f00 && c < 0x2000) ||
	    (c >= 0x2c00 && c < 0xd800 && c != 0x3000) ||
	    (c >= 0xf900 && c < 0xfb00) || (c >= 0xfb07 && c < 0xfe00) ||
	    (c >= 0x20000 && c < 0x40000);
}

static bool
is_in(int32_t c, const int32_t *set)
{
	while (*set && *set != c)
		set++;
	return *set;
}

/* Vietnamese by itself: no other language that is written here has it. */
static bool
is_spelled(int32_t c)
{
	static const int32_t set[] = { 0x102, 0x103, 0x110, 0x111, 0x1a0, 0x1a1,
		0x1af, 0x1b0, 0xca, 0xea, 0xd4, 0xf4, 0xc2, 0xe2, 0x302, 0x306,
		0x309, 0x31b, 0x323, 0 };

	return (c >= 0x1ea0 && c < 0x1efa) || is_in(c, set);
}

static bool
is_north(int32_t c)
{
	static const int32_t set[] = { 0xc1, 0xe1, 0xc9, 0xe9, 0xcd, 0xed, 0xd3,
		0xf3, 0xda, 0xfa, 0xdd, 0xfd, 0xde, 0xfe, 0xc6, 0xe6, 0xd6,
		0xf6, 0xd8, 0xf8, 0xd0, 0xf0, 0x301, 0x308, 0 };

	return c < 0x80 || is_in(c, set);
}

static bool
is_turkish(int32_t c)
{
	static const int32_t set[] = { 0x11e, 0x11f, 0x15e, 0x15f, 0xd6, 0xf6,
		0xdc, 0xfc, 0xc7, 0xe7, 0 };

	return is_in(c, set);
}

/* Part of a word? */
static bool
is_letter(int32_t c)
{
	enum when when;

	return is_latin(c) || is_mark(c) || is_other(c) || like_of(c, &when).n;
}

static void
note(struct facts *f, int32_t c, int32_t before)
{
	enum when when;

	like_of(c, &when);
	f->latin |= is_latin(c) && when != RAISED;
	f->other |= is_other(c) && when == NEVER;
	f->east |= (c >= 0x2e80 && c < 0xd800 && c != 0x3000);
	f->spelled |= is_spelled(c);
	f->vowel |= c >= 0xc0 ?
	    c != 0xd0 && c != 0xf0 :
	    strchr("aeiouyAEIOUY", c ? (char)c : ' ') != NULL;
	f->not_north |= !is_north(c);
	f->turkish |= is_turkish(c);
	f->strokes +=
	    (c == 0x335 || c == 0x336) && before != 'd' && before != 'D';
	f->last = c < 0x80 ? (char)c : 0;
}

static struct facts
facts_of(struct str v)
{
	struct facts f = { 0 };
	int32_t before = 0;
	size_t next;

	for (size_t i = 0; i < v.n; i = next) {
		int32_t c = text_at(v, i, &next);

		note(&f, c, before);
		before = c;
	}
	return f;
}

/* Does ð stand where no Icelandic word has it? First, in an abbreviation, or
 * after a letter that it never follows; before is the one before it. */
static bool
is_misplaced(const struct facts *word, char before)
{
	return !before || !word->vowel || strchr("bcdhkpqtvx", before | 0x20);
}

/* Of a character in a word, after the letter before; 0: there is none. */
static bool
is_wrong(const struct look *l, const struct facts *word, enum when when,
    char before, int32_t c)
{
	bool dotless = c == 0x130 || c == 0x131;

	switch (when) {
	case ALWAYS:
		return !word->other;
	case NORTH:
		return !word->other &&
		    (word->not_north || is_misplaced(word, before));
	case SPELLED:
		if (dotless)
			return word->spelled || (l->strict && !l->all.turkish);
		return word->spelled || (l->strict && l->all.spelled) ||
		    (word->last && strchr("mptckhMPTCKH", word->last));
	case MIXED:
		return !word->other &&
		    (word->latin || (l->strict && !l->all.other));
	case RAISED:
		return l->strict && !word->other;
	case WIDE:
		return l->strict || !l->all.east;
	case NEVER:
		break;
	}
	return false;
}

static void
wrong(struct look *l, enum letters_kind kind, int32_t c, size_t off,
    struct str as, size_t word)
{
	struct letters_wrong *w = &l->found->first[kind];

	l->wrong = true;
	if (!w->c)
		*w = (struct letters_wrong){ c, off, as, word };
}

/* The mark c on a letter of Latin, or what it is taken for. */
static struct str
mark_as(int32_t c, char on)
{
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (marks[i].c == c && on && strchr(marks[i].on, on))
			return str_of(marks[i].as);
	return STR("");
}

/* One word, v[from, end). */
static void
look_word(struct look *l, size_t from, size_t end)
{
	struct facts word =
	    facts_of(str_first(str_from(l->v, from), end - from));
	size_t next, right = l->right->n;
	struct buf *b = &l->word;
	/* the last one, on which marks stand; 0: none yet */
	char letter = 0;

	buf_clear(b);
	for (size_t i = from; i < end; i = next) {
		int32_t c = text_at(l->v, i, &next);
		struct str as = { 0 }, self = { l->v.s + i, next - i };
		enum when when = NEVER;

		if (!is_mark(c)) {
			as = like_of(c, &when);
			if (!is_wrong(l, &word, when, letter, c))
				as = STR("");
			letter = c < 0x80 ? (char)c : FAR;
		} else if ((c == 0x335 || c == 0x336) && !word.strokes &&
		    b->n && (b->s[b->n - 1] | 0x20) == 'd') {
			as = b->s[--b->n] == 'd' ? STR("đ") : STR("Đ");
		} else {
			as = mark_as(c, letter);
		}
		if (as.n)
			wrong(l, LETTERS_LIKE, c, i, as, right);
		buf_add(b, as.n ? as : self);
	}
	text_add_nfc(l->right, buf_str(b));
}

static bool
is_space(int32_t c)
{
	return c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) ||
	    c == 0x202f || c == 0x205f || c == 0x3000;
}

/* The sign of the keyboard that another one is taken for in a code; 0: none. */
static char
sign_of(int32_t c)
{
	if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xfe63 ||
	    c == 0xff0d)
		return '-';
	return c == 0x2044 || c == 0x2215 || c == 0xff0f ? '/' : '\0';
}

/* A '?' within a word of a name: many programs write it for a letter that their
 * encoding does not have. */
static bool
is_lost(const struct look *l, int32_t c, size_t off)
{
	size_t next;

	return c == LOST ||
	    (c == '?' && l->in == LETTERS_NAME && l->after_word &&
		off + 1 < l->v.n && is_letter(text_at(l->v, off + 1, &next)));
}

/* What stands between words. */
static void
look_between(struct look *l, int32_t c, size_t off, size_t n)
{
	struct str self = { l->v.s + off, n };
	size_t right = l->right->n;
	char sign = l->in == LETTERS_CODE ? sign_of(c) : '\0';

	if (sign) {
		self = sign == '-' ? STR("-") : STR("/");
		wrong(l, LETTERS_LIKE, c, off, self, right);
	} else if (is_space(c) && (l->strict || c != 0x3000 || !l->all.east)) {
		wrong(l, LETTERS_SPACE, c, off, STR(" "), right);
		self = STR(" ");
	} else if (!is_space(c) && text_hidden(c)) {
		wrong(l, LETTERS_HIDDEN, c, off, STR(""), right);
		self = STR("");
	} else if (is_lost(l, c, off)) {
		wrong(l, LETTERS_LOST, c, off, STR(""), right);
	}
	buf_add(l->right, self);
}

bool
letters_look(struct str v, enum letters_in in, struct letters *found,
    struct buf *right)
{
	struct look l = { v, in, in != LETTERS_TEXT, .found = found,
		.right = right };
	size_t from = right->n, next;

	l.all = facts_of(v);
	*found = (struct letters){ 0 };
	for (size_t i = 0; i < v.n; i = next) {
		int32_t c = text_at(v, i, &next);
		size_t end = i;

		for (; is_letter(c); c = end < v.n ? text_at(v, end, &next) : 0)
			end = next;
		if (end == i) {
			look_between(&l, c, i, next - i);
			l.after_word = false;
			continue;
		}
		look_word(&l, i, end);
		l.after_word = true;
		next = end;
	}
	found->foreign = !l.all.latin && is_other(found->first[LETTERS_LIKE].c);
	if (!l.wrong)
		right->n = from;
	buf_release(&l.word);
	return l.wrong;
}
