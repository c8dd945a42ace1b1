/* markdown: what stands in a body, and how a page is printed. */
#include "markdown.h"

#include <stdlib.h>
#include <string.h>

#include <cmark.h>

#include "mem.h"
#include "text.h"

static cmark_node *
parse(struct str body)
{
	return cmark_parse_document(body.s ? body.s : "", body.n,
	    CMARK_OPT_VALIDATE_UTF8);
}

/* A walk over all nodes in order: to each once, at its start. */
struct walk {
	cmark_iter *iter;
	cmark_node *node;
};

static struct walk
walk(cmark_node *root)
{
	return (struct walk){ cmark_iter_new(root), NULL };
}

static bool
walk_next(struct walk *w)
{
	cmark_event_type e;

	do {
		e = cmark_iter_next(w->iter);
		w->node = cmark_iter_get_node(w->iter);
	} while (e == CMARK_EVENT_EXIT);
	if (e != CMARK_EVENT_DONE)
		return true;
	cmark_iter_free(w->iter);
	return false;
}

static struct str
literal(cmark_node *n)
{
	return str_of(cmark_node_get_literal(n));
}

static struct str
line_of(struct str body, int line)
{
	struct str part = {0};

	for (; line > 0; line--)
		if (!str_split(&body, '\n', &part))
			return (struct str){0};
	return part;
}

/* cmark does not tell an indented block from a fenced one without info. Where
 * one begins with a fence, that is its own first line only when indented: in a
 * fenced block the same line would close it. */
static bool
is_fenced(cmark_node *n, struct str body)
{
	struct str line;

	if (cmark_node_get_type(n) != CMARK_NODE_CODE_BLOCK)
		return false;
	if (*cmark_node_get_fence_info(n))
		return true;
	line = line_of(body, cmark_node_get_start_line(n));
	line = str_trim(str_from(line,
	    (size_t)cmark_node_get_start_column(n) - 1));
	if (!str_starts(line, STR("```")) && !str_starts(line, STR("~~~")))
		return false;
	return !str_eq(str_trim(line_of(literal(n), 1)), line);
}

static struct fence
fence_of(cmark_node *n, int first_line, struct arena *a)
{
	return (struct fence){
		.info = arena_keep(a,
		    str_trim(str_of(cmark_node_get_fence_info(n)))),
		.text = arena_keep(a, literal(n)),
		.line = first_line + cmark_node_get_start_line(n),
	};
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

static void *
keep(struct arena *a, const void *array, size_t n, size_t size)
{
	return n ? memcpy(arena_array(a, n, size), array, n * size) : NULL;
}

size_t
markdown_fences(struct str body, int first_line, struct arena *a,
    struct fence **fences)
{
	struct fence *all = NULL;
	size_t n = 0, cap = 0;
	cmark_node *root;

	*fences = NULL;
	if (!has_any(body, "`~"))
		return 0;
	root = parse(body);
	for (struct walk w = walk(root); walk_next(&w);)
		if (is_fenced(w.node, body))
			*MEM_PUSH(all, n, cap) = fence_of(w.node, first_line, a);
	cmark_node_free(root);
	*fences = keep(a, all, n, sizeof *all);
	free(all);
	return n;
}

/* The text of all that stands in a block. */
static void
add_inlines(cmark_node *block, struct buf *b)
{
	for (struct walk w = walk(block); walk_next(&w);)
		switch (cmark_node_get_type(w.node)) {
		case CMARK_NODE_TEXT:
		case CMARK_NODE_CODE:
			buf_add(b, literal(w.node));
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
markdown_headings(struct str body, int first_line, struct arena *a,
    struct heading **headings)
{
	struct heading *all = NULL;
	size_t n = 0, cap = 0;
	struct buf text = {0};
	cmark_node *root;

	*headings = NULL;
	if (!has_any(body, "#=-"))
		return 0;
	root = parse(body);
	for (struct walk w = walk(root); walk_next(&w);) {
		if (cmark_node_get_type(w.node) != CMARK_NODE_HEADING)
			continue;
		buf_clear(&text);
		add_inlines(w.node, &text);
		*MEM_PUSH(all, n, cap) = (struct heading){
			.text = arena_keep(a, str_trim(buf_str(&text))),
			.level = cmark_node_get_heading_level(w.node),
			.line = first_line - 1 +
			    cmark_node_get_start_line(w.node),
		};
	}
	cmark_node_free(root);
	buf_release(&text);
	*headings = keep(a, all, n, sizeof *all);
	free(all);
	return n;
}

static bool
is_block(cmark_node *n)
{
	return cmark_node_get_type(n) <= CMARK_NODE_LAST_BLOCK;
}

static int
block_line(cmark_node *n)
{
	while (!is_block(n))
		n = cmark_node_parent(n);
	return cmark_node_get_start_line(n);
}

size_t
markdown_links(struct str body, int first_line, struct arena *a,
    struct link **links)
{
	struct link *all = NULL;
	size_t n = 0, cap = 0;
	cmark_node *root;

	*links = NULL;
	if (!has_any(body, "]<"))
		return 0;
	root = parse(body);
	for (struct walk w = walk(root); walk_next(&w);)
		if (cmark_node_get_type(w.node) == CMARK_NODE_LINK)
			*MEM_PUSH(all, n, cap) = (struct link){
				.to = arena_keep(a,
				    str_of(cmark_node_get_url(w.node))),
				.line = first_line - 1 + block_line(w.node),
			};
	cmark_node_free(root);
	*links = keep(a, all, n, sizeof *all);
	free(all);
	return n;
}

/* Pages */

struct page {
	struct arena arena;
	cmark_node *root;
	int first_line;
	struct block {
		cmark_node *node;
		struct fence *fence;		/* NULL: none */
	} *blocks;
	size_t n, cap;
};

static bool
is_html(cmark_node *n)
{
	cmark_node_type t = cmark_node_get_type(n);

	return t == CMARK_NODE_HTML_BLOCK || t == CMARK_NODE_HTML_INLINE;
}

static void
drop_html(cmark_node *root)
{
	cmark_node **html = NULL;
	size_t n = 0, cap = 0;

	for (struct walk w = walk(root); walk_next(&w);)
		if (is_html(w.node))
			*MEM_PUSH(html, n, cap) = w.node;
	for (size_t i = 0; i < n; i++)
		cmark_node_free(html[i]);
	free(html);
}

struct page *
page_new(struct str body, int first_line)
{
	struct page *p = mem_alloc(sizeof *p);

	p->first_line = first_line;
	p->root = parse(body);
	drop_html(p->root);
	cmark_consolidate_text_nodes(p->root);
	for (cmark_node *n = cmark_node_first_child(p->root); n;
	    n = cmark_node_next(n)) {
		struct block *b = MEM_PUSH(p->blocks, p->n, p->cap);

		*b = (struct block){ .node = n };
		if (!is_fenced(n, body))
			continue;
		b->fence = ARENA_NEW(&p->arena, struct fence);
		*b->fence = fence_of(n, first_line, &p->arena);
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

/* Puts the values into a text. False: there was none to put. */
static bool
fill(struct str text, struct buf *out, const struct page_values *v, int line)
{
	struct buf value = {0};
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
			buf_add(out, str_first(str_from(text, open), close + 4));
		}
		text = str_from(rest, close + 2);
	}
	buf_add(out, text);
	buf_release(&value);
	return any;
}

void
page_fill(struct page *p, const struct page_values *v)
{
	struct buf out = {0};

	for (struct walk w = walk(p->root); walk_next(&w);) {
		int line;

		if (cmark_node_get_type(w.node) != CMARK_NODE_TEXT)
			continue;
		line = p->first_line - 1 + block_line(w.node);
		buf_clear(&out);
		if (fill(literal(w.node), &out, v, line))
			cmark_node_set_literal(w.node, buf_z(&out));
	}
	buf_release(&out);
}

/* Plain text: what is being written. */
struct ink {
	struct buf *out;
	int width;
	bool wrote;
	struct buf text;			/* the inlines of a block */
	struct buf margin;			/* before every line of a block */
	struct buf mark;			/* in its place before the first one */
	size_t *margins;			/* lengths of those around it */
	size_t n, cap;
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
	if (!end)				/* one long word */
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
		    (size_t)k->width - margin : 20;
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
	struct buf rule = {0};

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

static void
push_margin(struct ink *k, const char *mark, const char *after)
{
	*MEM_PUSH(k->margins, k->n, k->cap) = k->margin.n;
	if (!k->mark.n)
		buf_add(&k->mark, buf_str(&k->margin));
	buf_addz(&k->mark, mark);
	buf_addz(&k->margin, after);
}

static void
push_item(struct ink *k, cmark_node *item)
{
	cmark_node *list = cmark_node_parent(item), *n;
	struct buf mark = {0}, after = {0};
	int at = cmark_node_get_list_start(list);

	for (n = item; (n = cmark_node_previous(n));)
		at++;
	if (cmark_node_get_list_type(list) == CMARK_ORDERED_LIST)
		buf_addf(&mark, "%d%c ", at, cmark_node_get_list_delim(list) ==
		    CMARK_PAREN_DELIM ? ')' : '.');
	else
		buf_addz(&mark, "- ");
	while (after.n < mark.n)
		buf_addc(&after, ' ');
	push_margin(k, buf_z(&mark), buf_z(&after));
	buf_release(&mark);
	buf_release(&after);
}

static void
pop_margin(struct ink *k)
{
	k->margin.n = k->margins[--k->n];
	buf_clear(&k->mark);
}

/* Where a link leads, unless its text says so. */
static void
ink_link(struct ink *k, cmark_node *n)
{
	struct str url = str_of(cmark_node_get_url(n));

	if (url.n && !str_ends(buf_str(&k->text), url))
		buf_addf(&k->text, " (%.*s)", STRF(url));
}

/* At the start of a node, before what stands in it. */
static void
ink_enter(struct ink *k, cmark_node *n, cmark_node *top)
{
	cmark_node_type t = cmark_node_get_type(n);
	bool leaf = t == CMARK_NODE_PARAGRAPH || t == CMARK_NODE_HEADING ||
	    t == CMARK_NODE_CODE_BLOCK || t == CMARK_NODE_THEMATIC_BREAK;

	if (leaf && k->wrote && needs_gap(n, top))
		ink_raw(k, &k->margin, STR(""));
	switch (t) {
	case CMARK_NODE_BLOCK_QUOTE:
		push_margin(k, "> ", "> ");
		break;
	case CMARK_NODE_ITEM:
		push_item(k, n);
		break;
	case CMARK_NODE_PARAGRAPH:
	case CMARK_NODE_HEADING:
		buf_clear(&k->text);
		break;
	case CMARK_NODE_CODE_BLOCK:
		ink_lines(k, literal(n), "    ");
		break;
	case CMARK_NODE_THEMATIC_BREAK:
		ink_line(k, STR("* * *"));
		break;
	case CMARK_NODE_TEXT:
	case CMARK_NODE_CODE:
		buf_add(&k->text, literal(n));
		break;
	case CMARK_NODE_SOFTBREAK:
		buf_addc(&k->text, ' ');
		break;
	case CMARK_NODE_LINEBREAK:
		buf_addc(&k->text, '\n');
		break;
	default:
		break;
	}
}

static void
ink_leave(struct ink *k, cmark_node *n)
{
	switch (cmark_node_get_type(n)) {
	case CMARK_NODE_BLOCK_QUOTE:
	case CMARK_NODE_ITEM:
		pop_margin(k);
		break;
	case CMARK_NODE_PARAGRAPH:
		ink_wrapped(k, buf_str(&k->text));
		break;
	case CMARK_NODE_HEADING:
		ink_heading(k, cmark_node_get_heading_level(n));
		break;
	case CMARK_NODE_LINK:
	case CMARK_NODE_IMAGE:
		ink_link(k, n);
		break;
	default:
		break;
	}
}

static void
add_text(cmark_node *block, int width, struct buf *out)
{
	struct ink k = { .out = out, .width = width };
	cmark_iter *iter = cmark_iter_new(block);
	cmark_event_type e;

	while ((e = cmark_iter_next(iter)) != CMARK_EVENT_DONE)
		if (e == CMARK_EVENT_ENTER)
			ink_enter(&k, cmark_iter_get_node(iter), block);
		else
			ink_leave(&k, cmark_iter_get_node(iter));
	cmark_iter_free(iter);
	buf_release(&k.text);
	buf_release(&k.margin);
	buf_release(&k.mark);
	free(k.margins);
}

/* cmark ends a list with a comment where code follows it, which is needed
 * only where the code is indented; ours is always fenced. */
static void
add_md(cmark_node *block, struct buf *out)
{
	const struct str list_end = STR("\n<!-- end list -->\n");
	cmark_node *next = cmark_node_next(block);
	size_t from = out->n;
	char *md = cmark_render_commonmark(block, CMARK_OPT_DEFAULT, 0);

	buf_addz(out, md);
	free(md);
	if (next && cmark_node_get_type(next) == CMARK_NODE_CODE_BLOCK &&
	    str_ends(str_from(buf_str(out), from), list_end))
		out->n -= list_end.n;
}

void
page_block(const struct page *p, size_t block, enum markdown_format format,
    int width, struct buf *out)
{
	cmark_node *n = p->blocks[block].node;
	size_t from = out->n;
	char *html;

	switch (format) {
	case MARKDOWN_TEXT:
		add_text(n, width, out);
		break;
	case MARKDOWN_MD:
		add_md(n, out);
		break;
	case MARKDOWN_HTML:
		html = cmark_render_html(n, CMARK_OPT_DEFAULT);
		buf_addz(out, html);
		free(html);
		break;
	}
	if (out->n > from)
		buf_addc(out, '\n');
}
