/* buf: bytes that grow. */
#include "base/buf.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct str
buf_str(const struct buf *b)
{
	return (struct str){ b->s ? b->s : "", b->n };
}

const char *
buf_z(struct buf *b)
{
	return b->s ? b->s : "";
}

char *
buf_take(struct buf *b)
{
	char *s;

	buf_room(b, 0);
	s = b->s;
	s[b->n] = '\0';
	*b = (struct buf){ 0 };
	return s;
}

void
buf_room(struct buf *b, size_t more)
{
	size_t want, cap;

	if (more > SIZE_MAX / 2 - b->n - 1)
		mem_out();
	want = b->n + more + 1;
	if (want <= b->cap)
		return;
	cap = b->cap ? b->cap * 2 : 64;
	if (cap < want)
		cap = want;
	b->s = mem_resize(b->s, cap);
	b->cap = cap;
}

void
buf_add(struct buf *b, struct str v)
{
	buf_room(b, v.n);
	if (v.n)
		memcpy(b->s + b->n, v.s, v.n);
	b->n += v.n;
	b->s[b->n] = '\0';
}

void
buf_addz(struct buf *b, const char *z)
{
	buf_add(b, str_of(z));
}

void
buf_addc(struct buf *b, char c)
{
	buf_add(b, (struct str){ &c, 1 });
}

void
buf_fill(struct buf *b, char c, size_t n)
{
	buf_room(b, n);
	memset(b->s + b->n, c, n);
	b->n += n;
	b->s[b->n] = '\0';
}

void
buf_addv(struct buf *b, const char *fmt, va_list ap)
{
	enum { LIKELY = 127 }; /* bytes that are added at once */
	va_list again;
	size_t room;
	int n;

	buf_room(b, LIKELY);
	room = b->cap - b->n;
	va_copy(again, ap);
	n = vsnprintf(b->s + b->n, room, fmt, again);
	va_end(again);
	if (n < 0)
		mem_out();
	if ((size_t)n >= room) {
		buf_room(b, (size_t)n);
		vsnprintf(b->s + b->n, (size_t)n + 1, fmt, ap);
	}
	b->n += (size_t)n;
}

void
buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_addv(b, fmt, ap);
	va_end(ap);
}

bool
buf_read(struct buf *b, FILE *f, size_t most)
{
	enum { CHUNK = 1 << 16 };
	size_t n, end = b->n + most;

	do {
		buf_room(b, CHUNK);
		n = fread(b->s + b->n, 1, CHUNK, f);
		b->n += n;
	} while (n && b->n <= end);
	b->s[b->n] = '\0';
	return !ferror(f);
}

bool
buf_read_file(struct buf *b, const char *path, size_t most)
{
	FILE *f = fopen(path, "re");
	bool ok = f && buf_read(b, f, most);
	int why = errno;

	if (f)
		fclose(f);
	errno = why;
	return ok;
}

void
buf_cut(struct buf *b, size_t n)
{
	b->n = n;
	if (b->s)
		b->s[n] = '\0';
}

void
buf_clear(struct buf *b)
{
	buf_cut(b, 0);
}

void
buf_release(struct buf *b)
{
	free(b->s);
	*b = (struct buf){ 0 };
}
