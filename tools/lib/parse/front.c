/* front: takes a record apart: its bytes, its fences, and the tree of what is
 * between them. */
#include "parse/front.h"

#include <endian.h>
#include <stdint.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "text/locator.h"
#include "text/text.h"
#include "parse/tree.h"

enum {
	FRONT_MOST = 1 << 20, /* bytes, as in source.h */
	/* two for each of a record's 8, and what stands around and within */
	PAGE_DEPTH = 32,
	MARKER = 7, /* git's conflict markers */
};

static const char bom[] = "\xef\xbb\xbf";

/* Bytes. */

/* What a look at every byte brought up. */
struct look {
	size_t cr;   /* the first carriage return, SIZE_MAX */
	bool odd;    /* some text may not be in NFC */
	bool marked; /* some line begins as git's conflict markers do */
};

#define BYTES(b) (UINT64_MAX / 255 * (b))

/* How many of the 8 bytes at s come before one that is not printable ASCII. */
static inline size_t
plain_bytes(const char *s)
{
	uint64_t w, odd;

	memcpy(&w, s, sizeof w);
	w = le64toh(w);
	/* a byte behind an odd one may be taken for one, none before it */
	odd = (w | (w + BYTES(1)) | ((w - BYTES(0x20)) & ~w)) & BYTES(0x80);
	return odd ? (size_t)__builtin_ctzll(odd) / 8 : 8;
}

static inline bool
is_mark(char c)
{
	return (c >= '<' && c <= '>') || c == '|';
}

/* How many bytes the common Latin letter at s has, U+00C0 to U+017F without
 * those that look like another one (letters.h), ơ, ư, or U+1E00 to U+1EFF:
 * these are in NFC and never forbidden. 0: it is none. */
static inline size_t
latin_bytes(const char *s, size_t n)
{
	unsigned char b = (unsigned char)s[0];
	unsigned char c = n > 1 ? (unsigned char)s[1] : 0;

	if (b >= 0xc3 && b <= 0xc5) {
		if ((b == 0xc3 && (c & 0xdf) == 0x90) ||
		    (b == 0xc4 && (c == 0xb0 || c == 0xb1)))
			return 0;
		return (c & 0xc0) == 0x80 ? 2 : 0;
	}
	if (b == 0xc6)
		return c == 0xa0 || c == 0xa1 || c == 0xaf || c == 0xb0 ? 2 : 0;
	return b == 0xe1 && n > 2 && (unsigned char)s[1] >= 0xb8 &&
		(unsigned char)s[1] <= 0xbb && (s[2] & 0xc0) == 0x80 ?
	    3 :
	    0;
}

static bool
forbidden(struct reader *r, size_t i, int32_t c, const char *name)
{
	return FAULT(r, FIND_FRONT_CHARACTER, i,
	    _("character U+%04X (%s) must not stand in front matter; delete "
	      "it, or write a blank"),
	    (unsigned)c, _(name));
}

static bool
not_utf8(struct reader *r, size_t i)
{
	const char *s = r->text.s;

	if (r->text.n > 1 &&
	    (str_starts(r->text, STR("\xff\xfe")) ||
		str_starts(r->text, STR("\xfe\xff"))))
		return FAULT(r, FIND_FRONT_UTF8, 0,
		    _("this is UTF-16 text; save the file as UTF-8"));
	return FAULT(r, FIND_FRONT_UTF8, i,
	    _("byte \\x%02x is not UTF-8; save the file as UTF-8"),
	    (unsigned char)s[i]);
}

/* Looks at the character at i. Returns where the next one is, or 0 after a
 * fault. */
static size_t
look_at(struct reader *r, size_t i, size_t end, bool head, struct look *l)
{
	struct str text = { r->text.s, end };
	unsigned char b = (unsigned char)text.s[i];
	int32_t c = b;
	size_t next = i + 1;
	const char *name;

	if (b < 0x80) {
		if ((b >= 0x20 && b < 0x7f) || b == '\n' || b == '\t')
			return next;
		if (b == '\r' && l->cr == SIZE_MAX)
			l->cr = i;
		if (!head || (b == '\r' && next < end && text.s[next] == '\n'))
			return next;
	} else {
		c = text_at(text, i, &next);
		if (c < 0)
			return not_utf8(r, i), 0;
		l->odd |= c >= 0x300;
		if (!head)
			return next;
		r->rare = true;
	}
	name = reader_forbidden(c);
	if (!name)
		return next;
	if (text_hidden(c)) {
		r->hidden = true; /* within quotes it may stand */
		return next;
	}
	forbidden(r, i, c, name);
	return r->faults < FAULTS_MOST ? next : 0;
}

/* Looks at text[i, end), strictly at what is part of the head. A line starts at
 * i. */
static bool
look(struct reader *r, size_t i, size_t end, bool head, struct look *l)
{
	const char *s = r->text.s;
	int faults = r->faults;

	l->marked = i < end && is_mark(s[i]);
	while (i < end) {
		size_t n = end - i < 8 ? s[i] >= ' ' && s[i] < 0x7f :
					 plain_bytes(s + i);

		i += n;
		if (n == 8 || i == end)
			continue;
		if (s[i] == '\n') {
			i++;
			l->marked |= i < end && is_mark(s[i]);
		} else if ((n = latin_bytes(s + i, end - i))) {
			i += n;
		} else if (!(i = look_at(r, i, end, head, l))) {
			return false;
		}
	}
	return r->faults == faults;
}

/* Where the character that has byte i starts. */
static size_t
letter(struct str text, size_t i)
{
	while (i > 0 && (text.s[i] & 0xc0) == 0x80)
		i--;
	return i;
}

/* The first character that is not in NFC, given that there is one; for a mark,
 * the letter it stands on. */
static size_t
not_nfc(struct str text)
{
	size_t line = 0, end = 0, good = 0;

	for (; line < text.n; line = end) {
		end = line + str_find(str_from(text, line), '\n');
		if (end < text.n)
			end++;
		if (!text_nfc((struct str){ text.s + line, end - line }))
			break;
	}
	/* The end of the shortest start of the line that is not in NFC. */
	while (end - line - good > 1) {
		size_t mid = good + (end - line - good) / 2, at = line + mid;

		while (at < end && (text.s[at] & 0xc0) == 0x80)
			at++;
		if (text_nfc((struct str){ text.s + line, at - line }))
			good = mid;
		else
			end = line + mid;
	}
	line = letter(text, line + good);
	text_at(text, line, &end);
	if (line == 0 || text_width((struct str){ text.s + line, end - line }))
		return line;
	return letter(text, line - 1);
}

/* How a line, its end included, is mended: false where nothing is wrong. */
typedef bool mend(struct str line, struct arena *, struct splice *);

static bool
crlf_lf(struct str line, struct arena *a, struct splice *s)
{
	(void)a;
	if (!str_ends(line, STR("\r\n")))
		return false;
	*s = (struct splice){ line.n - 2, line.n, STR("\n") };
	return true;
}

static bool
apart_nfc(struct str line, struct arena *a, struct splice *s)
{
	struct buf b = { 0 };

	if (text_nfc(line))
		return false;
	text_add_nfc(&b, line);
	*s = (struct splice){ 0, line.n, arena_take(a, &b) };
	return true;
}

/* NULL: nobody asked. */
static const struct fix *
fix_lines(struct reader *r, mend *how)
{
	struct splice *all = NULL;
	struct fix *f;
	size_t n = 0, cap = 0, end;

	if (!r->to->fixes)
		return NULL;
	for (size_t i = 0; i < r->text.n; i = end) {
		struct splice s;

		end = i + str_find(str_from(r->text, i), '\n');
		end += end < r->text.n;
		if (!how((struct str){ r->text.s + i, end - i }, r->arena, &s))
			continue;
		s.off += i;
		s.end += i;
		*MEM_PUSH(all, n, cap) = s;
	}
	f = ARENA_NEW(r->arena, struct fix);
	*f = (struct fix){ arena_take_array(r->arena, all, n, sizeof *all), n };
	return f;
}

/* NULL: nobody asked. */
static const struct fix *
fix_bytes(struct reader *r, size_t off, size_t end, struct str by)
{
	struct splice *s;
	struct fix *f;

	if (!r->to->fixes)
		return NULL;
	s = ARENA_NEW(r->arena, struct splice);
	f = ARENA_NEW(r->arena, struct fix);
	*s = (struct splice){ off, end, by };
	*f = (struct fix){ s, 1 };
	return f;
}

static void
look_warn(struct reader *r, const struct look *l)
{
	if (l->cr != SIZE_MAX)
		found_fix(r->to, FIND_FRONT_CRLF, reader_place(r, l->cr),
		    fix_lines(r, crlf_lf),
		    _("lines end with CR LF, as on Windows; they should end "
		      "with LF"));
	if (l->odd && !text_nfc(r->text)) {
		r->nfc = false;
		found_fix(r->to, FIND_FRONT_NFC,
		    reader_place(r, not_nfc(r->text)), fix_lines(r, apart_nfc),
		    _("letters and their marks are written apart (not in NFC); "
		      "they should be one character each"));
	}
}

/* Fences. */

static size_t
line_end(struct str text, size_t i)
{
	const char *nl = memchr(text.s + i, '\n', text.n - i);

	return nl ? (size_t)(nl - text.s) : text.n;
}

static struct str
line_at(struct str text, size_t i)
{
	return (struct str){ text.s + i, line_end(text, i) - i };
}

/* Three dashes, or what may close front matter, too, YAML's end of a document:
 * blanks after them do not show and do no harm. */
static bool
is_marker(struct str line, struct str marker)
{
	return str_take(&line, marker) && !str_trim(line).n;
}

static bool
is_fence(struct str line)
{
	return is_marker(line, STR("---"));
}

/* A line that was meant to be one: "----", " ---", or the long dashes that
 * word processors make of it. */
static bool
is_near_fence(struct str line)
{
	struct str v = str_trim(line);

	if (str_eq(v, STR("—")) || str_eq(v, STR("–-")) || str_eq(v, STR("—-")))
		return true;
	if (v.n < 2)
		return false;
	for (size_t i = 0; i < v.n; i++)
		if (v.s[i] != '-')
			return false;
	return true;
}

static bool
is_conflict(struct str line)
{
	if (line.n < MARKER || !strchr("<=>|", line.s[0]))
		return false;
	for (size_t i = 1; i < MARKER; i++)
		if (line.s[i] != line.s[0])
			return false;
	return line.n == MARKER || is_gap(line.s[MARKER]);
}

static bool
conflict(struct reader *r, size_t i)
{
	return FAULT(r, FIND_FRONT_CONFLICT, i,
	    _("a merge conflict is left here; keep one of the two sides and "
	      "delete the lines '<<<<<<<', '=======' and '>>>>>>>'"));
}

/* No line of text[i, end) is a conflict marker, else said. */
static bool
no_conflict(struct reader *r, size_t i, size_t end)
{
	struct str text = str_first(r->text, end);

	for (; i < end; i = line_end(text, i) + 1)
		if (is_conflict(line_at(text, i)))
			return conflict(r, i);
	return true;
}

/* In a body, where "=======" underlines a heading, only the outer markers
 * count. */
static void
look_for_conflict(struct reader *r, struct str body)
{
	static const char *const outer[] = { "<<<<<<<", ">>>>>>>" };
	size_t start = (size_t)(body.s - r->text.s);

	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < body.n; i++) {
			i += str_find_str(str_from(body, i), str_of(outer[k]));
			if (i < body.n && (i == 0 || body.s[i - 1] == '\n') &&
			    is_conflict(line_at(body, i))) {
				conflict(r, start + i);
				return;
			}
		}
}

static bool
no_front(struct reader *r, size_t start)
{
	struct str rest = str_from(r->text, start), line = { 0 };
	size_t i = 0;

	while (i < rest.n && !(line = str_trim(line_at(rest, i))).n)
		i = line_end(rest, i) + 1;
	if (i < rest.n && is_conflict(line_at(rest, i)))
		return conflict(r, start + i);
	if (i > 0 && i < rest.n && is_fence(line_at(rest, i)))
		return FAULT(r, FIND_FRONT_NONE, start,
		    _("empty lines before the first '---'; delete them"));
	if (i < rest.n && is_near_fence(line_at(rest, i)))
		return FAULT(r, FIND_FRONT_NONE, start + i,
		    _("the first line must be '---' and nothing else"));
	return FAULT(r, FIND_FRONT_NONE, start,
	    _("no front matter: the first line must be '---'"));
}

static bool
not_closed(struct reader *r, size_t open, size_t from)
{
	for (size_t i = from; i < r->text.n; i = line_end(r->text, i) + 1)
		if (is_near_fence(line_at(r->text, i)))
			return FAULT(r, FIND_FRONT_OPEN, open,
			    _("front matter is never closed; line %d looks "
			      "like its end, which must be '---'"),
			    reader_place(r, i).line);
	return FAULT(r, FIND_FRONT_OPEN, open,
	    _("front matter is never closed; put a line '---' after it"));
}

/* Where things are: offsets of the opening fence, the head, its end, and the
 * body; SIZE_MAX where they are not. */
struct cut {
	size_t open, head, end, body;
	int line; /* of the body */
};

static struct cut
cut(struct str text)
{
	struct cut c = { 0, SIZE_MAX, SIZE_MAX, SIZE_MAX, 2 };
	size_t i, eol;

	if (str_starts(text, STR(bom)))
		c.open = sizeof bom - 1;
	if (c.open >= text.n || !is_fence(line_at(text, c.open)))
		return c;
	eol = line_end(text, c.open);
	for (c.head = i = eol < text.n ? eol + 1 : eol; i < text.n; c.line++) {
		eol = line_end(text, i);
		struct str line = { text.s + i, eol - i };

		if ((text.s[i] == '-' && is_fence(line)) ||
		    (text.s[i] == '.' && is_marker(line, STR("...")))) {
			c.end = i;
			c.body = eol < text.n ? eol + 1 : eol;
			c.line++;
			break;
		}
		i = eol + 1;
	}
	return c;
}

/* Says each hidden character of text[i, end), which lies outside quotes. */
static void
hidden_between(struct reader *r, size_t i, size_t end)
{
	for (size_t next; i < end && r->faults < FAULTS_MOST; i = next) {
		int32_t c = text_at(r->text, i, &next);

		if (text_hidden(c)) {
			r->faults++;
			reader_hidden(r, i, c);
		}
	}
}

/* Says the hidden characters between i and the end of a node that stand outside
 * quotes and block values. Returns where the last such value ends. It recurses
 * as deep as the tree, which has a limit. */
static size_t
hidden_outside(struct reader *r, const struct node *node, size_t i)
{
	if (node->kind == NODE_SCALAR && node->style != STYLE_PLAIN) {
		hidden_between(r, i, node->off);
		return node->end;
	}
	for (const struct node *e = node->first; e; e = e->next)
		i = hidden_outside(r, e, i);
	return i;
}

static bool
read_tree(struct reader *r, struct node *root)
{
	size_t from = r->at;

	if (!tree_read(r, root))
		return false;
	if (r->hidden)
		hidden_between(r, hidden_outside(r, root, from), r->end);
	return r->faults == 0;
}

static bool
too_large(struct reader *r)
{
	if (r->text.n <= FRONT_MOST)
		return false;
	r->faults++;
	found(r->to, FIND_FRONT_LARGE, place_file(r->path),
	    _("the file has %zu bytes, which is more than 1 MiB"), r->text.n);
	return true;
}

static bool
read_front(struct front *f, struct reader *r)
{
	struct str text = r->text;
	struct look l = { .cr = SIZE_MAX };
	struct cut c;
	bool marked;

	if (too_large(r))
		return false;
	c = cut(text);
	if (c.end == SIZE_MAX) {
		if (!look(r, 0, text.n, false, &l))
			return false;
		return c.head == SIZE_MAX ? no_front(r, c.open) :
					    no_conflict(r, c.head, text.n) &&
			not_closed(r, c.open, c.head);
	}
	if (!look(r, c.open, c.end, true, &l))
		return false;
	marked = l.marked;
	if (!look(r, c.end, text.n, false, &l))
		return false;
	if (c.open)
		found_fix(r->to, FIND_FRONT_BOM, reader_place(r, 0),
		    fix_bytes(r, 0, c.open, STR("")),
		    _("the file begins with a byte order mark (U+FEFF); save "
		      "it as UTF-8 without one"));
	look_warn(r, &l);
	f->plain = r->nfc && l.cr == SIZE_MAX;
	if (text.s[c.end] == '.')
		found_fix(r->to, FIND_FRONT_DOTS, reader_place(r, c.end),
		    fix_bytes(r, c.end, c.end + 3, STR("---")),
		    _("'...' ends the front matter here, which not all "
		      "programs know; write '---'"));
	f->head = (struct str){ text.s + c.head, c.end - c.head };
	f->body = str_from(text, c.body);
	f->body_line = c.line;
	if (l.marked)
		look_for_conflict(r, f->body);
	if (marked && !no_conflict(r, c.head, c.end))
		return false;
	r->faults = 0; /* the body's leave the head be */
	r->at = c.head;
	r->end = c.end;
	return read_tree(r, f->root);
}

bool
front_cut(struct str text, struct str *head, struct str *body)
{
	struct cut c = cut(text);

	if (c.end == SIZE_MAX)
		return false;
	*head = (struct str){ text.s + c.head, c.end - c.head };
	*body = str_from(text, c.body);
	return true;
}

static void
front_start(struct front *f, struct str text, struct arena *a)
{
	*f = (struct front){ .text = text,
		.places = ARENA_NEW(a, struct locator) };
	*f->places = (struct locator){ .text = text, .arena = a };
	f->root = ARENA_NEW(a, struct node);
}

static bool
read_deep(struct front *f, struct str text, const char *path, struct arena *a,
    struct findings *to, int deepest)
{
	struct reader r;
	bool ok;

	front_start(f, text, a);
	reader_start(&r, text, path, a, to);
	if (deepest)
		r.deepest = deepest;
	ok = read_front(f, &r);
	f->rare = r.rare;
	reader_release(&r);
	return ok;
}

bool
front_read(struct front *f, struct str text, const char *path, struct arena *a,
    struct findings *to)
{
	return read_deep(f, text, path, a, to, 0);
}

bool
front_page(struct front *f, struct str text, const char *path, struct arena *a,
    struct findings *to)
{
	return read_deep(f, text, path, a, to, PAGE_DEPTH);
}

/* From r->at on. */
static bool
read_yaml(struct reader *r, struct node *root)
{
	struct look l = { .cr = SIZE_MAX };
	size_t from = r->at;

	if (!look(r, from, r->text.n, true, &l))
		return false;
	look_warn(r, &l);
	return (!l.marked || no_conflict(r, from, r->text.n)) &&
	    read_tree(r, root);
}

bool
front_read_part(struct front *f, struct str text, size_t from, const char *path,
    struct arena *a, struct findings *to)
{
	struct reader r;
	bool ok;

	front_start(f, text, a);
	reader_start(&r, text, path, a, to);
	r.at = from;
	ok = read_yaml(&r, f->root);
	f->rare = r.rare;
	reader_release(&r);
	return ok;
}

bool
front_yaml(struct node **root, struct str yaml, const char *path,
    struct arena *a, struct findings *to)
{
	struct reader r;
	bool ok;

	*root = ARENA_NEW(a, struct node);
	reader_start(&r, yaml, path, a, to);
	ok = !too_large(&r) && read_yaml(&r, *root);
	reader_release(&r);
	return ok;
}

struct place
front_place(const struct front *f, const char *path, size_t off)
{
	return locator_place(f->places, path, off);
}

const struct node *
front_get(const struct node *map, const char *key)
{
	for (const struct node *e = map->first; e; e = e->next)
		if (str_is(e->key, key))
			return e;
	return NULL;
}
