/* layout: keys and words by the schema, every comment where it belongs. */
#include "record/layout.h"

#include <string.h>

#include "base/map.h"
#include "parse/edit.h"
#include "parse/emit.h"
#include "record/record_edit_inside.h"

/* What a schema knows of a tree. */

static const struct field *
field_at(const struct fields *in, struct str key)
{
	int i = in ? spellings_find(&in->by, key) : FIELD_NONE;

	return i == FIELD_NONE ? NULL : &in->all[i];
}

/* The fields of a map that is the value of a field; NULL: it should be none. */
static const struct fields *
fields_of(const struct field *f, const struct node *n)
{
	return f && f->kind == KIND_MAP && n->kind == NODE_MAP ? &f->fields :
								 NULL;
}

static bool
is_list_of_maps(const struct field *f, const struct node *n)
{
	return f && f->kind == KIND_LIST && !f->of && n->kind == NODE_LIST;
}

static bool
is_list_of_values(const struct field *f, const struct node *n)
{
	return f && f->kind == KIND_LIST && f->of && n->kind == NODE_LIST;
}

/* Puts a new text in the place of the old one. */
static bool
put(struct record_edit *e, struct str text)
{
	struct findings silent = { 0 }, *to = e->to;
	bool reads;

	e->to = &silent;
	reads = record_edit_put(e, text);
	e->to = to;
	return reads ||
	    record_edit_wrong(e,
		_("laid out by the schema it would not read any more; order "
		  "its keys in the file itself"));
}

/* Spelling. */

struct respelling {
	struct record_edit *edit;
	struct voice voice;
	struct edit splices;
};

static void
respell(struct respelling *r, size_t off, size_t end, struct buf *by)
{
	edit_bytes(&r->splices, off, end, buf_str(by));
	buf_release(by);
}

static void
respell_word(struct respelling *r, const struct field *f, const struct node *n,
    enum emit_in in)
{
	int i =
	    n->kind == NODE_SCALAR && !n->absent && n->style <= STYLE_DOUBLE ?
	    spellings_find(&f->by_value, n->value) :
	    FIELD_NONE;
	struct buf b = { 0 };
	struct str word;

	if (i == FIELD_NONE)
		return;
	word = voice_spell(r->voice, &f->values[i]);
	if (str_eq(word, n->value))
		return;
	emit_scalar(&b, word, n->style, in);
	respell(r, n->off, n->end, &b);
}

/* A field that stands twice has no place of its own. */
static bool
is_single(struct record_edit *e, const struct field *f,
    const struct node **seen, const struct node *n)
{
	const struct node *first = seen[f->index];

	seen[f->index] = n;
	return !first ||
	    record_edit_wrong(e,
		_("%s stands twice in one map, in line %d and line %d: one of "
		  "them must go first"),
		record_edit_shown(e, f),
		front_place(&e->record.front, e->path, first->key_off).line,
		front_place(&e->record.front, e->path, n->key_off).line);
}

static bool respell_map(struct respelling *, const struct fields *,
    const struct node *map, enum emit_in);

static bool
respell_value(struct respelling *r, const struct field *f, const struct node *n,
    enum emit_in in)
{
	bool good = true;

	if (n->style == STYLE_FLOW)
		in = EMIT_FLOW;
	if (f->kind == KIND_ENUM)
		respell_word(r, f, n, in);
	if (fields_of(f, n))
		return respell_map(r, &f->fields, n, in);
	for (const struct node *e = n->first; e; e = e->next) {
		if (is_list_of_values(f, n))
			good = respell_value(r, f->of, e, in) && good;
		else if (is_list_of_maps(f, n) && e->kind == NODE_MAP)
			good = respell_map(r, &f->fields, e, in) && good;
	}
	return good;
}

static bool
respell_map(struct respelling *r, const struct fields *in,
    const struct node *map, enum emit_in how)
{
	struct record_edit *e = r->edit;
	const struct node **seen =
	    ARENA_ARRAY(&e->arena, const struct node *, in->n + 1);
	bool good = true;

	if (map->style == STYLE_FLOW)
		how = EMIT_FLOW;
	for (const struct node *n = map->first; n; n = n->next) {
		const struct field *f = field_at(in, n->key);
		struct buf b = { 0 };
		struct str key;

		if (!f)
			continue;
		good = is_single(e, f, seen, n) && good;
		key = voice_spell(r->voice, &f->name);
		if (!str_eq(key, n->key)) {
			emit_key(&b, key, how);
			respell(r, n->key_off, n->key_end, &b);
		}
		good = respell_value(r, f, n, how) && good;
	}
	return good;
}

static bool
respell_all(struct record_edit *e, struct voice voice)
{
	struct respelling r = { e, voice,
		{ .front = &e->record.front, .arena = &e->arena } };
	struct buf out = { 0 };
	bool good =
	    respell_map(&r, &e->type->fields, e->record.front.root, EMIT_BLOCK);

	if (good && r.splices.n)
		good = edit_apply(&r.splices, &out) &&
		    put(e, arena_take(&e->arena, &out));
	edit_release(&r.splices);
	buf_release(&out);
	return good;
}

/* Order. */

/* An entry of a map with all that moves with it. */
struct piece {
	const struct node *node;
	const struct field *field; /* NULL: it is none */
	size_t off, end;           /* its bytes */
	size_t line, col;          /* its own first line; its key in that */
	bool bare;                 /* it begins in the line of a '-' */
	int rank;
};

struct laying {
	struct record_edit *edit;
	const struct front *front;
	struct buf out;
};

static void
copy(struct laying *l, size_t off, size_t end)
{
	buf_add(&l->out, edit_span(l->front, off, end));
}

/* Steps over a line of a gap: its indentation, and is it a comment? */
static size_t
gap_line(const struct front *f, size_t off, size_t end, size_t *indent,
    bool *comment)
{
	struct str text = edit_span(f, off, end);
	size_t i = 0;

	while (i < text.n && (text.s[i] == ' ' || text.s[i] == '\t'))
		i++;
	*indent = i;
	*comment = i < text.n && text.s[i] == '#';
	i = str_find(text, '\n');
	return off + (i < text.n ? i + 1 : i);
}

/* Where what belongs to an entry begins in the gap before it: on top of a map
 * behind the last empty line, else behind the last comment that is indented
 * deeper. */
static size_t
own_gap(const struct front *f, const struct extent *x, bool first)
{
	size_t at = x->gap, own = x->gap, indent;
	bool comment;

	while (at < x->off) {
		at = gap_line(f, at, x->off, &indent, &comment);
		if (first ? !comment : comment && indent > x->col)
			own = at;
		else if (comment && !first)
			break;
	}
	return own;
}

static void
cut_block(const struct front *f, const struct node *map, struct piece *all)
{
	const struct node *before = NULL;
	struct piece *p = all;

	for (const struct node *n = map->first; n; n = n->next, p++) {
		struct extent x = edit_extent(f, map, before, n);

		*p = (struct piece){ .node = n,
			.off = x.own ? own_gap(f, &x, !before) : x.off,
			.end = x.end,
			.line = x.off,
			.col = x.col,
			.bare = !x.own };
		if (before)
			p[-1].end = p->off;
		before = n;
	}
}

/* A key without a value keeps the blank behind its ':'. */
static void
cut_flow(const struct front *f, const struct node *map, struct piece *all)
{
	struct piece *p = all;

	for (const struct node *n = map->first; n; n = n->next, p++) {
		*p = (struct piece){ .node = n,
			.off = n->key_off,
			.end = n->end };
		while (n->off == n->end && f->text.s[p->end] == ' ')
			p->end++;
	}
}

/* What a schema does not know goes with the key that it stands behind. */
static bool
rank_all(const struct fields *in, struct piece *all, size_t n)
{
	bool sorted = true;
	int rank = -1;

	for (size_t i = 0; i < n; i++) {
		all[i].field = field_at(in, all[i].node->key);
		if (all[i].field) {
			sorted = sorted && rank < (int)all[i].field->index;
			rank = (int)all[i].field->index;
		}
		all[i].rank = rank;
	}
	return sorted;
}

/* By counting: entries of one rank, from -1 on, stay as they stand. */
static const struct piece **
in_order(struct arena *a, const struct piece *all, size_t n, size_t ranks)
{
	const struct piece **sorted =
	    ARENA_ARRAY(a, const struct piece *, n + 1);
	size_t *at = ARENA_ARRAY(a, size_t, ranks + 2);

	for (size_t i = 0; i < n; i++)
		at[all[i].rank + 2]++;
	for (size_t i = 1; i < ranks + 2; i++)
		at[i] += at[i - 1];
	for (size_t i = 0; i < n; i++)
		sorted[at[all[i].rank + 1]++] = &all[i];
	return sorted;
}

static size_t lay_map(struct laying *, size_t at, const struct fields *,
    const struct node *map);

/* Copies the text from at on as far as a value makes it; that place. */
static size_t
lay_value(struct laying *l, size_t at, const struct field *f,
    const struct node *n)
{
	if (fields_of(f, n))
		return lay_map(l, at, &f->fields, n);
	if (is_list_of_maps(f, n))
		for (const struct node *e = n->first; e; e = e->next)
			if (e->kind == NODE_MAP)
				at = lay_map(l, at, &f->fields, e);
	return at;
}

static void
lay_piece(struct laying *l, const struct piece *p, size_t from)
{
	copy(l, lay_value(l, from, p->field, p->node), p->end);
}

static void
lay_flow(struct laying *l, size_t at, const struct piece *all,
    const struct piece **sorted, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		copy(l, at, all[i].off);
		lay_piece(l, sorted[i], sorted[i]->off);
		if (l->out.s[l->out.n - 1] == ':')
			buf_addc(&l->out, ' ');
		at = all[i].end;
	}
}

/* What comes into the line of a '-' leaves its indentation, or with comments
 * above it begins below the '-'. */
static void
lay_first(struct laying *l, const struct piece *p)
{
	if (p->off == p->line) {
		lay_piece(l, p, p->line + p->col);
		return;
	}
	while (l->out.n && l->out.s[l->out.n - 1] == ' ')
		buf_cut(&l->out, l->out.n - 1);
	buf_add(&l->out, edit_eol(l->front));
	lay_piece(l, p, p->off);
}

static void
lay_block(struct laying *l, size_t at, const struct piece *all,
    const struct piece **sorted, size_t n)
{
	copy(l, at, all->off);
	for (size_t i = 0; i < n; i++) {
		const struct piece *p = sorted[i];

		if (!i && all->bare && p != all) {
			lay_first(l, p);
			continue;
		}
		if (i && p->bare)
			buf_fill(&l->out, ' ', p->col);
		lay_piece(l, p, p->off);
	}
}

/* Is there a comment between the entries of a map in brackets? */
static bool
is_commented(const struct front *f, const struct node *map,
    const struct piece *all, size_t n)
{
	size_t at = map->off;

	for (size_t i = 0; i <= n; i++) {
		size_t end = i < n ? all[i].off : map->end;

		if (str_find(edit_span(f, at, end), '#') < end - at)
			return true;
		at = i < n ? all[i].end : at;
	}
	return false;
}

static size_t
lay_map(struct laying *l, size_t at, const struct fields *in,
    const struct node *map)
{
	struct arena *a = &l->edit->arena;
	struct piece *all = ARENA_ARRAY(a, struct piece, map->n + 1);
	bool flow = map->style == STYLE_FLOW, sorted;
	const struct piece **order;

	if (!map->n)
		return at;
	if (flow)
		cut_flow(l->front, map, all);
	else
		cut_block(l->front, map, all);
	sorted = rank_all(in, all, map->n);
	if (sorted || (flow && is_commented(l->front, map, all, map->n))) {
		for (size_t i = 0; i < map->n; i++)
			at = lay_value(l, at, all[i].field, all[i].node);
		return at;
	}
	order = in_order(a, all, map->n, in->n);
	if (flow)
		lay_flow(l, at, all, order, map->n);
	else
		lay_block(l, at, all, order, map->n);
	return all[map->n - 1].end;
}

static bool
order_all(struct record_edit *e)
{
	struct laying l = { e, &e->record.front, { 0 } };
	struct str text;

	copy(&l, lay_map(&l, 0, &e->type->fields, e->record.front.root),
	    e->text.n);
	text = arena_take(&e->arena, &l.out);
	return str_eq(text, e->text) || put(e, text);
}

/* Is it what it was? */

static bool is_same(const struct field *, const struct node *was,
    const struct node *now);

/* What an entry is called, however it is spelled. */
static struct str
called(const struct fields *in, const struct node *n)
{
	const struct field *f = field_at(in, n->key);

	return f ? f->name.name : n->key;
}

static bool
is_same_map(const struct fields *in, const struct node *was,
    const struct node *now)
{
	struct map by = { 0 };
	bool same = was->n == now->n;

	for (const struct node *b = now->first; same && b; b = b->next)
		*map_put(&by, called(in, b)) = (void *)b;
	for (const struct node *a = was->first; same && a; a = a->next) {
		const struct node *b = map_get(&by, called(in, a));

		same = b && is_same(field_at(in, a->key), a, b);
	}
	map_release(&by);
	return same;
}

static bool
is_same_word(const struct field *f, const struct node *was,
    const struct node *now)
{
	int i = f && f->kind == KIND_ENUM ?
	    spellings_find(&f->by_value, was->value) :
	    FIELD_NONE;

	if (i == FIELD_NONE)
		return was->style == now->style &&
		    str_eq(was->value, now->value);
	return i == spellings_find(&f->by_value, now->value);
}

static bool
is_same(const struct field *f, const struct node *was, const struct node *now)
{
	const struct node *b = now->first;

	if (was->kind != now->kind || was->absent != now->absent)
		return false;
	if (was->kind == NODE_SCALAR)
		return is_same_word(f, was, now);
	if (was->style != now->style)
		return false;
	if (was->kind == NODE_MAP)
		return is_same_map(fields_of(f, was), was, now);
	for (const struct node *a = was->first; a; a = a->next, b = b->next) {
		bool map = is_list_of_maps(f, was) && a->kind == NODE_MAP;

		if (!b || a->kind != b->kind ||
		    !(map ? is_same_map(&f->fields, a, b) :
			    is_same(f ? f->of : NULL, a, b)))
			return false;
	}
	return !b;
}

static bool
is_kept(const struct record_edit *e, const struct record *was)
{
	const struct front *a = &was->front, *b = &e->record.front;

	return str_eq(a->body, b->body) &&
	    is_same_map(&e->type->fields, a->root, b->root);
}

/* Labels may speak another language than those that were there, where not every
 * key has one in it: then that language has the last word. */
static bool
lay_out(struct record_edit *e, bool labels)
{
	struct voice v = { labels, voice_of_record(&e->record).lang };
	enum lang then;

	if (!respell_all(e, v))
		return false;
	then = voice_of_record(&e->record).lang;
	if (labels && then != v.lang) {
		v.lang = then;
		if (!respell_all(e, v))
			return false;
	}
	return order_all(e);
}

bool
record_layout(struct record_edit *e, bool labels)
{
	struct record was = e->record;
	struct str text = e->text;

	if (lay_out(e, labels) &&
	    (is_kept(e, &was) ||
		record_edit_wrong(e,
		    _("laid out by the schema it would say something else, "
		      "perhaps since an empty line came behind a text that "
		      "keeps such lines ('|+'); order its keys in the file "
		      "itself"))))
		return true;
	e->text = text;
	e->record = was;
	return false;
}
