/* heading_key: how the headings of a sheet are compared. */
#include "schema/heading_key.h"

#include "base/buf.h"
#include "text/text.h"

size_t
heading_key_number(struct str s)
{
	size_t i = 1;

	if (s.n < 3 || *s.s != '(')
		return 0;
	while (i < s.n && str_is_digit(s.s[i]))
		i++;
	return i > 1 && i < s.n && s.s[i] == ')' ? i + 1 : 0;
}

struct str
heading_key(struct str s, bool bare, struct arena *a)
{
	struct buf b = { 0 }, out = { 0 };

	text_add_fold(&b, s);
	for (size_t i = 0; i < b.n; i++) {
		unsigned char c = (unsigned char)b.s[i];
		size_t number = heading_key_number(str_from(buf_str(&b), i));

		if (number && bare)
			i += number - 1;
		else if (str_is_digit(c) || (c >= 'a' && c <= 'z') || c >= 0x80)
			buf_addc(&out, (char)c);
		else if (out.n && out.s[out.n - 1] != ' ')
			buf_addc(&out, ' ');
	}
	buf_release(&b);
	return str_trim(arena_take(a, &out));
}
