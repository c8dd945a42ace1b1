#ifndef BASE_IMAGE_H
#define BASE_IMAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"

/* Structs that lead to each other, as bytes that can be laid anywhere: for
 * caches, which only the build of the program reads that wrote them. Numbers
 * are copied as they are, so a shape only tells what is none. */

enum image_kind {
	IMAGE_STR, /* a struct str */
	IMAGE_Z,   /* a const char *, of a text or NULL */
	IMAGE_IN,  /* n structs that stand there themselves */
	IMAGE_ONE, /* a pointer to a struct that is this one's own, or NULL */
	/* a pointer to the first of as many as the size_t at count says and, if
	 * that is not 0, the one at more */
	IMAGE_MANY,
	IMAGE_TO, /* a pointer to something that another row copies, or NULL */
	/* n of those, of which as many matter as the size_t at count says */
	IMAGE_TOS,
	IMAGE_MAP, /* a struct map whose values are numbers */
	IMAGE_NOT  /* n bytes that are not kept, but 0 */
};

struct image_row {
	enum image_kind kind;
	size_t at; /* in the struct */
	const struct image_shape *of;
	size_t n, count, more;
};

/* rows NULL: it is all numbers. */
struct image_shape {
	size_t size;
	const struct image_row *rows;
	size_t n;
};

/* Adds a struct and all that it leads to. False, with nothing added, when a
 * pointer leads to what no row copies. */
bool image_pack(struct buf *, const void *, const struct image_shape *);

/* Adds bytes so that what is packed next can be laid out where it lies. */
void image_align(struct buf *);
/* Where that is in bytes of which so many came before it. */
size_t image_aligned(size_t n);

/* The struct, laid out where its bytes are, which must last as long as it does
 * and be aligned so; its maps are to be released. NULL: these are not as many
 * bytes as were packed. They must be those, which is for who keeps them to make
 * sure of. */
void *image_lay(char *, size_t n);

#endif
