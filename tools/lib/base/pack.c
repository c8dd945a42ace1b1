/* pack: numbers and strings as bytes, and back. */
#include "base/pack.h"

#include <string.h>

enum { NUMBER_MOST = 10 }; /* bytes */

/* Seven bits a byte, the lowest first; the highest bit says that more follow.
 * The sign is the lowest bit of all. */
static char *
put_number(char *to, int64_t v)
{
	uint64_t u = ((uint64_t)v << 1) ^ (v < 0 ? UINT64_MAX : 0);

	for (; u >= 0x80; u >>= 7)
		*to++ = (char)(u | 0x80);
	*to++ = (char)u;
	return to;
}

static char *
put_str(char *to, struct str s)
{
	to = put_number(to, s.s ? (int64_t)s.n : -1);
	if (!s.s || !s.n)
		return to;
	memcpy(to, s.s, s.n);
	return to + s.n;
}

static void
end(struct buf *b, char *to)
{
	*to = '\0';
	b->n = (size_t)(to - b->s);
}

void
pack_number(struct buf *b, int64_t v)
{
	buf_room(b, NUMBER_MOST);
	end(b, put_number(b->s + b->n, v));
}

void
pack_str(struct buf *b, struct str s)
{
	pack_strs(b, &s, 1);
}

void
pack_strs(struct buf *b, const struct str *all, size_t n)
{
	size_t room = n * NUMBER_MOST;
	char *to;

	for (size_t i = 0; i < n; i++)
		room += all[i].s ? all[i].n : 0;
	buf_room(b, room);
	to = b->s + b->n;
	for (size_t i = 0; i < n; i++)
		to = put_str(to, all[i]);
	end(b, to);
}

void
pack_real(struct buf *b, double d)
{
	pack_str(b, (struct str){ (const char *)&d, sizeof d });
}

struct unpack
pack_from(struct str bytes)
{
	return (struct unpack){ bytes, true };
}

int64_t
pack_take_number(struct unpack *p)
{
	enum { BITS = 7, MOST = 64 };
	uint64_t u = 0;

	if (p->ok && p->rest.n && !(*p->rest.s & 0x80)) {
		u = (unsigned char)*p->rest.s++; /* as most are */
		p->rest.n--;
		return (int64_t)(u >> 1) ^ -(int64_t)(u & 1);
	}
	for (int shift = 0; p->ok && shift < MOST; shift += BITS) {
		unsigned char c;

		if (!p->rest.n)
			break;
		c = (unsigned char)*p->rest.s;
		p->rest.s++;
		p->rest.n--;
		u |= (uint64_t)(c & 0x7f) << shift;
		if (!(c & 0x80))
			return (int64_t)(u >> 1) ^ -(int64_t)(u & 1);
	}
	p->ok = false;
	return 0;
}

struct str
pack_take_str(struct unpack *p)
{
	int64_t n = pack_take_number(p);
	struct str s;

	if (!p->ok || n < 0)
		return (struct str){ 0 };
	if ((uint64_t)n > p->rest.n) {
		p->ok = false;
		return (struct str){ 0 };
	}
	s = (struct str){ p->rest.s, (size_t)n };
	p->rest.s += s.n;
	p->rest.n -= s.n;
	return s;
}

size_t
pack_take_count(struct unpack *p)
{
	int64_t n = pack_take_number(p);

	if (n < 0 || (uint64_t)n > p->rest.n)
		p->ok = false;
	return p->ok ? (size_t)n : 0;
}

double
pack_take_real(struct unpack *p)
{
	struct str s = pack_take_str(p);
	double d = 0;

	p->ok = p->ok && s.n == sizeof d;
	if (p->ok)
		memcpy(&d, s.s, sizeof d);
	return d;
}

bool
pack_end(const struct unpack *p)
{
	return p->ok && !p->rest.n;
}
