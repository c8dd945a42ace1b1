/* Records that are written as oddly as people write them are laid out, by names
 * and by labels: they say what they said, keys stand in the order of the schema
 * by one spelling, no comment is lost, and once is enough. "layout N" does so
 * with N records, "layout N DIR" with each N-th of a repository. */
#include <stdlib.h>
#include <string.h>

#include "../layout_law.h"
#include "../odd_record.h"
#include "git/source.h"
#include "test.h"
#include "text/say.h"

enum { RECORDS = 1500, SEED = 20260101 };

static struct schema schema, writers;
static struct tally {
	size_t records, changed, refused, wrong;
} tally;

static void
lay(const struct type *type, const char *path, struct str text, bool labels)
{
	struct laid l = { 0 };
	const char *why = layout_law(&schema, type, path, text, labels, &l);

	tally.records += l.read;
	tally.refused += l.read && !l.once.s;
	tally.changed += l.once.s && !str_eq(l.once, text);
	if (why && tally.wrong++ < 3)
		printf("# %s (%s):\n%.*s\n# became\n%.*s\n# then\n%.*s\n", why,
		    labels ? "labels" : "names", STRF(text), STRF(l.once),
		    STRF(l.twice));
	arena_release(&l.arena);
}

/* As if saved on Windows. */
static void
with_crlf(struct buf *b)
{
	struct str rest = buf_str(b), line;
	struct buf out = { 0 };

	while (str_split(&rest, '\n', &line) && (rest.s || line.n)) {
		buf_add(&out, line);
		buf_addz(&out, "\r\n");
	}
	buf_release(b);
	*b = out;
}

static void
odd_records(size_t n)
{
	uint64_t seed = SEED;

	for (size_t i = 0; i < n; i++) {
		struct buf b = { 0 };

		odd_record(&seed, &b, &writers.types[0]);
		if (i % 5 == 0)
			with_crlf(&b);
		lay(&schema.types[0], "x.md", buf_str(&b), i % 2);
		buf_release(&b);
	}
}

static void
records_of(struct source *s, size_t nth)
{
	struct findings silent = { 0 };
	size_t seen = 0;

	for (size_t i = 0; i < schema.n_types; i++) {
		const struct type *t = &schema.types[i];
		struct globs which = { t->files, t->except, t->n_files,
			t->n_except };
		struct arena a = { 0 };
		struct entry *all;
		size_t n;

		source_files(s, &which, &a, &all, &n, &silent);
		for (size_t k = 0; k < n; k++) {
			struct buf b = { 0 };

			if (seen++ % nth == 0 &&
			    source_read(s, all[k].path, &b, &silent)) {
				lay(t, all[k].path, buf_str(&b), false);
				lay(t, all[k].path, buf_str(&b), true);
			}
			buf_release(&b);
		}
		arena_release(&a);
	}
}

static struct source *
memory_of(const char *type)
{
	struct source *s = source_memory();

	source_memory_add(s, STR("schema/repository.md"),
	    str_of(odd_repository));
	source_memory_add(s, STR("schema/types/nguoi.md"), str_of(type));
	return s;
}

int
main(int argc, char **argv)
{
	struct findings to = { .say = say_text, .to = stdout };
	size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : RECORDS;
	struct source *odd = memory_of(odd_type);
	struct source *s =
	    argc > 2 ? source_worktree(argv[2], &to) : memory_of(layout_type);

	if (!ok(s && n && schema_read(&schema, s, "schema", &to) &&
		    schema_read(&writers, odd, "schema", &to),
		"the schema reads"))
		return done();
	if (argc > 2)
		records_of(s, n);
	else
		odd_records(n);
	printf("# %zu records, %zu of them changed, %zu refused\n",
	    tally.records, tally.changed, tally.refused);
	ok(tally.wrong == 0, "each says what it said: %zu are wrong",
	    tally.wrong);
	ok(tally.changed > 0, "there was something to lay out");
	ok(tally.refused * 50 <= tally.records, "hardly any is refused");
	schema_release(&schema);
	schema_release(&writers);
	source_close(s);
	source_close(odd);
	return done();
}
