/* mail: whether two addresses are one. */
#include "text/mail.h"

#include <string.h>

#include "base/buf.h"
#include "text/text.h"

/* Where the domain begins, after the last '@'; the length when there is
 * none. */
static size_t
domain_at(struct str address)
{
	const char *at = address.n ? memrchr(address.s, '@', address.n) : NULL;

	return at ? (size_t)(at - address.s) + 1 : address.n;
}

/* The points of Chinese and Japanese keyboards part the names of a domain, too
 * (RFC 3490, 3.1). */
static void
add_domain(struct buf *b, struct str v)
{
	static const char *const points[] = { "\u3002", "\uff0e", "\uff61" };
	struct buf plain = { 0 };

	for (size_t i = 0; i < v.n;) {
		size_t k = 0;

		while (k < 3 && !str_starts(str_from(v, i), str_of(points[k])))
			k++;
		buf_addc(&plain, k < 3 ? '.' : v.s[i]);
		i += k < 3 ? strlen(points[k]) : 1;
	}
	if (plain.n && plain.s[plain.n - 1] == '.')
		plain.n--;
	text_add_lower(b, buf_str(&plain));
	buf_release(&plain);
}

bool
mail_same(struct str a, struct str b)
{
	struct buf da = { 0 }, db = { 0 };
	size_t ia, ib;
	bool same;

	a = str_trim(a);
	b = str_trim(b);
	if (str_eq(a, b))
		return true;
	ia = domain_at(a);
	ib = domain_at(b);
	if (ia == a.n || !str_eq(str_first(a, ia), str_first(b, ib)))
		return false;
	add_domain(&da, str_from(a, ia));
	add_domain(&db, str_from(b, ib));
	same = str_eq(buf_str(&da), buf_str(&db));
	buf_release(&da);
	buf_release(&db);
	return same;
}
