/* Signatures and keys from anyone: a key that is read out of one lies in it. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "schema/authority.h"
#include "base/base64.h"
#include "hold.h"
#include "audit/signature.h"

enum { MOST = 1 << 16 };

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check_letters(struct str text)
{
	struct buf bytes = { 0 }, letters = { 0 }, again = { 0 };

	if (base64_read(&bytes, text)) {
		base64_add(&letters, buf_str(&bytes));
		hold(base64_read(&again, buf_str(&letters)) &&
			str_eq(buf_str(&again), buf_str(&bytes)),
		    "other bytes after writing them");
	}
	buf_release(&bytes);
	buf_release(&letters);
	buf_release(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct buf key = { 0 };

	if (size > MOST)
		return 0;
	check_letters(text);
	if (signature_key(text, &key))
		hold(key.n > 4 && key.n < size, "a key longer than its text");
	buf_clear(&key);
	if (authority_key(text, &key))
		hold(key.n > 8 && key.n < size, "a key longer than its line");
	buf_release(&key);
	return 0;
}
