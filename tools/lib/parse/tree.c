/* tree: reads block and flow collections, the structure of front matter, into
 * a tree. */
#include "parse/tree.h"

#include <string.h>

#include "base/lang.h"
#include "base/map.h"
#include "parse/scalar.h"
#include "text/text.h"

enum {
	FEW = 64,    /* keys that are compared one by one */
	FIGURES = 4, /* of a number, in a message */
};

static bool block_node(struct reader *, ptrdiff_t n, int depth, bool own_line,
    struct node *);
static bool block_list(struct reader *, ptrdiff_t col, ptrdiff_t n, int depth,
    struct node *);
static bool flow(struct reader *, ptrdiff_t n, int depth, struct node *);

static bool
deeper(struct reader *r, int depth)
{
	if (depth <= r->deepest)
		return true;
	return FAULT(r, FIND_FRONT_DEPTH, r->at,
	    _("maps and lists stand in each other more than %d deep"),
	    r->deepest);
}

/* Entries of a map or list, as they come. */
static struct node *
entry(struct reader *r)
{
	struct node *e = arena_room(r->arena, sizeof *e);
	uint32_t at = (uint32_t)r->at;

	*e = (struct node){ .off = at,
		.end = at,
		.key_off = at,
		.key_end = at,
		.key = STR(""),
		.value = STR("") };
	return e;
}

static void
append(struct node *to, struct node **last, struct node *e)
{
	if (*last)
		(*last)->next = e;
	else
		to->first = e;
	*last = e;
	to->n++;
	to->end = e->end;
}

static void
collection(struct node *node, enum node_kind kind, enum node_style style,
    size_t off)
{
	node->kind = kind;
	node->style = style;
	node->off = node->end = (uint32_t)off;
}

/* Duplicate keys. */

static bool
twice(struct reader *r, const struct node *first, const struct node *again)
{
	struct str key = reader_view(r, again->key_off, again->key_end);

	return FAULT(r, FIND_FRONT_DUPLICATE, again->key_off,
	    _("key '%s' stands in line %d already; keep one of them"),
	    reader_key(r, key), reader_place(r, first->key_off).line);
}

/* One of 64 bits for a key, by its length and some of its bytes. */
static inline uint64_t
trace(struct str key)
{
	unsigned at = (unsigned)key.n * 29u;

	if (key.n)
		at += (unsigned char)key.s[0] * 7u +
		    (unsigned char)key.s[key.n - 1] * 3u +
		    (unsigned char)key.s[key.n / 2];
	return (uint64_t)1 << at % 64;
}

static bool
distinct_few(struct reader *r, const struct node *map)
{
	uint64_t seen = 0;
	bool ok = true;

	for (const struct node *a = map->first; a; a = a->next) {
		uint64_t bit = trace(a->key);
		const struct node *b = seen & bit ? map->first : a;

		while (
		    b != a && (a->key.n != b->key.n || !str_eq(a->key, b->key)))
			b = b->next;
		if (b != a)
			ok = twice(r, b, a);
		seen |= bit;
	}
	return ok;
}

static struct str
nfc_of(struct reader *r, struct str key)
{
	if (r->nfc)
		return key;
	buf_clear(&r->scratch);
	text_add_nfc(&r->scratch, key);
	return arena_keep(r->arena, buf_str(&r->scratch));
}

static bool
distinct(struct reader *r, const struct node *map)
{
	struct map first = { 0 };
	bool ok = true;

	if (map->n <= FEW && r->nfc)
		return distinct_few(r, map);
	for (struct node *e = map->first; e; e = e->next) {
		void **at = map_put(&first, nfc_of(r, e->key));

		if (*at)
			ok = twice(r, *at, e);
		else
			*at = e;
	}
	map_release(&first);
	return ok;
}

/* Keys. */

/* The key that begins at i, of which the line must hold all. */
struct key {
	size_t end, colon;
};

static bool
is_quote(char c)
{
	return c == '"' || c == '\'';
}

/* Finds where the key at i ends: at its closing quote, or as a plain scalar.
 * end is 0 where the quotes do not close on their line. */
static struct key
key_span(const struct reader *r, size_t i, bool in_flow)
{
	struct key k;

	if (is_quote(reader_peek(r, i))) {
		k.end = scalar_quoted_end(r, i);
		k.colon = reader_skip(r, k.end);
		return k;
	}
	k.colon = scalar_end(r, i, in_flow);
	for (k.end = k.colon; k.end > i && is_blank(r->text.s[k.end - 1]);)
		k.end--;
	return k;
}

static bool
key_find(const struct reader *r, size_t i, struct key *k)
{
	*k = key_span(r, i, false);
	return k->end && reader_peek(r, k->colon) == ':' &&
	    is_gap(reader_peek(r, k->colon + 1));
}

/* What was written for ':' after a key, '=' or a wide colon; n == 0: nothing
 * of that. */
static struct str
not_colon(const struct reader *r, size_t i)
{
	static const char wide[] = "：";
	size_t n = sizeof wide - 1, end = reader_eol(r, i);

	for (; i < end && r->text.s[i] != ':'; i++) {
		if (r->text.s[i] == '=')
			return reader_view(r, i, i + 1);
		if (reader_is(r, i, wide))
			return reader_view(r, i, i + n);
	}
	return STR("");
}

static bool
not_colon_fault(struct reader *r, size_t i, struct str mark)
{
	size_t at = (size_t)(mark.s - r->text.s);
	struct str key = str_trim(reader_view(r, i, at));

	return FAULT(r, FIND_FRONT_KEY, at,
	    _("'%.*s' does not end a key; write ':' and a blank in its place: "
	      "%s: …"),
	    STRF(mark), reader_key(r, key));
}

/* A key that is none: a blank is missing, or all of "key:" is. */
static bool
key_none(struct reader *r, size_t i)
{
	size_t end = reader_eol(r, i), colon = i;
	struct str mark = not_colon(r, i);
	char c = reader_peek(r, i);

	while (colon < end && !is_blank(r->text.s[colon]) &&
	    r->text.s[colon] != ':')
		colon++;
	if (is_quote(c) && !scalar_quoted_end(r, i))
		return FAULT(r, FIND_FRONT_KEY, i,
		    _("a key in quotes must end on its line"));
	if (mark.n && mark.s > r->text.s + i && !is_quote(c))
		return not_colon_fault(r, i, mark);
	if (colon < end && colon > i && r->text.s[colon] == ':' && c != '"')
		return FAULT(r, FIND_FRONT_SPACE, colon,
		    _("no blank after ':'; write: %s: …"),
		    reader_key(r, reader_view(r, i, colon)));
	return FAULT(r, FIND_FRONT_KEY, i,
	    _("here a line 'key: value' is due, and this one has no key"));
}

static bool
dash_fault(struct reader *r, size_t i)
{
	return FAULT(r, FIND_FRONT_SPACE, i + 1,
	    _("no blank after '-'; write: - …"));
}

/* Signs that word processors and chats put before the entries of a list. */
static bool
is_bullet(const struct reader *r, size_t i)
{
	static const char *const signs[] = { "*", "•", "◦", "▪", "·", "–",
		"—" };
	char c = reader_peek(r, i);

	if (c > 0 && c != '*') /* most often */
		return false;
	for (size_t k = 0; k < sizeof signs / sizeof *signs; k++)
		if (reader_is(r, i, signs[k]))
			return is_blank(reader_peek(r, i + strlen(signs[k])));
	return false;
}

static bool
bullet_fault(struct reader *r, size_t i)
{
	return FAULT(r, FIND_FRONT_LIST, i,
	    _("an entry of a list begins with '- '; write: - …"));
}

static bool
merge_fault(struct reader *r, size_t i)
{
	return FAULT(r, FIND_FRONT_MERGE, i,
	    _("'<<' is a YAML merge key, which is not read here; write the "
	      "keys themselves"));
}

/* Says what is wrong with how a key begins; true: nothing is. */
static bool
key_start(struct reader *r, const struct node *e, size_t i)
{
	char c = reader_peek(r, i), next = reader_peek(r, i + 1);

	if (c == '?' && is_gap(next))
		return FAULT(r, FIND_FRONT_COMPLEX, i,
		    _("'?' begins a complex key, which is not read here"));
	if (c == '[' || c == '{')
		return FAULT(r, FIND_FRONT_COMPLEX, i,
		    _("a list or map in brackets cannot be a key"));
	if (c == ':' && is_gap(next))
		return FAULT(r, FIND_FRONT_KEY, i,
		    _("':' without a key before it"));
	if (c == '-' && !is_gap(next))
		return dash_fault(r, i);
	if (is_bullet(r, i))
		return bullet_fault(r, i);
	if (c == '|' || c == '>')
		return FAULT(r, FIND_FRONT_KEY, i,
		    _("a key must not begin with '%c'"), c);
	return scalar_start(r, e, i, false);
}

/* The text of a key that lies in text[off, end). */
static bool
key_text(struct reader *r, struct node *e, size_t off, size_t end)
{
	char c = r->text.s[off];

	e->key_off = (uint32_t)off;
	e->key_end = (uint32_t)end;
	if (end - off > KEY_MOST)
		return FAULT(r, FIND_FRONT_KEY, off,
		    _("a key longer than %d bytes"), KEY_MOST);
	if (is_quote(c)) {
		struct node as = { 0 };

		r->at = off;
		if (!scalar_quoted(r, NO_COLUMN, &as))
			return false;
		e->key = as.value;
		return true;
	}
	e->key = reader_view(r, off, end);
	return end - off != 2 || !reader_is(r, off, "<<") ||
	    merge_fault(r, off);
}

static bool
block_key(struct reader *r, struct node *e)
{
	size_t off = r->at;
	struct key k;

	if (!key_start(r, e, off))
		return false;
	if (!key_find(r, off, &k))
		return key_none(r, off);
	if (k.colon - off > KEY_MOST)
		k.end = k.colon;
	if (!key_text(r, e, off, k.end))
		return false;
	r->at = k.colon + 1;
	return true;
}

/* Block collections. */

static bool
is_dash(const struct reader *r)
{
	return reader_peek(r, r->at) == '-' &&
	    is_gap(reader_peek(r, r->at + 1));
}

/* A line that stands in no column where one is due. */
static bool
indent_fault(struct reader *r, ptrdiff_t col)
{
	char c = reader_peek(r, r->at);
	struct key k;

	if (c == '|' || c == '>')
		return FAULT(r, FIND_FRONT_BLOCK, r->at,
		    _("'%c' stands in the line of its key or '-'"), c);
	if (r->col == col && is_dash(r))
		return FAULT(r, FIND_FRONT_INDENT, r->at,
		    _("a list entry among keys; the list stands below its key, "
		      "which ends with ':'"));
	if (r->col == col)
		return FAULT(r, FIND_FRONT_INDENT, r->at,
		    _("among list entries here a line '- …' is due"));
	if (key_find(r, r->at, &k)) {
		const char *key = reader_key(r, reader_view(r, r->at, k.end));

		if (r->left > r->col)
			return FAULT(r, FIND_FRONT_INDENT, r->at,
			    _("key '%s' stands in column %td, where no keys "
			      "above it do; write it in column %td or %td"),
			    key, r->col + 1, r->left + 1, col + 1);
		return FAULT(r, FIND_FRONT_INDENT, r->at,
		    _("key '%s' stands in column %td, its neighbours in column "
		      "%td"),
		    key, r->col + 1, col + 1);
	}
	return FAULT(r, FIND_FRONT_INDENT, r->at,
	    _("this line stands in column %td and belongs to nothing above; "
	      "what is above stands in column %td"),
	    r->col + 1, col + 1);
}

/* What stands in a key's line or a list entry's after it. */
static bool
value(struct reader *r, ptrdiff_t n, int depth, struct node *node)
{
	char c = reader_peek(r, r->at);

	switch (c) {
	case '"':
	case '\'':
	case '[':
	case '{':
		r->in_value = true;
		if (!(c == '[' || c == '{' ? flow(r, n, depth, node) :
					     scalar_quoted(r, n, node)) ||
		    !reader_rest(r, node))
			return false;
		r->in_value = false;
		reader_low_warn(r);
		return reader_line(r);
	case '|':
	case '>':
		return scalar_block(r, n, node);
	default:
		return scalar_start(r, node, r->at, false) &&
		    scalar_plain(r, n, node);
	}
}

/* What stands below a key or a lone '-' in column n: the line at r->at is not
 * yet known. What ends there already is absent, or a list if it may be. */
static bool
below(struct reader *r, ptrdiff_t n, int depth, bool may_list, struct node *e)
{
	size_t hash = 0;

	if (reader_peek(r, r->at) == '#') {
		hash = r->at;
		r->at = reader_eol(r, r->at);
	}
	if (!reader_line(r))
		return false;
	if (r->col > n)
		return block_node(r, n, depth, true, e);
	if (may_list && r->col == n && is_dash(r))
		return block_list(r, n, n, depth, e);
	e->absent = true;
	if (hash)
		reader_hash(r, e, hash);
	return true;
}

/* The list at r->at, whose entries begin in column col. One that stands in
 * the column n of the keys around it ends where the next key comes. */
static bool
block_list(struct reader *r, ptrdiff_t col, ptrdiff_t n, int depth,
    struct node *node)
{
	struct node *last = NULL;

	if (!deeper(r, depth))
		return false;
	collection(node, NODE_LIST, STYLE_BLOCK, r->at);
	do {
		size_t dash = r->at++;
		struct node *e = entry(r);

		while (reader_peek(r, r->at) == ' ')
			r->at++;
		if (reader_peek(r, r->at) == '\t')
			return FAULT(r, FIND_FRONT_TAB, r->at,
			    _("a tab after '-'; write a blank instead"));
		r->col = col + (ptrdiff_t)(r->at - dash);
		if (is_over(reader_peek(r, r->at)) ||
		    reader_peek(r, r->at) == '#') {
			if (!below(r, col, depth + 1, false, e))
				return false;
		} else if (!block_node(r, col, depth + 1, false, e)) {
			return false;
		}
		append(node, &last, e);
	} while (r->col == col && is_dash(r));
	r->left = col;
	if (r->col < col || (r->col == col && col == n))
		return true;
	if (r->col == col && reader_peek(r, r->at) == '-')
		return dash_fault(r, r->at);
	return indent_fault(r, col);
}

/* One key and what belongs to it; then a line is due in column col or less. */
static bool
block_entry(struct reader *r, ptrdiff_t col, int depth, struct node *e)
{
	if (!block_key(r, e))
		return false;
	e->off = e->end = (uint32_t)r->at;
	r->left = NO_COLUMN;
	r->at = reader_skip(r, r->at);
	if (!is_over(reader_peek(r, r->at)) && reader_peek(r, r->at) != '#') {
		if (!value(r, col, depth + 1, e))
			return false;
	} else if (!below(r, col, depth + 1, true, e)) {
		return false;
	}
	return r->col < col || (r->col == col && !is_dash(r)) ||
	    indent_fault(r, col);
}

/* After a fault, to the next line after that of start which can only be a key
 * in column col. */
static bool
resume(struct reader *r, size_t start, ptrdiff_t col)
{
	size_t i = r->at > start ? r->at : start;
	bool in_value = r->in_value; /* whose lines may come yet */

	r->in_value = false;
	r->low = r->low_key = 0;
	while (i > start && r->text.s[i - 1] != '\n')
		i--;
	if (i <= start)
		i = reader_eol(r, start);
	for (; i < r->end; i = reader_eol(r, i)) {
		size_t line = i;
		char c;

		if (reader_peek(r, line) == '\r')
			line++;
		if (reader_peek(r, line) == '\n')
			line++;
		for (i = line; reader_peek(r, i) == ' '; i++)
			;
		c = reader_peek(r, i);
		if (is_gap(c) || c == '#' || (ptrdiff_t)(i - line) > col)
			continue;
		if ((ptrdiff_t)(i - line) < col)
			return false;
		if (col == 0 && !reader_marker(r, i))
			return false;
		if (c == '-' || c == ':' || c == ']' || c == '}' ||
		    (in_value && !reader_key_line(r, i)))
			continue;
		r->at = i;
		r->col = col;
		return true;
	}
	return false;
}

/* The map whose first key is at r->at. At the top reading goes on after a
 * fault, so that the next one is said as well. */
static bool
block_map(struct reader *r, int depth, struct node *node)
{
	ptrdiff_t col = r->col;
	struct node *last = NULL;
	bool ok = deeper(r, depth);

	collection(node, NODE_MAP, STYLE_BLOCK, r->at);
	while (ok || depth == 1) {
		size_t start = r->at;
		struct node *e = entry(r);

		if (block_entry(r, col, depth, e)) {
			append(node, &last, e);
		} else {
			ok = false;
			if (depth > 1 || r->faults >= FAULTS_MOST ||
			    !resume(r, start, col))
				return false;
		}
		r->left = col;
		if (r->col < col)
			return distinct(r, node) && ok;
	}
	return false;
}

static bool
block_node(struct reader *r, ptrdiff_t n, int depth, bool own_line,
    struct node *node)
{
	char c = reader_peek(r, r->at);
	struct key k;

	if (is_dash(r))
		return block_list(r, r->col, n, depth, node);
	if (c == '?' && is_gap(reader_peek(r, r->at + 1)))
		return key_start(r, node, r->at);
	if (c == '-' && own_line)
		return dash_fault(r, r->at);
	if (own_line && is_bullet(r, r->at))
		return bullet_fault(r, r->at);
	if (c != '[' && c != '{' && c != '|' && c != '>' &&
	    key_find(r, r->at, &k))
		return block_map(r, depth, node);
	return value(r, n, depth, node);
}

/* Flow collections. */

static bool
flow_node(struct reader *r, ptrdiff_t n, size_t open, int depth,
    struct node *node)
{
	char c = reader_peek(r, r->at);

	if (c == '[' || c == '{')
		return flow(r, n, depth + 1, node);
	if (is_quote(c))
		return scalar_quoted(r, n, node);
	return scalar_start(r, node, r->at, true) &&
	    scalar_flow(r, n, open, node);
}

/* Is it one side of a decimal number? What is longer may name a person. */
static bool
is_number(const struct reader *r, size_t off, size_t end)
{
	if (end - off > FIGURES)
		return false;
	while (off < end && str_is_digit(r->text.s[off]))
		off++;
	return off == end;
}

/* An entry [off, end) of a flow map has no value: most often because a comma
 * cut the value before it. */
static bool
flow_comma(struct reader *r, const struct node *before, size_t off, size_t end)
{
	const char *s = r->text.s;

	if (!before || before->style != STYLE_PLAIN ||
	    before->end == before->off)
		return FAULT(r, FIND_FRONT_FLOW, off,
		    _("a key in {} without ': ' and a value"));
	if (s[before->end] == ',' && off == before->end + 1 &&
	    is_number(r, before->off, before->end) && is_number(r, off, end) &&
	    !(reader_peek(r, end) == ',' &&
		str_is_digit(reader_peek(r, end + 1))))
		return FAULT(r, FIND_FRONT_COMMA, before->end,
		    _("',' ends a value in {}; write: %s: %.*s.%.*s, with a "
		      "point, or put quotes around it"),
		    reader_key(r,
			reader_view(r, before->key_off, before->key_end)),
		    (int)(before->end - before->off), s + before->off,
		    (int)(end - off), s + off);
	return FAULT(r, FIND_FRONT_COMMA, before->end,
	    _("',' ends a value in {}; write: %s"),
	    reader_fix(r, before, STR(","), true, true));
}

/* After a plain value the key [off, end) may be the rest of that, behind a
 * comma. */
static bool
flow_space_fault(struct reader *r, const struct node *before, size_t off,
    size_t end, size_t colon)
{
	bool rest = before && before->kind == NODE_SCALAR &&
	    before->style == STYLE_PLAIN;

	return FAULT(r, FIND_FRONT_SPACE, colon,
	    _("no blank after ':'; write: %s: …"),
	    rest ? "…" : reader_key(r, reader_view(r, off, end)));
}

/* Says what is wrong with how a key of a flow map begins; true: nothing is. */
static bool
flow_key_start(struct reader *r, const struct node *e, size_t i)
{
	char c = reader_peek(r, i);

	if (c == '?')
		return FAULT(r, FIND_FRONT_COMPLEX, i,
		    _("'?' begins a complex key, which is not read here"));
	if (c == ':')
		return FAULT(r, FIND_FRONT_KEY, i,
		    _("':' without a key before it"));
	if (is_quote(c))
		return scalar_quoted_end(r, i) || key_none(r, i);
	if (c == '[' || c == '{')
		return key_start(r, e, i);
	return scalar_start(r, e, i, true);
}

/* Says what is wrong where no ':' follows the key [off, end): one without a
 * blank may stand in it. Always false. */
static bool
flow_key_none(struct reader *r, const struct node *before, size_t off,
    size_t end)
{
	size_t colon = off + str_find(reader_view(r, off, end), ':');

	if (colon < end && !is_quote(r->text.s[off]))
		return flow_space_fault(r, before, off, colon, colon);
	return flow_comma(r, before, off, end);
}

/* The key of an entry of a flow map, up to its ':'. */
static bool
flow_key(struct reader *r, const struct node *before, struct node *e)
{
	size_t off = r->at;
	struct key k;

	if (!flow_key_start(r, e, off))
		return false;
	k = key_span(r, off, true);
	if (reader_peek(r, k.colon) != ':')
		return flow_key_none(r, before, off, k.end);
	if (!is_gap(reader_peek(r, k.colon + 1)))
		return flow_space_fault(r, before, off, k.end, k.colon);
	if (k.colon - off > KEY_MOST)
		k.end = k.colon;
	if (!key_text(r, e, off, k.end))
		return false;
	r->at = k.colon + 1;
	e->off = e->end = (uint32_t)r->at;
	return true;
}

/* One entry of a flow map, of which before is the one before it. */
static bool
flow_entry(struct reader *r, ptrdiff_t n, size_t open, int depth,
    const struct node *before, struct node *e)
{
	char c;

	if (!flow_key(r, before, e) || !reader_flow_space(r, n, open, false))
		return false;
	c = reader_peek(r, r->at);
	if (c == ',' || c == '}') {
		e->absent = true;
		return true;
	}
	return flow_node(r, n, open, depth, e);
}

/* What follows an entry is neither a comma nor the closing bracket. */
static bool
flow_fault(struct reader *r, const struct node *e, bool in_map)
{
	char c = reader_peek(r, r->at);

	if (c == ':' && in_map)
		return FAULT(r, FIND_FRONT_COLON, r->at,
		    _("':' before a blank in a value; put a comma before the "
		      "key, or quotes around all of the value"));
	if (c == ':')
		return FAULT(r, FIND_FRONT_PAIR, r->at,
		    _("a key and a value in a list; write: [{…: …}]"));
	if (c == ']' || c == '}')
		return FAULT(r, FIND_FRONT_BRACKET, r->at,
		    _("'%c' closes what '%c' opened"), c, in_map ? '{' : '[');
	if (e->style == STYLE_SINGLE || e->style == STYLE_DOUBLE)
		return reader_rest(r, e);
	return FAULT(r, FIND_FRONT_FLOW, r->at,
	    _("a comma is missing before this"));
}

static bool
flow(struct reader *r, ptrdiff_t n, int depth, struct node *node)
{
	size_t open = r->at;
	bool in_map = reader_peek(r, open) == '{';
	char close = in_map ? '}' : ']', c;
	struct node *last = NULL;

	if (!deeper(r, depth))
		return false;
	collection(node, in_map ? NODE_MAP : NODE_LIST, STYLE_FLOW, open);
	for (c = ','; c == ',';) {
		struct node *e;

		r->at++;
		if (!reader_flow_space(r, n, open, in_map))
			return false;
		if (reader_peek(r, r->at) == close)
			break;
		if (reader_peek(r, r->at) == ',')
			return FAULT(r, FIND_FRONT_FLOW, r->at,
			    _("nothing stands before this comma"));
		e = entry(r);
		if (!(in_map ? flow_entry(r, n, open, depth, last, e) :
			       flow_node(r, n, open, depth, e)) ||
		    !reader_flow_space(r, n, open, false))
			return false;
		append(node, &last, e);
		c = reader_peek(r, r->at);
		if (c != ',' && c != close)
			return flow_fault(r, e, in_map);
	}
	node->end = (uint32_t)++r->at;
	node->absent = node->n == 0;
	return !in_map || distinct(r, node);
}

/* The root. */

static bool
root_flow(struct reader *r, struct node *root)
{
	return flow(r, NO_COLUMN, 1, root) && reader_rest(r, root) &&
	    reader_line(r) && (r->col == NO_COLUMN || indent_fault(r, 0));
}

bool
tree_read(struct reader *r, struct node *root)
{
	char c;

	collection(root, NODE_MAP, STYLE_BLOCK, r->at);
	root->key = root->value = STR("");
	root->key_off = root->key_end = root->off;
	if (!reader_line(r))
		return false;
	if (r->col == NO_COLUMN) {
		root->absent = true;
		return true;
	}
	c = reader_peek(r, r->at);
	root->key_off = root->key_end = (uint32_t)r->at;
	if (c == '{')
		return root_flow(r, root);
	if (c == '[' || is_dash(r))
		return FAULT(r, FIND_FRONT_ROOT, r->at,
		    _("front matter must be lines 'key: value', not a list"));
	return block_map(r, 1, root) &&
	    (r->col == NO_COLUMN || indent_fault(r, 0));
}
