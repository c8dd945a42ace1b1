/* cursor: where in front matter somebody is writing. */
#include "lsp/cursor.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "parse/front.h"

/* A map or list that is open where the scanner is. */
struct open_level {
	ptrdiff_t col; /* of its key or '-'; -1: between brackets */
	bool entry;    /* an entry of a list: it has no key */
	bool list;     /* '[': its entries need no '-' */
	struct str key;
	size_t map; /* which map the key stands in */
};

/* A key that was passed, and the map that it stands in. */
struct passed {
	struct str key;
	size_t map;
	size_t behind; /* it */
};

struct scan {
	struct str text;
	size_t at, end; /* of the front matter */
	size_t off;     /* of the cursor */
	struct cursor *cursor;
	bool found;
	size_t found_map;
	struct open_level open[CURSOR_DEEP];
	size_t n;
	size_t maps; /* so many were begun */
	struct passed *passed;
	size_t n_passed, cap_passed;
};

static char
peek(const struct scan *s, size_t i)
{
	return i < s->end ? s->text.s[i] : '\0';
}

static bool
is_eol(char c)
{
	return c == '\n' || c == '\0' || c == '\r';
}

static size_t
line_end(const struct scan *s, size_t i)
{
	while (i < s->end && s->text.s[i] != '\n' && s->text.s[i] != '\r')
		i++;
	return i;
}

static size_t
indent_of(const struct scan *s, size_t line)
{
	size_t i = line;

	while (peek(s, i) == ' ')
		i++;
	return i - line;
}

static size_t
skip_blanks(const struct scan *s, size_t i)
{
	while (peek(s, i) == ' ' || peek(s, i) == '\t')
		i++;
	return i;
}

static struct str
part(const struct scan *s, size_t from, size_t to)
{
	return (struct str){ s->text.s + from, to > from ? to - from : 0 };
}

/* A key without its quotes. */
static struct str
bare(struct str key)
{
	key = str_trim(key);
	if (key.n >= 2 && (key.s[0] == '"' || key.s[0] == '\'') &&
	    key.s[key.n - 1] == key.s[0])
		return str_first(str_from(key, 1), key.n - 2);
	return key;
}

/* The cursor is here: so far the levels that are open lead to it. */
static void
here(struct scan *s, enum cursor_zone zone, size_t from, size_t to, size_t n,
    size_t map)
{
	struct cursor *c = s->cursor;

	if (s->off < from) /* in the blanks before it */
		from = to = s->off;
	if (s->off > to) /* in those behind it */
		to = s->off;
	s->found = true;
	s->found_map = map;
	c->zone = zone;
	c->from = from;
	c->to = to;
	c->n = 0;
	c->entry = n && (s->open[n - 1].entry || s->open[n - 1].list);
	for (size_t i = 0; i < n; i++)
		if (s->open[i].key.n && c->n < CURSOR_DEEP)
			c->keys[c->n++] = s->open[i].key;
}

/* Is the cursor in [from, to], where nobody found it before? */
static bool
is_here(const struct scan *s, size_t from, size_t to)
{
	return !s->found && s->off >= from && s->off <= to;
}

static void
pass_key(struct scan *s, struct str key, size_t map, size_t behind)
{
	*MEM_PUSH(s->passed, s->n_passed, s->cap_passed) =
	    (struct passed){ key, map, behind };
}

static void
open_one(struct scan *s, struct open_level level)
{
	if (s->n < CURSOR_DEEP)
		s->open[s->n++] = level;
}

/* Closes what a key or '-' at a column ends; the map that a key there stands
 * in. */
static size_t
close_to(struct scan *s, ptrdiff_t col, bool entry)
{
	size_t map = 0;

	while (s->n && s->open[s->n - 1].col >= col) {
		const struct open_level *l = &s->open[s->n - 1];

		if (l->col == col && entry && !l->entry)
			break;
		if (l->col == col && !l->entry)
			map = l->map;
		s->n--;
	}
	return map ? map : ++s->maps;
}

/* Behind the quote that closes the one at i. */
static size_t
skip_quoted(const struct scan *s, size_t i)
{
	char q = peek(s, i++);

	while (i < s->end && s->text.s[i] != q)
		i += q == '"' && s->text.s[i] == '\\' ? 2 : 1;
	return i < s->end ? i + 1 : s->end;
}

/* Between brackets: from i, where one opens, to behind the one that closes it,
 * or to where a line begins that must be something else. */

/* The end of a plain word there. */
static size_t
flow_word(const struct scan *s, size_t i)
{
	while (i < s->end && !strchr(",[]{}\n", s->text.s[i]) &&
	    !(s->text.s[i] == ':' &&
		(is_eol(peek(s, i + 1)) || strchr(" ,]}", peek(s, i + 1)))))
		i++;
	return i;
}

static size_t
trim_end(const struct scan *s, size_t from, size_t to)
{
	while (to > from && strchr(" \t\r", s->text.s[to - 1]))
		to--;
	return to;
}

/* What of a flow map or list is due at this point. */
static enum cursor_zone
due_in(const struct open_level *l, bool value)
{
	return l->list ? CURSOR_ENTRY : value ? CURSOR_VALUE : CURSOR_KEY;
}

/* A line that is not further right than what the brackets stand in does not
 * belong to them, though nobody closed them yet. */
static bool
is_anew(const struct scan *s, size_t line, ptrdiff_t left)
{
	size_t in = indent_of(s, line);
	char c = peek(s, line + in);

	return (ptrdiff_t)in <= left && !is_eol(c) && c != '}' && c != ']';
}

static size_t
scan_flow(struct scan *s, size_t i)
{
	size_t base = s->n;
	ptrdiff_t left =
	    base && s->open[base - 1].col > 0 ? s->open[base - 1].col : 0;
	bool value = false; /* behind a ':' */

	do {
		struct open_level *top = s->n ? &s->open[s->n - 1] : NULL;
		size_t from = i, to;
		char c = peek(s, i);

		if (c == '[' || c == '{') {
			if (s->n == CURSOR_DEEP)
				return line_end(s, i);
			open_one(s,
			    (struct open_level){ -1, false, c == '[',
				(struct str){ 0 }, ++s->maps });
			value = false;
			i++;
			continue;
		}
		if (!top || s->n == base)
			break;
		if (c == ']' || c == '}') {
			if (is_here(s, i, i))
				here(s, due_in(top, value), i, i, s->n,
				    top->map),
				    s->cursor->flow = true;
			s->n--;
			if (s->n > base && !s->open[s->n - 1].list)
				s->open[s->n - 1].key = STR("");
			value = false;
			i++;
			continue;
		}
		if (c == ',') {
			if (is_here(s, i, i))
				here(s, due_in(top, value), i, i, s->n,
				    top->map),
				    s->cursor->flow = true;
			value = false;
			if (!top->list)
				top->key = STR("");
			i++;
			continue;
		}
		if (c == ' ' || c == '\t' || is_eol(c)) {
			if (is_here(s, i, i) && c != '\0')
				here(s, due_in(top, value), i, i, s->n,
				    top->map),
				    s->cursor->flow = true;
			i++;
			if (c == '\n' && is_anew(s, i, left))
				break;
			continue;
		}
		if (c == ':') {
			value = true;
			i++;
			if (is_here(s, i, i))
				here(s, due_in(top, true), i, i, s->n,
				    top->map),
				    s->cursor->flow = true;
			continue;
		}
		to =
		    c == '"' || c == '\'' ? skip_quoted(s, i) : flow_word(s, i);
		if (to == i)
			to++;
		i = to;
		to = trim_end(s, from, to);
		if (is_here(s, from, to)) {
			here(s, due_in(top, value), from, to, s->n, top->map);
			s->cursor->flow = true;
			s->cursor->colon = peek(s, skip_blanks(s, to)) == ':';
		}
		if (!value && !top->list) {
			top->key = bare(part(s, from, to));
			if (!(s->found && s->cursor->from == from &&
				s->cursor->zone == CURSOR_KEY))
				pass_key(s, top->key, top->map, to);
		}
	} while (i < s->end && s->n > base);
	s->n = base;
	return i;
}

/* In lines. */

/* Where the ':' of a key is that begins at i; the line's end: it has none. */
static size_t
colon_of(const struct scan *s, size_t i, size_t eol)
{
	if (peek(s, i) == '"' || peek(s, i) == '\'') {
		i = skip_blanks(s, skip_quoted(s, i));
		return i < eol && peek(s, i) == ':' ? i : eol;
	}
	while (i < eol &&
	    !(peek(s, i) == ':' &&
		(i + 1 >= eol || peek(s, i + 1) == ' ' ||
		    peek(s, i + 1) == '\t')) &&
	    !(peek(s, i) == '#' && i && peek(s, i - 1) == ' '))
		i++;
	return i < eol && peek(s, i) == ':' ? i : eol;
}

static size_t
next_line(const struct scan *s, size_t eol)
{
	if (peek(s, eol) == '\r')
		eol++;
	return peek(s, eol) == '\n' ? eol + 1 : s->end;
}

/* Lines of a block scalar: all that stand further right than its key. */
static size_t
skip_block(const struct scan *s, size_t line, size_t col)
{
	while (line < s->end) {
		size_t eol = line_end(s, line);
		size_t in = indent_of(s, line);

		if (line + in < eol && in <= col)
			break;
		line = next_line(s, eol);
		if (line == eol)
			break;
	}
	return line;
}

/* The end of a plain value: a comment or the line's. */
static size_t
plain_end(const struct scan *s, size_t i, size_t eol)
{
	size_t from = i;

	while (i < eol &&
	    !(s->text.s[i] == '#' && i > from && s->text.s[i - 1] == ' '))
		i++;
	return trim_end(s, from, i);
}

/* A value from i on; behind its last line. */
static size_t
scan_value(struct scan *s, size_t i, size_t eol, size_t col)
{
	size_t from = skip_blanks(s, i), to, after;
	char c = peek(s, from);

	if (c == '|' || c == '>') {
		after = skip_block(s, next_line(s, eol), col);
		if (is_here(s, i, after ? after - 1 : 0))
			s->found = true; /* text: nothing to say */
		return after;
	}
	if (c == '[' || c == '{') {
		if (is_here(s, i, from))
			here(s, CURSOR_VALUE, from, from, s->n, 0);
		after = scan_flow(s, from);
		return next_line(s, line_end(s, after));
	}
	if (c == '"' || c == '\'') {
		to = skip_quoted(s, from);
		if (is_here(s, i, to))
			here(s, CURSOR_VALUE, from, to, s->n, 0);
		return next_line(s, line_end(s, to));
	}
	to = c == '#' ? from : plain_end(s, from, eol);
	if (from > eol)
		from = to = eol;
	if (is_here(s, i, to))
		here(s, CURSOR_VALUE, from, to, s->n, 0);
	return next_line(s, eol);
}

static void
scan_empty(struct scan *s, size_t line, size_t eol)
{
	size_t col = s->off - line, n = s->n, map = 0;

	if (!is_here(s, line, eol) || peek(s, line + indent_of(s, line)) == '#')
		return;
	while (n && s->open[n - 1].col >= (ptrdiff_t)col) {
		if (s->open[n - 1].col == (ptrdiff_t)col &&
		    !s->open[n - 1].entry)
			map = s->open[n - 1].map;
		n--;
	}
	here(s, CURSOR_KEY, s->off, s->off, n, map);
	s->cursor->col = col;
}

static size_t
scan_line(struct scan *s, size_t line)
{
	size_t eol = line_end(s, line);
	size_t i = line + indent_of(s, line), colon, last, map;

	if (i >= eol || peek(s, i) == '#') {
		scan_empty(s, line, eol);
		return next_line(s, eol);
	}
	while (peek(s, i) == '-' && (i + 1 >= eol || peek(s, i + 1) == ' ')) {
		close_to(s, (ptrdiff_t)(i - line), true);
		open_one(s,
		    (struct open_level){ (ptrdiff_t)(i - line), true, false,
			(struct str){ 0 }, 0 });
		i = skip_blanks(s, i + 1);
	}
	if (i >= eol) {
		if (is_here(s, line, eol)) {
			here(s, CURSOR_ENTRY, s->off, s->off, s->n, 0);
			s->cursor->col = s->off - line;
		}
		return next_line(s, eol);
	}
	if (peek(s, i) == '[' || peek(s, i) == '{')
		return next_line(s, line_end(s, scan_flow(s, i)));
	colon = colon_of(s, i, eol);
	last = colon < eol ? colon : plain_end(s, i, eol);
	if (is_here(s, i, last) ||
	    (colon == eol && peek(s, skip_blanks(s, last)) != '#' &&
		is_here(s, i, eol))) {
		bool first = s->n && s->open[s->n - 1].entry &&
		    s->open[s->n - 1].col < (ptrdiff_t)(i - line) &&
		    i > line + indent_of(s, line);

		map = close_to(s, (ptrdiff_t)(i - line), false);
		here(s, first && colon == eol ? CURSOR_ENTRY : CURSOR_KEY, i,
		    trim_end(s, i, last), s->n, map);
		s->cursor->colon = colon < eol;
		s->cursor->col = i - line;
	} else {
		map = close_to(s, (ptrdiff_t)(i - line), false);
	}
	if (colon == eol)
		return next_line(s, eol);
	open_one(s,
	    (struct open_level){ (ptrdiff_t)(i - line), false, false,
		bare(part(s, i, colon)), map });
	if (!(s->found && s->cursor->from == i &&
		s->cursor->zone != CURSOR_VALUE))
		pass_key(s, bare(part(s, i, colon)), map, colon);
	return scan_value(s, colon + 1, eol, i - line);
}

/* The bytes between the fences; false: it has none. */
static bool
find_front(struct str text, size_t *from, size_t *to)
{
	size_t i = str_starts(text, STR("\xef\xbb\xbf")) ? 3 : 0;

	if (!str_starts(str_from(text, i), STR("---")))
		return false;
	i += str_find(str_from(text, i), '\n') + 1;
	if (i > text.n)
		return false;
	*from = *to = i;
	while (i < text.n) {
		struct str line = str_from(text, i);

		line = str_first(line, str_find(line, '\n'));
		*to = i;
		if (str_starts(line, STR("---")) && str_trim(line).n == 3)
			return true;
		i += line.n + 1;
	}
	*to = text.n;
	return true;
}

/* The one value that stands behind a key, on its line; empty: none. */
static struct str
value_behind(const struct scan *s, size_t i)
{
	size_t from, to;

	i = skip_blanks(s, i);
	if (peek(s, i) != ':')
		return STR("");
	from = to = skip_blanks(s, i + 1);
	while (to < s->end && !strchr(",{}[]\n", s->text.s[to]) &&
	    !(s->text.s[to] == '#' && s->text.s[to - 1] == ' '))
		to++;
	return bare(part(s, from, to));
}

struct cursor
cursor_find(struct str text, size_t off, struct arena *a)
{
	struct cursor c = { 0 };
	struct scan s = { .text = text, .off = off, .cursor = &c };
	size_t next;

	if (!find_front(text, &s.at, &s.end) || off < s.at ||
	    (off >= s.end && s.end < text.n) || off > s.end)
		return c;
	while (s.at < s.end) {
		next = scan_line(&s, s.at);
		s.at = next > s.at ? next : s.end;
	}
	if (!s.found && off == s.end)
		scan_empty(&s, off, off);
	c.siblings = ARENA_ARRAY(a, struct str, s.n_passed);
	c.values = ARENA_ARRAY(a, struct str, s.n_passed);
	for (size_t i = 0; s.found_map && i < s.n_passed; i++)
		if (s.passed[i].map == s.found_map) {
			c.values[c.n_siblings] =
			    value_behind(&s, s.passed[i].behind);
			c.siblings[c.n_siblings++] = s.passed[i].key;
		}
	free(s.passed);
	return c;
}

struct str
cursor_typed(const struct cursor *c, struct str text, size_t off)
{
	size_t end = off < c->to ? off : c->to;
	struct str v = str_from(text, c->from);

	v = str_first(v, end > c->from ? end - c->from : 0);
	if (v.n && (v.s[0] == '"' || v.s[0] == '\''))
		v = str_from(v, 1);
	return v;
}

static const struct fields *
fields_of(const struct field *f)
{
	return (f->kind == KIND_MAP || (f->kind == KIND_LIST && !f->of)) ?
	    &f->fields :
	    NULL;
}

static const struct field *
follow(const struct cursor *c, const struct type *t,
    const struct fields **fields)
{
	const struct field *f = NULL;

	*fields = &t->fields;
	for (size_t i = 0; i < c->n; i++) {
		int at = *fields ? spellings_find(&(*fields)->by, c->keys[i]) :
				   NAME_NONE;

		if (at == NAME_NONE) {
			*fields = NULL;
			return NULL;
		}
		f = &(*fields)->all[at];
		*fields = fields_of(f);
	}
	return f;
}

const struct field *
cursor_field(const struct cursor *c, const struct type *t)
{
	const struct fields *fields;

	return follow(c, t, &fields);
}

const struct fields *
cursor_fields(const struct cursor *c, const struct type *t)
{
	const struct fields *fields;

	follow(c, t, &fields);
	return fields;
}

bool
cursor_labels(struct str text, const struct type *t, bool otherwise,
    enum lang *lang)
{
	size_t from, to, labels = 0, names = 0, english = 0;

	if (!find_front(text, &from, &to))
		return otherwise;
	while (from < to) {
		struct str line = str_first(str_from(text, from), to - from);
		struct str key;
		int at;

		line = str_first(line, str_find(line, '\n'));
		from += line.n + 1;
		if (!line.n || strchr(" -#\r", line.s[0]))
			continue;
		key = bare(str_first(line, str_find(line, ':')));
		at = spellings_find(&t->fields.by, key);
		if (at == NAME_NONE)
			continue;
		if (str_eq(t->fields.all[at].name.name, key)) {
			names++;
		} else {
			const char *en =
			    t->fields.all[at].name.label.in[LANG_EN];

			labels++;
			english += en && str_is_word(key, en);
		}
	}
	if (!labels && !names)
		return otherwise;
	if (labels)
		*lang = english * 2 > labels ? LANG_EN : LANG_VI;
	return labels > names;
}
