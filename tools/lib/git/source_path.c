/* source_path: paths as people type them. */
#include "git/source_inside.h"

#include <stdlib.h>

#include "git/entry.h"

/* Without empty parts, "." and "..". False when it climbs out. */
static bool
add_plain(struct buf *to, struct str path)
{
	struct str part;

	while (str_split(&path, '/', &part))
		if (!entry_step(to, part))
			return false;
	return true;
}

/* Where the folder of a typed path really is, and what follows it. A part that
 * is not there yet or no more (a record of an old commit) stays as typed. */
static char *
real_folder(const char *typed, struct str *rest)
{
	struct str whole = str_of(typed);
	size_t cut = whole.n;

	while (cut && whole.s[cut - 1] == '/')
		cut--;
	for (;;) {
		struct buf folder = { 0 };
		char *real;

		while (cut && whole.s[cut - 1] != '/')
			cut--;
		buf_add(&folder, str_first(whole, cut));
		if (!cut)
			buf_addc(&folder, '.');
		real = realpath(folder.s, NULL);
		buf_release(&folder);
		if (real || !cut) {
			*rest = str_from(whole, cut);
			return real;
		}
		while (cut && whole.s[cut - 1] == '/')
			cut--;
	}
}

/* Then the last part does not name itself. */
static bool
ends_in_dots(struct str path)
{
	struct str part, last = { 0 };

	while (str_split(&path, '/', &part))
		if (part.n)
			last = part;
	return str_is(last, ".") || str_is(last, "..");
}

static bool
add_absolute(struct buf *to, const char *typed)
{
	struct str rest = { 0 };
	char *real = ends_in_dots(str_of(typed)) ? realpath(typed, NULL) : NULL;
	bool ok;

	if (!real)
		real = real_folder(typed, &rest);
	ok = real && add_plain(to, str_of(real)) && add_plain(to, rest);
	free(real);
	return ok;
}

static struct str
below(struct str path, const char *root, bool *inside)
{
	struct str top = str_of(root + 1); /* both without the first '/' */

	*inside = !top.n ||
	    (str_starts(path, top) &&
		(path.n == top.n || path.s[top.n] == '/'));
	if (!*inside || !top.n)
		return path;
	return str_from(path, path.n == top.n ? top.n : top.n + 1);
}

const char *
source_path_typed(const char *root, const char *as_typed, struct arena *arena)
{
	struct buf path = { 0 };
	struct str rest;
	bool inside;

	if (root) {
		inside = add_absolute(&path, as_typed);
		rest = buf_str(&path);
		if (inside)
			rest = below(rest, root, &inside);
	} else {
		inside =
		    as_typed[0] != '/' && add_plain(&path, str_of(as_typed));
		rest = buf_str(&path);
	}
	as_typed = inside ? arena_z(arena, rest) : NULL;
	buf_release(&path);
	return as_typed;
}
