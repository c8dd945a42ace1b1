/* zip: files in an archive, stored. */
#include "base/zip.h"

#include <stdint.h>
#include <string.h>

#include <zlib.h>

/* As the format of .ZIP files has them. */
enum {
	LOCAL = 0x04034b50,
	ENTRY = 0x02014b50,
	END = 0x06054b50,
	VERSION = 20,
	UTF8 = 1 << 11,  /* of names */
	DAY = 1 << 5 | 1 /* 1 January 1980, the first there is */
};

static void
add(struct buf *b, uint32_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_addc(b, (char)(v >> 8 * i));
}

/* What an entry says of a file, in its place and in the directory. */
static void
add_about(struct buf *b, const char *name, struct str bytes)
{
	uint32_t sum = (uint32_t)crc32(0, (const unsigned char *)bytes.s,
	    (unsigned)bytes.n);

	add(b, VERSION, 2);
	add(b, UTF8, 2);
	add(b, 0, 2); /* stored */
	add(b, 0, 2); /* midnight */
	add(b, DAY, 2);
	add(b, sum, 4);
	add(b, (uint32_t)bytes.n, 4);
	add(b, (uint32_t)bytes.n, 4);
	add(b, (uint32_t)strlen(name), 2);
	add(b, 0, 2); /* nothing more */
}

void
zip_add(struct zip *z, const char *name, struct str bytes)
{
	uint32_t at = (uint32_t)z->out.n;

	add(&z->out, LOCAL, 4);
	add_about(&z->out, name, bytes);
	buf_addz(&z->out, name);
	buf_add(&z->out, bytes);
	add(&z->directory, ENTRY, 4);
	add(&z->directory, VERSION, 2);
	add_about(&z->directory, name, bytes);
	add(&z->directory, 0, 2); /* no comment */
	add(&z->directory, 0, 2); /* on this disk */
	add(&z->directory, 0, 2); /* nothing said of its text */
	add(&z->directory, 0, 4);
	add(&z->directory, at, 4);
	buf_addz(&z->directory, name);
	z->n++;
}

void
zip_end(struct zip *z)
{
	uint32_t at = (uint32_t)z->out.n;

	buf_add(&z->out, buf_str(&z->directory));
	add(&z->out, END, 4);
	add(&z->out, 0, 4);
	add(&z->out, z->n, 2);
	add(&z->out, z->n, 2);
	add(&z->out, (uint32_t)z->directory.n, 4);
	add(&z->out, at, 4);
	add(&z->out, 0, 2);
	buf_release(&z->directory);
}
