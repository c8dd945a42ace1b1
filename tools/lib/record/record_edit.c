/* record_edit: changes what a record says, and no other byte of it. */
#include "record/record_edit.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/map.h"
#include "parse/edit.h"
#include "parse/emit.h"
#include "record/agree.h"
#include "record/entry_key.h"
#include "record/record_edit_inside.h"
#include "text/period.h"
#include "text/text.h"

enum { LINE_MOST = 80 }; /* columns of a new entry in brackets */

bool
record_edit_wrong(struct record_edit *e, const char *fmt, ...)
{
	struct buf b = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_addv(&b, fmt, ap);
	va_end(ap);
	found(e->to, FIND_EDIT, place_file(e->path), "%s", buf_z(&b));
	buf_release(&b);
	return false;
}

/* What was said, and what is said now. */

static bool
read_text(struct record_edit *e, struct str text, struct record *r,
    struct kept *said)
{
	struct findings to = { .say = kept_say,
		.to = said,
		.levels = e->to->levels };
	bool read = record_read(r, e->type, e->path, text, &e->arena, &to);

	if (read)
		agree_check(r, e->latest, &to);
	return read;
}

bool
record_edit_begin(struct record_edit *e, struct str text)
{
	e->was = e->text = arena_keep(&e->arena, text);
	if (!read_text(e, e->text, &e->record, &e->said)) {
		kept_pass(&e->said, e->to);
		return false;
	}
	for (size_t i = 0; i < e->said.n; i++)
		if (e->said.all[i].row == finding_row(FIND_FRONT_CONFLICT)) {
			found_pass(e->to, &e->said.all[i]);
			return false;
		}
	record_edit_listen(e);
	return true;
}

bool
record_edit_put(struct record_edit *e, struct str text)
{
	struct kept said = { 0 };
	struct record r;
	bool reads = read_text(e, text, &r, &said);

	kept_release(&said);
	if (!reads)
		return record_edit_wrong(e, _("it would not read any more"));
	e->text = text;
	e->record = r;
	return true;
}

static struct str
said_of(struct record_edit *e, const struct finding *f)
{
	return str_of(arena_f(&e->arena, "%s\n%s", f->id, f->text));
}

/* How often each was said. */
static void
count_said(struct record_edit *e, struct map *times)
{
	for (size_t i = 0; i < e->said.n; i++) {
		void **slot = map_put(times, said_of(e, &e->said.all[i]));

		if (!*slot)
			*slot = ARENA_NEW(&e->arena, size_t);
		++*(size_t *)*slot;
	}
}

bool
record_edit_end(struct record_edit *e)
{
	struct map times = { 0 };
	struct kept now = { 0 };
	struct record r;
	bool good = true;

	if (str_eq(e->text, e->was))
		return true;
	if (!read_text(e, e->text, &r, &now))
		good = record_edit_wrong(e, _("it would not read any more"));
	count_said(e, &times);
	for (size_t i = 0; i < now.n; i++) {
		size_t *n = map_get(&times, said_of(e, &now.all[i]));

		if (n && *n) {
			--*n;
			continue;
		}
		found_pass(e->to, &now.all[i]);
		good = good && now.all[i].level < ERROR;
	}
	map_release(&times);
	kept_release(&now);
	return good;
}

void
record_edit_release(struct record_edit *e)
{
	kept_release(&e->said);
	arena_release(&e->arena);
}

/* Writing what is meant. */

static struct meant *
new_meant(struct record_edit *e, enum node_kind kind, struct str key,
    struct str value)
{
	struct meant *m = ARENA_NEW(&e->arena, struct meant);

	*m = (struct meant){ .kind = kind, .key = key, .value = value };
	return m;
}

static void
write_flow(struct buf *b, const struct meant *m)
{
	if (m->kind == NODE_SCALAR) {
		emit_scalar(b, m->value, STYLE_PLAIN, EMIT_FLOW);
		return;
	}
	buf_addc(b, m->kind == NODE_MAP ? '{' : '[');
	for (const struct meant *c = m->first; c; c = c->next) {
		if (m->kind == NODE_MAP) {
			emit_key(b, c->key, EMIT_FLOW);
			buf_addz(b, ": ");
		}
		write_flow(b, c);
		if (c->next)
			buf_addz(b, ", ");
	}
	buf_addc(b, m->kind == NODE_MAP ? '}' : ']');
}

static void write_block(struct buf *, const struct meant *);

/* What stands behind "key:" or "-". */
static void
write_value(struct buf *b, const struct meant *m)
{
	struct buf lines = { 0 };

	if (m->kind == NODE_SCALAR) {
		buf_addc(b, ' ');
		if (str_find(m->value, '\n') == m->value.n ||
		    !emit_literal(b, &lines, m->value, 2, STR("\n")))
			emit_scalar(b, m->value, STYLE_PLAIN, EMIT_BLOCK);
		buf_addc(b, '\n');
		buf_add(b, buf_str(&lines));
	} else if (m->flow) {
		buf_addc(b, ' ');
		write_flow(b, m);
		buf_addc(b, '\n');
	} else {
		buf_addc(b, '\n');
		write_block(&lines, m);
		edit_shift(b, buf_str(&lines), 0, 2, STR("\n"));
	}
	buf_release(&lines);
}

/* "- " and a map in block style: its first line stands behind the sign. */
static void
write_row(struct buf *b, const struct meant *m)
{
	struct buf lines = { 0 };
	size_t at = b->n;

	if (m->kind != NODE_MAP || m->flow) {
		buf_addc(b, '-');
		write_value(b, m);
		return;
	}
	write_block(&lines, m);
	edit_shift(b, buf_str(&lines), 0, 2, STR("\n"));
	b->s[at] = '-';
	buf_release(&lines);
}

/* Lines without indentation. */
static void
write_block(struct buf *b, const struct meant *m)
{
	for (const struct meant *c = m->first; c; c = c->next) {
		if (m->kind == NODE_LIST) {
			write_row(b, c);
			continue;
		}
		emit_key(b, c->key, EMIT_BLOCK);
		buf_addc(b, ':');
		write_value(b, c);
	}
}

/* Changing the text. */

static bool
put_in(struct edit *edit, const struct record_edit_change *c)
{
	const struct record_edit_around *at = &c->at;
	struct meant around = { .kind = at->in->kind, .first = c->meant };
	struct buf b = { 0 };
	bool done;

	if (at->in->style == STYLE_FLOW) {
		if (at->in->kind == NODE_MAP) {
			emit_key(&b, c->meant->key, EMIT_FLOW);
			buf_addz(&b, ": ");
		}
		write_flow(&b, c->meant);
	} else {
		write_block(&b, &around);
	}
	done = edit_insert(edit, at->in, at->entry, buf_str(&b));
	buf_release(&b);
	return done;
}

static bool
fill(struct edit *edit, const struct record_edit_change *c)
{
	const struct record_edit_around *at = &c->at;
	struct buf b = { 0 };
	bool done;

	if (at->in->style == STYLE_FLOW || c->meant->flow)
		write_flow(&b, c->meant);
	else
		write_block(&b, c->meant);
	done = edit_fill(edit, at->in, at->before, at->entry, buf_str(&b));
	buf_release(&b);
	return done;
}

static bool
make(struct edit *edit, const struct record_edit_change *c)
{
	const struct record_edit_around *at = &c->at;

	switch (c->op) {
	case OP_REMOVE:
		return edit_remove(edit, at->in, at->before, at->entry);
	case OP_INSERT:
		return put_in(edit, c);
	default:
		return c->meant->kind == NODE_SCALAR ?
		    edit_set(edit, at->in, at->before, at->entry,
			c->meant->value) :
		    fill(edit, c);
	}
}

/* Takes the new text over, if it says what was meant. */
static bool
take(struct record_edit *e, struct str text, const struct record_edit_change *c,
    const struct field *f)
{
	struct kept silent = { 0 };
	struct record now;
	bool good = read_text(e, text, &now, &silent) &&
	    str_eq(now.front.body, e->record.front.body) &&
	    record_edit_is_meant(e->record.front.root, now.front.root, c);

	if (!good && silent.n)
		kept_pass(&silent, e->to);
	kept_release(&silent);
	if (!good)
		return record_edit_wrong(e,
		    _("%s cannot be changed here without touching something "
		      "else; change it in the file itself"),
		    record_edit_shown(e, f));
	e->text = text;
	e->record = now;
	return true;
}

static bool
change(struct record_edit *e, const struct record_edit_change *c,
    const struct field *f)
{
	struct edit edit = { .front = &e->record.front, .arena = &e->arena };
	struct buf out = { 0 };
	bool done = make(&edit, c) && edit_apply(&edit, &out);

	done = done ? take(e, arena_take(&e->arena, &out), c, f) :
		      record_edit_wrong(e,
			  _("a comment or the way it is written stands in the "
			    "way of changing %s; change it in the file "
			    "itself"),
			  record_edit_shown(e, f));
	buf_release(&out);
	edit_release(&edit);
	return done;
}

/* Making what is not there. */

static struct str
key_in(struct record_edit *e, const struct field *f, const struct node *map)
{
	return record_edit_key(e, f->up ? &f->up->fields : &e->type->fields,
	    map, f);
}

/* Maps around a value, for all but the first of what is missing. */
static struct meant *
wrap(struct record_edit *e, const struct record_edit_place *p,
    struct meant *inner, const struct node *map)
{
	for (size_t i = p->n_missing; i-- > 0;) {
		inner->key = key_in(e, p->missing[i], i ? NULL : map);
		if (i) {
			struct meant *m =
			    new_meant(e, NODE_MAP, STR(""), STR(""));

			m->first = inner;
			inner = m;
		}
	}
	return inner;
}

/* The entry behind which a field comes: the last of those that are declared
 * before it. NULL: it comes first. */
static const struct node *
behind(const struct record_edit *e, const struct node *map,
    const struct field *f)
{
	const struct fields *in = f->up ? &f->up->fields : &e->type->fields;
	const struct node *after = NULL;
	int best = FIELD_NONE;

	for (const struct node *n = map->first; n; n = n->next) {
		int i = spellings_find(&in->by, n->key);

		if (i != FIELD_NONE && i < (int)f->index && i > best) {
			best = i;
			after = n;
		}
	}
	return after;
}

/* Puts a value where a way leads to nothing. */
static bool
put_missing(struct record_edit *e, const struct record_edit_place *p,
    struct meant *inner)
{
	const struct record_edit_around *last = &p->around[p->n - 1];
	struct record_edit_change c = { OP_INSERT, *last, NULL };
	const struct field *first = p->missing[0];

	if (last->entry) { /* a map that has no value */
		struct meant *m = new_meant(e, NODE_MAP, STR(""), STR(""));

		m->first = wrap(e, p, inner, NULL);
		c.op = OP_SET;
		c.meant = m;
	} else {
		c.meant = wrap(e, p, inner, last->in);
		c.at.entry = behind(e, last->in, first);
	}
	return change(e, &c, p->field);
}

/* What can be asked for. */

static bool
is_single(struct record_edit *e, const struct record_edit_place *p)
{
	const struct field *f = p->field;
	const char *name = record_edit_name(e, f);

	if (p->row)
		return record_edit_wrong(e,
		    f->of ? _("%s is a list of values: take out the one that "
			      "is wrong and add the right one") :
			    _("%s is a list: name a field of its entry behind "
			      "the ']'"),
		    record_edit_shown(e, f));
	if (f->kind == KIND_LIST)
		return record_edit_wrong(e,
		    f->of ? _("%s is a list: knadd adds a value, '%s[VALUE]=' "
			      "takes one out") :
			    _("%s is a list: knadd adds an entry, '%s[KEY].…' "
			      "changes one"),
		    record_edit_shown(e, f), name);
	if (f->kind == KIND_MAP)
		return record_edit_wrong(e,
		    _("%s is a map: name a field of it, as in %s.%s=…"),
		    record_edit_shown(e, f), name,
		    record_edit_name(e, &f->fields.all[0]));
	return true;
}

static bool
is_id(const struct record_edit *e, const struct record_edit_place *p)
{
	return !p->field->up && e->type->id == (int)p->field->index &&
	    p->node && !p->node->absent;
}

static bool
id_stays(struct record_edit *e)
{
	return record_edit_wrong(e,
	    _("the id of a record is what others call it by, and is not "
	      "changed; 'knnew --renumber ID' gives a new record another one"));
}

/* Does it say that already? */
static bool
says(const struct record_edit_place *p, struct str canonical,
    struct str spelled)
{
	const struct value *v = p->value;

	if (!p->node || p->node->absent || p->node->kind != NODE_SCALAR)
		return false;
	return v && !v->bad ? str_eq(v->text, canonical) :
			      str_eq(p->node->value, spelled);
}

static bool
is_text_of_lines(const struct field *f, struct str v)
{
	return f->kind == KIND_TEXT || str_find(v, '\n') == v.n;
}

bool
record_edit_set(struct record_edit *e, struct str way, struct str value)
{
	struct record_edit_place p;
	struct record_edit_change c = { .op = OP_SET };
	struct str canonical, spelled;

	if (!record_edit_find(e, way, &p) || !is_single(e, &p))
		return false;
	if (!is_text_of_lines(p.field, value))
		return record_edit_wrong(e, _("%s is one line"),
		    record_edit_shown(e, p.field));
	canonical = record_edit_canonical(e, p.field, value);
	if (!canonical.s)
		return false;
	spelled = record_edit_spelled(e, p.field, p.node, canonical);
	if (says(&p, canonical, spelled))
		return true;
	if (is_id(e, &p) && e->record.id.n)
		return id_stays(e);
	c.meant = new_meant(e, NODE_SCALAR, STR(""), spelled);
	if (!p.node)
		return put_missing(e, &p, c.meant);
	c.at = p.around[p.n - 1];
	return change(e, &c, p.field);
}

bool
record_edit_remove(struct record_edit *e, struct str way)
{
	struct record_edit_place p;
	struct record_edit_change c = { .op = OP_REMOVE };

	if (!record_edit_find(e, way, &p))
		return false;
	if (!p.node || (p.node->absent && !p.row))
		return true;
	if (is_id(e, &p))
		return id_stays(e);
	while (p.n > 1 && p.around[p.n - 1].in->n == 1)
		p.n--;
	c.at = p.around[p.n - 1];
	return change(e, &c, p.field);
}

/* Entries. */

static bool add_pair(struct record_edit *e, const struct field *list,
    struct meant *row, const struct record_pair *pair, const struct node *like);

/* Adds a field to a new map, in the order of declaration. */
static struct meant *
into(struct record_edit *e, const struct fields *in, struct meant *map,
    const struct field *f, const struct node *like)
{
	struct meant **at = &map->first, *m;
	struct str key = record_edit_key(e, in, like, f);

	for (; *at; at = &(*at)->next) {
		int i = spellings_find(&in->by, (*at)->key);

		if (i == (int)f->index)
			return *at;
		if (i > (int)f->index)
			break;
	}
	m = new_meant(e, NODE_SCALAR, key, (struct str){ 0 });
	m->next = *at;
	*at = m;
	return m;
}

static bool
add_pair(struct record_edit *e, const struct field *list, struct meant *row,
    const struct record_pair *pair, const struct node *like)
{
	const struct fields *in = &list->fields;
	const struct field *f = list;
	struct str way = str_trim(pair->way), canonical;

	for (;;) {
		f = record_edit_field(e, in, f, &way);
		if (!f)
			return false;
		row = into(e, in, row, f, like);
		if (!way.n)
			break;
		if (f->kind != KIND_MAP || *way.s != '.' || row->value.s)
			return record_edit_wrong(e,
			    _("%s is no map: nothing stands in it"),
			    record_edit_shown(e, f));
		row->kind = NODE_MAP;
		in = &f->fields;
		like = NULL;
		way = str_from(way, 1);
	}
	if (f->kind == KIND_MAP || f->kind == KIND_LIST)
		return record_edit_wrong(e,
		    f->kind == KIND_MAP ?
			_("%s is a map: name a field of it") :
			_("%s is a list: add to it once its entry is there"),
		    record_edit_shown(e, f));
	if (row->value.s || row->first)
		return record_edit_wrong(e, _("%s is given twice"),
		    record_edit_shown(e, f));
	if (!is_text_of_lines(f, pair->value))
		return record_edit_wrong(e, _("%s is one line"),
		    record_edit_shown(e, f));
	canonical = record_edit_canonical(e, f, pair->value);
	if (!canonical.s)
		return false;
	row->value = record_edit_spelled(e, f, NULL, canonical);
	return true;
}

/* The last entry that is written as a map, for its spelling and style. */
static const struct node *
last_row(const struct node *list)
{
	const struct node *last = NULL;

	for (const struct node *n = list ? list->first : NULL; n; n = n->next)
		if (n->kind != NODE_SCALAR && !n->absent)
			last = n;
	return last;
}

static bool
has_lines(const struct meant *m)
{
	if (m->kind == NODE_SCALAR)
		return str_find(m->value, '\n') < m->value.n;
	for (const struct meant *c = m->first; c; c = c->next)
		if (has_lines(c))
			return true;
	return false;
}

/* Is an entry written in brackets? As the last one is; a new list's where all
 * of it fits into a line. */
static bool
in_brackets(const struct meant *row, const struct node *last)
{
	struct buf b = { 0 };
	bool fits;

	if (last)
		return last->style == STYLE_FLOW;
	write_flow(&b, row);
	fits = text_width(buf_str(&b)) + 4 <= LINE_MOST && !has_lines(row);
	buf_release(&b);
	return fits;
}

/* The day or period by which entries are in order; NULL: there is none. */
static const struct field *
order_of(const struct field *list)
{
	if (list->span != FIELD_NONE && !list->of)
		return &list->fields.all[list->span];
	for (size_t i = 0; i < list->n_key; i++) {
		const struct field *f = &list->fields.all[list->key[i]];

		if (f->kind == KIND_DATE || f->kind == KIND_PERIOD)
			return f;
	}
	return NULL;
}

static struct str
meant_value(struct record_edit *e, const struct field *in,
    const struct meant *row, const struct field *f)
{
	for (const struct meant *c = row->first; c; c = c->next)
		if (spellings_find(&in->fields.by, c->key) == (int)f->index)
			return record_edit_canonical(e, f, c->value);
	return (struct str){ 0 };
}

/* The entry behind which a new one comes. */
static const struct node *
row_before(struct record_edit *e, const struct record_edit_place *p,
    const struct meant *row)
{
	const struct field *f = order_of(p->field);
	const struct value *v = p->value;
	const struct node *last = NULL, *after = NULL;
	struct str new, before = { 0 };
	bool ordered = f && v && v->parts;

	for (const struct node *n = p->node->first; n; n = n->next)
		last = n;
	new = ordered ? meant_value(e, p->field, row, f) : (struct str){ 0 };
	for (uint32_t i = 0; ordered && new.s &&i < v->n; i++) {
		const struct value *day = record_part(&v->parts[i], f);

		if (!day || day->bad ||
		    (before.s && period_compare(before, day->text) > 0))
			return last;
		before = day->text;
		if (period_compare(before, new) <= 0)
			after = v->parts[i].node;
	}
	return ordered && new.s ? after : last;
}

/* Is there an entry with the key of the new one? */
static bool
is_there(struct record_edit *e, const struct record_edit_place *p,
    const struct meant *row)
{
	const struct field *list = p->field;

	for (uint32_t i = 0; p->value && i < p->value->n; i++) {
		const struct value *v = &p->value->parts[i];
		bool same = list->of ? !v->bad &&
			str_eq(v->text,
			    record_edit_canonical(e, list->of, row->value)) :
				       list->n_key && v->parts;

		for (size_t k = 0; !list->of && same && k < list->n_key; k++) {
			const struct field *f = &list->fields.all[list->key[k]];
			const struct value *part = record_part(v, f);
			struct str new = meant_value(e, list, row, f);

			same = part && !part->bad &&
			    new.s &&str_eq(part->text, new);
		}
		if (same)
			return true;
	}
	return false;
}

static struct meant *
new_row(struct record_edit *e, const struct record_edit_place *p,
    const struct record_pair *pairs, size_t n)
{
	const struct field *list = p->field;
	const struct node *last = last_row(p->node);
	struct meant *row = new_meant(e, NODE_MAP, STR(""), STR(""));
	struct str v;

	if (!list->of) {
		for (size_t i = 0; i < n; i++)
			if (!add_pair(e, list, row, &pairs[i], last))
				return NULL;
		row->flow = in_brackets(row, last);
		return row;
	}
	v = record_edit_canonical(e, list->of, pairs[0].value);
	if (!v.s)
		return NULL;
	row->kind = NODE_SCALAR;
	row->value = record_edit_spelled(e, list->of, NULL, v);
	return row;
}

static bool
is_list(struct record_edit *e, const struct record_edit_place *p)
{
	return (p->field->kind == KIND_LIST && !p->row) ||
	    record_edit_wrong(e, _("%s is no list; set it with knset"),
		record_edit_shown(e, p->field));
}

static bool
fits_list(struct record_edit *e, const struct record_edit_place *p,
    const struct record_pair *pairs, size_t n)
{
	const struct field *f = p->field;

	if (!is_list(e, p))
		return false;
	if (p->node && !p->node->absent && p->node->kind != NODE_LIST)
		return record_edit_wrong(e,
		    _("%s is not written as a list; mend that in the file "
		      "itself: %s"),
		    record_edit_shown(e, f), e->path);
	if (f->of && (n != 1 || pairs[0].way.n))
		return record_edit_wrong(e,
		    _("%s is a list of single values: give one value"),
		    record_edit_shown(e, f));
	for (size_t i = 0; i < n && !f->of; i++)
		if (!pairs[i].way.n)
			return record_edit_wrong(e,
			    _("an entry of %s has fields: give them as "
			      "%s=…"),
			    record_edit_shown(e, f),
			    record_edit_name(e, &f->fields.all[0]));
	return true;
}

bool
record_edit_add(struct record_edit *e, struct str way,
    const struct record_pair *pairs, size_t n)
{
	struct record_edit_change c = { .op = OP_INSERT };
	struct record_edit_place p;
	struct meant *row, *list;

	if (!record_edit_find(e, way, &p) || !fits_list(e, &p, pairs, n))
		return false;
	if (!n)
		return record_edit_wrong(e, _("%s: nothing to add was given"),
		    record_edit_shown(e, p.field));
	row = new_row(e, &p, pairs, n);
	if (!row)
		return false;
	if (is_there(e, &p, row))
		return record_edit_wrong(e,
		    p.field->of ?
			_("%s has this value already") :
			_("%s has an entry of this key already; change that "
			  "one with knset"),
		    record_edit_shown(e, p.field));
	if (p.node && !p.node->absent) {
		c.at.in = p.node;
		c.at.entry = row_before(e, &p, row);
		c.meant = row;
		return change(e, &c, p.field);
	}
	list = new_meant(e, NODE_LIST, STR(""), STR(""));
	list->first = row;
	list->flow = p.field->of != NULL;
	if (!p.node)
		return put_missing(e, &p, list);
	c.op = OP_SET;
	c.at = p.around[p.n - 1];
	c.meant = list;
	return change(e, &c, p.field);
}

bool
record_edit_values(struct record_edit *e, struct str way, bool *values)
{
	struct record_edit_place p;

	if (!record_edit_find(e, way, &p) || !is_list(e, &p))
		return false;
	*values = p.field->of != NULL;
	return true;
}

bool
record_edit_pair(struct str word, struct record_pair *p)
{
	bool quoted = false;
	int depth = 0;

	for (size_t i = 0; i < word.n; i++) {
		if (word.s[i] == '"' && depth)
			quoted = !quoted;
		else if (!quoted && word.s[i] == '[')
			depth++;
		else if (!quoted && word.s[i] == ']' && depth)
			depth--;
		else if (!depth && word.s[i] == '=') {
			p->way = str_trim(str_first(word, i));
			p->value = str_from(word, i + 1);
			return p->way.n > 0;
		}
	}
	return false;
}
