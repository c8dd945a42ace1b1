#ifndef EDIT_LAW_H
#define EDIT_LAW_H

/* What holds of every change of a record: it reads back as what was meant, says
 * nothing else that it did not say before, and no line changes but those of
 * what was set. Judged from the texts and the items, not by how it is done. */

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/str.h"
#include "record/entry_key.h"
#include "record/fields.h"
#include "record/record_edit.h"

/* A single value or a list of a record, there or not. */
struct law_spot {
	struct str way;
	const struct field *field;
	const struct node *node; /* NULL: not there */
	const struct value *value;
	/* what is there around it, outermost first: each is an entry of the
	 * one before it, the first of the root */
	const struct node *around[PATH_MOST * 2];
	size_t n;
	bool of_key; /* of an entry: another value is another entry */
};

struct law_spots {
	struct law_spot *all;
	size_t n, cap;
	struct arena *arena;
};

static void law_spots_in(struct law_spots *, const struct fields *,
    const struct node *map, const struct value *values, struct law_spot up);

static const struct node *
law_entry(const struct fields *in, const struct node *map, size_t i)
{
	for (const struct node *n = map ? map->first : NULL; n; n = n->next)
		if (spellings_find(&in->by, n->key) == (int)i)
			return n;
	return NULL;
}

/* "[2021-Q2]", s NULL where it cannot be told from others. */
static struct str
law_bracket(const struct field *list, const struct value *all, uint32_t i,
    struct arena *a)
{
	struct str key = entry_key(list, &all->parts[i], a);
	struct buf b = { 0 };

	if (!key.s)
		return key;
	for (uint32_t k = 0; k < all->n; k++) {
		struct str other = entry_key(list, &all->parts[k], a);

		if (k != i && other.s && str_eq(other, key))
			return (struct str){ 0 };
	}
	buf_addc(&b, '[');
	if (list->n_key > 1)
		buf_add(&b, key);
	else
		entry_key_plain(&b, key);
	buf_addc(&b, ']');
	return arena_take(a, &b);
}

static void
law_spots_of_list(struct law_spots *s, const struct field *f,
    const struct value *v, struct law_spot here)
{
	for (uint32_t i = 0; v && f->n_key && i < v->n; i++) {
		struct law_spot row = here;
		struct str key = law_bracket(f, v, i, s->arena);

		if (!key.s || !v->parts[i].parts || v->parts[i].bad)
			continue;
		row.way = str_of(
		    arena_f(s->arena, "%.*s%.*s", STRF(here.way), STRF(key)));
		row.around[row.n++] = v->parts[i].node;
		law_spots_in(s, &f->fields, v->parts[i].node, v->parts[i].parts,
		    row);
	}
}

static void
law_spots_in(struct law_spots *s, const struct fields *in,
    const struct node *map, const struct value *values, struct law_spot up)
{
	for (size_t i = 0; i < in->n; i++) {
		const struct field *f = &in->all[i];
		const struct node *n = law_entry(in, map, i);
		const struct value *v =
		    values && values[i].node == n && n ? &values[i] : NULL;
		struct law_spot here = up;

		here.way = str_of(arena_f(s->arena, "%.*s%s%.*s", STRF(up.way),
		    up.way.n ? "." : "", STRF(f->name.name)));
		here.field = f;
		here.node = n;
		here.value = v;
		if (f->kind == KIND_MAP || f->kind == KIND_LIST) {
			if (f->kind == KIND_LIST &&
			    (!n || n->absent || n->kind == NODE_LIST))
				*MEM_PUSH(s->all, s->n, s->cap) = here;
			if (n)
				here.around[here.n++] = n;
			if (n && !n->absent &&
			    n->kind !=
				(f->kind == KIND_MAP ? NODE_MAP : NODE_LIST))
				continue;
			if (f->kind == KIND_MAP)
				law_spots_in(s, &f->fields, n,
				    v ? v->parts : NULL, here);
			else
				law_spots_of_list(s, f, v, here);
			continue;
		}
		here.of_key = f->up && f->up->kind == KIND_LIST &&
		    entry_key_has(f->up, f);
		*MEM_PUSH(s->all, s->n, s->cap) = here;
	}
}

static struct law_spots
law_spots(const struct record *r, struct arena *a)
{
	struct law_spots s = { .arena = a };

	law_spots_in(&s, &r->type->fields, r->front.root, r->values,
	    (struct law_spot){ .way = { "", 0 } });
	return s;
}

/* Lines: [off, end) of the text that may be other ones. */

static size_t
law_line_start(struct str text, size_t i)
{
	while (i > 0 && text.s[i - 1] != '\n')
		i--;
	return i;
}

static size_t
law_line_end(struct str text, size_t i)
{
	while (i < text.n && text.s[i] != '\n')
		i++;
	return i < text.n ? i + 1 : i;
}

/* The first character of a line that is no blank. */
static size_t
law_line_ink(struct str text, size_t i)
{
	while (i + 1 < text.n && text.s[i] == ' ')
		i++;
	return i;
}

static size_t
law_start(const struct node *n)
{
	return n->key_end > n->key_off ? n->key_off : n->off;
}

/* The lines that a change is about. empty: it may only put lines in. */
static void
law_lines_of(const struct law_spot *p, struct str text, bool gone, size_t *off,
    size_t *end, bool *empty)
{
	const struct node *n = p->node;
	size_t i = p->n;

	*empty = n && p->field->kind == KIND_LIST && !n->absent &&
	    n->style != STYLE_FLOW && !gone;
	if (n && gone) /* with what has nothing else in it */
		while (i > 0 && p->around[i - 1]->n == 1)
			n = p->around[--i];
	if (!n) {
		n = i ? p->around[i - 1] : NULL;
		/* the first key of an entry stands in the line of its '-' */
		*empty = !n || (!n->absent && n->style != STYLE_FLOW);
		if (!n)
			return;
	}
	/* a comma goes with what is taken out of brackets */
	if (gone && p->node && i && p->around[i - 1]->style == STYLE_FLOW)
		n = p->around[i - 1];
	*off = law_line_start(text, law_start(n));
	*end = law_line_end(text, n->end);
	/* the next key comes in the line of the '-' */
	if (gone && p->node && n->next &&
	    text.s[law_line_ink(text, *off)] == '-')
		*end = law_line_end(text, law_start(n->next));
}

/* NULL, or what is wrong with the bytes of a change. */
static const char *
law_bytes(const struct law_spot *p, struct str was, struct str now, bool gone)
{
	size_t off = 0, end = 0, before = 0, behind = 0;
	bool empty;

	law_lines_of(p, was, gone, &off, &end, &empty);
	while (
	    before < was.n && before < now.n && was.s[before] == now.s[before])
		before++;
	while (behind < was.n && behind < now.n &&
	    was.s[was.n - behind - 1] == now.s[now.n - behind - 1])
		behind++;
	if (empty)
		return before + behind >= was.n ? NULL :
						  "a line is another one";
	if (before < off)
		return "a line before it is another one";
	if (behind < was.n - end)
		return "a line behind it is another one";
	return NULL;
}

/* NULL, or what is wrong with what a record says. value.s NULL: it is gone. */
static const char *
law_says(const struct law_spot *p, const struct record *was,
    const struct record *now, struct str value, struct arena *a)
{
	struct items x = fields_items(was, true, a);
	struct items y = fields_items(now, true, a);
	size_t n;
	struct change *all = fields_compare(&x, &y, a, &n);

	if (!str_eq(was->front.body, now->front.body))
		return "the body is another one";
	if (p->of_key || n == 0)
		return NULL;
	if (n > 1)
		return "more than one value changed";
	if ((all->before ? all->before : all->after)->field != p->field)
		return "another field changed";
	if (!value.s)
		return all->after ? "it is still there" : NULL;
	if (!all->after || !str_eq(all->after->value, value))
		return "it is not what was meant";
	return NULL;
}

/* The same of an entry that was added, with so many values in it. */
static const char *
law_adds(const struct law_spot *p, const struct record *was,
    const struct record *now, size_t values, struct arena *a)
{
	struct items x = fields_items(was, true, a);
	struct items y = fields_items(now, true, a);
	const char *why = NULL;
	size_t n;
	struct change *all = fields_compare(&x, &y, a, &n);

	if (!str_eq(was->front.body, now->front.body))
		why = "the body is another one";
	else if (n != (p->field->n_key ? values : 1))
		why = "it is not as many values as were given";
	for (size_t i = 0; !why && i < n; i++)
		if (all[i].before || !all[i].row ||
		    !str_starts(all[i].after->path, p->field->dotted))
			why = "something else changed";
	return why;
}

/* NULL, or what is wrong. The two texts are of one record, of which a value
 * was set or (value.s NULL) taken out. */
static const char *
law_edit(const struct law_spot *p, const struct record *was, struct str now,
    struct str value, struct arena *a)
{
	struct findings silent = { 0 };
	struct record r;
	const char *wrong = law_bytes(p, was->front.text, now, !value.s);

	if (wrong)
		return wrong;
	if (!record_read(&r, was->type, was->path, now, a, &silent))
		return "it does not read";
	return law_says(p, was, &r, value, a);
}

#endif
