/* glob: which paths a pattern means.
 *
 * Only the last star is ever tried again, so that no pattern takes longer than
 * its length times the path's. */
#include "text/glob.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "text/text.h"

/* The character at i, and the index after it; a byte that is no UTF-8 is a
 * character that no other is. */
static int32_t
char_at(struct str v, size_t i, size_t *next)
{
	int32_t c = (unsigned char)v.s[i];

	*next = i + 1;
	if (c >= 0x80)
		c = text_at(v, i, next);
	return c < 0 ? -(int32_t)(unsigned char)v.s[i] : c;
}

static size_t
after_char(struct str v, size_t i)
{
	size_t next;

	char_at(v, i, &next);
	return next;
}

/* Sets: [abc], [a-z], [!a-z], []abc]. */

enum set_wrong { SET_RIGHT, SET_OPEN, SET_CLASS, SET_TURNED };

/* The next bound of a range, with *i after it. */
static int32_t
bound(struct str p, size_t *i)
{
	if (p.s[*i] == '\\' && *i + 1 < p.n)
		++*i;
	return char_at(p, *i, i);
}

/* Reads the set whose '[' stands at i: is c one of it? *end is the index after
 * its ']'. */
static enum set_wrong
read_set(struct str p, size_t i, int32_t c, bool *has, size_t *end)
{
	bool not = i + 1 < p.n && (p.s[i + 1] == '!' || p.s[i + 1] == '^');
	size_t first = i + 1 + not ;
	bool turned = false;

	*has = not ;
	for (i = first; i < p.n && (i == first || p.s[i] != ']');) {
		int32_t from, to;

		if (p.s[i] == '/')
			return SET_OPEN;
		if (str_starts(str_from(p, i), STR("[:")))
			return SET_CLASS;
		from = to = bound(p, &i);
		if (i + 1 < p.n && p.s[i] == '-' && p.s[i + 1] != ']') {
			i++;
			to = bound(p, &i);
		}
		turned = turned || from > to;
		if (from <= c && c <= to)
			*has = !not ;
	}
	*end = i + 1;
	return i >= p.n ? SET_OPEN : turned ? SET_TURNED : SET_RIGHT;
}

/* Is a byte of a pattern a character that stands for itself alone? */
static bool
is_plain(char c)
{
	return (unsigned char)c < 0x80 && c != '*' && c != '?' && c != '[' &&
	    c != '\\';
}

/* Does what stands at *i, which is no star, match the character c? *i is then
 * after it. A set that is never closed is a '[' like any other. */
static bool
match_char(struct str p, size_t *i, int32_t c)
{
	enum set_wrong wrong;
	size_t end;
	bool has;

	if (is_plain(p.s[*i]))
		return p.s[(*i)++] == c;
	if (p.s[*i] == '?') {
		++*i;
		return true;
	}
	if (p.s[*i] != '[')
		return bound(p, i) == c;
	wrong = read_set(p, *i, c, &has, &end);
	if (wrong != SET_RIGHT && wrong != SET_TURNED)
		return bound(p, i) == c;
	*i = end;
	return has;
}

static bool
are_plain(struct str p)
{
	for (size_t i = 0; i < p.n; i++)
		if (!is_plain(p.s[i]))
			return false;
	return true;
}

/* Is a pattern like *.md, as most are: a star, and the end of a name? */
static bool
is_ending(struct str pattern)
{
	return pattern.n && *pattern.s == '*' &&
	    are_plain(str_from(pattern, 1));
}

static bool
match_name(struct str pattern, struct str name)
{
	size_t i = 0, j = 0, star = SIZE_MAX, from = 0;

	if (is_ending(pattern))
		return str_ends(name, str_from(pattern, 1));
	if (pattern.n && name.n && is_plain(*pattern.s) &&
	    *pattern.s != *name.s)
		return false;
	while (j < name.n) {
		size_t next;

		if (i < pattern.n && pattern.s[i] == '*') {
			star = ++i;
			from = j;
		} else if (i < pattern.n &&
		    match_char(pattern, &i, char_at(name, j, &next))) {
			j = next;
		} else if (star != SIZE_MAX) {
			i = star;
			j = from = after_char(name, from);
		} else {
			return false;
		}
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

static bool
match_path(struct str pattern, struct str path)
{
	struct str again = { 0 }; /* what follows the last ** */
	struct str from = { 0 };  /* where that was tried last */

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

static const char *
wrong_set(enum set_wrong wrong)
{
	switch (wrong) {
	case SET_OPEN:
		return _("a '[' that no ']' closes; write \\[ for the "
			 "character itself");
	case SET_CLASS:
		return _("a class such as [:digit:] is not known; write the "
			 "characters, such as [0-9]");
	case SET_TURNED:
		return _("a range that ends before it begins; write the "
			 "smaller character first, such as [a-z]");
	default:
		return NULL;
	}
}

const char *
glob_wrong(struct str p)
{
	for (size_t i = 0; i < p.n; i++) {
		const char *why;
		bool has;

		if (p.s[i] == '\\' && i + 1 == p.n)
			return _("a '\\' at its end means nothing; write \\\\ "
				 "for the character itself");
		if (p.s[i] == '\\') {
			i++;
		} else if (p.s[i] == '{' &&
		    str_find(str_from(p, i), '}') < p.n - i) {
			return _(
			    "braces mean nothing in a pattern; write one "
			    "pattern for each, such as [a/*.md, b/*.md], or "
			    "\\{ for the character itself");
		} else if (p.s[i] == '[') {
			why = wrong_set(read_set(p, i, 0, &has, &i));
			if (why)
				return why;
			i--;
		}
	}
	return NULL;
}

struct str
glob_folder(struct str p, bool *plain)
{
	size_t folder = 0, i;

	for (i = 0; i < p.n && !strchr("*?[\\", p.s[i]); i++)
		if (p.s[i] == '/')
			folder = i;
	*plain = i == p.n;
	return str_first(p, folder);
}

struct str
glob_begins(struct str p)
{
	size_t n = 0;

	while (n < p.n && is_plain(p.s[n]))
		n++;
	return str_first(p, is_name(p) ? 0 : n);
}

/* How many characters of a pattern, of which none is special, a path begins
 * with. */
static size_t
begins_alike(struct str pattern, struct str path)
{
	size_t i = 0;

	while (i < pattern.n && i < path.n && pattern.s[i] == path.s[i] &&
	    is_plain(pattern.s[i]))
		i++;
	return i;
}

/* Most patterns are a folder, all folders in it, and how a name ends, which
 * takes no trying, and most paths begin otherwise: 1 or 0; -1: it is another
 * one. */
static int
match_easily(struct str pattern, struct str path)
{
	const struct str folders = STR("**/*");
	size_t alike = begins_alike(pattern, path);
	struct str rest = str_from(pattern, alike);

	if (rest.n && is_plain(*rest.s))
		return 0;
	if (!alike || pattern.s[alike - 1] != '/' || !str_starts(rest, folders))
		return -1;
	rest = str_from(rest, folders.n);
	if (!are_plain(rest) || str_find(rest, '/') < rest.n)
		return -1;
	return str_ends(str_base(path), rest);
}

bool
glob_match(struct str pattern, struct str path)
{
	int is;

	if (!path.n)
		return false;
	if (is_name(pattern))
		return match_name(pattern, str_base(path));
	is = match_easily(pattern, path);
	return is < 0 ? match_path(pattern, path) : is;
}

/* A pattern and a shape of a path, side by side. */
struct meeting {
	struct str pattern, shape;
	bool *could; /* from each place of both on: (n + 1) a row */
};

static bool
from_here(const struct meeting *m, size_t i, size_t j)
{
	return m->could[i * (m->shape.n + 1) + j];
}

/* At i stands "**" as a whole part, which is any folders. */
static bool
is_folders(struct str p, size_t i)
{
	struct str rest = str_from(p, i);

	return (i == 0 || p.s[i - 1] == '/') &&
	    (str_is(rest, "**") || str_starts(rest, STR("**/")));
}

static bool
could_folders(const struct meeting *m, size_t i, size_t j)
{
	struct str s = m->shape;
	size_t after = i + 3;

	if (after > m->pattern.n) /* all that lies below */
		return true;
	return (j < s.n && from_here(m, i, j + 1)) ||
	    ((j == 0 || s.s[j - 1] == '/' || s.s[j - 1] == GLOB_HOLE) &&
		from_here(m, after, j));
}

/* Could they match from i and j on, all later places being known? */
static bool
could_from(const struct meeting *m, size_t i, size_t j)
{
	struct str p = m->pattern, s = m->shape;
	size_t next = i, after;

	if (i == p.n)
		return j == s.n ||
		    (s.s[j] == GLOB_HOLE && from_here(m, i, j + 1));
	if (is_folders(p, i))
		return could_folders(m, i, j);
	if (p.s[i] == '*')
		return from_here(m, i + 1, j) ||
		    (j < s.n && s.s[j] != '/' && from_here(m, i, j + 1));
	if (j == s.n)
		return false;
	if (s.s[j] == GLOB_HOLE) {
		match_char(p, &next, 0);
		return from_here(m, i, j + 1) || from_here(m, next, j);
	}
	return match_char(p, &next, char_at(s, j, &after)) &&
	    from_here(m, next, after);
}

bool
glob_could_match(struct str pattern, struct str shape)
{
	enum { LONGEST = 1024 }; /* no path is longer that anybody writes */
	struct meeting m = { pattern, shape, NULL };
	bool could;

	if (pattern.n > LONGEST || shape.n > LONGEST)
		return true;
	if (is_name(pattern))
		m.shape = str_base(shape);
	m.could = mem_alloc((pattern.n + 1) * (m.shape.n + 1));
	for (size_t i = pattern.n + 1; i-- > 0;)
		for (size_t j = m.shape.n + 1; j-- > 0;)
			m.could[i * (m.shape.n + 1) + j] = could_from(&m, i, j);
	could = from_here(&m, 0, 0);
	free(m.could);
	return could;
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

/* Does the folder lie in that one, or is it that? */
static bool
is_within(struct str folder, struct str in)
{
	return !in.n ||
	    (str_starts(folder, in) &&
		(folder.n == in.n || folder.s[in.n] == '/'));
}

/* A folder, all folders in it, and a name: what is asked of the name. */
static bool
name_below(struct str pattern, struct str *in, struct str *name)
{
	const struct str folders = STR("**/");
	struct str rest;
	bool plain;

	*in = glob_folder(pattern, &plain);
	rest = str_from(pattern, in->n + (in->n > 0));
	if (str_is(rest, "**")) {
		*name = str_from(rest, 1);
		return true;
	}
	*name = str_from(rest, folders.n);
	return str_starts(rest, folders) && is_name(*name) &&
	    !str_is(*name, "**");
}

/* A folder and a name. */
static bool
name_in(struct str pattern, struct str *in, struct str *name)
{
	bool plain;

	*in = glob_folder(pattern, &plain);
	*name = str_from(pattern, in->n + 1);
	return in->n && is_name(*name) && !str_is(*name, "**");
}

/* False: nothing in the folder matches. */
static bool
comes_to(struct str *pattern, struct str folder)
{
	struct str in, name;
	bool may = true;

	if (is_name(*pattern))
		return true;
	if (name_below(*pattern, &in, &name))
		may = is_within(folder, in);
	else if (name_in(*pattern, &in, &name))
		may = str_eq(folder, in);
	else
		return true;
	*pattern = name;
	return may;
}

static size_t
reduce(const struct str *all, size_t n, struct str folder, struct str *to)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		to[kept] = all[i];
		kept += comes_to(&to[kept], folder);
	}
	return kept;
}

struct globs
globs_in(const struct globs *g, struct str folder, struct arena *a)
{
	struct str *match = ARENA_ARRAY(a, struct str, g->n_match);
	struct str *except = ARENA_ARRAY(a, struct str, g->n_except);
	size_t n = reduce(g->match, g->n_match, folder, match);

	return (struct globs){ match, except, n,
		reduce(g->except, g->n_except, folder, except) };
}
