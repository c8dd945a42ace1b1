/* markdown, page: hostile bodies cost no more than their size, and what is
 * printed is UTF-8. An alarm stops what would take minutes. */
#include "../draw.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "parse/markdown.h"
#include "parse/markdown_inside.h"
#include "parse/page.h"
#include "test.h"
#include "text/text.h"

enum { BIG = 1 << 20, PATIENCE = 60 }; /* bytes; seconds */

static struct str
repeated(struct buf *b, const char *part, size_t size)
{
	while (b->n < size)
		buf_addz(b, part);
	return buf_str(b);
}

static void
print(struct str body, enum markdown_format format, struct buf *out)
{
	struct page *p = page_new(body, 1);

	buf_clear(out);
	for (size_t i = 0; i < page_blocks(p); i++)
		page_block(p, i, format, 72, out);
	page_free(p);
}

static size_t
count(struct str in, struct str what)
{
	size_t n = 0, at;

	for (; (at = str_find_str(in, what)) < in.n; n++)
		in = str_from(in, at + what.n);
	return n;
}

/* A part over and over: how many fences, and in every form each "x" once. */
static void
check_big(const char *name, const char *part, bool fence)
{
	struct buf b = { 0 }, out = { 0 };
	struct str body = repeated(&b, part, BIG);
	size_t parts = body.n / strlen(part);
	struct arena a = { 0 };
	struct fence *all;

	alarm(PATIENCE);
	ok(markdown_fences(body, 1, &a, &all) == (fence ? parts : 0),
	    "%s: their fences", name);
	for (int f = MARKDOWN_TEXT; f <= MARKDOWN_HTML; f++) {
		print(body, (enum markdown_format)f, &out);
		ok(count(buf_str(&out), STR("x")) == parts,
		    "%s: all printed, form %d", name, f);
	}
	alarm(0);
	arena_release(&a);
	buf_release(&b);
	buf_release(&out);
}

/* So deep that a margin for every level would be more than memory. */
static void
check_deep(const char *name, const char *mark, const char *after)
{
	struct buf b = { 0 }, out = { 0 };
	size_t lines = BIG / 8;

	repeated(&b, mark, BIG / 2);
	for (size_t i = 0; i < lines; i++)
		buf_addz(&b, after);
	alarm(PATIENCE);
	for (int f = MARKDOWN_TEXT; f <= MARKDOWN_HTML; f++) {
		print(buf_str(&b), (enum markdown_format)f, &out);
		ok(count(buf_str(&out), STR("x")) == lines && out.n < 256 * b.n,
		    "%s: all printed, form %d", name, f);
	}
	alarm(0);
	buf_release(&b);
	buf_release(&out);
}

static void
check_numbers(void)
{
	struct buf b = { 0 }, out = { 0 };

	for (int i = 0; i < 1200; i++)
		buf_addz(&b, "7. x\n");
	print(buf_str(&b), MARKDOWN_TEXT, &out);
	ok(str_starts(buf_str(&out), STR("7. x\n8. x\n")) &&
		count(buf_str(&out), STR("\n1206. x\n")) == 1,
	    "numbers go on, as text");
	print(buf_str(&b), MARKDOWN_MD, &out);
	ok(count(buf_str(&out), STR("\n1206. x\n")) == 1,
	    "numbers go on, as Markdown");
	buf_release(&b);
	buf_release(&out);
}

static void
check_noncharacters(const char *body, struct str want)
{
	struct buf out = { 0 };

	print(str_of(body), MARKDOWN_MD, &out);
	ok(text_valid(buf_str(&out), &(size_t){ 0 }) &&
		str_eq(str_trim(buf_str(&out)), want),
	    "U+FFFE, U+FFFF stay");
	buf_release(&out);
}

static void
check_line_ends(void)
{
	struct arena a = { 0 };
	struct fence *all;
	size_t n = markdown_fences(STR("p\r\r```\rx\r```\r\n\r\n```\ny\n```"),
	    1, &a, &all);

	ok(n == 2 && all[0].line == 4 && all[1].line == 8,
	    "fences after every kind of line end");
	n = markdown_fences(STR("p\n\n    ```\n    x\n    ```\n"), 1, &a, &all);
	ok(n == 0, "an indented fence is none");
	arena_release(&a);
}

/* Lines of which bodies are made by chance. */
static const char *const lines[] = { "```", "```sql", "````", "~~~", "~~~ a b ",
	"   ```", "    ```", "  ```sql", "\t```", "``` a`b", "```a&amp;b", "``",
	"`x`", "x", "", "  ", "    y", "\tz", "  \tz", "   y", "# a", "---",
	"===", "- a", "-a", "> q", "1. a", "1a", "12) b", "<b>", " <!-- ",
	"[a]: <b", "  - ```", "**b**", "*", "\xff", "```\xc3", "\r", "``` \\a",
	"~~~~ ", "\xef\xbb\xbf```", "~~~\f" };

static bool
same_fences(struct str body, size_t *sure)
{
	struct arena a = { 0 };
	struct fence *plain, *parsed;
	size_t n, m = markdown_fences_parsed(body, 5, &a, &parsed);
	bool same = true;

	if (markdown_plain_fences(body, 5, &a, &plain, &n)) {
		*sure += n > 0;
		same = n == m;
		for (size_t i = 0; same && i < n; i++)
			same = str_eq(plain[i].info, parsed[i].info) &&
			    str_eq(plain[i].text, parsed[i].text) &&
			    plain[i].line == parsed[i].line;
	}
	if (!same)
		printf("# otherwise in: %.*s\n", STRF(body));
	arena_release(&a);
	return same;
}

static void
check_plain(void)
{
	uint64_t seed = 7;
	bool same = true;
	size_t sure = 0;

	for (int i = 0; i < 40000; i++) {
		size_t n = 1 + draw_below(&seed, 7);
		/* mostly of those that stand at the front */
		size_t of =
		    draw_below(&seed, 3) ? 14 : sizeof lines / sizeof *lines;
		struct buf body = { 0 };

		while (n--) {
			buf_addz(&body, lines[draw_below(&seed, of)]);
			if (n || draw_below(&seed, 8))
				buf_addc(&body, '\n');
		}
		same &= same_fences(buf_str(&body), &sure);
		buf_release(&body);
	}
	ok(same, "fences told by lines are those that cmark finds");
	ok(sure > 2000, "and many are told so: %zu", sure);
}

int
main(void)
{
	check_plain();
	check_line_ends();
	check_noncharacters("\xef\xbf\xbf \xef\xbf\xbe `\xef\xbf\xbf`\n",
	    STR("\xef\xbf\xbf \xef\xbf\xbe `\xef\xbf\xbf`"));
	check_noncharacters("&#xFFFF;\n", STR("\xef\xbf\xbf"));
	check_numbers();
	check_big("fences", "```\nx\n```\n", true);
	check_big("indented code", "    x\n\na\n\n", false);
	check_big("a list", "- x\n", false);
	check_big("a loose list", "- x\n\n", false);
	check_big("a numbered list", "1. x\n", false);
	check_big("fences in a list", "- ```\n  x\n  ```\n", true);
	check_big("fences in a numbered list", "1. ```\n   x\n   ```\n", true);
	check_deep("quotes", ">", "x\n");
	check_deep("lists", "- ", "x\n");
	check_deep("emphasis", "*a ", "x* ");
	return done();
}
