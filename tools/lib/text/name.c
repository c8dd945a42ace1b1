/* name: what is called how, and what was meant. */
#include "text/name.h"

#include <stdint.h>
#include <string.h>

#include "text/text.h"

const char *
name_shown(const struct name *n, enum lang lang)
{
	const char *label = lang_label(&n->label, lang);

	return label ? label : n->name.s;
}

static bool
is_marked(struct str v)
{
	for (size_t i = 0; i < v.n; i++)
		if ((unsigned char)v.s[i] >= 0x80)
			return true;
	return false;
}

bool
name_marked(const struct name *n)
{
	for (size_t i = 0; i < n->n_also; i++)
		if (is_marked(n->also[i]))
			return true;
	return is_marked(str_of(n->label.in[LANG_VI]));
}

/* Folded, with - and blanks as _, so that "Ngay sinh" is ngay_sinh. */
static void
add_plain(struct buf *b, struct str v)
{
	size_t from = b->n;

	text_add_fold(b, str_trim(v));
	for (size_t i = from; i < b->n; i++)
		if (b->s[i] == ' ' || b->s[i] == '-')
			b->s[i] = '_';
}

/* How far typed is from a spelling, both plain; SIZE_MAX: not near. */
typedef size_t distance(struct str typed, struct str spelling);

static size_t
distance_of_names(struct str typed, struct str spelling)
{
	return str_near(typed, spelling) ? str_distance(typed, spelling) :
					   SIZE_MAX;
}

static bool
has_letters(struct str v, struct str letters)
{
	for (size_t i = 0; i < letters.n; i++)
		if (str_find(v, letters.s[i]) == v.n)
			return false;
	return true;
}

/* One slip of the hand behind the first letter. In a short word only letters
 * that changed places or one typed twice is a slip: any other letter makes
 * another word (kha and khac). Other words beside it tell more. */
static bool
is_slip(struct str a, struct str b, bool alone)
{
	size_t most_short = alone ? 4 : 3;

	return a.n && b.n && a.s[0] == b.s[0] && str_distance(a, b) == 1 &&
	    ((a.n > most_short || b.n > most_short) ||
		(has_letters(a, b) && has_letters(b, a)));
}

/* The same letters, whatever stands between its words? */
static bool
is_joined(struct str a, struct str b)
{
	size_t i = 0, k = 0;

	for (;; i++, k++) {
		while (i < a.n && a.s[i] == '_')
			i++;
		while (k < b.n && b.s[k] == '_')
			k++;
		if (i == a.n || k == b.n || a.s[i] != b.s[k])
			return i == a.n && k == b.n;
	}
}

/* A value that is nearly another one may mean the opposite. So all its words
 * are those of the spelling, but for a slip in one of them. */
static size_t
distance_of_values(struct str typed, struct str spelling)
{
	size_t slips = 0;
	bool alone = str_find(typed, '_') == typed.n;
	struct str a, b;

	if (is_joined(typed, spelling))
		return 0;
	while (str_split(&typed, '_', &a)) {
		if (!str_split(&spelling, '_', &b) ||
		    (!str_eq(a, b) && (slips++ || !is_slip(a, b, alone))))
			return SIZE_MAX;
	}
	return str_split(&spelling, '_', &b) ? SIZE_MAX : slips;
}

static size_t
distance_to(struct str typed, struct str spelling, distance *of)
{
	struct buf plain = { 0 };
	size_t d;

	add_plain(&plain, spelling);
	d = str_eq(typed, buf_str(&plain)) ? 0 : of(typed, buf_str(&plain));
	buf_release(&plain);
	return d;
}

static size_t
distance_to_name(struct str typed, const struct name *n, distance *of)
{
	size_t best = distance_to(typed, n->name, of);

	for (size_t i = 0; i < n->n_also + 2; i++) {
		struct str s = i < 2 ? str_of(n->label.in[i]) : n->also[i - 2];
		size_t d = s.n ? distance_to(typed, s, of) : SIZE_MAX;

		if (d < best)
			best = d;
	}
	return best;
}

const struct name *
name_at(const void *names, size_t size, size_t i)
{
	return (const void *)((const char *)names + i * size);
}

const void *
name_find(const void *names, size_t n, size_t size, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(name_at(names, size, i)->name, name))
			return name_at(names, size, i);
	return NULL;
}

/* The first of the nearest; *alone: no other one is as near. */
static struct str
nearest(const void *names, size_t n, size_t size, struct str typed,
    distance *of, bool *alone)
{
	struct str best = { 0 };
	size_t least = SIZE_MAX;
	struct buf plain = { 0 };

	add_plain(&plain, typed);
	for (size_t i = 0; i < n; i++) {
		const struct name *one = name_at(names, size, i);
		size_t d = distance_to_name(buf_str(&plain), one, of);

		*alone = d == least ? false : *alone || d < least;
		if (d < least) {
			least = d;
			best = one->name;
		}
	}
	buf_release(&plain);
	return best;
}

struct str
name_near(const void *names, size_t n, size_t size, struct str typed)
{
	bool alone = true;

	return nearest(names, n, size, typed, distance_of_names, &alone);
}

struct str
name_near_value(const void *names, size_t n, size_t size, struct str typed)
{
	bool alone = true;
	struct str near =
	    nearest(names, n, size, typed, distance_of_values, &alone);

	return alone ? near : (struct str){ 0 };
}

/* In small letters without marks, '-' for '_' and blanks. */
static void
add_id(struct buf *b, struct str id)
{
	text_add_fold(b, id);
	for (size_t i = 0; i < b->n; i++)
		if (b->s[i] == '_' || b->s[i] == ' ')
			b->s[i] = '-';
}

static size_t
word_end(struct str v)
{
	size_t n = 0;

	while (n < v.n && !strchr("-./", v.s[n]))
		n++;
	return n;
}

/* Are two words of ids one, but for a slip of the hand? No other number is. */
static bool
is_id_slip(struct str a, struct str b)
{
	for (size_t i = 0; a.n == b.n && i < a.n; i++)
		if (a.s[i] != b.s[i] &&
		    (str_is_digit(a.s[i]) || str_is_digit(b.s[i])))
			return false;
	return is_slip(a, b, true);
}

/* Both in small letters, words parted by '-', '.' and '/'. */
static bool
is_id_near(struct str typed, struct str id)
{
	struct str whole = id.n > typed.n ? id : typed;
	struct str rest = id.n > typed.n ? typed : id;
	size_t slips = 0;

	if (str_eq(typed, id))
		return true;
	if (whole.n > rest.n && str_ends(whole, rest))
		return strchr("-./", whole.s[whole.n - rest.n - 1]) && rest.n &&
		    !str_is_digit(*rest.s);
	while (typed.n && id.n && slips < 2) {
		size_t n = word_end(typed), m = word_end(id);
		struct str a = str_first(typed, n), b = str_first(id, m);

		slips += str_eq(a, b) ? 0 : is_id_slip(a, b) ? 1 : 2;
		typed = str_from(typed, n < typed.n ? n + 1 : n);
		id = str_from(id, m < id.n ? m + 1 : m);
	}
	return slips < 2 && !typed.n && !id.n;
}

bool
name_id_nearer(struct str typed, struct str id, struct str best)
{
	struct buf a = { 0 }, b = { 0 };
	bool near;

	add_id(&a, typed);
	add_id(&b, id);
	near = is_id_near(buf_str(&a), buf_str(&b));
	buf_release(&a);
	buf_release(&b);
	return near &&
	    (!best.n || str_distance(typed, id) < str_distance(typed, best));
}

const char *
name_meant(struct arena *a, struct str near)
{
	return near.n ? arena_f(a, _("; did you mean '%.*s'?"), STRF(near)) :
			"";
}
