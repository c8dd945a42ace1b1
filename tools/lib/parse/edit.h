#ifndef PARSE_EDIT_H
#define PARSE_EDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "parse/front.h"
#include "text/fix.h"
#include "base/str.h"

/* Changes to front matter as splices of its bytes: only what a change is about
 * is written, all else (comments, quotes, order, line ends) stays as it is.
 * Changes are gathered and then applied at once; no two may be about the same
 * entry. Whoever applies them reads the result again and compares it with what
 * was meant. */

/* All-zero but for front and arena is ready to use; what is put in is kept in
 * the arena. */
struct edit {
	const struct front *front;
	struct arena *arena;
	struct splice *all;
	size_t n, cap;
};

/* Where an entry of a map or list stands. In block style and with lines to
 * itself: [gap, off) are the comments and empty lines before it and [off, end)
 * its own lines, line ends included. Else own is false and gap is off: in block
 * style, in the line of a '-', it goes from its key to the end of its last
 * line; between brackets, from its key (or its value) to its value's end. */
struct extent {
	size_t gap, off, end;
	size_t col; /* of its key or '-', in bytes */
	bool own;
};
struct extent edit_extent(const struct front *, const struct node *in,
    const struct node *before, const struct node *entry);

/* How its lines end: as the first one does. */
struct str edit_eol(const struct front *);

/* The bytes [off, end) of the file. */
struct str edit_span(const struct front *, size_t off, size_t end);

/* Is there a comment in a value, or between it and its key? */
bool edit_has_comment(const struct front *, const struct node *);

/* Takes an entry out of a map or list, with its key; the comments before it
 * stay. False, with nothing changed, where that would touch something else,
 * most often a comment between brackets. */
bool edit_remove(struct edit *, const struct node *in,
    const struct node *before, const struct node *entry);

/* Puts a new entry into a map or list that is there already, behind another
 * one or, with NULL, as the first: "key: value", or in a list "- value" (in
 * brackets "value"). Its lines are written without indentation. False as
 * edit_remove. */
bool edit_insert(struct edit *, const struct node *in, const struct node *after,
    struct str written);

/* Puts another value, a single one, in the place of an entry's. It is written
 * as the old one was (quotes, a text of several lines), if it can be; comments
 * behind it stay. False as edit_remove, and where an entry of a list has no
 * lines of its own below its '-'. */
bool edit_set(struct edit *, const struct node *in, const struct node *before,
    const struct node *entry, struct str value);

/* Gives an entry of a map whose value is absent a map or list: one in brackets,
 * or, where the entry stands in none, its lines in block style, written without
 * indentation. False as edit_remove. */
bool edit_fill(struct edit *, const struct node *in, const struct node *before,
    const struct node *entry, struct str written);

/* Replaces any bytes of the text. */
void edit_bytes(struct edit *, size_t off, size_t end, struct str by);

/* The text with all changes, added to out; at one place what was put there
 * first comes first. False when two changes are about the same bytes: then
 * nothing is added. */
bool edit_apply(struct edit *, struct buf *out);
void edit_release(struct edit *);

/* Adds lines with each moved from column from to column to; false when one of
 * them stands further left. The lines end as the text's do. */
bool edit_shift(struct buf *, struct str lines, size_t from, size_t to,
    struct str eol);

#endif
