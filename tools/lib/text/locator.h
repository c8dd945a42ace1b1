#ifndef TEXT_LOCATOR_H
#define TEXT_LOCATOR_H

#include <stddef.h>

#include "base/arena.h"
#include "text/place.h"
#include "base/str.h"

/* Where the bytes of one text are, in lines and columns. To ask for many places
 * costs as much as one look over the text: what was passed is remembered every
 * few hundred bytes, also within a line. All-zero but for text and arena. */
struct locator {
	struct str text;
	struct arena *arena;        /* where marks are kept */
	struct locator_mark *marks; /* from the first byte on */
	size_t n;                   /* how many are known */
	struct locator_mark {
		size_t off;   /* where a character begins */
		int line;     /* from 1; 0: no mark */
		size_t width; /* of the line up to here */
	} last; /* what was asked last: the next is mostly behind it */
};

struct place locator_place(struct locator *, const char *path, size_t off);

#endif
