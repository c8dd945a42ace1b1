/* edit: changes the bytes of front matter, and no others. */
#include "parse/edit.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "text/found.h"
#include "base/mem.h"

/* Below its key a list stands so far to the right. */
enum { STEP = 2 };

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

const struct node *
edit_before(const struct node *in, const struct node *entry)
{
	const struct node *before = NULL;

	for (const struct node *e = in->first; e && e != entry; e = e->next)
		before = e;
	return before;
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

/* Between what is read there are only blanks, line ends, and signs that are no
 * '#'. */
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

/* Behind the ':' of an entry with a key, else where its value begins. */
static size_t
value_start(const struct front *f, const struct node *entry)
{
	if (entry->key_end == entry->key_off)
		return entry->off;
	return entry->key_end + 1 +
	    str_find((struct str){ f->text.s + entry->key_end,
			 entry->off - entry->key_end },
		':');
}

bool
edit_value(struct edit *e, const struct node *entry, struct str written)
{
	const struct front *f = e->front;
	bool block = entry->kind != NODE_SCALAR && entry->style == STYLE_BLOCK;
	bool pad = block || entry->off == entry->end;
	struct buf b = { 0 };

	if (edit_has_comment(f, entry))
		return false;
	if (pad && entry->off > 0 &&
	    (entry->off == entry->end || entry->key_end > entry->key_off))
		buf_addc(&b, ' ');
	buf_add(&b, written);
	put(e, block ? value_start(f, entry) : entry->off, entry->end, &b);
	return true;
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

bool
edit_insert(struct edit *e, const struct node *in, const struct node *after,
    struct str written)
{
	const struct front *f = e->front;
	struct str eol = edit_eol(f->text);
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
		for (size_t i = 0; i < first.col; i++)
			buf_addc(&line, ' ');
		buf_release(&b);
		b = line;
		at = first.off;
	}
	put(e, at, at, &b);
	return true;
}

bool
edit_begin(struct edit *e, const struct node *in, const struct node *before,
    const struct node *entry, struct str written)
{
	const struct front *f = e->front;
	struct extent x = edit_extent(f, in, before, entry);
	struct buf b = { 0 };

	if (!entry->absent || in->style == STYLE_FLOW ||
	    entry->key_end == entry->key_off || edit_has_comment(f, entry))
		return false;
	edit_bytes(e, value_start(f, entry), entry->end, STR(""));
	edit_shift(&b, written, 0, x.col + STEP, edit_eol(f->text));
	put(e, x.end, x.end, &b);
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

struct str
edit_eol(struct str text)
{
	size_t i = str_find(text, '\n');

	return i > 0 && i < text.n && text.s[i - 1] == '\r' ? STR("\r\n") :
							      STR("\n");
}

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
			for (size_t i = 0; i < to; i++)
				buf_addc(b, ' ');
			line = str_from(line, from);
		}
		buf_add(b, line);
		buf_add(b, eol);
	}
	return true;
}

static void
add_quoted(struct buf *b, struct str text)
{
	buf_addc(b, '"');
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.s[i];

		if (c == '"' || c == '\\')
			buf_addf(b, "\\%c", c);
		else if (c == '\n')
			buf_addz(b, "\\n");
		else if (c == '\t')
			buf_addz(b, "\\t");
		else if (c < ' ' || c == 0x7f)
			buf_addf(b, "\\x%02X", c);
		else
			buf_addc(b, (char)c);
	}
	buf_addc(b, '"');
}

/* Is it read as this text, as it stands and without a warning? The reader
 * knows best. */
static bool
reads_plain(struct str text, bool key, bool flow)
{
	struct findings to = { 0 };
	struct arena a = { 0 };
	struct node *root;
	struct buf b = { 0 };
	bool same;

	buf_addz(&b, flow ? "{" : "");
	buf_addz(&b, key ? "" : "k: ");
	buf_add(&b, text);
	buf_addz(&b, key ? ": v" : "");
	buf_addz(&b, flow ? "}\n" : "\n");
	same = front_yaml(&root, buf_str(&b), NULL, &a, &to) && root->n == 1 &&
	    root->first->kind == NODE_SCALAR && !root->first->absent &&
	    root->first->style == STYLE_PLAIN && !to.count[WARNING] &&
	    str_eq(key ? root->first->key : root->first->value, text) &&
	    (key || str_is(root->first->key, "k"));
	arena_release(&a);
	buf_release(&b);
	return same;
}

void
edit_add_scalar(struct buf *b, struct str text, bool key, bool flow)
{
	if (str_find(text, '\n') == text.n && reads_plain(text, key, flow) &&
	    text.n && text.s[0] != '"' && text.s[0] != '\'')
		buf_add(b, text);
	else
		add_quoted(b, text);
}
