/* refer: the records that the cells of a row name. */
#include "import/inside.h"

#include <stdlib.h>

#include "base/lang.h"
#include "base/mem.h"

/* All that a row says of one record that it leads to. */
struct leading {
	const struct path *path; /* to the ref */
	size_t entry;
	const struct type *type;
	const struct wish *called; /* NULL: only by what it says */
	const struct wish *first;
	struct directory_wish *wishes;
	size_t n;
};

static bool
is_of(const struct wish *a, const struct wish *b)
{
	return a->place->entry == b->place->entry &&
	    draft_same_path(&a->place->path, &b->place->path);
}

static void
gather(struct importing *in, struct leading *l, const struct wish *all,
    size_t n, size_t from)
{
	const struct path *p = &all[from].place->path;

	*l = (struct leading){ .path = p,
		.entry = all[from].place->entry,
		.type = schema_type(in->import->schema, p->at[p->n - 1]->to),
		.first = &all[from],
		.wishes = ARENA_ARRAY(in->arena, struct directory_wish, n) };
	for (size_t i = from; i < n; i++) {
		if (!is_of(&all[i], &all[from]))
			continue;
		if (all[i].place->of.n)
			l->wishes[l->n++] =
			    (struct directory_wish){ &all[i].place->of,
				    all[i].text };
		else
			l->called = &all[i];
	}
}

/* Making. */

static const struct import_make *
make_for(const struct importing *in, const struct leading *l)
{
	const struct import_page *p = in->import->page;

	for (size_t i = 0; i < p->n_makes; i++)
		if (draft_same_path(&p->makes[i].place.path, l->path))
			return &p->makes[i];
	return NULL;
}

/* What a record lacks that its type requires; NULL: nothing. */
static const struct field *
lacks(const struct draft *d)
{
	struct path p = { .n = 1, .list = FIELD_NONE };

	for (size_t i = 0; i < d->type->fields.n; i++) {
		p.at[0] = &d->type->fields.all[i];
		if (p.at[0]->required && (int)i != d->type->id &&
		    !draft_get(d, &p, 0))
			return p.at[0];
	}
	return NULL;
}

static struct path *
path_to(struct importing *in, const struct field *f)
{
	struct path *p = ARENA_NEW(in->arena, struct path);

	*p = (struct path){ .at = { f }, .n = 1, .list = FIELD_NONE };
	return p;
}

/* A wish as a value of the new record. False: it leads to no record. */
static bool
grant(struct importing *in, struct draft *d, const struct directory_wish *w)
{
	const struct field *f = w->path->at[w->path->n - 1];
	const struct directory_record *which;
	const char *ids;
	struct str text = w->value;

	if (f->kind == KIND_REF) {
		if (directory_find(in->directory,
			schema_type(in->import->schema, f->to), text, NULL, 0,
			&which, &ids) != DIRECTORY_ONE)
			return false;
		text = which->id;
	}
	draft_set(d, w->path, 0, text, (size_t)DRAFT_NO_COLUMN);
	return true;
}

static struct made *
make(struct importing *in, const struct leading *l, const char **why)
{
	const struct import_make *how = make_for(in, l);
	struct made *m;
	const struct field *name, *lack;
	const char *no_id;

	if (!how)
		return NULL;
	m = ARENA_NEW(in->arena, struct made);
	*m = (struct made){ .make = how,
		.draft = { .type = l->type, .arena = in->arena } };
	name = type_called(l->type);
	if (l->called && name)
		draft_set(&m->draft, path_to(in, name), 0,
		    meaning_words(in->import->page, l->called->text, in->arena),
		    (size_t)DRAFT_NO_COLUMN);
	for (size_t i = 0; i < l->n; i++)
		if (!grant(in, &m->draft, &l->wishes[i]))
			return NULL;
	for (size_t i = 0; i < how->n_with; i++)
		draft_set(&m->draft, &how->with[i].place.path,
		    how->with[i].place.entry, how->with[i].value,
		    (size_t)DRAFT_NO_COLUMN);
	lack = lacks(&m->draft);
	if (lack) {
		*why = arena_f(in->arena,
		    _("there is no such record, and none can be made: %s is "
		      "not told"),
		    field_shown(lack, in->arena));
		return NULL;
	}
	m->id = ids_next(in, &m->draft, &no_id);
	in->bad |= !m->id.n && !no_id;
	if (no_id)
		*why = arena_f(in->arena,
		    _("there is no such record, and none can be made: %s"),
		    no_id);
	if (!m->id.n)
		return NULL;
	draft_set(&m->draft, path_to(in, &l->type->fields.all[l->type->id]), 0,
	    m->id, (size_t)DRAFT_NO_COLUMN);
	directory_add(in->directory, l->type, m->id, &m->draft);
	*in->last_made = m;
	in->last_made = &m->next;
	return m;
}

static struct made *
made_of(const struct importing *in, const struct directory_record *r)
{
	struct made *m = in->made;

	while (m && &m->draft != r->draft)
		m = m->next;
	return m;
}

static void
lead_to(struct importing *in, struct row *r, const struct leading *l,
    const struct directory_record *to)
{
	struct made *m = to->draft ? made_of(in, to) : NULL;

	draft_set(&r->draft, l->path, l->entry, to->id,
	    l->first->heading->column);
	if (m)
		*MEM_PUSH(r->made, r->n_made, r->cap_made) = m;
}

/* Is it the id of another row of the workbook? */
static bool
is_coming(struct importing *in, struct row *r, const struct leading *l)
{
	struct str id;

	if (l->type != in->import->page->type || !l->called || l->n)
		return false;
	id = l->called->text;
	if (!map_get(&in->coming, id))
		return false;
	if (!in->quiet)
		*MEM_PUSH(r->leads, r->n_leads, r->cap_leads) = id;
	draft_set(&r->draft, l->path, l->entry, id, l->first->heading->column);
	return true;
}

/* Each looks at all names. */
enum { HINTS = 1000 };

/* Nobody is called so; who may be meant by less of a name? */
static const char *
none_called(struct importing *in, const struct leading *l)
{
	const struct directory_record *may = NULL;
	const char *why = arena_f(in->arena,
	    _("there is no record of '%.*s' that is called so"),
	    STRF(l->type->name.name));

	if (l->called && !in->quiet && in->hints++ < HINTS)
		may = directory_ending(in->directory, l->type,
		    meaning_words(in->import->page, l->called->text,
			in->arena));
	return may ? arena_f(in->arena,
			 _("%s; if it is '%.*s', write its whole name, or "
			   "this id"),
			 why, STRF(may->id)) :
		     why;
}

static void
refer(struct importing *in, struct row *r, const struct leading *l)
{
	struct str raw = l->called ? l->called->text : l->first->text;
	const struct wish *w = l->called ? l->called : l->first;
	const struct field *f = l->path->at[l->path->n - 1];
	const struct directory_record *which = NULL;
	struct str becomes = { 0 };
	const char *ids, *why = NULL;
	struct made *m;
	bool taken = false;
	enum directory_found found = directory_find(in->directory, l->type,
	    l->called ? l->called->text : (struct str){ 0 }, l->wishes, l->n,
	    &which, &ids);

	switch (found) {
	case DIRECTORY_ONE:
		lead_to(in, r, l, which);
		return;
	case DIRECTORY_NEAR:
		becomes = which->id;
		taken = w->doubts == IMPORT_TAKE;
		why = _("only without marks it is the name of a record");
		break;
	case DIRECTORY_SEVERAL:
		why = arena_f(in->arena, _("several records are called so: %s"),
		    ids);
		break;
	case DIRECTORY_NONE:
		if (is_coming(in, r, l))
			return;
		why = none_called(in, l);
		m = in->quiet ? NULL : make(in, l, &why);
		if (m) {
			lead_to(in, r, l,
			    directory_id(in->directory, l->type, m->id));
			return;
		}
		break;
	}
	doubt_say(in, r, FIND_IMPORT_REF, w->heading, f, raw, becomes, why,
	    taken);
	if (taken)
		lead_to(in, r, l, which);
	else if (w->doubts == IMPORT_HOLD)
		r->held = true;
}

/* Has the page a column for what the record is called? Then it is not looked
 * for by less. */
static bool
has_called(const struct importing *in, const struct leading *l)
{
	const struct import_page *p = in->import->page;

	for (size_t i = 0; i < p->n_columns; i++)
		for (size_t k = 0; k < p->columns[i].n_places; k++) {
			const struct import_place *at =
			    &p->columns[i].places[k];

			if (!at->of.n && at->entry == l->entry &&
			    !p->columns[i].agrees &&
			    draft_same_path(&at->path, l->path))
				return true;
		}
	return false;
}

void
refer_all(struct importing *in, struct row *r, const struct wish *all, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct leading l;
		bool done = false;

		for (size_t k = 0; k < i; k++)
			done |= is_of(&all[k], &all[i]);
		if (done)
			continue;
		gather(in, &l, all, n, i);
		if (l.called || !has_called(in, &l))
			refer(in, r, &l);
	}
}
