/* known: who is there already, in the workbook and in the records? */
#include "import/inside.h"

#include "base/lang.h"
#include "base/map.h"
#include "text/date.h"
#include "text/text.h"

/* What a row is known again by: the page's key, else what tells who is one
 * person. s NULL: a part of it is missing. */
static struct str
key_of(struct importing *in, const struct draft *d)
{
	const struct import_page *page = in->import->page;
	const struct type *t = page->type;
	size_t n = page->n_key ? page->n_key : t->n_same;
	struct buf b = { 0 };
	bool whole = n > 0;

	for (size_t i = 0; i < n; i++) {
		struct path p = { .n = 1, .list = FIELD_NONE };
		const struct draft_value *v;

		if (!page->n_key)
			p.at[0] = t->same[i];
		else if (!field_path(&t->fields, page->key[i], &p))
			continue;
		v = draft_get(d, &p, 0);
		whole &= v != NULL;
		if (v)
			text_add_spelling(&b, v->text);
		buf_addc(&b, '\1');
	}
	if (!whole)
		buf_clear(&b);
	return whole ? arena_take(in->arena, &b) :
		       (buf_release(&b), (struct str){ 0 });
}

static struct str
bare_name(struct importing *in, struct str s)
{
	struct buf fold = { 0 }, b = { 0 };

	text_add_fold(&fold, s);
	text_add_spelling(&b, buf_str(&fold));
	buf_release(&fold);
	return arena_take(in->arena, &b);
}

static struct str
says(const struct draft *d, const struct field *f)
{
	struct path p = { .at = { f }, .n = 1, .list = FIELD_NONE };
	const struct draft_value *v = draft_get(d, &p, 0);

	return v ? v->text : (struct str){ 0 };
}

/* May two values be of one person? Where one is missing they may. */
static bool
may_be_one(struct importing *in, const struct field *f, struct str a,
    struct str b)
{
	struct date x, y;

	if (!a.n || !b.n)
		return true;
	if (f->kind == KIND_DATE && date_parse(a, &x) && date_parse(b, &y))
		return x.lo <= y.hi && y.lo <= x.hi;
	return str_eq(bare_name(in, a), bare_name(in, b));
}

static bool
same_person(struct importing *in, const struct draft *a, const struct draft *b,
    const struct directory_record *r)
{
	const struct type *t = in->import->page->type;
	bool all = t->n_same > 0;

	for (size_t i = 0; i < t->n_same && all; i++) {
		struct path p = { .at = { t->same[i] },
			.n = 1,
			.list = FIELD_NONE };

		all = may_be_one(in, t->same[i], says(a, t->same[i]),
		    b ? says(b, t->same[i]) : directory_value(r, &p));
	}
	return all;
}

/* What was imported before. */

/* The row that a record came from, as if it stood in a sheet now. */
static struct row *
row_before(struct importing *in, const struct directory_record *r,
    const struct origin *o)
{
	struct row *row = ARENA_NEW(in->arena, struct row);
	struct headings *h = ARENA_NEW(in->arena, struct headings);
	struct sheet_row *cells = ARENA_NEW(in->arena, struct sheet_row);

	cells->n = o->row;
	cells->n_cells = o->n;
	cells->cells = ARENA_ARRAY(in->arena, struct sheet_cell, o->n);
	h->all = ARENA_ARRAY(in->arena, struct sheet_heading, o->n);
	for (size_t i = 0; i < o->n; i++) {
		cells->cells[i] = (struct sheet_cell){ .kind = SHEET_TEXT,
			.text = o->cells[i].text };
		h->all[h->n] = (struct sheet_heading){ .column = i,
			.text = o->cells[i].heading };
		headings_match(&h->all[h->n], in->import->page, in->arena);
		h->n++;
	}
	*row = (struct row){ .cells = cells,
		.headings = h,
		.is = (struct directory_record *)r,
		.before = *o };
	in->quiet = true;
	row_read(in, row, NULL);
	in->quiet = false;
	return row;
}

/* The records that came from workbooks by this page, all by their ids, and by
 * their keys where they have one. */
static bool
read_before(struct importing *in, struct map *by_key, struct map *by_id)
{
	const struct import_page *page = in->import->page;
	struct directory_record **all;
	size_t n;
	bool ok = directory_all(in->directory, page->type, &all, &n);

	for (size_t i = 0; ok && i < n; i++) {
		const struct directory_record *r = all[i];
		struct origin o;
		struct row *row;
		struct str key;
		size_t body = (size_t)(r->record.front.body.s - r->text.s);

		if (!r->record.front.body.n ||
		    !origin_read(&o, r->text, body, page->name, in->arena))
			continue;
		row = row_before(in, r, &o);
		key = key_of(in, &row->draft);
		if (key.s)
			*map_put(by_key, key) = row;
		*map_put(by_id, r->id) = row;
	}
	return ok;
}

/* One row after another. */

struct knowing {
	struct importing *in;
	struct map before; /* key → struct row, that it was */
	struct map was;    /* id of a record → the same */
	struct map names;  /* bare name → the last row of that name */
	struct map taken;  /* id of a record → row that is it */
};

/* The record whose id the row says. */
static bool
is_by_id(struct knowing *k, struct row *r)
{
	struct importing *in = k->in;
	const struct type *t = in->import->page->type;
	struct str id = t->id == FIELD_NONE ?
	    (struct str){ 0 } :
	    says(&r->draft, &t->fields.all[t->id]);

	if (!id.n)
		return false;
	r->id = id;
	r->is = (struct directory_record *)directory_id(in->directory, t, id);
	return r->is;
}

/* A record that may be of the same person, by its name first, since most are
 * somebody else's. */
static const struct directory_record *
twin_in_records(struct knowing *k, const struct row *r)
{
	const struct type *t = k->in->import->page->type;
	const struct directory_record *o;
	struct directory_record **all;
	size_t n;

	if (t->same[0] == type_called(t)) {
		o = directory_named(k->in->directory, t,
		    says(&r->draft, t->same[0]));
		while (o && !same_person(k->in, &r->draft, NULL, o))
			o = o->same;
		return o;
	}
	directory_all(k->in->directory, t, &all, &n);
	for (size_t i = 0; i < n; i++)
		if (same_person(k->in, &r->draft, NULL, all[i]))
			return all[i];
	return NULL;
}

static const struct row *
twin_in_workbook(struct knowing *k, const struct row *r, struct str name)
{
	const struct row *o = map_get(&k->names, name);

	for (; o; o = o->same)
		if (!o->nobody &&
		    same_person(k->in, &r->draft, &o->draft, NULL))
			return o;
	return NULL;
}

/* No two rows are of one record, be it there or new. */
static void
take_id(struct knowing *k, struct row *r)
{
	void **slot = map_put(&k->taken, r->id);
	const struct row *o = *slot;

	if (o)
		doubt_hold(k->in, r, FIND_IMPORT_TWICE,
		    arena_f(k->in->arena,
			_("record '%.*s' is that of %s already"), STRF(r->id),
			row_where(k->in, o)));
	else
		*slot = r;
}

static void
take_record(struct knowing *k, struct row *r)
{
	r->id = r->is->id;
	take_id(k, r);
}

/* The row that a record came from; NULL: from none of this page. */
static const struct row *
before_of(const struct knowing *k, const struct directory_record *is)
{
	const struct row *b = map_get(&k->was, is->id);

	return b && b->is == is ? b : NULL;
}

/* Those that are known by their id or key. */
static void
know(struct knowing *k, struct row *r)
{
	const struct row *before;

	r->key = key_of(k->in, &r->draft);
	before = r->key.s ? map_get(&k->before, r->key) : NULL;
	if (is_by_id(k, r))
		before = before && before->is == r->is ? before :
							 before_of(k, r->is);
	else if (before && !r->id.n)
		r->is = before->is;
	if (before)
		r->before = before->before;
	if (r->is)
		take_record(k, r);
	else if (r->id.n)
		take_id(k, r);
}

/* Of two rows that may be one person the second is held back. */
static void
know_twin(struct knowing *k, struct row *r)
{
	struct importing *in = k->in;
	const struct type *t = in->import->page->type;
	struct str name = bare_name(in, says(&r->draft, t->same[0]));
	const struct row *other = twin_in_workbook(k, r, name);
	void **slot;

	if (other && !r->held && !(r->is && other->is && r->is != other->is))
		doubt_hold(in, r, FIND_IMPORT_TWICE,
		    arena_f(in->arena, _("this is perhaps the person of %s"),
			row_where(in, other)));
	slot = map_put(&k->names, name);
	r->same = *slot;
	*slot = r;
}

/* Is a row one that is gone now, with its name or its birth corrected? */
static const struct row *
gone_like(struct knowing *k, const struct row *r)
{
	const struct type *t = k->in->import->page->type;

	for (size_t i = 0; i < k->was.n; i++) {
		const struct row *b = k->was.pairs[i].value;

		if (map_get(&k->taken, b->is->id))
			continue;
		for (size_t f = 0; f < t->n_same; f++) {
			struct str one = says(&r->draft, t->same[f]);

			if (one.n && str_eq(one, says(&b->draft, t->same[f])))
				return b;
		}
	}
	return NULL;
}

static void
know_record(struct knowing *k, struct row *r)
{
	struct importing *in = k->in;
	const struct directory_record *twin = twin_in_records(k, r);
	const struct row *before = twin ? before_of(k, twin) : NULL;

	if (before && !map_get(&k->taken, twin->id)) {
		r->is = before->is;
		r->before = before->before;
		take_record(k, r);
		return;
	}
	if (!twin && (before = gone_like(k, r)) != NULL)
		doubt_hold(in, r, FIND_IMPORT_TWICE,
		    arena_f(in->arena,
			_("this is perhaps record '%.*s', whose former row %d "
			  "is not there any more; if so, put that id into the "
			  "column of ids"),
			STRF(before->is->id), before->before.row));
	if (twin)
		doubt_hold(in, r, FIND_IMPORT_TWICE,
		    arena_f(in->arena,
			_("this is perhaps the person of record '%.*s'; if "
			  "so, put that id into the column of ids"),
			STRF(twin->id)));
}

bool
known_find(struct importing *in)
{
	struct knowing k = { .in = in };
	bool ok = read_before(in, &k.before, &k.was),
	     persons = in->import->page->type->n_same > 0;

	for (size_t i = 0; ok && i < in->n_rows; i++)
		if (!in->rows[i].nobody)
			know(&k, &in->rows[i]);
	for (size_t i = 0; ok && persons && i < in->n_rows; i++)
		if (!in->rows[i].nobody)
			know_twin(&k, &in->rows[i]);
	for (size_t i = 0; ok && persons && i < in->n_rows; i++)
		if (!in->rows[i].nobody && !in->rows[i].held && !in->rows[i].is)
			know_record(&k, &in->rows[i]);
	for (size_t i = 0; ok && i < k.was.n; i++) {
		const struct row *b = k.was.pairs[i].value;

		in->import->gone += !map_get(&k.taken, b->is->id);
	}
	map_release(&k.before);
	map_release(&k.was);
	map_release(&k.names);
	map_release(&k.taken);
	return ok;
}
