/* record_counts: how many records of each type a commit holds. */
#include "audit/record_counts.h"

#include "base/arena.h"
#include "schema/schema.h"
#include "git/source.h"

static bool
count(struct source *source, const struct type *t, size_t *n,
    struct findings *to)
{
	struct globs which = { t->files, t->except, t->n_files, t->n_except };
	struct arena a = { 0 };
	struct entry *list;
	bool ok = source_files(source, &which, &a, &list, n, to);

	arena_release(&a);
	return ok;
}

bool
record_counts(const char *dir, const char *at,
    void (*each)(struct str type, size_t n, void *), void *arg,
    struct findings *to)
{
	struct source *source = source_commit(dir, at, "UTC", to);
	struct findings silent = { 0 };
	struct schema schema = { 0 };
	bool ok = source != NULL;

	if (ok && schema_read(&schema, source, "schema", &silent))
		for (size_t i = 0; i < schema.n_types; i++) {
			size_t n;

			ok = count(source, &schema.types[i], &n, to) && ok;
			each(schema.types[i].name.name, n, arg);
		}
	schema_release(&schema);
	source_close(source);
	return ok;
}
