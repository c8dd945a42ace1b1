/* Any record whatever, laid out by names or, where its first byte is odd, by
 * labels: it says what it said, and once is enough. */
#include <stdint.h>
#include <stdlib.h>

#include "../layout_law.h"
#include "git/source.h"
#include "hold.h"
#include "text/say.h"

enum { FIRST = 1, MOST = 1 << 14 };

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const struct schema *
schema(void)
{
	static struct schema schema;
	static bool read;
	struct findings to = { .say = say_text, .to = stderr };

	if (!read) {
		struct source *s = source_memory();

		source_memory_add(s, STR("schema/repository.md"),
		    STR("---\nformat: 1\n---\n"));
		source_memory_add(s, STR("schema/types/nguoi.md"),
		    str_of(layout_type));
		if (!schema_read(&schema, s, "schema", &to))
			abort();
		read = true;
	}
	return &schema;
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
