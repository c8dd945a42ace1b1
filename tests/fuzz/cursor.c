/* Where somebody is writing, in any bytes and at any of them: what is found
 * lies in the text and around the cursor, and a position leads to its byte and
 * back, also after the text was changed as an editor changes it. */
#include <stdint.h>
#include <string.h>

#include "hold.h"
#include "lsp/cursor.h"
#include "lsp/document.h"
#include "lsp/position.h"

enum { MOST = 2048 };

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static bool
within(struct str part, struct str whole)
{
	return !part.n ||
	    (part.s >= whole.s && part.s + part.n <= whole.s + whole.n);
}

static void
check_cursor(struct str text, size_t off)
{
	struct arena a = { 0 };
	struct cursor c = cursor_find(text, off, &a);

	hold(c.n <= CURSOR_DEEP, "too deep");
	if (c.zone != CURSOR_OUTSIDE) {
		hold(c.from <= c.to && c.to <= text.n, "not in the text");
		hold(c.from <= off && off <= c.to, "not at the cursor");
		hold(within(cursor_typed(&c, text, off), text),
		    "what was typed is elsewhere");
	}
	for (size_t i = 0; i < c.n; i++)
		hold(c.keys[i].n && within(c.keys[i], text), "a key");
	for (size_t i = 0; i < c.n_siblings; i++)
		hold(within(c.siblings[i], text), "a key beside it");
	arena_release(&a);
}

/* At the start of a character that is no part of a line's end it is exact. */
static void
check_position(struct str text, size_t off, enum position_units units)
{
	struct position p = position_at(text, off, units);
	size_t back = position_off(text, p, units);
	struct position again = position_at(text, back, units);

	hold(back <= off || off > text.n, "further than it was");
	hold(again.line == p.line && again.character == p.character,
	    "another position");
}

/* What is kept of a place is what it is asked anew, also when one before it
 * was asked last. */
static void
check_walk(struct position_walk *w, size_t off)
{
	struct position_any p = position_walk_to(w, off);

	for (int u = 0; u < POSITION_UNITS; u++) {
		struct position q =
		    position_at(w->text, off, (enum position_units)u);

		hold(p.line == q.line && p.character[u] == q.character,
		    "a place on the way");
	}
}

static void
check_change(struct str text, size_t from, size_t to, struct str by)
{
	struct document *d = document_new(STR("file:///x.md"), 1, text);
	struct position a = position_at(text, from, POSITION_UTF8);
	struct position b = position_at(text, to, POSITION_UTF8);
	size_t at = position_off(text, a, POSITION_UTF8);
	size_t end = position_off(text, b, POSITION_UTF8);

	hold(document_splice(d, a, b, by, POSITION_UTF8) == (at <= end),
	    "a change that can be made, or cannot");
	if (at <= end) {
		hold(d->text.n == text.n - (end - at) + by.n, "its length");
		hold(str_eq(str_first(d->text, at), str_first(text, at)) &&
			str_eq(str_from(d->text, at + by.n),
			    str_from(text, end)),
		    "what it does not touch");
	}
	document_replace(d, text);
	hold(str_eq(d->text, text), "all of it is put back");
	document_free(d);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str text = { (const char *)data, n };
	size_t step = n / 64 + 1;
	struct position_walk walk;

	if (n > MOST)
		return 0;
	if (!text.s)
		text.s = "";
	walk = position_walk_of(text);
	for (size_t off = 0; off <= n + 1; off += step) {
		check_cursor(text, off);
		check_walk(&walk, off);
		check_walk(&walk, off / 2);
		for (int u = 0; u < POSITION_UNITS; u++)
			check_position(text, off, (enum position_units)u);
	}
	check_change(text, n / 3, n / 2, STR("a\nb"));
	check_change(text, n / 2, n / 3, STR(""));
	return 0;
}
