/* local: what a statement says of a record, told by that record alone.
 *
 * Every table of records, and what is made of them, must be held to the id that
 * the answer is about: by "=" that must be true for a row to count, or by what
 * rows are grouped by. A column that is this id is called a key here. */
#include "catalog/local.h"

#include <stdint.h>

#include "catalog/holds.h"

enum {
	DEEPEST = 100,    /* as in holds.c */
	SOURCES_MOST = 64 /* behind one FROM */
};

/* A question about a body that was asked: is that column a key? */
struct asked {
	const struct sql_body *body;
	struct str name; /* or empty: */
	size_t column;
	bool is; /* also while it is being found out: WITH RECURSIVE */
	struct asked *next;
};

struct search {
	struct catalog *catalog;
	const struct type *type;
	struct arena arena;
	const struct sql_tree *tree; /* that is looked at */
	struct sql_tree *views;      /* by table; body NULL: not yet */
	struct asked *asked;
	int depth;
	const struct sql_body *constant[DEEPEST]; /* being looked at */
	size_t n_constant;
};

/* What a column is: a key of a source here, one of a SELECT around it, which is
 * held already, or neither. */
enum { END_NONE = -1, END_OUTER = -2 };

static bool is_key(struct search *, struct sql_body *, struct str name);

/* Tables and views. */

static size_t
table_of(const struct search *l, const struct sql_source *s)
{
	return s->body || s->function ?
	    SIZE_MAX :
	    tables_find_written(l->catalog, s->table);
}

static bool
is_view(const struct search *l, size_t table)
{
	return table != SIZE_MAX &&
	    l->catalog->states[table].kind == TABLE_VIEW;
}

static const struct sql_tree *
view_tree(struct search *l, size_t view)
{
	struct sql_tree *tree = &l->views[view];
	struct sql_words words;

	if (!tree->body) {
		words = sql_words(&l->arena, l->catalog->states[view].sql);
		*tree = sql_tree(&l->arena, &words);
	}
	return tree;
}

/* Is a table of records, or of what is measured of them, held by its id? */
static bool
has_id(const struct search *l, size_t table)
{
	switch (
	    table == SIZE_MAX ? TABLE_BAD : l->catalog->states[table].kind) {
	case TABLE_RECORD:
	case TABLE_LIST:
	case TABLE_STAGE:
		return l->catalog->tables[table].type == l->type;
	case TABLE_RULE:
		return true;
	default:
		return false;
	}
}

/* Items by name and place. */

/* The place of the one of that name. */
static bool
find_item(const struct sql_item *items, struct str name, size_t *at)
{
	size_t found = 0, place = 0;

	for (const struct sql_item *i = items; i; i = i->next, place++)
		if (holds_same(name, i->name)) {
			*at = place;
			found++;
		}
	return found == 1;
}

/* The item at a place; a star, behind which places are unknown; or NULL. */
static const struct sql_item *
item_at(const struct sql_select *s, size_t at)
{
	const struct sql_item *i = s->items;

	while (i && i->value && at--)
		i = i->next;
	return i;
}

/* What needs no record at all. */

static bool is_constant(struct search *, struct sql_body *);

static bool
is_constant_table(struct search *l, struct sql_select *in, struct str written)
{
	struct sql_common *c = holds_common(in, written);
	size_t table = tables_find_written(l->catalog, written);
	const struct sql_tree *was = l->tree;
	bool is;

	if (c)
		return c->body && is_constant(l, c->body);
	if (!is_view(l, table))
		return false;
	l->tree = view_tree(l, table);
	is = l->tree->body && is_constant(l, l->tree->body);
	l->tree = was;
	return is;
}

static bool
is_constant_source(struct search *l, struct sql_select *in,
    const struct sql_source *s)
{
	return s->function ||
	    (s->body ? is_constant(l, s->body) :
		       is_constant_table(l, in, s->table));
}

/* x IN t: the table. */
static bool
names_table(const struct sql_node *n, struct str *table)
{
	if (n->kind != SQL_IS_TEST || !sql_is_word(n->t, "IN") ||
	    !n->parts->next)
		return false;
	*table = n->parts->next->node->t.text;
	return true;
}

static bool
is_constant_select(struct search *l, struct sql_select *s)
{
	struct str table;

	for (struct sql_source *o = s->sources; o; o = o->next)
		if (!is_constant_source(l, s, o))
			return false;
	for (struct sql_node *n = l->tree->nodes; n; n = n->next)
		if (n->select == s &&
		    ((n->kind == SQL_IS_SELECT && !is_constant(l, n->body)) ||
			(names_table(n, &table) &&
			    !is_constant_table(l, s, table))))
			return false;
	return true;
}

static bool
is_constant(struct search *l, struct sql_body *b)
{
	bool is = true;

	if (l->n_constant == DEEPEST)
		return false;
	for (size_t i = 0; i < l->n_constant; i++)
		if (l->constant[i] == b) /* WITH RECURSIVE */
			return true;
	l->constant[l->n_constant++] = b;
	for (struct sql_select *s = b->selects; is && s; s = s->next)
		is = is_constant_select(l, s);
	l->n_constant--;
	return is;
}

/* Keys. */

static bool is_key_at(struct search *, struct sql_body *, size_t column);

static bool
is_key_of(struct search *l, struct sql_select *in, const struct sql_source *s,
    struct str name)
{
	struct sql_common *c = s->body ? NULL : holds_common(in, s->table);
	const struct sql_tree *was = l->tree;
	size_t table = table_of(l, s), at;
	bool is;

	if (s->function)
		return false;
	if (s->body)
		return is_key(l, s->body, name);
	if (c && c->body && c->columns)
		return find_item(c->columns, name, &at) &&
		    is_key_at(l, c->body, at);
	if (c)
		return c->body && is_key(l, c->body, name);
	if (!is_view(l, table))
		return has_id(l, table) && holds_same(name, STR("id"));
	l->tree = view_tree(l, table);
	is = l->tree->body && is_key(l, l->tree->body, name);
	l->tree = was;
	return is;
}

/* Where a column comes from, as SQLite finds it; NULL: it is not known. */
static const struct sql_source *
source_of(const struct search *l, const struct sql_node *n,
    struct sql_select **in)
{
	for (*in = n->select; *in; *in = (*in)->body->outer) {
		for (struct sql_source *o = (*in)->sources; o; o = o->next) {
			enum there there;

			if (n->table.n && !holds_same(n->table, o->name))
				continue;
			there = holds_there(l->catalog, *in, o, n->t.text);
			if (there != NOT_THERE)
				return there == THERE ? o : NULL;
		}
		for (struct sql_item *i = (*in)->items; i; i = i->next)
			if (!n->table.n && i->value && i->value != n &&
			    holds_same(n->t.text, i->name))
				return NULL;
	}
	return NULL;
}

static int
place_of(const struct sql_select *s, const struct sql_source *of)
{
	int at = 0;

	for (const struct sql_source *o = s->sources; o; o = o->next, at++)
		if (o == of)
			return at;
	return END_NONE;
}

static int
end_of(struct search *l, struct sql_select *s, const struct sql_node *n)
{
	const struct sql_source *from;
	struct sql_select *in;

	if (n->kind != SQL_IS_COLUMN || n->collated)
		return END_NONE;
	from = source_of(l, n, &in);
	if (!from || !is_key_of(l, in, from, n->t.text))
		return END_NONE;
	return in == s ? place_of(s, from) : END_OUTER;
}

/* Which sources are held to the id; a set. */
struct held_sources {
	struct search *search;
	struct sql_select *select;
	uint64_t set;
};

static bool
is_held(const struct held_sources *h, int end)
{
	return end == END_OUTER || (end >= 0 && h->set >> end & 1);
}

/* What must be equal in every row; right: only in rows where that source of a
 * LEFT JOIN has one (END_NONE: in all). */
static void
hold(struct held_sources *h, const struct sql_node *n, int right)
{
	int a, b;

	if (!n)
		return;
	if (n->kind == SQL_IS_TEST && sql_is_word(n->t, "AND")) {
		for (const struct sql_part *p = n->parts; p; p = p->next)
			hold(h, p->node, right);
		return;
	}
	if (n->kind != SQL_IS_COMPARED || !n->parts->next ||
	    !(sql_is_op(n->t, "=") || sql_is_op(n->t, "==")))
		return;
	a = end_of(h->search, h->select, n->parts->node);
	b = end_of(h->search, h->select, n->parts->next->node);
	if (a >= 0 && is_held(h, b) && (right == END_NONE || right == a))
		h->set |= (uint64_t)1 << a;
	if (b >= 0 && is_held(h, a) && (right == END_NONE || right == b))
		h->set |= (uint64_t)1 << b;
}

/* From what is held already to all that it holds. False: there is more. */
static bool
hold_all(struct held_sources *h)
{
	struct sql_select *s = h->select;
	uint64_t was;
	int at = 0;

	do {
		was = h->set;
		hold(h, s->where, END_NONE);
		at = 0;
		for (struct sql_source *o = s->sources; o; o = o->next, at++)
			hold(h, o->on,
			    o->join == SQL_JOIN_LEFT ? at : END_NONE);
	} while (h->set != was);
	at = 0;
	for (struct sql_source *o = s->sources; o; o = o->next, at++)
		if (!is_held(h, at) && !is_constant_source(h->search, s, o))
			return false;
	return true;
}

static bool
can_hold(const struct sql_select *s)
{
	size_t n = 0;

	for (const struct sql_source *o = s->sources; o; o = o->next, n++)
		if (o->join == SQL_JOIN_OTHER || o->qualified)
			return false;
	return n <= SOURCES_MOST && !s->bracketed;
}

/* Groups and windows. */

static bool
is_aggregate(const struct sql_node *n)
{
	static const char *const names[] = { "avg", "count", "group_concat",
		"ids", "json_group_array", "json_group_object", "sum",
		"total" };

	if (n->kind != SQL_IS_CALL || n->over)
		return false;
	if (holds_same(n->t.text, STR("max")) ||
	    holds_same(n->t.text, STR("min")))
		return n->parts && !n->parts->next;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (holds_same(n->t.text, str_of(names[i])))
			return true;
	return false;
}

/* Does it name a column, and does it name one of its own SELECT? */
static void
look_for_columns(const struct search *l, const struct sql_node *n, bool *any,
    bool *own)
{
	struct sql_select *in;

	if (n->kind == SQL_IS_COLUMN) {
		*any = true;
		*own |= source_of(l, n, &in) && in == n->select;
	}
	for (const struct sql_part *p = n->parts; p; p = p->next)
		look_for_columns(l, p->node, any, own);
}

/* An aggregate of columns around it only is one of the SELECT around it. */
static bool
is_of_outer(const struct search *l, const struct sql_node *n)
{
	bool any = false, own = false;

	look_for_columns(l, n, &any, &own);
	return any && !own;
}

static bool
has_held(struct held_sources *h, const struct sql_part *p)
{
	for (; p; p = p->next)
		if (is_held(h, end_of(h->search, h->select, p->node)))
			return true;
	return false;
}

/* Are rows only brought together that are of one id? */
static bool
keeps_apart(struct held_sources *h, bool alone)
{
	struct sql_select *s = h->select;
	bool grouped = s->having;

	for (struct sql_node *n = h->search->tree->nodes; n; n = n->next) {
		if (n->select != s)
			continue;
		if (is_aggregate(n)) {
			grouped = true;
			if (is_of_outer(h->search, n))
				return false;
		}
		if (alone && n->over &&
		    (!n->partition || !has_held(h, n->partition->parts)))
			return false;
	}
	if (!alone)
		return true;
	return !s->limited &&
	    (!(grouped || s->groups) || has_held(h, s->groups));
}

/* SELECT in expressions. */

static bool is_held_select(struct search *, struct sql_select *,
    const struct sql_source *);

static bool
is_held_body(struct search *l, struct sql_body *b)
{
	for (struct sql_select *s = b->selects; s; s = s->next)
		if (!is_held_select(l, s, NULL))
			return false;
	return true;
}

/* x IN (SELECT key …), where x is the id. */
static bool
is_member(struct held_sources *h, const struct sql_node *of)
{
	struct search *l = h->search;

	for (const struct sql_node *n = l->tree->nodes; n; n = n->next)
		if (n->kind == SQL_IS_COMPARED && n->select == h->select &&
		    sql_is_word(n->t, "IN") && n->parts->next &&
		    n->parts->next->node == of)
			return is_held(h,
				   end_of(l, h->select, n->parts->node)) &&
			    is_key_at(l, of->body, 0);
	return false;
}

static bool
holds_within(struct held_sources *h)
{
	struct search *l = h->search;
	struct str table;

	for (struct sql_node *n = l->tree->nodes; n; n = n->next) {
		if (n->select != h->select)
			continue;
		if (n->kind == SQL_IS_SELECT && !is_held_body(l, n->body) &&
		    !is_member(h, n))
			return false;
		if (names_table(n, &table) &&
		    !is_constant_table(l, h->select, table))
			return false;
	}
	return true;
}

/* Is everything held to the key of one of its sources; NULL: to the id of a
 * SELECT around it? */
static bool
is_held_select(struct search *l, struct sql_select *s,
    const struct sql_source *key)
{
	struct held_sources h = { .search = l, .select = s };
	bool is;

	if (l->depth == DEEPEST || !can_hold(s))
		return false;
	l->depth++;
	if (key)
		h.set = (uint64_t)1 << place_of(s, key);
	is = hold_all(&h) && keeps_apart(&h, key) && holds_within(&h);
	l->depth--;
	return is;
}

/* The source whose key an item shows; NULL: it shows none. */
static const struct sql_source *
shown_key(struct search *l, struct sql_select *s, const struct sql_item *i)
{
	int end = i && i->value ? end_of(l, s, i->value) : END_NONE;
	const struct sql_source *o = s->sources;

	if (end < 0)
		return NULL;
	while (end--)
		o = o->next;
	return o;
}

/* A source that a LEFT JOIN adds shows NULL where it has no row. */
static bool
is_held_to(struct search *l, struct sql_select *s, const struct sql_source *key)
{
	return key && key->join == SQL_JOIN_INNER && is_held_select(l, s, key);
}

/* A question, and what is known of it; first: it is asked for the first time,
 * and held to be true until it is answered. */
static struct asked *
find_asked(struct search *l, const struct sql_body *b, struct str name,
    size_t column, bool *first)
{
	struct asked *a = l->asked;

	while (a &&
	    (a->body != b || a->column != column || !str_eq(a->name, name)))
		a = a->next;
	*first = !a;
	if (a)
		return a;
	a = ARENA_NEW(&l->arena, struct asked);
	*a = (struct asked){ b, name, column, true, l->asked };
	return l->asked = a;
}

static bool
is_key_at(struct search *l, struct sql_body *b, size_t column)
{
	bool first;
	struct asked *a = find_asked(l, b, STR(""), column, &first);

	for (struct sql_select *s = b->selects; first && s; s = s->next)
		a->is = a->is &&
		    is_held_to(l, s, shown_key(l, s, item_at(s, column)));
	return a->is;
}

/* The source whose key the one column of that name shows, perhaps by a star;
 * NULL: there is none. */
static const struct sql_source *
named_key(struct search *l, struct sql_select *s, struct str name)
{
	const struct sql_source *key = NULL;
	const struct sql_item *item = NULL;
	size_t n = 0;

	for (const struct sql_item *i = s->items; i; i = i->next) {
		if (i->value && holds_same(name, i->name)) {
			item = i;
			n++;
		}
		for (const struct sql_source *o = i->value ? NULL : s->sources;
		     o; o = o->next)
			if ((!i->table.n || holds_same(i->table, o->name)) &&
			    holds_there(l->catalog, s, o, name) != NOT_THERE) {
				key = o;
				n++;
			}
	}
	if (n != 1)
		return NULL;
	if (item)
		return shown_key(l, s, item);
	return is_key_of(l, s, key, name) ? key : NULL;
}

static bool
find_key(struct search *l, struct sql_body *b, struct str name)
{
	struct sql_select *s = b->selects;
	size_t at;

	if (s && !s->next)
		return is_held_to(l, s, named_key(l, s, name));
	return s && find_item(s->items, name, &at) && is_key_at(l, b, at);
}

static bool
is_key(struct search *l, struct sql_body *b, struct str name)
{
	bool first;
	struct asked *a = find_asked(l, b, name, SIZE_MAX, &first);

	if (first)
		a->is = find_key(l, b, name);
	return a->is;
}

bool
local_is(const struct statement *a, const struct type *type, const char *key)
{
	struct search l = { .catalog = a->catalog,
		.type = type,
		.tree = &a->tree };
	bool is;

	l.views = ARENA_ARRAY(&l.arena, struct sql_tree, a->catalog->n);
	is = a->tree.body && is_key(&l, a->tree.body, str_of(key));
	arena_release(&l.arena);
	return is;
}
