/* SHA-256: the examples of FIPS 180-4, and every length around a block, each
 * against what the one before makes of it. */
#include "base/sha256.h"

#include <string.h>

#include "test.h"

static bool
is(struct str text, const char *base64)
{
	struct buf b = { 0 };
	bool same;

	sha256_add_base64(&b, text);
	same = strcmp(buf_z(&b), base64) == 0;
	buf_release(&b);
	return same;
}

int
main(void)
{
	struct buf b = { 0 }, chain = { 0 };

	ok(is(STR(""), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
	    "empty");
	ok(is(STR("abc"), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="),
	    "abc");
	ok(is(STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
	       "JI1qYdIGOLjlwCaTDD5gOaM85Flk/yFn9uzt1BnbBsE="),
	    "two blocks");
	for (int i = 0; i < 1000000; i++)
		buf_addc(&b, 'a');
	ok(is(buf_str(&b), "zcduXJkU+5KBocfihNc+Z/GAmkiklyAOBG05zMcRLNA="),
	    "a million a");
	buf_clear(&b);

	/* Each length from 0 to 200: the hash of all hashes so far, which is
	 * what sha256sum and base64 say of the same. */
	for (size_t n = 0; n <= 200; n++) {
		sha256_add_base64(&chain, buf_str(&b));
		buf_addc(&b, (char)('a' + n % 26));
	}
	ok(is(buf_str(&chain), "Yk+mXN3OjbPpP+/Ca0zciUx5iBqcywrG5jwMrVpaFvQ="),
	    "every length to 200");
	buf_release(&b);
	buf_release(&chain);
	return done();
}
