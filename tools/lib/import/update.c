/* update: what a newer row changes in the record that it came to before. What
 * people edited since is never overwritten. */
#include "import/inside.h"

#include <stdlib.h>

#include "base/lang.h"
#include "base/mem.h"
#include "record/entry_key.h"
#include "record/record_edit.h"
#include "text/flag.h"
#include "text/text.h"

struct updating {
	struct importing *in;
	struct row *r;
	struct draft was; /* what the former row said */
	struct record_edit e;
	struct buf way;
	bool *kept; /* by cell of the new origin: the old one stays */
	bool bad;
};

/* As a record's values are compared: 3.0 is 3. */
static struct str
canonical(const struct field *f, struct str s)
{
	int flag = f->kind == KIND_FLAG && s.n ? flag_parse(s) : -1;
	size_t point = str_find(s, '.'), n = s.n;

	if (f->kind == KIND_DECIMAL && point < s.n) {
		while (n > point && (s.s[n - 1] == '0' || s.s[n - 1] == '.'))
			n--;
		return str_first(s, n);
	}
	return flag < 0 ? s : flag ? STR("1") : STR("0");
}

static struct str
text_of(const struct draft_value *v, const struct field *f)
{
	return v ? canonical(f, v->text) : (struct str){ 0 };
}

/* What the former row said, read as it is read today. */
static void
read_former(struct updating *u)
{
	struct importing *in = u->in;
	const struct origin *o = &u->r->before;
	struct headings h = { 0 };
	struct sheet_row cells = { .n = o->row, .n_cells = o->n };
	struct row row = { .cells = &cells, .headings = &h };

	cells.cells = ARENA_ARRAY(in->arena, struct sheet_cell, o->n);
	h.all = ARENA_ARRAY(in->arena, struct sheet_heading, o->n);
	for (size_t i = 0; i < o->n; i++) {
		if (o->cells[i].taken == ORIGIN_LEFT)
			continue;
		cells.cells[i] = (struct sheet_cell){ .kind = SHEET_TEXT,
			.text = o->cells[i].text };
		h.all[h.n] = (struct sheet_heading){ .column = i,
			.text = o->cells[i].heading };
		headings_match(&h.all[h.n++], in->import->page, in->arena);
	}
	in->quiet = true;
	row_read(in, &row, NULL);
	in->quiet = false;
	free(row.made);
	u->was = row.draft;
}

/* Ways. */

/* The key of the entry of a list that a draft tells; s NULL: it lacks one. */
static struct str
key_in(struct updating *u, const struct draft *d, const struct path *p,
    size_t entry)
{
	const struct field *list = p->at[p->list];
	struct path key = *p;
	struct buf b = { 0 };
	bool whole = list->n_key > 0;

	for (size_t i = 0; i < list->n_key; i++) {
		const struct draft_value *v;

		key.n = (size_t)p->list + 2;
		key.at[p->list + 1] = &list->fields.all[list->key[i]];
		v = draft_get(d, &key, entry);
		whole &= v != NULL;
		if (i)
			buf_addz(&b, ", ");
		if (v)
			entry_key_plain(&b, v->text);
	}
	if (!whole)
		buf_clear(&b);
	return whole ? arena_take(u->in->arena, &b) :
		       (buf_release(&b), (struct str){ 0 });
}

/* The entry of the record with that key; NULL: none. */
static const struct value *
entry_of(struct updating *u, const struct path *p, struct str key)
{
	struct path list = *p;
	const struct value *v;

	list.n = (size_t)p->list + 1;
	list.list = FIELD_NONE;
	v = record_value(&u->e.record, &list, 0);
	for (uint32_t i = 0; key.s && v && i < v->n; i++)
		if (str_eq(
			entry_key(p->at[p->list], &v->parts[i], u->in->arena),
			key))
			return &v->parts[i];
	return NULL;
}

/* "giup_do[…].den" */
static struct str
way_to(struct updating *u, const struct path *p, struct str key)
{
	buf_clear(&u->way);
	for (size_t i = 0; i < p->n; i++) {
		buf_addf(&u->way, "%s%.*s", i ? "." : "",
		    STRF(p->at[i]->name.name));
		if ((int)i == p->list)
			buf_addf(&u->way, "[%.*s]", STRF(key));
	}
	return buf_str(&u->way);
}

/* One value. */

static void
say_edited(struct updating *u, const struct draft_value *v, struct str now,
    const char *why)
{
	const struct sheet_heading *h = v->column == (size_t)DRAFT_NO_COLUMN ?
	    NULL :
	    row_heading(u->r, v->column);
	struct str raw = { 0 };

	if (h) {
		raw = sheet_cell_at(u->r->cells, h->column)->text;
		for (size_t i = 0; i < u->r->origin.n; i++)
			if (u->r->origin.cells[i].column == h->column)
				u->kept[i] = true;
	}
	(void)now;
	doubt_say(u->in, u->r, FIND_IMPORT_EDITED, h,
	    v->path->at[v->path->n - 1], raw, (struct str){ 0 }, why, false);
}

/* An event that was told otherwise needs a reason in the message. */
static void
note_correction(struct updating *u, const struct path *p)
{
	const struct field *f = p->at[p->n - 1];
	struct import *m = u->in->import;
	struct str field;

	if (f->kind != KIND_DATE && !f->immutable)
		return;
	field = f->dotted;
	for (size_t i = m->n_corrections; i-- > 0;)
		if (str_eq(m->corrections[i].id, u->r->id) &&
		    str_eq(m->corrections[i].field, field))
			return;
	*MEM_PUSH(m->corrections, m->n_corrections, m->cap_corrections) =
	    (struct import_correction){ u->r->id, field };
}

/* is: what the record says; was: what the former row said. */
static void
set_value(struct updating *u, const struct draft_value *v, struct str is,
    struct str was, struct str key)
{
	const struct field *f = v->path->at[v->path->n - 1];
	struct str now = canonical(f, v->text);

	is = canonical(f, is);
	if (str_eq(is, now) || (str_eq(was, now) && was.n))
		return;
	if (!str_eq(is, was)) {
		say_edited(u, v, is,
		    was.n ? _("people changed it in the record since the last "
			      "import; what they wrote stays") :
			    _("the record says otherwise; what is written "
			      "there stays"));
		return;
	}
	if (is.n)
		note_correction(u, v->path);
	if (!record_edit_set(&u->e, way_to(u, v->path, key), v->text))
		u->bad = true;
}

static struct str
value_text(const struct value *v)
{
	return v && !v->bad ? v->text : (struct str){ 0 };
}

/* A value in no list. */
static void
update_single(struct updating *u, const struct draft_value *v)
{
	const struct field *f = v->path->at[v->path->n - 1];

	if (f->immutable && (int)f->index == u->e.type->id && v->path->n == 1)
		return;
	set_value(u, v, value_text(record_value(&u->e.record, v->path, 0)),
	    text_of(draft_get(&u->was, v->path, 0), f), (struct str){ 0 });
}

/* Entries. */

static bool
is_of_entry(const struct draft_value *v, const struct draft_value *of)
{
	return v->entry == of->entry && v->path->list == of->path->list &&
	    of->path->list != FIELD_NONE &&
	    v->path->at[v->path->list] == of->path->at[of->path->list];
}

static void
add_entry(struct updating *u, const struct draft_value *first)
{
	const struct draft *d = &u->r->draft;
	struct record_pair *pairs =
	    ARENA_ARRAY(u->in->arena, struct record_pair, d->n);
	struct path list = *first->path;
	size_t n = 0;

	for (size_t i = 0; i < d->n; i++) {
		const struct draft_value *v = &d->all[i];
		struct buf b = { 0 };

		if (!is_of_entry(v, first))
			continue;
		for (size_t k = (size_t)v->path->list + 1; k < v->path->n; k++)
			buf_addf(&b, "%s%.*s", b.n ? "." : "",
			    STRF(v->path->at[k]->name.name));
		pairs[n++] = (struct record_pair){ arena_take(u->in->arena, &b),
			v->text };
	}
	list.n = (size_t)list.list + 1;
	list.list = FIELD_NONE;
	if (!record_edit_add(&u->e, way_to(u, &list, (struct str){ 0 }), pairs,
		n))
		u->bad = true;
}

static bool
same_entry(struct updating *u, const struct draft_value *first)
{
	const struct draft *d = &u->r->draft;

	for (size_t i = 0; i < d->n; i++)
		if (is_of_entry(&d->all[i], first)) {
			const struct draft_value *w =
			    draft_get(&u->was, d->all[i].path, d->all[i].entry);

			if (!w || !str_eq(w->text, d->all[i].text))
				return false;
		}
	return true;
}

static void
update_entry(struct updating *u, const struct draft_value *first)
{
	const struct draft *d = &u->r->draft;
	struct str key = key_in(u, d, first->path, first->entry);
	struct str former = key_in(u, &u->was, first->path, first->entry);
	const struct value *e = entry_of(u, first->path, former);

	if (!e) {
		former = key;
		e = entry_of(u, first->path, key);
	}
	if (!e && former.s && same_entry(u, first))
		return; /* people took it away */
	if (!e) {
		add_entry(u, first);
		return;
	}
	/* the key last: the way to the others goes by it */
	for (int keys = 0; keys < 2; keys++)
		for (size_t i = 0; i < d->n; i++) {
			const struct draft_value *v = &d->all[i];
			const struct field *f;

			if (!is_of_entry(v, first))
				continue;
			f = v->path->at[v->path->n - 1];
			if (entry_key_has(v->path->at[v->path->list], f) !=
			    keys)
				continue;
			e = entry_of(u, first->path, former);
			set_value(u, v,
			    value_text(e ? record_part(e, f) : NULL),
			    text_of(draft_get(&u->was, v->path, v->entry), f),
			    former);
		}
}

/* What the former row said and this one does not. */
static void
say_emptied(struct updating *u)
{
	for (size_t i = 0; i < u->was.n; i++) {
		const struct draft_value *v = &u->was.all[i];
		const struct sheet_heading *h;
		const struct field *f = v->path->at[v->path->n - 1];

		if (v->column == (size_t)DRAFT_NO_COLUMN ||
		    v->column >= u->r->before.n ||
		    draft_get(&u->r->draft, v->path, v->entry))
			continue;
		h = NULL;
		for (size_t k = 0; k < u->r->headings->n; k++)
			if (str_eq(u->r->headings->all[k].text,
				u->r->before.cells[v->column].heading))
				h = &u->r->headings->all[k];
		if (h &&
		    sheet_cell_at(u->r->cells, h->column)->kind == SHEET_EMPTY)
			doubt_say(u->in, u->r, FIND_IMPORT_EDITED, h, f,
			    (struct str){ 0 }, (struct str){ 0 },
			    _("the cell is empty now; what the record says "
			      "stays"),
			    false);
	}
}

/* The row as it is now, but for cells that were not taken over: the next import
 * must see them again. */
static bool
same_cells(const struct updating *u)
{
	const struct origin *o = &u->r->origin, *b = &u->r->before;

	if (o->n != b->n)
		return false;
	for (size_t i = 0; i < o->n; i++)
		if (!str_eq(o->cells[i].heading, b->cells[i].heading) ||
		    !str_eq(o->cells[i].text, b->cells[i].text) ||
		    o->cells[i].taken != b->cells[i].taken)
			return false;
	return true;
}

/* Is each cell of a row in the record, so that nothing is lost without it? */
static bool
is_all_told(const struct updating *u)
{
	const struct row *r = u->r;

	for (size_t i = 0; i < r->origin.n; i++) {
		const struct sheet_heading *h =
		    row_heading(r, r->origin.cells[i].column);
		size_t k = h ? (size_t)(h - r->headings->all) : 0;

		if (!h || !h->n || r->taken[k] == ORIGIN_LEFT ||
		    (r->taken[k] == ORIGIN_SKIPPED && !h->is[0]->agrees))
			return false;
	}
	return true;
}

/* Did it bring something, now or before, or has it more to say? */
static bool
is_to_be_kept(const struct updating *u)
{
	if (!str_eq(u->e.was, u->e.text))
		return true;
	return u->r->before.page.n ? !same_cells(u) : !is_all_told(u);
}

static void
keep_former_cells(struct updating *u)
{
	struct origin *o = &u->r->origin;
	const struct origin *b = &u->r->before;

	for (size_t i = 0; i < o->n; i++) {
		if (u->kept[i] && !b->page.n)
			o->cells[i].taken = ORIGIN_LEFT;
		for (size_t k = 0; u->kept[i] && k < b->n; k++)
			if (str_eq(b->cells[k].heading, o->cells[i].heading)) {
				o->cells[i].text = b->cells[k].text;
				o->cells[i].taken = b->cells[k].taken;
			}
	}
}

/* The record's text with its row replaced, or added at its end. */
static struct str
with_origin(struct updating *u, struct str text)
{
	struct arena *a = u->in->arena;
	struct origin o;
	struct buf b = { 0 };
	size_t body = (size_t)(u->e.record.front.body.s - text.s);

	if (u->r->before.page.n &&
	    origin_read(&o, text, body, u->r->before.page, a)) {
		buf_add(&b, str_first(text, o.off));
		origin_write(&u->r->origin, &b);
		buf_add(&b, str_from(text, o.end));
	} else {
		buf_add(&b, text);
		if (!str_ends(text, STR("\n")))
			buf_addc(&b, '\n');
		buf_addc(&b, '\n');
		origin_write(&u->r->origin, &b);
	}
	return arena_take(a, &b);
}

static bool
apply(struct updating *u)
{
	const struct draft *d = &u->r->draft;

	u->kept = ARENA_ARRAY(u->in->arena, bool, u->r->origin.n + 1);
	for (size_t i = 0; i < d->n && !u->bad; i++) {
		const struct draft_value *v = &d->all[i];
		bool first = true;

		for (size_t k = 0; k < i; k++)
			first &= !is_of_entry(&d->all[k], v);
		if (v->path->list == FIELD_NONE)
			update_single(u, v);
		else if (first)
			update_entry(u, v);
	}
	say_emptied(u);
	return !u->bad;
}

/* Why record_edit would not: the row is held back with that. */
static void
hold_for(const struct finding *f, void *to)
{
	struct updating *u = to;

	if (f->level >= ERROR && !u->r->held)
		doubt_hold(u->in, u->r, FIND_IMPORT_ROW,
		    arena_z(u->in->arena, str_of(f->text)));
}

bool
update_row(struct importing *in, struct row *r)
{
	struct import *m = in->import;
	struct updating u = { .in = in, .r = r };
	struct findings to = { .say = hold_for, .to = &u };
	struct str text;
	bool ok;

	if (r->before.page.n)
		read_former(&u);
	u.e = (struct record_edit){ .schema = m->schema,
		.type = m->page->type,
		.path = r->is->path,
		.latest = m->latest,
		.to = &to };
	ok = record_edit_begin(&u.e, r->is->text) && apply(&u) &&
	    (str_eq(u.e.was, u.e.text) || record_edit_end(&u.e));
	keep_former_cells(&u);
	if (ok && is_to_be_kept(&u)) {
		text = with_origin(&u, u.e.text);
		if (!str_eq(text, r->is->text))
			*MEM_PUSH(m->files, m->n_files, m->cap_files) =
			    (struct import_file){ r->is->path, text,
				    r->is->text };
		r->file = str_eq(text, r->is->text) ? 0 : m->n_files;
	}
	r->path = r->is->path;
	record_edit_release(&u.e);
	buf_release(&u.way);
	return ok;
}
