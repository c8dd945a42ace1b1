/* str: what can be said of bytes without owning them. */
#include "base/str.h"

#include <string.h>
#include <strings.h>

struct str
str_of(const char *z)
{
	return (struct str){ z, z ? strlen(z) : 0 };
}

bool
str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.s, b.s, a.n) == 0);
}

bool
str_is(struct str a, const char *z)
{
	for (size_t i = 0; i < a.n; i++)
		if (!z[i] || a.s[i] != z[i])
			return false;
	return !z[a.n];
}

bool
str_is_word(struct str a, const char *z)
{
	return a.n == strlen(z) && strncasecmp(a.s ? a.s : "", z, a.n) == 0;
}

int
str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.s, b.s, n) : 0;

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

bool
str_starts(struct str a, struct str prefix)
{
	return str_eq(str_first(a, prefix.n), prefix);
}

bool
str_ends(struct str a, struct str suffix)
{
	return a.n >= suffix.n && str_eq(str_from(a, a.n - suffix.n), suffix);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct str
str_trim(struct str a)
{
	while (a.n && is_blank(a.s[0]))
		a.s++, a.n--;
	while (a.n && is_blank(a.s[a.n - 1]))
		a.n--;
	return a;
}

struct str
str_from(struct str a, size_t from)
{
	if (from >= a.n)
		return (struct str){ a.s ? a.s + a.n : NULL, 0 };
	return (struct str){ a.s + from, a.n - from };
}

struct str
str_first(struct str a, size_t n)
{
	return (struct str){ a.s, a.n < n ? a.n : n };
}

bool
str_split(struct str *rest, char c, struct str *part)
{
	size_t at;

	if (!rest->s)
		return false;
	at = str_find(*rest, c);
	*part = str_first(*rest, at);
	if (at == rest->n)
		*rest = (struct str){ 0 };
	else
		*rest = (struct str){ rest->s + at + 1, rest->n - at - 1 };
	return true;
}

bool
str_take(struct str *rest, struct str prefix)
{
	if (!str_starts(*rest, prefix))
		return false;
	*rest = str_from(*rest, prefix.n);
	return true;
}

bool
str_digits(struct str v, size_t i, size_t n, int *value)
{
	*value = 0;
	if (i > v.n || v.n - i < n)
		return false;
	for (size_t end = i + n; i < end; i++) {
		if (!str_is_digit(v.s[i]))
			return false;
		*value = *value * 10 + (v.s[i] - '0');
	}
	return true;
}

int
str_hex(int c)
{
	if (str_is_digit(c))
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

size_t
str_find(struct str a, char c)
{
	const char *p = a.n ? memchr(a.s, c, a.n) : NULL;

	return p ? (size_t)(p - a.s) : a.n;
}

size_t
str_find_str(struct str a, struct str needle)
{
	const char *p =
	    a.n && needle.n ? memmem(a.s, a.n, needle.s, needle.n) : NULL;

	return p ? (size_t)(p - a.s) : a.n;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Words longer than this are never near each other. */
enum { DISTANCE_MAX = 64 };

size_t
str_distance(struct str a, struct str b)
{
	size_t rows[3][DISTANCE_MAX + 1];
	size_t *before = rows[0], *last = rows[1], *row = rows[2], *t;

	if (a.n > DISTANCE_MAX || b.n > DISTANCE_MAX)
		return a.n + b.n;
	for (size_t j = 0; j <= b.n; j++)
		last[j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		row[0] = i;
		for (size_t j = 1; j <= b.n; j++) {
			bool same = a.s[i - 1] == b.s[j - 1];

			row[j] = least(last[j - 1] + !same,
			    least(last[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && a.s[i - 1] == b.s[j - 2] &&
			    a.s[i - 2] == b.s[j - 1])
				row[j] = least(row[j], before[j - 2] + 1);
		}
		t = before, before = last, last = row, row = t;
	}
	return last[b.n];
}

/* Beginnings that turn a word round: what they part is never near. */
static bool
is_negated(struct str a, struct str b)
{
	static const char *const parts[] = { "un", "in", "im", "ir", "il",
		"non", "not", "no", "dis", "de", "anti", "khong", "chua", "phi",
		"bat", "vo", "mien" };
	struct str whole = a.n > b.n ? a : b, rest = a.n > b.n ? b : a;

	if (whole.n == rest.n || !str_ends(whole, rest))
		return false;
	whole = str_first(whole, whole.n - rest.n);
	while (whole.n && strchr("_- ", whole.s[whole.n - 1]))
		whole.n--;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (str_is(whole, parts[i]))
			return true;
	return false;
}

/* Is one the other with a letter typed twice? */
static bool
is_doubled(struct str a, struct str b)
{
	struct str whole = a.n > b.n ? a : b, rest = a.n > b.n ? b : a;
	size_t i = 0;

	if (!rest.n || whole.n != rest.n + 1)
		return false;
	while (i < rest.n && whole.s[i] == rest.s[i])
		i++;
	return i && whole.s[i] == whole.s[i - 1] &&
	    str_eq(str_from(whole, i + 1), str_from(rest, i));
}

bool
str_near(struct str a, struct str b)
{
	enum { PER_EDIT = 4, EDITS = 3 }; /* one edit in so many bytes */
	size_t longer = a.n > b.n ? a.n : b.n, shorter = a.n + b.n - longer;
	size_t most = longer / PER_EDIT > EDITS ? EDITS : longer / PER_EDIT;

	if (is_doubled(a, b))
		return true;
	return longer && longer - shorter <= most &&
	    str_distance(a, b) <= most && !is_negated(a, b);
}

bool
str_nearer(struct str a, struct str b, struct str best)
{
	return str_near(a, b) &&
	    (!best.n || str_distance(a, b) < str_distance(a, best));
}

struct str
str_base(struct str path)
{
	const char *slash = path.n ? memrchr(path.s, '/', path.n) : NULL;

	return slash ? str_from(path, (size_t)(slash - path.s) + 1) : path;
}

struct str
str_stem(struct str path, struct str ending)
{
	struct str base = str_base(path);

	return str_ends(base, ending) ? str_first(base, base.n - ending.n) :
					base;
}
