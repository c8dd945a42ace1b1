/* entry_key: what tells the entries of a list apart. */
#include "record/entry_key.h"

#include <string.h>

#include "base/buf.h"

void
entry_key_plain(struct buf *b, struct str v)
{
	bool quote = !v.n;

	for (size_t i = 0; i < v.n && !quote; i++)
		quote = strchr(",:{}[]\"\\\n", v.s[i]);
	if (!quote) {
		buf_add(b, v);
		return;
	}
	buf_addc(b, '"');
	for (size_t i = 0; i < v.n; i++) {
		if (v.s[i] == '"' || v.s[i] == '\\')
			buf_addc(b, '\\');
		if (v.s[i] == '\n')
			buf_addz(b, "\\n");
		else
			buf_addc(b, v.s[i]);
	}
	buf_addc(b, '"');
}

struct str
entry_key(const struct field *list, const struct value *entry, struct arena *a)
{
	struct buf b = { 0 };
	struct str only = { 0 };

	if (!list->n_key || !entry->parts || entry->bad)
		return only;
	for (size_t i = 0; i < list->n_key; i++) {
		const struct value *v = &entry->parts[list->key[i]];

		if (!v->node || v->bad) {
			buf_release(&b);
			return (struct str){ 0 };
		}
		only = v->text.s ? v->text : STR("");
		if (list->n_key == 1)
			return only;
		if (i)
			buf_addz(&b, ", ");
		entry_key_plain(&b, only);
	}
	return arena_take(a, &b);
}

const char *
entry_key_names(const struct field *list, struct arena *a)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < list->n_key; i++) {
		if (i)
			buf_addz(&b, ", ");
		buf_add(&b, list->fields.all[list->key[i]].name.name);
	}
	return arena_take(a, &b).s;
}

bool
entry_key_has(const struct field *list, const struct field *f)
{
	for (size_t i = 0; i < list->n_key; i++)
		if (&list->fields.all[list->key[i]] == f)
			return true;
	return false;
}

bool
entry_key_private(const struct field *list)
{
	for (size_t i = 0; i < list->n_key; i++)
		if (field_private(&list->fields.all[list->key[i]]))
			return true;
	return false;
}
