#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * Bytes that grow. All-zero is an empty buf, ready to use.
 * The bytes at s end with a NUL that n does not count, once any were added.
 */
struct buf {
	char *s;
	size_t n, cap;
};

struct str buf_str(const struct buf *); /* good until the next change */
char *buf_take(struct buf *);           /* yours to free; leaves it empty */
const char *buf_z(struct buf *);        /* never NULL; good as buf_str is */

void buf_room(struct buf *, size_t more); /* room for so many more bytes */
void buf_add(struct buf *, struct str);
void buf_addz(struct buf *, const char *);
void buf_addc(struct buf *, char);
void buf_fill(struct buf *, char, size_t n); /* n of them */
void buf_addf(struct buf *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void buf_addv(struct buf *, const char *fmt, va_list)
    __attribute__((format(printf, 2, 0)));
void buf_cut(struct buf *, size_t n); /* back to its first n bytes */
/* Adds what is left of a stream, or of a file; of more than most bytes not all.
 * False: errno tells why not. */
bool buf_read(struct buf *, FILE *, size_t most);
bool buf_read_file(struct buf *, const char *path, size_t most);
void buf_clear(struct buf *); /* empty, memory kept */
void buf_release(struct buf *);

#endif
