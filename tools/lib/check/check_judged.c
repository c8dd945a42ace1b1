/* check_judged: what rules say of records. */
#include "check/check_inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "check/rule_subject.h"
#include "git/source.h"

/* Places of judgements: the record is read again, since only few are asked. */

static void
open_file(struct check_begun *r, const char *path)
{
	struct findings silent = { 0 };

	if (r->file.path && strcmp(r->file.path, path) == 0)
		return;
	arena_reset(&r->file_arena);
	buf_clear(&r->file_bytes);
	path = arena_z(&r->file_arena, str_of(path));
	r->file_parsed =
	    source_read(r->check->source, path, &r->file_bytes, &silent) &&
	    record_read(&r->file, r->rule->type, path, buf_str(&r->file_bytes),
		&r->file_arena, &silent);
	r->file.path = path;
}

static struct place
rule_subject_place(const struct check_begun *r, const struct judged *j)
{
	const struct value *v;

	if (!r->file_parsed)
		return place_file(r->file.path);
	v = rule_subject_value(&r->file, j);
	if (!v)
		return (struct place){ r->file.path, 1, 1 };
	return front_place(&r->file.front, r->file.path, v->node->off);
}

/* Is there too little evidence because the field is not of its type? That was
 * said at the same place, with what to write. */
static bool
is_said(const struct check_begun *r, const struct judged *j)
{
	const struct value *v = j->ok < 0 && !j->overdue && r->file_parsed ?
	    rule_subject_value(&r->file, j) :
	    NULL;

	return v && v->bad;
}

/* Which fields are why there is not enough evidence, where the record tells. */
static const char *
lacking(struct check_begun *r, const struct judged *j)
{
	struct buf absent = { 0 }, partial = { 0 };
	const char *z = "";

	if (j->ok < 0 && !j->overdue && r->file_parsed)
		rule_subject_lacking(&r->file, j, &absent, &partial);
	if (partial.n)
		z = arena_f(&r->kept.arena, _("; not a whole date: %s"),
		    buf_z(&partial));
	else if (absent.n)
		z = arena_f(&r->kept.arena, _("; not given: %s"),
		    buf_z(&absent));
	buf_release(&absent);
	buf_release(&partial);
	return z;
}

/* Which rule, in words, could not speak, and for want of what. */
static void
say_unjudged(struct check_begun *r, const struct judged *j, const char *path)
{
	struct findings to = { .say = kept_say, .to = &r->unjudged };
	const char *title = lang_label(&j->rule->label, r->check->lang);

	open_file(r, path);
	found_as(&to, j->rule->id.s, NOTE, rule_subject_place(r, j), "%s: %s%s",
	    title ? title : j->rule->id.s, j->text,
	    j->no_text ? "" : lacking(r, j));
}

/* Of the record that is open. */
static struct str
entry_judged(struct check_begun *r, const struct judged *j)
{
	return r->file_parsed ? rule_subject_key(&r->file, j, &r->file_arena) :
				STR("");
}

static void
say_judged(struct check_begun *r, const struct judged *j, const char *path)
{
	struct acceptance *a;
	const char *id = j->rule->id.s;

	open_file(r, path);
	if (is_said(r, j))
		return;
	a = j->ok < 0 && !j->overdue ?
	    NULL :
	    acceptances_find(&r->accepted, path, j->rule->id,
		entry_judged(r, j), r->check->today);
	if (!a) {
		found_as(&r->to, id, j->level, rule_subject_place(r, j), "%s%s",
		    j->text, lacking(r, j));
		return;
	}
	a->used = true;
	check_notes_used(r, a);
	r->tally->accepted++;
	r->check->accepted++;
	if (!r->check->show_accepted)
		return;
	found_as(&r->to, id, NOTE, rule_subject_place(r, j), "%s",
	    check_accepted_text(r, a, j->text));
}

/* Said where accepted findings are. */
static void
say_put_off(struct check_begun *r, const struct judged *j, const char *path)
{
	r->check->put_off++;
	if (!r->check->show_accepted)
		return;
	open_file(r, path);
	found_as(&r->to, j->rule->id.s, NOTE, rule_subject_place(r, j), "%s",
	    j->text);
}

/* What is due, unless somebody accepts that it is not done. */
static void
say_due(struct check_begun *r, const struct judged *j, const char *path)
{
	const struct check_listener *l = r->check->listener;
	struct check_due due = { .judged = j, .path = path };
	struct acceptance *a;

	open_file(r, path);
	due.key = entry_judged(r, j);
	due.at = rule_subject_place(r, j);
	a = acceptances_find(&r->accepted, path, j->rule->id, due.key,
	    r->check->today);
	if (a)
		a->used = true;
	else
		l->say(&due, l->to);
}

/* Is it due by the day that somebody asked for? */
static bool
is_awaited(const struct check_begun *r, const struct judged *j)
{
	const struct check_listener *l = r->check->listener;

	return l && j->ok <= 0 && j->due != DAY_NONE &&
	    j->put_off == DAY_NONE && j->due <= l->until;
}

/* Would it be found, but for being put off? */
static bool
is_put_off_overdue(const struct check_begun *r, const struct judged *j)
{
	return j->put_off != DAY_NONE &&
	    j->due + j->rule->grace < r->check->today;
}

/* A rule may only speak of records that are there. */
static void
say_stranger(struct check_begun *r, const struct judged *j)
{
	if (j->hidden_id)
		found(&r->to, FIND_SCHEMA_NAME, place_file(j->rule->page),
		    _("the SQL gave an id that is no record of '%.*s'"),
		    STRF(j->rule->type->name.name));
	else
		found(&r->to, FIND_SCHEMA_NAME, place_file(j->rule->page),
		    _("the SQL gave id '%.*s', which is no record of '%.*s'"),
		    STRF(j->id), STRF(j->rule->type->name.name));
	r->broken = true;
}

static void
count_judged(struct tally *t, const struct judged *j)
{
	t->concerned++;
	t->pass += j->ok > 0;
	t->unknown += j->ok < 0;
	t->fail += !j->ok;
	t->no_text += j->ok <= 0 && j->no_text;
}

/* Of one file that has the record. */
static void
say_of(struct check_begun *r, const struct judged *j, const char *path)
{
	if (is_awaited(r, j))
		say_due(r, j, path);
	else if (r->check->listener)
		return;
	else if (is_put_off_overdue(r, j))
		say_put_off(r, j, path);
	else if (j->due != DAY_NONE && !j->overdue)
		return;
	else if (r->check->unjudged && j->ok < 0)
		say_unjudged(r, j, path);
	else if (!j->no_text) /* no record can mend that */
		say_judged(r, j, path);
}

static void
judged(const struct judged *j, void *to)
{
	struct check_begun *r = to;
	const char **paths;
	size_t n;

	arena_reset(&r->judged);
	n = check_tied_paths(r, j->rule->type, j->id, &r->judged, &paths);

	if (!n)
		say_stranger(r, j);
	check_notes_judging(r);
	count_judged(r->tally, j);
	for (size_t i = 0; j->ok <= 0 && i < n; i++)
		say_of(r, j, paths[i]);
	check_notes_judged(r, j->id);
}

bool
check_judged_run(struct check_begun *r, size_t rule)
{
	size_t before = r->kept.n;

	r->rule = &r->check->rules->all[rule];
	r->tally = &r->check->tallies[rule];
	r->file = (struct record){ 0 };
	check_notes_rule(r);
	if (!rule_eval_run(r->evals[rule], r->check->today, r->check->lang,
		judged, r))
		r->broken = true;
	/* What it said beside its judgements could not be said again. */
	return !r->broken && r->kept.n - before == r->notes.findings;
}

void
check_judged_all(struct check_begun *r)
{
	struct check *c = r->check;
	bool *done = mem_alloc((c->rules->n + 1) * sizeof *done);

	for (size_t i = 0; i < c->rules->n; i++)
		done[i] =
		    !r->evals[i] || (c->alone && c->rules->all[i].depends_all);
	check_apart_run(r, done);
	for (size_t i = 0; i < c->rules->n; i++) {
		if (done[i])
			continue;
		if (check_judged_run(r, i))
			check_notes_rule_end(r, i);
		else
			check_notes_release(&r->notes);
	}
	free(done);
}
