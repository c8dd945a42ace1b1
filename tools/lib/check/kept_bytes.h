#ifndef CHECK_KEPT_BYTES_H
#define CHECK_KEPT_BYTES_H

#include "base/pack.h"
#include "text/kept.h"

/* Findings as bytes, and back. How they are mended is not kept. */

/* Those from one on; and how many they are. */
void kept_bytes_pack(struct buf *, const struct kept *, size_t from);
/* Added to what is kept already. */
void kept_bytes_take(struct unpack *, struct kept *);

#endif
