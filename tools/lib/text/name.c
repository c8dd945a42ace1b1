/* name: what is called how, and what was meant. */
#include "text/name.h"

#include <stdint.h>

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

/* How far typed is from a spelling; more than enough when it is not near. */
static size_t
distance(struct str typed, struct str spelling)
{
	struct buf plain = { 0 };
	size_t d = SIZE_MAX;

	add_plain(&plain, spelling);
	if (str_eq(typed, buf_str(&plain)))
		d = 0;
	else if (str_near(typed, buf_str(&plain)))
		d = str_distance(typed, buf_str(&plain));
	buf_release(&plain);
	return d;
}

static size_t
distance_to_name(struct str typed, const struct name *n)
{
	size_t best = distance(typed, n->name);

	for (size_t i = 0; i < n->n_also + 2; i++) {
		struct str s = i < 2 ? str_of(n->label.in[i]) : n->also[i - 2];
		size_t d = s.n ? distance(typed, s) : SIZE_MAX;

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

struct str
name_near(const void *names, size_t n, size_t size, struct str typed)
{
	struct str best = { 0 };
	size_t least = SIZE_MAX;
	struct buf plain = { 0 };

	add_plain(&plain, typed);
	for (size_t i = 0; i < n; i++) {
		const struct name *one = name_at(names, size, i);
		size_t d = distance_to_name(buf_str(&plain), one);

		if (d < least) {
			least = d;
			best = one->name;
		}
	}
	buf_release(&plain);
	return best;
}

const char *
name_meant(struct arena *a, struct str near)
{
	return near.n ? arena_f(a, _("; did you mean '%.*s'?"), STRF(near)) :
			"";
}
