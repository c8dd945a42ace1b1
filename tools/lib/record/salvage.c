/* salvage: the id of a record that cannot be read.
 *
 * What is wrong may be anything, so nothing of YAML is expected but lines. An
 * id that is found in this way is good enough to say that a record is there; it
 * is never taken for one that was read. */
#include "record/salvage.h"

#include "base/buf.h"
#include "text/text.h"

/* Without what encloses it, or the comment after it. */
static struct str
plain(struct str v)
{
	v = str_trim(v);
	if (v.n && (v.s[0] == '"' || v.s[0] == '\'')) {
		struct str inner = str_from(v, 1);

		return str_first(inner, str_find(inner, v.s[0]));
	}
	return str_trim(str_first(v, str_find_str(v, STR(" #"))));
}

/* The value that a line gives to the field; empty: none. */
static struct str
value_in(struct str line, const struct type *t)
{
	size_t colon = str_find(line, ':');
	struct str key = plain(str_first(line, colon));

	if (colon == line.n || line.s[0] == ' ' || line.s[0] == '#' ||
	    spellings_find(&t->fields.by, key) != t->id)
		return (struct str){ 0 };
	return plain(str_from(line, colon + 1));
}

struct str
salvage_id(const struct type *t, const char *path, struct str text,
    struct arena *a)
{
	struct str line, id = { 0 };
	struct buf b = { 0 };
	bool open = false;

	if (t->id == FIELD_NONE)
		return str_of(path);
	if (str_starts(text, STR("\xef\xbb\xbf")))
		text = str_from(text, 3);
	while (!id.n && str_split(&text, '\n', &line)) {
		if (str_ends(line, STR("\r")))
			line.n--;
		if (str_is(line, "---") && open)
			break;
		open = open || str_is(line, "---");
		id = value_in(line, t);
	}
	if (id.n) {
		text_add_nfc(&b, id);
		id = arena_take(a, &b);
	}
	return id;
}
