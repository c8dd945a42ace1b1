/* markdown: what stands in a body. */
#include "parse/markdown.h"

#include <string.h>

#include <cmark.h>

#include "parse/markdown_inside.h"
#include "base/mem.h"
#include "text/text.h"

struct walk
markdown_walk(cmark_node *root)
{
	return (struct walk){ .iter = cmark_iter_new(root) };
}

static bool
is_block(cmark_node *n)
{
	return cmark_node_get_type(n) <= CMARK_NODE_LAST_BLOCK;
}

bool
markdown_next(struct walk *w)
{
	cmark_event_type e;

	do {
		e = cmark_iter_next(w->iter);
		w->node = cmark_iter_get_node(w->iter);
	} while (e == CMARK_EVENT_EXIT);
	if (e == CMARK_EVENT_DONE) {
		cmark_iter_free(w->iter);
		return false;
	}
	if (is_block(w->node))
		w->line = cmark_node_get_start_line(w->node);
	return true;
}

struct str
markdown_literal(cmark_node *n)
{
	return str_of(cmark_node_get_literal(n));
}

void
markdown_utf8(struct buf *out, struct str v)
{
	buf_room(out, v.n);
	for (size_t i = 0; i < v.n; i++)
		switch ((unsigned char)v.s[i]) {
		case 0xfe:
			buf_addz(out, "\xef\xbf\xbe");
			break;
		case 0xff:
			buf_addz(out, "\xef\xbf\xbf");
			break;
		default:
			buf_addc(out, v.s[i]);
		}
}

static void
mend(cmark_node *n, const char *(*get)(cmark_node *),
    int (*set)(cmark_node *, const char *))
{
	const char *z = get(n);
	struct buf b = { 0 };

	if (!z || !strpbrk(z, "\xfe\xff"))
		return;
	markdown_utf8(&b, str_of(z));
	set(n, buf_z(&b));
	buf_release(&b);
}

cmark_node *
markdown_parse(struct str body)
{
	cmark_node *root = cmark_parse_document(body.s ? body.s : "", body.n,
	    CMARK_OPT_VALIDATE_UTF8);

	if (str_find_str(body, STR("&#")) == body.n)
		return root;
	for (struct walk w = markdown_walk(root); markdown_next(&w);) {
		mend(w.node, cmark_node_get_literal, cmark_node_set_literal);
		mend(w.node, cmark_node_get_url, cmark_node_set_url);
		mend(w.node, cmark_node_get_title, cmark_node_set_title);
		mend(w.node, cmark_node_get_fence_info,
		    cmark_node_set_fence_info);
	}
	return root;
}

/* The next line of a text, as CommonMark ends them: \n, \r or both. */
static struct str
next_line(struct str *rest)
{
	size_t n = 0;
	struct str line;

	while (n < rest->n && rest->s[n] != '\n' && rest->s[n] != '\r')
		n++;
	line = str_first(*rest, n);
	n += n + 1 < rest->n && rest->s[n] == '\r' && rest->s[n + 1] == '\n';
	*rest = str_from(*rest, n + 1);
	return line;
}

static struct str
line_of(struct lines *l, int line)
{
	for (; l->at < line; l->at++)
		l->line = next_line(&l->rest);
	return l->line;
}

/* cmark does not tell an indented block from a fenced one without info. Where
 * one begins with a fence, that is its own first line only when indented: in a
 * fenced block the same line would close it. */
static bool
is_fenced(cmark_node *n, struct lines *l)
{
	struct str text, line;

	if (cmark_node_get_type(n) != CMARK_NODE_CODE_BLOCK)
		return false;
	if (*cmark_node_get_fence_info(n))
		return true;
	line = line_of(l, cmark_node_get_start_line(n));
	line = str_trim(
	    str_from(line, (size_t)cmark_node_get_start_column(n) - 1));
	if (!str_starts(line, STR("```")) && !str_starts(line, STR("~~~")))
		return false;
	text = markdown_literal(n);
	return !str_eq(str_trim(next_line(&text)), line);
}

bool
markdown_fence(cmark_node *n, struct lines *l, int first_line, struct arena *a,
    struct fence *f)
{
	if (!is_fenced(n, l))
		return false;
	*f = (struct fence){
		.info = arena_keep(a,
		    str_trim(str_of(cmark_node_get_fence_info(n)))),
		.text = arena_keep(a, markdown_literal(n)),
		.line = first_line + cmark_node_get_start_line(n),
	};
	return true;
}

/* Bodies are many and most hold no fence, heading or link: a search for the
 * bytes that each needs is cheaper than parsing. */
static bool
has_any(struct str body, const char *bytes)
{
	for (; *bytes; bytes++)
		if (str_find(body, *bytes) < body.n)
			return true;
	return false;
}

size_t
markdown_fences_parsed(struct str body, int first_line, struct arena *a,
    struct fence **fences)
{
	struct lines l = { .rest = body };
	struct fence *all = NULL, f;
	size_t n = 0, cap = 0;
	cmark_node *root;

	root = markdown_parse(body);
	for (struct walk w = markdown_walk(root); markdown_next(&w);)
		if (markdown_fence(w.node, &l, first_line, a, &f))
			*MEM_PUSH(all, n, cap) = f;
	cmark_node_free(root);
	*fences = arena_take_array(a, all, n, sizeof *all);
	return n;
}

size_t
markdown_fences(struct str body, int first_line, struct arena *a,
    struct fence **fences)
{
	size_t n;

	*fences = NULL;
	if (!has_any(body, "`~"))
		return 0;
	if (markdown_plain_fences(body, first_line, a, fences, &n))
		return n;
	return markdown_fences_parsed(body, first_line, a, fences);
}

/* The text of all that stands in a block. */
static void
add_inlines(cmark_node *block, struct buf *b)
{
	for (struct walk w = markdown_walk(block); markdown_next(&w);)
		switch (cmark_node_get_type(w.node)) {
		case CMARK_NODE_TEXT:
		case CMARK_NODE_CODE:
			buf_add(b, markdown_literal(w.node));
			break;
		case CMARK_NODE_SOFTBREAK:
		case CMARK_NODE_LINEBREAK:
			buf_addc(b, ' ');
			break;
		default:
			break;
		}
}

size_t
markdown_headings_parsed(struct str body, int first_line, struct arena *a,
    struct heading **headings)
{
	struct heading *all = NULL;
	size_t n = 0, cap = 0;
	struct buf text = { 0 };
	cmark_node *root = markdown_parse(body);

	for (struct walk w = markdown_walk(root); markdown_next(&w);) {
		if (cmark_node_get_type(w.node) != CMARK_NODE_HEADING ||
		    cmark_node_parent(w.node) != root)
			continue;
		buf_clear(&text);
		add_inlines(w.node, &text);
		*MEM_PUSH(all, n, cap) = (struct heading){
			.text = arena_keep(a, str_trim(buf_str(&text))),
			.level = cmark_node_get_heading_level(w.node),
			.line = first_line - 1 + w.line,
		};
	}
	cmark_node_free(root);
	buf_release(&text);
	*headings = arena_take_array(a, all, n, sizeof *all);
	return n;
}

size_t
markdown_headings(struct str body, int first_line, struct arena *a,
    struct heading **headings)
{
	size_t n;

	*headings = NULL;
	if (!has_any(body, "#=-"))
		return 0;
	if (markdown_plain_headings(body, first_line, a, headings, &n))
		return n;
	return markdown_headings_parsed(body, first_line, a, headings);
}

/* How far one has come in looking for links. */
struct seek {
	struct str body;
	struct lines lines;
	size_t from; /* the next link is not before it */
	/* where the line began that was measured last, up to where, and how
	 * wide */
	size_t line, seen;
	size_t width;
};

/* The '[' before which the text of a link begins, whose ']' is at end. */
static size_t
open_bracket(struct str body, size_t from, size_t end)
{
	int depth = 0;

	for (size_t i = end + 1; i-- > from;) {
		depth += (body.s[i] == ']') - (body.s[i] == '[');
		if (!depth)
			return i;
	}
	return from;
}

/* Where "](" and a destination stand in body[from, end); end: nowhere. */
static size_t
find_destination(struct str body, size_t from, size_t end, struct str to)
{
	static const char *const opens[] = { "](", "](<" };
	struct str in = str_from(str_first(body, end), from);

	for (size_t k = 0; k < sizeof opens / sizeof *opens; k++) {
		struct buf b = { 0 };
		size_t at;

		buf_addf(&b, "%s%.*s", opens[k], STRF(to));
		at = str_find_str(in, buf_str(&b));
		buf_release(&b);
		if (at < in.n)
			return from + at;
	}
	return end;
}

/* Where a link begins that ends in line, which begins at start. cmark tells
 * that line and a column, which is wrong where the text has several lines, or
 * leaves the signs of a quote out: then the destination is searched for, not
 * far. */
static size_t
link_start(struct seek *s, cmark_node *n, struct str line, size_t start)
{
	enum { FAR = 4096 };
	size_t end = start + line.n, from = s->from;
	size_t at = start + (size_t)cmark_node_get_start_column(n) - 1;

	if (at >= from && at < end && s->body.s[at] == '[')
		return at;
	if (end > FAR && from < end - FAR)
		from = end - FAR;
	at =
	    find_destination(s->body, from, end, str_of(cmark_node_get_url(n)));
	return at < end ? open_bracket(s->body, from, at) : start;
}

static void
link_place(struct seek *s, cmark_node *n, int first_line, struct link *link)
{
	struct str line = line_of(&s->lines, cmark_node_get_start_line(n));
	size_t start = line.s ? (size_t)(line.s - s->body.s) : 0;
	size_t at = link_start(s, n, line, start);

	link->line = first_line - 1 + s->lines.at;
	s->from = at < start ? start : at;
	for (; start > at; link->line--) {
		size_t i = start - 1;

		i -= i > 0 && s->body.s[i] == '\n' && s->body.s[i - 1] == '\r';
		while (i > 0 && s->body.s[i - 1] != '\n' &&
		    s->body.s[i - 1] != '\r')
			i--;
		start = i;
	}
	if (s->line != start || s->seen < start || s->seen > at)
		s->line = s->seen = start, s->width = 0;
	s->width += text_width(str_from(str_first(s->body, at), s->seen));
	s->seen = at;
	link->col = (int)s->width + 1;
}

size_t
markdown_links(struct str body, int first_line, struct arena *a,
    struct link **links)
{
	struct link *all = NULL;
	struct seek seek = { .body = body, .lines = { .rest = body } };
	size_t n = 0, cap = 0;
	cmark_node *root;

	*links = NULL;
	if (!has_any(body, "]<"))
		return 0;
	root = markdown_parse(body);
	for (struct walk w = markdown_walk(root); markdown_next(&w);) {
		struct link *link;

		if (cmark_node_get_type(w.node) != CMARK_NODE_LINK)
			continue;
		link = MEM_PUSH(all, n, cap);
		link->to = arena_keep(a, str_of(cmark_node_get_url(w.node)));
		link_place(&seek, w.node, first_line, link);
	}
	cmark_node_free(root);
	*links = arena_take_array(a, all, n, sizeof *all);
	return n;
}
