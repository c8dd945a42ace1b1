/* scalar: reads one plain, quoted or block scalar, as libyaml would. */
#include "parse/scalar.h"

#include <endian.h>
#include <string.h>

#include "base/lang.h"
#include "text/text.h"

/* Bytes at which a plain scalar may end: in any, or in brackets. */
#define ENDS_ANY                                                               \
	['\0'] = true, ['\n'] = true, ['\r'] = true, [':'] = true, ['#'] = true
static const bool ends_any[256] = { ENDS_ANY };
static const bool ends_flow[256] = { ENDS_ANY, [','] = true, ['['] = true,
	[']'] = true, ['{'] = true, ['}'] = true };

static size_t
trim(const struct reader *r, size_t off, size_t end)
{
	while (end > off && is_blank(r->text.s[end - 1]))
		end--;
	return end;
}

static void
set(struct reader *r, struct node *node, enum node_style style, size_t off,
    size_t end)
{
	node->kind = NODE_SCALAR;
	node->style = style;
	node->off = (uint32_t)off;
	node->end = (uint32_t)end;
	node->value = reader_view(r, off, end);
}

static void
set_absent(struct node *node)
{
	struct str v = node->value;

	node->absent = v.n == 0 || (v.n == 1 && v.s[0] == '~') ||
	    (v.n == 4 && memcmp(v.s, "null", 4) == 0);
}

/* Folding: one line end is a blank, more are one less. */
static void
add_breaks(struct buf *b, size_t breaks, bool folded)
{
	if (folded && breaks == 1)
		buf_addc(b, ' ');
	for (size_t i = folded; i < breaks; i++)
		buf_addc(b, '\n');
}

/* Plain scalars. */

static bool
is_flow(char c)
{
	return c == ',' || c == '[' || c == ']' || c == '{' || c == '}';
}

/* Quotes that a word processor puts in the place of " and '. */
static size_t
typographic(const struct reader *r, size_t i)
{
	unsigned char b = (unsigned char)reader_peek(r, i);
	size_t next = i;
	int32_t c;

	if (b != 0xc2 && b != 0xe2)
		return 0;
	c = text_at(r->text, i, &next);
	return c == 0xab || c == 0xbb || (c >= 0x2018 && c <= 0x201f) ?
	    next - i :
	    0;
}

static bool
start_fault(struct reader *r, const struct node *node, size_t i, size_t n)
{
	struct str mark = reader_view(r, i, i + n);

	if (mark.s[0] == '-')
		return FAULT(r, FIND_FRONT_START, i,
		    _("a value must not begin with '-'; an entry of a list has "
		      "a line of its own; if it is text, write: %s"),
		    reader_fix(r, node, mark, false, true));
	return FAULT(r, FIND_FRONT_START, i,
	    _("a value must not begin with '%.*s'; write: %s"), STRF(mark),
	    reader_fix(r, node, mark, false, true));
}

/* Do such quotes stand around all of a value, where plain ones were meant? If
 * not, they are part of it. from: after the first one. */
static bool
is_around(const struct reader *r, size_t from, bool flow)
{
	size_t n = 0;
	char c;

	while (!is_over(reader_peek(r, from)) && !(n = typographic(r, from)))
		from++;
	if (!n)
		return true;
	for (from += n; reader_peek(r, from) == ' ';)
		from++;
	c = reader_peek(r, from);
	return is_gap(c) || c == '#' || (flow && is_flow(c));
}

static bool
quote_fault(struct reader *r, const struct node *node, size_t i, size_t n,
    bool flow)
{
	if (!is_around(r, i + n, flow))
		return start_fault(r, node, i, n);
	return FAULT(r, FIND_FRONT_START, i,
	    _("'%.*s' is a typographic quote; write \" in its place: %s"),
	    STRF(reader_view(r, i, i + n)),
	    reader_fix(r, node, STR("…"), false, false));
}

static bool
named_fault(struct reader *r, enum find find, const struct node *node, size_t i,
    const char *what)
{
	return FAULT(r, find, i,
	    _("'%c' begins %s, which is not read here; if it is text, write: "
	      "%s"),
	    r->text.s[i], what,
	    reader_fix(r, node, reader_view(r, i, i + 1), false, true));
}

bool
scalar_started(struct reader *r, const struct node *node, size_t i, bool flow)
{
	char c = reader_peek(r, i), next = reader_peek(r, i + 1);
	size_t n;

	switch (c) {
	case '&':
		return named_fault(r, FIND_FRONT_ANCHOR, node, i,
		    _("a YAML anchor"));
	case '*':
		return named_fault(r, FIND_FRONT_ALIAS, node, i,
		    _("a YAML alias"));
	case '!':
		return named_fault(r, FIND_FRONT_TAG, node, i, _("a YAML tag"));
	case ']':
	case '}':
		return FAULT(r, FIND_FRONT_BRACKET, i, _("'%c' closes nothing"),
		    c);
	case '@':
	case '%':
	case '`':
	case ',':
		return start_fault(r, node, i, 1);
	case '|':
	case '>':
		return flow ? start_fault(r, node, i, 1) : true;
	case '?':
	case ':':
		return flow || is_gap(next) ? start_fault(r, node, i, 1) : true;
	case '-':
		return is_gap(next) || (flow && is_flow(next)) ?
		    start_fault(r, node, i, 1) :
		    true;
	default:
		n = typographic(r, i);
		return n ? quote_fault(r, node, i, n, flow) : true;
	}
}

typedef unsigned char lanes __attribute__((vector_size(16)));

/* How many of the 16 bytes at s come before one that ends a plain scalar, or
 * may: a control character, which is looked at again. */
static inline size_t
before_end(const char *s, bool in_flow)
{
	lanes v, hit;
	uint64_t half[2];

	memcpy(&v, s, sizeof v);
	hit = (lanes)(v < ' ') | (lanes)(v == ':') | (lanes)(v == '#');
	if (in_flow) /* '[' and '{', ']' and '}' are one bit apart */
		hit |= (lanes)(v == ',') | (lanes)((v | 0x20) == '{') |
		    (lanes)((v | 0x20) == '}');
	memcpy(half, &hit, sizeof half);
	if (half[0])
		return (size_t)__builtin_ctzll(le64toh(half[0])) / 8;
	return half[1] ? 8 + (size_t)__builtin_ctzll(le64toh(half[1])) / 8 : 16;
}

size_t
scalar_end(const struct reader *r, size_t i, bool in_flow)
{
	const bool *ends = in_flow ? ends_flow : ends_any;

	for (;; i++) {
		size_t n = sizeof(lanes);

		while (n == sizeof(lanes) && i + n <= r->end)
			i += n = before_end(r->text.s + i, in_flow);
		while (i < r->end && !ends[(unsigned char)r->text.s[i]])
			i++;
		char c = reader_peek(r, i), next = reader_peek(r, i + 1);
		if (c == ':' ? is_gap(next) ||
			    (in_flow && (is_flow(next) || next == '?')) :
			c == '#' ? is_blank(r->text.s[i - 1]) :
				   true)
			return i;
	}
}

/* A map whose first bracket is missing, or whose brackets are round? */
static bool
is_map(struct str line)
{
	if (str_ends(line, STR("}")))
		return str_find(line, '{') == line.n;
	return str_starts(line, STR("(")) && str_ends(line, STR(")"));
}

static bool
colon_fault(struct reader *r, const struct node *node, size_t i)
{
	if (is_map(reader_view(r, node->off, trim(r, i, reader_eol(r, i)))))
		return FAULT(r, FIND_FRONT_COLON, i,
		    _("':' before a blank in a value; write: %s{…}"),
		    reader_fix_key(r, node));
	return FAULT(r, FIND_FRONT_COLON, i,
	    _("':' before a blank in a value; write: %s"),
	    reader_fix(r, node, STR(":"), true, true));
}

/* A further line of a plain scalar that holds a ':' is most likely a key. */
static bool
further_colon(struct reader *r, ptrdiff_t n, const struct node *node, size_t i)
{
	struct str key = reader_view(r, r->at, trim(r, r->at, i));

	if (str_find(key, ' ') < key.n)
		return colon_fault(r, node, i);
	return FAULT(r, FIND_FRONT_INDENT, r->at,
	    _("key '%s' is indented too far: it stands in column %td, its "
	      "neighbours in column %td"),
	    reader_key(r, key), r->col + 1, n + 1);
}

/* The rest of a plain scalar that goes on in the line at r->at. */
static bool
plain_lines(struct reader *r, ptrdiff_t n, struct node *node, size_t breaks)
{
	struct buf *b = &r->scratch;
	size_t end, stop;

	buf_clear(b);
	buf_add(b, node->value);
	for (;;) {
		if (reader_peek(r, r->at) == '-')
			return FAULT(r, FIND_FRONT_LIST, r->at,
			    _("a list entry goes on with the text above it; "
			      "write the list below its key, or put quotes "
			      "around all of the value"));
		add_breaks(b, breaks, true);
		stop = scalar_end(r, r->at, false);
		if (reader_peek(r, stop) == ':')
			return further_colon(r, n, node, stop);
		end = trim(r, r->at, stop);
		buf_add(b, reader_view(r, r->at, end));
		node->end = (uint32_t)end;
		r->at = stop;
		if (reader_peek(r, stop) == '#')
			break;
		if (!reader_gap(r, &breaks))
			return false;
		if (r->col <= n || reader_peek(r, r->at) == '#')
			break;
	}
	node->value = arena_keep(r->arena, buf_str(b));
	if (r->at != stop)
		return reader_token(r);
	if (reader_peek(r, stop) == '#')
		reader_hash(r, node, stop);
	r->at = reader_eol(r, stop);
	return reader_line(r);
}

bool
scalar_plain(struct reader *r, ptrdiff_t n, struct node *node)
{
	size_t stop = scalar_end(r, r->at, false), breaks;
	char c = reader_peek(r, stop);

	set(r, node, STYLE_PLAIN, r->at, trim(r, r->at, stop));
	set_absent(node);
	if (c == ':')
		return colon_fault(r, node, stop);
	r->at = stop;
	if (c == '#') {
		reader_hash(r, node, stop);
		r->at = reader_eol(r, stop);
		return reader_line(r);
	}
	if (!reader_gap(r, &breaks))
		return false;
	if (r->col <= n || reader_peek(r, r->at) == '#')
		return reader_token(r);
	node->absent = false;
	return plain_lines(r, n, node, breaks);
}

bool
scalar_flow(struct reader *r, ptrdiff_t n, size_t open, struct node *node)
{
	struct buf *b = &r->scratch;
	size_t stop = scalar_end(r, r->at, true), end, breaks;
	bool further = false;

	set(r, node, STYLE_PLAIN, r->at, trim(r, r->at, stop));
	set_absent(node);
	for (;;) {
		r->at = stop;
		if (reader_peek(r, stop) == '#')
			reader_hash(r, node, stop);
		if (!is_over(reader_peek(r, stop)))
			break;
		if (!reader_gap(r, &breaks) ||
		    !reader_flow_line(r, n, open, false))
			return false;
		stop = scalar_end(r, r->at, true);
		if (stop == r->at || reader_peek(r, r->at) == '#')
			break;
		if (!further) {
			buf_clear(b);
			buf_add(b, node->value);
			further = true;
		}
		add_breaks(b, breaks, true);
		end = trim(r, r->at, stop);
		buf_add(b, reader_view(r, r->at, end));
		node->end = (uint32_t)end;
	}
	if (further) {
		node->value = arena_keep(r->arena, buf_str(b));
		node->absent = false;
	}
	return true;
}

/* Quoted scalars. */

static bool
open_fault(struct reader *r, const struct node *node, size_t open)
{
	return FAULT(r, FIND_FRONT_QUOTE, open,
	    _("the quote %c is never closed; write: %s"), r->text.s[open],
	    reader_fix(r, node, STR(""), true, false));
}

size_t
scalar_quoted_end(const struct reader *r, size_t i)
{
	char quote = reader_peek(r, i++);

	for (;; i++) {
		char c = reader_peek(r, i);
		if (is_over(c))
			return 0;
		if (c == '\\' && quote == '"')
			i++;
		else if (c == quote && quote == '\'' &&
		    reader_peek(r, i + 1) == quote)
			i++;
		else if (c == quote)
			return i + 1;
		if (is_over(reader_peek(r, i)))
			return 0;
	}
}

static const struct {
	char name;
	int digits; /* that follow; 0: it is code */
	int32_t code;
} escapes[] = {
	{ 'n', 0, '\n' },
	{ 't', 0, '\t' },
	{ '"', 0, '"' },
	{ '\\', 0, '\\' },
	{ '/', 0, '/' },
	{ ' ', 0, ' ' },
	{ 'u', 4, 0 },
	{ 'x', 2, 0 },
	{ 'U', 8, 0 },
	{ '0', 0, 0 },
	{ 'a', 0, 7 },
	{ 'b', 0, 8 },
	{ 'v', 0, 11 },
	{ 'f', 0, 12 },
	{ 'r', 0, '\r' },
	{ 'e', 0, 27 },
	{ 'N', 0, 0x85 },
	{ '_', 0, 0xa0 },
	{ 'L', 0, 0x2028 },
	{ 'P', 0, 0x2029 },
};

static bool
escape_fault(struct reader *r, size_t i)
{
	return FAULT(r, FIND_FRONT_ESCAPE, i,
	    _("this '\\' means nothing in double quotes; a '\\' is written "
	      "'\\\\' there, or stands in single quotes"));
}

/* The escape that begins at the backslash at *i. */
static bool
escape(struct reader *r, size_t *i)
{
	char name = reader_peek(r, *i + 1);
	size_t k = 0, end = *i + 2;
	int32_t code;

	while (k < sizeof escapes / sizeof *escapes && escapes[k].name != name)
		k++;
	if (k == sizeof escapes / sizeof *escapes)
		return escape_fault(r, *i);
	code = escapes[k].code;
	for (int d = 0; d < escapes[k].digits; d++, end++) {
		int v = str_hex(reader_peek(r, end));
		if (v < 0)
			return escape_fault(r, *i);
		if (code > 0x10ffff >> 4)
			code = 0x10ffff + 1;
		else
			code = code << 4 | v;
	}
	if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
		return escape_fault(r, *i);
	if (reader_forbidden(code) && !text_hidden(code))
		return FAULT(r, FIND_FRONT_CHARACTER, *i,
		    _("character U+%04X (%s) must not stand in front matter"),
		    (unsigned)code, _(reader_forbidden(code)));
	if (code >= 0x80) {
		r->nfc = false;
		r->rare = true;
	}
	text_add_char(&r->scratch, code);
	*i = end;
	return true;
}

/* Folds the line ends at *i, which is where a line of a quoted scalar ends. */
static bool
quoted_fold(struct reader *r, ptrdiff_t n, const struct node *node, size_t open,
    size_t *i, bool escaped)
{
	size_t breaks;

	r->at = *i;
	if (!reader_gap(r, &breaks))
		return false;
	if (r->col == NO_COLUMN) {
		r->at = r->low_key ? r->low_key : r->at;
		return open_fault(r, node, open);
	}
	if (r->col <= n)
		reader_low(r);
	if (r->col == 0 && !reader_document(r, r->at))
		return false;
	add_breaks(&r->scratch, escaped ? breaks - 1 : breaks, !escaped);
	*i = r->at;
	return true;
}

/* Reads it piece by piece, for it has escapes or several lines. */
static bool
quoted_pieces(struct reader *r, ptrdiff_t n, struct node *node, size_t open)
{
	struct buf *b = &r->scratch;
	char quote = r->text.s[open];
	size_t i = open + 1;

	buf_clear(b);
	for (;;) {
		char c = reader_peek(r, i), next = reader_peek(r, i + 1);
		if (c == quote && quote == '\'' && next == quote) {
			buf_addc(b, quote);
			i += 2;
		} else if (c == quote) {
			break;
		} else if (is_over(c)) {
			if (!quoted_fold(r, n, node, open, &i, false))
				return false;
		} else if (is_blank(c)) {
			size_t end = reader_skip(r, i);
			if (!is_over(reader_peek(r, end)))
				buf_add(b, reader_view(r, i, end));
			i = end;
		} else if (c == '\\' && quote == '"' && is_over(next)) {
			i++;
			if (!quoted_fold(r, n, node, open, &i, true))
				return false;
		} else if (c == '\\' && quote == '"') {
			if (!escape(r, &i))
				return false;
		} else {
			size_t end = i + 1;
			while (!is_gap(c = reader_peek(r, end)) && c != quote &&
			    c != '\\')
				end++;
			buf_add(b, reader_view(r, i, end));
			i = end;
		}
	}
	set(r, node, quote == '"' ? STYLE_DOUBLE : STYLE_SINGLE, open, i + 1);
	node->value = arena_keep(r->arena, buf_str(b));
	r->at = i + 1;
	return true;
}

bool
scalar_quoted(struct reader *r, ptrdiff_t n, struct node *node)
{
	size_t open = r->at, i = open + 1;
	char quote = r->text.s[open], c;

	while ((c = reader_peek(r, i)) != quote && !is_over(c) &&
	    (c != '\\' || quote == '\''))
		i++;
	if (c != quote || (quote == '\'' && reader_peek(r, i + 1) == quote))
		return quoted_pieces(r, n, node, open);
	set(r, node, quote == '"' ? STYLE_DOUBLE : STYLE_SINGLE, open, i + 1);
	node->value = reader_view(r, open + 1, i);
	r->at = i + 1;
	return true;
}

/* Block scalars. */

struct block_scalar {
	bool folded;
	int chomp;               /* -1, 0 or +1, as in '-' and '+' */
	ptrdiff_t given, indent; /* 0: not known yet */
	size_t breaks;           /* empty lines not yet added */
	size_t i;                /* where it reads */
	ptrdiff_t col;           /* column of i */
	size_t last;             /* the last line end read */
};

static bool
block_fault(struct reader *r, size_t start, const struct node *node)
{
	return FAULT(r, FIND_FRONT_BLOCK, start,
	    _("'%c' begins a text in lines of its own below; if it is text, "
	      "write: %s"),
	    r->text.s[start],
	    reader_fix(r, node, reader_view(r, start, start + 1), false, true));
}

static bool
block_head(struct reader *r, struct block_scalar *b, const struct node *node)
{
	size_t start = b->i++, end;
	bool more = true;

	for (char c; more && !is_gap(c = reader_peek(r, b->i)); b->i += more)
		if (!b->chomp && (c == '-' || c == '+'))
			b->chomp = c == '-' ? -1 : 1;
		else if (!b->given && c >= '1' && c <= '9')
			b->given = c - '0';
		else
			more = false;
	end = b->i;
	if (more) {
		b->i = reader_skip(r, b->i);
		if (reader_peek(r, b->i) == '#' && b->i > end)
			b->i = reader_eol(r, b->i);
	}
	if (is_over(reader_peek(r, b->i))) {
		b->last = end;
		return true;
	}
	return block_fault(r, start, node);
}

/* Past a line end and indentation, to a line that has more. */
static bool
block_gap(struct reader *r, struct block_scalar *b, ptrdiff_t n)
{
	ptrdiff_t most = 0;

	for (;; b->breaks++) {
		for (b->col = 0; (!b->indent || b->col < b->indent) &&
		     reader_peek(r, b->i) == ' ';
		     b->col++)
			b->i++;
		if (b->col > most)
			most = b->col;
		char c = reader_peek(r, b->i);
		if (c == '\t' && (!b->indent || b->col < b->indent)) {
			r->at = b->i;
			return reader_tab(r, b->i);
		}
		if (c != '\n' && c != '\r')
			break;
		b->last = b->i;
		b->i += c == '\r' ? 2 : 1;
	}
	if (b->indent)
		return true;
	b->indent = most > n + 1 ? most : n + 1;
	if (b->indent < 1)
		b->indent = 1;
	if (b->col > n && b->col < b->indent && b->i < r->end)
		return FAULT(r, FIND_FRONT_BLOCK, b->i,
		    _("an empty line above has more blanks than this one, the "
		      "first of the text; take them out there"));
	return true;
}

/* Past the line end at b->i. False: there is none. */
static bool
block_break(const struct reader *r, struct block_scalar *b)
{
	b->last = b->i;
	if (reader_peek(r, b->i) == '\r')
		b->i++;
	if (reader_peek(r, b->i) != '\n')
		return false;
	b->i++;
	return true;
}

/* The lines of the text, into scratch; *end is where the last one ends. */
static bool
block_lines(struct reader *r, struct block_scalar *b, ptrdiff_t n, size_t *end)
{
	struct buf *out = &r->scratch;
	bool broken = false, blank = false;

	buf_clear(out);
	block_break(r, b);
	if (!block_gap(r, b, n))
		return false;
	while (b->col == b->indent && b->i < r->end) {
		bool was = blank;
		size_t eol = reader_eol(r, b->i);

		blank = is_blank(r->text.s[b->i]);
		if (b->folded && broken && !was && !blank)
			add_breaks(out, b->breaks + 1, true);
		else
			add_breaks(out, b->breaks + broken, false);
		b->breaks = 0;
		buf_add(out, reader_view(r, b->i, eol));
		*end = b->i = eol;
		broken = block_break(r, b);
		if (!block_gap(r, b, n))
			return false;
	}
	if (b->chomp >= 0 && broken)
		buf_addc(out, '\n');
	if (b->chomp > 0) {
		add_breaks(out, b->breaks, false);
		*end = b->last;
	}
	return true;
}

bool
scalar_block(struct reader *r, ptrdiff_t n, struct node *node)
{
	struct block_scalar b = {
		.i = r->at,
		.folded = r->text.s[r->at] == '>',
	};
	size_t start = r->at, head, end;

	if (!block_head(r, &b, node))
		return false;
	end = head = b.last;
	if (b.given)
		b.indent = (n > 0 ? n : 0) + b.given;
	b.i = reader_eol(r, b.i);
	if (!block_lines(r, &b, n, &end))
		return false;
	if (b.given && end == head)
		return block_fault(r, start, node); /* ">8", most likely */
	set(r, node, b.folded ? STYLE_FOLDED : STYLE_LITERAL, start, end);
	node->value = arena_keep(r->arena, buf_str(&r->scratch));
	r->at = b.i;
	r->col = b.i < r->end ? b.col : NO_COLUMN;
	return reader_token(r);
}
