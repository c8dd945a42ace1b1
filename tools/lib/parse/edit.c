/* edit: changes the bytes of front matter, and no others. */
#include "parse/edit.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "parse/emit.h"

/* Where things stand. */

static size_t
head_start(const struct front *f)
{
	return (size_t)(f->head.s - f->text.s);
}

static size_t
head_end(const struct front *f)
{
	return head_start(f) + f->head.n;
}

static size_t
line_start(const struct front *f, size_t i)
{
	size_t least = head_start(f);

	while (i > least && f->text.s[i - 1] != '\n')
		i--;
	return i;
}

/* Past the end of the line that i is in. */
static size_t
line_end(const struct front *f, size_t i)
{
	size_t most = head_end(f);

	while (i < most && f->text.s[i] != '\n')
		i++;
	return i < most ? i + 1 : most;
}

static size_t
skip_blanks(const struct front *f, size_t i)
{
	while (i < head_end(f) && (f->text.s[i] == ' ' || f->text.s[i] == '\t'))
		i++;
	return i;
}

/* Is the line that starts at i empty, or a comment? */
static bool
is_gap_line(const struct front *f, size_t i)
{
	size_t at = skip_blanks(f, i);

	return at >= head_end(f) || strchr("#\r\n", f->text.s[at]);
}

static bool
has(const struct front *f, size_t off, size_t end, char c)
{
	return off < end && memchr(f->text.s + off, c, end - off) != NULL;
}

struct str
edit_span(const struct front *f, size_t off, size_t end)
{
	return (struct str){ f->text.s + off, end - off };
}

/* Where an entry begins: its key, or in a block list its '-'. */
static size_t
entry_start(const struct front *f, const struct node *in,
    const struct node *before, const struct node *entry)
{
	size_t i;

	if (entry->key_end > entry->key_off)
		return entry->key_off;
	if (in->style == STYLE_FLOW)
		return entry->off;
	if (!before)
		return in->off;
	i = line_end(f, before->end);
	while (i < head_end(f) && is_gap_line(f, i))
		i = line_end(f, i);
	return skip_blanks(f, i);
}

struct extent
edit_extent(const struct front *f, const struct node *in,
    const struct node *before, const struct node *entry)
{
	size_t off = entry_start(f, in, before, entry);
	size_t line = line_start(f, off), least;
	struct extent x = { off, off, entry->end, off - line, false };

	if (in->style == STYLE_FLOW)
		return x;
	x.end = line_end(f, entry->end);
	if (skip_blanks(f, line) != off)
		return x;
	least = before ? line_end(f, before->end) : head_start(f);
	x.gap = x.off = line;
	x.own = true;
	while (x.gap > least && is_gap_line(f, line_start(f, x.gap - 1)))
		x.gap = line_start(f, x.gap - 1);
	return x;
}

/* Outside of keys and values there are only blanks, line ends, signs of YAML
 * and comments, so a '#' there begins a comment. */
bool
edit_has_comment(const struct front *f, const struct node *node)
{
	size_t at = node->off;

	if (node->key_end < node->off && node->key_end > node->key_off &&
	    has(f, node->key_end, node->off, '#'))
		return true;
	if (node->style == STYLE_LITERAL || node->style == STYLE_FOLDED)
		return has(f, node->off, line_end(f, node->off), '#');
	for (const struct node *e = node->first; e; e = e->next) {
		size_t start = e->key_end > e->key_off ? e->key_off : e->off;

		if (has(f, at, start, '#') || edit_has_comment(f, e))
			return true;
		at = e->end;
	}
	return node->style == STYLE_FLOW && has(f, at, node->end, '#');
}

/* Changes. */

void
edit_bytes(struct edit *e, size_t off, size_t end, struct str by)
{
	*MEM_PUSH(e->all, e->n, e->cap) =
	    (struct splice){ off, end, arena_keep(e->arena, by) };
}

static void
put(struct edit *e, size_t off, size_t end, struct buf *by)
{
	edit_bytes(e, off, end, buf_str(by));
	buf_release(by);
}

static bool
remove_flow(struct edit *e, const struct node *in, const struct node *before,
    const struct node *entry)
{
	const struct front *f = e->front;
	const struct node *next = entry->next;
	size_t off, end;

	if (before) { /* with the ',' before it */
		off = before->end;
		while (f->text.s[off] != ',')
			if (f->text.s[off++] == '#')
				return false;
		end = entry->end;
	} else {
		off = next ? entry_start(f, in, before, entry) : in->off + 1;
		end = next ? entry_start(f, in, entry, next) : in->end - 1;
	}
	if (edit_has_comment(f, entry) ||
	    has(f, off, entry_start(f, in, before, entry), '#') ||
	    has(f, entry->end, end, '#'))
		return false;
	edit_bytes(e, off, end, STR(""));
	return true;
}

bool
edit_remove(struct edit *e, const struct node *in, const struct node *before,
    const struct node *entry)
{
	const struct front *f = e->front;
	struct extent x = edit_extent(f, in, before, entry), next;

	if (in->style == STYLE_FLOW)
		return remove_flow(e, in, before, entry);
	if (x.own) {
		edit_bytes(e, x.off, x.end, STR(""));
		return true;
	}
	/* "- a: 1" and "b: 2" below it: b comes in the line of the '-'. */
	if (!entry->next || edit_has_comment(f, entry))
		return false;
	next = edit_extent(f, in, entry, entry->next);
	if (!next.own || has(f, entry->end, next.off, '#'))
		return false;
	edit_bytes(e, x.off, next.off + next.col, STR(""));
	return true;
}

static bool
insert_flow(struct edit *e, const struct node *in, const struct node *after,
    struct str written)
{
	struct buf b = { 0 };

	if (after) {
		/* "a: " must keep its blank. */
		buf_addz(&b, after->off == after->end ? " , " : ", ");
		buf_add(&b, written);
		put(e, after->end, after->end, &b);
	} else if (in->first) {
		size_t at = entry_start(e->front, in, NULL, in->first);

		buf_add(&b, written);
		buf_addz(&b, ", ");
		put(e, at, at, &b);
	} else {
		if (has(e->front, in->off, in->end, '#'))
			return false;
		edit_bytes(e, in->off + 1, in->end - 1, written);
	}
	return true;
}

struct str
edit_eol(const struct front *f)
{
	size_t i = str_find(f->text, '\n');

	return i > 0 && i < f->text.n && f->text.s[i - 1] == '\r' ?
	    STR("\r\n") :
	    STR("\n");
}

bool
edit_insert(struct edit *e, const struct node *in, const struct node *after,
    struct str written)
{
	const struct front *f = e->front;
	struct str eol = edit_eol(f);
	struct extent first = { 0 };
	struct buf b = { 0 };
	size_t at;

	if (in->kind == NODE_SCALAR)
		return false;
	if (in->style == STYLE_FLOW)
		return insert_flow(e, in, after, written);
	if (in->first)
		first = edit_extent(f, in, NULL, in->first);
	edit_shift(&b, written, 0, first.col, eol);
	if (after) {
		at = line_end(f, after->end);
	} else if (!in->first) {
		at = head_end(f);
	} else if (first.own) {
		at = first.gap;
	} else { /* in the line of a '-' */
		struct buf line = { 0 };

		buf_add(&line, str_from(buf_str(&b), first.col));
		buf_fill(&line, ' ', first.col);
		buf_release(&b);
		b = line;
		at = first.off;
	}
	put(e, at, at, &b);
	return true;
}

/* Values. */

/* In the line that a value begins in, [off, end) is what a new one replaces;
 * below it [below, past) are the lines that go. */
struct value_at {
	size_t off, end, below, past;
	bool touches; /* a blank must part it from what is before it */
};

static bool
is_literal(const struct node *n)
{
	return n->style == STYLE_LITERAL || n->style == STYLE_FOLDED;
}

/* False: the value cannot be replaced by itself. */
static bool
value_at(const struct front *f, const struct node *in, const struct node *entry,
    struct value_at *v)
{
	size_t past = line_end(f, entry->end);

	*v = (struct value_at){ entry->off, entry->end, past, past, false };
	if (entry->off == entry->end) {
		v->touches = true;
		if (in->style == STYLE_FLOW)
			v->end = skip_blanks(f, entry->off);
	} else if (entry->kind == NODE_SCALAR && is_literal(entry)) {
		while (v->off < head_end(f) &&
		    strchr("|>+-0123456789", f->text.s[v->off]))
			v->off++;
		v->end = v->off;
		v->off = entry->off;
		v->below = line_end(f, v->end);
	} else if (entry->kind != NODE_SCALAR && entry->style == STYLE_BLOCK) {
		if (entry->key_end == entry->key_off ||
		    edit_has_comment(f, entry))
			return false;
		v->off = entry->key_end;
		while (v->off < entry->off && f->text.s[v->off] != ':')
			v->off++;
		v->end = ++v->off;
		v->below = line_end(f, v->end);
		v->touches = true;
		return v->below <= entry->off;
	} else if (entry->kind != NODE_SCALAR) {
		return !edit_has_comment(f, entry);
	}
	return true;
}

/* By how much the lines of a text of several lines are indented. */
static size_t
indent_of(const struct front *f, const struct node *n, size_t col)
{
	size_t i, line;

	if (n->kind == NODE_SCALAR && is_literal(n) && n->end > n->off)
		for (line = line_end(f, n->off); line < n->end;
		     line = line_end(f, line)) {
			i = skip_blanks(f, line);
			if (i < n->end && !strchr("\r\n", f->text.s[i]))
				return i - line > col ? i - line : col + 2;
		}
	return col + 2;
}

bool
edit_set(struct edit *e, const struct node *in, const struct node *before,
    const struct node *entry, struct str value)
{
	const struct front *f = e->front;
	struct extent x = edit_extent(f, in, before, entry);
	enum node_style like =
	    entry->kind == NODE_SCALAR ? entry->style : STYLE_PLAIN;
	bool flow = in->style == STYLE_FLOW;
	bool many = !flow && str_find(value, '\n') < value.n &&
	    like != STYLE_SINGLE && like != STYLE_DOUBLE;
	struct buf b = { 0 }, lines = { 0 };
	struct value_at v;

	if (!value_at(f, in, entry, &v))
		return false;
	if (v.touches)
		buf_addc(&b, ' ');
	if (!many ||
	    !emit_literal(&b, &lines, value, indent_of(f, entry, x.col),
		edit_eol(f)))
		emit_scalar(&b, value, like, flow ? EMIT_FLOW : EMIT_BLOCK);
	put(e, v.off, v.end, &b);
	if (v.past > v.below || lines.n)
		put(e, v.below, v.past, &lines);
	buf_release(&lines);
	return true;
}

bool
edit_fill(struct edit *e, const struct node *in, const struct node *before,
    const struct node *entry, struct str written)
{
	const struct front *f = e->front;
	struct extent x = edit_extent(f, in, before, entry);
	size_t colon = entry->key_end, below = line_end(f, entry->end);
	struct buf b = { 0 };

	if (!entry->absent || entry->key_end == entry->key_off)
		return false;
	while (colon < entry->off && f->text.s[colon] != ':')
		colon++;
	if (has(f, colon, entry->end, '#'))
		return false;
	if (written.n && strchr("[{", *written.s)) {
		if (entry->off == entry->end)
			buf_addc(&b, ' ');
		buf_add(&b, written);
		put(e, entry->off,
		    entry->off == entry->end && in->style == STYLE_FLOW ?
			skip_blanks(f, entry->off) :
			entry->end,
		    &b);
		return true;
	}
	if (entry->off < entry->end)
		edit_bytes(e, colon + 1, entry->end, STR(""));
	edit_shift(&b, written, 0, x.col + 2, edit_eol(f));
	put(e, below, below, &b);
	return true;
}

/* Applying. */

struct placed {
	const struct splice *splice;
	size_t nth;
};

static int
by_place(const void *va, const void *vb)
{
	const struct placed *a = va, *b = vb;
	size_t x = a->splice->off, y = b->splice->off;

	/* What is put in at a place comes before what is replaced there. */
	if (x == y && (a->splice->end == x) != (b->splice->end == y))
		return a->splice->end == x ? -1 : 1;
	return x != y ? (x > y) - (x < y) :
			(a->nth > b->nth) - (a->nth < b->nth);
}

bool
edit_apply(struct edit *e, struct buf *out)
{
	struct str text = e->front->text;
	struct placed *all = mem_alloc(e->n * sizeof *all);
	size_t at = 0;
	bool apart = true;

	for (size_t i = 0; i < e->n; i++)
		all[i] = (struct placed){ &e->all[i], i };
	qsort(all, e->n, sizeof *all, by_place);
	for (size_t i = 1; i < e->n; i++)
		apart = apart && all[i].splice->off >= all[i - 1].splice->end;
	for (size_t i = 0; apart && i < e->n; i++) {
		const struct splice *s = all[i].splice;

		buf_add(out, (struct str){ text.s + at, s->off - at });
		buf_add(out, s->by);
		at = s->end;
	}
	if (apart)
		buf_add(out, str_from(text, at));
	free(all);
	return apart;
}

void
edit_release(struct edit *e)
{
	free(e->all);
	*e = (struct edit){ 0 };
}

/* Writing. */

bool
edit_shift(struct buf *b, struct str lines, size_t from, size_t to,
    struct str eol)
{
	struct str line, rest = lines;

	if (!rest.n)
		return true;
	if (str_ends(rest, STR("\n")))
		rest.n--;
	while (str_split(&rest, '\n', &line)) {
		size_t blanks = 0;

		if (str_ends(line, STR("\r")))
			line.n--;
		while (blanks < line.n && line.s[blanks] == ' ')
			blanks++;
		if (blanks < line.n) {
			if (blanks < from)
				return false;
			buf_fill(b, ' ', to);
			line = str_from(line, from);
		}
		buf_add(b, line);
		buf_add(b, eol);
	}
	return true;
}
