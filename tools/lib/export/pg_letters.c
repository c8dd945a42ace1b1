/* pg_letters: the letters of the tools' own tables, as texts of SQL.
 *
 * translate() of PostgreSQL puts the characters of one text in the place of
 * those of another; what is known of most characters is so two texts. Classes
 * of characters are ranges, as they stand between the brackets of a regular
 * expression. */
#include "export/pg_letters.h"

#include <string.h>

#include "text/case.h"
#include "text/text.h"
#include "text/text_class.h"

enum {
	ASCII_END = 0x80,
	VIETNAMESE_END = 0x1efa, /* no letter of the alphabet is behind it */
	SURROGATES = 0xd800,
	SURROGATES_END = 0xe000,
	UNICODE_END = 0x110000
};

/* The byte of a key before that of the first tone. */
enum { TONE_BEFORE = 0x02 };

static const int32_t tone_marks[] = { 0x300, 0x309, 0x303, 0x301, 0x323 };
enum { TONES = sizeof tone_marks / sizeof *tone_marks };

static bool
is_character(int32_t c)
{
	return c < SURROGATES || c >= SURROGATES_END;
}

/* A character as text; until the next one is asked for. */
static struct str
letter(int32_t c)
{
	static struct buf b;

	buf_clear(&b);
	text_add_char(&b, c);
	return buf_str(&b);
}

/* What a form makes of one character. */
static struct str
formed(struct buf *b, int32_t c, void (*add)(struct buf *, struct str))
{
	buf_clear(b);
	add(b, letter(c));
	return buf_str(b);
}

static bool
is_one(struct str v)
{
	size_t next;

	return v.n && text_at(v, 0, &next) >= 0 && next == v.n;
}

/* Writing. */

static void
begin(struct buf *b, const char *name, const char *type)
{
	buf_addf(b,
	    "CREATE FUNCTION ketnap.kn_%s() RETURNS %s LANGUAGE sql "
	    "IMMUTABLE PARALLEL SAFE RETURN ",
	    name, type);
}

static void
add_quoted(struct buf *b, struct str v)
{
	buf_addz(b, "E'");
	for (size_t i = 0; i < v.n; i++) {
		unsigned char c = (unsigned char)v.s[i];

		if (c < ' ' || c == 0x7f)
			buf_addf(b, "\\x%02x", c);
		else if (c == '\'' || c == '\\')
			buf_addf(b, "\\%c", c);
		else
			buf_addc(b, (char)c);
	}
	buf_addc(b, '\'');
}

static void
add_constant(struct buf *b, const char *name, const struct buf *v)
{
	begin(b, name, "text");
	add_quoted(b, buf_str(v));
	buf_addz(b, ";\n");
}

/* Two texts, of which one stands in the place of the other. */
struct pair {
	struct buf of, to;
};

static void
add_pair(struct buf *b, struct pair *p, const char *of, const char *to)
{
	add_constant(b, of, &p->of);
	add_constant(b, to, &p->to);
	buf_release(&p->of);
	buf_release(&p->to);
}

static void
add_range(struct buf *b, int32_t from, int32_t to)
{
	buf_addf(b, from > 0xffff ? "\\U%08x" : "\\u%04x", (unsigned)from);
	if (to > from) {
		buf_addc(b, '-');
		buf_addf(b, to > 0xffff ? "\\U%08x" : "\\u%04x", (unsigned)to);
	}
}

static void
add_class(struct buf *b, const char *name, unsigned classes)
{
	struct buf ranges = { 0 };
	int32_t from = 0;

	for (int32_t c = 1; c <= UNICODE_END; c++) {
		bool in = c < UNICODE_END && is_character(c) &&
		    (classes & 1u << text_class(c));

		if (in && !from)
			from = c;
		else if (!in && from) {
			add_range(&ranges, from, c - 1);
			from = 0;
		}
	}
	add_constant(b, name, &ranges);
	buf_release(&ranges);
}

/* Vietnamese. */

/* How the order key of one character falls into its levels. */
struct levels {
	struct buf key;
	struct str letters, tones, cases;
};

static void
weigh(struct levels *l, int32_t c)
{
	struct str rest = formed(&l->key, c, text_add_order_key);

	str_split(&rest, '\1', &l->letters);
	str_split(&rest, '\1', &l->tones);
	str_split(&rest, '\1', &l->cases);
}

static bool
is_ascii_letter(int32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Letters of the alphabet are those whose key begins with one byte, as that of
 * no other letter does. */
static bool
is_vietnamese(struct levels *l, int32_t c)
{
	if (c < ASCII_END)
		return is_ascii_letter(c);
	if (c >= VIETNAMESE_END || text_class(c) != TEXT_LETTER)
		return false;
	weigh(l, c);
	return l->letters.n == 1 &&
	    (!l->tones.n || (l->tones.n == 1 && l->tones.s[0] > TONE_BEFORE));
}

/* 0: it has none. */
static int
tone_of(struct levels *l, int32_t c)
{
	weigh(l, c);
	return l->tones.n ? l->tones.s[0] - TONE_BEFORE : 0;
}

/* A level of keys: what each character gives it. What gives nothing stands
 * behind, where translate() leaves it out. */
struct level {
	struct pair given;
	struct buf silent;
};

struct vietnamese {
	struct pair folded, cased, toned;
	struct buf tones, tone_weights, ranges;
	struct level letters, tone, cases;
};

static void
give(struct level *l, int32_t c, struct str gives)
{
	if (gives.n) {
		buf_add(&l->given.of, letter(c));
		buf_add(&l->given.to, gives);
	} else {
		buf_add(&l->silent, letter(c));
	}
}

static void
add_level(struct buf *b, struct level *l, const char *of, const char *to)
{
	buf_add(&l->given.of, buf_str(&l->silent));
	buf_release(&l->silent);
	add_pair(b, &l->given, of, to);
}

static void
take_levels(struct vietnamese *v, struct levels *l, int32_t c, bool is_letter)
{
	weigh(l, c);
	give(&v->letters, c, l->letters);
	give(&v->tone, c,
	    is_letter             ? l->tones :
		l->letters.n != 0 ? STR("\x02") :
				    STR(""));
	give(&v->cases, c,
	    !is_letter          ? STR("") :
		l->cases.n != 0 ? STR("\x03") :
				  STR("\x02"));
}

static void
take_letter(struct vietnamese *v, struct levels *l, int32_t c)
{
	struct buf form = { 0 };
	int tone = tone_of(l, c);
	struct str plain;

	buf_add(&v->folded.of, letter(c));
	buf_add(&v->folded.to, formed(&form, c, text_add_fold));
	formed(&form, c, case_add_small);
	if (!str_eq(buf_str(&form), letter(c))) {
		buf_add(&v->cased.of, letter(c));
		buf_add(&v->cased.to, buf_str(&form));
	}
	if (tone) {
		buf_add(&v->toned.of, letter(c));
		buf_addc(&v->tones, (char)('0' + tone));
		buf_addc(&v->tone_weights, (char)(TONE_BEFORE + tone));
		plain = formed(&form, c, text_add_tone_key);
		buf_add(&v->toned.to, str_first(plain, plain.n - 1));
	}
	buf_release(&form);
}

static void
take_marks(struct vietnamese *v)
{
	for (int i = 0; i < TONES; i++) {
		buf_add(&v->toned.of, letter(tone_marks[i]));
		buf_addc(&v->tones, (char)('1' + i));
		buf_addc(&v->tone_weights, (char)(TONE_BEFORE + 1 + i));
	}
}

static void
add_vietnamese(struct buf *b)
{
	struct vietnamese v = { 0 };
	struct levels l = { 0 };
	struct buf plain = { 0 }, known = { 0 };

	for (int32_t c = 1; c < VIETNAMESE_END; c++) {
		bool is_letter = is_vietnamese(&l, c);

		if (is_letter)
			take_letter(&v, &l, c);
		if (is_letter && c >= ASCII_END)
			buf_add(&v.ranges, letter(c));
		if (is_letter || c < ASCII_END)
			take_levels(&v, &l, c, is_letter);
	}
	take_marks(&v);
	buf_addf(&plain, "^[\\u0001-\\u007f%s]*$", buf_z(&v.ranges));
	/* and signs that have no case and no other form */
	buf_addf(&known,
	    "^[\\u0001-\\u007f\\u00a0-\\u00b4\\u00b6-\\u00bf"
	    "\\u2010-\\u205e\\u20a0-\\u20c0%s]*$",
	    buf_z(&v.ranges));
	add_constant(b, "plain", &plain);
	add_constant(b, "known", &known);
	add_pair(b, &v.folded, "letters", "folded");
	add_pair(b, &v.cased, "capitals", "smalls");
	add_pair(b, &v.toned, "toned", "toneless");
	add_constant(b, "tones", &v.tones);
	add_constant(b, "tone_weights", &v.tone_weights);
	add_level(b, &v.letters, "weighed", "weights");
	add_level(b, &v.tone, "weighed_tones", "tone_levels");
	add_level(b, &v.cases, "weighed_cases", "case_levels");
	buf_release(&v.tones);
	buf_release(&v.tone_weights);
	buf_release(&v.ranges);
	buf_release(&plain);
	buf_release(&known);
	buf_release(&l.key);
}

/* The rest of Unicode. */

static void
add_caseless(struct buf *b, struct str v)
{
	size_t next;

	text_add_char(b, case_folded(text_at(v, 0, &next)));
}

static void
add_cases(struct buf *b, void (*form)(struct buf *, struct str), const char *of,
    const char *to)
{
	struct pair p = { 0 };
	struct buf other = { 0 };

	for (int32_t c = ASCII_END; c < UNICODE_END; c++) {
		if (!is_character(c) || !text_nfc(letter(c)))
			continue;
		formed(&other, c, form);
		if (!is_one(buf_str(&other)) ||
		    str_eq(buf_str(&other), letter(c)))
			continue;
		buf_add(&p.of, letter(c));
		buf_add(&p.to, buf_str(&other));
	}
	for (int32_t c = 'A'; c <= 'Z'; c++) {
		bool small = str_eq(formed(&other, c, form), letter(c));

		buf_add(&p.of, letter(small ? c + ('a' - 'A') : c));
		buf_add(&p.to, letter(small ? c : c + ('a' - 'A')));
	}
	buf_release(&other);
	add_pair(b, &p, of, to);
}

/* What case folding makes several characters of, as ss of ß. */
static void
add_long_folds(struct buf *b)
{
	struct buf form = { 0 };
	size_t n = 0;

	begin(b, "long_folds", "text[]");
	buf_addz(b, "ARRAY[");
	for (int32_t c = ASCII_END; c < UNICODE_END; c++) {
		if (!is_character(c) || !text_nfc(letter(c)) ||
		    is_one(formed(&form, c, text_add_lower)))
			continue;
		buf_addz(b, n++ ? ",[" : "[");
		add_quoted(b, letter(c));
		buf_addc(b, ',');
		add_quoted(b, buf_str(&form));
		buf_addc(b, ']');
	}
	buf_addz(b, "];\n");
	buf_release(&form);
}

void
pg_letters_add(struct buf *b)
{
	add_vietnamese(b);
	add_cases(b, case_add_small, "lower_of", "lower_to");
	add_cases(b, case_add_capital, "upper_of", "upper_to");
	add_cases(b, add_caseless, "caseless_of", "caseless_to");
	add_long_folds(b);
	add_class(b, "letter_ranges", 1u << TEXT_LETTER);
	add_class(b, "nonspacing", 1u << TEXT_NONSPACING);
	add_class(b, "mark_ranges", 1u << TEXT_NONSPACING | 1u << TEXT_MARK);
	add_class(b, "number_ranges", 1u << TEXT_NUMBER);
	add_class(b, "control_ranges", 1u << TEXT_CONTROL);
	add_class(b, "foreign_ranges", 1u << TEXT_FOREIGN);
}
