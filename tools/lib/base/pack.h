#ifndef BASE_PACK_H
#define BASE_PACK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/* Numbers and strings as bytes, and back: for caches, which only this machine
 * reads. */
void pack_number(struct buf *, int64_t);
void pack_str(struct buf *, struct str); /* s NULL stays NULL */
void pack_strs(struct buf *, const struct str *, size_t n); /* one by one */
void pack_real(struct buf *, double);

/* What is taken from the front of bytes that may be anything: once something is
 * not there, all that follows is 0 or empty and ok is false. */
struct unpack {
	struct str rest;
	bool ok;
};

struct unpack pack_from(struct str);
int64_t pack_take_number(struct unpack *);
struct str pack_take_str(struct unpack *); /* a view of the bytes */
double pack_take_real(struct unpack *);
/* A number of things of which each has at least one byte. */
size_t pack_take_count(struct unpack *);
/* Everything was there, and nothing else. */
bool pack_end(const struct unpack *);

#endif
