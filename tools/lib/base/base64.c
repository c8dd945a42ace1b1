/* base64: bytes as letters and back. */
#include "base/base64.h"

#include <stdint.h>
#include <string.h>

static const char letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void
base64_add(struct buf *b, struct str bytes)
{
	const unsigned char *s = (const unsigned char *)bytes.s;

	for (size_t i = 0; i < bytes.n; i += 3) {
		size_t n = bytes.n - i < 3 ? bytes.n - i : 3;
		uint32_t v = (uint32_t)s[i] << 16;

		if (n > 1)
			v |= (uint32_t)s[i + 1] << 8;
		if (n > 2)
			v |= s[i + 2];
		for (size_t k = 0; k < 4; k++)
			buf_addc(b,
			    k > n ? '=' : letters[v >> (18 - 6 * k) & 63]);
	}
}

/* Fours of letters, the last one filled up with '='. */
bool
base64_read(struct buf *b, struct str text)
{
	uint32_t v = 0;
	size_t n = 0, fill = 0;

	for (size_t i = 0; i < text.n; i++) {
		const char *at;
		char c = text.s[i];

		if (c == ' ' || c == '\n' || c == '\r' || c == '\t')
			continue;
		at = c && c != '=' ? strchr(letters, c) : NULL;
		if ((!at && c != '=') || (at && fill))
			return false;
		fill += !at;
		v = v << 6 | (at ? (uint32_t)(at - letters) : 0);
		if (++n % 4)
			continue;
		if (fill > 2)
			return false;
		for (size_t k = 0; k < 3 - fill; k++)
			buf_addc(b, (char)(v >> (16 - 8 * k)));
		v = 0;
	}
	return n % 4 == 0;
}
