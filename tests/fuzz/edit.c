/* Splices on any front matter: what is read afterwards is what was meant, and
 * lines that the change is not about are as they were. The first bytes choose
 * the change, the rest is the record. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parse/edit.h"
#include "hold.h"

enum { FIRST = 4, MOST = 1 << 14 };
enum what { REMOVE, INSERT, WHATS };

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const char new_key[] = "khoa-moi", new_value[] = "gia-tri-moi";

/* A tree as one text in which only what it says counts: an empty collection is
 * absent. One node may be left out, or be followed by a new one. */
struct meant {
	enum what what;
	const struct node *in, *entry; /* entry NULL: before all */
};

static bool
is_absent(const struct node *n, const struct meant *m)
{
	if (m && m->in == n &&
	    (m->what == INSERT || (m->what == REMOVE && n->n > 1)))
		return false;
	if (m && m->in == n && m->what == REMOVE)
		return true;
	return n->absent || (n->kind != NODE_SCALAR && !n->first);
}

static void
add_text(struct buf *b, struct str s)
{
	buf_addf(b, "%zu:", s.n);
	buf_add(b, s);
}

static void
add_new(struct buf *b, const struct node *in)
{
	if (in->kind == NODE_MAP)
		add_text(b, STR(new_key));
	buf_addc(b, '=');
	add_text(b, STR(new_value));
	buf_addc(b, ',');
}

static void
add_tree(struct buf *b, const struct node *n, const struct meant *m)
{
	bool mine = m && m->in == n;

	if (is_absent(n, m)) {
		buf_addc(b, '~');
		return;
	}
	if (n->kind == NODE_SCALAR) {
		add_text(b, n->value);
		return;
	}
	buf_addc(b, n->kind == NODE_MAP ? '{' : '[');
	if (mine && m->what == INSERT && !m->entry)
		add_new(b, n);
	for (const struct node *e = n->first; e; e = e->next) {
		bool it = mine && m->entry == e;

		if (it && m->what == REMOVE)
			continue;
		if (n->kind == NODE_MAP)
			add_text(b, e->key);
		buf_addc(b, '=');
		add_tree(b, e, m);
		buf_addc(b, ',');
		if (it && m->what == INSERT)
			add_new(b, n);
	}
	buf_addc(b, n->kind == NODE_MAP ? '}' : ']');
}

/* The collection and the entry that a number leads to. */
static void
choose(const struct node *n, unsigned *left, struct meant *m)
{
	for (const struct node *e = n->first; e && !m->in; e = e->next) {
		if (e->kind != NODE_SCALAR)
			choose(e, left, m);
		if (!m->in && (*left)-- == 0) {
			m->in = n;
			m->entry = e;
		}
	}
}

static const struct node *
before(const struct node *in, const struct node *entry)
{
	const struct node *last = NULL;

	for (const struct node *e = in->first; e && e != entry; e = e->next)
		last = e;
	return last;
}

static bool
change(struct edit *e, struct meant *m, bool first)
{
	struct buf b = { 0 };
	bool done;

	if (m->what == REMOVE)
		return edit_remove(e, m->in, before(m->in, m->entry), m->entry);
	if (m->in->kind == NODE_MAP)
		buf_addf(&b, "%s: %s", new_key, new_value);
	else
		buf_addf(&b, "%s%s", m->in->style == STYLE_FLOW ? "" : "- ",
		    new_value);
	if (first)
		m->entry = NULL;
	done = edit_insert(e, m->in, m->entry, buf_str(&b));
	buf_release(&b);
	return done;
}

/* Every line that the entry does not touch is there in its order. */
static void
check_lines(struct str was, struct str is, size_t off, size_t end)
{
	struct str line, found, rest = was;

	while (str_split(&rest, '\n', &line)) {
		size_t at = (size_t)(line.s - was.s);

		if (at + line.n >= off && at <= end)
			continue;
		do
			if (!str_split(&is, '\n', &found))
				hold(false, "a line vanished");
		while (!str_eq(found, line));
	}
}

static void
check(const struct front *f, struct meant *m, bool first, struct arena *a)
{
	struct edit e = { .front = f, .arena = a };
	struct buf out = { 0 }, want = { 0 }, have = { 0 };
	struct findings silent = { 0 };
	struct front now;
	size_t off = m->in->off, end = m->in->end;

	if (m->entry && m->what != INSERT && m->in->style != STYLE_FLOW) {
		struct extent x =
		    edit_extent(f, m->in, before(m->in, m->entry), m->entry);

		off = x.off;
		end = x.end;
		/* The next one comes in the line of the '-'. */
		if (!x.own && m->entry->next && m->what == REMOVE)
			end = m->entry->next->end;
	} else if (m->in->style != STYLE_FLOW && m->entry && !first) {
		off = SIZE_MAX; /* no line is touched */
	}
	if (change(&e, m, first)) {
		hold(edit_apply(&e, &out), "one change overlaps itself");
		hold(front_read(&now, buf_str(&out), "x.md", a, &silent),
		    "what was changed cannot be read");
		add_tree(&want, f->root, m);
		add_tree(&have, now.root, NULL);
		if (getenv("EDIT_SHOW"))
			fprintf(stderr, "%s\n-- want\n%s\n-- have\n%s\n",
			    buf_z(&out), buf_z(&want), buf_z(&have));
		hold(str_eq(buf_str(&want), buf_str(&have)),
		    "it says something else than was meant");
		hold(str_eq(now.body, f->body), "the body changed");
		check_lines(f->text, buf_str(&out), off, end);
	}
	edit_release(&e);
	buf_release(&out);
	buf_release(&want);
	buf_release(&have);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct findings silent = { 0 };
	struct meant m = { 0 };
	struct arena a = { 0 };
	struct str text;
	struct front f;
	unsigned which;

	if (n < FIRST || n > MOST)
		return 0;
	text = (struct str){ (const char *)data + FIRST, n - FIRST };
	which = data[1] + 256u * (data[2] & 3);
	if (front_read(&f, text, "x.md", &a, &silent) &&
	    !front_get(f.root, new_key)) {
		m.what = data[0] % WHATS;
		choose(f.root, &which, &m);
		if (m.in && !front_get(m.in, new_key))
			check(&f, &m, data[0] & 128, &a);
	}
	arena_release(&a);
	return 0;
}
