/* name_restored: a spelling that was typed without some of its marks. */
#include "text/name.h"

#include <string.h>

#include "base/buf.h"
#include "text/text_inside.h"

static bool
is_joint(int32_t c)
{
	return c == ' ' || c == '-' || c == '_';
}

/* Is a letter another one, or the same without some of its marks? */
static bool
is_without_marks(int32_t c, int32_t whole)
{
	struct text_sign a = text_sign(c), b = text_sign(whole);

	if (c == whole)
		return true;
	if (!a.letter || !b.letter || (a.tone != LEVEL && a.tone != b.tone))
		return false;
	return a.letter == b.letter ||
	    text_sign(text_folded[b.letter]).letter == a.letter;
}

bool
name_is_restored(struct str typed, struct str spelling)
{
	size_t i = 0, j = 0;

	while (i < typed.n && j < spelling.n) {
		int32_t a = text_at(typed, i, &i);
		int32_t b = text_at(spelling, j, &j);

		if (a < 0 || b < 0)
			return false;
		if (!(is_joint(a) && is_joint(b)) && !is_without_marks(a, b))
			return false;
	}
	return i == typed.n && j == spelling.n;
}

struct str
name_restored(const void *names, size_t n, size_t size, struct str typed)
{
	struct buf low = { 0 }, other = { 0 };
	struct str only = { 0 };
	size_t whose = n;
	bool alone = true;

	text_add_lower(&low, str_trim(typed));
	for (size_t i = 0; i < n && low.n; i++) {
		const struct name *one = name_at(names, size, i);

		for (size_t k = 0; k < one->n_also + 3; k++) {
			struct str s = k == 0 ? one->name :
			    k < 3             ? str_of(one->label.in[k - 1]) :
						one->also[k - 3];

			buf_clear(&other);
			text_add_lower(&other, s);
			if (!s.n ||
			    !name_is_restored(buf_str(&low), buf_str(&other)))
				continue;
			alone = alone && (whose == n || whose == i);
			if (whose == n)
				only = s;
			whose = i;
		}
	}
	buf_release(&low);
	buf_release(&other);
	return alone ? only : (struct str){ 0 };
}
