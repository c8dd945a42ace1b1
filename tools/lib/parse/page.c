/* page: how a page is printed. */
#include "parse/page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmark.h>

#include "base/arena.h"
#include "parse/markdown_inside.h"
#include "base/mem.h"
#include "text/text.h"

enum {
	DEEPEST = 48,    /* nodes; a level of a list is two */
	LIST_MOST = 500, /* items of a numbered list */
};

struct page {
	struct arena arena;
	cmark_node *root;
	int first_line;
	struct page_block {
		cmark_node *node;
		struct fence *fence; /* NULL: none */
	} * blocks;
	size_t n, cap;
};

/* All nodes of two types, for who changes what he would walk over; yours to
 * free. */
static cmark_node **
gather(cmark_node *root, cmark_node_type one, cmark_node_type other, size_t *n)
{
	cmark_node **all = NULL;
	size_t cap = 0;

	*n = 0;
	for (struct walk w = markdown_walk(root); markdown_next(&w);)
		if (cmark_node_get_type(w.node) == one ||
		    cmark_node_get_type(w.node) == other)
			*MEM_PUSH(all, *n, cap) = w.node;
	return all;
}

static void
drop_html(cmark_node *root)
{
	size_t n;
	cmark_node **html =
	    gather(root, CMARK_NODE_HTML_BLOCK, CMARK_NODE_HTML_INLINE, &n);

	for (size_t i = 0; i < n; i++)
		cmark_node_free(html[i]);
	free(html);
}

static bool
is_nested(cmark_node *n)
{
	switch (cmark_node_get_type(n)) {
	case CMARK_NODE_BLOCK_QUOTE:
	case CMARK_NODE_LIST:
	case CMARK_NODE_EMPH:
	case CMARK_NODE_STRONG:
	case CMARK_NODE_LINK:
	case CMARK_NODE_IMAGE:
		return true;
	default:
		return false;
	}
}

static void
lift_children(cmark_node *from, cmark_node *before)
{
	cmark_node *n;

	while ((n = cmark_node_first_child(from)))
		cmark_node_insert_before(before, n);
}

/* Puts what stands in a container in its place. Gives the first of that, or
 * what follows when there was nothing in it; NULL: nothing follows. */
static cmark_node *
lift(cmark_node *n)
{
	cmark_node *before = cmark_node_previous(n);
	cmark_node *up = cmark_node_parent(n);

	if (cmark_node_get_type(n) == CMARK_NODE_LIST)
		for (cmark_node *item = cmark_node_first_child(n); item;
		     item = cmark_node_next(item))
			lift_children(item, n);
	else
		lift_children(n, n);
	cmark_node_free(n);
	return before ? cmark_node_next(before) : cmark_node_first_child(up);
}

/* Every level is a margin before every line: without a limit, what is printed
 * grows with the square of the page. */
static void
flatten(cmark_node *root)
{
	cmark_node *n = root, *up, *next;
	int depth = 0;

	while (n) {
		if (depth >= DEEPEST && is_nested(n)) {
			up = cmark_node_parent(n);
			next = lift(n);
			if (next) {
				n = next;
				continue;
			}
			n = up;
			depth--;
		} else if ((next = cmark_node_first_child(n))) {
			n = next;
			depth++;
			continue;
		}
		while (n != root && !cmark_node_next(n)) {
			n = cmark_node_parent(n);
			depth--;
		}
		n = n == root ? NULL : cmark_node_next(n);
	}
}

/* A list like this one behind it, with nothing in it yet. */
static cmark_node *
list_behind(cmark_node *list, int start)
{
	cmark_node *l = cmark_node_new(CMARK_NODE_LIST);

	cmark_node_set_list_type(l, cmark_node_get_list_type(list));
	cmark_node_set_list_delim(l, cmark_node_get_list_delim(list));
	cmark_node_set_list_tight(l, cmark_node_get_list_tight(list));
	cmark_node_set_list_start(l, start);
	cmark_node_insert_after(list, l);
	return l;
}

static void
split_list(cmark_node *list)
{
	cmark_node *item = cmark_node_first_child(list), *to = list, *next;
	int start = cmark_node_get_list_start(list);

	for (int i = 0; item; i++, item = next) {
		next = cmark_node_next(item);
		if (i && i % LIST_MOST == 0)
			to = list_behind(to, start + i);
		if (to != list)
			cmark_node_append_child(to, item);
	}
}

/* cmark counts the items before each one that it numbers. */
static void
split_lists(cmark_node *root)
{
	size_t n;
	cmark_node **lists = gather(root, CMARK_NODE_LIST, CMARK_NODE_LIST, &n);

	for (size_t i = 0; i < n; i++)
		if (cmark_node_get_list_type(lists[i]) == CMARK_ORDERED_LIST)
			split_list(lists[i]);
	free(lists);
}

struct page *
page_new(struct str body, int first_line)
{
	struct page *p = mem_alloc(sizeof *p);
	struct lines l = { .rest = body };

	p->first_line = first_line;
	p->root = markdown_parse(body);
	drop_html(p->root);
	flatten(p->root);
	split_lists(p->root);
	cmark_consolidate_text_nodes(p->root);
	for (cmark_node *n = cmark_node_first_child(p->root); n;
	     n = cmark_node_next(n)) {
		struct page_block *b = MEM_PUSH(p->blocks, p->n, p->cap);
		struct fence f;

		*b = (struct page_block){ .node = n };
		if (!markdown_fence(n, &l, first_line, &p->arena, &f))
			continue;
		b->fence = ARENA_NEW(&p->arena, struct fence);
		*b->fence = f;
	}
	return p;
}

void
page_free(struct page *p)
{
	if (!p)
		return;
	cmark_node_free(p->root);
	free(p->blocks);
	arena_release(&p->arena);
	free(p);
}

size_t
page_blocks(const struct page *p)
{
	return p->n;
}

const struct fence *
page_fence(const struct page *p, size_t block)
{
	return p->blocks[block].fence;
}

/* A line end in a value would begin a new line of the Markdown that is
 * printed, and what follows it would be parsed there. */
static void
add_one_line(struct buf *out, struct str v)
{
	size_t from = out->n;

	buf_room(out, v.n);
	for (size_t i = 0; i < v.n; i++)
		buf_addc(out, v.s[i] == '\n' || v.s[i] == '\r' ? ' ' : v.s[i]);
	text_harmless(out, from);
}

bool
page_fill_text(struct str text, int line, const struct page_values *v,
    struct buf *out)
{
	struct buf value = { 0 };
	bool any = false;
	size_t open, close;

	while ((open = str_find_str(text, STR("{{"))) < text.n) {
		struct str rest = str_from(text, open + 2), name;

		close = str_find_str(rest, STR("}}"));
		if (close == rest.n)
			break;
		name = str_trim(str_first(rest, close));
		buf_add(out, str_first(text, open));
		buf_clear(&value);
		if (v->value(name, &value, v->to)) {
			add_one_line(out, buf_str(&value));
			any = true;
		} else {
			if (v->unknown)
				v->unknown(name, line, v->to);
			buf_add(out,
			    str_first(str_from(text, open), close + 4));
		}
		text = str_from(rest, close + 2);
	}
	buf_add(out, text);
	buf_release(&value);
	return any;
}

static bool
begins_line(cmark_node *inline_node)
{
	cmark_node *before = cmark_node_previous(inline_node);

	return !before || cmark_node_get_type(before) == CMARK_NODE_SOFTBREAK ||
	    cmark_node_get_type(before) == CMARK_NODE_LINEBREAK;
}

void
page_fill(struct page *p, const struct page_values *v)
{
	struct buf out = { 0 };

	for (struct walk w = markdown_walk(p->root); markdown_next(&w);) {
		if (cmark_node_get_type(w.node) != CMARK_NODE_TEXT)
			continue;
		buf_clear(&out);
		if (!page_fill_text(markdown_literal(w.node),
			p->first_line - 1 + w.line, v, &out))
			continue;
		/* Printed again, blanks at the start would make code of it. */
		cmark_node_set_literal(w.node,
		    buf_z(&out) +
			(begins_line(w.node) ? strspn(buf_z(&out), " ") : 0));
	}
	buf_release(&out);
}

/* Plain text: what is being written. */
struct ink {
	struct buf *out;
	int width;
	bool wrote;
	struct buf text;   /* the inlines of a block */
	struct buf margin; /* before every line of a block */
	struct buf mark;   /* in its place before the first one */
};

static void
ink_raw(struct ink *k, const struct buf *before, struct str line)
{
	size_t from = k->out->n;

	buf_add(k->out, buf_str(before));
	buf_add(k->out, line);
	while (k->out->n > from && k->out->s[k->out->n - 1] == ' ')
		k->out->s[--k->out->n] = '\0';
	text_harmless(k->out, from);
	buf_addc(k->out, '\n');
	k->wrote = true;
}

static void
ink_line(struct ink *k, struct str line)
{
	ink_raw(k, k->mark.n ? &k->mark : &k->margin, line);
	buf_clear(&k->mark);
}

/* As much of text as fits the width, to the last blank in it. */
static struct str
cut_line(struct str text, size_t width)
{
	struct str line = text_cut(text, width);
	size_t end = line.n;

	if (!width || end == text.n)
		return text;
	while (end && text.s[end] != ' ')
		end--;
	if (!end) /* one long word */
		end = str_find(text, ' ');
	return str_first(text, end);
}

static void
ink_wrapped(struct ink *k, struct str text)
{
	size_t margin = text_width(buf_str(&k->margin));
	size_t width = 0;
	struct str part;

	if (k->width > 0)
		width = (size_t)k->width > margin + 20 ?
		    (size_t)k->width - margin :
		    20;
	while (str_split(&text, '\n', &part))
		do {
			struct str line = cut_line(str_trim(part), width);

			ink_line(k, line);
			part = str_from(str_trim(part), line.n);
		} while (str_trim(part).n);
}

static void
ink_lines(struct ink *k, struct str text, const char *indent)
{
	size_t from = k->margin.n;
	struct str line;

	buf_addz(&k->margin, indent);
	if (str_ends(text, STR("\n")))
		text.n--;
	while (str_split(&text, '\n', &line))
		ink_line(k, line);
	k->margin.n = from;
}

static void
ink_heading(struct ink *k, int level)
{
	size_t n = text_width(buf_str(&k->text));
	struct buf rule = { 0 };

	ink_line(k, buf_str(&k->text));
	if (level <= 2) {
		while (n--)
			buf_addz(&rule, level == 1 ? "═" : "─");
		ink_line(k, buf_str(&rule));
	}
	buf_release(&rule);
}

static bool
in_tight(cmark_node *list)
{
	return cmark_node_get_type(list) == CMARK_NODE_LIST &&
	    cmark_node_get_list_tight(list);
}

/* Does an empty line stand before this block? What begins together is set off
 * together, by the outermost of it. */
static bool
needs_gap(cmark_node *n, cmark_node *top)
{
	cmark_node *up;

	while (n != top && !cmark_node_previous(n))
		n = cmark_node_parent(n);
	if (n == top)
		return false;
	up = cmark_node_parent(n);
	if (cmark_node_get_type(up) == CMARK_NODE_ITEM)
		up = cmark_node_parent(up);
	return !in_tight(up);
}

/* Where a link leads, unless its text says so. */
static void
ink_link(struct ink *k, cmark_node *n)
{
	struct str url = str_of(cmark_node_get_url(n));

	if (url.n && !str_ends(buf_str(&k->text), url))
		buf_addf(&k->text, " (%.*s)", STRF(url));
}

static void ink_node(struct ink *, cmark_node *, cmark_node *top);

static void
ink_children(struct ink *k, cmark_node *n, cmark_node *top)
{
	for (n = cmark_node_first_child(n); n; n = cmark_node_next(n))
		ink_node(k, n, top);
}

/* What stands in a node, its first line behind the mark and the others behind
 * the margin. */
static void
ink_behind(struct ink *k, cmark_node *n, cmark_node *top, const char *mark,
    const char *margin)
{
	size_t from = k->margin.n;

	if (!k->mark.n)
		buf_add(&k->mark, buf_str(&k->margin));
	buf_addz(&k->mark, mark);
	buf_addz(&k->margin, margin);
	ink_children(k, n, top);
	buf_cut(&k->margin, from);
	buf_clear(&k->mark);
}

static void
ink_list(struct ink *k, cmark_node *list, cmark_node *top)
{
	bool ordered = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST;
	bool paren = cmark_node_get_list_delim(list) == CMARK_PAREN_DELIM;
	int number = cmark_node_get_list_start(list);
	char mark[16] = "- ", margin[16];

	for (cmark_node *item = cmark_node_first_child(list); item;
	     item = cmark_node_next(item)) {
		if (ordered)
			snprintf(mark, sizeof mark, "%d%c ", number++,
			    paren ? ')' : '.');
		snprintf(margin, sizeof margin, "%*s", (int)strlen(mark), "");
		ink_behind(k, item, top, mark, margin);
	}
}

/* A node and what stands in it, which is as deep as flatten leaves it. */
static void
ink_node(struct ink *k, cmark_node *n, cmark_node *top)
{
	cmark_node_type t = cmark_node_get_type(n);
	bool leaf = t == CMARK_NODE_PARAGRAPH || t == CMARK_NODE_HEADING ||
	    t == CMARK_NODE_CODE_BLOCK || t == CMARK_NODE_THEMATIC_BREAK;

	if (leaf && k->wrote && needs_gap(n, top))
		ink_raw(k, &k->margin, STR(""));
	if (leaf)
		buf_clear(&k->text);
	switch (t) {
	case CMARK_NODE_BLOCK_QUOTE:
		ink_behind(k, n, top, "> ", "> ");
		break;
	case CMARK_NODE_LIST:
		ink_list(k, n, top);
		break;
	case CMARK_NODE_CODE_BLOCK:
		ink_lines(k, markdown_literal(n), "    ");
		break;
	case CMARK_NODE_THEMATIC_BREAK:
		ink_line(k, STR("* * *"));
		break;
	case CMARK_NODE_TEXT:
	case CMARK_NODE_CODE:
		buf_add(&k->text, markdown_literal(n));
		break;
	case CMARK_NODE_SOFTBREAK:
		buf_addc(&k->text, ' ');
		break;
	case CMARK_NODE_LINEBREAK:
		buf_addc(&k->text, '\n');
		break;
	default:
		ink_children(k, n, top);
		if (t == CMARK_NODE_PARAGRAPH)
			ink_wrapped(k, buf_str(&k->text));
		else if (t == CMARK_NODE_HEADING)
			ink_heading(k, cmark_node_get_heading_level(n));
		else if (t == CMARK_NODE_LINK || t == CMARK_NODE_IMAGE)
			ink_link(k, n);
	}
}

static void
add_text(cmark_node *block, int width, struct buf *out)
{
	struct ink k = { .out = out, .width = width };

	ink_node(&k, block, block);
	buf_release(&k.text);
	buf_release(&k.margin);
	buf_release(&k.mark);
}

/* What cmark writes as Markdown is read as it was meant, except that text which
 * begins a line with ~~~ would open a fence: a backslash goes before it, and is
 * taken away again. */
static char *
render_md(cmark_node *block)
{
	size_t n, marks = 0;
	cmark_node **all = gather(block, CMARK_NODE_TEXT, CMARK_NODE_TEXT, &n);
	char *md;

	for (size_t i = 0; i < n; i++) {
		cmark_node *mark;

		if (!begins_line(all[i]) ||
		    !str_starts(markdown_literal(all[i]), STR("~")))
			continue;
		mark = cmark_node_new(CMARK_NODE_CUSTOM_INLINE);
		cmark_node_set_on_enter(mark, "\\");
		cmark_node_insert_before(all[i], mark);
		all[marks++] = mark;
	}
	md = cmark_render_commonmark(block, CMARK_OPT_DEFAULT, 0);
	while (marks)
		cmark_node_free(all[--marks]);
	free(all);
	return md;
}

/* cmark ends a list with a comment where code follows it, which is needed
 * only where the code is indented; ours is always fenced. */
static void
add_md(cmark_node *block, struct buf *out)
{
	const struct str list_end = STR("\n<!-- end list -->\n");
	cmark_node *next = cmark_node_next(block);
	size_t from = out->n;
	char *md = render_md(block);

	markdown_utf8(out, str_of(md));
	free(md);
	if (next && cmark_node_get_type(next) == CMARK_NODE_CODE_BLOCK &&
	    str_ends(str_from(buf_str(out), from), list_end))
		out->n -= list_end.n;
}

/* HTML: a link leads to the web, to a letter or to a file beside the page, and
 * an image, which would be fetched, becomes a link to it. */

static bool
is_harmless_address(struct str url)
{
	static const char *const schemes[] = { "http", "https", "mailto" };
	size_t colon = str_find(url, ':');
	struct str before = str_first(url, colon);

	if (str_starts(url, STR("//")))
		return false;
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (colon < url.n && str_is_word(before, schemes[i]))
			return true;
	return colon == url.n || str_find(before, '/') < before.n ||
	    str_find(before, '?') < before.n ||
	    str_find(before, '#') < before.n;
}

static bool
is_within_link(cmark_node *n)
{
	while ((n = cmark_node_parent(n)))
		if (cmark_node_get_type(n) == CMARK_NODE_LINK)
			return true;
	return false;
}

/* A link in the place of an image, with its words or else its address. */
static void
link_to_image(cmark_node *image)
{
	const char *url = cmark_node_get_url(image);
	cmark_node *l = cmark_node_new(CMARK_NODE_LINK), *text, *child;

	cmark_node_set_url(l, url);
	if (!cmark_node_first_child(image)) {
		text = cmark_node_new(CMARK_NODE_TEXT);
		cmark_node_set_literal(text, url);
		cmark_node_append_child(image, text);
	}
	while ((child = cmark_node_first_child(image)))
		cmark_node_append_child(l, child);
	cmark_node_insert_before(image, l);
	cmark_node_free(image);
}

static void
mend_links(cmark_node *block)
{
	size_t n;
	cmark_node **links =
	    gather(block, CMARK_NODE_LINK, CMARK_NODE_IMAGE, &n);

	for (size_t i = 0; i < n; i++) {
		struct str url = str_of(cmark_node_get_url(links[i]));

		if (!is_harmless_address(url) || is_within_link(links[i]))
			lift(links[i]);
		else if (cmark_node_get_type(links[i]) == CMARK_NODE_IMAGE)
			link_to_image(links[i]);
	}
	free(links);
}

static void
add_html(cmark_node *block, struct buf *out)
{
	char *html;

	mend_links(block);
	html = cmark_render_html(block, CMARK_OPT_DEFAULT);
	buf_addz(out, html);
	free(html);
}

void
page_block(const struct page *p, size_t block, enum markdown_format format,
    int width, struct buf *out)
{
	cmark_node *n = p->blocks[block].node;
	size_t from = out->n;

	switch (format) {
	case MARKDOWN_TEXT:
		add_text(n, width, out);
		break;
	case MARKDOWN_MD:
		add_md(n, out);
		break;
	case MARKDOWN_HTML:
		add_html(n, out);
		break;
	}
	if (out->n > from)
		buf_addc(out, '\n');
}
