#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>

/* A view of bytes that someone else keeps. Not NUL-terminated. */
struct str {
	const char *s;
	size_t n;
};

#define STR(lit) ((struct str){ (lit), sizeof(lit) - 1 })
#define STRF(v) (int)(v).n, (v).s ? (v).s : "" /* for "%.*s" */

static inline bool
str_is_digit(int c)
{
	return c >= '0' && c <= '9';
}

struct str str_of(const char *z); /* z NULL: empty */
bool str_eq(struct str, struct str);
bool str_is(struct str, const char *z);
bool str_is_word(struct str, const char *z); /* in any case of ASCII */
int str_cmp(struct str, struct str);         /* as bytes, shorter first */
bool str_starts(struct str, struct str prefix);
bool str_ends(struct str, struct str suffix);
struct str str_trim(struct str); /* without blanks at both ends */
struct str str_from(struct str,
    size_t from); /* empty when from is past the end */
struct str str_first(struct str, size_t n); /* the first n bytes, or all */

/* The part before the first c, which is cut off *rest with c itself. False,
 * and nothing given, when *rest has no more parts. */
bool str_split(struct str *rest, char c, struct str *part);

/* Takes a prefix off *rest. False: it does not begin so. */
bool str_take(struct str *rest, struct str prefix);

/* The value of exactly n digits from i on; n is 9 at most. */
bool str_digits(struct str, size_t i, size_t n, int *value);
int str_hex(int c); /* its value; -1: no such digit */

/* Where c or the needle is first, or the length when it is nowhere. */
size_t str_find(struct str, char c);
size_t str_find_str(struct str, struct str needle);

/* The last part of a path, and that without an ending such as ".md". */
struct str str_base(struct str path);
struct str str_stem(struct str path, struct str ending);

/* How many single edits (a byte put in, left out, changed, or two swapped)
 * lead from one to the other. */
size_t str_distance(struct str, struct str);

/* Is b near enough to a to be what was meant by it? Of short words only the
 * same is: any letter less makes another word, perhaps the opposite one. */
bool str_near(struct str a, struct str b);
/* Is b near to a, and nearer than the best one so far (n 0: none)? */
bool str_nearer(struct str a, struct str b, struct str best);

#endif
