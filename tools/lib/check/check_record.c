/* check_record: what is wrong with a record by itself. */
#include "check/check_inside.h"

#include "parse/markdown.h"
#include "parse/sql.h"
#include "record/agree.h"
#include "record/part.h"
#include "record/stage.h"
#include "text/text.h"

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
check_rule_name(const struct check_begun *r, const struct record *rec,
    const struct field *f, const struct value *v, struct findings *to)
{
	const struct rules *rules = r->check->rules;
	const struct rule *near;
	struct place at;

	if (rules_find(rules, v->text))
		return;
	at = front_place(&rec->front, rec->path, v->node->off);
	near = rules_near(rules, v->text);
	if (field_private(f))
		found(to, FIND_RULE_UNKNOWN, at,
		    _("this names no rule (kncheck --list shows all)"));
	else if (near)
		found_near(to, FIND_RULE_UNKNOWN, at, near->id,
		    _("there is no rule '%.*s'"), STRF(v->text));
	else
		found(to, FIND_RULE_UNKNOWN, at,
		    _("there is no rule '%.*s' (kncheck --list shows all)"),
		    STRF(v->text));
}

static void
check_generation_name(const struct check_begun *r, const struct record *rec,
    const struct field *f, const struct value *v, struct findings *to)
{
	struct place at;

	if (schema_generation(r->check->schema, v->text))
		return;
	at = front_place(&rec->front, rec->path, v->node->off);
	if (field_private(f))
		found(to, FIND_RULE_UNKNOWN, at,
		    _("this names no generation of schema/regulations.md"));
	else
		found(to, FIND_RULE_UNKNOWN, at,
		    _("there is no generation '%.*s' in schema/regulations.md"),
		    STRF(v->text));
}

static void
check_named_in(const struct check_begun *r, const struct record *rec,
    enum field_role role, struct findings *to)
{
	const struct role_field *f = &rec->type->roles[role];
	const struct field *rule = f->part[PART_RULE];
	const struct field *gen = f->part[PART_GENERATION];
	const struct value *list =
	    f->field ? &rec->values[f->field->index] : NULL;

	for (uint32_t n = 0; list && n < list->n; n++) {
		const struct value *v = record_part(&list->parts[n], rule);

		if (v && !v->bad)
			check_rule_name(r, rec, rule, v, to);
		v = record_part(&list->parts[n], gen);
		if (v && !v->bad)
			check_generation_name(r, rec, gen, v, to);
	}
}

/* What an entry of the snooze field cannot put off. */
static void
check_snoozed(const struct check_begun *r, const struct record *rec,
    struct findings *to)
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
			found(to, FIND_SNOOZE_UNUSED, at,
			    _("this puts nothing off: its rule gives no day "
			      "by which something is due"));
		else if (rule && part_day(e, f->part[PART_UNTIL]) == DAY_NONE)
			found(to, FIND_SNOOZE_UNUSED, at,
			    _("this puts nothing off: it does not say until "
			      "when ('%.*s')"),
			    STRF(r->check->schema->roles[FIELD_SNOOZE]
				     .part[PART_UNTIL]));
	}
}

struct check_looked *
check_record_look(const struct check_begun *r, const struct record *rec,
    struct arena *a, struct findings *to)
{
	struct check_looked *l = ARENA_NEW(a, struct check_looked);
	struct ties *t = &l->ties;

	ties_read(t, rec, a);
	t->all = arena_take_array(a, t->all, t->n, sizeof *t->all);
	t->cap = t->n;
	l->n_accepted = acceptances_read(rec, a, &l->accepted);
	check_named_in(r, rec, FIELD_APPLIES, to);
	check_named_in(r, rec, FIELD_SNOOZE, to);
	check_snoozed(r, rec, to);
	agree_check(rec, r->latest, to);
	check_headings(rec, to);
	return l;
}
