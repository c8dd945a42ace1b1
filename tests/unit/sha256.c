/* SHA-256 and HMAC, with the examples of FIPS 180-4 and RFC 4231. */
#include <string.h>

#include "base/buf.h"
#include "base/sha256.h"
#include "test.h"

static const struct {
	const char *text, *sum;
} sums[] = {
	{ "",
	    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85"
	    "5" },
	{ "abc",
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f200"
	    "15ad" },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c"
	    "1" },
};

static const char million[] =
    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

static const struct {
	const char *key, *text, *sum;
} keyed[] = {
	{ "Jefe", "what do ya want for nothing?",
	    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec384"
	    "3" },
};

static bool
is(const unsigned char out[SHA256_BYTES], const char *sum)
{
	char hex[SHA256_HEX];

	return strcmp(sha256_hex(out, hex), sum) == 0;
}

int
main(void)
{
	unsigned char out[SHA256_BYTES], again[SHA256_BYTES];
	struct buf key = { 0 }, a = { 0 };
	struct sha256 s;

	for (size_t i = 0; i < sizeof sums / sizeof *sums; i++) {
		sha256_begin(&s);
		sha256_add(&s, str_of(sums[i].text));
		sha256_end(&s, out);
		ok(is(out, sums[i].sum), "the sum of '%s'", sums[i].text);
	}
	buf_fill(&a, 'a', 1000);
	sha256_begin(&s);
	for (int i = 0; i < 1000; i++)
		sha256_add(&s, buf_str(&a));
	sha256_end(&s, out);
	ok(is(out, million), "the sum of a million a");
	for (size_t n = 0; n < 200; n++) {
		bool same;

		sha256_begin(&s);
		sha256_add(&s, str_first(buf_str(&a), n));
		sha256_end(&s, out);
		sha256_begin(&s);
		for (size_t i = 0; i < n; i++)
			sha256_add(&s, STR("a"));
		sha256_end(&s, again);
		same = memcmp(out, again, sizeof out) == 0;
		if (!same || n == 199)
			ok(same, "%zu bytes, whole and one by one", n);
	}
	for (size_t i = 0; i < sizeof keyed / sizeof *keyed; i++) {
		sha256_hmac(str_of(keyed[i].key), str_of(keyed[i].text), out);
		ok(is(out, keyed[i].sum), "with the key '%s'", keyed[i].key);
	}
	buf_fill(&key, '\xaa', 131);
	sha256_hmac(buf_str(&key),
	    STR("Test Using Larger Than Block-Size Key - Hash Key First"), out);
	ok(is(out,
	       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0e"
	       "e37f54"),
	    "with a key that is longer than a block");
	buf_release(&key);
	buf_release(&a);
	return done();
}
