/* knnew: make a record. See knnew.1. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "git/source.h"
#include "record/form.h"
#include "record/known_ids.h"
#include "record/lookup.h"
#include "record/new_id.h"
#include "record/new_path.h"
#include "text/text.h"
#include "tool/drafting.h"
#include "tool/editing.h"
#include "tool/renumbering.h"

static const char usage[] =
    "knnew [-C DIR] [--schema DIR] [--lang vi|en] [--today DATE] [-i ID]\n"
    "             [--form | -e] [--dry-run | --commit] TYPE "
    "[FIELD=VALUE ...]\n"
    "       knnew [-C DIR] [--lang vi|en] [-i ID] [--dry-run | --commit]\n"
    "             --renumber ID|PATH";

struct asked {
	struct editing_options how;
	const char *id;
	bool form, edit;
	bool renumber;
};

/* The fields that were given. */

/* Fields of one new entry of a list, or single values of one. */
struct entry_given {
	struct str list; /* its way, as it was typed first */
	const struct field *field;
	struct record_pair *all;
	size_t n, cap;
};

/* The field that the longest beginning of *way names, up to a '.' or its end;
 * *way is then what follows. NULL: none. */
static const struct field *
step(const struct fields *in, struct str *way)
{
	for (size_t n = way->n; n > 0; n--) {
		int i;

		if (n < way->n && way->s[n] != '.')
			continue;
		i = spellings_find(&in->by, str_trim(str_first(*way, n)));
		if (i == FIELD_NONE)
			continue;
		*way = str_from(*way, n < way->n ? n + 1 : n);
		return &in->all[i];
	}
	return NULL;
}

/* The list that a way leads into; *rest: from there on. NULL: into none. */
static const struct field *
list_of(const struct type *t, struct str way, struct str *rest)
{
	const struct fields *in = &t->fields;
	const struct field *f = NULL;

	for (*rest = way; rest->n; in = &f->fields) {
		f = step(in, rest);
		if (!f)
			return NULL;
		if (f->kind == KIND_LIST && (rest->n || f->of))
			return f;
	}
	return NULL;
}

struct given {
	struct tool *tool;
	struct entry_given *lists;
	size_t n, cap;
};

static struct entry_given *
list_given(struct given *g, const struct field *f, struct str way)
{
	struct entry_given *one;

	for (size_t i = 0; i < g->n; i++)
		if (g->lists[i].field == f)
			return &g->lists[i];
	one = MEM_PUSH(g->lists, g->n, g->cap);
	*one = (struct entry_given){ .list = way, .field = f };
	return one;
}

static bool
add_lists(struct given *g, struct record_edit *e)
{
	bool good = true;

	for (size_t i = 0; i < g->n; i++) {
		struct entry_given *l = &g->lists[i];

		if (!l->field->of)
			good =
			    record_edit_add(e, l->list, l->all, l->n) && good;
		for (size_t k = 0; l->field->of && k < l->n; k++)
			good =
			    record_edit_add(e, l->list, &l->all[k], 1) && good;
	}
	return good;
}

/* Sets what was given: fields one by one, those of a list as its one entry. */
static bool
set_given(struct tool *t, struct record_edit *e)
{
	struct given g = { .tool = t };
	bool good = true;

	for (size_t i = 1; i < t->n_words; i++) {
		struct record_pair p;
		struct str rest;
		const struct field *f;
		struct entry_given *l;

		record_edit_pair(str_of(t->words[i]), &p);
		if (!p.value.n)
			continue;
		f = list_of(e->type, p.way, &rest);
		if (!f) {
			good = record_edit_set(e, p.way, p.value) && good;
			continue;
		}
		l = list_given(&g, f,
		    str_trim(rest.n ? str_first(p.way, p.way.n - rest.n - 1) :
				      p.way));
		*MEM_PUSH(l->all, l->n, l->cap) =
		    (struct record_pair){ rest, p.value };
	}
	good = add_lists(&g, e) && good;
	for (size_t i = 0; i < g.n; i++)
		free(g.lists[i].all);
	free(g.lists);
	return good;
}

/* The id. */

static bool
set_id(struct tool *t, struct record_edit *e, struct str id)
{
	if (e->type->id == FIELD_NONE)
		return tool_wrong(t,
		    _("'%.*s' has no field for an id: its records are known "
		      "by their paths"),
		    STRF(e->type->name.name));
	return record_edit_set(e, e->type->fields.all[e->type->id].name.name,
	    id);
}

static bool
next_id(struct tool *t, struct record_edit *e)
{
	struct new_id ids;
	struct str id;

	if (!e->type->new_id.n)
		return tool_wrong(t,
		    _("the page of '%.*s' does not say how ids are made "
		      "('new_id'); give one with -i"),
		    STRF(e->type->name.name));
	ids = new_id_of(&e->record, t->today, &t->arena);
	if (ids.lacks)
		return tool_wrong(t,
		    _("the id is made of %s: give it, or an id with -i"),
		    record_edit_shown(e, ids.lacks));
	return known_ids_next(&t->schema, t->source, e->type, &ids, &id,
		   &t->arena, &t->to) &&
	    set_id(t, e, id);
}

/* An id that was given, or the next one. */
static bool
identify(struct tool *t, struct record_edit *e, const char *given)
{
	const struct type *type = e->type;
	const struct value *v;

	if (given && !set_id(t, e, str_of(given)))
		return false;
	if (type->id == FIELD_NONE)
		return true;
	v = &e->record.values[type->id];
	if (!v->node || v->node->absent)
		return next_id(t, e);
	return v->bad ||
	    known_ids_is_free(&t->schema, t->source, type, v->text, &t->to);
}

/* Asking. */

static const struct type *
type_asked(struct tool *t, const char *word)
{
	const struct schema *s = &t->schema;
	const struct type *type = schema_type(s, str_of(word));
	struct buf names = { 0 };
	struct str meant, near;

	if (type)
		return type;
	meant =
	    name_restored(s->types, s->n_types, sizeof *s->types, str_of(word));
	for (size_t i = 0; meant.n && i < s->n_types; i++) {
		const struct name *n = &s->types[i].name;

		if (str_eq(meant, n->name) ||
		    str_eq(meant, str_of(n->label.in[LANG_VI])) ||
		    str_eq(meant, str_of(n->label.in[LANG_EN])))
			return &s->types[i];
	}
	near = schema_type_near(s, str_of(word));
	for (size_t i = 0; i < s->n_types; i++)
		buf_addf(&names, "%s%.*s", i ? ", " : "",
		    STRF(s->types[i].name.name));
	if (near.n)
		tool_wrong(t, _("there is no type '%s'%s"), word,
		    name_meant(&t->arena, near));
	else
		tool_wrong(t, _("there is no type '%s'; there are: %s"), word,
		    buf_z(&names));
	buf_release(&names);
	return NULL;
}

static bool
fits(struct tool *t, const struct asked *a)
{
	struct record_pair p;

	if (a->how.commit && a->how.dry_run)
		return tool_misused(t,
			   _("--commit and --dry-run do not go together")) == 0;
	if (a->form && a->edit)
		return tool_misused(t, _("-e makes a form itself")) == 0;
	if ((a->form || a->edit) && a->renumber)
		return tool_misused(t,
			   _("--renumber goes with neither --form nor -e")) ==
		    0;
	if (a->form && a->how.commit)
		return tool_misused(t,
			   _("a form is still to be filled in: --commit goes "
			     "with -e, or without a form")) == 0;
	if (a->edit && a->how.dry_run)
		return tool_misused(t,
			   _("-e and --dry-run do not go together")) == 0;
	if (!t->n_words)
		return tool_misused(t,
			   a->renumber ? _("which record?") :
					 _("of which type?")) == 0;
	if (a->renumber && t->n_words > 1)
		return tool_misused(t, _("--renumber takes one record")) == 0;
	for (size_t i = 1; i < t->n_words; i++)
		if (!record_edit_pair(str_of(t->words[i]), &p))
			return tool_misused(t,
				   _("'%s': what is to be set? Write "
				     "FIELD=VALUE"),
				   t->words[i]) == 0;
	return true;
}

/* One whose id is none has no place, and will be told so. */
static bool
place(struct editing *e, struct record_edit *r)
{
	const struct type *type = r->type;

	if (type->id != FIELD_NONE && r->record.values[type->id].bad) {
		e->options.unfinished = false;
		editing_end(e);
		return false;
	}
	return editing_place(e, r, new_path(&r->record, &e->tool->arena));
}

static int
make(struct tool *t, const struct asked *a)
{
	struct editing e = { .tool = t,
		.options = a->how,
		.done = N_("made"),
		.lock = -1 };
	const struct type *type = type_asked(t, t->words[0]);
	struct record_edit *r;
	int status = 2;

	if (!type)
		return 2;
	e.options.unfinished = a->form || a->edit;
	if (!editing_begin(&e))
		return 2;
	r = editing_new(&e, type);
	if (r && set_given(t, r) && identify(t, r, a->id) && place(&e, r))
		status = a->edit ? drafting_edit(&e, r) :
		    a->form      ? drafting_form(&e, r) :
				   editing_end(&e);
	else if (found_status(&t->to))
		status = found_status(&t->to);
	editing_release(&e);
	return status;
}

static int
work(struct tool *t, const struct asked *a)
{
	if (!fits(t, a) || !tool_open(t))
		return 2;
	return a->renumber ? renumbering_run(t, &a->how, t->words[0], a->id) :
			     make(t, a);
}

int
main(int argc, char **argv)
{
	struct asked a = { 0 };
	const struct tool_option own[] = {
		{ "id", 'i', "ID", N_("the id, instead of the next free one"),
		    &a.id, NULL },
		{ "form", 0, NULL,
		    N_("leave a form of the other fields, to be filled in"),
		    NULL, &a.form },
		{ "edit", 'e', NULL,
		    N_("fill in that form in an editor, and check it"), NULL,
		    &a.edit },
		{ "dry-run", 0, NULL,
		    N_("show the difference, and change nothing"), NULL,
		    &a.how.dry_run },
		{ "commit", 0, NULL,
		    N_("commit what was changed, and only that"), NULL,
		    &a.how.commit },
		{ "renumber", 0, NULL,
		    N_("give a record that was not pushed another id"), NULL,
		    &a.renumber },
	};
	struct tool t = { .name = "knnew",
		.usage = usage,
		.takes = TOOL_TODAY };

	return tool_end(&t,
	    TOOL_OPTIONS(&t, argc, argv, own) ? work(&t, &a) : t.status);
}
