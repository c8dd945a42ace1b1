/* locator: the same places as a look from the start of the text finds. */
#include <string.h>

#include "base/buf.h"
#include "text/locator.h"
#include "test.h"

static bool
agrees(struct str text)
{
	struct arena a = { 0 };
	struct locator up = { .text = text, .arena = &a }, down = up;
	bool ok = true;

	for (size_t i = 0; i <= text.n + 1; i++) {
		size_t k = text.n + 1 - i;
		struct place want = place_at("x", text, i);
		struct place got = locator_place(&up, "x", i);
		struct place last = locator_place(&down, "x", k);
		struct place first = place_at("x", text, k);

		ok = ok && got.line == want.line && got.col == want.col &&
		    last.line == first.line && last.col == first.col;
	}
	arena_release(&a);
	return ok;
}

int
main(void)
{
	static const char *const parts[] = {
		"a",
		"khóa: giá trị\n",
		"😀",
		"e\xcc\x81",
		"\n\n",
		"漢字 ",
		"\r\n",
		"đ",
		"- {tu: 2021-03-05, don_vi: tam-quang/xuan-trung}\n",
	};
	struct buf b = { 0 };

	ok(agrees(STR("")), "an empty text");
	for (size_t i = 0; i < 900; i++)
		buf_addz(&b, parts[i * i % (sizeof parts / sizeof *parts)]);
	ok(agrees(buf_str(&b)), "lines of all kinds");
	for (size_t i = 0; i < b.n; i++)
		if (b.s[i] == '\n')
			b.s[i] = ' ';
	ok(agrees(buf_str(&b)), "one long line");
	ok(agrees(str_first(buf_str(&b), 256)) &&
		agrees(str_first(buf_str(&b), 512)),
	    "a text that ends at a mark");
	buf_release(&b);
	return done();
}
