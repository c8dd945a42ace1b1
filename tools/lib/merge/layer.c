/* layer: the entries of a map or list, on one side of a merge. */
#include "merge/layer.h"

#include "base/buf.h"
#include "record/entry_key.h"
#include "text/text.h"

enum { SAME_MOST = 64 }; /* keys of a map that are looked for one by one */

struct str
layer_shift(struct arena *a, struct str lines, size_t from, size_t to)
{
	struct buf b = { 0 };
	struct str moved = lines;

	if (from != to && edit_shift(&b, lines, from, to, STR("\n")))
		moved = arena_keep(a, buf_str(&b));
	buf_release(&b);
	return moved;
}

bool
layer_is_torn(struct str lines)
{
	return str_find_str(lines, STR(LAYER_TORN)) < lines.n;
}

static struct str
undeclared_id(struct arena *a, struct str key)
{
	struct buf b = { 0 };

	buf_addc(&b, '?');
	text_add_nfc(&b, key);
	return arena_take(a, &b);
}

/* What a part is, and what it is known by. False: nothing tells. */
static bool
name_part(const struct layer_type *t, const struct value *values, size_t nth,
    struct part *p, struct arena *a)
{
	int i;

	if (t->list) {
		p->value = values ? &values[nth] : NULL;
		if (p->value)
			p->id = entry_key(t->list, p->value, a);
		return p->id.s;
	}
	i = t->in ? spellings_find(&t->in->by, p->node->key) : FIELD_NONE;
	if (i == FIELD_NONE) {
		p->id = undeclared_id(a, p->node->key);
		return true;
	}
	p->field = &t->in->all[i];
	p->id = p->field->name.name;
	if (values && values[i].node == p->node && !values[i].bad)
		p->value = &values[i];
	return true;
}

bool
layer_read(struct layer *l, const struct layer_type *t, const struct front *f,
    const struct node *node, const struct value *values, struct arena *a,
    enum find *why)
{
	const struct node *before = NULL;

	*l = (struct layer){ .node = node, .list = t->list };
	if (!node || node->kind == NODE_SCALAR)
		return true;
	l->all = ARENA_ARRAY(a, struct part, node->n);
	for (const struct node *e = node->first; e; e = e->next) {
		struct part *p = &l->all[l->n];
		void **slot;

		p->node = e;
		p->before = before;
		p->nth = l->n;
		*why = FIND_MERGE_UNKEYED;
		if (!name_part(t, values, l->n++, p, a))
			return false;
		slot = map_put(&l->by, p->id);
		*why = FIND_MERGE_TWICE;
		if (*slot)
			return false;
		*slot = p;
		p->x = edit_extent(f, node, before, e);
		p->lines = edit_span(f, p->x.off, p->x.end);
		p->gap = edit_span(f, p->x.gap, p->x.off);
		p->torn = layer_is_torn(p->gap);
		if (p->x.own) {
			p->lines = layer_shift(a, p->lines, p->x.col, 0);
			p->gap = layer_shift(a, p->gap, p->x.col, 0);
		}
		before = e;
	}
	return true;
}

void
layer_release(struct layer *l)
{
	map_release(&l->by);
}

struct part *
layer_find(const struct layer *l, const struct part *p)
{
	return map_get(&l->by, p->id);
}

/* What no one declared: maps by what is in them, whatever its order, all else
 * as it is written. As deep as front matter may be. */
static bool
same_undeclared(const struct node *a, const struct node *b)
{
	size_t n = 0, found = 0;

	if (a->absent || b->absent)
		return a->absent && b->absent;
	if (a->kind == NODE_SCALAR || b->kind == NODE_SCALAR)
		return a->kind == b->kind && str_eq(a->value, b->value);
	if (a->kind != NODE_MAP || b->kind != NODE_MAP || a->n > SAME_MOST ||
	    b->n > SAME_MOST)
		return false;
	for (const struct node *x = a->first; x; x = x->next) {
		const struct node *y = b->first;

		while (y && !str_eq(x->key, y->key))
			y = y->next;
		if (y ? !same_undeclared(x, y) : !x->absent)
			return false;
		found += y && !y->absent;
	}
	for (const struct node *y = b->first; y; y = y->next)
		n += !y->absent;
	return n == found;
}

/* The same of what stands in two maps beside what is declared. */
static bool
same_others(const struct fields *in, const struct node *a, const struct node *b)
{
	size_t n = 0;

	for (const struct node *x = a->first; x; x = x->next) {
		const struct node *y = b->first;

		if (spellings_find(&in->by, x->key) != FIELD_NONE)
			continue;
		while (y && !str_eq(x->key, y->key))
			y = y->next;
		if (!y || !same_undeclared(x, y) || ++n > SAME_MOST)
			return false;
	}
	for (const struct node *y = b->first; y; y = y->next)
		if (spellings_find(&in->by, y->key) == FIELD_NONE && !n--)
			return false;
	return true;
}

static bool same_value(const struct field *, const struct node *,
    const struct value *, const struct node *, const struct value *);

/* The same of a part of two maps or lists, which may not be there. */
static bool
same_part(const struct field *f, const struct value *a, const struct value *b)
{
	if (a->bad || b->bad)
		return false;
	if (!a->node || !b->node)
		return a->node == b->node;
	return same_value(f, a->node, a, b->node, b);
}

static bool
same_list(const struct field *f, const struct value *a, const struct value *b)
{
	if (a->n != b->n)
		return false;
	for (uint32_t i = 0; i < a->n; i++)
		if (!same_part(f->of ? f->of : f, &a->parts[i], &b->parts[i]))
			return false;
	return true;
}

static bool
same_map(const struct fields *in, const struct value *a, const struct value *b)
{
	for (size_t i = 0; i < in->n; i++)
		if (!same_part(&in->all[i], &a->parts[i], &b->parts[i]))
			return false;
	return same_others(in, a->node, b->node);
}

static bool
has_parts(const struct value *v)
{
	return v && v->parts && !v->bad;
}

/* Do two values say the same, however they are written? f NULL: undeclared. */
static bool
same_value(const struct field *f, const struct node *a, const struct value *va,
    const struct node *b, const struct value *vb)
{
	if (a->absent || b->absent)
		return a->absent && b->absent;
	if (a->kind != b->kind)
		return false;
	if (a->kind == NODE_SCALAR)
		return va && vb ? str_eq(va->text, vb->text) :
				  !va && !vb && str_eq(a->value, b->value);
	if (!f)
		return same_undeclared(a, b);
	if (!has_parts(va) || !has_parts(vb))
		return false;
	if (a->kind == NODE_MAP)
		return same_map(&f->fields, va, vb);
	return f->kind == KIND_LIST && same_list(f, va, vb);
}

bool
layer_same(const struct layer *l, const struct part *a, const struct part *b)
{
	return same_value(a->field ? a->field : l->list, a->node, a->value,
	    b->node, b->value);
}

static bool
is_there(const struct value *v)
{
	return v->node && !v->node->absent;
}

/* Is anything there that no one declared? */
static bool
has_others(const struct fields *in, const struct node *entry)
{
	for (const struct node *n = entry->first; n; n = n->next)
		if (!n->absent && spellings_find(&in->by, n->key) == FIELD_NONE)
			return true;
	return false;
}

/* Do two entries say the same in one of the fields that no one declared? */
static bool
share_other(const struct fields *in, const struct node *a, const struct node *b)
{
	size_t n = 0;

	for (const struct node *x = a->first; x && n < SAME_MOST; x = x->next) {
		if (x->absent || spellings_find(&in->by, x->key) != FIELD_NONE)
			continue;
		n++;
		for (const struct node *y = b->first; y; y = y->next)
			if (str_eq(x->key, y->key) && same_undeclared(x, y))
				return true;
	}
	return false;
}

static bool
share(const struct field *list, const struct value *a, const struct value *b)
{
	bool any = has_others(&list->fields, a->node) ||
	    has_others(&list->fields, b->node);

	for (size_t i = 0; i < list->fields.n; i++) {
		const struct value *x = &a->parts[i], *y = &b->parts[i];
		const struct field *f = &list->fields.all[i];
		bool of_key = entry_key_has(list, f);

		if (of_key && list->n_key == 1)
			continue;
		any = any || (!of_key && (is_there(x) || is_there(y)));
		if (is_there(x) && is_there(y) &&
		    same_value(f, x->node, x, y->node, y))
			return true;
	}
	return share_other(&list->fields, a->node, b->node) || !any;
}

bool
layer_alike(const struct layer *l, const struct part *a, const struct part *b)
{
	if (l->list)
		return a->value && b->value && a->value->parts &&
		    b->value->parts && share(l->list, a->value, b->value);
	return !(a->field && b->field) && !a->node->absent &&
	    same_undeclared(a->node, b->node);
}
