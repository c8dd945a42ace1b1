/* Any record whatever, laid out by names or, where its first byte is odd, by
 * labels: it says what it said, and once is enough. */
#include <stdint.h>
#include <stdlib.h>

#include "../layout_law.h"
#include "hold.h"
#include "memory_schema.h"

enum { FIRST = 1, MOST = 1 << 14 };

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const struct schema *
schema(void)
{
	return memory_schema("---\nformat: 1\n---\n", layout_type);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct laid l = { 0 };
	const char *why;

	if (n < FIRST || n > MOST)
		return 0;
	why = layout_law(schema(), &schema()->types[0], "x.md",
	    (struct str){ (const char *)data + FIRST, n - FIRST }, data[0] & 1,
	    &l);
	hold(!why, why ? why : "");
	arena_release(&l.arena);
	return 0;
}
