/* uncommitted: files of a work tree that differ from the last commit. */
#include "tool/uncommitted.h"

#include <stdlib.h>

#include "base/lang.h"
#include "base/mem.h"
#include "git/run.h"

struct counting {
	const struct schema *schema;
	size_t n;
};

static bool
is_ours(const struct schema *s, struct str path)
{
	char *z = mem_f("%.*s", STRF(path));
	const struct type *two;
	bool is =
	    str_starts(path, STR("schema/")) || schema_type_of(s, z, &two);

	free(z);
	return is;
}

static bool
count(struct str path, void *to)
{
	struct counting *c = to;

	c->n += is_ours(c->schema, path);
	return true;
}

void
uncommitted_say(const struct schema *s, struct findings *to)
{
	static const char *const changed[] = { "diff", "--name-only", "-z",
		"--no-renames", "--relative", "HEAD", "--", ".", NULL };
	static const char *const added[] = { "ls-files", "-o", "-z",
		"--exclude-standard", NULL };
	struct counting c = { s, 0 };

	run_git_lines(".", changed, (struct str){ 0 }, '\0', count, &c);
	run_git_lines(".", added, (struct str){ 0 }, '\0', count, &c);
	if (c.n)
		found_as(to, NULL, NOTE, place_file(NULL),
		    _("a server has the records of commits: %zu changed files "
		      "that are in none are left out; commit them, or leave "
		      "out --on"),
		    c.n);
}
