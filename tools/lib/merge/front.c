/* front: three versions of front matter into one.
 *
 * A map or list that both sides changed is merged entry by entry, in place in
 * ours. An entry is what stands before its value, the value, and what stands
 * behind it in its line; each is taken from the side that changed it. Where
 * that cannot be, the lines of the entry are marked; an entry without lines of
 * its own leaves it to the one around it. */
#include "merge/front.h"

#include "base/lang.h"
#include "merge/layer.h"
#include "record/entry_key.h"
#include "text/period.h"

enum {
	/* conflicts of one file: enough to see what it is about */
	SAID_MOST = 50,
	/* new entries in one place that are put in order */
	RUN_MOST = 64,
	/* entries that both sides took out and that a new one is compared
	 * with */
	GONE_MOST = 64,
};

/* The way to an entry, for messages. */
struct where {
	const struct where *up;
	struct str name;           /* of a field; empty: an entry */
	struct str key;            /* of an entry, if it may be shown */
	const struct field *field; /* NULL: undeclared */
};

/* What the layers of all sides are typed by. */
struct typing {
	struct layer_type type;
	const struct value *values[SIDES]; /* parts; NULL: none */
};

static bool merge_layer(struct merge_front *, const struct typing *,
    const struct node *const nodes[SIDES], const struct where *);

static const struct front *
front_of(const struct merge_front *m, int side)
{
	return &m->side[side]->front;
}

/* Reasons. */

static void
add_where(const struct where *w, struct buf *b)
{
	if (!w)
		return;
	add_where(w->up, b);
	if (w->name.n)
		buf_addf(b, "%s%.*s", b->n ? "." : "", STRF(w->name));
	else
		buf_addf(b, "[%.*s]", STRF(w->key));
}

/* Always false. */
static bool
torn(struct merge_front *m, enum find why, const struct where *at,
    const struct part *ours)
{
	static const char *const texts[] = {
		[FIND_MERGE_VALUE] = N_("both sides changed it, each in "
					"another way"),
		[FIND_MERGE_ADDED] = N_("both sides put it in, each with "
					"another value"),
		[FIND_MERGE_DELETED] = N_("one side took it out, the other "
					  "changed it"),
		[FIND_MERGE_TEXT] = N_("both sides changed this text of "
				       "several lines"),
		[FIND_MERGE_UNKEYED] = N_("both sides changed this list, and "
					  "no key tells its entries apart"),
		[FIND_MERGE_TWICE] = N_("both sides changed it, and on one of "
					"them something stands in it twice"),
		[FIND_MERGE_ORDER] = N_("one side changed the order of the "
					"entries, the other the entries"),
		[FIND_MERGE_COMMENT] = N_("both sides changed it, and a "
					  "comment is in the way"),
		[FIND_MERGE_LAYOUT] = N_("both sides changed it, and they "
					 "write it in different ways"),
	};
	const struct front *f = front_of(m, OURS);
	struct buf b = { 0 };

	if (m->said++ >= SAID_MOST)
		return false;
	add_where(at, &b);
	if (b.n)
		found(m->to, why,
		    ours ? place_at(m->side[OURS]->path, f->text,
			       ours->x.off + (ours->x.own ? ours->x.col : 0)) :
			   place_file(m->side[OURS]->path),
		    "%s: %s", field_shown_at(at->field, buf_str(&b), m->arena),
		    _(texts[why]));
	else
		found(m->to, why, place_file(m->side[OURS]->path), "%s",
		    _(texts[why]));
	buf_release(&b);
	return false;
}

/* Choosing. */

enum choice { NEITHER, TAKE_OURS, TAKE_THEIRS };

static enum choice
choose(const struct str *base, struct str ours, struct str theirs)
{
	if (str_eq(ours, theirs) || (base && str_eq(theirs, *base)))
		return TAKE_OURS;
	return base && str_eq(ours, *base) ? TAKE_THEIRS : NEITHER;
}

static bool
has_comment(struct str s)
{
	return str_find(s, '#') < s.n;
}

/* Of what is no value (keys, blanks, comments) only comments say something. */
static enum choice
choose_around(const struct str *base, struct str ours, struct str theirs)
{
	enum choice c = choose(base, ours, theirs);

	if (c != NEITHER)
		return c;
	if (!has_comment(theirs) && !(base && has_comment(*base)))
		return TAKE_OURS;
	if (!base && !has_comment(ours))
		return TAKE_THEIRS;
	return NEITHER;
}

/* Writing. */

/* Replaces bytes of ours by lines of theirs, which stand in column 0. */
static void
put_lines(struct merge_front *m, size_t off, size_t end, struct str lines,
    size_t col)
{
	edit_bytes(&m->sure, off, end, layer_shift(m->arena, lines, 0, col));
}

/* What others come from has the ancestor's lines, or any, with a note. */
static void
note_torn(struct merge_front *m, size_t off, size_t end, struct str base,
    struct str theirs, size_t col)
{
	struct str ours = edit_span(front_of(m, OURS), off, end);
	struct buf b = { 0 };

	buf_fill(&b, ' ', col);
	buf_addz(&b, LAYER_TORN "\n");
	buf_add(&b,
	    base.n || !ours.n ?
		layer_shift(m->arena, base.n ? base : theirs, 0, col) :
		ours);
	edit_bytes(&m->marks, off, end, buf_str(&b));
	buf_release(&b);
}

/* Marks lines of ours, [off, end), as a conflict with those of the others. */
static void
mark(struct merge_front *m, size_t off, size_t end, struct str base,
    struct str theirs, size_t col)
{
	struct buf b = { 0 };

	if (m->ancestor) {
		note_torn(m, off, end, base, theirs, col);
		return;
	}
	lines_mark(&m->marking, layer_shift(m->arena, base, 0, col),
	    edit_span(front_of(m, OURS), off, end),
	    layer_shift(m->arena, theirs, 0, col), &b);
	edit_bytes(&m->marks, off, end, buf_str(&b));
	buf_release(&b);
}

static struct str
with_gap(struct merge_front *m, const struct part *p)
{
	struct buf b = { 0 };

	if (!p)
		return STR("");
	buf_add(&b, p->gap);
	buf_add(&b, p->lines);
	return arena_take(m->arena, &b);
}

/* Marks an entry that all sides have in lines of their own. False: they do not,
 * so that the one around it must be marked. */
static bool
mark_part(struct merge_front *m, const struct part *b, const struct part *o,
    const struct part *t, bool gap)
{
	if (!o->x.own || (t && !t->x.own) || (b && !b->x.own))
		return false;
	if (gap)
		mark(m, o->x.gap, o->x.end, with_gap(m, b), with_gap(m, t),
		    o->x.col);
	else
		mark(m, o->x.off, o->x.end, b ? b->lines : STR(""),
		    t ? t->lines : STR(""), o->x.col);
	return true;
}

/* One entry that both sides have. */

struct three {
	const struct part *p[SIDES]; /* BASE may be NULL */
	const struct layer *layer;   /* ours */
};

static bool
is_text_block(const struct node *n)
{
	return n->style == STYLE_LITERAL || n->style == STYLE_FOLDED;
}

/* Where the value of a part begins and ends. A block collection takes in the
 * comments before its first entry, a text of several lines the comment behind
 * its sign, also when no line of it is left. */
struct value_span {
	size_t off, end;
};

static struct value_span
value_span(const struct front *f, const struct part *p)
{
	const struct node *n = p->node;
	struct value_span s = { n->off, n->end };

	if (n->kind != NODE_SCALAR && n->style == STYLE_BLOCK && n->first) {
		s.off = edit_extent(f, n, NULL, n->first).gap;
		s.end = p->x.end;
	} else if (is_text_block(n)) {
		s.end = p->x.end;
	}
	return s;
}

/* The pieces of a part's lines: before its value, its value, behind it. */
enum { HEAD, VALUE, TAIL, PIECES };
struct pieces {
	size_t off[PIECES + 1];
	struct str s[PIECES];
};

static struct pieces
pieces_of(const struct front *f, const struct part *p)
{
	struct value_span v = value_span(f, p);
	struct pieces x = { .off = { p->x.off, v.off, v.end, p->x.end } };

	if (x.off[HEAD] > v.off) /* an entry between brackets */
		x.off[HEAD] = v.off;
	for (int i = 0; i < PIECES; i++)
		x.s[i] = edit_span(f, x.off[i], x.off[i + 1]);
	return x;
}

/* The typed parts of a map or list with a key; false: it is a value that is
 * taken or left as a whole. */
static bool
opens(const struct three *e, struct typing *t)
{
	const struct part *o = e->p[OURS];
	const struct field *f = o->field ? o->field : e->layer->list;
	bool entry = !o->field && e->layer->list;

	*t = (struct typing){ 0 };
	for (int i = 0; i < SIDES; i++) {
		const struct part *p = e->p[i];
		bool base = i == BASE && (!p || p->node->absent);

		if (base)
			continue;
		if (p->node->absent || p->node->kind != o->node->kind ||
		    p->node->kind == NODE_SCALAR ||
		    (f && (!p->value || p->value->bad || !p->value->parts)))
			return false;
		t->values[i] = f ? p->value->parts : NULL;
	}
	if (!f)
		return o->node->kind == NODE_MAP;
	if (entry || f->kind == KIND_MAP) {
		t->type.in = &f->fields;
		return o->node->kind == NODE_MAP;
	}
	t->type.list = f;
	return f->kind == KIND_LIST && f->n_key && !f->of;
}

static bool
written_alike(const struct three *e)
{
	for (int i = 0; i < SIDES; i++)
		if (e->p[i] && !e->p[i]->node->absent &&
		    (e->p[i]->node->style != e->p[OURS]->node->style ||
			e->p[i]->x.own != e->p[OURS]->x.own))
			return false;
	return true;
}

/* Comments between brackets belong to no entry. */
static bool
is_free_of_comments(struct merge_front *m, const struct three *e)
{
	for (int i = 0; i < SIDES; i++)
		if (e->p[i] && e->p[i]->node->style == STYLE_FLOW &&
		    edit_has_comment(front_of(m, i), e->p[i]->node))
			return false;
	return true;
}

/* Why two new values of one field do not go together. */
static enum find
value_reason(const struct three *e)
{
	const struct part *o = e->p[OURS], *t = e->p[THEIRS];

	if (!e->p[BASE])
		return FIND_MERGE_ADDED;
	if (o->node->absent || t->node->absent)
		return FIND_MERGE_DELETED;
	if (o->node->kind == NODE_LIST && t->node->kind == NODE_LIST)
		return FIND_MERGE_UNKEYED;
	if (is_text_block(o->node) || is_text_block(t->node))
		return FIND_MERGE_TEXT;
	return FIND_MERGE_VALUE;
}

/* The comments in a value: of a text of several lines that behind its sign, of
 * a map or list all of it, since nobody looks for them there. */
static struct str
comments_in(const struct part *p, struct str value)
{
	struct str first = str_first(value, str_find(value, '\n'));

	if (p->node->kind != NODE_SCALAR)
		return has_comment(value) ? value : STR("");
	if (!is_text_block(p->node))
		return STR("");
	return str_trim(str_from(first, str_find(first, '#')));
}

/* May the value of a side be dropped for one that says the same? Not where it
 * has other comments in it, or lacks some. */
static bool
may_drop(const struct three *e, const struct pieces x[SIDES], int side)
{
	int other = side == OURS ? THEIRS : OURS;
	struct str in = comments_in(e->p[side], x[side].s[VALUE]);

	return str_eq(in, comments_in(e->p[other], x[other].s[VALUE])) ||
	    str_eq(in,
		e->p[BASE] ? comments_in(e->p[BASE], x[BASE].s[VALUE]) :
			     STR(""));
}

static enum choice
choose_value(const struct three *e, const struct pieces x[SIDES])
{
	const struct part *b = e->p[BASE], *o = e->p[OURS], *t = e->p[THEIRS];
	enum choice c = choose(b ? &x[BASE].s[VALUE] : NULL, x[OURS].s[VALUE],
	    x[THEIRS].s[VALUE]);

	if (c != NEITHER)
		return c;
	if (b && layer_is_torn(x[BASE].s[VALUE]))
		b = NULL;
	if (may_drop(e, x, THEIRS) &&
	    (layer_same(e->layer, o, t) || (b && layer_same(e->layer, t, b))))
		return TAKE_OURS;
	return b && may_drop(e, x, OURS) && layer_same(e->layer, o, b) ?
	    TAKE_THEIRS :
	    NEITHER;
}

static bool
is_one_line(struct str s)
{
	return str_find(s, '\n') == s.n;
}

/* What is to stand in the lines of an entry, piece by piece. */
struct chosen {
	struct pieces x[SIDES];
	enum choice take[PIECES];
	bool open; /* the value is merged entry by entry instead */
};

/* Is a piece in which the sides differ taken from this one? */
static bool
takes(const struct chosen *c, int piece, enum choice from)
{
	return !(c->open && piece == VALUE) && c->take[piece] == from &&
	    !str_eq(c->x[OURS].s[piece], c->x[THEIRS].s[piece]);
}

static bool
takes_any(const struct chosen *c, enum choice from)
{
	return takes(c, HEAD, from) || takes(c, VALUE, from) ||
	    takes(c, TAIL, from);
}

/* Can the value and what stands behind it each be taken from another side?
 * Only where both values end in the line that they begin in. */
static bool
has_joints(const struct chosen *c)
{
	struct str ours = c->x[OURS].s[VALUE], theirs = c->x[THEIRS].s[VALUE];

	return c->open || str_eq(ours, theirs) ||
	    (is_one_line(ours) && is_one_line(theirs));
}

/* Takes from theirs what was chosen there. False: the pieces do not fit. */
static bool
take_pieces(struct merge_front *m, const struct three *e,
    const struct chosen *c)
{
	const struct part *o = e->p[OURS], *t = e->p[THEIRS];

	if (!takes_any(c, TAKE_THEIRS))
		return true;
	if (!takes_any(c, TAKE_OURS) && !c->open && o->x.own && t->x.own) {
		put_lines(m, o->x.off, o->x.end, t->lines, o->x.col);
		return true;
	}
	if (o->x.own && o->x.col != t->x.col)
		return false;
	for (int i = 0; i < PIECES; i++) {
		if (!takes(c, i, TAKE_THEIRS))
			continue;
		if (i != HEAD && !has_joints(c))
			return false;
		edit_bytes(&m->sure, c->x[OURS].off[i], c->x[OURS].off[i + 1],
		    c->x[THEIRS].s[i]);
	}
	return true;
}

static void
choose_pieces(struct merge_front *m, const struct three *e, struct chosen *c)
{
	for (int i = 0; i < SIDES; i++)
		if (e->p[i])
			c->x[i] = pieces_of(front_of(m, i), e->p[i]);
	for (int i = 0; i < PIECES; i++)
		if (i != VALUE)
			c->take[i] =
			    choose_around(e->p[BASE] ? &c->x[BASE].s[i] : NULL,
				c->x[OURS].s[i], c->x[THEIRS].s[i]);
	c->take[VALUE] = choose_value(e, c->x);
	c->open = c->open && c->take[VALUE] == NEITHER;
}

/* Why the pieces of an entry do not go together; FINDS: they do. */
static enum find
pieces_reason(struct merge_front *m, const struct three *e,
    const struct chosen *c)
{
	if (c->open && !written_alike(e))
		return FIND_MERGE_LAYOUT;
	if (c->open && !is_free_of_comments(m, e))
		return FIND_MERGE_COMMENT;
	if (!c->open && c->take[VALUE] == NEITHER)
		return value_reason(e);
	if (c->take[HEAD] == NEITHER || c->take[TAIL] == NEITHER)
		return FIND_MERGE_COMMENT;
	return FINDS;
}

/* Merges the lines of an entry where both sides wrote it, each in another way.
 * False after saying why they do not go together. */
static bool
merge_lines(struct merge_front *m, const struct three *e,
    const struct where *at)
{
	const struct node *nodes[SIDES] = { 0 };
	struct typing t;
	struct chosen c = { .open = opens(e, &t) };
	enum find why;

	choose_pieces(m, e, &c);
	why = pieces_reason(m, e, &c);
	if (why != FINDS)
		return torn(m, why, at, e->p[OURS]);
	if (!take_pieces(m, e, &c))
		return torn(m, FIND_MERGE_LAYOUT, at, e->p[OURS]);
	if (!c.open)
		return true;
	for (int i = 0; i < SIDES; i++)
		nodes[i] = e->p[i] ? e->p[i]->node : NULL;
	return merge_layer(m, &t, nodes, at);
}

static struct where
where_of(const struct layer *l, const struct part *p, const struct where *up)
{
	struct where w = { .up = up };

	w.field = l->list ? l->list : p->field;
	if (!l->list)
		w.name = p->field ? p->field->name.name : p->node->key;
	else if (!entry_key_private(l->list))
		w.key = p->id;
	else
		w.key = STR("•••");
	return w;
}

static bool
same_gap(const struct part *base, const struct part *p)
{
	return str_eq(base->gap, p->gap) ||
	    (!has_comment(base->gap) && !has_comment(p->gap));
}

/* What was never one: both sides must have come to say the same. */
static bool
merge_torn(struct merge_front *m, const struct three *e, const struct where *at)
{
	const struct part *o = e->p[OURS], *t = e->p[THEIRS];

	if ((str_eq(o->lines, t->lines) ||
		(layer_same(e->layer, o, t) && !has_comment(o->lines) &&
		    !has_comment(t->lines))) &&
	    same_gap(o, t))
		return true;
	torn(m, FIND_MERGE_VALUE, at, o);
	return mark_part(m, e->p[BASE], o, t, true);
}

static bool
merge_both(struct merge_front *m, const struct three *e, const struct where *up)
{
	const struct part *b = e->p[BASE], *o = e->p[OURS], *t = e->p[THEIRS];
	struct where at = where_of(e->layer, o, up);
	size_t sure = m->sure.n, marks = m->marks.n;
	enum choice lines = choose(b ? &b->lines : NULL, o->lines, t->lines);
	enum choice gap = choose_around(b ? &b->gap : NULL, o->gap, t->gap);

	if (b && b->torn)
		return merge_torn(m, e, &at);
	if (gap == NEITHER) {
		torn(m, FIND_MERGE_COMMENT, &at, o);
		return mark_part(m, b, o, t, true);
	}
	if (gap == TAKE_THEIRS && !(o->x.own && t->x.own))
		return torn(m, FIND_MERGE_LAYOUT, &at, o);
	if (lines == TAKE_THEIRS && o->x.own && t->x.own) {
		put_lines(m, o->x.off, o->x.end, t->lines, o->x.col);
	} else if (lines != TAKE_OURS && !merge_lines(m, e, &at)) {
		m->sure.n = sure;
		m->marks.n = marks;
		if (!mark_part(m, b, o, t, false))
			return false;
	}
	if (gap == TAKE_THEIRS)
		put_lines(m, o->x.gap, o->x.off, t->gap, o->x.col);
	return true;
}

/* Does a part say what base said? */
static bool
is_unchanged(const struct layer *l, const struct part *base,
    const struct part *p)
{
	return !base->torn &&
	    (str_eq(base->lines, p->lines) ||
		(layer_same(l, base, p) && !has_comment(p->lines)));
}

/* Why what one side took out is not simply gone: the value p changed, or what
 * is said of it. */
static enum find
why_kept(const struct layer *l, const struct part *base, const struct part *p)
{
	return !base->torn && layer_same(l, base, p) ? FIND_MERGE_COMMENT :
						       FIND_MERGE_DELETED;
}

/* An entry that ours has and theirs has not: base has it. */
static bool
merge_gone(struct merge_front *m, const struct layer *l, const struct part *b,
    const struct part *o, const struct where *up)
{
	struct where at = where_of(l, o, up);

	if (!is_unchanged(l, b, o) || !same_gap(b, o)) {
		torn(m, why_kept(l, b, o), &at, o);
		return mark_part(m, b, o, NULL, true);
	}
	if (o->x.own)
		edit_bytes(&m->sure, o->x.gap, o->x.end, STR(""));
	else if (!edit_remove(&m->sure, l->node, o->before, o->node))
		return torn(m, FIND_MERGE_LAYOUT, &at, o);
	return true;
}

/* What only one side put in may be what both took out, under another key: then
 * the other side took it out, or gave it a third one. NULL: it is none. Of too
 * many any could be it. */
static const struct part *
renamed_from(const struct layer l[SIDES], const struct part *new)
{
	const struct layer *b = &l[BASE];
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++) {
		const struct part *gone = &b->all[i];

		if (layer_find(&l[OURS], gone) || layer_find(&l[THEIRS], gone))
			continue;
		if (n++ == GONE_MOST || layer_alike(b, gone, new))
			return gone;
	}
	return NULL;
}

/* One that only ours has. */
static bool
merge_ours(struct merge_front *m, const struct layer l[SIDES],
    const struct part *o, const struct where *up)
{
	const struct part *gone = renamed_from(l, o);
	struct where at = where_of(&l[OURS], o, up);

	if (!gone)
		return true;
	torn(m, FIND_MERGE_DELETED, &at, o);
	return mark_part(m, gone, o, NULL, true);
}

/* Entries that only theirs has. */

static bool
is_ordered(const struct layer *l)
{
	enum field_kind k;

	if (!l->list || !l->list->n_key)
		return false;
	k = l->list->fields.all[*l->list->key].kind;
	return k == KIND_DATE || k == KIND_PERIOD;
}

/* The part of ours behind which one of theirs goes: behind the one it follows
 * there, and behind what ours put in at the same place, except entries of a
 * later day. NULL: it comes first. */
static const struct part *
place_of(const struct layer l[SIDES], const struct part *p,
    const struct part *follows)
{
	const struct layer *o = &l[OURS];
	size_t first = follows ? follows->nth + 1 : 0;
	const struct part *after = follows;

	for (size_t i = first; i < o->n && i < first + RUN_MOST; i++) {
		const struct part *own = &o->all[i];

		if (layer_find(&l[BASE], own) || layer_find(&l[THEIRS], own) ||
		    (is_ordered(o) && period_compare(own->id, p->id) > 0))
			break;
		after = own;
	}
	return after;
}

/* Marks what ours took out and theirs changed, where it would stand. */
static bool
mark_gone(struct merge_front *m, const struct layer *o,
    const struct part *after, const struct part *b, const struct part *t)
{
	const struct part *first = o->n ? &o->all[0] : NULL;
	size_t at;

	if (!t->x.own || !b->x.own || !first || o->node->style == STYLE_FLOW ||
	    (!after && !first->x.own))
		return false;
	at = after ? after->x.end : first->x.gap;
	mark(m, at, at, with_gap(m, b), with_gap(m, t),
	    after ? after->x.col : first->x.col);
	return true;
}

/* follows: the last one before it in theirs that ours has as well. */
static bool
merge_theirs(struct merge_front *m, const struct layer l[SIDES],
    const struct part *p, const struct part *follows, const struct where *up)
{
	const struct layer *o = &l[OURS], *t = &l[THEIRS];
	const struct part *base = layer_find(&l[BASE], p);
	const struct part *was = base ? base : renamed_from(l, p);
	const struct part *after;
	struct where at = where_of(t, p, up);

	if (base && is_unchanged(t, base, p) && same_gap(base, p))
		return true;
	after = place_of(l, p, follows);
	if (was) {
		torn(m, base ? why_kept(t, base, p) : FIND_MERGE_DELETED, &at,
		    after);
		return mark_gone(m, o, after, was, p);
	}
	return edit_insert(&m->sure, o->node, after ? after->node : NULL,
		   with_gap(m, p)) ||
	    torn(m, FIND_MERGE_LAYOUT, &at, after);
}

/* Layers, merged. */

/* Did theirs change the order of what was there, and is it now another one than
 * ours? */
static bool
is_reordered(const struct layer l[SIDES])
{
	const struct layer *t = &l[THEIRS];
	size_t in_ours = 0, in_base = 0;
	bool ours = false, base = false;

	for (size_t i = 0; i < t->n; i++) {
		const struct part *po = layer_find(&l[OURS], &t->all[i]);
		const struct part *pb = layer_find(&l[BASE], &t->all[i]);

		ours = ours || (po && po->nth < in_ours);
		base = base || (pb && pb->nth < in_base);
		in_ours = po ? po->nth : in_ours;
		in_base = pb ? pb->nth : in_base;
	}
	return ours && base;
}

static bool
merge_parts(struct merge_front *m, const struct layer l[SIDES],
    const struct where *at)
{
	const struct layer *o = &l[OURS], *t = &l[THEIRS];
	const struct part *follows = NULL;

	for (size_t i = 0; i < o->n; i++) {
		const struct part *p = &o->all[i];
		struct three e = {
			{ layer_find(&l[BASE], p), p, layer_find(t, p) }, o
		};

		if (e.p[THEIRS]   ? !merge_both(m, &e, at) :
			e.p[BASE] ? !merge_gone(m, o, e.p[BASE], p, at) :
				    !merge_ours(m, l, p, at))
			return false;
	}
	for (size_t i = 0; i < t->n; i++) {
		const struct part *p = &t->all[i], *own = layer_find(o, p);

		if (own)
			follows = own;
		else if (!merge_theirs(m, l, p, follows, at))
			return false;
	}
	return true;
}

static bool
merge_layer(struct merge_front *m, const struct typing *t,
    const struct node *const nodes[SIDES], const struct where *at)
{
	struct layer l[SIDES] = { 0 };
	enum find why;
	bool done = true;

	for (int i = 0; i < SIDES && done; i++)
		if (!layer_read(&l[i], &t->type,
			m->side[i] ? front_of(m, i) : NULL, nodes[i],
			t->values[i], m->arena, &why))
			done = torn(m, why, at, NULL);
	if (done && t->type.list && is_reordered(l))
		done = torn(m, FIND_MERGE_ORDER, at, NULL);
	done = done && merge_parts(m, l, at);
	for (int i = 0; i < SIDES; i++)
		layer_release(&l[i]);
	return done;
}

/* The comments behind the last field. */
static struct str
last_gap(const struct front *f, size_t *off)
{
	size_t end = (size_t)(f->head.s - f->text.s) + f->head.n;
	size_t at = f->root->first ? f->root->end : end - f->head.n;

	if (f->root->first)
		at += str_find(edit_span(f, at, end), '\n') + 1;
	if (at > end)
		at = end;
	*off = at;
	return edit_span(f, at, end);
}

static bool
merge_last_gap(struct merge_front *m)
{
	struct str gap[SIDES] = { 0 };
	size_t off[SIDES] = { 0 };
	enum choice c;

	for (int i = 0; i < SIDES; i++)
		if (m->side[i])
			gap[i] = last_gap(front_of(m, i), &off[i]);
	c = choose_around(m->side[BASE] ? &gap[BASE] : NULL, gap[OURS],
	    gap[THEIRS]);
	if (c == NEITHER) {
		torn(m, FIND_MERGE_COMMENT, NULL, NULL);
		mark(m, off[OURS], off[OURS] + gap[OURS].n, gap[BASE],
		    gap[THEIRS], 0);
	} else if (c == TAKE_THEIRS) {
		edit_bytes(&m->sure, off[OURS], off[OURS] + gap[OURS].n,
		    gap[THEIRS]);
	}
	return true;
}

bool
merge_front(struct merge_front *m)
{
	struct typing t = { .type.in = &m->side[OURS]->type->fields };
	const struct node *nodes[SIDES] = { 0 };

	m->sure = m->marks =
	    (struct edit){ .front = front_of(m, OURS), .arena = m->arena };
	for (int i = 0; i < SIDES; i++)
		if (m->side[i]) {
			nodes[i] = front_of(m, i)->root;
			t.values[i] = m->side[i]->values;
			if (nodes[i]->style == STYLE_FLOW)
				return torn(m, FIND_MERGE_LAYOUT, NULL, NULL);
		}
	return merge_layer(m, &t, nodes, NULL) && merge_last_gap(m);
}

void
merge_front_release(struct merge_front *m)
{
	edit_release(&m->sure);
	edit_release(&m->marks);
}
