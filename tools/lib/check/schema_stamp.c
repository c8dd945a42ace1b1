/* schema_stamp: the number of the schema that was last tried and found
 * sound. */
#include "check/schema_stamp.h"

#include <stdio.h>

#include "base/buf.h"
#include "git/cachefile.h"
#include "base/install.h"

static struct cachefile *
open_file(const struct source *source)
{
	const char *root = source_root(source);
	struct cachefile *c;
	struct buf git = { 0 };

	if (!root)
		return NULL;
	buf_addf(&git, "%s/.git", root);
	c = cachefile_open(buf_z(&git), "tried");
	buf_release(&git);
	return c;
}

/* Another version of the tools may find what this one does not. */
static void
add_line(struct buf *b, const struct schema *s)
{
	buf_addf(b, "%s %s\n", KN_VERSION, s->id);
}

static bool
holds(const char *path, struct str line)
{
	char text[64];
	FILE *f = fopen(path, "re");
	size_t n = f ? fread(text, 1, sizeof text, f) : 0;

	if (f)
		fclose(f);
	return str_eq((struct str){ text, n }, line);
}

bool
schema_stamp_holds(const struct schema *s, const struct source *source)
{
	struct cachefile *c = open_file(source);
	struct buf line = { 0 };
	bool is;

	add_line(&line, s);
	is = c && cachefile_sealed(c) &&
	    holds(cachefile_path(c), buf_str(&line));
	buf_release(&line);
	cachefile_close(c);
	return is;
}

void
schema_stamp_keep(const struct schema *s, const struct source *source)
{
	struct cachefile *c = open_file(source);
	struct buf line = { 0 };
	bool ok = c && cachefile_change(c) && cachefile_empty(c);
	FILE *f = ok ? fopen(cachefile_path(c), "we") : NULL;

	add_line(&line, s);
	if (f) {
		ok = fwrite(line.s, 1, line.n, f) == line.n;
		if (fclose(f) == 0 && ok)
			cachefile_seal(c);
	}
	buf_release(&line);
	cachefile_close(c);
}
