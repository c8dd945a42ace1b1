/* ids: of the records that an import makes, as their types say. */
#include "import/inside.h"

#include "base/lang.h"
#include "record/known_ids_many.h"
#include "record/new_id.h"

struct str
ids_next(struct importing *in, const struct draft *d, const char **why)
{
	struct findings silent = { 0 };
	struct buf b = { 0 };
	struct record rec;
	struct new_id ids;
	struct str id = { 0 };
	const char *where = NULL;

	*why = NULL;
	if (!d->type->new_id.n)
		*why = arena_f(in->arena,
		    _("it has no id, and the page of '%.*s' does not say how "
		      "ids are made ('new_id')"),
		    STRF(d->type->name.name));
	draft_write(d, in->import->schema->label_spelling, &b);
	if (*why ||
	    !record_read(&rec, d->type, "", arena_take(in->arena, &b),
		in->arena, &silent)) {
		buf_release(&b);
		return id;
	}
	ids = new_id_of(&rec, in->import->today, in->arena);
	if (ids.lacks)
		*why = arena_f(in->arena,
		    _("its id is made of %s, which is not told"),
		    field_shown(ids.lacks, in->arena));
	else
		id = known_ids_many_next(in->ids, d->type, &ids, in->arena,
		    &where);
	if (id.n && !field_matches(&d->type->fields.all[d->type->id], id)) {
		*why = arena_f(in->arena,
		    _("the next id would be '%.*s', which is not of the form "
		      "%.*s: its numbers are used up"),
		    STRF(id), STRF(d->type->fields.all[d->type->id].pattern));
		return (struct str){ 0 };
	}
	if (where)
		*why = arena_f(in->arena, _("record '%.*s' is there already%s"),
		    STRF(new_id_with(&ids, 0, in->arena)),
		    *where ? arena_f(in->arena, ": %s", where) : "");
	return id;
}
