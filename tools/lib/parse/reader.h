#ifndef PARSE_READER_H
#define PARSE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "text/found.h"
#include "parse/front.h"
#include "text/locator.h"
#include "base/str.h"

/* Where the front matter reader stands in a text, and how it says what is
 * wrong there. Shared by front, yaml and scalar; nobody else needs it. */

enum {
	/* findings of level error in one file: enough to mend at once, too few
	 * to drown in */
	FAULTS_MOST = 8,
	KEY_MOST = 1024, /* bytes of a key: as far as YAML looks for ':' */
	NO_COLUMN = -1,
};

struct reader {
	struct str text; /* the whole file */
	size_t at, end;  /* the next byte; where the head ends */
	/* column of the token at; NO_COLUMN at the end */
	ptrdiff_t col;
	/* that of the map or list which ended last; NO_COLUMN: none */
	ptrdiff_t left;
	const char *path;
	struct arena *arena;
	struct findings *to;
	struct buf scratch;
	bool nfc;    /* all keys so far are in NFC */
	bool rare;   /* as in struct front */
	bool hidden; /* some character is text_hidden() */
	int deepest; /* maps and lists in each other */
	int faults;
	bool tab_said;
	bool in_value; /* one that may have several lines */
	/* its first line that is not indented, and the first of those that
	 * could be a key; 0 */
	size_t low, low_key;
	struct locator places; /* of text */
};

void reader_start(struct reader *, struct str text, const char *path,
    struct arena *, struct findings *);
void reader_release(struct reader *);

struct place reader_place(struct reader *, size_t off);

/* One more fault, at a byte. False: it is not said, for there are too many, or
 * a character that does not show stands there and was said instead. */
bool reader_count(struct reader *, size_t off);

/* Says an error at a byte of the text; always false. */
#define FAULT(r, which, off, ...)                                              \
	(reader_count(r, off) &&                                               \
	    found((r)->to, which, reader_place(r, off), __VA_ARGS__))

static inline char
reader_peek(const struct reader *r, size_t i)
{
	return i < r->end ? r->text.s[i] : '\0';
}

static inline struct str
reader_view(const struct reader *r, size_t off, size_t end)
{
	return (struct str){ r->text.s + off, end - off };
}

static inline bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static inline bool
is_over(char c) /* a line's end, or the head's */
{
	return c == '\n' || c == '\r' || c == '\0';
}

static inline bool
is_gap(char c)
{
	return is_blank(c) || is_over(c);
}

size_t reader_eol(const struct reader *, size_t i);
size_t reader_skip(const struct reader *, size_t i); /* past blanks */
bool reader_is(const struct reader *, size_t i, const char *z);

/* From a line's end or start to the first character that is not a blank or a
 * line end; *breaks is how many lines ended. False: a tab indents. */
bool reader_gaps(struct reader *, size_t *breaks);
static inline bool
reader_gap(struct reader *r, size_t *breaks)
{
	const char *s = r->text.s + r->at;

	if (r->end - r->at < 2 || s[0] != '\n' || is_gap(s[1]))
		return reader_gaps(r, breaks);
	r->at++; /* most often */
	r->col = 0;
	*breaks = 1;
	return true;
}

bool reader_tab(struct reader *, size_t i); /* says so, once a file; false */

/* Is there a document marker or a directive at i, where a line starts? Then
 * false, said. */
bool reader_marker(struct reader *, size_t i);

/* The same past comments too: to the next token, which may be the one at. */
bool reader_comments(struct reader *);
static inline bool
reader_token(struct reader *r)
{
	char c = reader_peek(r, r->at);

	if (c == '#')
		return reader_comments(r);
	return r->col != 0 || (c != '%' && c != '-' && c != '.') ||
	    reader_marker(r, r->at);
}
static inline bool
reader_line(struct reader *r)
{
	size_t breaks;

	return reader_gap(r, &breaks) && reader_token(r);
}

bool reader_document(struct reader *, size_t i); /* only a marker */

/* Takes note of a line of a value in brackets or quotes that is not indented,
 * and warns of it once the value was read. */
void reader_low(struct reader *);
void reader_low_warn(struct reader *);

/* Could the line at i be a key and its value? */
bool reader_key_line(const struct reader *, size_t i);

/* The rest of a line after a value that closes itself: blank, or a comment. */
bool reader_rest(struct reader *, const struct node *);

/* Warns when the '#' at i, which ends a value, touches what follows. */
void reader_hash(struct reader *, const struct node *, size_t i);

/* What to write instead, for messages: the key and, in quotes, the mark that is
 * to blame, with "…" for the text before or after it. A value may be private,
 * and so may be text that was taken for a key: no letter of a value is shown,
 * and of keys only those that look like one, else "…". reader_fix_key: the key
 * alone and what parts it from its value. */
const char *reader_fix(struct reader *, const struct node *, struct str mark,
    bool before, bool after);
const char *reader_fix_key(struct reader *, const struct node *);
const char *reader_key(struct reader *, struct str);

/* NULL: the character may stand in front matter; else its name. */
const char *reader_forbidden(int32_t);

/* Says that the character c at i, a hidden one, stands outside quotes;
 * false. */
bool reader_hidden(struct reader *, size_t i, int32_t c);

/* From one token of a flow collection to the next, or, from where a line
 * starts, whether it may go on there; key: the key of a map is due. */
bool reader_flow_spaces(struct reader *, ptrdiff_t n, size_t open, bool key);
static inline bool
reader_flow_space(struct reader *r, ptrdiff_t n, size_t open, bool key)
{
	size_t i = r->at + (reader_peek(r, r->at) == ' ');
	char c = reader_peek(r, i);

	if (is_gap(c) || c == '#')
		return reader_flow_spaces(r, n, open, key);
	r->at = i; /* most often */
	return true;
}
bool reader_flow_line(struct reader *, ptrdiff_t n, size_t open, bool key);

#endif
