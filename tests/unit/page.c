/* Bodies and pages: what stands in them, on which line, and what is printed. */
#include "parse/page.h"

#include <string.h>

#include "parse/markdown.h"
#include "test.h"

enum { FIRST_LINE = 7 }; /* of the body in its file */

static struct str
line_at(struct str body, int line)
{
	struct str part = { 0 };

	for (line -= FIRST_LINE - 1; line > 0; line--)
		if (!str_split(&body, '\n', &part))
			return STR("?");
	return part;
}

static void
fences(void)
{
	static const struct {
		const char *body;
		size_t n;
		const char *info, *text; /* of the last one */
	} cases[] = {
		{ "", 0, "", "" },
		{ "no `code` here", 0, "", "" },
		{ "```\nx\n```\n", 1, "", "x\n" },
		{ "```  sql  table \nx\n```", 1, "sql  table", "x\n" },
		{ "~~~ sql\nx\n~~~~\n", 1, "sql", "x\n" },
		{ "a\n\n    ```\n    x\n", 0, "", "" },
		{ "```\n```\n", 1, "", "" },
		{ "````\n```\nx\n```\n````\n", 1, "", "```\nx\n```\n" },
		{ "```\nnever closed", 1, "", "never closed\n" },
		{ "- ```a\n  x\n  ```\n\n> ```b\n> y\n> ```\n", 2, "b", "y\n" },
		{ "1. one\n\n       ```\n       code\n", 0, "", "" },
		{ "```a\\*b\nx\n```\n", 1, "a*b", "x\n" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str body = str_of(cases[i].body);
		struct arena a = { 0 };
		struct fence *f;
		size_t n = markdown_fences(body, FIRST_LINE, &a, &f);

		ok(n == cases[i].n, "%zu: so many fences", i);
		if (n && n == cases[i].n) {
			ok(str_is(f[n - 1].info, cases[i].info), "%zu: info",
			    i);
			ok(str_is(f[n - 1].text, cases[i].text), "%zu: text",
			    i);
		}
		for (size_t k = 0; k < n; k++) {
			struct str text = f[k].text, first = { 0 };

			str_split(&text, '\n', &first);
			ok(!f[k].text.n ||
				str_ends(line_at(body, f[k].line), first),
			    "%zu: fence %zu stands on its line", i, k);
		}
		arena_release(&a);
	}
}

static void
headings_and_links(void)
{
	struct str body = STR(
	    "# A *b* `c` <i>d</i>\n\nx\n\nTwo\nlines\n---\n\n"
	    "- [l](a%20\\_b.md \"t\") and <http://e>\n  ![i](p.png)\n\n"
	    "[r] `[n](o)`\n\n[r]: ../r.md\n\n> ## Q #\n\n- ## L\n\n  # M\n\n"
	    "## E #\n");
	struct arena a = { 0 };
	struct heading *h;
	struct link *l;

	if (ok(markdown_headings(body, FIRST_LINE, &a, &h) == 3, "headings")) {
		ok(str_is(h[0].text, "A b c d") && h[0].level == 1 &&
			h[0].line == FIRST_LINE,
		    "marks and HTML are left out");
		ok(str_is(h[1].text, "Two lines") && h[1].level == 2 &&
			h[1].line == FIRST_LINE + 4,
		    "underlined, on two lines");
		ok(str_is(h[2].text, "E") && h[2].line == FIRST_LINE + 21,
		    "not in a quote or a list");
	}
	if (ok(markdown_links(body, FIRST_LINE, &a, &l) == 3, "links")) {
		ok(str_is(l[0].to, "a%20_b.md") && l[0].line == FIRST_LINE + 8,
		    "without its escapes");
		ok(str_is(l[1].to, "http://e"), "an address in brackets");
		ok(str_is(l[2].to, "../r.md") && l[2].line == FIRST_LINE + 11,
		    "a reference");
	}
	arena_release(&a);
}

/* What a page prints when every {{v}} is value. */
static bool
give(struct str name, struct buf *out, void *value)
{
	if (!str_is(name, "v") && !str_is(name, "v_w"))
		return false;
	buf_addz(out, value);
	return true;
}

static struct buf
printed(const char *body, char *value, enum markdown_format format, int width)
{
	struct page *p = page_new(str_of(body), FIRST_LINE);
	struct page_values values = { give, NULL, value };
	struct buf b = { 0 };

	page_fill(p, &values);
	for (size_t i = 0; i < page_blocks(p); i++)
		page_block(p, i, format, width, &b);
	page_free(p);
	return b;
}

static void
same(const char *body, const char *v, enum markdown_format format,
    const char *want, const char *why)
{
	char value[64];
	struct buf b;

	snprintf(value, sizeof value, "%s", v);
	b = printed(body, value, format, 20);
	if (!ok(strcmp(buf_z(&b), want) == 0, "%s", why))
		printf("# %s\n", buf_z(&b));
	buf_release(&b);
}

/* Whatever a value is, what is printed parses to one paragraph of text. */
static void
values_are_text(void)
{
	static char hostile[][24] = {
		"# h",
		"- a",
		"1. a",
		"1) a",
		"> q",
		"```",
		"~~~",
		"~~~~ x",
		"***",
		"---",
		"===",
		"    x",
		"\tx",
		"<b>x</b>",
		"<!-- x -->",
		"[a](b)",
		"![a](b)",
		"<http://e>",
		"*a*",
		"__a__",
		"`a`",
		"a\n\nb",
		"a\r\nb\n# c",
		"\\",
		"&amp;",
		"a\n===",
		"{{v}}",
		"[x]: y",
		"+ a",
		"a  \nb",
		"|a|\n|-|",
		"!",
		"a\n~~~",
	};

	for (size_t i = 0; i < 2 * sizeof hostile / sizeof *hostile; i++) {
		struct buf md = printed(i % 2 ? "x\n{{v}}" : "{{v}}",
		    hostile[i / 2], MARKDOWN_MD, 0);
		struct buf html =
		    printed(buf_z(&md), hostile[0], MARKDOWN_HTML, 0);
		struct str s = buf_str(&html);

		ok(str_starts(s, STR("<p>")) && str_ends(s, STR("</p>\n\n")) &&
			str_find(str_from(s, 1), '<') == s.n - 7,
		    "value %zu makes one paragraph", i);
		buf_release(&html);
		buf_release(&md);
	}
}

static void
pages(void)
{
	same("# T {{v}}\n\na {{ v }} b_{{v_w}}_c\n", "x", MARKDOWN_TEXT,
	    "T x\n═══\n\na x b_x_c\n\n", "values in text");
	same("`{{v}}` [l]({{v}})\n\n```\n{{v}}\n```\n", "x", MARKDOWN_TEXT,
	    "{{v}} l ({{v}})\n\n    {{v}}\n\n", "none in code and addresses");
	same("aaaa bbbb cccc dddd eeee ffff\n", "", MARKDOWN_TEXT,
	    "aaaa bbbb cccc dddd\neeee ffff\n\n", "text is wrapped");
	same("- aaaa bbbb cccc dddd eeee\n\n  x\n- b\n", "", MARKDOWN_TEXT,
	    "- aaaa bbbb cccc dddd\n  eeee\n\n  x\n\n- b\n\n",
	    "items hang, and are not cut too narrow");
	same("3. a\n   - b\n4. c\n", "", MARKDOWN_TEXT,
	    "3. a\n   - b\n4. c\n\n", "a tight list stays so");
	same("> a\n>\n> b\n", "", MARKDOWN_TEXT, "> a\n>\n> b\n\n", "a quote");
	same("{{v}}", "\033[31m", MARKDOWN_TEXT, "\\x1B[31m\n\n",
	    "nothing reaches a terminal raw");
	same("a <b>x</b>\n\n<div>\ny\n</div>\n", "", MARKDOWN_HTML,
	    "<p>a x</p>\n\n", "raw HTML is left out");
	same("[a](http://e) [b](MAILTO:c@d) [e](f/g:h) [i](?j:k) [l](#m)\n", "",
	    MARKDOWN_HTML,
	    "<p><a href=\"http://e\">a</a> "
	    "<a href=\"MAILTO:c@d\">b</a> <a href=\"f/g:h\">e</a> "
	    "<a href=\"?j:k\">i</a> <a href=\"#m\">l</a></p>\n\n",
	    "links of the web, letters and files beside the page");
	same("[a](javascript:b) [**c**](JavaScript&#58;d) [e](data:f) [g](//h) "
	     "[i](:j) <ftp:k> [l](<\tjavascript:m>)\n",
	    "", MARKDOWN_HTML, "<p>a <strong>c</strong> e g i ftp:k l</p>\n\n",
	    "no other links");
	same("![a](b.png) ![](http://c) [![d](e)](f) ![g](data:h)\n", "",
	    MARKDOWN_HTML,
	    "<p><a href=\"b.png\">a</a> "
	    "<a href=\"http://c\">http://c</a> <a href=\"f\">d</a> g</p>\n\n",
	    "no image is fetched");
	same("- a\n\n```sql\nx\n```\n", "", MARKDOWN_MD,
	    "  - a\n\n``` sql\nx\n```\n\n", "a list ends by itself");
	same("x {{no}} {{v}} {{", "y", MARKDOWN_TEXT, "x {{no}} y {{\n\n",
	    "what is not known stays");
}

static void
count(struct str name, int line, void *sum)
{
	*(int *)sum += line * 100 + (int)name.n;
}

static bool
give_none(struct str name, struct buf *out, void *sum)
{
	(void)name, (void)out, (void)sum;
	return false;
}

static void
blocks(void)
{
	struct page *p =
	    page_new(STR("a\n\n```sql table\nq\n```\n\n- {{b}}\n"), FIRST_LINE);
	int unknown = 0;
	struct page_values values = { give_none, count, &unknown };

	ok(page_blocks(p) == 3, "three blocks");
	ok(!page_fence(p, 0) && page_fence(p, 1) && !page_fence(p, 2),
	    "the second is a fence");
	ok(str_is(page_fence(p, 1)->info, "sql table") &&
		page_fence(p, 1)->line == FIRST_LINE + 3,
	    "of which all is known");
	page_fill(p, &values);
	ok(unknown == (FIRST_LINE + 6) * 100 + 1,
	    "a name without a value is told with its line");
	page_free(p);
	page_free(NULL);
}

int
main(void)
{
	fences();
	headings_and_links();
	values_are_text();
	pages();
	blocks();
	return done();
}
