/* value_fix: how a value or a key that is written wrong is mended. */
#include "base/buf.h"
#include "parse/emit.h"
#include "record/inside.h"
#include "text/letters.h"

static const struct fix *
one_splice(const struct typing *t, size_t off, size_t end, struct str by)
{
	struct fix *f = ARENA_NEW(t->arena, struct fix);
	struct splice *s = ARENA_NEW(t->arena, struct splice);

	*s = (struct splice){ off, end, by };
	*f = (struct fix){ s, 1 };
	return f;
}

const struct fix *
value_fix(const struct typing *t, const struct node *n, struct str instead)
{
	struct buf b = { 0 };

	if (!t->to->fixes || n->kind != NODE_SCALAR || n->off == n->end)
		return NULL;
	emit_scalar(&b, instead, n->style, EMIT_FLOW);
	return one_splice(t, n->off, n->end, arena_take(t->arena, &b));
}

const struct fix *
value_fix_key(const struct typing *t, const struct node *n, struct str instead)
{
	struct buf b = { 0 };

	if (!t->to->fixes || n->key_off == n->key_end)
		return NULL;
	emit_key(&b, instead, EMIT_FLOW);
	return one_splice(t, n->key_off, n->key_end, arena_take(t->arena, &b));
}

static bool
is_tail(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

const struct fix *
value_fix_letters(const struct typing *t, const struct node *n,
    enum letters_in in)
{
	struct str raw = { t->r->front.text.s + n->off, n->end - n->off };
	struct letters l;
	struct buf right = { 0 };
	struct str by;
	size_t same = 0, last = 0;

	if (!t->to->fixes)
		return NULL;
	letters_look(raw, in, &l, &right);
	by = arena_take(t->arena, &right);
	while (same < raw.n && same < by.n && raw.s[same] == by.s[same])
		same++;
	while (same && same < raw.n && is_tail(raw.s[same]))
		same--;
	while (last < raw.n - same && last < by.n - same &&
	    raw.s[raw.n - 1 - last] == by.s[by.n - 1 - last])
		last++;
	while (last && is_tail(raw.s[raw.n - last]))
		last--;
	return one_splice(t, n->off + same, n->end - last,
	    str_first(str_from(by, same), by.n - same - last));
}
