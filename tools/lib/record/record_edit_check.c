/* record_edit_check: is what is read after a change just what was meant? It
 * knows two trees and the change, and nothing of how it was written. */
#include "record/record_edit_inside.h"

/* Does a tree say what was to be written? */
static bool
is_written(const struct meant *m, const struct node *n)
{
	const struct meant *c = m->first;
	const struct node *e = n->first;

	if (m->kind != n->kind || n->absent)
		return false;
	if (m->kind == NODE_SCALAR)
		return str_eq(m->value, n->value);
	for (; c && e; c = c->next, e = e->next)
		if (!str_eq(m->kind == NODE_MAP ? c->key : STR(""), e->key) ||
		    !is_written(c, e))
			return false;
	return !c && !e;
}

static bool is_same(const struct node *was, const struct node *now,
    const struct record_edit_change *);

/* Steps over the entry that was put in at this place. */
static bool
is_put_in(const struct record_edit_change *c, const struct node **now)
{
	const struct node *n = *now;

	if (!n || !str_eq(n->key, c->meant->key) || !is_written(c->meant, n))
		return false;
	*now = n->next;
	return true;
}

static bool
same_entries(const struct node *was, const struct node *now,
    const struct record_edit_change *c)
{
	bool here = c->at.in == was, put_in = here && c->op == OP_INSERT;
	const struct node *b = now->first;

	if (put_in && !c->at.entry && !is_put_in(c, &b))
		return false;
	for (const struct node *a = was->first; a; a = a->next) {
		bool it = here && c->at.entry == a;

		if (it && c->op == OP_REMOVE)
			continue;
		if (!b || !str_eq(a->key, b->key))
			return false;
		if (it && c->op == OP_SET ? !is_written(c->meant, b) :
					    !is_same(a, b, c))
			return false;
		b = b->next;
		if (it && put_in && !is_put_in(c, &b))
			return false;
	}
	return !b;
}

static bool
is_same(const struct node *was, const struct node *now,
    const struct record_edit_change *c)
{
	if (was->kind != now->kind || was->absent != now->absent ||
	    was->style != now->style)
		return false;
	return was->kind == NODE_SCALAR ? str_eq(was->value, now->value) :
					  same_entries(was, now, c);
}

/* The outermost map may become empty, or be so before. */
bool
record_edit_is_meant(const struct node *was, const struct node *now,
    const struct record_edit_change *c)
{
	return was->kind == now->kind && was->style == now->style &&
	    same_entries(was, now, c);
}
