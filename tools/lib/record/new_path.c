/* new_path: where a new record is put. */
#include "record/new_path.h"

#include "base/buf.h"

/* What the record holds under a field; empty: nothing that could be in a
 * path. */
static struct str
text_of(const struct record *r, struct str dotted)
{
	const struct value *v;
	struct path p;

	if (!field_path(&r->type->fields, dotted, &p) || p.list != FIELD_NONE)
		return (struct str){ 0 };
	v = record_value(r, &p, 0);
	return v && !v->bad ? v->text : (struct str){ 0 };
}

/* False when the record lacks what "new" names. */
static bool
add_as_named(struct buf *b, const struct record *r)
{
	struct str rest = r->type->new_path, value;

	while (rest.n) {
		size_t open = str_find(rest, '{'), close = str_find(rest, '}');

		buf_add(b, str_first(rest, open));
		if (open == rest.n)
			return true;
		if (close == rest.n || close < open)
			return false;
		value = text_of(r,
		    str_first(str_from(rest, open + 1), close - open - 1));
		if (!value.n)
			return false;
		buf_add(b, value);
		rest = str_from(rest, close + 1);
	}
	return b->n > 0;
}

static void
add_as_matched(struct buf *b, const struct record *r)
{
	struct str pattern = r->type->files[0], part, rest = r->id, last = rest;

	while (str_split(&rest, '/', &part))
		last = part;
	while (pattern.n) {
		if (str_starts(pattern, STR("**/"))) {
			buf_add(b, str_first(r->id, r->id.n - last.n));
			pattern = str_from(pattern, 3);
		} else if (pattern.s[0] == '*') {
			buf_add(b, last);
			pattern = str_from(pattern, 1);
		} else {
			buf_addc(b, pattern.s[0]);
			pattern = str_from(pattern, 1);
		}
	}
}

const char *
new_path(const struct record *r, struct arena *a)
{
	struct buf b = { 0 };

	if (!add_as_named(&b, r)) {
		buf_clear(&b);
		add_as_matched(&b, r);
	}
	return arena_take(a, &b).s;
}
