/* fields: what a record says, item by item. */
#include "record/fields.h"

#include <string.h>

#include "base/buf.h"
#include "base/map.h"
#include "parse/markdown.h"
#include "base/mem.h"
#include "record/entry_key.h"
#include "text/text.h"

/* Items being gathered. */
struct gather {
	const struct record *r;
	struct arena *arena;
	struct items items;
	size_t cap;
	struct map seen; /* keys of rows → how often */
};

/* Where a value stands. */
struct at {
	const struct item_row *row;
	struct str entry;
	bool entry_private;
};

/* Parts of a key end with a byte that no path has and no value may hold. */
enum { KEY_END = '\0' };

static struct str
as_written(const struct record *r, const struct node *n)
{
	if (n->kind == NODE_SCALAR)
		return n->value;
	return str_first(str_from(r->front.text, n->off), n->end - n->off);
}

/* The content of a value as one text, such that no two contents look alike. */

/* What stands in a map that no one declared. */
static void
add_undeclared(const struct record *r, const struct fields *in,
    const struct node *map, struct buf *b)
{
	if (!map || map->kind != NODE_MAP)
		return;
	for (const struct node *n = map->first; n; n = n->next) {
		if (n->absent || spellings_find(&in->by, n->key) != FIELD_NONE)
			continue;
		if (b->s[b->n - 1] != '{')
			buf_addz(b, ", ");
		entry_key_plain(b, n->key);
		buf_addz(b, ": ");
		entry_key_plain(b, as_written(r, n));
	}
}

/* As deep as the schema, whose pages are read to a fixed depth. */
static void
add_content(const struct record *r, const struct field *f,
    const struct value *v, struct buf *b)
{
	if (v->bad) {
		entry_key_plain(b, as_written(r, v->node));
	} else if (f->kind == KIND_LIST) {
		buf_addc(b, '[');
		for (uint32_t i = 0; i < v->n; i++) {
			struct field entry = { .kind = KIND_MAP,
				.fields = f->fields };

			if (i)
				buf_addz(b, ", ");
			add_content(r, f->of ? f->of : &entry, &v->parts[i], b);
		}
		buf_addc(b, ']');
	} else if (f->kind == KIND_MAP) {
		buf_addc(b, '{');
		for (size_t i = 0; v->parts && i < f->fields.n; i++) {
			if (!v->parts[i].node)
				continue;
			if (b->s[b->n - 1] != '{')
				buf_addz(b, ", ");
			buf_add(b, f->fields.all[i].name.name);
			buf_addz(b, ": ");
			add_content(r, &f->fields.all[i], &v->parts[i], b);
		}
		add_undeclared(r, &f->fields, v->node, b);
		buf_addc(b, '}');
	} else {
		entry_key_plain(b, v->text);
	}
}

/* Is a field private, or anything in it? */
static bool
holds_private(const struct field *f)
{
	return field_private(f) || field_any_private(&f->fields);
}

/* Rows and items. */

/* Room for one more: for those of most records at once. */
static struct item *
item_push(struct gather *g)
{
	enum { FIRST = 64 };
	struct items *to = &g->items;

	if (to->n == g->cap) {
		g->cap = g->cap ? 2 * g->cap : FIRST;
		to->all = mem_resize(to->all, g->cap * sizeof *to->all);
	}
	return &to->all[to->n++];
}

/* The digits of a number, back from an end: where they begin. */
static char *
digits_before(char *end, size_t n)
{
	do
		*--end = (char)('0' + n % 10);
	while (n /= 10);
	return end;
}

/* A part of a key. Where the next one goes. */
static char *
add_part(char *to, struct str s)
{
	if (s.n)
		memcpy(to, s.s, s.n);
	to[s.n] = KEY_END;
	return to + s.n + 1;
}

/* A row's key (NULL: none), and what is in it. */
static struct str
key_below(struct gather *g, const struct item_row *row, struct str path)
{
	struct str up = row ? row->key : STR("");
	char *key = arena_new(g->arena, up.n + path.n + 1);

	memcpy(key, up.s, up.n);
	add_part(key + up.n, path);
	return (struct str){ key, up.n + path.n + 1 };
}

/* Entries that are alike are told apart by their number. */
static const struct item_row *
row_new(struct gather *g, const struct at *around, struct str path,
    struct str known_by)
{
	struct item_row *row = ARENA_NEW(g->arena, struct item_row);
	struct str up = around->row ? around->row->key : STR("");
	char number[24], *const end = number + sizeof number, *from, *key;
	size_t n = up.n + path.n + 1 + known_by.n + 1, digits;
	void **times;

	key = arena_new(g->arena, n + sizeof number);
	add_part(add_part(key + up.n, path), known_by);
	memcpy(key, up.s, up.n);
	times = map_put(&g->seen, (struct str){ key, n });
	*times = (void *)((uintptr_t)*times + 1);
	from = digits_before(end, (size_t)(uintptr_t)*times);
	digits = (size_t)(end - from);
	row->key = (struct str){ key, n };
	row->up = around->row;
	/* The map views what stands before it. */
	memcpy(key + n, from, digits);
	key[n + digits] = KEY_END;
	row->key.n += digits + 1;
	return row;
}

static struct str
entry_below(struct gather *g, const struct at *around, struct str own)
{
	struct buf b = { 0 };

	if (!around->entry.s)
		return own.s ? own : STR("");
	buf_add(&b, around->entry);
	buf_addz(&b, " / ");
	buf_add(&b, own);
	return arena_take(g->arena, &b);
}

static struct item *
item_new(struct gather *g, const struct at *at, struct str path,
    const struct node *n)
{
	struct item *i = item_push(g);

	*i = (struct item){ .path = path,
		.entry = at->entry,
		.node = n,
		.row = at->row,
		.entry_private = at->entry_private,
		.key = key_below(g, at->row, path) };
	if (n) {
		i->off = n->off;
		i->end = n->end;
	}
	return i;
}

static void add_value(struct gather *, const struct at *, const struct field *,
    const struct value *);
static void add_map(struct gather *, const struct at *, const struct fields *,
    const struct field *up, const struct value *parts, const struct node *);

static void
add_single(struct gather *g, const struct at *at, const struct field *f,
    const struct value *v)
{
	struct item *i = item_new(g, at, f->dotted, v->node);

	i->field = f;
	i->bad = v->bad;
	i->value = v->bad ? as_written(g->r, v->node) : v->text;
	if (!i->value.s)
		i->value = STR("");
	i->private = holds_private(f);
}

/* An entry that no key tells from others is one item, known by its content. */
static void
add_whole(struct gather *g, const struct at *around, const struct field *list,
    const struct value *v)
{
	struct field map = { .kind = KIND_MAP, .fields = list->fields };
	struct str path = list->dotted, content;
	struct buf b = { 0 };
	struct at at;
	struct item *i;

	if (list->of && !v->bad)
		buf_add(&b, v->text);
	else
		add_content(g->r, list->of ? list->of : &map, v, &b);
	content = arena_take(g->arena, &b);
	at = (struct at){ row_new(g, around, path, content),
		entry_below(g, around, content),
		around->entry_private || holds_private(list) };
	i = item_new(g, &at, path, v->node);
	i->field = list->of ? list->of : list;
	i->bad = v->bad;
	i->value = content.s ? content : STR("");
	i->private = holds_private(list);
}

static void
add_entry(struct gather *g, const struct at *around, const struct field *list,
    const struct value *v)
{
	struct str key = entry_key(list, v, g->arena);
	struct at at;

	if (!v->bad && !list->of && v->node->absent)
		return;
	if (!key.s) {
		add_whole(g, around, list, v);
		return;
	}
	at = (struct at){ row_new(g, around, list->dotted, key),
		entry_below(g, around, key),
		around->entry_private || entry_key_private(list) };
	add_map(g, &at, &list->fields, list, v->parts, v->node);
}

static void
add_value(struct gather *g, const struct at *at, const struct field *f,
    const struct value *v)
{
	if (!v->node)
		return;
	if (v->bad) {
		add_single(g, at, f, v);
	} else if (f->kind == KIND_MAP) {
		add_map(g, at, &f->fields, f, v->parts, v->node);
	} else if (f->kind == KIND_LIST) {
		for (uint32_t i = 0; i < v->n; i++)
			add_entry(g, at, f, &v->parts[i]);
	} else {
		add_single(g, at, f, v);
	}
}

/* The way through maps that no one declared. */
struct way {
	const struct way *up;
	struct str name;
};

static void
add_way(const struct way *w, char between, struct buf *b)
{
	if (w->up) {
		add_way(w->up, between, b);
		buf_addc(b, between);
	}
	buf_add(b, w->name);
}

/* What no one declared: a map is opened, all else kept as written; nobody said
 * it may be seen. Its key must not be taken for that of a declared field:
 * neither when it has a point in it, nor when it is a second spelling of a
 * field that stands there; nor two ways for one. As deep as front matter may
 * be. */
static void
add_other(struct gather *g, const struct at *at, const struct field *up,
    const struct way *way, const struct node *n, bool twice)
{
	struct buf b = { 0 };
	struct item *i;

	if (n->kind == NODE_MAP) {
		for (const struct node *e = n->first; e; e = e->next) {
			struct way below = { way, e->key };

			if (!e->absent)
				add_other(g, at, up, &below, e, twice);
		}
		return;
	}
	if (up) {
		buf_add(&b, up->dotted);
		buf_addc(&b, '.');
	}
	add_way(way, '.', &b);
	i = item_new(g, at, arena_take(g->arena, &b), n);
	i->value = as_written(g->r, n);
	i->private = true;
	if (twice || way->up || str_find(way->name, '.') < way->name.n) {
		buf_add(&b, i->key);
		buf_addc(&b, '?');
		if (way->up)
			add_way(way, KEY_END, &b);
		i->key = arena_take(g->arena, &b);
	}
}

/* Is it what was read as one of the fields from next on? They mostly stand in
 * the order of their declaration. */
static bool
is_next(const struct fields *in, const struct value *parts,
    const struct node *n, size_t *next)
{
	for (size_t i = *next; i < in->n; i++)
		if (parts[i].node == n) {
			*next = i + 1;
			return true;
		}
	return false;
}

static void
add_others(struct gather *g, const struct at *at, const struct fields *in,
    const struct field *up, const struct value *parts, const struct node *map)
{
	size_t next = 0;

	if (!parts || !map || map->kind != NODE_MAP)
		return;
	for (const struct node *n = map->first; n; n = n->next) {
		struct way way = { NULL, n->key };
		int i;

		if (n->absent || is_next(in, parts, n, &next))
			continue;
		i = spellings_find(&in->by, n->key);
		if (i == FIELD_NONE || parts[i].node != n)
			add_other(g, at, up, &way, n, i != FIELD_NONE);
	}
}

static void
add_map(struct gather *g, const struct at *at, const struct fields *in,
    const struct field *up, const struct value *parts, const struct node *map)
{
	for (size_t i = 0; parts && i < in->n; i++)
		add_value(g, at, &in->all[i], &parts[i]);
	add_others(g, at, in, up, parts, map);
}

/* The body, by section. */

static struct str
blank_ends_off(struct str s)
{
	size_t start = 0, line = 0;

	while (s.n && strchr(" \t\r\n", s.s[s.n - 1]))
		s.n--;
	for (; line < s.n && strchr(" \t\r\n", s.s[line]); line++)
		if (s.s[line] == '\n')
			start = line + 1;
	return str_from(s, start);
}

/* Line ends and the form of letters are spelling. */
static struct str
plain_text(struct gather *g, struct str s)
{
	struct buf b = { 0 }, lf = { 0 };
	size_t bad;

	if (!text_valid(s, &bad))
		return s;
	if (text_nfc(s) && str_find(s, '\r') == s.n)
		return s.s ? s : STR("");
	text_add_nfc(&b, s);
	for (size_t i = 0; i < b.n; i++)
		if (b.s[i] != '\r' || i + 1 == b.n || b.s[i + 1] != '\n')
			buf_addc(&lf, b.s[i]);
	buf_release(&b);
	return arena_take(g->arena, &lf);
}

static bool
is_all(struct str s, char c)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.s[i] != c)
			return false;
	return true;
}

/* Where the lines of a heading end, that a section begins with: one line, or
 * all down to the one that underlines it. */
static size_t
heading_end(struct str text)
{
	size_t first = str_find(text, '\n') + 1, at = 0;
	bool underlined = str_trim(text).n && *str_trim(text).s != '#';

	while (underlined && at < text.n) {
		struct str rest = str_from(text, at);
		struct str line =
		    str_trim(str_first(rest, str_find(rest, '\n')));

		if (!line.n)
			break;
		at += str_find(rest, '\n') + 1;
		if (is_all(line, '=') || is_all(line, '-'))
			return at;
	}
	return first;
}

static void
add_section(struct gather *g, struct str heading, struct str text)
{
	struct at top = { 0 }, at;
	struct item *i;

	if (heading.s)
		text = str_from(text, heading_end(text));
	text = blank_ends_off(text);
	if (!text.n && !heading.s)
		return;
	heading = heading.s ? plain_text(g, heading) : STR("");
	at = (struct at){ .row = row_new(g, &top, STR("body"), heading),
		.entry = heading };
	i = item_new(g, &at, STR("body"), NULL);
	i->value = g->r->front.plain ? text : plain_text(g, text);
	i->private = true;
	i->off = (uint32_t)(text.s - g->r->front.text.s);
	i->end = i->off + (uint32_t)text.n;
}

/* Where each line begins is found as headings come, in order. */
static void
add_sections(struct gather *g)
{
	const struct front *front = &g->r->front;
	struct str body = front->body, heading = { 0 };
	struct heading *all;
	size_t n = markdown_headings(body, front->body_line, g->arena, &all);
	size_t at = 0, from = 0;
	int line = front->body_line;

	for (size_t i = 0; i < n; i++) {
		if (all[i].level > 2)
			continue;
		while (line < all[i].line && at < body.n) {
			at += str_find(str_from(body, at), '\n') + 1;
			line++;
		}
		if (at > body.n)
			at = body.n;
		add_section(g, heading,
		    str_first(str_from(body, from), at - from));
		heading = all[i].text.s ? all[i].text : STR("");
		from = at;
	}
	add_section(g, heading, str_from(body, from));
}

static struct items
take_items(struct gather *g)
{
	size_t n = g->items.n;

	map_release(&g->seen);
	return (struct items){ arena_take_array(g->arena, g->items.all, n,
				   sizeof *g->items.all),
		n };
}

struct items
fields_items(const struct record *r, bool body, struct arena *arena)
{
	struct gather g = { .r = r, .arena = arena };
	struct at top = { 0 };

	add_map(&g, &top, &r->type->fields, NULL, r->values, r->front.root);
	if (body)
		add_sections(&g);
	return take_items(&g);
}

/* Two records at once. */

/* From the start of its first line, since how far it is indented may matter. */
static struct str
lines_of(const struct record *r, const struct node *n)
{
	const char *text = r->front.text.s;
	size_t from = n->key_end > n->key_off ? n->key_off : n->off;

	while (from && text[from - 1] != '\n')
		from--;
	return (struct str){ text + from, n->end - from };
}

static bool
written_alike(const struct gather *a, const struct node *x,
    const struct gather *b, const struct node *y)
{
	return str_eq(lines_of(a->r, x), lines_of(b->r, y));
}

/* Entries that are written alike at both ends of a list say nothing. */
static void
add_lists_apart(struct gather *a, struct gather *b, const struct field *f,
    const struct value *x, const struct value *y)
{
	struct at top = { 0 };
	uint32_t from = 0, behind = 0, most = x->n < y->n ? x->n : y->n;

	while (from < most &&
	    written_alike(a, x->parts[from].node, b, y->parts[from].node))
		from++;
	while (behind < most - from &&
	    written_alike(a, x->parts[x->n - 1 - behind].node, b,
		y->parts[y->n - 1 - behind].node))
		behind++;
	for (uint32_t i = from; i < x->n - behind; i++)
		add_entry(a, &top, f, &x->parts[i]);
	for (uint32_t i = from; i < y->n - behind; i++)
		add_entry(b, &top, f, &y->parts[i]);
}

static void
add_fields_apart(struct gather *a, struct gather *b)
{
	const struct fields *in = &a->r->type->fields;
	struct at top = { 0 };

	for (size_t i = 0; i < in->n; i++) {
		const struct value *x = &a->r->values[i], *y = &b->r->values[i];

		if (x->node && y->node && written_alike(a, x->node, b, y->node))
			continue;
		if (x->parts && y->parts && in->all[i].kind == KIND_LIST) {
			add_lists_apart(a, b, &in->all[i], x, y);
			continue;
		}
		add_value(a, &top, &in->all[i], x);
		add_value(b, &top, &in->all[i], y);
	}
	add_others(a, &top, in, NULL, a->r->values, a->r->front.root);
	add_others(b, &top, in, NULL, b->r->values, b->r->front.root);
}

void
fields_items_apart(const struct record *a, const struct record *b, bool body,
    struct arena *arena, struct items *of_a, struct items *of_b)
{
	struct gather ga = { .r = a, .arena = arena };
	struct gather gb = { .r = b, .arena = arena };

	add_fields_apart(&ga, &gb);
	if (body && !str_eq(a->front.body, b->front.body)) {
		add_sections(&ga);
		add_sections(&gb);
	}
	*of_a = take_items(&ga);
	*of_b = take_items(&gb);
}

/* Looking things up in a list of items. */
struct index {
	const struct items *items;
	struct map by_key, rows;
};

static void
index_make(struct index *x, const struct items *items)
{
	*x = (struct index){ .items = items };
	for (size_t i = 0; i < items->n; i++) {
		const struct item *item = &items->all[i];

		*map_put(&x->by_key, item->key) = (void *)item;
		for (const struct item_row *r = item->row; r; r = r->up)
			*map_put(&x->rows, r->key) = (void *)r;
	}
}

static void
index_release(struct index *x)
{
	map_release(&x->by_key);
	map_release(&x->rows);
}

static const struct item *
item_in(const struct index *x, const struct item *i)
{
	return map_get(&x->by_key, i->key);
}

static bool
has_row(const struct index *x, const struct item_row *row)
{
	return map_get(&x->rows, row->key);
}

/* Comparing. */

struct str
fields_said(const struct item *i)
{
	return i->field && i->field->kind == KIND_FLAG && i->node ?
	    i->node->value :
	    i->value;
}

bool
fields_same(const struct item *a, const struct item *b)
{
	if (!a || !b)
		return a == b;
	return str_eq(a->value, b->value) && a->bad == b->bad;
}

/* Most versions of a record differ in little: where both lists begin alike
 * nothing need be looked up. */
static size_t
alike(const struct items *a, const struct items *b)
{
	size_t i = 0;

	while (i < a->n && i < b->n && str_eq(a->all[i].key, b->all[i].key) &&
	    fields_same(&a->all[i], &b->all[i]))
		i++;
	return i;
}

static struct items
rest_of(const struct items *all, size_t from)
{
	return (struct items){ all->all + from, all->n - from };
}

struct change *
fields_compare(const struct items *all_a, const struct items *all_b,
    struct arena *arena, size_t *n)
{
	size_t start = alike(all_a, all_b);
	struct items a = rest_of(all_a, start), b = rest_of(all_b, start);
	struct change *changes;
	struct index in_a, in_b;

	*n = 0;
	if (!a.n && !b.n)
		return NULL;
	changes = ARENA_ARRAY(arena, struct change, a.n + b.n);
	if (!all_a->n) {
		for (; *n < b.n; ++*n)
			changes[*n] = (struct change){ NULL, &b.all[*n],
				b.all[*n].row != NULL };
		return changes;
	}
	index_make(&in_a, all_a);
	index_make(&in_b, all_b);
	for (size_t i = 0; i < a.n; i++) {
		const struct item *item = &a.all[i];
		const struct item *now = item_in(&in_b, item);

		if (!fields_same(item, now))
			changes[(*n)++] = (struct change){ item, now,
				!now && item->row &&
				    !has_row(&in_b, item->row) };
	}
	for (size_t i = 0; i < b.n; i++) {
		const struct item *item = &b.all[i];

		if (!item_in(&in_a, item))
			changes[(*n)++] = (struct change){ NULL, item,
				item->row && !has_row(&in_a, item->row) };
	}
	index_release(&in_a);
	index_release(&in_b);
	return changes;
}

/* Merging. */

struct merging {
	struct index base, ours, theirs;
	const struct text_merge *text;
	struct arena *arena;
	struct map torn; /* rows taken away here, changed there */
	struct merged *all;
	size_t n;
};

static bool
is_long_text(const struct item *i)
{
	return !i->bad &&
	    (i->field ? i->field->kind == KIND_TEXT : str_is(i->path, "body"));
}

static bool
merge_text(struct merging *m, struct merged *one)
{
	const struct item *o = one->ours, *t = one->theirs;
	struct buf out = { 0 };
	struct item *now;

	if (!m->text || !o || !t || !is_long_text(o) || !is_long_text(t))
		return false;
	if (!m->text->merge(one->base ? one->base->value : STR(""), o->value,
		t->value, &out, m->text->to)) {
		buf_release(&out);
		return false;
	}
	now = ARENA_NEW(m->arena, struct item);
	*now = *o;
	now->value = arena_take(m->arena, &out);
	now->private |= t->private;
	one->now = now;
	return true;
}

static void
judge(struct merging *m, struct merged *one)
{
	if (fields_same(one->ours, one->theirs)) {
		one->verdict =
		    fields_same(one->base, one->ours) ? MERGE_KEPT : MERGE_BOTH;
		one->now = one->ours;
	} else if (fields_same(one->base, one->theirs)) {
		one->verdict = MERGE_OURS;
		one->now = one->ours;
	} else if (fields_same(one->base, one->ours)) {
		one->verdict = MERGE_THEIRS;
		one->now = one->theirs;
	} else {
		one->verdict = merge_text(m, one) ? MERGE_TEXT : MERGE_CONFLICT;
	}
}

static void
merge_item(struct merging *m, const struct item *i)
{
	struct merged *one = &m->all[m->n++];

	*one = (struct merged){ item_in(&m->base, i), item_in(&m->ours, i),
		item_in(&m->theirs, i), NULL, MERGE_KEPT };
	judge(m, one);
}

const struct item *
fields_any(const struct merged *one)
{
	return one->base ? one->base : one->ours ? one->ours : one->theirs;
}

/* Notes the entries that one side took away while the other changed them. */
static void
note_torn(struct merging *m, const struct merged *one)
{
	bool ours = !fields_same(one->base, one->ours);
	bool theirs = !fields_same(one->base, one->theirs);

	for (const struct item_row *r = fields_any(one)->row; r; r = r->up) {
		bool lost_ours, lost_theirs;

		if (!has_row(&m->base, r))
			continue;
		lost_ours = !has_row(&m->ours, r);
		lost_theirs = !has_row(&m->theirs, r);
		if ((lost_ours && !lost_theirs && theirs) ||
		    (lost_theirs && !lost_ours && ours))
			*map_put(&m->torn, r->key) = (void *)r;
	}
}

static void
tear(struct merging *m, struct merged *one)
{
	for (const struct item_row *r = fields_any(one)->row; r; r = r->up)
		if (map_get(&m->torn, r->key)) {
			one->verdict = MERGE_CONFLICT;
			one->now = NULL;
		}
}

struct merged *
fields_merge(const struct items *base, const struct items *ours,
    const struct items *theirs, const struct text_merge *text,
    struct arena *arena, size_t *n)
{
	struct merging m = { .text = text, .arena = arena };

	index_make(&m.base, base);
	index_make(&m.ours, ours);
	index_make(&m.theirs, theirs);
	m.all =
	    ARENA_ARRAY(arena, struct merged, base->n + ours->n + theirs->n);
	for (size_t i = 0; i < base->n; i++)
		merge_item(&m, &base->all[i]);
	for (size_t i = 0; i < ours->n; i++)
		if (!item_in(&m.base, &ours->all[i]))
			merge_item(&m, &ours->all[i]);
	for (size_t i = 0; i < theirs->n; i++)
		if (!item_in(&m.base, &theirs->all[i]) &&
		    !item_in(&m.ours, &theirs->all[i]))
			merge_item(&m, &theirs->all[i]);
	for (size_t i = 0; i < m.n; i++)
		note_torn(&m, &m.all[i]);
	for (size_t i = 0; i < m.n; i++)
		tear(&m, &m.all[i]);
	index_release(&m.base);
	index_release(&m.ours);
	index_release(&m.theirs);
	map_release(&m.torn);
	*n = m.n;
	return m.all;
}
