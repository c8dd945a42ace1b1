/* reader: where the front matter reader stands, and how it says what is
 * wrong. */
#include "parse/reader.h"

#include "base/lang.h"
#include "text/text.h"

enum {
	DEPTH_MOST = 8,   /* of a record; the root counts */
	KEY_WORDS = 4,    /* what has more is no key, but */
	KEY_COLUMNS = 40, /* text, which may be private */
};

void
reader_start(struct reader *r, struct str text, const char *path,
    struct arena *a, struct findings *to)
{
	if (!text.s)
		text.s = "";
	*r = (struct reader){
		.text = text,
		.end = text.n,
		.path = path,
		.arena = a,
		.to = to,
		.nfc = true,
		.left = NO_COLUMN,
		.deepest = DEPTH_MOST,
		.places = { .text = text, .arena = a },
	};
}

void
reader_release(struct reader *r)
{
	buf_release(&r->scratch);
}

/* Findings come mostly in order, so counting goes on from the last one. */
struct place
reader_place(struct reader *r, size_t off)
{
	return locator_place(&r->places, r->path, off);
}

bool
reader_hidden(struct reader *r, size_t i, int32_t c)
{
	return found(r->to, FIND_FRONT_CHARACTER, reader_place(r, i),
	    _("character U+%04X (%s) must not stand outside quotes; delete it, "
	      "write a blank, or put quotes around all of the value"),
	    (unsigned)c, _(text_forbidden(c)));
}

/* What was read otherwise than it looks has its cause in a character at i or
 * behind it that does not show. */
static bool
is_hidden_fault(struct reader *r, size_t i)
{
	size_t next = i;

	for (int k = 0; k < 2 && next < r->end; k++) {
		int32_t c = text_at(r->text, i = next, &next);

		if (text_hidden(c)) {
			reader_hidden(r, i, c);
			return true;
		}
	}
	return false;
}

bool
reader_count(struct reader *r, size_t off)
{
	return ++r->faults <= FAULTS_MOST &&
	    !(r->hidden && is_hidden_fault(r, off));
}

size_t
reader_eol(const struct reader *r, size_t i)
{
	while (!is_over(reader_peek(r, i)))
		i++;
	return i;
}

size_t
reader_skip(const struct reader *r, size_t i)
{
	while (is_blank(reader_peek(r, i)))
		i++;
	return i;
}

bool
reader_is(const struct reader *r, size_t i, const char *z)
{
	for (; *z; z++, i++)
		if (reader_peek(r, i) != *z)
			return false;
	return true;
}

bool
reader_tab(struct reader *r, size_t i)
{
	if (r->tab_said) {
		r->faults++;
		return false;
	}
	r->tab_said = true;
	return FAULT(r, FIND_FRONT_TAB, i,
	    _("a tab indents this line; write blanks instead"));
}

bool
reader_gaps(struct reader *r, size_t *breaks)
{
	size_t i = r->at, start = i;

	for (*breaks = 0;;) {
		if (reader_peek(r, i) == '\r')
			i++;
		if (reader_peek(r, i) == '\n') {
			start = ++i;
			++*breaks;
		}
		while (reader_peek(r, i) == ' ')
			i++;
		char c = reader_peek(r, i);
		if (c == '\t') {
			r->at = start;
			return reader_tab(r, i);
		}
		if (c == '\n' || c == '\r')
			continue;
		r->at = i;
		r->col = c ? (ptrdiff_t)(i - start) : NO_COLUMN;
		return true;
	}
}

bool
reader_comments(struct reader *r)
{
	size_t breaks;

	while (reader_peek(r, r->at) == '#') {
		r->at = reader_eol(r, r->at);
		if (!reader_gap(r, &breaks))
			return false;
	}
	return reader_token(r);
}

bool
reader_marker(struct reader *r, size_t i)
{
	char c = reader_peek(r, i);

	if (c == '%')
		return FAULT(r, FIND_FRONT_DIRECTIVE, i,
		    _("a line begins with '%%', as a YAML directive does; "
		      "directives are not read here"));
	return reader_document(r, i);
}

bool
reader_document(struct reader *r, size_t i)
{
	char c = reader_peek(r, i);

	if (c == '-' && reader_is(r, i, "---") && is_gap(reader_peek(r, i + 3)))
		return FAULT(r, FIND_FRONT_DOCUMENT, i,
		    _("'---' with text after it begins a second document; "
		      "front matter is one"));
	if (c == '.' && reader_is(r, i, "...") && is_gap(reader_peek(r, i + 3)))
		return FAULT(r, FIND_FRONT_END, i,
		    _("'...' ends nothing here; front matter ends with a line "
		      "'---'"));
	return true;
}

static bool
bracket_fault(struct reader *r, size_t open)
{
	return FAULT(r, FIND_FRONT_BRACKET, open,
	    _("'%c' is never closed; put '%c' at its end"), r->text.s[open],
	    r->text.s[open] == '[' ? ']' : '}');
}

bool
reader_key_line(const struct reader *r, size_t i)
{
	for (size_t start = i;; i++) {
		char c = reader_peek(r, i);

		if (c == ':' && is_gap(reader_peek(r, i + 1)))
			return i > start;
		if (is_over(c) || c == ',' || c == '[' || c == ']' ||
		    c == '{' || c == '}' || c == '"' || c == '\'' || c == '#')
			return false;
	}
}

void
reader_low(struct reader *r)
{
	if (!r->low)
		r->low = r->at;
	if (!r->low_key && reader_key_line(r, r->at))
		r->low_key = r->at;
}

void
reader_low_warn(struct reader *r)
{
	if (r->low_key)
		found(r->to, FIND_FRONT_OUTDENT, reader_place(r, r->low_key),
		    _("this line looks like a key, but the quotes or brackets "
		      "above close only after it; close them before it, or put "
		      "blanks before the line"));
	else if (r->low)
		found(r->to, FIND_FRONT_OUTDENT, reader_place(r, r->low),
		    _("this line belongs to the value above, but is not "
		      "indented; put blanks before it"));
	r->low = r->low_key = 0;
}

bool
reader_flow_line(struct reader *r, ptrdiff_t n, size_t open, bool key)
{
	char c = reader_peek(r, r->at);

	if (r->col == NO_COLUMN)
		return bracket_fault(r, open);
	if (c == '#')
		return true;
	if (r->col <= n && c != ']' && c != '}') {
		if (!key && reader_key_line(r, r->at))
			return bracket_fault(r, open);
		reader_low(r);
	}
	return r->col != 0 || reader_marker(r, r->at);
}

bool
reader_flow_spaces(struct reader *r, ptrdiff_t n, size_t open, bool key)
{
	size_t breaks;

	for (;;) {
		size_t i = reader_skip(r, r->at);
		char c = reader_peek(r, i);

		if (c == '#' && i == r->at && i > 0 &&
		    !is_gap(r->text.s[i - 1]))
			return FAULT(r, FIND_FRONT_COMMENT, i,
			    _("a comment needs a blank before its '#'"));
		if (c == '#')
			c = reader_peek(r, i = reader_eol(r, i));
		r->at = i;
		if (!is_over(c))
			return true;
		if (!reader_gap(r, &breaks) ||
		    !reader_flow_line(r, n, open, key))
			return false;
	}
}

bool
reader_rest(struct reader *r, const struct node *node)
{
	size_t i = reader_skip(r, r->at);
	char c = reader_peek(r, i);

	if (is_over(c)) {
		r->at = i;
		return true;
	}
	if (c == '#' && i > r->at) {
		r->at = reader_eol(r, i);
		return true;
	}
	if (c == '#')
		return FAULT(r, FIND_FRONT_COMMENT, i,
		    _("a comment needs a blank before its '#'"));
	if (c == ':' && is_gap(reader_peek(r, i + 1))) {
		if (node->style == STYLE_FLOW)
			return FAULT(r, FIND_FRONT_COMPLEX, r->at - 1,
			    _("a list or map in brackets cannot be a key"));
		return FAULT(r, FIND_FRONT_COLON, i,
		    _("':' after a value that was closed; put quotes around "
		      "all of the value"));
	}
	if (node->style != STYLE_FLOW && r->low_key) {
		r->at = r->low_key;
		return FAULT(r, FIND_FRONT_QUOTE, node->off,
		    _("the quote %c is never closed on its line, and the next "
		      "one closes it; write %c at its end"),
		    r->text.s[node->off], r->text.s[node->off]);
	}
	if (node->style == STYLE_FLOW && (c == ']' || c == '}'))
		return FAULT(r, FIND_FRONT_BRACKET, i, _("'%c' closes nothing"),
		    c);
	if (node->style == STYLE_FLOW)
		return FAULT(r, FIND_FRONT_AFTER, i,
		    _("text after the closing bracket; put quotes around all "
		      "of the value"));
	return FAULT(r, FIND_FRONT_AFTER, i,
	    node->style == STYLE_SINGLE ?
		_("text after the closing quote; a ' inside single quotes is "
		  "written ''") :
		_("text after the closing quote; a \" inside double quotes is "
		  "written \\\""));
}

void
reader_hash(struct reader *r, const struct node *node, size_t i)
{
	bool inside = node->end > node->off;
	size_t after = i;

	while (reader_peek(r, after) == '#')
		after++;
	if (is_gap(reader_peek(r, after)))
		return;
	found(r->to, FIND_FRONT_HASH, reader_place(r, i),
	    _("'#' after a blank begins a comment, so the value ends before "
	      "it; write: %s"),
	    reader_fix(r, node, inside ? STR(" #") : STR("#"), inside, true));
}

const char *
reader_fix_key(struct reader *r, const struct node *node)
{
	struct str key = reader_view(r, node->key_off, node->key_end);

	return key.n ? arena_f(r->arena, "%s: ", reader_key(r, key)) : "";
}

const char *
reader_fix(struct reader *r, const struct node *node, struct str mark,
    bool before, bool after)
{
	return arena_f(r->arena, "%s\"%s%.*s%s\"", reader_fix_key(r, node),
	    before ? "…" : "", STRF(mark), after ? "…" : "");
}

static bool
in_key(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    str_is_digit(c) || c == '_' || c == '-' || c == ' ' ||
	    (unsigned char)c >= 0x80;
}

static bool
is_prose(struct str s)
{
	int blanks = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (!in_key(s.s[i]))
			return true;
		blanks += s.s[i] == ' ';
	}
	return s.n == 0 || blanks >= KEY_WORDS ||
	    text_cut(s, KEY_COLUMNS).n < s.n;
}

const char *
reader_key(struct reader *r, struct str key)
{
	struct str name = key;

	if (key.n > 2 && (key.s[0] == '"' || key.s[0] == '\'') &&
	    key.s[key.n - 1] == key.s[0])
		name = (struct str){ key.s + 1, key.n - 2 };
	return is_prose(name) ? "…" : arena_f(r->arena, "%.*s", STRF(key));
}

const char *
reader_forbidden(int32_t c)
{
	if (c == '\r')
		return N_("carriage return");
	if (c == 0xfffe || c == 0xffff)
		return N_("not a character");
	return text_forbidden(c);
}
