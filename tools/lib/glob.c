/* glob: which paths a pattern means.
 *
 * Only the last star is ever tried again, so that no pattern takes longer than
 * its length times the path's. */
#include "glob.h"

#include <stdint.h>

#include "text.h"

static size_t
after_char(struct str v, size_t i)
{
	size_t next = i + 1;

	if ((unsigned char)v.s[i] >= 0x80)
		text_at(v, i, &next);
	return next;
}

static bool
match_name(struct str pattern, struct str name)
{
	size_t i = 0, j = 0, star = SIZE_MAX, from = 0;

	while (j < name.n)
		if (i < pattern.n && pattern.s[i] == '*') {
			star = ++i;
			from = j;
		} else if (i < pattern.n && pattern.s[i] == '?') {
			i++;
			j = after_char(name, j);
		} else if (i < pattern.n && pattern.s[i] == name.s[j]) {
			i++;
			j++;
		} else if (star != SIZE_MAX) {
			i = star;
			j = from = after_char(name, from);
		} else {
			return false;
		}
	while (i < pattern.n && pattern.s[i] == '*')
		i++;
	return i == pattern.n;
}

static bool
is_name(struct str pattern)
{
	return str_find(pattern, '/') == pattern.n;
}

static struct str
last_part(struct str path)
{
	size_t from = path.n;

	while (from && path.s[from - 1] != '/')
		from--;
	return str_from(path, from);
}

static bool
match_path(struct str pattern, struct str path)
{
	struct str again = {0};			/* what follows the last ** */
	struct str from = {0};			/* where that was tried last */

	while (path.s) {
		struct str rest = pattern, part, left = path, name;

		if (str_split(&rest, '/', &part)) {
			if (str_is(part, "**")) {
				if (!rest.s)
					return true;
				again = pattern = rest;
				from = path;
				continue;
			}
			str_split(&left, '/', &name);
			if (match_name(part, name)) {
				pattern = rest;
				path = left;
				continue;
			}
		}
		if (!again.s)
			return false;
		str_split(&from, '/', &name);
		pattern = again;
		path = from;
	}
	return !pattern.s;
}

bool
glob_match(struct str pattern, struct str path)
{
	if (!path.n)
		return false;
	return is_name(pattern) ? match_name(pattern, last_part(path)) :
	    match_path(pattern, path);
}

bool
glob_below(struct str pattern, struct str folder)
{
	struct str part, name;

	if (!folder.n || is_name(pattern))
		return true;
	while (str_split(&folder, '/', &name)) {
		if (!str_split(&pattern, '/', &part))
			return false;
		if (str_is(part, "**"))
			return true;
		if (!match_name(part, name))
			return false;
	}
	return pattern.s != NULL;
}

bool
globs_match(const struct globs *g, struct str path)
{
	bool match = false;

	for (size_t i = 0; i < g->n_match && !match; i++)
		match = glob_match(g->match[i], path);
	for (size_t i = 0; i < g->n_except && match; i++)
		match = !glob_match(g->except[i], path);
	return match;
}

bool
globs_below(const struct globs *g, struct str folder)
{
	for (size_t i = 0; i < g->n_match; i++)
		if (glob_below(g->match[i], folder))
			return true;
	return false;
}
