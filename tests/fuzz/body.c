/* Bodies from anyone: what is found in them lies in them, what is printed
 * holds no markup but our own, and values put into a page stay text. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hold.h"
#include "parse/markdown.h"
#include "parse/markdown_inside.h"
#include "parse/page.h"
#include "text/text.h"

enum { FIRST = 7, MOST = 1 << 16 };

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* How many lines a body has, as CommonMark ends them. */
static int
lines(struct str v)
{
	int n = 1;

	for (size_t i = 0; i < v.n; i++)
		n += v.s[i] == '\n' ||
		    (v.s[i] == '\r' && (i + 1 == v.n || v.s[i + 1] != '\n'));
	return n;
}

static void
check_line(int line, int *last, struct str body)
{
	hold(line >= FIRST && line >= *last, "a line out of order");
	/* The text of an empty fence would begin on the line behind it. */
	hold(line <= FIRST + lines(body), "a line behind the body");
	*last = line;
}

static void
check_fences(struct str body, struct arena *a)
{
	struct fence *all, *parsed;
	size_t n = markdown_fences(body, FIRST, a, &all);
	int last = 0;

	hold(n == markdown_fences_parsed(body, FIRST, a, &parsed),
	    "a fence that is none, or was not seen");

	for (size_t i = 0; i < n; i++) {
		check_line(all[i].line, &last, body);
		hold(str_eq(all[i].text, parsed[i].text) &&
			str_eq(all[i].info, parsed[i].info) &&
			all[i].line == parsed[i].line,
		    "a fence that cmark sees otherwise");
		hold(str_eq(all[i].info, str_trim(all[i].info)) &&
			str_find(all[i].info, '\n') == all[i].info.n,
		    "an info string that is no line");
		hold(text_valid(all[i].text, &(size_t){ 0 }) &&
			text_valid(all[i].info, &(size_t){ 0 }),
		    "a fence not UTF-8");
	}
}

static void
check_headings(struct str body, struct arena *a)
{
	struct heading *all, *parsed;
	size_t n = markdown_headings(body, FIRST, a, &all);
	int last = 0;

	hold(n == markdown_headings_parsed(body, FIRST, a, &parsed),
	    "a heading that is none, or was not seen");

	for (size_t i = 0; i < n; i++) {
		check_line(all[i].line, &last, body);
		hold(str_eq(all[i].text, parsed[i].text) &&
			all[i].level == parsed[i].level &&
			all[i].line == parsed[i].line,
		    "a heading that cmark sees otherwise");
		hold(all[i].level >= 1 && all[i].level <= 6,
		    "a heading's level");
		hold(str_eq(all[i].text, str_trim(all[i].text)) &&
			str_find(all[i].text, '\n') == all[i].text.n &&
			text_valid(all[i].text, &(size_t){ 0 }),
		    "a heading that is no line of text");
	}
}

static void
check_links(struct str body, struct arena *a)
{
	struct link *all;
	size_t n = markdown_links(body, FIRST, a, &all);
	int last = 0;

	for (size_t i = 0; i < n; i++) {
		check_line(all[i].line, &last, body);
		hold(all[i].col >= 1 && (size_t)all[i].col <= 2 * body.n + 1,
		    "a link beside its line");
		hold(text_valid(all[i].to, &(size_t){ 0 }), "a link not UTF-8");
	}
}

/* HTML: only tags that CommonMark itself makes, and no way to run anything. */

static bool
is_own_tag(struct str at)
{
	static const char *const tags[] = { "p", "h1", "h2", "h3", "h4", "h5",
		"h6", "ul", "ol", "li", "blockquote", "pre", "code", "em",
		"strong", "a", "br", "hr" };

	if (str_starts(at, STR("<!-- raw HTML omitted -->")))
		return true;
	at = str_from(at, str_starts(at, STR("</")) ? 2 : 1);
	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
		struct str tag = str_of(tags[i]), after = str_from(at, tag.n);

		if (str_starts(at, tag) && after.n && strchr(" />", after.s[0]))
			return true;
	}
	return false;
}

/* An address that a browser would take for one of http, https or mailto, or for
 * one that is relative: it drops blanks at the start, and reads a scheme in any
 * case up to the first colon before a slash. */
static bool
is_harmless(struct str tag)
{
	static const char *const schemes[] = { "http:", "https:", "mailto:" };
	struct str url = str_from(tag, str_find_str(tag, STR("href=\"")) + 6);
	size_t end = 0;

	while (url.n && (unsigned char)*url.s <= ' ')
		url = str_from(url, 1);
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (strncasecmp(url.s, schemes[i], strlen(schemes[i])) == 0)
			return true;
	while (end < url.n && !strchr(":/?#\"", url.s[end]))
		end++;
	return (end == url.n || url.s[end] != ':') &&
	    !str_starts(url, STR("//"));
}

static void
check_html(struct str html)
{
	for (size_t i = 0; i < html.n; i++) {
		struct str tag = str_from(html, i);

		if (html.s[i] != '<')
			continue;
		hold(is_own_tag(tag), "a tag that is not ours");
		tag = str_first(tag, str_find(tag, '>'));
		hold(!str_starts(tag, STR("<a ")) || is_harmless(tag),
		    "a link that runs");
	}
}

/* Text for a terminal. */
static void
check_text(struct str text)
{
	for (size_t i = 0, next; i < text.n; i = next) {
		int32_t c = text_at(text, i, &next);

		hold(c == '\n' || (c >= ' ' && c != 0x7f), "a control byte");
	}
}

static void
add_block(const struct page *p, size_t block, struct buf *text,
    struct buf *html)
{
	struct buf md = { 0 };

	page_block(p, block, MARKDOWN_TEXT, 0, text);
	page_block(p, block, MARKDOWN_TEXT, 30, text);
	page_block(p, block, MARKDOWN_HTML, 0, html);
	page_block(p, block, MARKDOWN_MD, 0, &md);
	hold(text_valid(buf_str(&md), &(size_t){ 0 }), "Markdown not UTF-8");
	buf_release(&md);
}

static void
check_blocks(const struct page *p, struct str body)
{
	struct buf text = { 0 }, html = { 0 };
	int last = 0;

	for (size_t i = 0; i < page_blocks(p); i++) {
		if (page_fence(p, i))
			check_line(page_fence(p, i)->line, &last, body);
		add_block(p, i, &text, &html);
	}
	check_text(buf_str(&text));
	check_html(buf_str(&html));
	buf_release(&text);
	buf_release(&html);
}

static const char hostile[] = "<script>alert(1)</script> {{x}} **b** `c`\n"
			      "# d\n```sql\n[e](javascript:f)\n\x1b[31m";

static bool
value(struct str name, struct buf *out, void *to)
{
	int *line = to;

	*line = 0;
	if (name.n > 3)
		return false;
	buf_addz(out, hostile);
	return true;
}

static void
unknown(struct str name, int line, void *to)
{
	hold(name.n > 3 && line >= FIRST && to, "what no one knows");
}

/* Printed as Markdown and read again, a value is still no markup of its own:
 * neither its fence nor its link nor its heading is there. */
static void
check_filled(struct str body, struct arena *a)
{
	struct page *p = page_new(body, FIRST);
	struct page_values v = { value, unknown, &(int){ 0 } };
	struct buf md = { 0 };
	struct link *links;
	size_t n;

	page_fill(p, &v);
	check_blocks(p, body);
	for (size_t i = 0; i < page_blocks(p); i++)
		page_block(p, i, MARKDOWN_MD, 0, &md);
	n = markdown_links(buf_str(&md), FIRST, a, &links);
	for (size_t i = 0; i < n; i++)
		hold(!str_is(links[i].to, "javascript:f") ||
			str_find_str(body, STR("javascript:f")) < body.n,
		    "a value became a link");
	buf_release(&md);
	page_free(p);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str body = { (const char *)data, n };
	struct arena a = { 0 };
	struct page *p;

	if (n > MOST)
		return 0;
	check_fences(body, &a);
	check_headings(body, &a);
	check_links(body, &a);
	p = page_new(body, FIRST);
	check_blocks(p, body);
	page_free(p);
	check_filled(body, &a);
	arena_release(&a);
	return 0;
}
