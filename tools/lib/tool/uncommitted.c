/* uncommitted: files of a work tree that differ from the last commit. */
#include "tool/uncommitted.h"

#include "base/lang.h"
#include "git/run.h"
#include "text/glob.h"

struct counting {
	const struct schema *schema;
	size_t n;
};

static bool
is_ours(const struct schema *s, struct str path)
{
	bool is = str_starts(path, STR("schema/"));

	for (size_t i = 0; !is && i < s->n_types; i++) {
		const struct type *t = &s->types[i];
		const struct globs globs = { t->files, t->except, t->n_files,
			t->n_except };

		is = globs_match(&globs, path);
	}
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
