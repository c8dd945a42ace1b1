/* check: what is wrong with records.
 *
 * One pass reads every file once: what can be said of a record by itself is
 * said then, and ids, references and acceptances are gathered for what needs
 * all records. Then the rules run over the catalog that the pass filled. */
#include "check/check.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "catalog/catalog.h"
#include "text/day.h"
#include "text/kept.h"
#include "check/acceptances.h"
#include "check/recall.h"
#include "check/rule_subject.h"
#include "record/links.h"
#include "record/part.h"
#include "base/map.h"
#include "parse/markdown.h"
#include "parse/sql.h"
#include "base/mem.h"
#include "record/agree.h"
#include "record/record.h"
#include "record/references.h"
#include "check/rule_eval.h"
#include "schema/rule.h"
#include "record/salvage.h"
#include "git/source.h"
#include "record/stage.h"
#include "record/strays.h"
#include "text/text.h"

struct run {
	struct check *check;
	struct kept kept;     /* findings, before they are sorted */
	struct kept unjudged; /* judgements for which something is missing */
	struct findings to;   /* into kept */
	struct findings *out;
	struct references refer;
	int latest; /* day that has been */
	struct arena arena;
	struct acceptances accepted;
	struct map asked;        /* paths whose findings are said */
	const struct rule *rule; /* the one that runs */
	struct tally *tally;
	struct arena file_arena; /* the record that findings are about */
	struct buf file_bytes;
	struct record file;
	bool file_parsed;
	struct rule_eval **evals; /* by rule; NULL: it is off */
	bool broken;              /* the answer is not whole */
};

/* Bodies. */

/* As a label is matched: see record(5). */
static bool
is_heading(struct str a, struct str wanted)
{
	struct buf x = { 0 }, y = { 0 };
	bool is;

	if (str_eq(a, wanted))
		return true;
	text_add_spelling(&x, a);
	text_add_spelling(&y, wanted);
	is = str_eq(buf_str(&x), buf_str(&y));
	buf_release(&x);
	buf_release(&y);
	return is;
}

static void
check_headings(const struct record *rec, struct findings *to)
{
	const struct type *t = rec->type;
	struct heading *all;
	struct arena a = { 0 };
	size_t n;

	if (!t->n_headings)
		return;
	n = markdown_headings(rec->front.body, rec->front.body_line, &a, &all);
	for (size_t i = 0; i < t->n_headings; i++) {
		size_t k = 0;

		while (k < n &&
		    !(all[k].level == 2 &&
			is_heading(all[k].text, t->headings[i])))
			k++;
		if (k == n)
			found(to, FIND_BODY_HEADING,
			    (struct place){ rec->path, rec->front.body_line,
				1 },
			    _("the body lacks the heading '## %.*s'"),
			    STRF(t->headings[i]));
	}
	arena_release(&a);
}

void
check_record(struct record *rec, int today, int latest, struct arena *a,
    struct findings *to)
{
	stage_derive(rec, today, a, to);
	agree_check(rec, latest, to);
	check_headings(rec, to);
}

/* Rules and generations that a record names. */

static void
check_rule_name(struct run *r, const struct record *rec, const struct field *f,
    const struct value *v)
{
	const struct rules *rules = r->check->rules;
	const struct rule *near;
	struct place at;

	if (rules_find(rules, v->text))
		return;
	at = front_place(&rec->front, rec->path, v->node->off);
	near = rules_near(rules, v->text);
	if (field_private(f))
		found(&r->to, FIND_RULE_UNKNOWN, at,
		    _("this names no rule (kncheck --list shows all)"));
	else if (near)
		found_near(&r->to, FIND_RULE_UNKNOWN, at, near->id,
		    _("there is no rule '%.*s'"), STRF(v->text));
	else
		found(&r->to, FIND_RULE_UNKNOWN, at,
		    _("there is no rule '%.*s' (kncheck --list shows all)"),
		    STRF(v->text));
}

static void
check_generation_name(struct run *r, const struct record *rec,
    const struct field *f, const struct value *v)
{
	struct place at;

	if (schema_generation(r->check->schema, v->text))
		return;
	at = front_place(&rec->front, rec->path, v->node->off);
	if (field_private(f))
		found(&r->to, FIND_RULE_UNKNOWN, at,
		    _("this names no generation of schema/regulations.md"));
	else
		found(&r->to, FIND_RULE_UNKNOWN, at,
		    _("there is no generation '%.*s' in schema/regulations.md"),
		    STRF(v->text));
}

static void
check_named_in(struct run *r, const struct record *rec, enum field_role role)
{
	const struct role_field *f = &rec->type->roles[role];
	const struct field *rule = f->part[PART_RULE];
	const struct field *gen = f->part[PART_GENERATION];
	const struct value *list =
	    f->field ? &rec->values[f->field->index] : NULL;

	for (uint32_t n = 0; list && n < list->n; n++) {
		const struct value *v = record_part(&list->parts[n], rule);

		if (v && !v->bad)
			check_rule_name(r, rec, rule, v);
		v = record_part(&list->parts[n], gen);
		if (v && !v->bad)
			check_generation_name(r, rec, gen, v);
	}
}

/* What an entry of the snooze field cannot put off. */
static void
check_snoozed(struct run *r, const struct record *rec)
{
	const struct role_field *f = &rec->type->roles[FIELD_SNOOZE];
	const struct value *list =
	    f->field ? &rec->values[f->field->index] : NULL;

	for (uint32_t n = 0; list && n < list->n; n++) {
		const struct value *e = &list->parts[n];
		const struct rule *rule = rules_find(r->check->rules,
		    part_text(e, f->part[PART_RULE]));
		struct place at =
		    front_place(&rec->front, rec->path, e->node->off);

		if (rule && !sql_names(rule->sql, STR("due")))
			found(&r->to, FIND_SNOOZE_UNUSED, at,
			    _("this puts nothing off: its rule gives no day "
			      "by which something is due"));
		else if (rule && part_day(e, f->part[PART_UNTIL]) == DAY_NONE)
			found(&r->to, FIND_SNOOZE_UNUSED, at,
			    _("this puts nothing off: it does not say until "
			      "when ('%.*s')"),
			    STRF(r->check->schema->roles[FIELD_SNOOZE]
				     .part[PART_UNTIL]));
	}
}

/* The pass over the files. */

static void
seen(const struct record *rec, bool parsed, void *to)
{
	struct run *r = to;
	struct arena a = { 0 };
	struct acceptance *accepted;
	struct ties ties;
	const char *path;
	size_t n;

	r->check->records++;
	if (!parsed) {
		r->check->unreadable++;
		references_unread(&r->refer, rec->type, rec->id, rec->path);
		return;
	}
	path = arena_z(&r->arena, str_of(rec->path));
	ties_read(&ties, rec, &a);
	references_record(&r->refer, &ties, path, &r->to);
	n = acceptances_read(rec, &a, &accepted);
	acceptances_add(&r->accepted, path, accepted, n);
	check_named_in(r, rec, FIELD_APPLIES);
	check_named_in(r, rec, FIELD_SNOOZE);
	check_snoozed(r, rec);
	agree_check(rec, r->latest, &r->to);
	check_headings(rec, &r->to);
	links_check(rec->type, path, ties.links, ties.n_links, r->check->source,
	    &r->to);
	ties_release(&ties);
	arena_release(&a);
}

static void
missed(const struct type *type, void *to)
{
	struct run *r = to;

	references_missed(&r->refer, type);
}

/* A file that was named with a type and that no type claims is checked by
 * itself. */
static void
check_alone(struct run *r, const char *path)
{
	struct buf bytes = { 0 };
	struct arena a = { 0 };
	struct record rec;
	bool parsed;

	if (source_read(r->check->source, path, &bytes, &r->to)) {
		parsed = record_read(&rec, r->check->type, path,
		    buf_str(&bytes), &a, &r->to);
		if (parsed)
			stage_derive(&rec, r->check->today, &a, &r->to);
		else
			rec = (struct record){ .path = path,
				.type = r->check->type,
				.id = salvage_id(r->check->type, path,
				    buf_str(&bytes), &a) };
		seen(&rec, parsed, r);
	}
	buf_release(&bytes);
	arena_release(&a);
}

/* A file that someone named must not be passed over in silence. */
static void
check_named(struct run *r, const char *path)
{
	const struct schema *schema = r->check->schema;
	unsigned mode = source_mode(r->check->source, path);
	const struct type *two;

	if (mode == MODE_FOLDER && strcmp(path, ".") != 0 &&
	    !strays_may(schema, path))
		found(&r->to, FIND_FILE_OTHER, place_file(path),
		    _("no type claims a file in this folder, so nothing in it "
		      "is judged"));
	if (strcmp(path, ".") == 0 || mode == MODE_FOLDER ||
	    mode == MODE_MODULE)
		return;
	if (schema_type_of(schema, path, &two)) {
		if (!mode && source_has(r->check->source, path))
			found(&r->to, FIND_FILE_UNJUDGED, place_file(path),
			    _("git ignores this file, so no tool reads it; "
			      "'git check-ignore -v' tells by which line"));
	} else if (r->check->type) {
		check_alone(r, path);
	} else if (!strays_is(schema, path)) {
		found(&r->to, FIND_FILE_OTHER, place_file(path),
		    _("no type claims this file, so it is judged as no record; "
		      "-t names a type to judge it by"));
	}
}

/* Places of judgements: the record is read again, since only few are asked. */

static void
open_file(struct run *r, const char *path)
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
rule_subject_place(const struct run *r, const struct judged *j)
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
is_said(const struct run *r, const struct judged *j)
{
	const struct value *v = j->ok < 0 && !j->overdue && r->file_parsed ?
	    rule_subject_value(&r->file, j) :
	    NULL;

	return v && v->bad;
}

/* Which fields are why there is not enough evidence, where the record tells. */
static const char *
lacking(struct run *r, const struct judged *j)
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

static const char *
accepted_text(struct run *r, const struct acceptance *a, const char *text)
{
	return a->quiet_why ? arena_f(&r->kept.arena, _("accepted: %s"), text) :
			      arena_f(&r->kept.arena, _("accepted (%.*s): %s"),
				  STRF(a->why), text);
}

/* Which rule, in words, could not speak, and for want of what. */
static void
say_unjudged(struct run *r, const struct judged *j, const char *path)
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
entry_judged(struct run *r, const struct judged *j)
{
	return r->file_parsed ? rule_subject_key(&r->file, j, &r->file_arena) :
				STR("");
}

static void
say_judged(struct run *r, const struct judged *j, const char *path)
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
	r->tally->accepted++;
	r->check->accepted++;
	if (!r->check->show_accepted)
		return;
	found_as(&r->to, id, NOTE, rule_subject_place(r, j), "%s",
	    accepted_text(r, a, j->text));
}

/* Said where accepted findings are. */
static void
say_put_off(struct run *r, const struct judged *j, const char *path)
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
say_due(struct run *r, const struct judged *j, const char *path)
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
is_awaited(const struct run *r, const struct judged *j)
{
	const struct check_listener *l = r->check->listener;

	return l && j->ok <= 0 && j->due != DAY_NONE &&
	    j->put_off == DAY_NONE && j->due <= l->until;
}

/* Is a path, or a folder it lies in, among those asked for? */
static bool
is_asked(const struct run *r, const char *path)
{
	struct str whole = str_of(path);

	if (!r->check->paths || !path || map_get(&r->asked, STR(".")))
		return true;
	for (size_t n = whole.n; n > 0; n--)
		if ((n == whole.n || whole.s[n] == '/') &&
		    map_get(&r->asked, str_first(whole, n)))
			return true;
	return false;
}

static void
note_asked(struct run *r)
{
	const struct check *c = r->check;

	for (size_t i = 0; i < c->n_paths; i++)
		*map_put(&r->asked, str_of(c->paths[i])) = r;
}

/* Would it be found, but for being put off? */
static bool
is_put_off_overdue(const struct run *r, const struct judged *j)
{
	return j->put_off != DAY_NONE &&
	    j->due + j->rule->grace < r->check->today;
}

static void
judged(const struct judged *j, void *to)
{
	struct run *r = to;
	const struct reference *at =
	    references_find(&r->refer, j->rule->type, j->id);

	if (!at) {
		if (j->hidden_id)
			found(&r->to, FIND_SCHEMA_NAME,
			    place_file(j->rule->page),
			    _("the SQL gave an id that is no record of '%.*s'"),
			    STRF(j->rule->type->name.name));
		else
			found(&r->to, FIND_SCHEMA_NAME,
			    place_file(j->rule->page),
			    _("the SQL gave id '%.*s', which is no record of "
			      "'%.*s'"),
			    STRF(j->id), STRF(j->rule->type->name.name));
		r->broken = true;
		return;
	}
	r->tally->concerned++;
	if (j->ok > 0)
		r->tally->pass++;
	else if (j->ok < 0)
		r->tally->unknown++;
	else
		r->tally->fail++;
	r->tally->no_text += j->ok <= 0 && j->no_text;
	for (; at && j->ok <= 0; at = at->next)
		if (!str_eq(at->id, j->id)) /* in other capitals */
			continue;
		else if (is_awaited(r, j))
			say_due(r, j, at->path);
		else if (r->check->listener)
			continue;
		else if (is_put_off_overdue(r, j))
			say_put_off(r, j, at->path);
		else if (j->due != DAY_NONE && !j->overdue)
			continue;
		else if (r->check->unjudged && j->ok < 0)
			say_unjudged(r, j, at->path);
		else if (!j->no_text) /* no record can mend that */
			say_judged(r, j, at->path);
}

static void
run_rules(struct run *r)
{
	struct check *c = r->check;

	for (size_t i = 0; i < c->rules->n; i++) {
		r->rule = &c->rules->all[i];
		r->tally = &c->tallies[i];
		if (!r->evals[i] || (c->alone && r->rule->depends_all))
			continue;
		r->file = (struct record){ 0 };
		if (!rule_eval_run(r->evals[i], c->today, c->lang, judged, r))
			r->broken = true;
	}
}

/* What the toolkit itself finds and a record may accept: what someone may
 * mean. */
static bool
is_acceptable(const struct finding_row *row)
{
	return row == finding_row(FIND_TEXT_LETTER) ||
	    row == finding_row(FIND_TEXT_SPACE) ||
	    row == finding_row(FIND_TEXT_HIDDEN) ||
	    row == finding_row(FIND_TEXT_LOST) ||
	    row == finding_row(FIND_SAME_PERSON) ||
	    row == finding_row(FIND_TEXT_FONT);
}

/* What was found before its acceptance was read becomes a note, or nothing. */
static void
accept_texts(struct run *r)
{
	for (size_t i = 0; i < r->kept.n; i++) {
		struct finding *f = &r->kept.all[i];
		struct acceptance *a = is_acceptable(f->row) ?
		    acceptances_find(&r->accepted, f->at.path, str_of(f->id),
			(struct str){ 0 }, r->check->today) :
		    NULL;

		if (!a)
			continue;
		a->used = true;
		r->check->accepted++;
		f->row = NULL;
		f->level = r->check->show_accepted ? NOTE : LEVEL_OFF;
		f->text = accepted_text(r, a, f->text);
	}
}

/* Why an acceptance accepts nothing. */
static void
say_unused(struct run *r, const struct acceptance *a, struct place at)
{
	bool known = rules_find(r->check->rules, a->rule) ||
	    is_acceptable(finding_named(a->rule));
	const struct rule *near = rules_near(r->check->rules, a->rule);
	const struct str *name = r->check->schema->roles[FIELD_ACCEPT].part;

	if (a->quiet)
		found(&r->to, FIND_ACCEPT_UNUSED, at,
		    _("this accepts nothing: what it names is not found here"));
	else if (!known && near)
		found_near(&r->to, FIND_ACCEPT_UNUSED, at, near->id,
		    _("there is no rule '%.*s' to accept"), STRF(a->rule));
	else if (!known)
		found(&r->to, FIND_ACCEPT_UNUSED, at,
		    _("there is no rule '%.*s' to accept; only what rules of "
		      "the repository find can be accepted"),
		    STRF(a->rule));
	else if (!acceptances_holds(a, r->check->today))
		found(&r->to, FIND_ACCEPT_UNUSED, at,
		    _("this accepts nothing today: its days ('%.*s' to '%.*s') "
		      "are over or have not begun"),
		    STRF(name[PART_DAY]), STRF(name[PART_UNTIL]));
	else if (a->key.n)
		found(&r->to, FIND_ACCEPT_UNUSED, at,
		    _("this accepts nothing: rule '%.*s' finds nothing at "
		      "entry '%.*s' ('%.*s')"),
		    STRF(a->rule), STRF(a->key), STRF(name[PART_ENTRY]));
	else
		found(&r->to, FIND_ACCEPT_UNUSED, at,
		    _("this accepts nothing: rule '%.*s' finds nothing here, "
		      "or only at an entry, which '%.*s' must name"),
		    STRF(a->rule), STRF(name[PART_ENTRY]));
}

static void
check_unused(struct run *r)
{
	for (size_t i = 0; i < r->accepted.n; i++) {
		const struct acceptance *a = r->accepted.all[i];

		if (a->used || !a->rule.n || !a->why.n || !a->by.n)
			continue;
		say_unused(r, a, a->at);
	}
}

/* Trouble is always said: it may be why nothing is found. What two passes over
 * the folders met is said once. */
static void
pass_on(struct run *r, struct kept *k, enum level least)
{
	kept_sort(k);
	for (size_t i = 0; i < k->n; i++) {
		const struct finding *f = &k->all[i];

		if (f->level < least ||
		    (f->level != TROUBLE && !is_asked(r, f->at.path)))
			continue;
		if (f->level == LEVEL_OFF)
			continue;
		r->out->count[f->level]++;
		if (r->out->say)
			r->out->say(f, r->out->to);
	}
}

/* A role in a unit that is not there is in force nowhere, and a person whose
 * record is not there is told nothing. */
static void
check_authority(struct run *r)
{
	const struct authority *a = r->check->schema->authority;
	const struct type *unit =
	    a ? schema_type(r->check->schema, a->unit_type) : NULL;
	const struct type *member =
	    a ? schema_type(r->check->schema, a->member_type) : NULL;

	for (size_t i = 0; member && i < a->n_people; i++)
		if (a->people[i].member.n)
			references_page(&r->refer, member, a->people[i].member,
			    a->people[i].member_at, &r->to);

	for (size_t i = 0; unit && i < a->n_people; i++)
		for (size_t k = 0; k < a->people[i].n_grants; k++) {
			const struct grant *g = &a->people[i].grants[k];

			for (size_t u = 0; u < g->n_units; u++)
				references_page(&r->refer, unit, g->units[u],
				    g->unit_at[u], &r->to);
		}
}

static void
prepare_rules(struct run *r, struct catalog *catalog)
{
	const struct rules *rules = r->check->rules;

	r->evals = mem_alloc(rules->n * sizeof *r->evals);
	for (size_t i = 0; i < rules->n; i++) {
		const struct rule *rule = &rules->all[i];

		if (rule->off || rule->check_none)
			continue;
		r->evals[i] =
		    rule_eval_new(rule, catalog, r->check->schema, &r->to);
		r->broken |= !r->evals[i];
	}
}

struct check_begun {
	struct run run;
	struct catalog *catalog;
};

static struct check_begun *
begin(struct check *c, struct findings *out)
{
	struct check_begun *b = mem_alloc(sizeof *b);
	struct run *r = &b->run;
	struct catalog_options o = { .today = c->today,
		.lang = c->lang,
		.private = c->private,
		.progress = c->progress,
		.dir = c->dir,
		.fixed = c->fixed,
		.no_cache = c->no_cache,
		.subset = c->subset };

	r->check = c;
	r->out = out;
	r->to = (struct findings){ .say = kept_say,
		.to = &r->kept,
		.levels = &c->schema->levels };
	r->latest = schema_latest(c->schema, c->today);
	c->tallies = mem_alloc(c->rules->n * sizeof *c->tallies);
	note_asked(r);
	recall_begin(c);
	b->catalog = catalog_new(c->schema, c->source, &o, &r->to);
	r->broken = !b->catalog;
	return b;
}

static void
prepare(struct check_begun *b)
{
	struct run *r = &b->run;
	const struct check_listener *l = r->check->listener;

	if (!b->catalog)
		return;
	r->broken = !catalog_check(b->catalog, &r->to);
	prepare_rules(r, b->catalog);
	if (l && !r->broken)
		r->broken = !l->ask(b->catalog, &r->to, l->to);
}

struct check_begun *
check_begin(struct check *c, struct findings *out)
{
	struct check_begun *b = begin(c, out);

	prepare(b);
	return b;
}

/* Reads all records and says what is wrong with them. */
static void
check_all(struct run *r, struct catalog *catalog)
{
	struct check *c = r->check;
	const struct check_listener *l = c->listener;
	struct catalog_hook hook = { seen, missed, r };
	struct map none = { 0 };

	references_start(&r->refer, c->schema, c->source);
	catalog_load(catalog, NULL, &hook, &r->to);
	for (size_t i = 0; i < c->n_paths; i++)
		check_named(r, c->paths[i]);
	references_end(&r->refer, &r->to);
	check_authority(r);
	strays_find(c->schema, c->source, c->type ? &none : &r->asked, &r->to);
	run_rules(r);
	if (l && !r->broken)
		r->broken = !l->answer(&r->to, l->to);
	accept_texts(r);
	check_unused(r);
	references_release(&r->refer);
	if (!r->broken && !r->to.count[TROUBLE])
		recall_keep(c, catalog, &r->kept, &r->unjudged);
}

static bool
end(struct check_begun *b)
{
	struct run *r = &b->run;
	bool ok;

	pass_on(r, &r->kept, r->check->unjudged ? TROUBLE : NOTE);
	pass_on(r, &r->unjudged, NOTE);
	ok = !r->broken && !r->to.count[TROUBLE];
	check_drop(b);
	return ok;
}

bool
check_end(struct check_begun *b)
{
	if (b->catalog && !b->run.broken)
		check_all(&b->run, b->catalog);
	return end(b);
}

void
check_drop(struct check_begun *b)
{
	struct run *r = &b->run;

	for (size_t i = 0; r->evals && i < r->check->rules->n; i++)
		rule_eval_free(r->evals[i]);
	free(r->evals);
	catalog_free(b->catalog);
	kept_release(&r->kept);
	kept_release(&r->unjudged);
	acceptances_release(&r->accepted);
	map_release(&r->asked);
	buf_release(&r->file_bytes);
	arena_release(&r->file_arena);
	arena_release(&r->arena);
	free(b);
}

bool
check_run(struct check *c, struct findings *out)
{
	struct check_begun *b = begin(c, out);
	struct run *r = &b->run;

	if (b->catalog && recall_read(c, b->catalog, &r->kept, &r->unjudged))
		return end(b);
	prepare(b);
	return check_end(b);
}
