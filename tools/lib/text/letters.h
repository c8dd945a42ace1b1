#ifndef TEXT_LETTERS_H
#define TEXT_LETTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/* Characters of a value that are not what they look like, so that a search
 * does not find the value and its order is another: Ð for Đ, letters of other
 * scripts within a Latin word, ligatures, spaces other than the plain one,
 * characters that do not show, and what a program left of a lost letter. */

enum letters_kind {
	LETTERS_LIKE,   /* looks like another letter */
	LETTERS_SPACE,  /* a space, not the plain one */
	LETTERS_HIDDEN, /* does not show */
	LETTERS_LOST,   /* U+FFFD, in names '?' for a letter */
	LETTERS_KINDS
};

/* What a value is. */
enum letters_in {
	LETTERS_TEXT, /* lines and texts */
	LETTERS_NAME, /* of a person or place */
	LETTERS_CODE, /* an id, a document's number */
};

/* The first character of a kind. */
struct letters_wrong {
	int32_t c;  /* 0: there is none */
	size_t off; /* in the value */
	/* what it looks like, or a blank; empty: nothing */
	struct str as;
	/* where in the right text its word begins */
	size_t right;
};

struct letters {
	struct letters_wrong first[LETTERS_KINDS];
	bool foreign; /* all letters look Latin, none is */
};

/* Looks at a value. In a name or a code a letter that Vietnamese does not have
 * is a mistake even if it may be meant elsewhere; in a code so is a dash or a
 * slash that is not the one of the keyboard. False: nothing is wrong. True:
 * adds the value as it should be written to right (what was lost stays). Text
 * in another script is right as it is. */
bool letters_look(struct str, enum letters_in, struct letters *,
    struct buf *right);

#endif
