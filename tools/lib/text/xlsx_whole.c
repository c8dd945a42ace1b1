/* xlsx_whole: is each part of a workbook there to its end?
 *
 * The library writes parts to files without a name, and takes what it finds
 * there: where the disk was full, a part that ends too early, with the right
 * sum. So the last bytes of each must end what its first ones begin. */
#include "text/xlsx.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <zlib.h>

#include "base/buf.h"
#include "base/str.h"

/* As the format of .ZIP files has them: where in its record something is. */
enum {
	END = 0x06054b50, /* of the directory; at the end of the file */
	END_BYTES = 22,
	END_COUNT = 10,
	END_DIRECTORY = 16,
	ENTRY = 0x02014b50, /* of the directory */
	ENTRY_BYTES = 46,
	ENTRY_NAME = 28,
	ENTRY_EXTRA = 30,
	ENTRY_COMMENT = 32,
	ENTRY_LOCAL = 42,
	LOCAL = 0x04034b50, /* what stands before a part */
	LOCAL_BYTES = 30,
	LOCAL_METHOD = 8,
	LOCAL_NAME = 26,
	LOCAL_EXTRA = 28,
	DEFLATED = 8,
	EDGE = 256 /* bytes of a beginning and of an end that are kept */
};

static uint32_t
number(const unsigned char *at, int bytes)
{
	uint32_t v = 0;

	while (bytes--)
		v = v << 8 | at[bytes];
	return v;
}

struct part {
	struct buf head, tail;
};

static void
keep_edges(struct part *p, struct str v)
{
	if (p->head.n < EDGE)
		buf_add(&p->head, str_first(v, EDGE - p->head.n));
	if (v.n < EDGE && p->tail.n + v.n > EDGE) {
		size_t cut = p->tail.n + v.n - EDGE;

		memmove(p->tail.s, p->tail.s + cut, p->tail.n - cut);
		buf_cut(&p->tail, p->tail.n - cut);
	} else if (v.n >= EDGE) {
		buf_clear(&p->tail);
		v = str_from(v, v.n - EDGE);
	}
	buf_add(&p->tail, v);
}

/* The name of the element that everything else stands in. */
static struct str
root_of(struct str head)
{
	size_t n = 0;

	while (str_find(head, '<') < head.n) {
		head = str_from(head, str_find(head, '<') + 1);
		if (head.n && *head.s != '?' && *head.s != '!')
			break;
	}
	while (n < head.n && !strchr(" >/\r\n\t", head.s[n]))
		n++;
	return str_first(head, n);
}

static bool
ends_well(const struct part *p)
{
	struct str end = str_trim(buf_str(&p->tail)),
		   root = root_of(buf_str(&p->head));
	char close[EDGE + 4];

	if (!root.n)
		return false;
	snprintf(close, sizeof close, "</%.*s>", STRF(root));
	return str_ends(end, str_of(close)) ||
	    (p->head.n < EDGE && str_ends(end, STR("/>")));
}

/* Inflates what the file has next. */
static bool
read_part(FILE *f, struct part *p)
{
	enum { PIECE = 1 << 15 };
	unsigned char in[PIECE], out[PIECE];
	z_stream z = { 0 };
	int rc = inflateInit2(&z, -MAX_WBITS);

	while (rc == Z_OK) {
		if (!z.avail_in) {
			z.next_in = in;
			z.avail_in = (uInt)fread(in, 1, PIECE, f);
			if (!z.avail_in)
				break;
		}
		z.next_out = out;
		z.avail_out = PIECE;
		rc = inflate(&z, Z_NO_FLUSH);
		keep_edges(p, (struct str){ (char *)out, PIECE - z.avail_out });
	}
	inflateEnd(&z);
	return rc == Z_STREAM_END;
}

static bool
read_at(FILE *f, long at, int whence, unsigned char *b, size_t n)
{
	return fseek(f, at, whence) == 0 && fread(b, 1, n, f) == n;
}

static bool
is_whole(FILE *f, uint32_t at)
{
	unsigned char b[LOCAL_BYTES];
	struct part p = { { 0 }, { 0 } };
	bool ok = read_at(f, (long)at, SEEK_SET, b, sizeof b) &&
	    number(b, 4) == LOCAL && number(b + LOCAL_METHOD, 2) == DEFLATED &&
	    fseek(f,
		(long)(number(b + LOCAL_NAME, 2) + number(b + LOCAL_EXTRA, 2)),
		SEEK_CUR) == 0 &&
	    read_part(f, &p) && ends_well(&p);

	buf_release(&p.head);
	buf_release(&p.tail);
	return ok;
}

static bool
are_whole(FILE *f)
{
	unsigned char b[ENTRY_BYTES];
	uint32_t n, at;

	if (!read_at(f, -END_BYTES, SEEK_END, b, END_BYTES) ||
	    number(b, 4) != END)
		return false;
	n = number(b + END_COUNT, 2);
	at = number(b + END_DIRECTORY, 4);
	for (uint32_t i = 0; i < n; i++) {
		if (!read_at(f, (long)at, SEEK_SET, b, sizeof b) ||
		    number(b, 4) != ENTRY ||
		    !is_whole(f, number(b + ENTRY_LOCAL, 4)))
			return false;
		at += ENTRY_BYTES + number(b + ENTRY_NAME, 2) +
		    number(b + ENTRY_EXTRA, 2) + number(b + ENTRY_COMMENT, 2);
	}
	return n > 0;
}

bool
xlsx_whole(const char *path)
{
	FILE *f = fopen(path, "re");
	bool ok = f && are_whole(f);

	if (f)
		fclose(f);
	return ok;
}
