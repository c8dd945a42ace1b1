#ifndef LSP_FRAMES_H
#define LSP_FRAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"

/* The base protocol: messages, each behind a header that tells its length, cut
 * out of bytes that come in pieces of any size. */

enum {
	FRAME_MOST = 64 << 20,  /* bytes of a message */
	FRAME_HEADER = 4 << 10, /* bytes of its header */
};

enum frame {
	FRAME_MORE,  /* not all of it is there yet */
	FRAME_GIVEN, /* a message */
	FRAME_BAD,   /* a header that tells no length: what followed it is
			passed over, up to the next one that may */
	FRAME_LARGE, /* it is too long, and is passed over */
};

/* All-zero is ready to use. */
struct frames {
	struct buf in;
	size_t at;   /* so many bytes of in were taken */
	size_t skip; /* so many that follow are passed over */
	bool lost;   /* until something that looks like a header comes */
};

void frames_take(struct frames *, struct str bytes);

/* What comes next; a message is good until the next frames_take. */
enum frame frames_next(struct frames *, struct str *message);
bool frames_is_empty(const struct frames *); /* is nothing begun? */
void frames_release(struct frames *);

/* Adds a message behind its header. */
void frames_add(struct buf *, struct str message);

#endif
