/* Small and capital letters and LIKE, against ICU and against LIKE written the
 * slow way. */
#include "text/case.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <utf8proc.h>

#include "text/text.h"

#include "test.h"

static void
add_code_point(struct buf *b, int32_t c)
{
	utf8proc_uint8_t bytes[4];

	buf_add(b,
	    (struct str){ (char *)bytes,
		(size_t)utf8proc_encode_char(c, bytes) });
}

/* ICU and utf8proc come with the Unicode of their year: do both know a
 * character? */
static bool
known_to_both(int32_t c)
{
	return u_charType(c) != U_UNASSIGNED &&
	    utf8proc_category(c) != UTF8PROC_CATEGORY_CN;
}

/* Of these, Unicode says only since version 15.1 that they fold to one. */
static bool
folds_since_15_1(int32_t c)
{
	return c == 0x1fd3 || c == 0x1fe3 || c == 0xfb05;
}

/* Every character that both ICU and utf8proc know, by itself. */
static void
test_characters(void)
{
	long known = 0, small = 0, capital = 0, folded = 0;

	for (int32_t c = 1; c < 0x110000; c++) {
		struct buf v = { 0 }, got = { 0 }, want = { 0 };

		if ((c >= 0xd800 && c < 0xe000) || !known_to_both(c) ||
		    !known_to_both(u_tolower(c)) ||
		    !known_to_both(u_toupper(c)))
			continue;
		known++;
		if (case_folded(c) != u_foldCase(c, U_FOLD_CASE_DEFAULT) &&
		    !folds_since_15_1(c) && folded++ < 5)
			printf("# U+%04X folds to U+%04X\n", c, case_folded(c));
		if (u_tolower(c) == c && u_toupper(c) == c &&
		    utf8proc_tolower(c) == c && utf8proc_toupper(c) == c)
			continue;
		add_code_point(&v, c);
		if (!text_nfc(buf_str(&v))) { /* it stands for another */
			buf_release(&v);
			continue;
		}
		case_add_small(&got, buf_str(&v));
		add_code_point(&want, u_tolower(c));
		if (!str_eq(buf_str(&got), buf_str(&want)) && small++ < 5)
			printf("# U+%04X: small '%s'\n", c, buf_z(&got));
		buf_clear(&got);
		buf_clear(&want);
		case_add_capital(&got, buf_str(&v));
		add_code_point(&want, u_toupper(c));
		if (!str_eq(buf_str(&got), buf_str(&want)) && capital++ < 5)
			printf("# U+%04X: capital '%s'\n", c, buf_z(&got));
		buf_release(&v);
		buf_release(&got);
		buf_release(&want);
	}
	ok(known > 100000, "%ld characters are known to both", known);
	ok(!small, "small letters are ICU's (%ld are not)", small);
	ok(!capital, "capital letters are ICU's (%ld are not)", capital);
	ok(!folded, "letters without case are ICU's (%ld are not)", folded);
}

static void
test_words(void)
{
	static const char *const cases[][3] = {
		{ "Đặng Thị ƯỚC", "đặng thị ước", "ĐẶNG THỊ ƯỚC" },
		{ "", "", "" },
		{ "a1-Z", "a1-z", "A1-Z" },
		/* NFD in, NFC out. */
		{ "\xc4\x90"
		  "a\xcc\xa3\xcc\x86ng",
		    "đặng", "ĐẶNG" },
		/* One character as a small letter only. */
		{ "H\xcc\xb1", "ẖ", "H\xcc\xb1" },
		{ "Straße", "straße", "STRAßE" },
		{ "a\xff"
		  "B",
		    "a\xff"
		    "b",
		    "A\xff"
		    "B" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf small = { 0 }, capital = { 0 };

		case_add_small(&small, str_of(cases[i][0]));
		case_add_capital(&capital, str_of(cases[i][0]));
		ok(str_is(buf_str(&small), cases[i][1]) &&
			str_is(buf_str(&capital), cases[i][2]),
		    "%s: %s, %s", cases[i][0], buf_z(&small), buf_z(&capital));
		buf_release(&small);
		buf_release(&capital);
	}
	ok(case_compare(STR("ĐẶNG"), STR("đa\xcc\xa3\xcc\x86ng")) == 0,
	    "the same in another case and normal form");
	ok(case_compare(STR("a"), STR("B")) < 0 &&
		case_compare(STR("B"), STR("a")) > 0 &&
		case_compare(STR("a"), STR("ab")) < 0 &&
		case_compare(STR(""), STR("")) == 0,
	    "and an order");
}

/* LIKE by trying everything. */
static bool
slow_like(const int32_t *t, const int32_t *p, int32_t escape)
{
	if (!*p)
		return !*t;
	if (*p == '%')
		return slow_like(t, p + 1, escape) ||
		    (*t && slow_like(t + 1, p, escape));
	if (!*t)
		return false;
	if (*p == '_')
		return slow_like(t + 1, p + 1, escape);
	if (escape && *p == escape && !*++p)
		return false;
	return case_folded(*p) == case_folded(*t) &&
	    slow_like(t + 1, p + 1, escape);
}

static unsigned seed = 7;

static unsigned
draw(unsigned n)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % n;
}

static void
draw_text(int32_t *to, struct buf *b, bool pattern)
{
	static const int32_t letters[] = { 'a', 'A', 0x111, 0x110, 0x1eb7,
		0x1eb6, 'b', '%', '%', '_', '!' };
	unsigned n = draw(9);

	for (unsigned i = 0; i < n; i++) {
		to[i] = letters[draw(pattern ? 11 : 7)];
		add_code_point(b, to[i]);
	}
	to[n] = 0;
}

static void
test_like(void)
{
	long wrong = 0, yes = 0;

	for (int i = 0; i < 200000; i++) {
		struct buf t = { 0 }, p = { 0 };
		int32_t text[10], pattern[10], escape = draw(2) ? '!' : 0;
		size_t work = 0;
		bool is;

		draw_text(text, &t, false);
		draw_text(pattern, &p, true);
		is = slow_like(text, pattern, escape);
		yes += is;
		if (case_like(buf_str(&t), buf_str(&p), escape, &work) != is &&
		    wrong++ < 5)
			printf("# '%s' LIKE '%s'\n", buf_z(&t), buf_z(&p));
		buf_release(&t);
		buf_release(&p);
	}
	ok(yes > 10000 && !wrong, "LIKE is as defined (%ld are not)", wrong);
}

/* Counted, not timed: the worst pattern is the product, no more. */
static void
test_cost(void)
{
	struct buf text = { 0 }, pattern = { 0 };
	size_t work = 0;

	for (int i = 0; i < 20000; i++)
		buf_addc(&text, 'a');
	for (int i = 0; i < 100; i++)
		buf_addz(&pattern, "%a");
	buf_addz(&pattern, "%b");
	ok(!case_like(buf_str(&text), buf_str(&pattern), 0, &work) &&
		work < 20000 * 10,
	    "%% a hundred times: %zu", work);
	buf_clear(&pattern);
	buf_addc(&pattern, '%');
	for (int i = 0; i < 100; i++)
		buf_addc(&pattern, 'a');
	buf_addc(&pattern, 'b');
	work = 0;
	ok(!case_like(buf_str(&text), buf_str(&pattern), 0, &work) &&
		work < 20000 * 103,
	    "one %% and a long tail: %zu", work);
	buf_release(&text);
	buf_release(&pattern);
}

int
main(void)
{
	test_characters();
	test_words();
	test_like();
	test_cost();
	return done();
}
