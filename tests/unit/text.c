/* Vietnamese text, against ICU: its collation "vi", normal forms, case folding
 * and UTF-8. Texts come from a seed, so a failure can be seen again. */
#include "text/text.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ucol.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>
#include <utf8proc.h>

#include "test.h"
#include "../draw.h"

static uint64_t seed = 20210730;

static unsigned
draw(unsigned below)
{
	return (unsigned)draw_below(&seed, below);
}

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define DRAW(a) ((a)[draw(COUNT(a))])

/* Texts */

/* A rime in the six tones, as it is spelled today, and with the tone where the
 * older spelling has it. */
struct rime {
	const char *tone[6], *older[6];
};

static const struct rime rimes[] = {
	{ { "a", "à", "ả", "ã", "á", "ạ" }, { 0 } },
	{ { "ăn", "ằn", "ẳn", "ẵn", "ắn", "ặn" }, { 0 } },
	{ { "âu", "ầu", "ẩu", "ẫu", "ấu", "ậu" }, { 0 } },
	{ { "an", "àn", "ản", "ãn", "án", "ạn" }, { 0 } },
	{ { "anh", "ành", "ảnh", "ãnh", "ánh", "ạnh" }, { 0 } },
	{ { "e", "è", "ẻ", "ẽ", "é", "ẹ" }, { 0 } },
	{ { "ên", "ền", "ển", "ễn", "ến", "ện" }, { 0 } },
	{ { "i", "ì", "ỉ", "ĩ", "í", "ị" }, { 0 } },
	{ { "iêu", "iều", "iểu", "iễu", "iếu", "iệu" }, { 0 } },
	{ { "o", "ò", "ỏ", "õ", "ó", "ọ" }, { 0 } },
	{ { "ông", "ồng", "ổng", "ỗng", "ống", "ộng" }, { 0 } },
	{ { "ơn", "ờn", "ởn", "ỡn", "ớn", "ợn" }, { 0 } },
	{ { "u", "ù", "ủ", "ũ", "ú", "ụ" }, { 0 } },
	{ { "ưng", "ừng", "ửng", "ững", "ứng", "ựng" }, { 0 } },
	{ { "ương", "ường", "ưởng", "ưỡng", "ướng", "ượng" }, { 0 } },
	{ { "y", "ỳ", "ỷ", "ỹ", "ý", "ỵ" }, { 0 } },
	{ { "uyên", "uyền", "uyển", "uyễn", "uyến", "uyện" }, { 0 } },
	{ { "oa", "oà", "oả", "oã", "oá", "oạ" },
	    { "oa", "òa", "ỏa", "õa", "óa", "ọa" } },
	{ { "oe", "oè", "oẻ", "oẽ", "oé", "oẹ" },
	    { "oe", "òe", "ỏe", "õe", "óe", "ọe" } },
	{ { "uy", "uỳ", "uỷ", "uỹ", "uý", "uỵ" },
	    { "uy", "ùy", "ủy", "ũy", "úy", "ụy" } },
};

static const char *const onsets[] = { "", "b", "c", "ch", "d", "đ", "g", "gi",
	"h", "kh", "l", "m", "n", "ng", "ngh", "nh", "ph", "q", "r", "s", "t",
	"th", "tr", "v", "x", "f", "j", "w", "z" };
static const char *const capitals[] = { "", "B", "C", "Ch", "D", "Đ", "G", "Gi",
	"H", "Kh", "L", "M", "N", "Ng", "Ngh", "Nh", "Ph", "Q", "R", "S", "T",
	"Th", "Tr", "V", "X", "F", "J", "W", "Z" };

/* The same syllable in b and, where older is given, spelled the older way. */
static void
add_syllable(struct buf *b, struct buf *older)
{
	const struct rime *r = &DRAW(rimes);
	unsigned onset = draw(COUNT(onsets)), tone = draw(6);
	const char *start = draw(3) ? capitals[onset] : onsets[onset];

	buf_addz(b, start);
	buf_addz(b, r->tone[tone]);
	if (!older)
		return;
	buf_addz(older, start);
	buf_addz(older, r->older[tone] ? r->older[tone] : r->tone[tone]);
}

static void
add_name(struct buf *b, struct buf *older, unsigned words)
{
	static const char *const between[] = { " ", " ", " ", " ", "-", ", " };

	for (unsigned i = 0; i < words; i++) {
		const char *gap = i ? DRAW(between) : "";

		buf_addz(b, gap);
		if (older)
			buf_addz(older, gap);
		add_syllable(b, older);
	}
}

static void
add_code_point(struct buf *b, UChar32 c)
{
	char bytes[4];
	int n = 0;

	U8_APPEND_UNSAFE(bytes, n, c);
	buf_add(b, (struct str){ bytes, (size_t)n });
}

/* ICU and utf8proc come with the Unicode of their year: where one of them knows
 * a character that the other does not know yet, they have nothing to agree
 * on. */
static bool
known_to_one(UChar32 c)
{
	return (u_charType(c) == U_UNASSIGNED) !=
	    (utf8proc_category(c) == UTF8PROC_CATEGORY_CN);
}

/* Letters, marks and signs of any script, with bad bytes where asked for. */
static void
add_any(struct buf *b, unsigned n, bool bad)
{
	static const struct {
		UChar32 from, to;
	} blocks[] = {
		{ 0, 0x7f },
		{ 0x20, 0x7e },
		{ 0xa0, 0x24f },
		{ 0x300, 0x36f },
		{ 0x300, 0x32f },
		{ 0x370, 0x3ff },
		{ 0x400, 0x52f },
		{ 0x900, 0x97f },
		{ 0xe00, 0xe7f },
		{ 0x1100, 0x11ff },
		{ 0x1e00, 0x1eff },
		{ 0x1ea0, 0x1ef9 },
		{ 0x1f00, 0x1fff },
		{ 0x2000, 0x22ff },
		{ 0x3040, 0x30ff },
		{ 0xac00, 0xd7a3 },
		{ 0xf900, 0xfaff },
		{ 0xfb00, 0xfb4f },
		{ 0x10400, 0x1044f },
		{ 0x1d15e, 0x1d16d },
		{ 0x1e900, 0x1e943 },
		{ 0, 0xd7ff },
		{ 0xe000, 0x10ffff },
	};

	for (unsigned i = 0; i < n; i++) {
		unsigned at = draw(COUNT(blocks));
		UChar32 c;

		if (bad && !draw(4)) {
			buf_addc(b, (char)(0x80 + draw(0x80)));
			continue;
		}
		do
			c = blocks[at].from +
			    (UChar32)draw((
				unsigned)(blocks[at].to - blocks[at].from + 1));
		while (known_to_one(c));
		add_code_point(b, c);
	}
}

/* What ICU makes of it */

enum { WIDE = 4096 };

static int32_t
to_wide(struct str v, UChar out[WIDE])
{
	UErrorCode e = U_ZERO_ERROR;
	int32_t n = 0;

	u_strFromUTF8(out, WIDE, &n, v.s, (int32_t)v.n, &e);
	return U_FAILURE(e) ? -1 : n;
}

static void
add_wide(struct buf *b, const UChar *s, int32_t n)
{
	UChar32 c;

	for (int32_t i = 0; i < n; add_code_point(b, c))
		U16_NEXT(s, i, n, c);
}

static int32_t
normal(const UNormalizer2 *form, const UChar *s, int32_t n, UChar out[WIDE])
{
	UErrorCode e = U_ZERO_ERROR;

	n = unorm2_normalize(form, s, n, out, WIDE, &e);
	return U_FAILURE(e) ? -1 : n;
}

static const UNormalizer2 *
form(bool composed)
{
	UErrorCode e = U_ZERO_ERROR;

	return composed ? unorm2_getNFCInstance(&e) : unorm2_getNFDInstance(&e);
}

static void
icu_form(struct buf *b, struct str v, bool composed)
{
	UChar wide[WIDE], out[WIDE];

	add_wide(b, out, normal(form(composed), wide, to_wide(v, wide), out));
}

static void
icu_fold(struct buf *b, struct str v)
{
	UChar wide[WIDE], out[WIDE];
	int32_t n = normal(form(false), wide, to_wide(v, wide), out);
	UChar32 c;

	for (int32_t i = 0; i < n;) {
		U16_NEXT(out, i, n, c);
		if (u_charType(c) == U_NON_SPACING_MARK)
			continue;
		c = u_tolower(c);
		add_code_point(b,
		    c == 0x111 || c == 0xf0 || c == 0x256 ? 'd' : c);
	}
}

static void
icu_lower(struct buf *b, struct str v)
{
	UChar wide[WIDE], nfc[WIDE];
	UErrorCode e = U_ZERO_ERROR;
	int32_t n = normal(form(true), wide, to_wide(v, wide), nfc);

	n = u_strFoldCase(wide, WIDE, nfc, n, U_FOLD_CASE_DEFAULT, &e);
	n = normal(form(true), wide, n, nfc);
	add_wide(b, nfc, n);
}

static UCollator *
collator(UCollationStrength strength)
{
	UErrorCode e = U_ZERO_ERROR;
	UCollator *c = ucol_open("vi", &e);

	if (U_FAILURE(e)) {
		printf("Bail out! ICU has no collation vi\n");
		exit(1);
	}
	ucol_setStrength(c, strength);
	return c;
}

static int
icu_compare(const UCollator *c, struct str a, struct str b)
{
	UErrorCode e = U_ZERO_ERROR;

	return ucol_strcollUTF8(c, a.s, (int32_t)a.n, b.s, (int32_t)b.n, &e);
}

/* Telling */

typedef void add(struct buf *, struct str);

static int
sign(int n)
{
	return (n > 0) - (n < 0);
}

static int
key_compare(add *key, struct str a, struct str b)
{
	struct buf ka = { 0 }, kb = { 0 };
	int order;

	key(&ka, a);
	key(&kb, b);
	order = str_cmp(buf_str(&ka), buf_str(&kb));
	buf_release(&ka);
	buf_release(&kb);
	return sign(order);
}

static void
show(const char *what, struct str v)
{
	printf("# %s:", what);
	for (size_t i = 0; i < v.n; i++)
		printf(" %02x", (unsigned char)v.s[i]);
	printf("  '%.*s'\n", STRF(v));
}

enum { SHOWN = 3 };

/* Says two texts for which a law fails, at most a few times a law. */
static bool
fails(size_t *failures, struct str a, struct str b)
{
	if (++*failures <= SHOWN) {
		show("a", a);
		show("b", b);
	}
	return false;
}

static bool
becomes(add *f, const char *from, const char *to)
{
	struct buf b = { 0 };
	bool same;

	buf_addz(&b, "before");
	f(&b, str_of(from));
	same = str_is(str_from(buf_str(&b), 6), to) && b.s[b.n] == '\0' &&
	    str_starts(buf_str(&b), STR("before"));
	if (!same)
		show("got", str_from(buf_str(&b), 6));
	buf_release(&b);
	return same;
}

/* UTF-8 */

/* Agrees on where v's first character ends and what it is. */
static bool
decodes(struct str v)
{
	int32_t at = 0;
	UChar32 c;
	size_t next, bad = 99;

	U8_NEXT(v.s, at, (int32_t)v.n, c);
	if (text_at(v, 0, &next) != c ||
	    (c < 0 ? next != 1 : next != (size_t)at))
		return false;
	return c < 0 ? !text_valid(v, &bad) && bad == 0 :
		       text_valid(str_first(v, next), &bad) && bad == 99;
}

static void
test_utf8(void)
{
	char bytes[4];
	size_t wrong = 0, bad = 0;
	struct str v = { bytes, 4 };

	for (unsigned i = 0; i < 1 << 24; i += i < 1 << 16 ? 1 : 61) {
		bytes[0] = (char)(i < 1 << 16 ? i >> 8 : i >> 16);
		bytes[1] = (char)(i < 1 << 16 ? i : i >> 8);
		bytes[2] = (char)(i < 1 << 16 ? 0x80 : i);
		bytes[3] = (char)(0x80 + draw(0x40));
		for (v.n = 1; v.n <= 4; v.n++)
			wrong += !decodes(v);
	}
	ok(wrong == 0, "any bytes are read as ICU reads them");
	ok(!text_valid(STR("abcdefghijklmnopqrst\xffuvw"), &bad) && bad == 20,
	    "a bad byte is found behind ASCII");
	ok(text_valid(STR(""), &bad) && text_valid(STR("Nguyễn\0x"), &bad),
	    "nothing, and NUL, are UTF-8");
}

/* Forms */

static void
test_forms(void)
{
	size_t nfc = 0, fold = 0, low = 0, is = 0, kept = 0;
	struct buf v = { 0 }, got = { 0 }, want = { 0 }, d = { 0 };

	for (int i = 0; i < 60000; i++) {
		buf_clear(&v);
		if (i % 3)
			add_any(&v, 1 + draw(7), false);
		else
			add_name(&v, NULL, 1 + draw(4));
		buf_clear(&d);
		icu_form(&d, buf_str(&v), false);
		for (int k = 0; k < 2; k++) {
			struct str s = buf_str(k ? &d : &v);

			buf_clear(&got), buf_clear(&want);
			text_add_nfc(&got, s);
			icu_form(&want, s, true);
			if (!str_eq(buf_str(&got), buf_str(&want)))
				fails(&nfc, s, buf_str(&got));
			if (text_nfc(s) != str_eq(s, buf_str(&want)))
				fails(&is, s, buf_str(&want));
			buf_clear(&got), buf_clear(&want);
			text_add_fold(&got, s);
			icu_fold(&want, s);
			if (!str_eq(buf_str(&got), buf_str(&want)))
				fails(&fold, s, buf_str(&got));
			buf_clear(&got), buf_clear(&want);
			text_add_lower(&got, s);
			icu_lower(&want, s);
			if (!str_eq(buf_str(&got), buf_str(&want)))
				fails(&low, s, buf_str(&got));
		}
		buf_clear(&got);
		buf_clear(&v);
		add_any(&v, 1 + draw(7), true);
		text_add_nfc(&got, buf_str(&v));
		buf_clear(&want);
		text_add_nfc(&want, buf_str(&got));
		if (!str_eq(buf_str(&got), buf_str(&want)))
			fails(&kept, buf_str(&v), buf_str(&got));
	}
	ok(nfc == 0, "NFC is ICU's");
	ok(is == 0, "being NFC is ICU's");
	ok(fold == 0, "folding is ICU's NFD without marks, in lower case");
	ok(low == 0, "lower case is ICU's case folding in NFC");
	ok(kept == 0, "NFC with bad bytes in it stays as it is");
	buf_release(&v), buf_release(&got);
	buf_release(&want), buf_release(&d);
}

static void
test_form_cases(void)
{
	ok(becomes(text_add_fold, "Nguyễn Văn ĐỨC", "nguyen van duc") &&
		becomes(text_add_fold, "Nguye\u0302\u0303n", "nguyen") &&
		becomes(text_add_fold, "Đức\xff \u0301x", "duc\xff x") &&
		becomes(text_add_fold, "", "") &&
		becomes(text_add_fold, "“Tổ 3” – 5 ₫", "“to 3” – 5 ₫"),
	    "folding keeps all but case and marks");
	ok(becomes(text_add_lower, "NGUYỄN Ưng Ơ ĐẶNG Straße",
	       "nguyễn ưng ơ đặng strasse") &&
		becomes(text_add_lower, "\xc3X", "\xc3x"),
	    "lower case");
	ok(becomes(text_add_nfc, "hoa\u0300", "hoà") &&
		becomes(text_add_nfc, "a\u0323\u0302\xff\u0301", "ậ\xff\u0301"),
	    "NFC");
}

/* A text that is all marks, in the worst order, must not take long. */
static void
test_many_marks(void)
{
	enum { MARKS = 200000 };
	struct buf v = { 0 }, got = { 0 }, again = { 0 };

	for (int i = 0; i < MARKS; i++)
		buf_addz(&v, i % 2 ? "\u0316" : "\u0301");
	text_add_nfc(&got, buf_str(&v));
	text_add_nfc(&again, buf_str(&got));
	ok(got.n == v.n && str_eq(buf_str(&got), buf_str(&again)) &&
		str_starts(buf_str(&got), STR("\u0316\u0316")) &&
		!text_nfc(buf_str(&v)) && text_nfc(buf_str(&got)),
	    "hundreds of thousands of marks are put in order");
	buf_release(&v), buf_release(&got), buf_release(&again);
}

/* Tone keys */

static void
test_tone_cases(void)
{
	static const char *const rows[][2] = {
		{ "hòa", "hoa1" },
		{ "hoà", "hoa1" },
		{ "HOÀ", "hoa1" },
		{ "hoa\u0300", "hoa1" },
		{ "thúy", "thuy4" },
		{ "thuý", "thuy4" },
		{ "quý", "quy4" },
		{ "qúy", "quy4" },
		{ "Đặng", "đăng5" },
		{ "Nguyễn Văn An", "nguyên3 văn0 an0" },
		{ "khỏe", "khoe2" },
		{ "12-QĐ/HU", "12-qđ0/hu0" },
		{ "", "" },
		{ "résumé", "résumé0" },
		{ "hoa1", "hoa01" },
		{ "\xffhoà\xff", "\xffhoa1\xff" },
		{ "Hữu-Nghị", "hưu3-nghi5" },
		{ "ñ", "n3" },
		{ "\u0301a", "\u0301a0" },
		{ "ǘ", "u\u03084" },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		ok(becomes(text_add_tone_key, rows[i][0], rows[i][1]),
		    "tone key of '%s'", rows[i][0]);
	ok(becomes(text_add_spelling, " Xếp \t loại\u00a0Tốt\n",
	       "xêp4 loai5 tôt4") &&
		becomes(text_add_spelling, "xep loai tot", "xep0 loai0 tot0") &&
		becomes(text_add_spelling, " \t\u2003", "") &&
		becomes(text_add_spelling, "a\u200bb", "a0\u200bb0"),
	    "a spelling is a tone key in single blanks, never without marks");
}

static bool
same_key(add *key, struct str a, struct str b)
{
	return key_compare(key, a, b) == 0;
}

/* Text of ASCII is read by a shorter way: it must give what the other gives,
 * which a word behind it has taken. */
static void
test_ascii_keys(void)
{
	struct buf text = { 0 }, alone = { 0 }, more = { 0 };
	size_t wrong = 0;

	for (int i = 0; i < 20000; i++) {
		buf_clear(&text), buf_clear(&alone), buf_clear(&more);
		for (size_t n = draw(24); n; n--)
			buf_addc(&text, (char)draw(0x80));
		text_add_tone_key(&alone, buf_str(&text));
		buf_addz(&alone, "; ơ5");
		buf_addz(&text, "; ợ");
		text_add_tone_key(&more, buf_str(&text));
		if (!str_eq(buf_str(&more), buf_str(&alone)))
			fails(&wrong, buf_str(&text), buf_str(&alone));
	}
	ok(!wrong, "keys of text in ASCII");
	buf_release(&text), buf_release(&alone), buf_release(&more);
}

static void
test_tone_laws(void)
{
	size_t placed = 0, forms = 0, told = 0;
	struct buf a = { 0 }, older = { 0 }, d = { 0 }, other = { 0 };

	for (int i = 0; i < 20000; i++) {
		buf_clear(&a), buf_clear(&older), buf_clear(&d);
		buf_clear(&other);
		add_name(&a, &older, 1 + draw(4));
		icu_form(&d, buf_str(&a), false);
		if (!same_key(text_add_tone_key, buf_str(&a),
			buf_str(&older)) ||
		    !same_key(text_add_spelling, buf_str(&a), buf_str(&older)))
			fails(&placed, buf_str(&a), buf_str(&older));
		if (!same_key(text_add_tone_key, buf_str(&a), buf_str(&d)))
			fails(&forms, buf_str(&a), buf_str(&d));
		add_name(&other, NULL, 1);
		buf_clear(&a);
		add_name(&a, NULL, 1);
		buf_clear(&d), buf_clear(&older);
		text_add_lower(&d, buf_str(&a));
		text_add_lower(&older, buf_str(&other));
		if (same_key(text_add_tone_key, buf_str(&a), buf_str(&other)) !=
		    str_eq(buf_str(&d), buf_str(&older)))
			fails(&told, buf_str(&a), buf_str(&other));
	}
	ok(placed == 0, "the place of a tone makes no difference");
	ok(forms == 0, "nor does the normal form");
	ok(told == 0, "other letters and other tones do");
	buf_release(&a), buf_release(&older);
	buf_release(&d), buf_release(&other);
}

/* Order */

static bool
agrees(const UCollator *c, struct str a, struct str b)
{
	int want = icu_compare(c, a, b);

	return sign(text_compare(a, b)) ==
	    (want ? want : sign(str_cmp(a, b))) &&
	    sign(text_compare(b, a)) == -sign(text_compare(a, b)) &&
	    key_compare(text_add_order_key, a, b) == want;
}

static void
test_order_icu(void)
{
	UCollator *c = collator(UCOL_TERTIARY);
	size_t syllables = 0, names = 0, ascii = 0, forms = 0;
	struct buf a = { 0 }, b = { 0 }, d = { 0 };

	for (int i = 0; i < 60000; i++) {
		buf_clear(&a), buf_clear(&b);
		add_syllable(&a, NULL), add_syllable(&b, NULL);
		if (!agrees(c, buf_str(&a), buf_str(&b)))
			fails(&syllables, buf_str(&a), buf_str(&b));
		buf_clear(&a), buf_clear(&b), buf_clear(&d);
		add_name(&a, NULL, 1 + draw(4));
		/* Near neighbours: the same name but for one more word. */
		buf_add(&b, draw(2) ? buf_str(&a) : STR(""));
		buf_addz(&b, draw(2) ? " " : "");
		add_name(&b, NULL, draw(3));
		if (!agrees(c, buf_str(&a), buf_str(&b)))
			fails(&names, buf_str(&a), buf_str(&b));
		icu_form(&d, buf_str(&a), false);
		if (!agrees(c, buf_str(&d), buf_str(&b)) ||
		    !agrees(c, buf_str(&d), buf_str(&a)))
			fails(&forms, buf_str(&d), buf_str(&b));
		buf_clear(&a), buf_clear(&b);
		for (unsigned n = draw(6); n; n--)
			buf_addc(&a, (char)(' ' + draw(0x5f)));
		for (unsigned n = draw(6); n; n--)
			buf_addc(&b, (char)(' ' + draw(0x5f)));
		if (!agrees(c, buf_str(&a), buf_str(&b)))
			fails(&ascii, buf_str(&a), buf_str(&b));
	}
	ok(syllables == 0, "syllables in ICU's order");
	ok(names == 0, "names in ICU's order");
	ok(forms == 0, "names in NFD in ICU's order");
	ok(ascii == 0, "ASCII in ICU's order");
	ucol_close(c);
	buf_release(&a), buf_release(&b), buf_release(&d);
}

/* The key up to its last level. */
static void
add_but_places(struct buf *b, struct str v)
{
	text_add_order_key(b, v);
	while (b->n && b->s[b->n - 1] != 1)
		b->n--;
}

static void
test_order_placement(void)
{
	size_t places = 0, between = 0;
	struct buf a = { 0 }, older = { 0 }, b = { 0 };

	for (int i = 0; i < 20000; i++) {
		buf_clear(&a), buf_clear(&older), buf_clear(&b);
		add_name(&a, &older, 1 + draw(3));
		add_name(&b, NULL, 1 + draw(3));
		if (!same_key(add_but_places, buf_str(&a), buf_str(&older)))
			fails(&places, buf_str(&a), buf_str(&older));
		if (key_compare(add_but_places, buf_str(&a), buf_str(&b)) !=
		    key_compare(add_but_places, buf_str(&older), buf_str(&b)))
			fails(&between, buf_str(&a), buf_str(&b));
	}
	ok(places == 0, "the place of a tone counts last of all");
	ok(between == 0, "so both spellings stand together");
	ok(text_compare(STR("hòa"), STR("hoà")) ==
		    -text_compare(STR("hoà"), STR("hòa")) &&
		text_compare(STR("hòa"), STR("hoà")) != 0 &&
		text_compare(STR("Hoà"), STR("hòa")) > 0 &&
		text_compare(STR("Hòa"), STR("hoà")) > 0 &&
		text_compare(STR("hòa bình b"), STR("hoà bình a")) > 0,
	    "and yet one comes first, whatever its case and after all else");
	buf_release(&a), buf_release(&older), buf_release(&b);
}

static void
test_order_list(void)
{
	static const char *const list[] = {
		"",
		" ",
		"-",
		"(",
		"0",
		"10",
		"2",
		"an",
		"An",
		"án",
		"An Anh",
		"anh",
		"Ánh",
		"ăn",
		"Ân",
		"Ẩn",
		"ba",
		"bà",
		"bả",
		"bã",
		"bá",
		"bạ",
		"cam",
		"chanh",
		"da",
		"đa",
		"Đạt",
		"em",
		"ếch",
		"fa",
		"ga",
		"ja",
		"kẹo",
		"lý",
		"Nguyên",
		"Nguyễn",
		"Nguyệt",
		"oa",
		"ông",
		"ơn",
		"pa",
		"u",
		"ưa",
		"va",
		"wa",
		"xa",
		"y",
		"za",
	};
	size_t wrong = 0;

	for (size_t i = 0; i < COUNT(list); i++)
		for (size_t k = 0; k < COUNT(list); k++) {
			struct str a = str_of(list[i]), b = str_of(list[k]);
			int want = (i > k) - (i < k);

			if (sign(text_compare(a, b)) != want ||
			    key_compare(text_add_order_key, a, b) != want)
				fails(&wrong, a, b);
		}
	ok(wrong == 0, "a list in Vietnamese order");
}

/* Whatever the bytes: keys order as text_compare does, hold no NUL, are UTF-8,
 * and do not depend on the normal form. */
static void
test_order_any(void)
{
	size_t order = 0, bytes = 0, forms = 0, bad;
	struct buf a = { 0 }, b = { 0 }, key = { 0 }, d = { 0 };

	for (int i = 0; i < 40000; i++) {
		buf_clear(&a), buf_clear(&b), buf_clear(&key), buf_clear(&d);
		add_any(&a, draw(6), true);
		buf_add(&b, draw(2) ? buf_str(&a) : STR(""));
		add_any(&b, draw(4), true);
		int keys =
		    key_compare(text_add_order_key, buf_str(&a), buf_str(&b));
		if (sign(text_compare(buf_str(&a), buf_str(&b))) !=
		    (keys ? keys : sign(str_cmp(buf_str(&a), buf_str(&b)))))
			fails(&order, buf_str(&a), buf_str(&b));
		text_add_order_key(&key, buf_str(&a));
		text_add_name_key(&key, buf_str(&a));
		if (memchr(key.s, 0, key.n) || !text_valid(buf_str(&key), &bad))
			fails(&bytes, buf_str(&a), buf_str(&key));
		buf_clear(&a);
		add_any(&a, draw(6), false);
		icu_form(&d, buf_str(&a), false);
		if (!same_key(text_add_order_key, buf_str(&a), buf_str(&d)) ||
		    !same_key(text_add_name_key, buf_str(&a), buf_str(&d)) ||
		    !same_key(text_add_tone_key, buf_str(&a), buf_str(&d)))
			fails(&forms, buf_str(&a), buf_str(&d));
	}
	ok(order == 0, "any two texts compare as their keys, then as bytes");
	ok(bytes == 0, "a key is UTF-8 without NUL");
	ok(forms == 0, "a key does not depend on the normal form");
	buf_release(&a), buf_release(&b), buf_release(&key), buf_release(&d);
}

/* Names */

struct name {
	struct buf whole, part[3], turned; /* given, middle, family */
};

static void
make_name(struct name *n)
{
	unsigned words = 1 + draw(4);

	for (int i = 0; i < 3; i++)
		buf_clear(&n->part[i]);
	buf_clear(&n->whole), buf_clear(&n->turned);
	add_syllable(&n->part[0], NULL);
	for (unsigned i = 2; i < words; i++) {
		if (i > 2)
			buf_addc(&n->part[1], ' ');
		add_syllable(&n->part[1], NULL);
	}
	if (words > 1)
		add_syllable(&n->part[2], NULL);
	for (int i = 2; i >= 0; i--) {
		buf_addz(&n->whole, n->whole.n && n->part[i].n ? "  " : " ");
		buf_add(&n->whole, buf_str(&n->part[i]));
	}
	for (int i = 0; i < 3; i++)
		buf_add(&n->turned, buf_str(&n->part[i]));
}

static void
test_names(void)
{
	UCollator *tones = collator(UCOL_SECONDARY);
	UCollator *all = collator(UCOL_TERTIARY);
	struct name a = { 0 }, b = { 0 };
	size_t wrong = 0;

	for (int i = 0; i < 40000; i++) {
		int want = 0;

		make_name(&a);
		do
			make_name(&b);
		while (i % 2 &&
		    icu_compare(tones, buf_str(&a.part[0]),
			buf_str(&b.part[0])) &&
		    draw(50));
		for (int k = 0; k < 3 && !want; k++)
			want = icu_compare(tones, buf_str(&a.part[k]),
			    buf_str(&b.part[k]));
		if (!want)
			want = icu_compare(all, buf_str(&a.turned),
			    buf_str(&b.turned));
		if (key_compare(text_add_name_key, buf_str(&a.whole),
			buf_str(&b.whole)) != want)
			fails(&wrong, buf_str(&a.whole), buf_str(&b.whole));
	}
	ok(wrong == 0, "names by given name, then middle, then family");
	ok(key_compare(text_add_name_key, STR("Trần Thị Bích"),
	       STR("Nguyễn Văn An")) > 0 &&
		key_compare(text_add_name_key, STR("Lê Văn Hoa"),
		    STR("Lê An Hoà")) < 0 &&
		key_compare(text_add_name_key, STR("Lê Văn Hòa"),
		    STR("Lê An Hoà")) > 0 &&
		key_compare(text_add_name_key, STR("An"), STR("Lê An")) < 0 &&
		same_key(text_add_name_key, STR(" Lê \t Văn\u00a0An "),
		    STR("Lê Văn An")) &&
		same_key(text_add_name_key, STR(" "), STR("")),
	    "names, long and short");
	for (int i = 0; i < 3; i++)
		buf_release(&a.part[i]), buf_release(&b.part[i]);
	buf_release(&a.whole), buf_release(&a.turned);
	buf_release(&b.whole), buf_release(&b.turned);
	ucol_close(tones), ucol_close(all);
}

/* Terminals */

static void
test_width(void)
{
	static const struct {
		const char *text;
		size_t width;
	} rows[] = {
		{ "", 0 },
		{ "abc", 3 },
		{ "Nguyễn", 6 },
		{ "Nguye\u0302\u0303n", 6 },
		{ "日本", 4 },
		{ "각", 2 },
		{ "\u1100\u1161\u11a8", 2 },
		{ "a\tb\n\x1b\x7f", 2 },
		{ "\u0301", 0 },
		{ "a\u200bb", 2 },
		{ "\xff", 1 },
		{ "•••", 3 },
		{ "Ｆ", 2 },
		{ "\xc2\x85", 0 },
	};
	static const struct {
		const char *text;
		size_t width;
		const char *cut;
	} cuts[] = {
		{ "Nguyễn Văn", 6, "Nguyễn" },
		{ "Nguyễn", 0, "" },
		{ "Nguye\u0302\u0303n", 5, "Nguye\u0302\u0303" },
		{ "日本", 3, "日" },
		{ "日本", 4, "日本" },
		{ "abc", 9, "abc" },
		{ "a\xff\xff", 2, "a\xff" },
	};
	size_t laws = 0;
	struct buf v = { 0 }, d = { 0 };

	for (size_t i = 0; i < COUNT(rows); i++)
		ok(text_width(str_of(rows[i].text)) == rows[i].width,
		    "width %zu (row %zu)", rows[i].width, i);
	for (size_t i = 0; i < COUNT(cuts); i++)
		ok(str_is(text_cut(str_of(cuts[i].text), cuts[i].width),
		       cuts[i].cut),
		    "cut to %zu (row %zu)", cuts[i].width, i);
	for (int i = 0; i < 5000; i++) {
		buf_clear(&v), buf_clear(&d);
		add_name(&v, NULL, 3);
		icu_form(&d, buf_str(&v), false);
		if (text_width(buf_str(&v)) != text_width(buf_str(&d)))
			fails(&laws, buf_str(&v), buf_str(&d));
	}
	ok(laws == 0, "NFC and NFD are equally wide");
	buf_release(&v), buf_release(&d);
}

static void
test_harmless(void)
{
	static const char *const rows[][2] = {
		{ "Nguyễn Văn An", "Nguyễn Văn An" },
		{ "", "" },
		{ "\x1b[31mred\x1b[0m", "\\x1B[31mred\\x1B[0m" },
		{ "a\nb\tc\rd", "a\\nb\\tc\\x0Dd" },
		{ "\x7f", "\\x7F" },
		{ "\xc2\x9b"
		  "1m\xc2\x85",
		    "\\u{009B}1m\\u{0085}" },
		{ "a\u202eb\u2066\u2069\u200e\u200f\u061c",
		    "a\\u{202E}b\\u{2066}\\u{2069}"
		    "\\u{200E}\\u{200F}\\u{061C}" },
		{ "\xff\xc3", "\\xFF\\xC3" },
		{ "ễ\xe1\xbb", "ễ\\xE1\\xBB" },
		{ "\\x1B", "\\x1B" },
		{ "\xed\xa0\x80", "\\xED\\xA0\\x80" },
	};
	struct buf b = { 0 };
	size_t wrong = 0, next, bad;

	for (size_t i = 0; i < COUNT(rows); i++) {
		buf_clear(&b);
		buf_addz(&b, "\x1b");
		buf_addz(&b, rows[i][0]);
		text_harmless(&b, 1);
		ok(b.s[0] == '\x1b' && b.s[b.n] == '\0' &&
			str_is(str_from(buf_str(&b), 1), rows[i][1]),
		    "harmless from there on (row %zu)", i);
	}
	buf_clear(&b);
	buf_add(&b, STR("a\0b"));
	text_harmless(&b, 0);
	ok(str_is(buf_str(&b), "a\\x00b"), "NUL is shown");
	for (int i = 0; i < 20000; i++) {
		buf_clear(&b);
		add_any(&b, draw(8), true);
		text_harmless(&b, 0);
		for (size_t k = 0; k < b.n; k = next) {
			UChar32 c = text_at(buf_str(&b), k, &next);

			wrong += u_charType(c) == U_CONTROL_CHAR ||
			    u_hasBinaryProperty(c, UCHAR_BIDI_CONTROL);
		}
		wrong += !text_valid(buf_str(&b), &bad);
	}
	ok(wrong == 0, "no control and no bad byte is left of any text");
	buf_release(&b);
}

static void
test_forbidden(void)
{
	size_t wrong = 0, letters = 0;

	for (UChar32 c = 0; c <= 0x10ffff; c++) {
		bool line = c == '\t' || c == '\n' || c == '\r';
		bool must = (u_charType(c) == U_CONTROL_CHAR && !line) ||
		    u_hasBinaryProperty(c, UCHAR_BIDI_CONTROL) || c == 0xa0 ||
		    c == 0x2028 || c == 0x2029 || c == 0xfeff ||
		    (c >= 0x200b && c <= 0x200d) || c == 0x2060;

		wrong += must && !text_forbidden(c);
		wrong += line && text_forbidden(c);
		letters += u_isalpha(c) && u_isgraph(c) && text_forbidden(c) &&
		    !u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
	}
	ok(wrong == 0, "controls and invisible characters are forbidden");
	ok(letters == 0, "no letter that is seen is");
	ok(!strcmp(text_forbidden(0xa0), "no-break space") &&
		!strcmp(text_forbidden(0xfeff), "byte order mark") &&
		!text_forbidden(' ') && !text_forbidden(0x2013) &&
		!text_forbidden(0x1ec5) && !text_forbidden(0x300),
	    "by name");
}

int
main(void)
{
	test_utf8();
	test_forms();
	test_form_cases();
	test_many_marks();
	test_tone_cases();
	test_ascii_keys();
	test_tone_laws();
	test_order_icu();
	test_order_placement();
	test_order_list();
	test_order_any();
	test_names();
	test_width();
	test_harmless();
	test_forbidden();
	return done();
}
