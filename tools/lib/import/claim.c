/* claim: does a row say the stage that its days come to? */
#include "import/inside.h"

#include "base/lang.h"
#include "record/stage.h"

static const char *
stage_shown(struct importing *in, const struct stage *s)
{
	return name_shown(&s->name, in->import->lang);
}

/* The text that the row comes to, written or not. */
static struct str
text_of(struct importing *in, const struct row *r)
{
	struct buf b = { 0 };

	if (r->file)
		return in->import->files[r->file - 1].text;
	if (r->is)
		return r->is->text;
	draft_write(&r->draft, in->import->schema->label_spelling, &b);
	return arena_take(in->arena, &b);
}

static const char *
why_not(struct importing *in, const struct record *rec,
    const struct stage *claimed)
{
	const struct stage *is = rec->n_intervals ?
	    &rec->type->stages[rec->intervals[rec->n_intervals - 1].stage] :
	    NULL;
	const char *by = NULL;

	if (is == claimed)
		return NULL;
	if (rec->stage_unknown)
		return _("the stage cannot be told, since a day that it goes "
			 "by is not whole");
	by = is ? arena_f(in->arena, _("by its days the stage is '%s'"),
		      stage_shown(in, is)) :
		  _("its days tell no stage");
	if (claimed->since.n && !record_value(rec, &claimed->since, 0))
		by = arena_f(in->arena, _("%s; for '%s' %s is missing"), by,
		    stage_shown(in, claimed),
		    field_shown(claimed->since.at[claimed->since.n - 1],
			in->arena));
	return by;
}

static void
check_cell(struct importing *in, struct row *r, const struct record *rec,
    const struct sheet_heading *h, const struct import_column *c)
{
	const struct sheet_cell *cell = sheet_cell_at(r->cells, h->column);
	struct meaning says = meaning_stage(&in->reader, c, cell);
	const char *why;

	if (says.says == MEANING_DOUBT)
		doubt_say(in, r, says.find, h, NULL, cell->text, says.text,
		    says.why, false);
	if (says.says != MEANING_SURE)
		return;
	why = why_not(in, rec, type_stage(rec->type, says.text));
	if (why)
		doubt_say(in, r, FIND_IMPORT_AGREES, h, NULL, cell->text,
		    (struct str){ 0 }, why, false);
}

void
claim_check(struct importing *in, struct row *r)
{
	struct findings silent = { 0 };
	struct record rec;
	bool read = false;

	for (size_t i = 0; i < r->headings->n; i++)
		for (size_t k = 0; k < r->headings->all[i].n; k++) {
			const struct sheet_heading *h = &r->headings->all[i];

			if (!h->is[k]->stage)
				continue;
			if (!read &&
			    !record_read(&rec, r->draft.type, "",
				text_of(in, r), in->arena, &silent))
				return;
			if (!read)
				stage_derive(&rec, in->import->today, in->arena,
				    &silent);
			read = true;
			check_cell(in, r, &rec, h, h->is[k]);
		}
}
